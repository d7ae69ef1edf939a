"""Whole training recipes: networks, optimisers and batches that belong together."""

from __future__ import annotations

from gan_lessons.models import dcgan as networks
from gan_lessons.training.gan import GAN

import keras


def dcgan(recipe: str, steps: int, seed: int | None = None, epochs: int = 20) -> tuple[GAN, dict]:
    """The two ways in which chapter 7 trains a GAN on images of 28 x 28 pixels.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 128 real and 128 generated images in one batch, 256 latents for G, a constant learning rate.
        "laptop": batches of 64, batch norm in both networks, and a learning rate that fades out over `steps`.
    steps : int
        Training steps in all.
    seed : int, optional
        One seed for the networks' weights and for the training.
    epochs : int
        Into how many epochs the steps are cut (fewer if there are fewer steps).

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; it must be at least 1.")
    seeds = (None,) * 3 if seed is None else range(3 * seed, 3 * seed + 3)
    gan = GAN(
        networks.generator(recipe, seed=seeds[0]),
        networks.discriminator(recipe, seed=seeds[1]),
        seed=seeds[2],
    )
    epochs = min(epochs, steps)
    if recipe == "chapter":
        gan.compile(g_batch=256)
        return gan, {"batch_size": 128, "epochs": epochs, "steps_per_epoch": steps // epochs}
    rate = keras.optimizers.schedules.CosineDecay(1e-3, steps)
    adams = [keras.optimizers.Adam(rate, beta_1=0.5) for _ in range(2)]
    gan.compile(*adams, d_batches="separate")  # batch norm in D: real and generated images apart
    return gan, {"batch_size": 64, "epochs": epochs, "steps_per_epoch": steps // epochs}
