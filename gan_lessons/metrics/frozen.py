"""What all frozen networks have in common: weights with a checksum, images that are checked, batches of few sizes."""

import hashlib
import io
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parent / "weights"
_BATCH = 256


def shipped(name: str, what: str) -> tuple[dict[str, np.ndarray], dict]:
    """The arrays and the record of a network in :data:`WEIGHTS`; `what` names it in the error.

    Raises
    ------
    ValueError
        If the arrays are not those that the record was written for.
    """
    record = json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8"))
    content = (WEIGHTS / f"{name}.npz").read_bytes()
    if hashlib.sha256(content).hexdigest() != record["sha256"]:
        raise ValueError(f"{name}.npz, the weights of {what}, is damaged: Reinstall gan_lessons.")
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return {key: file[key] for key in file.files}, record


def set_weights(network, arrays: dict[str, np.ndarray]) -> None:
    """Give a network the weights "00", "01" and so on, in single precision."""
    network.set_weights([arrays[f"{i:02d}"].astype("float32") for i in range(len(arrays))])


def in_batches(run: Callable, images: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """What `run` says of images, checked and scaled to [-1, 1], in batches of few sizes."""
    images = _checked(images, shape)
    chunks = (images[i : i + _BATCH] for i in range(0, len(images), _BATCH))
    return np.concatenate([run(_filled(_scaled(chunk)))[: len(chunk)] for chunk in chunks])


def _checked(images: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    images = np.asarray(images)
    wanted = f"images of shape (n, {', '.join(map(str, shape))}), uint8 in 0..255 or float32 in [-1, 1]"
    given = f"shape {images.shape}, dtype {images.dtype}"
    if images.ndim != 4 or images.shape[1:] != shape:
        grey = shape[2] == 1 and images.shape[1:] == shape[:2]
        remedy = "Add the missing axis with images[..., None]." if grey else ""
        raise ValueError(f"Given {given}; expected {wanted}. {remedy}".rstrip())
    if len(images) == 0:
        raise ValueError(f"Given no images ({given}); expected at least one: {wanted}.")
    if images.dtype == np.uint8:
        return images
    if images.dtype != np.float32:
        raise ValueError(
            f"Given {given}; expected {wanted}. Convert with images.astype('uint8' or 'float32')."
        )
    low, high = float(images.min()), float(images.max())
    # Written so that NaN fails it too; the slack is for the rounding of a resized image.
    if not (low >= -1.001 and high <= 1.001):
        raise ValueError(
            f"Given float32 values from {low:g} to {high:g}; expected {wanted}. "
            "Turn 0..255 into [-1, 1] with images / 127.5 - 1; look for NaN in the generator."
        )
    if low >= 0 and high > 0:
        warnings.warn(
            f"float32 values from {low:g} to {high:g}: none is negative. If these are images in [0, 1], "
            "turn them into [-1, 1] with 2 * images - 1.",
            stacklevel=4,
        )
    return images


def _scaled(images: np.ndarray) -> np.ndarray:
    return (
        images if images.dtype == np.float32 else images.astype("float32") / np.float32(127.5) - np.float32(1)
    )


def _filled(images: np.ndarray) -> np.ndarray:
    """Filled up to a power of two: each batch size is compiled once, so there should be few of them."""
    missing = (1 << (len(images) - 1).bit_length()) - len(images)
    return np.pad(images, ((0, missing), (0, 0), (0, 0), (0, 0)))
