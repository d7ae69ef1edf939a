"""Generators and discriminators: functions that return a keras.Model, one module per family."""

from gan_lessons.models import (
    acgan,
    conditional,
    dcgan,
    dcgan_colour,
    dcgan_norm,
    dense,
    infogan,
    labels,
    lsgan,
    practices,
    semi_supervised,
    wgan,
)

__all__ = [
    "acgan",
    "conditional",
    "dcgan",
    "dcgan_colour",
    "dcgan_norm",
    "dense",
    "infogan",
    "labels",
    "lsgan",
    "practices",
    "semi_supervised",
    "wgan",
]
