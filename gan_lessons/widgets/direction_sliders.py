"""Sliders along directions of a generator's latent space: what `latent_sliders`, `attribute_sliders` and `style_sliders` share."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence

from gan_lessons import latent, plots
from gan_lessons.widgets import parts
from gan_lessons.widgets.base import DrawnBeside, Latest, framed, sides

import ipywidgets as ipw
import numpy as np

_WALK_STEPS = 60


class DirectionSliders(DrawnBeside):
    """One slider for each direction: it shows where the point lies along it, and moves the point along it alone.

    What draws is a generator as a function of latents: `Sampler.of_latents`. Where points are no normal draws, a subclass says how they are
    drawn (`_random_point`), joined (`_between`) and described (`_where`), and how far they spread along the directions.

    Attributes
    ----------
    z : ndarray (latent_dim,), float32
        The point that is shown. Assign to it to show another.
    array : ndarray (h, w) or (h, w, 3), uint8
        The picture that is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(
        self,
        draw: Callable,
        bases: Mapping[str, np.ndarray],
        names: Mapping[str, Sequence[str]],
        tooltips: Sequence[str],
        seed: int,
        width: int,
        css_class: str,
        reach: float = 3.0,
        beside: Sequence[ipw.Widget] = (),
        more: Sequence[ipw.Widget] = (),
        spreads: Mapping[str, np.ndarray] | None = None,
    ):
        self._d, self._run, self._seed = draw.latent_dim, draw, seed
        self._bases = dict(bases)  # name to unit vectors (k, d)
        self._names = {base: list(some) for base, some in names.items()}
        # What a slider's 1 is: the standard deviation of random points along the direction.
        self._spreads = spreads or {base: np.ones(len(some), np.float32) for base, some in names.items()}
        self._random = np.random.default_rng(seed)
        self._start, self._end = self._random_point(), None
        self._z = self._home = self._start  # home: the point from which sliders and walks set out
        self._by_hand = True  # False while this class moves its own controls
        self._told: dict[ipw.FloatSlider, float] = {}  # sliders that this class moved last, and where to
        self.drawn, self.milliseconds = 0, 0.0
        self._latest = Latest(self._draw, self._show_error)

        h, w = sides(draw)
        self._scale = max(1, round(width / w))
        self._reach = float(reach)
        self.image = ipw.Image(
            format="png",
            **framed(w * self._scale, h * self._scale),
        )
        self.status = ipw.HTML()
        self._basis = ipw.ToggleButtons(
            options=list(self._bases),
            tooltips=list(tooltips),
            style={"button_width": "auto"},
        )
        self._sliders = {
            base: [self._slider(name.replace("_", " ")) for name in names[base]] for base in self._bases
        }
        self._slider_box = ipw.VBox()
        self._buttons = {
            name: parts.button(name, text, icon, tooltip, act)
            for name, text, icon, tooltip, act in (
                ("randomise", "Randomise", "random", "a new random point", self.randomise),
                ("reset", "Reset", "undo", "back to the first point", self.reset),
                ("zero", self._origin[0], "circle-o", self._origin[1], self.zero),
            )
        }
        self._play, self._walk, walk = parts.walk(_WALK_STEPS)
        for widget, name in ((self.image, "image"), (self.status, "status"), (self._basis, "basis")):
            widget.add_class(f"gl-{name}")
        super().__init__(
            [
                ipw.VBox([self.image, self.status], layout={"flex": "none", "overflow": "visible"}),
                ipw.VBox(
                    [self._basis, self._slider_box, *more, ipw.HBox([*self._buttons.values()]), walk],
                    layout={"flex": "0 1 420px", "min_width": "300px", "grid_gap": "8px"},
                ),
                *beside,
            ],
            css_class,
        )
        self._show_sliders()
        self._draw(self._z)  # here, so that a generator that cannot be shown says so at once
        self._basis.observe(self._show_sliders, "value")
        self._walk.observe(self._walked, "value")
        for name, sliders in self._sliders.items():
            for i, slider in enumerate(sliders):
                slider.observe(lambda change, name=name, i=i: self._slid(name, i, change["new"]), "value")

    def _slider(self, description):
        slider = ipw.FloatSlider(
            min=-self._reach,
            max=self._reach,
            step=0.1,  # what screen readers are told has one decimal
            description=description,
            readout_format="+.2f",
            layout={"width": "auto"},
        )
        slider.add_class(slider_class(description))
        return slider

    # ---- the point, and what moves it -----------------------------------------------------------------------------

    @property
    def z(self) -> np.ndarray:
        return self._z.copy()

    @z.setter
    def z(self, value: np.ndarray) -> None:
        value = np.asarray(value, np.float32)
        if value.shape != (self._d,):
            raise ValueError(f"z has shape {value.shape}; expected ({self._d},).")
        self._begin_at(value)

    def randomise(self) -> None:
        """Go to a new random point."""
        self._begin_at(self._random_point())

    def reset(self) -> None:
        """Go back to the first point; the random points after it come again too."""
        self._random = np.random.default_rng(self._seed)
        self.randomise()

    def zero(self) -> None:
        """Go to the origin."""
        self._begin_at(np.zeros(self._d, np.float32))

    def _begin_at(self, z):
        """Show `z`, and let the next walk start there."""
        self._start, self._end = z, None
        self._home = z
        self._set(self._walk, 0)
        self._go_to(z)
        self._follow()

    def _go_to(self, z):
        self._z = z
        self._latest.put(z)

    def _slid(self, basis, i, value):
        slider = self._sliders[basis][i]
        # The page rounds what it is told to whole steps and sends that back: no reader moved anything.
        rounded = slider in self._told and abs(value - self._told[slider]) <= slider.step / 2 + 1e-6
        if self._by_hand and not rounded:
            self._told.pop(slider, None)
            direction = self._bases[basis][i]
            z = self._z + (value * self._spreads[basis][i] - self._z @ direction) * direction
            self._start, self._end = z, None
            self._set(self._walk, 0)
            self._go_to(z)
            self._follow(but=i)

    def _walked(self, change):
        if not self._by_hand:
            return
        if self._end is None:
            self._end = self._random_point()
        elif (
            self._play.playing and change["new"] < change["old"]
        ):  # round again, even if the page skipped values
            self._start, self._end = self._end, self._random_point()
        self._go_to(self._between(self._start, self._end, change["new"] / _WALK_STEPS))
        self._follow()

    def _show_sliders(self, change=None):
        self._slider_box.children = self._sliders[self._basis.value]
        self._follow()

    def _follow(self, but: int | None = None):
        """Let the visible sliders say where the point is. Not the one in the reader's hand: it would be pulled away."""
        name = self._basis.value
        values = self._bases[name] @ self._z / self._spreads[name]
        for i, (slider, value) in enumerate(zip(self._sliders[name], values, strict=True)):
            if i != but:
                self._set(slider, round(float(value), 2))
                self._told[slider] = slider.value

    def _set(self, widget, value):
        self._by_hand = False
        try:
            widget.value = value
        finally:
            self._by_hand = True

    # ---- where points lie -----------------------------------------------------------------------------------------

    _origin = ("Zero", "the origin: all numbers 0")

    def _random_point(self) -> np.ndarray:
        return latent.sample(1, self._d, self._random)[0]

    def _between(self, a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
        return latent.slerp(a, b, t)

    def _where(self, z: np.ndarray) -> str:
        return (
            f"length of z: <b>{np.linalg.norm(z):.1f}</b> (nearly all draws: {parts.typical_words(self._d)})"
        )

    # ---- the picture ----------------------------------------------------------------------------------------------

    def _draw(self, z):
        begin = time.perf_counter()
        image = plots.to_uint8(self._run(z[None]))
        self.array = plots.grid_image(image, scale=self._scale)
        self.image.value = plots.png(self.array)
        self._tell(z, image)
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        self.drawn += 1
        # After the image: who sees this text sees the image that it belongs to.
        self.status.value = (
            f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{self._where(z)}<br>'
            f"drawn in {self.milliseconds:.0f} ms</div>"
        )

    def _tell(self, z: np.ndarray, image: np.ndarray) -> None:
        """What else there is to say about the point that was drawn and its picture (1, h, w, c), uint8."""

    _still_title = "One point; in each row one slider goes from {low} to {high}, and the others stay"

    def still(self) -> plots.Picture:
        """What each direction does to the point that is shown, as a figure."""
        at = np.linspace(-self._reach, self._reach, 7, dtype=np.float32)
        basis, spread = self._bases[self._basis.value], self._spreads[self._basis.value]
        z = self._z + (spread[:, None] * at - (basis @ self._z)[:, None])[..., None] * basis[:, None, :]
        images = plots.to_uint8(latent.pictures(self._run, z.reshape(-1, self._d)))
        columns = [f"{a:+.3g}" if a else "0" for a in at]
        return plots.strip(
            images.reshape(len(basis), len(at), *images.shape[1:]),
            [slider.description for slider in self._sliders[self._basis.value]],
            title=self._still_title.format(low=columns[0], high=columns[-1]),
            columns=columns,
            rows=len(basis),
        )


def slider_class(description: str) -> str:
    """The `gl-…` class of the slider with this description."""
    return "gl-" + re.sub("[^A-Za-z0-9]+", "-", re.sub(r"[\[\]]", "", description)).strip("-")
