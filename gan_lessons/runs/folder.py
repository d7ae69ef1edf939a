"""A run on disk: what lies where in its folder, whose it is, and whether it can be begun there."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from gan_lessons import files
from gan_lessons.runs import state
from gan_lessons.runs.settings import Settings

import numpy as np

SETTINGS, PICTURES, BEST, SAMPLES = "settings.json", "pictures.npz", "best.keras", "samples"
LOG, RECORD, VERDICT, NEAREST, CARD = "log.csv", "record.json", "verdict.md", "nearest.png", "card.md"
OURS = frozenset((SETTINGS, PICTURES, BEST, SAMPLES, LOG, RECORD, VERDICT, NEAREST, CARD, *state.NAMES))
SPARE = 50 * 2**20  # bytes for samples, log and what the disk itself needs


class Run:
    """A run that was begun, as it lies on disk.

    Parameters
    ----------
    folder : path

    Attributes
    ----------
    folder : Path
    settings : Settings

    Raises
    ------
    ValueError
        If no run was begun there.
    """

    def __init__(self, folder: str | os.PathLike):
        self.folder = files.path_of("RUN", folder, "a run, as `gan-lessons train` makes it,")
        if not (self.folder / SETTINGS).is_file():
            raise ValueError(
                f"{self.folder} holds no run; give the folder that `gan-lessons train FOLDER --out RUN` was given as RUN."
            )
        self.settings = Settings.read(self.folder / SETTINGS)

    def pictures(self, which: str = "training") -> tuple[np.ndarray, np.ndarray]:
        """Pictures and labels, "training" or "held_out", as the run sees them: uint8 (n, s, s, c), int32 (n,)."""
        try:
            with np.load(self.folder / PICTURES, allow_pickle=False) as found:
                return found[which], found[f"{which}_labels"]
        except Exception as error:  # NumPy and zipfile have many for a damaged file
            raise state.Damaged(
                f"{self.folder / PICTURES} cannot be read ({error}), so this run cannot go on; begin a new one in another folder."
            ) from None

    def generator(self):
        """The best generator so far, for `sampling.of`; ValueError if there is none yet."""
        from gan_lessons import scoring

        if not (self.folder / BEST).exists():
            raise ValueError(f"{self.folder} has no generator yet; `gan-lessons train` goes on with it.")
        return scoring.generator(self.folder / BEST)


def begun(folder: Path) -> bool:
    """Whether a run was begun there; what a start left that was cut off before is none."""
    return (folder / SETTINGS).is_file()


def check_place(out: Path, pictures: Path) -> None:
    """Whether a new run can be begun in a folder; it is made.

    Raises
    ------
    ValueError
        If it is a file, holds something else, or lies in the folder of the pictures.
    OSError
        If it cannot be written to.
    """
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file; give a folder for the run.")
    if pictures.is_dir() and out.resolve().is_relative_to(pictures.resolve()):
        raise ValueError(
            f"{out} lies in the folder of the pictures, {pictures}: what the run draws would be taken for pictures the next time. Give a "
            "folder beside it."
        )
    others = sorted(set(os.listdir(out)) - OURS) if out.is_dir() else []
    if others := [name for name in others if not name.startswith(".")]:
        raise ValueError(
            f"{out} holds other files ({', '.join(others[:3])}{' …' if len(others) > 3 else ''}); give a new or an empty folder for the run."
        )
    files.writable(out)


def check_room(out: Path, needed: int) -> None:
    """OSError unless the disk has so many bytes left."""
    free = shutil.disk_usage(out).free
    if needed + SPARE > free:
        raise OSError(
            f"the run needs about {(needed + SPARE) / 1e6:,.0f} MB in {out}, and {free / 1e6:,.0f} MB are free; make room, or give a "
            "folder on another disk."
        )


@contextlib.contextmanager
def held(out: Path) -> Iterator[None]:
    """The folder for this process alone; ValueError if another one trains there."""
    try:
        number = files.hold(out)
    except BlockingIOError:
        raise ValueError(
            f"another process trains in {out} at this moment; wait for it, or end it first (Ctrl-C)."
        ) from None
    try:
        yield
    finally:
        if number is not None:
            os.close(number)
