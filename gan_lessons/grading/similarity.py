"""Which answers of a class resemble each other more than chance allows: copydetect's comparison, on the code of notebooks.

A high share says that two answers are alike, not who wrote them first, and not that anybody copied: short tasks have few
solutions. What was released counts as nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from itertools import combinations
from pathlib import Path

from gan_lessons.grading import intake

import nbformat

NOISE, WINDOW = 25, 6  # characters of code that count as a match, and how many pieces are looked at together


@dataclass(frozen=True)
class Pair:
    """Two students, the share of either's code that is in the other's, and how many characters of code they share."""

    first: str
    second: str
    of_first: float
    of_second: float
    shared: int


def pairs(course: str | Path, name: str, least: float = 0.5) -> tuple[list[Pair], list[str]]:
    """Compare all submissions of an assignment.

    Parameters
    ----------
    course : str or Path
        Where `release`, `submitted` are.
    name : str
        The assignment.
    least : float
        The share, from 0 to 1, of either's own code from which on a pair is listed.

    Returns
    -------
    pairs : list of Pair
        The most alike first.
    unread : list of str
        Submissions that could not be read, and why.

    Raises
    ------
    ValueError
        If `least` is no share, or the assignment was not released.
    """
    from copydetect import CodeFingerprint, compare_files

    def fingerprint(source: str, common=None):
        return CodeFingerprint("answer.py", NOISE, WINDOW, boilerplate=common, fp=StringIO(source))

    course, unread, sources = Path(course), [], {}
    if not 0 <= least <= 1:
        raise ValueError(f"The share is {least}; it should lie between 0 and 1.")
    released = course / "release" / name / f"{name}.ipynb"
    if not released.exists():
        raise ValueError(f"{released} does not exist: release the assignment first.")
    for student, one in intake.handed_in(course, [name])[0]:
        taken = intake.take(course, student, one)
        try:
            if taken.problem:
                raise ValueError(taken.problem)
            sources[student] = _code(course / intake.ACCEPTED / student / name / f"{name}.ipynb")
        except Exception as error:
            unread.append(f"{student}: {str(error).splitlines()[0][:200]}")
    common = fingerprint(_code(released)).hashes
    prints = {student: fingerprint(source, list(common)) for student, source in sources.items()}
    found = []
    for a, b in combinations(sorted(prints), 2):
        shared, (of_a, of_b), _ = compare_files(prints[a], prints[b])
        if shared and max(of_a, of_b) >= least:
            found.append(Pair(a, b, float(of_a), float(of_b), int(shared)))
    return sorted(found, key=lambda pair: -max(pair.of_first, pair.of_second)), unread


def _code(path: Path) -> str:
    cells = nbformat.read(path, 4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")
