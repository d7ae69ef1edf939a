"""Fast pictures of a game in the plane: a few milliseconds where a figure takes a hundred.

A `Canvas` is drawn with Pillow at twice the size at which a page shows it, so that it is sharp on a dense display and
smooth on any other. `chart` draws curves in the same way. Both give arrays; `jpeg` packs them for a live widget.
"""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Mapping, Sequence

from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, pixel_font

import numpy as np
from contourpy import contour_generator  # what matplotlib draws its contours with
from PIL import Image, ImageColor, ImageDraw

DENSITY = 2  # pixels to a CSS pixel


class Canvas:
    """A square piece of the plane.

    Parameters
    ----------
    box : (float, float, float, float)
        Left, right, bottom and top, in the units of the plane; the axis points up.
    size : int
        CSS pixels along each side; the array has twice as many.
    """

    def __init__(self, box: tuple[float, float, float, float], size: int = 440):
        left, right, bottom, top = box
        if not (left < right and bottom < top) or size < 10:
            raise ValueError(
                f"box is {box} and size is {size}; expected left < right, bottom < top and at least 10 pixels."
            )
        self.box, self.size = box, size
        self._origin = np.array([left, top])
        self._scale = DENSITY * size / np.array([right - left, bottom - top])
        self.image = Image.new("RGB", (DENSITY * size, DENSITY * size), "white")
        self._draw = ImageDraw.Draw(self.image)

    def places(self, m: int) -> np.ndarray:
        """The points of an m x m grid over the canvas, row by row from the top left: float32 (m * m, 2)."""
        left, right, bottom, top = self.box
        x, y = np.meshgrid(np.linspace(left, right, m), np.linspace(top, bottom, m))
        return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)

    def surface(self, logits: np.ndarray) -> None:
        """Colour the ground: vermilion where D says "generated", blue where it says "real", a dark line between.

        Parameters
        ----------
        logits : ndarray (m * m,)
            D's logits at `places(m)`; 0 is a probability of one half.
        """
        side = math.isqrt(logits.size)
        logits = np.nan_to_num(logits.reshape(side, side).astype(np.float32))
        level = Image.fromarray(np.rint(127.5 + 127.5 * np.tanh(logits / 2)).astype(np.uint8))
        # Grid points lie on the rim of the canvas, pixels in the middle of their squares: crop half a cell on each side.
        crop = (0.5, 0.5, side - 0.5, side - 0.5)
        level = level.resize(self.image.size, Image.Resampling.BICUBIC, box=crop)
        level.putpalette(_tints())
        self.image.paste(level.convert("RGB"))
        cell = DENSITY * self.size / (side - 1)
        for line in contour_generator(z=logits).lines(0.0):
            self._draw.line((line * cell).ravel().tolist(), fill=INK, width=DENSITY, joint="curve")

    def line(self, points: np.ndarray, colour: str = REAL, width: float = 1.0) -> None:
        """Join points (n, 2) by a line."""
        self._draw.line(
            self._pixels(points).ravel().tolist(), fill=colour, width=round(width * DENSITY), joint="curve"
        )

    def dots(self, points: np.ndarray, colour: str, radius: float = 3.0, shape: str = "disc") -> None:
        """Mark points (n, 2), each with a white rim: "disc" for real ones, "diamond" for generated ones."""
        r, rim = radius * DENSITY, DENSITY / 2
        for x, y in self._pixels(points).tolist():
            if shape == "disc":
                self._draw.ellipse((x - r - rim, y - r - rim, x + r + rim, y + r + rim), fill="white")
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
            else:
                for size, fill in ((1.3 * r + 1.5 * rim, "white"), (1.3 * r, colour)):
                    self._draw.polygon((x, y - size, x + size, y, x, y + size, x - size, y), fill=fill)

    def arrows(self, points: np.ndarray, vectors: np.ndarray, colour: str = INK) -> None:
        """Arrows from points (n, 2) along vectors (n, 2), both in the units of the plane. Very short ones are left out."""
        start = self._pixels(points)
        end = self._pixels(np.asarray(points) + vectors)
        along = end - start
        length = np.linalg.norm(along, axis=1)
        long_enough = length > 2.5 * DENSITY
        start, end, along, length = (
            start[long_enough],
            end[long_enough],
            along[long_enough],
            length[long_enough],
        )
        unit = along / length[:, None]
        normal = unit[:, ::-1] * [1, -1]
        head = np.minimum(6.5 * DENSITY, 0.6 * length)[:, None]
        for a, b, left, right in zip(
            start.tolist(),
            (end - 0.6 * head * unit).tolist(),
            (end - head * (unit - 0.45 * normal)).tolist(),
            (end - head * (unit + 0.45 * normal)).tolist(),
            strict=True,
        ):
            self._draw.line((*a, *b), fill=colour, width=round(1.3 * DENSITY))
            tip = (2 * b[0] - (left[0] + right[0]) / 2, 2 * b[1] - (left[1] + right[1]) / 2)
            self._draw.polygon((*tip, *left, *right), fill=colour)

    @property
    def array(self) -> np.ndarray:
        """The picture: uint8 (2 * size, 2 * size, 3)."""
        return np.asarray(self.image)

    def _pixels(self, points):
        # A lost generator's points may be anywhere; Pillow draws coordinates of moderate size only.
        points = np.nan_to_num(np.asarray(points, np.float64), nan=1e9, posinf=1e9, neginf=-1e9)
        return ((points - self._origin) * self._scale).clip(-1e4, 1e4)


