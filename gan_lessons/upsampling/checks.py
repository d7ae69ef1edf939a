"""What the functions accept: whole numbers, pairs of them, choices and images."""

from __future__ import annotations

import numpy as np


def whole(name: str, value) -> int:
    """A whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} is {value!r}; expected a whole number of at least 1.")
    return int(value)


def pair(name: str, value) -> tuple[int, int]:
    """Two such numbers; one stands for both."""
    if isinstance(value, tuple | list | np.ndarray):
        if len(value) != 2:
            raise ValueError(f"{name} is {value!r}; expected one whole number, or two: (rows, columns).")
        return whole(name, value[0]), whole(name, value[1])
    return (whole(name, value),) * 2


def check_choice(name: str, value, choices: tuple) -> None:
    """One of a few values."""
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; expected {' or '.join(map(repr, choices))}.")


def as_image(image) -> np.ndarray:
    """An image (h, w) or (h, w, c)."""
    image = np.asarray(image)
    if image.ndim not in (2, 3) or 0 in image.shape:
        raise ValueError(
            f"image has shape {image.shape}; expected (h, w) or (h, w, c), every side at least 1."
        )
    return image


def as_matrix(name: str, value) -> np.ndarray:
    """A matrix (h, w)."""
    value = np.asarray(value)
    if value.ndim != 2 or 0 in value.shape:
        raise ValueError(f"{name} has shape {value.shape}; expected (h, w), every side at least 1.")
    return value
