"""Nearest neighbours among features, block by block: memory does not grow with the product of the two sizes."""

from collections.abc import Iterator
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .extractors import Extractor, name_of, pair

_ROWS, _COLUMNS = 256, 2048  # 4 MB of doubles, which a processor keeps near
_FEW, _SMALL = 16, 2**24  # features; numbers to subtract in all
_EPS = float(np.finfo("float64").eps)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The nearest rows of another set; made by :func:`nearest`.

    Attributes
    ----------
    distances : ndarray
        float64 (n, k): Euclidean, nearest first.
    indices : ndarray
        int64 (n, k): which rows of ``among`` these are. Of rows equally near, those with the lower index come first.
    extractor : str
        What made the features.
    n : tuple of int
        Rows that were asked about, and rows they were sought among.
    """

    distances: np.ndarray
    indices: np.ndarray
    extractor: str
    n: tuple[int, int]

    def __str__(self) -> str:
        nearest = self.distances[:, 0]
        return (
            f"nearest neighbours: median distance {np.median(nearest):.4g}, least {nearest.min():.4g} "
            f"[extractor {self.extractor!r}, {self.n[0]:,} sought among {self.n[1]:,}]"
        )


def nearest(
    a, among, k: int = 1, extractor: str | Extractor | None = None, skip_itself: bool = False
) -> Neighbours:
    """For each row of one set, the k nearest rows of another.

    Which way round matters. ``nearest(generated, training)`` looks for copies: a generated image that lies nearer to a
    training image than real images lie to each other. ``nearest(real, generated)`` looks for what is missing: a real image
    that nothing generated resembles. Distances between pixels see a shift of one pixel as a great change; those between a
    classifier's features do not.

    Parameters
    ----------
    a, among : array-like
        Features (n, d), or images (n, h, w, c) with an extractor.
    k : int
        How many neighbours.
    extractor : str or Extractor, optional
        What reads the images (``"pixels"`` for the pixels themselves), or made the features.
    skip_itself : bool
        Both sets are the same: a row is not its own neighbour.

    Returns
    -------
    Neighbours

    Raises
    ------
    ValueError
        If the sets do not fit together, hold NaN, are no numbers, or there are fewer than k rows to choose from.
    """
    skip_itself = numeric.flag("skip_itself", skip_itself)
    a, among = pair(a, among, extractor, ("a", "among"))
    if skip_itself and a.shape != among.shape:
        raise ValueError(
            f"Given skip_itself=True with shapes {a.shape} and {among.shape}; expected the same set twice."
        )
    k = numeric.whole("k", k, most=len(among) - skip_itself)
    if len(a) == 0:
        raise ValueError("a has no rows; expected at least one.")
    a, among, power = near_one(a, among)
    distances, indices = k_nearest(a, among, k, skip_itself)
    with np.errstate(over="ignore"):
        distances = np.ldexp(distances, power)
    numeric.check_finite("The distance", distances)
    return Neighbours(distances, indices, name_of(extractor), (len(a), len(among)))


def k_nearest(
    x: np.ndarray, y: np.ndarray, k: int, skip_itself: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Distances and indices, (n, k) each, of the rows of y that are nearest to each row of x."""
    found_squares = np.full((len(x), k), np.inf)
    found = np.full((len(x), k), -1)
    for rows, columns, squares in squared_distances(x, y):
        if skip_itself:
            same = np.arange(max(rows.start, columns.start), min(rows.stop, columns.stop))
            squares[same - rows.start, same - columns.start] = np.inf
        index = np.broadcast_to(np.arange(columns.start, columns.stop), squares.shape)
        squares, index = _least(squares, index, k)
        found_squares[rows], found[rows] = _least(
            np.concatenate([found_squares[rows], squares], axis=1),
            np.concatenate([found[rows], index], axis=1),
            k,
        )
    # The few that are left, exactly: a copy has distance 0, not the square root of a rounding.
    distances = np.empty((len(x), k))
    step = max(1, 2**21 // (k * x.shape[1]))
    for start in range(0, len(x), step):
        rows = slice(start, min(start + step, len(x)))
        gaps = x[rows, None, :].astype("float64") - y[found[rows]]
        distances[rows] = np.sqrt(np.einsum("nkd,nkd->nk", gaps, gaps))
    order = np.lexsort((found, distances), axis=1)
    return np.take_along_axis(distances, order, axis=1), np.take_along_axis(found, order, axis=1)


def mean_distance(x: np.ndarray) -> float:
    """Mean Euclidean distance between two different rows of features (n, d): how much they vary."""
    total = sum(float(np.sqrt(squares).sum()) for _, _, squares in squared_distances(x, x))
    return total / (len(x) * (len(x) - 1))


def squared_distances(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[slice, slice, np.ndarray]]:
    """Squared distances of all pairs in double precision, block by block: (rows of x, rows of y, block).

    ‖x‖² + ‖y‖² − 2 x·y is one matrix product, but cancels where two rows are nearly alike. The shift to a common centre
    takes most of that away, and what is left of it below rounding becomes 0. Rows of few numbers, and small sets, are
    subtracted from each other instead: nothing cancels, even beside an outlier that draws the centre away.
    """
    direct = x.shape[1] <= _FEW or len(x) * len(y) * x.shape[1] <= _SMALL
    centre = 0.0 if direct else y.mean(axis=0, dtype="float64")
    for i in range(0, len(x), _ROWS):
        rows = slice(i, min(i + _ROWS, len(x)))
        left = x[rows].astype("float64") - centre
        for j in range(0, len(y), _COLUMNS):
            columns = slice(j, min(j + _COLUMNS, len(y)))
            right = y[columns].astype("float64") - centre
            yield rows, columns, (_by_subtraction if direct else _by_product)(left, right)


def _by_subtraction(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    from scipy.spatial.distance import cdist  # a quarter of a second to load, which few need

    return cdist(left, right, "sqeuclidean")


def _by_product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    left_squares = np.einsum("nd,nd->n", left, left)[:, None]
    squares = left @ right.T
    squares *= -2
    squares += left_squares
    squares += np.einsum("nd,nd->n", right, right)
    squares[squares <= 4 * max(4.0, np.sqrt(left.shape[1])) * _EPS * left_squares] = 0
    return squares


def _least(values: np.ndarray, index: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k least of each row, in any order."""
    if values.shape[1] <= k:
        return values, index
    # For a single one argmin takes a tenth of the time.
    chosen = np.argmin(values, axis=1)[:, None] if k == 1 else np.argpartition(values, k - 1, axis=1)[:, :k]
    return np.take_along_axis(values, chosen, axis=1), np.take_along_axis(index, chosen, axis=1)


def near_one(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Both by one power of two, if their squares would leave the range of floats; and that power."""
    largest = max(float(np.abs(z).max(initial=0)) for z in (x, y))
    if largest == 0 or 1e-100 < largest < 1e100:
        return x, y, 0
    power = int(np.frexp(largest)[1])
    return np.ldexp(x.astype("float64"), -power), np.ldexp(y.astype("float64"), -power), power
