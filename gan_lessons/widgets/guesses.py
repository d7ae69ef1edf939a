"""Guess the verdicts of an ablation before seeing them; then count the hits, beside what shuffled guesses would hit."""

from __future__ import annotations

import html
from collections.abc import Mapping

from gan_lessons import plots, results
from gan_lessons.plots.style import heading
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np

OPEN = "?"
VERDICTS = ("worse", "cannot tell", "better")
_SHUFFLES = 10_000


class Guesses(WithPicture):
    """See `guesses`.

    Attributes
    ----------
    guessed : dict of str to str
        The verdict that was guessed for each variant about which one was.
    """

    def __init__(self, record=None):
        self.record = results.load("heuristics") if record is None else record
        found = {c.variant: c.verdict for c in results.compare(self.record)}
        # In the order of the record: the order of the scores would give the verdicts away.
        self.verdicts = {name: found[name] for name in self.record["variants"] if name in found}
        self._labels = {name: self.record["variants"][name]["label"] for name in self.verdicts}
        self._choices, rows = {}, []
        for name, label in self._labels.items():
            choice = ipw.Dropdown(
                options=[OPEN, *VERDICTS],
                value=OPEN,
                description=label,  # named with its change, for those who hear the page
                style={"description_width": "250px"},
                layout={"width": "370px"},
            )
            choice.add_class(f"gl-guess-{name}")
            choice.observe(self._show, "value")
            self._choices[name] = choice
            rows.append(choice)
        self._reveal = ipw.Checkbox(value=False, description="show how many were right", indent=False)
        self._reveal.add_class("gl-reveal")
        self._reveal.observe(self._show, "value")
        self.status = ipw.HTML()
        self.status.add_class("gl-status")
        half = (len(rows) + 1) // 2
        columns = [ipw.VBox(part) for part in (rows[:half], rows[half:]) if part]
        super().__init__([*columns, ipw.VBox([self._reveal, self.status])], "gl-guesses")
        self._show()

    @property
    def guessed(self) -> dict[str, str]:
        return {name: choice.value for name, choice in self._choices.items() if choice.value != OPEN}

    def guess(self, variant: str, verdict: str) -> None:
        """Guess by code what one would choose with the mouse.

        Raises
        ------
        ValueError
            If there is no such variant, or it is no verdict.
        """
        if variant not in self._choices:
            raise ValueError(f"there is no variant {variant!r}; there are: {', '.join(self._choices)}.")
        if verdict not in (OPEN, *VERDICTS):
            raise ValueError(
                f"verdict is {verdict!r}; guess one of {', '.join(VERDICTS)}, or {OPEN} to take it back."
            )
        self._choices[variant].value = verdict

    @property
    def summary(self) -> str:
        """How many guesses were right, and how many would be if they were dealt to the same changes at random."""
        if not self.guessed:
            return "You have guessed nothing yet."
        hits, mean, share = scored(self.guessed, self.verdicts)
        always = sum(self.verdicts[name] == "worse" for name in self.guessed)
        return (
            f"{hits} of {len(self.guessed)} guesses are right. The same guesses, shuffled, would be right {mean:.1f} times, and "
            f'at least as often as yours in {share:.0%} of the shuffles. Who says "worse" every time is right {always} times.'
        )

    def _show(self, change=None):
        n, of = len(self.guessed), len(self._choices)
        words = self.summary if self._reveal.value else "Nothing is told before you ask."
        self.status.value = (
            f'<div role="status" data-guessed="{n}" style="line-height: 1.5; max-width: 380px">'
            f"{n} of {of} guessed. {html.escape(words)}</div>"
        )

    def still(self) -> plots.Picture:
        """The list of the changes, each with what was guessed."""
        picture = plots.Picture(figsize=(7.6, 0.5 + 0.21 * len(self._labels)))
        ax = picture.subplots()
        ax.set_axis_off()
        ax.set(xlim=(0, 1), ylim=(len(self._labels), -1))
        for y, (name, label) in enumerate(self._labels.items()):
            ax.text(0.0, y, self._choices[name].value, fontsize=9, va="center", color=plots.REAL)
            ax.text(0.16, y, label, fontsize=9, va="center")
        heading(
            picture, f"{len(self._labels)} changes: does each make it worse or better, or can one not tell?"
        )
        return picture


def scored(guessed: Mapping[str, str], verdicts: Mapping[str, str]) -> tuple[int, float, float]:
    """Hits, and what chance would give: the same guesses, dealt to the same variants at random.

    Parameters
    ----------
    guessed, verdicts : mapping of variant to verdict
        Every variant of the first is one of the second.

    Returns
    -------
    (int, float, float)
        How many guesses are right; the mean over all ways to shuffle them; the share of 10,000 shuffles (with a fixed seed) with
        at least as many right.

    Raises
    ------
    ValueError
        If there are no guesses, or a variant has no verdict.
    """
    unknown = [name for name in guessed if name not in verdicts]
    if not guessed or unknown:
        raise ValueError(
            f"Given {len(guessed)} guesses, of which these have no verdict: {unknown}. Guess about others."
        )
    said = np.array([VERDICTS.index(verdict) for verdict in guessed.values()])
    true = np.array([VERDICTS.index(verdicts[name]) for name in guessed])
    hits = int(np.sum(said == true))
    mean = sum(np.sum(said == v) * np.sum(true == v) for v in range(len(VERDICTS))) / len(said)
    rng = np.random.default_rng(0)
    shuffled = rng.permuted(np.tile(said, (_SHUFFLES, 1)), axis=1)
    return hits, float(mean), float(np.mean(np.sum(shuffled == true, axis=1) >= hits))


def guesses(record: dict | None = None) -> Guesses:
    """Guess for each change of an ablation whether it is better or worse than the baseline, or cannot be told from it.

    Parameters
    ----------
    record : dict, optional
        As `results.load` gives it; by default chapter 5's.

    Returns
    -------
    Guesses
        `.summary` says how many guesses were right, beside what chance gives.
    """
    return Guesses(record)
