"""The game V(x, y) = x·y, step by step."""

from __future__ import annotations

import math

from gan_lessons import games, plots
from gan_lessons.widgets.base import DrawnBeside, Latest

import ipywidgets as ipw
import numpy as np

MOST_STEPS = 200
_NAMES = {
    "simultaneous": "both at once (simultaneous)",
    "alternating": "in turn, y first (alternating)",
    "averaged": "in turn; follow the mean of all points",
    "friction": "cure: both at once, with friction",
    "extragradient": "cure: look one step ahead (extragradient)",
    "optimistic": "cure: guess the next slope (optimistic)",
}


class XYGame(DrawnBeside):
    """See `xy_game`.

    Attributes
    ----------
    path : ndarray (step + 1, 2)
        The points that are shown.
    array : ndarray (size, size, 3), uint8
        The picture that is shown.
    drawn : int
        How many pictures were drawn.
    """

    def __init__(self, rule="simultaneous", lr=0.2, start=(1.5, 1.0), step=0, friction=0.5, size=380):
        games.play(rule, start, lr, 0, friction)  # refuses what cannot be played
        low, high = 0.02, 1.0
        if not low <= lr <= high or not 0 <= friction <= 1 or np.abs(start).max() > 2.5:
            raise ValueError(
                f"lr is {lr}, friction {friction} and start {tuple(start)}; the sliders go from {low} to {high}, from 0 "
                "to 1 and from -2.5 to 2.5."
            )
        if isinstance(step, bool) or step not in range(MOST_STEPS + 1):
            raise ValueError(f"step is {step}; the widget shows 0 to {MOST_STEPS} steps.")
        self._size, self.drawn = size, 0
        self._latest = Latest(self._draw, self._show_error)
        frame = {"border": "1px solid #B0B0B0", "margin": "0", "flex": "none"}
        self.image = ipw.Image(format="png", width=size + 2, height=size + 2, layout=frame)
        self.curve = ipw.Image(format="png", width=size + 2, height=152, layout=frame)
        self.status = ipw.HTML()
        self._rule = ipw.Dropdown(
            options=[(_NAMES[name], name) for name in games.RULES],
            value=rule,
            description="they step",
            layout={"width": "auto"},
            style={"description_width": "100px"},
        )
        self._lr = self._slider("learning rate", lr, low, high, 0.02)
        self._friction = self._slider("friction", friction, 0, 1, 0.05)
        self._start = [
            self._slider(f"start {axis}", float(v), -2.5, 2.5, 0.1)
            for axis, v in zip("xy", start, strict=True)
        ]
        self._step = ipw.IntSlider(
            step, 0, MOST_STEPS, description="step", layout={"width": "auto", "flex": "1 1 160px"}
        )
        self._step.style.description_width = "40px"
        self._play = ipw.Play(
            value=step, min=0, max=MOST_STEPS, interval=120, show_repeat=False, repeat=False
        )
        ipw.jslink((self._play, "value"), (self._step, "value"))
        buttons = {}
        for name, text, icon, tooltip, act in (
            ("step", "Step", "step-forward", "one step", lambda _: self._go(1)),
            ("ten", "10 steps", "fast-forward", "ten steps", lambda _: self._go(10)),
            ("reset", "Reset", "undo", "back to the start", lambda _: self._go(-MOST_STEPS)),
        ):
            buttons[name] = ipw.Button(description=text, icon=icon, tooltip=tooltip, layout={"width": "auto"})
            buttons[name].on_click(act)
        named = {
            "image": self.image,
            "distance": self.curve,
            "status": self.status,
            "rule": self._rule,
            "lr": self._lr,
            "friction": self._friction,
            "start-x": self._start[0],
            "start-y": self._start[1],
            "steps": self._step,
            "play": self._play,
        } | {f"{name}-button": button for name, button in buttons.items()}
        for name, control in named.items():
            control.add_class(f"gl-{name}")
        run = ipw.HBox([self._play, self._step], layout={"align_items": "center"})
        controls = [self._rule, self._lr, self._friction, *self._start, ipw.HBox([*buttons.values()]), run]
        super().__init__(
            [
                ipw.VBox([self.image, self.curve], layout={"flex": "none", "grid_gap": "4px"}),
                ipw.VBox(
                    [*controls, self.status],
                    layout={"flex": "0 1 420px", "min_width": "300px", "grid_gap": "6px"},
                ),
            ],
            "gl-xy-game",
        )
        self._draw(self._chosen())  # here, so that what cannot be drawn says so at once
        for control in (self._rule, self._lr, self._friction, *self._start, self._step):
            control.observe(self._changed, "value")
        self._can_rub()

    @staticmethod
    def _slider(description, value, low, high, step):
        return ipw.FloatSlider(
            value,
            min=low,
            max=high,
            step=step,
            description=description,
            readout_format=".2f",
            layout={"width": "auto"},
            style={"description_width": "100px"},
        )

    @property
    def step(self) -> int:
        """How many steps are shown. Assign to it to show more or fewer."""
        return self._step.value

    @step.setter
    def step(self, step: int) -> None:
        if isinstance(step, bool) or step not in range(MOST_STEPS + 1):
            raise ValueError(f"step is {step}; the widget shows 0 to {MOST_STEPS} steps.")
        self._step.value = step

    def _go(self, steps):
        self._step.value = min(MOST_STEPS, max(0, self._step.value + steps))

    def _changed(self, change):
        self._can_rub()
        self._latest.put(self._chosen())

    def _can_rub(self):
        self._friction.disabled = self._rule.value != "friction"

    def _chosen(self):
        start = tuple(slider.value for slider in self._start)
        return self._rule.value, self._lr.value, self._friction.value, start, self._step.value

    def _draw(self, chosen):
        rule, lr, friction, start, step = chosen
        self.path = games.play(rule, start, lr, step, friction)
        circling = games.play("alternating", start, lr, step) if rule == "averaged" else None

        def move(points):
            if rule == "friction":
                return games.friction(points, lr, friction)
            if rule == "extragradient":
                return games.extragradient(points, lr)
            return games.simultaneous(points, lr)

        shown = _corners(self.path) if rule == "alternating" else self.path
        self.array = plots.game_image(shown, move, circling, self._size)
        distances = games.distances(self.path)
        self.curve.value = plots.png(plots.distance_image(distances, self._size))
        self.image.value = plots.png(self.array)
        self.drawn += 1
        # After the pictures: who sees this text sees the pictures that it belongs to.
        words = _sentences(
            rule, lr, friction, start, distances, bool(np.abs(self.path[-1]).max() > plots.game.LIMIT)
        )
        self.status.value = f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{words}</div>'

    def still(self) -> plots.Picture:
        """All rules from the start that is shown, as a figure."""
        _, lr, friction, start, _ = self._chosen()
        paths = {name: games.play(name, start, lr, 80, friction) for name in games.RULES}
        return plots.game_paths(
            paths, f"One game, one start, learning rate {lr:g}: the way of taking turns decides where it ends"
        )


