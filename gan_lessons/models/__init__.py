"""Generators and discriminators: functions that return a keras.Model, one module per family."""

from gan_lessons.models import dcgan, dense, practices

__all__ = ["dcgan", "dense", "practices"]
