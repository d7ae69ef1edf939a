"""Where the places of a feature map look: self-attention over images."""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons.plots.images import to_uint8
from gan_lessons.plots.receptive import overlaid
from gan_lessons.plots.style import GENERATED, INK, Picture, heading

import numpy as np

MOST = 4  # places


def looks(
    images: np.ndarray,
    shares: np.ndarray,
    places: Sequence[tuple[int, int]],
    title: str | None = None,
) -> Picture:
    """Images, and beside each what a few of its places look at: the darker, the larger the share.

    Parameters
    ----------
    images : array-like (n, height, width, 1 or 3)
        uint8 or in [-1, 1].
    shares : array-like (n, rows, columns, blocks down, blocks across)
        What each place of the feature map gives to each block of places; the shares of a place sum to 1.
    places : sequence of (row, column)
        One to four places of the feature map; each is marked in its panel, whose darkest block has its largest share.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
        One row for each image.

    Raises
    ------
    ValueError
        If shapes do not fit, a place is not on the map, or shares of a place do not sum to 1.
    """
    images, shares = to_uint8(images), np.asarray(shares, float)
    if shares.ndim != 5 or len(shares) != len(images) or not 1 <= len(places) <= MOST:
        raise ValueError(
            f"Given {len(images)} images, shares of shape {shares.shape} and {len(places)} places; expected shares (n, rows, columns, "
            f"blocks down, blocks across), and one to {MOST} places."
        )
    (height, width), (rows, cols) = images.shape[1:3], shares.shape[1:3]
    if any(not (0 <= r < rows and 0 <= c < cols) for r, c in places):
        raise ValueError(f"places are {list(places)}; the map has {rows} rows and {cols} columns, from 0.")
    picked = np.stack([shares[:, r, c] for r, c in places], axis=1)
    if not np.allclose(picked.sum(axis=(2, 3)), 1.0, atol=1e-3):
        raise ValueError("The shares of a place do not sum to 1; give the output of the softmax.")
    images = images.repeat(3, axis=3) if images.shape[3] == 1 else images
    block = np.ones((height // shares.shape[3], width // shares.shape[4]))
    picture = Picture(figsize=(1.35 * (len(places) + 1), 1.35 * len(images) + (0.4 if title else 0.0)))
    axes = picture.subplots(len(images), len(places) + 1, squeeze=False)
    for line, image, look in zip(axes, images, picked, strict=True):
        line[0].imshow(image)
        for ax, share, (r, c) in zip(line[1:], look, places, strict=True):
            ax.imshow(overlaid(image, np.kron(share, block)))
            at = (c + 0.5) * width / cols - 0.5, (r + 0.5) * height / rows - 0.5
            ax.plot(*at, "o", markersize=7, markerfacecolor=GENERATED, markeredgecolor="white")
        for ax in line:
            ax.set(xticks=[], yticks=[])
    for ax, text in zip(axes[0], ["image", *["this place\nlooks at"] * len(places)], strict=True):
        ax.set_title(text, fontsize=9, color=INK)
    heading(picture, title)
    return picture
