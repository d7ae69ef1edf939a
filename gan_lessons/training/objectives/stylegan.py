"""StyleGAN: styles mixed in training, and a generator in which a step of one length in w changes every image alike."""

from __future__ import annotations

import dataclasses
import math

from gan_lessons import backend, models, numeric
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.players import Lazy, Player

import keras
from keras import ops

PATH_DECAY = 0.01  # how fast the mean length follows


@keras.saving.register_keras_serializable(package="gan_lessons")
class StyleGAN(GAN):
    """A game for a generator of `models.stylegan` (arXiv 1812.04948, 1912.04958).

    Mixing: a share of the generated images have the styles of one latent up to a random place, and those of another from there on, so that the
    network cannot rely on neighbours agreeing. Path length: how far an image moves for a small step in w is to be the same everywhere,
    and in every direction.

    Parameters
    ----------
    generator : keras.Model
        Of `models.stylegan.generator`.
    discriminator, seed, average
        As for `GAN`.

    Attributes
    ----------
    mean_length : keras.Variable
        The length that path lengths are drawn to: their own running mean.

    Raises
    ------
    ValueError
        If the two do not fit together, or the generator is of another family.
    """

    def __init__(self, generator: keras.Model, discriminator: keras.Model, seed: int | None = None, **kwargs):
        models.stylegan.parts(generator)
        super().__init__(generator, discriminator, seed, **kwargs)
        self.mean_length = keras.Variable(0.0, trainable=False, aggregation="mean", name="mean_length")

    def compile(
        self,
        d_optimizer=None,
        g_optimizer=None,
        *,
        mixing: float = 0.9,
        path_length: float = 0.0,
        path_every: int = 8,
        d_batches: str = "separate",
        **kwargs,
    ) -> None:
        """Set how the game is played.

        Parameters
        ----------
        d_optimizer, g_optimizer : keras.optimizers.Optimizer
            One each; by default Adam with learning rate 2e-3, beta_1 0 and beta_2 0.99.
        mixing : float
            The share of generated images with two latents, 0 to 1.
        path_length : float
            Weight of the term that makes path lengths alike, logged as "path_length" without it; 2 in the paper. 0: there is none.
        path_every : int
            It is computed in every so many steps, for half a batch of images, and counts as many times as much there.
        d_batches : "separate" or "alternate"
            As for `GAN`. Not "joint": the discriminator compares the images of one pass.
        **kwargs
            As for `GAN.compile`: `r1=…`, `r1_every=16`, `loss`, …

        Raises
        ------
        ValueError
            If a number is out of its range, or an option has no such value.
        """
        numeric.choice("d_batches", d_batches, ("separate", "alternate"))
        self.mixing = numeric.real("mixing", mixing, least=0.0, most=1.0)
        self.path_length = numeric.real("path_length", path_length, least=0.0)
        self.path_every = numeric.whole("path_every", path_every)
        logged = ("path_length",) if path_length else ()
        self.metric_names = (*(name for name in self.metric_names if name != "path_length"), *logged)
        super().compile(
            _adam() if d_optimizer is None else d_optimizer,
            _adam() if g_optimizer is None else g_optimizer,
            d_batches=d_batches,
            **kwargs,
        )

    def players(self) -> list[Player]:
        d, g = super().players()
        if not self.path_length:
            return [d, g]
        return [
            d,
            dataclasses.replace(g, also=[*g.also, Lazy(self.path, self.path_every, logs=["path_length"])]),
        ]

    def generated(self, latents, labels):
        mapping, synthesis = models.stylegan.parts(self.generator)
        n, places = ops.shape(latents)[0], synthesis.input_shape[1]
        first, second = (self.run(mapping, z)[:, None] for z in (latents, self.latents(n)))
        # The place from which on an image has its second latent; none has for those that are not mixed.
        place = keras.random.randint((n, 1, 1), 1, places, seed=self.random)
        mixed = keras.random.uniform((n, 1, 1), seed=self.random) < self.mixing
        second_there = ops.logical_and(mixed, ops.arange(places)[None, :, None] >= place)
        return self.run(synthesis, ops.where(second_there, second, first))

    def path(self, batch: dict):
        """The term that draws path lengths to their mean, and the mean of this batch."""
        mapping, synthesis = models.stylegan.parts(self.generator)
        n = (ops.shape(batch["images"])[0] + 1) // 2
        ws = ops.repeat(self.run(mapping, self.latents(n))[:, None], synthesis.input_shape[1], axis=1)
        direction = keras.random.normal((n, *synthesis.output_shape[1:]), seed=self.random)
        lengths = self.path_lengths(ws, direction)
        mean = ops.mean(lengths)
        self.mean_length.assign(self.mean_length + PATH_DECAY * (mean - self.mean_length))
        return self.path_length * ops.mean((lengths - self.mean_length) ** 2), {"path_length": mean}

    def path_lengths(self, ws, direction):
        """How far images move in a random direction for a small step in w: float32 (n,).

        Parameters
        ----------
        ws : tensor (n, places, w_dim)
        direction : tensor (n, height, width, channels)
            Standard normal numbers, as large as the images: the expected square of a length is then that of the Jacobian, in one gradient.
        """
        _, synthesis = models.stylegan.parts(self.generator)
        height, width = synthesis.output_shape[1:3]
        direction = direction / math.sqrt(height * width)
        slope = backend.gradient_of(lambda ws: self.run(synthesis, ws) * direction, ws)
        return ops.sqrt(ops.mean(ops.sum(slope**2, axis=2), axis=1) + 1e-8)

    def get_compile_config(self):
        config = super().get_compile_config()
        options = ("mixing", "path_length", "path_every")
        return config and {**config, **{name: getattr(self, name) for name in options}}


def _adam() -> keras.optimizers.Optimizer:
    return keras.optimizers.Adam(2e-3, beta_1=0.0, beta_2=0.99)
