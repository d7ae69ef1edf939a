"""A gallery of checkpoints."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from gan_lessons import plots
from gan_lessons.widgets.base import WithPicture, framed

import ipywidgets as ipw
import numpy as np


class Gallery(WithPicture):
    """See `gallery`."""

    def __init__(self, snapshots, steps, scores=None, score_name="score", width=420):
        if (
            len(snapshots) == 0
            or len(snapshots) != len(steps)
            or (scores is not None and len(scores) != len(steps))
        ):
            raise ValueError(
                f"{len(snapshots)} snapshots, {len(steps)} steps and {'no' if scores is None else len(scores)} scores; "
                "give one step (and one score, if any) for each snapshot, and at least one snapshot."
            )
        self.snapshots = [plots.to_uint8(images) for images in snapshots]
        self.steps = [int(step) for step in steps]
        self.scores = None if scores is None else [float(score) for score in scores]
        self.score_name = score_name
        self._cols = math.ceil(math.sqrt(len(self.snapshots[-1])))
        pixels = plots.grid_image(self.snapshots[-1], cols=self._cols).shape
        self._scale = max(1, round(width / pixels[1]))
        self.image = ipw.Image(
            format="png",
            **framed(pixels[1] * self._scale, pixels[0] * self._scale),
        )
        self._chooser = ipw.SelectionSlider(
            options=[(f"{step:,}", i) for i, step in enumerate(self.steps)],
            description="after step",
            layout={"width": "auto", "min_width": "300px"},
        )
        self.status = ipw.HTML()
        for widget, name in ((self.image, "image"), (self._chooser, "checkpoint"), (self.status, "status")):
            widget.add_class(f"gl-{name}")
        super().__init__(
            [
                self.image,
                ipw.VBox([self._chooser, self.status], layout={"flex": "0 1 380px", "grid_gap": "8px"}),
            ],
            "gl-gallery",
        )
        self._chooser.observe(self._choose, "value")
        self._choose()

    @property
    def step(self) -> int:
        """The step of the checkpoint that is shown. Assign one of `steps` to show another."""
        return self.steps[self._chooser.value]

    @step.setter
    def step(self, step: int) -> None:
        if step not in self.steps:
            raise ValueError(f"there is no checkpoint of step {step}; there are {self.steps}.")
        self._chooser.value = self.steps.index(step)

    def _choose(self, change=None):
        i = self._chooser.value
        self.array = plots.grid_image(self.snapshots[i], cols=self._cols, scale=self._scale)
        self.image.value = plots.png(self.array)
        self.status.value = f'<div data-drawn="{i}" style="line-height: 1.5">{self._words(i)}</div>'

    def _words(self, i):
        if self.scores is None:
            return f"checkpoint {i + 1} of {len(self.steps)}"
        return f"{html.escape(self.score_name)}: <b>{self.scores[i]:.3g}</b>{_sparkline(self.scores, i)}"

    def still(self) -> plots.Picture:
        """A few checkpoints beneath each other, as a figure."""
        return plots.strip(
            self.snapshots,
            [f"step {step:,}" for step in self.steps],
            title="The same latent points as training goes on",
        )


def gallery(
    snapshots: Sequence[np.ndarray],
    steps: Sequence[int],
    scores: Sequence[float] | None = None,
    score_name: str = "score",
    width: int = 420,
) -> Gallery:
    """Choose a checkpoint, see what it draws.

    Parameters
    ----------
    snapshots : sequence of arrays (n, h, w, c)
        One for each checkpoint, from the same latent points: `SampleGrid.snapshots`.
    steps : sequence of int
        After which step each was made: `SampleGrid.steps`.
    scores : sequence of float, optional
        One for each, shown beside it and as a curve.
    score_name : str
        What the scores are, with extractor and sample size.
    width : int
        About how many pixels wide the images are together.

    Returns
    -------
    Gallery

    Raises
    ------
    ValueError
        If the lengths differ or there is nothing to show.
    """
    return Gallery(snapshots, steps, scores, score_name, width)


def _sparkline(scores: Sequence[float], chosen: int) -> str:
    """The scores as a small curve with the chosen one marked, in SVG."""
    y = np.asarray(scores, float)
    finite = y[np.isfinite(y)]
    low, span = (finite.min(), np.ptp(finite) or 1) if len(finite) else (0, 1)
    points = [
        (10 + 340 * i / max(1, len(y) - 1), 56 - 46 * (v - low) / span) if np.isfinite(v) else None
        for i, v in enumerate(y)
    ]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in filter(None, points))
    mark = (
        ""
        if points[chosen] is None
        else '<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="{}"/>'.format(*points[chosen], plots.GENERATED)
    )
    return (
        '<svg viewBox="0 0 360 66" width="360" style="display:block;max-width:100%" role="img" '
        f'aria-label="score of each checkpoint"><polyline points="{path}" fill="none" stroke="currentColor" '
        f'stroke-width="1.5"/>{mark}</svg>'
    )
