"""Kernel distance (KID): do two sets of features differ? Without bias, also from few (arXiv:1801.01401)."""

import warnings
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .extractors import Extractor, name_of, pair

SENSIBLE_N = 500
SUBSET_SIZE = 1000
MOST_SUBSETS = 10_000


@dataclass(frozen=True)
class KernelDistance:
    """The squared maximum mean discrepancy of two sets of features; made by :func:`kernel_distance`.

    Attributes
    ----------
    value : float
        Mean over the subsets. Its expectation is 0 for two samples of one distribution, so chance can put it below 0.
    spread : float
        Standard deviation over the subsets: what one subset's estimate is worth. The mean of all is known better.
    subsets, subset_size : int
        How many subsets, and how many rows of each set in one.
    extractor : str
        What made the features.
    n : tuple of int
        Rows of the two sets.
    dimensions : int
        Features a row.
    """

    value: float
    spread: float
    subsets: int
    subset_size: int
    extractor: str
    n: tuple[int, int]
    dimensions: int

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        return (
            f"kernel distance {self.value:.5f} ± {self.spread:.5f} ({self.subsets} subsets of {self.subset_size:,}) "
            f"[extractor {self.extractor!r}, {self.dimensions:,} features, n = {self.n[0]:,} and {self.n[1]:,}]"
        )


def kernel_distance(
    a,
    b,
    extractor: str | Extractor | None = None,
    subsets: int = 100,
    subset_size: int | None = None,
    degree: int = 3,
    seed: int = 0,
) -> KernelDistance:
    """Squared maximum mean discrepancy with the polynomial kernel k(x, y) = (x·y / d + 1)³.

    The mean of k within each set, pairs of a row with itself left out, less twice its mean across. Leaving out those
    pairs makes the estimate unbiased: unlike a Fréchet distance it does not shrink as the sets grow.

    Parameters
    ----------
    a, b : array-like
        Features (n, d), or images (n, h, w, c) with an extractor. At least 4 rows each; below 500 a warning says that the
        number is rough.
    extractor : str or Extractor, optional
        What reads the images (see :func:`extractor`), or made the features.
    subsets : int
        How many random subsets to average over, at most 10,000.
    subset_size : int, optional
        Rows of each set in a subset, drawn without replacement. None: 1,000, or half of the smaller set if that is less;
        subsets that were the whole set would all be the same.
    degree : int
        Of the polynomial; 3 in the paper, and at most 100.
    seed : int
        Which subsets are drawn.

    Returns
    -------
    KernelDistance

    Raises
    ------
    ValueError
        If the sets do not fit together, hold NaN or have too few rows, or a number is out of range.
    """
    a, b = pair(a, b, extractor, ("The first set", "The second set"))
    fewest = min(len(a), len(b))
    if subset_size is None and fewest < 4:
        raise ValueError(f"The smaller set has {fewest} row(s); a kernel distance needs at least 4.")
    size = min(SUBSET_SIZE, fewest // 2) if subset_size is None else subset_size
    size = numeric.whole("subset_size", size, least=2, most=fewest)
    subsets, degree = (
        numeric.whole("subsets", subsets, most=MOST_SUBSETS),
        numeric.whole("degree", degree, most=100),
    )
    rng = numeric.rng(seed)
    if fewest < SENSIBLE_N:
        warnings.warn(
            f"A kernel distance from {fewest} rows is rough. Take at least {SENSIBLE_N}.", stacklevel=2
        )
    with np.errstate(over="ignore", invalid="ignore"):
        values = [
            unbiased_mmd(
                a[rng.choice(len(a), size, replace=False)], b[rng.choice(len(b), size, replace=False)], degree
            )
            for _ in range(subsets)
        ]
    if not np.isfinite(values).all():
        raise ValueError(
            "The features are so large that the kernel overflows. Divide both sets by one number."
        )
    return KernelDistance(
        value=float(np.mean(values)),
        spread=float(np.std(values)),
        subsets=subsets,
        subset_size=size,
        extractor=name_of(extractor),
        n=(len(a), len(b)),
        dimensions=a.shape[1],
    )


def unbiased_mmd(x: np.ndarray, y: np.ndarray, degree: int = 3) -> float:
    """Squared discrepancy of two arrays (m, d) and (n, d), without bias."""
    x, y = x.astype("float64"), y.astype("float64")

    def kernel(left, right):
        base = left @ right.T
        base /= left.shape[1]
        base += 1
        power = base.copy()
        for _ in range(degree - 1):  # many times faster than **
            power *= base
        return power

    def within(rows):
        values = kernel(rows, rows)
        return (values.sum() - np.trace(values)) / (len(rows) * (len(rows) - 1))

    return float(within(x) + within(y) - 2 * kernel(x, y).mean())
