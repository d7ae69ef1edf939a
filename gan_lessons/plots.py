"""Every figure of the course.

Images are drawn with one fixed value range, 0 to 255, and never stretched to their own minimum and maximum: an
untrained generator's flat grey must look flat and grey. One-channel images are drawn dark on white (`gray_r`).
Real is blue, generated is vermilion, everywhere; both survive the common colour blindnesses, and lines differ in
their dashes too, for printing in grey.

Figures have a white ground of their own, so they read the same in light and dark themes. A function that draws
gives back a `Picture`: the last line of a cell shows it, `display(picture)` shows it anywhere, and
`picture.savefig(path)` saves it. Given axes with `ax=`, it draws there and gives back nothing.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from PIL import Image

REAL = "#0072B2"
GENERATED = "#D55E00"
INK = "#222222"
FAINT = "#6E6E6E"
GAP = 221  # light grey between images that are themselves white at the rim

_REAL_LINE = {"color": REAL, "linestyle": "-"}
_GENERATED_LINE = {"color": GENERATED, "linestyle": (0, (5, 1.5))}
_OTHER_LINES = (
    {"color": INK, "linestyle": (0, (1, 1))},
    {"color": "#009E73", "linestyle": (0, (5, 1, 1, 1))},
    {"color": "#CC79A7", "linestyle": (0, (3, 1, 1, 1, 1, 1))},
)
_NAMES = {
    "d_loss_real": "D on real",
    "d_loss_fake": "D on generated",
    "g_loss": "G",
    "d_acc_real": "on real",
    "d_acc_fake": "on generated",
}


class Picture(Figure):
    """A matplotlib figure that a notebook shows as it stands, without `pyplot` and its list of open figures."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, dpi=144, layout="constrained", facecolor="white", **kwargs)

    def _repr_png_(self):
        # Sharp on a dense display: twice the pixels of CSS inches at 72 to the inch, shown at the width meant.
        buffer = io.BytesIO()
        self.savefig(buffer, format="png")
        text = [self.get_suptitle(), *(ax.get_title("left") or ax.get_title() for ax in self.axes)]
        alt = "; ".join(" ".join(t.split()) for t in text if t) or "figure"
        return buffer.getvalue(), {"width": round(self.get_figwidth() * 88), "alt": alt}


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
        If shape, dtype or range is another, or a value is not finite.
    """
    images = np.asarray(images)
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


def png(array: np.ndarray) -> bytes:
    """An array as a PNG file in memory.

    Parameters
    ----------
    array : ndarray (h, w) or (h, w, 3), uint8

    Returns
    -------
    bytes
    """
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "png", compress_level=3)
    return buffer.getvalue()


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
    _heading(picture, title)
    return picture


def strip(
    snapshots: Sequence[np.ndarray],
    labels: Sequence,
    cols: int = 10,
    rows: int = 8,
    title: str | None = None,
    columns: Sequence | None = None,
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
    picture, ax = _fitted(tiles, min(0.6, 6.2 / cols) / (w + gap), title, above, left=0.9)
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
    return picture


def losses(
    history,
    title: str | None = None,
    ax: Axes | Sequence[Axes] | None = None,
    chance: bool = True,
) -> Picture | None:
    """Losses, and beneath them the discriminator's accuracies, with the values of a discriminator that guesses.

    Parameters
    ----------
    history : keras.callbacks.History or mapping of name to sequence
        Epoch means as `fit` gives them, or per-step values as `callbacks.Curves.steps` keeps them. Names with
        "loss" go to the upper panel, names with "acc" (as fractions) to the lower one; those ending in `_real`
        are drawn in blue, `_fake` in vermilion. A "step" or "epoch" entry gives the horizontal axis. Of more than
        300 values the raw ones are drawn faintly and their moving mean strongly.
    title : str, optional
        The finding, in a sentence.
    ax : Axes or pair of Axes, optional
        Where to draw; a single one gets the losses only. Default: a new figure.
    chance : bool
        Draw ln 2 = 0.693, the cross-entropy of a D that answers 50 % to everything. Switch it off for losses that
        are no cross-entropies (Wasserstein, least squares).

    Returns
    -------
    Picture, or None if `ax` was given

    Raises
    ------
    ValueError
        If there is nothing to draw, or the series differ in length.
    """
    x, x_name, series = _series(history)
    upper = {k: v for k, v in series.items() if "loss" in k}
    lower = {k: v for k, v in series.items() if "acc" in k}
    if not upper or any(len(v) != len(x) for v in series.values()):
        lengths = {k: len(v) for k, v in series.items()}
        raise ValueError(
            f"history holds {lengths or 'nothing'}; expected series of one length, at least one of them a loss. "
            "Pass what fit() returned, or the steps of a Curves callback after training."
        )
    picture = None
    if ax is None:
        picture = Picture(figsize=(7, 4.8 if lower else 3))
        heights = {"height_ratios": [3, 2]} if lower else {}
        axes = picture.subplots(2 if lower else 1, 1, sharex=True, squeeze=False, gridspec_kw=heights)[:, 0]
    else:
        axes = np.atleast_1d(ax)
    window = len(x) // 50 if len(x) > 300 else 1

    top = _curves(axes[0], x, upper, window)
    axes[0].set_ylabel("loss")
    axes[0].set_ylim(None if any((v < 0).any() for v in upper.values()) else 0, top)
    if chance:
        _guide(axes[0], math.log(2), "ln 2 = 0.693: D guesses")
    if lower and len(axes) > 1:
        _curves(axes[1], x, lower, window)
        axes[1].set(ylabel="D is right", ylim=(-0.02, 1.02), yticks=(0, 0.5, 1))
        axes[1].yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        _guide(axes[1], 0.5, "50 %: D guesses")
    axes[-1].set_xlabel(x_name if window == 1 else f"{x_name} (strong lines: mean of {window} {x_name}s)")
    axes[-1].xaxis.set_major_locator(MaxNLocator(integer=True))
    if picture:
        _heading(picture, title)
    elif title:
        axes[0].set_title(title, loc="left", fontsize=11, color=INK)
    return picture


def _series(history):
    values = dict(getattr(history, "history", history))
    for name in ("step", "epoch"):
        if name in values:
            x = np.asarray(values.pop(name))
            break
    else:
        name = "epoch"
        n = len(next(iter(values.values()), ()))
        x = np.asarray(getattr(history, "epoch", None) or range(n)) + 1
    # Real first: the dashes of generated, drawn after it, stay visible where both agree.
    keys = sorted(values, key=lambda k: 0 if k.endswith("_real") else 1 if k.endswith("_fake") else 2)
    return x, name, {k: np.asarray(values[k], float) for k in keys if "loss" in k or "acc" in k}


def _curves(ax, x, series, window):
    """Draw the lines; returns an upper limit that a few wild first steps do not set."""
    others = iter(_OTHER_LINES * len(series))
    tops = []
    for key, y in series.items():
        style = (
            _REAL_LINE
            if key.endswith("_real")
            else _GENERATED_LINE
            if key.endswith("_fake")
            else next(others)
        )
        if window > 1:
            ax.plot(x, y, color=style["color"], alpha=0.18, linewidth=0.6)
            y = np.convolve(y, np.ones(window) / window, "valid")
            middle = x[window // 2 : window // 2 + len(y)]
        else:
            middle = x
        marker = "o" if len(y) == 1 else None
        ax.plot(
            middle, y, label=_NAMES.get(key, key.replace("_", " ")), linewidth=1.7, marker=marker, **style
        )
        finite = y[np.isfinite(y)]
        tops.append(1.12 * np.quantile(finite, 0.99) if len(finite) else 1)
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.97),
        ncols=3,
        frameon=False,
        fontsize=9,
        handlelength=2.6,
        columnspacing=1.4,
    )
    ax.grid(axis="y", color="#E4E4E4", linewidth=0.7)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color("#9A9A9A")
    ax.tick_params(labelsize=9, color="#9A9A9A", labelcolor=INK)
    ax.margins(x=0.01)
    return max([*tops, 0.8])


def _guide(ax, y, text):
    ax.axhline(y, color=FAINT, linewidth=0.9, zorder=1)
    ax.annotate(
        text,
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=FAINT,
        annotation_clip=False,
    )


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
    lines = _wrap(title, width).count("\n") + 1 if title else 0
    picture = Picture(figsize=(width, height + above + 0.23 * lines + 0.1))
    _heading(picture, title)
    ax = picture.subplots()
    ax.set_anchor("SW" if not left else "C")
    return picture, ax


def _heading(picture, title):
    if title:
        picture.suptitle(_wrap(title, picture.get_figwidth()), x=0.01, ha="left", fontsize=11, color=INK)


def _wrap(text, inches):
    return textwrap.fill(text, max(20, int(inches * 11.5)))
