"""A transposed convolution to play with: what each input pixel paints, and how evenly."""

from __future__ import annotations

import time
from pathlib import Path

from gan_lessons import plots
from gan_lessons import upsampling as arithmetic
from gan_lessons.plots.style import pixel_font
from gan_lessons.plots.upsampling import MARK, ink_on, number, shades
from gan_lessons.widgets.base import DrawnBeside, Latest

import ipywidgets as ipw
import matplotlib
import numpy as np
from PIL import Image, ImageDraw

_DENSE = 2  # pixels of the file to a pixel of the page, for sharp text on dense displays
_WIDTH, _HEIGHT = 640, 292  # of the page
_FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
_WEIGHTS = np.random.default_rng(3).integers(1, 5, (6, 6))  # a smaller kernel is the upper left part
_RANGES = {"kernel": (1, 6), "stride": (1, 4), "size": (1, 6)}


class Upsampling(DrawnBeside):
    """See `upsampling`.

    Attributes
    ----------
    settings : dict
        What the controls say: kernel, stride, size, padding, pixel (row, column), and the arrays image and weights.
    array : ndarray (584, 1280, 3), uint8
        The picture that is shown, at two pixels to one of the page.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(self, kernel: int = 3, stride: int = 2, size: int = 4, padding: str = "same"):
        for name, value in (("kernel", kernel), ("stride", stride), ("size", size)):
            low, high = _RANGES[name]
            if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
                raise ValueError(f"{name} is {value!r}; expected a whole number from {low} to {high}.")
        if padding not in ("same", "valid"):
            raise ValueError(f"padding is {padding!r}; expected 'same' or 'valid'.")
        self.drawn, self.milliseconds = 0, 0.0
        self._latest = Latest(self._draw, self._show_error)
        self.image = ipw.Image(
            format="png",
            layout={"width": f"{_WIDTH}px", "max_width": "100%", "height": "auto", "margin": "0"},
        )
        self.status = ipw.HTML()
        self._kernel = self._slider("kernel", kernel, _RANGES["kernel"])
        self._stride = self._slider("stride", stride, _RANGES["stride"])
        self._size = self._slider("input size", size, _RANGES["size"])
        # A pixel somewhere in the middle, where the copies of its neighbours meet its own.
        self._pixel = self._slider("input pixel", (size // 2) * size + size // 2, (0, size * size - 1))
        self._padding = _toggle(["same", "valid"], padding)
        self._values = _toggle(["ones", "1, 2, 3 …"], "ones")
        self._weights = _toggle(["ones", "random"], "ones")
        named = {
            "image": self.image,
            "status": self.status,
            "kernel": self._kernel,
            "stride": self._stride,
            "size": self._size,
            "pixel": self._pixel,
            "padding": self._padding,
            "values": self._values,
            "weights": self._weights,
        }
        for name, widget in named.items():
            widget.add_class(f"gl-{name}")
        controls = [
            self._kernel,
            self._stride,
            _labelled("padding", self._padding),
            self._size,
            self._pixel,
            _labelled("input", self._values),
            _labelled("weights", self._weights),
        ]
        super().__init__(
            [
                ipw.VBox([self.image, self.status], layout={"flex": f"0 1 {_WIDTH}px", "min_width": "0"}),
                ipw.VBox(controls, layout={"flex": "0 1 300px", "min_width": "280px", "grid_gap": "4px"}),
            ],
            "gl-upsampling",
        )
        self._draw(self.settings)
        self._size.observe(self._resized, "value")
        for control in (self._kernel, self._stride, self._pixel, self._padding, self._values, self._weights):
            control.observe(lambda change: self._latest.put(self.settings), "value")

    def _slider(self, description, value, limits):
        return ipw.IntSlider(
            value=value, min=limits[0], max=limits[1], description=description, layout={"width": "auto"}
        )

    def _resized(self, change):
        """Keep the chosen pixel where it was, as far as there is still such a row and column."""
        row, col = (min(i, change["new"] - 1) for i in divmod(self._pixel.value, change["old"]))
        with self._pixel.hold_trait_notifications():
            self._pixel.max = change["new"] ** 2 - 1
            self._pixel.value = row * change["new"] + col
        self._latest.put(self.settings)

    @property
    def settings(self) -> dict:
        n, k = self._size.value, self._kernel.value
        counting = np.arange(1, n * n + 1).reshape(n, n)
        return {
            "kernel": k,
            "stride": self._stride.value,
            "size": n,
            "padding": self._padding.value,
            "pixel": divmod(min(self._pixel.value, n * n - 1), n),
            "image": np.ones((n, n), int) if self._values.value == "ones" else counting,
            "weights": np.ones((k, k), int) if self._weights.value == "ones" else _WEIGHTS[:k, :k],
        }

    # ---- the picture ----------------------------------------------------------------------------------------------

    def _draw(self, settings):
        begin = time.perf_counter()
        counts, output, mark = _compute(settings)
        canvas = Image.new("RGB", (_WIDTH * _DENSE, _HEIGHT * _DENSE), "white")
        pen = ImageDraw.Draw(canvas)
        row, col = settings["pixel"]
        one = (slice(row, row + 1), slice(col, col + 1))
        value, k = settings["image"][row, col], settings["kernel"]
        panels = (
            (2, 0, 112, "input", settings["image"], one),
            (2, 148, 112, f"{value} × kernel", value * settings["weights"], (slice(0, k), slice(0, k))),
            (134, 0, 246, "how many reach each pixel", counts, mark),
            (392, 0, 246, "output", output, mark),
        )
        for x, y, side, name, grid, outlined in panels:
            rows, cols = np.shape(grid)
            pen.text((x * _DENSE, (y + 2) * _DENSE), name, fill=plots.INK, font=pixel_font(12 * _DENSE))
            end = (x + side) * _DENSE
            pen.text(
                (end, (y + 3) * _DENSE),
                f"{rows} × {cols}",
                fill=plots.FAINT,
                font=pixel_font(10 * _DENSE),
                anchor="ra",
            )
            _grid(canvas, pen, np.asarray(grid), (x * _DENSE, (y + 20) * _DENSE), side * _DENSE, outlined)
        self.array = np.asarray(canvas)
        self.image.value = plots.png(self.array)
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        self.drawn += 1
        # After the image: who sees this text sees the image that it belongs to.
        self.status.value = f'<div data-drawn="{self.drawn}" style="line-height: 1.5; max-width: {_WIDTH}px">{_words(settings)}</div>'

    def still(self) -> plots.Picture:
        """Input, overlap and output side by side, as a figure."""
        settings = self.settings
        counts, output, mark = _compute(settings)
        row, col = settings["pixel"]
        k, s = settings["kernel"], settings["stride"]
        return plots.cells(
            [settings["image"], counts, output],
            ["input", "how many reach each pixel", "output"],
            f"Kernel {k}, stride {s}, {settings['padding']}: the overlap is {'even' if k % s == 0 else 'uneven'}",
            marks=[(slice(row, row + 1), slice(col, col + 1)), mark, mark],
            shared=False,
        )


def upsampling(kernel: int = 3, stride: int = 2, size: int = 4, padding: str = "same") -> Upsampling:
    """A `Conv2DTranspose` to play with: input, overlap and output, with numbers in the cells where there is room.

    The purple frame is what one input pixel paints; choose the pixel with a slider.

    Parameters
    ----------
    kernel : int, 1 to 6
    stride : int, 1 to 4
    size : int, 1 to 6
        Of the square input.
    padding : "same" or "valid"

    Returns
    -------
    Upsampling

    Raises
    ------
    ValueError
        If a number is out of its range or the padding is another.
    """
    return Upsampling(kernel, stride, size, padding)


def _toggle(options, value):
    return ipw.ToggleButtons(
        options=options, value=value, style={"button_width": "84px"}, layout={"width": "auto"}
    )


def _labelled(text, control):
    """A label beside its control, as sliders have it; the control's own would stand above it."""
    label = ipw.Label(
        text, layout={"width": "80px", "justify_content": "flex-end", "margin": "2px 8px 2px 2px"}
    )
    label.add_class("gl-label")
    return ipw.HBox([label, control])


