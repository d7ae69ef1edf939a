"""What the functions accept: pairs of whole numbers, paddings, images and kernels."""

from __future__ import annotations

from gan_lessons import numeric

import numpy as np

PADDINGS = ("valid", "same")


def pair(name: str, value, least: int = 1) -> tuple[int, int]:
    """Two whole numbers; one stands for both."""
    if isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim):
        if len(value) != 2:
            raise ValueError(
                f"{name} is {numeric.shown(value)}; expected one whole number, or two: (rows, columns)."
            )
        return numeric.whole(name, value[0], least), numeric.whole(name, value[1], least)
    return (numeric.whole(name, value, least),) * 2


def as_image(image, dtype=None) -> np.ndarray:
    """An image (h, w) or (h, w, c), of its own dtype or another."""
    return _with_sides("image", image, (2, 3), "(h, w) or (h, w, c)", dtype)


def as_matrix(name: str, value) -> np.ndarray:
    """A matrix (h, w), in double precision: sums of small whole numbers would wrap around."""
    return _with_sides(name, value, (2,), "(h, w)", np.float64)


def as_kernel(kernel) -> np.ndarray:
    """A kernel (kh, kw) or (kh, kw, c_out, c_in), in double precision."""
    return _with_sides("kernel", kernel, (2, 4), "(kh, kw) or (kh, kw, c_out, c_in)", np.float64)


def in_range(result: np.ndarray) -> np.ndarray:
    """The result; ValueError if its sums have overflowed."""
    if not np.isfinite(result).all():
        raise ValueError(
            "The sums of image times kernel leave the range of floats; divide the image by a number first."
        )
    return result


def _with_sides(name, value, ndim, wanted, dtype):
    a = numeric.array(name, value, dtype=dtype)
    if a.ndim not in ndim or 0 in a.shape:
        raise ValueError(f"{name} has shape {a.shape}; expected {wanted}, every side at least 1.")
    return a
