"""Losses and accuracies of every step."""

from __future__ import annotations

import math

from gan_lessons import plots
from gan_lessons.callbacks.games import games_of
from gan_lessons.callbacks.periods import Periodic
from gan_lessons.callbacks.place import Place
from gan_lessons.callbacks.samples import SampleGrid

import numpy as np


class Curves(Periodic):
    """Losses and accuracies of every step, redrawn in place while training goes on.

    A drawing takes a tenth of a second or two. The first one comes at once; each further one waits until all of them
    together have taken less than 3 % of the time, whatever `every` says.

    Parameters
    ----------
    every : int or str
        Steps between two drawings at least, or "epoch", "5 epochs".
    samples : SampleGrid, optional
        Show its latest samples beside the curves, in one picture. Pass it to `fit` too, before this callback.
    chance : bool
        Draw the loss of a D that cannot decide, if the game's loss has such a value (`plots.losses`): ln 2 or 0.25.
    show : bool
        Redraw in the notebook. Without it (and outside a notebook) the values are kept all the same.
    """

    def __init__(
        self, every: int | str = 20, samples: SampleGrid | None = None, chance: bool = True, show: bool = True
    ):
        super().__init__(every)
        self.samples, self.chance, self.show = samples, chance, show
        if samples is not None:
            samples.show = False
        self._values: dict[str, list] = {"step": []}
        self._roles: dict[str, tuple[str, str]] = {}
        self._place = Place()

    @property
    def steps(self) -> dict[str, np.ndarray]:
        """One array for each metric, and "step" with the number of each step; `plots.losses` draws it."""
        return {name: np.asarray(values) for name, values in self._values.items()}

    def on_train_begin(self, logs=None):
        if self.samples is not None and self.samples.model is not self.model:
            raise ValueError(
                "Curves shows a SampleGrid that fit() does not know: callbacks=[samples, curves]."
            )
        self._place = Place()
        self._roles = {
            name: (game, role) for game, roles in games_of(self.model).items() for role, name in roles.items()
        }

    def on_train_batch_end(self, batch, logs=None):
        logs = {**(logs or {}), "step": self._step_before_epoch + batch + 1}
        n = len(self._values["step"])
        for name in self._values | logs:
            self._values.setdefault(name, [math.nan] * n).append(logs.get(name, math.nan))
        super().on_train_batch_end(batch, logs)

    def act(self):
        if self.show and self._place.is_due():
            self._place.draw(self.picture())

    def on_train_end(self, logs=None):
        if self.show and self._place.exists() and self._values["step"]:
            self._place.draw(self.picture())

    def has_losses(self) -> bool:
        """Whether there is something to draw."""
        drawn = [self._role(name) for name, values in self._values.items() if values]
        return any("loss" in role or role == "distance" for role in drawn)

    def picture(self, steps: int | None = None) -> plots.Picture:
        """The curves up to now, with the latest samples beside them if there are any.

        Parameters
        ----------
        steps : int, optional
            Where the horizontal axis ends: the last step of the training.
        """
        chance = self.chance and plots.training.loss_of(self.model)
        options = {"chance": chance, "roles": self._roles, "steps": steps}
        if self.samples is None or not self.samples.snapshots:
            return plots.losses(self.steps, title=f"Step {self.step:,}", **options)
        if not self.has_losses():
            return plots.grid(
                self.samples.snapshots[-1], cols=self.samples.cols, title=f"Step {self.samples.steps[-1]:,}"
            )
        picture = plots.Picture(figsize=(9.4, 3.6))
        left, right = picture.subfigures(1, 2, width_ratios=[1, 1.75])
        images, at = self.samples.snapshots[-1], self.samples.steps[-1]
        plots.grid(images, cols=self.samples.cols, title=f"Samples, step {at:,}", ax=left.subplots())
        has_accuracy = any("acc" in self._role(name) for name in self._values)
        axes = right.subplots(1 + has_accuracy, 1, sharex=True, squeeze=False)[:, 0]
        plots.losses(self.steps, ax=axes, **options)
        return picture

    def _role(self, name: str) -> str:
        return self._roles.get(name, ("", name))[1]
