"""The latent space in figures: where points lie, what a walk passes, what a move changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons.plots.style import (
    FAINT,
    GENERATED,
    INK,
    OTHER_LINES,
    REAL,
    Picture,
    heading,
    legend_above,
    tidy,
)

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import MultipleLocator, PercentFormatter

_WALKS = ({"color": INK, "linestyle": "-"}, *OTHER_LINES[1:])


def shell(points: np.ndarray, title: str | None = None) -> Picture:
    """How long latent points are, and at which angles pairs of them stand.

    Parameters
    ----------
    points : array-like (n, d)
        At least four, none of them zero. Angles are those of the first half with the second.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are fewer than four points, or one is zero or not finite.
    """
    points = np.asarray(points, float)
    if points.ndim != 2 or len(points) < 4:
        raise ValueError(f"points have shape {points.shape}; four rows or more are expected, (n, d).")
    lengths = np.linalg.norm(points, axis=1)
    if not np.all((lengths > 0) & np.isfinite(lengths)):
        raise ValueError("a point is zero or not finite, and has no direction; leave it out.")
    half = len(points) // 2
    units = points / lengths[:, None]
    cosines = (units[:half] * units[half : 2 * half]).sum(1)
    panels = (
        (lengths, (0, 1.5 * np.sqrt(points.shape[1])), "length of a point", np.sqrt(points.shape[1])),
        (np.degrees(np.arccos(np.clip(cosines, -1, 1))), (0, 180), "angle between two points, degrees", 90),
    )
    picture = Picture(figsize=(7.6, 2.7))
    heading(picture, title)
    for ax, (values, (low, high), name, middle) in zip(picture.subplots(1, 2), panels, strict=True):
        ax.hist(values, bins=60, range=(low, high), weights=np.full(len(values), 1 / len(values)), color=INK)
        ax.axvline(middle, color=FAINT, linewidth=0.9, linestyle=(0, (2, 2)), zorder=0)
        ax.set(xlabel=name, xlim=(low, high))
        ax.yaxis.set_major_locator(MultipleLocator(0.05))
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        tidy(ax)
    picture.axes[0].set_ylabel("share")
    picture.axes[1].set_xticks(range(0, 181, 45))
    return picture


def walks(
    t: np.ndarray,
    values: Mapping[str, np.ndarray],
    ylabel: str,
    usual: tuple[float, float] | None = None,
    title: str | None = None,
    what: str = "random points",
) -> Picture:
    """Something measured along walks from one point to another: means of many walks, with twice their standard error.

    Parameters
    ----------
    t : array-like (k,)
        Where on the way, 0 to 1.
    values : mapping of str to array-like (walks, k)
        By the name of the way of walking, at most three; colours and dashes differ.
    ylabel : str
        What was measured.
    usual : (float, float), optional
        From where to where it lies for points that are not on a walk: a grey band.
    title : str, optional
        The finding, in a sentence.
    what : str
        What the legend calls the band.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the values do not fit `t`.
    """
    t = np.asarray(t, float)
    picture = Picture(figsize=(6.6, 3.1))
    heading(picture, title)
    ax = picture.subplots()
    if usual is not None:
        ax.axhspan(*usual, color="#DDDDDD", linewidth=0, zorder=0, label=what)
    for (name, y), style in zip(values.items(), _WALKS, strict=False):
        y = np.asarray(y, float)
        if y.ndim != 2 or y.shape[1:] != t.shape:
            raise ValueError(
                f"{name!r} has shape {y.shape}; one row a walk, with a value for each t, (n, {len(t)})."
            )
        mean, error = y.mean(0), y.std(0) / np.sqrt(len(y))
        ax.fill_between(t, mean - 2 * error, mean + 2 * error, color=style["color"], alpha=0.25, linewidth=0)
        ax.plot(t, mean, linewidth=1.8, label=name, **style)
    ax.set(xlabel="where on the way: 0 is the first point, 1 the last", ylabel=ylabel, xlim=(0, 1))
    legend_above(ax, bbox_to_anchor=(-0.01, 0.97), handlelength=2.6)
    tidy(ax)
    return picture


def effects(
    changes: np.ndarray, moved: Sequence[str], read: Sequence[str], title: str | None = None
) -> Picture:
    """What each move does to each attribute: a table of numbers in colours, wanted changes framed.

    Parameters
    ----------
    changes : array-like (rows, cols)
        Row i: how much the attributes changed when we moved along direction i. 0 is white, more is orange, less is purple; one
        scale for all, up to the largest.
    moved, read : sequence of str
        Names of the rows and of the columns. Where both are the same, the change was wanted.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the names do not fit the table.
    """
    changes = np.asarray(changes, float)
    if changes.shape != (len(moved), len(read)):
        raise ValueError(
            f"changes have shape {changes.shape}; {len(moved)} moves and {len(read)} attributes were named."
        )
    limit = np.nanmax(np.abs(changes)) or 1.0
    picture = Picture(figsize=(1.7 + 0.62 * len(read), 1.25 + 0.36 * len(moved) + (0.2 if title else 0)))
    heading(picture, title)
    ax = picture.subplots()
    ax.imshow(changes, cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
    for i, row in enumerate(changes):
        for j, value in enumerate(row):
            dark = abs(value) > 0.6 * limit
            text = f"{value:+.1f}" if abs(value) >= 0.05 else "0.0"
            ax.text(j, i, text, ha="center", va="center", fontsize=8, color="white" if dark else INK)
            if moved[i] == read[j]:
                corner = (j - 0.5, i - 0.5)
                ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=INK, linewidth=1.6, zorder=3))
    ax.set_xticks(range(len(read)), read, rotation=40, ha="left", rotation_mode="anchor")
    ax.set_yticks(range(len(moved)), moved)
    ax.set(ylabel="moved along", xlabel="change that is read in the pictures")
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=9, labelcolor=INK)
    return picture


def attribute_shares(
    names: Sequence[str],
    data: np.ndarray,
    generated: np.ndarray,
    errors: np.ndarray,
    title: str | None = None,
    xlabel: str = "share of all faces",
) -> Picture:
    """Shares among real and among generated pictures: a dot each, with twice the standard error of the generated one.

    Parameters
    ----------
    names : sequence of str
        One a row, the first on top.
    data, generated : array-like (n,)
        Shares, 0 to 1: blue circles and vermilion diamonds.
    errors : array-like (n,)
        Standard errors of `generated`.
    title : str, optional
        The finding, in a sentence.
    xlabel : str
        Of what these are shares.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is not one of each for every name.
    """
    data, generated, errors = (np.asarray(x, float) for x in (data, generated, errors))
    if not len(names) or any(x.shape != (len(names),) for x in (data, generated, errors)):
        raise ValueError(
            f"{len(names)} names, and shapes {data.shape}, {generated.shape}, {errors.shape}; one of each is expected."
        )
    y = np.arange(len(names))
    picture = Picture(figsize=(6.8, 1.15 + 0.25 * len(names)))
    heading(picture, title)
    ax = picture.subplots()
    ax.hlines(y, data, generated, color="#BBBBBB", linewidth=1.6, zorder=1)
    ax.plot(data, y, linestyle="", marker="o", color=REAL, label="real")
    ax.errorbar(
        generated, y, xerr=2 * errors, linestyle="", marker="D", markersize=5, color=GENERATED,
        elinewidth=1.1, label="generated",
    )  # fmt: skip
    ax.set_yticks(y, names)
    ax.set(
        xlabel=xlabel,
        ylim=(len(names) - 0.4, -0.6),
        xlim=(0, 1.06 * max(data.max(), (generated + 2 * errors).max())),
    )
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    legend_above(ax, 2, bbox_to_anchor=(-0.01, 0.98))
    tidy(ax, "x")
    ax.tick_params(axis="y", length=0)
    return picture
