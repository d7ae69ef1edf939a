"""Whole training recipes: networks, optimisers and batches that belong together."""

from __future__ import annotations

from gan_lessons.models import dcgan as networks
from gan_lessons.training.gan import GAN

import keras
import numpy as np


def dcgan(
    recipe: str, steps: int, seed: int | None = None, epochs: int = 20, latent_dim: int = 100, **game
) -> tuple[GAN, dict]:
    """The two ways in which chapter 7 trains a GAN on images of 28 x 28 pixels.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 128 real and 128 generated images in one batch, 256 latents for G, a constant learning rate.
        "laptop": batches of 64, batch norm in both networks, and learning rates that fade out over `steps`.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`. The laptop's learning rate ends near zero with them:
        to train for longer, build anew with more steps.
    seed : int, optional
        One seed for the networks' weights and for the training.
    epochs : int
        Into how many epochs the steps are cut (fewer if there are fewer steps).
    latent_dim : int
        Length of a latent vector.
    **game
        Options of `GAN.compile` to play it otherwise, `label_smoothing=0.1` say.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.
    """
    if steps < 1 or epochs < 1:
        raise ValueError(f"steps is {steps} and epochs is {epochs}; both must be at least 1.")
    seeds = (
        (None, None, None) if seed is None else np.random.default_rng(seed).integers(2**31, size=3).tolist()
    )
    gan = GAN(
        networks.generator(recipe, latent_dim, seed=seeds[0]),
        networks.discriminator(recipe, seed=seeds[1]),
        seed=seeds[2],
    )
    epochs = min(epochs, steps)
    fit = {"epochs": epochs, "steps_per_epoch": round(steps / epochs)}
    if recipe == "chapter":
        gan.compile(**{"g_batch": 256, **game})
        return gan, {"batch_size": 128, **fit}
    d_adam, g_adam = (
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(rate, epochs * fit["steps_per_epoch"]), beta_1=0.5
        )
        for rate in (5e-4, 1e-3)  # equal ones let D win the first steps for some seeds
    )
    # Batch norm in D: real and generated images apart.
    gan.compile(**{"d_optimizer": d_adam, "g_optimizer": g_adam, "d_batches": "separate", **game})
    return gan, {"batch_size": 64, **fit}
