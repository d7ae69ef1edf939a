"""What a dial trades: fidelity against variety, one point for each of its settings."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons.metrics import PrecisionRecall
from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading, tidy

from matplotlib.ticker import PercentFormatter


def trade_off(
    scores: Mapping[float, PrecisionRecall],
    name: str = "threshold",
    real: PrecisionRecall | None = None,
    now: float | None = None,
    title: str | None = None,
) -> Picture:
    """Precision over recall, joined in the order of the settings.

    Parameters
    ----------
    scores : mapping of float to PrecisionRecall
        At least one setting with its score.
    name : str
        Of what is set.
    real : PrecisionRecall, optional
        What as many other real images score.
    now : float, optional
        The setting to mark.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no score, or `now` is not among them.
    """
    if not scores or (now is not None and now not in scores):
        raise ValueError(
            f"scores has the settings {sorted(scores)}, and now is {now!r}; give at least one, and for `now` one of them."
        )
    picture = Picture(figsize=(4.6, 3.9))
    ax = picture.subplots()
    found = [(value, scores[value]) for value in sorted(scores)]
    x, y = [s.recall for _, s in found], [s.precision for _, s in found]
    ax.errorbar(
        x,
        y,
        xerr=[2 * s.recall_error for _, s in found],
        yerr=[2 * s.precision_error for _, s in found],
        color=GENERATED,
        linestyle=(0, (5, 1.5)),
        marker="D",
        markersize=5,
        elinewidth=0.7,
    )
    for i, (value, score) in enumerate(found):
        # Above and below in turn: neighbours lie close together.
        ax.annotate(
            f"{value:g}",
            (score.recall, score.precision),
            xytext=(4, 7 if i % 2 else -13),
            textcoords="offset points",
            fontsize=9,
            color=INK if value == now else FAINT,
            fontweight="bold" if value == now else "normal",
        )
    if now is not None:
        ax.plot(scores[now].recall, scores[now].precision, "o", markersize=13, mfc="none", mec=INK)
    if real is not None:
        ax.plot(real.recall, real.precision, "o", color=REAL)
        ax.annotate(
            "real", (real.recall, real.precision), xytext=(6, 4), textcoords="offset points", color=REAL
        )
    first = found[0][1]
    ax.set(
        xlabel=f"recall: variety, at each {name}",
        ylabel=f"precision: fidelity ({first.extractor})",
        xlim=(0, None),
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, 0, symbol=" %"))
    tidy(ax, "both")
    heading(picture, title)
    return picture
