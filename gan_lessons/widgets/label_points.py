"""Points to give labels to, and two borders: of a classifier that has the labels alone, and of one that sees all points."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gan_lessons import numeric, plots
from gan_lessons.plots.canvas import DENSITY, Canvas
from gan_lessons.plots.style import pixel_font
from gan_lessons.widgets.base import DrawnBeside, Latest
from gan_lessons.widgets.label_game import BOX, GRID, MOST, Game
from gan_lessons.widgets.parts import button
from gan_lessons.widgets.pointer import Pointer

import ipywidgets as ipw
import numpy as np
from PIL import ImageDraw

SHOWN = 600  # points that can be given a label
GOAL = 0.99
NAMES = "labels alone", "with all points"
_MARKS = (plots.GENERATED, "diamond"), (plots.REAL, "disc")  # of class 0 and 1
_SIZE, _GAP = 330, 10  # CSS pixels


class LabelPoints(DrawnBeside):
    """See `label_points`.

    Attributes
    ----------
    labels : dict of int to int
        The class that was given, by the number of the point; the last one last.
    right : list of float or None
        The share of new points that each of the two classifies correctly; None before training.
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn, update : int
        How many pictures were drawn, and how many updates with all points these labels have had.
    """

    def __init__(self, networks, points, new_points, new_classes, alone=200, steps=2000, rate=3e-3, seed=0):
        self._points, self._new = (
            numeric.array(name, x, ndim=2).astype(np.float32)
            for name, x in {"points": points, "new_points": new_points}.items()
        )
        self._classes = numeric.array("new_classes", new_classes, ndim=1)
        if self._points.shape[1] != 2 or not len(self._points) or self._new.shape != (len(self._classes), 2):
            raise ValueError(
                f"points have shape {self._points.shape}, new_points {self._new.shape}, new_classes {self._classes.shape}; "
                "(n, 2), (m, 2) and (m,) are expected."
            )
        self._updates = numeric.whole("alone", alone), numeric.whole("steps", steps)
        self._seed = numeric.whole("seed", seed, 0, 2**31 - 1)
        self._game = Game(networks, self._seed, numeric.real("rate", rate, least=0.0))
        self.labels: dict[int, int] = {}
        self.drawn, self._asked, self._press, self._aiming = 0, 0, None, False
        self._fewest: list[int | None] = [None, None]
        self._training, self._drawing = threading.RLock(), threading.RLock()
        self._latest = Latest(self._train, self._show_error)
        wide = 2 * _SIZE + _GAP
        self._pad = Pointer((_SIZE, wide), (wide, _SIZE), self._touched)
        self._class = ipw.ToggleButtons(
            options=[("class 0 ◆", 0), ("class 1 ●", 1)], description="label", style={"button_width": "92px"}
        )
        self._aim = [
            ipw.FloatSlider(0, min=low, max=high, step=0.05, description=name, layout={"width": "auto"})
            for name, low, high in (("across", *BOX[:2]), ("up", *BOX[2:]))
        ]
        self.status = ipw.HTML()
        names = ("class", "across", "up", "status")
        for name, control in zip(names, (self._class, *self._aim, self.status), strict=True):
            control.add_class(f"gl-{name}")
        undo = button("undo", "Undo", "undo", "take the last label back", self.undo)
        clear = button("clear", "Clear", "refresh", "take all labels back", self.clear)
        here = button("here", "Label the ringed point", "tag", "with the chosen class", self._by_keys)
        keys = ipw.Label("With the keyboard:")
        controls = [self._class, ipw.HBox([undo, clear]), self.status, keys, *self._aim, ipw.HBox([here])]
        side = ipw.VBox(controls, layout={"flex": "0 1 380px", "min_width": "280px", "grid_gap": "4px"})
        super().__init__([self._pad, side], "gl-label-points")
        for slider in self._aim:
            slider.observe(self._aimed, "value")
        self._changed()

    def nearest(self, x: float, y: float) -> int:
        """The number of the shown point that is nearest to this place."""
        return int(((self._points[:SHOWN] - [x, y]) ** 2).sum(axis=1).argmin())

    def label(self, point: int, k: int) -> None:
        """Say that this point is of class `k`. As soon as both classes have a label, training begins, beside the running code."""
        point = numeric.whole("point", point, 0, min(SHOWN, len(self._points)) - 1)
        k = numeric.whole("k", k, 0, 1)
        self.labels.pop(point, None)
        if len(self.labels) == MOST:
            raise ValueError(f"{MOST} points have labels; more are not taken here.")
        self.labels[point] = k
        self._changed()

    def undo(self) -> None:
        """Take the last label back."""
        self.labels.popitem() if self.labels else None
        self._changed()

    def clear(self) -> None:
        """Take all labels back."""
        self.labels.clear()
        self._changed()

    def tried(self, places, classes, seed: int = 0) -> tuple[float, float]:
        """What labels at the points nearest to `places` (k, 2) are worth to each of the two, from the weights of a seed.

        It trains in the running code; what is shown stays.
        """
        rows = [self.nearest(*place) for place in numeric.array("places", places, ndim=2)]
        with self._training:
            shares = {i: self._share() for i, _ in self._frames(rows, classes, seed)}
        return shares[0], shares[1]

    def settle(self, timeout: float = 60) -> None:
        super().settle(timeout)

    # ---- the hand --------------------------------------------------------------------------------------------------

    def _touched(self, press, pieces):
        row, column = pieces[0][0]
        column %= _SIZE + _GAP
        if press != self._press and column < _SIZE and len(self.labels) < MOST:  # a drag is one press
            left, right, low, high = BOX
            x, y = (column + 0.5) / _SIZE, (row + 0.5) / _SIZE
            self.label(self.nearest(left + x * (right - left), high - y * (high - low)), self._class.value)
        self._press = press

    def _aimed(self, change):
        self._aiming = True
        self._draw()

    def _by_keys(self):
        if len(self.labels) < MOST:
            self.label(self.nearest(*(slider.value for slider in self._aim)), self._class.value)

    # ---- training --------------------------------------------------------------------------------------------------

    def _frames(self, rows, classes, seed):
        return self._game.frames(
            seed, self._points, self._points[rows], np.asarray(classes, np.int32), *self._updates
        )

    def _share(self) -> float:
        return float(((self._game.towards_1(self._new) > 0) == self._classes).mean())

    def _changed(self):
        with self._drawing:
            self._asked += 1
            self.update, self.right, self._maps = 0, [None, None], [None, None]
            self._draw()
        if len(set(self.labels.values())) == 2:
            self._latest.put((self._asked, dict(self.labels)))

    def _train(self, asked):
        number, labels = asked
        with self._training:
            for i, update in self._frames(list(labels), list(labels.values()), self._seed):
                ground, share = self._game.towards_1(Canvas(BOX, _SIZE).places(GRID)), self._share()
                with self._drawing:
                    if number != self._asked:
                        return  # there are other labels now
                    self._maps[i], self.right[i], self.update = ground, share, i * update
                    if update == self._updates[i] and share >= GOAL:
                        self._fewest[i] = min(len(labels), self._fewest[i] or MOST)
                    self._draw()

    # ---- the picture -----------------------------------------------------------------------------------------------

    def _draw(self):
        with self._drawing:
            gap = np.full((DENSITY * _SIZE, DENSITY * _GAP, 3), 255, np.uint8)
            left, right = (self._panel(*each) for each in zip(NAMES, self._maps, strict=True))
            self.array = np.concatenate([left, gap, right], axis=1)
            self._pad.show(self.array)
            self.drawn += 1
            # After the picture: who sees this text sees the picture that it belongs to.
            self.status.value = (
                f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{self._words()}</div>'
            )

    def _panel(self, name, ground):
        canvas = Canvas(BOX, _SIZE)
        if ground is not None:
            canvas.surface(np.clip(ground, -1.5, 1.5))  # pale, so that labelled points stand out
        canvas.dots(self._points[:SHOWN], "#7A7A7A", 1.4)
        for row, k in self.labels.items():
            colour, shape = _MARKS[k]
            canvas.dots(self._points[[row]], colour, 5.5, shape)
        if self._aiming:
            ring = np.linspace(0, 2 * np.pi, 40)
            ring = 0.09 * np.stack([np.cos(ring), 0.675 * np.sin(ring)], axis=1)
            canvas.line(self._points[self.nearest(*(s.value for s in self._aim))] + ring, plots.INK, 2.0)
        halo = {"stroke_width": 2 * DENSITY, "stroke_fill": "white"}
        at, font = (8 * DENSITY, 14 * DENSITY), pixel_font(13 * DENSITY)
        ImageDraw.Draw(canvas.image).text(at, name, plots.INK, font, "lm", **halo)
        return canvas.array

    def _words(self):
        n = len(self.labels)
        if len(set(self.labels.values())) < 2:
            return (
                f"{n} label{'s' * (n != 1)}. Choose a class and click a point of it; both classes need one."
            )
        alone, both = ("…" if share is None else f"<b>{share:.1%}</b>" for share in self.right)
        fewest = [best or "none yet" for best in self._fewest]
        return (
            f"{n} labels, {self.update:,} of {self._updates[1]:,} updates with all points.<br>Right on {len(self._new):,} new points: "
            f"labels alone {alone}, with all points {both}.<br>Fewest labels with {GOAL:.0%}: alone {fewest[0]}, with all points {fewest[1]}."
        )

    def still(self) -> plots.Picture:
        """The picture that is shown, as a figure."""
        picture = plots.Picture(figsize=(7.6, 4.1))
        axes = picture.subplots()
        axes.imshow(self.array, interpolation="antialiased")
        axes.set_axis_off()
        known = [f"{name} {share:.0%}" for name, share in zip(NAMES, self.right, strict=True) if share]
        said = f"right on new points: {', '.join(known)}" if known else "click one to give it a class"
        plots.style.heading(picture, f"{len(self.labels)} points have a label; {said}")
        return picture


def label_points(
    networks: Callable,
    points: np.ndarray,
    new_points: np.ndarray,
    new_classes: np.ndarray,
    alone: int = 200,
    steps: int = 2000,
    rate: float = 3e-3,
    seed: int = 0,
) -> LabelPoints:
    """Give labels to points of the plane, and watch two borders: of the labels alone, and of a semi-supervised GAN (chapter 20).

    Parameters
    ----------
    networks : callable
        `networks(seed) -> (generator, discriminator)`, as `training.SemiSupervisedGAN` takes them, for points and two classes. The generator
        never learns.
    points : array-like (n, 2)
        Between -2 and 2 across, and between -1.35 and 1.35 up. The first 600 can be given a label.
    new_points, new_classes : array-like (m, 2), (m,)
        What both are judged by.
    alone, steps : int
        Updates with the labels alone, and with all points.
    rate : float
        Adam's learning rate, for both.
    seed : int
        Of the first weights, and of all that is drawn.

    Returns
    -------
    LabelPoints
        `find("class")`, `find("across")`, `find("up")` and `find("here")` label a point by hand.

    Raises
    ------
    ValueError
        If shapes or numbers do not fit, or there are not two classes.
    """
    return LabelPoints(networks, points, new_points, new_classes, alone, steps, rate, seed)
