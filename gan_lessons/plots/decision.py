"""What a classifier of points in the plane answers everywhere: the picture that a discriminator draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image

_MARGIN = 0.15
_TINT = 0.45  # how much of its colour the plane takes where the answer is certain; the rest is white
_LEVELS = 8  # of tint: bands a reader can count, and a PNG of half the size
_RADIUS = 3  # of a mark, in pixels of `decision_image`


def plane(points: np.ndarray, side: int = 64) -> np.ndarray:
    """Where to ask a classifier, so that its answers make a map of the plane about these points.

    Parameters
    ----------
    points : array-like (n, 2)
    side : int
        The map will have `side` x `side` cells; at least 2.

    Returns
    -------
    ndarray (side * side, 2), float32
        The middle of each cell, row by row, the upper left one first. The map is somewhat larger than the points'
        own rectangle.

    Raises
    ------
    ValueError
        If `points` are not finite pairs of numbers, or `side` is below 2.
    """
    if side < 2:
        raise ValueError(f"side is {side}; a map needs at least 2 cells on a side.")
    left, right, bottom, top = _extent(_pairs(points))
    middles = (np.arange(side) + 0.5) / side
    x, y = np.meshgrid(left + middles * (right - left), top - middles * (top - bottom))
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def decision_image(
    probabilities: np.ndarray,
    points: np.ndarray,
    labels: np.ndarray,
    width: int = 384,
    unlabelled: np.ndarray | None = None,
) -> np.ndarray:
    """One decision map as pixels.

    Parameters
    ----------
    probabilities : array-like (side * side,) or (side * side, 1)
        The probability of class 1 at each point of `plane(points, side)`, in [0, 1]; of `plane(unlabelled, side)`, if there are such.
    points : array-like (n, 2)
    labels : array-like (n,), of 0 and 1
    width : int
        Width and height of the image in pixels.
    unlabelled : array-like (m, 2), optional
        Points without a class, small and grey beneath the others, which lie among them.

    Returns
    -------
    ndarray (width, width, 3), uint8
        Blue where the answer is class 1, vermilion where it is class 0, paler in steps the less sure it is, a dark line at 50 %.
        Points of class 1 are discs, those of class 0 squares.

    Raises
    ------
    ValueError
        If the numbers do not fit this description.
    """
    p, points, labels = _map(probabilities), *_labelled(points, labels)
    p = np.asarray(Image.fromarray(p).resize((width, width), Image.Resampling.BILINEAR))
    sure = np.rint(_LEVELS * np.abs(2 * p - 1))[..., None] / _LEVELS * _TINT
    one, zero = np.array(to_rgb(REAL)), np.array(to_rgb(GENERATED))
    image = 1 - sure + sure * np.where(p[..., None] >= 0.5, one, zero)
    around = points if unlabelled is None else _pairs(unlabelled)
    if unlabelled is not None:
        image[_marks(*_pixels(around, width, around), width, -2, True)] = to_rgb(FAINT)
    image[_border(p >= 0.5)] = to_rgb(INK)
    columns, rows = _pixels(points, width, around)
    large = 0 if unlabelled is None else 2
    for value, colour in ((0, zero), (1, one)):
        for grow, paint in ((1 + large, np.ones(3)), (large, colour)):  # a white rim, then the mark
            image[_marks(columns[labels == value], rows[labels == value], width, grow, value == 1)] = paint
    return np.rint(255 * image).astype(np.uint8)


def right_share(probabilities: np.ndarray, points: np.ndarray, labels: np.ndarray) -> float:
    """The share of points on the side of the map where they belong, read off the map.

    Parameters
    ----------
    probabilities, points, labels
        As for `decision_image`.

    Returns
    -------
    float
        In [0, 1].
    """
    p, points, labels = _map(probabilities), *_labelled(points, labels)
    left, right, bottom, top = _extent(points)
    side = len(p)
    x = np.clip((points[:, 0] - left) / (right - left) * side - 0.5, 0, side - 1.001)
    y = np.clip((top - points[:, 1]) / (top - bottom) * side - 0.5, 0, side - 1.001)
    i, j = y.astype(int), x.astype(int)
    y, x = y - i, x - j  # where between the middles of four cells: weighted as the drawn map is
    upper, lower = (p[row, j] * (1 - x) + p[row, j + 1] * x for row in (i, i + 1))
    return float(np.mean((upper * (1 - y) + lower * y >= 0.5) == (labels == 1)))


def decision_strip(
    maps: Sequence[np.ndarray] | Mapping[str, Sequence[np.ndarray]],
    points: np.ndarray,
    labels: np.ndarray,
    names: Sequence[str],
    title: str | None = None,
    classes: tuple[str, str] = ("class 0", "class 1"),
    unlabelled: np.ndarray | None = None,
) -> Picture:
    """Decision maps beside each other: one classifier at several moments, or several of them beneath each other.

    Parameters
    ----------
    maps : sequence of arrays (side * side,), or mapping of name to such a sequence
        Probabilities of class 1 at each point of `plane(points, side)`. A mapping makes one named row of each entry.
    points : array-like (n, 2)
    labels : array-like (n,), of 0 and 1
    names : sequence of str
        What stands above each column.
    title : str, optional
        The finding, in a sentence.
    classes : pair of str
        What the classes are called in the legend.
    unlabelled : array-like (m, 2), optional
        As for `decision_image`.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no map, or a row has not as many maps as there are names.
    """
    rows = dict(maps) if isinstance(maps, Mapping) else {"": maps}
    lengths = {name: len(row) for name, row in rows.items()}
    if not rows or not len(names) or set(lengths.values()) != {len(names)}:
        raise ValueError(
            f"{len(names)} names for rows of {list(lengths.values())} maps; give one name a map."
        )
    inches = min(1.8, 8.6 / len(names))
    pixels = round(144 * (inches - 0.08))  # about one to a pixel of the figure: marks stay sharp
    images = [[decision_image(p, points, labels, pixels, unlabelled) for p in row] for row in rows.values()]
    picture = Picture(figsize=(inches * len(names) + 0.4, (inches + 0.03) * len(rows) + 0.75))
    axes = picture.subplots(len(rows), len(names), squeeze=False)
    for row_axes, row, row_name in zip(axes, images, rows, strict=True):
        for ax, image in zip(row_axes, row, strict=True):
            ax.imshow(image, interpolation="nearest")
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set_color("#9A9A9A")
        row_axes[0].set_ylabel(row_name, fontsize=9, color=INK)
    for ax, name in zip(axes[0], names, strict=True):
        ax.set_title(name, fontsize=9, color=INK)
    heading(picture, title)
    marks = [
        axes[0, 0].plot([], [], marker, color=colour, markersize=5, label=name)[0]
        for marker, colour, name in (("s", GENERATED, classes[0]), ("o", REAL, classes[1]))
    ]
    if unlabelled is not None:
        marks += axes[0, 0].plot([], [], ".", color=FAINT, markersize=4, label="no label")
    line = axes[0, 0].plot([], [], "-", color=INK, linewidth=1.3, label="50 %")[0]
    picture.legend(handles=[*marks, line], loc="outside lower left", ncols=4, frameon=False, fontsize=9)
    return picture


def _pairs(points) -> np.ndarray:
    points = np.asarray(points, np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2 or not np.isfinite(points).all():
        raise ValueError(
            f"points have shape {points.shape}; at least two finite points of the plane are expected, shape (n, 2)."
        )
    return points


def _labelled(points, labels) -> tuple[np.ndarray, np.ndarray]:
    points, labels = _pairs(points), np.asarray(labels)
    if labels.shape != points.shape[:1] or not np.isin(labels, (0, 1)).all():
        raise ValueError(
            f"labels have shape {labels.shape}; a 0 or a 1 for each of the {len(points)} points is expected. "
            "A column of labels becomes that with labels.ravel()."
        )
    return points, labels


def _map(probabilities) -> np.ndarray:
    p = np.asarray(probabilities, np.float32).ravel()
    side = math.isqrt(p.size)
    if side < 2 or side * side != p.size:
        raise ValueError(
            f"{p.size} probabilities are no square map; ask at the points of plane(points, side)."
        )
    if not (p.min() >= 0 and p.max() <= 1):  # false for NaN, too
        raise ValueError(
            f"the map holds numbers from {p.min():.3g} to {p.max():.3g}; probabilities in [0, 1] are expected. "
            "Logits become that with keras.ops.sigmoid(...)."
        )
    return p.reshape(side, side)


def _extent(points) -> tuple[float, float, float, float]:
    low, high = points.min(axis=0), points.max(axis=0)
    rim = np.maximum(_MARGIN * (high - low), 1e-6)
    (left, bottom), (right, top) = low - rim, high + rim
    return left, right, bottom, top


def _pixels(points, width, around) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of each point on the map about the points `around`."""
    left, right, bottom, top = _extent(around)
    columns = (points[:, 0] - left) / (right - left) * width
    rows = (top - points[:, 1]) / (top - bottom) * width
    return columns.astype(int), rows.astype(int)  # never at the edge: the map is larger than the rectangle


def _border(inside: np.ndarray) -> np.ndarray:
    """Pixels that have a neighbour on the other side, above or to the left: a line two pixels wide."""
    line = np.zeros_like(inside)
    across, down = inside[:, 1:] != inside[:, :-1], inside[1:] != inside[:-1]
    for part in (line[:, 1:], line[:, :-1]):
        part |= across
    for part in (line[1:], line[:-1]):
        part |= down
    return line


def _marks(columns, rows, width, grow, disc) -> np.ndarray:
    """Index of the pixels of all marks, cut off at the edge."""
    radius = _RADIUS + grow
    dy, dx = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    keep = dx**2 + dy**2 <= radius**2 + 1 if disc else np.maximum(np.abs(dx), np.abs(dy)) < radius
    return tuple(
        np.clip(at[:, None] + shift[keep], 0, width - 1) for at, shift in ((rows, dy), (columns, dx))
    )
