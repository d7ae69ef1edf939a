"""Figures of chapter 21: what one pixel may be and what a loss makes of it; ablations by several rulers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gan_lessons import numeric, results
from gan_lessons.plots.style import (
    FAINT,
    GENERATED,
    INK,
    OTHER_LINES,
    REAL,
    Picture,
    heading,
    legend_above,
    plain_log,
    tidy,
)

import numpy as np

_MARKS = ({"color": INK, "linestyle": "-"}, {"color": GENERATED, "linestyle": (0, (5, 1.5))}, *OTHER_LINES)


def pixel_answers(
    shares: np.ndarray,
    answers: Mapping[str, float] | None = None,
    costs: Mapping[str, np.ndarray] | None = None,
    xlabel: str = "value of the pixel",
    title: str | None = None,
) -> Picture:
    """How often one pixel has each value, single answers to that, and what each answer would cost.

    Parameters
    ----------
    shares : array-like (values,)
        Of each value 0, 1, …: at least 0, together 1.
    answers : mapping of name to float, optional
        One to five values, drawn as lines.
    costs : mapping of name to array-like (values,), optional
        What each value would cost as an answer, a panel each, with a ring where it costs least.
    xlabel : str
        What the value is.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the shares are none, there are too many answers, or costs of another length.
    """
    shares = numeric.array("shares", shares, dtype=np.float64)
    if shares.ndim != 1 or not len(shares) or (shares < 0).any() or not np.isclose(shares.sum(), 1):
        raise ValueError(
            f"shares has shape {shares.shape} and sum {shares.sum():.4g}; one share, at least 0, for each value is expected, together 1."
        )
    answers, costs = answers or {}, costs or {}
    if len(answers) > len(_MARKS):
        raise ValueError(f"Given {len(answers)} answers; at most {len(_MARKS)} can be told apart.")
    arrays = {name: numeric.array(name, cost, dtype=np.float64) for name, cost in costs.items()}
    for name, cost in arrays.items():
        if cost.shape != shares.shape:
            raise ValueError(f"Cost {name!r} has shape {cost.shape}; expected {shares.shape}, as the shares.")
    picture = Picture(figsize=(7.6, 2.5 + 1.3 * len(arrays)))
    heading(picture, title)
    axes = picture.subplots(
        1 + len(arrays), 1, sharex=True, squeeze=False, height_ratios=[1.5, *[1] * len(arrays)]
    )[:, 0]
    x = np.arange(len(shares))
    axes[0].bar(x, shares, width=max(1.0, len(x) / 128) if (shares > 0).sum() < 9 else 1.0, color=REAL)
    axes[0].set(ylabel="share", xlim=(-2, len(x) + 1))
    for look, (name, value) in zip(_MARKS, answers.items(), strict=False):
        axes[0].axvline(value, linewidth=1.8, label=f"{name}: {value:.0f}", **look)
    if answers:
        legend_above(axes[0])
    for ax, (name, cost) in zip(axes[1:], arrays.items(), strict=True):
        ax.plot(x, cost, color=INK, linewidth=1.6)
        ax.plot(x[cost.argmin()], cost.min(), "o", markersize=9, markerfacecolor="none", color=GENERATED)
        ax.set_ylabel(name)
        ax.margins(y=0.12)
    axes[-1].set_xlabel(xlabel)
    for ax in axes:
        tidy(ax)
    return picture


def rulers(
    record: dict,
    scores: Mapping[str, str],
    variants: Mapping[str, str],
    references: Mapping[str, Mapping[str, float]] | None = None,
    log: Sequence[str] = (),
    title: str | None = None,
) -> Picture:
    """Variants by several rulers: a row a variant, a panel a ruler, a dot a seed, a bar at their mean.

    The band is that of the first variant's seeds.

    Parameters
    ----------
    record : dict
        As `results.load` gives it.
    scores : mapping of str to str
        Entries of each run, and what is written below their panels.
    variants : mapping of str to str
        Variants of the record and their labels, from the top down.
    references : mapping of str to (mapping of str to float), optional
        Scores of something else, by its name and the score's: a dotted line each, at most three.
    log : sequence of str
        Scores on a logarithmic axis.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no score or variant, or one is unknown.
    """
    if not scores or not variants:
        raise ValueError("Given no scores or no variants; expected at least one of each.")
    found = {
        score: [np.array(list(results.values(record, name, score).values())) for name in variants]
        for score in scores
    }
    picture = Picture(figsize=(8.2, 1.3 + 0.3 * len(variants)))
    heading(picture, title)
    axes = picture.subplots(1, len(scores), sharey=True, squeeze=False)[0]
    for ax, (score, label) in zip(axes, scores.items(), strict=True):
        base = found[score][0]
        ax.axvspan(base.min(), base.max(), color="#DDDDDD", linewidth=0, zorder=0)
        for y, values in enumerate(found[score]):
            colour = GENERATED if y else INK
            ax.plot(values, np.full(len(values), y), "o", color=colour, markersize=5, alpha=0.7)
            ax.plot([values.mean()] * 2, [y - 0.34, y + 0.34], color=colour, linewidth=2)
        for look, (name, other) in zip(OTHER_LINES, (references or {}).items(), strict=False):
            ax.axvline(other[score], linewidth=1.4, label=name, **look)
        if score in log:
            plain_log(ax.xaxis, (1, 3))
        ax.set_xlabel(label, fontsize=9, color=FAINT)
        tidy(ax, "x")
    axes[0].set_yticks(range(len(variants)), list(variants.values()))
    axes[0].set_ylim(len(variants) - 0.5, -0.6)
    axes[0].tick_params(axis="y", length=0)
    if references:
        handles, labels = axes[0].get_legend_handles_labels()
        picture.legend(handles, labels, loc="outside lower right", ncols=3, frameon=False, fontsize=9)
    return picture
