"""Whole training recipes: networks, optimisers and batches that belong together."""

from __future__ import annotations

from gan_lessons import models
from gan_lessons.training.acgan import ACGAN
from gan_lessons.training.conditional import ConditionalGAN
from gan_lessons.training.gan import GAN
from gan_lessons.training.infogan import InfoGAN
from gan_lessons.training.semi_supervised import SemiSupervisedGAN
from gan_lessons.training.wgan import WGAN

import keras
import numpy as np


def dcgan(
    recipe: str, steps: int, seed: int | None = None, epochs: int = 20, latent_dim: int = 100, **game
) -> tuple[GAN, dict]:
    """The two ways in which chapter 7 trains a GAN on images of 28 x 28 pixels.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 128 real and 128 generated images in one batch, 256 latents for G, a constant learning rate.
        "laptop": batches of 64, batch norm in both networks, and learning rates that fade out over `steps`.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`. The laptop's learning rate ends near zero with them:
        to train for longer, build anew with more steps.
    seed : int, optional
        One seed for the networks' weights and for the training.
    epochs : int
        Into how many epochs the steps are cut (fewer if there are fewer steps).
    latent_dim : int
        Length of a latent vector.
    **game
        Options of `GAN.compile` to play it otherwise, `label_smoothing=0.1` say.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or `steps`, `epochs` or `latent_dim` is below 1.
    """
    fit = _epochs(steps, epochs)
    gan = _gan(models.dcgan, recipe, latent_dim, seed)
    if recipe == "chapter":
        gan.compile(**{"g_batch": 256, **game})
        return gan, {"batch_size": 128, **fit}
    gan.compile(**{**_fading(fit), **game})
    return gan, {"batch_size": 64, **fit}


