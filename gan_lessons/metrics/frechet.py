"""Fréchet distance between two sets of features, each summed up as a Gaussian (arXiv:1706.08500)."""

import warnings
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np
from scipy import linalg
from scipy.linalg import blas, lapack

from .extractors import UNNAMED, Extractor, features_of, name_of, same_extractor, same_width
from .statistics import Statistics

SENSIBLE_N = 500
SENSIBLE_ROWS_PER_FEATURE = 4
GROUPS, MOST_GROUPS = 10, 100
# With more features than this, a spread would cost more than all the rest: it is made on demand.
SPREAD_UP_TO = 512

_NAMES = ("The first set", "The second set")
_EPS = float(np.finfo("float64").eps)


@dataclass(frozen=True)
class FrechetDistance:
    """How far two sets of features are apart as Gaussians; made by :func:`frechet_distance`.

    Attributes
    ----------
    value : float
        The squared distance, as everyone reports it: 0 if mean and covariance are the same, which does not make the sets the
        same.
    mean_term, covariance_term : float
        What the means and the covariances contribute; ``value`` is their sum.
    spread : float or None
        Standard error of ``value`` from the sample sizes alone, by leaving out one group of rows after the other; it
        does not see the bias. None where it was not computed.
    extractor : str
        What made the features. The score is an "FID" only with the Inception network of the paper, which Keras's is not.
    n : tuple of int
        Rows of the two sets.
    dimensions : int
        Features a row.
    """

    value: float
    mean_term: float
    covariance_term: float
    spread: float | None
    extractor: str
    n: tuple[int, int]
    dimensions: int

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        spread = "" if self.spread is None else f" ± {self.spread:.3g}"
        return (
            f"Fréchet distance {self.value:.3f}{spread} (means {self.mean_term:.3f}, covariances "
            f"{self.covariance_term:.3f}) [extractor {self.extractor!r}, {self.dimensions:,} features, "
            f"n = {self.n[0]:,} and {self.n[1]:,}]"
        )


def frechet_distance(
    a, b, extractor: str | Extractor | None = None, groups: int | None = None
) -> FrechetDistance:
    """Squared Fréchet (2-Wasserstein) distance between the Gaussians that have the sets' means and covariances.

    d² = ‖μ₁ − μ₂‖² + Tr(C₁ + C₂ − 2 (C₁C₂)^½), in double precision. Lower is better, and the order of the sets does not
    matter. It is biased upwards, the more so the smaller the sets are and the more features there are: two samples of one
    distribution do not get 0. So compare scores of equal n only, and put beside each score that of real images
    against other real images, the floor.

    The matrix root is never formed: its trace is the sum of the singular values of F₁F₂ᵀ, for any F with C = FᵀF. Where both
    covariances are well conditioned, those are the roots of the eigenvalues of a symmetric matrix, which is quick. Where
    one is singular or nearly so, a pivoted Cholesky factorisation finds its rank first. Where there are fewer rows than
    features, the centred rows themselves are the factor.

    Parameters
    ----------
    a, b : array-like or Statistics
        Each: features (n, d); or images (n, h, w, c), with an extractor; or :class:`Statistics` gathered before. At least
        two rows. A warning says so if there are fewer than 500 rows, or fewer than 4 a feature.
    extractor : str or Extractor, optional
        What reads the images (see :func:`extractor`), or made the features.
    groups : int, optional
        So many groups of rows for the spread, at most 100; 0 for no spread. None: 10 if both sets are arrays of at most 512 features
        and 20 rows, else 0. With 2,048 features each group costs twice as much as the score itself.

    Returns
    -------
    FrechetDistance

    Raises
    ------
    ValueError
        If the sets have different numbers of features, fewer than two rows, or values that are not finite; if images come
        without an extractor.
    """
    label = name_of(extractor)
    first, second = (
        x if isinstance(x, Statistics) else features_of(x, extractor, name)
        for x, name in zip((a, b), _NAMES, strict=True)
    )
    arrays = not isinstance(first, Statistics) and not isinstance(second, Statistics)
    for x in (first, second):
        if isinstance(x, Statistics):
            same_extractor(label, x.extractor)
            label = x.extractor if label == UNNAMED else label
    n, widths = zip(*(_size(x) for x in (first, second)), strict=True)
    for rows, name in zip(n, _NAMES, strict=True):
        if rows < 2:
            raise ValueError(f"{name} has {rows} row(s); a covariance needs at least 2.")
    same_width(*widths, _NAMES)
    d = widths[0]
    groups = _groups(groups, arrays, n, d)
    sensible = max(SENSIBLE_N, SENSIBLE_ROWS_PER_FEATURE * d)
    if min(n) < sensible:
        singular = " its covariance cannot even have full rank," if min(n) <= d else ""
        warnings.warn(
            f"A Fréchet distance from {min(n):,} rows of {d:,} features:{singular} and chance alone makes the distance "
            f"large. Take at least {sensible:,} rows, and compare only scores of equal n.",
            stacklevel=2,
        )
    mean_term, covariance_term = _terms(_summary(first), _summary(second))
    return FrechetDistance(
        value=max(0.0, mean_term + covariance_term),
        mean_term=mean_term,
        covariance_term=covariance_term,
        spread=_spread(first, second, groups) if groups else None,
        extractor=label,
        n=n,
        dimensions=d,
    )


