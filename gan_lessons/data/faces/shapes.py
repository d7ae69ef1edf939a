"""What faces are painted with: colours, and shapes as signed distances.

Only sums, products, quotients and square roots are taken of pixels: see `gan_lessons.data.faces.painter`.
"""

from __future__ import annotations

import numpy as np

F = np.float32
SKIN = np.array(
    [(255, 226, 204), (247, 205, 172), (227, 174, 130), (190, 132, 90), (138, 88, 58), (92, 58, 42)], F
) / F(255)
HAIR = {
    "brown": (98, 62, 38), "black": (38, 32, 36), "blond": (232, 190, 104), "red": (190, 84, 38),
    "grey": (186, 186, 192), "blue": (72, 112, 196),
}  # fmt: skip
IRIS = {"brown": (104, 64, 34), "blue": (66, 130, 196), "green": (82, 140, 84), "grey": (122, 136, 146)}
WHEEL = np.array(  # equally bright colours, once around
    [(222, 96, 92), (226, 138, 72), (214, 176, 76), (124, 176, 92), (72, 172, 146), (74, 150, 204), (112, 118, 206),
     (166, 108, 196), (214, 100, 150), (222, 96, 92)], F,
) / F(255)  # fmt: skip
WHITE = np.ones(3, F)


def mix(a, b, t):
    return a + (b - a) * t


def clip01(x):
    return np.clip(x, F(0), F(1))


def colour_along(colours: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Colours (n, 3) at places t (n,) in [0, 1] along a row of colours."""
    place = t * F(len(colours) - 1)
    i = np.minimum(place.astype(int), len(colours) - 2)
    return mix(colours[i], colours[i + 1], (place - i.astype(F))[:, None])


def named_colours(colours: dict[str, tuple[int, int, int]], names: np.ndarray) -> np.ndarray:
    return np.array([colours[name] for name in names], F) / F(255)


def _length(x, y):
    s = x * x
    s += y * y
    return np.sqrt(s, out=s)


def ellipse(x, y, a, b):
    """Signed distance to an ellipse, exact on its edge."""
    x, y = x * (1 / a), y * (1 / b)
    k = _length(x, y)
    x *= 1 / a
    y *= 1 / b
    slope = _length(x, y)
    slope += F(1e-4)  # in the middle there is no way out
    d = k - 1
    d *= k
    d /= slope
    return d


def box(x, y, a, b, r):
    """Signed distance to a rectangle of half widths a and b with corners of radius r."""
    x, y = np.abs(x) - (a - r), np.abs(y) - (b - r)
    outside, inside = np.maximum(x, F(0)), np.minimum(np.maximum(x, y), F(0))
    y = np.maximum(y, F(0))
    return np.sqrt(outside * outside + y * y) + inside - r


def wave(x):
    """A wave between -1 and 1 of period 1, made of parabolas."""
    t = x - np.rint(x)
    height = np.abs(t)
    height *= -16
    height += 8
    t *= height
    return t
