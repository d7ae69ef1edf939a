"""What a translation has to be better than: translators that learn no shapes. Each is fitted on pairs, and then takes new sources."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .neighbours import nearest
from .pixels import checked
from .translation import as_levels

_CELLS = 2**15  # of a table; with more, too few pixels are in each
_AT_ONCE = 512  # training images
_COARSER = 4  # where a colour was never seen: that many times fewer levels
_AVERAGES = ("median", "mean")
_LUMINANCE = np.array([0.299, 0.587, 0.114])  # of ITU-R BT.601


@dataclass(frozen=True, eq=False, repr=False)
class ColourTable:
    """Gives each pixel the colour that pixels of its colour have on average; made by :func:`colour_table`. Call it with sources.

    Attributes
    ----------
    levels : tuple of int
        How many levels a channel has in its tables, finest first.
    tables : tuple of ndarray
        uint8 (cells, channels of the target) each.
    seen : tuple of ndarray
        bool (cells,): of which colours there were pixels.
    channels : int
        Of the source.
    """

    levels: tuple[int, ...]
    tables: tuple[np.ndarray, ...]
    seen: tuple[np.ndarray, ...]
    channels: int

    def __call__(self, source) -> np.ndarray:
        """Translate images (n, height, width, channels of the source) into uint8 (n, height, width, channels of the target)."""
        source = _images("source", source)
        if source.shape[3] != self.channels:
            raise ValueError(
                f"source has {source.shape[3]} channels; this table was made for {self.channels}."
            )
        flat = source.reshape(-1, self.channels)
        made = np.empty((len(flat), self.tables[0].shape[1]), np.uint8)
        left = np.arange(len(flat))
        for levels, table, seen in zip(self.levels, self.tables, self.seen, strict=True):
            cells = _cells(flat[left], levels)
            known = seen[cells]
            made[left[known]] = table[cells[known]]
            left = left[~known]
        return made.reshape(*source.shape[:3], -1)

    def __repr__(self) -> str:
        return f"<ColourTable: {self.levels[0]} levels in each of {self.channels} channels, {int(self.seen[0].sum()):,} colours seen>"


def colour_table(source, target, levels: int | None = None, average: str = "median") -> ColourTable:
    """Fit a table of colours: for each colour of a source's pixel the average colour of the target's pixel in its place.

    It knows nothing of neighbours, so it can colour a map anew, but draw no mountain. Colours that were never seen are looked up in
    coarser tables.

    Parameters
    ----------
    source, target : array-like
        Pairs, (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1]; channels may differ.
    levels : int, optional
        Into how many levels each channel of the source is divided, 2 to 256. None: all 256 of a grey source, 32 of a colour, and
        fewer of more channels, so that there are at most 32,768 colours.
    average : {"median", "mean"}
        Of each channel. The median has the least mean error.

    Returns
    -------
    ColourTable

    Raises
    ------
    ValueError
        If these are no pairs, or the table would have more than 2**24 entries.
    """
    source, target = _pairs(source, target)
    channels = source.shape[3]
    if levels is None:
        levels = min(256, int(_CELLS ** (1 / channels) + 1e-9))
    levels = numeric.whole("levels", levels, least=2, most=256)
    numeric.choice("average", average, _AVERAGES)
    if levels**channels > 2**24:
        raise ValueError(
            f"levels is {levels}, and {channels} channels make {levels**channels:,} colours; take fewer levels."
        )
    steps = [levels]
    while steps[-1] > 1:
        steps.append(max(1, steps[-1] // _COARSER))
    fitted = [_fitted(source, target, each, average) for each in steps]
    return ColourTable(tuple(steps), *map(tuple, zip(*fitted, strict=True)), channels)


def _cells(pixels: np.ndarray, levels: int) -> np.ndarray:
    """The number of each pixel's colour, (n,), of pixels (n, channels)."""
    cells = np.zeros(len(pixels), np.int64)
    for channel in pixels.T:
        cells = cells * levels + channel.astype(np.int64) * levels // 256
    return cells


def _fitted(source, target, levels: int, average: str) -> tuple[np.ndarray, np.ndarray]:
    cells = _cells(source.reshape(-1, source.shape[3]), levels)
    n = levels ** source.shape[3]
    counts = np.bincount(cells, minlength=n)
    seen = counts > 0
    colours, counts = np.flatnonzero(seen), counts[seen]
    cells = (np.cumsum(seen) - 1)[cells]  # numbered among those that were seen
    table = np.zeros((n, target.shape[3]), np.uint8)
    for channel in range(target.shape[3]):
        values = target[..., channel].reshape(-1)
        if average == "mean":
            found = np.rint(np.bincount(cells, values) / counts)
        else:
            found = _medians(cells * 256 + values, counts)
        table[colours, channel] = found
    return table, seen