def dcgan_colour(
    recipe: str,
    steps: int,
    size: int = 32,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapters 8 (size 32) and 9 (size 80) train a GAN on images in colour.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": batches of 64 real images, then 64 generated ones, an update of D for each, 128 latents for G, a constant
        learning rate. "laptop": batches of 64, batch norm in both networks, and learning rates that fade out over `steps`.
    steps : int
        Training steps in all, rounded to a multiple of `epochs`; the chapters have 78,000 and 39,000. The laptop's learning
        rate ends near zero with them: to train for longer, build anew with more steps.
    size : 32 or 80
        Height and width of the images in pixels.
    seed, epochs, latent_dim, **game
        As for `dcgan`.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, or `steps`, `epochs` or `latent_dim` is below 1.
    """
    fit = _epochs(steps, epochs)
    gan = _gan(models.dcgan_colour, recipe, latent_dim, seed, size=size)
    if recipe == "chapter":
        gan.compile(**{"g_batch": 128, "d_batches": "alternate", **game})
    else:
        gan.compile(**{**_fading(fit), **game})
    return gan, {"batch_size": 64, **fit}


def conditional(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    n_classes: int | None = 10,
    embedding_dim: int | str | None = None,
    **game,
) -> tuple[GAN, dict]:
    """The two ways in which chapter 17 trains a GAN that is told the class, and its unconditional twin.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 64 real images, then 64 generated ones, an update of D for each, 128 latents for G, a constant learning
        rate; 46,800 steps. "laptop": batches of 64, batch norm in both networks, and learning rates that fade out over `steps`.
    steps, seed, epochs, latent_dim, **game
        As for `dcgan`.
    n_classes : int or None
        None: the twin without labels.
    embedding_dim : int, "one-hot" or None
        As for `models.conditional.generator`.

    Returns
    -------
    ConditionalGAN or GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit, seeds = _epochs(steps, epochs), _seeds(seed)
    generator = models.conditional.generator(recipe, latent_dim, n_classes, embedding_dim, seeds[0])
    discriminator = models.conditional.discriminator(recipe, n_classes, embedding_dim, seeds[1])
    if n_classes is None:
        gan = GAN(generator, discriminator, seed=seeds[2])
    else:
        gan = ConditionalGAN(generator, discriminator, n_classes, seed=seeds[2])
    if recipe == "chapter":
        gan.compile(**{"d_batches": "alternate", "g_batch": 128, **game})
    else:
        gan.compile(**{**_fading(fit), **game})
    return gan, {"batch_size": 64, **fit}


def acgan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 100,
    n_classes: int = 10,
    batch_norm: bool = True,
    stddev: float = 0.02,
    **game,
) -> tuple[ACGAN, dict]:
    """The two ways in which chapter 19 trains a GAN with an auxiliary classifier.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 32 real images, then 32 generated ones, an update of D for each, 64 latents for G, a constant learning
        rate; 93,700 steps. "laptop": batches of 64, batch norm in both networks, learning rates that fade out over `steps`, and
        a class head that learns from real images alone (`fake_class_weight=0`).
    steps, seed, epochs, latent_dim
        As for `dcgan`.
    n_classes, batch_norm, stddev
        As for `models.acgan`; the laptop's generator has batch norm always.
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
    fit, seeds = _epochs(steps, epochs), _seeds(seed)
    in_g = batch_norm or recipe == "laptop"
    gan = ACGAN(
        models.acgan.generator(recipe, latent_dim, n_classes, in_g, stddev, seeds[0]),
        models.acgan.discriminator(recipe, n_classes, batch_norm, seeds[1]),
        seed=seeds[2],
    )
    if recipe == "chapter":
        gan.compile(**{"d_batches": "alternate", "g_batch": 64, **game})
        return gan, {"batch_size": 32, **fit}
    # Early in training what is generated shows no class, and a class head that learns from it learns wrong.
    gan.compile(**{**_fading(fit), "fake_class_weight": 0.0, **game})
    return gan, {"batch_size": 64, **fit}


def infogan(
    recipe: str,
    steps: int,
    seed: int | None = None,
    epochs: int = 20,
    latent_dim: int = 62,
    n_classes: int = 10,
    n_continuous: int | None = None,
    **game,
) -> tuple[InfoGAN, dict]:
    """The two ways in which chapter 18 trains an information maximising GAN.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 32 real images, then 32 generated ones, an update of D for each, 64 latents for G, a constant learning
        rate, and layers shared by D and Q that do not learn from the codes (`trunk_learns=False`); 93,700 steps. "laptop": batches of 64,
        learning rates that fade out over `steps`, and shared layers that do learn from them, as in the paper.
    steps, seed, epochs
        As for `dcgan`.
    latent_dim, n_classes
        As for `models.infogan`.
    n_continuous : int, optional
        Continuous codes. Default: none for "chapter", 2 for "laptop", as in the paper.
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
    fit, seeds = _epochs(steps, epochs), _seeds(seed)
    if n_continuous is None:
        n_continuous = 0 if recipe == "chapter" else 2
    gan = InfoGAN(
        models.infogan.generator(recipe, latent_dim, n_classes, n_continuous, seeds[0]),
        models.infogan.discriminator(recipe, n_classes, n_continuous, seeds[1]),
        seed=seeds[2],
    )
    if recipe == "chapter":
        gan.compile(**{"d_batches": "alternate", "g_batch": 64, "trunk_learns": False, **game})
        return gan, {"batch_size": 32, **fit}
    gan.compile(**{**_fading(fit), **game})
    return gan, {"batch_size": 64, **fit}


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
    recipe : "chapter" or "laptop"
        "chapter": 50 labelled images, then 50 real ones, then 50 generated ones, an update of D for each, 100 latents for G, a constant
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
    fit, seeds = _epochs(steps, epochs), _seeds(seed)
    gan = SemiSupervisedGAN(
        models.semi_supervised.generator(recipe, latent_dim, seeds[0]),
        models.semi_supervised.discriminator(recipe, kind, n_classes, seeds[1]),
        images,
        labels,
        seed=seeds[2],
    )
    if recipe == "chapter":
        gan.compile(**{"d_batches": "alternate", "g_batch": 100, "labelled_batch": 50, **game})
        return gan, {"batch_size": 50, **fit}
    # D is held back by noise and dropout, so it may learn as fast as G; it classifies better for it.
    gan.compile(**{**_fading(fit, d_rate=1e-3), "labelled_batch": 32, **game})
    return gan, {"batch_size": 64, **fit}


