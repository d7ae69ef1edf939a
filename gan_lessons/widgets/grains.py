"""Two piles of grains on a line: move the generated ones, bound the critic's slope, and read the distance."""

from __future__ import annotations

from gan_lessons import numeric, plots
from gan_lessons.plots.canvas import Canvas
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np

END = 10  # the line goes from 0 to this
REAL_GRAINS = (1, 2, 6, 7)
_HEIGHT = 0.6  # of a score of 1, in the units of the line


def best_critic(real: np.ndarray, generated: np.ndarray, bound: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Places (m,) and scores (m,) of the critic with the largest difference of mean scores, its slope at most `bound`.

    Uphill where more generated than real grains lie to the left, downhill where fewer do; straight between places, and flat beyond them.
    """
    real, generated = (np.asarray(pile, float) for pile in (real, generated))
    places = np.unique(np.concatenate([real, generated]))
    surplus = [(generated <= x).mean() - (real <= x).mean() for x in places[:-1]]
    steps = bound * np.sign(np.round(surplus, 9)) * np.diff(places)
    return places, np.concatenate([[0.0], np.cumsum(steps)])


class Grains(WithPicture):
    """See `grains`.

    Attributes
    ----------
    distance, reading : float
        The Wasserstein distance of the two piles, and what the best critic within the bound reads.
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn : int
        How many pictures were drawn.
    """

    def __init__(self, generated=(3, 0, 9, 4), size: int = 420):
        if len(generated) != len(REAL_GRAINS):
            raise ValueError(f"{len(generated)} generated grains were given; there are {len(REAL_GRAINS)}.")
        places = [numeric.real("generated", x, least=0.0, most=END) for x in generated]
        self._size, self.drawn = size, 0
        layout = {"margin": "0", "flex": "0 1 auto", "max_width": "100%", "height": "auto"}
        self.image = ipw.Image(format="png", width=size, height=size, layout=layout)
        self._grains = [_slider(f"grain {i + 1}", x, 0, END, 0.5) for i, x in enumerate(places)]
        self._bound = _slider("slope ≤", 1.0, 0.1, 2.0, 0.1)
        self.status = ipw.HTML()
        controls = {"image": self.image, "status": self.status, "bound": self._bound}
        controls |= {f"grain-{i + 1}": slider for i, slider in enumerate(self._grains)}
        for name, control in controls.items():
            control.add_class(f"gl-{name}")
        moved = [*self._grains, self._bound]
        right = ipw.VBox([*moved, self.status], layout={"flex": "0 1 360px", "grid_gap": "8px"})
        super().__init__([self.image, right], "gl-grains")
        for control in moved:
            control.observe(self._draw, "value")
        self._draw()

    @property
    def generated(self) -> np.ndarray:
        """Where the generated grains lie (4,)."""
        return np.array([slider.value for slider in self._grains])

    def _draw(self, change=None) -> None:
        real, generated, bound = np.array(REAL_GRAINS, float), self.generated, self._bound.value
        places, scores = best_critic(real, generated, bound)
        means = [np.interp(pile, places, scores).mean() for pile in (real, generated)]
        self.reading = float(means[0] - means[1])
        self.distance = float(np.abs(np.sort(real) - np.sort(generated)).mean())
        self.array = self._picture(real, generated, places, scores)
        self.image.value = plots.png(self.array)
        self.drawn += 1
        self.status.value = (
            f'<div data-drawn="{self.drawn}" style="line-height: 1.5">grey: the cheapest plan; mean distance moved '
            f"<b>{self.distance:.3f}</b><br>black: the best critic with a slope of at most {bound:.1f}<br>"
            f"mean score of real {means[0]:.3f}, of generated {means[1]:.3f}<br>it reads <b>{self.reading:.3f}</b></div>"
        )

    def _picture(self, real, generated, places, scores):
        canvas = Canvas((-0.6, END + 0.6, -2.2, END - 1.0), self._size)
        for tick in range(END + 1):
            canvas.line(np.array([[tick, -2.1], [tick, END]]), "#EDEDED", 1.0)
        for y in (0.4, -1.2):
            canvas.line(np.array([[0, y], [END, y]]), "#BDBDBD", 1.0)
        for a, b in zip(np.sort(real), np.sort(generated), strict=True):
            canvas.line(np.array([[a, 0.4], [b, -1.2]]), "#8E8E8E", 2.0)
        canvas.dots(np.stack([real, np.full_like(real, 0.4)], axis=1), plots.REAL, 6.0)
        canvas.dots(
            np.stack([generated, np.full_like(generated, -1.2)], axis=1), plots.GENERATED, 6.0, "diamond"
        )
        x = np.concatenate([[0.0], places, [END]])
        y = 1.6 + _HEIGHT * (np.interp(x, places, scores) - scores.min())
        canvas.line(np.stack([x, y], axis=1), plots.INK, 2.0)
        return canvas.array

    def still(self) -> plots.Picture:
        """The grains and the critic as a figure."""
        real, along = np.array(REAL_GRAINS, float), np.linspace(0, END, 201)
        places, scores = best_critic(real, self.generated, self._bound.value)
        title = f"Eight grains {self.distance:.2f} apart, and the best critic with a slope of at most {self._bound.value:.1f}: it reads {self.reading:.2f}"
        name = f"slope ≤ {self._bound.value:.1f}"
        return plots.critic_panels(
            along, {name: np.interp(along, places, scores)}, real, self.generated, title
        )


def grains(generated: tuple[float, float, float, float] = (3, 0, 9, 4)) -> Grains:
    """Move four generated grains beside four real ones, and see the cheapest plan, the best critic, and what it reads (chapter 16).

    Parameters
    ----------
    generated : four floats
        Where the generated grains lie at first, from 0 to 10.

    Returns
    -------
    Grains
        `find("grain-1")` to `find("grain-4")` and `find("bound")` are its sliders.

    Raises
    ------
    ValueError
        If there are not four, or one is out of range.
    """
    return Grains(generated)


def _slider(description, value, low, high, step):
    return ipw.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=step,
        description=description,
        readout_format=".1f",
        layout={"width": "auto", "min_width": "260px"},
        style={"description_width": "70px"},
    )
