"""Points in the plane: real and generated, through training and over seeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from gan_lessons import numeric
from gan_lessons.plots.style import GENERATED, INK, REAL, Picture, heading, tidy

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

JUDGED = LinearSegmentedColormap.from_list("judged", [GENERATED, "#FFFFFF", REAL])
MANY = 1000  # points drawn of each kind: more hide each other


def points(
    generated: np.ndarray | None = None,
    real: np.ndarray | None = None,
    box: tuple[float, float, float, float] | None = None,
    judge: Callable[[np.ndarray], np.ndarray] | None = None,
    arrows: np.ndarray | None = None,
    title: str | None = None,
    ax: Axes | None = None,
    names: tuple[str, str] = ("real", "generated"),
) -> Picture | None:
    """Real and generated points, over the answers of a discriminator.

    Parameters
    ----------
    generated, real : array-like (n, 2), optional
        At least one of them. Of more than 1,000 the first 1,000 are drawn.
    box : (float, float, float, float), optional
        Left, right, bottom and top of what is shown: `Curve.box`. Default: all points.
    judge : callable, optional
        Points (m, 2), float32, to D's logits (m, 1). The ground is coloured by its probability of "real", with a dark line
        at one half.
    arrows : array-like (n, 2), optional
        One arrow for each generated point, drawn as long as it is.
    title : str, optional
        The finding, in a sentence.
    ax : matplotlib.axes.Axes, optional
        Where to draw; default: a new figure.
    names : (str, str)
        What the legend calls them.

    Returns
    -------
    Picture, or None if `ax` was given

    Raises
    ------
    ValueError
        If there are no points, or their shape is not (n, 2).
    """
    given = {
        name: _checked(name, p) for name, p in (("real", real), ("generated", generated)) if p is not None
    }
    if not given:
        raise ValueError("There is nothing to draw; give real points, generated points, or both.")
    box = box or _around(np.concatenate(list(given.values())), 0.08)
    picture = None
    if ax is None:
        picture = Picture(figsize=(4.6, 4.4 if title else 4.1))
        heading(picture, title)
        ax = picture.subplots()
    elif title:
        ax.set_title(title, loc="left", fontsize=9, color=INK)
    if judge is not None:
        _ground(ax, judge, box)
    styles = {"real": (REAL, "o", 11, names[0]), "generated": (GENERATED, "D", 10, names[1])}
    for name, xy in given.items():
        colour, marker, size, label = styles[name]
        ax.scatter(
            *xy[:MANY].T,
            s=size,
            c=colour,
            marker=marker,
            linewidths=0.3,
            edgecolors="white",
            label=label,
            zorder=3,
        )
    if arrows is not None:
        start = given["generated"][:MANY]
        ax.quiver(
            *start.T,
            *np.asarray(arrows)[:MANY].T,
            angles="xy",
            scale_units="xy",
            scale=1,
            width=0.004,
            color=INK,
            zorder=2,
        )
    ax.set(xlim=box[:2], ylim=box[2:], aspect="equal")
    tidy(ax, None)
    if picture is not None:
        ax.set(xlabel="first number of a sample", ylabel="second number")
        if len(given) > 1:
            ax.legend(loc="upper right", fontsize=9, framealpha=0.9, edgecolor="none")
    return picture


def point_panels(
    panels: Mapping[str, np.ndarray],
    real: np.ndarray | None = None,
    box: tuple[float, float, float, float] | None = None,
    cols: int | None = None,
    title: str | None = None,
) -> Picture:
    """Several sets of generated points side by side, in panels of the same size.

    Parameters
    ----------
    panels : mapping of str to array-like (n, 2)
        What is written above each panel, and its points.
    real : array-like (n, 2), optional
        Drawn beneath, in every panel.
    box : (float, float, float, float), optional
        As in `points`. Default: around the real points, or around all if there are none.
    cols : int, optional
        Default: up to six in a row.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no panels, or as `points`.
    """
    if not panels:
        raise ValueError("There are no panels to draw; give at least one set of points.")
    if box is None:
        box = _around(np.concatenate(list(panels.values())) if real is None else _checked("real", real), 0.2)
    cols = cols or min(6, len(panels))
    rows = math.ceil(len(panels) / cols)
    side = 8.6 / max(cols, 3)
    picture = Picture(figsize=(side * cols, rows * (side + 0.2) + (0.35 if title else 0.05)))
    heading(picture, title)
    axes = picture.subplots(rows, cols, squeeze=False).ravel()
    for ax, (label, xy) in zip(axes, panels.items(), strict=False):
        points(xy, real, box, title=label, ax=ax)
        ax.set(xticks=[], yticks=[])
        ax.spines[["left", "bottom", "top", "right"]].set_visible(True)
        ax.spines[["left", "bottom", "top", "right"]].set_color("#C9C9C9")
    for ax in axes[len(panels) :]:
        ax.set_axis_off()
    return picture


def arrow_panels(
    panels: Mapping[str, tuple[Callable[[np.ndarray], np.ndarray], np.ndarray]],
    generated: np.ndarray,
    real: np.ndarray,
    box: tuple[float, float, float, float] | None = None,
    longest: float = 1.5,
    title: str | None = None,
) -> Picture:
    """The same points before several discriminators, a panel for each, with an arrow at every generated point.

    Parameters
    ----------
    panels : mapping of str to (judge, arrows)
        What is written above each panel; D as in `points`; and arrows (n, 2), one for each generated point.
    generated, real : array-like (n, 2), (m, 2)
    box : (float, float, float, float), optional
        As in `points`.
    longest : float
        Longer arrows are drawn at this length, shorter ones as long as they are. Above 0.
    title : str, optional
        What is shown, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no panels, arrows do not fit the points, or `longest` is not above 0.
    """
    numeric.real("longest", longest, above=0.0)
    shapes = {np.shape(arrows) for _, arrows in panels.values()}
    if shapes != {np.shape(generated)}:
        raise ValueError(
            f"arrows have shapes {sorted(shapes)} for points of shape {np.shape(generated)}; give one panel or more, with an arrow "
            "for each generated point."
        )
    picture = Picture(figsize=(4.5 * len(panels), 3.6))
    heading(picture, title)
    for (name, (judge, arrows)), ax in zip(
        panels.items(), picture.subplots(1, len(panels), squeeze=False)[0], strict=True
    ):
        length = np.linalg.norm(arrows, axis=1, keepdims=True)
        shown = np.asarray(arrows) * np.minimum(1, longest / np.maximum(length, 1e-9))
        points(generated, real, box, judge, shown, name, ax)
    return picture


def over_seeds(steps: Sequence[int], scores: Mapping[str, np.ndarray], title: str | None = None) -> Picture:
    """How scores go with training, a thin line for every seed and a strong one for their median.

    Parameters
    ----------
    steps : sequence of int
        At which the scores were taken.
    scores : mapping of str to array-like (steps, seeds)
        A panel for each; the name is written beside the axis.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a score's shape does not fit the steps.
    """
    arrays = {name: np.asarray(values, float) for name, values in scores.items()}
    if not arrays or any(a.ndim != 2 or len(a) != len(steps) for a in arrays.values()):
        raise ValueError(
            f"scores have shapes {[a.shape for a in arrays.values()]} for {len(steps)} steps; expected one row a step, one "
            "column a seed."
        )
    picture = Picture(figsize=(8.2, 3.3))
    heading(picture, title)
    axes = picture.subplots(1, len(arrays), squeeze=False)[0]
    for ax, (name, values) in zip(axes, arrays.items(), strict=True):
        ax.plot(steps, values, color=GENERATED, alpha=0.35, linewidth=0.9)
        ax.plot(
            steps,
            np.nanmedian(values, axis=1),
            color=INK,
            linewidth=2.2,
            label=f"median of {values.shape[1]} seeds",
        )
        ax.set(
            xlabel="step",
            ylabel=name,
            ylim=(0, None if np.nanmax(values) > 1 or "coverage" not in name else 1.05),
        )
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.legend(fontsize=9, frameon=False, handlelength=1.4)
        tidy(ax)
    return picture


def _around(xy, rim):
    """A square box around points, with a rim of this share of its side."""
    low, high = np.min(xy, axis=0), np.max(xy, axis=0)
    (x, y), half = (low + high) / 2, (0.5 + rim) * float(max(high - low)) + 1e-6
    return x - half, x + half, y - half, y + half


def _ground(ax, judge, box, m=90):
    left, right, bottom, top = box
    x, y = np.linspace(left, right, m), np.linspace(bottom, top, m)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    logits = np.asarray(judge(grid), float).reshape(m, m)
    probability = 0.5 * (1 + np.tanh(logits / 2))
    ax.imshow(
        probability,
        extent=box,
        origin="lower",
        cmap=JUDGED,
        vmin=0,
        vmax=1,
        alpha=0.6,
        aspect="auto",
        interpolation="bilinear",
        zorder=0,
    )
    if logits.min() < 0 < logits.max():
        ax.contour(x, y, logits, levels=[0.0], colors=INK, linewidths=1.0, zorder=1)


def _checked(name, xy):
    xy = np.asarray(xy, float)
    if xy.ndim != 2 or xy.shape[1] != 2 or not len(xy):
        raise ValueError(f"{name} points have shape {xy.shape}; expected (n, 2) with at least one point.")
    return xy
