"""The best generator so far."""

from __future__ import annotations

import json
import math
import os
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from gan_lessons.callbacks.samples import Generating
from gan_lessons.files import in_full, place
from gan_lessons.numeric import array, choice, shown

import numpy as np

RECORD = (
    "best_checkpoint.json"  # in the .keras file, which is a ZIP archive: so score and weights cannot part
)


class BestCheckpoint(Generating):
    """Score the generator as it trains, and keep the best one.

    A GAN's last step is rarely its best, and its losses do not say which is. (`keras.callbacks.ModelCheckpoint`
    follows a value in the logs; a score of samples is not there.)

    The score is kept in the file, so a later run on the same `path`, resumed or new, goes on from there: only a better generator
    replaces the one that it finds, and a line says so. Delete the file to begin anew. A file that holds no score is moved aside.

    Parameters
    ----------
    score : callable
        Receives images (n, h, w, c), uint8, always from the same inputs, and returns a number. Scores of one file are compared, so
        they must mean the same.
    path : str or Path, optional
        Where to save the best generator, the network that the game's sampler shows, ending in `.keras`. Its folder is made. A crash
        while saving leaves the one before, and so does a full disk.
    every : int or str
        Steps between two scores, or "epoch", "5 epochs".
    mode : "max" or "min"
        Whether more or less is better.
    n, seed : int
        How many samples, and the seed of their latents.
    sampler, **given
        As for `SampleGrid`.

    Attributes
    ----------
    steps, scores : list
        After which step, and the score; NaN if the samples were not finite.
    best_step, best_score
        None until there is a score. NaN and infinity are never best, and a warning says so once.

    Raises
    ------
    ValueError
        If `score`, `mode`, `every`, `n`, `seed` or `path` is none, or the file at `path` was made with the other mode; when training
        begins, if the game makes no images; in training, if the score is no number.
    OSError
        If `path` cannot be written to: at once if its folder cannot, in training if the disk is full.
    """

    def __init__(
        self,
        score: Callable[[np.ndarray], float],
        path: str | Path | None = None,
        every: int | str = "epoch",
        mode: str = "max",
        n: int = 1000,
        seed: int = 0,
        *,
        sampler=None,
        **given,
    ):
        super().__init__(every, n, seed, given, sampler)
        if not callable(score):
            raise ValueError(f"score is {shown(score)}; expected a function of images that returns a number.")
        choice("mode", mode, ("max", "min"))
        self.score, self.mode = score, mode
        self.steps: list[int] = []
        self.scores: list[float] = []
        self.best_step: int | None = None
        self.best_score: float | None = None
        self.best_weights: list[np.ndarray] | None = None
        self.path = None if path is None else place("path", path, ".keras")
        self._odd = False  # whether a score that is not finite was warned of
        if self.path and self._record() is None and self.path.exists():
            warnings.warn(
                f"{self.path} is there and holds no score of a BestCheckpoint. It is kept, as {_free(self.path).name}, when the first "
                "generator is saved.",
                stacklevel=2,
            )

    def _record(self) -> dict | None:
        """What the file says about its generator; None without a file, or if it says nothing."""
        try:
            with zipfile.ZipFile(self.path) as file:
                record = json.loads(file.read(RECORD))
                record = {
                    "score": float(record["score"]),
                    "step": int(record["step"]),
                    "mode": record["mode"],
                }
        except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
            return None
        if record["mode"] != self.mode:
            raise ValueError(
                f"mode is {self.mode!r}, and {self.path} was made with {record['mode']!r}: their scores cannot be compared. Give another "
                "path, or move the file away."
            )
        return record

    def _better(self, score: float, than: float | None) -> bool:
        return than is None or (score > than if self.mode == "max" else score < than)

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.check_images()
        record = self._record() if self.path else None
        if record and self._better(record["score"], self.best_score):
            self.best_score, self.best_step, self.best_weights = record["score"], record["step"], None
            print(
                f"{self.path.name} holds a generator with the score {self.best_score:g}, of step {self.best_step:,}; only a better one "
                "replaces it."
            )

    def act(self):
        images = self.images()
        score = math.nan if images is None else _number(self.score(images))
        self.steps.append(self.step)
        self.scores.append(score)
        if not math.isfinite(score):
            if images is not None and not self._odd:
                self._odd = True
                warnings.warn(
                    f"The score of step {self.step:,} is {score}, which is never best.", stacklevel=2
                )
        elif self._better(score, self.best_score):
            self.best_step, self.best_score = self.step, score
            self.best_weights = self._sampler.network.get_weights()
            if self.path:
                in_full(self.path, self._write, ready=self._make_way)

    def _write(self, part: Path):
        self._sampler.network.save(part)
        with zipfile.ZipFile(part, "a") as file:
            record = {"score": self.best_score, "step": int(self.best_step), "mode": self.mode}
            file.writestr(RECORD, json.dumps(record))

    def _make_way(self) -> bool:
        record = self._record()
        if record is None and self.path.exists():
            os.replace(self.path, _free(self.path))
        # Another process may have saved a better one meanwhile.
        return record is None or self._better(self.best_score, record["score"])

    def restore(self) -> None:
        """Put the best weights back into the generator (into its average, if that is what is shown).

        They come from the file if an earlier run had the best score.

        Raises
        ------
        ValueError
            If nothing was scored yet, or the file holds another network.
        """
        if self.best_score is None or self._sampler is None:
            raise ValueError("no generator was scored yet; pass this callback to fit() first.")
        if self.best_weights is None:
            self._sampler.network.load_weights(self.path)
        else:
            self._sampler.network.set_weights(self.best_weights)


def _number(score) -> float:
    """A score as a number; ValueError if it is none."""
    try:
        found = array("score", score, finite=False, bools=True)
        if found.size != 1:
            raise ValueError
    except ValueError:
        raise ValueError(
            f"The score function returned {shown(score)}; one number is expected. Take the mean, say: lambda images: float(…)."
        ) from None
    return float(found.reshape(()))


def _free(path: Path) -> Path:
    """A name beside a file that nobody has taken: "best.before.keras", "best.before_2.keras"."""
    names = (
        path.with_name(f"{path.stem}.before{f'_{i}' if i > 1 else ''}{path.suffix}") for i in range(1, 10_000)
    )
    return next(name for name in names if not os.path.lexists(name))