def gaussian_distance(mean_a, covariance_a, mean_b, covariance_b) -> float:
    """Squared Fréchet distance between two Gaussians whose means and covariances are known.

    Parameters
    ----------
    mean_a, mean_b : array-like
        (d,), or a number for d = 1.
    covariance_a, covariance_b : array-like
        (d, d), symmetric, without negative eigenvalues beyond rounding; or a number, the variance, for d = 1.

    Returns
    -------
    float
        At least 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not finite, or a matrix is no covariance.
    """
    means = [
        np.atleast_1d(numeric.array(name, m, dtype="float64"))
        for name, m in (("mean_a", mean_a), ("mean_b", mean_b))
    ]
    covariances = [
        np.atleast_2d(numeric.array(name, c, dtype="float64"))
        for name, c in (("covariance_a", covariance_a), ("covariance_b", covariance_b))
    ]
    for mean, covariance, name in zip(means, covariances, ("The first", "The second"), strict=True):
        if mean.ndim != 1 or not mean.size or covariance.shape != 2 * mean.shape:
            raise ValueError(
                f"{name} mean has shape {mean.shape} and its covariance {covariance.shape}; expected (d,) and (d, d)."
            )
        largest = np.abs(covariance).max(initial=0)
        if np.abs(covariance / 2 - covariance.T / 2).max(initial=0) > 0.5e-6 * largest:
            raise ValueError(
                f"{name} covariance is not symmetric; np.cov(x, rowvar=False) gives one that is."
            )
    same_width(len(means[0]), len(means[1]), ("The first Gaussian", "The second Gaussian"))
    sides = []
    for mean, covariance in zip(means, covariances, strict=True):
        covariance = covariance / 2 + covariance.T / 2
        regular = lapack.dpotrf(covariance, lower=1)[1] == 0
        # Making the factor shows whether it is a covariance at all.
        factor = None if regular else _factor(covariance)
        sides.append(Gaussian(mean, covariance, factor))
    return max(0.0, sum(_terms(*sides)))


class Gaussian:
    """A mean, and a covariance C or a factor F of it (C = FᵀF), whichever is smaller."""

    def __init__(self, mean, covariance=None, factor=None):
        self.mean = mean
        self.covariance = covariance
        self.factor = factor

    @property
    def trace(self) -> float:
        if self.factor is not None:
            return float(np.vdot(self.factor, self.factor))
        return float(np.trace(self.covariance))


def _size(x) -> tuple[int, int]:
    return (x.n, x.dimensions or 0) if isinstance(x, Statistics) else x.shape


def _groups(groups: int | None, arrays: bool, n: tuple[int, int], d: int) -> int:
    if groups is None:
        return GROUPS if arrays and d <= SPREAD_UP_TO and min(n) >= 2 * GROUPS else 0
    groups = numeric.whole("groups", groups, least=0, most=MOST_GROUPS)
    if groups == 0:
        return 0
    if not arrays:
        raise ValueError(
            f"Given groups={groups} and Statistics; a spread needs the features themselves. Give groups=0."
        )
    if groups < 2 or min(n) < 2 * groups:
        raise ValueError(
            f"Given groups={groups} with {min(n):,} rows; expected 0, or from 2 to half as many as there are rows."
        )
    return groups


def _summary(x) -> Gaussian:
    with np.errstate(over="ignore", invalid="ignore"):
        if not isinstance(x, Statistics) and len(x) <= x.shape[1]:
            rows = x.astype("float64")
            mean = rows.mean(axis=0)
            rows -= mean
            rows /= np.sqrt(len(rows) - 1)
            return Gaussian(mean, factor=rows)
        gathered = x if isinstance(x, Statistics) else Statistics(x)
        return Gaussian(gathered.mean, covariance=gathered.covariance)


