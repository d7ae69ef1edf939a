"""The recipes of chapter 15: a GAN with the least squares loss."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.recipes.parts import AVERAGE, epochs_of, gan_of, steady


def lsgan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    average: float | None = AVERAGE,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapter 15 trains a GAN with the least squares loss.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 32 real images, then 32 generated ones, an update of D for each, 64 latents for G, a constant learning
        rate; 18,740 steps. "laptop": the recipe of `dcgan` with this loss.
    steps, seed, epochs, latent_dim, average, **game
        As for `dcgan`.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit = epochs_of(steps, epochs)
    gan = gan_of(models.lsgan, recipe, latent_dim, seed, average)
    if recipe == "classic":
        gan.compile(**{"loss": "least_squares", "d_batches": "alternate", "g_batch": 64, **game})
        return gan, {"batch_size": 32, **fit}
    gan.compile(**{**steady(), "loss": "least_squares", **game})
    return gan, {"batch_size": 64, **fit}
