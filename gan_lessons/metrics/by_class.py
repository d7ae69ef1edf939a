"""Does a generator that is told the class obey, and does it still vary? Class by class, beside real images."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .classifiers import Classifier, judge_of
from .frechet import frechet_distance
from .neighbours import mean_distance

SENSIBLE_N = 100  # of a class
PAIRS_OF = 500  # images of a class whose distances to each other are averaged


@dataclass(frozen=True, eq=False)
class ByClass:
    """Agreement with the label, likeness and variety of each class; made by :func:`by_class`.

    All arrays are float64 (classes,).

    Attributes
    ----------
    agreement : ndarray
        Share of the generated images that the classifier puts into the class that was asked for.
    real_agreement : ndarray
        The same of the real images: the classifier's own accuracy. No generator can be expected to do better.
    frechet : ndarray
        Fréchet distance of the class's features to those of the real images of this class.
    diversity : ndarray
        Mean distance between the features of two generated images of the class, as a share of that between two real ones. 1 is
        as varied as real, 0 one image only.
    counts : ndarray
        int64: generated images of each class.
    extractor : str
        Name of the classifier.
    n : tuple of int
        Real and generated images in all.
    """

    agreement: np.ndarray
    real_agreement: np.ndarray
    frechet: np.ndarray
    diversity: np.ndarray
    counts: np.ndarray
    extractor: str
    n: tuple[int, int]

    @property
    def mean_agreement(self) -> float:
        """Over the classes, each counting the same."""
        return float(self.agreement.mean())

    @property
    def mean_real_agreement(self) -> float:
        return float(self.real_agreement.mean())

    @property
    def agreement_error(self) -> float:
        """Standard error of ``mean_agreement`` from the sample sizes alone."""
        return float(np.sqrt((self.agreement * (1 - self.agreement) / self.counts).sum()) / len(self.counts))

    @property
    def mean_diversity(self) -> float:
        return float(self.diversity.mean())

    @property
    def mean_frechet(self) -> float:
        return float(self.frechet.mean())

    def __str__(self) -> str:
        return (
            f"{self.mean_agreement:.1%} ± {self.agreement_error:.1%} of the images are of the class asked for (real ones "
            f"{self.mean_real_agreement:.1%}), diversity within a class {self.mean_diversity:.2f} of the real one's, least "
            f"{self.diversity.min():.2f} [classifier {self.extractor!r}, n = {self.n[0]:,} real and {self.n[1]:,} generated]"
        )


def by_class(
    real: np.ndarray,
    real_labels: np.ndarray,
    generated: np.ndarray,
    labels: np.ndarray,
    classifier: str | Classifier,
) -> ByClass:
    """Scores of each class, of images that were generated for a label.

    Agreement alone is met by a generator that draws one good image a class; diversity alone, by one that ignores the label.
    Read them together.

    Parameters
    ----------
    real, generated : ndarray
        Images (n, h, w, c), uint8 or float32 in [-1, 1]. Below 100 of a class a warning says that the numbers are rough.
    real_labels, labels : ndarray
        int (n,) or (n, 1): what the real images show, and what the generator was asked for.
    classifier : str or Classifier
        A frozen classifier of these classes.

    Returns
    -------
    ByClass

    Raises
    ------
    ValueError
        If labels and images do not fit together, a class has fewer than 2 images on either side, or real ones that are all alike.
    """
    judge = judge_of(classifier)
    sides = {}
    for name, images, given in (("real", real, real_labels), ("generated", generated, labels)):
        images = numeric.array(f"{name} images", images, finite=False)
        given = numeric.array(f"The labels of the {name} images", given)
        if not images.ndim:
            raise ValueError(f"{name} has shape (); expected images (n, h, w, c).")
        if given.shape not in ((len(images),), (len(images), 1)) or given.dtype.kind not in "iu":
            raise ValueError(
                f"The labels of the {name} images have shape {given.shape} and dtype {given.dtype}; expected "
                f"{len(images)} integers."
            )
        given = given.reshape(-1)
        if given.min(initial=0) < 0 or given.max(initial=0) >= judge.classes:
            raise ValueError(
                f"The labels of the {name} images lie in {given.min()} to {given.max()}; {judge!r} knows 0 to "
                f"{judge.classes - 1}."
            )
        counts = np.bincount(given, minlength=judge.classes)
        if counts.min() < 2:
            raise ValueError(
                f"Class {counts.argmin()} has {counts.min()} {name} images; each of the {judge.classes} classes needs at least "
                f"2, and {SENSIBLE_N} to be worth much."
            )
        sides[name] = images, given, counts
    if (least := min(counts.min() for _, _, counts in sides.values())) < SENSIBLE_N:
        warnings.warn(
            f"A class has only {least} images: its scores are rough. Use at least {SENSIBLE_N} of each.",
            stacklevel=2,
        )
    agreement, features = {}, {}
    for name, (images, given, _) in sides.items():
        said, features[name] = judge.predict(images), judge.features(images)
        agreement[name] = np.array([(said[given == k] == k).mean() for k in range(judge.classes)])
    frechet, diversity = [], []
    for k in range(judge.classes):
        real_k, generated_k = (features[name][sides[name][1] == k] for name in ("real", "generated"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what there is to say of sample sizes was said above
            frechet.append(float(frechet_distance(real_k, generated_k).value))
        spread = [mean_distance(x[:PAIRS_OF].astype("float64")) for x in (generated_k, real_k)]
        if spread[1] <= 1e-6 * np.abs(real_k).max(initial=0):
            raise ValueError(
                f"The real images of class {k} do not differ for the classifier, so nothing can be as varied as they are. Give "
                "different ones."
            )
        diversity.append(spread[0] / spread[1])
    return ByClass(
        agreement=agreement["generated"],
        real_agreement=agreement["real"],
        frechet=np.array(frechet),
        diversity=np.array(diversity),
        counts=sides["generated"][2],
        extractor=judge.name,
        n=(len(real), len(generated)),
    )
