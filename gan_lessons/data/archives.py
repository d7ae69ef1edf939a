"""The image files of a folder or an archive (.zip, .tar, .tar.gz and its like), in one form. Nothing is unpacked to disk.

What an archive says is not believed: links are not followed, names that lead out of it are passed over, and no more is read than a limit.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from gan_lessons.data.contents import BESIDE, NO_PICTURE, NOTES, SUFFIXES, is_hidden, look
from gan_lessons.data.sources import DataError

LARGEST_FILE = 64 * 2**20  # bytes of one image, as it is stored
LARGEST_ARCHIVE = 16 * 2**30  # bytes of all that is in it
MOST_FILES = 2_000_000
_DAMAGE = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError)


@dataclass(frozen=True)
class Contents:
    """What lies in a folder or an archive.

    Attributes
    ----------
    files : dict of str to callable
        The image files by their names ("maps/train/1.jpg", whatever the system), in the order in which they are read fastest. Each
        gives what `pictures.open_picture` takes; OSError, with a reason to show, if it cannot be read.
    passed : dict of str to str
        What is no image file, with the reason.
    """

    files: dict[str, Callable[[], Path | IO[bytes]]]
    passed: dict[str, str]


@contextmanager
def opened(path: Path) -> Iterator[Contents]:
    """The contents of a folder or an archive, as long as it is open.

    Raises
    ------
    DataError
        If there is none, it is no archive, damaged, or beyond the limits.
    """
    if path.is_dir():
        found, passed = look(path)
        name = path.resolve().name
        names = [str(PurePosixPath(name, *file.relative_to(path).parts)) for file in found]
        yield Contents(
            {each: (lambda file=file: file) for each, file in zip(names, found, strict=True)},
            {str(PurePosixPath(name, *Path(each).parts)): reason for each, reason in passed.items()},
        )
        return
    if not path.exists():
        raise DataError(f"{path} is not there; a folder or an archive (.zip, .tar.gz) of images is expected.")
    kind = _kind(path)
    try:
        archive = zipfile.ZipFile(path) if kind == "zip" else tarfile.open(path)  # noqa: SIM115
    except _DAMAGE as error:
        raise _cut_short(path, error) from error
    with archive:
        try:
            contents = _of_zip(archive, path) if kind == "zip" else _of_tar(archive, path)
        except DataError:
            raise
        except _DAMAGE as error:
            raise _cut_short(path, error) from error
        yield contents


def _kind(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            head = file.read(512)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror or error}).") from error
    if head.startswith(b"PK"):
        return "zip"
    if (
        head[:2] == b"\x1f\x8b"
        or head[:3] == b"BZh"
        or head[:6] == b"\xfd7zXZ\0"
        or head[257:262] == b"ustar"
    ):
        return "tar"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise DataError(
            f"{path} is a web page and no archive: the server sent that in place of the file. Download it anew, in a browser."
        )
    what = "empty" if not head else "no archive (.zip, .tar, .tar.gz) and no folder"
    raise DataError(f"{path} is {what}. Give a folder or an archive of images.")


def _cut_short(path: Path, error: Exception) -> DataError:
    reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(": ")
    return DataError(
        f"{path} is no whole archive ({reason}); a download may have stopped early. Download it anew."
    )


class _Limits:
    """Counts what an archive says that it holds; DataError if that is too much."""

    def __init__(self, path: Path):
        self.path, self.files, self.bytes = path, 0, 0

    def add(self, size: int) -> None:
        self.files += 1
        self.bytes += size
        if self.files > MOST_FILES or self.bytes > LARGEST_ARCHIVE:
            raise DataError(
                f"{self.path} holds more than {MOST_FILES:,} files, or more than {LARGEST_ARCHIVE / 2**30:.0f} GB. Unpack what is needed "
                "into a folder, and give that."
            )


def _of_zip(archive: zipfile.ZipFile, path: Path) -> Contents:
    limits, files, passed = _Limits(path), {}, {}
    for member in archive.infolist():
        limits.add(member.file_size)
        link = stat.S_ISLNK(member.external_attr >> 16)
        reason = _against(member.filename, member.is_dir(), link, True, member.file_size)
        if reason is None:
            files[_plain(member.filename)] = lambda member=member: _read(lambda: archive.open(member))
        elif reason:
            passed[member.filename] = reason
    return Contents(files, passed)


def _of_tar(archive: tarfile.TarFile, path: Path) -> Contents:
    limits, files, passed = _Limits(path), {}, {}
    for member in archive:
        limits.add(member.size)
        link = member.issym() or member.islnk()
        reason = _against(member.name, member.isdir(), link, member.isreg(), member.size)
        if reason is None:
            files[_plain(member.name)] = lambda member=member: _read(lambda: archive.extractfile(member))
        elif reason:
            passed[member.name] = reason
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(512) != bytes(512):  # tarfile takes what is no header for the end
        raise tarfile.ReadError("it ends, or is damaged, before its end mark")
    while rest := archive.fileobj.read(2**20):  # to the check sum of what is compressed
        limits.add(len(rest))
    return Contents(files, passed)


def _plain(name: str) -> str:
    return str(PurePosixPath(name.replace("\\", "/")))


def _against(name: str, folder: bool, link: bool, regular: bool, size: int) -> str | None:
    """Why a member of an archive is not read: None if it is, "" if nothing need be said."""
    path = PurePosixPath(name.replace("\\", "/"))
    if folder or any(is_hidden(part) for part in path.parts if part not in (".", "..")):
        return ""
    if path.is_absolute() or ".." in path.parts:
        return "a name that leads out of the archive"
    if link:
        return "a link, and links in archives are not followed"
    if not regular:
        return "no file"
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return "" if suffix in BESIDE or path.name.lower() in NOTES else NO_PICTURE
    return f"larger than {LARGEST_FILE // 2**20} MB" if size > LARGEST_FILE else None


def _read(member: Callable[[], IO[bytes]]) -> BytesIO:
    try:
        with member() as file:
            content = file.read(LARGEST_FILE + 1)
    except (*_DAMAGE, RuntimeError, NotImplementedError) as error:  # RuntimeError: it is encrypted
        raise OSError(f"damaged in the archive: {str(error) or type(error).__name__}") from error
    if len(content) > LARGEST_FILE:
        raise OSError(f"larger than {LARGEST_FILE // 2**20} MB")
    if not content:
        raise OSError("the file is empty")
    return BytesIO(content)
