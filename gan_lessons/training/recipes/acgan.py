"""The recipes of chapter 19: a GAN with an auxiliary classifier."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.objectives.acgan import ACGAN
from gan_lessons.training.recipes.parts import AVERAGE, epochs_of, fading, seeds_of, steady


def acgan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    n_classes: int = 10,
    batch_norm: bool = True,
    stddev: float = 0.02,
    average: float | None = AVERAGE,
    fade: bool = False,
    **game,
) -> tuple[ACGAN, dict]:
    """The two ways in which chapter 19 trains a GAN with an auxiliary classifier.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 32 real images, then 32 generated ones, an update of D for each, 64 latents for G, a constant learning
        rate; 93,700 steps. "laptop": batches of 64, batch norm in both networks, constant learning rates, an average of the
        generator, which is what it shows, and a class head that learns from real images alone (`fake_class_weight=0`).
    steps, seed, epochs, latent_dim, average
        As for `dcgan`.
    n_classes, batch_norm, stddev
        As for `models.acgan`; the laptop's generator has batch norm always.
    fade : bool
        The laptop's rates are half as high and fade to zero along a cosine, over all `steps`, as some of the checkpoints were trained; nothing
        is left to average then (`average=None`).
    **game
        Options of `ACGAN.compile` to play it otherwise.

    Returns
    -------
    ACGAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    in_g = batch_norm or recipe == "laptop"
    gan = ACGAN(
        models.acgan.generator(recipe, latent_dim, n_classes, in_g, stddev, seeds[0]),
        models.acgan.discriminator(recipe, n_classes, batch_norm, seeds[1]),
        seed=seeds[2],
        average=average if recipe == "laptop" else None,
    )
    if recipe == "classic":
        gan.compile(**{"d_batches": "alternate", "g_batch": 64, **game})
        return gan, {"batch_size": 32, **fit}
    # Early in training what is generated shows no class, and a class head that learns from it learns wrong.
    gan.compile(**{**(fading(fit) if fade else steady()), "fake_class_weight": 0.0, **game})
    return gan, {"batch_size": 64, **fit}
