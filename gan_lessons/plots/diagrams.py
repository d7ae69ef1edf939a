"""Who gives what to whom: the parts of a GAN as boxes and arrows."""

from __future__ import annotations

from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading

from matplotlib.patches import FancyBboxPatch


def gan_diagram(condition: str | None = None, title: str | None = None) -> Picture:
    """The two networks, what goes in and what comes out, and who is updated by what.

    Parameters
    ----------
    condition : str, optional
        What a conditional GAN is told besides ("class label", "photo by day"): drawn as an input of both networks.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
    """
    picture = Picture(figsize=(8.4, 3.0 if condition is None else 3.5))
    heading(picture, title)
    ax = picture.subplots()
    ax.set(xlim=(0, 10.4), ylim=(-0.1 if condition is None else -1.1, 3.5))
    ax.set_axis_off()
    _box(ax, 0.9, 2.2, "latent\nvector z", FAINT)
    _box(ax, 3.2, 2.2, "generator\nG", GENERATED, strong=True)
    _box(ax, 5.4, 2.2, "generated\nsample", GENERATED)
    _box(ax, 5.4, 0.5, "real\nsample", REAL)
    _box(ax, 7.6, 1.35, "discriminator\nD", REAL, strong=True)
    _box(ax, 9.6, 1.35, "real?", INK)
    for a, b, colour in (
        ((1.65, 2.2), (2.35, 2.2), FAINT),
        ((4.05, 2.2), (4.65, 2.2), GENERATED),
        ((6.15, 2.1), (6.85, 1.65), GENERATED),
        ((6.15, 0.6), (6.85, 1.05), REAL),
        ((8.4, 1.35), (8.85, 1.35), INK),
    ):
        ax.annotate("", b, a, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6})
    # What comes back: dashed, as an update is no input.
    for end, bend, colour, where, words in (
        ((7.6, 0.9), -0.45, REAL, (8.7, 0.22), "D: be right"),
        ((3.2, 2.65), 0.28, GENERATED, (8.75, 3.1), "G: let D be wrong"),
    ):
        start = (9.6, 0.9) if bend < 0 else (9.6, 1.8)
        ax.annotate(
            "",
            end,
            start,
            arrowprops={
                "arrowstyle": "-|>",
                "color": colour,
                "linewidth": 1.3,
                "linestyle": (0, (4, 2)),
                "connectionstyle": f"arc3,rad={bend}",
            },
        )
        ax.text(*where, words, color=colour, fontsize=9, ha="center", va="center")
    if condition is not None:
        _box(ax, 3.2, -0.6, condition, INK)
        ax.annotate(
            "", (3.2, 1.78), (3.2, -0.18), arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.6}
        )
        ax.annotate(
            "",
            (7.35, 0.9),
            (4.15, -0.6),
            arrowprops={
                "arrowstyle": "-|>",
                "color": INK,
                "linewidth": 1.6,
                "connectionstyle": "arc3,rad=0.25",
            },
        )
    return picture


def _box(ax, x, y, text, colour, strong=False):
    ax.add_patch(
        FancyBboxPatch(
            (x - 0.72, y - 0.4),
            1.44,
            0.8,
            boxstyle="round,pad=0.04,rounding_size=0.12",
            facecolor=colour if strong else "white",
            edgecolor=colour,
            linewidth=1.6,
        )
    )
    ax.text(x, y, text, ha="center", va="center", fontsize=10, color="white" if strong else INK)
