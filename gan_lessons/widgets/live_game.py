"""The game that a live GAN plays: two networks in the plane, their moves, and a new beginning without a new trace."""

from __future__ import annotations

from gan_lessons import backend, models, training

import keras
import numpy as np


class Game:
    """One pair of networks with its compiled moves, which can begin anew without being traced again."""

    def __init__(self, recipe: str, latent_dim: int):
        self.make = {
            "generator": lambda seed: models.dense.generator(recipe, latent_dim, seed=seed),
            "discriminator": lambda seed: models.dense.discriminator(recipe, seed=seed),
        }
        self.gan = training.GAN(*(make(0) for make in self.make.values()), seed=0)
        self.optimizers = keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3)
        self.play_for("non_saturating")
        moves = {
            "d": lambda data: self.gan.move("d", data),
            "g": lambda data: self.gan.move("g", data),
            "both": lambda data: (
                self.gan.move("d", data) | self.gan.move("g", data)
            ),  # one call costs less than two
        }
        self.moves = {
            (name, loss): backend.compiled_step(self.gan, move)
            for name, move in moves.items()
            for loss in ("non_saturating", "minimax")
        }
        self.judge = backend.compiled(self.gan.discriminator)
        self.draw = self.gan.sampler.of_latents()

    def begin(self, seed: int) -> None:
        """The weights, the optimisers and the random numbers of this seed."""
        for network, make in self.make.items():
            getattr(self.gan, network).set_weights(make(seed).get_weights())
        for optimizer in self.optimizers:
            for variable in optimizer.variables:
                if variable is not optimizer.learning_rate:
                    variable.assign(keras.ops.zeros_like(variable.value))
        self.gan.random.state.assign(keras.random.SeedGenerator(seed).state.value)

    def play_for(self, loss: str) -> None:
        """Take up another loss; a move is traced for the one that is played for at its first call."""
        self.gan.compile(*self.optimizers, loss, d_batches="alternate")

    def move(self, name: str, loss: str, points: np.ndarray) -> dict:
        if loss != self.gan.loss_name:
            self.play_for(loss)
        return self.moves[name, loss]((points,))
