"""One step of every objective from given weights and given draws: `python -m tests.backends.one_step FILE` writes what it led to."""

import sys

import gan_lessons

import keras
import numpy as np
import pytest
from keras import ops

from tests.training import course_games


class Draws:
    """Random numbers in the order in which they are asked for, the same under every backend."""

    def __init__(self):
        self.rng = np.random.default_rng(0)

    def normal(self, shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
        return ops.convert_to_tensor(self.rng.normal(mean, stddev, tuple(map(int, shape))).astype("float32"))

    def uniform(self, shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
        drawn = self.rng.uniform(minval, maxval, tuple(map(int, shape)))
        return ops.convert_to_tensor(drawn.astype("float32"))

    def randint(self, shape, minval, maxval, dtype="int32", seed=None):
        return ops.convert_to_tensor(
            self.rng.integers(minval, int(maxval), tuple(map(int, shape))).astype("int32")
        )


def outcome(name: str, patch) -> dict[str, np.ndarray]:
    """Logs, weights and state of one objective after its first step."""
    patch.setattr(course_games, "adam", lambda: keras.optimizers.SGD(0.1))
    game, given = course_games.ALL[name]()
    rng = np.random.default_rng(1)
    for variable in game.trainable_variables:
        variable.assign(rng.normal(0.0, 0.2, variable.shape))
    if hasattr(game, "averaged"):
        game.averaged.network.set_weights(game.generator.get_weights())
    draws = Draws()
    for kind in ("normal", "uniform", "randint"):
        patch.setattr(keras.random, kind, getattr(draws, kind))
    arrays = getattr(given, "arrays", None)
    arrays = list(arrays.values()) if arrays else [given] if isinstance(given, np.ndarray) else list(given)
    logs = game.step(tuple(ops.convert_to_tensor(a[:8]) for a in arrays))
    found = {f"log {key}": ops.convert_to_numpy(value) for key, value in logs.items()}
    random_states = {id(v) for v in gan_lessons.training.saving.random_states(game).values()}
    state = [v for v in game.variables if id(v) not in random_states]
    return found | {f"{i:03} {v.name}": ops.convert_to_numpy(v) for i, v in enumerate(state)}


def outcomes() -> dict[str, np.ndarray]:
    """Of every objective."""
    everything = {}
    for name in course_games.ALL:
        with pytest.MonkeyPatch.context() as patch:
            everything |= {f"{name}|{key}": value for key, value in outcome(name, patch).items()}
    return everything


if __name__ == "__main__":
    np.savez(sys.argv[1], **outcomes())
