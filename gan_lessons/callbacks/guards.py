"""When to stop: losses that are no numbers, a discriminator that has won."""

from __future__ import annotations

import math

from gan_lessons.callbacks.games import games_of
from gan_lessons.callbacks.periods import Counting
from gan_lessons.numeric import real, whole

import numpy as np


class Guard(Counting):
    """Stops training for a reason, and says it once."""

    def __init__(self):
        super().__init__()
        self.stopped_because: str | None = None

    def on_train_begin(self, logs=None):
        self.stopped_because = None

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        reason = None if self.stopped_because else self.reason_to_stop(logs or {})
        if reason:
            self.stopped_because = reason
            self.model.stop_training = True
            print(f"\n{reason}")

    def reason_to_stop(self, logs: dict) -> str | None:
        raise NotImplementedError


class StopOnNaN(Guard):
    """Stop at the first step whose losses are no longer numbers, and say which one, when, and what to try.

    `keras.callbacks.TerminateOnNaN` looks at a metric called "loss" only. A GAN has none of that name, so there it
    never fires.

    Attributes
    ----------
    stopped_because : str or None
        The message; None as long as all is well.
    """

    def reason_to_stop(self, logs):
        broken = [f"{name} is {value}" for name, value in logs.items() if not math.isfinite(value)]
        if not broken:
            return None
        return (
            f"Stopped at step {self.step}: {', '.join(broken)}. The weights are lost from this step on. Build the "
            "networks anew (or load a checkpoint), and try a learning rate half as large; check that float images "
            "lie in [-1, 1] and that the discriminator ends in a logit, without a sigmoid."
        )


class StopOnFailure(Guard):
    """Stop when the discriminator has won: its loss has been near zero for many steps on end.

    It then tells real from generated without effort, and the generator's gradient hardly says where to go. Such a
    run seldom recovers (chapter 7 suggests stopping it and starting another).

    Parameters
    ----------
    below : float
        The mean loss of a discriminator counts as near zero below this value. A game of four players has two of them; one that has
        won is enough.
    patience : int
        For how many steps without interruption.

    Attributes
    ----------
    stopped_because : str or None
        The message; None as long as all is well.

    Raises
    ------
    ValueError
        If `below` is not above 0, or `patience` no whole number of at least 1; when training begins, if the model has no discriminator.
    """

    def __init__(self, below: float = 0.02, patience: int = 200):
        super().__init__()
        self.below, self.patience = real("below", below, above=0), whole("patience", patience)
        self._losses: dict[str, list[str]] = {}  # of each game's discriminator, by metric
        self._low: dict[str, int] = {}

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        games = {
            game: [name for role, name in roles.items() if role.startswith("d_loss")]
            for game, roles in games_of(self.model).items()
        }
        self._losses = {game: names for game, names in games.items() if names}
        self._low = dict.fromkeys(self._losses, 0)
        if not self._losses:
            raise ValueError(
                "StopOnFailure follows the losses of a discriminator, and this model has none; its metrics are "
                f"{', '.join(getattr(self.model, 'metric_names', ())) or 'unknown'}."
            )

    def reason_to_stop(self, logs):
        for game, names in self._losses.items():
            low = np.mean([logs[name] for name in names]) < self.below
            self._low[game] = self._low[game] + 1 if low else 0
        won = [game for game, low in self._low.items() if low >= self.patience]
        if not won:
            return None
        which = f"the discriminator's loss in the game {won[0]!r}" if won[0] else "the discriminator's loss"
        return (
            f"Stopped at step {self.step}: {which} was below {self.below} for {self.patience} "
            "steps. It tells real from generated without effort, and the generator learns nothing from it. Start "
            "again with another seed, a lower learning rate for the discriminator, or label_smoothing=0.1."
        )
