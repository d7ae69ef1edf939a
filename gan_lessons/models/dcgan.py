"""Convolutional GANs for images of 28 x 28 pixels with one channel (chapter 7).

Two recipes. "classic" is the network pair of the program that chapter 7 discusses, except that the generator ends in tanh and the
discriminator in a logit. It departs from the DCGAN paper (arXiv 1511.06434): it has no batch norm, Keras's default
initialiser, dropout, LeakyReLU in the generator too, and a 7 x 7 convolution at the end. "laptop" follows the paper more
closely and is narrow where the image is large. Instead it has a dense layer in each network, which sees the whole digit
at once: on two cores that buys more than any convolution of the same price.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.layers import ToOneChannel

import keras
from keras import layers

RECIPES = ("classic", "laptop")
LARGEST = 10_000  # numbers of a latent vector, classes, channels: beyond it a layer fills the memory


def generator(recipe: str = "classic", latent_dim: int = 100, seed: int | None = None) -> keras.Model:
    """Latents to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With latent_dim 100, "classic" has 1,164,289 parameters.
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
    check(recipe, latent_dim)
    latents = x = keras.Input((latent_dim,), name="latents")
    if recipe == "classic":
        init = Fresh("glorot_uniform", seed, 0)
        x = layers.Dense(7 * 7 * 128, kernel_initializer=init())(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Reshape((7, 7, 128))(x)
        for _ in range(2):  # 7 -> 14 -> 28
            x = layers.Conv2DTranspose(128, 4, strides=2, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        images = ToOneChannel(7, activation="tanh", kernel_initializer=init())(x)
    else:
        images = laptop_generator(x, Fresh("normal", seed, 0))
    return keras.Model(latents, images, name="generator")


def discriminator(recipe: str = "classic", seed: int | None = None) -> keras.Model:
    """Images to logits: positive means "real".

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 40,705 parameters.
    seed : int, optional
        Seed of the initial weights and of dropout.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] to float32 (n, 1).
    """
    check(recipe)
    images = x = keras.Input((28, 28, 1), name="images")
    if recipe == "classic":
        init = Fresh("glorot_uniform", seed, 1)
        for _ in range(2):  # 28 -> 14 -> 7
            x = layers.Conv2D(64, 3, strides=2, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
            x = layers.Dropout(0.4, seed=init.seed())(x)
        x = layers.Flatten()(x)
    else:
        init = Fresh("normal", seed, 1)
        x = laptop_features(x, init)
    logits = layers.Dense(1, kernel_initializer=init())(x)
    return keras.Model(images, logits, name="discriminator")


def laptop_generator(x, init: Fresh):
    """From what a generator starts with, (n, d), to images (n, 28, 28, 1)."""
    x = layers.Dense(512, use_bias=False, kernel_initializer=init())(x)
    x = _norm_relu(x)
    x = layers.Dense(7 * 7 * 64, use_bias=False, kernel_initializer=init())(x)
    x = _norm_relu(layers.Reshape((7, 7, 64))(x))
    x = layers.Conv2DTranspose(32, 4, strides=2, padding="same", use_bias=False, kernel_initializer=init())(x)
    x = _norm_relu(x)
    return layers.Conv2DTranspose(
        1, 4, strides=2, padding="same", activation="tanh", kernel_initializer=init()
    )(x)


def laptop_features(x, init: Fresh, beside=None, batch_norm: bool = True):
    """From images (n, 28, 28, c) to features (n, 256), with `beside`, (n, k), next to what the dense layer reads."""
    norm = _norm_leaky if batch_norm else layers.LeakyReLU(negative_slope=0.2)
    x = layers.Conv2D(32, 4, strides=2, padding="same", kernel_initializer=init())(x)
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = norm(layers.Conv2D(64, 4, strides=2, padding="same", kernel_initializer=init())(x))
    x = layers.Flatten()(x)
    x = x if beside is None else layers.Concatenate()([x, beside])
    return norm(layers.Dense(256, kernel_initializer=init())(x))


def _norm_relu(x):
    # Statistics of the last ten batches or so: samples drawn during training should look like the training of now.
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))


def _norm_leaky(x):
    return layers.LeakyReLU(negative_slope=0.2)(layers.BatchNormalization(momentum=0.9)(x))


def check(recipe: str, latent_dim: int = 100, recipes: tuple[str, ...] = RECIPES) -> None:
    """Raise ValueError unless there is such a recipe and a latent vector has a number."""
    if not isinstance(recipe, str) or recipe not in recipes:
        old = isinstance(recipe, str) and recipe == "chapter"
        hint = "it is called 'classic' now" if old else f"choose one of {recipes}"
        raise ValueError(f"recipe is {numeric.shown(recipe)}; {hint}.")
    numeric.whole("latent_dim", latent_dim, most=LARGEST)