def _medians(keys: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Of keys 256 * cell + value, the lower median of the values in each cell, (cells,)."""
    middle = (counts - 1) // 2
    if (
        len(counts) <= _CELLS
    ):  # counting takes a fraction of the time of sorting, but room for each value in each cell
        below = np.cumsum(np.bincount(keys, minlength=256 * len(counts)).reshape(-1, 256), axis=1)
        return (below <= middle[:, None]).sum(axis=1)
    return np.sort(keys)[np.cumsum(counts) - counts + middle] % 256


@dataclass(frozen=True, eq=False)
class MeanMap:
    """Makes the same image of every source; made by :func:`mean_map`.

    Attributes
    ----------
    image : ndarray
        uint8 (height, width, channels).
    """

    image: np.ndarray

    def __call__(self, source) -> np.ndarray:
        """The image, once for each of the sources."""
        return np.repeat(self.image[None], len(_images("source", source)), axis=0)


def mean_map(target, average: str = "mean") -> MeanMap:
    """Fit the one image that lies nearest to all targets: what is known without looking at the source.

    Parameters
    ----------
    target : array-like
        (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1].
    average : {"mean", "median"}
        Of each pixel's channel. The median has the least mean error.

    Raises
    ------
    ValueError
        If these are no images.
    """
    target = _images("target", target)
    numeric.choice("average", average, _AVERAGES)
    if average == "mean":
        image = target.mean(axis=0)
    else:
        image = np.stack([np.median(row, axis=0) for row in np.moveaxis(target, 1, 0)])
    return MeanMap(np.rint(image).astype(np.uint8))


@dataclass(frozen=True, eq=False, repr=False)
class NearestPair:
    """Gives the target of the training pair whose source is nearest, pixel by pixel; made by :func:`nearest_pair`."""

    source: np.ndarray
    target: np.ndarray

    def __call__(self, source) -> np.ndarray:
        """Targets of the nearest sources, uint8 (n, height, width, channels of the target)."""
        source = _images("source", source)
        if source.shape[1:] != self.source.shape[1:]:
            raise ValueError(
                f"source has shape {source.shape}; images of {self.source.shape[1:]} are expected."
            )
        index, distance = np.zeros(len(source), int), np.full(len(source), np.inf)
        for start in range(
            0, len(self.source), _AT_ONCE
        ):  # as float32 all of them would fill a small machine
            found = nearest(source, self.source[start : start + _AT_ONCE], extractor="pixels")
            nearer = found.distances[:, 0] < distance
            index[nearer] = start + found.indices[nearer, 0]
            distance[nearer] = found.distances[nearer, 0]
        return self.target[index]


def nearest_pair(source, target) -> NearestPair:
    """Keep training pairs for looking up: real textures, in the wrong place.

    Parameters
    ----------
    source, target : array-like
        Pairs, (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1].

    Raises
    ------
    ValueError
        If these are no pairs.
    """
    return NearestPair(*_pairs(source, target))


def references(train, source) -> dict[str, np.ndarray]:
    """What translators without shapes make of some sources.

    Parameters
    ----------
    train : Paired
        What they are fitted on: anything with ``source`` and ``target``, images (n, height, width, channels).
    source : array-like
        Images to translate, uint8 in 0..255 or float32 in [-1, 1].

    Returns
    -------
    dict of str to ndarray
        uint8 images of the targets' shape: "copying" (the source itself, grey where the target is, left out if the channels allow
        none), "mean map", "nearest neighbour" and "table of colours".

    Raises
    ------
    ValueError
        If these are no pairs, or sources of another shape.
    """
    source = _images("source", source)
    made = {}
    channels = source.shape[3], np.shape(train.target)[-1]
    if channels[0] in (1, channels[1]) or channels == (3, 1):
        grey = channels == (3, 1)
        same = np.rint(source @ _LUMINANCE)[..., None].astype(np.uint8) if grey else source
        made["copying"] = np.repeat(same, channels[1] // same.shape[3], axis=3)
    made["mean map"] = mean_map(train.target)(source)
    made["nearest neighbour"] = nearest_pair(train.source, train.target)(source)
    made["table of colours"] = colour_table(train.source, train.target)(source)
    return made


def _pairs(source, target) -> tuple[np.ndarray, np.ndarray]:
    source, target = _images("source", source), _images("target", target)
    if source.shape[:3] != target.shape[:3]:
        raise ValueError(
            f"source has shape {source.shape} and target {target.shape}; of pairs n, height and width must be equal."
        )
    return source, target


def _images(name: str, images) -> np.ndarray:
    try:
        return as_levels(checked(images, lambda shape: len(shape) == 4, "(n, height, width, channels)"))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
