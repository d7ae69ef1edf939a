"""What lies in a course's folder: assignments, the seed, and files that are nobody else's."""

from __future__ import annotations

from pathlib import Path

from gan_lessons import files
from gan_lessons.grading import intake

SEED_FILE = "course_seed"
GRADEBOOK, LOG, LOCK = "gradebook.db", "grading.json", "gradebook.lock"


class CourseError(ValueError):
    """What was asked for cannot be done with this course; the message says why."""


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


def released(course: str | Path, name: str) -> bool:
    """Whether an assignment was released."""
    return Path(course, "release", name, f"{name}.ipynb").exists()


def misplaced(course: str | Path) -> list[str]:
    """What lies in `submitted` where nobody grades it, in words."""
    return intake.handed_in(course, names(course))[1]


def picked(course: Path, assignments: list[str] | None) -> list[str]:
    """The assignments that were asked for, if there are such; all by default."""
    known = names(course)
    for name in assignments or ():
        if name not in known:
            raise CourseError(f"There is no assignment {name!r}; there are {', '.join(known)}.")
    return assignments or known


def write_closed(path: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all."""

    def closed(part: Path) -> None:
        part.touch(mode=0o600)
        part.write_text(text, encoding="utf-8")

    files.in_full(path, closed)
