"""A slider over translators that were trained with different weights of one loss: what each makes, and how three rulers judge it."""

from __future__ import annotations

import html
from collections.abc import Mapping

from gan_lessons import metrics, numeric, plots, sampling
from gan_lessons.data import Paired
from gan_lessons.metrics.translation import RADIUS, TranslationScore
from gan_lessons.widgets.base import DrawnBeside, Latest, as_seen, framed, translator
from gan_lessons.widgets.translation_runs import RULERS

import ipywidgets as ipw
import numpy as np

_LEAST = 2 * RADIUS + 1  # pixels a side that SSIM needs


class WeightSlider(DrawnBeside):
    """See `weight_slider`.

    Attributes
    ----------
    weight : float
        The one that is chosen. Assign to it to choose another.
    scores : dict of float to TranslationScore
        Of the networks that were chosen so far; `score` computes one.
    array : ndarray (h, w, 3), uint8
        The picture that is shown: the sources above, their translations, the true targets below.
    """

    def __init__(self, networks, pairs, shown=4, name="λ", seed=0, width=420):
        self._samplers = _checked(networks, pairs)
        self.pairs, self.name = pairs, str(name)
        self._seed = numeric.whole("seed", seed, 0, 2**31 - 1)
        shown = numeric.whole("shown", shown, 1, len(pairs))
        self._few = {weight: self._made(weight, shown) for weight in self._samplers}
        source, target, *made = as_seen(pairs.source[:shown], pairs.target[:shown], *self._few.values())
        self._rows = {weight: (source, few, target) for weight, few in zip(self._few, made, strict=True)}
        self._scale = max(1, round(numeric.whole("width", width, 16, 2048) / (shown * source.shape[2])))
        self.scores: dict[float, TranslationScore] = {}
        self.drawn = 0
        self._latest = Latest(self._judge, self._show_error)

        self._slider = ipw.SelectionSlider(
            options=[(f"{weight:g}", weight) for weight in self._samplers],
            value=max(self._samplers),
            description=self.name,
            layout={"width": "auto"},
        )
        self.status = ipw.HTML()
        height, width = self._drawn().shape[:2]
        self.image = ipw.Image(format="png", **framed(width, height))
        for css, widget in (("image", self.image), ("weight", self._slider), ("status", self.status)):
            widget.add_class(f"gl-{css}")
        right = [self._slider, self.status]
        super().__init__(
            [
                self.image,
                ipw.VBox(right, layout={"flex": "0 1 420px", "min_width": "280px", "grid_gap": "8px"}),
            ],
            "gl-weight-slider",
        )
        self._slider.observe(self._show, "value")
        self._show()

    @property
    def weight(self) -> float:
        return self._slider.value

    @weight.setter
    def weight(self, weight: float) -> None:
        self._slider.value = self._known(weight)

    def score(self, weight: float) -> TranslationScore:
        """Mean error, SSIM and distance of textures over all pairs, of the network of this weight; computed once.

        Raises
        ------
        ValueError
            If there is no network of this weight.
        """
        weight = self._known(weight)
        if weight not in self.scores:
            self.scores[weight] = metrics.translation_score(
                self._made(weight, len(self.pairs)), self.pairs.target, seed=self._seed
            )
        return self.scores[weight]

    def _known(self, weight) -> float:
        known = numeric.real("weight", weight)
        if known not in self._samplers:
            raise ValueError(
                f"there is no network of weight {known:g}; there are: {', '.join(f'{w:g}' for w in self._samplers)}."
            )
        return known

    def _made(self, weight: float, n: int) -> np.ndarray:
        sampler = self._samplers[weight]
        return sampler.draw(sampler.inputs(n, **{sampler.names[0]: self.pairs.source[:n]}), 50, self._seed)

    def _drawn(self) -> np.ndarray:
        rows = self._rows[self.weight]
        return plots.grid_image(np.concatenate(rows), rows=3, cols=len(rows[0]), scale=self._scale)

    def _show(self, change=None) -> None:
        """The picture at once; the scores, which may take seconds, when they are there."""
        self.array = self._drawn()
        self.image.value = plots.png(self.array)
        self._write(self.weight)
        self._latest.put(self.weight)

    def _judge(self, weight: float) -> None:
        self.score(weight)
        self._write(self.weight)

    def _write(self, now: float) -> None:
        self.drawn += 1
        names = "".join(f"<td>{title}</td>" for title, _ in RULERS.values())
        lines = "".join(self._line(weight, weight == now) for weight in self._samplers)
        state = "scored" if now in self.scores else "waiting"
        self.status.value = (
            f'<div data-drawn="{now:g}-{state}" style="line-height: 1.5">Above: the sources. Middle: translated with {html.escape(self.name)} '
            f'= <b>{now:g}</b>. Below: the true targets.<table style="border-spacing: 12px 0; margin-left: -12px; text-align: right">'
            f"<tr><td>{html.escape(self.name)}</td>{names}</tr>{lines}</table>All {len(self.pairs):,} pairs count. Less is better in the first "
            "and the last column, more in the second.</div>"
        )

    def _line(self, weight: float, now: bool) -> str:
        cells = [f"{weight:g}"]
        if weight in self.scores:
            score = self.scores[weight]
            values = {"error": score.error, "similarity": score.similarity, "texture": score.texture.value}
            cells += [f"{values[ruler]:{form}}" for ruler, (_, form) in RULERS.items()]
        else:
            cells += ["…" if now else "–"] * len(RULERS)
        return (
            "<tr>"
            + "".join(f"<td>{'<b>' if now else ''}{cell}{'</b>' if now else ''}</td>" for cell in cells)
            + "</tr>"
        )

    def still(self) -> plots.Picture:
        """The sources, what each network makes of them, and the true targets."""
        source, _, target = self._rows[self.weight]
        rows = {"source": source} | {f"{self.name} = {w:g}": made for w, (_, made, _) in self._rows.items()}
        rows["true"] = target
        return plots.strip(
            [*rows.values()],
            [*rows],
            rows=len(rows),
            title=f"The same pictures, translated by networks trained with different {self.name}",
            side=0.8,
        )


