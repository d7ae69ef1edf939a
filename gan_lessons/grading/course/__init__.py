"""A course of exercises: release it, and grade what comes back, student by student.

nbgrader does the work (https://nbgrader.readthedocs.io); its formgrader, exchange, feedback and export are used as they are. Added
here: the course seed, the intake of what is handed in, a run outside of nbgrader (`preprocessors`, `runner`), and one process for each
student, so that no submission stops the grading of another.
"""

from __future__ import annotations

from gan_lessons.grading.course.folder import (
    GRADEBOOK,
    LOG,
    SEED_FILE,
    CourseError,
    misplaced,
    names,
    released,
    seed_of,
    write_closed,
)
from gan_lessons.grading.course.grading import Graded, grade
from gan_lessons.grading.course.handout import new_seed, practice, release
from gan_lessons.grading.course.settings import configure

__all__ = [
    "GRADEBOOK",
    "LOG",
    "SEED_FILE",
    "CourseError",
    "Graded",
    "configure",
    "grade",
    "misplaced",
    "names",
    "new_seed",
    "practice",
    "release",
    "released",
    "seed_of",
    "write_closed",
]
