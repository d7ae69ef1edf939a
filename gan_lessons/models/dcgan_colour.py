"""Convolutional GANs for square images in colour: 32 x 32 photographs (chapter 8), 80 x 80 and 40 x 40 faces (chapter 9), and 64 x 64.

The classic programs of both chapters build one network pair at two sizes, so they stand in one module: the discriminator looks
once at full size and then halves the image until 4 or 5 pixels are left; the generator starts there and doubles. "classic" is
that pair, with logits in place of the sigmoid. "laptop" does no work at full size, where a layer costs most: both networks halve or
double in every layer, have few channels where the image is large, and batch norm, as in the DCGAN paper (arXiv 1511.06434). At 40 and at
64 pixels there is no classic program, and only "laptop".
"""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import numeric
from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh

import keras
from keras import layers

RECIPES = dcgan.RECIPES


@dataclass(frozen=True)
class _Size:
    """What differs between the networks at the two sizes; channels are given from the large end to the small one."""

    smallest: int
    laptop_channels: tuple[int, ...]
    d_channels: tuple[int, ...] = ()  # of "classic"
    g_channels: tuple[int, ...] = ()
    kernel: int = 0


_SIZES = {
    32: _Size(4, (64, 128, 256), (64, 128, 128, 256), (128, 128, 128, 256), 3),
    40: _Size(5, (32, 64, 128)),
    64: _Size(4, (32, 64, 128, 256)),
    80: _Size(5, (32, 64, 128, 256), (128,) * 5, (128,) * 5, 5),
}


def generator(
    recipe: str = "classic", size: int = 32, latent_dim: int = 100, seed: int | None = None
) -> keras.Model:
    """Latents to images in colour.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With latent_dim 100, "classic" has 1,466,115 parameters at size 32 and 1,381,891 at size 80.
    size : 32, 40, 64 or 80
        Height and width of the images in pixels; 40 and 64 for "laptop" alone.
    latent_dim : int
        Length of a latent vector.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim) to float32 (n, size, size, 3) in [-1, 1].

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, or latent_dim is below 1.
    """
    net = _check(recipe, size, latent_dim)
    latents = x = keras.Input((latent_dim,), name="latents")
    s = net.smallest
    if recipe == "classic":
        init = Fresh("glorot_uniform", seed, 0)
        *doubling, first = net.g_channels
        x = layers.Dense(s * s * first, kernel_initializer=init())(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Reshape((s, s, first))(x)
        for channels in reversed(doubling):  # 4 -> 8 -> 16 -> 32, or 5 -> 10 -> 20 -> 40 -> 80
            x = layers.Conv2DTranspose(channels, 4, strides=2, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        images = layers.Conv2D(3, net.kernel, padding="same", activation="tanh", kernel_initializer=init())(x)
    else:
        init = Fresh("normal", seed, 0)
        *doubling, first = net.laptop_channels
        x = layers.Dense(s * s * first, use_bias=False, kernel_initializer=init())(x)
        x = _norm_relu(layers.Reshape((s, s, first))(x))
        for channels in reversed(doubling):
            x = layers.Conv2DTranspose(
                channels, 4, strides=2, padding="same", use_bias=False, kernel_initializer=init()
            )(x)
            x = _norm_relu(x)
        images = layers.Conv2DTranspose(
            3, 4, strides=2, padding="same", activation="tanh", kernel_initializer=init()
        )(x)
    return keras.Model(latents, images, name="generator")


def discriminator(recipe: str = "classic", size: int = 32, seed: int | None = None) -> keras.Model:
    """Images in colour to logits: positive means "real".

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 522,497 parameters at size 32 and 1,651,841 at size 80.
    size : 32, 40, 64 or 80
        As for `generator`.
    seed : int, optional
        Seed of the initial weights and of dropout.

    Returns
    -------
    keras.Model
        float32 (n, size, size, 3) in [-1, 1] to float32 (n, 1).

    Raises
    ------
    ValueError
        If the recipe or the size is unknown.
    """
    net = _check(recipe, size)
    images = x = keras.Input((size, size, 3), name="images")
    if recipe == "classic":
        init = Fresh("glorot_uniform", seed, 1)
        for i, channels in enumerate(net.d_channels):  # the first layer looks at full size
            x = layers.Conv2D(
                channels, net.kernel, strides=1 if i == 0 else 2, padding="same", kernel_initializer=init()
            )(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Dropout(0.4, seed=init.seed())(layers.Flatten()(x))
    else:
        init = Fresh("normal", seed, 1)
        for i, channels in enumerate(net.laptop_channels):
            x = layers.Conv2D(channels, 4, strides=2, padding="same", kernel_initializer=init())(x)
            if i > 0:
                x = layers.BatchNormalization(momentum=0.9)(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Flatten()(x)
    logits = layers.Dense(1, kernel_initializer=init())(x)
    return keras.Model(images, logits, name="discriminator")


def _norm_relu(x):
    # Statistics of the last ten batches or so: samples drawn during training should look like the training of now.
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))


def _check(recipe: str, size: int, latent_dim: int = 100) -> _Size:
    dcgan.check(recipe, latent_dim)
    if numeric.whole("size", size) not in _SIZES:
        raise ValueError(f"size is {size!r}; these networks are for images of {tuple(_SIZES)} pixels.")
    if recipe == "classic" and not _SIZES[size].d_channels:
        raise ValueError(f"size is {size}; 'classic' has 32 and 80 pixels. Choose recipe='laptop'.")
    return _SIZES[size]
