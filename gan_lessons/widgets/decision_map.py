"""Scrub through the training of a classifier and see how its decision map changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons import plots
from gan_lessons.plots.decision import right_share
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np


class DecisionMap(WithPicture):
    """See `decision_map`."""

    def __init__(self, points, labels, trainings, epochs, width=384):
        self.epochs = [int(epoch) for epoch in epochs]
        self.units, self.seeds = (sorted({key[i] for key in trainings}) for i in (0, 1))
        missing = [(u, s) for u in self.units for s in self.seeds if (u, s) not in trainings]
        lengths = {len(maps) for maps in trainings.values()}
        if not trainings or missing or lengths != {len(self.epochs)} or not self.epochs:
            raise ValueError(
                f"{len(trainings)} trainings with {sorted(lengths)} maps for {len(self.epochs)} epochs"
                + (f", none for (units, seed) = {missing[0]}" if missing else "")
                + "; give each pair of units and seed one training, with one map for each epoch."
            )
        self.points, self.labels, self._width = points, labels, width
        self.trainings = {key: [np.asarray(p, np.float32) for p in maps] for key, maps in trainings.items()}
        self._shares = {  # computed here, so that maps that cannot be drawn are refused at once
            key: [right_share(p, points, labels) for p in maps] for key, maps in self.trainings.items()
        }
        self.image = ipw.Image(
            format="png", width=width, height=width, layout={"margin": "0", "flex": "none"}
        )
        self._epoch = ipw.SelectionSlider(
            options=[(f"{epoch:,}", i) for i, epoch in enumerate(self.epochs)],
            description="after epoch",
            layout={"width": "auto", "min_width": "300px"},
        )
        self._units, self._seed = (
            ipw.ToggleButtons(
                options=[(str(value), value) for value in values],
                description=name,
                style={"button_width": "52px"},
            )
            for name, values in (("units", self.units), ("seed", self.seeds))
        )
        self.status = ipw.HTML()
        controls = {"image": self.image, "epoch": self._epoch, "units": self._units, "seed": self._seed}
        for name, control in (controls | {"status": self.status}).items():
            control.add_class(f"gl-{name}")
        right = ipw.VBox(
            [self._epoch, self._units, self._seed, self.status],
            layout={"flex": "0 1 380px", "grid_gap": "8px"},
        )
        super().__init__([self.image, right], "gl-decision-map")
        for control in (self._epoch, self._units, self._seed):
            control.observe(self._draw, "value")
        self._draw()

    def _draw(self, change=None) -> None:
        key, i = (self._units.value, self._seed.value), self._epoch.value
        self.array = plots.decision_image(self.trainings[key][i], self.points, self.labels, self._width)
        self.image.value = plots.png(self.array)
        share, n = self._shares[key][i], len(self.labels)
        self.status.value = (
            f'<div data-drawn="{key[0]}-{key[1]}-{self.epochs[i]}" style="line-height: 1.5">'
            f"<b>{share:.0%}</b> of the {n} points lie on their own side of the line.</div>"
        )

    def still(self) -> plots.Picture:
        """The first seed's training for each number of units, as a figure."""
        shown = np.unique(np.linspace(0, len(self.epochs) - 1, min(5, len(self.epochs))).round().astype(int))
        seed = self._seed.value
        rows = {f"{units} units": [self.trainings[units, seed][i] for i in shown] for units in self.units}
        names = [f"epoch {self.epochs[i]:,}" for i in shown]
        title = f"Decision maps through training, for each number of units (seed {seed})"
        return plots.decision_strip(rows, self.points, self.labels, names, title)


def decision_map(
    points: np.ndarray,
    labels: np.ndarray,
    trainings: Mapping[tuple[int, int], Sequence[np.ndarray]],
    epochs: Sequence[int],
    width: int = 384,
) -> DecisionMap:
    """Choose a network and a moment of its training; see where it draws the line.

    Parameters
    ----------
    points : array-like (n, 2)
    labels : array-like (n,), of 0 and 1
    trainings : mapping of (units, seed) to a sequence of arrays (side * side,)
        Probabilities of class 1 at the points of `plots.plane(points, side)`, one array for each epoch. Every number of
        hidden units is there with every seed.
    epochs : sequence of int
        After which epoch each map was made.
    width : int
        Width and height of the map in pixels.

    Returns
    -------
    DecisionMap

    Raises
    ------
    ValueError
        If a training is missing, has not one map for each epoch, or holds no probabilities.
    """
    return DecisionMap(points, labels, trainings, epochs, width)
