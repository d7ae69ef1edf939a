"""An ablation: each variant's seeds beside the baseline's."""

from __future__ import annotations

from gan_lessons import results
from gan_lessons.plots.style import FAINT, INK, Picture, heading, tidy

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

VERDICTS = {
    "better": {"color": "#009E73", "marker": "^"},
    "cannot tell": {"color": FAINT, "marker": "o"},
    "worse": {"color": "#AA3377", "marker": "v"},
}

SHARES = {
    "legible": "legible samples (MNIST classifier more than 90 % sure)",
    "rarest": "samples of the rarest class",
    "obeyed": "samples that the classifier reads as the class that was asked for",
}
LABELS = {
    **SHARES,
    "classes": "classes in use (exponential of the entropy, at most 10)",
    "frechet": "Fréchet distance to test images (less is better)",
}


def ablation(
    record: dict, score: str = "legible", title: str | None = None, group: str | None = None
) -> Picture:
    """One row a variant, the best first: a dot for each seed, a bar at their mean, and the band of the baseline's seeds behind all.

    Parameters
    ----------
    record : dict
        As `results.load("heuristics")` gives it.
    score : str
        "legible", "rarest" or "obeyed" (shares), "classes", or "frechet", where less is better.
    title : str, optional
        The finding, in a sentence.
    group : str, optional
        Show this group's variants alone. The verdicts are those of the whole record.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the score has no axis here, or no variant belongs to the group.
    """
    if score not in LABELS:
        raise ValueError(f"score is {score!r}; choose one of {', '.join(LABELS)}.")
    less = score == "frechet"
    base = np.asarray(list(results.values(record, "baseline", score).values()))
    rows = sorted(
        results.compare(record, score, less_is_better=less), key=lambda c: c.mean if less else -c.mean
    )
    if group is not None:
        rows = [c for c in rows if record["variants"][c.variant].get("group") == group]
        if not rows:
            raise ValueError(f"no variant of the record belongs to the group {group!r}.")
    picture = Picture(figsize=(7.6, 1.3 + 0.25 * (len(rows) + 1)))
    ax = picture.subplots()
    ax.axvspan(base.min(), base.max(), color="#DDDDDD", linewidth=0, zorder=0)
    ax.axvline(base.mean(), color=INK, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
    ahead = [(c.mean < base.mean()) if less else (c.mean > base.mean()) for c in rows]
    at = sum(ahead)  # the baseline stands among them, where it belongs
    names = [record["variants"][c.variant]["label"] for c in rows]
    names.insert(at, "the baseline")
    for y, row in enumerate([*rows[:at], None, *rows[at:]]):
        look = VERDICTS[row.verdict] if row else {"color": INK, "marker": "s"}
        x = np.asarray(row.values) if row else base
        ax.plot(x, np.full(len(x), y), linestyle="", markersize=5, alpha=0.75, zorder=3, **look)
        ax.plot([x.mean()] * 2, [y - 0.36, y + 0.36], color=look["color"], linewidth=2, zorder=4)
    ax.set_yticks(range(len(names)), names)
    ax.get_yticklabels()[at].set_fontweight("bold")
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlabel(LABELS[score])
    top = max(*base, *(v for c in rows for v in c.values))
    if score == "classes":
        ax.set_xlim(-0.2, 10.3)
    else:
        ax.set_xlim(-0.02 * top, 1.04 * top)
    if score in SHARES:
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if top > 0.05 else 1, symbol=" %"))
    tidy(ax, "x")
    ax.tick_params(axis="y", length=0)
    picture.legend(
        handles=[Line2D([], [], linestyle="", label=name, **look) for name, look in VERDICTS.items()],
        title="than the baseline, by the rule of the text",
        loc="outside lower right",
        ncols=3,
        frameon=False,
        fontsize=9,
        title_fontsize=9,
    )
    heading(picture, title)
    return picture
