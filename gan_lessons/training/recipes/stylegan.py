"""The recipes of chapter 29: a StyleGAN."""

from __future__ import annotations

from gan_lessons import models, numeric
from gan_lessons.training.objectives.stylegan import StyleGAN
from gan_lessons.training.recipes.parts import epochs_of, seeds_of

import keras

R1 = 0.2


def stylegan(
    recipe: str,
    steps: int,
    size: int = 64,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int | None = None,
    *,
    channels: int = 3,
    style: str = "modulation",
    slow_after: int | None = None,
    average: float | None = 0.999,
    **game,
) -> tuple[StyleGAN, dict]:
    """Two ways to train a StyleGAN at one size from the start, as the second paper does (arXiv 1912.04958).

    Parameters
    ----------
    recipe : "classic" or "laptop"
        Both: mixing of 90 % of the images, R1 in every sixteenth step, constant learning rates, an average of the generator that
        looks back 1,000 steps. "classic": the paper's widths, a rate of 0.002, batches of 32, path lengths in every eighth step.
        "laptop": narrow networks, a rate of 0.005, batches of 16, no path lengths.
    steps, seed, epochs
        As for `dcgan`. The learning rates are constant, or fall once, so that training can go on after them.
    size : 8, 16, 32, 64 or 128
        Height and width of the images in pixels.
    latent_dim, channels, style
        As for `models.stylegan.generator`.
    slow_after : int, optional
        From this step on, the learning rates are a fifth.
    average : float or None
        As for `GAN`.
    **game
        Options of `StyleGAN.compile` to play it otherwise: ``path_length=2.0``, ``mixing=0.0``.

    Returns
    -------
    StyleGAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe, the size or the style is unknown, or a number is out of range.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    if slow_after is not None:
        numeric.whole("slow_after", slow_after)
    options = {"latent_dim": latent_dim, "style": style}
    gan = StyleGAN(
        models.stylegan.generator(recipe, size, channels, seed=seeds[0], **options),
        models.stylegan.discriminator(recipe, size, channels, seed=seeds[1]),
        seed=seeds[2],
        average=average,
    )
    classic = recipe == "classic"
    rate = 0.002 if classic else 0.005
    rates = {f"{player}_optimizer": keras.optimizers.Adam(rate, 0.0, 0.99) for player in ("d", "g")}
    if slow_after is not None:
        slower = keras.optimizers.schedules.PiecewiseConstantDecay([slow_after], [rate, rate / 5])
        rates["schedules"] = {player: slower for player in ("d", "g")}
    gan.compile(**{**rates, "r1": R1, "path_length": 2.0 if classic else 0.0, **game})
    return gan, {"batch_size": 32 if classic else 16, **fit}
