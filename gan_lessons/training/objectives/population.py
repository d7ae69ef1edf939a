"""Many GANs at once: the same game with other seeds, to see what depends on the seed."""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons import numeric
from gan_lessons.arrays import Samples
from gan_lessons.models import dense
from gan_lessons.sampling import Latents, Sampler
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.networks import (
    check_declared,
    check_end_of_discriminator,
    check_networks,
)

import keras
import numpy as np
from keras import ops


class Population(GAN):
    """Several small GANs trained side by side, each as if it were alone.

    One result of a GAN says little: another seed may collapse. Small networks cost mostly the calls, so twenty of them,
    computed as one (`models.dense.side_by_side`), take a fraction of the time that they take one after another
    (`benchmarks/population.py`). The loss is the sum of the members'
    losses: no member's gradient depends on another member, and Adam treats each number by itself, so the updates
    are those of separate trainings.

    Parameters
    ----------
    generators, discriminators : sequence of keras.Model
        One of each for every member: chains of Dense layers of one shape. Their weights are copied.
    seed : int, optional
        Seed of latents, label flips and batch order; each member has latents of its own.
    pack : int
        How many samples of a member its discriminator sees together, for one verdict (PacGAN, arXiv 1712.04086): all real or all
        generated. Its input is then `pack` times as wide as a sample, and batch sizes must be multiples of `pack`.

    Raises
    ------
    ValueError
        If the networks do not fit together, or pack is no whole number of at least 1.

    Examples
    --------
    >>> members = range(10)
    >>> gans = Population([dense.generator(seed=i) for i in members], [dense.discriminator(seed=i) for i in members])
    >>> gans.compile()
    >>> history = gans.fit(gans.share_out(points), batch_size=64)  # points: (n, 2), n a multiple of 10
    >>> samples = gans.generate(1000, seed=0)  # (1000, 10, 2)
    """

    def __init__(
        self,
        generators: Sequence[keras.Model],
        discriminators: Sequence[keras.Model],
        seed: int | None = None,
        pack: int = 1,
        **kwargs,
    ):
        self.pack = numeric.whole("pack", pack)
        if len(generators) != len(discriminators) or not generators:
            raise ValueError(
                f"{len(generators)} generators and {len(discriminators)} discriminators were given; "
                "give one of each for every member."
            )
        for pair in zip(generators, discriminators, strict=True):
            self._check_pair(*pair)
        self.members = len(generators)
        super().__init__(dense.side_by_side(generators), dense.side_by_side(discriminators), seed, **kwargs)

    def share_out(self, samples: np.ndarray) -> np.ndarray:
        """Deal samples (n, d) to the members: (n / members, members, d).

        Raises
        ------
        ValueError
            If n is no multiple of the number of members.
        """
        samples = numeric.array("samples", samples)
        if samples.ndim != 2 or len(samples) % self.members or not len(samples):
            raise ValueError(
                f"samples have shape {samples.shape}; expected (n, d) with n a multiple of {self.members}, the number "
                "of members."
            )
        return samples.reshape(-1, self.members, samples.shape[1])

    def member(self, i: int, generator: keras.Model, discriminator: keras.Model) -> None:
        """Copy the weights of member `i` (from 0) into networks of its shape, to look at them alone."""
        i = numeric.whole("i, the number of the member,", i, least=0, most=self.members - 1)
        for mine, yours in ((self.generator, generator), (self.discriminator, discriminator)):
            yours.set_weights([w[i] for w in mine.get_weights()])

    def generate(
        self, n: int, labels=None, seed: int | None = None, batch_size: int = 2000, **given
    ) -> np.ndarray:
        """Draw `n` samples from every member: float32 (n, members, d). Parameters and errors as for `GAN.generate`."""
        return super().generate(n, labels, seed, batch_size, **given)

    def build_sampler(self) -> Sampler:
        return Sampler(self.generator, [Latents((self.members, self.latent_dim))])

    def compile(self, *args, d_batches: str = "joint", **kwargs):
        """As `GAN.compile`.

        Raises
        ------
        ValueError
            Besides: if real and generated samples are to share a batch (d_batches="joint") and packs of several.
        """
        if self.pack > 1 and d_batches == "joint":
            raise ValueError(
                f'd_batches is "joint" and pack is {self.pack}; a pack is all real or all generated: choose "separate" or "alternate".'
            )
        super().compile(*args, d_batches=d_batches, **kwargs)

    def roles(self) -> dict:
        return {"images": Samples(tuple(self.generator.outputs[0].shape[1:]), "the discriminator")}

    def judged(self, samples, labels):
        if self.pack == 1:
            return super().judged(samples, labels)
        _, k, d = samples.shape
        packs = ops.transpose(ops.reshape(samples, (-1, self.pack, k, d)), (0, 2, 1, 3))
        return self.run(self.discriminator, ops.reshape(packs, (-1, k, self.pack * d)))

    def latents(self, n):
        """Latents of their own for every member: float32 (n, members, latent_dim)."""
        return keras.random.normal((n, self.members, self.latent_dim), seed=self.random)

    # The sum over the members; the logs keep the mean.
    def d_loss(self, batch):
        return self._summed(super().d_loss(batch))

    def d_loss_on_real(self, batch):
        return self._summed(super().d_loss_on_real(batch))

    def d_loss_on_fakes(self, batch):
        return self._summed(super().d_loss_on_fakes(batch))

    def g_loss(self, batch):
        return self._summed(super().g_loss(batch))

    def _summed(self, result):
        loss, logs = result
        return loss * ops.cast(self.members, loss.dtype), logs

    def _check_pair(self, generator, discriminator):
        if self.pack == 1:
            return check_networks(generator, discriminator)
        check_declared(generator=generator, discriminator=discriminator)
        made, taken = generator.output_shape[-1], discriminator.input_shape[-1]
        if taken != self.pack * made:
            raise ValueError(
                f"The generator makes {made} numbers and the discriminator takes {taken}; with pack={self.pack} it must take "
                f"{self.pack * made}."
            )
        return check_end_of_discriminator(discriminator)

    @staticmethod
    def _check_networks(generator, discriminator):
        """Each pair was checked before they were put side by side."""

    def get_config(self):
        raise NotImplementedError(
            "A Population is not saved whole: copy its members out with member(i, ...)."
        )
