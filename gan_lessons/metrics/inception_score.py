"""Inception Score: is each image of one class, and are there images of every class? (arXiv:1606.03498)"""

import warnings
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .extractors import Extractor, name_of
from .extractors import extractor as load

SENSIBLE_N = 500
# A marginal from N images of c classes has lost up to (c - 1) / 2N of its entropy. Above this share it is said.
_NOTABLE_BIAS = 0.1


@dataclass(frozen=True)
class InceptionScore:
    """How certain and how varied a classifier finds a set of images; made by :func:`inception_score`.

    Attributes
    ----------
    value : float
        Mean over the groups, from 1 to ``ceiling``. Higher is better.
    spread : float
        Standard deviation over the groups.
    ceiling : int
        What no score can exceed: the number of classes, or of images in a group where that is less.
    groups, group_size : int
        How many groups, and how many images the smallest holds.
    classes : int
        Classes of the classifier.
    extractor : str
        The classifier.
    n : int
        Number of images.
    """

    value: float
    spread: float
    ceiling: int
    groups: int
    group_size: int
    classes: int
    extractor: str
    n: int

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        return (
            f"Inception Score {self.value:.3f} ± {self.spread:.3f} of at most {self.ceiling:,} "
            f"({self.groups} groups of {self.group_size:,}) "
            f"[classifier {self.extractor!r}, {self.classes:,} classes, n = {self.n:,}]"
        )


def inception_score(
    images, extractor: str | Extractor | None = None, groups: int = 10, seed: int | None = 0
) -> InceptionScore:
    """exp(mean over images of KL(p(y|x) ‖ p(y))), computed in each of several groups.

    p(y|x) are a classifier's probabilities for image x, and p(y) is their mean over the group. A sure classifier and
    many classes make the score high. It never looks at real images: one perfect image a class, copied again and again,
    gets the highest score there is. It means something only for images of the classes that the classifier knows.

    Parameters
    ----------
    images : array-like
        Images (n, h, w, c), with an extractor that has ``probabilities``; or probabilities (n, classes), whose rows add up
        to 1. A warning says so where n is below 500, or the groups are so small that their score may be 10 % too low.
    extractor : str or Extractor, optional
        The classifier that reads the images, or made the probabilities.
    groups : int
        How many groups of nearly equal size; no image is left out.
    seed : int or None
        Images are dealt to the groups at random, so that each holds every class even if they come sorted. None: in the order
        given.

    Returns
    -------
    InceptionScore

    Raises
    ------
    ValueError
        If there are fewer images than groups, rows that are no probabilities, or an extractor without classes.
    """
    probabilities = _probabilities(images, extractor)
    n, classes = probabilities.shape
    groups = numeric.whole("groups", groups, most=n)
    rng = None if seed is None else numeric.rng(seed)
    size = n // groups
    bias = (classes - 1) / (2 * size)
    if n < SENSIBLE_N or bias > _NOTABLE_BIAS:
        warnings.warn(
            f"An Inception Score from {groups} groups of {size:,} images is rough: for {classes:,} classes it may be up to "
            f"{-np.expm1(-bias):.0%} too low. Give more images, at least {SENSIBLE_N}, or fewer groups.",
            stacklevel=2,
        )
    if rng is not None:
        probabilities = probabilities[rng.permutation(n)]
    scores = [score_of_group(group) for group in np.array_split(probabilities, groups)]
    return InceptionScore(
        value=float(np.mean(scores)),
        spread=float(np.std(scores)),
        ceiling=min(classes, -(-n // groups)),
        groups=groups,
        group_size=size,
        classes=classes,
        extractor=name_of(extractor),
        n=n,
    )


def score_of_group(probabilities: np.ndarray) -> float:
    """The score of one group: probabilities (n, classes) to a number from 1 to the number of classes."""
    p = probabilities.astype("float64")
    marginal = p.mean(axis=0)
    # 0 log 0 is 0, so a class of probability 0 adds nothing; and where p > 0, so is the marginal.
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    logs -= np.log(marginal, out=np.zeros_like(marginal), where=marginal > 0)
    return float(np.exp((p * logs).sum(axis=1).mean()))


def _probabilities(images, which: str | Extractor | None) -> np.ndarray:
    images = numeric.array("images", images, finite=False)
    if images.ndim >= 3:
        if which is None:
            raise ValueError(
                f"Given shape {images.shape}: these look like images. Say which classifier is to read them, with "
                "extractor='mnist', say, or give probabilities of shape (n, classes)."
            )
        chosen = load(which)
        if not callable(getattr(chosen, "probabilities", None)):
            raise ValueError(
                f"Extractor {chosen.name!r} gives no class probabilities, and an Inception Score needs them. "
                "Use a classifier, such as 'mnist'."
            )
        numeric.check_finite("images", images)
        images = numeric.array(f"What {chosen.name!r} gives", chosen.probabilities(images), finite=False)
    if images.ndim != 2 or images.shape[1] < 2:
        raise ValueError(
            f"Given shape {images.shape}, dtype {images.dtype}; expected images, or probabilities (n, classes)."
        )
    # Written so that NaN fails it too.
    if not ((images >= 0) & (images <= 1.001)).all() or not np.allclose(
        images.sum(axis=1, dtype="float64"), 1, atol=1e-3
    ):
        raise ValueError(
            "Given rows that are no probabilities: each must lie in [0, 1] and add up to 1. "
            "Logits become probabilities by a softmax."
        )
    return images
