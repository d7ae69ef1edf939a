"""The recipe for a folder of one's own: few pictures, one size, grey or in colour, with or without classes."""

from __future__ import annotations

from pathlib import Path

from gan_lessons import models, numeric
from gan_lessons.models.biggan import Modulation
from gan_lessons.models.labels import classes_of
from gan_lessons.training import starting
from gan_lessons.training.augmentation import AdaptiveAugment, DiffAugment, augmentation_of
from gan_lessons.training.objectives.biggan import BigGAN
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.stylegan import StyleGAN
from gan_lessons.training.recipes.parts import epochs_of, seeds_of

import keras

SIZES = (32, 64, 128)
BATCH = 16
LEAST_BATCH = 4
WIDTHS = {32: 64, 64: 32, 128: 16}  # of the BigGAN: a step then takes about as long as one of the StyleGAN
AVERAGE = 0.999
R1 = 0.2
# So p can cross its range four times in a training; at most as slowly as in the paper, and over 5,000 images at least: in steps of 0.003.
SHARE_OF_TRAINING, QUICKEST, SLOWEST = 1 / 4, 5_000, 500_000


def own_images(
    size: int,
    steps: int,
    *,
    channels: int = 3,
    n_classes: int | None = None,
    n_images: int,
    seed: int | None = None,
    augment: str | DiffAugment | None = "adaptive",
    flips: bool = True,
    start: str | Path | keras.Model | None = None,
    freeze_d: int = 0,
    batch_size: int | None = None,
) -> tuple[GAN, dict]:
    """How to train on images of one's own.

    Without classes it is the laptop's StyleGAN of chapter 29, with classes the BigGAN of chapter 27 without attention. The learning
    rates are constant, so that training can go on.

    Parameters
    ----------
    size : 32, 64 or 128
        Height and width of the images in pixels.
    steps : int
        Training steps in all, rounded to a multiple of 20 (the epochs).
    channels : 1 or 3
        Grey or colour.
    n_classes : int, optional
        Labels are 0 to n_classes - 1. None: there are no labels.
    n_images : int
        How many images there are.
    seed : int, optional
        Of weights, latents and the order of the images.
    augment : "adaptive", "diff", None or a DiffAugment
        As for `GAN.compile`. "adaptive" moves p by 1 in a quarter of the training.
    flips : bool
        As for `GAN.compile`; not for letters, nor for anything whose mirror image is wrong.
    start : str, Path or keras.Model, optional
        Where to start from: a name of `pretrained.names()`, a ``.keras`` file, or a game (`training.starting.networks`). It has to draw images
        of this size, channels and classes, with a generator of this family. A discriminator that was not kept begins anew.
    freeze_d : int
        How many of the first layers of a discriminator that was kept stay as they are.
    batch_size : int, optional
        Default: 16, or as many images as there are.

    Returns
    -------
    GAN, dict
        Compiled, and the options for `fit`: `gan.fit(images, **options)`.

    Raises
    ------
    ValueError
        If a number is out of range, an option is unknown, or `start` does not fit.
    """
    if numeric.whole("size", size) not in SIZES:
        raise ValueError(f"size is {size}; this recipe has networks for images of {SIZES} pixels.")
    if numeric.whole("channels", channels) not in (1, 3):
        raise ValueError(f"channels is {channels}; choose 1 for grey or 3 for colour.")
    if n_classes is not None:
        numeric.whole("n_classes", n_classes, least=2)
    n_images = numeric.whole("n_images", n_images, least=LEAST_BATCH)
    batch_size = min(BATCH, n_images) if batch_size is None else numeric.whole("batch_size", batch_size)
    if not LEAST_BATCH <= batch_size <= n_images:
        raise ValueError(
            f"batch_size is {batch_size}; give {LEAST_BATCH} to {n_images}, the number of images."
        )
    fit, seeds = epochs_of(steps, 20), seeds_of(seed)
    if augment != "adaptive":
        augment = augmentation_of(augment)
    generator, discriminator = _networks(size, channels, n_classes, seeds, start, freeze_d)
    if augment == "adaptive":
        seen = fit["epochs"] * fit["steps_per_epoch"] * batch_size
        augment = AdaptiveAugment(
            images_per_unit=min(SLOWEST, max(QUICKEST, round(seen * SHARE_OF_TRAINING)))
        )
    if n_classes is None:
        game = StyleGAN(generator, discriminator, seed=seeds[2], average=AVERAGE)
        rates = (0.005, 0.005)
        options = {"r1": R1}
    else:
        game = BigGAN(generator, discriminator, n_classes, seed=seeds[2], average=AVERAGE)
        rates = (4e-4, 8e-4)
        options = {"orthogonal": 1e-4}
    d_adam, g_adam = (keras.optimizers.Adam(rate, beta_1=0.0, beta_2=0.99) for rate in rates)
    game.compile(d_adam, g_adam, augment=augment, flips=flips, **options)
    return game, {"batch_size": batch_size, **fit}


def _networks(size, channels, n_classes, seeds, start, freeze_d):
    generator, discriminator = (None, None) if start is None else starting.networks(start)
    if generator is not None:
        _check_start(generator, size, channels, n_classes)
    if freeze_d and discriminator is None:
        raise ValueError(
            f"freeze_d is {freeze_d}, and there is no trained discriminator to freeze layers of: "
            + ("no start is given." if start is None else "start has kept none.")
        )
    if n_classes is None:
        family, options = models.stylegan, {"recipe": "laptop", "size": size, "channels": channels}
    else:
        family, options = models.biggan, {"size": size, "channels": channels, "n_classes": n_classes}
        options |= {"attention": False, "width": WIDTHS[size]}
    generator = family.generator(**options, seed=seeds[0]) if generator is None else generator
    if discriminator is None:
        discriminator = family.discriminator(**options, seed=seeds[1])
    starting.freeze(discriminator, freeze_d)
    return generator, discriminator


def _check_start(generator, size, channels, n_classes):
    """Raise ValueError unless a generator to start from draws what is to be drawn, and is of the recipe's family."""
    draws, wanted = tuple(generator.output_shape[1:]), (size, size, channels)
    if draws != wanted:
        raise ValueError(
            f"start draws images of shape {draws}, and {wanted} are to be drawn. Choose its size and channels, or another start."
        )
    layers = {type(layer) for layer in generator.layers}
    if n_classes is None:
        if len(generator.inputs) != 1 or not {"mapping", "synthesis"} <= {
            layer.name for layer in generator.layers
        }:
            raise ValueError(
                f"start has a generator {generator.name!r} that is none of models.stylegan, which this recipe trains without classes. "
                "Start from a run of this recipe, or from nothing."
            )
        return
    if Modulation not in layers:
        raise ValueError(
            f"start has a generator {generator.name!r} that is none of models.biggan, which this recipe trains with classes. "
            "Start from a run of this recipe, or from nothing."
        )
    if (known := classes_of(generator)) != n_classes:
        raise ValueError(f"start draws {known} classes, and n_classes is {n_classes}. Choose another start.")
