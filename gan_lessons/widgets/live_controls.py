"""The plane, the curves and the controls of a live GAN, and their places on the page."""

from __future__ import annotations

from gan_lessons import plots
from gan_lessons.data import curves
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw

SIZE = 440  # CSS pixels along each side of the plane
RATES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02)

_LEGEND = (
    f'<div style="line-height: 1.5; max-width: {SIZE}px"><span style="color:{plots.REAL}">●</span> real '
    f"<span style=\"color:{plots.GENERATED}\">◆</span> generated → where G's loss pushes a sample<br>The ground is D's answer: "
    f'<span style="color:{plots.REAL}">blue</span> "real", <span style="color:{plots.GENERATED}">vermilion</span> "generated", '
    "white, and the dark line: 50 %.</div>"
)


class Controls(WithPicture):
    """What is on the page. A subclass says what it does.

    Parameters
    ----------
    curve : str
        Name of the curve that is chosen at first.
    networks : {"classic", "wide"}
        The networks that are chosen at first.
    steps_per_picture : int
        As for `live_gan`.
    """

    def __init__(self, curve: str, networks: str, steps_per_picture: int):
        side = {"width": f"{SIZE}px", "height": f"{SIZE}px"}
        border = {"border": "1px solid #9A9A9A", "margin": "0", "flex": "none"}
        self.plane = ipw.Image(format="jpeg", layout={**side, **border})
        self.charts = ipw.Image(format="jpeg", layout={"width": "400px", "height": "320px", "margin": "0"})
        self.status = ipw.HTML()
        legend = ipw.HTML(_LEGEND)
        button = {"width": "auto"}
        self._play = ipw.ToggleButton(
            description="Play", icon="play", tooltip="train until paused", layout=button
        )
        self._buttons = {
            name: ipw.Button(description=text, icon=icon, tooltip=tooltip, layout=button)
            for name, (text, icon, tooltip) in {
                "step": ("Step", "step-forward", "one step: D moves, then G moves"),
                "d-move": ("D moves", "balance-scale", "slow motion: only D is updated, once"),
                "g-move": ("G moves", "pencil", "slow motion: only G is updated, once"),
                "reset": ("Reset", "undo", "the same networks, untrained"),
                "new-seed": ("New seed", "random", "other initial weights, other samples"),
            }.items()
        }
        wide = {"layout": {"width": "auto"}, "style": {"description_width": "128px"}}
        self._choices = {
            "curve": ipw.Dropdown(options=list(curves.names()), value=curve, description="real data", **wide),
            "networks": ipw.Dropdown(
                options=[("small: one hidden layer", "classic"), ("wide: two layers of 128", "wide")],
                value=networks,
                description="networks",
                **wide,
            ),
            "latent": ipw.Dropdown(
                options=[("5", 5), ("2: the generator is a sheet", 2), ("1: the generator is a line", 1)],
                value=5,
                description="latent numbers",
                **wide,
            ),
            "loss": ipw.Dropdown(
                options=[("non-saturating", "non_saturating"), ("minimax", "minimax")],
                description="G's loss",
                **wide,
            ),
            "d-rate": ipw.SelectionSlider(
                options=RATES, value=0.001, description="D's learning rate", **wide
            ),
            "g-rate": ipw.SelectionSlider(
                options=RATES, value=0.001, description="G's learning rate", **wide
            ),
            "batch": ipw.SelectionSlider(
                options=(4, 8, 16, 32, 64, 128, 256), value=64, description="batch size", **wide
            ),
            "d-steps": ipw.IntSlider(min=1, max=10, value=1, description="D moves per step", **wide),
            "speed": ipw.SelectionSlider(
                options=(1, 2, 5, 10, 20, 50),
                value=steps_per_picture,
                description="steps per picture",
                **wide,
            ),
        }
        self._shows = {
            "surface": ipw.Checkbox(value=True, description="D's surface", indent=False, layout=button),
            "arrows": ipw.Checkbox(value=True, description="where G is pushed", indent=False, layout=button),
        }
        for name, widget in (
            ("plane", self.plane),
            ("charts", self.charts),
            ("status", self.status),
            ("play", self._play),
            *self._buttons.items(),
            *self._choices.items(),
            *self._shows.items(),
        ):
            widget.add_class(f"gl-{name}")
        row = {"flex_flow": "row wrap", "grid_gap": "2px 4px"}
        super().__init__(
            [
                ipw.VBox(
                    [
                        self.plane,
                        ipw.Box([self._play, *self._buttons.values()], layout={**row, "width": f"{SIZE}px"}),
                        self.status,
                        legend,
                    ],
                    layout={"flex": "none", "overflow": "visible", "grid_gap": "6px"},
                ),
                ipw.VBox(
                    [self.charts, *self._choices.values(), ipw.Box([*self._shows.values()], layout=row)],
                    layout={"flex": "0 1 410px", "min_width": "320px", "overflow": "visible"},
                ),
            ],
            "gl-live-gan",
        )
