"""Sliders through a generator's latent space."""

from __future__ import annotations

import math
import time

from gan_lessons import backend, latent, plots
from gan_lessons.widgets.base import DrawnBeside, Latest, framed

import ipywidgets as ipw
import numpy as np

_WALK_STEPS = 60


class LatentSliders(DrawnBeside):
    """See `latent_sliders`.

    Attributes
    ----------
    z : ndarray (latent_dim,), float32
        The point that is shown. Assign to it to show another.
    array : ndarray (h, w) or (h, w, 3), uint8
        The picture that is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(self, generator, directions: int = 4, axes: int = 4, seed: int = 0, width: int = 280):
        self._d = generator.input_shape[-1]
        if not 0 <= axes <= self._d or not 1 <= directions <= self._d:
            raise ValueError(
                f"directions is {directions} and axes is {axes}; the latent space has {self._d} dimensions, so at "
                f"most {self._d} of each (at least one direction)."
            )
        self._run = backend.compiled(generator)
        self._generator, self._seed = generator, seed
        self._bases = {
            "principal directions": latent.principal_directions(generator, directions, seed=seed),
            "raw axes": np.eye(self._d, dtype=np.float32)[:axes],
        }
        self._random = np.random.default_rng(seed)
        self._start, self._end = latent.sample(1, self._d, self._random)[0], None
        self._z = self._start
        self._by_hand = True  # False while this class moves its own controls
        self.drawn, self.milliseconds = 0, 0.0
        self._latest = Latest(self._draw, self._show_error)

        h, w = generator.output_shape[1:3]
        self._scale = max(1, round(width / w))
        self.image = ipw.Image(
            format="png",
            **framed(w * self._scale, h * self._scale),
        )
        self.status = ipw.HTML()
        self._basis = ipw.ToggleButtons(
            options=list(self._bases)[: 2 if axes else 1],
            tooltips=["directions along which the image changes most", "single numbers of the latent vector"],
            style={"button_width": "auto"},
        )
        self._sliders = {
            name: [
                self._slider(f"direction {i + 1}" if name != "raw axes" else f"z[{i}]")
                for i in range(len(basis))
            ]
            for name, basis in self._bases.items()
        }
        self._slider_box = ipw.VBox()
        buttons = {
            "randomise": ("Randomise", "random", "a new random point", self.randomise),
            "reset": ("Reset", "undo", "back to the first point", self.reset),
            "zero": ("Zero", "circle-o", "the origin: all numbers 0", self.zero),
        }
        self._buttons = {}
        for name, (text, icon, tooltip, act) in buttons.items():
            button = ipw.Button(description=text, icon=icon, tooltip=tooltip, layout={"width": "auto"})
            button.add_class(f"gl-{name}")
            button.on_click(lambda _, act=act: act())
            self._buttons[name] = button
        self._play = ipw.Play(max=_WALK_STEPS, interval=60, show_repeat=False, repeat=True)
        self._walk = ipw.IntSlider(
            max=_WALK_STEPS, readout=False, layout={"width": "auto", "flex": "1 1 120px"}
        )
        ipw.jslink((self._play, "value"), (self._walk, "value"))
        for widget, name in (
            (self.image, "image"),
            (self.status, "status"),
            (self._basis, "basis"),
            (self._play, "play"),
            (self._walk, "walk"),
        ):
            widget.add_class(f"gl-{name}")
        walk = ipw.HBox(
            [ipw.Label("walk"), self._play, self._walk],
            layout={"align_items": "center"},
        )
        super().__init__(
            [
                ipw.VBox([self.image, self.status], layout={"flex": "none", "overflow": "visible"}),
                ipw.VBox(
                    [self._basis, self._slider_box, ipw.HBox([*self._buttons.values()]), walk],
                    layout={"flex": "0 1 420px", "min_width": "300px", "grid_gap": "8px"},
                ),
            ],
            "gl-latent-sliders",
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
            min=-3,
            max=3,
            step=0.1,  # what screen readers are told has one decimal
            description=description,
            readout_format="+.2f",
            layout={"width": "auto"},
        )
        slider.add_class("gl-" + description.replace("[", "").replace("]", "").replace(" ", "-"))
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
        self._begin_at(latent.sample(1, self._d, self._random)[0])

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
        self._set(self._walk, 0)
        self._go_to(z)
        self._follow()

    def _go_to(self, z):
        self._z = z
        self._latest.put(z)

    def _slid(self, basis, i, value):
        if self._by_hand:
            direction = self._bases[basis][i]
            z = self._z + (value - self._z @ direction) * direction
            self._start, self._end = z, None
            self._set(self._walk, 0)
            self._go_to(z)

    def _walked(self, change):
        if not self._by_hand:
            return
        if self._end is None:
            self._end = latent.sample(1, self._d, self._random)[0]
        elif (
            self._play.playing and change["new"] < change["old"]
        ):  # round again, even if the page skipped values
            self._start, self._end = self._end, latent.sample(1, self._d, self._random)[0]
        self._go_to(latent.slerp(self._start, self._end, change["new"] / _WALK_STEPS))
        self._follow()

    def _show_sliders(self, change=None):
        self._slider_box.children = self._sliders[self._basis.value]
        self._follow()

    def _follow(self):
        """Let the visible sliders say where the point is."""
        name = self._basis.value
        for slider, value in zip(self._sliders[name], self._bases[name] @ self._z, strict=True):
            self._set(slider, round(float(value), 2))

    def _set(self, widget, value):
        self._by_hand = False
        try:
            widget.value = value
        finally:
            self._by_hand = True

    # ---- the picture ----------------------------------------------------------------------------------------------

    def _draw(self, z):
        begin = time.perf_counter()
        self.array = plots.grid_image(plots.to_uint8(self._run(z[None])), scale=self._scale)
        self.image.value = plots.png(self.array)
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        self.drawn += 1
        # After the image: who sees this text sees the image that it belongs to.
        self.status.value = (
            f'<div data-drawn="{self.drawn}" style="line-height: 1.5">length of z: <b>{np.linalg.norm(z):.1f}</b> '
            f"(nearly all draws: {_typical(self._d)})<br>drawn in {self.milliseconds:.0f} ms</div>"
        )

    def still(self) -> plots.Picture:
        """What each direction does to the point that is shown, as a figure."""
        at = np.linspace(-3, 3, 7, dtype=np.float32)
        basis = self._bases[self._basis.value]
        z = self._z + (at[None, :, None] - (basis @ self._z)[:, None, None]) * basis[:, None, :]
        images = plots.to_uint8(latent.pictures(self._run, z.reshape(-1, self._d)))
        return plots.strip(
            images.reshape(len(basis), len(at), *images.shape[1:]),
            [slider.description for slider in self._sliders[self._basis.value]],
            title="One point; in each row one slider goes from -3 to +3, and the others stay",
            columns=[f"{a:+.0f}" if a else "0" for a in at],
            rows=len(basis),
        )


def latent_sliders(
    generator, directions: int = 4, axes: int = 4, seed: int = 0, width: int = 280
) -> LatentSliders:
    """Sliders through a generator's latent space.

    A slider shows where the point lies along a direction, in standard deviations of a random draw; moving it moves
    the point along that direction alone. Buttons go to a new random point, to the first one, and to the origin; a
    walk goes from the point that is shown to another along an arc.

    Parameters
    ----------
    generator : keras.Model
        Latents (n, latent_dim) to images (n, h, w, 1 or 3) in [-1, 1].
    directions : int
        How many principal directions (`latent.principal_directions`).
    axes : int
        How many single numbers of the latent vector; 0 leaves them out.
    seed : int
        Seed of the first point and of those after it.
    width : int
        About how many pixels wide the image is; whole multiples of its own size.

    Returns
    -------
    LatentSliders

    Raises
    ------
    ValueError
        If there are fewer dimensions than asked for, or the generator's output is no image in [-1, 1].
    """
    return LatentSliders(generator, directions, axes, seed, width)


def _typical(d: int) -> str:
    # The length of a standard normal vector has mean about √(d - 1/2) and standard deviation about 1/√2.
    middle, spread = math.sqrt(d - 0.5), 2 * math.sqrt(0.5)
    return f"{max(0, middle - spread):.1f} to {middle + spread:.1f}"
