"""Distributions of points in the plane: data whose truth is known, for GANs that train in seconds.

    parabola = gan_lessons.data.curves.load("parabola")
    points = parabola.sample(1000, seed=0)  # float32 (1000, 2)

Three are curves (a line with no width: parabola, sine, circle), two are mixtures of narrow Gaussians that the
literature uses to show mode collapse (ring and grid). Each is cut into *pieces* of equal probability, so that one can
ask of a sample how far it lies from the truth, and of many samples which pieces they reach. `metrics.on_curve` turns
both into a score.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np
from scipy.spatial import cKDTree

PIECES = 20  # of a curve; a mixture has one for each Gaussian
FARTHEST = 1e100  # beyond, squares of distances leave the range of floats


@dataclass(frozen=True, eq=False, repr=False)
class Curve:
    """A distribution of points in the plane.

    Attributes
    ----------
    name, title : str
        "parabola", and in words.
    nodes : ndarray (m, 2), float64
        Points on the curve at equal steps of probability, or the centres of the Gaussians.
    sigma : float
        Standard deviation of the Gaussians around the nodes; 0 for a curve.
    closed : bool
        Whether a curve ends where it begins.
    tolerance : float
        A sample counts as on the curve up to this distance: three standard deviations of a mixture, a twentieth of
        the extent of a curve.
    """

    name: str
    title: str
    nodes: np.ndarray
    sigma: float = 0.0
    closed: bool = False

    def __post_init__(self):
        nodes = numeric.array("nodes", self.nodes, dtype=np.float64)
        if nodes.ndim != 2 or nodes.shape[1] != 2 or len(nodes) < 2 or np.abs(nodes).max() > FARTHEST:
            raise ValueError(
                f"nodes have shape {nodes.shape}; expected (m, 2), at least two of them and none farther than {FARTHEST:g}."
            )
        object.__setattr__(self, "nodes", nodes)
        numeric.real("sigma", self.sigma, least=0.0, most=FARTHEST)

    def __repr__(self) -> str:
        return f"<Curve {self.name!r}: {self.title}>"

    @functools.cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.nodes)

    @property
    def is_mixture(self) -> bool:
        return self.sigma > 0

    @property
    def pieces(self) -> int:
        """How many pieces of equal probability it is cut into: 20 for a curve, one for each Gaussian of a mixture."""
        return len(self.nodes) if self.is_mixture else PIECES

    @property
    def tolerance(self) -> float:
        return 3 * self.sigma if self.is_mixture else float(np.ptp(self.nodes, axis=0).max()) / 20

    @property
    def box(self) -> tuple[float, float, float, float]:
        """What a picture should show: (left, right, bottom, top), of equal width and height."""
        low, high = self.nodes.min(axis=0), self.nodes.max(axis=0)
        middle, half = (low + high) / 2, 0.7 * (high - low).max()
        (x, y), h = middle.tolist(), float(half)
        return x - h, x + h, y - h, y + h

    def sample(self, n: int, seed: int | np.random.Generator | None = None) -> np.ndarray:
        """Draw points.

        Parameters
        ----------
        n : int
            How many, at least 1.
        seed : int or numpy.random.Generator, optional
            One integer gives one set of points; None gives new ones at each call.

        Returns
        -------
        ndarray (n, 2), float32

        Raises
        ------
        ValueError
            If `n` is no whole number of at least 1, or `seed` is none.
        """
        n = numeric.whole("n", n)
        numeric.check_room("The points", n, 2, itemsize=16)
        rng = numeric.rng(seed)
        if self.is_mixture:
            centres = self.nodes[rng.integers(len(self.nodes), size=n)]
            return (centres + self.sigma * rng.standard_normal((n, 2))).astype(np.float32)
        return self.at(rng.random(n)).astype(np.float32)

    def at(self, t: np.ndarray) -> np.ndarray:
        """Points of a curve.

        Parameters
        ----------
        t : array-like (n,)
            From 0 to 1: the share of the probability that lies before the point.

        Returns
        -------
        ndarray (n, 2), float64

        Raises
        ------
        ValueError
            If it is a mixture, or `t` does not lie in [0, 1].
        """
        if self.name not in CURVES:
            raise ValueError(
                f"{self.name!r} is no line to walk along, but a mixture of Gaussians or a curve of your own."
            )
        t = numeric.array("t", t, dtype=np.float64)
        if t.size and not (t.min() >= 0 and t.max() <= 1):
            raise ValueError(f"t lies in {t.min():g} to {t.max():g}; expected shares from 0 to 1.")
        return CURVES[self.name].line(t)

    def locate(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How far each point is from the curve (or from the nearest centre of a mixture), and which piece is nearest.

        Parameters
        ----------
        points : array-like (n, 2), finite

        Returns
        -------
        distance : ndarray (n,), float64
            Euclidean, in the units of the plane; exact to 1e-6 of the curve's extent.
        piece : ndarray (n,), int
            From 0 to `pieces` - 1, numbered along the curve.

        Raises
        ------
        ValueError
            If the points have another shape, are not finite, or lie farther than 1e100 away.
        """
        points = _checked(points)
        if self.is_mixture:
            return self._tree.query(points)
        # The nearest node, then the nearest point of the two segments that meet there.
        nodes = self.nodes
        at = self._tree.query(points)[1]
        best = np.full(len(points), np.inf)
        for a, b in ((at - 1, at), (at, at + 1)):
            if self.closed:
                a, b = a % (len(nodes) - 1), b % (len(nodes) - 1)
            else:
                a, b = a.clip(0, len(nodes) - 1), b.clip(0, len(nodes) - 1)
            along = nodes[b] - nodes[a]
            length = np.maximum((along**2).sum(1), 1e-30)
            t = (((points - nodes[a]) * along).sum(1) / length).clip(0, 1)
            best = np.minimum(best, np.linalg.norm(points - nodes[a] - t[:, None] * along, axis=1))
        return best, np.minimum(at * PIECES // (len(nodes) - 1), PIECES - 1)


@dataclass(frozen=True)
class _Line:
    title: str
    line: Callable[[np.ndarray], np.ndarray]
    closed: bool = False


def _parabola(t):
    x = t - 0.5
    return np.stack([x, x**2], axis=-1)


def _sine(t):
    x = t - 0.5
    return np.stack([x, 0.25 * np.sin(2 * np.pi * x)], axis=-1)


def _circle(t):
    return 0.5 * np.stack([np.cos(2 * np.pi * t), np.sin(2 * np.pi * t)], axis=-1)


def _ring():
    # Eight at radius 2 with standard deviation 0.02: Metz et al., Unrolled GANs, arXiv 1611.02163.
    angle = 2 * np.pi * np.arange(8) / 8
    return 2.0 * np.stack([np.cos(angle), np.sin(angle)], axis=-1), 0.02


def _grid():
    # Five by five, two apart, with standard deviation 0.05: Lin et al., PacGAN, arXiv 1712.04086.
    at = np.linspace(-4.0, 4.0, 5)
    return np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2), 0.05


