"""What the recipes share: epochs, seeds, and the laptop's game."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.training.objectives.gan import GAN

import keras

AVERAGE = 0.999  # decay of the laptop's average: it looks back about a tenth of the training, and at most 1,000 steps


def epochs_of(steps: int, epochs: int) -> dict:
    """So many steps as options of `fit`."""
    steps, epochs = numeric.whole("steps", steps), numeric.whole("epochs", epochs)
    epochs = min(epochs, steps)
    return {"epochs": epochs, "steps_per_epoch": round(steps / epochs)}


def seeds_of(seed: int | None) -> list:
    """One seed each for the generator, the discriminator and the training."""
    return [None] * 3 if seed is None else numeric.rng(seed).integers(2**31, size=3).tolist()


def gan_of(family, recipe: str, latent_dim: int, seed: int | None, average: float | None, **size) -> GAN:
    """The networks of a family in a GAN, not yet compiled; the laptop's with an average of the generator."""
    seeds = seeds_of(seed)
    return GAN(
        family.generator(recipe, latent_dim=latent_dim, seed=seeds[0], **size),
        family.discriminator(recipe, seed=seeds[1], **size),
        seed=seeds[2],
        average=average if recipe == "laptop" else None,
    )


def steady(d_rate=1e-3, g_rate=2e-3) -> dict:
    """The laptop's game: constant rates (or schedules), and real and generated images apart, as batch norm in D needs.

    Rates so high are meant to be shown through an average of the generator; benchmarks/speedrun_entries.py has what else was tried.
    """
    d_adam, g_adam = (keras.optimizers.Adam(rate, beta_1=0.5) for rate in (d_rate, g_rate))
    return {"d_optimizer": d_adam, "g_optimizer": g_adam, "d_batches": "separate"}


def fading(fit: dict, d_rate: float = 5e-4, g_rate: float = 1e-3) -> dict:
    """The same with rates that fade to zero over the steps of `fit`."""
    steps = fit["epochs"] * fit["steps_per_epoch"]
    return steady(*(keras.optimizers.schedules.CosineDecay(rate, steps) for rate in (d_rate, g_rate)))
