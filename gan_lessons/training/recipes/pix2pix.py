"""The recipes of chapters 21 to 23: translation learned from pairs."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import patchgan, unet
from gan_lessons.models.dcgan import check
from gan_lessons.training.objectives.pix2pix import Pix2Pix
from gan_lessons.training.recipes.parts import epochs_of, seeds_of
from gan_lessons.training.schedules import ConstantThenLinear

import keras

RECIPES = ("classic", "paper", "laptop")
G_RATE, D_RATE = 2e-3, 2e-4  # of the laptop


def pix2pix(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    size: int = 256,
    channels: tuple[int, int] = (3, 3),
    *,
    sees: int | None = None,
    conditional: bool = True,
    skips: bool | tuple[int, ...] = True,
    **game,
) -> tuple[Pix2Pix, dict]:
    """The ways in which chapters 21 to 23 train a Pix2Pix.

    Parameters
    ----------
    recipe : "classic", "paper" or "laptop"
        "classic": as the well-known Keras program: batch norm, a discriminator that sees 142 pixels, single pairs, constant rates. "paper":
        instance norm, and a discriminator that sees 70. "laptop": narrow networks, a discriminator that sees 34, batches of 8, and rates that
        stay for the first half of `steps` and then fade to zero.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`.
    seed : int, optional
        One seed for the networks' weights and for the training.
    epochs : int
        Into how many epochs the steps are cut (fewer if there are fewer steps).
    size : int
        Height and width of the images in pixels, as for `models.unet.generator`.
    channels : (int, int)
        Of source and target.
    sees : int, optional
        Side of the patch that a verdict of D depends on, as for `models.patchgan.discriminator`. Default: the recipe's.
    conditional : bool
        Whether D sees the source beside the target.
    skips : bool or tuple of int
        As for `models.unet.generator`.
    **game
        Options of `Pix2Pix.compile` to play it otherwise.

    Returns
    -------
    Pix2Pix, dict
        Compiled, and the options for `fit`: `game.fit(pairs, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, there are no such networks, or a number is too small.
    """
    check(recipe, recipes=RECIPES)
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    laptop = recipe == "laptop"
    norm = "batch" if recipe == "classic" else "instance"
    sees = {"classic": 142, "paper": 70, "laptop": 34}[recipe] if sees is None else sees
    g = unet.generator(
        "laptop" if laptop else "classic", size, channels, norm=norm, skips=skips, seed=seeds[0]
    )
    judged = tuple(channels) if numeric.flag("conditional", conditional) else tuple(channels[1:])
    d = patchgan.discriminator(sees, size, judged, norm=norm, width=32 if laptop else 64, seed=seeds[1])
    made = Pix2Pix(g, d, seed=seeds[2])
    if not laptop:
        made.compile(**game)
        return made, {"batch_size": 1, **fit}
    total = fit["epochs"] * fit["steps_per_epoch"]
    rates = {"g": G_RATE} if game.get("adversarial_weight") == 0 else {"g": G_RATE, "d": D_RATE}
    options = {
        "d_optimizer": keras.optimizers.Adam(D_RATE, beta_1=0.5),
        "g_optimizer": keras.optimizers.Adam(G_RATE, beta_1=0.5),
        "schedules": {name: ConstantThenLinear(rate, total) for name, rate in rates.items()},
    }
    made.compile(**{**options, **game})
    return made, {"batch_size": 8, **fit}
