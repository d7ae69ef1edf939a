"""A course of exercises: release it, and grade what comes back, student by student.

nbgrader does the work (https://nbgrader.readthedocs.io); its formgrader, exchange, feedback and export are used as they are. Added
here: the course seed, a sandbox for the kernel, and one process with a time limit for each student, so that no submission stops the
grading of another.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from gan_lessons.grading import assignment, sandbox

import nbformat

SEED_FILE = "course_seed"
# How `grade` tells the process that grades one submission what `preprocessors.SafeExecute` should do, in JSON.
SETTINGS = "GAN_LESSONS_GRADING_SETTINGS"
GRADEBOOK = "gradebook.db"


class CourseError(ValueError):
    """What was asked for cannot be done with this course; the message says why."""


def configure(c, course: str | Path) -> None:
    """Set what this course asks of nbgrader; its `nbgrader_config.py` calls this.

    Parameters
    ----------
    c : traitlets.config.Config
    course : str or Path
        The folder with `source`.
    """
    from gan_lessons.grading import preprocessors as ours

    from nbconvert.preprocessors import ClearMetadataPreprocessor
    from nbgrader import preprocessors as theirs

    course = Path(course).resolve()
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = "gan_lessons"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]
    c.GenerateAssignment.preprocessors = [
        ours.SetSeed,
        theirs.LockCells,
        theirs.ClearSolutions,
        theirs.ClearOutput,
        theirs.CheckCellMetadata,
        theirs.ComputeChecksums,
        theirs.SaveCells,
        theirs.ClearHiddenTests,
        theirs.ClearMarkScheme,
        theirs.ComputeChecksums,
        theirs.CheckCellMetadata,
    ]
    c.Autograde.sanitize_preprocessors = [
        theirs.ClearOutput,
        ours.Tidy,
        theirs.OverwriteKernelspec,
        theirs.OverwriteCells,
        theirs.CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        ours.SafeExecute,
        theirs.IgnorePattern,
        ClearMetadataPreprocessor,
        theirs.LimitOutput,
        theirs.SaveAutoGrades,
        theirs.AssignLatePenalties,
        theirs.CheckCellMetadata,
    ]
    c.SetSeed.course_seed = seed_of(course)
    c.ClearSolutions.code_stub = {"python": assignment.STUB}
    c.ClearSolutions.text_stub = assignment.WRITE_HERE
    for name, value in {"timeout": 60, **json.loads(os.environ.get(SETTINGS, "{}"))}.items():
        setattr(c.SafeExecute, name, value)
    # A test that prints to stderr (TensorFlow does) has not failed; deleted tests come back and score nothing.
    c.IgnorePattern.enabled = True
    c.IgnorePattern.pattern = r"(?s).*"
    c.OverwriteCells.add_missing_cells = True


def seed_of(course: str | Path) -> int:
    """The course seed that was set, or 0."""
    path = Path(course, SEED_FILE)
    return int(path.read_text()) if path.exists() else 0


def names(course: str | Path) -> list[str]:
    """The assignments that a course has a source of.

    Raises
    ------
    CourseError
        If the folder holds none.
    """
    found = sorted(path.parent.name for path in Path(course, "source").glob("*/*.ipynb"))
    if not found:
        raise CourseError(f"{course} holds no course: there is no source/NAME/NAME.ipynb in it.")
    return found


def release(course: str | Path, assignments: list[str] | None = None, seed: int | None = None) -> list[Path]:
    """Make what learners get: the notebooks without solutions and hidden tests.

    Parameters
    ----------
    course : str or Path
        The course's folder; `release` and the grade book are written in it.
    assignments : list of str, optional
        Their names; all by default.
    seed : int, optional
        The course seed, which is then kept in the file `course_seed`. By default the one that was set before, or 0.

    Returns
    -------
    list of Path
        The released notebooks.

    Raises
    ------
    CourseError
        If there is no such assignment, the seed is negative, or grades exist that another seed's tests gave.
    """
    course = Path(course)
    chosen = _chosen(course, assignments)
    if seed is not None and seed < 0:
        raise CourseError(f"The seed is {seed}; it should be a whole number, 0 or more.")
    if seed is not None and seed != seed_of(course) and _submissions(course):
        raise CourseError(
            f"This course has graded submissions with the seed {seed_of(course)}; another seed would give their tests other numbers. "
            "Start the new course in a fresh copy of the exercises, or keep the seed."
        )
    if seed is not None:
        path = course / SEED_FILE
        path.touch(mode=0o600)
        path.write_text(f"{seed}\n")
    api = _api(course)
    for name in chosen:
        result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            raise CourseError(f"{name} could not be released:\n{result.get('error') or result['log']}")
    sandbox.close(course)
    return [course / "release" / name / f"{name}.ipynb" for name in chosen]


def practice(course: str | Path, assignments: list[str] | None = None) -> list[Path]:
    """Make copies for a learner without an instructor, in `practice`; those that exist are left as they are.

    Parameters
    ----------
    course : str or Path
    assignments : list of str, optional
        Their names; all by default.

    Returns
    -------
    list of Path
        The notebooks.

    Raises
    ------
    CourseError
        If there is no such assignment.
    """
    paths = []
    for name in _chosen(Path(course), assignments):
        paths.append(Path(course, "practice", name, f"{name}.ipynb"))
        if not paths[-1].exists():  # it may hold somebody's work
            paths[-1].parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(assignment.practice(Path(course, "source", name, f"{name}.ipynb")), paths[-1])
    return paths


def new_seed() -> int:
    """A course seed that nobody guesses."""
    return secrets.randbelow(2**31)


@dataclass(frozen=True)
class Graded:
    """How the grading of one submission went: its score, or why there is none."""

    student: str
    assignment: str
    seconds: float
    score: float | None
    possible: float | None
    problem: str = ""

    def __str__(self) -> str:
        score = "   not graded" if self.score is None else f"{self.score:>6g} / {self.possible:<4g}"
        return (
            f"{self.student:<24} {self.assignment:<26} {score} {self.seconds:6.1f} s  {self.problem}".rstrip()
        )


def grade(
    course: str | Path,
    assignments: list[str] | None = None,
    students: list[str] | None = None,
    *,
    minutes: float = 10,
    cell_seconds: int = 60,
    limits: sandbox.Limits | None = None,
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
    minutes : float
        Limit for one submission.
    cell_seconds : int
        Limit for one of its cells.
    limits : Limits, optional
        Of the sandbox.
    as_myself : bool
        No sandbox: run learners' code as the user who grades.
    again : bool
        Grade anew what has been graded; without it only what is new.
    each : callable
        Called with each `Graded` as it comes.

    Returns
    -------
    list of Graded

    Raises
    ------
    CourseError
        If an assignment is unknown or was not released, or a student has handed in nothing.
    SandboxError
        If this machine has no sandbox.
    """
    course = Path(course)
    chosen = _chosen(course, assignments)
    if not (course / GRADEBOOK).exists():
        raise CourseError(f"{course} was never released: run `gan-lessons exercises release` first.")
    handed_in = [
        (path.name, path.parent.name)
        for path in sorted((course / "submitted").glob("*/*"))
        if path.is_dir() and path.name in chosen
    ]
    for student in students or ():
        if student not in {who for _, who in handed_in}:
            raise CourseError(
                f"{student} has handed in none of {', '.join(chosen)} in {course / 'submitted'}."
            )
    if not as_myself:
        sandbox.require()
    sandbox.close(course)
    settings = {
        "timeout": cell_seconds,
        "limits": asdict(limits or sandbox.Limits()),
        "in_sandbox": not as_myself,
    }
    results = []
    for name, student in sorted(handed_in):
        if students and student not in students:
            continue
        if not again and (course / "autograded" / student / name).exists():
            continue
        results.append(_grade_one(course, name, student, minutes, settings, as_myself))
        each(results[-1])
    sandbox.close(course)
    return results


