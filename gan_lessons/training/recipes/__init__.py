"""Whole training recipes: networks, optimisers and batches that belong together, one file a family.

There are two of each. "classic": the networks and the schedule of the well-known program that the course's chapter discusses, kept
as they are except where a docstring says otherwise. "laptop": what learns faster on two cores.
"""

from gan_lessons.training.recipes.acgan import acgan
from gan_lessons.training.recipes.biggan import biggan
from gan_lessons.training.recipes.conditional import conditional
from gan_lessons.training.recipes.cyclegan import cyclegan
from gan_lessons.training.recipes.dcgan import dcgan
from gan_lessons.training.recipes.dcgan_colour import dcgan_colour
from gan_lessons.training.recipes.failure_modes import CHANGES, failure_modes
from gan_lessons.training.recipes.growing import growing
from gan_lessons.training.recipes.infogan import infogan
from gan_lessons.training.recipes.lsgan import lsgan
from gan_lessons.training.recipes.own_images import own_images
from gan_lessons.training.recipes.pix2pix import pix2pix
from gan_lessons.training.recipes.semi_supervised import semi_supervised
from gan_lessons.training.recipes.stylegan import stylegan
from gan_lessons.training.recipes.wgan import wgan

__all__ = [
    "CHANGES",
    "acgan",
    "biggan",
    "conditional",
    "cyclegan",
    "dcgan",
    "dcgan_colour",
    "failure_modes",
    "growing",
    "infogan",
    "lsgan",
    "own_images",
    "pix2pix",
    "semi_supervised",
    "stylegan",
    "wgan",
]
