"""Controls to play with in a notebook.

Pictures are `ipywidgets.Image`s made with NumPy and Pillow, a few milliseconds from a moved slider to a new PNG.
Every control can be reached and moved with the keyboard, and carries a class `gl-…` by which tests find it. Beside
each widget stands an `image/png`, so that a page without a kernel shows a picture.
"""

from __future__ import annotations

import base64
import html
import math
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gan_lessons import backend, latent, plots
from gan_lessons import questions as _questions

import ipywidgets as ipw
import numpy as np

_WALK_STEPS = 60


class _WithPicture(ipw.Box):
    """Columns that stand beside each other where there is room, and a still picture for pages without a kernel."""

    def __init__(self, columns: Sequence[ipw.Widget], css_class: str):
        super().__init__(
            columns, layout={"flex_flow": "row wrap", "align_items": "flex-start", "grid_gap": "8px 28px"}
        )
        self.add_class(css_class)

    def find(self, name: str) -> ipw.Widget:
        """The control of class `gl-…` with this name ("direction-1", "walk"), for code that plays with it."""
        todo: list = [self]
        while todo:
            widget = todo.pop()
            if f"gl-{name}" in getattr(widget, "_dom_classes", ()):
                return widget
            todo += getattr(widget, "children", ())
        raise KeyError(f"there is no control named {name!r} here.")

    def still(self) -> plots.Picture:
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.still()._repr_png_()
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        bundle |= {"image/png": base64.b64encode(data).decode(), "text/plain": metadata["alt"]}
        return bundle, {"image/png": metadata}


class _Latest:
    """Hands values to a function in a thread of its own; of those that come while it works, only the last counts.

    The kernel's own thread stays free to receive messages, so a backlog of slider events is drained while one
    picture is computed, and the next picture shows the newest values.

    Parameters
    ----------
    work : callable
        Called with one value at a time.
    failed : callable
        Called with the exception if `work` raises one: nobody sees an exception in a thread.
    """

    def __init__(self, work: Callable, failed: Callable[[Exception], None]):
        self._work, self._failed = work, failed
        self._changed = threading.Condition()
        self._waiting: list = []  # at most one value
        self._running = False
        self.error: Exception | None = None

    def put(self, value) -> None:
        with self._changed:
            self._waiting = [value]
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._running = False
                    self._changed.notify_all()
                    return
                value = self._waiting.pop()
            try:
                self._work(value)
                self.error = None
            except Exception as error:
                self.error = error
                self._failed(error)

    def settle(self, timeout: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: not self._running, timeout):
                raise TimeoutError(f"still drawing after {timeout} seconds.")
        if self.error:
            raise self.error


