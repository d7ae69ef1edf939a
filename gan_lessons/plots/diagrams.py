"""Who gives what to whom: the parts of a GAN, and of a CycleGAN, as boxes and arrows."""

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
        _arrow(ax, a, b, colour)
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


def cyclegan_diagram(title: str | None = None) -> Picture:
    """The four networks of a CycleGAN, and what each of its three flows asks of them; a to b above, b to a below.

    Parameters
    ----------
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture
    """
    picture = Picture(figsize=(8.6, 5.0))
    heading(picture, title)
    ax = picture.subplots()
    ax.set(xlim=(-0.1, 11.9), ylim=(-0.2, 7.6))
    ax.set_axis_off()
    for middle, (one, other) in ((5.7, "ab"), (1.7, "ba")):
        there, back, judge = f"G {one}→{other}", f"G {other}→{one}", f"D {other}"
        _box(ax, 1.0, middle, f"real {one}", REAL)
        _box(ax, 3.0, middle, there, GENERATED, strong=True)
        _box(ax, 5.0, middle, f"{other}, made", GENERATED)
        _box(ax, 7.0, middle, back, GENERATED, strong=True)
        _box(ax, 9.0, middle, f"{one} again", GENERATED)
        _box(ax, 5.0, middle - 1.3, judge, REAL, strong=True)
        for x, y in ((1.0, middle + 1.3), (3.0, middle - 1.3)):
            _box(ax, x, y, f"real {other}", REAL)
        _box(ax, 5.0, middle + 1.3, f"{other}, kept", GENERATED)
        for x in (1.0, 3.0, 5.0, 7.0):
            _arrow(ax, (x + 0.77, middle), (x + 1.22, middle), REAL if x == 1.0 else GENERATED)
        _arrow(ax, (5.0, middle - 0.46), (5.0, middle - 0.86), GENERATED)
        _arrow(ax, (3.77, middle - 1.3), (4.22, middle - 1.3), REAL)
        _arrow(ax, (1.78, middle + 1.15), (2.5, middle + 0.48), REAL)
        _arrow(ax, (3.5, middle + 0.48), (4.22, middle + 1.15), GENERATED)
        for y, words, x in (
            (middle + 1.3, f"identity: as the real {other} was?", 5.95),
            (middle, f"cycle: as the\nreal {one} was?", 9.95),
            (middle - 1.3, "adversarial: is it real, or made?", 5.95),
        ):
            ax.text(x, y, words, color=INK, fontsize=9, ha="left", va="center")
    ax.axhline(3.7, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
    return picture


def _arrow(ax, start, end, colour):
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6})


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
