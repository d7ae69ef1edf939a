"""Convolutional GANs for the least squares loss, for images of 28 x 28 pixels (chapter 15).

"classic": the networks of the program that chapter 15 discusses. Batch norm after the dense layer works on all its 12,544 numbers, each with a mean and a variance of its
own. "laptop": those of `models.dcgan`. The loss makes no demand on a network but that D ends without an activation, as all here do.
"""

from __future__ import annotations

from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.layers import ToOneChannel

import keras
from keras import layers


def generator(recipe: str = "classic", latent_dim: int = 100, seed: int | None = None) -> keras.Model:
    """Latents to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 1,976,577 parameters with latent_dim 100, 1,951,105 of them trainable.
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
    if recipe == "laptop":
        return dcgan.generator(recipe, latent_dim, seed)
    init = Fresh("normal", seed, 0)
    latents = x = keras.Input((latent_dim,), name="latents")
    x = layers.Dense(7 * 7 * 256, kernel_initializer=init())(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Reshape((7, 7, 256))(x)
    for channels in (128, 64):  # 7 -> 14 -> 28
        x = layers.Conv2DTranspose(channels, 4, strides=2, padding="same", kernel_initializer=init())(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    images = ToOneChannel(7, activation="tanh", kernel_initializer=init())(x)
    return keras.Model(latents, images, name="generator")


def discriminator(recipe: str = "classic", seed: int | None = None) -> keras.Model:
    """Images to one number, which the least squares loss draws to 1 for real and to 0 for generated images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 139,329 parameters, 138,945 of them trainable.
    seed : int, optional
        Seed of the initial weights, and of the laptop's dropout.

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
    if recipe == "laptop":
        return dcgan.discriminator(recipe, seed)
    init = Fresh("normal", seed, 1)
    images = x = keras.Input((28, 28, 1), name="images")
    for channels in (64, 128):  # 28 -> 14 -> 7
        x = layers.Conv2D(channels, 4, strides=2, padding="same", kernel_initializer=init())(x)
        x = layers.LeakyReLU(negative_slope=0.2)(layers.BatchNormalization()(x))
    outputs = layers.Dense(1, kernel_initializer=init())(layers.Flatten()(x))
    return keras.Model(images, outputs, name="discriminator")
