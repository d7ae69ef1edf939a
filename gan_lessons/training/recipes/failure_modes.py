"""The four runs of chapter 10: one that works, and three that differ from it in one thing."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.recipes.parts import epochs_of, seeds_of

import keras

CHANGES = {
    "stable": "nothing",
    "latent_1": "a latent vector of 1 number, not 50",
    "joint_batches": "real and generated images in one batch of D",
    "default_adam": "Adam with its defaults: learning rate 0.001, β₁ 0.9",
}


def failure_modes(
    change: str = "stable",
    recipe: str = "classic",
    steps: int = 450,
    seed: int | None = None,
    epochs: int = 10,
    *,
    batch_norm: bool = True,
    **game,
) -> tuple[GAN, dict]:
    """The four runs of chapter 10: one that works, and three that differ from it in one thing.

    Batches of 64 real images, then 64 generated ones, an update of D for each; 128 latents for G; Adam with learning rate
    2e-4 and beta_1 0.5.

    Parameters
    ----------
    change : str
        What is unlike the stable run; `CHANGES` says it in words. "stable": nothing. "latent_1": one latent number.
        "joint_batches": D sees 64 real and 64 generated images as one batch, which batch norm mixes. "default_adam":
        both players have Adam with Keras's defaults.
    recipe : "classic" or "laptop"
        The networks of `models.dcgan_norm`; the schedule is the same.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`.
    seed : int, optional
        One seed for the networks' weights and for the training.
    epochs : int
        Into how many epochs the steps are cut (fewer if there are fewer steps).
    batch_norm : bool
        Whether the discriminator has batch norm.
    **game
        Options of `GAN.compile` to play it otherwise.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the change or the recipe is unknown, or `steps` or `epochs` is below 1.
    """
    if not isinstance(change, str) or change not in CHANGES:
        raise ValueError(f"change is {change!r}; choose one of {tuple(CHANGES)}.")
    fit = epochs_of(steps, epochs)
    seeds = seeds_of(seed)
    gan = GAN(
        models.dcgan_norm.generator(recipe, latent_dim=1 if change == "latent_1" else 50, seed=seeds[0]),
        models.dcgan_norm.discriminator(recipe, batch_norm=batch_norm, seed=seeds[1]),
        seed=seeds[2],
    )
    options = {"d_batches": "joint" if change == "joint_batches" else "alternate", "g_batch": 128}
    if change == "default_adam":
        options |= {"d_optimizer": keras.optimizers.Adam(), "g_optimizer": keras.optimizers.Adam()}
    gan.compile(**{**options, **game})
    return gan, {"batch_size": 64, **fit}
