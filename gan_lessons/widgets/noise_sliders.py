"""Sliders for the noise at each size of a style generator, and a map of the pixels that it moves."""

from __future__ import annotations

from gan_lessons import backend, latent, models, numeric, plots, sampling
from gan_lessons.widgets import parts, style_places
from gan_lessons.widgets.base import as_seen
from gan_lessons.widgets.redrawn import Redrawn, scale_for

import ipywidgets as ipw
import keras
import numpy as np

DRAWS = 8
MOST = 2.0


class NoiseSliders(Redrawn):
    """See `noise_sliders`.

    Attributes
    ----------
    levels : dict of int to float
        Of each size in pixels.
    spread : ndarray (n, h, w), float32
        The standard deviation of each pixel over the draws, in grey levels of 255, averaged over the channels.
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(self, generator, n=2, seed=0, width=400):
        self._n = numeric.whole("n", n, most=8)
        width = numeric.whole("width", width, 16, 2048)
        self._random = np.random.default_rng(numeric.whole("seed", seed, 0, 2**31 - 1))
        # A copy: levels are weights, and the reader's network is to keep its own.
        self._network = _copied(generator)
        self._styles = latent.Styles(self._network)
        self._pixels = style_places.pixels(self._styles.places)
        self._scale = scale_for(width, self._n * self._pixels[-1])
        self._noise = 0
        self._draw_faces()
        most = self._draws(self._ws, [MOST] * len(self._pixels), 0)
        self._black = max(1.0, float(_spread(most).max()))
        self._sliders = {
            size: ipw.FloatSlider(
                value=1.0, max=MOST, step=0.1, description=f"at {size} px", layout={"width": "auto"}
            )
            for size in sorted(set(self._pixels))
        }
        buttons = [
            parts.button(name, text, icon, tooltip, act)
            for name, text, icon, tooltip, act in (
                ("noise", "New noise", "refresh", "other noise for the same faces", self.redraw_noise),
                ("new", "New faces", "random", "other random faces", self.new),
                ("ones", "All 1", "undo", "the noise as in training", lambda: self._set_all(1.0)),
                ("off", "All 0", "circle-o", "no noise", lambda: self._set_all(0.0)),
            )
        ]
        controls = {f"noise-{size}": slider for size, slider in self._sliders.items()}
        controls["buttons"] = ipw.HBox(buttons, layout={"flex_flow": "row wrap"})
        super().__init__(controls, "gl-noise-sliders")

    @property
    def levels(self) -> dict[int, float]:
        return {size: slider.value for size, slider in self._sliders.items()}

    def redraw_noise(self) -> None:
        """Draw other noise for the same faces."""
        self._noise += 1
        self._redraw()

    def new(self) -> None:
        """Draw other faces."""
        self._draw_faces()
        self._redraw()

    def _set_all(self, level):
        for slider in self._sliders.values():
            slider.value = level

    def _draw_faces(self):
        self._ws = self._styles.of(latent.sample(self._n, self._styles.latent_dim, self._random))

    def _settings(self):
        levels = self.levels
        return self._ws, [levels[size] for size in self._pixels], self._noise

    def _draws(self, ws, levels, noise) -> np.ndarray:
        """Each face as often as `DRAWS` says, by one call; the noise of each picture in it is another: (n, DRAWS, h, w, c)."""
        models.stylegan.noise_levels(self._network, levels)
        drawn = self._styles.pictures(ws.repeat(DRAWS, axis=0), noise, batch_size=DRAWS * len(ws))
        return drawn.reshape(len(ws), DRAWS, *drawn.shape[1:])

    def _map(self, spread) -> np.ndarray:
        grey = 255 - 255 * np.clip(spread / self._black, 0, 1)
        return grey[..., None].round().astype(np.uint8).repeat(3, axis=3)

    def _made(self, settings):
        draws = self._draws(*settings)
        self.spread = _spread(draws)
        (faces,) = as_seen(draws[:, 0])
        shown = np.concatenate([faces, self._map(self.spread)])
        text = (
            f"Above: the faces. Below: the standard deviation of each pixel over {DRAWS} draws of the noise; white: 0, black: "
            f"{self._black:.0f} grey levels of 255 or more. Its mean is <b>{self.spread.mean():.2f}</b>."
        )
        return plots.grid_image(shown, rows=2, scale=self._scale), text

    def still(self) -> plots.Picture:
        """Each face with three draws of the noise at the levels that are set, and its map."""
        self.settle()  # one drawing at a time sets the levels
        draws = self._draws(*self._settings())
        few = as_seen(*draws[:, :3])
        rows = [np.concatenate([a, self._map(_spread(d[None]))]) for a, d in zip(few, draws, strict=True)]
        return plots.strip(
            rows,
            [f"face {i + 1}" for i in range(len(rows))],
            title=f"The same w with other noise; in the map, {self._black:.0f} grey levels are black",
            columns=["draw 1", "draw 2", "draw 3", "spread"],
            side=0.9,
        )


def noise_sliders(generator, n: int = 2, seed: int = 0, width: int = 400) -> NoiseSliders:
    """Turn the noise of a style generator up or down at each size, and see which pixels it moves (chapter 29).

    The two layers of one size share a slider, from 0 (none) by 1 (as in training) to 2. The map beneath each face has one scale for all
    settings: black is the most that noise at 2 moves a pixel of the first faces.

    Parameters
    ----------
    generator : keras.Model, Sampler or game
        Of `models.stylegan`; of a game, the network that it shows. It is copied as it is now, and nothing of it is changed.
    n : int
        How many faces, up to 8.
    seed : int
        Of the first faces and of those after them.
    width : int
        About how many pixels wide the picture is.

    Returns
    -------
    NoiseSliders

    Raises
    ------
    ValueError
        If the generator is of another family, or a number out of range.
    """
    return NoiseSliders(generator, n, seed, width)


def _copied(generator) -> keras.Model:
    sampler = sampling.of(generator)
    models.stylegan.parts(sampler.network)  # before anything is copied: is it of this family?
    if sampler.model is not None:
        backend.sync(sampler.model)
    copy = keras.models.clone_model(sampler.network)
    copy.set_weights(sampler.network.get_weights())
    return copy


def _spread(draws) -> np.ndarray:
    """Standard deviation over the draws, in grey levels: (n, draws, h, w, c) to (n, h, w)."""
    return 127.5 * draws.std(axis=1).mean(axis=-1)
