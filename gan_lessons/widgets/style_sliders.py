"""Sliders along named directions in w, the space of styles, and a choice of the places that follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons import latent, numeric
from gan_lessons.widgets import style_places
from gan_lessons.widgets.attribute_sliders import AttributeSliders, unit_vectors

import ipywidgets as ipw
import numpy as np

_RANDOM = 2000  # random w by which the mean and the spreads are measured


class StyleSliders(AttributeSliders):
    """See `style_sliders`, and `attribute_sliders` for the other attributes; `z` is w as seen from its mean.

    Attributes
    ----------
    w : ndarray (w_dim,), float32
        The point that is shown. Assign to it to show another.
    places : range
        Those that follow the sliders.
    """

    _origin = ("Mean", "the mean w of random latents")

    def __init__(self, generator, directions, reader=None, show=None, seed=0, width=280, reach=3.0):
        seed, width = numeric.whole("seed", seed, 0, 2**31 - 1), numeric.whole("width", width, 16, 2048)
        self._styles = styles = style_places.styles_of(generator)
        sets = unit_vectors(directions, styles.w_dim)
        w = styles.of(latent.sample(_RANDOM, styles.latent_dim, 0))[:, 0]
        self._mean = w.mean(axis=0)
        self._reaches = np.quantile(np.linalg.norm(w - self._mean, axis=1), (0.025, 0.975))
        spreads = {
            name: np.maximum(np.std([w @ u for u in named.values()], axis=1), 1e-6)
            for name, named in sets.items()
        }
        choices = {"all": range(styles.places), **style_places.bands(styles.places)}
        self._places = ipw.ToggleButtons(
            options=[
                (name if name == "all" else f"{name}: {style_places.words(places, styles.places)}", name)
                for name, places in choices.items()
            ],
            tooltips=[f"{name} places follow the sliders" for name in choices],
            style={"button_width": "auto"},
        )
        self._places.add_class("gl-places")
        self._choices = choices
        label = ipw.HTML("Places that follow; the others keep the w at which the face began:")

        def draw(x: np.ndarray) -> np.ndarray:
            ws = np.where(self._follow_mask(), x[:, None], self._home) + self._mean
            return styles.pictures(ws.astype(np.float32))

        draw.latent_dim, draw.shape = styles.w_dim, styles.shape
        more = {"spreads": spreads, "more": [label, self._places]}
        self._begin(draw, sets, reader, show, seed, width, reach, "gl-style-sliders", **more)
        self._places.observe(lambda change: self._latest.put(self._z), "value")

    @property
    def places(self) -> range:
        return self._choices[self._places.value]

    @property
    def w(self) -> np.ndarray:
        return self._mean + self._z

    @w.setter
    def w(self, value: np.ndarray) -> None:
        w = numeric.array("w", value, dtype=np.float32)
        if w.shape != self._mean.shape:
            raise ValueError(f"w has shape {w.shape}; expected {self._mean.shape}.")
        self.z = w - self._mean

    def _follow_mask(self) -> np.ndarray:
        """Which places follow, (places, 1)."""
        return np.isin(np.arange(self._styles.places), self.places)[:, None]

    def _random_point(self):
        z = latent.sample(1, self._styles.latent_dim, self._random)
        return self._styles.of(z)[0, 0] - self._mean

    def _between(self, a, b, t):
        return latent.lerp(a, b, t)

    def _where(self, z):
        low, high = self._reaches
        return f"distance of w from its mean: <b>{np.linalg.norm(z):.1f}</b> (nearly all draws: {low:.1f} to {high:.1f})"


def style_sliders(
    generator,
    directions: Mapping[str, np.ndarray] | Mapping[str, Mapping[str, np.ndarray]],
    reader=None,
    show: Sequence[str] | None = None,
    seed: int = 0,
    width: int = 280,
    reach: float = 3.0,
) -> StyleSliders:
    """Sliders along named directions in w, at all places or only at coarse, middle or fine ones (chapter 29).

    As `attribute_sliders`, but the point is a w: a slider shows where it lies along a direction, in standard deviations of the w of random
    latents, 0 being their mean. Places that do not follow keep the w at which a face began, so "coarse" moves the coarse styles alone.

    Parameters
    ----------
    generator : keras.Model, Sampler, game or latent.Styles
        Of `models.stylegan`; of a game, the network that it shows.
    directions : mapping of str to `latent.Direction` or array-like (w_dim,)
        In w; `latent.attribute_directions` finds them if it is given w in place of latents. Of an array only where it points counts. Or
        several such sets by name.
    reader, show, seed, width, reach
        As for `attribute_sliders`.

    Returns
    -------
    StyleSliders

    Raises
    ------
    ValueError
        If the generator is of another family, there is no direction, or one has another shape than (w_dim,), is zero or not
        finite; otherwise as `attribute_sliders`.
    """
    return StyleSliders(generator, directions, reader, show, seed, width, reach)
