"""Parts that several widgets are made of: buttons, a walk that plays, and a picture whose pieces can be clicked."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence

from gan_lessons.plots.canvas import jpeg

import ipywidgets as ipw
import numpy as np


def button(name: str, text: str, icon: str, tooltip: str, act: Callable[[], None]) -> ipw.Button:
    """A button of class `gl-name` that calls `act` without arguments."""
    made = ipw.Button(description=text, icon=icon, tooltip=tooltip, layout={"width": "auto"})
    made.add_class(f"gl-{name}")
    made.on_click(lambda _: act())
    return made


def walk(steps: int, interval: int = 60) -> tuple[ipw.Play, ipw.IntSlider, ipw.HBox]:
    """Play buttons and the slider that they move (`gl-play`, `gl-walk`), and the row in which both stand."""
    play = ipw.Play(max=steps, interval=interval, show_repeat=False, repeat=True)
    slider = ipw.IntSlider(max=steps, readout=False, layout={"width": "auto", "flex": "1 1 120px"})
    ipw.jslink((play, "value"), (slider, "value"))
    play.add_class("gl-play")
    slider.add_class("gl-walk")
    return play, slider, ipw.HBox([ipw.Label("walk"), play, slider], layout={"align_items": "center"})


def typical(d: int) -> tuple[float, float]:
    """Between which lengths nearly all draws from a latent space of `d` dimensions lie."""
    # The length of a standard normal vector has mean about √(d - 1/2) and standard deviation about 1/√2.
    middle, spread = math.sqrt(d - 0.5), 2 * math.sqrt(0.5)
    return max(0.0, middle - spread), middle + spread


def typical_words(d: int) -> str:
    """The same in words: "8.6 to 11.4"."""
    low, high = typical(d)
    return f"{low:.1f} to {high:.1f}"


class Sheet(ipw.GridBox):
    """A picture of rows and columns with marks over it; a click on a piece calls a function.

    ipywidgets has no picture that can be clicked. Here a grid of see-through buttons lies over one. They are not in the
    tab order: dozens of stops would bar the way, so who uses a sheet gives the keyboard another control for the same.

    Parameters
    ----------
    rows, cols : int
    width : int
        CSS pixels; in a narrow window the sheet shrinks.
    shape : (int, int)
        Height and width of a piece, in any unit.
    names : sequence of str
        For each piece, row by row, the `gl-…` class of its button.
    tooltips : sequence of str
        And what is shown when the mouse rests on it.
    clicked : callable
        Called with the number of the piece.
    """

    UNIT = 100  # what marks are measured in: a piece is so wide

    def __init__(
        self,
        rows: int,
        cols: int,
        width: int,
        shape: tuple[int, int],
        names: Sequence[str],
        tooltips: Sequence[str],
        clicked: Callable[[int], None],
    ):
        self.rows, self.cols = rows, cols
        self.piece = (self.UNIT * shape[0] / shape[1], self.UNIT)  # height, width
        here = {"grid_area": "1 / 1", "margin": "0", "width": "100%"}
        self.image = ipw.Image(format="jpeg", layout={**here, "height": "auto"})
        self._marks = ipw.HTML(layout={**here, "height": "100%", "overflow": "hidden"})
        # One layout and one style for all: each piece costs one message instead of three.
        layout = ipw.Layout(
            width="auto", height="auto", margin="0", padding="0", min_width="0", border="none"
        )
        style = ipw.ButtonStyle(button_color="transparent")
        self.buttons = []
        for i, (name, tooltip) in enumerate(zip(names, tooltips, strict=True)):
            piece = ipw.Button(layout=layout, style=style, tooltip=tooltip, tabbable=False)
            piece.add_class(f"gl-{name}")
            piece.on_click(lambda _, i=i: clicked(i))
            self.buttons.append(piece)
        over = ipw.GridBox(
            self.buttons,
            layout={
                **here,
                "height": "100%",
                "grid_template_columns": f"repeat({cols}, minmax(0, 1fr))",
                "grid_template_rows": f"repeat({rows}, minmax(0, 1fr))",
                "overflow": "hidden",
            },
        )
        for widget, name in ((self.image, "sheet-image"), (self._marks, "sheet-marks")):
            widget.add_class(f"gl-{name}")
        super().__init__(
            [self.image, self._marks, over],
            layout={
                "width": f"{width}px",
                "max_width": "100%",
                "flex": "none",
                "margin": "0",
                "overflow": "hidden",
            },
        )
        self.add_class("gl-sheet")

    def show(self, array: np.ndarray) -> None:
        """Show a picture (h, w) or (h, w, 3), uint8."""
        self.array = array
        self.image.value = jpeg(array)

    def mark(self, svg: str) -> None:
        """Draw these SVG elements over the picture; `UNIT` to the width of a piece, (0, 0) at the top left."""
        height, width = self.rows * self.piece[0], self.cols * self.piece[1]
        self._marks.value = (
            f'<svg viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="none" aria-hidden="true" '
            f'style="display: block; width: 100%; height: 100%; position: absolute; inset: 0">{svg}</svg>'
        )

    def corner(self, i: int) -> tuple[float, float]:
        """Left and top of a piece, in the unit of the marks."""
        row, col = divmod(i, self.cols)
        return col * self.piece[1], row * self.piece[0]


def badge(x: float, y: float, text: str, colour: str = "#222222") -> str:
    """A short text on a coloured ground with its top left corner at (x, y), in SVG, for `Sheet.mark`."""
    width = badge_width(text)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width}" height="27" rx="4" fill="{colour}" stroke="white" '
        f'stroke-width="2"/><text x="{x + width / 2:.1f}" y="{y + 21:.1f}" font-size="22" font-weight="bold" '
        f'text-anchor="middle" fill="white">{html.escape(text)}</text>'
    )


def badge_width(text: str) -> int:
    """How wide that badge is."""
    return 10 + 15 * len(text)


def sheet_scale(width: int, cols: int, w: int) -> int:
    """How many pixels a picture's pixel becomes, so that a sheet is sharp on a dense display: whole numbers only."""
    return max(1, round(2 * width / cols / w))
