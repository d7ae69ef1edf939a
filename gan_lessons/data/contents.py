"""What lies in a folder: images, and what is none, with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from gan_lessons.data.pictures import is_picture
from gan_lessons.data.sources import DataError
from gan_lessons.files import path_of

SUFFIXES = frozenset(
    (
        *(
            ".jpg",
            ".jpeg",
            ".jpe",
            ".jfif",
            ".mpo",
            ".png",
            ".apng",
            ".bmp",
            ".dib",
            ".gif",
            ".webp",
            ".avif",
            ".avifs",
        ),
        *(
            ".tif",
            ".tiff",
            ".jp2",
            ".j2k",
            ".jpc",
            ".jpf",
            ".jpx",
            ".j2c",
            ".tga",
            ".icb",
            ".vda",
            ".vst",
            ".ico",
        ),
        *(
            ".pbm",
            ".pgm",
            ".ppm",
            ".pnm",
            ".pfm",
            ".pcx",
            ".psd",
            ".qoi",
            ".sgi",
            ".rgb",
            ".rgba",
            ".bw",
            ".ras",
            ".xbm",
        ),
    )
)
# What lies beside pictures and is none: passed over without a word. Anything else is named.
BESIDE = frozenset(
    (
        *(
            ".txt",
            ".csv",
            ".tsv",
            ".json",
            ".jsonl",
            ".xml",
            ".yaml",
            ".yml",
            ".toml",
            ".ini",
            ".md",
            ".rst",
            ".html",
            ".htm",
        ),
        *(".py", ".ipynb", ".log", ".db", ".bib", ".sha256", ".md5"),
    )
)
NOTES = frozenset(("readme", "license", "licence", "notice", "copying", "sha256sums", "md5sums", "icon\r"))
NAMED = 10  # files that a message names before it only counts
NO_PICTURE = "not an image, or of a kind that Pillow cannot read"


def list_images(folder: str | os.PathLike) -> list[Path]:
    """All image files in a folder and below, by name, hidden ones left out; `DataError` if there are none."""
    return look(path_of("folder", folder, "a folder of images"))[0]


def look(root: Path) -> tuple[list[Path], dict[str, str]]:
    """The image files in a folder and below, by name; and what else lies there, with the reason why it is none.

    Links are followed, but not to a folder that the link lies in.

    Raises
    ------
    DataError
        If there is no such folder, or no image in it.
    """
    if not root.is_dir():
        kind = "a file" if root.exists() else "not there"
        raise DataError(f"{root} is {kind}; a folder of images is expected.")
    found: list[Path] = []
    passed: dict[str, str] = {}
    folders = [(root, (_identity(root.stat()),))]
    while folders:
        folder, above = folders.pop()
        try:
            entries = os.listdir(folder)
        except OSError as error:
            passed[str(folder.relative_to(root))] = f"the folder cannot be opened: {error.strerror}"
            continue
        for name in entries:
            path = folder / name
            if is_hidden(name):
                continue
            try:
                about = path.stat()
            except OSError as error:
                reason = (
                    "a link to nothing" if path.is_symlink() else f"it cannot be looked at: {error.strerror}"
                )
            else:
                reason = _reason_against(path, about, above)
                if reason is None and stat.S_ISDIR(about.st_mode):
                    folders.append((path, (*above, _identity(about))))
                elif reason is None:
                    found.append(path)
            if reason:
                passed[str(path.relative_to(root))] = reason
    if not found:
        others = f" What lies there: {listing(sorted(passed.items()))}." if passed else ""
        raise DataError(
            f"{root} holds no images (.bmp, .gif, .jpg, .png, .tif, .webp and others), nor does a folder below it.{others}"
        )
    return sorted(found, key=lambda path: path.relative_to(root).parts), dict(sorted(passed.items()))


def is_hidden(name: str) -> bool:
    """Whether a file or folder is passed over without a word, with all that is in it."""
    return name.startswith(".") or name == "__MACOSX"


def _identity(about: os.stat_result) -> tuple[int, int]:
    return about.st_dev, about.st_ino


def _reason_against(path: Path, about: os.stat_result, above: tuple) -> str | None:
    """Why a file is no image, or a folder is not entered: None if it is, "" if nothing need be said."""
    suffix = path.suffix.lower()
    if stat.S_ISDIR(about.st_mode):
        return "a link to a folder that it lies in" if _identity(about) in above else None
    if not stat.S_ISREG(about.st_mode):
        return "no file"
    if suffix in SUFFIXES:
        return None
    if suffix in BESIDE or path.name.lower() in NOTES:
        return ""
    return None if is_picture(path) else NO_PICTURE


def listing(named: Iterable[tuple[str, str]]) -> str:
    """The first few of many: "a.jpg (the file is empty), b.jpg (…) and 12 more"."""
    parts = [f"{printable(name)} ({reason})" if reason else printable(name) for name, reason in named]
    more = f" and {len(parts) - NAMED:,} more" if len(parts) > NAMED else ""
    return ", ".join(parts[:NAMED]) + more


def printable(name: str) -> str:
    """A file's name as it can be printed anywhere: line breaks, and bytes that are no text, escaped."""
    return name if name.isprintable() else repr(name)[1:-1]
