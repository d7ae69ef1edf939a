"""The files of one extraction of faces: the unfinished ones, which a later call goes on with, and the finished one.

Faces are appended to ``<out>.part``, which begins with room for the header of a ``.npy`` file; after each batch, one line about
it is appended to ``<out>.progress``. At the end the header is written and the file takes its name.
"""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path

from gan_lessons import files
from gan_lessons.data.contents import list_images, listing
from gan_lessons.data.sources import DataError

import numpy as np

HEADER = 128  # bytes before the faces, as in a .npy file of this shape


def beside(out: Path, kind: str) -> Path:
    """The file of this kind beside the faces: "part", "progress" or "json"."""
    return out.with_name(f"{out.name}.{kind}")


def header(shape: tuple[int, ...]) -> bytes:
    """The first bytes of a .npy file of uint8: a mark, the version, a length, a description padded to `HEADER`."""
    text = str({"descr": "|u1", "fortran_order": False, "shape": shape})
    mark = b"\x93NUMPY\x01\x00" + (HEADER - 10).to_bytes(2, "little")
    return mark + text.ljust(HEADER - 11).encode("latin1") + b"\n"


class Work:
    """The unfinished files of one extraction: picks up what is there, appends, and finishes."""

    def __init__(self, out: Path, how: dict):
        self.out, self.how, self.root = out, how, Path(how["folder"])
        self.part, self.progress = beside(out, "part"), beside(out, "progress")
        self.face_bytes = 3 * how["size"] ** 2
        self.names: list[str] = []
        self.skipped: dict[str, str] = {}
        self.unwritten: dict[str, str] = {}
        self.stamps: dict[str, list[int] | None] = {}
        self.found = lines = self._lines()
        if lines and lines[0] != {"how": how}:
            raise DataError(
                f"{self.progress} belongs to work done in another way: {_differences(lines[0].get('how', {}), how)}. "
                f"Call it the same way to go on, or delete {self.progress.name} and {self.part.name} to begin anew."
            )
        whole = (self.part.stat().st_size - HEADER) // self.face_bytes if self.part.exists() else 0
        self.kept_lines = lines[:1]
        for line in lines[1:]:
            if len(self.names) + len(line["faces"]) > whole:
                break  # its faces never reached the disk
            self.names += line["faces"]
            self.skipped |= line["skipped"]
            self.stamps |= line["stamps"]
            self.kept_lines.append(line)
        self.seen = {*self.names, *self.skipped}
        _warn_of_changes(self.stamps, self.root, f"{self.progress.name} and {self.part.name}", stacklevel=4)

    def _lines(self) -> list[dict]:
        lines = []
        if self.progress.exists():
            for line in self.progress.read_text(encoding="utf-8").splitlines():
                try:
                    lines.append(json.loads(line))
                except ValueError:
                    break  # the last one, cut short
        return lines

    def __enter__(self) -> Work:
        self.data = open(self.part, "r+b" if self.part.exists() else "w+b")
        try:
            self.held = files.hold(self.part)
            if self._lines() != self.found:
                raise BlockingIOError
        except BlockingIOError:
            self.data.close()
            raise DataError(
                f"Another process is at work on {self.out}. Let it finish, or choose another name."
            ) from None
        lines = self.kept_lines or [{"how": self.how}]
        files.write(self.progress, "".join(json.dumps(line) + "\n" for line in lines).encode())
        self.lines = open(self.progress, "a", encoding="utf-8")
        self.data.truncate(HEADER + len(self.names) * self.face_bytes)
        self.data.seek(0, os.SEEK_END)
        return self

    def __exit__(self, *_) -> None:
        self.lines.close()
        self.data.close()
        if self.held is not None:
            os.close(self.held)

    def skip(self, name: str, reason: str) -> None:
        """Leave a photograph out; put down with the next batch."""
        self.unwritten[name] = reason

    def add(self, names: list[str], faces: list[np.ndarray], skipped: dict[str, str]) -> None:
        """Append the faces of a batch, then the line about it."""
        for face in faces:
            self.data.write(np.ascontiguousarray(face).tobytes())
        self.data.flush()
        os.fsync(self.data.fileno())  # the line must not reach the disk before the faces
        skipped, self.unwritten = self.unwritten | skipped, {}
        stamps = {name: _stamp(self.root / name) for name in [*names, *skipped]}
        self.lines.write(json.dumps({"faces": names, "skipped": skipped, "stamps": stamps}) + "\n")
        self.lines.flush()
        self.names += names
        self.skipped |= skipped
        self.stamps |= stamps

    def finish(self) -> None:
        """Write the header, give the file its name, and tidy up; `DataError` if there is no face."""
        if not self.names:
            self.part.unlink()
            self.progress.unlink()
            raise DataError(
                f"There is no face in {len(self.skipped):,} photographs: {listing(self.skipped.items())}. Nothing was kept."
            )
        record = {"how": self.how, "photographs": self.names, "left out": self.skipped, "stamps": self.stamps}
        files.write(beside(self.out, "json"), json.dumps(record, indent=1).encode() + b"\n")
        with open(self.part, "r+b") as data:
            data.write(header((len(self.names), self.how["size"], self.how["size"], 3)))
            data.flush()
            os.fsync(data.fileno())
        self.part.replace(self.out)
        self.progress.unlink()


