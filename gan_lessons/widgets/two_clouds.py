"""Two Gaussian clouds: move one, stretch it, turn it, and read the Fréchet distance and its two terms."""

from __future__ import annotations

import math

from gan_lessons import metrics, plots
from gan_lessons.plots.canvas import Canvas
from gan_lessons.plots.scores import ellipse
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np

BOX = (-5.0, 9.0, -7.0, 7.0)
LONG, SHORT = 1.5, 0.6  # standard deviations of the real cloud: not round, or turning would change nothing
SIZES = (5, 10, 30, 100, 300, 1_000, 10_000)
_SHOWN = 300


class TwoClouds(WithPicture):
    """See `two_clouds`."""

    def __init__(self, seed: int = 0, size: int = 380):
        self.seed, self._size = seed, size
        self.image = ipw.Image(format="png", width=size, height=size, layout={"margin": "0", "flex": "none"})
        wide = {"layout": {"width": "auto", "min_width": "300px"}, "style": {"description_width": "90px"}}
        self._apart = ipw.FloatSlider(value=3.0, min=0, max=5, step=0.1, description="move by", **wide)
        self._stretch = ipw.FloatSlider(value=1.0, min=0.2, max=2, step=0.1, description="stretch by", **wide)
        self._turn = ipw.IntSlider(value=0, min=0, max=180, step=5, description="turn by (°)", **wide)
        self._n = ipw.SelectionSlider(
            options=[(f"{n:,}", n) for n in SIZES], value=1_000, description="points each", **wide
        )
        self.status = ipw.HTML()
        controls = {
            "image": self.image, "apart": self._apart, "stretch": self._stretch, "turn": self._turn, "n": self._n,
            "status": self.status,
        }  # fmt: skip
        for name, control in controls.items():
            control.add_class(f"gl-{name}")
        moved = [self._apart, self._stretch, self._turn, self._n]
        right = ipw.VBox([*moved, self.status], layout={"flex": "0 1 400px", "grid_gap": "8px"})
        super().__init__([self.image, right], "gl-two-clouds")
        self.drawn = 0
        for control in moved:
            control.observe(self._draw, "value")
        self._draw()

    def _draw(self, change=None) -> None:
        self.mean, self.covariance = _second(self._apart.value, self._stretch.value, self._turn.value)
        first_covariance = np.diag([LONG**2, SHORT**2])
        self.mean_term = float(self.mean @ self.mean)
        self.distance = metrics.gaussian_distance(np.zeros(2), first_covariance, self.mean, self.covariance)
        rng = np.random.default_rng(self.seed)
        n = self._n.value
        self.real = rng.standard_normal((n, 2)) * [LONG, SHORT]
        factor = np.linalg.cholesky(self.covariance)
        self.generated = self.mean + rng.standard_normal((n, 2)) @ factor.T
        self.measured = metrics.gaussian_distance(
            self.real.mean(axis=0), np.cov(self.real, rowvar=False),
            self.generated.mean(axis=0), np.cov(self.generated, rowvar=False),
        )  # fmt: skip
        canvas = Canvas(BOX, self._size)
        clouds = (self.real, plots.REAL, "disc"), (self.generated, plots.GENERATED, "diamond")
        for points, colour, shape in clouds:
            canvas.dots(points[:_SHOWN], colour, 1.7, shape)
        gaussians = (np.zeros(2), first_covariance, plots.REAL), (self.mean, self.covariance, plots.GENERATED)
        for mean, covariance, colour in gaussians:
            canvas.line(ellipse(mean, covariance), colour, 2.0)
        canvas.line(np.stack([np.zeros(2), self.mean]), plots.INK, 1.5)
        self.array = canvas.array
        self.image.value = plots.png(self.array)
        self.drawn += 1
        self.status.value = (
            f'<div data-drawn="{self.drawn}" style="line-height: 1.5">'
            f"means {self.mean_term:.2f} + covariances {max(0.0, self.distance - self.mean_term):.2f}<br>"
            f"= <b>{self.distance:.2f}</b>, the distance of the two Gaussians<br>"
            f"<b>{self.measured:.2f}</b> measured from {n:,} points of each</div>"
        )

    def still(self) -> plots.Picture:
        """The two clouds as a figure."""
        title = f"Fréchet distance {self.distance:.2f}; measured from {len(self.real):,} points each: {self.measured:.2f}"
        return plots.clouds({"real (discs), generated (diamonds)": (self.real, self.generated)}, title)


def _second(apart: float, stretch: float, turn: float) -> tuple[np.ndarray, np.ndarray]:
    angle = math.radians(turn)
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.array([apart, 0.0]), rotation @ np.diag([(LONG * stretch) ** 2, SHORT**2]) @ rotation.T


def two_clouds(seed: int = 0) -> TwoClouds:
    """Move, stretch and turn a generated cloud beside a real one; see the Fréchet distance and what chance adds.

    The known Gaussians' distance stands beside the one measured from points drawn from them, as many as you choose. With all
    at rest and the clouds on each other the first is 0, the second is not.

    Parameters
    ----------
    seed : int
        Of the points.

    Returns
    -------
    TwoClouds
        `find("apart")`, `find("stretch")`, `find("turn")` and `find("n")` are its sliders.
    """
    return TwoClouds(seed)
