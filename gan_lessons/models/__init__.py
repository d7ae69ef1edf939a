"""Generators and discriminators: functions that return a keras.Model, one module per family."""

from gan_lessons.models import dcgan, dcgan_colour, dcgan_norm, dense, practices

__all__ = ["dcgan", "dcgan_colour", "dcgan_norm", "dense", "practices"]