CURVES = {
    "parabola": _Line("y = x², x uniform in [-0.5, 0.5]", _parabola),
    "sine": _Line("one period of a sine, x uniform in [-0.5, 0.5]", _sine),
    "circle": _Line("a circle of radius 0.5, uniform in angle", _circle, closed=True),
}
MIXTURES = {
    "ring": ("eight narrow Gaussians on a circle", _ring),
    "grid": ("twenty-five narrow Gaussians on a grid", _grid),
}


def names() -> tuple[str, ...]:
    """The distributions that `load` knows."""
    return (*CURVES, *MIXTURES)


def load(name: str) -> Curve:
    """A distribution of points by its name.

    Parameters
    ----------
    name : {"parabola", "sine", "circle", "ring", "grid"}

    Returns
    -------
    Curve

    Raises
    ------
    ValueError
        If there is no such curve.
    """
    if not isinstance(name, str) or name not in names():
        raise ValueError(f"There is no curve {numeric.shown(name)}; choose one of {', '.join(names())}.")
    return _load(name)


@functools.cache
def _load(name: str) -> Curve:
    if name in CURVES:
        spec = CURVES[name]
        return Curve(name, spec.title, spec.line(np.linspace(0, 1, 200 * PIECES + 1)), closed=spec.closed)
    title, make = MIXTURES[name]
    return Curve(name, title, *make())


def _checked(points) -> np.ndarray:
    try:
        points = numeric.array("points", points, dtype=np.float64)
    except ValueError as error:
        raise ValueError(f"{error} If a generator made them, its weights are lost: train it anew.") from None
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(f"points have shape {points.shape}; expected (n, 2) with at least one point.")
    if np.abs(points).max() > FARTHEST:
        raise ValueError(f"points lie up to {np.abs(points).max():g} away; expected at most {FARTHEST:g}.")
    return points
