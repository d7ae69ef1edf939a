"""Does a generator repeat its training pictures? For each sample the nearest of them, and whether it is nearer than a new picture would be.

A distance alone does not tell: a blurred picture is near to many. So what counts is how much nearer the nearest training picture is than the
next ones (as in arXiv 2301.13188), and what counts as much is read off real pictures that were held out.
"""

from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from . import pixels
from .extractors import Extractor, extractor, features_of, name_of
from .neighbours import squared_distances

WINDOWS = "windows of 8 x 8"
GRID, RIM = 8, 1  # pixels that a picture is averaged down to, and by how many of them a copy may have moved
NEXT = 10  # training pictures whose distance the nearest one's is compared with
QUANTILE, MARGIN = 0.05, 0.6
ALLOWED = 0.05
FEWEST = 10
_FLAT = 0.02  # contrast in [-1, 1] below which there is nothing to recognise
_ROWS = 128


@dataclass(frozen=True, eq=False)
class Memorising:
    """How many samples are copies of training pictures; made by :func:`memorising`.

    Attributes
    ----------
    share : float
        Of the samples whose ratio is below the threshold.
    held_out : float
        The same share of the held-out pictures: what is called a copy by mistake, and pairs of real pictures that are alike.
    threshold : float
    ratios : ndarray
        float64 (n,): the distance to the nearest training picture over the median of those to the next ones. 0 for a copy, near 1 for
        a picture of its own.
    nearest : ndarray
        int64 (n,): which training picture that is.
    extractor : str
        What the pictures were compared by.
    n : tuple of int
        Samples, training pictures and held-out ones.
    """

    share: float
    held_out: float
    threshold: float
    ratios: np.ndarray
    nearest: np.ndarray
    extractor: str
    n: tuple[int, int, int]

    @property
    def flagged(self) -> bool:
        """Whether so many samples are copies that the generator repeats its training pictures: 5 % more than of held-out pictures."""
        return self.share > self.held_out + ALLOWED

    @property
    def most_alike(self) -> np.ndarray:
        """The samples' numbers, the likeliest copy first: int64 (n,)."""
        return np.argsort(self.ratios, kind="stable")

    def __float__(self) -> float:
        return self.share

    def __str__(self) -> str:
        return (
            f"copies of training pictures: {self.share:.1%} of the samples, {self.held_out:.1%} of held-out pictures"
            f"{': it repeats them' if self.flagged else ''} [compared by {self.extractor!r}, ratio below {self.threshold:.2f}, "
            f"n = {self.n[0]:,} samples, {self.n[1]:,} training pictures, {self.n[2]:,} held-out ones]"
        )


def memorising(
    samples, training, held_out, extractor: str | Extractor | None = None, *, mirrored: bool = True
) -> Memorising:
    """Look for copies of training pictures among samples.

    For each sample, the distance to its nearest training picture is divided by the median of those to the ten next ones. The threshold
    is 0.6 of what one held-out picture in twenty is below. (Without the margin one real picture in twenty would be a copy.)

    Parameters
    ----------
    samples, training, held_out : array-like
        Images (n, h, w, c) of one size, uint8 or float32 in [-1, 1]; at least 10 training and 10 held-out ones. These must not be among
        the training pictures.
    extractor : str or Extractor, optional
        What is compared. Default: pictures are averaged down to 8 x 8 pixels, and their inner 6 x 6 compared with windows of that size in a
        training picture, half a pixel apart, each less its mean and over its contrast. So a copy that is moved by up to an eighth, lighter, of more contrast
        or compressed anew is still one. Where all training pictures are alike (digits, emoji), one whose move lies between two windows may be
        missed. With an extractor it is its features, and moved copies are found as far as it overlooks the move.
    mirrored : bool
        Whether the mirror image of a training picture is a copy, too.

    Returns
    -------
    Memorising

    Raises
    ------
    ValueError
        If the sets do not fit together, are no images, or there are too few.

    Notes
    -----
    How often it is wrong, with 60 or 100 training pictures and 10 or 24 held-out ones, 25 draws each of CIFAR-10's horses, digits, satellite
    tiles and drawn faces: 150 fresh pictures were flagged in none of 200 draws, and with 16 copies among 166 in 198. Thin strokes hide what
    has moved: of digits that are copies moved by a pixel it finds few.

    Examples
    --------
    >>> from gan_lessons import data, metrics
    >>> digits = data.load("mnist").images
    >>> print(metrics.memorising(digits[500:600], digits[:500], digits[600:700]).flagged)
    False
    """
    sets = {"samples": samples, "training": training, "held_out": held_out}
    sets = {name: _images(name, images) for name, images in sets.items()}
    shapes = {name: images.shape[1:] for name, images in sets.items()}
    if len(set(shapes.values())) > 1:
        raise ValueError(
            f"The images have shapes {shapes}; give pictures of one size, all grey or all in colour."
        )
    for name, fewest in (("samples", 1), ("training", FEWEST), ("held_out", FEWEST)):
        if len(sets[name]) < fewest:
            raise ValueError(f"{name} has {len(sets[name])} image(s); expected at least {fewest}.")
    if extractor is None and min(shapes["samples"][:2]) < 2 * GRID:
        raise ValueError(
            f"The images have {shapes['samples'][0]} x {shapes['samples'][1]} pixels; windows need {2 * GRID} at least. Give an extractor."
        )
    mirrored = numeric.flag("mirrored", mirrored)
    asked = np.concatenate([sets["samples"], sets["held_out"]])
    ratios, nearest = _ratios(*_compared(asked, sets["training"], extractor, mirrored))
    n = len(sets["samples"])
    threshold = MARGIN * float(np.quantile(ratios[n:], QUANTILE))
    return Memorising(
        share=float((ratios[:n] < threshold).mean()),
        held_out=float((ratios[n:] < threshold).mean()),
        threshold=threshold,
        ratios=ratios[:n],
        nearest=nearest[:n],
        extractor=WINDOWS if extractor is None else name_of(extractor),
        n=(n, len(sets["training"]), len(sets["held_out"])),
    )


