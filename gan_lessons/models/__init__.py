"""Generators and discriminators: functions that return a keras.Model, one module per family."""

from gan_lessons.models import dcgan, dense

__all__ = ["dcgan", "dense"]