def xy_game(
    rule: str = "simultaneous",
    lr: float = 0.2,
    start: tuple[float, float] = (1.5, 1.0),
    step: int = 0,
    friction: float = 0.5,
    size: int = 380,
) -> XYGame:
    """Two players and one value, V(x, y) = x·y: x wants it low, y wants it high. Who gets to (0, 0)?

    Choose how they step, how fast, and from where; step through the game or let it play. The picture shows the plane
    of the game, the curve beneath it the distance from the equilibrium, the text the factor of each step. The rules
    and their papers are in `games`.

    Parameters
    ----------
    rule : str
        One of `games.RULES`.
    lr : float
        Learning rate of both, from 0.02 to 1.
    start : pair of floats
        From -2.5 to 2.5 each.
    step : int
        Steps shown at first, from 0 to 200.
    friction : float
        From 0 to 1; for the rule "friction".
    size : int
        Width and height of the plane in pixels.

    Returns
    -------
    XYGame

    Raises
    ------
    ValueError
        If a parameter is none of these.
    """
    return XYGame(rule, lr, start, step, friction, size)


def _corners(path: np.ndarray) -> np.ndarray:
    """The path with the corners where y has moved and x has not yet."""
    between = np.stack([path[:-1, 0], path[1:, 1]], axis=1)
    both = np.empty((2 * len(path) - 1, 2))
    both[::2], both[1::2] = path, between
    return both


def _sentences(rule, lr, friction, start, distances, outside):
    """What the numbers say, in HTML."""
    now = distances[-1]
    words = f"Step <b>{len(distances) - 1}</b>: distance <b>{now:.3g}</b> from (0, 0); at the start {distances[0]:.3g}."
    if outside:
        words += " The point has left the picture; the curve follows it."
    if len(distances) > 1 and distances[-2] > 0:
        words += f" This step: × {now / distances[-2]:.4f}."
    factor = games.growth(rule, lr, friction)
    if not any(start):
        return words + "<br>They are at the equilibrium: neither has a slope, nobody moves."
    if rule == "simultaneous":
        return (
            f"{words}<br>Every step multiplies the distance by √(1 + {lr:.2f}²) = <b>{factor:.4f}</b>: it <b>grows</b>, at "
            "every learning rate."
        )
    if rule == "alternating":
        low, high = games.orbit(start, lr)
        return (
            f"{words}<br>It stays <b>between {low:.3g} and {high:.3g}</b> for ever: it neither runs away nor "
            "<b>arrives</b>."
        )
    if rule == "averaged":
        return (
            f"{words}<br>The game (grey) circles on; the mean of its points <b>closes in</b>, like 1/steps."
        )
    where = "Every step multiplies" if rule != "optimistic" else "In the long run a step multiplies"
    verdict = "shrinks" if factor < 1 - 1e-12 else "grows" if factor > 1 + 1e-12 else "keeps its size"
    much = (
        ": too large a step for this cure" if math.isclose(factor, max(factor, 1.0)) and factor >= 1 else ""
    )
    return f"{words}<br>{where} the distance by <b>{factor:.4f}</b>: it <b>{verdict}</b>{much}."
