"""Self-attention over a feature map (arXiv 1805.08318): each place may look at all others, not at its neighbours alone."""

from __future__ import annotations

from gan_lessons.models.spectral import SpectralConv2D

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class SelfAttention(layers.Layer):
    """A feature map plus γ times what each place gathers from all places; γ is learned and starts at 0.

    A place's query is compared with the key of every 2 x 2 block of places (inner products, then a softmax); their values, weighted so, are what it
    gathers. Queries and keys have an eighth of the channels, values half.

    Parameters
    ----------
    spectral : bool
        Whether its four 1 x 1 convolutions are spectrally normalised.
    seed : int, optional
        Seed of the initial weights.

    Input and output: float (n, height, width, channels), height and width even, channels a multiple of 8.
    """

    def __init__(self, spectral: bool = True, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.spectral, self.seed = spectral, seed

    def build(self, input_shape):
        height, width, channels = input_shape[1:]
        if not height or not width or height % 2 or width % 2 or channels % 8:
            raise ValueError(
                f"A feature map of shape {tuple(input_shape[1:])} was given; self-attention needs an even height and width, and channels in "
                "multiples of 8."
            )
        kind = SpectralConv2D if self.spectral else layers.Conv2D
        sizes = {"query": channels // 8, "key": channels // 8, "value": channels // 2, "out": channels}
        for i, (name, n) in enumerate(sizes.items()):
            seed = None if self.seed is None else self.seed + i
            conv = kind(
                n, 1, use_bias=False, kernel_initializer=keras.initializers.Orthogonal(seed=seed), name=name
            )
            conv.build((*input_shape[:3], channels // 2 if name == "out" else channels))
            setattr(self, name, conv)
        self.gamma = self.add_weight((), "zeros", name="gamma")

    def weights_of(self, x, training=False):
        """How each place shares out its look: (n, height · width, height · width / 4), each row sums to 1."""
        queries = ops.reshape(
            self.query(x, **self._mode(training)), (-1, x.shape[1] * x.shape[2], x.shape[3] // 8)
        )
        keys = self._pooled(self.key(x, **self._mode(training)))
        return ops.softmax(ops.matmul(queries, ops.transpose(keys, (0, 2, 1))), axis=-1)

    def call(self, x, training=False):
        gathered = ops.matmul(
            self.weights_of(x, training), self._pooled(self.value(x, **self._mode(training)))
        )
        gathered = ops.reshape(gathered, (-1, x.shape[1], x.shape[2], x.shape[3] // 2))
        return x + self.gamma * self.out(gathered, **self._mode(training))

    def _mode(self, training):
        return {"training": training} if self.spectral else {}

    @staticmethod
    def _pooled(x):
        return ops.reshape(ops.max_pool(x, 2), (-1, x.shape[1] * x.shape[2] // 4, x.shape[3]))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "spectral": self.spectral, "seed": self.seed}
