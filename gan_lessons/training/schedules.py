"""A learning rate that stays, and then fades to zero in a straight line."""

from __future__ import annotations

from gan_lessons import numeric

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class ConstantThenLinear(keras.optimizers.schedules.LearningRateSchedule):
    """The schedule of CycleGAN (arXiv 1703.10593): one rate for the first half, then a straight line to zero.

    Parameters
    ----------
    rate : float
        Above zero.
    steps : int
        When it is zero.
    constant : float
        Share of the steps in which it stays, from 0 to 1.

    Raises
    ------
    ValueError
        If a number is out of range.
    """

    def __init__(self, rate: float, steps: int, constant: float = 0.5):
        super().__init__()
        self.rate = numeric.real("rate", rate, above=0.0)
        self.steps = numeric.whole("steps", steps)
        self.constant = numeric.real("constant", constant, least=0.0, most=1.0)

    def __call__(self, step):
        left = 1.0 - ops.cast(step, "float32") / self.steps
        share = left / max(1.0 - self.constant, 1e-7)
        return self.rate * ops.clip(share, 0.0, 1.0)

    def get_config(self):
        return {"rate": self.rate, "steps": self.steps, "constant": self.constant}
