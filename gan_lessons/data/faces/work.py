"""The files of one extraction of faces: the unfinished ones, which a later call goes on with, and the finished one.

Faces are appended to ``<out>.part``, which begins with room for the header of a ``.npy`` file; after each batch, one line about
it is appended to ``<out>.progress``. At the end the header is written and the file takes its name.
"""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path

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
        self.out, self.how = out, how
        self.part, self.progress = beside(out, "part"), beside(out, "progress")
        self.face_bytes = 3 * how["size"] ** 2
        self.names: list[str] = []
        self.skipped: dict[str, str] = {}
        self.unwritten: dict[str, str] = {}
        lines = self._lines()
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
            self.kept_lines.append(line)
        self.seen = {*self.names, *self.skipped}

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
        lines = self.kept_lines or [{"how": self.how}]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        fresh = beside(self.out, "progress.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.progress)
        self.lines = open(self.progress, "a", encoding="utf-8")
        self.data = open(self.part, "r+b" if self.part.exists() else "w+b")
        self.data.truncate(HEADER + len(self.names) * self.face_bytes)
        self.data.seek(0, os.SEEK_END)
        return self

    def __exit__(self, *_) -> None:
        self.lines.close()
        self.data.close()

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
        self.lines.write(json.dumps({"faces": names, "skipped": skipped}) + "\n")
        self.lines.flush()
        self.names += names
        self.skipped |= skipped

    def finish(self) -> None:
        """Write the header, give the file its name, and tidy up; `DataError` if there is no face."""
        if not self.names:
            self.part.unlink()
            self.progress.unlink()
            raise DataError(
                f"There is no face in {len(self.skipped):,} photographs: {listing(self.skipped.items())}. Nothing was kept."
            )
        record = {"how": self.how, "photographs": self.names, "left out": self.skipped}
        path = beside(self.out, "json")
        path.with_suffix(".new").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        path.with_suffix(".new").replace(path)
        with open(self.part, "r+b") as data:
            data.write(header((len(self.names), self.how["size"], self.how["size"], 3)))
        self.part.replace(self.out)
        self.progress.unlink()


def check_finished(out: Path, how: dict, root: Path, n: int | None) -> None:
    """Raise unless what is there was made in this way; warn if the folder has other photographs by now."""
    path = beside(out, "json")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        made = record["how"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"{out} is there already, but not the record beside it, {path.name} ({error}). Move it away, or choose another name."
        ) from error
    if made != how:
        raise DataError(
            f"{out} is there already, made in another way: {_differences(made, how)}. Call it the same way to read it, "
            "move it away, or choose another name."
        )
    known = {*record["photographs"], *record["left out"]}
    new = [path.relative_to(root).as_posix() for path in list_images(root)[:n]] if root.is_dir() else []
    new = [(name, "") for name in new if name not in known]
    if new:
        warnings.warn(
            f"{len(new):,} photographs in {root} were never looked at for {out.name}: {listing(new)}. Move {out.name} away "
            "to begin anew with all.",
            stacklevel=3,
        )


def _differences(made: dict, wanted: dict) -> str:
    return ", ".join(
        f"{key} was {made.get(key)!r} and is {wanted.get(key)!r}"
        for key in {**made, **wanted}
        if made.get(key) != wanted.get(key)
    )
