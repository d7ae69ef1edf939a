"""Two domains of images from your own files: double images as pix2pix has them, and two folders as CycleGAN has them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import PurePosixPath

from gan_lessons.data.archives import Contents, opened
from gan_lessons.data.contents import printable
from gan_lessons.data.dataset import sealed
from gan_lessons.data.folders import checked_count, checked_size, read_all
from gan_lessons.data.jitter import Jitter
from gan_lessons.data.pairs import Paired, Unpaired
from gan_lessons.data.pictures import Whites, open_picture
from gan_lessons.data.sources import DataError
from gan_lessons.files import path_of
from gan_lessons.numeric import choice, flag, shown

import numpy as np
from PIL import Image, ImageOps

_WHAT = "a folder of images, or of an archive of one"
_STRETCH = 1.6  # by how much the shape of a half may differ from that of the result


def paired_images(
    path: str | os.PathLike,
    split: str = "train",
    size: int | tuple[int, int] = 256,
    *,
    source: str,
    grey: bool = False,
    n: int | None = None,
    crop: tuple[int, int] | None = None,
    flip: bool = False,
    enlarge: tuple[int, int] | None = None,
    verbose: bool = True,
) -> Paired:
    """Read double images, two side by side in each file, as the data of pix2pix (arXiv 1611.07004) come: ``maps``, ``facades``.

    Of ``maps`` the satellite picture is on the left and the map on the right; it has the splits "train" and "val". A split is one
    folder of that name, so what is for training and what for testing are never mixed.

    Photographs are turned upright, transparent pixels become white, of 16 bits a pixel those that are used count, as in `data.images`;
    files may be grey, in colour or with transparency, and all become RGB, or all grey. Each half is cut to the shape of ``size`` on both
    sides and averaged down; nothing is stretched. Pairs are in the order of their files' names ("10.jpg" comes before "2.jpg").

    Parameters
    ----------
    path : path
        The folder that holds the split's folder, or one of its own; or the archive of it (.zip, .tar.gz), which is not unpacked.
    split : str
        Name of the folder with the images.
    size : int or (int, int)
        Height and width in pixels of each half in the result, 1 to 4096.
    source : {"left", "right"}
        Which half is the source.
    grey : bool
        One channel in place of three.
    n : int, optional
        Of at most so many files, the first by name.
    crop, flip, enlarge
        As in `Paired`.
    verbose : bool
        Print a line at the end, and one that counts if it takes longer than a moment.

    Returns
    -------
    Paired
        uint8 (n, height, width, 3 or 1) both.

    Raises
    ------
    DataError
        If there is no such folder or archive, it is damaged or a web page, has no such split (those that are there are named), or none
        of its images can be used.
    ValueError
        If an argument makes no sense.

    Warns
    -----
    UserWarning
        Files that are not used are counted and named, with the reason: such of odd width, for one, or whose halves are of quite
        another shape than ``size``, as of a picture that is not two.
    """
    root = path_of("path", path, _WHAT)
    height, width = checked_size(size)
    choice("source", source, ("left", "right"))
    n, grey, jitter = _checked(split, n, grey, verbose, Jitter(enlarge, crop, flip), (height, width))

    def prepare(file: Callable, whites: Whites) -> np.ndarray:
        picture = open_picture(file(), grey, None, whites)
        if picture.width % 2:
            raise ValueError(f"its width is {picture.width}, which has no two halves")
        half = picture.width // 2
        if not 1 / _STRETCH < (half / picture.height) / (width / height) < _STRETCH:
            raise ValueError(
                f"its halves are {half} × {picture.height} pixels, of quite another shape than {width} × {height}"
            )
        halves = [picture.crop((x, 0, x + half, picture.height)) for x in (0, half)]
        return np.stack([_fitted(each, (width, height)) for each in halves])

    with opened(root) as contents:
        folder = _one_folder(contents, split, root, _folders(contents))
        shape = (2, height, width, 1 if grey else 3)
        both, words = _read(contents, folder, prepare, shape, n, verbose)
    if words:
        warnings.warn(" ".join(words), stacklevel=2)
    first, second = (0, 1) if source == "left" else (1, 0)
    pairs = Paired(both[:, first], both[:, second], jitter.crop, jitter.flip, jitter.enlarge)
    if verbose:
        print(
            f"{printable(folder)}: {len(pairs):,} pairs of {height} × {width}, {source} to {('right', 'left')[first]}."
        )
    return pairs


def unpaired_images(
    path: str | os.PathLike,
    split: str = "train",
    size: int | tuple[int, int] = 256,
    *,
    grey: bool = False,
    n: int | None = None,
    crop: tuple[int, int] | None = None,
    flip: bool = False,
    enlarge: tuple[int, int] | None = None,
    verbose: bool = True,
) -> Unpaired:
    """Read two domains, as the data of CycleGAN (arXiv 1703.10593) come: ``horse2zebra`` with trainA, trainB, testA and testB.

    A split is the two folders that begin with its name, so what is for training and what for testing are never mixed. Images are read as
    `paired_images` reads them, and cut on both sides to the shape of ``size``.

    Parameters
    ----------
    path : path
        The folder that holds those of the domains; or the archive of it (.zip, .tar.gz), which is not unpacked.
    split : str
        "train" for the folders trainA and trainB.
    size : int or (int, int)
        Height and width in pixels of the result, 1 to 4096.
    grey : bool
        One channel in place of three.
    n : int, optional
        Of at most so many files of each domain, the first by name.
    crop, flip, enlarge
        As in `Unpaired`.
    verbose : bool
        Print a line at the end, and one that counts if it takes longer than a moment.

    Returns
    -------
    Unpaired
        ``a`` and ``b``, uint8 (n, height, width, 3 or 1), each of its own n.

    Raises
    ------
    DataError
        If there is no such folder or archive, it is damaged or a web page, has no such split (those that are there are named), or a
        domain has no image that can be used.
    ValueError
        If an argument makes no sense.

    Warns
    -----
    UserWarning
        Files that are not used are counted and named, with the reason.
    """
    root = path_of("path", path, _WHAT)
    height, width = checked_size(size)
    n, grey, jitter = _checked(split, n, grey, verbose, Jitter(enlarge, crop, flip), (height, width))

    def prepare(file: Callable, whites: Whites) -> np.ndarray:
        return _fitted(open_picture(file(), grey, (2 * width, 2 * height), whites), (width, height))

    domains, words = [], []
    with opened(root) as contents:
        folders = _folders(contents)
        names = [_one_folder(contents, split + domain, root, folders) for domain in "AB"]
        for name in names:
            images, more = _read(contents, name, prepare, (height, width, 1 if grey else 3), n, verbose)
            domains.append(images)
            words += more
    if words:
        warnings.warn(" ".join(words), stacklevel=2)
    two = Unpaired(*domains, jitter.crop, jitter.flip, jitter.enlarge)
    if verbose:
        counts = " and ".join(
            f"{len(a):,} of {printable(name)}" for a, name in zip(domains, names, strict=True)
        )
        print(f"{counts}: images of {height} × {width}.")
    return two


def _checked(
    split, n, grey, verbose, jitter: Jitter, size: tuple[int, int]
) -> tuple[int | None, bool, Jitter]:
    if not isinstance(split, str) or not split.strip() or "/" in split or "\\" in split:
        raise ValueError(f"split is {shown(split)}; the name of a folder is expected, such as 'train'.")
    flag("verbose", verbose)
    return (
        checked_count(n),
        flag("grey", grey),
        jitter.check({"the result": np.empty((1, *size, 1), np.uint8)}),
    )


def _fitted(picture: Image.Image, size: tuple[int, int]) -> np.ndarray:
    array = np.asarray(ImageOps.fit(picture, size, Image.Resampling.LANCZOS))
    return array.reshape(size[1], size[0], -1)


def _folders(contents: Contents) -> dict[str, list[str]]:
    """The image files of each folder that has some, by the folder's path."""
    folders: dict[str, list[str]] = {}
    for name in contents.files:
        folders.setdefault(str(PurePosixPath(name).parent), []).append(name)
    return folders


