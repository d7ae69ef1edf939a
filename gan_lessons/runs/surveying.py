"""What lies in a folder of pictures, before anything is trained on it: how many, of what sizes, grey or colour, which classes."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

from gan_lessons import data, numeric
from gan_lessons.data.contents import listing, look, printable
from gan_lessons.data.sources import DataError
from gan_lessons.files import path_of

import numpy as np
from PIL import Image

SIZES = (32, 64, 128)
LEAST = 20  # different pictures; with fewer there is nothing to learn from and nothing to hold out
LEAST_OF_CLASS = 10
MOST_BYTES = 2 * 2**30  # of all pictures at the size that is trained: they stay in memory
ENLARGED = 0.75  # a picture whose shorter side is below this share of the size is named as enlarged
MANY = 2000  # pictures, whose reading is counted aloud
ALIKE = 1.0  # of 255: mean distance of the pictures from their mean, below which they are all one picture
GREY = 2.0  # of 255: mean difference between the channels, up to which a picture counts as grey (JPEG rounds)
FILMS = (".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv")


@dataclass(frozen=True)
class Survey:
    """What was found; made by `survey`.

    Attributes
    ----------
    folder : Path
    pictures : Dataset
        All that are used, each once, at the size that is trained; one channel if all are grey. Labels are the classes.
    classes : tuple of str
        Folders that name classes; empty if they name none.
    words : tuple of str
        What a reader should know, a sentence each.
    """

    folder: Path
    pictures: data.Dataset
    classes: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def size(self) -> int:
        return self.pictures.images.shape[1]

    @property
    def channels(self) -> int:
        return self.pictures.images.shape[3]

    def __str__(self) -> str:
        return "\n".join(self.words)


def survey(
    folder: str | os.PathLike,
    size: int | None = None,
    *,
    fit: str = "crop",
    classes: bool = True,
    verbose: bool = True,
) -> Survey:
    """Look at every picture in a folder and below, and read those that can be read.

    Parameters
    ----------
    folder : path
    size : 32, 64 or 128, optional
        Height and width in pixels. Default: 64, or 32 if more than half of the pictures are smaller than 48 pixels.
    fit : {"crop", "pad"}
        As for `data.images`.
    classes : bool
        Whether folders directly below may name classes. They do if every picture lies in one, there are at least two, and each holds
        ten pictures or more.
    verbose : bool
        Count aloud if reading takes longer than a moment.

    Raises
    ------
    DataError
        If it is no folder, holds no pictures or none that can be read, fewer than 20 different ones, or all are alike.
    ValueError
        If the size or `fit` is none, or the pictures would not fit into memory.
    """
    root = path_of("FOLDER", folder, "a folder of pictures")
    numeric.choice("fit", fit, ("crop", "pad"))
    if size is not None and size not in SIZES:
        raise ValueError(
            f"size is {numeric.shown(size)}; choose one of {', '.join(map(str, SIZES))} (pixels a side)."
        )
    paths, passed = _look(root)
    sizes = _sizes(root, paths)
    if size is None:
        size = 32 if sizes and np.median([min(s) for s in sizes.values()]) < 48 else 64
    if (room := len(paths) * size * size * 3) > MOST_BYTES:
        raise ValueError(
            f"{len(paths):,} pictures at {size} pixels are {room / 2**30:.1f} GB, and they stay in memory; give a smaller size, or a "
            f"folder with at most {MOST_BYTES // (size * size * 3):,}."
        )
    labelled, why_not = _classes(root, paths) if classes else (False, "")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pictures = data.images(root, size, fit=fit, by_folder=labelled, verbose=verbose and len(paths) > MANY)
    words = [_count_and_sizes(pictures, sizes, size, fit), *(str(w.message) for w in caught)]
    pictures, grey = _in_one_channel(pictures)
    words.append(
        "All are grey: one channel is trained." if grey else "They are in colour: three channels are trained."
    )
    pictures, twins = _each_once(pictures)
    if twins:
        words.append(f"{twins:,} equal another picture and are left out: {len(pictures):,} different ones.")
    films = [name for name in passed if name.lower().endswith(FILMS)]
    if films:
        words.append(_about_films(films))
    if small := [name for name, s in sizes.items() if min(s) < ENLARGED * size]:
        words.append(
            f"{len(small):,} are smaller than {size} pixels and are enlarged, which makes them soft: "
            f"{listing((name, '') for name in small)}."
        )
    _enough(pictures, twins, root)
    if labelled:
        counts = np.bincount(pictures.labels, minlength=len(pictures.class_names))
        named = ", ".join(f"{name} ({n:,})" for name, n in zip(pictures.class_names, counts, strict=True))
        words.append(f"Folders are classes, and each can be asked for: {named}.")
    elif why_not:
        words.append(why_not)
    return Survey(root, pictures, pictures.class_names if labelled else (), tuple(words))


def _look(root: Path) -> tuple[list[Path], dict[str, str]]:
    try:
        return look(root)
    except DataError as error:
        if root.is_dir() and (
            films := [p.name for p in root.rglob("*") if p.suffix.lower() in FILMS]
        ):  # the word that helps here
            raise DataError(f"{root} holds no pictures. {_about_films(sorted(films))}") from None
        raise error


def _about_films(films: list[str]) -> str:
    return (
        f"{len(films):,} are films, which are not read: {listing((name, '') for name in films)}. Take pictures out of them first: "
        "ffmpeg -i film.mp4 -vf fps=1 pictures/film_%05d.png"
    )


def _sizes(root: Path, paths: list[Path]) -> dict[str, tuple[int, int]]:
    """Width and height by name, of those whose first bytes say it; the others are named when they are read."""
    found = {}
    for path in paths:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(path) as picture:
                    found[str(path.relative_to(root))] = picture.size
        except Exception:  # damaged files make decoders raise almost anything
            continue
    return found


def _count_and_sizes(pictures: data.Dataset, sizes: dict, size: int, fit: str) -> str:
    n = f"{len(pictures):,} pictures"
    how = {"crop": "cropped to a square in the middle", "pad": "padded with white to a square"}[fit]
    if not sizes:
        return f"{n}, {how} of {size} pixels."
    kinds = {}
    for name, wh in sizes.items():
        kinds.setdefault(wh, []).append(name)
    if len(kinds) == 1:
        ((w, h),) = kinds
        return f"{n} of {w} × {h} pixels, {how} of {size}."
    (w, h), most = max(kinds.items(), key=lambda kind: len(kind[1]))
    odd = [(name, f"{wh[0]} × {wh[1]}") for wh, names in kinds.items() if wh != (w, h) for name in names]
    if len(most) > 0.9 * len(sizes) and len(odd) <= 10:
        return f"{n} of {w} × {h} pixels, all but {listing(odd)}; {how} of {size}."
    (w0, h0), (w1, h1) = (pick(sizes.values(), key=lambda wh: wh[0] * wh[1]) for pick in (min, max))
    return f"{n} from {w0} × {h0} to {w1} × {h1} pixels, {how} of {size}."


def _classes(root: Path, paths: list[Path]) -> tuple[bool, str]:
    """Whether the folders below name classes; if there are folders and they do not, the reason."""
    counts: dict[str, int] = {}
    for path in paths:
        name = path.relative_to(root).parts[0] if path.parent != root else ""
        counts[name] = counts.get(name, 0) + 1
    if set(counts) == {""} or len(counts) == 1:
        return False, ""
    if "" in counts:
        return (
            False,
            f"Folders are not taken for classes, as {counts['']:,} pictures lie beside them: all are one kind.",
        )
    few = min(counts, key=counts.get)
    if counts[few] < LEAST_OF_CLASS:
        return False, (
            f"Folders are not taken for classes, as {printable(few)} holds {counts[few]} pictures (at least {LEAST_OF_CLASS} make a class): "
            "all are one kind."
        )
    return True, ""


def _in_one_channel(pictures: data.Dataset) -> tuple[data.Dataset, bool]:
    """The pictures in one channel if every one of them is grey."""
    for start in range(0, len(pictures), 256):
        part = pictures.images[start : start + 256].astype(np.int16)
        apart = (part.max(axis=3) - part.min(axis=3)).mean(axis=(1, 2))
        if apart.max() > GREY:
            return pictures, False
    return _with(pictures, pictures.images[..., 1:2], pictures.labels), True


def _each_once(pictures: data.Dataset) -> tuple[data.Dataset, int]:
    """The first of all equal pictures: a copy among those held out would hide that a generator repeats what it saw."""
    seen: dict[bytes, int] = {}
    for i, picture in enumerate(pictures.images):
        seen.setdefault(hashlib.sha256(picture.tobytes()).digest(), i)
    if len(seen) == len(pictures):
        return pictures, 0
    first = sorted(seen.values())
    return _with(pictures, pictures.images[first], pictures.labels[first]), len(pictures) - len(first)


def _with(pictures: data.Dataset, images: np.ndarray, labels: np.ndarray) -> data.Dataset:
    return data.Dataset(
        np.ascontiguousarray(images),
        labels,
        pictures.name,
        pictures.source,
        pictures.split,
        pictures.class_names,
    )


def _enough(pictures: data.Dataset, twins: int, root: Path) -> None:
    n = len(pictures)
    few = n + twins < LEAST  # a folder with one picture has not too many alike, but too few
    if not few and (
        n == 1 or np.abs(pictures.images - pictures.images.mean(axis=0, dtype="float32")).mean() < ALIKE
    ):
        raise DataError(
            f"The pictures of {root} are all alike: there is nothing to learn but one picture. Give pictures of one kind that differ."
        )
    if n < LEAST:
        raise DataError(
            f"{root} holds {n} different pictures that can be read; at least {LEAST} are needed, some hundreds are a start."
        )
