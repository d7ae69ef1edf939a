"""Several trainings beside each other: how each way to fail looks in the curves (chapter 10)."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence

from gan_lessons.plots.style import (
    FAINT,
    GENERATED_LINE,
    INK,
    OTHER_LINES,
    REAL_LINE,
    Picture,
    heading,
    tidy,
)

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

_LINES = {
    "d_loss_real": (0, "D on real", REAL_LINE),
    "d_loss_fake": (0, "D on generated", GENERATED_LINE),
    "g_loss": (0, "G", OTHER_LINES[0]),
    "d_acc_real": (1, "D on real", REAL_LINE),
    "d_acc_fake": (1, "D on generated", GENERATED_LINE),
}


def failures(
    runs: Mapping[str, Sequence[Mapping[str, np.ndarray]]],
    title: str | None = None,
    window: int = 15,
    top: float = 8.0,
) -> Picture:
    """Losses and accuracies of several kinds of run: one column a kind, one line of each sort for every seed.

    Parameters
    ----------
    runs : mapping of str to sequence of mappings
        By the name of a kind, its runs: each has "d_loss_real", "d_loss_fake", "g_loss", "d_acc_real" and "d_acc_fake", one value
        a step.
    title : str, optional
        The finding, in a sentence.
    window : int
        Steps that a moving mean is taken over.
    top : float
        Where the loss axis ends; higher losses leave the picture.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no kind, or a kind has no runs.
    """
    if not runs or not all(len(some) for some in runs.values()):
        raise ValueError(
            f"runs has { ({name: len(some) for name, some in runs.items()}) }; expected a run of each kind."
        )
    picture = Picture(figsize=(2.5 * len(runs) + 0.8, 4.4))
    axes = picture.subplots(2, len(runs), sharex=True, sharey="row", squeeze=False)
    for column, (name, some) in enumerate(runs.items()):
        for number, run in enumerate(some):
            for key, (row, label, style) in _LINES.items():
                y = np.convolve(np.asarray(run[key], float), np.ones(window) / window, "valid")
                x = np.arange(len(y)) + (window + 1) / 2
                axes[row, column].plot(
                    x, y, linewidth=1.1, label=None if number else label, alpha=0.85, **style
                )
        axes[0, column].set_title(name, fontsize=9, loc="left")
        axes[1, column].set_xlabel("update")
        for row, chance in ((0, math.log(2)), (1, 0.5)):
            axes[row, column].axhline(chance, color=FAINT, linewidth=0.9, zorder=1)
            tidy(axes[row, column])
    axes[0, 0].set(ylabel="loss (line: ln 2)", ylim=(0, top))
    axes[1, 0].set(ylabel="D is right (line: 50 %)", ylim=(-0.02, 1.02))
    axes[1, 0].yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    lines, labels = axes[0, 0].get_legend_handles_labels()
    picture.legend(
        lines, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=9, handlelength=2.6
    )
    heading(picture, title)
    return picture


def confusion(table: Mapping[str, Mapping[str, int]], title: str | None = None) -> Picture:
    """How often each truth got each verdict: a row for each truth, right answers on the diagonal.

    Parameters
    ----------
    table : mapping of str to mapping of str to int
        By truth and verdict, how many. A truth that never occurs is left out.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no count.
    """
    truths = [truth for truth, row in table.items() if sum(row.values())]
    if not truths:
        raise ValueError("The table has no count above zero; there is nothing to draw.")
    verdicts = [v for v in next(iter(table.values())) if any(table[truth].get(v, 0) for truth in table)]
    picture = Picture(figsize=(1.25 * len(verdicts) + 2.2, 0.5 * len(truths) + 1.1))
    ax = picture.subplots()
    for row, truth in enumerate(truths):
        total = sum(table[truth].values())
        for column, verdict in enumerate(verdicts):
            count = table[truth].get(verdict, 0)
            colour = REAL_LINE["color"] if truth == verdict else GENERATED_LINE["color"]
            ax.add_patch(
                Rectangle((column, row), 1, 1, facecolor=colour, alpha=0.75 * count / total, edgecolor="none")
            )
            if count:
                dark = count / total > 0.6
                ax.text(
                    column + 0.5, row + 0.5, count, ha="center", va="center", color="white" if dark else INK
                )
    ax.set(xlim=(0, len(verdicts)), ylim=(len(truths), 0), xlabel="verdict", ylabel="what it was")
    ax.set_xticks([c + 0.5 for c in range(len(verdicts))], [textwrap.fill(v, 12) for v in verdicts])
    ax.set_yticks([r + 0.5 for r in range(len(truths))], truths)
    tidy(ax, grid=None)
    heading(picture, title)
    return picture