def finished(out: Path, how: dict, n: int | None) -> tuple[np.ndarray, dict]:
    """The faces of a finished file, mapped into memory, and the record beside it.

    Raises `DataError` unless it was made in this way and is whole; warns if photographs were changed or added since.
    """
    path = beside(out, "json")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        made, stamps, kept = record["how"], record["stamps"], record["photographs"]
        known = {*kept, *record["left out"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{out} is there already, but not the record beside it, {path.name} ({error}). Move it away, or choose another name."
        ) from error
    root = Path(how["folder"])
    if made != how:
        if not root.is_dir():
            raise DataError(f"{root} is not there; a folder of photographs is expected.")
        raise DataError(
            f"{out} is there already, made in another way: {_differences(made, how)}. Call it the same way to read it, "
            "move it away, or choose another name."
        )
    try:
        faces = np.load(out, mmap_mode="r")
        if faces.dtype != np.uint8 or faces.shape != (len(kept), how["size"], how["size"], 3):
            raise ValueError(f"it holds {faces.dtype} {faces.shape}")
    except (OSError, ValueError) as error:
        raise DataError(f"{out} is not whole ({error}). Delete it to begin anew.") from error
    beside(out, "progress").unlink(missing_ok=True)  # a process was killed at the very end
    if root.is_dir():
        new = [
            (name, "")
            for path in list_images(root)[:n]
            if (name := path.relative_to(root).as_posix()) not in known
        ]
        if new:
            warnings.warn(
                f"{len(new):,} photographs in {root} were never looked at for {out.name}: {listing(new)}. Move {out.name} away "
                "to begin anew with all.",
                stacklevel=3,
            )
        _warn_of_changes(stamps, root, out.name, stacklevel=4)
    return faces, record


def _stamp(path: Path) -> list[int] | None:
    """Size and time of a file, by which a change shows; None if there is no file."""
    try:
        about = path.stat()
    except OSError:
        return None
    return [about.st_size, about.st_mtime_ns]


def _warn_of_changes(stamps: dict, root: Path, what: str, stacklevel: int) -> None:
    now = {name: _stamp(root / name) for name in stamps}
    changed = [(name, "") for name, stamp in stamps.items() if now[name] not in (stamp, None)]
    if changed:
        warnings.warn(
            f"{len(changed):,} photographs in {root} were changed since they were looked at: {listing(changed)}. Move {what} away "
            "to begin anew.",
            stacklevel=stacklevel,
        )


def _differences(made: dict, wanted: dict) -> str:
    return ", ".join(
        f"{key} was {made.get(key)!r} and is {wanted.get(key)!r}"
        for key in {**made, **wanted}
        if made.get(key) != wanted.get(key)
    )
