"""How much of a checkerboard an image holds, read off its spectrum."""

from __future__ import annotations

from gan_lessons import numeric

import numpy as np


def checkerboard(images: np.ndarray, stride: int = 2, reach: float = 0.0) -> float:
    """How much of what is to be seen in images repeats with the stride: a share of the power in their spectra.

    A pattern that repeats every `stride` pixels, in rows, columns or both, has all its power at the frequencies (a / stride,
    b / stride) cycles per pixel, a and b whole numbers that are not both 0: for stride 2 at (½, 0), (0, ½) and (½, ½). The
    result is the power there, divided by that of all frequencies; the mean (frequency 0) counts on neither side. With
    `reach=0` it is also the variance of the average block of `stride` × `stride` pixels, divided by the variance of all pixels.

    Parameters
    ----------
    images : array-like (h, w) or (n, h, w) or (n, h, w, c)
        Numbers of any range. They are cropped at the end to multiples of the stride. The powers of all images and channels
        are added up before the division.
    stride : int
        At least 2, and at most half of each side.
    reach : float, cycles per pixel
        Frequencies that are at most so far away along both axes count as well, as a pattern whose strength varies over the
        image needs it. 0 ≤ reach < 1 / (2 · stride).

    Returns
    -------
    float in [0, 1]
        1: nothing but such a pattern; 0: none of it (or flat images). White noise has the share of the frequencies that
        count, (stride² - 1) / (h · w - 1) with `reach=0`.

    Raises
    ------
    ValueError
        If the images have another number of axes, are smaller than two strides or hold a value that is not finite; if
        `stride` or `reach` lie outside their ranges.
    """
    stride = numeric.whole("stride", stride)
    images = numeric.array("images", images, dtype=np.float64)
    if images.ndim not in (2, 3, 4) or 0 in images.shape:
        raise ValueError(f"images have shape {images.shape}; expected (h, w), (n, h, w) or (n, h, w, c).")
    if images.ndim == 4:
        images = np.moveaxis(images, 3, 1)
    images = images.reshape(-1, *images.shape[-2:])
    if stride < 2 or min(images.shape[1:]) < 2 * stride:
        raise ValueError(
            f"stride is {stride} and images are {images.shape[1]} × {images.shape[2]}; expected a stride of at least 2, and "
            "images of at least two strides."
        )
    reach = numeric.real("reach", reach, least=0.0, below=1 / (2 * stride))
    h, w = (side // stride * stride for side in images.shape[1:])
    images = images[:, :h, :w]
    # Squares of very large or small numbers would leave the range of floats.
    images = images / (np.abs(images).max() or 1.0)
    images = images - images.mean(axis=(1, 2), keepdims=True)
    power = (np.abs(np.fft.fft2(images)) ** 2).sum(axis=0)
    power[0, 0] = 0.0
    # What rounding leaves of flat images is no pattern.
    if power.sum() <= 1e-24 * len(images) * (h * w) ** 2:
        return 0.0
    rows, cols = _near(h, stride, reach), _near(w, stride, reach)
    counts = (rows >= 0)[:, None] & (cols >= 0) & ((rows[:, None] > 0) | (cols > 0))
    return float(power[counts].sum() / power.sum())


def _near(n, stride, reach):
    """For each of n frequencies: 0 if near frequency 0, 1 if near another multiple of 1 / stride, -1 if near none."""
    f = np.arange(n) / n
    multiple = np.rint(f * stride)
    near = np.abs(f - multiple / stride) <= reach + 1e-9
    return np.where(near, np.where(multiple % stride == 0, 0, 1), -1)
