"""A picture to point at and to draw on: presses and drags reach Python as places in the picture."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from gan_lessons import plots

import ipywidgets as ipw
import numpy as np
from scipy.ndimage import binary_erosion

Place = tuple[int, int]  # row and column
_SPOKEN = re.compile(r"\d+( (-|\d+,\d+))+")

# ipywidgets has no picture that says where it is touched. A sheet of glass over it does; what it sees it writes into a text field that is not
# shown, and whose changes ipywidgets brings to Python. It always writes the whole stroke: of texts that come faster than they
# are read, only the last arrives. Where a page runs no such code, the picture is only looked at.
_SEES = """
const pressed = event.type === 'pointerdown';
if (pressed ? event.button !== 0 : !(this.stroke && event.buttons & 1)) return;
if (pressed) {
    this.setPointerCapture(event.pointerId);
    this.stroke = [Date.now()];
}
event.preventDefault();
const box = this.getBoundingClientRect();
const row = Math.floor((event.clientY - box.top) / box.height * %(rows)d);
const column = Math.floor((event.clientX - box.left) / box.width * %(columns)d);
const within = row >= 0 && row < %(rows)d && column >= 0 && column < %(columns)d;
const place = within ? row + ',' + column : '-';
if (this.stroke.at(-1) === place) return;
this.stroke.push(place);
const field = this.closest('.gl-pointer').querySelector('.gl-stroke input');
field.value = this.stroke.join(' ');
field.dispatchEvent(new Event('change', {bubbles: true}));
"""


class Pointer(ipw.GridBox):
    """A picture whose presses and drags call a function.

    Who uses one gives the keyboard other controls for the same.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the places.
    size : (int, int)
        Width and height in CSS pixels; in a narrow window it shrinks.
    touched : callable
        Called with a number that each press has of its own and with the stroke so far, a list of pieces, each a list of (row, column): where
        the picture was left, one piece ends. A drag calls again and again.
    """

    def __init__(
        self, shape: Place, size: tuple[int, int], touched: Callable[[int, list[list[Place]]], None]
    ):
        self._shape, self._touched = shape, touched
        here = {"grid_area": "1 / 1", "margin": "0", "width": "100%"}
        self.image = ipw.Image(format="png", layout={**here, "height": "auto"})
        sees = html.escape(_SEES % {"rows": shape[0], "columns": shape[1]})
        glass = ipw.HTML(
            f'<div class="gl-glass" onpointerdown="{sees}" onpointermove="{sees}" style="position: absolute; inset: 0; '
            'cursor: crosshair; touch-action: none"></div>',
            layout={**here, "height": "100%", "overflow": "hidden"},
        )
        self._stroke = ipw.Text(layout={"display": "none"})
        self.image.add_class("gl-image")
        self._stroke.add_class("gl-stroke")
        self._stroke.observe(self._spoken, "value")
        super().__init__(
            [self.image, glass, self._stroke],
            layout={
                "width": f"{size[0]}px",
                "max_width": "100%",
                "flex": "none",
                "margin": "0",
                "border": f"1px solid {plots.FAINT}",
                "overflow": "hidden",
            },
        )
        self.add_class("gl-pointer")

    def show(self, array: np.ndarray) -> None:
        """Show a picture (h, w) or (h, w, 3), uint8."""
        self.array = array
        self.image.value = plots.png(array)

    def _spoken(self, change) -> None:
        if not _SPOKEN.fullmatch(change["new"]):
            return
        number, *words = change["new"].split()
        pieces: list[list[Place]] = [[]]
        for word in words:
            if word == "-":
                pieces.append([])
            else:
                row, column = (min(int(x), n - 1) for x, n in zip(word.split(","), self._shape, strict=True))
                pieces[-1].append((row, column))
        if pieces := [piece for piece in pieces if piece]:
            self._touched(int(number), pieces)


def outline(array: np.ndarray, mask: np.ndarray, colour: Sequence[int], thick: int = 1) -> None:
    """Draw the rim of a mask (h, w), just within it, into a picture (h, w, 3)."""
    array[mask & ~binary_erosion(mask, np.ones((3, 3)), iterations=thick)] = colour
