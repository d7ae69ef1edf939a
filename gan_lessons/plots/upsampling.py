"""Small grids with their numbers, and spectra in which a checkerboard shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons import upsampling
from gan_lessons.plots.style import FAINT, INK, Picture, heading, wrap

import numpy as np
from matplotlib.patches import Circle, Rectangle

MARK = (
    "#8E3A97"  # what one input pixel paints; neither the blue of real nor the vermilion of generated images
)
_LIGHT, _DARK = np.array([247, 250, 249]), np.array([0, 110, 84])
_GAP = 1.6  # between grids, in cells, at least


def shades(values: np.ndarray, low: float | None = None, high: float | None = None) -> np.ndarray:
    """Colours of cells: near white at `low`, dark green at `high`.

    Parameters
    ----------
    values : array-like
    low, high : float, optional
        Default: the least value or 0, whichever is less; the greatest value.

    Returns
    -------
    ndarray (..., 3), uint8
    """
    values = np.asarray(values, float)
    low = min(0.0, values.min()) if low is None else low
    high = values.max() if high is None else high
    share = np.clip((values - low) / ((high - low) or 1), 0, 1)[..., None]
    return np.rint(_LIGHT + share * (_DARK - _LIGHT)).astype(np.uint8)


def ink_on(colour: np.ndarray, value: float) -> tuple[int, int, int]:
    """The colour of a number in a cell of this colour; zeros step back."""
    if np.dot(colour, [0.299, 0.587, 0.114]) < 140:
        return (255, 255, 255)
    return (150, 150, 150) if value == 0 else (34, 34, 34)


def number(value: float) -> str:
    """A value as it is written in a cell: at most two decimals, none that are 0."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", "−")


def cells(
    grids: Sequence[np.ndarray],
    names: Sequence[str],
    title: str | None = None,
    steps: Sequence[str] | None = None,
    marks: Sequence[tuple[slice, slice] | None] | None = None,
    shared: bool = True,
) -> Picture:
    """Small arrays side by side, a number in each cell.

    Parameters
    ----------
    grids : sequence of arrays (h, w)
    names : sequence of str
        What is written above each.
    title : str, optional
        The finding, in a sentence.
    steps : sequence of str, optional
        One for each pair of neighbours: draws an arrow with this text from one to the next.
    marks : sequence of (slice, slice) or None, optional
        For each grid, the rows and columns to outline.
    shared : bool
        One scale of colours for all grids; otherwise each has its own.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no grids, one is not (h, w), or the lengths of the sequences do not fit.
    """
    grids = [np.asarray(grid, float) for grid in grids]
    if not grids or any(grid.ndim != 2 or grid.size == 0 for grid in grids):
        raise ValueError(
            f"grids have shapes {[grid.shape for grid in grids]}; expected at least one, each (h, w)."
        )
    lengths = {"names": (len(grids), names), "steps": (len(grids) - 1, steps), "marks": (len(grids), marks)}
    for name, (expected, given) in lengths.items():
        if given is not None and len(given) != expected:
            raise ValueError(f"there are {len(given)} {name} for {len(grids)} grids; expected {expected}.")

    inches = 0.4
    gap = _GAP if steps is None else 2.9
    for _ in range(
        2
    ):  # the text between grids needs its room in inches, so the gap in cells follows the cells' size
        width = sum(grid.shape[1] for grid in grids) + gap * (len(grids) - 1)
        inches = min(0.4, 7.3 / width)
        gap = (0.45 if steps is None else max(0.9, 0.075 * max(map(len, steps)) + 0.15)) / inches
    width = sum(grid.shape[1] for grid in grids) + gap * (len(grids) - 1)
    height = max(grid.shape[0] for grid in grids)
    figure_width = max(width * inches + 0.3, 4.2)
    lines = wrap(title, figure_width).count("\n") + 1 if title else 0
    name_lines = 1 + max(name.count("\n") for name in names)
    head = 0.19 * name_lines + 0.08
    picture = Picture(figsize=(figure_width, height * inches + head + 0.22 * lines + 0.15))
    heading(picture, title)
    ax = picture.subplots()
    ax.set(xlim=(-0.1, (figure_width - 0.3) / inches), ylim=(height + 0.1, -head / inches), aspect="equal")
    ax.set_anchor("W")
    ax.set_axis_off()

    low = min(0.0, *(grid.min() for grid in grids)) if shared else None
    high = max(grid.max() for grid in grids) if shared else None
    left = 0.0
    for i, (grid, name) in enumerate(zip(grids, names, strict=True)):
        top = (height - grid.shape[0]) / 2
        _cells(ax, grid, left, top, inches, low, high, marks[i] if marks else None)
        ax.text(left, top - 0.08 / inches, name, fontsize=9, color=INK, va="bottom", ha="left")
        left += grid.shape[1]
        if steps is not None and i < len(grids) - 1:
            ax.annotate(
                "",
                (left + gap - 0.12 / inches, height / 2),
                (left + 0.12 / inches, height / 2),
                arrowprops={"arrowstyle": "->", "color": FAINT, "linewidth": 1.1},
            )
            ax.text(
                left + gap / 2,
                height / 2 - 0.07 / inches,
                steps[i],
                fontsize=8,
                color=FAINT,
                ha="center",
                va="bottom",
            )
        left += gap
    return picture


