"""For a learner who practises: what an answer earns, in the notebook, at once.

A notebook of `gan-lessons exercises practice` begins with

    from gan_lessons.grading.practice import Practice

    practice = Practice("03_upsampling_layers")

and has ``practice.task("paint_same")`` behind each task, which says "5 of 5 points" or what is missing, and ``practice.total()`` at its end.
The tests are those that an instructor's version has, hidden ones too, with the numbers that everyone can look up.
"""

from __future__ import annotations

import re
from pathlib import Path

from gan_lessons import progress
from gan_lessons.grading.agent import Agent
from gan_lessons.grading.assignment import Assignment
from gan_lessons.grading.judge import Judge


class Practice:
    """Tells what the answers in this notebook earn.

    Parameters
    ----------
    name : str
        The assignment.
    course : str or Path, optional
        Where its source lies: by default looked for from this folder upwards, as ``source/NAME/NAME.ipynb`` or in ``exercises``.
    namespace : dict, optional
        Of the notebook; by default that of the one in which this runs.

    Raises
    ------
    ValueError
        If the assignment's source is not found.
    """

    def __init__(self, name: str, course: str | Path | None = None, namespace: dict | None = None):
        self._lesson = Assignment(_source(name, course))
        self._given = None
        self._namespace = _notebook() if namespace is None else namespace
        self._earned: dict[str, float] = {}

    def task(self, name: str) -> None:
        """Print what the answer to one task earns, and the first thing that is missing in each part; keep it in `gan_lessons.progress`."""
        task = next((one for one in self._lesson.tasks if one.name == name), None)
        if task is None:
            known = ", ".join(one.name for one in self._lesson.tasks)
            raise ValueError(f"There is no task {name!r} in {self._lesson.name}; there are {known}.")
        if self._given is None:
            self._given = self._lesson.namespace()
        judge, missing, earned = Judge(self._given, Agent(self._namespace).reply), [], 0.0
        for test in task.tests:
            error = judge.run(task, test.source)
            if error is None:
                earned += test.points
            else:
                about = test.visible.strip().partition("\n")[0]
                missing.append(f"  {test.points:g} missing{_title(about)}: {_said(error)}")
        self._earned[name] = earned
        progress.note_points(self._lesson.name, name, earned, self._lesson.points)
        print("\n".join([f"{name}: {earned:g} of {task.points:g} points", *dict.fromkeys(missing)]))

    def total(self) -> None:
        """Print what all tasks earn, those that were tried."""
        for task in self._lesson.tasks:
            earned = self._earned.get(task.name)
            print(f"{task.name:<28} {'not tried' if earned is None else f'{earned:g} of {task.points:g}'}")
        possible, earned = self._lesson.points, sum(self._earned.values())
        print(f"{'Total':<28} {earned:g} of {possible:g} points", end="")
        print(", and the written question, which a person reads." if self._lesson.written else "")


def _title(line: str) -> str:
    """What a test is about, if its first line is a comment that says so."""
    return f" ({line.lstrip('# ').rstrip('.')})" if line.startswith("#") and len(line) < 100 else ""


def _said(error: BaseException) -> str:
    if isinstance(error, NotImplementedError):
        return "not answered yet"
    if isinstance(error, (NameError, KeyError)) and (name := re.findall(r"'(\w+)'", str(error))):
        return f"{name[0]} is not there yet"
    text = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
    return text.partition("\n")[0][:300]


def _source(name: str, course: str | Path | None) -> Path:
    here = Path.cwd()
    folders = (
        [Path(course)] if course else [f for up in (here, *here.parents) for f in (up, up / "exercises")]
    )
    for folder in folders:
        path = folder / "source" / name / f"{name}.ipynb"
        if path.exists():
            return path
    raise ValueError(
        f"The source of {name} is not found from {here} upwards. Work in the course's own folder (exercises/practice), or say where "
        "it is: Practice(name, course='…/exercises')."
    )


def _notebook() -> dict:
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise ValueError(
            "This is no notebook: give the answers' namespace, as in Practice(name, namespace=globals())."
        )
    return shell.user_ns
