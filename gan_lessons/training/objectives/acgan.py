"""The GAN with an auxiliary classifier: the discriminator is not told the class, it has to name it."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.training.objectives.conditional import ConditionalGAN
from gan_lessons.training.objectives.networks import check_declared

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class ACGAN(ConditionalGAN):
    """A conditional GAN whose discriminator sees only the image, and says two things: real or not, and which class (arXiv 1610.09585).

    Each player's loss is the sum of two. The source loss is that of any GAN. The class loss is the cross-entropy of the class head
    against the true label, or the one that the generator was asked for; both players want it low.

    Parameters
    ----------
    generator : keras.Model
        [latents (n, latent_dim), labels int32 (n, 1)] to samples.
    discriminator : keras.Model
        Samples to [logits (n, 1), class logits (n, n_classes)].
    n_classes : int, optional
        Default: as many as the discriminator has class logits.
    seed : int, optional
        Seed of latents, of the labels of what is generated, of label flips and batch order.

    Raises
    ------
    ValueError
        If they do not fit together.
    """

    metric_names = (
        "d_loss_real",
        "d_loss_fake",
        "g_loss",
        "d_acc_real",
        "d_acc_fake",
        "d_class_loss_real",
        "d_class_loss_fake",
        "g_class_loss",
        "class_acc_real",
        "class_acc_fake",
    )
    labels_are_shown = False
    outputs_of_d = (2,)

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        n_classes: int | None = None,
        seed: int | None = None,
        **kwargs,
    ):
        check_declared(generator=generator, discriminator=discriminator)
        heads = [tuple(x.shape[1:]) for x in discriminator.outputs]
        if len(heads) != 2 or len(heads[1]) != 1 or n_classes not in (None, heads[1][0]):
            wanted = "n_classes" if n_classes is None else n_classes
            raise ValueError(
                f"The discriminator's outputs have shapes {heads}; an ACGAN needs [(1,), ({wanted},)]: one logit for real or "
                "generated, then one for each class."
            )
        super().__init__(generator, discriminator, heads[1][0], seed, **kwargs)

    def compile(
        self, *args, class_weight: float = 1.0, fake_class_weight: float | None = None, **kwargs
    ) -> None:
        """Set how the game is played.

        Parameters
        ----------
        *args, **kwargs
            As for `GAN.compile`.
        class_weight : float
            What one nat of class loss counts beside one nat of source loss, in both players.
        fake_class_weight : float, optional
            The same for generated images in the discriminator's updates. Default: `class_weight`, as in the paper. With 0 the class head
            learns from real images alone: early in training what is generated shows no class, whatever its label says.
        """
        fake_class_weight = class_weight if fake_class_weight is None else fake_class_weight
        for name, value in (("class_weight", class_weight), ("fake_class_weight", fake_class_weight)):
            numeric.real(name, value, least=0.0)
        self.class_weight, self.fake_class_weight = class_weight, fake_class_weight
        super().compile(*args, **kwargs)

    def judged(self, samples, labels):
        return self.run(self.discriminator, samples)

    def loss_of_d(self, outputs, side: str, labels=None):
        source, classes = outputs
        source_loss, logs = super().loss_of_d(source, side)
        class_loss = ops.mean(cross_entropy_of_classes(classes, labels))
        right = ops.equal(ops.cast(ops.argmax(classes, axis=-1, keepdims=True), "int32"), labels)
        weight = self.class_weight if side == "real" else self.fake_class_weight
        return source_loss + weight * class_loss, logs | {
            f"d_class_loss_{side}": class_loss,
            f"class_acc_{side}": ops.mean(ops.cast(right, "float32")),
        }

    def loss_of_g(self, outputs, labels=None):
        source, classes = outputs
        source_loss, logs = super().loss_of_g(source)
        class_loss = ops.mean(cross_entropy_of_classes(classes, labels))
        return source_loss + self.class_weight * class_loss, logs | {"g_class_loss": class_loss}

    def get_compile_config(self):
        config = super().get_compile_config()
        if config is None:
            return None
        return config | {"class_weight": self.class_weight, "fake_class_weight": self.fake_class_weight}


def cross_entropy_of_classes(logits, labels):
    """Cross-entropy of class logits (n, k) against labels (n, 1), in nats: (n,). Guessing among k classes has ln k."""
    return keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