def _one_folder(contents: Contents, name: str, root, folders: dict[str, list[str]]) -> str:
    """The path of the folder of a name; DataError if there is none, or more than one."""
    found = [folder for folder in folders if PurePosixPath(folder).name == name]
    if len(found) == 1:
        return found[0]
    there = ", ".join(
        f"{printable(PurePosixPath(f).name or '.')} ({len(files):,})" for f, files in sorted(folders.items())
    )
    if found:
        raise DataError(
            f"{root} has more than one folder {name!r}: {', '.join(map(printable, sorted(found)))}. Give the folder that holds the right one."
        )
    raise DataError(f"{root} has no folder {name!r} with images. Folders with images: {there or 'none'}.")


def _read(
    contents: Contents, folder: str, prepare: Callable, shape: tuple[int, ...], n: int | None, verbose: bool
) -> tuple[np.ndarray, list[str]]:
    """The images of one folder, in the order of their names, and sentences for a warning."""
    names = [name for name in contents.files if str(PurePosixPath(name).parent) == folder]
    if n is not None:
        first = set(sorted(names)[:n])
        names = [name for name in names if name in first]
    passed = {name: why for name, why in contents.passed.items() if str(PurePosixPath(name).parent) == folder}
    plain = [PurePosixPath(name).name for name in names]
    array, kept, words = read_all(
        [contents.files[name] for name in names],
        plain,
        prepare,
        shape,
        printable(folder),
        verbose,
        passed={PurePosixPath(name).name: why for name, why in passed.items()},
    )
    order = sorted(range(len(kept)), key=lambda row: plain[kept[row]])
    return (array if order == list(range(len(kept))) else sealed(array[order])), words
