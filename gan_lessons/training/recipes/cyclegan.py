"""The recipes of chapters 24 to 26: translation learned without pairs."""

from __future__ import annotations

import functools

from gan_lessons import numeric
from gan_lessons.models import patchgan, residual, unet
from gan_lessons.models.dcgan import check
from gan_lessons.training.objectives.cyclegan import CycleGAN
from gan_lessons.training.recipes.parts import epochs_of
from gan_lessons.training.schedules import ConstantThenLinear

import keras

RATES = {
    "classic": (2e-4, 2e-4),
    "paper": (2e-4, 2e-4),
    "laptop": (2e-3, 2e-4),
}  # of the generators and the discriminators


def cyclegan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    size: int = 256,
    channels: tuple[int, int] = (3, 3),
    *,
    pool_size: int = 50,
    **game,
) -> tuple[CycleGAN, dict]:
    """The ways in which chapters 24 to 26 train a CycleGAN.

    Parameters
    ----------
    recipe : "classic", "paper" or "laptop"
        "classic": the networks of the well-known Keras program, and constant rates. "paper": additive blocks, discriminators that see 70
        pixels, and rates that stay for the first half of `steps` and then fall to zero in a straight line. Both take single images.
        "laptop": as "paper", but with narrow U-Nets without noise as generators, which learn in a fraction of the time, discriminators that
        see 34, and batches of 4.
    steps, seed, epochs
        As for `pix2pix`.
    size : int
        Height and width of the images in pixels, as for `models.residual.generator`, and in "laptop" for `models.unet.generator`.
    channels : (int, int)
        Of the images of a, and of b.
    pool_size : int
        As for `CycleGAN`.
    **game
        Options of `CycleGAN.compile` to play it otherwise.

    Returns
    -------
    CycleGAN, dict
        Compiled, and the options for `fit`: `game.fit(domains, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, there are no such networks, or a number is too small.
    """
    check(recipe, recipes=tuple(RATES))
    fit = epochs_of(steps, epochs)
    seeds = [None] * 5 if seed is None else numeric.rng(seed).integers(2**31, size=5).tolist()
    laptop = recipe == "laptop"
    make = functools.partial(unet.generator, dropout=0.0) if laptop else residual.generator
    a_to_b = make(recipe, size, channels, seed=seeds[0], name="a_to_b")
    b_to_a = make(recipe, size, channels[::-1], seed=seeds[1], name="b_to_a")
    sees, width = {"classic": 142, "paper": 70, "laptop": 34}[recipe], 32 if laptop else 64
    judges = (
        patchgan.discriminator(sees, size, (c,), width=width, seed=s, name=name)
        for c, s, name in zip(channels, seeds[2:4], ("d_a", "d_b"), strict=True)
    )
    made = CycleGAN(a_to_b, b_to_a, *judges, pool_size=pool_size, seed=seeds[4])
    rates = dict(zip(("g", "d_a", "d_b"), (*RATES[recipe], RATES[recipe][1]), strict=True))
    options = {f"{name}_optimizer": keras.optimizers.Adam(rate, beta_1=0.5) for name, rate in rates.items()}
    if recipe != "classic":
        total = fit["epochs"] * fit["steps_per_epoch"]
        options["schedules"] = {name: ConstantThenLinear(rate, total) for name, rate in rates.items()}
    made.compile(**{**options, **game})
    return made, {"batch_size": 4 if laptop else 1, **fit}
