"""Samples beside the training pictures that are nearest to them: whether a generator repeats what it has seen."""

from __future__ import annotations

from gan_lessons.metrics import Memorising
from gan_lessons.plots.images import strip, to_uint8
from gan_lessons.plots.style import Picture

import numpy as np


def beside_training(
    samples, training, found: Memorising, cols: int = 8, title: str | None = None, side: float = 0.6
) -> Picture:
    """The samples that are likest a training picture, the likeliest copy first, each above that picture.

    Above each pair stands its ratio: 0 for a copy, near 1 for a picture of its own. A star marks those below the threshold.

    Parameters
    ----------
    samples, training : ndarray
        Images (n, h, w, c), those that `metrics.memorising` was given.
    found : Memorising
        What it made of them.
    cols : int
        How many pairs.
    title : str, optional
        The finding; by default the shares of copies among samples and held-out pictures.
    side : float
        Of an image, in inches, if the page is wide enough.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If these are not as many images as `found` was made of.
    """
    n = (len(samples), len(training))
    if n != found.n[:2]:
        raise ValueError(
            f"Given {n[0]:,} samples and {n[1]:,} training pictures; found was made of {found.n[0]:,} and {found.n[1]:,}."
        )
    first = found.most_alike[:cols]
    rows = [
        to_uint8(np.asarray(x)[which]) for x, which in ((samples, first), (training, found.nearest[first]))
    ]
    ratios = [f"{r:.2f}{'*' if r < found.threshold else ''}" for r in found.ratios[first]]
    if title is None:
        title = f"Copies: {found.share:.0%} of the samples, {found.held_out:.0%} of held-out pictures"
    return strip(rows, ["sample", "nearest"], cols=cols, title=title, columns=ratios, side=side)