def chart(
    series: Mapping[str, tuple[np.ndarray, str, bool]],
    x: np.ndarray,
    size: tuple[int, int] = (400, 170),
    top: float = 1.0,
    guide: tuple[float, str] | None = None,
    ticks: Sequence[tuple[float, str]] = (),
    steps: bool = True,
) -> np.ndarray:
    """Curves from 0 to `top`, quickly.

    Parameters
    ----------
    series : mapping of name to (values, colour, dashed)
        Values (n,) beside `x`; NaN leaves a gap. Names are written above, in their colours.
    x : ndarray (n,)
        Where the values stand, increasing; usually steps.
    size : (int, int)
        Width and height in CSS pixels.
    top : float
        The upper end of the axis; what is above is cut off.
    guide : (float, str), optional
        A grey line at this height, with its meaning.
    ticks : sequence of (float, str)
        Heights with their labels.
    steps : bool
        Write the first and the last of `x` beneath.

    Returns
    -------
    ndarray (2 * height, 2 * width, 3), uint8
    """
    k = DENSITY
    width, height = size
    image = Image.new("RGB", (k * width, k * height), "white")
    draw = ImageDraw.Draw(image)
    small = pixel_font(11 * k)
    left, right, upper, lower = 34 * k, (width - 8) * k, 22 * k, (height - (18 if steps else 6)) * k

    def at(value):
        return lower - (lower - upper) * np.clip(np.asarray(value, float) / top, -0.02, 1.02)

    for value, label in ticks:
        y = float(at(value))
        draw.line((left, y, right, y), fill="#E4E4E4", width=k)
        draw.text((left - 5 * k, y), label, fill=FAINT, font=small, anchor="rm")
    if guide:
        y = float(at(guide[0]))
        draw.line((left, y, right, y), fill="#8E8E8E", width=k)
    pen = left
    for name, (values, colour, dashed) in series.items():
        draw.line((pen, 10 * k, pen + 16 * k, 10 * k), fill=colour, width=2 * k)
        if dashed:
            draw.rectangle((pen + 6 * k, 9 * k, pen + 9 * k, 12 * k), fill="white")
        draw.text((pen + 21 * k, 10 * k), name, fill=colour, font=small, anchor="lm")
        pen += (32 * k) + draw.textlength(name, font=small)
        _curve(draw, x, np.asarray(values, float), at, left, right, colour, dashed)
    if guide:
        halo = {"stroke_width": 2 * k, "stroke_fill": "white"}
        draw.text((right, float(at(guide[0])) - 3 * k), guide[1], fill=FAINT, font=small, anchor="rb", **halo)
    draw.line((left, lower, right, lower), fill="#9A9A9A", width=k)
    if len(x) and steps:
        draw.text((left, lower + 3 * k), f"step {int(x[0]):,}", fill=FAINT, font=small, anchor="la")
        draw.text((right, lower + 3 * k), f"{int(x[-1]):,}", fill=FAINT, font=small, anchor="ra")
    return np.asarray(image)


def _curve(draw, x, values, at, left, right, colour, dashed):
    good = np.isfinite(values)
    if good.sum() < 2:
        return
    x, values = np.asarray(x, float), values[good]
    across = left + (right - left) * (x[good] - x[0]) / max(float(x[-1] - x[0]), 1.0)
    width = round(1.6 * DENSITY)
    if not dashed:
        points = np.stack([across, at(values)], axis=1)
        draw.line(points.ravel().tolist(), fill=colour, width=width, joint="curve")
        return
    fine = np.linspace(
        across[0], across[-1], max(2, round((across[-1] - across[0]) / DENSITY))
    )  # one a CSS pixel
    points = np.stack([fine, np.interp(fine, across, at(values))], axis=1)
    for i in range(0, len(points) - 1, 8):
        draw.line(points[i : i + 6].ravel().tolist(), fill=colour, width=width, joint="curve")


def jpeg(array: np.ndarray) -> bytes:
    """An array (h, w, 3), uint8, as a JPEG file in memory: a tenth of the time of a PNG, with full colour detail."""
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "jpeg", quality=90, subsampling=0)
    return buffer.getvalue()


@functools.cache
def _tints() -> list[int]:
    """A palette of 256 colours from vermilion through white to blue, light enough for dots to stand out."""
    ends = np.array([ImageColor.getrgb(GENERATED), ImageColor.getrgb(REAL)], float)
    level = np.linspace(-1, 1, 256)[:, None]
    tint = np.where(level < 0, ends[0], ends[1])
    return np.rint(255 - (255 - tint) * 0.66 * np.abs(level) ** 0.6).astype(int).ravel().tolist()
