"""The smallest adversarial game: two numbers, one value V(x, y) = x·y.

x wants V small (a generator of one weight), y wants it large (a discriminator of one weight). The only point from which
neither gains by moving is (0, 0). Whether gradient steps get there depends on how the two take turns: this module has
the rules, each a small function of NumPy arrays, and says what each does to the distance in the long run.

With z = x + iy the gradients of both players are one complex number: a small step is the rotation z → (1 + i·lr)·z,
which is why everything here turns around the origin, and why the factors below have a closed form.

All functions raise ValueError where a point is masked, complex, not finite or not of two numbers, where `lr` is not above 0, and
where a result would leave the range of floats.
"""

from __future__ import annotations

import math

from gan_lessons import numeric

import numpy as np

RULES = (
    "simultaneous",
    "alternating",
    "averaged",
    "friction",
    "extragradient",
    "optimistic",
)
MOST_STEPS = 100_000  # a second's worth


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
    return _points("point", point)[..., ::-1].copy()


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
    return _step("simultaneous", point, point, lr)


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
    return _step("alternating", point, point, lr)


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
    return _step("friction", point, point, lr, strength)


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
    return _step("extragradient", point, point, lr)


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
    return _step("optimistic", point, before, lr)


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
        From 0 to 100,000.
    strength : float
        For "friction": at least 0.

    Returns
    -------
    ndarray (steps + 1, 2), float64

    Raises
    ------
    ValueError
        If a parameter is none of these, or the game runs so far away that its numbers leave the range of floats.
    """
    lr, strength = _checked(rule, lr, strength)
    steps = numeric.whole("steps", steps, least=0, most=MOST_STEPS)
    points = [_point("start", start)]
    move = _MOVES[rule]
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            points.append(move(points[-1], points[max(0, k - 1)], lr, strength))
    path = np.array(points)
    lost = np.flatnonzero(~np.isfinite(path).all(axis=1))
    if len(lost):
        raise ValueError(
            f"The game runs away: after {lost[0]:,} of {steps:,} steps the numbers leave the range of floats. Take fewer steps or a "
            "smaller lr."
        )
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
    points = _points("points", points)
    if points.ndim != 2:
        raise ValueError(f"points has shape {points.shape}; expected (n, 2), the points of one game.")
    with np.errstate(over="ignore", invalid="ignore"):
        means = np.cumsum(points, axis=0) / np.arange(1, len(points) + 1)[:, None]
    return _in_range(means)


def distances(points: np.ndarray) -> np.ndarray:
    """How far each point is from the equilibrium (0, 0).

    Parameters
    ----------
    points : array-like (..., 2)

    Returns
    -------
    ndarray (...), float64
    """
    points = _points("points", points)
    with np.errstate(over="ignore"):
        return _in_range(np.hypot(points[..., 0], points[..., 1]))


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
    lr, strength = _checked(rule, lr, strength)
    if rule == "simultaneous":
        factor = math.hypot(1.0, lr)
    elif rule == "friction":
        factor = math.hypot(1.0 - lr * strength, lr)
    elif rule == "extragradient":
        factor = math.hypot((1.0 - lr) * (1.0 + lr), lr)
    elif rule == "optimistic":  # the roots of z² - (1 + 2i·lr)·z + i·lr are (1 + 2i·lr ± √(1 - 4lr²)) / 2
        root = math.sqrt(abs((1.0 - 2.0 * lr) * (1.0 + 2.0 * lr)))
        factor = (
            math.hypot(1.0 + root, 2.0 * lr) / 2.0 if lr < 0.5 else math.hypot(1.0, 2.0 * lr + root) / 2.0
        )
    else:
        # Alternating steps have determinant 1: their eigenvalues are half ± √(half² - 1), with half = 1 - lr²/2.
        beyond = (lr - 2.0) * (lr + 2.0) / 2.0
        factor = 1.0 if beyond <= 0.0 else 1.0 + beyond + math.sqrt(beyond) * math.sqrt(beyond + 2.0)
    return float(_in_range(np.float64(factor)))


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
        If lr is 2 or more: then there is no ellipse. If the point is none.
    """
    lr, _ = _checked("alternating", lr, 0.0)
    if lr >= 2.0:
        raise ValueError(f"lr is {lr}; alternating steps stay bounded below 2 only.")
    x, y = _point("point", point)
    # x² + y² + lr·x·y, taken apart along the two axes of the ellipse, which are the diagonals.
    along, across = (x + y) / math.sqrt(2.0), (x - y) / math.sqrt(2.0)
    ratio = math.sqrt((2.0 - lr) / (2.0 + lr))
    short, long = np.hypot(along, ratio * across), np.hypot(along / ratio, across)
    return float(_in_range(short)), float(_in_range(long))


# Every rule: where this point and the one before lead.
_MOVES = {
    "simultaneous": lambda point, before, lr, strength: point + lr * _ways(point),
    "alternating": lambda point, before, lr, strength: _in_turn(point, lr),
    "averaged": lambda point, before, lr, strength: _in_turn(point, lr),
    "friction": lambda point, before, lr, strength: point + lr * (_ways(point) - strength * point),
    "extragradient": lambda point, before, lr, strength: point + lr * _ways(point + lr * _ways(point)),
    "optimistic": lambda point, before, lr, strength: point + lr * (2.0 * _ways(point) - _ways(before)),
}


def _ways(point) -> np.ndarray:
    """Where both want to go: x down its slope, y up its own."""
    return point[..., ::-1] * (-1.0, 1.0)


def _in_turn(point, lr) -> np.ndarray:
    x, y = np.moveaxis(point, -1, 0)
    y = y + lr * x
    return np.stack([x - lr * y, y], axis=-1)


def _step(rule: str, point, before, lr: float, strength: float = 0.0) -> np.ndarray:
    """One step of a rule, from points that are checked to points that are."""
    lr, strength = _checked(rule, lr, strength)
    point, before = _points("point", point), _points("before", before)
    if point.shape != before.shape:
        raise ValueError(f"point has shape {point.shape} and before {before.shape}; expected the same.")
    with np.errstate(over="ignore", invalid="ignore"):
        return _in_range(_MOVES[rule](point, before, lr, strength))


def _in_range(result):
    if not np.isfinite(result).all():
        raise ValueError("The result leaves the range of floats; give smaller numbers, or a smaller lr.")
    return result


def _points(name: str, points) -> np.ndarray:
    points = numeric.array(name, points, dtype=np.float64)
    if points.shape[-1:] != (2,):
        raise ValueError(f"{name} has shape {points.shape}; the last axis must hold x and y.")
    return points


def _point(name: str, point) -> np.ndarray:
    try:
        point = numeric.array(name, point, dtype=np.float64)
    except ValueError as error:
        raise ValueError(f"{error} Give two finite numbers, x and y.") from None
    if point.shape != (2,):
        raise ValueError(f"{name} has shape {point.shape}; give two finite numbers, x and y.")
    return point


def _checked(rule, lr, strength) -> tuple[float, float]:
    numeric.choice("rule", rule, RULES)
    return numeric.real("lr", lr, above=0.0), numeric.real("strength", strength, least=0.0)
