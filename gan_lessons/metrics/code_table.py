"""Which class does each code of a generator draw? A table of codes by classes, and what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np
from scipy.optimize import linear_sum_assignment

MOST = 1000  # codes or classes: matching more takes minutes


@dataclass(frozen=True, eq=False)
class CodeTable:
    """How often each code was read as each class; made by :func:`code_table`.

    Attributes
    ----------
    counts : ndarray
        int64 (n_codes, n_classes): images of this code that were read as this class.
    assignment : ndarray
        int64 (n_codes,): the class of each code, no class twice, chosen so that as many images as possible agree; -1 for codes left over.
    """

    counts: np.ndarray
    assignment: np.ndarray

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @property
    def shares(self) -> np.ndarray:
        """float64 (n_codes, n_classes): each row adds up to 1 (to 0 for a code without images)."""
        return self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1)

    @property
    def purity(self) -> float:
        """Share of the images that are of their code's most frequent class. Two codes may draw one class and still be pure."""
        return float(self.counts.max(axis=1).sum() / self.n)

    @property
    def accuracy(self) -> float:
        """Share of the images that are of the class that ``assignment`` gives their code: at most ``purity``."""
        used = self.assignment >= 0
        return float(self.counts[used, self.assignment[used]].sum() / self.n)

    @property
    def accuracy_error(self) -> float:
        """Standard error of ``accuracy`` from the sample size alone."""
        return float(np.sqrt(self.accuracy * (1 - self.accuracy) / self.n))

    @property
    def mutual_information(self) -> float:
        """Of code and class, in nats, from the counts: between 0 and ln n_codes.

        Counts of independent codes and classes give, by chance, about (n_codes - 1)(n_classes - 1) / (2 n) in place of 0.
        """
        joint = self.counts / self.n
        apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
        seen = joint > 0
        return max(0.0, float((joint[seen] * np.log(joint[seen] / apart[seen])).sum()))

    def __str__(self) -> str:
        n_codes, n_classes = self.counts.shape
        return (
            f"purity {self.purity:.1%}, one class a code {self.accuracy:.1%} ± {self.accuracy_error:.1%}, mutual information "
            f"{self.mutual_information:.2f} nats [{n_codes} codes (ln {n_codes} = {np.log(n_codes):.2f}), {n_classes} classes, n = {self.n:,}]"
        )


def code_table(codes, classes, n_codes: int, n_classes: int) -> CodeTable:
    """Count how often each code was read as each class, and match codes with classes.

    Parameters
    ----------
    codes : array-like of int (n,) or (n, 1)
        The code that each image was drawn with, 0 to n_codes - 1.
    classes : array-like of int (n,) or (n, 1)
        The class that a judge who knows no codes reads on it, such as `classifier("mnist").predict(images)`.
    n_codes, n_classes : int
        From 1 to 1,000.

    Returns
    -------
    CodeTable

    Raises
    ------
    ValueError
        If the two do not belong together, or are no such numbers.
    """
    n_codes, n_classes = (
        numeric.whole("n_codes", n_codes, most=MOST),
        numeric.whole("n_classes", n_classes, most=MOST),
    )
    found = {}
    for name, values, k in (("codes", codes, n_codes), ("classes", classes, n_classes)):
        values = numeric.array(f"The {name}", values)
        values = values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values
        if values.ndim != 1 or not len(values) or values.dtype.kind not in "iu":
            raise ValueError(
                f"The {name} have shape {values.shape} and dtype {values.dtype}; expected whole numbers (n,), n at least 1."
            )
        if values.min() < 0 or values.max() >= k:
            raise ValueError(
                f"The {name} lie in {values.min()} to {values.max()}; expected 0 to {k - 1}, as n_{name} is {k}."
            )
        found[name] = values.astype(np.int64)
    if len(found["codes"]) != len(found["classes"]):
        raise ValueError(
            f"{len(found['codes'])} codes and {len(found['classes'])} classes were given; there must be one of each for an image."
        )
    counts = np.zeros((n_codes, n_classes), np.int64)
    np.add.at(counts, (found["codes"], found["classes"]), 1)
    assignment = np.full(n_codes, -1)
    rows, columns = linear_sum_assignment(counts, maximize=True)
    assignment[rows] = columns
    return CodeTable(counts, assignment)
