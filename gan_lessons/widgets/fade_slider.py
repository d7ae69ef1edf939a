"""A slider over α: how a network's new block fades in, from the old images enlarged to the new ones."""

from __future__ import annotations

from gan_lessons import backend, models, numeric, plots, sampling
from gan_lessons.widgets import parts
from gan_lessons.widgets.base import as_seen
from gan_lessons.widgets.redrawn import Redrawn, scale_for

import ipywidgets as ipw
import keras
import numpy as np


class FadeSlider(Redrawn):
    """See `fade_slider`.

    Attributes
    ----------
    alpha : float
        What the slider says, 0 to 1. Assign to it to move the slider.
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(self, generator, n=8, seed=0, width=520):
        n, width = numeric.whole("n", n, most=64), numeric.whole("width", width, 16, 2048)
        self._n, self._seed = n, numeric.whole("seed", seed, 0, 2**31 - 1)
        self._sampler = sampling.of(generator)
        both, self._layer = _both_paths(self._sampler.network)
        self._run = backend.compiled(both)
        size = self._sampler.shape[0]
        self._sizes = tuple(f"{pixels} × {pixels} pixels" for pixels in (size // 2, size))
        self._rows = 1 if n <= 4 else -(-n // 4) if n <= 16 else -(-n // 8)
        self._scale = scale_for(width, -(-n // self._rows) * self._sampler.shape[1])
        self._inputs = self._sampler.inputs(n, self._seed)
        self._slider = ipw.FloatSlider(
            value=round(float(self._layer.alpha), 2),
            max=1.0,
            step=0.01,
            description="α",
            layout={"width": "auto"},
        )
        new = parts.button("new", "New latents", "random", "the same for other random latents", self.new)
        new.layout.align_self = "flex-start"
        super().__init__({"alpha": self._slider, "new": new}, "gl-fade-slider")

    @property
    def alpha(self) -> float:
        return self._slider.value

    @alpha.setter
    def alpha(self, alpha: float) -> None:
        self._slider.value = numeric.real("alpha", alpha, least=0.0, most=1.0)

    def new(self) -> None:
        """Draw other latents."""
        self._seed += 1
        self._inputs = self._sampler.inputs(self._n, self._seed)
        self._redraw()

    def _settings(self):
        return self.alpha, self._inputs, self._seed

    def _pictures(self, inputs, seed, *alphas) -> list[np.ndarray]:
        if self._sampler.model is not None:
            backend.sync(self._sampler.model)
        old, new = np.split(self._run(*inputs, noise=seed), 2, axis=-1)
        return as_seen(*(np.clip((1 - a) * old + a * new, -1.0, 1.0) for a in alphas))

    def _made(self, settings):
        alpha, inputs, seed = settings
        (pictures,) = self._pictures(inputs, seed, np.float32(alpha))
        old, new = self._sizes
        text = (
            f"<b>{1 - alpha:.0%}</b> of the old path: {old}, enlarged.<br><b>{alpha:.0%}</b> of the new block: {new}.<br>"
            f"The network itself is at α = {float(self._layer.alpha):.2f}, and stays there."
        )
        return plots.grid_image(pictures, rows=self._rows, scale=self._scale), text

    def still(self) -> plots.Picture:
        """The same latents at five values of α, a row for each."""
        alphas = (0.0, 0.25, 0.5, 0.75, 1.0)
        return plots.strip(
            self._pictures(self._inputs, self._seed, *map(np.float32, alphas)),
            [f"α = {a:g}" for a in alphas],
            title=f"The same latents while a block fades in: {self._sizes[0]} (α = 0) to {self._sizes[1]} (α = 1)",
            side=0.8,
        )


def fade_slider(generator, n: int = 8, seed: int = 0, width: int = 520) -> FadeSlider:
    """Slide α from 0, the old network with its images enlarged, to 1, the new block alone (chapter 28).

    Both paths are computed in one call, and blended here: the α of the network is not touched, even while it trains.

    Parameters
    ----------
    generator : keras.Model, Sampler or game
        In the middle of its growth, as `models.progressive.grown` makes it: it ends in the layer that `models.progressive.fade` finds. Of a
        game, the network that it shows.
    n : int
        How many latents are shown, up to 64.
    seed : int
        Of the first ones.
    width : int
        About how many pixels wide the picture is.

    Returns
    -------
    FadeSlider

    Raises
    ------
    ValueError
        If nothing fades in the network, or its last layer is another; if a number is out of range.
    """
    return FadeSlider(generator, n, seed, width)


def _both_paths(network) -> tuple[keras.Model, models.growing_blocks.FadeIn]:
    """A network that makes the images of both paths, one behind the other along the channels; and the layer in which they meet."""
    layer = models.progressive.fade(network)
    if layer is None:
        raise ValueError(
            f"No block of {network.name!r} fades in; give a generator that was just grown (models.progressive.grown), or a game before "
            "its fade is settled."
        )
    if network.outputs[0] is not layer.output:
        raise ValueError(
            f"In {network.name!r} other layers come after {layer.name!r}; a generator that ends in it is expected."
        )
    return keras.Model(network.inputs, keras.layers.Concatenate()(layer.input), name="both_paths"), layer
