"""What the groups A, B and C of a sum may hold, and what is said of anything else."""

from __future__ import annotations

import re

import numpy as np

LETTERS = ("A", "B", "C")
RESULT = "A − B + C"


def parse(text: str, n: int) -> list[int]:
    """Numbers from 0 to n - 1, separated by commas or spaces; each counts once."""
    numbers = []
    for word in re.split(r"[\s,;]+", text.strip(" \t,;")) if text.strip(" \t,;") else []:
        if not re.fullmatch(r"\d{1,9}", word, re.ASCII):
            raise ValueError(f"“{word}” is no number; write numbers of faces with commas, such as 3, 17.")
        if int(word) >= n:
            raise ValueError(f"there is no face {word}; they are numbered from 0 to {n - 1}.")
        numbers.append(int(word))
    return list(dict.fromkeys(numbers))


def three(numbers, n: int) -> list[list[int]]:
    """Three lists of numbers from 0 to n - 1; in each, each counts once."""
    lists = [list(some) for some in numbers]
    wrong = [i for some in lists for i in some if not isinstance(i, int | np.integer) or not 0 <= i < n]
    if len(lists) != 3 or wrong:
        raise ValueError(
            f"{len(lists)} lists of numbers"
            + (f" with {wrong[0]!r}" if wrong else "")
            + f"; give three, for A, B and C, of whole numbers from 0 to {n - 1}."
        )
    return [list(dict.fromkeys(map(int, some))) for some in lists]


def pools(groups, d: int) -> dict[str, np.ndarray]:
    """Three groups of points (m, d) by name, from which faces are dealt."""
    found = {str(name): np.asarray(points, np.float32) for name, points in groups.items()}
    shapes = [points.shape for points in found.values()]
    if len(found) != 3 or any(len(s) != 2 or s[0] < 1 or s[1] != d for s in shapes):
        raise ValueError(
            f"groups have shapes {', '.join(map(str, shapes))}; give three, each with points (m, {d}), m at least 1."
        )
    return found
