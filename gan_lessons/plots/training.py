"""Losses and accuracies of a training."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gan_lessons import numeric
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
    "d_class_loss_real": "class, on real",
    "d_class_loss_fake": "class, on generated",
    "g_class_loss": "G's class",
    "class_acc_real": "class, on real",
    "class_acc_fake": "class, on generated",
}
_OF_CLASSES = {
    "_real": (0, (1, 1)),
    "_fake": (0, (4, 1, 1, 1)),
}  # dashes of a class head, beside those of the source
# The loss of a D that cannot decide, on each side, and how it is written. With the hinge loss the two sides may then have any values
# from 0 to 2, and only their mean is 1.
_GUESSES = {
    "non_saturating": (math.log(2), "ln 2 = 0.693"),
    "minimax": (math.log(2), "ln 2 = 0.693"),
    "least_squares": (0.25, "0.25"),
    "hinge": None,
}
# For several games of two: a colour for each game, and dashes for each part of it.
_OF_GAMES = [line["color"] for line in OTHER_LINES]
_OF_PARTS = {"d_loss_fake": GENERATED_LINE, "d_acc_fake": GENERATED_LINE, "g_loss": OTHER_LINES[0]}


def losses(
    history,
    title: str | None = None,
    ax: Axes | Sequence[Axes] | None = None,
    chance: bool | str = True,
    roles: Mapping[str, str | tuple[str, str]] | None = None,
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
    chance : bool or "non_saturating", "minimax", "least_squares", "hinge"
        Draw the loss of a D that cannot decide, by the name of the loss: ln 2 = 0.693 for a cross-entropy, 0.25 for least squares with
        the targets 0 and 1. The hinge loss and a critic's distance have no such value. True: that of the loss by which `history` was
        trained, if it says so, else ln 2. False: no line.
    roles : mapping of str to str or (str, str), optional
        For a game whose metrics have other names: what each is in a GAN ("d_a": "d_loss"). The role's name decides where and in what
        colour it is drawn, its own name is written. A critic's "distance" takes the place of losses. Where several games of two are
        played, (game, role), as in `training.CycleGAN.metric_roles`: each game has a colour, and each part its dashes.
    steps : int, optional
        Where the horizontal axis ends: with the number of steps of a whole training it stays as it is while curves grow.

    Returns
    -------
    Picture, or None if `ax` was given

    Raises
    ------
    ValueError
        If there is nothing to draw, the series differ in length, or there is no such loss.
    """
    if isinstance(chance, str):
        numeric.choice("chance", chance, _GUESSES)
    elif numeric.flag("chance", chance):
        chance = loss_of(getattr(history, "model", None))
    guess = _GUESSES[chance] if chance else None
    games, roles = _taken_apart(roles or {})
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

    styles = {name: _style_in(name, games, roles) for name in games} if len({*games.values()}) > 1 else {}
    guess = None if distance else guess
    top = _curves(axes[0], x, upper, window, roles, styles, least=1.15 * guess[0] if guess else 0.8)
    axes[0].set_ylabel("distance" if distance else "loss")
    axes[0].set_ylim(None if any((v < 0).any() for v in upper.values()) else 0, top)
    if guess:
        guide(axes[0], guess[0], f"{guess[1]}: D guesses")
    if lower and len(axes) > 1:
        _curves(axes[1], x, lower, window, roles, styles)
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


def loss_of(model) -> str | bool:
    """The loss of a game by name, as `losses` takes it for `chance`: a cross-entropy if the model does not say, False if it is none of ours."""
    name = getattr(model, "loss_name", "non_saturating")
    return name if name in _GUESSES else False


def _taken_apart(roles):
    """The game of each metric, and its role there."""
    pairs = {name: ("", role) if isinstance(role, str) else role for name, role in roles.items()}
    games, parts = ({name: pair[i] for name, pair in pairs.items()} for i in (0, 1))
    return games, parts


def _style_in(name, games, roles):
    """The line of a metric where several games are played."""
    colours = dict(zip(dict.fromkeys(games.values()), _OF_GAMES * len(games), strict=False))
    return {**_OF_PARTS.get(roles[name], REAL_LINE), "color": colours[games[name]]}


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


def _curves(ax, x, series, window, roles, styles, least=0.0):
    """Draw the lines; returns an upper limit, `least` or above, that a few wild first steps do not set."""
    others = iter(OTHER_LINES * len(series))
    tops = []
    order = [*styles, *series]  # those of a game are neighbours
    for key in sorted(series, key=order.index):
        y, role = series[key], roles.get(key, key)
        if key in styles:
            style = styles[key]
        elif role.endswith(("_real", "_fake")):
            style = REAL_LINE if role.endswith("_real") else GENERATED_LINE
            if "class" in role:
                style = {**style, "linestyle": _OF_CLASSES[role[-5:]]}
        else:
            style = next(others)
        if window > 1:
            ax.plot(x, y, color=style["color"], alpha=0.18, linewidth=0.6)
            y = np.convolve(y, np.ones(window) / window, "valid")
            middle = x[window // 2 : window // 2 + len(y)]
        else:
            middle = x
        marker = "o" if len(y) == 1 else None
        label = key if key in styles else _NAMES.get(key, key.replace("_", " "))
        ax.plot(middle, y, label=label, linewidth=1.7, marker=marker, **style)
        finite = y[np.isfinite(y)]
        tops.append(1.12 * np.quantile(finite, 0.99) if len(finite) else 1)
    legend_above(ax, 2 if styles else 3, bbox_to_anchor=(-0.01, 0.97), handlelength=2.6)
    tidy(ax)
    ax.margins(x=0.01)
    return max(tops if any(roles.get(key) == "distance" for key in series) else [*tops, least])
