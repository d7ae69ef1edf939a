"""Mean and covariance of features that arrive in batches, in memory that does not grow with their number."""

import os

from gan_lessons import numeric

import numpy as np
from scipy.linalg import blas

from .extractors import UNNAMED, Extractor, features_of, name_of, same_extractor, same_width

_BLOCK_NUMBERS = 2**21  # 16 MB of doubles at a time
_LARGEST = 1e145


class Statistics:
    """Number, mean and covariance of feature vectors: all that a Fréchet distance asks of a set.

    Each batch is centred on its own mean, and two sets are joined by the formula of Chan, Golub and LeVeque (1979). So
    nothing cancels, however far from zero the features lie: the mean of squares minus the square of the mean would lose
    every digit there.

    Parameters
    ----------
    features : array-like, optional
        The first batch: features (n, d), or images (n, h, w, c) if there is an extractor.
    extractor : str or Extractor, optional
        Reads images; for batches of features it is but their name.

    Attributes
    ----------
    n : int
        Number of rows so far.
    dimensions : int or None
        Length of a row, d; None before the first batch.
    extractor : str
        Name of what made the features.
    """

    def __init__(self, features=None, extractor: str | Extractor | None = None):
        self.n = 0
        self.dimensions: int | None = None
        self.extractor = name_of(extractor)
        self._which = extractor
        if features is not None:
            self.add(features)

    def __repr__(self) -> str:
        width = "no" if self.dimensions is None else f"{self.dimensions:,}"
        return f"<Statistics of {self.n:,} rows of {width} features [{self.extractor!r}]>"

    def add(self, batch) -> "Statistics":
        """Take in a batch and forget it.

        Parameters
        ----------
        batch : array-like
            Features (n, d) or, with an extractor, images (n, h, w, c). It may hold a single row.

        Returns
        -------
        Statistics
            This one.

        Raises
        ------
        ValueError
            If the batch has another width than those before, holds NaN, or numbers so large that their squares overflow; then
            nothing of it is taken in.
        """
        batch = features_of(batch, self._which, "The batch")
        if len(batch) and max(float(batch.max()), -float(batch.min())) > _LARGEST:
            raise ValueError(
                f"The batch holds numbers beyond {_LARGEST:g}, whose squares overflow. Divide all sets by the same number; "
                "a Fréchet distance is then divided by its square."
            )
        if self.dimensions is None:
            self._open(batch.shape[1])
        same_width(batch.shape[1], self.dimensions, ("The batch", "this Statistics"))
        rows = max(1, _BLOCK_NUMBERS // self.dimensions)
        for start in range(0, len(batch), rows):
            block = batch[start : start + rows].astype("float64")
            mean = block.mean(axis=0)
            block -= mean
            # Half the work of a matrix product: only the lower triangle is kept.
            self._scatter = blas.dsyrk(1.0, block.T, beta=1.0, c=self._scatter, lower=1, overwrite_c=1)
            self._move_mean(len(block), mean)
        return self

    def merge(self, other: "Statistics") -> "Statistics":
        """Take in the rows that another Statistics has seen, as if they had been added here; ValueError if these do not fit.

        Returns
        -------
        Statistics
            This one.
        """
        if not isinstance(other, Statistics):
            raise ValueError(
                f"Given {numeric.shown(other)}; expected another Statistics. Features are taken in by add()."
            )
        if other.n == 0:
            return self
        if self.dimensions is None:
            self._open(other.dimensions)
            self.extractor = other.extractor if self.extractor == UNNAMED else self.extractor
        same_width(other.dimensions, self.dimensions, ("The other Statistics", "this one"))
        same_extractor(self.extractor, other.extractor)
        self._scatter += other._scatter
        self._move_mean(other.n, other._mean)
        return self

    def __add__(self, other: "Statistics") -> "Statistics":
        return Statistics(extractor=self._which).merge(self).merge(other)

    @property
    def mean(self) -> np.ndarray:
        """float64 (d,)."""
        self._need(1)
        return self._mean.copy()

    @property
    def covariance(self) -> np.ndarray:
        """float64 (d, d), symmetric, with the divisor n - 1."""
        self._need(2)
        lower = np.tril(self._scatter)
        full = lower + np.tril(lower, -1).T
        full /= self.n - 1
        return full

    def save(self, path: str | os.PathLike) -> None:
        """Write an .npz file, so that the statistics of real images are computed once."""
        self._need(2)
        with open(path, "wb") as file:
            np.savez(
                file, n=self.n, mean=self._mean, scatter=np.tril(self._scatter), extractor=self.extractor
            )

    @classmethod
    def load(cls, path: str | os.PathLike) -> "Statistics":
        """Read what :meth:`save` wrote.

        Raises
        ------
        ValueError
            If the file is something else.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                n, mean, scatter = int(file["n"]), file["mean"], file["scatter"]
                made_by = str(file["extractor"])
            if n < 2 or mean.ndim != 1 or scatter.shape != 2 * mean.shape or not np.isfinite(scatter).all():
                raise ValueError("its arrays do not fit together")
        except FileNotFoundError:
            raise
        except Exception as error:  # a damaged archive raises almost anything
            raise ValueError(
                f"{path} does not hold Statistics ({error}). Make it anew with Statistics.save."
            ) from error
        loaded = cls(extractor=None if made_by == UNNAMED else made_by)
        loaded._open(len(mean))
        loaded.n, loaded._mean = n, mean.astype("float64")
        loaded._scatter[:] = scatter
        return loaded

    def _open(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._mean = np.zeros(dimensions)
        self._scatter = np.zeros((dimensions, dimensions), order="F")

    def _move_mean(self, n: int, mean: np.ndarray) -> None:
        """Let `n` more rows count, whose own scatter is in already: what the distance of the two means adds."""
        step = mean - self._mean
        together = self.n + n
        if self.n:
            weight = self.n * (n / together)
            self._scatter = blas.dsyr(weight, step, lower=1, a=self._scatter, overwrite_a=1)
        self._mean += step * (n / together)
        self.n = together

    def _need(self, rows: int) -> None:
        if self.n < rows:
            raise ValueError(f"This Statistics has seen {self.n} rows; expected at least {rows}. Use add().")
