"""Faces that others photographed: CelebA from your own copy, Labeled Faces in the Wild through scikit-learn."""

from __future__ import annotations

import io
import os
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from gan_lessons.data import sources
from gan_lessons.data.contents import list_images
from gan_lessons.data.dataset import Dataset
from gan_lessons.data.faces.table import Faces
from gan_lessons.data.folders import checked_count, read_all
from gan_lessons.data.pictures import open_picture
from gan_lessons.data.sources import DataError
from gan_lessons.files import path_of
from gan_lessons.numeric import whole

import numpy as np
from PIL import Image

_ALIGNED = (178, 218)  # width and height of CelebA's aligned photographs
_SQUARE = (25, 57, 153, 185)  # left, top, right, bottom: the face in them, with hair and chin
_LFW_SQUARE = (61, 67, 189, 195)  # the same in the 250 × 250 of Labeled Faces in the Wild
_LFW_COUNT = 13_233
_TABLES = ("list_attr_celeba.txt", "list_attr_celeba.csv")
_ARCHIVES = ("img_align_celeba.zip", "celeba-dataset.zip", "archive.zip")


def celeba(
    path: str | os.PathLike, n: int | None = 50_000, *, size: int = 80, verbose: bool = True
) -> Dataset | Faces:
    """Read CelebA's aligned photographs (Liu et al. 2015, arXiv:1411.7766), from an archive or a folder.

    CelebA is for research that is not commercial, and may not be passed on: you get it yourself. Each photograph of
    218 × 178 pixels is cropped to a square around the face; the faces are aligned, so no detector is needed.

    Parameters
    ----------
    path : path
        ``img_align_celeba.zip``, the archive around it that Kaggle gives, or a folder that holds either one unpacked.
        ``list_attr_celeba.txt`` or ``.csv`` is used if it lies in the archive, in the folder, or beside them.
    n : int, optional
        The first so many; None for all 202,599, which are 3.9 GB at 80 × 80.
    size : int
        Height and width of the result in pixels.
    verbose : bool
        Print a line at the end, and one that counts if it takes longer than a moment.

    Returns
    -------
    Faces or Dataset
        ``images`` uint8 (n, size, size, 3). With the file of attributes `Faces`: 40 of them, each true or false.

    Raises
    ------
    DataError
        If there is nothing at ``path``, no aligned photograph in it, or a file of attributes that does not fit.

    Warns
    -----
    UserWarning
        Photographs that cannot be read are counted and named.
    """
    checked_count(n), whole("size", size, most=1024)
    place = path_of("path", path, "CelebA's archive img_align_celeba.zip, or of its folder")
    if not place.exists():
        raise DataError(
            f"{path} is not there; CelebA's archive img_align_celeba.zip, or its folder, is expected."
        )
    if place.is_dir():
        inside = [p for p in place.rglob("*") if p.name in _ARCHIVES]
        photographs = [p for p in _images_or_none(place) if _is_photograph(p.name)]
        if photographs or not inside:
            tables = _tables_near(place) + [t for p in photographs[:1] for t in _tables_near(p.parent)]
            return _celeba(place, photographs, tables, n, size, verbose)
        place = inside[0]
    try:
        with zipfile.ZipFile(place) as archive:
            entries = [zipfile.Path(archive, name) for name in sorted(archive.namelist())]
            photographs = [p for p in entries if _is_photograph(p.name)]
            tables = [p for p in entries if p.name in _TABLES] + _tables_near(place.parent)
            return _celeba(place, photographs, tables, n, size, verbose)
    except (zipfile.BadZipFile, EOFError) as error:
        raise DataError(
            f"{place} is no whole archive ({error}). Download it anew, or give the folder that you unpacked it into."
        ) from error


def _is_photograph(name: str) -> bool:
    return re.fullmatch(r"\d{6}\.(jpg|png)", name) is not None


def _images_or_none(folder: Path) -> list[Path]:
    try:
        return list_images(folder)
    except DataError:
        return []


