"""Which output pixels of a `Conv2DTranspose` an input pixel paints on, and how many paint on each."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.upsampling.checks import pair
from gan_lessons.upsampling.sizes import cropped, transposed_size

import numpy as np


def footprint(
    pixel: tuple[int, int],
    shape: int | tuple[int, int],
    kernel: int | tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: str = "valid",
) -> tuple[slice, slice]:
    """The rows and columns of the output that one input pixel paints on.

    Parameters
    ----------
    pixel : (int, int)
        Row and column in the input, from 0.
    shape, kernel, stride : int or (int, int)
    padding : "valid" or "same"

    Returns
    -------
    (slice, slice)
        Cropped to the output.

    Raises
    ------
    ValueError
        If the pixel lies outside, a number is below 1, or the padding is another.
    """
    shape, kernels, strides = pair("shape", shape), pair("kernel", kernel), pair("stride", stride)
    if not isinstance(pixel, tuple | list | np.ndarray):
        raise ValueError(f"pixel is {numeric.shown(pixel)}; expected two whole numbers, (row, column).")
    pixel = pair("pixel", pixel, least=0)
    if not all(i < n for i, n in zip(pixel, shape, strict=True)):
        raise ValueError(f"pixel {pixel} lies outside an input of {shape[0]} × {shape[1]}.")
    slices = []
    for i, n, k, s in zip(pixel, shape, kernels, strides, strict=True):
        size = transposed_size(n, k, s, padding)
        begin = i * s - cropped(k, s, padding)
        slices.append(slice(max(begin, 0), min(begin + k, size)))
    return slices[0], slices[1]


def overlap(
    shape: int | tuple[int, int],
    kernel: int | tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: str = "valid",
) -> np.ndarray:
    """How many input pixels reach each output pixel of a `Conv2DTranspose`.

    Parameters
    ----------
    shape, kernel, stride : int or (int, int)
        Of the input, of the kernel, and the stride; at least 1.
    padding : "valid" or "same"

    Returns
    -------
    ndarray (transposed_size(h, …), transposed_size(w, …)), int64
        Away from the rim, along each axis, floor(kernel / stride) or the next whole number; all the same exactly where the
        stride divides the kernel (Odena and others 2016, doi 10.23915/distill.00003).

    Raises
    ------
    ValueError
        If a number is below 1 or no whole number, the padding is another, or the output larger than 1 GB.
    """
    shape, kernels, strides = pair("shape", shape), pair("kernel", kernel), pair("stride", stride)
    numeric.check_room("The overlap", *map(transposed_size, shape, kernels, strides, (padding,) * 2))
    for n, k, s in zip(shape, kernels, strides, strict=True):
        numeric.check_room("What the copies cover", n * s + k)
    # Rows and columns are independent: what paints on a pixel is so many rows times so many columns.
    rows, cols = (_reach(*axis, padding) for axis in zip(shape, kernels, strides, strict=True))
    return rows[:, None] * cols


def _reach(size, kernel, stride, padding):
    """The same along one axis: copies begin every `stride` pixels and end `kernel` pixels later."""
    begins = np.arange(size) * stride
    changes = np.zeros(size * stride + kernel + 1, np.int64)
    changes[begins] += 1
    changes[begins + kernel] -= 1
    first = cropped(kernel, stride, padding)
    return np.cumsum(changes)[first : first + transposed_size(size, kernel, stride, padding)]
