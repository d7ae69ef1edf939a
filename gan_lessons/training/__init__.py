"""Adversarial training: the shared step, and one small keras.Model per objective."""

from gan_lessons.training import recipes
from gan_lessons.training.augmentation import AdaptiveAugment, DiffAugment
from gan_lessons.training.core import Adversarial
from gan_lessons.training.objectives import losses
from gan_lessons.training.objectives.acgan import ACGAN
from gan_lessons.training.objectives.biggan import BigGAN
from gan_lessons.training.objectives.conditional import ConditionalGAN
from gan_lessons.training.objectives.cyclegan import CycleGAN
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.growing import GrowingGAN
from gan_lessons.training.objectives.infogan import InfoGAN
from gan_lessons.training.objectives.pix2pix import Pix2Pix
from gan_lessons.training.objectives.population import Population
from gan_lessons.training.objectives.semi_supervised import SemiSupervisedGAN, labelled_subset
from gan_lessons.training.objectives.stylegan import StyleGAN
from gan_lessons.training.objectives.wgan import WGAN
from gan_lessons.training.players import Lazy, Player
from gan_lessons.training.schedules import ConstantThenLinear
from gan_lessons.training.state import Average, Pool, State

__all__ = [
    "ACGAN",
    "GAN",
    "WGAN",
    "AdaptiveAugment",
    "Adversarial",
    "Average",
    "BigGAN",
    "ConditionalGAN",
    "ConstantThenLinear",
    "CycleGAN",
    "DiffAugment",
    "GrowingGAN",
    "InfoGAN",
    "Lazy",
    "Pix2Pix",
    "Player",
    "Pool",
    "Population",
    "SemiSupervisedGAN",
    "State",
    "StyleGAN",
    "labelled_subset",
    "losses",
    "recipes",
]