def _cells(ax, grid, left, top, inches, low, high, mark):
    h, w = grid.shape
    colours = shades(grid, low, high)
    ax.imshow(colours, extent=(left, left + w, top + h, top), interpolation="nearest", zorder=1)
    texts = [[number(value) for value in row] for row in grid]
    longest = max(len(text) for row in texts for text in row)
    size = min(9.0, 72 * inches * min(0.5, 1.35 / longest))
    for i in range(h + 1):
        ax.plot((left, left + w), (top + i, top + i), color="white", linewidth=0.8, zorder=2)
    for j in range(w + 1):
        ax.plot((left + j, left + j), (top, top + h), color="white", linewidth=0.8, zorder=2)
    ax.add_patch(Rectangle((left, top), w, h, fill=False, edgecolor="#9A9A9A", linewidth=0.8, zorder=3))
    if size >= 4.5:
        for i, j in np.ndindex(h, w):
            colour = np.array(ink_on(colours[i, j], grid[i, j])) / 255
            ax.text(
                left + j + 0.5, top + i + 0.53, texts[i][j], fontsize=size, color=colour, ha="center", va="center"
            )  # fmt: skip
    if mark is not None:
        rows, cols = mark
        ax.add_patch(
            Rectangle(
                (left + cols.start, top + rows.start),
                cols.stop - cols.start,
                rows.stop - rows.start,
                fill=False,
                edgecolor=MARK,
                linewidth=2.2,
                zorder=4,
            )
        )


def side_by_side(
    images: Mapping[str, np.ndarray], title: str | None = None, limits: tuple[float, float] = (-1.0, 1.0)
) -> Picture:
    """A few images, large enough to see each pixel.

    Parameters
    ----------
    images : mapping of name to array (h, w)
        Of any sizes; all are drawn equally large. Dark on white, as everywhere.
    title : str, optional
        The finding, in a sentence.
    limits : (float, float)
        The values shown as white and black, the same for all; (0, 255) for bytes.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no images, or one is not (h, w).
    """
    images = {name: np.asarray(image) for name, image in images.items()}
    if not images or any(image.ndim != 2 for image in images.values()):
        shapes = {name: image.shape for name, image in images.items()}
        raise ValueError(f"images have shapes {shapes}; expected at least one, each (h, w).")
    side = min(2.2, 7.6 / len(images) - 0.1)
    figure_width = max(3.4, len(images) * (side + 0.1) + 0.1)
    lines = wrap(title, figure_width).count("\n") + 1 if title else 0
    picture = Picture(figsize=(figure_width, side + 0.35 + 0.22 * lines))
    heading(picture, title)
    axes = picture.subplots(1, len(images), squeeze=False)[0]
    for ax, (name, image) in zip(axes, images.items(), strict=True):
        ax.imshow(image, cmap="gray_r", vmin=limits[0], vmax=limits[1], interpolation="nearest")
        ax.set(xticks=[], yticks=[])
        ax.set_title(name, loc="left", fontsize=9, color=INK)
        ax.spines[:].set_color("#9A9A9A")
    return picture


