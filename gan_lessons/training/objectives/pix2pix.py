"""Pix2Pix: translation learned from pairs (arXiv 1611.07004; chapters 21 to 23)."""

from __future__ import annotations

from typing import ClassVar

from gan_lessons import backend
from gan_lessons.arrays import Samples
from gan_lessons.sampling import Sampler, Sources
from gan_lessons.training.objectives.translation import (
    Translation,
    check_judge,
    check_translator,
    distance,
    optimizer,
)
from gan_lessons.training.players import Player

import keras
import numpy as np
from keras import ops

OF_G, OF_D = ("g_loss", "l1"), ("d_loss_real", "d_loss_fake", "d_acc_real", "d_acc_fake")


@keras.saving.register_keras_serializable(package="gan_lessons")
class Pix2Pix(Translation):
    """A generator that translates images, and a discriminator that judges translations.

    The generator wants its translation to be near the right one (L1), and to be taken for it by the discriminator. Each of the two terms can be
    switched off by its weight, and the discriminator sees the source or not, as it was built.

    Parameters
    ----------
    generator : keras.Model
        Source images to target images (n, height, width, channels) in [-1, 1], of one height and width: `models.unet.generator`.
    discriminator : keras.Model
        Source and target, or the target alone, to logits: (n, 1), or a map of them (n, h, w, 1): `models.patchgan.discriminator`.
    seed : int, optional
        Seed of the order of the batches.

    Raises
    ------
    ValueError
        If the two do not fit together.

    Examples
    --------
    >>> import gan_lessons as gl
    >>> g = gl.models.unet.generator("laptop", 64, seed=1)
    >>> d = gl.models.patchgan.discriminator(34, 64, width=32, seed=2)
    >>> game = gl.training.Pix2Pix(g, d, seed=3)
    >>> game.compile()
    >>> history = game.fit(gl.data.Paired(satellite, maps, flip=True), batch_size=8, epochs=5)
    >>> translated = game.translate(satellite[:4])  # uint8 (4, 64, 64, 3)
    """

    network_names = ("generator", "discriminator")
    term_names = ("l1_weight", "adversarial_weight")
    metric_names = (*OF_D, *OF_G)
    frozen: ClassVar = ()

    def __init__(self, generator: keras.Model, discriminator: keras.Model, seed: int | None = None, **kwargs):
        check_translator("generator", generator)
        source, target = (tuple(x.shape[1:]) for x in (generator.inputs[0], generator.outputs[0]))
        check_judge("discriminator", discriminator, target, "generator")
        taken = [tuple(x.shape[1:]) for x in discriminator.inputs]
        if taken not in ([target], [source, target]):
            raise ValueError(
                f"The discriminator takes samples of shapes {taken}; give it the source and the target, {[source, target]}, or the target "
                f"alone, {[target]}."
            )
        super().__init__(seed=seed, **kwargs)
        self.generator, self.discriminator = generator, discriminator

    @property
    def conditional(self) -> bool:
        """Whether the discriminator sees the source beside the target."""
        return len(self.discriminator.inputs) == 2

    def compile(
        self,
        d_optimizer=None,
        g_optimizer=None,
        loss: str = "non_saturating",
        *,
        l1_weight: float = 100.0,
        adversarial_weight: float = 1.0,
        **kwargs,
    ) -> None:
        """Set how the game is played. The defaults are the paper's.

        Parameters
        ----------
        d_optimizer, g_optimizer : keras.optimizers.Optimizer
            One each; by default Adam with learning rate 2e-4 and beta_1 0.5. The loss of D is halved in the paper, which to Adam makes no
            difference: to slow D down, lower its rate.
        loss : "non_saturating", "least_squares" or "hinge"
            What is made of D's verdicts.
        l1_weight : float
            What a mean absolute error of 1 (half of the pixels' range) counts, the paper's λ. 0: the adversarial term alone.
        adversarial_weight : float
            What the adversarial term counts. 0: L1 alone, and the discriminator takes no part.
        **kwargs
            As for `Adversarial.compile`: `schedules`, `run_eagerly`, …

        Raises
        ------
        ValueError
            If an option has no such value, or both weights are 0.
        """
        optimizers = {"d": optimizer("d_optimizer", d_optimizer), "g": optimizer("g_optimizer", g_optimizer)}
        if l1_weight == 0 and adversarial_weight == 0:
            raise ValueError(
                "l1_weight and adversarial_weight are both 0: the generator would have nothing to learn."
            )
        self._choose(loss, {"l1_weight": l1_weight, "adversarial_weight": adversarial_weight})
        if not self.adversarial_weight:
            del optimizers["d"]
        self.metric_names = (*OF_D, *OF_G) if self.adversarial_weight else ("l1",)
        self.frozen = () if self.adversarial_weight else (self.discriminator,)
        super().compile(optimizers, **kwargs)

    # ---- the objective -----------------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        g = Player("g", [self.generator], [self.g_loss])
        if not self.adversarial_weight:
            return [g]
        return [Player("d", [self.discriminator], [self.d_loss], also_moves=[self.generator]), g]

    def roles(self) -> dict:
        source, target = (
            tuple(x.shape[1:]) for x in (self.generator.inputs[0], self.discriminator.inputs[-1])
        )
        return {"source": Samples(source, "the generator"), "target": Samples(target, "the discriminator")}

    def build_sampler(self) -> Sampler:
        return Sampler(self.generator, [Sources(tuple(self.generator.inputs[0].shape[1:]))])

    def judged(self, source, target):
        """The discriminator's verdicts, in training."""
        return self.run(self.discriminator, [source, target] if self.conditional else target)

    def d_loss(self, batch: dict):
        with backend.no_gradient():
            fakes = ops.stop_gradient(self.run(self.generator, batch["source"]))
        real, real_acc = self.on_real(self.judged(batch["source"], batch["target"]))
        fake, fake_acc = self.on_fakes(self.judged(batch["source"], fakes))
        values = (real, fake, real_acc, fake_acc)
        return (real + fake) / 2.0, dict(zip(OF_D, values, strict=True))

    def g_loss(self, batch: dict):
        fakes = self.run(self.generator, batch["source"])
        l1 = distance(fakes, batch["target"])
        if not self.adversarial_weight:
            return self.l1_weight * l1, {"l1": l1}
        fooled = self.fooling(self.judged(batch["source"], fakes))
        return self.adversarial_weight * fooled + self.l1_weight * l1, {"g_loss": fooled, "l1": l1}

    # ---- use ---------------------------------------------------------------------------------------------------

    def call(self, source, training=False):
        return self.generator(source, training=training)

    def translate(self, source, seed: int | None = None, batch_size: int = 64) -> np.ndarray:
        """Translations of these images.

        Parameters
        ----------
        source : ndarray
            uint8, or float in [-1, 1], (n, height, width, channels).
        seed : int, optional
            Of the dropout that stays on. The same seed gives the same translations; without it each call differs.
        batch_size : int
            Images computed at a time.

        Returns
        -------
        ndarray
            uint8 (n, height, width, channels) for images, else float32.

        Raises
        ------
        ValueError
            If the images do not fit the generator.
        """
        return self.generate(len(source), seed=seed, batch_size=batch_size, source=source)
