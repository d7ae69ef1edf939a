"""Shares of images, with what a sample of them can tell: along a training, and class by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons.metrics import ByClass
from gan_lessons.plots.style import (
    FAINT,
    GENERATED,
    INK,
    OTHER_LINES,
    REAL,
    Picture,
    guide,
    heading,
    legend_above,
    tidy,
)

import numpy as np
from matplotlib.ticker import MaxNLocator, PercentFormatter

_LOOKS = (
    {"color": REAL, "marker": "o"},
    {"color": GENERATED, "marker": "D"},
    {"color": INK, "marker": "s"},
    {"color": OTHER_LINES[1]["color"], "marker": "^"},
    {"color": OTHER_LINES[2]["color"], "marker": "v"},
)


def shares_over_steps(
    steps: Sequence[int],
    shares: Sequence[float],
    n: int,
    guides: Mapping[str, float] | None = None,
    name: str = "share",
    title: str | None = None,
) -> Picture:
    """A share of samples at several moments of training, each with bars of two standard errors.

    Parameters
    ----------
    steps : sequence of int
    shares : sequence of float
        One in [0, 1] for each step; NaN leaves a gap.
    n : int
        Of how many samples each is a share. The standard error is sqrt(share (1 - share) / n).
    guides : mapping of name to share, optional
        Horizontal lines to compare with: what real images score, say.
    name : str
        What the share is of, with its extractor; written on the axis.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no steps, not one share in [0, 1] for each, or n is below 1.
    """
    y = np.asarray(shares, float)
    if len(steps) == 0 or len(steps) != len(y) or n < 1 or np.any((y < 0) | (y > 1)):
        raise ValueError(
            f"Given {len(steps)} steps, {len(y)} shares from {y.min(initial=1):.3g} to {y.max(initial=0):.3g} and n = {n}; "
            "give at least one step, one share between 0 and 1 for each, and n of at least 1."
        )
    picture = Picture(figsize=(7.6, 3.2))
    ax = picture.subplots()
    # Step 0 and the last one are thousands apart: equal distances on the axis keep the early ones apart.
    at = np.arange(len(steps))
    bars = 2 * np.sqrt(y * (1 - y) / n)
    low, high = np.minimum(bars, y), np.minimum(bars, 1 - y)
    ax.errorbar(
        at,
        y,
        (low, high),
        color=GENERATED,
        linestyle=(0, (5, 1.5)),
        marker="D",
        markersize=5,
        capsize=3,
        clip_on=False,
    )
    for text, value in (guides or {}).items():
        guide(ax, value, text)
    ax.set_xticks(at, [f"{step:,}" for step in steps])
    ax.set(xlabel="step", ylabel=name, ylim=(0, None))
    ax.yaxis.set_major_formatter(PercentFormatter(1, 0, symbol=" %"))
    tidy(ax)
    heading(picture, title)
    return picture


def class_shares(groups: Mapping[str, np.ndarray], names: Sequence[str], title: str | None = None) -> Picture:
    """How often each class was predicted, in several groups of images, with bars of two standard errors.

    Parameters
    ----------
    groups : mapping of name to int array (n,)
        The predicted class of each image. The first group is drawn as real images are, the second as generated ones,
        up to three more in other colours and marks.
    names : sequence of str
        The classes, in the order of their numbers.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no groups or more than five, or a group is empty or holds a number that is no class.
    """
    k = len(names)
    if not 1 <= len(groups) <= len(_LOOKS):
        raise ValueError(f"Given {len(groups)} groups; between 1 and {len(_LOOKS)} can be told apart.")
    for group, classes in groups.items():
        classes = np.asarray(classes)
        if classes.size == 0 or classes.dtype.kind not in "iu" or classes.min() < 0 or classes.max() >= k:
            raise ValueError(
                f"Group {group!r} holds {np.unique(classes)[:12]}; whole numbers from 0 to {k - 1} are expected, "
                "one for each image. Of probabilities take the argmax along axis 1."
            )
    picture = Picture(figsize=(7.6, 0.9 + 0.36 * k))
    ax = picture.subplots()
    apart = 0.66 / len(groups)
    for i, (group, classes) in enumerate(groups.items()):
        share = np.bincount(classes, minlength=k) / len(classes)
        bars = 2 * np.sqrt(share * (1 - share) / len(classes))
        y = np.arange(k) + (i - (len(groups) - 1) / 2) * apart
        ax.errorbar(
            share, y, xerr=(np.minimum(bars, share), bars), linestyle="", markersize=5, capsize=2, clip_on=False,
            label=f"{group}, n = {len(classes):,}", **_LOOKS[i],
        )  # fmt: skip
    ax.axvline(1 / k, color=FAINT, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
    ax.set_yticks(range(k), names)
    ax.set_ylim(k - 0.5, -0.5)
    ax.set_xlim(0, None)
    ax.set_xlabel("share of the images that the classifier calls so (bars: two standard errors)")
    ax.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10]))  # 2.5 % would be written as 2 %
    ax.xaxis.set_major_formatter(PercentFormatter(1, 0, symbol=" %"))
    legend_above(ax)
    _rows(ax, k)
    heading(picture, title)
    return picture


def class_scores(
    scores: Mapping[str, ByClass],
    names: Sequence[str],
    title: str | None = None,
    real: ByClass | None = None,
) -> Picture:
    """Agreement with the label, diversity and Fréchet distance of each class, for several generators.

    Parameters
    ----------
    scores : mapping of name to metrics.ByClass
        Up to four generators. What real images score is drawn beside them as the first.
    names : sequence of str
        The classes, in the order of their numbers.
    title : str, optional
        The finding, in a sentence.
    real : metrics.ByClass, optional
        The scores of as many other real images, whose Fréchet distance is the floor. Without it no floor is drawn, and real images
        have the agreement that the generators' scores name and, by definition, a diversity of 1.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no generators or more than four, or not one name for each class.
    """
    if not 1 <= len(scores) < len(_LOOKS):
        raise ValueError(
            f"Given {len(scores)} generators; between 1 and {len(_LOOKS) - 1} can be told apart."
        )
    first = next(iter(scores.values()))
    if len(names) != len(first.counts):
        raise ValueError(f"Given {len(names)} names for {len(first.counts)} classes; give one for each.")
    picture = Picture(figsize=(9.2, 0.9 + 0.32 * len(names)))
    axes = picture.subplots(1, 3, sharey=True)
    apart = 0.6 / (len(scores) + 1)
    for row, what in enumerate(("real images", *scores)):
        y = np.arange(len(names)) + (row - len(scores) / 2) * apart
        found = scores.get(what)
        found = real if found is None else found
        values = (
            (first.real_agreement, np.ones(len(names)), np.full(len(names), np.nan))
            if found is None
            else (found.agreement, found.diversity, found.frechet)
        )
        for ax, x in zip(axes, values, strict=True):
            ax.plot(x, y, linestyle="", markersize=5, clip_on=False, label=what, **_LOOKS[row])
    for ax, words in zip(
        axes, ("agrees with the label", "diversity within the class", "Fréchet distance"), strict=True
    ):
        ax.set(xlabel=words, xlim=(0, None))
        _rows(ax, len(names))
    axes[0].set_yticks(range(len(names)), names)
    axes[0].set_ylim(len(names) - 0.5, -0.5)
    axes[0].xaxis.set_major_formatter(PercentFormatter(1, 0, symbol=" %"))
    lines, labels = axes[0].get_legend_handles_labels()
    picture.legend(lines, labels, loc="outside lower center", ncols=len(labels), frameon=False, fontsize=9)
    heading(picture, title)
    return picture


def _rows(ax, k: int) -> None:
    """A faint line between each two of k rows."""
    tidy(ax, "x")
    ax.set_yticks(np.arange(k - 1) + 0.5, minor=True)
    ax.grid(axis="y", which="minor", color="#EEEEEE", linewidth=0.7)
    ax.tick_params(axis="y", which="both", length=0)
