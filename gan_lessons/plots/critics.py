"""What critics say along a line, and how fast they change their mind."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading, tidy

import numpy as np


def critic_panels(
    x: np.ndarray,
    scores: Mapping[str, np.ndarray],
    real: np.ndarray,
    generated: np.ndarray,
    title: str | None = None,
) -> Picture:
    """Critics' scores along a line, a panel for each critic, and beneath them their slopes.

    Every panel of the upper row has a scale of its own: scores have no unit. The slopes have one scale, with thin lines at
    -1 and 1.

    Parameters
    ----------
    x : array-like (m,)
        Places on the line, rising.
    scores : mapping of name to array-like (m,)
        One to four critics; the score at each place.
    real, generated : array-like (n,), (k,)
        The samples on the line, drawn as short strokes beneath the scores.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
        Slopes are those of the values given (`np.gradient`).

    Raises
    ------
    ValueError
        If there are no critics or more than four, lengths differ, or samples are missing.
    """
    x = np.asarray(x, float)
    if not 1 <= len(scores) <= 4:
        raise ValueError(f"Given {len(scores)} critics; one to four can be shown.")
    for name, values in scores.items():
        if x.ndim != 1 or len(x) < 3 or np.shape(values) != x.shape:
            raise ValueError(
                f"{name!r} has scores of shape {np.shape(values)} at places of shape {x.shape}; give one at each of at least 3."
            )
    samples = [(np.ravel(real), REAL, 0.09, "real"), (np.ravel(generated), GENERATED, 0.0, "generated")]
    if not all(len(values) for values, *_ in samples):
        raise ValueError("Give at least one real and one generated sample.")
    picture = Picture(figsize=(2.5 * len(scores) + 0.7, 4.0))
    upper, lower = picture.subplots(
        2, len(scores), sharex=True, squeeze=False, gridspec_kw={"height_ratios": [3, 2]}
    )
    top = 1.1 * max(1.0, *(np.abs(np.gradient(np.asarray(v, float), x)).max() for v in scores.values()))
    for (name, values), above, below in zip(scores.items(), upper, lower, strict=True):
        above.plot(x, values, color=INK, linewidth=2)
        for places, colour, bottom, label in samples:
            above.vlines(
                places, bottom, bottom + 0.075, color=colour, linewidth=1, alpha=0.6, label=label,
                transform=above.get_xaxis_transform(),
            )  # fmt: skip
        low, high = np.min(values), np.max(values)
        rim = max(high - low, 1e-9)
        above.set_ylim(low - 0.35 * rim, high + 0.06 * rim)
        above.set_title(name, loc="left", fontsize=10, color=INK)
        below.plot(x, np.gradient(np.asarray(values, float), x), color=INK, linewidth=2)
        for y in (-1, 0, 1):
            below.axhline(y, color=FAINT, linewidth=0.7, linestyle="-" if y == 0 else (0, (4, 3)))
        below.set(xlabel="place", ylim=(-top, top))
        for ax in (above, below):
            tidy(ax)
            ax.tick_params(labelsize=8)
    upper[0].set_ylabel("score (own scale)")
    lower[0].set_ylabel("slope")
    picture.legend(
        *upper[0].get_legend_handles_labels(), loc="outside lower right", ncols=2, frameon=False, fontsize=9
    )
    heading(picture, title)
    return picture
