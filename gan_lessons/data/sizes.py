"""Images at another size: resized, or with a rim around them."""

from __future__ import annotations

from gan_lessons.numeric import check_room, whole

import numpy as np
from PIL import Image


def resized(images: np.ndarray, size: int) -> np.ndarray:
    """Images at another size.

    Parameters
    ----------
    images : uint8 ndarray (n, height, width, 1 or 3)
    size : int
        Height and width of the result in pixels. If it divides both of the image's, each pixel is the mean of a block. All else is bicubic, over
        an area as large as a new pixel where the image gets smaller, as Pillow does it (arXiv 2104.11222 says why that matters).

    Returns
    -------
    uint8 ndarray (n, size, size, 1 or 3)

    Raises
    ------
    ValueError
        If the size is no whole number from 1 to 4096, or all of them would take more than the memory of a small machine.
    """
    size = whole("size", size, most=4096)
    n, height, width, channels = images.shape
    if (height, width) == (size, size):
        return images
    check_room("The images", n, size, size, channels, itemsize=1)
    how = Image.Resampling.BICUBIC if height % size or width % size else Image.Resampling.BOX
    out = np.empty((n, size, size, channels), np.uint8)
    for i, image in enumerate(images):
        picture = Image.fromarray(image[..., 0] if channels == 1 else image)
        out[i] = np.asarray(picture.resize((size, size), how)).reshape(size, size, channels)
    return out


def framed(images: np.ndarray, size: int, value: int = 0) -> np.ndarray:
    """Images with a rim of one value around them, as even as can be.

    Parameters
    ----------
    images : uint8 ndarray (n, height, width, 1 or 3)
    size : int
        Height and width of the result in pixels; at least those of the images.
    value : int
        0 to 255.

    Returns
    -------
    uint8 ndarray (n, size, size, 1 or 3)

    Raises
    ------
    ValueError
        If the size is below that of the images or above 4096, the value is none, or all of them would take too much memory.
    """
    n, height, width, channels = images.shape
    size = whole("size", size, max(height, width), 4096)
    check_room("The images", n, size, size, channels, itemsize=1)
    rims = [((size - side) // 2, size - side - (size - side) // 2) for side in (height, width)]
    return np.pad(images, ((0, 0), *rims, (0, 0)), constant_values=whole("value", value, 0, 255))
