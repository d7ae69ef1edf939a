"""Any folder of images as a `Dataset`: every file looked at, brought to one size; what is not read is named, with the reason."""

from __future__ import annotations

import os
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from gan_lessons.data.contents import is_hidden, listing, look, printable
from gan_lessons.data.dataset import Dataset, sealed
from gan_lessons.data.pictures import UnknownWhite, Whites, open_picture
from gan_lessons.data.progress import counted
from gan_lessons.data.sources import DataError
from gan_lessons.files import path_of
from gan_lessons.numeric import choice, flag, shown, whole

import numpy as np
from PIL import Image, ImageOps

DARK = 17  # of 255; masks that number classes, or a depth that was not known, look like that


def images(
    folder: str | os.PathLike,
    size: int | tuple[int, int],
    *,
    fit: str = "crop",
    fill: int = 255,
    grey: bool = False,
    by_folder: bool = False,
    n: int | None = None,
    verbose: bool = True,
) -> Dataset:
    """Read all images in a folder and in the folders below it.

    Photographs are turned upright by their EXIF tag, transparent pixels become white, of an animation or a document of several pages
    the first one is taken. Colour profiles are not applied. Links are followed; hidden files, and notes and tables beside the images
    (.txt, .csv, .json and the like), are passed over. Images are in the order of their names: "10.png" comes before "2.png".

    Of 16 bits a pixel all count, if the brightest pixel of the folder needs more than 14 of them. If not, they are 8, 10, 12 or 14
    bits in a wider file, as cameras and microscopes write them; the same is asked of 32 bits. That is a guess, and the warning says so.

    Parameters
    ----------
    folder : path
    size : int or (int, int)
        Height and width in pixels of the result, 1 to 4096.
    fit : {"crop", "pad"}
        What to do with images of another shape: cut off what is too much on both sides, or keep all of it and fill
        the borders. They are never stretched.
    fill : int
        Grey value of the borders for ``fit="pad"``, 0 to 255.
    grey : bool
        One channel in place of three.
    by_folder : bool
        Label each image with the folder directly below ``folder`` in which it lies. Otherwise all labels are 0.
    n : int, optional
        Read at most so many images, the first by name. With ``by_folder`` each class gets an equal share of them (the first of each
        by name), as far as it has so many; n must not be below the number of classes.
    verbose : bool
        Print a line at the end, and one that counts if it takes longer than a moment.

    Returns
    -------
    Dataset
        ``images`` uint8 (n, height, width, 3 or 1). ``class_names`` are the names of the folders that hold images, in the order of
        Python's sort, or that of ``folder``.

    Raises
    ------
    DataError
        If there is no such folder, no image in it, or none that can be read; with ``by_folder`` also if an image lies
        in no folder below.
    ValueError
        If an argument makes no sense.

    Warns
    -----
    UserWarning
        One, if anything is to be said: files that are not used are counted and named, with the reason; so are those of whose depth
        a guess was made, those that are nearly black, and classes without an image.
    """
    root = path_of("folder", folder, "a folder of images")
    height, width = checked_size(size)
    choice("fit", fit, ("crop", "pad"))
    fill, n = whole("fill", fill, least=0, most=255), checked_count(n)
    grey, by_folder = flag("grey", grey), flag("by_folder", by_folder)
    paths, passed = look(root)
    classes = [path.relative_to(root).parts[0] if path.parent != root else "" for path in paths]
    if by_folder and "" in classes:
        raise DataError(
            f"{paths[classes.index('')]} lies in no folder below {root}. With by_folder=True each image must lie in "
            "one, which names its class; move it, or leave by_folder out."
        )
    if by_folder and n is not None and n < len(set(classes)):
        raise ValueError(
            f"n is {n}, and {root} has {len(set(classes))} classes: {', '.join(map(printable, sorted(set(classes))))}. Give at least one "
            "image for each."
        )

    def prepare(path: Path, whites: Whites) -> np.ndarray:
        picture = open_picture(path, grey, (2 * width, 2 * height), whites)
        if fit == "crop":
            return np.asarray(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))
        return _padded(picture, (width, height), fill)

    name = printable(root.resolve().name or "images")
    array, kept, words = read_all(
        paths,
        [str(p.relative_to(root)) for p in paths],
        prepare,
        (height, width, 1 if grey else 3),
        name,
        verbose,
        n=n,
        classes=classes if by_folder and n is not None else None,
        passed=passed,
    )
    class_names, labels = (name,), np.zeros(len(array), np.int32)
    if by_folder:
        class_names, labels = np.unique([classes[i] for i in kept], return_inverse=True)
        folders = {path.name for path in root.iterdir() if path.is_dir() and not is_hidden(path.name)}
        if empty := sorted(folders - set(class_names)):
            words.append(
                f"No image was read in {listing((folder, '') for folder in empty)}, which is no class then."
            )
    if words:
        warnings.warn(" ".join(words), stacklevel=2)
    if verbose:
        more = f", {len(class_names)} classes" if by_folder else ""
        print(f"{name}: {len(array):,} images of {height} × {width}{more}.")
    class_names = tuple(printable(str(each)) for each in class_names)
    return Dataset(array, labels, name, f"folder {name!r}", "train", class_names)