def lsgan(
    recipe: str, steps: int, seed: int | None = None, epochs: int = 20, latent_dim: int = 100, **game
) -> tuple[GAN, dict]:
    """The two ways in which chapter 15 trains a GAN with the least squares loss.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": 32 real images, then 32 generated ones, an update of D for each, 64 latents for G, a constant learning
        rate; 18,740 steps. "laptop": the recipe of `dcgan` with this loss.
    steps, seed, epochs, latent_dim, **game
        As for `dcgan`.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit = _epochs(steps, epochs)
    gan = _gan(models.lsgan, recipe, latent_dim, seed)
    if recipe == "chapter":
        gan.compile(**{"loss": "least_squares", "d_batches": "alternate", "g_batch": 64, **game})
        return gan, {"batch_size": 32, **fit}
    gan.compile(**{**_fading(fit), "loss": "least_squares", **game})
    return gan, {"batch_size": 64, **fit}


def wgan(
    recipe: str, steps: int, seed: int | None = None, epochs: int = 20, latent_dim: int | None = None, **game
) -> tuple[WGAN, dict]:
    """The two ways in which chapter 16 trains a Wasserstein GAN.

    Parameters
    ----------
    recipe : "chapter" or "laptop"
        "chapter": five updates of the critic on 32 real and 32 generated images each, 64 latents for G, RMSprop with learning rate
        5e-5, weights clipped to 0.01; 970 steps on the sevens. "laptop": batches of 64; with `penalty` Adam at rates that
        fade out, without it RMSprop at ten times the rate, for a tenth of the steps.
    steps, seed, epochs, **game
        As for `dcgan`; `penalty=10.0` for a gradient penalty in place of clipping. A chapter's critic with a penalty has no batch norm.
    latent_dim : int, optional
        Length of a latent vector. Default: 50 for "chapter", 100 for "laptop".

    Returns
    -------
    WGAN, dict
        Compiled, and the options for `fit`: `gan.fit(data, **options)`.

    Raises
    ------
    ValueError
        If the recipe is unknown, or a number is too small.
    """
    fit, seeds = _epochs(steps, epochs), _seeds(seed)
    penalised = game.get("penalty") is not None
    latent_dim = latent_dim or (50 if recipe == "chapter" else 100)
    gan = WGAN(
        models.wgan.generator(recipe, latent_dim, seeds[0]),
        models.wgan.critic(recipe, batch_norm=recipe == "chapter" and not penalised, seed=seeds[1]),
        seed=seeds[2],
    )
    if recipe == "chapter":
        gan.compile(**{"g_batch": 64, **game})
        return gan, {"batch_size": 32, **fit}
    total = fit["epochs"] * fit["steps_per_epoch"]
    if penalised:
        n = game.get("d_steps", 5)
        d_optimizer, g_optimizer = (
            keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(5e-4, n_updates), 0.5, 0.9)
            for n_updates in (n * total, total)
        )
    else:
        d_optimizer, g_optimizer = (keras.optimizers.RMSprop(5e-4) for _ in range(2))
    gan.compile(**{"d_optimizer": d_optimizer, "g_optimizer": g_optimizer, **game})
    return gan, {"batch_size": 64, **fit}


CHANGES = {
    "stable": "nothing",
    "latent_1": "a latent vector of 1 number, not 50",
    "joint_batches": "real and generated images in one batch of D",
    "default_adam": "Adam with its defaults: learning rate 0.001, β₁ 0.9",
}


def failure_modes(
    change: str = "stable",
    recipe: str = "chapter",
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
    recipe : "chapter" or "laptop"
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
    if change not in CHANGES:
        raise ValueError(f"change is {change!r}; choose one of {tuple(CHANGES)}.")
    fit = _epochs(steps, epochs)
    seeds = _seeds(seed)
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


def _epochs(steps: int, epochs: int) -> dict:
    if steps < 1 or epochs < 1:
        raise ValueError(f"steps is {steps} and epochs is {epochs}; both must be at least 1.")
    epochs = min(epochs, steps)
    return {"epochs": epochs, "steps_per_epoch": round(steps / epochs)}


def _seeds(seed: int | None) -> list:
    """One seed each for the generator, the discriminator and the training."""
    return [None] * 3 if seed is None else np.random.default_rng(seed).integers(2**31, size=3).tolist()


def _gan(family, recipe: str, latent_dim: int, seed: int | None, **size) -> GAN:
    seeds = _seeds(seed)
    return GAN(
        family.generator(recipe, latent_dim=latent_dim, seed=seeds[0], **size),
        family.discriminator(recipe, seed=seeds[1], **size),
        seed=seeds[2],
    )


def _fading(fit: dict, d_rate: float = 5e-4, g_rate: float = 1e-3) -> dict:
    """The laptop's game: rates that fade out, and real and generated images apart, as batch norm in D needs.

    Equal rates let D win the first steps for some seeds.
    """
    d_adam, g_adam = (
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(rate, fit["epochs"] * fit["steps_per_epoch"]), beta_1=0.5
        )
        for rate in (d_rate, g_rate)
    )
    return {"d_optimizer": d_adam, "g_optimizer": g_adam, "d_batches": "separate"}
