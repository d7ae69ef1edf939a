"""The game V(x, y) = x·y: where the two players go, and how far from the equilibrium they are."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence

from gan_lessons import games
from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, heading, pixel_font, tidy

import numpy as np
from matplotlib.axes import Axes
from PIL import Image, ImageDraw

LIMIT = 3.0  # the plane is shown from -3 to 3 on both axes
_FINE = 2  # drawn twice as large and reduced: smooth lines
_STYLES = (
    {"color": INK, "linestyle": "-"},
    {"color": "#009E73", "linestyle": (0, (5, 1.5))},
    {"color": "#CC79A7", "linestyle": (0, (1, 1))},
    {"color": "#E69F00", "linestyle": (0, (5, 1, 1, 1))},
    {"color": "#56B4E9", "linestyle": (0, (3, 1, 1, 1, 1, 1))},
    {"color": FAINT, "linestyle": (0, (8, 2))},
)


def game_image(
    path: np.ndarray,
    move: Callable[[np.ndarray], np.ndarray],
    faint: np.ndarray | None = None,
    size: int = 380,
) -> np.ndarray:
    """The plane of the game as pixels, for a widget.

    Blue is where V > 0, y's side, and vermilion where V < 0, x's side. Arrows show which way a step goes.

    Parameters
    ----------
    path : ndarray (n, 2)
        The points so far; the last one is marked, older ones fade.
    move : callable
        Points (m, 2) to the points (m, 2) after one step; only its directions are drawn.
    faint : ndarray (k, 2), optional
        A second path, beneath the first.
    size : int
        Width and height in pixels.

    Returns
    -------
    ndarray (size, size, 3), uint8
    """
    side = size * _FINE
    image = Image.fromarray(_field(side).copy())
    draw = ImageDraw.Draw(image)
    to_pixels = functools.partial(_pixels, side=side)
    draw.line([(0, side / 2), (side, side / 2)], fill="#B8B8B8", width=2)
    draw.line([(side / 2, 0), (side / 2, side)], fill="#B8B8B8", width=2)
    _arrows(draw, move, to_pixels, side)
    if faint is not None:
        _trail(draw, to_pixels(faint), "#A8A8A8", "#8C8C8C", 2)
    pixels = to_pixels(path)
    _trail(draw, pixels, "#C4C4C4", INK, 4)
    _dot(draw, to_pixels(np.zeros(2)), 9, "white", INK)
    _dot(draw, pixels[0], 6, "#8C8C8C", "white")
    if np.all(np.abs(path[-1]) <= LIMIT):
        _dot(draw, pixels[-1], 11, INK, "white")
    font, halo = pixel_font(13 * _FINE), {"stroke_width": 4, "stroke_fill": "white"}
    draw.text((side - 12, side / 2 + 6), "x: wants V low", INK, font, anchor="ra", **halo)
    draw.text((side / 2 + 10, 8), "y: wants V high", INK, font, **halo)
    draw.text((side - 12, 8), "V > 0", REAL, font, anchor="ra", **halo)
    draw.text((12, 8), "V < 0", GENERATED, font, **halo)
    return np.asarray(image.resize((size, size), Image.Resampling.LANCZOS))


def distance_image(distances: Sequence[float], width: int = 380, height: int = 150) -> np.ndarray:
    """The distance to the equilibrium in each step as pixels, on a logarithmic scale.

    Parameters
    ----------
    distances : sequence of float, at least one
        From the start on; 0 is drawn at the bottom.
    width, height : int
        In pixels.

    Returns
    -------
    ndarray (height, width, 3), uint8
    """
    d = np.asarray(distances, float)
    seen = d[np.isfinite(d) & (d > 0)]
    low = min(-1, math.floor(math.log10(seen.min()) + 1e-9)) if len(seen) else -1
    high = max(1, math.ceil(math.log10(seen.max()) - 1e-9)) if len(seen) else 1
    w, h = width * _FINE, height * _FINE
    left, right, top, bottom = 64 * _FINE, w - 12, 24 * _FINE, h - 24 * _FINE
    last = max(20, len(d) - 1)
    image = Image.new("RGB", (w, h), "white")
    draw, font = ImageDraw.Draw(image), pixel_font(11 * _FINE)
    draw.text((12, 4), "distance from (0, 0), logarithmic", INK, font)
    every = math.ceil((high - low) / 4)
    for power in range(low, high + 1, every):
        y = bottom - (power - low) / (high - low) * (bottom - top)
        draw.line([(left, y), (right, y)], fill="#E4E4E4", width=2)
        label = f"{10.0**power:g}" if -4 <= power < 5 else f"1e{power}"
        draw.text((left - 8, y), label, INK, font, anchor="rm")
    for step in (0, last):
        x = left + step / last * (right - left)
        draw.text((x, bottom + 6), f"step {step}", INK, font, anchor="la" if step == 0 else "ra")
    level = (np.log10(np.maximum(d, 10.0**low)) - low) / (high - low)
    x = left + np.arange(len(d)) / last * (right - left)
    points = [(px, bottom - v * (bottom - top)) for px, v in zip(x, level, strict=True)]
    if len(points) > 1:
        draw.line(points, fill=INK, width=4, joint="curve")
    _dot(draw, np.array(points[-1]), 8, INK, "white")
    return np.asarray(image.resize((width, height), Image.Resampling.LANCZOS))


def game_paths(
    paths: Mapping[str, np.ndarray],
    title: str | None = None,
    ax: Sequence[Axes] | None = None,
) -> Picture | None:
    """Several games from one start: their points in the plane, and their distances from the equilibrium.

    Parameters
    ----------
    paths : mapping of name to ndarray (n, 2)
        As `games.play` gives them; at most six.
    title : str, optional
        The finding, in a sentence.
    ax : pair of Axes, optional
        Where to draw. Default: a new figure.

    Returns
    -------
    Picture, or None if `ax` was given

    Raises
    ------
    ValueError
        If there are no games, or more than six.
    """
    if not 1 <= len(paths) <= len(_STYLES):
        raise ValueError(f"{len(paths)} games were given; give one to {len(_STYLES)}, by name.")
    picture = None
    if ax is None:
        picture = Picture(figsize=(8.6, 3.9))
        ax = picture.subplots(1, 2, gridspec_kw={"width_ratios": [1, 1.25]})
    plane, curve = ax
    plane.imshow(_field(200), extent=[-LIMIT, LIMIT, -LIMIT, LIMIT], zorder=0)
    order = [*games.RULES, *(name for name in paths if name not in games.RULES)]
    for name, points in paths.items():
        style = _STYLES[order.index(name) % len(_STYLES)]  # a rule looks the same in every figure
        points = np.asarray(points, float)
        plane.plot(*points.T, linewidth=1.2, **style)
        distances = np.linalg.norm(points, axis=1)
        curve.plot(distances, label=name, linewidth=1.8, **style)
    start = np.asarray(next(iter(paths.values())), float)[0]
    plane.plot(*start, "o", color=INK, markersize=6)
    plane.annotate("start", start, xytext=(5, 5), textcoords="offset points", fontsize=9, color=INK)
    plane.plot(0, 0, "o", color="white", markeredgecolor=INK, markersize=6)
    plane.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT), aspect="equal")
    plane.set(xlabel="x, wants V = x·y low", ylabel="y, wants V high")
    plane.set_title("where they go", loc="left", fontsize=10, color=INK)
    curve.set(yscale="log", xlabel="step")
    curve.set_title("distance from (0, 0)", loc="left", fontsize=10, color=INK)
    tidy(plane, grid=None)
    tidy(curve)
    curve.legend(frameon=False, fontsize=8.5, handlelength=3.2, loc="center left", bbox_to_anchor=(1, 0.5))
    if picture:
        heading(picture, title)
    return picture


def game_fields(
    games_shown: Mapping[str, tuple[Callable[[np.ndarray], np.ndarray], np.ndarray]],
    title: str | None = None,
) -> Picture:
    """Where a small step leads from each place of the plane, one panel a game, and the path that was played.

    Parameters
    ----------
    games_shown : mapping of name to (callable, ndarray (n, 2))
        The callable takes points (m, 2), x and y, to the way (m, 2) that both players want to go there; its lengths are kept
        within a panel. The path is drawn over the arrows. One to four games.
    title : str, optional
        The finding, in a sentence.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are no games, or more than four.
    """
    if not 1 <= len(games_shown) <= 4:
        raise ValueError(f"{len(games_shown)} games were given; give one to four, by name.")
    picture = Picture(figsize=(0.4 + 2.9 * len(games_shown), 3.5))
    at = np.linspace(-LIMIT, LIMIT, 15)[1:-1]
    points = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    panels = np.atleast_1d(picture.subplots(1, len(games_shown), sharey=True))
    for ax, (name, (way, path)) in zip(panels, games_shown.items(), strict=True):
        ax.imshow(_field(200), extent=[-LIMIT, LIMIT, -LIMIT, LIMIT], zorder=0)
        ways, path = np.asarray(way(points), float), np.asarray(path, float)
        longest = np.linalg.norm(ways, axis=1).max() or 1.0
        ways = ways / longest * 1.6 * (at[1] - at[0])
        ax.quiver(*points.T, *ways.T, angles="xy", scale_units="xy", scale=1, color="#7A7A7A", width=0.006)
        ax.plot(*path.T, color=INK, linewidth=1.2)
        ax.plot(*path[0], "o", color=INK, markersize=6)
        ax.plot(0, 0, "o", color="white", markeredgecolor=INK, markersize=6)
        ax.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT), aspect="equal", xlabel="x, wants V = x·y low")
        ax.set_title(name, loc="left", fontsize=10, color=INK)
        tidy(ax, grid=None)
    panels[0].set_ylabel("y, wants V high")
    heading(picture, title)
    return picture


@functools.lru_cache(maxsize=4)
def _field(side: int) -> np.ndarray:
    """The sign and size of V as two tints, uint8 (side, side, 3)."""
    at = np.linspace(-LIMIT, LIMIT, side)
    v = at[None, :] * at[::-1, None] / LIMIT**2
    colours = np.where(v[..., None] > 0, _rgb(REAL), _rgb(GENERATED))
    # In bands: they show the level lines of V, and keep the PNG file small, which a smooth field does not.
    strength = 0.38 * (np.ceil(8 * np.sqrt(np.abs(v))) / 8)[..., None]
    field = (255 * (1 - strength) + colours * strength).round().astype(np.uint8)
    field.setflags(write=False)
    return field


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], float)


def _pixels(points: np.ndarray, side: int) -> np.ndarray:
    # What ran away is held at the edge of what Pillow can draw; it is outside of the picture in any case.
    points = np.clip(np.nan_to_num(points, nan=0.0), -20 * LIMIT, 20 * LIMIT)
    return side / 2 + points * (1, -1) * side / (2 * LIMIT)


def _arrows(draw, move, to_pixels, side):
    at = np.linspace(-LIMIT, LIMIT, 11)[1:-1]
    points = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    way = move(points) - points
    longest = np.linalg.norm(way, axis=1).max() or 1.0
    way = way / longest * (0.75 * (at[1] - at[0]))
    for tail, tip in zip(to_pixels(points - way / 2), to_pixels(points + way / 2), strict=True):
        along = tip - tail
        length = np.hypot(*along)
        if length < side / 200:
            continue
        draw.line([tuple(tail), tuple(tip)], fill="#7A7A7A", width=2)
        head = along / length * min(10.0, length / 2)
        across = np.array([-head[1], head[0]]) * 0.55
        draw.polygon([tuple(tip), tuple(tip - head + across), tuple(tip - head - across)], fill="#7A7A7A")


def _trail(draw, pixels, old, new, width, fades=60):
    """The path, from the colour of old points to that of new ones over the last steps."""
    old, new = _rgb(old), _rgb(new)
    for i in range(1, len(pixels)):
        share = max(0.0, 1 - (len(pixels) - 1 - i) / fades)
        colour = tuple(int(c) for c in old + share * (new - old))
        draw.line([tuple(pixels[i - 1]), tuple(pixels[i])], fill=colour, width=width)


def _dot(draw, centre, radius, fill, outline):
    x, y = centre
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill, outline=outline, width=3)
