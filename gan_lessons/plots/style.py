"""The look that all figures share: colours, the figure class, headings, guides."""

from __future__ import annotations

import functools
import io
import textwrap
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from PIL import Image, ImageFont

REAL = "#0072B2"
GENERATED = "#D55E00"
INK = "#222222"
FAINT = "#6E6E6E"

REAL_LINE = {"color": REAL, "linestyle": "-"}
GENERATED_LINE = {"color": GENERATED, "linestyle": (0, (5, 1.5))}
OTHER_LINES = (
    {"color": INK, "linestyle": (0, (1, 1))},
    {"color": "#009E73", "linestyle": (0, (5, 1, 1, 1))},
    {"color": "#CC79A7", "linestyle": (0, (3, 1, 1, 1, 1, 1))},
)


class Picture(Figure):
    """A matplotlib figure that a notebook shows as it stands, without `pyplot` and its list of open figures."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, dpi=144, layout="constrained", facecolor="white", **kwargs)

    def _repr_png_(self):
        # Sharp on a dense display: twice the pixels of CSS inches at 72 to the inch, shown at the width meant.
        buffer = io.BytesIO()
        self.savefig(buffer, format="png")
        if buffer.tell() > 20_000:  # 256 colours are plenty, and a third of the size
            buffer = _fewer_colours(buffer)
        text = [self.get_suptitle(), *(ax.get_title("left") or ax.get_title() for ax in self.axes)]
        alt = "; ".join(" ".join(t.split()) for t in text if t) or "figure"
        return buffer.getvalue(), {"width": round(self.get_figwidth() * 88), "alt": alt}


def _fewer_colours(buffer: io.BytesIO) -> io.BytesIO:
    """The same PNG with a palette, a smaller one if it is still large, or as it was if that is no smaller."""
    image = Image.open(buffer).convert("RGB")
    for colours in (256, 128):  # a sheet of many photographs: half as many colours save a quarter
        packed = io.BytesIO()
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            packed, "png", optimize=True
        )
        if packed.tell() < 100_000:
            break
    return packed if packed.tell() < buffer.getbuffer().nbytes else buffer


def png(array: np.ndarray) -> bytes:
    """An array as a PNG file in memory.

    Parameters
    ----------
    array : ndarray (h, w) or (h, w, 3), uint8

    Returns
    -------
    bytes
    """
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "png", compress_level=3)
    return buffer.getvalue()


@functools.cache
def pixel_font(pixels: int) -> ImageFont.FreeTypeFont:
    """The letters of the figures, for pictures drawn with Pillow; it has ½, · and the Greek ones."""
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf", pixels)


def heading(picture: Picture, title: str | None) -> None:
    """Write the finding above a figure, wrapped to its width."""
    if title:
        picture.suptitle(wrap(title, picture.get_figwidth()), x=0.01, ha="left", fontsize=11, color=INK)


def wrap(text: str, inches: float) -> str:
    """Break a title into lines that fit into this width."""
    return textwrap.fill(text, max(20, int(inches * 11.5)))


def tidy(ax, grid: str | None = "y") -> None:
    """Axes as the course draws them: two spines, small labels, a faint grid along `grid` ("x", "y", "both" or None)."""
    if grid:
        ax.grid(axis=grid, color="#E4E4E4", linewidth=0.7)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color("#9A9A9A")
    ax.tick_params(labelsize=9, color="#9A9A9A", labelcolor=INK)


def plain_log(axis, subs: tuple[int, ...] = (1, 2, 5)) -> None:
    """Make `ax.xaxis` or `ax.yaxis` logarithmic, with 0.5, 1, 2 … written as such and not as powers of ten."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_major_locator(LogLocator(subs=subs))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def legend_above(ax, ncols: int = 3, **options) -> None:
    """A legend in a line above the axes, where no curve can run into it."""
    where = {"loc": "lower left", "bbox_to_anchor": (-0.01, 1.0), "columnspacing": 1.4}
    ax.legend(ncols=ncols, frameon=False, fontsize=9, **(where | options))


def guide(ax, y: float, text: str) -> None:
    """A horizontal line with its meaning written to the right of the axes."""
    ax.axhline(y, color=FAINT, linewidth=0.9, zorder=1)
    ax.annotate(
        text,
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=FAINT,
        annotation_clip=False,
    )