def _terms(a: Gaussian, b: Gaussian) -> tuple[float, float]:
    """‖μ₁ − μ₂‖² and Tr(C₁ + C₂ − 2 (C₁C₂)^½)."""
    with np.errstate(over="ignore", invalid="ignore"):
        step = a.mean - b.mean
        mean_term, traces = float(step @ step), a.trace + b.trace
    if not (np.isfinite(mean_term) and np.isfinite(traces)):
        raise ValueError(
            "The features are so large that their squares overflow. Divide both sets by the same number; the distance is "
            "then divided by its square."
        )
    root = trace_of_root(a, b) if a.trace > 0 and b.trace > 0 else 0.0
    covariance_term = traces - 2 * root
    # Below zero, and next to it, there is only rounding.
    return mean_term, 0.0 if covariance_term < 4 * _EPS * traces else covariance_term


def trace_of_root(a: Gaussian, b: Gaussian) -> float:
    """Tr (C₁C₂)^½ of two covariances that are not zero."""
    if a.factor is None and b.factor is None:
        quick = _by_eigenvalues(a.covariance, b.covariance)
        if quick is not None:
            return quick
    factors = [_factor(g.covariance) if g.factor is None else g.factor for g in (a, b)]
    if not all(map(len, factors)):
        return 0.0
    # Each divided by its size, so that nothing under- or overflows.
    sizes = [np.abs(f).max() for f in factors]
    product = (factors[0] / sizes[0]) @ (factors[1] / sizes[1]).T
    return float(np.linalg.svd(product, compute_uv=False).sum() * sizes[0] * sizes[1])


def _by_eigenvalues(a: np.ndarray, b: np.ndarray) -> float | None:
    """With C₁ = LLᵀ, the eigenvalues of C₁C₂ are those of LᵀC₂L, which is symmetric; None if that would be inexact.

    An eigenvalue is known to within rounding of the largest one. Its root is then known well if it is large, and badly if
    it is next to zero.
    """
    sizes = [float(np.trace(c)) for c in (a, b)]
    lower, info = lapack.dpotrf((a / sizes[0]).T, lower=1, clean=1, overwrite_a=1)
    if info != 0:
        return None
    # Triangular, so half the work of two matrix products. The transpose of a symmetric matrix is in LAPACK's order.
    middle = blas.dtrmm(1.0, lower, (b / sizes[1]).T, side=1, lower=1, overwrite_b=1)
    middle = blas.dtrmm(1.0, lower, middle, lower=1, trans_a=1, overwrite_b=1)
    values = linalg.eigvalsh(middle, driver="evr", overwrite_a=True, check_finite=False)
    noise = 4 * _EPS * float(values[-1])
    if values[-1] <= 0 or values[0] < -noise * len(values):
        return None
    roots = np.sqrt(np.maximum(values, noise))
    total = float(np.sqrt(np.maximum(values, 0)).sum())
    scale = np.sqrt(sizes[0]) * np.sqrt(sizes[1])
    if noise * float((0.5 / roots).sum()) * scale > 1e-9 * sum(sizes):
        return None
    return float(total * scale)


def _factor(covariance: np.ndarray) -> np.ndarray:
    """F (rank, d) with FᵀF = C up to rounding, for any C without negative eigenvalues."""
    d = len(covariance)
    largest = float(covariance.diagonal().max())
    if largest > 0:
        tolerance = d * _EPS * largest
        packed, pivots, rank, _ = lapack.dpstrf(covariance.T, tol=tolerance, lower=1)
        factor = np.zeros((rank, d))
        factor[:, pivots - 1] = np.tril(packed)[:, :rank].T
        if np.abs(factor.T @ factor - covariance).max() <= 16 * tolerance:
            return factor
    # Not a covariance to the last digit, as when it was computed in single precision: leave out what is negative.
    values, vectors = np.linalg.eigh(covariance)
    if values[0] < -1e-6 * max(float(values[-1]), 0.0):
        raise ValueError(
            f"A matrix has an eigenvalue of {values[0]:.3g}, the largest being {values[-1]:.3g}: it is no covariance."
        )
    keep = values > 0
    return (vectors[:, keep] * np.sqrt(values[keep])).T


def _spread(a: np.ndarray, b: np.ndarray, groups: int) -> float:
    """Standard error by the jackknife: how the distance moves as groups of one set, then of the other, are left out."""
    # Shuffled: images of the classes in turn, 0, 1, 2, …, would fall into groups of one class each.
    a, b = (x[np.random.default_rng(0).permutation(len(x))] for x in (a, b))
    parts = [[Statistics(x[i::groups]) for i in range(groups)] for x in (a, b)]
    whole = [_summary(sum(part[1:], part[0])) for part in parts]
    variance = 0.0
    for side in (0, 1):
        scores = []
        for left_out in range(groups):
            kept = Statistics()
            for i, part in enumerate(parts[side]):
                if i != left_out:
                    kept.merge(part)
            scores.append(sum(_terms(_summary(kept), whole[1 - side])))
        variance += (groups - 1) * float(np.var(scores))
    return float(np.sqrt(variance))
