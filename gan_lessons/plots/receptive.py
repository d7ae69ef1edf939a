"""What an output depends on, drawn over the image; and the map of verdicts of a judge of patches."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons import numeric
from gan_lessons.plots.images import to_uint8
from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading, wrap
from gan_lessons.plots.upsampling import MARK

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patches import Rectangle

DECADES = 4  # of the logarithmic scale
_VERDICTS = LinearSegmentedColormap.from_list("verdicts", ["white", REAL])
_SCORES = LinearSegmentedColormap.from_list("scores", [GENERATED, "white", REAL], 257)  # odd: white is in it


def overlaid(image: np.ndarray, slope: np.ndarray, log: bool = False) -> np.ndarray:
    """An image, faint, with a slope laid over it in dark purple.

    Parameters
    ----------
    image : ndarray (h, w, 3), uint8
    slope : ndarray (h, w)
        Not negative; the largest is drawn at full strength.
    log : bool
        Strength by the logarithm, over four powers of ten; otherwise in proportion.

    Returns
    -------
    ndarray (h, w, 3), uint8

    Raises
    ------
    ValueError
        If the two do not fit together, or a slope is negative.
    """
    (image,), slope = to_uint8(np.asarray(image)[None]), numeric.array("slope", slope, ndim=2)
    if slope.shape != image.shape[:2] or slope.min() < 0:
        raise ValueError(
            f"slope has shape {slope.shape} and begins at {slope.min():.3g}; none below 0 are expected, one for each pixel of an image of "
            f"shape {image.shape}."
        )
    share = slope / (slope.max() or 1)
    if log:
        share = np.clip(1 + np.log10(np.maximum(share, 1e-12)) / DECADES, 0, 1)
    faint = 255 - (255 - image.astype(float)) * 0.45
    ink = 255 * np.array(to_rgb(MARK)) * 0.6
    return np.rint(faint + share[..., None] * (ink - faint)).astype(np.uint8)


def scored(image: np.ndarray, scores: np.ndarray, largest: float, opacity: float = 0.6) -> np.ndarray:
    """An image under its map of scores: blue where they are positive ("real"), vermilion where negative, white at 0.

    Parameters
    ----------
    image : ndarray (h, w, 3)
        uint8, or float in [-1, 1].
    scores : ndarray (h, w)
        One for each pixel.
    largest : float
        Above 0: the score that is drawn at full strength, as are those beyond it, and their negatives.
    opacity : float
        From 0, the image alone, to 1, the map alone.

    Returns
    -------
    ndarray (h, w, 3), uint8

    Raises
    ------
    ValueError
        If the two do not fit together, or a number is out of its range.
    """
    (image,), scores = to_uint8(np.asarray(image)[None]), numeric.array("scores", scores, ndim=2)
    largest, opacity = (
        numeric.real("largest", largest, above=0),
        numeric.real("opacity", opacity, least=0, most=1),
    )
    if scores.shape != image.shape[:2]:
        raise ValueError(
            f"scores have shape {scores.shape}; one is expected for each pixel of an image of shape {image.shape}."
        )
    colours = 255 * _SCORES(0.5 + scores / (2 * largest))[..., :3]
    return np.rint(image + opacity * (colours - image)).astype(np.uint8)


def fields(
    image: np.ndarray,
    slopes: Mapping[str, np.ndarray],
    squares: Mapping[str, tuple[slice, slice]] | None = None,
    title: str | None = None,
    log: bool = False,
) -> Picture:
    """Over one image, a panel for each network: what one of its outputs depends on, and how strongly.

    Parameters
    ----------
    image : ndarray (h, w, 3), uint8
    slopes : mapping of name to ndarray (h, w)
        As `models.receptive_field.slope` gives them.
    squares : mapping of name to (slice, slice), optional
        Rows and columns to outline in a panel: `models.receptive_field.Field.square`.
    title : str, optional
        The finding, in a sentence.
    log : bool
        Strength by the logarithm, over four powers of ten: then the weakest shows. Otherwise in proportion to each panel's largest.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no slopes, one does not fit the image, or a square has no panel.
    """
    squares = squares or {}
    if not slopes or not set(squares) <= set(slopes):
        raise ValueError(
            f"slopes are {list(slopes)} and squares {list(squares)}; give at least one slope, and squares of the same names."
        )
    drawn = {name: overlaid(image, slope, log) for name, slope in slopes.items()}
    axes, picture = _panels(len(drawn), title)
    height, width = np.shape(image)[:2]
    for ax, (name, pixels) in zip(axes, drawn.items(), strict=True):
        ax.imshow(pixels, interpolation="nearest")
        if name in squares:
            rows, columns = squares[name]
            ax.add_patch(
                Rectangle(
                    (columns.start - 0.5, rows.start - 0.5), columns.stop - columns.start, rows.stop - rows.start,
                    fill=False, edgecolor=INK, linewidth=1.4,
                )
            )  # fmt: skip
        _bare(ax, name)
        ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    scale = f"logarithmic: white is {10**DECADES:,} times weaker" if log else "in proportion"
    axes[0].set_xlabel(f"darker: depends on it more ({scale})", fontsize=8, color=FAINT, loc="left")
    heading(picture, title)
    return picture


def verdicts(
    images: Mapping[str, np.ndarray], chances: Mapping[str, np.ndarray], title: str | None = None
) -> Picture:
    """Images, and beneath each the map of verdicts that a judge of patches gives on it.

    Parameters
    ----------
    images : mapping of name to ndarray (h, w, 3)
        uint8, or float in [-1, 1].
    chances : mapping of the same names to ndarray (h', w')
        The probability of "real" at each place of the judge's map, from 0 (white) to 1 (blue).
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If names differ, there are none, or a map holds no probabilities.
    """
    if not images or list(images) != list(chances):
        raise ValueError(f"images are {list(images)} and maps {list(chances)}; give each image one map.")
    for name, chance in chances.items():
        given = numeric.array(f"the map of {name!r}", chance, ndim=2)
        if given.min() < 0 or given.max() > 1:
            raise ValueError(
                f"the map of {name!r} reaches from {given.min():.3g} to {given.max():.3g}; probabilities are expected, so a sigmoid of logits."
            )
    axes, picture = _panels(len(images), title, rows=2)
    n = len(images)
    for i, name in enumerate(images):
        axes[i].imshow(to_uint8(np.asarray(images[name])[None])[0], interpolation="nearest")
        _bare(axes[i], name)
        drawn = axes[n + i].imshow(chances[name], cmap=_VERDICTS, vmin=0, vmax=1, interpolation="nearest")
        height, width = np.shape(chances[name])
        _bare(axes[n + i], f"{height} × {width} verdicts, mean {np.mean(chances[name]):.0%}")
    bar = picture.colorbar(drawn, ax=axes[n:], shrink=0.8)
    bar.set_label("probability of “real”", fontsize=8, color=INK)
    bar.ax.tick_params(labelsize=8)
    heading(picture, title)
    return picture


def panels(images: Mapping[str, np.ndarray], title: str | None = None) -> Picture:
    """A few images in a row, larger than in a grid, each with its name.

    Parameters
    ----------
    images : mapping of name to ndarray (h, w, 3)
        uint8, or float in [-1, 1].
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
    if not images:
        raise ValueError("there are no images; give at least one, by its name.")
    axes, picture = _panels(len(images), title)
    for ax, (name, image) in zip(axes, images.items(), strict=True):
        ax.imshow(to_uint8(np.asarray(image)[None])[0], interpolation="nearest")
        _bare(ax, name)
    heading(picture, title)
    return picture


def _panels(n: int, title: str | None, rows: int = 1):
    side = min(2.6, 7.6 / n)
    width = max(3.4, n * side + 0.2 + (0.6 if rows > 1 else 0))
    lines = wrap(title, width).count("\n") + 1 if title else 0
    picture = Picture(figsize=(width, rows * (side + 0.3) + 0.22 * lines + 0.15))
    return picture.subplots(rows, n, squeeze=False).ravel(), picture


def _bare(ax, name: str) -> None:
    ax.set(xticks=[], yticks=[])
    ax.set_title(name, loc="left", fontsize=9, color=INK)
    ax.spines[:].set_color("#9A9A9A")