def _compute(settings):
    """How many input pixels reach each output pixel, the output, and what the chosen input pixel paints on."""
    n, k, s, padding = (settings[name] for name in ("size", "kernel", "stride", "padding"))
    output = arithmetic.transposed_convolution(settings["image"], settings["weights"], s, padding)
    mark = arithmetic.footprint(settings["pixel"], n, k, s, padding)
    return arithmetic.overlap(n, k, s, padding), output, mark


def _words(settings):
    n, k, s, padding = (settings[name] for name in ("size", "kernel", "stride", "padding"))
    size = arithmetic.transposed_size(n, k, s, padding)
    formula = f"{n} · {s}" if padding == "same" else f"{n} · {s} + max({k} − {s}, 0)"
    rule = "size · stride" if padding == "same" else "size · stride + max(kernel − stride, 0)"
    along = (k // s, -(-k // s))
    counts = sorted({a * b for a in along for b in along})
    if k % s == 0:
        overlap = f"<b>Even overlap:</b> {s} divides {k}. Away from the rim every pixel gets {counts[0]}."
    elif k < s:
        overlap = f"<b>Holes:</b> the kernel is smaller than the stride. Away from the rim a pixel gets {_or(counts)}."
    else:
        overlap = (
            f"<b>Uneven overlap:</b> {s} does not divide {k}. Away from the rim a pixel gets {_or(counts)}: "
            "a checkerboard."
        )
    return f"Output: {rule} = {formula} = <b>{size}</b> pixels a side.<br>{overlap}"


def _or(values):
    return ", ".join(map(str, values[:-1])) + f" or {values[-1]}"


def _grid(canvas, pen, grid, corner, side, outlined):
    """A grid that fits into a square, a number in each cell if it is large enough, some cells outlined."""
    rows, cols = grid.shape
    cell = min(44 * _DENSE, side // max(rows, cols))
    x, y = corner
    colours = shades(grid)
    canvas.paste(Image.fromarray(colours.repeat(cell, 0).repeat(cell, 1)), corner)
    if cell >= 7 * _DENSE:
        for i in range(rows + 1):
            pen.line((x, y + i * cell, x + cols * cell, y + i * cell), fill="white", width=_DENSE // 2)
        for j in range(cols + 1):
            pen.line((x + j * cell, y, x + j * cell, y + rows * cell), fill="white", width=_DENSE // 2)
    texts = [[number(value) for value in row] for row in grid]
    longest = max(len(text) for row in texts for text in row)
    size = min(13 * _DENSE, int(0.55 * cell), int(1.4 * cell / longest))
    if size >= 7 * _DENSE:
        for i, j in np.ndindex(rows, cols):
            middle = (x + (j + 0.5) * cell, y + (i + 0.5) * cell)
            pen.text(
                middle,
                texts[i][j],
                fill=ink_on(colours[i, j], grid[i, j]),
                font=pixel_font(size),
                anchor="mm",
            )
    pen.rectangle((x, y, x + cols * cell, y + rows * cell), outline="#9A9A9A", width=1)
    down, right = outlined
    pen.rectangle(
        (x + right.start * cell, y + down.start * cell, x + right.stop * cell, y + down.stop * cell),
        outline=MARK,
        width=2 * _DENSE,
    )
