"""When a callback acts: every so many steps, or epochs."""

from __future__ import annotations

import re

from gan_lessons.numeric import shown, whole

import keras


class Counting(keras.callbacks.Callback):
    """Knows how many steps of training there have been."""

    def __init__(self):
        super().__init__()
        self.step = 0
        self._step_before_epoch = 0

    def on_epoch_begin(self, epoch, logs=None):
        if hasattr(self.model, "step_number"):  # the game's own clock, which a saved game keeps
            self.step = self.model.step_number
        elif self.step == 0 and epoch:
            self.step = epoch * (self.params.get("steps") or 0)
        self._step_before_epoch = self.step

    def on_train_batch_end(self, batch, logs=None):
        self.step = self._step_before_epoch + batch + 1  # several at once with steps_per_execution


class Periodic(Counting):
    """Calls `act()` each time a period ends."""

    def __init__(self, every: int | str):
        super().__init__()
        self.period, self.unit = period_of(every)

    def act(self):
        raise NotImplementedError

    def on_train_batch_end(self, batch, logs=None):
        before = self.step
        super().on_train_batch_end(batch, logs)
        if self.unit == "steps" and self.step // self.period > before // self.period:
            self.act()

    def on_epoch_end(self, epoch, logs=None):
        if self.unit == "epochs" and (epoch + 1) % self.period == 0:
            self.act()


def period_of(every: int | str) -> tuple[int, str]:
    """`every` as a number and "steps" or "epochs"."""
    found = (
        re.fullmatch(r"(?:(\d+) +)?(step|epoch)s?", every.strip(), re.ASCII)
        if isinstance(every, str)
        else None
    )
    try:
        if isinstance(every, str):
            return whole("every", int(found[1] or 1)), f"{found[2]}s"
        return whole("every", every), "steps"
    except (TypeError, ValueError):
        raise ValueError(
            f"every is {shown(every)}; expected a number of steps (100), or 'epoch', '5 epochs', '200 steps'."
        ) from None
