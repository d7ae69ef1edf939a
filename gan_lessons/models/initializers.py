"""A new initialiser for every layer, each with a seed of its own."""

from __future__ import annotations

import keras
import numpy as np

KINDS = {
    "glorot_uniform": keras.initializers.GlorotUniform,  # Keras's default
    "he_uniform": keras.initializers.HeUniform,  # for layers with ReLU
    "normal": keras.initializers.RandomNormal,
}


class Fresh:
    """A new initialiser at every call: one object gives all layers of a shape the same weights.

    Parameters
    ----------
    kind : "glorot_uniform", "he_uniform" or "normal"
        "normal" has standard deviation `stddev`.
    seed : int, optional
        One seed gives one network. Without it each differs.
    network : int
        The number of the network in its game, so that a generator (0) and a discriminator (1) of one seed differ.
    stddev : float
        Of "normal"; the DCGAN paper's by default (arXiv 1511.06434).
    """

    def __init__(self, kind: str, seed: int | None, network: int, stddev: float = 0.02):
        self.kind = kind
        self.options = {"stddev": stddev} if kind == "normal" else {}
        self.draws = None if seed is None else np.random.default_rng([seed, network])

    def seed(self) -> int | None:
        """The next seed, or None without one."""
        return None if self.draws is None else int(self.draws.integers(2**31))

    def __call__(self) -> keras.Initializer:
        return KINDS[self.kind](seed=self.seed(), **self.options)