class LatentSliders(_WithPicture):
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
        self._latest = _Latest(self._draw, self._show_error)

        h, w = generator.output_shape[1:3]
        self._scale = max(1, round(width / w))
        self.image = ipw.Image(
            format="png",
            **_framed(w * self._scale, h * self._scale),
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

    def _show_error(self, error):
        self.drawn += 1
        self.status.value = (
            f'<b data-drawn="{self.drawn}" style="color: var(--jp-error-color1, #B00020)">'
            f"{html.escape(type(error).__name__)}: {html.escape(str(error))}</b>"
        )

    def settle(self, timeout: float = 10) -> None:
        """Wait until the picture shows the newest values; pictures are drawn beside the running code.

        Raises
        ------
        TimeoutError
            If that takes longer than `timeout` seconds.
        Exception
            What went wrong while drawing, if anything did.
        """
        self._latest.settle(timeout)

    def still(self) -> plots.Picture:
        """What each direction does to the point that is shown, as a figure."""
        at = np.linspace(-3, 3, 7, dtype=np.float32)
        basis = self._bases[self._basis.value]
        z = self._z + (at[None, :, None] - (basis @ self._z)[:, None, None]) * basis[:, None, :]
        images = plots.to_uint8(latent.pictures(self._run, z.reshape(-1, self._d)))
        return plots.strip(
            images.reshape(len(basis), len(at), *images.shape[1:]),
            [slider.description for slider in self._sliders[self._basis.value]],
            title=f"One point, moved along {len(basis)} {self._basis.value}",
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


class Gallery(_WithPicture):
    """See `gallery`."""

    def __init__(self, snapshots, steps, scores=None, score_name="score", width=420):
        if (
            len(snapshots) == 0
            or len(snapshots) != len(steps)
            or (scores is not None and len(scores) != len(steps))
        ):
            raise ValueError(
                f"{len(snapshots)} snapshots, {len(steps)} steps and {'no' if scores is None else len(scores)} scores; "
                "give one step (and one score, if any) for each snapshot, and at least one snapshot."
            )
        self.snapshots = [plots.to_uint8(images) for images in snapshots]
        self.steps = [int(step) for step in steps]
        self.scores = None if scores is None else [float(score) for score in scores]
        self.score_name = score_name
        self._cols = math.ceil(math.sqrt(len(self.snapshots[-1])))
        pixels = plots.grid_image(self.snapshots[-1], cols=self._cols).shape
        self._scale = max(1, round(width / pixels[1]))
        self.image = ipw.Image(
            format="png",
            **_framed(pixels[1] * self._scale, pixels[0] * self._scale),
        )
        self._chooser = ipw.SelectionSlider(
            options=[(f"{step:,}", i) for i, step in enumerate(self.steps)],
            description="after step",
            layout={"width": "auto", "min_width": "300px"},
        )
        self.status = ipw.HTML()
        for widget, name in ((self.image, "image"), (self._chooser, "checkpoint"), (self.status, "status")):
            widget.add_class(f"gl-{name}")
        super().__init__(
            [
                self.image,
                ipw.VBox([self._chooser, self.status], layout={"flex": "0 1 380px", "grid_gap": "8px"}),
            ],
            "gl-gallery",
        )
        self._chooser.observe(self._choose, "value")
        self._choose()

    @property
    def step(self) -> int:
        """The step of the checkpoint that is shown. Assign one of `steps` to show another."""
        return self.steps[self._chooser.value]

    @step.setter
    def step(self, step: int) -> None:
        if step not in self.steps:
            raise ValueError(f"there is no checkpoint of step {step}; there are {self.steps}.")
        self._chooser.value = self.steps.index(step)

    def _choose(self, change=None):
        i = self._chooser.value
        self.array = plots.grid_image(self.snapshots[i], cols=self._cols, scale=self._scale)
        self.image.value = plots.png(self.array)
        self.status.value = f'<div data-drawn="{i}" style="line-height: 1.5">{self._words(i)}</div>'

    def _words(self, i):
        if self.scores is None:
            return f"checkpoint {i + 1} of {len(self.steps)}"
        return f"{html.escape(self.score_name)}: <b>{self.scores[i]:.3g}</b>{_sparkline(self.scores, i)}"

    def still(self) -> plots.Picture:
        """A few checkpoints beneath each other, as a figure."""
        return plots.strip(
            self.snapshots,
            [f"step {step:,}" for step in self.steps],
            title="The same latent points as training goes on",
        )


def gallery(
    snapshots: Sequence[np.ndarray],
    steps: Sequence[int],
    scores: Sequence[float] | None = None,
    score_name: str = "score",
    width: int = 420,
) -> Gallery:
    """Choose a checkpoint, see what it draws.

    Parameters
    ----------
    snapshots : sequence of arrays (n, h, w, c)
        One for each checkpoint, from the same latent points: `SampleGrid.snapshots`.
    steps : sequence of int
        After which step each was made: `SampleGrid.steps`.
    scores : sequence of float, optional
        One for each, shown beside it and as a curve.
    score_name : str
        What the scores are, with extractor and sample size.
    width : int
        About how many pixels wide the images are together.

    Returns
    -------
    Gallery

    Raises
    ------
    ValueError
        If the lengths differ or there is nothing to show.
    """
    return Gallery(snapshots, steps, scores, score_name, width)


def questions(chapter: str | int | Path) -> _questions.Questions:
    """The self-check questions of a chapter, answers hidden until asked for; see `gan_lessons.questions`."""
    return _questions.load(chapter)


def _framed(width: int, height: int) -> dict:
    """An image at exactly this size, one pixel to a pixel, in the frame of what is generated."""
    border = 3
    layout = {"border": f"{border}px solid {plots.GENERATED}", "margin": "0", "flex": "none"}
    return {"width": width + 2 * border, "height": height + 2 * border, "layout": layout}


def _typical(d: int) -> str:
    # The length of a standard normal vector has mean about √(d - 1/2) and standard deviation about 1/√2.
    middle, spread = math.sqrt(d - 0.5), 2 * math.sqrt(0.5)
    return f"{max(0, middle - spread):.1f} to {middle + spread:.1f}"


def _sparkline(scores: Sequence[float], chosen: int) -> str:
    """The scores as a small curve with the chosen one marked, in SVG."""
    y = np.asarray(scores, float)
    finite = y[np.isfinite(y)]
    low, span = (finite.min(), np.ptp(finite) or 1) if len(finite) else (0, 1)
    points = [
        (10 + 340 * i / max(1, len(y) - 1), 56 - 46 * (v - low) / span) if np.isfinite(v) else None
        for i, v in enumerate(y)
    ]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in filter(None, points))
    mark = (
        ""
        if points[chosen] is None
        else '<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="{}"/>'.format(*points[chosen], plots.GENERATED)
    )
    return (
        '<svg viewBox="0 0 360 66" width="360" style="display:block;max-width:100%" role="img" '
        f'aria-label="score of each checkpoint"><polyline points="{path}" fill="none" stroke="currentColor" '
        f'stroke-width="1.5"/>{mark}</svg>'
    )