def _padded(picture: Image.Image, size: tuple[int, int], fill: int) -> np.ndarray:
    """A picture as large as fits into this width and height, in the middle of an even ground."""
    scale = min(size[0] / picture.width, size[1] / picture.height)
    small = [
        max(1, round(side * scale)) for side in picture.size
    ]  # of a line of pixels nothing would be left
    ground = Image.new(picture.mode, size, (fill,) * len(picture.getbands()))
    ground.paste(
        picture.resize(small, Image.Resampling.LANCZOS),
        [(a - b) // 2 for a, b in zip(size, small, strict=True)],
    )
    return np.asarray(ground)


def _in_turn(classes: list[str], kept: list[int]) -> Iterator[int]:
    """The numbers of files, one of each class in turn; one that did not get into `kept` is followed by the next of its class."""
    waiting: dict[str, deque[int]] = {}
    for i, name in enumerate(classes):
        waiting.setdefault(name, deque()).append(i)
    while any(waiting.values()):
        for left in waiting.values():
            while left:
                i = left.popleft()
                yield i
                if kept and kept[-1] == i:
                    break


def read_all(
    files: list,
    names: list[str],
    prepare: Callable[..., np.ndarray],
    shape: tuple[int, ...],
    title: str,
    verbose: bool,
    *,
    n: int | None = None,
    classes: list[str] | None = None,
    passed: dict[str, str] | None = None,
) -> tuple[np.ndarray, list[int], list[str]]:
    """Turn files into one uint8 array (n, *shape).

    Parameters
    ----------
    files, names : list
        Each with its name for messages.
    prepare : callable
        Makes an array of a file, given the `Whites` of them all; OSError or ValueError, with a reason to show, if it cannot.
    shape : tuple
        Of each array.
    title : str
        What they are.
    n : int, optional
        Stop when so many are read.
    classes : list of str, optional
        Of each file: they are then read in turn. In the result they are in the order of ``files`` all the same.
    passed : dict, optional
        What was passed over before, with the reason.

    Returns
    -------
    array, numbers of the files that it holds, sentences for a warning
    """
    wanted = len(files) if n is None else min(n, len(files))
    array = np.empty((wanted, *shape), np.uint8)
    whites, skipped = Whites(), {}
    kept: list[int] = []
    again: dict[int, tuple[int, str]] = {}  # row and kind of a file that is read again, once white is known

    order = range(len(files)) if classes is None else _in_turn(classes, kept)
    for i in counted(order, wanted, "files", verbose):
        if len(kept) == wanted:
            break
        try:
            array[len(kept)] = prepare(files[i], whites).reshape(shape)
        except UnknownWhite as error:
            again[i] = len(kept), error.kind
        except (OSError, ValueError) as error:
            skipped[names[i]] = str(error)
            continue
        kept.append(i)
    whites.settled = True
    for i, (row, _) in again.items():
        try:
            array[row] = prepare(files[i], whites).reshape(shape)
        except (OSError, ValueError) as error:
            skipped[names[i]] = str(error)
            kept[row] = -1
    rows = sorted((i, row) for row, i in enumerate(kept) if i >= 0)
    everything = (passed or {}) | skipped
    if not rows:
        raise DataError(
            f"None of the {len(everything):,} files of {title} can be used: {listing(sorted(everything.items()))}."
        )
    if [row for _, row in rows] != list(range(wanted)):
        array = array[[row for _, row in rows]]
    kept = [i for i, _ in rows]
    words = []
    if everything:
        words.append(
            f"{len(everything):,} of {len(files) + len(passed or {}):,} files of {title} are not used: "
            f"{listing(sorted(everything.items()))}."
        )
    for kind, white in whites.guessed().items():
        guessed = [(names[i], "") for i, (_, of) in again.items() if of == kind and i in kept]
        if guessed:
            words.append(
                f"{len(guessed):,} are {kind} and do not say what is white; {white:,} was taken for it, as no pixel is above: "
                f"{listing(guessed)}."
            )
    dark = [(names[i], "") for i, picture in zip(kept, array, strict=True) if 0 < picture.max() < DARK]
    if dark:
        words.append(f"{len(dark):,} are nearly black, no pixel above {DARK - 1} of 255: {listing(dark)}.")
    return sealed(array), kept, words


def checked_count(n: int | None) -> int | None:
    """``n`` itself; ValueError unless it is None or a positive whole number."""
    return None if n is None else whole("n", n)


def checked_size(size: int | tuple[int, int]) -> tuple[int, int]:
    """Height and width, each from 1 to 4096; ValueError if it is none."""
    try:
        height, width = size if isinstance(size, tuple | list) else (size, size)
        return whole("size", height, most=4096), whole("size", width, most=4096)
    except ValueError:
        raise ValueError(
            f"size is {shown(size)}; a number of pixels from 1 to 4096, or (height, width), is expected."
        ) from None
