"""Every score of a generator at once, beside the same scores of real images."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .extractors import Extractor, name_of, pair
from .extractors import extractor as load
from .frechet import FrechetDistance, frechet_distance
from .inception_score import InceptionScore, inception_score
from .kernel import KernelDistance, kernel_distance
from .precision_recall import PrecisionRecall, precision_recall


@dataclass(frozen=True)
class Scorecard:
    """The scores of one set of images; made by :func:`scorecard`.

    Attributes
    ----------
    inception : InceptionScore or None
        None if the extractor knows no classes.
    rarest_class : float or None
        The share of the class that the classifier finds least often: 0 if a class is missing. None without classes.
    frechet : FrechetDistance
    kernel : KernelDistance
    shares : PrecisionRecall
        Precision, recall, density and coverage.
    extractor : str
        What read the images.
    n : tuple of int
        Real and scored images.
    """

    inception: InceptionScore | None
    rarest_class: float | None
    frechet: FrechetDistance
    kernel: KernelDistance
    shares: PrecisionRecall
    extractor: str
    n: tuple[int, int]

    def rows(self) -> dict[str, tuple[float, float | None]]:
        """Each score by its name: (value, spread). The spread is None where it was not computed."""
        found: dict[str, tuple[float, float | None]] = {}
        if self.inception is not None:
            found["Inception Score"] = self.inception.value, self.inception.spread
            rarest = self.rarest_class
            found["rarest class"] = rarest, float(np.sqrt(rarest * (1 - rarest) / self.n[1]))
        found["Frechet distance"] = self.frechet.value, self.frechet.spread
        found["kernel distance"] = self.kernel.value, self.kernel.spread
        for name in ("precision", "recall", "density", "coverage"):
            found[name] = getattr(self.shares, name), getattr(self.shares, f"{name}_error")
        return found

    def __str__(self) -> str:
        lines = [f"{name:<16} {write(*values)}" for name, values in self.rows().items()]
        about = f"[extractor {self.extractor!r}, n = {self.n[0]:,} real and {self.n[1]:,} scored]"
        return "\n".join([*lines, about])


def write(value: float, spread: float | None) -> str:
    """A score with its spread, to as many digits as the spread leaves meaning to: "9.52 +- 0.03"."""
    if not spread:
        return f"{value:.4g}"
    digits = max(0, 1 - int(np.floor(np.log10(spread))))
    return f"{value:.{digits}f} +- {spread:.{digits}f}"


def scorecard(real, generated, extractor: str | Extractor) -> Scorecard:
    """Inception Score, Fréchet and kernel distance, precision, recall, density and coverage in one go.

    Each set is read once. Compare scorecards of one extractor and of equal n only, and put that of real images, scored
    against other real images, beside them: no generator can be expected to do better.

    Parameters
    ----------
    real, generated : ndarray
        Images (n, h, w, c): uint8 in 0..255 or float32 in [-1, 1]. Of scores from fewer than 500 a warning says that they are
        rough.
    extractor : str or Extractor
        What reads the images (see :func:`extractor`). One that knows classes gives an Inception Score too.

    Returns
    -------
    Scorecard

    Raises
    ------
    ValueError
        If the images are not what the extractor reads, or fewer than 10 were given.
    """
    chosen = load(extractor)
    real, generated = (
        numeric.array(name, x, finite=False) for name, x in (("real", real), ("generated", generated))
    )
    for x, what in ((real, "real"), (generated, "generated")):
        if x.ndim < 3 or len(x) < 10:
            raise ValueError(
                f"{what} has shape {x.shape}; expected at least 10 images, (n, h, w, c). Features go to the scores of "
                "their own, frechet_distance and the others."
            )
    a, b = pair(real, generated, chosen, ("real", "generated"))
    probabilities = chosen.probabilities(generated) if getattr(chosen, "probabilities", None) else None
    name = name_of(chosen)  # enough for scores of features: they were read already
    return Scorecard(
        inception=None if probabilities is None else inception_score(probabilities, name),
        rarest_class=None if probabilities is None else _rarest(probabilities),
        frechet=frechet_distance(a, b, name),
        kernel=kernel_distance(a, b, name),
        shares=precision_recall(a, b, extractor=name),
        extractor=name,
        n=(len(a), len(b)),
    )


def _rarest(probabilities: np.ndarray) -> float:
    counts = np.bincount(probabilities.argmax(axis=1), minlength=probabilities.shape[1])
    return float(counts.min() / counts.sum())
