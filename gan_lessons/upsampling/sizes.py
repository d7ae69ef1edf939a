"""Pixels along one axis: how many come out, and how many padding cuts off."""

from __future__ import annotations

from gan_lessons.numeric import choice, whole
from gan_lessons.upsampling.checks import PADDINGS


def conv_size(size: int, kernel: int, stride: int = 1, padding: str = "valid") -> int:
    """Pixels along one axis after a `Conv2D`.

    Parameters
    ----------
    size, kernel, stride : int
        Of the input, the kernel and the step between two kernel positions, in pixels, at least 1.
    padding : "valid" or "same"
        Without zeros around the image: floor((size - kernel) / stride) + 1. With as many as are needed:
        ceil(size / stride).

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is below 1 or no whole number, the padding is another, or with "valid" padding the kernel does not fit
        into the image.
    """
    size, kernel, stride = whole("size", size), whole("kernel", kernel), whole("stride", stride)
    choice("padding", padding, PADDINGS)
    if padding == "same":
        return -(-size // stride)
    if kernel > size:
        raise ValueError(
            f"a kernel of {kernel} does not fit into {size} pixels without padding; take a kernel of at most {size}, "
            'a larger image, or padding="same".'
        )
    return (size - kernel) // stride + 1


def transposed_size(size: int, kernel: int, stride: int = 1, padding: str = "valid") -> int:
    """Pixels along one axis after a `Conv2DTranspose` (whose `output_padding` is left alone).

    Parameters
    ----------
    size, kernel, stride : int
        Of the input, the kernel and the step between the kernel's copies in the output, in pixels, at least 1.
    padding : "valid" or "same"
        All that the copies cover: size · stride + max(kernel - stride, 0). Or cropped: size · stride.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is below 1 or no whole number, or the padding is another.

    Notes
    -----
    Where the kernel is smaller than the stride, Keras leaves a rim of zeros at the end; the plain formula
    (size - 1) · stride + kernel of other libraries has none. arXiv 1603.07285 treats all cases.
    """
    size, kernel, stride = whole("size", size), whole("kernel", kernel), whole("stride", stride)
    choice("padding", padding, PADDINGS)
    return size * stride + (max(kernel - stride, 0) if padding == "valid" else 0)


def cropped(kernel, stride, padding):
    """Pixels that padding cuts off at the beginning."""
    return max(kernel - stride, 0) // 2 if padding == "same" else 0