def _tables_near(folder: Path) -> list[Path]:
    folders = (folder, folder / "Anno", folder.parent, folder.parent / "Anno", folder.parent.parent)
    return [path for f in folders for name in _TABLES if (path := f / name).is_file()]


def _celeba(place: Path, photographs: list, tables: list, n: int | None, size: int, verbose: bool):
    if not photographs:
        raise DataError(
            f"{place} holds no photograph with a name like 000001.jpg, as the aligned photographs of CelebA have. Give "
            "img_align_celeba.zip or its folder; for other photographs there is extract_faces."
        )
    photographs = photographs[:n]

    def prepare(file, _whites) -> np.ndarray:
        picture = open_picture(file if isinstance(file, Path) else _unpacked(file))
        if picture.size != _ALIGNED:
            width, height = picture.size
            raise ValueError(f"{width} × {height} pixels, not the 178 × 218 of an aligned photograph")
        return np.asarray(picture.resize((size, size), Image.Resampling.LANCZOS, box=_SQUARE))

    names = [file.name for file in photographs]
    images, kept, words = read_all(photographs, names, prepare, (size, size, 3), "CelebA", verbose)
    if words:
        warnings.warn(" ".join(words), stacklevel=3)
    about = {
        "images": images,
        "labels": np.zeros(len(images), np.int32),
        "name": "CelebA",
        "source": "copy of CelebA on this machine",
        "split": "train",
        "class_names": ("face",),
    }
    if verbose:
        known = f"attributes from {tables[0].name}" if tables else "no file of attributes"
        print(f"CelebA: {len(images):,} faces of {size} × {size}, {known}.")
    if not tables:
        return Dataset(**about)
    return Faces(**about, attributes=_read_attributes(tables[0], [names[i] for i in kept]))


def _unpacked(file: zipfile.Path) -> io.BytesIO:
    try:
        return io.BytesIO(file.read_bytes())
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise OSError(f"damaged in the archive: {error}") from error


def _read_attributes(path, names: Iterable[str]) -> np.ndarray:
    """The rows of CelebA's table of attributes that belong to these photographs, as booleans."""
    wanted = {name: i for i, name in enumerate(names)}
    try:
        text = path.read_text(encoding="utf-8")
        split = (lambda line: line.split(",")) if path.name.endswith(".csv") else str.split
        lines = iter(text.splitlines())
        fields = split(next(lines))
        if len(fields) == 1:  # the original begins with the number of rows
            fields = split(next(lines))
        fields = [field.strip() for field in fields if field.strip() not in ("image_id", "")]
        table = np.zeros(len(wanted), [(field, bool) for field in fields])
        for line in lines:
            row = split(line)
            if row and (i := wanted.pop(row[0].strip(), None)) is not None:
                values = [int(value) for value in row[1:]]
                if len(values) != len(fields) or not set(values) <= {-1, 0, 1}:
                    raise ValueError(f"the row of {row[0]} does not hold {len(fields)} times -1 or 1")
                table[i] = tuple(value == 1 for value in values)
        if wanted:
            raise ValueError(f"it has no row for {next(iter(wanted))}")
    except (OSError, ValueError, TypeError, StopIteration) as error:
        raise DataError(
            f"{path} is not CelebA's table of attributes ({str(error) or 'it is empty'}). Put a whole file in its place, "
            "or move it away: then the photographs are read without."
        ) from error
    return table


