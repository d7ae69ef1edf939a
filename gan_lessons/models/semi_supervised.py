"""Networks of a semi-supervised GAN, for images of 28 x 28 pixels (chapter 20).

The generator is an ordinary one. The discriminator says two things of an image: whether it is real, and which class it is of. Here
the second is the product: `classifier` cuts it out. "classic": the networks of the program that chapter 20 discusses, except that the
discriminator's heads end in logits. "laptop": those of `models.dcgan`, with noise and dropout in the discriminator.
"""

from __future__ import annotations

from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.labels import check

import keras
from keras import layers, ops

KINDS = ("heads", "k_plus_1", "stacked")


def generator(recipe: str = "classic", latent_dim: int = 100, seed: int | None = None) -> keras.Model:
    """Latents to images; it is told no class.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        Those of `models.dcgan.generator`. With latent_dim 100, "classic" has 1,164,289 parameters.
    latent_dim : int
        Length of a latent vector.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim) to float32 (n, 28, 28, 1) in [-1, 1].

    Raises
    ------
    ValueError
        If the recipe is unknown or latent_dim is below 1.
    """
    return dcgan.generator(recipe, latent_dim, seed)


def discriminator(
    recipe: str = "classic", kind: str = "stacked", n_classes: int = 10, seed: int | None = None
) -> keras.Model:
    """Images to a logit for "real", a logit for each class, and the features that both are read from.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "laptop": the trunk of `models.dcgan`, with batch norm, after noise on the image and before dropout. Other ways to keep few labels from
        being learned by heart were worse (`benchmarks/semi_supervised.py`).
    kind : "heads", "k_plus_1" or "stacked"
        How the two answers hang together. "heads": two dense layers on one trunk. "k_plus_1": one dense layer with a logit for each
        class and one more for "generated" (arXiv 1606.01583). "stacked": the same with that last logit fixed at 0, so that one dense layer
        of `n_classes` logits gives both (arXiv 1606.03498). "classic" has 318,987, 318,987 and 316,938 parameters.
    n_classes : int
    seed : int, optional
        Seed of the initial weights, of noise and of dropout.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] to [source logit float32 (n, 1), class logits float32 (n, n_classes), features float32 (n, f)].
        f is 2,048 in the recipe "classic".

    Raises
    ------
    ValueError
        If the recipe or the kind is unknown, or n_classes is below 2.
    """
    dcgan.check(recipe)
    check(n_classes)
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; choose one of {KINDS}.")
    images = x = keras.Input((28, 28, 1), name="images")
    init = Fresh("glorot_uniform", seed, 1)
    if recipe == "classic":
        for _ in range(3):  # 28 -> 14 -> 7 -> 4
            x = layers.Conv2D(128, 3, strides=2, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        features = layers.Flatten(name="features")(x)
        x = layers.Dropout(0.4, seed=init.seed())(features)
    else:
        x = layers.GaussianNoise(0.3, seed=init.seed())(x)
        features = dcgan.laptop_features(x, init)
        x = layers.Dropout(0.4, seed=init.seed())(features)
    return keras.Model(images, [*_heads(x, kind, n_classes, init), features], name="discriminator")


def _heads(x, kind: str, n_classes: int, init: Fresh) -> tuple:
    """The source logit (n, 1) and the class logits (n, n_classes) of what the dense layers read."""
    if kind == "heads":
        return tuple(
            layers.Dense(n, kernel_initializer=init(), name=name)(x)
            for n, name in ((1, "source"), (n_classes, "classes"))
        )
    if kind == "stacked":
        classes = layers.Dense(n_classes, kernel_initializer=init(), name="classes")(x)
        return source_logit(classes), classes
    logits = layers.Dense(n_classes + 1, kernel_initializer=init(), name="classes_and_fake")(x)
    return source_logit(logits[:, :n_classes], logits[:, n_classes:]), logits[:, :n_classes]


def source_logit(classes, fake=0.0):
    """The logit of "real, of whatever class", beside the class "generated".

    With Z the sum of exp(classes), its sigmoid is Z / (Z + exp(fake)), and with the logit `fake` at 0 the Z / (Z + 1) of arXiv
    1606.03498. That quotient overflows at a logit of 89 in float32; this form does not at any.

    Parameters
    ----------
    classes : tensor or array-like (n, n_classes)
        Class logits.
    fake : tensor or array-like (n, 1), or float
        Logit of "generated".

    Returns
    -------
    tensor
        float32 (n, 1).
    """
    return ops.logsumexp(classes, axis=-1, keepdims=True) - fake


def classifier(discriminator: keras.Model) -> keras.Model:
    """The part of a discriminator that names the class. Its weights are the discriminator's own, now and later.

    Parameters
    ----------
    discriminator : keras.Model
        As `discriminator` gives it.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] (not uint8) to class logits float32 (n, n_classes).
    """
    return keras.Model(discriminator.inputs[0], discriminator.outputs[1], name="classifier")
