"""The recipes of chapter 17: a GAN that is told the class, and its unconditional twin."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.conditional import ConditionalGAN
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.recipes.parts import AVERAGE, epochs_of, seeds_of, steady


def conditional(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    n_classes: int | None = 10,
    embedding_dim: int | str | None = None,
    average: float | None = AVERAGE,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapter 17 trains a GAN that is told the class, and its unconditional twin.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 64 real images, then 64 generated ones, an update of D for each, 128 latents for G, a constant learning
        rate; 46,800 steps. "laptop": batches of 64, batch norm in both networks, constant
        learning rates, and an average of the generator, which is what it shows.
    steps, seed, epochs, latent_dim, average, **game
        As for `dcgan`.
    n_classes : int or None
        None: the twin without labels.
    embedding_dim : int, "one-hot" or None
        As for `models.conditional.generator`.

    Returns
    -------
    ConditionalGAN or GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    average = average if recipe == "laptop" else None
    generator = models.conditional.generator(recipe, latent_dim, n_classes, embedding_dim, seeds[0])
    discriminator = models.conditional.discriminator(recipe, n_classes, embedding_dim, seeds[1])
    if n_classes is None:
        gan = GAN(generator, discriminator, seed=seeds[2], average=average)
    else:
        gan = ConditionalGAN(generator, discriminator, n_classes, seed=seeds[2], average=average)
    if recipe == "classic":
        gan.compile(**{"d_batches": "alternate", "g_batch": 128, **game})
    else:
        gan.compile(**{**steady(), **game})
    return gan, {"batch_size": 64, **fit}
