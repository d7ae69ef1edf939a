"""Distributions of one number: samples as histograms, densities as lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading, tidy

import numpy as np


def densities(
    samples: Mapping[str, np.ndarray],
    curves: Mapping[str, Callable[[np.ndarray], np.ndarray]] | None = None,
    xlabel: str = "x",
    title: str | None = None,
    border: float | None = None,
) -> Picture:
    """Histograms of samples, and densities over them.

    Parameters
    ----------
    samples : mapping of name to array-like (n,)
        One to three. The histogram of the first is filled, the others are outlined; all have area 1.
    curves : mapping of name to callable, optional
        Densities: arrays of x to arrays of the same shape.
    xlabel : str
        What the number is, with its unit.
    title : str, optional
        The finding, in a sentence.
    border : float, optional
        A vertical line: where a classifier changes its mind.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no samples, or more than three.
    """
    arrays = {name: np.asarray(values, float).ravel() for name, values in samples.items()}
    if not 1 <= len(arrays) <= 3 or not all(len(a) for a in arrays.values()):
        raise ValueError(f"{len(arrays)} samples were given; expected one to three, none of them empty.")
    every = np.concatenate(list(arrays.values()))
    low, high = every.min(), every.max()
    edges = np.linspace(low, high, 61)
    picture = Picture(figsize=(7.6, 3.0))
    heading(picture, title)
    ax = picture.subplots()
    looks = (
        {"color": REAL, "alpha": 0.45},
        {"color": GENERATED, "histtype": "step", "linewidth": 1.6},
        {"color": INK, "histtype": "step", "linewidth": 1.2},
    )
    for (name, values), look in zip(arrays.items(), looks, strict=False):
        ax.hist(values, edges, density=True, label=name, **look)
    x = np.linspace(low, high, 400)
    dashes = ("-", (0, (5, 1.5)), (0, (1, 1)))
    for i, (name, density) in enumerate((curves or {}).items()):
        ax.plot(x, density(x), color=INK, linestyle=dashes[i % 3], linewidth=1.8, label=name)
    if border is not None:
        ax.axvline(border, color=FAINT, linewidth=1.2)
        ax.annotate(
            " border", (border, 0.97), xycoords=("data", "axes fraction"), color=FAINT, fontsize=9, va="top"
        )
    ax.set(xlabel=xlabel, ylabel="density")
    ax.legend(frameon=False, fontsize=9)
    tidy(ax)
    return picture