def lfw(
    n: int | None = None, *, size: int = 80, data_home: str | os.PathLike | None = None, verbose: bool = True
) -> Dataset:
    """Labeled Faces in the Wild (Huang et al. 2007): 13,233 press photographs of 5,749 people, through scikit-learn.

    scikit-learn is optional: ``pip install scikit-learn``. It keeps the photographs in its own folder, and downloads them
    there once (about 200 MB), never with ``GAN_LESSONS_OFFLINE=1``. Each photograph is cropped to a square around the
    face.

    Parameters
    ----------
    n : int, optional
        The first so many, in the order of names; None for all.
    size : int
        Height and width of the result in pixels.
    data_home : path, optional
        scikit-learn's folder, if not the usual one.
    verbose : bool
        Say the size before a download, and print a line at the end.

    Returns
    -------
    Dataset
        ``images`` uint8 (n, size, size, 3); ``labels`` number the people, whose names are ``class_names``.

    Raises
    ------
    DataError
        Without scikit-learn, or if the photographs are not here and cannot or may not be downloaded.
    """
    checked_count(n), whole("size", size, most=1024)
    try:
        from sklearn import datasets
    except ImportError as error:
        raise DataError(
            f"Labeled Faces in the Wild comes through scikit-learn, which is not installed ({error}). "
            "Install it with: pip install scikit-learn. Or use drawn_faces, which needs no download."
        ) from error
    home = None if data_home is None else str(path_of("data_home", data_home, "scikit-learn's folder"))
    if not _fetched(datasets, home, download=False):
        if sources.offline():
            raise DataError(
                "Labeled Faces in the Wild is not on this machine, and GAN_LESSONS_OFFLINE is set; unset it to allow the "
                "download of about 200 MB, or use drawn_faces, which needs none."
            )
        if verbose:
            print(
                "Labeled Faces in the Wild: downloading about 200 MB into scikit-learn's folder. "
                "(With GAN_LESSONS_OFFLINE=1 nothing is downloaded.)",
                flush=True,
            )
        if not _fetched(datasets, home, download=True):
            raise DataError(
                "scikit-learn's download of Labeled Faces in the Wild is not whole. Try again later."
            )
    folder = Path(datasets.get_data_home(home)) / "lfw_home" / "lfw_funneled"
    paths = [path for path in list_images(folder) if path.parent.parent == folder]
    if len(paths) != _LFW_COUNT:
        warnings.warn(
            f"{folder} holds {len(paths):,} photographs, where there should be {_LFW_COUNT:,}. Delete it, and it is "
            "downloaded anew.",
            stacklevel=2,
        )
    paths = paths[:n]

    def prepare(path: Path, _whites) -> np.ndarray:
        picture = open_picture(path)
        if picture.size != (250, 250):
            raise ValueError("not 250 × 250 pixels, as the original is")
        return np.asarray(picture.resize((size, size), Image.Resampling.LANCZOS, box=_LFW_SQUARE))

    title = "Labeled Faces in the Wild"
    images, kept, words = read_all(paths, [p.name for p in paths], prepare, (size, size, 3), title, verbose)
    if words:
        warnings.warn(" ".join(words), stacklevel=2)
    people, labels = np.unique([paths[i].parent.name.replace("_", " ") for i in kept], return_inverse=True)
    if verbose:
        print(f"{title}: {len(images):,} faces of {len(people):,} people, {size} × {size}.")
    return Dataset(images, labels, title, "copy that scikit-learn keeps", "train", tuple(people.tolist()))


def _fetched(datasets, home: str | None, download: bool) -> bool:
    """Let scikit-learn's fetcher see to it that the photographs are in its folder; whether they are.

    It would also decode them all into an array of floats, of a gigabyte and more. So it is asked for people with a
    million photographs, finds none, and the files are read here.
    """
    try:
        datasets.fetch_lfw_people(
            data_home=home, min_faces_per_person=1_000_000, download_if_missing=download
        )
    except OSError as error:
        if download:
            raise DataError(
                f"scikit-learn cannot download Labeled Faces in the Wild ({error}). Try again later, or use drawn_faces."
            ) from error
        return False
    except ValueError as error:
        if "restrictive" not in str(error):  # what it says when it has looked and found nobody
            raise DataError(f"scikit-learn cannot read Labeled Faces in the Wild ({error}).") from error
    return (Path(datasets.get_data_home(home)) / "lfw_home" / "lfw_funneled").is_dir()
