"""The recipes of chapter 16: a Wasserstein GAN."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.wgan import WGAN
from gan_lessons.training.recipes.parts import AVERAGE, epochs_of, seeds_of

import keras


def wgan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int | None = None,
    average: float | None = AVERAGE,
    **game,
) -> tuple[WGAN, dict]:
    """The two ways in which chapter 16 trains a Wasserstein GAN.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": five updates of the critic on 32 real and 32 generated images each, 64 latents for G, RMSprop with learning rate
        5e-5, weights clipped to 0.01; 970 steps on the sevens. "laptop": batches of 64, and an average of the
        generator, which is what it shows; Adam at 5e-4 with `penalty`, without it RMSprop at ten times the rate, for a tenth of the steps.
    steps, seed, epochs, average, **game
        As for `dcgan`; `penalty=10.0` for a gradient penalty in place of clipping. The classic critic with a penalty has no batch norm.
    latent_dim : int, optional
        Length of a latent vector. Default: 50 for "classic", 100 for "laptop".

    Returns
    -------
    WGAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    penalised = game.get("penalty") is not None
    if latent_dim is None:
        latent_dim = 50 if recipe == "classic" else 100
    gan = WGAN(
        models.wgan.generator(recipe, latent_dim, seeds[0]),
        models.wgan.critic(recipe, batch_norm=recipe == "classic" and not penalised, seed=seeds[1]),
        seed=seeds[2],
        average=average if recipe == "laptop" else None,
    )
    if recipe == "classic":
        gan.compile(**{"g_batch": 64, **game})
        return gan, {"batch_size": 32, **fit}
    if penalised:
        d_optimizer, g_optimizer = (keras.optimizers.Adam(5e-4, 0.5, 0.9) for _ in range(2))
    else:
        d_optimizer, g_optimizer = (keras.optimizers.RMSprop(5e-4) for _ in range(2))
    gan.compile(**{"d_optimizer": d_optimizer, "g_optimizer": g_optimizer, **game})
    return gan, {"batch_size": 64, **fit}
