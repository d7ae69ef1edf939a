"""What all frozen networks have in common: weights with a checksum, images that are checked, batches of few sizes."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from . import pixels

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
    return np.concatenate([run(_filled(pixels.scaled(chunk)))[: len(chunk)] for chunk in chunks])


def _checked(images: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    given = np.shape(images) if isinstance(images, np.ndarray) else ()
    grey = len(given) == 3 and shape[2] == 1 and given[1:] == shape[:2]
    return pixels.checked(
        images,
        lambda found: len(found) == 4 and found[1:] == shape,
        f"(n, {', '.join(map(str, shape))})",
        "Add the missing axis with images[..., None]." if grey else "",
    )


def _filled(images: np.ndarray) -> np.ndarray:
    """Filled up to a power of two: each batch size is compiled once, so there should be few of them."""
    missing = (1 << (len(images) - 1).bit_length()) - len(images)
    return np.pad(images, ((0, missing), (0, 0), (0, 0), (0, 0)))
