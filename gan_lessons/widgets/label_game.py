"""The game behind points that are given labels: a semi-supervised GAN whose labels may change, and which begins anew without a new trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gan_lessons import backend, training

import keras
import numpy as np
from keras import ops

MOST = 60  # labels
BOX = (-2.0, 2.0, -1.35, 1.35)  # the piece of the plane that is shown
GRID = 56  # points along each side at which the border is looked for
FRAMES = 10  # pictures of a training


class Game(training.SemiSupervisedGAN):
    """Two networks for points, of which the generator never moves.

    Parameters
    ----------
    networks : callable
        `networks(seed) -> (generator, discriminator)`.
    seed : int
        The seed whose weights are made here; those of others are made when they are asked for.
    rate : float
        Adam's.

    Raises
    ------
    ValueError
        If the discriminator has not two classes, or as `SemiSupervisedGAN`.
    """

    def __init__(self, networks: Callable, seed: int, rate: float):
        super().__init__(*networks(seed), np.zeros((2, 2), np.float32), np.arange(2), seed=seed)
        if self.n_classes != 2:
            raise ValueError(f"networks makes a discriminator of {self.n_classes} classes; two are expected.")
        kept = {"initializer": "zeros", "trainable": False}
        self.places = self.add_weight(shape=(MOST, 2), name="places", **kept)
        self.said = self.add_weight(shape=(MOST,), dtype="int32", name="said", **kept)
        self.many = self.add_weight(shape=(), name="many", **kept)
        self.networks, self.first = networks, {}
        self.begins(seed)
        self.compile(keras.optimizers.Adam(rate), keras.optimizers.SGD(0.0), labelled_batch=12)
        moves = (
            lambda data: self.update(self.team[0], self.supervised_loss, {}),
            lambda data: self.move("d", data),
        )
        self.moves = [backend.compiled_step(self, move) for move in moves]

    def labelled(self, n: int) -> tuple:
        rows = ops.cast(keras.random.uniform((n,), seed=self.random) * self.many, "int32")
        return ops.take(self.places.value, rows, axis=0), ops.take(self.said.value, rows)[:, None]

    def begins(self, seed: int) -> list[np.ndarray]:
        """The discriminator's first weights."""
        key = str(seed)
        if key not in self.first:
            self.first[key] = self.networks(seed)[1].get_weights()
        return self.first[key]

    def begin(self, seed: int, places: np.ndarray, classes: np.ndarray) -> None:
        """Take the first weights of this seed and these labelled points (k, 2), at most `MOST`."""
        self.discriminator.set_weights(self.begins(seed))
        optimizer = self.optimizers["d"]
        for variable in optimizer.variables:
            if variable is not optimizer.learning_rate:
                variable.assign(ops.zeros_like(variable.value))
        self.random.state.assign(keras.random.SeedGenerator(seed).state.value)
        self.places.assign(np.pad(places, ((0, MOST - len(places)), (0, 0))))
        self.said.assign(np.pad(classes, (0, MOST - len(classes))))
        self.many.assign(float(len(places)))

    def towards_1(self, points: np.ndarray) -> np.ndarray:
        """By how much the logit of class 1 is the larger: (n,)."""
        logits = self.class_logits(points, 4096)
        return logits[:, 1] - logits[:, 0]

    def frames(self, seed, points, places, classes, alone: int, steps: int) -> Iterator[tuple[int, int]]:
        """Train with the labels alone, then from the beginning with all points. Yields which, 0 or 1, and its updates: once, and `FRAMES` times."""
        for i, last in enumerate((alone, steps)):
            self.begin(seed, places, classes)
            draw = np.random.default_rng(seed)
            every = max(1, last // FRAMES) if i else last
            for step in range(1, last + 1):
                self.moves[i]((points[draw.integers(len(points), size=128)],))
                if step == last or step % every == 0:
                    yield i, step
