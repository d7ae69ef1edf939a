"""The recipes of chapter 7: a DCGAN on images of 28 x 28 pixels."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.recipes.parts import AVERAGE, epochs_of, gan_of, steady


def dcgan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    average: float | None = AVERAGE,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapter 7 trains a GAN on images of 28 x 28 pixels.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 128 real and 128 generated images in one batch, 256 latents for G, a constant learning rate.
        "laptop": batches of 64, batch norm in both networks, constant
        learning rates, and an average of the generator, which is what it shows.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`. All rates are constant: to train for longer, call `fit` again.
    seed : int, optional
        One seed for the networks' weights and for the training.
    epochs : int
        Into how many epochs the steps are cut (fewer if there are fewer steps).
    latent_dim : int
        Length of a latent vector.
    average : float, optional
        Decay of the average of the generator's weights that the recipe "laptop" shows; None: it shows the generator itself.
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
    fit = epochs_of(steps, epochs)
    gan = gan_of(models.dcgan, recipe, latent_dim, seed, average)
    if recipe == "classic":
        gan.compile(**{"g_batch": 256, **game})
        return gan, {"batch_size": 128, **fit}
    gan.compile(**{**steady(), **game})
    return gan, {"batch_size": 64, **fit}
