"""What learners get: releases without solutions, and copies to practise on."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from gan_lessons import files
from gan_lessons.grading import assignment, sandbox
from gan_lessons.grading.course.folder import SEED_FILE, CourseError, picked, seed_of, write_closed
from gan_lessons.grading.course.settings import nbgrader_of

import nbformat


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
    chosen = picked(course, assignments)
    if seed is not None and seed < 0:
        raise CourseError(f"The seed is {seed}; it should be a whole number, 0 or more.")
    if seed is not None and seed != seed_of(course) and _submissions(course):
        raise CourseError(
            f"This course has graded submissions with the seed {seed_of(course)}; another seed would give their tests other numbers. "
            "Start the new course in a fresh copy of the exercises, or keep the seed."
        )
    if seed is not None:
        write_closed(course / SEED_FILE, f"{seed}\n")
    with _closed():
        api = nbgrader_of(course)
        for name in chosen:
            result = api.generate_assignment(name, force=True, create=True)
            if not result["success"]:
                raise CourseError(f"{name} could not be released:\n{result.get('error') or result['log']}")
    sandbox.close(course)
    _open(course / "release")
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
    for name in picked(Path(course), assignments):
        paths.append(Path(course, "practice", name, f"{name}.ipynb"))
        if not paths[-1].exists():  # it may hold somebody's work
            paths[-1].parent.mkdir(parents=True, exist_ok=True)
            notebook = assignment.practice(Path(course, "source", name, f"{name}.ipynb"))
            files.write(paths[-1], nbformat.writes(notebook).encode() + b"\n")
    return paths


def new_seed() -> int:
    """A course seed that nobody guesses."""
    return secrets.randbits(128)


def _submissions(course: Path) -> bool:
    return any((course / "autograded").glob("*/*"))


def _open(folder: Path) -> None:
    """Let everyone read a folder."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@contextlib.contextmanager
def _closed():
    """Whatever is written meanwhile is this user's own."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
