"""Convolutional GANs with batch norm in both networks, for images of 28 x 28 pixels (chapter 10).

These are the networks on which chapter 10 shows how training fails. Batch norm is at the heart of what it shows, and so
it can be left out of the discriminator. Two points are unlike the DCGAN paper (arXiv 1511.06434): the discriminator has
batch norm after its first convolution too, and the generator has none after its dense layer. "classic" is the pair as the
program that chapter 10 discusses has it; "laptop" has the same discriminator, and half and a quarter of the channels in the
generator's two transposed convolutions.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.layers import ToOneChannel

import keras
from keras import layers

RECIPES = dcgan.RECIPES


def generator(recipe: str = "classic", latent_dim: int = 50, seed: int | None = None) -> keras.Model:
    """Latents to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 851,713 parameters with latent_dim 50, and 544,385 with latent_dim 1.
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
    dcgan.check(recipe, latent_dim)
    first, second = {"classic": (128, 128), "laptop": (64, 32)}[recipe]
    init = Fresh("normal", seed, 0)
    latents = x = keras.Input((latent_dim,), name="latents")
    x = layers.Dense(7 * 7 * 128, kernel_initializer=init())(x)
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.Reshape((7, 7, 128))(x)
    for channels in (first, second):  # 7 -> 14 -> 28
        x = layers.Conv2DTranspose(channels, 4, strides=2, padding="same", kernel_initializer=init())(x)
        x = layers.LeakyReLU(negative_slope=0.2)(layers.BatchNormalization()(x))
    images = ToOneChannel(7, activation="tanh", kernel_initializer=init())(x)
    return keras.Model(latents, images, name="generator")


def discriminator(recipe: str = "classic", batch_norm: bool = True, seed: int | None = None) -> keras.Model:
    """Images to logits: positive means "real".

    Parameters
    ----------
    recipe : "classic" or "laptop"
        Both are the same: 70,337 parameters with batch norm.
    batch_norm : bool
        Whether there is batch norm between convolution and activation.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] to float32 (n, 1).

    Raises
    ------
    ValueError
        If the recipe is unknown.
    """
    dcgan.check(recipe)
    numeric.flag("batch_norm", batch_norm)
    init = Fresh("normal", seed, 1)
    images = x = keras.Input((28, 28, 1), name="images")
    for _ in range(2):  # 28 -> 14 -> 7
        x = layers.Conv2D(64, 4, strides=2, padding="same", kernel_initializer=init())(x)
        if batch_norm:
            x = layers.BatchNormalization()(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.Flatten()(x)
    logits = layers.Dense(1, kernel_initializer=Fresh("glorot_uniform", seed, 2)())(x)
    return keras.Model(images, logits, name="discriminator")
