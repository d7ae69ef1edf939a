"""One generated point to move about: how hard G's loss pulls at it with each of two discriminators, and where it ends if it is let go."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons import backend, numeric, plots
from gan_lessons.plots.canvas import DENSITY, Canvas
from gan_lessons.plots.style import pixel_font
from gan_lessons.widgets.base import DrawnBeside, Latest
from gan_lessons.widgets.parts import button
from gan_lessons.widgets.pointer import Pointer

import ipywidgets as ipw
import keras
import numpy as np
from keras import ops
from PIL import ImageDraw

BOX = (-3.5, 9.5, -6.5, 6.5)
MOVES, RATE = 200, 0.05
_GRID, _SIZE, _GAP, _FRAMES = 48, 330, 10, 10
_LONGEST = 4.0  # arrow


class PulledPoint(DrawnBeside):
    """See `pulled_point`.

    Attributes
    ----------
    paths : list of ndarray (k, 2)
        The way of the point with each loss so far; only its place before it is let go.
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn : int
        How many pictures were drawn.
    """

    def __init__(self, discriminators, losses, real, fake, at=(6.0, 3.0)):
        self._losses = dict(losses)
        wrong = [name for name, networks in discriminators.items() if set(networks) != set(self._losses)]
        if len(self._losses) != 2 or not discriminators or wrong:
            raise ValueError(
                f"discriminators {list(discriminators)} and losses {list(self._losses)} were given"
                + (f", and {wrong[0]!r} has not one network for each loss" if wrong else "")
                + "; give two losses, and for each of them a network under each name."
            )
        self._real, self._fake = (numeric.array(n, x, ndim=2) for n, x in (("real", real), ("fake", fake)))
        x, y = (numeric.real("at", v, least=low, most=high) for v, low, high in zip(at, BOX[::2], BOX[1::2], strict=True))  # fmt: skip
        self._games = {
            name: [self._game(networks[loss], pair) for loss, pair in self._losses.items()]
            for name, networks in discriminators.items()
        }
        self.drawn, self._asked = 0, 0
        self._latest = Latest(self._work, self._show_error)
        wide = 2 * _SIZE + _GAP
        self._pad = Pointer((_SIZE, wide), (wide, _SIZE), self._touched)
        self._which = ipw.Dropdown(options=list(self._games), description="D", layout={"width": "auto"})
        self._at = [
            ipw.FloatSlider(value, min=low, max=high, step=0.1, description=name, layout={"width": "auto"})
            for name, value, low, high in (("across", x, *BOX[:2]), ("up", y, *BOX[2:]))
        ]
        self.status = ipw.HTML()
        names = ("which", "across", "up", "status")
        for name, control in zip(names, (self._which, *self._at, self.status), strict=True):
            control.add_class(f"gl-{name}")
        go = button("go", "Let it go", "play", f"{MOVES} moves down G's loss, D fixed", self.let_go)
        side = [self._which, *self._at, ipw.HBox([go]), self.status]
        layout = {"flex": "0 1 380px", "min_width": "280px", "grid_gap": "4px"}
        super().__init__([self._pad, ipw.VBox(side, layout=layout)], "gl-pulled-point")
        self._place()
        for control in (self._which, *self._at):
            control.observe(self._place, "value")

    @staticmethod
    def _game(network, pair):
        """G's loss as a network of the point, and how "real" D finds each place of the map."""
        places = Canvas(BOX, _SIZE).places(_GRID)
        ground = ops.convert_to_numpy(network(places))[:, 0] - pair.boundary
        return network, keras.Model(network.inputs, pair.generator(network.outputs[0])), ground

    def pull(self, i: int, point) -> np.ndarray:
        """Minus the slope of G's loss at a point (2,), with the discriminator of loss `i`, 0 or 1."""
        x = ops.convert_to_tensor(np.asarray(point, np.float32)[None])
        return -ops.convert_to_numpy(backend.input_gradient(self._games[self._which.value][i][1], x))[0]

    def let_go(self) -> None:
        """Move the point down each loss, beside the running code."""
        self._asked += 1
        self._latest.put(self._asked)

    def settle(self, timeout: float = 60) -> None:
        super().settle(timeout)

    def _touched(self, press, pieces):
        row, column = pieces[-1][-1]
        column %= _SIZE + _GAP
        if column < _SIZE:
            left, right, low, high = BOX
            self._moving = True
            self._at[0].value = left + (column + 0.5) / _SIZE * (right - left)
            self._moving = False
            self._at[1].value = high - (row + 0.5) / _SIZE * (high - low)
            self._place()

    _moving = False

    def _place(self, change=None):
        if not self._moving:
            self._asked += 1
            start = np.array([slider.value for slider in self._at])
            self.paths = [start[None], start[None]]
            self._draw()

    def _work(self, asked):
        paths = [[path[0]] for path in self.paths]
        for move in range(1, MOVES + 1):
            for i, path in enumerate(paths):
                path.append(path[-1] + RATE * self.pull(i, path[-1]))
            if move % (MOVES // _FRAMES) == 0:
                if asked != self._asked:
                    return  # it was moved by hand
                self.paths = [np.array(path) for path in paths]
                self._draw()

    def nearest(self, point) -> float:
        """The distance of the nearest real point."""
        return float(np.linalg.norm(self._real - point, axis=1).min())

    def _draw(self):
        panels, rows = [], []
        for i, (loss, path) in enumerate(zip(self._losses, self.paths, strict=True)):
            network, _, ground = self._games[self._which.value][i]
            pull = self.pull(i, path[-1])
            says = float(ops.convert_to_numpy(network(path[-1:].astype(np.float32)))[0, 0])
            length = float(np.linalg.norm(pull))
            panels.append(self._panel(loss, ground, path, pull * min(1.0, _LONGEST / max(length, 1e-9))))
            rows.append(f"<b>{loss}</b>: D says {says:.2f}; pull {length:.3f}; nearest real point {self.nearest(path[-1]):.2f} away")  # fmt: skip
        gap = np.full((DENSITY * _SIZE, DENSITY * _GAP, 3), 255, np.uint8)
        self.array = np.concatenate([panels[0], gap, panels[1]], axis=1)
        self._pad.show(self.array)
        self.drawn += 1
        moves = len(self.paths[0]) - 1
        self.status.value = f'<div data-drawn="{self.drawn}" style="line-height: 1.5">After {moves} moves:<br>{"<br>".join(rows)}</div>'

    def _panel(self, name, ground, path, arrow):
        canvas = Canvas(BOX, _SIZE)
        canvas.surface(np.clip(5 * ground, -1.5, 1.5))
        canvas.dots(self._real[:200], plots.REAL, 1.6)
        canvas.dots(self._fake[:200], plots.GENERATED, 1.6)
        if len(path) > 1:
            canvas.line(path, plots.INK, 1.5)
            canvas.dots(path[:1], "#7A7A7A", 3.0, "diamond")
        canvas.arrows(path[-1:], arrow[None])
        canvas.dots(path[-1:], plots.GENERATED, 5.0, "diamond")
        halo = {"stroke_width": 2 * DENSITY, "stroke_fill": "white"}
        at, font = (8 * DENSITY, 14 * DENSITY), pixel_font(13 * DENSITY)
        ImageDraw.Draw(canvas.image).text(at, name, plots.INK, font, "lm", **halo)
        return canvas.array

    def still(self) -> plots.Picture:
        """The picture that is shown, as a figure."""
        picture = plots.Picture(figsize=(7.6, 4.1))
        axes = picture.subplots()
        axes.imshow(self.array, interpolation="antialiased")
        axes.set_axis_off()
        plots.style.heading(picture, f"One generated point, and how two losses pull at it (D: {self._which.value})")  # fmt: skip
        return picture


def pulled_point(
    discriminators: Mapping[str, Mapping[str, keras.Model]],
    losses: Mapping,
    real: np.ndarray,
    fake: np.ndarray,
    at: tuple[float, float] = (6.0, 3.0),
) -> PulledPoint:
    """Move a generated point by hand, see how hard each loss pulls at it, and let it go (chapter 15).

    Arrows are as long as the pull, up to a length of 4.

    Parameters
    ----------
    discriminators : mapping of name to mapping of loss to keras.Model
        For each name, and each of two losses, a network of points (2,) that ends in one number.
    losses : mapping of loss to training.losses.Loss
        In the order of the pictures.
    real, fake : array-like (n, 2)
        What the networks were trained on.
    at : (float, float)
        Where the point is at first: from -3.5 to 9.5 across, from -6.5 to 6.5 up.

    Returns
    -------
    PulledPoint
        `find("across")`, `find("up")`, `find("which")` and `find("go")` are its controls.

    Raises
    ------
    ValueError
        If there are not two losses, a network is missing, or `at` is out of range.
    """
    return PulledPoint(discriminators, losses, real, fake, at)
