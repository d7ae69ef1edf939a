"""The recipes of chapter 18: an information maximising GAN."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.infogan import InfoGAN
from gan_lessons.training.recipes.parts import AVERAGE, epochs_of, seeds_of, steady


def infogan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 62,
    n_classes: int = 10,
    n_continuous: int | None = None,
    average: float | None = AVERAGE,
    **game,
) -> tuple[InfoGAN, dict]:
    """The two ways in which chapter 18 trains an information maximising GAN.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 32 real images, then 32 generated ones, an update of D for each, 64 latents for G, a constant learning
        rate, and layers shared by D and Q that do not learn from the codes (`trunk_learns=False`); 93,700 steps. "laptop": batches of 64,
        constant learning rates, an average of the generator, which is what it shows, and shared layers that do learn from them, as in the paper.
    steps, seed, epochs, average
        As for `dcgan`.
    latent_dim, n_classes
        As for `models.infogan`.
    n_continuous : int, optional
        Continuous codes. Default: none for "classic", 2 for "laptop", as in the paper.
    **game
        Options of `InfoGAN.compile` to play it otherwise.

    Returns
    -------
    InfoGAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    if n_continuous is None:
        n_continuous = 0 if recipe == "classic" else 2
    gan = InfoGAN(
        models.infogan.generator(recipe, latent_dim, n_classes, n_continuous, seeds[0]),
        models.infogan.discriminator(recipe, n_classes, n_continuous, seeds[1]),
        seed=seeds[2],
        average=average if recipe == "laptop" else None,
    )
    if recipe == "classic":
        gan.compile(**{"d_batches": "alternate", "g_batch": 64, "trunk_learns": False, **game})
        return gan, {"batch_size": 32, **fit}
    gan.compile(**{**steady(), **game})
    return gan, {"batch_size": 64, **fit}