def weight_slider(
    networks: Mapping[float, object],
    pairs: Paired,
    shown: int = 4,
    name: str = "λ",
    seed: int = 0,
    width: int = 420,
) -> WeightSlider:
    """Slide over translators that differ in a weight of their loss; see what each makes, and how far three rulers agree.

    Each is scored when it is first chosen, on all pairs, beside the running code.

    Parameters
    ----------
    networks : mapping of weight to keras.Model or Sampler
        Two or more, each from images (n, h, w, c) in [-1, 1] to images; a weight is a finite number of at least 0.
    pairs : Paired
        Held-out ones, of at least 11 pixels a side.
    shown : int
        How many of them are shown, the first ones.
    name : str
        Of the weight.
    seed : int
        Of the networks' noise and of the scores' patches.
    width : int
        About how many pixels wide the picture is.

    Returns
    -------
    WeightSlider

    Raises
    ------
    ValueError
        If there is one network or none, a key is no weight, or the pairs do not fit.
    """
    return WeightSlider(networks, pairs, shown, name, seed, width)


def _checked(networks, pairs) -> dict[float, sampling.Sampler]:
    """The samplers by weight, smallest first."""
    if not isinstance(networks, Mapping) or len(networks) < 2:
        raise ValueError(
            f"networks is {numeric.shown(networks)}; give a dict of two or more: {{1: network, 100: another}}."
        )
    if not isinstance(pairs, Paired) or min(pairs.source.shape[1:3]) < _LEAST:
        raise ValueError(
            f"pairs is {numeric.shown(pairs)}; held-out pairs (data.Paired) of at least {_LEAST} pixels a side are expected."
        )
    weights = {numeric.real("a weight", weight, least=0): weight for weight in networks}
    found = {}
    for weight in sorted(weights):
        sampler, _ = translator(networks[weights[weight]], pairs.source)
        if sampler.shape[2] != pairs.target.shape[3]:
            raise ValueError(
                f"The network of weight {weight:g} makes images of {sampler.shape[2]} channels; the pairs' targets have {pairs.target.shape[3]}."
            )
        found[weight] = sampler
    return found
