"""Try an assignment: its own solutions score full, what is released scores nothing, and the corpus of answers is told apart."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from gan_lessons import numeric
from gan_lessons.grading import assignment
from gan_lessons.grading.assignment import Answer, Assignment


@dataclass(frozen=True)
class Tried:
    """One answer, and what it earned."""

    answer: Answer
    points: float
    possible: float
    error: str

    @property
    def as_it_should(self) -> bool:
        """A right answer scores full, a wrong one does not."""
        return self.answer.right == (self.points == self.possible)


@dataclass
class Report:
    """How an assignment did. `problems` is empty if all is well."""

    name: str
    tried: list[Tried] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        right, wrong = ([t for t in self.tried if t.answer.right is kind] for kind in (True, False))
        counts = (
            f"{sum(t.as_it_should for t in right)} of {len(right)} right answers score full, "
            f"{sum(t.as_it_should for t in wrong)} of {len(wrong)} wrong ones lose points"
        )
        return "\n  ".join([f"{self.name}: {counts} ({self.seconds:.1f} s)", *self.problems])


def trial(course: str | Path, name: str, seed: int = 0, every: int = 1) -> Report:
    """Try everything that is known about an assignment, in this process.

    Parameters
    ----------
    course : str or Path
        With `source/NAME/NAME.ipynb` and, if there is one, `corpus/NAME.py`.
    name : str
    seed : int
        The course seed.
    every : int
        1 tries all answers of its corpus, k every k-th: most of the time goes into them.

    Raises
    ------
    ValueError
        If there is no such assignment, it is not in form, the corpus answers a task that does not exist, or `every` is below 1.
    """
    every = numeric.whole("every", every)
    path = Path(course, "source", name, f"{name}.ipynb")
    if not path.exists():
        raise ValueError(f"There is no {path}.")
    start = time.perf_counter()
    lesson, report = Assignment(path, seed), Report(name)
    tasks, given = {task.name: task for task in lesson.tasks}, lesson.namespace()
    for task in lesson.tasks:
        if sum(lesson.score(task, task.solution, given).values()) != task.points:
            report.problems.append(
                f"{task.name}: its own solution loses points: {_why(lesson, task, task.solution, given)}"
            )
        stub = sum(lesson.score(task, task.stub, given).values())
        if stub:
            report.problems.append(f"{task.name}: scores {stub:g} as it is released")
    path = Path(course, "corpus", f"{name}.py")
    answers = assignment.corpus(path) if path.exists() else []
    astray = [answer.task for answer in answers if answer.task not in tasks]
    if astray:
        raise ValueError(f"{path}: there is no task {astray[0]!r}; there are {', '.join(tasks)}.")
    for answer in answers[::every]:
        task = tasks[answer.task]
        points = sum(lesson.score(task, answer.source, given).values())
        error = _why(lesson, task, answer.source, given) if answer.right and points != task.points else ""
        report.tried.append(Tried(answer, points, task.points, error))
        if not report.tried[-1].as_it_should:
            kind = f"a right answer loses points: {error}" if answer.right else "a wrong answer scores full"
            report.problems.append(f"{answer.task}: {kind} ({answer.about})")
    report.seconds = time.perf_counter() - start
    return report


def _why(lesson: Assignment, task, source: str, given: dict) -> str:
    error = lesson.first_error(task, source, given)
    return f"{type(error).__name__}: {error}"
