"""Files that are there in full or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path


def writable(folder: Path) -> Path:
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
    in_full(path, lambda part: part.write_bytes(data))


def in_full(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there in full or not at all."""
    part = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
