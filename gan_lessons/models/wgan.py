"""A generator and a critic for images of 28 x 28 pixels (chapter 16).

"classic": the networks of the program that chapter 16 discusses, which are those of `models.dcgan_norm` (chapter 10); the critic has batch
norm, which undoes in part what clipping does. "laptop": those of `models.dcgan`, and no batch norm in the critic.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import dcgan, dcgan_norm
from gan_lessons.models.initializers import Fresh

import keras
from keras import layers


def generator(recipe: str = "classic", latent_dim: int = 50, seed: int | None = None) -> keras.Model:
    """Latents to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 851,713 parameters with latent_dim 50, 851,201 of them trainable.
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
    return (dcgan_norm if recipe == "classic" else dcgan).generator(recipe, latent_dim, seed=seed)


def critic(recipe: str = "classic", batch_norm: bool | None = None, seed: int | None = None) -> keras.Model:
    """Images to scores: high means "real". A score has no zero and no unit.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 70,337 parameters with batch norm, 70,081 of them trainable.
    batch_norm : bool, optional
        Whether there is batch norm. Default: in "classic" alone. A gradient penalty forbids it.
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
    if batch_norm is not None:
        numeric.flag("batch_norm", batch_norm)
    if recipe == "classic":
        return dcgan_norm.discriminator(recipe, batch_norm is not False, seed)
    init = Fresh("normal", seed, 1)
    images = x = keras.Input((28, 28, 1), name="images")
    x = dcgan.laptop_features(x, init, batch_norm=bool(batch_norm))
    return keras.Model(images, layers.Dense(1, kernel_initializer=init())(x), name="discriminator")
