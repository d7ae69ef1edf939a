"""Any folder of images as a `Dataset`: every file looked at, turned upright, brought to one size; broken ones are named."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from gan_lessons.data.dataset import Dataset
from gan_lessons.data.progress import counted
from gan_lessons.data.sources import DataError

import numpy as np
from PIL import Image, ImageOps

# Telephones write HEIC: Pillow cannot read it, and to say so is better than to pass it over in silence.
SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic", ".heif")
)
NAMED = 10  # files that a message names before it only counts


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

    Photographs are turned upright by their EXIF tag, transparent pixels become white, of an animation the first
    picture is taken. Hidden files are passed over. Files are read in the order of their names.

    Parameters
    ----------
    folder : path
    size : int or (int, int)
        Height and width in pixels of the result.
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
        Read at most so many files.
    verbose : bool
        Print a line at the end, and one that counts if it takes longer than a moment.

    Returns
    -------
    Dataset
        ``images`` uint8 (n, height, width, 3 or 1). ``class_names`` are the folders' names, or that of ``folder``.

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
        Files that cannot be read are counted and named, with the reason.
    """
    height, width = _checked_size(size)
    if fit not in ("crop", "pad"):
        raise ValueError(f"fit is {fit!r}; 'crop' or 'pad' is expected.")
    if not isinstance(fill, int | np.integer) or not 0 <= fill <= 255:
        raise ValueError(f"fill is {fill!r}; a grey value from 0 to 255 is expected.")
    paths = list_images(folder)[: checked_count(n)]
    root = Path(folder).expanduser()
    classes = [path.relative_to(root).parts[0] if path.parent != root else "" for path in paths]
    if by_folder and "" in classes:
        raise DataError(
            f"{paths[classes.index('')]} lies in no folder below {root}. With by_folder=True each image must lie in "
            "one, which names its class; move it, or leave by_folder out."
        )

    def prepare(path: Path) -> np.ndarray:
        picture = open_picture(path, grey, at_least=(2 * width, 2 * height))
        if fit == "crop":
            return np.asarray(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))
        colour = int(fill) if grey else (int(fill),) * 3
        return np.asarray(ImageOps.pad(picture, (width, height), Image.Resampling.LANCZOS, colour))

    name = root.resolve().name or "images"
    shape = (height, width, 1 if grey else 3)
    array, kept = read_all(paths, [str(p.relative_to(root)) for p in paths], prepare, shape, name, verbose)
    class_names, labels = (name,), np.zeros(len(array), np.int32)
    if by_folder:
        class_names, labels = np.unique([classes[i] for i in kept], return_inverse=True)
    if verbose:
        more = f", {len(class_names)} classes" if by_folder else ""
        print(f"{name}: {len(array):,} images of {height} × {width}{more}.")
    return Dataset(array, labels, name, f"folder {name!r}", "train", tuple(map(str, class_names)))


def list_images(folder: str | os.PathLike) -> list[Path]:
    """All image files in a folder and below, by name, hidden ones left out; `DataError` if there are none."""
    root = Path(folder).expanduser()
    if not root.is_dir():
        kind = "a file" if root.exists() else "not there"
        raise DataError(f"{folder} is {kind}; a folder of images is expected.")
    found = [
        path
        for path in root.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
        and path.is_file()
    ]
    if not found:
        raise DataError(
            f"{folder} holds no images ({', '.join(sorted(SUFFIXES))}), nor does a folder below it."
        )
    return sorted(found, key=lambda path: path.relative_to(root).parts)


def open_picture(
    file: Path | IO[bytes], grey: bool = False, at_least: tuple[int, int] | None = None
) -> Image.Image:
    """Read one image upright and whole, as Pillow's mode "RGB" or "L".

    A JPEG may come smaller than it is, but not below ``at_least`` (width, height): that saves most of the time.
    Raises OSError or ValueError, with a reason to show, if it cannot be read.
    """
    try:
        if isinstance(file, Path) and file.stat().st_size == 0:
            raise OSError("the file is empty")
        with Image.open(file) as picture:
            if at_least:
                picture.draft(None, (max(at_least),) * 2)
            picture.load()
            picture = ImageOps.exif_transpose(picture)
        if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip at 255
            picture = Image.fromarray((np.asarray(picture, np.int64).clip(0, 65535) // 257).astype(np.uint8))
        elif picture.mode == "F":
            raise OSError("its pixels are fractions, with no known white")
        if picture.has_transparency_data:
            picture = picture.convert("RGBA")
            white = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(white, picture)
        return picture.convert("L" if grey else "RGB")
    except Image.UnidentifiedImageError:
        raise OSError("not an image, or of a kind that Pillow cannot read") from None
    except (OSError, ValueError):
        raise
    except Exception as error:  # damaged files make decoders raise almost anything
        raise OSError(f"{type(error).__name__}: {error}") from error


def read_all(
    files: list,
    names: list[str],
    prepare: Callable[..., np.ndarray],
    shape: tuple[int, int, int],
    title: str,
    verbose: bool,
    stacklevel: int = 3,
) -> tuple[np.ndarray, list[int]]:
    """Turn files into one uint8 array (n, *shape), and say which of them it holds; warn of those that fail.

    ``stacklevel`` is that of the warning: 3 for the caller of the caller.
    """
    array = np.empty((len(files), *shape), np.uint8)
    kept, skipped = [], {}
    for i, file in enumerate(counted(files, len(files), "files", verbose)):
        try:
            array[len(kept)] = prepare(file).reshape(shape)
        except (OSError, ValueError) as error:
            skipped[names[i]] = str(error)
        else:
            kept.append(i)
    if not kept:
        raise DataError(
            f"None of the {len(files):,} files of {title} can be used: {listing(skipped.items())}."
        )
    if skipped:
        warnings.warn(
            f"{len(skipped):,} of {len(files):,} files of {title} are not used: {listing(skipped.items())}.",
            stacklevel=stacklevel,
        )
    return array[: len(kept)], kept


def listing(named: Iterable[tuple[str, str]]) -> str:
    """The first few of many: "a.jpg (the file is empty), b.jpg (…) and 12 more"."""
    parts = [f"{name} ({reason})" if reason else name for name, reason in named]
    more = f" and {len(parts) - NAMED:,} more" if len(parts) > NAMED else ""
    return ", ".join(parts[:NAMED]) + more


def checked_count(n: int | None) -> int | None:
    """``n`` itself; ValueError unless it is None or a positive whole number."""
    if n is not None and (not isinstance(n, int | np.integer) or n < 1):
        raise ValueError(f"n is {n!r}; a whole number of at least 1 is expected, or None for all.")
    return n


def _checked_size(size: int | tuple[int, int]) -> tuple[int, int]:
    pair = (size, size) if isinstance(size, int | np.integer) else tuple(size) if np.iterable(size) else ()
    if len(pair) != 2 or not all(isinstance(s, int | np.integer) and 1 <= s <= 4096 for s in pair):
        raise ValueError(
            f"size is {size!r}; a number of pixels from 1 to 4096, or (height, width), is expected."
        )
    return int(pair[0]), int(pair[1])
