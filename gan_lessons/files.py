"""Files that are there in full or not at all, whatever happens while they are written.

A file is written in a hidden folder beside its place, reaches the disk, and then takes the place of the one before in a single
step. Whoever writes holds a lock on that folder; the system drops it with the process, so what a killed one left is known, and the
next writer removes it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gan_lessons.numeric import shown

try:
    import fcntl
except ImportError:  # Windows: what was left there is known by its age
    fcntl = None

DAY = 86_400  # seconds; no file here takes so long to write


def path_of(name: str, value, what: str) -> Path:
    """A path that was given, "~" resolved; ValueError, saying that `what` is expected, if it is none.

    Parameters
    ----------
    name : str
        What was given, for the error.
    value : str or os.PathLike
    what : str
        "a folder of images", say.
    """
    text = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise ValueError(f"{name} is {shown(value)}; the path of {what} is expected.")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # "~somebody" who is not known here
        raise ValueError(f"{name} is {text!r}: {error} Give the path of {what} in full.") from None


def place(name: str, value, ending: str) -> Path:
    """Where a file can be written: its folder is made, and what killed writers left there is removed.

    Raises
    ------
    ValueError
        If this is no path, its ending is another, or a folder is in its place.
    OSError
        If the folder, or the file that is there, cannot be written to.
    """
    path = path_of(name, value, f"a file that ends in {ending}")
    if not path.name.endswith(ending) or path.name == ending:
        raise ValueError(f"{name} is {str(value)!r}; its ending must be {ending}.")
    if path.is_dir():
        raise ValueError(f"{name} is {str(value)!r}, which is a folder; give the path of a file.")
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} may not be written to; give another {name}, or allow it.")
    writable(path.parent)
    tidy(path)
    return path


def writable(folder: Path) -> Path:
    """The folder, made if need be; OSError if nothing can be written in it."""
    probe = folder / f".{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise type(error)(
            f"cannot write to the folder {folder} ({error.strerror}); give one that you may write to."
        ) from error
    return folder


def write(path: Path, data: bytes) -> None:
    """Write bytes so that they are there in full or not at all; errors as for `in_full`."""
    in_full(path, lambda part: part.write_bytes(data))


def in_full(
    path: Path, write: Callable[[Path], object], ready: Callable[[], bool] = lambda: True, room: int = 0
) -> None:
    """Write a file so that it is there in full or not at all.

    Parameters
    ----------
    path : Path
        Where it belongs. Its folder must be there. A link stays one: the file that it names is replaced.
    write : callable
        Receives a path of the same name in another folder, and writes the file there.
    ready : callable
        Asked at the last moment; if it returns False, all stays as it was.
    room : int
        Bytes that the disk must have first. For what writes through HDF5, which may take Python down with it on a full disk.

    Raises
    ------
    OSError
        If it cannot be written. What was there before is untouched, and nothing else is left.
    """
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; give the path of a file.")
    tidy(path)
    try:
        with hidden_folder(path.parent, _hidden(path.name)) as folder:
            part = folder / path.name
            _need(room, folder)
            write(part)
            _to_disk(part, os.O_RDWR)
            if ready():
                os.replace(part, path)
                with suppress(OSError):  # not every system can do it for folders
                    _to_disk(path.parent, os.O_RDONLY)
    except (OSError, RuntimeError) as error:  # HDF5 calls a full disk a RuntimeError
        number = getattr(error, "errno", None)
        why = os.strerror(number) if number else str(error).split("\n")[0]
        rest = "The file that was there before is untouched." if path.exists() else "Nothing was left there."
        kind = type(error) if isinstance(error, OSError) else OSError
        message = f"{path} could not be written ({why}). {rest}"
        raise (kind(number, message) if number else kind(message)) from error


def tidy(path: Path) -> None:
    """Remove what killed writers of this file left beside it."""
    path = Path(os.path.realpath(path))
    left = re.compile(rf"({re.escape(_hidden(path.name))}.+|\.\d+\.{re.escape(path.name)})")
    with suppress(OSError):
        for entry in os.listdir(path.parent):
            if left.fullmatch(entry):
                remove_abandoned(path.parent / entry)


@contextmanager
def hidden_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder on the same disk, held by this process, and removed at the end."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            held = hold(folder)
        except (FileNotFoundError, BlockingIOError):  # somebody tidied up at this very moment
            continue
        break
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def hold(path: Path) -> int | None:
    """Lock a file or folder against other processes until the number returned is closed; None where there are no locks.

    Raises
    ------
    BlockingIOError
        If somebody else holds it.
    """
    if fcntl is None:
        return None
    number = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        raise
    except OSError:  # a disk without locks
        os.close(number)
        return None
    return number


def remove_abandoned(path: Path) -> None:
    """Remove a hidden file or folder if nobody holds it (without locks: if it is a day old)."""
    with suppress(OSError):  # it is gone, or somebody holds it
        held = hold(path)
        if held is None and time.time() - path.stat().st_mtime < DAY:
            return
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        if held is not None:
            os.close(held)


def _hidden(name: str) -> str:
    return f".{name}.part-"


def _need(room: int, folder: Path) -> None:
    """OSError unless the disk has so many bytes left for a file here."""
    if room and hasattr(os, "posix_fallocate"):  # sees quotas, too
        with tempfile.TemporaryFile(dir=folder) as file:
            os.posix_fallocate(file.fileno(), 0, room)
    elif room > shutil.disk_usage(folder).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _to_disk(path: Path, flags: int) -> None:
    """Wait until a file or folder is on the disk, and not only on its way."""
    number = os.open(path, flags)
    try:
        os.fsync(number)
    finally:
        os.close(number)
