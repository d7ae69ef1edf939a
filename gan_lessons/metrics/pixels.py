"""What counts as images for all that reads them here: uint8 in 0..255, or float32 in [-1, 1] as a tanh generator gives them."""

import warnings

from gan_lessons import numeric

import numpy as np

RANGES = "uint8 in 0..255 or float32 in [-1, 1]"


def checked(images, fits, shape: str, remedy: str = "") -> np.ndarray:
    """The images as an array, if they have the shape, the type and the range.

    Parameters
    ----------
    images : array-like
    fits : callable
        Whether a shape will do.
    shape : str
        Such a shape in words, for the error.
    remedy : str
        What to do about another shape.

    Raises
    ------
    ValueError
        If they are none, among them float32 in 0..255.

    Warns
    -----
    UserWarning
        If they look like images in [0, 1], or like such that were turned into uint8 and lost all but black.
    """
    images = numeric.array("The images", images, finite=False)
    wanted = f"images of shape {shape}, {RANGES}"
    given = f"shape {images.shape}, dtype {images.dtype}"
    if not fits(images.shape):
        raise ValueError(f"Given {given}; expected {wanted}. {remedy}".rstrip())
    if not images.size:
        raise ValueError(f"Given no images ({given}); expected at least one: {wanted}.")
    if images.dtype not in (np.uint8, np.float32):
        raise ValueError(
            f"Given {given}; expected {wanted}. Convert with images.astype('uint8' or 'float32')."
        )
    low, high = float(images.min()), float(images.max())
    if images.dtype == np.uint8:
        if high == 1:
            _warn("uint8 values of 0 and 1 only: all is black. Do not turn images in [0, 1] into uint8.")
        return images
    # Written so that NaN fails it too; the slack is for the rounding of a resized image.
    if not (low >= -1.001 and high <= 1.001):
        raise ValueError(
            f"Given float32 values from {low:g} to {high:g}; expected {wanted}. "
            "Turn 0..255 into [-1, 1] with images / 127.5 - 1; look for NaN in the generator."
        )
    if low >= 0 and high > 0:
        _warn(
            f"float32 values from {low:g} to {high:g}: none is negative. If these are images in [0, 1], "
            "turn them into [-1, 1] with 2 * images - 1."
        )
    return images


def scaled(images: np.ndarray) -> np.ndarray:
    """Checked images as float32 in [-1, 1]."""
    return (
        images if images.dtype == np.float32 else images.astype("float32") / np.float32(127.5) - np.float32(1)
    )


def _warn(what: str) -> None:
    warnings.warn(what, stacklevel=6)
