"""Figures about measures themselves: what each looks at, what each notices, and what a win rate is worth."""

from __future__ import annotations

import textwrap
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
    plain_log,
    tidy,
)

import matplotlib
import numpy as np
from matplotlib.collections import EllipseCollection
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

_SEES = ("quality", "variety", "copying")
_NEEDS = ("people", "a network that\nreads images", "real images", "the training\nimages")
_YES, _PARTLY, _NO = 1.0, 0.5, 0.0
# For each measure: how far it sees quality, variety, copying; what it needs; what to mind.
_MEASURES = {
    "manual": {
        "look at samples": ((1, 0.5, 0), (1, 0, 0.5, 0), "few images, one's own taste"),
    },
    "qualitative": {
        "the same latents over training": ((1, 0.5, 0), (1, 0, 0, 0), "no number"),
        "nearest: generated → training": ((0, 0, 1), (0.5, 0.5, 0.5, 1), "pixels do not know a shift"),
        "nearest: real → generated": ((0.5, 1, 0), (0.5, 0.5, 1, 0), "no sight of copies"),
        "preference, rating": ((1, 0.5, 0), (1, 0, 0.5, 0), "hundreds of judgements"),
        "real or generated, at a glance": ((1, 0, 0), (1, 0, 1, 0), "judges learn"),
    },
    "quantitative": {
        "class shares": ((0, 0.5, 0), (0, 1, 0.5, 0), "nothing within a class"),
        "Inception Score": ((0.5, 0.5, 0), (0, 1, 0, 0), "nothing within a class"),
        "Fréchet, kernel distance": ((1, 1, 0), (0, 1, 1, 0), "one number for both"),
        "precision, density": ((1, 0, 0), (0, 1, 1, 0), "lone points, large balls"),
        "recall, coverage": ((0, 1, 0), (0, 1, 1, 0), "n and k"),
        "two-sample test": ((1, 1, 0), (0, 1, 1, 0), "as good as its classifier"),
        "twins among samples": ((0, 0.5, 0), (0, 0, 0, 0), "near-exact twins only"),
        "Parzen log-likelihood": ((0, 0, 0), (0, 0, 1, 0), "do not use it"),
    },
}


def measure_map(title: str | None = None) -> Picture:
    """The measures of chapter 11: what each sees, what it needs, what to mind.

    A full disc: yes. A half-filled one: partly, or it helps. A small ring: no.

    Parameters
    ----------
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
    """
    rows = sum(len(group) + 1 for group in _MEASURES.values())
    picture = Picture(figsize=(8.6, 0.29 * rows + 1.0))
    ax = picture.subplots()
    at = [3.9, 4.8, 5.7, 7.1, 8.35, 9.7, 10.95]
    for x, name in zip(at, (*_SEES, *_NEEDS), strict=True):
        ax.text(x, -0.45, name, ha="center", va="bottom", fontsize=8, color=INK)
    ax.text(at[1], -1.85, "sees", ha="center", fontsize=9, fontweight="bold", color=INK)
    ax.text((at[3] + at[6]) / 2, -1.85, "needs", ha="center", fontsize=9, fontweight="bold", color=INK)
    ax.text(12.0, -0.45, "mind", va="bottom", fontsize=9, fontweight="bold", color=INK)
    y = 0
    for group, measures in _MEASURES.items():
        ax.text(0, y + 0.12, group, va="center", fontsize=9, fontweight="bold", color=INK)
        y += 1
        for name, (sees, needs, mind) in measures.items():
            ax.axhline(y - 0.5, color="#EEEEEE", linewidth=0.7, zorder=0)
            ax.text(0.15, y, name, va="center", fontsize=9, color=INK)
            ax.text(12.0, y, mind, va="center", fontsize=8, color=FAINT)
            for x, value, colour in zip(at, (*sees, *needs), 3 * (INK,) + 4 * (FAINT,), strict=True):
                _disc(ax, x, y, value, colour)
            y += 1
    ax.set(xlim=(0, 15.2), ylim=(y - 0.4, -2.2))
    ax.set_axis_off()
    heading(picture, title)
    return picture


