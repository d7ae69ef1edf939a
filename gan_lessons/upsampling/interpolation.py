"""What `UpSampling2D` does: images made larger without weights."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.upsampling.checks import as_image, pair

import numpy as np

_INTERPOLATIONS = ("nearest", "bilinear")


def upsample(
    image: np.ndarray, size: int | tuple[int, int] = 2, interpolation: str = "nearest"
) -> np.ndarray:
    """What `UpSampling2D` does to one image: repeat pixels, or blend between them.

    Parameters
    ----------
    image : array-like (h, w) or (h, w, c)
    size : int or (int, int)
        How many times as high, and how many times as wide.
    interpolation : "nearest" or "bilinear"
        Bilinear: each new pixel's centre is looked up in the old image, between the two nearest rows and columns;
        beyond the outermost centres the rim's own value is taken.

    Returns
    -------
    ndarray (h · size[0], w · size[1]) or with c channels
        float64 if blended, otherwise of the image's own dtype.

    Raises
    ------
    ValueError
        If the image has another number of axes or no pixels, is no numbers, a factor is below 1 or
        makes it larger than 1 GB, or the interpolation is another.
    """
    image = as_image(image)
    rows, cols = pair("size", size)
    numeric.choice("interpolation", interpolation, _INTERPOLATIONS)
    h, w, *channels = image.shape
    numeric.check_room("The enlarged image", h * rows, w * cols, *channels)
    if interpolation == "nearest":
        return image.repeat(rows, axis=0).repeat(cols, axis=1)
    return _blend(_blend(image.astype(np.float64), rows, 0), cols, 1)


def _blend(image, factor, axis):
    n = image.shape[axis]
    centre = np.clip((np.arange(n * factor) + 0.5) / factor - 0.5, 0, n - 1)
    before = np.floor(centre).astype(int)
    after = np.minimum(before + 1, n - 1)
    share = (centre - before).reshape([-1 if a == axis else 1 for a in range(image.ndim)])
    return (1 - share) * image.take(before, axis) + share * image.take(after, axis)
