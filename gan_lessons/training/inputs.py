"""What `fit` accepts, checked before the first step, and how uint8 images become numbers in [-1, 1]."""

from __future__ import annotations

from gan_lessons import backend

import keras
import numpy as np
from keras import ops


def to_unit_range(x):
    """Scale uint8 images to float32 in [-1, 1]; other dtypes become float32 unscaled."""
    if keras.backend.standardize_dtype(x.dtype) == "uint8":
        return ops.cast(x, "float32") / 127.5 - 1.0
    return ops.cast(x, "float32")


def to_uint8(x: np.ndarray) -> np.ndarray:
    """Turn images in [-1, 1] into uint8 in 0 .. 255, rounded."""
    return np.clip(np.rint((np.asarray(x, "float32") + 1.0) * 127.5), 0, 255).astype("uint8")


def as_arrays(x, y=None) -> tuple[np.ndarray, ...] | None:
    """The arrays of a Dataset, an array or a pair of arrays; None for anything that brings its own batches."""
    if hasattr(x, "images") and hasattr(x, "labels"):
        arrays = (x.images, x.labels)
    elif isinstance(x, tuple | list) and all(isinstance(a, np.ndarray) for a in x) and len(x):
        arrays = tuple(x)
    elif isinstance(x, np.ndarray):
        arrays = (x,)
    else:
        return None
    if y is not None:
        arrays = (*arrays[:1], np.asarray(y))
    lengths = [len(a) if a.ndim else None for a in arrays]
    if None in lengths or len(set(lengths)) > 1:
        raise ValueError(
            f"Arrays with shapes {[a.shape for a in arrays]} were given; their first axes must be equal."
        )
    if lengths[0] == 0:
        raise ValueError(f"The data are empty: shape {arrays[0].shape}.")
    return tuple(a.astype("float32") if a.dtype == "float64" else a for a in arrays)


def first_batch(x) -> tuple[np.ndarray, ...] | None:
    """The first batch of a tf.data.Dataset or PyDataset as arrays; None where a look would consume it."""
    if backend.is_tf_dataset(x):
        batch = next(iter(x), None)
    elif isinstance(x, keras.utils.PyDataset):
        batch = x[0]
    else:
        return None
    if batch is None:
        raise ValueError("The data set is empty: it gives no batch.")
    batch = batch if isinstance(batch, tuple | list) else (batch,)
    return tuple(ops.convert_to_numpy(part) for part in batch)


def check_samples(a: np.ndarray) -> None:
    """Raise ValueError unless these samples have a dtype and a range that training understands."""
    image = a.ndim == 4
    if a.dtype == np.uint8 and image:
        return
    if a.dtype not in (np.float32, np.float16):
        raise ValueError(
            f"The samples have dtype {a.dtype} and shape {a.shape}. Give images as uint8 (n, height, width, channels) "
            "with values 0 to 255, or float32 in [-1, 1]; other data as float32."
        )
    low, high = float(a.min()), float(a.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError(
            f"The samples contain NaN or infinite values (minimum {low}, maximum {high}). Remove them."
        )
    if image and (low < -1.001 or high > 1.001 or low >= 0.0):
        raise ValueError(
            f"Float images must be in [-1, 1], as a generator that ends in tanh makes them; these are in "
            f"[{low:g}, {high:g}]. Give uint8 images in 0 to 255 (they are scaled inside the step), or scale "
            "them: images / 127.5 - 1 from 0 to 255, images * 2 - 1 from [0, 1]."
        )


def check_labels(a: np.ndarray, n: int, n_classes: int | None = None) -> None:
    """Raise ValueError unless these are integer class labels (n,) or (n, 1), from 0 to below the number of classes."""
    if a.shape not in ((n,), (n, 1)) or not np.issubdtype(a.dtype, np.integer):
        raise ValueError(
            f"Labels have shape {a.shape} and dtype {a.dtype}; expected integers of shape ({n},) or ({n}, 1), "
            f"one for each of the {n} samples."
        )
    if n_classes is not None and n and (a.min() < 0 or a.max() >= n_classes):
        raise ValueError(
            f"Labels lie in {a.min()} to {a.max()}; the networks have {n_classes} classes, 0 to {n_classes - 1}. "
            "Number your classes from 0, or build networks with more of them (n_classes)."
        )
