"""A verdict from time to time."""

from __future__ import annotations

import math

from gan_lessons import diagnosis
from gan_lessons.callbacks.games import games_of
from gan_lessons.callbacks.samples import Generating

import numpy as np


class Diagnose(Generating):
    """Ask `diagnosis.diagnose` from time to time what goes wrong, and print the verdict when it changes.

    Parameters
    ----------
    reference : ndarray or Dataset
        Some of what is trained on: images uint8 (n, h, w, c), or points (n, d). A thousand are enough.
    every : int or str
        Steps between two verdicts, or "epoch", "5 epochs".
    n, seed : int
        How many samples are looked at, and the seed of their latents.
    classifier : str or metrics.Extractor, optional
        As for `diagnosis.diagnose`.
    sampler, **given
        As for `SampleGrid`.
    show : bool
        Print.

    Attributes
    ----------
    verdicts : list of (int, Diagnosis)
        After which step, and what was found: in a game of four players, in the one of its two games that goes wrong.
    losses : dict of str to dict
        The losses of every step, for each game of two, by role.

    Raises
    ------
    ValueError
        When training begins, if the reference is not of the generator's shape.
    """

    def __init__(
        self,
        reference,
        every: int | str = 100,
        n: int = 500,
        seed: int = 0,
        show: bool = True,
        *,
        classifier=None,
        sampler=None,
        **given,
    ):
        super().__init__(every, n, seed, given, sampler)
        self.reference, self.classifier = reference, classifier
        self.show = show
        self.verdicts: list[tuple[int, diagnosis.Diagnosis]] = []
        self._games: dict[str, dict[str, str]] = {}
        self.losses: dict[str, dict[str, list]] = {}

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        made = self._sampler.shape
        given = np.shape(getattr(self.reference, "images", self.reference))
        if given[1:] != made:
            raise ValueError(f"reference has shape {given}; this generator makes samples of shape {made}.")
        known = {
            game: {role: name for role, name in roles.items() if role in diagnosis.ROLES}
            for game, roles in games_of(self.model).items()
        }
        self._games = {game: roles for game, roles in known.items() if roles}
        if not self._games:
            raise ValueError(
                f"Diagnose reads {', '.join(diagnosis.ROLES)}, or what metric_roles says to be one of these; this model logs none."
            )
        for game, roles in self._games.items():
            self.losses.setdefault(game, {role: [] for role in roles})

    def on_train_batch_end(self, batch, logs=None):
        for game, roles in self._games.items():
            for role, name in roles.items():
                self.losses[game][role].append((logs or {}).get(name, math.nan))
        super().on_train_batch_end(batch, logs)

    def act(self):
        samples = self.outputs()
        found = [(self._judged(losses, samples), game) for game, losses in self.losses.items()]
        # What goes wrong in one game of several is the verdict; if nothing does, all say the same.
        verdict, game = min(found, key=lambda pair: pair[0].verdict in ("stable", "not enough evidence"))
        changed = not self.verdicts or self.verdicts[-1][1].verdict != verdict.verdict
        self.verdicts.append((self.step, verdict))
        if self.show and changed:
            print(f"\nStep {self.step:,}{f', {game}' if game else ''}: {verdict.verdict}. {verdict.why}")

    def _judged(self, losses, samples):
        if np.isfinite(samples).all():
            loss = getattr(self.model, "loss_name", None)
            return diagnosis.diagnose(
                losses,
                samples,
                self.reference,
                loss=loss if loss in diagnosis.SCALES else None,
                classifier=self.classifier,
            )
        return diagnosis.diagnose({name: [*values, math.nan] for name, values in losses.items()})