def _grade_one(course: Path, name: str, student: str, minutes, settings, as_myself) -> Graded:
    uid = None if as_myself else sandbox.free_user()
    environment = {**os.environ, SETTINGS: json.dumps({**settings, "uid": uid or 0})}
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "gan_lessons.grading.course", str(course), name, student],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=60 * minutes)
        problem = "" if process.returncode == 0 else (said.strip().splitlines() or ["unknown"])[-1]
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        said, problem = "", f"took longer than {minutes:g} minutes"
    finally:
        if uid is not None:
            sandbox.sweep(uid)
    seconds = time.monotonic() - start
    score, possible = (None, None) if problem else _score(course, name, student)
    for line in said.splitlines():
        if not problem and (
            "Assertions had no effect" in line or "ended the run" in line or "without end" in line
        ):
            problem = line.split("] ")[-1]
    return Graded(student, name, seconds, score, possible, problem)


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


def _submissions(course: Path) -> bool:
    return any((course / "autograded").glob("*/*"))


def _chosen(course: Path, assignments: list[str] | None) -> list[str]:
    known = names(course)
    for name in assignments or ():
        if name not in known:
            raise CourseError(f"There is no assignment {name!r}; there are {', '.join(known)}.")
    return assignments or known


def _api(course: Path):
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    # nbgrader calls alembic by its name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    config = Config()
    configure(config, course)
    return NbGraderAPI(config=config)


def _autograde(course: Path, name: str, student: str) -> int:
    result = _api(course).autograde(name, student, force=True, create=True)
    print(result["log"])
    if not result["success"]:
        print(_reason(f"{result['log']}\n{result.get('error') or ''}"))
    return 0 if result["success"] else 1


def _reason(log: str) -> str:
    """The last error of a log that is not nbgrader's "see above"."""
    errors = re.findall(r"^\s*(?:\w+\.)*(\w*(?:Error|Exception): .+)$", log, re.MULTILINE)
    told = [error for error in errors if not error.startswith("NbGraderException")]
    return (told or errors or ["unknown; run nbgrader autograde to see its log"])[-1][:200]


if __name__ == "__main__":
    sys.exit(_autograde(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
