"""Weights as bytes, small enough to ship: kernels as small integers, a scale for each output; vectors in full.

A kernel is divided by a step and rounded, and the integers are compressed. The more levels, the finer the step and the larger the file:
a factor of two is about one bit a weight. The network's largest kernel gets the number of levels that is asked for. A kernel
with a quarter of its weights gets twice as many, as far as a byte goes: precision costs least where there are few weights. A small one that
would need more than a byte stays in half precision. A network whose images are spoilt by a byte gets two bytes for its large kernels; compressed
they take what the levels need. At equal error of the images the files of 28 x 28 pixels are a fifth smaller than with
equal levels everywhere.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
from pathlib import Path

from gan_lessons import numeric

import numpy as np

BYTE = 127  # levels on each side of zero that a byte has room for
MOST = 32_767  # and two bytes
SMALL = 10  # so many times smaller than the largest, a kernel may be in half precision


def pack(weights: Sequence[np.ndarray], levels: int = BYTE) -> bytes:
    """A network's weights as the bytes of an .npz.

    Parameters
    ----------
    weights : sequence of ndarray
        float32, as `keras.Model.get_weights` returns them. Vectors are kept as they are: batch norm's variances may be very small, and
        vectors take no room.
    levels : int
        On each side of zero, for the largest kernel; 1 to 32,767.

    Returns
    -------
    bytes
        "w00", "w01" and so on are the weights, in int8 or int16 (then "s00" and so on are the scales), float16 or float32.

    Raises
    ------
    ValueError
        If `levels` is no such number, or weights are not finite.
    """
    levels = numeric.whole("levels", levels, 1, MOST)
    weights = [numeric.array(f"weight {i}", w, dtype=np.float32) for i, w in enumerate(weights)]
    largest = max((w.size for w in weights if w.ndim > 1), default=0)
    most, kind = (BYTE, np.int8) if levels <= BYTE else (MOST, np.int16)
    arrays = {}
    for i, w in enumerate(weights):
        top = round(levels * math.sqrt(largest / max(w.size, 1)))
        if w.ndim < 2:
            arrays[f"w{i:02d}"] = w
        elif top > BYTE and SMALL * w.size <= largest:
            with np.errstate(over="ignore"):
                arrays[f"w{i:02d}"] = w.astype(np.float16)
            numeric.check_finite(f"weight {i}", arrays[f"w{i:02d}"], w)
        else:
            # Along the last axis: for transposed convolutions these are inputs, yet it was the better axis for their error, too.
            scale = np.abs(w).max(axis=tuple(range(w.ndim - 1)), keepdims=True) / np.float32(min(top, most))
            scale[scale == 0] = 1
            arrays[f"w{i:02d}"] = np.rint(w / scale).astype(kind)
            arrays[f"s{i:02d}"] = scale
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def unpack(content: bytes) -> list[np.ndarray]:
    """The weights, float32, from what `pack` made."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        found = {key: arrays[key].astype(np.float32) for key in arrays.files}
    n = sum(key.startswith("w") for key in found)
    return [found[f"w{i:02d}"] * found.get(f"s{i:02d}", np.float32(1)) for i in range(n)]


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read(path: Path, sha256: str) -> bytes:
    """The bytes of a file of a checkpoint, if they are those that the record was written for.

    Raises
    ------
    ValueError
        If it cannot be read, or its SHA-256 is another.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(
            f"{path.name} of {path.parent.name!r} cannot be read ({type(error).__name__}). Reinstall gan_lessons."
        ) from error
    if digest(content) != sha256:
        raise ValueError(
            f"{path.name} of {path.parent.name!r} is damaged: its SHA-256 is not the record's. Reinstall gan_lessons."
        )
    return content
