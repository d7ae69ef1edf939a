"""One slider, D's output for one image, and who pulls it where: five losses, three arrows each."""

from __future__ import annotations

from gan_lessons import numeric, plots
from gan_lessons.plots.canvas import DENSITY, Canvas
from gan_lessons.plots.style import pixel_font
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np
from PIL import ImageDraw

MOST = 4.0  # the slider goes from minus this to this
PULLERS = {
    "D, if the image is real": plots.REAL,
    "D, if it is generated": plots.GENERATED,
    "G, if it is generated": plots.INK,
}
_UNIT = 0.5  # length of the arrow for a slope of 1, in units of D's output


def slopes(o: float) -> dict[str, tuple[float, float, float]]:
    """Slopes of the three losses of `PULLERS` at D's output `o`, by objective. At a kink of the hinge: that on its flat side."""
    d = 0.5 * (1 + np.tanh(o / 2))
    return {
        "minimax": (d - 1, d, -d),
        "non-saturating": (d - 1, d, d - 1),
        "least squares": (2 * (o - 1), 2 * o, 2 * (o - 1)),
        "hinge": (-1.0 * (o < 1), 1.0 * (o > -1), -1.0),
        "Wasserstein": (-1.0, 1.0, -1.0),
    }


class LossSlider(WithPicture):
    """See `loss_slider`.

    Attributes
    ----------
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn : int
        How many pictures were drawn.
    """

    def __init__(self, output: float = -2.0, size: int = 420):
        output = numeric.real("output", output, least=-MOST, most=MOST)
        self._size, self.drawn = size, 0
        layout = {"margin": "0", "flex": "0 1 auto", "max_width": "100%", "height": "auto"}
        self.image = ipw.Image(format="png", width=size, height=size, layout=layout)
        self._output = ipw.FloatSlider(
            value=output,
            min=-MOST,
            max=MOST,
            step=0.1,
            description="D's output",
            readout_format=".1f",
            layout={"width": "auto", "min_width": "260px"},
            style={"description_width": "80px"},
        )
        self.status = ipw.HTML()
        for name, control in {"image": self.image, "output": self._output, "status": self.status}.items():
            control.add_class(f"gl-{name}")
        right = ipw.VBox([self._output, self.status], layout={"flex": "0 1 400px", "grid_gap": "8px"})
        super().__init__([self.image, right], "gl-loss-slider")
        self._output.observe(self._draw, "value")
        self._draw()

    @property
    def output(self) -> float:
        """What the slider says. Assign to it to move the slider."""
        return self._output.value

    @output.setter
    def output(self, output: float) -> None:
        self._output.value = numeric.real("output", output, least=-MOST, most=MOST)

    def _draw(self, change=None) -> None:
        found = slopes(self.output)
        self.array = _picture(self.output, found, self._size)
        self.image.value = plots.png(self.array)
        self.drawn += 1
        keys = "<br>".join(f'<b style="color: {colour}">→</b> {who}' for who, colour in PULLERS.items())
        rows = "".join(
            f"<tr><td>{name}</td>" + "".join(f'<td style="text-align: right">{s + 0.0:+.2f}</td>' for s in of)
            for name, of in found.items()
        )
        names = "".join(f"<th>{who}</th>" for who in ("D, real", "D, generated", "G"))
        self.status.value = (
            f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{keys}<br>'
            f'<table style="border-spacing: 10px 0"><tr><th>slopes</th>{names}</tr>{rows}</table></div>'
        )

    def still(self) -> plots.Picture:
        """The losses and their slopes as curves, with a line at the output that is shown."""
        outputs = np.linspace(-MOST, MOST, 161)
        every = {name: np.array([slopes(o)[name] for o in outputs]).T for name in slopes(0.0)}
        picture = plots.Picture(figsize=(10.5, 2.6))
        axes = picture.subplots(1, len(every), sharey=True)
        for ax, (name, values) in zip(axes, every.items(), strict=True):
            for curve, colour, dashes in zip(values, PULLERS.values(), ("-", "--", ":"), strict=True):
                ax.plot(outputs, -curve, color=colour, linestyle=dashes, linewidth=2)
            ax.axvline(self.output, color=plots.FAINT, linewidth=0.8)
            ax.set_title(name, loc="left", fontsize=10, color=plots.INK)
            ax.set(xlabel="D's output", ylim=(-3.2, 3.2))
            plots.style.tidy(ax)
        axes[0].set_ylabel("pull: + up, - down")
        plots.style.heading(
            picture,
            "Who pulls D's output where: D on a real image (blue), on a generated one (vermilion), G (black)",
        )
        return picture


def loss_slider(output: float = -2.0) -> LossSlider:
    """Move D's output for one image, and see how three losses pull at it in five games (chapter 14).

    Each arrow is as long as half the slope, and points to where the loss falls. Arrows that would leave the picture end at its rim.

    Parameters
    ----------
    output : float
        At first, from -4 to 4.

    Returns
    -------
    LossSlider
        `find("output")` is its slider.

    Raises
    ------
    ValueError
        If `output` is out of range.
    """
    return LossSlider(output)


def _picture(o, found, size) -> np.ndarray:
    rim = MOST + 0.6
    canvas = Canvas((-rim, rim, -len(found), 0.0), size)
    draw, small = ImageDraw.Draw(canvas.image), pixel_font(12 * DENSITY)
    canvas.line(np.array([[o, -len(found)], [o, 0]]), "#BDBDBD", 1.0)
    for row, (name, of) in enumerate(found.items()):
        y = -row - 0.62
        canvas.line(np.array([[-MOST, y], [MOST, y]]), "#BDBDBD", 1.0)
        for tick in range(-int(MOST), int(MOST) + 1):
            canvas.line(np.array([[tick, y - 0.03], [tick, y + 0.03]]), "#8E8E8E", 1.0)
        scale = DENSITY * size
        draw.text(
            (0.02 * scale, (row + 0.12) / len(found) * scale), name, fill=plots.INK, font=small, anchor="lm"
        )
        for tick in (-MOST, 0, 1, MOST):
            at = (tick + rim) / (2 * rim) * scale, (row + 0.68) / len(found) * scale
            draw.text(at, f"{tick:g}", fill=plots.FAINT, font=pixel_font(9 * DENSITY), anchor="mt")
        for lift, colour, slope in zip((0.26, 0.14, 0.02), PULLERS.values(), of, strict=True):
            end = np.clip(o - _UNIT * slope, -rim, rim)
            canvas.arrows([[o, y + lift]], [[end - o, 0.0]], colour)
        canvas.dots(np.array([[o, y]]), plots.INK, 2.5)
    return canvas.array
