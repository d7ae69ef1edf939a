"""Networks of an information maximising GAN, for images of 28 x 28 pixels (chapter 18).

The generator takes codes beside its latents, and a second head of the discriminator, Q, has to read them off the image. Q stands on the
discriminator's features: both are nested models, "trunk" and "q", so that `keras.Model(d.inputs, d.outputs[0])` is the discriminator
without Q. "classic": the networks of the program that chapter 18 discusses, except that the heads end in logits. "laptop": those of
`models.dcgan`, and a small Q.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import dcgan, labels
from gan_lessons.models.initializers import Fresh, draws

import keras
import numpy as np
from keras import layers


def generator(
    recipe: str = "classic",
    latent_dim: int = 62,
    n_classes: int = 10,
    n_continuous: int = 0,
    seed: int | None = None,
) -> keras.Model:
    """Latents and codes to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With the other defaults, "classic" has 3,113,409 parameters, 3,062,849 of them trainable.
    latent_dim : int
        Length of a latent vector, without the codes.
    n_classes : int
        Values of the categorical code: 0 to n_classes - 1, as a one-hot vector.
    n_continuous : int
        Continuous codes, numbers in [-1, 1] after the one-hot vector. The paper has two, the classic program none.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        [float32 (n, latent_dim), float32 (n, n_classes + n_continuous)] to float32 (n, 28, 28, 1) in [-1, 1]; `code_vectors` makes the
        second input from whole numbers.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a size is too small.
    """
    dcgan.check(recipe, latent_dim)
    check(n_classes, n_continuous)
    latents = keras.Input((latent_dim,), name="latents")
    codes = keras.Input((n_classes + n_continuous,), name="codes")
    x = BesideCodes(n_classes)([latents, codes])
    init = Fresh("normal", seed, 0)
    if recipe == "laptop":
        return keras.Model([latents, codes], dcgan.laptop_generator(x, init), name="generator")
    x = layers.Dense(7 * 7 * 512, activation="relu", kernel_initializer=init())(x)
    x = layers.Reshape((7, 7, 512))(layers.BatchNormalization()(x))
    x = layers.Conv2D(128, 4, padding="same", activation="relu", kernel_initializer=init())(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2DTranspose(
        64, 4, strides=2, padding="same", activation="relu", kernel_initializer=init()
    )(x)
    x = layers.BatchNormalization()(x)
    images = layers.Conv2DTranspose(
        1, 4, strides=2, padding="same", activation="tanh", kernel_initializer=init()
    )(x)
    return keras.Model([latents, codes], images, name="generator")


def discriminator(
    recipe: str = "classic", n_classes: int = 10, n_continuous: int = 0, seed: int | None = None
) -> keras.Model:
    """Images to a logit for "real", and to what Q reads of the codes.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With the other defaults, "classic" has 670,913 parameters in the discriminator and 1,607,562 more in Q.
    n_classes, n_continuous
        As for `generator`.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] to [logit (n, 1), logits of the categorical code (n, n_classes)], and with continuous codes a
        third output, their means (n, n_continuous). It has two models inside, "trunk" and "q".

    Raises
    ------
    ValueError
        If the recipe is unknown, or a size is too small.
    """
    dcgan.check(recipe)
    check(n_classes, n_continuous)
    init = Fresh("normal", seed, 1)
    images = x = keras.Input((28, 28, 1), name="images")
    if recipe == "classic":
        for i, (filters, stride) in enumerate(((64, 2), (128, 2), (256, 1))):
            x = layers.Conv2D(filters, 4, strides=stride, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.1)(x)
            x = layers.BatchNormalization()(x) if i else x
        x = layers.Flatten()(x)
    else:
        x = dcgan.laptop_features(x, init)
    trunk = keras.Model(images, x, name="trunk")

    def dense(n, **options):
        initializer = keras.initializers.GlorotUniform(seed=init.seed())
        return layers.Dense(n, kernel_initializer=initializer, **options)

    features = x = keras.Input(trunk.output_shape[1:], name="features")
    # The laptop's statistics follow faster, as in its other layers; see models.dcgan.
    x = layers.BatchNormalization(momentum=0.99 if recipe == "classic" else 0.9)(dense(128)(x))
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    heads = [dense(n_classes, name="classes")(x)]
    heads += [dense(n_continuous, name="means")(x)] if n_continuous else []
    q = keras.Model(features, heads, name="q")

    images = keras.Input((28, 28, 1), name="images")
    shared = trunk(images)
    source = dense(1, name="source")(shared)
    return keras.Model(images, [source, *q(shared)], name="discriminator")


@keras.saving.register_keras_serializable(package="gan_lessons")
class BesideCodes(layers.Concatenate):
    """[latents, codes] as one vector; it remembers how many of the codes are one one-hot vector."""

    def __init__(self, n_classes: int, **kwargs):
        super().__init__(**kwargs)
        self.n_classes = n_classes

    def get_config(self):
        return {**super().get_config(), "n_classes": self.n_classes}


def sizes(generator: keras.Model) -> tuple[int, int] | None:
    """How many values the categorical code of a generator has, and how many continuous codes it takes; None if it takes no codes."""
    for layer in generator.layers:
        if isinstance(layer, BesideCodes):
            return layer.n_classes, generator.inputs[1].shape[-1] - layer.n_classes
    return None


def code_vectors(
    codes, continuous=None, n_classes: int = 10, n_continuous: int = 0, seed: int | None = None
) -> np.ndarray:
    """What a generator takes as codes, from whole numbers and, if it has continuous codes, their values.

    Parameters
    ----------
    codes : array-like of int (n,)
        Values of the categorical code, 0 to n_classes - 1.
    continuous : array-like of float (n_continuous,) or (n, n_continuous), optional
        Trained on [-1, 1]; values outside are allowed, and show what lies beyond. Default: drawn evenly from [-1, 1].
    n_classes, n_continuous : int
        As for `generator`.
    seed : int, optional
        Of the draw.

    Returns
    -------
    ndarray
        float32 (n, n_classes + n_continuous).

    Raises
    ------
    ValueError
        If the numbers are no codes.
    """
    check(n_classes, n_continuous)
    codes = numeric.array("codes", codes, finite=False)
    if codes.ndim != 1 or codes.dtype.kind not in "iu" or not len(codes):
        raise ValueError(
            f"The codes have shape {codes.shape} and dtype {codes.dtype}; expected whole numbers (n,), one for each image."
        )
    if codes.min() < 0 or codes.max() >= n_classes:
        raise ValueError(
            f"The codes lie in {codes.min()} to {codes.max()}; the networks have {n_classes}, 0 to {n_classes - 1}."
        )
    shape = (len(codes), n_continuous)
    if continuous is None:
        random = draws(seed, 18) or np.random.default_rng()  # others than those of the latents
        continuous = random.uniform(-1, 1, shape)
    values = numeric.array("continuous", continuous, dtype="float32")
    if values.shape not in (shape, shape[1:]):
        raise ValueError(
            f"The continuous codes have shape {values.shape}; expected finite numbers of shape {shape}, or {shape[1:]} for all images "
            "alike."
        )
    return np.concatenate([np.eye(n_classes, dtype="float32")[codes], np.broadcast_to(values, shape)], axis=1)


def check(n_classes: int, n_continuous: int) -> None:
    """Raise ValueError unless there are codes to read."""
    labels.check(n_classes)
    numeric.whole("n_continuous", n_continuous, least=0, most=dcgan.LARGEST)
