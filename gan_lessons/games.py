"""The smallest adversarial game: two numbers, one value V(x, y) = x·y.

x wants V small (a generator of one weight), y wants it large (a discriminator of one weight). The only point from which
neither gains by moving is (0, 0). Whether gradient steps get there depends on how the two take turns: this module has
the rules, each a small function of NumPy arrays, and says what each does to the distance in the long run.

With z = x + iy the gradients of both players are one complex number: a small step is the rotation z → (1 + i·lr)·z,
which is why everything here turns around the origin, and why the factors below have a closed form.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable

import numpy as np

RULES = (
    "simultaneous",
    "alternating",
    "averaged",
    "friction",
    "extragradient",
    "optimistic",
)


def gradients(point: np.ndarray) -> np.ndarray:
    """The slopes (∂V/∂x, ∂V/∂y) = (y, x).

    Parameters
    ----------
    point : array-like (..., 2)
        x and y along the last axis.

    Returns
    -------
    ndarray (..., 2), float64
    """
    return _points(point)[..., ::-1]


def simultaneous(point: np.ndarray, lr: float) -> np.ndarray:
    """Both step from the same point: x against its slope, y along its own.

    The distance to (0, 0) grows by the factor √(1 + lr²) in every step, whatever the learning rate.

    Parameters
    ----------
    point : array-like (..., 2)
    lr : float
        Learning rate of both, above 0.

    Returns
    -------
    ndarray (..., 2), float64
    """
    return _points(point) + lr * _directions(point)


def alternating(point: np.ndarray, lr: float) -> np.ndarray:
    """y steps first, as the discriminator does in the training loop; x then answers to the new y.

    x² + y² + lr·x·y keeps its value from step to step, so for lr < 2 the point stays on an ellipse for ever (Gidel et
    al., arXiv 1802.10551, prove that such a game stays bounded, where simultaneous steps run away).

    Parameters
    ----------
    point : array-like (..., 2)
    lr : float
        Learning rate of both, above 0.

    Returns
    -------
    ndarray (..., 2), float64
    """
    x, y = np.moveaxis(_points(point), -1, 0)
    y = y + lr * x
    return np.stack([x - lr * y, y], axis=-1)


def friction(point: np.ndarray, lr: float, strength: float = 0.5) -> np.ndarray:
    """Simultaneous steps in which each player is also pulled towards 0.

    Each player pays `strength`/2 times its own square. In this game that is the same as letting both also descend half
    the squared length of the gradients, (x² + y²)/2: consensus optimisation (Mescheder et al., arXiv 1705.10461). The
    gradient penalties of later chapters calm a discriminator in the same way. Converges for
    lr < 2·strength / (1 + strength²).

    Parameters
    ----------
    point : array-like (..., 2)
    lr : float
        Learning rate of both, above 0.
    strength : float
        0 gives plain simultaneous steps.

    Returns
    -------
    ndarray (..., 2), float64
    """
    point = _points(point)
    return point + lr * (_directions(point) - strength * point)


def extragradient(point: np.ndarray, lr: float) -> np.ndarray:
    """Look one simultaneous step ahead, and step from here with the slopes found there.

    Old in optimisation, brought to GANs by Gidel et al. (arXiv 1802.10551). The factor is √(1 - lr² + lr⁴), below 1 for
    lr < 1.

    Parameters
    ----------
    point : array-like (..., 2)
    lr : float
        Learning rate of both, above 0.

    Returns
    -------
    ndarray (..., 2), float64
    """
    return _points(point) + lr * _directions(simultaneous(point, lr))


def optimistic(point: np.ndarray, before: np.ndarray, lr: float) -> np.ndarray:
    """Step with twice the present slopes less those of the step before: a guess of the slopes to come.

    Daskalakis et al., arXiv 1711.00141. One gradient a step, where the extragradient needs two. Converges for
    lr < 1/√3.

    Parameters
    ----------
    point, before : array-like (..., 2)
        Where the game is, and where it was one step earlier (the same point at the start).
    lr : float
        Learning rate of both, above 0.

    Returns
    -------
    ndarray (..., 2), float64
    """
    return _points(point) + lr * (2.0 * _directions(point) - _directions(before))


def play(rule: str, start=(1.0, 1.0), lr: float = 0.2, steps: int = 100, strength: float = 0.5) -> np.ndarray:
    """All points of a game, the start included.

    Parameters
    ----------
    rule : str
        One of `RULES`. "averaged" plays alternating steps and gives the mean of all points so far, which comes to rest
        although the game does not.
    start : pair of floats
        x and y, finite.
    lr : float
        Learning rate of both players, above 0.
    steps : int
        At least 0.
    strength : float
        For "friction": at least 0.

    Returns
    -------
    ndarray (steps + 1, 2), float64

    Raises
    ------
    ValueError
        If a parameter is none of these.
    """
    _check(rule, lr, strength)
    if isinstance(steps, bool) or not isinstance(steps, numbers.Integral) or steps < 0:
        raise ValueError(f"steps is {steps!r}; give a whole number of at least 0.")
    try:
        points = [_points(start)]
    except (TypeError, ValueError):
        points = [np.empty(0)]
    if points[0].shape != (2,) or not np.isfinite(points[0]).all():
        raise ValueError(f"start is {start!r}; give two finite numbers, x and y.")
    move = _moves(lr, strength)[rule]
    for k in range(steps):
        points.append(move(points[-1], points[max(0, k - 1)]))
    path = np.array(points)
    return averages(path) if rule == "averaged" else path


def averages(points: np.ndarray) -> np.ndarray:
    """The mean of all points so far, for each point of a game.

    Parameters
    ----------
    points : array-like (n, 2)

    Returns
    -------
    ndarray (n, 2), float64
    """
    points = _points(points)
    return np.cumsum(points, axis=0) / np.arange(1, len(points) + 1)[:, None]


def distances(points: np.ndarray) -> np.ndarray:
    """How far each point is from the equilibrium (0, 0).

    Parameters
    ----------
    points : array-like (..., 2)

    Returns
    -------
    ndarray (...), float64
    """
    return np.linalg.norm(_points(points), axis=-1)


def growth(rule: str, lr: float, strength: float = 0.5) -> float:
    """The factor by which a step multiplies the distance in the long run: above 1 the game runs away.

    Simultaneous steps, friction and the extragradient have it in each single step, the others on average.

    Parameters
    ----------
    rule : str
        One of `RULES`.
    lr : float
        Learning rate of both players, above 0.
    strength : float
        For "friction".

    Returns
    -------
    float
        The modulus of the largest eigenvalue of a step. "averaged" has 1 for lr < 2: its distance falls like 1/steps,
        more slowly than any factor below 1.

    Raises
    ------
    ValueError
        If a parameter is none of these.
    """
    _check(rule, lr, strength)
    if rule == "simultaneous":
        return math.hypot(1.0, lr)
    if rule == "friction":
        return math.hypot(1.0 - lr * strength, lr)
    if rule == "extragradient":
        return math.hypot(1.0 - lr**2, lr)
    if rule == "optimistic":  # of z → (1 + 2i·lr)·z - i·lr·(z before)
        return float(np.abs(np.roots([1.0, -(1.0 + 2j * lr), 1j * lr])).max())
    half = (
        1.0 - lr**2 / 2.0
    )  # alternating steps have determinant 1: their eigenvalues are half ± √(half² - 1)
    return 1.0 if abs(half) <= 1.0 else abs(half) + math.sqrt(half**2 - 1.0)


def orbit(point: np.ndarray, lr: float) -> tuple[float, float]:
    """Between which distances alternating steps stay for ever.

    Parameters
    ----------
    point : array-like (2,)
        Any point of the game.
    lr : float
        Above 0 and below 2.

    Returns
    -------
    (float, float)
        Half axes of the ellipse x² + y² + lr·x·y = constant.

    Raises
    ------
    ValueError
        If lr is 2 or more: then there is no ellipse.
    """
    _check("alternating", lr, 0.0)
    if lr >= 2.0:
        raise ValueError(f"lr is {lr}; alternating steps stay bounded below 2 only.")
    x, y = _points(point)
    kept = x**2 + y**2 + lr * x * y
    return math.sqrt(kept / (1.0 + lr / 2.0)), math.sqrt(kept / (1.0 - lr / 2.0))


def _moves(lr: float, strength: float) -> dict[str, Callable]:
    """Every rule as a function of this point and the one before."""
    return {
        "simultaneous": lambda point, before: simultaneous(point, lr),
        "alternating": lambda point, before: alternating(point, lr),
        "averaged": lambda point, before: alternating(point, lr),
        "friction": lambda point, before: friction(point, lr, strength),
        "extragradient": lambda point, before: extragradient(point, lr),
        "optimistic": lambda point, before: optimistic(point, before, lr),
    }


def _directions(point) -> np.ndarray:
    """Where both want to go: x down its slope, y up its own."""
    return gradients(point) * (-1.0, 1.0)


def _points(point) -> np.ndarray:
    point = np.asarray(point, np.float64)
    if point.shape[-1:] != (2,):
        raise ValueError(f"points have shape {point.shape}; the last axis must hold x and y.")
    return point


def _check(rule, lr, strength) -> None:
    if rule not in RULES:
        raise ValueError(f"rule is {rule!r}; choose one of {', '.join(RULES)}.")
    if not (isinstance(lr, numbers.Real) and math.isfinite(lr) and lr > 0):
        raise ValueError(f"lr is {lr!r}; a learning rate is a number above 0.")
    if not (isinstance(strength, numbers.Real) and math.isfinite(strength) and strength >= 0):
        raise ValueError(f"strength is {strength!r}; give a number of at least 0 (0 is no friction).")
