"""Sliders through a generator's latent space."""

from __future__ import annotations

from gan_lessons import latent, sampling
from gan_lessons.widgets.direction_sliders import DirectionSliders

import numpy as np


class LatentSliders(DirectionSliders):
    """See `latent_sliders`, and `DirectionSliders` for the attributes."""

    def __init__(
        self, generator, directions: int = 4, axes: int = 4, seed: int = 0, width: int = 280, **given
    ):
        draw = sampling.of(generator).of_latents(**given)
        d = draw.latent_dim
        if not 0 <= axes <= d or not 1 <= directions <= d:
            raise ValueError(
                f"directions is {directions} and axes is {axes}; the latent space has {d} dimensions, so at "
                f"most {d} of each (at least one direction)."
            )
        bases = {"principal directions": latent.principal_directions(draw, directions, seed=seed)}
        names = {"principal directions": [f"direction {i + 1}" for i in range(directions)]}
        if axes:
            bases["raw axes"] = np.eye(d, dtype=np.float32)[:axes]
            names["raw axes"] = [f"z[{i}]" for i in range(axes)]
        tooltips = ["directions along which the image changes most", "single numbers of the latent vector"]
        super().__init__(
            draw, bases, names, tooltips[: len(bases)], seed, width, css_class="gl-latent-sliders"
        )


def latent_sliders(
    generator, directions: int = 4, axes: int = 4, seed: int = 0, width: int = 280, **given
) -> LatentSliders:
    """Sliders through a generator's latent space.

    A slider shows where the point lies along a direction, in standard deviations of a random draw; moving it moves
    the point along that direction alone. Buttons go to a new random point, to the first one, and to the origin; a
    walk goes from the point that is shown to another along an arc.

    Parameters
    ----------
    generator : keras.Model or Sampler
        Latents (n, latent_dim), and perhaps labels or codes, to images (n, h, w, 1 or 3) in [-1, 1]. Or a game in training:
        the network that its sampler shows.
    directions : int
        How many principal directions (`latent.principal_directions`).
    axes : int
        How many single numbers of the latent vector; 0 leaves them out.
    seed : int
        Seed of the first point and of those after it.
    width : int
        About how many pixels wide the image is; whole multiples of its own size.
    **given
        What the generator takes beside latents, one for all pictures: `labels=3`, `codes=2`, `continuous=[0.5, -1]`. Default:
        class 0, or code 0.

    Returns
    -------
    LatentSliders

    Raises
    ------
    ValueError
        If the generator takes no latent vectors (it translates images, say), or what is given does not fit; if
        there are fewer dimensions than asked for; or if the generator's output is no image in [-1, 1].
    """
    return LatentSliders(generator, directions, axes, seed, width, **given)