def _images(name: str, images) -> np.ndarray:
    try:
        return pixels.scaled(
            pixels.checked(images, lambda shape: len(shape) == 4, "(n, height, width, channels)")
        )
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _compared(asked, training, which, mirrored):
    """Features of what is asked about (m, d), and those of each view of the training pictures, a list of (n, d)."""
    turned = [training, training[:, :, ::-1]] if mirrored else [training]
    if which is not None:
        chosen = extractor(which)
        return features_of(asked, chosen, "samples"), [features_of(x, chosen, "training") for x in turned]
    offsets = range(4 * RIM + 1)
    small = [_small(x) for x in turned]
    views = [_window(x, row, column) for x in small for row in offsets for column in offsets]
    return _window(_small(asked), 2 * RIM, 2 * RIM), views


def _small(images: np.ndarray) -> np.ndarray:
    """Images averaged down to 8 x 8 places, with those halfway between: 15 x 15.

    Each place is averaged with its neighbours, so that a copy between two places is still like both.
    """
    for axis in (1, 2):
        ends = np.linspace(0, images.shape[axis], 2 * GRID + 1).round().astype(int)
        parts = np.split(images, ends[1:-1], axis=axis)
        images = np.stack([part.mean(axis=axis) for part in parts], axis=axis)
    images = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    for _ in range(3):  # 1, 3, 3, 1
        images = (images[:, 1:] + images[:, :-1]) / 2
        images = (images[:, :, 1:] + images[:, :, :-1]) / 2
    return images


def _window(small: np.ndarray, row: int, column: int) -> np.ndarray:
    """The window of 6 x 6 places that begins there, without brightness and contrast: float64 (n, d)."""
    side = 2 * (GRID - 2 * RIM)
    rows = (
        small[:, row : row + side : 2, column : column + side : 2].reshape(len(small), -1).astype("float64")
    )
    rows -= rows.mean(axis=1, keepdims=True)
    return rows / (rows.std(axis=1, keepdims=True) + _FLAT)


def _ratios(asked: np.ndarray, views: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Distance to the nearest training picture over the median of those to the next ones, and which is the nearest."""
    ratios, nearest = np.empty(len(asked)), np.empty(len(asked), "int64")
    next_ones = min(NEXT, len(views[0]) - 1)
    # What rounding and eight bits make of a distance: two flat pictures are no copies of each other.
    least = 1e-3 * np.sqrt(asked.shape[1])
    for start in range(0, len(asked), _ROWS):
        part = asked[start : start + _ROWS]
        squares = np.full((len(part), len(views[0])), np.inf)
        for view in views:
            for rows, columns, found in squared_distances(part, view):
                np.minimum(squares[rows, columns], found, out=squares[rows, columns])
        first = np.sqrt(np.partition(squares, next_ones, axis=1)[:, : next_ones + 1])
        first.sort(axis=1)
        rows = slice(start, start + len(part))
        ratios[rows] = (first[:, 0] + least) / (np.median(first[:, 1:], axis=1) + least)
        nearest[rows] = squares.argmin(axis=1)
    return ratios, nearest
