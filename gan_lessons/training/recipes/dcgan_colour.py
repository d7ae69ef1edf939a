"""The recipes of chapters 8 and 9: a DCGAN on images in colour."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.recipes.parts import epochs_of, fading, gan_of, steady


def dcgan_colour(
    recipe: str,
    steps: int,
    size: int = 32,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    average: float | None = None,
    fade: bool = True,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapters 8 (size 32) and 9 (size 80) train a GAN on images in colour.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": batches of 64 real images, then 64 generated ones, an update of D for each, 128 latents for G, a constant
        learning rate. "laptop": batches of 64, batch norm in both networks.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`; the classic programs have 78,000 and 39,000.
    size : 32, 40, 64 or 80
        Height and width of the images in pixels; 40 and 64 for "laptop" alone.
    seed, epochs, latent_dim
        As for `dcgan`.
    average : float, optional
        Decay of an average of the laptop's generator, which it then shows; worth it with constant rates, as chapter 9 has them (0.999).
    fade : bool
        Whether the laptop's rates fade to zero along a cosine, over all `steps`, from 5e-4 for D and 1e-3 for G; else they are constant, and twice
        as high, with an average of 0.999. Fading did better on CIFAR-10, one run each: Fréchet distance 31.0 against 35.9 after 10,000 steps
        (1,000 images), 96.6 against 106.9 after 1,080.
    **game
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
    fit = epochs_of(steps, epochs)
    gan = gan_of(models.dcgan_colour, recipe, latent_dim, seed, average, size=size)
    if recipe == "classic":
        gan.compile(**{"g_batch": 128, "d_batches": "alternate", **game})
    else:
        gan.compile(**{**(fading(fit) if fade else steady()), **game})
    return gan, {"batch_size": 64, **fit}
