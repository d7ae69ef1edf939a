"""How long a step takes on this machine: a few are played and taken back, before the first one that counts."""

from __future__ import annotations

import statistics
import time

from gan_lessons import backend

import keras

PLAYED = 5


def seconds_a_step(game, pictures, labels, batch_size: int) -> float:
    """The median of a few steps of `fit`; the game is afterwards what it was, and its step is traced already.

    Parameters
    ----------
    game : Adversarial
        Compiled.
    pictures : ndarray
        uint8 (n, s, s, c).
    labels : ndarray or None
    batch_size : int

    Returns
    -------
    float
        Without the first step, which builds what it needs.
    """
    optimizers = [variable for one in game.optimizers.values() for variable in one.variables]
    variables = [*game.variables, *optimizers]
    before = [keras.ops.convert_to_numpy(v).copy() for v in variables]
    watch = _Watch()
    game.fit(
        pictures,
        labels,
        batch_size=batch_size,
        epochs=1,
        steps_per_epoch=PLAYED + 1,
        verbose=0,
        callbacks=[watch],
    )
    backend.sync(game)
    for variable, value in zip(variables, before, strict=True):
        variable.assign(value)
    return statistics.median(watch.seconds[1:])


class _Watch(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.seconds = []

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        for value in (logs or {}).values():  # wait until the step is computed
            float(value)
        self.seconds.append(time.perf_counter() - self.began)


def clock(seconds: float) -> str:
    """A length of time in a few words: "40 seconds", "12 minutes", "3.5 hours"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds" if seconds >= 1.5 else "a second"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"
