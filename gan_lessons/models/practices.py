"""A small DCGAN with one switch for each practice (chapter 5).

As it stands it follows the DCGAN paper (arXiv 1511.06434) in what can be switched off one at a time: strides instead
of pooling, transposed convolutions instead of resizing, batch norm in both networks (not on the generator's output, nor
on the discriminator's input), ReLU in the generator and LeakyReLU in the discriminator, initial weights from N(0, 0.02),
and tanh at the end. It departs from the paper in one hidden dense layer in each network: at this size they are what makes
digits appear within a minute. It is small enough for a training of seconds, so that each practice can be taken away and what is lost
measured (`benchmarks/heuristics.py`).
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models.dcgan import LARGEST
from gan_lessons.models.initializers import draws

import keras
from keras import layers

UPSAMPLE = ("transposed", "resize")
DOWNSAMPLE = ("stride", "max_pool")
ACTIVATIONS = ("relu", "leaky_relu")
INITIALIZERS = ("normal", "wide", "glorot")


def generator(
    latent_dim: int = 100,
    seed: int | None = None,
    *,
    width: int = 16,
    upsample: str = "transposed",
    norm: bool = True,
    activation: str = "relu",
    initializer: str | keras.Initializer = "normal",
) -> keras.Model:
    """Latents to images, 7 x 7 -> 14 x 14 -> 28 x 28.

    Parameters
    ----------
    latent_dim : int
        Length of a latent vector, at least 1.
    seed : int, optional
        Seed of the initial weights.
    width : int
        Channels of the layer next to the image; the one before it has twice as many.
    upsample : "transposed" or "resize"
        How a side is doubled: by a transposed convolution with a 4 x 4 kernel and stride 2, or by repeating each pixel
        in a block of 2 x 2 and a convolution with a 3 x 3 kernel.
    norm : bool
        Batch norm between each hidden layer and its activation.
    activation : "relu" or "leaky_relu"
        In the hidden layers; LeakyReLU with slope 0.2.
    initializer : "normal", "wide", "glorot" or keras.Initializer
        N(0, 0.02), N(0, 0.05) or Keras's default, fresh for each layer; an initialiser *object* is used for every layer
        as it is.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim) to float32 (n, 28, 28, 1) in [-1, 1].

    Raises
    ------
    ValueError
        If a switch has no such position, or latent_dim is below 1.
    """
    numeric.whole("latent_dim", latent_dim, most=LARGEST)
    _check_width(width, norm)
    _check("upsample", upsample, UPSAMPLE)
    _check("activation", activation, ACTIVATIONS)
    init = _initializers(initializer, seed, 0)

    def hidden(x):
        return _activated(layers.BatchNormalization(momentum=0.9)(x) if norm else x, activation)

    def doubled(x, filters, **kwargs):
        if upsample == "transposed":
            return layers.Conv2DTranspose(
                filters, 4, strides=2, padding="same", kernel_initializer=init(), **kwargs
            )(x)
        x = layers.UpSampling2D(2)(x)
        return layers.Conv2D(filters, 3, padding="same", kernel_initializer=init(), **kwargs)(x)

    latents = x = keras.Input((latent_dim,), name="latents")
    # Batch norm subtracts whatever a bias would add, and has an offset of its own.
    x = hidden(layers.Dense(256, use_bias=not norm, kernel_initializer=init())(x))
    x = layers.Dense(7 * 7 * 2 * width, use_bias=not norm, kernel_initializer=init())(x)
    x = hidden(layers.Reshape((7, 7, 2 * width))(x))
    x = hidden(doubled(x, width, use_bias=not norm))
    return keras.Model(latents, doubled(x, 1, activation="tanh"), name="generator")


def discriminator(
    seed: int | None = None,
    *,
    width: int = 16,
    downsample: str = "stride",
    norm: bool = True,
    activation: str = "leaky_relu",
    dropout: float = 0.0,
    initializer: str | keras.Initializer = "normal",
) -> keras.Model:
    """Images to logits, 28 x 28 -> 14 x 14 -> 7 x 7.

    Parameters
    ----------
    seed : int, optional
        Seed of the initial weights and of dropout.
    width : int
        Channels of the first convolution; the second has twice as many.
    downsample : "stride" or "max_pool"
        How a side is halved: by convolutions that move two pixels at a time, or by convolutions that move one and
        `MaxPooling2D(2)` after the activation. Both have the same weights.
    norm : bool
        Batch norm between the second convolution and its activation; the first has none (arXiv 1511.06434).
    activation : "leaky_relu" or "relu"
        LeakyReLU with slope 0.2.
    dropout : float
        Share of values set to 0 in training after each activation, from 0 to below 1.
    initializer : "normal", "wide", "glorot" or keras.Initializer
        As for the generator.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] to float32 (n, 1).

    Raises
    ------
    ValueError
        If a switch has no such position.
    """
    _check("downsample", downsample, DOWNSAMPLE)
    _check("activation", activation, ACTIVATIONS)
    numeric.real("dropout", dropout, least=0.0, below=1.0)
    _check_width(width, norm)
    init = _initializers(initializer, seed, 1)

    def halved(x, filters, norm):
        strides = 2 if downsample == "stride" else 1
        x = layers.Conv2D(
            filters, 4, strides=strides, padding="same", use_bias=not norm, kernel_initializer=init()
        )(x)
        x = _activated(layers.BatchNormalization(momentum=0.9)(x) if norm else x, activation)
        if downsample == "max_pool":
            x = layers.MaxPooling2D(2)(x)
        return layers.Dropout(dropout, seed=_seed(seed, 2, filters))(x) if dropout else x

    images = x = keras.Input((28, 28, 1), name="images")
    x = halved(x, width, norm=False)
    x = halved(x, 2 * width, norm=norm)
    x = layers.Dense(128, use_bias=not norm, kernel_initializer=init())(layers.Flatten()(x))
    x = _activated(layers.BatchNormalization(momentum=0.9)(x) if norm else x, activation)
    logits = layers.Dense(1, kernel_initializer=init())(x)
    return keras.Model(images, logits, name="discriminator")


def _activated(x, name: str):
    return layers.ReLU()(x) if name == "relu" else layers.LeakyReLU(negative_slope=0.2)(x)


def _initializers(given, seed: int | None, network: int):
    """A function that gives the next layer's initialiser: a fresh one at every call, or always the given object."""
    if isinstance(given, keras.Initializer):
        return lambda: given
    _check("initializer", given, INITIALIZERS)
    random = draws(seed, network)

    def fresh():
        one = None if random is None else int(random.integers(2**31))
        if given == "glorot":
            return keras.initializers.GlorotUniform(seed=one)
        return keras.initializers.RandomNormal(stddev=0.02 if given == "normal" else 0.05, seed=one)

    return fresh


def _seed(seed: int | None, *key: int) -> int | None:
    random = draws(seed, *key)
    return None if random is None else int(random.integers(2**31))


def _check_width(width, norm) -> None:
    numeric.whole("width", width, most=LARGEST)
    numeric.flag("norm", norm)


def _check(name: str, value, known: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} is {value!r}; choose one of {known}.")
