"""The whole game on disk, in two generations: whenever a writer is killed, one of them is whole."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from gan_lessons import backend, files
from gan_lessons.data.sources import DataError

import keras
import numpy as np

NAMES = ("state_a.keras", "state_b.keras")
PROGRESS = (
    "run.json"  # in the .keras file, which is a ZIP archive: so the game and what is known of it cannot part
)


class Damaged(DataError):
    """A file of a run cannot be read, and no other one can replace it."""


def save(folder: Path, game: keras.Model, progress: dict) -> None:
    """Save a game and the progress of its run, in place of the older generation.

    Parameters
    ----------
    folder : Path
        The run's.
    game : Adversarial
        Compiled, between two epochs or after `fit`.
    progress : dict
        What JSON can hold. "saves" counts.

    Raises
    ------
    OSError
        If it cannot be written. Both generations are as they were.
    """
    backend.sync(game)
    progress["saves"] = progress.get("saves", 0) + 1
    known = _by_age(folder)
    free = [name for name in NAMES if name not in [path.name for path, _ in known]]
    path = folder / free[0] if free else known[-1][0]

    def write(part: Path) -> None:
        game.save(part)
        with zipfile.ZipFile(part, "a") as file:
            file.writestr(PROGRESS, json.dumps(progress))

    files.in_full(path, write)


def load(folder: Path) -> tuple[keras.Model, dict, str]:
    """The game of the newest generation that can be read, its progress, and a word if it is not the newest one.

    Raises
    ------
    Damaged
        If there is none.
    """
    from gan_lessons import training  # noqa: F401  it registers the classes that a file may name

    words = [f"{name} is damaged" for name in NAMES if (folder / name).exists() and not _read(folder / name)]
    for path, progress in _by_age(folder):
        try:
            game = keras.saving.load_model(path)
        except Exception as error:  # whatever Keras finds wrong with a file
            words.append(f"{path.name} is damaged ({type(error).__name__})")
            continue
        return game, progress, f"{' and '.join(words)}; {path.name} is taken." if words else ""
    raise Damaged(
        f"The state of the run in {folder} cannot be read: {' and '.join(words) or 'there is none'}. best.keras may still be whole: "
        "gan-lessons sample. Begin a new run in another folder."
    )


def progress_of(folder: Path) -> dict:
    """The progress that the newest generation knows, without loading the game; `Damaged` if there is none."""
    for _, progress in _by_age(folder):
        return progress
    raise Damaged(f"The state of the run in {folder} cannot be read.")


def finite(game: keras.Model) -> bool:
    """Whether all weights are numbers: only then is a state worth keeping."""
    return all(
        np.isfinite(array).all()
        for array in (keras.ops.convert_to_numpy(v) for v in game.variables)
        if array.dtype.kind == "f"
    )


def _by_age(folder: Path) -> list[tuple[Path, dict]]:
    """The generations whose progress can be read, the newest first."""
    found = [(folder / name, _read(folder / name)) for name in NAMES]
    return sorted(((p, about) for p, about in found if about), key=lambda pair: -pair[1]["saves"])


def _read(path: Path) -> dict | None:
    try:
        with zipfile.ZipFile(path) as file:
            if file.testzip() is not None:
                return None
            progress = json.loads(file.read(PROGRESS))
            return progress if isinstance(progress.get("saves"), int) else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
