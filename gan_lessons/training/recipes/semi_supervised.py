"""The recipes of chapter 20: a classifier from a few labels."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.semi_supervised import SemiSupervisedGAN
from gan_lessons.training.recipes.parts import epochs_of, fading, seeds_of

import numpy as np


def semi_supervised(
    recipe: str,
    steps: int,
    images: np.ndarray,
    labels: np.ndarray,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    n_classes: int = 10,
    kind: str = "stacked",
    **game,
) -> tuple[SemiSupervisedGAN, dict]:
    """The two ways in which chapter 20 trains a classifier from a few labels.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 50 labelled images, then 50 real ones, then 50 generated ones, an update of D for each, 100 latents for G, a constant
        learning rate; 12,000 steps. "laptop": batches of 64 and of 32 labelled images, batch norm in both networks, learning rates that fade out
        over `steps`.
    steps : int
        As for `dcgan`.
    images, labels : ndarray
        The labelled images, uint8 (n, 28, 28, 1), and their classes (n,): `training.labelled_subset` draws them.
    seed, epochs, latent_dim
        As for `dcgan`.
    n_classes, kind
        As for `models.semi_supervised.discriminator`.
    **game
        Options of `SemiSupervisedGAN.compile` to play it otherwise.

    Returns
    -------
    SemiSupervisedGAN, dict
        Compiled, and the options for `fit`, which takes the images without labels: `gan.fit(images, **options)`.

    Raises
    ------
    ValueError
        If the recipe or the kind is unknown, a number is too small, or the labelled images do not fit.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    gan = SemiSupervisedGAN(
        models.semi_supervised.generator(recipe, latent_dim, seeds[0]),
        models.semi_supervised.discriminator(recipe, kind, n_classes, seeds[1]),
        images,
        labels,
        seed=seeds[2],
    )
    if recipe == "classic":
        gan.compile(**{"d_batches": "alternate", "g_batch": 100, "labelled_batch": 50, **game})
        return gan, {"batch_size": 50, **fit}
    # D is held back by noise and dropout, so it may learn as fast as G; it classifies better for it.
    gan.compile(**{**fading(fit, d_rate=1e-3), "labelled_batch": 32, **game})
    return gan, {"batch_size": 64, **fit}
