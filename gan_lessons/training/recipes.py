"""Whole training recipes: networks, optimisers and batches that belong together."""

from __future__ import annotations

from gan_lessons import models
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

    Raises
    ------
    ValueError
        If the recipe is unknown, or `steps`, `epochs` or `latent_dim` is below 1.
    """
    fit = _epochs(steps, epochs)
    gan = _gan(models.dcgan, recipe, latent_dim, seed)
    if recipe == "chapter":
        gan.compile(**{"g_batch": 256, **game})
        return gan, {"batch_size": 128, **fit}
    gan.compile(**{**_fading(fit), **game})
    return gan, {"batch_size": 64, **fit}


def dcgan_colour(
    recipe: str,
    steps: int,
    size: int = 32,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapters 8 (size 32) and 9 (size 80) train a GAN on images in colour.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": batches of 64 real images, then 64 generated ones, an update of D for each, 128 latents for G, a constant
        learning rate. "laptop": batches of 64, batch norm in both networks, and learning rates that fade out over `steps`.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`; the chapters have 78,000 and 39,000. The laptop's learning
        rate ends near zero with them: to train for longer, build anew with more steps.
    size : 32 or 80
        Height and width of the images in pixels.
    seed, epochs, latent_dim, **game
        As for `dcgan`.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, or `steps`, `epochs` or `latent_dim` is below 1.
    """
    fit = _epochs(steps, epochs)
    gan = _gan(models.dcgan_colour, recipe, latent_dim, seed, size=size)
    if recipe == "chapter":
        gan.compile(**{"g_batch": 128, "d_batches": "alternate", **game})
    else:
        gan.compile(**{**_fading(fit), **game})
    return gan, {"batch_size": 64, **fit}


def _epochs(steps: int, epochs: int) -> dict:
    if steps < 1 or epochs < 1:
        raise ValueError(f"steps is {steps} and epochs is {epochs}; both must be at least 1.")
    epochs = min(epochs, steps)
    return {"epochs": epochs, "steps_per_epoch": round(steps / epochs)}


def _gan(family, recipe: str, latent_dim: int, seed: int | None, **size) -> GAN:
    seeds = (
        (None, None, None) if seed is None else np.random.default_rng(seed).integers(2**31, size=3).tolist()
    )
    return GAN(
        family.generator(recipe, latent_dim=latent_dim, seed=seeds[0], **size),
        family.discriminator(recipe, seed=seeds[1], **size),
        seed=seeds[2],
    )


def _fading(fit: dict) -> dict:
    """The laptop's game: rates that fade out, and real and generated images apart, as batch norm in D needs."""
    d_adam, g_adam = (
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(rate, fit["epochs"] * fit["steps_per_epoch"]), beta_1=0.5
        )
        for rate in (5e-4, 1e-3)  # equal ones let D win the first steps for some seeds
    )
    return {"d_optimizer": d_adam, "g_optimizer": g_adam, "d_batches": "separate"}
