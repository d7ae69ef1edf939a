"""Adversarial training: the shared step, and one small keras.Model per objective."""

from gan_lessons.training import recipes
from gan_lessons.training.acgan import ACGAN
from gan_lessons.training.conditional import ConditionalGAN
from gan_lessons.training.core import Adversarial, Player
from gan_lessons.training.gan import GAN
from gan_lessons.training.infogan import InfoGAN
from gan_lessons.training.population import Population
from gan_lessons.training.semi_supervised import SemiSupervisedGAN, labelled_subset
from gan_lessons.training.wgan import WGAN

__all__ = [
    "ACGAN",
    "GAN",
    "WGAN",
    "Adversarial",
    "ConditionalGAN",
    "InfoGAN",
    "Player",
    "Population",
    "SemiSupervisedGAN",
    "labelled_subset",
    "recipes",
]
