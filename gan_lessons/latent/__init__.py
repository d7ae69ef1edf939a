"""The latent space: drawing points in it, walking between them, doing sums with them, and the directions that matter.

A point is a vector of `latent_dim` independent standard normal numbers. In 100 dimensions almost all of them lie
close to a sphere of radius √100 = 10: the origin, though the most likely single point, is like none that the
generator was trained on. This is why walks follow the sphere (`slerp`) and do not cut through it (`lerp`), and why
a sum of points may need to be put back there (`to_shell`).
"""

from gan_lessons.latent.directions import Direction, attribute_directions, principal_directions
from gan_lessons.latent.images import pictures
from gan_lessons.latent.points import arithmetic, average, grid, lerp, sample, slerp, to_shell
from gan_lessons.latent.projection import project
from gan_lessons.latent.styles import Styles, mixed, truncated
from gan_lessons.latent.truncation import truncate

__all__ = [
    "Direction",
    "Styles",
    "arithmetic",
    "attribute_directions",
    "average",
    "grid",
    "lerp",
    "mixed",
    "pictures",
    "principal_directions",
    "project",
    "sample",
    "slerp",
    "to_shell",
    "truncate",
    "truncated",
]
