"""Boxes in a photograph, and what becomes of them as square images."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons.plots.style import FAINT, INK, Picture, heading

import numpy as np
from matplotlib.patches import Rectangle
from PIL import Image


def cuts(
    photograph: np.ndarray,
    boxes: Mapping[str, tuple[float, float, float, float]],
    size: int = 80,
    title: str | None = None,
    found: tuple[float, float, float, float] | None = None,
) -> Picture:
    """A photograph, and beside it what is cut out of it by each box, resized to a square.

    Parameters
    ----------
    photograph : ndarray (h, w, 3), uint8
    boxes : mapping of str to (left, top, right, bottom)
        In pixels of the photograph, inside it.
    size : int
        Height and width of a cut in pixels.
    title : str, optional
        The finding, in a sentence.
    found : (left, top, right, bottom), optional
        The detector's own box, which may reach over the edge; drawn in the photograph.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a box is empty, or reaches out of the photograph.
    """
    photograph = np.asarray(photograph)
    h, w = photograph.shape[:2]
    for name, (left, top, right, bottom) in boxes.items():
        if not (0 <= left < right <= w and 0 <= top < bottom <= h):
            raise ValueError(
                f"{name!r} is {(left, top, right, bottom)}; a box inside of {w} × {h} pixels is expected, "
                "(left, top, right, bottom)."
            )
    picture = Picture(figsize=(1.9 * (w / h + len(boxes)) + 0.3, 2.35 + (0.25 if title else 0)))
    heading(picture, title)
    whole, *rest = picture.subplots(1, 1 + len(boxes), width_ratios=[w / h] + [1] * len(boxes))
    whole.imshow(photograph, extent=(0, w, h, 0))
    if found is not None:
        left, top, right, bottom = found
        look = {"fill": False, "clip_on": False, "edgecolor": INK, "linewidth": 1.8}
        whole.add_patch(Rectangle((left, top), right - left, bottom - top, **look))
        whole.set_xlim(min(0, left), max(w, right))
        whole.set_ylim(max(h, bottom), min(0, top))
    whole.set_title(
        "photograph" if found is None else "photograph, and the box", loc="left", fontsize=9, color=INK
    )
    for ax, (name, box) in zip(rest, boxes.items(), strict=True):
        ax.imshow(Image.fromarray(photograph).resize((size, size), Image.Resampling.LANCZOS, box=box))
        ax.set_title(name, loc="left", fontsize=9, color=INK)
        wide, high = box[2] - box[0], box[3] - box[1]
        ax.set_xlabel(f"{wide:.0f} × {high:.0f} pixels", fontsize=9, color=FAINT)
    for ax in picture.axes:
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    return picture
