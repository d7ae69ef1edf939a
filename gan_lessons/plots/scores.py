"""Figures of scores: tables of probabilities, clouds with their Gaussians, scores against what changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    plain_log,
    tidy,
)

import numpy as np

_LOOKS = (
    {"color": GENERATED, "linestyle": (0, (5, 1.5)), "marker": "D"},
    {"color": REAL, "linestyle": "-", "marker": "o"},
    {**OTHER_LINES[0], "marker": "s"},
    {**OTHER_LINES[1], "marker": "^"},
    {**OTHER_LINES[2], "marker": "v"},
)
_ROWS = 12
_MANY = 600


def probability_tables(tables: Mapping[str, np.ndarray], title: str | None = None) -> Picture:
    """Tables of class probabilities, one row an image, with the mean of the rows beneath each.

    Parameters
    ----------
    tables : mapping of name to array (n, classes)
        Values in [0, 1], drawn from white (0) to black (1). Of more than 12 rows, 12 spread over the table are drawn; the
        mean is that of all.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no tables, or one is not two-dimensional with values in [0, 1].
    """
    if not tables:
        raise ValueError("Given no tables; expected at least one.")
    for name, table in tables.items():
        table = np.asarray(table)
        if table.ndim != 2 or not ((table >= 0) & (table <= 1.001)).all():
            raise ValueError(
                f"Table {name!r} has shape {table.shape}; expected probabilities (n, classes) in [0, 1]."
            )
    columns = min(4, len(tables))
    lines = -(-len(tables) // columns)
    picture = Picture(figsize=(1.95 * columns + 0.4, 2.75 * lines + 0.4))
    ratios = [3, 1.1] * lines
    axes = picture.subplots(2 * lines, columns, squeeze=False, gridspec_kw={"height_ratios": ratios})
    for ax in axes.ravel():
        ax.set_axis_off()
    for i, (name, table) in enumerate(tables.items()):
        upper, lower = axes[2 * (i // columns) : 2 * (i // columns) + 2, i % columns]
        _table(upper, lower, name, np.asarray(table, float), first=i % columns == 0)
    heading(picture, title)
    return picture


def _table(upper, lower, name, table, first):
    n, classes = table.shape
    shown = np.unique(np.linspace(0, n - 1, min(n, _ROWS)).round().astype(int))
    upper.set_axis_on()
    upper.imshow(table[shown], cmap="gray_r", vmin=0, vmax=1, aspect="auto", interpolation="nearest")
    upper.set(xticks=[], yticks=[])
    upper.set_title(name, fontsize=9, color=INK)
    lower.set_axis_on()
    lower.bar(range(classes), table.mean(axis=0), color=INK, width=0.8)
    lower.set(xlim=(-0.5, classes - 0.5), ylim=(0, 1), yticks=(0, 1), xticks=[])
    if classes <= 10:
        lower.set_xticks(range(classes))
    tidy(lower)
    lower.tick_params(labelsize=7)
    if first:
        upper.set_ylabel("images", fontsize=9, color=FAINT)
        lower.set_ylabel("mean p(y)", fontsize=8, color=FAINT)


def score_lines(
    x: Sequence[float | str],
    series: Mapping[str, Sequence[float] | tuple[Sequence[float], Sequence[float]]],
    xlabel: str,
    ylabel: str,
    guides: Mapping[str, float] | None = None,
    log: str = "",
    title: str | None = None,
) -> Picture:
    """Scores against what changes them: sample size, step, size of a disturbance.

    Parameters
    ----------
    x : sequence of float, or of str
        At least one. With "x" in `log` it is drawn on a logarithmic axis, with a tick at each value. Words stand side by
        side.
    series : mapping of name to values, or to (values, spreads)
        One value for each x, NaN for a gap; a spread is drawn as a bar above and below.
    xlabel, ylabel : str
        What the axes show; a score with its extractor.
    guides : mapping of name to value, optional
        Horizontal lines to compare with.
    log : str
        "", "x", "y" or "xy".
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no series or more than five, or one has not a value for each x.
    """
    if not 1 <= len(series) <= len(_LOOKS):
        raise ValueError(f"Given {len(series)} series; between 1 and {len(_LOOKS)} can be told apart.")
    picture = Picture(figsize=(7.2, 3.4))
    ax = picture.subplots()
    for look, (name, given) in zip(_LOOKS, series.items(), strict=False):
        values, spreads = given if isinstance(given, tuple) else (given, None)
        if len(values) != len(x) or len(x) == 0 or (spreads is not None and len(spreads) != len(x)):
            raise ValueError(
                f"Series {name!r} has {len(values)} values for {len(x)} points; expected one for each."
            )
        at = range(len(x)) if isinstance(x[0], str) else x
        ax.errorbar(at, values, spreads, label=name, markersize=5, capsize=3, linewidth=1.6, **look)
    for text, value in (guides or {}).items():
        guide(ax, value, text)
    if isinstance(x[0], str):
        ax.set_xticks(range(len(x)), x)
    if "x" in log:
        ax.set_xscale("log")
        ax.set_xticks(list(x), [f"{value:,}" for value in x])
        ax.minorticks_off()
    if "y" in log:
        plain_log(ax.yaxis)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(series) > 1:
        legend_above(ax, handlelength=3.2)
    tidy(ax)
    heading(picture, title)
    return picture


def disturbances(
    images: Mapping[str, np.ndarray],
    curves: Mapping[str, Sequence[float]],
    floor: float,
    ylabel: str,
    title: str | None = None,
) -> Picture:
    """A score against several disturbances of real images, each with an image that shows what it does.

    Parameters
    ----------
    images : mapping of name to uint8 array (levels, h, w, c)
        One image at each level, from none to most.
    curves : mapping of name to sequence of float
        One score above 0 for each level; the same names. The axis is logarithmic.
    floor : float
        What undisturbed images score, above 0; drawn as a line.
    ylabel : str
        The score, with its extractor.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the names or the numbers of levels differ, or a score is not above 0.
    """
    if not curves or set(images) != set(curves) or any(len(images[k]) != len(curves[k]) for k in curves):
        raise ValueError("Give the same names, and one image for each score, in images and curves.")
    if floor <= 0 or any(min(values) <= 0 for values in curves.values()):
        raise ValueError("Given scores of 0 or less; expected scores above 0: the axis is logarithmic.")
    columns = len(curves)
    picture = Picture(figsize=(max(4.0, 2.0 * columns), 3.6))
    axes = picture.subplots(2, columns, squeeze=False, gridspec_kw={"height_ratios": [2.6, 1]})
    limits = 0.6 * min(floor, *map(min, curves.values())), 1.5 * max(map(max, curves.values()))
    for i, (name, values) in enumerate(curves.items()):
        ax, below = axes[0, i], axes[1, i]
        ax.plot(range(len(values)), values, markersize=4, linewidth=1.6, **_LOOKS[0])
        ax.axhline(floor, color=FAINT, linewidth=0.9)
        plain_log(ax.yaxis, (1,))
        ax.set(ylim=limits, xticks=range(len(values)), xlim=(-0.5, len(values) - 0.5))
        ax.set_title(name, fontsize=10, color=INK)
        tidy(ax)
        if i:
            ax.set_yticklabels([])
        strip = np.concatenate(list(images[name]), axis=1)
        gray = strip.shape[-1] == 1
        below.imshow(strip[..., 0] if gray else strip, cmap="gray_r", vmin=0, vmax=255)
        below.set_axis_off()
    axes[0, 0].set_ylabel(ylabel, fontsize=9)
    at = axes[0, -1].get_xlim()[1]
    axes[0, -1].text(at, floor, "floor", fontsize=8, color=FAINT, va="top", ha="right")
    picture.supxlabel("level of the disturbance, from none to most", fontsize=9, color=INK)
    heading(picture, title)
    return picture


def ellipse(mean: np.ndarray, covariance: np.ndarray, deviations: float = 2.0, m: int = 90) -> np.ndarray:
    """The points at this many standard deviations around a Gaussian's mean, in the plane.

    Parameters
    ----------
    mean : array-like (2,)
    covariance : array-like (2, 2), symmetric
    deviations : float
    m : int
        How many points.

    Returns
    -------
    ndarray (m, 2)
    """
    values, vectors = np.linalg.eigh(np.asarray(covariance, float))
    around = np.linspace(0, 2 * np.pi, m)
    circle = np.stack([np.cos(around), np.sin(around)])
    stretched = vectors @ (np.sqrt(np.maximum(values, 0))[:, None] * circle)
    return np.asarray(mean) + deviations * stretched.T


def clouds(panels: Mapping[str, tuple[np.ndarray, np.ndarray]], title: str | None = None) -> Picture:
    """Pairs of clouds in the plane, real and generated, each with its mean and the ellipse of two standard deviations.

    Parameters
    ----------
    panels : mapping of name to (real (n, 2), generated (m, 2))
        Of more than 600 points the first 600 are drawn; means and ellipses are those of all.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no panels, or points are not (n, 2) with n at least 3.
    """
    if not panels or any(
        np.ndim(p) != 2 or np.shape(p)[1] != 2 or len(p) < 3 for ab in panels.values() for p in ab
    ):
        raise ValueError("Give at least one pair of clouds, each of shape (n, 2) with at least 3 points.")
    picture = Picture(figsize=(min(9.0, max(5.0, 2.7 * len(panels) + 0.3)), 3.3))
    axes = picture.subplots(1, len(panels), squeeze=False, sharex=True, sharey=True)[0]
    for ax, (name, pair) in zip(axes, panels.items(), strict=True):
        for points, colour, mark, line in zip(
            pair, (REAL, GENERATED), "oD", ("-", (0, (5, 1.5))), strict=True
        ):
            points = np.asarray(points, float)
            ax.scatter(*points[:_MANY].T, s=5, color=colour, marker=mark, alpha=0.35, linewidths=0)
            mean = points.mean(axis=0)
            ax.plot(
                *ellipse(mean, np.cov(points, rowvar=False)).T, color=colour, linestyle=line, linewidth=1.8
            )
            ax.plot(*mean, mark, color=colour, markersize=8, markeredgecolor="white")
        # Axes that are shared cannot give way in their limits.
        ax.set_aspect("equal", adjustable="box" if len(panels) > 1 else "datalim")
        ax.set_title(name, fontsize=9, color=INK)
        tidy(ax, "both")
    heading(picture, title)
    return picture
