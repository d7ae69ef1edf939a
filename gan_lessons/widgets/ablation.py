"""The runs of an ablation to look through: what a variant draws, beside the baseline with the same seed."""

from __future__ import annotations

import html

from gan_lessons import plots, results
from gan_lessons.widgets.base import WithPicture, framed

import ipywidgets as ipw
import numpy as np

_COLS, _SCALE = 10, 2


class Ablation(WithPicture):
    """See `ablation`.

    Attributes
    ----------
    array : ndarray (h, w), uint8
        The picture that is shown: the baseline's samples above, the variant's below.
    """

    def __init__(self, record=None, samples=None, variant=None):
        self.record = results.load("heuristics") if record is None else record
        self.samples = results.samples("heuristics") if samples is None else samples
        self.compared = {c.variant: c for c in results.compare(self.record)}
        names = [name for name in self.record["variants"] if name in self.compared]
        missing = {"baseline", *names} - set(self.samples)
        if missing:
            raise ValueError(
                f"there are no samples of {sorted(missing)}; give some of every variant of the record."
            )
        if variant is not None and variant not in names:
            raise ValueError(f"there is no variant {variant!r}; there are: {', '.join(names)}.")
        labels = [(self.record["variants"][name]["label"], name) for name in names]
        self._variant = ipw.Dropdown(
            options=labels, value=variant or names[0], description="changed", layout={"width": "auto"}
        )
        self._seed = ipw.ToggleButtons(
            options=self._seeds(), description="seed", style={"button_width": "48px"}
        )
        self._scores = ipw.Checkbox(value=True, description="show the scores", indent=False)
        self.status = ipw.HTML()
        height, width = self._drawn(self._variant.value).shape
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
            [self.image, ipw.VBox(controls, layout={"flex": "0 1 380px", "grid_gap": "8px"})], "gl-ablation"
        )
        for control in (self._variant, self._seed, self._scores):
            control.observe(self._show, "value")
        self._show()

    def _seeds(self):
        """Seeds of which every variant has samples."""
        shared = min(len(images) for images in self.samples.values())
        return self.record["seeds"][:shared]

    @property
    def variant(self) -> str:
        """Name of the variant that is shown."""
        return self._variant.value

    @property
    def seed(self) -> int:
        """The seed that is shown."""
        return self._seed.value

    def _drawn(self, variant):
        k = self.record["seeds"].index(self.seed)
        both = [
            plots.grid_image(self.samples[name][k], cols=_COLS, scale=_SCALE)
            for name in ("baseline", variant)
        ]
        gap = np.full((20, both[0].shape[1]), 255, np.uint8)
        return np.concatenate([both[0], gap, both[1]])

    def _show(self, change=None):
        self.array = self._drawn(self.variant)
        self.image.value = plots.png(self.array)
        self.status.value = (
            f'<div data-drawn="{self.variant} {self.seed}" style="line-height: 1.5">{self._words()}</div>'
        )

    def _words(self):
        label = html.escape(self.record["variants"][self.variant]["label"])
        lead = f"Above: the baseline. Below: <b>{label}</b>. Both with seed {self.seed}."
        if not self._scores.value:
            return f"{lead}<br>Which is better? Decide, then show the scores."
        rows = "".join(
            f"<tr><td>seed {seed}{' ←' if seed == self.seed else ''}</td>"
            + "".join(
                f"<td>{results.values(self.record, n)[seed]:.1%}</td>" for n in ("baseline", self.variant)
            )
            + "</tr>"
            for seed in self._seeds()
        )
        c = self.compared[self.variant]
        return (
            f'{lead}<table style="border-spacing: 12px 0; margin-left: -12px; text-align: right">'
            f"<tr><td></td><td>baseline</td><td>changed</td></tr>{rows}</table>"
            f"Difference in legible share: {100 * c.difference:+.1f} ± {100 * c.error:.1f} points: <b>{c.verdict}</b>."
        )

    def still(self) -> plots.Picture:
        """Baseline and variant with the seed that is shown, as a figure."""
        k = self.record["seeds"].index(self.seed)
        label = self.record["variants"][self.variant]["label"]
        return plots.strip(
            [self.samples[name][k][:_COLS] for name in ("baseline", self.variant)],
            ["baseline", "changed"],
            title=f"The baseline, and the same with one change: {label} (seed {self.seed})",
        )


def ablation(record: dict | None = None, samples: dict | None = None, variant: str | None = None) -> Ablation:
    """Choose a variant and a seed, see what it draws beside the baseline, and what it scores.

    Parameters
    ----------
    record : dict, optional
        As `results.load` gives it; by default chapter 5's.
    samples : dict of str to ndarray (seeds, n, h, w, c), optional
        As `results.samples` gives them; by default chapter 5's.
    variant : str, optional
        What is shown first.

    Returns
    -------
    Ablation

    Raises
    ------
    ValueError
        If there is no such variant, or no samples of one.
    """
    return Ablation(record, samples, variant)
