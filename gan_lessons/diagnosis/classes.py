"""Which classes a generator hardly ever draws, where a classifier can tell."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import metrics
from gan_lessons.arrays import to_uint8
from gan_lessons.diagnosis.evidence import STARVED_CLASS, STARVED_SURELY, SURE

import numpy as np

SHIPPED = (
    "mnist",
    "fashion_mnist",
    "cifar10",
)  # the classifiers of `metrics`, which are named like the data sets
CLASSIFIED = 2000  # of each: enough to count ten classes


@dataclass(frozen=True)
class Counts:
    """Class probabilities of samples and of real images, float (n, n_classes) each."""

    drawn: np.ndarray
    real: np.ndarray

    def left_out(self) -> tuple[float, int, int]:
        """Share of the real ones in classes that are hardly drawn, how many such classes, and of how many.

        A classifier gives every image some class, a poor one often a wrong one. So only those that it is sure of are counted, unless
        it is sure of less than half as many samples as of real ones; then all, and a class must be rarer to count as left out.
        """
        sure = [p[p.max(axis=1) > SURE] for p in (self.drawn, self.real)]
        surely = len(sure[0]) * len(self.real) >= 0.5 * len(sure[1]) * len(self.drawn) and len(sure[1])
        found, expected = (_shares(p) for p in (sure if surely else (self.drawn, self.real)))
        missing = found < (STARVED_SURELY if surely else STARVED_CLASS) * expected
        return float(expected[missing].sum()), int(missing.sum()), int((expected > 0).sum())


def counted(pair, reference, classifier) -> Counts | None:
    """The classes of samples and real images, by the classifier that was given, or by that of a data set that comes with one.

    Raises
    ------
    ValueError
        If the classifier has no class probabilities, or does not fit the images.
    """
    name = getattr(reference, "name", None)
    if classifier is None and name in SHIPPED:
        classifier = name
    if classifier is None:
        return None
    eye = metrics.extractor(classifier)
    if getattr(eye, "probabilities", None) is None:
        raise ValueError(
            f"classifier {eye.name!r} has no class probabilities; choose one of {list(SHIPPED)}."
        )
    images = (x[:CLASSIFIED] for x in pair)
    return Counts(*(np.asarray(eye.probabilities(x if x.dtype == np.uint8 else to_uint8(x))) for x in images))


def _shares(p: np.ndarray) -> np.ndarray:
    return np.bincount(p.argmax(axis=1), minlength=p.shape[1]) / max(len(p), 1)
