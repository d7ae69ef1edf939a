"""A picture beside its controls that is drawn anew, by one call of a network, when one of them is moved."""

from __future__ import annotations

import time
from collections.abc import Mapping

from gan_lessons import plots
from gan_lessons.widgets.base import DrawnBeside, Latest, framed

import ipywidgets as ipw
import numpy as np


class Redrawn(DrawnBeside):
    """What says in `_settings` what is to be drawn, and draws it in `_made`.

    Parameters
    ----------
    controls : mapping of str to widget
        In their order on the page, each by the name of its class `gl-…`. What has a value draws the picture anew.
    css_class : str

    Notes
    -----
    A class that draws for dense displays says so in `DENSITY`, pixels of its array to a pixel of the page; one whose picture holds more
    than generated images sets `FRAMED` to false.

    Attributes
    ----------
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    DENSITY, FRAMED = 1, True

    def __init__(self, controls: Mapping[str, ipw.Widget], css_class: str):
        self.drawn, self.milliseconds = 0, 0.0
        self._latest = Latest(self._draw, self._show_error)
        self.status = ipw.HTML()
        self.image = ipw.Image(format="png")
        self._draw(self._settings())  # here, so that what cannot be shown says so at once
        height, width = (side // self.DENSITY for side in self.array.shape[:2])
        plain = {"width": width, "height": height, "layout": {"margin": "0"}}
        frame = framed(width, height) if self.FRAMED else plain
        # In a window that is narrower the picture shrinks.
        self.image.layout = frame.pop("layout") | {"max_width": "100%", "height": "auto", "flex": "0 1 auto"}
        self.image.width, self.image.height = frame["width"], frame["height"]
        for name, widget in {"image": self.image, "status": self.status, **controls}.items():
            widget.add_class(f"gl-{name}")
        right = {"flex": "0 1 360px", "min_width": "260px", "grid_gap": "8px"}
        super().__init__([self.image, ipw.VBox([*controls.values(), self.status], layout=right)], css_class)
        for control in controls.values():
            if control.has_trait("value"):
                control.observe(self._redraw, "value")

    def _settings(self) -> tuple:
        raise NotImplementedError

    def _made(self, settings: tuple) -> tuple[np.ndarray, str]:
        """The picture for these settings, and what there is to say about it."""
        raise NotImplementedError

    def _redraw(self, change=None) -> None:
        self._latest.put(self._settings())

    def _draw(self, settings: tuple) -> None:
        begin = time.perf_counter()
        self.array, text = self._made(settings)
        self.image.value = plots.png(self.array)
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        self.drawn += 1
        # After the image: who sees this text sees the image that it belongs to.
        self.status.value = f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{text}<br>drawn in {self.milliseconds:.0f} ms</div>'


def scale_for(width: int, pixels: int) -> int:
    """How often to repeat each pixel for a picture of `pixels` that is about so wide."""
    return max(1, round(width / pixels))


def as_figure(array: np.ndarray, title: str, inches: float = 6.0) -> plots.Picture:
    """A widget's own picture, so wide, as a figure for pages without a kernel."""
    picture = plots.Picture(figsize=(inches, inches * array.shape[0] / array.shape[1] + 0.6))
    ax = picture.subplots()
    ax.imshow(array)
    ax.set_axis_off()
    plots.style.heading(picture, title)
    return picture
