"""Generators and discriminators: functions that return a keras.Model, one module per family."""

from gan_lessons.models import (
    acgan,
    conditional,
    dcgan,
    dcgan_colour,
    dcgan_norm,
    dense,
    labels,
    practices,
    semi_supervised,
)

__all__ = [
    "acgan",
    "conditional",
    "dcgan",
    "dcgan_colour",
    "dcgan_norm",
    "dense",
    "labels",
    "practices",
    "semi_supervised",
]
