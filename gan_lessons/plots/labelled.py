"""Points in the plane, coloured by what they are or by where they came from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gan_lessons import numeric
from gan_lessons.plots.style import FAINT, INK, Picture, heading, tidy

import numpy as np

# Neither the blue of what is real nor the vermilion of what is generated; marks differ, too, for printing in grey.
LABEL_COLOURS = (INK, "#E69F00", "#56B4E9", "#009E73", "#CC79A7")
_MARKS = "o^sDv"
_UNKNOWN = "#8E8E8E"
_BENEATH = "#D4D4D4"
_MANY = 1000  # points drawn of each panel: more hide each other


def labelled_points(
    panels: Mapping[str, np.ndarray],
    labels: np.ndarray | Mapping[str, np.ndarray | None],
    beneath: np.ndarray | Mapping[str, np.ndarray] | None = None,
    box: tuple[float, float, float, float] | None = None,
    names: Sequence[str] | None = None,
    cols: int | None = None,
    axes_names: tuple[str, str] = ("first number", "second number"),
    title: str | None = None,
) -> Picture:
    """Sets of points side by side, a colour and a mark for each label.

    Parameters
    ----------
    panels : mapping of str to array-like (n, 2)
        What is written above each panel, and its points; of more than 1,000 the first 1,000 are drawn.
    labels : array-like of int (n,), or mapping of str to such
        From 0 to 4, of the points of all panels, or by panel; None for points whose labels nobody knows, which are grey.
    beneath : array-like (m, 2), or mapping of str to such, optional
        Points drawn beneath in light grey, of all panels or by panel.
    box : (float, float, float, float), optional
        Left, right, bottom and top of every panel. Default: a square around all points.
    names : sequence of str, optional
        What the labels 0, 1, … mean, for a legend.
    cols : int, optional
        Panels in a row; default: up to four.
    axes_names : (str, str)
        What stands along the two axes.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no panels, points have another shape than (n, 2) or are not finite, or labels do not fit them.
    """
    if not isinstance(panels, Mapping) or not panels:
        raise ValueError(
            f"panels is {numeric.shown(panels)}; give a dict with at least one set of points (n, 2)."
        )
    points = {name: _points(name, xy) for name, xy in panels.items()}
    kinds = {name: _labels(name, _of(labels, name), len(xy)) for name, xy in points.items()}
    below = {
        name: _points("beneath", _of(beneath, name))
        for name in points
        if beneath is not None and _of(beneath, name) is not None
    }
    box = box or square_around(np.concatenate([*points.values(), *below.values()]))
    cols = numeric.whole("cols", cols or min(4, len(points)))
    rows = math.ceil(len(points) / cols)
    side = 8.8 / max(cols, 3)
    picture = Picture(figsize=(side * cols, rows * (side + 0.25) + 0.35 * (title is not None) + 0.3))
    heading(picture, title)
    every = picture.subplots(rows, cols, sharex=True, sharey=True, squeeze=False)
    for ax, (name, xy) in zip(every.ravel(), points.items(), strict=False):
        if name in below:
            ax.scatter(*below[name][:_MANY].T, s=9, c=_BENEATH, linewidths=0, zorder=1)
        _draw(ax, xy[:_MANY], kinds[name])
        ax.set(xlim=box[:2], ylim=box[2:], aspect="equal")
        ax.set_title(name, loc="left", fontsize=9, color=INK)
        tidy(ax, None)
    for ax in every.ravel()[len(points) :]:
        ax.set_axis_off()
    for ax in every.ravel()[max(0, len(points) - cols) : len(points)]:  # with no panel beneath them
        ax.set_xlabel(axes_names[0], fontsize=9, color=FAINT)
        ax.tick_params(labelbottom=True)
    for ax in every[:, 0]:
        ax.set_ylabel(axes_names[1], fontsize=9, color=FAINT)
    if names is not None:
        handles = [
            every[0, 0].scatter([], [], c=colour, marker=mark, s=24, label=str(name))
            for name, colour, mark in zip(names, LABEL_COLOURS, _MARKS, strict=False)
        ]
        picture.legend(handles=handles, loc="outside lower center", ncols=5, frameon=False, fontsize=9)
    return picture


def square_around(xy: np.ndarray, rim: float = 0.06) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a square around points (n, 2), with a rim of this share of its side."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    (x, y), half = (low + high) / 2, (0.5 + rim) * float((high - low).max()) + 1e-6
    return float(x - half), float(x + half), float(y - half), float(y + half)


def _draw(ax, xy, labels):
    if labels is None:
        ax.scatter(*xy.T, s=10, c=_UNKNOWN, linewidths=0, zorder=2)
        return
    for kind in np.unique(labels):
        chosen = xy[labels[: len(xy)] == kind]
        look = {"c": LABEL_COLOURS[kind], "marker": _MARKS[kind], "label": str(kind)}
        ax.scatter(*chosen.T, s=13, linewidths=0.3, edgecolors="white", zorder=3, **look)


def _of(given, name):
    return given.get(name) if isinstance(given, Mapping) else given


def _points(name, xy) -> np.ndarray:
    xy = numeric.array(name, xy, dtype=np.float64)
    if xy.ndim != 2 or xy.shape[1] != 2 or not len(xy):
        raise ValueError(f"{name} has shape {xy.shape}; expected points (n, 2), at least one.")
    return xy


def _labels(name, labels, n: int) -> np.ndarray | None:
    if labels is None:
        return None
    labels = numeric.array("labels", labels)
    if labels.shape != (n,) or labels.dtype.kind not in "iu":
        raise ValueError(
            f"Labels of {name!r} have shape {labels.shape} and dtype {labels.dtype}; expected a whole number for each of its {n} points."
        )
    if labels.min() < 0 or labels.max() >= len(LABEL_COLOURS):
        raise ValueError(
            f"Labels of {name!r} lie in {labels.min()} to {labels.max()}; expected 0 to {len(LABEL_COLOURS) - 1}."
        )
    return labels
