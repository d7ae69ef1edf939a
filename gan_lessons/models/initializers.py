"""A new initialiser for every layer, each with a seed of its own."""

from __future__ import annotations

import math

from gan_lessons import numeric

import keras
import numpy as np

KINDS = {
    "glorot_uniform": keras.initializers.GlorotUniform,  # Keras's default
    "he_uniform": keras.initializers.HeUniform,  # for layers with ReLU
    "normal": keras.initializers.RandomNormal,
    "orthogonal": keras.initializers.OrthogonalInitializer,  # arXiv 1312.6120: no direction is lengthened
}


def draws(seed: int | None, *key: int) -> np.random.Generator | None:
    """Random numbers that depend on a seed and on what they are for; None without a seed. ValueError if it is none."""
    return None if seed is None else numeric.rng([numeric.whole("seed", seed, 0, math.inf), *key])


class Fresh:
    """A new initialiser at every call: one object gives all layers of a shape the same weights.

    Parameters
    ----------
    kind : "glorot_uniform", "he_uniform", "normal" or "orthogonal"
        "normal" has standard deviation `stddev`.
    seed : int, optional
        One seed gives one network. Without it each differs.
    network : int
        The number of the network in its game, so that a generator (0) and a discriminator (1) of one seed differ.
    stddev : float
        Of "normal"; the DCGAN paper's by default (arXiv 1511.06434).

    Raises
    ------
    ValueError
        If the kind is unknown, or the seed is no whole number of at least 0.
    """

    def __init__(self, kind: str, seed: int | None, network: int, stddev: float = 0.02):
        self.kind = numeric.choice("init", kind, tuple(KINDS))
        self.options = {"stddev": stddev} if kind == "normal" else {}
        self.draws = draws(seed, network)

    def seed(self) -> int | None:
        """The next seed, or None without one."""
        return None if self.draws is None else int(self.draws.integers(2**31))

    def __call__(self) -> keras.Initializer:
        return KINDS[self.kind](seed=self.seed(), **self.options)