def _disc(ax, x, y, value, colour):
    if value == _NO:
        ax.plot(
            x, y, "o", markersize=3, markerfacecolor="none", markeredgecolor="#BBBBBB", markeredgewidth=0.8
        )
        return
    style = "full" if value == _YES else "left"
    ax.plot(
        x, y, "o", markersize=9, fillstyle=style, color=colour, markerfacecoloralt="white",
        markeredgecolor=colour, markeredgewidth=1,
    )  # fmt: skip


def win_rates(rates: Mapping[str, object], title: str | None = None) -> Picture:
    """Win rates with their intervals, and the line of no preference.

    Parameters
    ----------
    rates : mapping of name to metrics.WinRate
        Those without a judgement are drawn as their interval alone.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are none.
    """
    if not rates:
        raise ValueError("Given no win rates; expected at least one.")
    picture = Picture(figsize=(7.2, 1.0 + 0.34 * len(rates) + (0.3 if title else 0)))
    ax = picture.subplots()
    ax.axvline(0.5, color=FAINT, linewidth=0.9, linestyle=(0, (2, 2)))
    for y, rate in enumerate(rates.values()):
        ax.plot([rate.low, rate.high], [y, y], color=INK, linewidth=1.8, marker="|", markersize=8)
        if rate.games:
            ax.plot(rate.value, y, "o", color=INK, markersize=6)
        ax.annotate(
            f"{rate.wins} of {rate.games}",
            (1.02, y),
            va="center",
            fontsize=9,
            color=FAINT,
            annotation_clip=False,
        )
    ax.set_yticks(range(len(rates)), list(rates))
    ax.set(xlim=(0, 1), ylim=(len(rates) - 0.5, -0.5))
    level = {rate.level for rate in rates.values()}
    bars = f"bars: {level.pop():.0%} intervals" if len(level) == 1 else "bars: intervals"
    ax.set_xlabel(f"share of judgements in which it was preferred ({bars}; dashed: no preference)")
    ax.xaxis.set_major_formatter(PercentFormatter(1, 0, symbol=" %"))
    tidy(ax, "x")
    heading(picture, title)
    return picture


def scatter(
    groups: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    xlabel: str,
    ylabel: str,
    log: str = "",
    title: str | None = None,
) -> Picture:
    """Two numbers of many runs against each other.

    Parameters
    ----------
    groups : mapping of name to (x, y)
        Up to four; each with a mark and a colour of its own.
    xlabel, ylabel : str
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
        If there are no groups or more than four, or x and y differ in length.
    """
    looks = (
        {"color": INK, "marker": "o"},
        {"color": OTHER_LINES[1]["color"], "marker": "^"},
        {"color": OTHER_LINES[2]["color"], "marker": "s"},
        {"color": GENERATED, "marker": "D"},
    )
    if not 1 <= len(groups) <= len(looks) or any(len(x) != len(y) for x, y in groups.values()):
        raise ValueError(f"Give one to {len(looks)} groups, each with as many x as y.")
    picture = Picture(figsize=(7.2, 3.4))
    ax = picture.subplots()
    for look, (name, (x, y)) in zip(looks, groups.items(), strict=False):
        ax.scatter(x, y, s=26, alpha=0.75, linewidths=0, label=f"{name} ({len(x)})", clip_on=False, **look)
    for letter, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        if letter in log:
            plain_log(axis)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(groups) > 1:
        legend_above(ax, 4, handletextpad=0.2)
    tidy(ax, "both")
    heading(picture, title)
    return picture


