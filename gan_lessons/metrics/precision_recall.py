"""Quality and variety apart: precision and recall (arXiv:1904.06991), density and coverage (arXiv:2002.09797)."""

import warnings
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .extractors import Extractor, name_of, pair
from .neighbours import k_nearest, near_one, squared_distances

SENSIBLE_N = 500
_NAMES = ("real", "generated")


@dataclass(frozen=True)
class PrecisionRecall:
    """How far two sets of features reach into each other; made by :func:`precision_recall`.

    Each row of a set has a ball that reaches to its k-th nearest neighbour in that set; all balls together stand for
    where the set lives.

    Attributes
    ----------
    precision : float
        Share of the generated rows inside a real ball: are the images good?
    recall : float
        Share of the real rows inside a generated ball: can the generator make everything?
    density : float
        In how many real balls a generated row lies on average, divided by k. About 1 for a perfect generator; it can be
        more. A lone outlier among the real rows, with its huge ball, counts for less than it does in precision.
    coverage : float
        Share of the real balls with a generated row inside. Even a perfect generator stays below 1: for sets of one size
        about 1 − 2⁻ᵏ, 0.875 for k = 3.
    precision_error, recall_error, density_error, coverage_error : float
        Standard errors from the number of rows alone, with the balls taken as they are.
    k : int
        The neighbour that a ball reaches to.
    extractor : str
        What made the features.
    n : tuple of int
        Real and generated rows.
    dimensions : int
        Features a row.
    """

    precision: float
    recall: float
    density: float
    coverage: float
    precision_error: float
    recall_error: float
    density_error: float
    coverage_error: float
    k: int
    extractor: str
    n: tuple[int, int]
    dimensions: int

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ± {self.precision_error:.3f}, "
            f"recall {self.recall:.3f} ± {self.recall_error:.3f}, "
            f"density {self.density:.3f} ± {self.density_error:.3f}, "
            f"coverage {self.coverage:.3f} ± {self.coverage_error:.3f} "
            f"[extractor {self.extractor!r}, {self.dimensions:,} features, k = {self.k}, "
            f"n = {self.n[0]:,} real and {self.n[1]:,} generated]"
        )


def precision_recall(
    real, generated, k: int = 3, extractor: str | Extractor | None = None
) -> PrecisionRecall:
    """Precision, recall, density and coverage of generated features against real ones.

    They depend on both sample sizes and on k, so compare only scores of equal ones. Memory does not grow with
    the number of pairs; time does.

    Parameters
    ----------
    real, generated : array-like
        Features (n, d), or images (n, h, w, c) with an extractor. More than k rows each; below 500 a warning says that the
        numbers are rough.
    k : int
        The neighbour that each row's ball reaches to; 3 in the paper.
    extractor : str or Extractor, optional
        What reads the images (see :func:`extractor`), or made the features.

    Returns
    -------
    PrecisionRecall

    Raises
    ------
    ValueError
        If the sets do not fit together, hold NaN or have too few rows.
    """
    real, generated = pair(real, generated, extractor, _NAMES)
    n = len(real), len(generated)
    try:
        k = numeric.whole("k", k, most=min(n) - 1)
    except ValueError as error:
        raise ValueError(
            f"{error} There are {n[0]:,} real and {n[1]:,} generated rows; k must be less than the smaller set has."
        ) from None
    if min(n) < SENSIBLE_N:
        warnings.warn(
            f"Precision and recall from {min(n)} rows are rough: the balls around so few are large. "
            f"Take at least {SENSIBLE_N} of each.",
            stacklevel=2,
        )
    real, generated, _ = near_one(real, generated)
    # A point on the rim is inside, whichever way its distance was rounded.
    real_reach = k_nearest(real, real, k, skip_itself=True)[0][:, -1] ** 2 * (1 + 1e-9)
    generated_reach = k_nearest(generated, generated, k, skip_itself=True)[0][:, -1] ** 2 * (1 + 1e-9)
    balls_around = np.zeros(n[1], "int64")  # real balls that a generated row lies in
    reached = np.zeros(n[0], bool)  # real balls with a generated row inside
    recalled = np.zeros(n[0], bool)  # real rows inside a generated ball
    for rows, columns, squares in squared_distances(real, generated):
        inside = squares <= real_reach[rows, None]
        balls_around[columns] += inside.sum(axis=0)
        reached[rows] |= inside.any(axis=1)
        recalled[rows] |= (squares <= generated_reach[columns]).any(axis=1)
    precise, densities = balls_around > 0, balls_around / k
    shares = {
        "precision": precise,
        "recall": recalled,
        "density": densities,
        "coverage": reached,
    }
    values = {name: float(each.mean()) for name, each in shares.items()}
    errors = {f"{name}_error": float(each.std() / np.sqrt(len(each))) for name, each in shares.items()}
    return PrecisionRecall(
        **values, **errors, k=k, extractor=name_of(extractor), n=n, dimensions=real.shape[1]
    )
