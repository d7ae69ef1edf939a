"""Are generated points on the curve, and do they reach all of it? Scores where the truth is known."""

import warnings
from dataclasses import dataclass

import numpy as np

SENSIBLE_N = 500


@dataclass(frozen=True, eq=False)
class OnCurve:
    """How well points imitate a curve; made by :func:`on_curve`.

    Attributes
    ----------
    curve : str
        Its name.
    n : int
        Number of points.
    distance : float
        Mean distance to the curve (or to the nearest centre of a mixture), in the units of the plane.
    distance_error : float
        Standard error of ``distance`` from the sample size alone.
    on_curve : float
        Share of the points within the curve's tolerance, in [0, 1].
    coverage : float
        Share of the curve's pieces that are reached, in [0, 1]: a piece is reached if the points on the curve give it
        at least a quarter of its fair share.
    piece_shares : ndarray
        float64 (pieces,): the share of all points that lies on the curve in each piece. Adds up to ``on_curve``.
    """

    curve: str
    n: int
    distance: float
    distance_error: float
    on_curve: float
    coverage: float
    piece_shares: np.ndarray

    def __str__(self) -> str:
        return (
            f"distance {self.distance:.4f} ± {self.distance_error:.4f}, {self.on_curve:.0%} on the curve, "
            f"{self.coverage:.0%} of it covered [{self.curve}, n = {self.n:,}]"
        )


def on_curve(points: np.ndarray, curve) -> OnCurve:
    """Distance to a curve **and** coverage along it.

    Distance alone does not see collapse: a generator that gives one point of the curve, again and again, has distance
    0. Coverage alone does not see noise. A quarter of the fair share is the line between a piece that is rare and one that is
    missing: real samples of sensible number reach every piece.

    Parameters
    ----------
    points : array-like
        (n, 2), finite. Below 500 a warning says that the numbers are rough.
    curve : str or data.curves.Curve
        What the points imitate.

    Returns
    -------
    OnCurve

    Raises
    ------
    ValueError
        If the points have another shape or are not finite, or there is no such curve.
    """
    from gan_lessons.data import curves

    curve = curve if isinstance(curve, curves.Curve) else curves.load(curve)
    distance, piece = curve.locate(points)
    n = len(distance)
    if n < SENSIBLE_N:
        warnings.warn(
            f"A score from {n} points is rough: a piece holds about {n / curve.pieces:.0f} of them. "
            f"Draw at least {SENSIBLE_N}.",
            stacklevel=2,
        )
    near = distance <= curve.tolerance
    shares = np.bincount(piece[near], minlength=curve.pieces) / n
    return OnCurve(
        curve=curve.name,
        n=n,
        distance=float(distance.mean()),
        distance_error=float(distance.std() / np.sqrt(n)),
        on_curve=float(near.mean()),
        coverage=float((shares >= 0.25 / curve.pieces).mean()),
        piece_shares=shares,
    )
