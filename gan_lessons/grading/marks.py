"""The table of a class: one row a student, with what each submission earned, or why it earned nothing yet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from gan_lessons.grading import course as courses
from gan_lessons.grading import intake

STATES = ("missing", "not graded", "awaits manual grading", "graded")


@dataclass(frozen=True)
class Mark:
    """Of one student and one assignment.

    Parameters
    ----------
    state : str
        Of `STATES`.
    points, possible : float or None
        With what a person gave, and less what it lost for being late; None where nothing was graded.
    penalty : float
        What it lost for being late.
    seconds : float or None
        That grading it took.
    problem : str
        Why it was not graded.
    """

    state: str
    points: float | None = None
    possible: float | None = None
    penalty: float = 0.0
    seconds: float | None = None
    problem: str = ""


def table(course: str | Path) -> dict[str, dict[str, Mark]]:
    """All marks: by student, then by released assignment.

    Parameters
    ----------
    course : str or Path
        Its grade book is read. Students are those of the roster (``nbgrader db student import``), and all who have handed in.

    Raises
    ------
    CourseError
        If nothing was released.
    """
    from nbgrader.api import Gradebook, MissingEntry

    course = Path(course)
    if not (course / courses.GRADEBOOK).exists():
        raise courses.CourseError(f"{course} was never released: run `gan-lessons exercises release` first.")
    log = json.loads((course / courses.LOG).read_text()) if (course / courses.LOG).exists() else {}
    submissions = set(intake.handed_in(course, courses.names(course))[0])
    with Gradebook(f"sqlite:///{(course / courses.GRADEBOOK).resolve()}") as book:
        released = sorted(one.name for one in book.assignments)
        students = sorted({one.id for one in book.students} | {who for who, _ in submissions})
        marks: dict[str, dict[str, Mark]] = {}
        for student in students:
            marks[student] = {}
            for name in released:
                told = log.get(f"{student}/{name}", {})
                problem, seconds = told.get("problem", ""), told.get("seconds")
                try:
                    found = book.find_submission(name, student)
                except MissingEntry:
                    found = None
                if (student, name) not in submissions and found is None:
                    mark = Mark("missing")
                elif found is None or problem or not found.notebooks:
                    mark = Mark("not graded", seconds=seconds, problem=problem)
                else:
                    penalty = sum(one.late_submission_penalty or 0 for one in found.notebooks)
                    state = STATES[2] if found.needs_manual_grade else STATES[3]
                    mark = Mark(state, found.score - penalty, found.max_score, penalty, seconds)
                marks[student][name] = mark
    return marks


def write(course: str | Path, file: str | Path | None = None) -> Path:
    """Write the table as a CSV that nobody else can read.

    Parameters
    ----------
    course : str or Path
    file : str or Path, optional
        ``marks.csv`` in the course's folder by default.

    Returns
    -------
    Path
        Of the file. A row a student: for each assignment points, state and seconds, then the sums.
    """
    marks = table(course)
    file = Path(course, "marks.csv") if file is None else Path(file)
    if file.is_dir():
        raise courses.CourseError(f"{file} is a folder; give the name of a file.")
    if not file.parent.is_dir():
        raise courses.CourseError(f"There is no folder {file.parent} to write {file.name} in.")
    names = list(next(iter(marks.values()), {}))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        [
            "student",
            *(column for name in names for column in (name, f"{name}: state", f"{name}: seconds")),
            "points",
            "possible",
        ]
    )
    for student, row in marks.items():
        cells = [
            cell
            for mark in row.values()
            for cell in ("" if mark.points is None else f"{mark.points:g}", mark.state, mark.seconds or "")
        ]
        sums = [
            sum(value or 0 for value in values)
            for values in zip(*((m.points, m.possible) for m in row.values()), strict=True)
        ]
        rows.writerow([student, *cells, *(f"{value:g}" for value in sums)])
    courses.write_closed(file, text.getvalue())
    return file
