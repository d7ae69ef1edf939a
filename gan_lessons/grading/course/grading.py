"""Grade what was handed in, student by student, several at a time."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from gan_lessons.grading import intake, sandbox
from gan_lessons.grading.course.folder import GRADEBOOK, LOCK, LOG, CourseError, names, picked, write_closed
from gan_lessons.grading.course.lock import Lock
from gan_lessons.grading.course.worker import Worker


@dataclass(frozen=True)
class Graded:
    """How the grading of one submission went: its score, or why there is none."""

    student: str
    assignment: str
    seconds: float
    score: float | None
    possible: float | None
    problem: str = ""
    remarks: str = ""
    memory_mb: float | None = None

    def __str__(self) -> str:
        score = "   not graded" if self.score is None else f"{self.score:>6g} / {self.possible:<4g}"
        memory = f"{self.memory_mb:6.0f} MB" if self.memory_mb else " " * 9
        words = "  ".join(filter(None, (self.problem, self.remarks)))
        return f"{self.student:<24} {self.assignment:<26} {score} {self.seconds:6.1f} s {memory}  {words}".rstrip()


def grade(
    course: str | Path,
    assignments: list[str] | None = None,
    students: list[str] | None = None,
    *,
    jobs: int = 1,
    minutes: float = 10,
    cell_seconds: float = 60,
    limits: sandbox.Limits | None = None,
    network: bool = False,
    as_myself: bool = False,
    again: bool = True,
    each=print,
) -> list[Graded]:
    """Autograde what lies in `submitted`, student by student.

    Parameters
    ----------
    course : str or Path
    assignments, students : list of str, optional
        Which; by default all that have been handed in.
    jobs : int
        How many submissions are graded at the same time.
    minutes : float
        Limit for one submission.
    cell_seconds : float
        Limit for one of its cells.
    limits : Limits, optional
        Of the sandbox.
    network : bool
        Whether learners' code may use the network.
    as_myself : bool
        No sandbox: run learners' code as the user who grades. It is judged outside of its process all the same.
    again : bool
        Grade anew what has been graded; without it only what is new.
    each : callable
        Called with each `Graded` as it comes, and with a str for what lies in the wrong place.

    Returns
    -------
    list of Graded
        In the order of assignment and student.

    Raises
    ------
    CourseError
        If an assignment is unknown or was not released, or a student has handed in nothing.
    SandboxError
        If this machine has no sandbox.
    """
    course = Path(course)
    chosen = picked(course, assignments)
    for what, value, least in (
        ("jobs", jobs, 1),
        ("minutes", minutes, 0.01),
        ("cell_seconds", cell_seconds, 1),
    ):
        if not value >= least:
            raise CourseError(f"{what} is {value!r}; it should be at least {least}.")
    if not (course / GRADEBOOK).exists():
        raise CourseError(f"{course} was never released: run `gan-lessons exercises release` first.")
    submissions, astray = intake.handed_in(course, names(course))
    submissions = sorted((name, student) for student, name in submissions if name in chosen)
    for student in students or ():
        if student not in {who for _, who in submissions}:
            raise CourseError(
                f"{student} has handed in none of {', '.join(chosen)} in {course / intake.SUBMITTED}."
            )
    missing = "" if as_myself else sandbox.require()
    sandbox.close(course)
    if missing:
        each(missing)
    for words in astray:
        each(f"In the wrong place, and not graded: {words}")
    settings = {
        "cell_seconds": cell_seconds,
        "seconds": 60 * minutes,
        "limits": asdict(limits or sandbox.Limits()),
        "in_sandbox": not as_myself,
        "network": network,
    }
    wanted = [
        (name, student)
        for name, student in submissions
        if (not students or student in students)
        and (again or not (course / "autograded" / student / name).exists())
    ]
    saying, workers = threading.Lock(), [Worker(course, settings) for _ in range(jobs)]
    idle = list(workers)

    def one(what: tuple[str, str]) -> Graded:
        start = time.monotonic()
        try:
            result = _grade_one(course, *what, minutes, idle)
        except Exception as error:  # whatever it is, the others go on
            problem = f"{type(error).__name__}: {error}"[:300]
            result = Graded(what[1], what[0], time.monotonic() - start, None, None, problem)
        with saying:
            _log(course, result)
            each(result)
        return result

    with ThreadPoolExecutor(jobs) as pool:
        try:
            results = list(pool.map(one, wanted))
        finally:
            for worker in workers:
                worker.close()
            pool.shutdown(cancel_futures=True)
    sandbox.close(course)
    return results


def _grade_one(course: Path, name: str, student: str, minutes: float, idle: list[Worker]) -> Graded:
    start = time.monotonic()
    taken = intake.take(course, student, name)
    if taken.problem:
        return Graded(student, name, time.monotonic() - start, None, None, taken.problem, taken.remark)
    worker = idle.pop()
    try:
        told = worker.grade(name, student, 60 * minutes + 600)  # with what it waits for the grade book
    finally:
        idle.append(worker)
    problem = told["problem"]
    with Lock(course / LOCK):
        score, possible = (None, None) if problem else _score(course, name, student)
    remarks = "; ".join(filter(None, (*told["remarks"], taken.remark)))
    return Graded(
        student, name, time.monotonic() - start, score, possible, problem, remarks, told["memory_mb"]
    )


def _log(course: Path, result: Graded) -> None:
    """Keep how a submission was graded, for the table."""
    path = course / LOG
    told = json.loads(path.read_text()) if path.exists() else {}
    told[f"{result.student}/{result.assignment}"] = {
        "seconds": round(result.seconds, 1), "memory_mb": result.memory_mb, "problem": result.problem, "remarks": result.remarks
    }  # fmt: skip
    write_closed(path, json.dumps(told, indent=1))


def _score(course: Path, name: str, student: str) -> tuple[float, float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{(course / GRADEBOOK).resolve()}") as book:
        submission = book.find_submission(name, student)
        cells = [
            grade
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.cell.cell_type == "code"
        ]
        return sum(g.auto_score or 0 for g in cells), sum(g.max_score for g in cells)
