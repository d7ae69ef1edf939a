"""A palette to paint with: the colours that images are mostly made of, plain names for them, and buttons to choose one."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

import ipywidgets as ipw
import numpy as np

Colour = tuple[int, ...]  # a level, 0 to 255, of each channel

_WIDTH = 64  # levels of a bin
_APART = 40  # levels by which two colours of a palette differ in some channel, at least
_LEAST = 0.01  # of all pixels
_HUES = (
    *((20, "red"), (45, "orange"), (70, "yellow"), (160, "green")),
    *((200, "cyan"), (260, "blue"), (335, "pink"), (360, "red")),
)
_GREYS = ((0.12, "black"), (0.35, "dark grey"), (0.65, "grey"), (0.9, "light grey"), (1.1, "white"))


def frequent(images: np.ndarray, most: int = 6) -> list[Colour]:
    """The most frequent colours, counted in wide bins; of each bin the median.

    Parameters
    ----------
    images : ndarray (n, h, w, c), uint8
    most : int
        How many colours there are at most. There are fewer if the others are rare, or much like one of these.

    Returns
    -------
    list of tuple of int
        The most frequent first.
    """
    pixels = images.reshape(-1, images.shape[-1])
    bins = np.zeros(len(pixels), np.int64)
    for channel in pixels.T:
        bins = bins * (256 // _WIDTH) + channel // _WIDTH
    numbers, counts = np.unique(bins, return_counts=True)
    found: list[Colour] = []
    for i in np.argsort(-counts, kind="stable"):
        if len(found) == most or counts[i] < _LEAST * len(pixels):
            break
        colour = np.median(pixels[bins == numbers[i]], axis=0).round().astype(int)
        if all(np.abs(colour - other).max() >= _APART for other in found):
            found.append(tuple(colour.tolist()))
    return found


def names(colours: list[Colour]) -> list[str]:
    """A plain name for each RGB colour, all different: "dark blue", "white", "green 2"."""
    plain = [_name(*colour) for colour in colours]
    return [
        f"{name} {plain[: i + 1].count(name)}" if plain.index(name) < i else name
        for i, name in enumerate(plain)
    ]


def _name(red: int, green: int, blue: int) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if max(red, green, blue) - min(red, green, blue) < 20 or saturation < 0.12:
        return next(name for end, name in _GREYS if light < end)
    name = next(name for end, name in _HUES if 360 * hue <= end)
    if name == "orange" and (light < 0.4 or saturation < 0.6):  # which is called by other names
        return "dark brown" if light < 0.25 else "brown" if light < 0.55 else "sand"
    return f"{'dark ' if light < 0.3 else 'light ' if light > 0.7 else ''}{name}"


class Swatches(ipw.Box):
    """A button for each colour; the chosen one has a tick.

    Parameters
    ----------
    colours : mapping of name to RGB colour
        As they look; the first is chosen.

    Attributes
    ----------
    value : str
        The name of the chosen colour. Assign to it to choose another.
    """

    def __init__(self, colours: Mapping[str, Sequence[int]]):
        self._buttons = {}
        for i, (name, (red, green, blue)) in enumerate(colours.items()):
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 140
            style = {
                "button_color": f"#{red:02x}{green:02x}{blue:02x}",
                "text_color": "white" if dark else "black",
            }
            button = ipw.Button(
                description=name,
                tooltip=f"paint with {name}",
                style=style,
                layout={"width": "auto", "border": "1px solid #6E6E6E"},
            )
            button.add_class(f"gl-brush-{i + 1}")
            button.on_click(lambda _, name=name: setattr(self, "value", name))
            self._buttons[name] = button
        super().__init__([*self._buttons.values()], layout={"flex_flow": "row wrap", "grid_gap": "2px"})
        self.add_class("gl-brushes")
        self.value = next(iter(colours))

    @property
    def value(self) -> str:
        return self._value

    @value.setter
    def value(self, name: str) -> None:
        self._value = name
        for each, button in self._buttons.items():
            button.icon = "check" if each == name else ""
