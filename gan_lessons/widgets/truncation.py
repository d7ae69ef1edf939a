"""A slider that trades variety for fidelity: what a generator draws at each threshold, and where that lies between precision and recall."""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Sequence

from gan_lessons import metrics, numeric, plots
from gan_lessons.metrics import PrecisionRecall
from gan_lessons.widgets.base import DrawnBeside, Latest, as_seen, framed

import ipywidgets as ipw
import numpy as np

ROWS = 3


class TruncationSlider(DrawnBeside):
    """See `truncation_slider`.

    Attributes
    ----------
    value : float
        The setting that is chosen. Assign to it to choose another.
    scores : dict of float to PrecisionRecall
        Of the settings that were chosen so far; `score` computes one.
    array : ndarray (h, w, 3), uint8
        The pictures that are shown.
    """

    def __init__(self, make, values, real, features, n=500, shown=24, name="threshold", width=440):
        self.name = str(name)
        self._make, self._features = _callable("make", make), _callable("features", features)
        self._values = _settings(values)
        self._n = numeric.whole("n", n, 50, 50_000)
        self._shown = numeric.whole("shown", shown, 1, self._n)
        self._real = numeric.array("real", real, dtype="float32")
        if self._real.ndim != 2 or len(self._real) < 50:
            raise ValueError(
                f"real has shape {self._real.shape}; the features of at least 50 real images are expected: (n, features)."
            )
        self._few: dict[float, np.ndarray] = {}
        self.scores: dict[float, PrecisionRecall] = {}
        self.drawn = 0
        self._latest = Latest(self._judge, self._show_error)
        first = self._pictures(self._values[-1])
        self._scale = max(
            1, round(numeric.whole("width", width, 16, 2048) / (-(-self._shown // ROWS) * first.shape[2]))
        )
        self._slider = ipw.SelectionSlider(
            options=[(f"{value:g}", value) for value in self._values],
            value=self._values[-1],
            description=self.name,
            layout={"width": "auto"},
        )
        self.status = ipw.HTML()
        height, width = self._drawn().shape[:2]
        self.image = ipw.Image(format="png", **framed(width, height))
        for css, widget in (("image", self.image), ("value", self._slider), ("status", self.status)):
            widget.add_class(f"gl-{css}")
        super().__init__(
            [
                self.image,
                ipw.VBox(
                    [self._slider, self.status],
                    layout={"flex": "0 1 360px", "min_width": "260px", "grid_gap": "8px"},
                ),
            ],
            "gl-truncation-slider",
        )
        self._slider.observe(self._show, "value")
        self._show()

    @property
    def value(self) -> float:
        return self._slider.value

    @value.setter
    def value(self, value: float) -> None:
        self._slider.value = self._known(value)

    def score(self, value: float) -> PrecisionRecall:
        """Precision and recall at a setting; computed once.

        Raises
        ------
        ValueError
            If the slider has no such setting.
        """
        value = self._known(value)
        if value not in self.scores:
            features = self._features(_images(self._make(value, self._n), self._n))
            self.scores[value] = metrics.precision_recall(self._real, features)
        return self.scores[value]

    def _known(self, value) -> float:
        if value not in self._values:
            raise ValueError(
                f"the slider has no setting {numeric.shown(value)}; it has {', '.join(f'{v:g}' for v in self._values)}."
            )
        return value

    def _pictures(self, value: float) -> np.ndarray:
        if value not in self._few:
            self._few[value] = as_seen(_images(self._make(value, self._shown), self._shown))[0]
        return self._few[value]

    def _drawn(self) -> np.ndarray:
        return plots.grid_image(self._pictures(self.value), rows=ROWS, scale=self._scale)

    def _show(self, change=None) -> None:
        """The picture at once; the scores, which may take a second, when they are there."""
        self.array = self._drawn()
        self.image.value = plots.png(self.array)
        self._write(self.value)
        self._latest.put(self.value)

    def _judge(self, value: float) -> None:
        self.score(value)
        self._write(self.value)

    def _write(self, now: float) -> None:
        self.drawn += 1
        state = "scored" if now in self.scores else "waiting"
        lines = "".join(self._line(value, value == now) for value in self._values)
        self.status.value = (
            f'<div data-drawn="{now:g}-{state}" style="line-height: 1.5">'
            f'<table style="border-spacing: 12px 0; margin-left: -12px; text-align: right">'
            f"<tr><td>{html.escape(self.name)}</td><td>precision</td><td>recall</td></tr>{lines}</table>"
            f"Precision: are the pictures good? Recall: are all kinds there? {self._n:,} pictures count, each setting from the same latents."
            "</div>"
        )

    def _line(self, value: float, now: bool) -> str:
        cells = [f"{value:g}"]
        if value in self.scores:
            cells += [f"{self.scores[value].precision:.2f}", f"{self.scores[value].recall:.2f}"]
        else:
            cells += ["…" if now else "–"] * 2
        bold = ("<b>", "</b>") if now else ("", "")
        return "<tr>" + "".join(f"<td>{bold[0]}{cell}{bold[1]}</td>" for cell in cells) + "</tr>"

    def still(self) -> plots.Picture:
        """The first pictures at every setting, a row for each."""
        rows = [self._pictures(value)[:8] for value in self._values]
        return plots.strip(
            rows,
            [f"{self.name}\n{value:g}" for value in self._values],
            rows=len(rows),
            title=f"The same latents at each {self.name}",
            side=0.8,
        )


def truncation_slider(
    make: Callable[[float, int], np.ndarray],
    values: Sequence[float],
    real: np.ndarray,
    features: Callable[[np.ndarray], np.ndarray],
    n: int = 500,
    shown: int = 24,
    name: str = "threshold",
    width: int = 440,
) -> TruncationSlider:
    """Slide from few safe pictures to many bold ones, and see where each setting lies between precision and recall.

    For any setting that trades the one for the other: the threshold of BigGAN's truncated latents, StyleGAN's ψ.

    Parameters
    ----------
    make : callable
        `make(value, n)` to n images, uint8 or float in [-1, 1]: (n, h, w, 1 or 3). One value and n give the same ones at each call.
    values : sequence of float
        The settings, two or more, in increasing order; infinity is one that may be.
    real : array-like (m, features)
        Features of real images; at least 50.
    features : callable
        Images to such features, the `features` of a classifier say.
    n : int
        Images that are scored at each setting, when it is first chosen.
    shown : int
        How many of them are shown: the first ones of as many.
    name : str
        Of the setting.
    width : int
        About how many pixels wide the picture is.

    Returns
    -------
    TruncationSlider

    Raises
    ------
    ValueError
        If the settings are not in order, an argument has another form, or what is made are no images.
    """
    return TruncationSlider(make, values, real, features, n, shown, name, width)


def _callable(name: str, given):
    if not callable(given):
        raise ValueError(f"{name} is {numeric.shown(given)}; a function is expected.")
    return given


def _settings(values) -> list[float]:
    if not isinstance(values, Sequence | np.ndarray) or isinstance(values, str) or len(values) < 2:
        raise ValueError(f"values is {numeric.shown(values)}; give two settings or more.")
    found = [np.inf if v == np.inf else numeric.real("a value", v) for v in values]
    if any(a >= b for a, b in itertools.pairwise(found)):
        raise ValueError(f"values is {found}; give them in increasing order, each once.")
    return found


def _images(made, n: int) -> np.ndarray:
    images = plots.to_uint8(made)
    if len(images) != n:
        raise ValueError(f"make returned {len(images)} images where {n} were asked for.")
    return images
