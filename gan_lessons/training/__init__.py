"""Adversarial training: the shared step, and one small keras.Model per objective."""

from gan_lessons.training import recipes
from gan_lessons.training.core import Adversarial, Player
from gan_lessons.training.gan import GAN

__all__ = ["GAN", "Adversarial", "Player", "recipes"]
