"""What a score looks through: an extractor turns images into features, and some of them into class probabilities.

A score is worth no more than its extractor, and means nothing beside a score from another one. So every score of this
package names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from gan_lessons import numeric

import numpy as np

from . import pixels

# What a score says of feature arrays whose maker it was not told.
UNNAMED = "features as given"
_NAMES = ("mnist", "fashion_mnist", "cifar10", "faces", "inception", "pixels")


@runtime_checkable
class Extractor(Protocol):
    """Anything with a name that turns images into features; the classifiers of this package are such.

    An extractor that also has ``probabilities(images) -> (n, classes)`` serves the Inception Score.
    """

    name: str

    def features(self, images: np.ndarray) -> np.ndarray:
        """Images (n, ...) to features (n, d), row by row, in batches of its own."""
        ...


@dataclass(frozen=True)
class FunctionExtractor:
    """Your own functions as an extractor.

    Attributes
    ----------
    name : str
        Named in every score.
    features : callable
        Images (n, ...) to features (n, d).
    probabilities : callable, optional
        Images (n, ...) to class probabilities (n, classes).
    """

    name: str
    features: Callable[[np.ndarray], np.ndarray]
    probabilities: Callable[[np.ndarray], np.ndarray] | None = None


def _flat(images: np.ndarray) -> np.ndarray:
    images = pixels.checked(images, lambda shape: len(shape) >= 2, "(n, ...)")
    return pixels.scaled(images.reshape(len(images), -1))


PIXELS = FunctionExtractor("pixels", _flat)


def extractor(which: str | Extractor) -> Extractor:
    """An extractor by its name, or one of your own, checked.

    Parameters
    ----------
    which : str or Extractor
        - ``"mnist"``, ``"fashion_mnist"``, ``"cifar10"``: the frozen classifiers (:func:`classifier`), 64 to 128
          features;
        - ``"faces"``: what :func:`face_reader` reads in drawn faces of 80 x 80 pixels;
        - ``"inception"``: Keras's InceptionV3 (:func:`inception`), 2,048 features;
        - ``"pixels"``: no network at all, the pixels in [-1, 1] as one long row. Good for looking for copies, bad for
          judging likeness: an image that is shifted by one pixel is far away.

    Returns
    -------
    Extractor

    Raises
    ------
    ValueError
        If there is none of this name, or the object has no ``name`` and ``features``.
    """
    if isinstance(which, str):
        if which == "inception":
            from .inception_v3 import inception

            return inception()
        if which == "pixels":
            return PIXELS
        if which == "faces":
            from .face_reading import face_reader

            # Its probabilities are one set for each attribute, not classes of images.
            return FunctionExtractor("faces", face_reader().features)
        if which in _NAMES:
            from .classifiers import classifier

            return classifier(which)
        raise ValueError(f"There is no extractor {which!r}. Choose one of: {', '.join(_NAMES)}.")
    if not isinstance(which, Extractor) or not callable(which.features):
        raise ValueError(
            f"Given extractor={which!r}; expected a name ({', '.join(_NAMES)}) or an object with .name and "
            ".features(images), such as metrics.FunctionExtractor(name, function)."
        )
    return which


def name_of(which: str | Extractor | None) -> str:
    """What to call an extractor in a score."""
    if which is None:
        return UNNAMED
    name = which if isinstance(which, str) else getattr(which, "name", None)
    if not isinstance(name, str):
        raise ValueError(f"extractor is {numeric.shown(which)}; expected a name, or an object with a .name.")
    return name


def features_of(x, which: str | Extractor | None, what: str) -> np.ndarray:
    """The features of one set: as given, or read from images by an extractor.

    Parameters
    ----------
    x : array-like
        (n, d) features, or images (n, h, w, c).
    which : str, Extractor or None
        Reads the images; for features it is but a name.
    what : str
        What to call this set in an error.

    Returns
    -------
    ndarray
        (n, d), of floats (float32 or float64), all finite.
    """
    x = numeric.array(what, x, finite=False)
    if x.ndim >= 3:
        if which is None:
            raise ValueError(
                f"{what} has shape {x.shape}: these look like images. Say what is to read them, with extractor= one of "
                f"{', '.join(_NAMES)}, or give features of shape (n, d)."
            )
        if len(x) == 0:
            raise ValueError(f"{what} has shape {x.shape}: no images; expected at least one.")
        numeric.check_finite(what, x)
        chosen = extractor(which)
        x = _checked(chosen.features(x), f"{what}, read by extractor {chosen.name!r},")
    else:
        x = _checked(x, what)
    return x


def _checked(x, what: str) -> np.ndarray:
    x = numeric.array(what, x, finite=False)
    if x.ndim != 2 or x.shape[1] == 0:
        remedy = " A single feature is a column: x[:, None]." if x.ndim == 1 else ""
        raise ValueError(f"{what} has shape {x.shape}; expected features of shape (n, d).{remedy}")
    if x.dtype not in (np.float32, np.float64):
        # Half precision and small integers would overflow in sums; long doubles gain nothing in LAPACK.
        x = x.astype("float64")
    if not np.isfinite(x).all():
        bad = int((~np.isfinite(x).all(axis=1)).sum())
        raise ValueError(
            f"{what} is not finite in {bad:,} of {len(x):,} rows (NaN or infinity). Look for NaN in the generator's "
            "images before they are scored."
        )
    return x


def pair(a, b, which: str | Extractor | None, names: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """The features of two sets, in the same number of dimensions."""
    a, b = features_of(a, which, names[0]), features_of(b, which, names[1])
    same_width(a.shape[1], b.shape[1], names)
    return a, b


def same_width(a: int, b: int, names: tuple[str, str]) -> None:
    if a != b:
        raise ValueError(
            f"{names[0]} has {a:,} features a row and {names[1]} has {b:,}; both must come from the same extractor."
        )


def same_extractor(a: str, b: str) -> None:
    if a != b and UNNAMED not in (a, b):
        raise ValueError(
            f"One set was read by extractor {a!r}, the other by {b!r}; both must come from the same one."
        )
