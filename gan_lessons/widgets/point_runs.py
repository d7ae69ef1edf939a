"""Points translated without pairs: look through the runs, first with the eyes of a discriminator, then with the right answers."""

from __future__ import annotations

import html
from collections.abc import Mapping

from gan_lessons import numeric, plots
from gan_lessons.plots.canvas import Canvas
from gan_lessons.plots.labelled import LABEL_COLOURS, square_around
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np

SEEN, FROM, RIGHT = "what D sees", "where from", "right answers"
_SHOWN = 400  # points of each kind
_ARROWS = 80


class PointRuns(WithPicture):
    """See `point_runs`.

    Attributes
    ----------
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    """

    def __init__(self, made, right, labels, scores=None, size: int = 400):
        self.made, self.right, self.labels, self.scores = _checked(made, right, labels, scores)
        self._size = size
        self.image = ipw.Image(format="png", width=size, height=size, layout={"margin": "0", "flex": "none"})
        wide = {"layout": {"width": "auto", "min_width": "300px"}}
        self._run = ipw.Dropdown(options=list(self.made), description="run", **wide)
        self._seed = ipw.IntSlider(1, min=1, max=max(x.shape[1] for x in self.made.values()), description="seed", **wide)  # fmt: skip
        self._view = ipw.ToggleButtons(
            options=[SEEN, FROM, RIGHT], description="show", style={"button_width": "110px"}
        )
        self.status = ipw.HTML()
        named = {"image": self.image, "run": self._run, "seed": self._seed, "view": self._view, "status": self.status}  # fmt: skip
        for name, part in named.items():
            part.add_class(f"gl-{name}")
        controls = [self._run, self._seed, self._view]
        super().__init__(
            [self.image, ipw.VBox([*controls, self.status], layout={"flex": "0 1 420px", "grid_gap": "8px"})],
            "gl-point-runs",
        )
        self._run.observe(self._choose, "value")
        for part in (self._seed, self._view):
            part.observe(self._show, "value")
        self._choose()

    def _choose(self, change=None):
        self._seed.max = self.made[self._run.value].shape[1]  # a value above it moves down to it
        self._show()

    def _show(self, change=None):
        run, seed, view = self._run.value, self._seed.value - 1, self._view.value
        made, right = self.made[run][:, seed], self.right[run]
        canvas = Canvas(square_around(np.concatenate([right, made])), self._size)
        if view == SEEN:
            canvas.dots(right[:_SHOWN], plots.REAL, 2.2)
            canvas.dots(made[:_SHOWN], plots.GENERATED, 2.2, "diamond")
        else:
            canvas.dots(right[:_SHOWN], "#D4D4D4", 2.2)
            for kind, colour in enumerate(LABEL_COLOURS):
                canvas.dots(made[:_SHOWN][self.labels[:_SHOWN] == kind], colour, 2.4)
        if view == RIGHT:
            canvas.arrows(made[:_ARROWS], right[:_ARROWS] - made[:_ARROWS], "#8E8E8E")
        self.array = canvas.array
        self.image.value = plots.png(self.array)
        self.status.value = f'<div data-drawn="{html.escape(f"{run} {seed + 1} {view}")}" style="line-height: 1.5">{self._words(run, seed, view)}</div>'

    def _words(self, run: str, seed: int, view: str) -> str:
        lines = [
            {
                SEEN: "Blue: the points of b. Vermilion: translations of points of a.",
                FROM: "Grey: the points of b. Colours: where each translation came from in a.",
                RIGHT: "An arrow leads from a translation to where it should have been.",
            }[view]
        ]
        lines += [
            f"{html.escape(name)}: <b>{of_run[run][seed]:.3f}</b>" for name, of_run in self.scores.items()
        ]
        if view == RIGHT:
            lines.append(f"distance to the right answers: <b>{self.error(run)[seed]:.3f}</b> on average")
        return "<br>".join(lines)

    def error(self, run: str) -> np.ndarray:
        """Mean distance of the translations to their right answers, float64 (seeds,)."""
        return np.linalg.norm(self.made[run] - self.right[run][:, None], axis=-1).mean(axis=0)

    def still(self) -> plots.Picture:
        """The chosen seed of every run, coloured by where the points came from."""
        panels, beneath = {}, {}
        for name, made in self.made.items():
            seed = min(self._seed.value, made.shape[1]) - 1
            panel = f"{name}: {self.error(name)[seed]:.2f}"
            panels[panel], beneath[panel] = made[:_SHOWN, seed], self.right[name]
        title = (
            f"Seed {self._seed.value} of every run, and how far its translations are from the right answers"
        )
        return plots.labelled_points(panels, self.labels[:_SHOWN], beneath, title=title)


def _checked(made, right, labels, scores):
    if not isinstance(made, Mapping) or not made:
        raise ValueError(
            f"made is {numeric.shown(made)}; give a dict of runs, each with its translations (n, seeds, 2)."
        )
    arrays = {str(name): numeric.array(str(name), x, dtype=np.float64) for name, x in made.items()}
    labels = numeric.array("labels", labels)
    n = len(labels) if labels.ndim == 1 else -1
    for name, x in arrays.items():
        if x.ndim != 3 or x.shape[0] != n or x.shape[2] != 2 or not x.size:
            raise ValueError(
                f"Run {name!r} has shape {x.shape} and labels {labels.shape}; expected (n, seeds, 2), and (n,) labels."
            )
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= len(LABEL_COLOURS):
        raise ValueError(
            f"labels are {numeric.shown(labels)}; expected whole numbers from 0 to {len(LABEL_COLOURS) - 1}."
        )
    answers = right if isinstance(right, Mapping) else dict.fromkeys(arrays, right)
    if missing := [name for name in arrays if name not in answers]:
        raise ValueError(f"right has no answers for {missing}; give points (n, 2) for every run.")
    answers = {name: numeric.array("right", answers[name], dtype=np.float64) for name in arrays}
    for name, x in answers.items():
        if x.shape != (n, 2):
            raise ValueError(f"The right answers of {name!r} have shape {x.shape}; expected {(n, 2)}.")
    found = {}
    for score, of_run in (scores or {}).items():
        found[str(score)] = {name: numeric.array(str(score), of_run.get(name, ())) for name in arrays}
        for name, values in found[str(score)].items():
            if values.shape != arrays[name].shape[1:2]:
                raise ValueError(
                    f"Score {score!r} of {name!r} has shape {values.shape}; expected one number for each of its {arrays[name].shape[1]} seeds."
                )
    return arrays, answers, labels, found


def point_runs(
    made: Mapping[str, np.ndarray],
    right: np.ndarray | Mapping[str, np.ndarray],
    labels: np.ndarray,
    scores: Mapping[str, Mapping[str, np.ndarray]] | None = None,
) -> PointRuns:
    """Choose a run and a seed; see the two clouds as a discriminator does, then where each point came from, then the right answers.

    Parameters
    ----------
    made : mapping of str to array-like (n, seeds, 2)
        By the name of the run: the translations of the same n points.
    right : array-like (n, 2), or mapping of str to such
        Where they should be, of all runs or by run.
    labels : array-like of int (n,)
        What the sources are, from 0 to 4.
    scores : mapping of str to (mapping of str to array-like (seeds,)), optional
        What is said of every run beside its picture, by the score's name and the run's.

    Returns
    -------
    PointRuns
        `find("run")`, `find("seed")` and `find("view")` are its controls.

    Raises
    ------
    ValueError
        If there are no runs, or shapes do not fit together.
    """
    return PointRuns(made, right, labels, scores)
