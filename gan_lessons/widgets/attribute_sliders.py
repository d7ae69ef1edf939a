"""Sliders along directions that have a name: more smile, longer hair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons import plots, sampling
from gan_lessons.widgets import readings
from gan_lessons.widgets.direction_sliders import DirectionSliders

import ipywidgets as ipw
import numpy as np

_ONE = "directions"


class AttributeSliders(DirectionSliders):
    """See `attribute_sliders`.

    Attributes
    ----------
    z : ndarray (latent_dim,), float32
        The point that is shown. Assign to it to show another.
    array : ndarray (h, w) or (h, w, 3), uint8
        The picture that is shown.
    reading : dict of str to float or str
        What the reader says of it; empty without a reader.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(self, generator, directions, reader=None, show=None, seed=0, width=280, reach=3.0, **given):
        draw = sampling.of(generator).of_latents(**given)
        self._begin(draw, unit_vectors(directions, draw.latent_dim), reader, show, seed, width, reach)

    def _begin(self, draw, sets, reader, show, seed, width, reach, css_class="gl-attribute-sliders", **more):
        """What there is to do once it is known what draws, and along which sets of unit vectors."""
        if not reach > 0 or not np.isfinite(reach):
            raise ValueError(
                f"reach is {reach}; give a number above 0, in standard deviations of a random draw."
            )
        self._reader, self._shown = reader, None if show is None else list(show)
        self._home_reading: tuple[np.ndarray, dict] | None = None
        self.reading: dict = {}
        self._bars = ipw.HTML(
            layout={"width": "auto", "flex": "1 1 300px", "min_width": "260px", "margin": "0"}
        )
        self._bars.add_class("gl-bars")
        names = {base: list(named) for base, named in sets.items()}
        super().__init__(
            draw,
            {base: np.stack(list(named.values())) for base, named in sets.items()},
            names,
            [f"directions: {base}" for base in sets],
            seed,
            width,
            css_class,
            reach,
            beside=[] if reader is None else [self._bars],
            **more,
        )
        if len(sets) == 1:
            self._basis.layout.display = "none"

    def _tell(self, z, image):
        if self._reader is None:
            return
        now, home = self._read(image), self._home
        if z is home:
            self._home_reading = (home, now)
        elif self._home_reading is None or self._home_reading[0] is not home:
            self._home_reading = (home, self._read(plots.to_uint8(self._run(home[None]))))
        self._bars.value = readings.bars(
            now,
            self._home_reading[1],
            readings.sureness(self._reader, image),
            readings.ranges(self._reader),
            self._names[self._basis.value],
        )
        self.reading = now

    def _read(self, image):
        read = readings.read(self._reader, image)
        wanted = list(read) if self._shown is None else self._shown
        missing = [name for name in wanted if name not in read]
        if missing:
            raise ValueError(f"the reader says nothing of {', '.join(missing)}; it reads {', '.join(read)}.")
        return {name: read[name][0] for name in wanted}

    _still_title = "One point; in each row it moves along one direction alone, from {low} to {high}"


def attribute_sliders(
    generator,
    directions: Mapping[str, np.ndarray] | Mapping[str, Mapping[str, np.ndarray]],
    reader=None,
    show: Sequence[str] | None = None,
    seed: int = 0,
    width: int = 280,
    reach: float = 3.0,
    **given,
) -> AttributeSliders:
    """One slider for each named direction of the latent space, and what a reader says of the picture.

    A slider shows where the point lies along its direction, in standard deviations of a random draw, and moves it along
    that direction alone. Directions that are not at right angles share a part: then the other sliders move along. The
    bars show what the reader sees in the picture now, each with a line where it was before the sliders moved.

    Parameters
    ----------
    generator : keras.Model or Sampler
        Latents (n, latent_dim), and perhaps labels or codes, to images (n, h, w, 1 or 3) in [-1, 1]. Or a game in training:
        the network that its sampler shows.
    directions : mapping of str to `latent.Direction` or array-like (latent_dim,)
        As `latent.attribute_directions` gives them; of an array only where it points counts. Or several such
        sets by name, ``{"as found": {...}, "orthogonal": {...}}``, to choose from.
    reader : object, optional
        What reads attributes off a picture, such as `metrics.face_reader()`: `read(images)` takes uint8 (n, h, w, c) and
        gives a dictionary of name to array (n,).
    show : sequence of str, optional
        Which attributes have a bar, in this order; by default all. Those with a slider come first.
    seed : int
        Seed of the first point and of those after it.
    width : int
        About how many pixels wide the image is; whole multiples of its own size.
    reach : float
        How far the sliders go to both sides.
    **given
        What the generator takes beside latents, one for all pictures: `labels=3`, `codes=2`, `continuous=[0.5, -1]`. Default:
        class 0, or code 0.

    Returns
    -------
    AttributeSliders

    Raises
    ------
    ValueError
        If the generator takes no latent vectors (it translates images, say), or what is given does not fit; if
        there is no direction, or one has another shape than (latent_dim,), is zero or not finite; if the reader does
        not read what is to be shown; or if the generator's output is no image in [-1, 1].
    """
    return AttributeSliders(generator, directions, reader, show, seed, width, reach, **given)


def unit_vectors(directions, d: int) -> dict[str, dict[str, np.ndarray]]:
    """The sets of directions by name, as unit vectors."""
    nested = bool(directions) and all(isinstance(value, Mapping) for value in directions.values())
    sets = {str(name): dict(named) for name, named in (directions if nested else {_ONE: directions}).items()}
    for name, named in sets.items():
        if not named:
            raise ValueError(f"{name!r} holds no direction; give at least one, name to array ({d},).")
        for key, vector in named.items():
            vector = np.asarray(getattr(vector, "vector", vector), np.float32)
            length = np.linalg.norm(vector) if vector.shape == (d,) else 0.0
            if not 0 < length < np.inf:
                raise ValueError(
                    f"direction {key!r} has shape {vector.shape}"
                    + (f" and length {length}" if vector.shape == (d,) else "")
                    + f"; give finite numbers ({d},), not all of them 0."
                )
            named[key] = vector / length
    return sets
