"""Drawn faces: as many as you like, each with a known truth, from a seed."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons.data.dataset import sealed
from gan_lessons.data.faces.attributes import draw_table, face_table
from gan_lessons.data.faces.painter import paint
from gan_lessons.data.faces.table import Faces
from gan_lessons.numeric import whole

import numpy as np


def drawn_faces(n: int, seed: int, *, size: int = 80, start: int = 0) -> Faces:
    """Draw faces with random attributes.

    A face depends on the seed and its own number only: the first 10 of 1,000 are the same as 10.

    Parameters
    ----------
    n : int
        How many, at least 1. Two cores draw about a thousand a second.
    seed : int
        At least 0.
    size : int
        Height and width of the images in pixels, 16 to 256.
    start : int
        Number of the first face, at least 0: ``start=n`` gives faces that are not among the first n, for a test.

    Returns
    -------
    Faces
        ``images`` uint8 (n, size, size, 3), ``attributes`` a structured array (n,) with the fields of `ATTRIBUTES`,
        drawn independently of one another.

    Raises
    ------
    ValueError
        If `n`, `seed`, `size` or `start` is none.
    """
    n, seed, start = whole("n", n), whole("seed", seed, least=0, most=2**63), whole("start", start, least=0)
    whole("size", size, least=16, most=256)
    table = draw_table(n, seed, start)
    return Faces(
        sealed(paint(table, size)),
        np.zeros(n, np.int32),
        name="drawn faces",
        source="renderer in gan_lessons",
        split="train",
        class_names=("face",),
        attributes=table,
    )


def draw_faces(attributes: np.ndarray | Mapping | None = None, *, size: int = 80, **changes) -> np.ndarray:
    """Draw faces that look exactly as told.

        draw_faces(smile=np.linspace(-1, 1, 9), glasses="round")   # nine faces, more and more cheerful
        draw_faces(faces.attributes[:1], hair_length=[0, 0.5, 1])  # a face of a table, and what is changed in it

    Parameters
    ----------
    attributes : structured array (n,) or mapping, optional
        Rows of a table of faces, or values by name; what is missing is as usual. One row is repeated as needed.
    size : int
        Height and width of the images in pixels, 16 to 256.
    **changes
        Values in place of those: each one value, or one a face. `ATTRIBUTES` has names, ranges and words.

    Returns
    -------
    ndarray
        uint8 (n, size, size, 3).

    Raises
    ------
    ValueError
        For an attribute that a face does not have, or a value that it cannot have.
    """
    whole("size", size, least=16, most=256)
    return paint(face_table(attributes, **changes), size)