def spectra(
    images: Mapping[str, np.ndarray],
    stride: int = 2,
    title: str | None = None,
    limits: tuple[float, float] | None = (-1.0, 1.0),
    reach: float = 0.0,
) -> Picture:
    """Above, the first image of each set; below, the mean spectrum of the set, with its share of checkerboard.

    The frequencies are shown from just below 0 to just below 1 cycle per pixel, so that 0 and the places where a pattern that
    repeats with the stride shows (in circles) all lie well inside. White is 60 decibels (a millionth) below the strongest.

    Parameters
    ----------
    images : mapping of name to array (n, h, w) or (n, h, w, 1)
    stride : int
        As for `upsampling.checkerboard`.
    title : str, optional
        The finding, in a sentence.
    limits : (float, float) or None
        The values shown as white and black, the same for all images; None: each from its own least to its own greatest
        value, which the figure then says.
    reach : float
        As for `upsampling.checkerboard`.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no images, or as `upsampling.checkerboard`.
    """
    if not images:
        raise ValueError("there are no images; give at least one named set of them.")
    sets = {name: _stack(name, value) for name, value in images.items()}
    shares = {name: upsampling.checkerboard(value, stride, reach) for name, value in sets.items()}
    side = min(1.8, 7.4 / len(sets) - 0.3)
    figure_width = len(sets) * (side + 0.22) + 0.45
    lines = wrap(title, figure_width).count("\n") + 1 if title else 0
    picture = Picture(figsize=(figure_width, 2 * side + 1.25 + 0.22 * lines))
    heading(picture, title)
    axes = picture.subplots(2, len(sets), squeeze=False)
    for (name, value), upper, lower in zip(sets.items(), *axes, strict=True):
        low, high = limits or (value[0].min(), value[0].max())
        upper.imshow(value[0], cmap="gray_r", vmin=low, vmax=high, interpolation="nearest")
        upper.set(xticks=[], yticks=[])
        upper.set_title(name, loc="left", fontsize=9, color=INK)
        if limits is None:
            upper.set_xlabel(f"white {low:.2g}, black {high:.2g}", fontsize=8, color=FAINT)
        _spectrum(lower, value, stride)
        lower.set_title(f"checkerboard {shares[name]:.1%}", loc="left", fontsize=9, color=MARK)
        for ax in (upper, lower):
            ax.spines[:].set_color("#9A9A9A")
            ax.tick_params(labelsize=8, color="#9A9A9A", labelcolor=INK)
    axes[1, 0].set_ylabel("cycles per pixel, vertical", fontsize=8, color=INK)
    axes[1, 0].set_xlabel("cycles per pixel, horizontal", fontsize=8, color=INK, loc="left")
    return picture


def _stack(name, images):
    images = np.asarray(images, float)
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    if images.ndim != 3:
        raise ValueError(f"{name!r} has shape {images.shape}; expected (n, h, w) or (n, h, w, 1).")
    return images


def _spectrum(ax, images, stride):
    h, w = (side // stride * stride for side in images.shape[1:])
    images = images[:, :h, :w]
    power = (np.abs(np.fft.fft2(images - images.mean(axis=(1, 2), keepdims=True))) ** 2).mean(axis=0)
    decibels = 10 * np.log10(np.maximum(power / (power.max() or 1), 1e-6))
    below = [side // (2 * stride) for side in (h, w)]  # so many frequencies below 0 come first
    decibels = np.roll(decibels, below, axis=(0, 1))
    extent = (
        -(below[1] + 0.5) / w,
        1 - (below[1] + 0.5) / w,
        1 - (below[0] + 0.5) / h,
        -(below[0] + 0.5) / h,
    )
    ax.imshow(decibels, cmap="Greys", vmin=-60, vmax=0, extent=extent, interpolation="nearest")
    multiples = [i / stride for i in range(stride)]
    for y in multiples:
        for x in multiples:
            if (x, y) != (0, 0):
                ax.add_patch(Circle((x, y), 0.3 / stride / 2, fill=False, edgecolor=MARK, linewidth=1.3))
    names = ["0", *("½" if 2 * i == stride else f"{i}/{stride}" for i in range(1, stride))]
    ax.set_xticks(multiples, names)
    ax.set_yticks(multiples, names)