def balls(real: np.ndarray, generated: np.ndarray, k: int = 3, title: str | None = None) -> Picture:
    """Points in the plane and the balls that reach to each point's k-th neighbour: what precision and recall count.

    On the left the balls of the real points, and the generated points: filled if inside one. On the right the other way
    round.

    Parameters
    ----------
    real, generated : array-like (n, 2), (m, 2)
        More than k of each, at most 400.
    k : int
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the points are not in the plane, too few or too many.
    """
    sets = [np.asarray(points, float) for points in (real, generated)]
    if any(p.ndim != 2 or p.shape[1] != 2 or not k < len(p) <= 400 for p in sets) or k < 1:
        raise ValueError(
            f"Given shapes {sets[0].shape} and {sets[1].shape} and k={k}; expected points (n, 2), n from k + 1 to 400."
        )
    picture = Picture(figsize=(8.0, 4.1))
    axes = picture.subplots(1, 2, sharex=True, sharey=True)
    looks = ({"color": REAL, "marker": "o"}, {"color": GENERATED, "marker": "D"})
    names = ("real", "generated")
    for ax, around, asked in zip(axes, (0, 1), (1, 0), strict=True):
        centres, points = sets[around], sets[asked]
        reach = np.sort(_distances(centres, centres), axis=1)[:, k]
        inside = (_distances(centres, points) <= reach[:, None]).any(axis=0)
        ax.add_collection(
            EllipseCollection(
                2 * reach, 2 * reach, np.zeros(len(centres)), units="xy", offsets=centres, offset_transform=ax.transData,
                facecolor=looks[around]["color"], edgecolor="none", alpha=0.13,
            )
        )  # fmt: skip
        ax.plot(*centres.T, ".", color=looks[around]["color"], markersize=2)
        for chosen, face in ((inside, looks[asked]["color"]), (~inside, "white")):
            ax.scatter(
                *points[chosen].T, s=20, marker=looks[asked]["marker"], facecolor=face,
                edgecolor=looks[asked]["color"], linewidths=1, zorder=3,
            )  # fmt: skip
        ax.set_aspect("equal")
        ax.set_title(
            f"{inside.mean():.0%} of the {names[asked]} points lie in a ball of a {names[around]} one",
            fontsize=9, color=INK,
        )  # fmt: skip
        tidy(ax, None)
    low = np.min([p.min(axis=0) for p in sets], axis=0)
    high = np.max([p.max(axis=0) for p in sets], axis=0)
    room = 0.18 * (high - low).max()
    axes[0].set(xlim=(low[0] - room, high[0] + room), ylim=(low[1] - room, high[1] + room))
    heading(picture, title)
    return picture


def _distances(a, b):
    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))


def damage_table(
    values: Mapping[str, Mapping[str, float]],
    deviations: Mapping[str, Mapping[str, float]],
    noticed: float = 5.0,
    title: str | None = None,
) -> Picture:
    """Sets of images by measures: each value, and whether the measure noticed that the set is not like the controls.

    A cell stays white while its value lies within `noticed` standard deviations of the controls. Brown with ▼: to this
    measure the set looks worse than real images. Green with ▲: it looks better. The farther, the stronger.

    Parameters
    ----------
    values : mapping of set to (mapping of measure to float)
        Written into the cells.
    deviations : mapping of set to (mapping of measure to float)
        The distance from the controls in standard deviations, positive where the set looks better; NaN for a cell that is
        not to be judged.
    noticed : float
        From which distance on a cell is coloured.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is nothing, or the rows and columns differ.
    """
    rows = list(values)
    columns = list(values[rows[0]]) if rows else []
    if (
        not columns
        or list(deviations) != rows
        or any(list(table[row]) != columns for table in (values, deviations) for row in rows)
    ):
        raise ValueError("Give at least one row, and the same rows and columns in values and deviations.")
    picture = Picture(figsize=(1.75 + 0.66 * len(columns), 1.15 + 0.34 * len(rows) + (0.3 if title else 0)))
    ax = picture.subplots()
    colours = matplotlib.colormaps["BrBG"]
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            value, far = values[row][column], deviations[row][column]
            seen = abs(far) >= noticed  # False for NaN
            strength = min(1.0, 0.3 + 0.7 * np.log10(abs(far) / noticed) / 1.3) if seen else 0
            ax.add_patch(
                Rectangle(
                    (x - 0.5, y - 0.5), 1, 1, edgecolor="#DDDDDD", linewidth=0.7,
                    facecolor=colours(0.5 + 0.45 * np.sign(far) * strength) if seen else "white",
                )
            )  # fmt: skip
            mark = ("▲" if far > 0 else "▼") if seen else ""
            ax.text(
                x, y, f"{_short(value)}{mark}", ha="center", va="center", fontsize=8,
                color="white" if strength > 0.62 else INK, fontweight="bold" if seen else "normal",
            )  # fmt: skip
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.set_xticks(range(len(columns)), [textwrap.fill(name, 10) for name in columns], fontsize=8)
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(length=0, labelsize=8.5, labelcolor=INK)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(
        f"white: within {noticed:g} standard deviations of undamaged sets; brown ▼: looks worse than real images; "
        "green ▲: looks better",
        fontsize=8.5,
        color=INK,
    )
    heading(picture, title)
    return picture


def _short(value: float) -> str:
    if abs(value) >= 99.5:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 9.95 else f"{value:.2f}"
