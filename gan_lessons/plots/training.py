"""Losses and accuracies of a training."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gan_lessons.plots.style import (
    GENERATED_LINE,
    INK,
    OTHER_LINES,
    REAL_LINE,
    Picture,
    guide,
    heading,
    legend_above,
    tidy,
)

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter, StrMethodFormatter

_NAMES = {
    "d_loss_real": "D on real",
    "d_loss_fake": "D on generated",
    "g_loss": "G",
    "d_acc_real": "on real",
    "d_acc_fake": "on generated",
}


def losses(
    history,
    title: str | None = None,
    ax: Axes | Sequence[Axes] | None = None,
    chance: bool = True,
    roles: Mapping[str, str] | None = None,
    steps: int | None = None,
) -> Picture | None:
    """Losses, and beneath them the discriminator's accuracies, with the values of a discriminator that guesses.

    Parameters
    ----------
    history : keras.callbacks.History or mapping of name to sequence
        Epoch means as `fit` gives them, or per-step values as `callbacks.Curves.steps` keeps them. Names with
        "loss" go to the upper panel, names with "acc" (as fractions) to the lower one; those ending in `_real`
        are drawn in blue, `_fake` in vermilion. A "step" or "epoch" entry gives the horizontal axis. Of more than
        300 values the raw ones are drawn faintly and their moving mean strongly.
    title : str, optional
        The finding, in a sentence.
    ax : Axes or pair of Axes, optional
        Where to draw; a single one gets the losses only. Default: a new figure.
    chance : bool
        Draw ln 2 = 0.693, the cross-entropy of a D that answers 50 % to everything. Switch it off for losses that
        are no cross-entropies (Wasserstein, least squares).
    roles : mapping of str to str, optional
        For a game whose metrics have other names: what each is in a GAN ("d_a": "d_loss"). The role's name decides where and in what
        colour it is drawn, its own name is written. A critic's "distance" takes the place of losses.
    steps : int, optional
        Where the horizontal axis ends: with the number of steps of a whole training it stays as it is while curves grow.

    Returns
    -------
    Picture, or None if `ax` was given

    Raises
    ------
    ValueError
        If there is nothing to draw, or the series differ in length.
    """
    roles = roles or {}
    x, x_name, series = _series(history, roles)
    upper = {k: v for k, v in series.items() if _is_loss(k, roles)}
    distance = [k for k in upper if roles.get(k) == "distance"]
    lower = {k: v for k, v in series.items() if "acc" in roles.get(k, k)}
    if not upper or any(len(v) != len(x) for v in series.values()):
        lengths = {k: len(v) for k, v in series.items()}
        raise ValueError(
            f"history holds {lengths or 'nothing'}; expected series of one length, at least one of them a loss. "
            "Pass what fit() returned, or the steps of a Curves callback after training."
        )
    picture = None
    if ax is None:
        picture = Picture(figsize=(7, 4.8 if lower else 3))
        heights = {"height_ratios": [3, 2]} if lower else {}
        axes = picture.subplots(2 if lower else 1, 1, sharex=True, squeeze=False, gridspec_kw=heights)[:, 0]
    else:
        axes = np.atleast_1d(ax)
    window = len(x) // 50 if len(x) > 300 else 1

    top = _curves(axes[0], x, upper, window, roles)
    axes[0].set_ylabel("distance" if distance else "loss")
    axes[0].set_ylim(None if any((v < 0).any() for v in upper.values()) else 0, top)
    if chance and not distance:
        guide(axes[0], math.log(2), "ln 2 = 0.693: D guesses")
    if lower and len(axes) > 1:
        _curves(axes[1], x, lower, window, roles)
        axes[1].set(ylabel="D is right", ylim=(-0.02, 1.02), yticks=(0, 0.5, 1))
        axes[1].yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        guide(axes[1], 0.5, "50 %: D guesses")
    axes[-1].set_xlabel(x_name if window == 1 else f"{x_name} (strong lines: mean of {window} {x_name}s)")
    axes[-1].xaxis.set_major_locator(MaxNLocator(integer=True))
    if steps is not None:
        if steps >= 10_000:  # long numbers, which would run into each other
            axes[-1].xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
            axes[-1].xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes[-1].set_xlim(0, max(steps, x[-1] if len(x) else 0))
    if picture:
        heading(picture, title)
    elif title:
        axes[0].set_title(title, loc="left", fontsize=11, color=INK)
    return picture


def _series(history, roles):
    values = dict(getattr(history, "history", history))
    for name in ("step", "epoch"):
        if name in values:
            x = np.asarray(values.pop(name))
            break
    else:
        name = "epoch"
        n = len(next(iter(values.values()), ()))
        x = np.asarray(getattr(history, "epoch", None) or range(n)) + 1
    # Real first: the dashes of generated, drawn after it, stay visible where both agree.
    role = {k: roles.get(k, k) for k in values}
    keys = sorted(
        values, key=lambda k: 0 if role[k].endswith("_real") else 1 if role[k].endswith("_fake") else 2
    )
    drawn = [k for k in keys if _is_loss(k, roles) or "acc" in role[k]]
    return x, name, {k: np.asarray(values[k], float) for k in drawn}


def _is_loss(name: str, roles: Mapping[str, str]) -> bool:
    # A distance is drawn only where it is declared: other things are called so, too.
    return "loss" in roles.get(name, name) or roles.get(name) == "distance"


def _curves(ax, x, series, window, roles):
    """Draw the lines; returns an upper limit that a few wild first steps do not set."""
    others = iter(OTHER_LINES * len(series))
    tops = []
    for key, y in series.items():
        role = roles.get(key, key)
        style = (
            REAL_LINE
            if role.endswith("_real")
            else GENERATED_LINE
            if role.endswith("_fake")
            else next(others)
        )
        if window > 1:
            ax.plot(x, y, color=style["color"], alpha=0.18, linewidth=0.6)
            y = np.convolve(y, np.ones(window) / window, "valid")
            middle = x[window // 2 : window // 2 + len(y)]
        else:
            middle = x
        marker = "o" if len(y) == 1 else None
        ax.plot(
            middle, y, label=_NAMES.get(key, key.replace("_", " ")), linewidth=1.7, marker=marker, **style
        )
        finite = y[np.isfinite(y)]
        tops.append(1.12 * np.quantile(finite, 0.99) if len(finite) else 1)
    legend_above(ax, bbox_to_anchor=(-0.01, 0.97), handlelength=2.6)
    tidy(ax)
    ax.margins(x=0.01)
    return max(tops if any(roles.get(key) == "distance" for key in series) else [*tops, 0.8])
