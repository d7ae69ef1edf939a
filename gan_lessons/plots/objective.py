"""What the two losses of the game look like, and the discriminator that is best against a given generator."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons.plots.style import FAINT, GENERATED, INK, OTHER_LINES, REAL, Picture, guide, heading, tidy

import numpy as np

# Two losses of one player are no real and generated: they get colours of their own.
_STYLES = ({"color": INK, "linestyle": "-"}, OTHER_LINES[1], OTHER_LINES[2])


def generator_losses(
    d: np.ndarray,
    losses: Mapping[str, np.ndarray],
    slopes: Mapping[str, np.ndarray],
    title: str | None = None,
) -> Picture:
    """The generator's losses, and their slopes along D's logit, against what D says about a fake.

    Parameters
    ----------
    d : array-like (n,)
        D's answers to fakes, probabilities above 0 and below 1, rising.
    losses, slopes : mapping of name to array-like (n,)
        The same one to three names in both.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
        Losses on the left, slopes on the right. The part where D rejects nine fakes in ten or more is shaded: there
        training begins.

    Raises
    ------
    ValueError
        If names or lengths differ, or `d` holds no probabilities.
    """
    d = np.asarray(d, float)
    if d.ndim != 1 or len(d) < 2 or not ((d > 0) & (d < 1)).all():
        raise ValueError(
            f"d has shape {d.shape}; expected at least two probabilities, each above 0 and below 1."
        )
    names = list(losses)
    sizes = {np.shape(v) for v in [*losses.values(), *slopes.values()]}
    if sorted(names) != sorted(slopes) or not 1 <= len(names) <= len(_STYLES) or sizes != {d.shape}:
        raise ValueError(
            f"losses has {names} and slopes has {list(slopes)}, of shapes {sorted(sizes)}; give the same one to "
            f"{len(_STYLES)} names in both, each with {len(d)} values."
        )
    picture = Picture(figsize=(8.4, 3.4))
    for ax, series, what in zip(
        picture.subplots(1, 2), (losses, slopes), ("loss of G", "slope along D's logit"), strict=True
    ):
        ax.axvspan(0, 0.1, color="#EFEFEF", zorder=0)
        for name, style in zip(names, _STYLES, strict=False):
            ax.plot(d, np.asarray(series[name], float), label=name, linewidth=2, **style)
        ax.axhline(0, color=FAINT, linewidth=0.7)
        ax.set(xlim=(0, 1), xlabel="D(G(z)): how real D finds the fake")
        ax.set_title(what, loc="left", fontsize=10, color=INK)
        tidy(ax)
    ax.set(ylim=(-1.05, 0.1), yticks=(0, -0.5, -1))
    ax.text(
        0.11,
        -0.52,
        "shaded: D rejects\nthe fakes while G\nis still poor",
        fontsize=9,
        color=FAINT,
        va="center",
    )
    picture.axes[0].legend(frameon=False, fontsize=9, handlelength=2.8)
    heading(picture, title)
    return picture


def loss_panels(
    outputs: np.ndarray,
    losses: Mapping[str, Mapping[str, np.ndarray]],
    boundaries: Mapping[str, float] | None = None,
    title: str | None = None,
) -> Picture:
    """Losses of both players along D's output, a panel for each objective, and beneath it their slopes.

    Parameters
    ----------
    outputs : array-like (n,)
        D's output for one sample, evenly spaced and rising.
    losses : mapping of objective to mapping of side to array-like (n,)
        The sides are "D, real", "D, generated" and "G".
    boundaries : mapping of objective to float, optional
        The output at which D cannot decide; drawn as an upright line.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
        Slopes are those of the values given (`np.gradient`).

    Raises
    ------
    ValueError
        If there are no losses, sides are missing, or lengths differ.
    """
    outputs = np.asarray(outputs, float)
    styles = {"D, real": (REAL, "-"), "D, generated": (GENERATED, (0, (5, 1.5))), "G": (INK, (0, (1, 1)))}
    for name, sides in losses.items():
        if set(sides) != set(styles) or {np.shape(v) for v in sides.values()} != {outputs.shape}:
            raise ValueError(
                f"{name!r} has {list(sides)}, of shapes {[np.shape(v) for v in sides.values()]}; give {list(styles)}, each with "
                f"{outputs.size} values."
            )
    if not losses or outputs.ndim != 1 or len(outputs) < 3:
        raise ValueError(
            f"Given {len(losses)} losses along {outputs.shape} outputs; give at least one, along 3."
        )
    picture = Picture(figsize=(2.1 * len(losses) + 0.6, 4.2))
    axes = picture.subplots(2, len(losses), sharex=True, sharey="row", squeeze=False)
    for (name, sides), (upper, lower) in zip(losses.items(), axes.T, strict=True):
        for side, (colour, dashes) in styles.items():
            values = np.asarray(sides[side], float)
            upper.plot(outputs, values, color=colour, linestyle=dashes, linewidth=2, label=side)
            lower.plot(outputs, np.gradient(values, outputs), color=colour, linestyle=dashes, linewidth=2)
        upper.set_title(name, loc="left", fontsize=10, color=INK)
        for ax in (upper, lower):
            ax.axhline(0, color=FAINT, linewidth=0.7)
            if boundaries and name in boundaries:
                ax.axvline(boundaries[name], color=FAINT, linewidth=0.7)
            tidy(ax)
        lower.set(xlabel="D's output")
    axes[0, 0].set(ylabel="loss", ylim=(-4, 6))
    axes[1, 0].set(ylabel="slope", ylim=(-3, 3))
    axes[0, 0].legend(frameon=False, fontsize=8, handlelength=2.2, loc="upper center")
    heading(picture, title)
    return picture


def best_discriminator(
    x: np.ndarray,
    real: np.ndarray,
    generated: np.ndarray,
    answers: Mapping[str, np.ndarray],
    title: str | None = None,
) -> Picture:
    """Two densities on a line, and beneath them what discriminators answer.

    Parameters
    ----------
    x : array-like (n,)
    real, generated : array-like (n,)
        Densities, at least 0.
    answers : mapping of name to array-like (n,)
        D(x) of one to three discriminators, from 0 to 1.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If lengths differ, or there is no discriminator or more than three.
    """
    x = np.asarray(x, float)
    sizes = {np.shape(v) for v in (real, generated, *answers.values())}
    if sizes != {x.shape} or x.ndim != 1 or not 1 <= len(answers) <= len(_STYLES):
        raise ValueError(
            f"x has shape {x.shape}, densities and {len(answers)} answers have {sorted(sizes)}; give vectors of one "
            f"length, and one to {len(_STYLES)} answers."
        )
    picture = Picture(figsize=(7, 4.2))
    upper, lower = picture.subplots(2, 1, sharex=True)
    for density, colour, dashes, name in (
        (real, REAL, "-", "real, p(x)"),
        (generated, GENERATED, (0, (5, 1.5)), "generated, q(x)"),
    ):
        upper.plot(x, density, color=colour, linestyle=dashes, linewidth=2, label=name)
        upper.fill_between(x, density, color=colour, alpha=0.15, linewidth=0)
    upper.set(ylabel="density", ylim=(0, None))
    # A broad line first, a narrow dashed one on it: both can be seen where they agree.
    for (name, answer), style, width in zip(answers.items(), _STYLES, (4.5, 2.2, 1.5), strict=False):
        light = {"alpha": 0.35} if width > 4 and len(answers) > 1 else {}
        lower.plot(x, answer, label=name, linewidth=width, **style, **light)
    lower.set(ylabel="D(x)", xlabel="x", ylim=(-0.03, 1.03), yticks=(0, 0.5, 1))
    guide(lower, 0.5, "½: D guesses")
    for ax in (upper, lower):
        tidy(ax)
        ax.legend(frameon=False, fontsize=9, handlelength=2.8)
        ax.margins(x=0.01)
    heading(picture, title)
    return picture
