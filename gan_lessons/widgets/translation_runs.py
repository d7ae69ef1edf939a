"""The recorded runs of chapter 21 to look through: what each made of the same held-out places, and three rulers beside it."""

from __future__ import annotations

import html

from gan_lessons import numeric, plots, results
from gan_lessons.data import Paired
from gan_lessons.widgets.base import WithPicture, framed

import ipywidgets as ipw
import numpy as np

_SCALE = 3
# Entries of a run: how each is called, and how it is written.
RULERS = {
    "error": ("mean error, of 255 levels", ".1f"),
    "similarity": ("SSIM", ".3f"),
    "texture": ("distance of textures", ".3f"),
}


class TranslationRuns(WithPicture):
    """See `translation_runs`.

    Attributes
    ----------
    array : ndarray (h, w, 3), uint8
        The picture that is shown: the sources above, their translations, the true targets below.
    """

    def __init__(self, pairs, record=None, samples=None, variant=None):
        self.record = results.load("translation_ablations") if record is None else record
        self.samples = results.samples("translation_ablations") if samples is None else samples
        names = list(self.record["variants"])
        missing = [name for name in names if name not in self.samples]
        if missing:
            raise ValueError(f"there are no samples of {missing}; give some of every variant of the record.")
        if not isinstance(pairs, Paired) or pairs.target.shape != self.samples[names[0]].shape[1:]:
            raise ValueError(
                f"pairs is {numeric.shown(pairs)}; the runs translated the pairs {self.record['shown']} of the held-out ones: "
                "give held_out.rows(record['shown'])."
            )
        if variant is not None and variant not in names:
            raise ValueError(f"there is no variant {variant!r}; there are: {', '.join(names)}.")
        self.pairs = pairs
        self._variant = ipw.SelectionSlider(
            options=[(self.record["variants"][name]["label"], name) for name in names],
            value=variant or names[0],
            description="trained",
            layout={"width": "auto"},
        )
        self._seed = ipw.ToggleButtons(
            options=self.record["seeds"][: min(len(images) for images in self.samples.values())],
            description="seed",
            style={"button_width": "48px"},
        )
        self._scores = ipw.Checkbox(value=True, description="show the rulers", indent=False)
        self.status = ipw.HTML()
        height, width = self._drawn().shape[:2]
        self.image = ipw.Image(format="png", **framed(width, height))
        named = {
            "image": self.image,
            "variant": self._variant,
            "seed": self._seed,
            "scores": self._scores,
            "status": self.status,
        }
        for name, widget in named.items():
            widget.add_class(f"gl-{name}")
        controls = [self._variant, self._seed, self._scores, self.status]
        super().__init__(
            [self.image, ipw.VBox(controls, layout={"flex": "0 1 420px", "grid_gap": "8px"})],
            "gl-translation-runs",
        )
        for control in (self._variant, self._seed, self._scores):
            control.observe(self._show, "value")
        self._show()

    @property
    def variant(self) -> str:
        """Name of the variant that is shown."""
        return self._variant.value

    @property
    def seed(self) -> int:
        """The seed that is shown."""
        return self._seed.value

    def _made(self) -> np.ndarray:
        return self.samples[self.variant][self.record["seeds"].index(self.seed)]

    def _drawn(self) -> np.ndarray:
        rows = np.concatenate([self.pairs.source, self._made(), self.pairs.target])
        return plots.grid_image(rows, rows=3, cols=len(self.pairs), scale=_SCALE)

    def _show(self, change=None):
        self.array = self._drawn()
        self.image.value = plots.png(self.array)
        self.status.value = (
            f'<div data-drawn="{self.variant} {self.seed}" style="line-height: 1.5">{self._words()}</div>'
        )

    def _words(self) -> str:
        label = html.escape(self.record["variants"][self.variant]["label"])
        lead = f"Above: the sources. Middle: <b>{label}</b>, seed {self.seed}. Below: the true targets."
        if not self._scores.value:
            return f"{lead}<br>What would each ruler say? Decide, then show them."
        rows = "".join(self._row(score) for score in RULERS)
        return (
            f'{lead}<table style="border-spacing: 12px 0; margin-left: -12px; text-align: right">'
            f"<tr><td></td><td>this run</td><td>all seeds</td></tr>{rows}</table>"
            "All held-out places count. Less is better in the first and the last row, more in the second."
        )

    def _row(self, score: str) -> str:
        name, form = RULERS[score]
        own = results.values(self.record, self.variant, score)[self.seed]
        return (
            f'<tr><td style="text-align: left">{name}</td><td>{own:{form}}</td>'
            f"<td>{results.in_words(self.record, self.variant, score, form)}</td></tr>"
        )

    def still(self) -> plots.Picture:
        """What is shown, as a figure."""
        label = self.record["variants"][self.variant]["label"]
        return plots.strip(
            [self.pairs.source, self._made(), self.pairs.target],
            ["source", "made", "true"],
            title=f"One of the recorded runs: {label} (seed {self.seed})",
            side=0.9,
        )


def translation_runs(
    pairs: Paired, record: dict | None = None, samples: dict | None = None, variant: str | None = None
) -> TranslationRuns:
    """Choose a recorded run, see what it made of some held-out places, and what three rulers say of all of them.

    Parameters
    ----------
    pairs : Paired
        Those that the samples are translations of: ``held_out.rows(record["shown"])``.
    record : dict, optional
        As `results.load` gives it; by default "translation_ablations".
    samples : dict of str to ndarray (seeds, n, h, w, c), optional
        As `results.samples` gives them.
    variant : str, optional
        What is shown first.

    Returns
    -------
    TranslationRuns

    Raises
    ------
    ValueError
        If there is no such variant, no samples of one, or the pairs are of another number or shape.
    """
    return TranslationRuns(pairs, record, samples, variant)
