"""Images: in grids, side by side, and through training."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gan_lessons import numeric
from gan_lessons.plots.style import GENERATED, INK, REAL, Picture, heading, wrap

import numpy as np
from matplotlib.axes import Axes

GAP = 221  # light grey between images that are themselves white at the rim


def to_uint8(images: np.ndarray) -> np.ndarray:
    """Images as bytes.

    Parameters
    ----------
    images : array-like (n, h, w, 1), (n, h, w, 3) or (n, h, w)
        uint8 in 0..255, or float in [-1, 1] as a tanh generator gives it.

    Returns
    -------
    ndarray (n, h, w, 1) or (n, h, w, 3), uint8

    Raises
    ------
    ValueError
        If shape, dtype or range is another, a value is masked or not finite.
    """
    images = numeric.array("images", images, finite=False)
    if images.ndim == 3:
        images = images[..., None]
    if images.ndim != 4 or images.shape[-1] not in (1, 3) or 0 in images.shape:
        raise ValueError(
            f"images have shape {images.shape}; expected (n, h, w, 1) for grey or (n, h, w, 3) for colour, n at "
            "least 1. A single image is images[:1] or image[None]."
        )
    if images.dtype == np.uint8:
        return images
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"images have dtype {images.dtype}; expected uint8 in 0..255 or float in [-1, 1].")
    low, high = images.min(), images.max()
    if not -1.001 <= low <= high <= 1.001:  # NaN fails every comparison
        raise ValueError(
            f"float images must lie in [-1, 1]; these reach from {low:.4g} to {high:.4g}. "
            "Pass pixels as uint8, or scale them with images / 127.5 - 1."
        )
    return np.rint(np.clip(images, -1, 1) * 127.5 + 127.5).astype(np.uint8)


def grid_image(
    images: np.ndarray,
    rows: int | None = None,
    cols: int | None = None,
    gap: int | tuple[int, int] = 2,
    scale: int = 1,
) -> np.ndarray:
    """Images side by side in one array, without matplotlib: a millisecond where a figure takes a hundred.

    Parameters
    ----------
    images : array-like (n, h, w, c)
        As `to_uint8` takes them.
    rows, cols : int, optional
        Default: one row of up to ten, or as square as can be. If only one is given, the other follows. If both are, images beyond
        `rows * cols` are left out, and missing ones stay white.
    gap : int or (int, int)
        Pixels between images; a pair is (between rows, between columns).
    scale : int
        Each pixel becomes a square of this side.

    Returns
    -------
    ndarray (h', w') or (h', w', 3), uint8
        One-channel images dark on white: 255 minus the pixel.

    Raises
    ------
    ValueError
        As `to_uint8`; or if `rows`, `cols` or `scale` is below 1.
    """
    images = to_uint8(images)
    rows, cols = _layout(len(images), rows, cols)
    if scale < 1:
        raise ValueError(f"scale is {scale}; give a whole number of at least 1.")
    n, h, w, c = images.shape
    gap_y, gap_x = (gap, gap) if isinstance(gap, int) else gap
    n = min(n, rows * cols)
    tiles = np.full((rows * cols, h + gap_y, w + gap_x, c), 255, np.uint8)
    tiles[:, h:] = tiles[:, :, w:] = GAP if max(gap_y, gap_x) <= 4 else 255
    tiles[:n, :h, :w] = 255 - images[:n] if c == 1 else images[:n]
    canvas = tiles.reshape(rows, cols, h + gap_y, w + gap_x, c).swapaxes(1, 2)
    canvas = canvas.reshape(rows * (h + gap_y), cols * (w + gap_x), c)[: -gap_y or None, : -gap_x or None]
    if scale > 1:
        canvas = canvas.repeat(scale, 0).repeat(scale, 1)
    return canvas[..., 0] if c == 1 else canvas


def grid(
    images: np.ndarray,
    rows: int | None = None,
    cols: int | None = None,
    labels: Sequence | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Picture | None:
    """Images in rows and columns.

    Parameters
    ----------
    images : array-like (n, h, w, c)
        uint8, or float in [-1, 1].
    rows, cols : int, optional
        As in `grid_image`.
    labels : sequence, optional
        One short text (or number) for each image, written above it.
    title : str, optional
        The finding, in a sentence.
    ax : matplotlib.axes.Axes, optional
        Where to draw; default: a new figure.

    Returns
    -------
    Picture, or None if `ax` was given

    Raises
    ------
    ValueError
        If there are fewer labels than images shown; or as `grid_image`.
    """
    images = to_uint8(images)
    n, h, w, _ = images.shape
    rows, cols = _layout(n, rows, cols)
    shown = min(n, rows * cols)
    if labels is not None and len(labels) < shown:
        raise ValueError(f"{shown} images but {len(labels)} labels; give one for each image.")
    gap_x = max(1, w // 14)
    gap_y = gap_x if labels is None else math.ceil(0.36 * h)
    tiles = grid_image(images, rows, cols, (gap_y, gap_x))

    picture = None
    if ax is None:
        picture, ax = _fitted(
            tiles, min(0.6, 6.2 / cols) / (w + gap_x), title, 0.2 if labels is not None else 0
        )
    _show(ax, tiles)
    if labels is not None:
        for i in range(shown):
            y, x = divmod(i, cols)
            ax.text(
                x * (w + gap_x) + w / 2 - 0.5, y * (h + gap_y) - 0.07 * h, str(labels[i]), **_small(ax, cols)
            )
    if title and ax.figure is not picture:
        ax.set_title(title, loc="left", fontsize=11, color=INK)
    return picture


def compare(
    real: np.ndarray,
    generated: np.ndarray,
    rows: int | None = None,
    cols: int | None = None,
    title: str | None = None,
    names: tuple[str, str] = ("real", "generated"),
) -> Picture:
    """Real images beside generated ones, in frames of their two colours.

    Parameters
    ----------
    real, generated : array-like (n, h, w, c)
        uint8, or float in [-1, 1]; shown with the same number of rows and columns.
    rows, cols : int, optional
        Of each half, as in `grid_image`; default: from the smaller of the two.
    title : str, optional
        The finding, in a sentence.
    names : (str, str)
        What is written above the halves.

    Returns
    -------
    Picture
    """
    rows, cols = _layout(min(len(real), len(generated)), rows, cols)
    side = min(0.5, 3.6 / cols)
    picture = Picture(figsize=(2 * cols * side + 0.5, rows * side + (0.75 if title else 0.45)))
    left, right = picture.subplots(1, 2)
    for ax, images, colour, name in ((left, real, REAL, names[0]), (right, generated, GENERATED, names[1])):
        _show(ax, grid_image(images, rows, cols, max(1, np.shape(images)[2] // 14)))
        _frame(ax, colour)
        ax.set_title(name, loc="left", color=colour, fontsize=10, fontweight="bold")
    heading(picture, title)
    return picture


def strip(
    snapshots: Sequence[np.ndarray],
    labels: Sequence,
    cols: int = 10,
    rows: int = 8,
    title: str | None = None,
    columns: Sequence | None = None,
    side: float = 0.6,
) -> Picture:
    """Rows of images with a label before each: one latent point to a column, one moment of training to a row.

    Parameters
    ----------
    snapshots : sequence of arrays (n, h, w, c)
        One for each row, from the same latent points.
    labels : sequence
        One short text for each snapshot ("step 500").
    cols : int
        How many images of each snapshot.
    rows : int
        How many snapshots: if there are more, evenly chosen ones with the first and the last.
    title : str, optional
        The finding, in a sentence.
    columns : sequence, optional
        A short text above each column.
    side : float
        Of an image, in inches, if the page is wide enough.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no snapshots, or not one label for each.
    """
    if len(snapshots) == 0 or len(snapshots) != len(labels):
        raise ValueError(
            f"{len(snapshots)} snapshots and {len(labels)} labels; give one label for each snapshot."
        )
    chosen = np.unique(np.linspace(0, len(snapshots) - 1, min(rows, len(snapshots))).round().astype(int))
    cols = min(cols, len(snapshots[0]))
    images = np.concatenate([to_uint8(snapshots[i])[:cols] for i in chosen])
    h, w = images.shape[1:3]
    gap = max(1, w // 14)

    tiles = grid_image(images, len(chosen), cols, gap)
    above = 0.22 if columns is not None else 0
    picture, ax = _fitted(tiles, min(side, 6.2 / cols) / (w + gap), title, above, left=0.9)
    _show(ax, tiles)
    ax.set_axis_on()
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_yticks(np.arange(len(chosen)) * (h + gap) + h / 2 - 0.5, [str(labels[i]) for i in chosen])
    ax.set_xticks([])
    if columns is not None:
        ax.set_xticks(np.arange(cols) * (w + gap) + w / 2 - 0.5, [str(c) for c in columns[:cols]])
        ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=9, labelcolor=INK)
    if (
        columns is not None
    ):  # a letter is about 0.62 of its size wide: the longest name is to fit above its image
        longest = max((len(line) for c in columns[:cols] for line in str(c).split("\n")), default=1)
        ax.tick_params(axis="x", labelsize=min(9, 72 * min(side, 6.2 / cols) / (0.62 * max(longest, 1))))
    return picture


def _layout(n, rows, cols):
    for name, value in (("rows", rows), ("cols", cols)):
        if value is not None and value < 1:
            raise ValueError(f"{name} is {value}; give a whole number of at least 1.")
    if cols is None:
        cols = math.ceil(n / rows) if rows else n if n <= 10 else math.ceil(math.sqrt(n))
    return rows or math.ceil(n / cols), cols


def _show(ax, pixels):
    ax.imshow(pixels, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    ax.set_axis_off()


def _frame(ax, colour):
    ax.set_axis_on()
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(edgecolor=colour, linewidth=2.2)


def _small(ax, cols):
    return {
        "ha": "center",
        "va": "bottom",
        "fontsize": 8 if cols <= 10 else 6,
        "color": INK,
        "clip_on": False,
    }


def _fitted(tiles, inches, title, above=0.0, left=0.0):
    """A figure just large enough for `tiles` at `inches` to the pixel, a title, and room for labels."""
    height, width = (inches * side for side in tiles.shape[:2])
    width = max(3.4, width + left + 0.1)
    lines = wrap(title, width).count("\n") + 1 if title else 0
    picture = Picture(figsize=(width, height + above + 0.23 * lines + 0.1))
    heading(picture, title)
    ax = picture.subplots()
    ax.set_anchor("SW" if not left else "C")
    return picture, ax
