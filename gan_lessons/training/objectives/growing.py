"""A GAN whose networks grow while it trains."""

from __future__ import annotations

from gan_lessons import backend, models, numeric
from gan_lessons.arrays import Samples
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.state import Average

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class GrowingGAN(GAN):
    """A game that begins with small images, and whose networks are exchanged for larger ones (arXiv 1710.10196).

    It always takes images of the full size, and averages them down to the size that its networks have now. A new block fades in: α rises
    with the clock, from 0 to 1 in `fade_steps` steps, in both networks, and the real images are blended in the same way from their
    halved and enlarged selves.

    Parameters
    ----------
    generator, discriminator, seed, average
        As for `GAN`; of `models.progressive`, or others whose new blocks are joined by a `FadeIn` layer named "fade".
    full_size : int
        Height and width of the images that it trains on: the networks' own, or a multiple.
    fade_from, fade_steps : int
        Since which step, and for how many, the last block fades in. `grow` sets them.

    Raises
    ------
    ValueError
        If the two do not fit together, or `full_size` is no multiple of their size.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        seed: int | None = None,
        *,
        full_size: int,
        fade_from: int = 0,
        fade_steps: int = 0,
        **kwargs,
    ):
        super().__init__(generator, discriminator, seed, **kwargs)
        self.full_size = numeric.whole("full_size", full_size)
        self.fade_from = numeric.whole("fade_from", fade_from, least=0)
        self.fade_steps = numeric.whole("fade_steps", fade_steps, least=0)
        self._check_size(generator)

    @property
    def size(self) -> int:
        """Height and width of the images that the networks make now."""
        return self.generator.output_shape[1]

    @property
    def alpha(self) -> float:
        """How far the last block has faded in, 0 to 1."""
        return float(ops.convert_to_numpy(self._alpha()))

    def _alpha(self):
        since = ops.cast(self.steps.value - self.fade_from, "float32")
        return ops.clip(since / self.fade_steps, 0.0, 1.0) if self.fade_steps else ops.ones(())

    def grow(self, generator: keras.Model, discriminator: keras.Model, fade_steps: int) -> None:
        """Go on with larger networks, whose new blocks fade in from now on.

        Optimisers keep their moments for the layers that stay. The average begins with those layers as they are in it, and anew with its
        count of steps, so that it soon forgets what the new block was at first.

        Parameters
        ----------
        generator, discriminator : keras.Model
            As `models.progressive.grown` makes them.
        fade_steps : int
            How many steps the fade takes; 0 for none.

        Raises
        ------
        ValueError
            If the networks do not fit, or the fade before is not over. Nothing is changed then.
        """
        fade_steps = numeric.whole("fade_steps", fade_steps, least=0)
        if self.alpha < 1.0:
            raise ValueError(
                f"α is {self.alpha:.2f}: the last block fades in until step {self.fade_from + self.fade_steps}. Train until then."
            )
        self._check_size(generator)
        with backend.scope(self):
            self._go_on(generator, discriminator, anew=True)
        self.fade_from, self.fade_steps = self.step_number, fade_steps

    def settle(self) -> None:
        """Take out the old paths of networks whose blocks have faded in. They compute what they did.

        Raises
        ------
        ValueError
            If the fade is not over, or the networks are not of `models.progressive`.
        """
        if self.alpha < 1.0:
            raise ValueError(
                f"α is {self.alpha:.2f}; the old path is still part of the network. Train until step {self.fade_from + self.fade_steps}."
            )
        with backend.scope(self):
            self._go_on(*map(models.progressive.settled, (self.generator, self.discriminator)), anew=False)

    def _go_on(self, generator, discriminator, anew):
        networks = {"generator": generator, "discriminator": discriminator}
        if hasattr(self, "averaged"):
            old = self.averaged
            networks["averaged"] = average = Average(generator, old.decay)
            before = {layer.name: layer for layer in old.network.layers if layer.weights}
            for layer in average.network.layers:
                if layer.name in before:
                    layer.set_weights(before[layer.name].get_weights())
            average.followed.assign(0.0 if anew else old.followed)
        self.replace(**networks)

    # ---- the objective -----------------------------------------------------------------------------------------

    def roles(self) -> dict:
        shape = (self.full_size, self.full_size, self.generator.output_shape[-1])
        return {"images": Samples(shape, "this game")}

    def complete(self, batch: dict) -> dict:
        images, by = batch["images"], self.full_size // self.size
        images = layers.AveragePooling2D(by, data_format="channels_last")(images) if by > 1 else images
        fades = [
            layer for net in (self.generator, self.discriminator) if (layer := models.progressive.fade(net))
        ]
        if fades:
            alpha = self._alpha()
            for layer in fades:
                layer.alpha.assign(alpha)
            small = layers.AveragePooling2D(2, data_format="channels_last")(images)
            small = layers.UpSampling2D(2, data_format="channels_last")(small)
            images = (1.0 - alpha) * small + alpha * images
        return super().complete({**batch, "images": images})

    def _check_size(self, generator):
        size = generator.output_shape[1]
        if self.full_size % size:
            raise ValueError(
                f"The generator makes images of {size} pixels; full_size is {self.full_size}, which is no multiple of it."
            )

    def get_config(self):
        own = {name: getattr(self, name) for name in ("full_size", "fade_from", "fade_steps")}
        return {**super().get_config(), **own}
