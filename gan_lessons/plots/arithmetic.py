"""Sums with pictures: the faces of three groups, their means, and A - B + C."""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons.plots.images import grid_image, to_uint8
from gan_lessons.plots.style import FAINT, GENERATED, INK, Picture, heading

import numpy as np

GROUP_COLOURS = {"A": "#00795A", "B": "#A03C82", "C": "#4A4A9E"}


def arithmetic_figure(
    members: Sequence[np.ndarray],
    means: np.ndarray,
    result: np.ndarray,
    names: Sequence[str] | None = None,
    title: str | None = None,
) -> Picture:
    """Three lines of faces, each with the picture of its mean, and the result beside them.

    Parameters
    ----------
    members : three arrays (n, h, w, c)
        Pictures of the members of A, B and C; uint8, or float in [-1, 1]; at least one each.
    means : array (3, h, w, c)
        Pictures of the mean points.
    result : array (h, w, c)
        Picture of A - B + C.
    names : sequence of three str, optional
        What the groups are.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are not three groups, means and names.
    """
    if len(members) != 3 or len(means) != 3 or (names is not None and len(names) != 3):
        raise ValueError(
            f"{len(members)} groups and {len(means)} means; give three of each, and three names."
        )
    most = max(map(len, members))
    side = min(0.75, 4.2 / (most + 1))
    line = side + 0.24  # with its name above
    size = 3 * line
    picture = Picture(figsize=(side * (most + 1.25) + size + 0.3, size + (0.3 if title else 0.05)))
    grid = picture.add_gridspec(3, 3, width_ratios=[most * side, 1.15 * side, size], wspace=0.06, hspace=0.02)
    for row, (letter, faces, mean) in enumerate(zip(GROUP_COLOURS, members, means, strict=True)):
        colour = GROUP_COLOURS[letter]
        ax = picture.add_subplot(grid[row, 0])
        tiles = grid_image(to_uint8(faces), 1, most, max(1, np.shape(faces)[2] // 20))
        ax.imshow(tiles, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        ax.set_anchor("W")
        ax.set_axis_off()
        name = letter if names is None else f"{letter}: {names[row]}"
        ax.set_title(name, loc="left", fontsize=9, color=colour, fontweight="bold", pad=3)
        ax = picture.add_subplot(grid[row, 1])
        _framed(ax, mean, colour)
        ax.set_title("their mean", loc="left", fontsize=9, color=FAINT, pad=3)
    ax = picture.add_subplot(grid[:, 2])
    _framed(ax, result, GENERATED)
    ax.set_title("A − B + C, of the means", loc="left", fontsize=9, color=INK, fontweight="bold", pad=3)
    heading(picture, title)
    return picture


def _framed(ax, image, colour):
    tiles = grid_image(to_uint8(np.asarray(image)[None]))
    ax.imshow(tiles, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(edgecolor=colour, linewidth=2.2)
