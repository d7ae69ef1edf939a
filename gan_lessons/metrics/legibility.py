"""Can the samples be read? Class agreement and coverage by a frozen classifier."""

import warnings
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .classifiers import Classifier, judge_of

SENSIBLE_N = 500


@dataclass(frozen=True, eq=False)
class Legibility:
    """How many samples a classifier is sure about, and of which classes; made by :func:`legibility`.

    Attributes
    ----------
    extractor : str
        Name of the classifier.
    n : int
        Number of samples.
    confidence : float
        A sample counts as legible if its top probability is above this.
    share : float
        Share of legible samples, in [0, 1].
    share_error : float
        Standard error of ``share`` from the sample size alone: sqrt(share (1 - share) / n).
    class_shares : ndarray
        float64 (classes,): samples that are legible and of this class, as a share of all ``n``. Adds up to
        ``share``.
    smallest_class_share : float
        The least of ``class_shares``: 0 if a class is missing.
    mean_confidence : float
        Mean top probability over all samples.
    """

    extractor: str
    n: int
    confidence: float
    share: float
    share_error: float
    class_shares: np.ndarray
    smallest_class_share: float
    mean_confidence: float

    def __str__(self) -> str:
        return (
            f"{self.share:.1%} ± {self.share_error:.1%} legible (confidence > {self.confidence:g}), "
            f"rarest class {self.class_shares.argmin()} with {self.smallest_class_share:.1%}, "
            f"mean confidence {self.mean_confidence:.3f} "
            f"[classifier {self.extractor!r}, n = {self.n:,}]"
        )


def legibility(
    images: np.ndarray, classifier: str | Classifier = "mnist", confidence: float = 0.9
) -> Legibility:
    """Class agreement and coverage: does each sample look like some class, and does every class appear?

    Parameters
    ----------
    images : ndarray
        (n, h, w, c): uint8 in 0..255 or float32 in [-1, 1]. Below 500 samples a warning says that the numbers
        are rough.
    classifier : str or Classifier
        The name of a frozen classifier, or one of your own.
    confidence : float
        In (0, 1): the top probability above which a sample counts as legible.

    Returns
    -------
    Legibility

    Raises
    ------
    ValueError
        If ``confidence`` is not in (0, 1), or the images are not what the classifier reads.
    """
    confidence = numeric.real("confidence", confidence, above=0.0, below=1.0)
    judge = judge_of(classifier)
    probabilities = numeric.array(f"What {judge.name!r} gives", judge.probabilities(images), ndim=2)
    n = len(probabilities)
    if n < SENSIBLE_N:
        warnings.warn(
            f"A legibility from {n} samples is rough: its standard error can be as large as "
            f"{0.5 / np.sqrt(n):.1%}. Draw at least {SENSIBLE_N}.",
            stacklevel=2,
        )
    top = probabilities.max(axis=1)
    legible = top > confidence
    share = float(legible.mean())
    counts = np.bincount(probabilities.argmax(axis=1)[legible], minlength=judge.classes)
    return Legibility(
        extractor=judge.name,
        n=n,
        confidence=confidence,
        share=share,
        share_error=float(np.sqrt(share * (1 - share) / n)),
        class_shares=counts / n,
        smallest_class_share=float(counts.min() / n),
        mean_confidence=float(top.mean()),
    )
