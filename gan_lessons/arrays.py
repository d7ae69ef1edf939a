"""What an array may be in training, by its role: samples, or class labels. Checked before the first step, made ready inside it.

Images stay uint8 in memory and are scaled to [-1, 1] inside the step; float data that are no images pass unscaled.
"""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import numeric

import keras
import numpy as np
from keras import ops


@dataclass(frozen=True)
class Samples:
    """Images or other data.

    Parameters
    ----------
    shape : tuple of int or None, optional
        Of one sample; None in it, or in its place, stands for any.
    by : str
        Who takes it, for the error.
    """

    shape: tuple[int | None, ...] | None = None
    by: str = "the network"

    def check(self, role: str, a: np.ndarray, first: bool = True) -> None:
        """Raise ValueError if these samples cannot be trained on; `first` as for `check_samples`."""
        given = a.shape[1:]
        if self.shape is not None and not _fits(given, self.shape):
            hint = " Add the channel axis: images[..., None]." if _fits((*given, 1), self.shape) else ""
            which = "Each sample" if role == "images" else f"Each sample of {role!r}"
            raise ValueError(
                f"{which} has shape {given}; {self.by} takes {self.shape}.{hint} "
                "Give data of that shape, or build networks for yours."
            )
        try:
            check_samples(a, first)
        except ValueError as error:
            raise ValueError(f"{role}: {error}") from None

    def ready(self, x):
        return to_unit_range(x)


@dataclass(frozen=True)
class Labels:
    """Class labels, integers (n,) or (n, 1); in the step they are int32 (n, 1).

    Parameters
    ----------
    n_classes : int, optional
        Labels are 0 to n_classes - 1.
    """

    n_classes: int | None = None

    def check(self, role: str, a: np.ndarray, first: bool = True) -> None:
        """Raise ValueError if these are no labels."""
        check_labels(a, len(a), self.n_classes)

    def ready(self, x):
        return ops.reshape(ops.cast(x, "int32"), (-1, 1))


def _fits(shape, wanted) -> bool:
    return len(shape) == len(wanted) and all(w in (None, s) for s, w in zip(shape, wanted, strict=True))


def to_unit_range(x):
    """Scale uint8 images to float32 in [-1, 1]; other dtypes become float32 unscaled."""
    if keras.backend.standardize_dtype(x.dtype) == "uint8":
        return ops.cast(x, "float32") / 127.5 - 1.0
    return ops.cast(x, "float32")


def to_uint8(x: np.ndarray) -> np.ndarray:
    """Turn images in [-1, 1] into uint8 in 0 .. 255, rounded; what lies beyond is clipped. ValueError for what is not finite."""
    x = numeric.array("The images", x, dtype=np.float32)
    return np.clip(np.rint((np.clip(x, -2, 2) + 1.0) * 127.5), 0, 255).astype("uint8")


def check_samples(a: np.ndarray, first: bool = True) -> None:
    """Raise ValueError unless these samples have a dtype and a range that training understands.

    Float images of which none has a negative pixel are taken for images in [0, 1]. In batches after the first (`first` False) they are
    not: a few bright images may be such.
    """
    a = numeric.array("The samples", a, finite=False, bools=True)
    image = a.ndim == 4
    if a.dtype == np.uint8 and image:
        return
    if a.dtype not in (np.float32, np.float16):
        raise ValueError(
            f"The samples have dtype {a.dtype} and shape {a.shape}. Give images as uint8 (n, height, width, channels) "
            "with values 0 to 255, or float32 in [-1, 1]; other data as float32."
        )
    if not a.size:
        raise ValueError(f"The samples have shape {a.shape}: there are none. Give at least one.")
    low, high = float(a.min()), float(a.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError(
            f"The samples contain NaN or infinite values (minimum {low}, maximum {high}). Remove them."
        )
    if image and (low < -1.001 or high > 1.001 or (first and low >= 0.0)):
        raise ValueError(
            f"Float images must be in [-1, 1], as a generator that ends in tanh makes them; these are in "
            f"[{low:g}, {high:g}]. Give uint8 images in 0 to 255 (they are scaled inside the step), or scale "
            "them: images / 127.5 - 1 from 0 to 255, images * 2 - 1 from [0, 1]."
        )


def check_labels(a: np.ndarray, n: int, n_classes: int | None = None) -> None:
    """Raise ValueError unless these are integer class labels (n,) or (n, 1), from 0 to below the number of classes."""
    a = numeric.array("The labels", a, finite=False, bools=True)
    if a.shape not in ((n,), (n, 1)) or not np.issubdtype(a.dtype, np.integer):
        hint = ""
        if a.ndim == 2 and a.shape[0] == n and a.shape[1] > 1:
            hint = " One-hot rows become numbers with labels.argmax(axis=1)."
        elif a.dtype.kind in "fb":
            hint = " If they are whole numbers: labels.astype('int32')."
        raise ValueError(
            f"Labels have shape {a.shape} and dtype {a.dtype}; expected integers of shape ({n},) or ({n}, 1), "
            f"one for each of the {n} samples.{hint}"
        )
    if n_classes is not None and n and (a.min() < 0 or a.max() >= n_classes):
        raise ValueError(
            f"Labels lie in {a.min()} to {a.max()}; the networks have {n_classes} classes, 0 to {n_classes - 1}. "
            "Number your classes from 0, or build networks with more of them (n_classes)."
        )
