"""The best generator so far."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from gan_lessons.callbacks.files import in_full, writable
from gan_lessons.callbacks.samples import Generating

import numpy as np


class BestCheckpoint(Generating):
    """Score the generator as it trains, and keep the best one.

    A GAN's last step is rarely its best, and its losses do not say which is. (`keras.callbacks.ModelCheckpoint`
    follows a value in the logs; a score of samples is not there.)

    Parameters
    ----------
    score : callable
        Receives images (n, h, w, c), uint8, always from the same inputs, and returns a number.
    path : str or Path, optional
        Where to save the best generator, the network that the game's sampler shows, ending in `.keras`. A crash while saving leaves the one before.
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
        None until there is a score.

    Raises
    ------
    ValueError
        If `mode`, `every` or the ending of `path` is another.
    OSError
        If the folder of `path` cannot be written to.
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
        if mode not in ("max", "min"):
            raise ValueError(f"mode is {mode!r}; expected 'max' (more is better) or 'min' (less is better).")
        self.path = None if path is None else Path(path)
        if self.path and self.path.suffix != ".keras":
            raise ValueError(f"path is {str(path)!r}; its ending must be .keras.")
        if self.path:
            writable(self.path.parent)
        self.score, self.mode = score, mode
        self.steps: list[int] = []
        self.scores: list[float] = []
        self.best_step: int | None = None
        self.best_score: float | None = None
        self.best_weights: list[np.ndarray] | None = None

    def act(self):
        images = self.images()
        score = math.nan if images is None else float(self.score(images))
        self.steps.append(self.step)
        self.scores.append(score)
        sign = 1 if self.mode == "max" else -1
        if not math.isnan(score) and (self.best_score is None or sign * score > sign * self.best_score):
            self.best_step, self.best_score = self.step, score
            self.best_weights = self._sampler.network.get_weights()
            if self.path:
                in_full(self.path, self._sampler.network.save)

    def restore(self) -> None:
        """Put the best weights back into the generator (into its average, if that is what is shown).

        Raises
        ------
        ValueError
            If nothing was scored yet.
        """
        if self.best_weights is None:
            raise ValueError("no generator was scored yet; pass this callback to fit() first.")
        self._sampler.network.set_weights(self.best_weights)
