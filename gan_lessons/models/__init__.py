"""Generators and discriminators: functions that return a keras.Model, one module per family.

Most families have two recipes. "classic": the networks of the well-known program that the course's chapter discusses, kept as
they are except where a module says otherwise. "laptop": networks that learn faster on two cores. (`dense` has "wide" in its place.)
"""

from gan_lessons.models import (
    acgan,
    attention,
    biggan,
    conditional,
    dcgan,
    dcgan_colour,
    dcgan_norm,
    dense,
    infogan,
    labels,
    lsgan,
    patchgan,
    practices,
    progressive,
    receptive_field,
    residual,
    semi_supervised,
    spectral,
    stylegan,
    unet,
    wgan,
)

__all__ = [
    "acgan",
    "attention",
    "biggan",
    "conditional",
    "dcgan",
    "dcgan_colour",
    "dcgan_norm",
    "dense",
    "infogan",
    "labels",
    "lsgan",
    "patchgan",
    "practices",
    "progressive",
    "receptive_field",
    "residual",
    "semi_supervised",
    "spectral",
    "stylegan",
    "unet",
    "wgan",
]
