"""The recipe of chapter 27: a small class-conditional GAN with the ingredients of BigGAN."""

from __future__ import annotations

from gan_lessons import models, numeric
from gan_lessons.training.objectives.biggan import BigGAN
from gan_lessons.training.recipes.parts import epochs_of, seeds_of

import keras


def biggan(
    steps: int,
    size: int = 32,
    channels: int = 3,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 96,
    n_classes: int = 10,
    width: int = 64,
    batch_size: int = 64,
    average: float | None = 0.999,
    attention: bool = True,
    residual: bool = True,
    init: str = "orthogonal",
    shared: bool = True,
    skip_z: bool = True,
    spectral: bool = True,
    projection: bool = True,
    slow_after: int | None = None,
    settle_after: int | None = None,
    **game,
) -> tuple[BigGAN, dict]:
    """How chapter 27 trains a class-conditional GAN: every ingredient is an option, so that it can be left out.

    Parameters
    ----------
    steps : int
        Training steps, rounded to a multiple of `epochs`. The rates are constant, or fall at steps that are given, so that a training can
        always go on.
    size, channels, latent_dim, n_classes, width, attention, residual, init, shared, skip_z, spectral, projection
        As for `models.biggan`.
    seed, epochs
        As for `dcgan`.
    batch_size : int
        Real images in a batch.
    average : float, optional
        Decay of the generator's average, which is what is shown; None: there is none.
    slow_after : int, optional
        From this step on, G's learning rate is a quarter.
    settle_after : int, optional
        From this step on, both learning rates are a fifth of what they were.
    **game
        Options of `BigGAN.compile` to play it otherwise: `orthogonal`, `d_steps`, `loss`, optimisers.

    Returns
    -------
    BigGAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If a number is too small, an option is unknown, or `settle_after` does not come after `slow_after`.
    """
    fit, seeds = epochs_of(steps, epochs), seeds_of(seed)
    falls = {"slow_after": slow_after, "settle_after": settle_after}
    falls = {name: numeric.whole(name, step) for name, step in falls.items() if step is not None}
    if len(falls) == 2 and settle_after <= slow_after:
        raise ValueError(
            f"settle_after is {settle_after} and slow_after {slow_after}: the rates settle after G's has fallen."
        )
    both = {"size": size, "channels": channels, "n_classes": n_classes, "width": width}
    both |= {"attention": attention, "residual": residual, "init": init}
    gan = BigGAN(
        models.biggan.generator(latent_dim=latent_dim, shared=shared, skip_z=skip_z, seed=seeds[0], **both),
        models.biggan.discriminator(spectral=spectral, projection=projection, seed=seeds[1], **both),
        seed=seeds[2],
        average=average,
    )
    # With G at a quarter of this rate the images were further off after 800 steps (one seed, 16 pixels). At 32 pixels the distance fell
    # from 42 to 37 between 5,000 and 8,000 steps, and to 21 in the 6,000 steps after G's rate had fallen to a quarter (one seed).
    d_adam, g_adam = (keras.optimizers.Adam(rate, beta_1=0.0, beta_2=0.99) for rate in (4e-4, 8e-4))
    options = {"d_optimizer": d_adam, "g_optimizer": g_adam, "orthogonal": 1e-4}
    rates = {"d": (4e-4, {"settle_after": 1 / 5}), "g": (8e-4, {"slow_after": 1 / 4, "settle_after": 1 / 5})}
    options["schedules"] = {
        player: _falling(rate, {step: shares[name] for name, step in falls.items() if name in shares})
        for player, (rate, shares) in rates.items()
        if shares.keys() & falls.keys()
    }
    options |= {"d_batches": "joint" if spectral else "separate"}  # as batch norm in D needs
    gan.compile(**{**options, **game})
    return gan, {"batch_size": batch_size, **fit}


def _falling(rate: float, shares: dict[int, float]) -> keras.optimizers.schedules.LearningRateSchedule:
    """A rate of which a share is left from each of these steps on; the steps rise."""
    rates = [rate]
    for share in shares.values():
        rates.append(rates[-1] * share)
    return keras.optimizers.schedules.PiecewiseConstantDecay(list(shares), rates)
