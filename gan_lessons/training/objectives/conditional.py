"""The conditional GAN: both players are told which class the image is of."""

from __future__ import annotations

import contextlib

from gan_lessons import numeric, sampling
from gan_lessons.arrays import Labels
from gan_lessons.models.labels import classes_of
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.networks import check_declared

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class ConditionalGAN(GAN):
    """A GAN whose generator draws the class that it is asked for (arXiv 1411.1784).

    The discriminator sees each image beside its class, the real one's or the one that the generator was asked for, and
    still says only "real" or "generated". An image of another class than its label is a giveaway, so the generator learns to obey.

    Parameters
    ----------
    generator : keras.Model
        [latents (n, latent_dim), labels int32 (n, 1)] to samples.
    discriminator : keras.Model
        [samples, labels int32 (n, 1)] to logits (n, 1).
    n_classes : int, optional
        Labels are 0 to n_classes - 1. Default: as many as the generator's Embedding or CategoryEncoding layer takes.
    seed : int, optional
        Seed of latents, of the labels of what is generated, of label flips and batch order.

    Raises
    ------
    ValueError
        If the three do not fit together.

    Examples
    --------
    >>> from gan_lessons import data, models, training
    >>> family = models.conditional
    >>> gan = training.ConditionalGAN(family.generator(seed=1), family.discriminator(seed=2), seed=3)
    >>> gan.compile()
    >>> history = gan.fit(data.load("fashion_mnist"), batch_size=64, epochs=1, steps_per_epoch=10)
    >>> boots = gan.generate(25, labels=9, seed=0)  # uint8 (25, 28, 28, 1)
    """

    labels_are_shown = True  # whether the discriminator takes labels, too

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        n_classes: int | None = None,
        seed: int | None = None,
        **kwargs,
    ):
        self._check_networks(generator, discriminator)
        n_classes = (
            classes_of(generator) if n_classes is None else self._classes(n_classes, generator, discriminator)
        )
        super().__init__(generator, discriminator, seed=seed, **kwargs)
        self.n_classes = n_classes

    # ---- the objective -----------------------------------------------------------------------------------------

    def roles(self) -> dict:
        return {**super().roles(), "labels": Labels(self.n_classes)}

    def complete(self, batch: dict) -> dict:
        batch = super().complete(batch)
        return batch | {"fake_labels": self.draw_labels(batch, ops.shape(batch["labels"])[0])}

    def build_sampler(self) -> sampling.Sampler:
        return sampling.Sampler(
            self.shown, [sampling.Latents(self.latent_dim), sampling.Labels(self.n_classes)]
        )

    def draw_labels(self, batch: dict, n):
        """Labels for what is generated: int32 (n, 1), drawn from those of the batch.

        So the classes are as frequent among generated images as among real ones; if they were not, the label alone would help
        to tell these apart.
        """
        rows = keras.random.randint((n,), 0, ops.shape(batch["labels"])[0], seed=self.random)
        return ops.take(batch["labels"], rows, axis=0)

    def generated(self, latents, labels):
        return self.run(self.generator, [latents, labels])

    def judged(self, samples, labels):
        return self.run(self.discriminator, [samples, labels])

    # ---- use ---------------------------------------------------------------------------------------------------

    def call(self, inputs, training=False):
        """[latents, labels] to samples."""
        return self.generator(inputs, training=training)

    # ---- checks and saving -------------------------------------------------------------------------------------

    @classmethod
    def _classes(cls, n_classes, *networks) -> int:
        n_classes = numeric.whole("n_classes", n_classes, least=2)
        for network in networks if cls.labels_are_shown else networks[:1]:
            known = n_classes
            with contextlib.suppress(ValueError):  # no layer tells
                known = classes_of(network)
            if n_classes > known:
                raise ValueError(
                    f"n_classes is {n_classes}, and {network.name!r} knows {known} classes. Leave n_classes out, or build networks with more."
                )
        return n_classes

    @classmethod
    def _check_networks(cls, generator, discriminator):
        check_declared(generator=generator, discriminator=discriminator)
        takes = {"generator": generator} | ({"discriminator": discriminator} if cls.labels_are_shown else {})
        for name, network in takes.items():
            shapes = [tuple(x.shape[1:]) for x in network.inputs]
            if len(shapes) != 2 or shapes[1] != (1,):
                first = "latents" if name == "generator" else "samples"
                raise ValueError(
                    f"The {name}'s inputs have shapes {shapes}; a {cls.__name__} gives it [{first}, labels], labels of shape "
                    "(n, 1). Build it with keras.Model([first, labels], …), labels = keras.Input((1,), dtype='int32')."
                )
        if not cls.labels_are_shown and len(discriminator.inputs) != 1:
            raise ValueError(
                f"The discriminator of a {cls.__name__} takes samples only; this one has {len(discriminator.inputs)} inputs."
            )
        super()._check_networks(generator, discriminator)

    def get_config(self):
        return {**super().get_config(), "n_classes": self.n_classes}
