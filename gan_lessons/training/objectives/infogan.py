"""The information maximising GAN: nobody names classes, the generator is paid for codes that can be read off its images."""

from __future__ import annotations

import dataclasses
import math

from gan_lessons import numeric, sampling
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.networks import check_declared
from gan_lessons.training.players import Player

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class InfoGAN(GAN):
    """A GAN whose generator takes codes beside its latents, and a network Q that has to read them off the image (arXiv 1606.03657).

    The generator's loss is that of any GAN, plus the cross-entropy of what Q says of the categorical code, plus the squared error of what it says
    of the continuous ones. So it is paid for images that show their codes; the data's labels are never used.

    Parameters
    ----------
    generator : keras.Model
        [latents (n, latent_dim), codes (n, n_classes + n_continuous)] to samples; a code is a one-hot vector, then numbers in [-1, 1].
    discriminator : keras.Model
        Samples to [logits (n, 1), code logits (n, n_classes)], and with continuous codes a third output, means (n, n_continuous). What reads
        the codes is a model of its own inside it, named "q".
    seed : int, optional
        Seed of latents and codes, of label flips and batch order.

    Raises
    ------
    ValueError
        If the two do not fit together.

    Examples
    --------
    >>> from gan_lessons import data, models, training
    >>> generator = models.infogan.generator("laptop", n_continuous=2, seed=1)
    >>> discriminator = models.infogan.discriminator("laptop", n_continuous=2, seed=2)
    >>> gan = training.InfoGAN(generator, discriminator, seed=3)
    >>> gan.compile()
    >>> history = gan.fit(data.load("mnist"), batch_size=64, epochs=1, steps_per_epoch=10)
    >>> threes = gan.generate(25, codes=3, seed=0)  # code 3: whatever digit that may be
    """

    metric_names = (*GAN.metric_names, "mi", "code_acc", "continuous_loss")
    outputs_of_d = (2, 3)

    def __init__(self, generator: keras.Model, discriminator: keras.Model, seed: int | None = None, **kwargs):
        check_declared(generator=generator, discriminator=discriminator)
        if len(discriminator.outputs) == 2:
            self.metric_names = type(self).metric_names[:-1]  # there is no continuous code
        super().__init__(generator, discriminator, seed=seed, **kwargs)
        self.n_classes = discriminator.outputs[1].shape[-1]
        self.n_continuous = generator.inputs[1].shape[-1] - self.n_classes

    def compile(
        self,
        *args,
        mi_weight: float = 1.0,
        continuous_weight: float = 1.0,
        trunk_learns: bool = True,
        **kwargs,
    ) -> None:
        """Set how the game is played.

        Parameters
        ----------
        *args, **kwargs
            As for `GAN.compile`.
        mi_weight : float
            What one nat of Q's cross-entropy counts beside one nat of the GAN's loss (the paper's λ).
        continuous_weight : float
            What the mean squared error of the continuous codes counts. That of Gaussians with one fixed standard deviation σ, each code's
            log-likelihood counting once, is n_continuous / (2 σ²): with two codes, 1 is σ = 1.
        trunk_learns : bool
            True: as in the paper's own program, Q and the layers that it shares with the discriminator learn to read the codes in the discriminator's
            updates, from generated images. False: as in the Keras tutorials, Q learns in the generator's updates, and the shared layers never
            learn from the codes.
        """
        for name, value in (("mi_weight", mi_weight), ("continuous_weight", continuous_weight)):
            numeric.real(name, value, least=0.0)
        self.mi_weight, self.continuous_weight = mi_weight, continuous_weight
        self.trunk_learns = numeric.flag("trunk_learns", trunk_learns)
        super().compile(*args, **kwargs)

    # ---- the objective -----------------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        d, g = super().players()
        if self.trunk_learns:
            return [d, g]
        without_q = keras.Model(self.discriminator.inputs, self.discriminator.outputs[0])
        networks = [self.generator, self.discriminator.get_layer("q")]
        return [
            dataclasses.replace(d, networks=[without_q]),
            dataclasses.replace(g, networks=networks),
        ]

    def build_sampler(self) -> sampling.Sampler:
        codes = sampling.Codes(self.n_classes, self.n_continuous)
        return sampling.Sampler(self.shown, [sampling.Latents(self.latent_dim), codes])

    def complete(self, batch: dict) -> dict:
        batch = super().complete(batch)
        return batch | {"fake_labels": self.draw_labels(batch, ops.shape(batch["images"])[0])}

    def draw_labels(self, batch: dict, n):
        """Codes for what is generated: float32 (n, n_classes + n_continuous), each value as likely as any other."""
        numbers = keras.random.randint((n,), 0, self.n_classes, seed=self.random)
        continuous = keras.random.uniform((n, self.n_continuous), -1.0, 1.0, seed=self.random)
        return ops.concatenate([ops.one_hot(numbers, self.n_classes), continuous], axis=1)

    def generated(self, latents, labels):
        return self.run(self.generator, [latents, labels])

    def loss_of_d(self, outputs, side: str, labels=None):
        loss, logs = super().loss_of_d(outputs[0], side)
        if self.trunk_learns and side == "fake":
            loss = loss + self.reading_loss(outputs, labels)[0]
        return loss, logs

    def loss_of_g(self, outputs, labels=None):
        loss, logs = super().loss_of_g(outputs[0])
        reading_loss, reading_logs = self.reading_loss(outputs, labels)
        return loss + reading_loss, logs | reading_logs

    def reading_loss(self, outputs, codes):
        """How badly Q reads the codes off generated samples, weighted, and its logs.

        "mi" is the lower bound of the mutual information of categorical code and image, H(code) - cross-entropy, in nats: at most
        ln n_classes, and below zero where Q is worse than a guess.
        """
        logits, one_hot = outputs[1], codes[:, : self.n_classes]
        cross_entropy = ops.mean(keras.losses.categorical_crossentropy(one_hot, logits, from_logits=True))
        right = ops.equal(ops.argmax(logits, axis=-1), ops.argmax(one_hot, axis=-1))
        logs = {
            "mi": math.log(self.n_classes) - cross_entropy,
            "code_acc": ops.mean(ops.cast(right, "float32")),
        }
        loss = self.mi_weight * cross_entropy
        if self.n_continuous:
            error = ops.mean(ops.square(outputs[2] - codes[:, self.n_classes :]))
            loss, logs["continuous_loss"] = loss + self.continuous_weight * error, error
        return loss, logs

    # ---- use ---------------------------------------------------------------------------------------------------

    def call(self, inputs, training=False):
        """[latents, codes] to samples."""
        return self.generator(inputs, training=training)

    def generate(
        self,
        n: int,
        codes=None,
        seed: int | None = None,
        batch_size: int = 256,
        *,
        continuous=None,
        labels=None,
    ) -> np.ndarray:
        """Draw samples of given codes, in inference mode.

        Parameters
        ----------
        n : int
        codes : int or array-like of int (n,), optional
            One value of the categorical code for all, or one for each sample. Default: all values in turn, 0, 1, 2, …
        seed : int, optional
            Seed of the latents, and of the continuous codes if none are given. The same seed and n give the same latents, whatever the codes.
        batch_size : int
            Samples computed at a time; bounds the memory.
        continuous : array-like of float (n_continuous,) or (n, n_continuous), optional
            Default: drawn evenly from [-1, 1], as in training.
        labels : None
            An InfoGAN knows no labels: which class a code draws is to be found out.

        Returns
        -------
        ndarray
            uint8 (n, height, width, channels) for images, else float32.

        Raises
        ------
        ValueError
            If n is below 1, or the codes are none.
        """
        if labels is not None:
            raise ValueError(
                "An InfoGAN was told no labels and knows none. Give codes; `metrics.code_table` finds out which class each code draws."
            )
        return super().generate(n, None, seed, batch_size, codes=codes, continuous=continuous)

    # ---- checks and saving -------------------------------------------------------------------------------------

    @classmethod
    def _check_networks(cls, generator, discriminator):
        inputs, outputs = (
            [tuple(x.shape[1:]) for x in xs] for xs in (generator.inputs, discriminator.outputs)
        )
        if len(discriminator.inputs) != 1 or len(outputs) not in (2, 3) or any(len(x) != 1 for x in outputs):
            raise ValueError(
                f"The discriminator has {len(discriminator.inputs)} inputs, and outputs of shapes {outputs}; an InfoGAN needs samples to "
                "[(1,), (n_classes,)], and with continuous codes a third, (n_continuous,)."
            )
        wanted = (sum(n for (n,) in outputs[1:]),)
        if len(inputs) != 2 or inputs[1] != wanted:
            raise ValueError(
                f"The generator's inputs have shapes {inputs}; an InfoGAN gives it [latents, codes], and Q reads codes of shape {wanted}: "
                "n_classes and n_continuous together."
            )
        if not isinstance({layer.name: layer for layer in discriminator.layers}.get("q"), keras.Model):
            raise ValueError(
                "The discriminator has no model named 'q' inside: build what reads the codes as keras.Model(features, outputs, name='q')."
            )
        super()._check_networks(generator, discriminator)

    def get_compile_config(self):
        config = super().get_compile_config()
        if config is None:
            return None
        names = ("mi_weight", "continuous_weight", "trunk_learns")
        return config | {name: getattr(self, name) for name in names}
