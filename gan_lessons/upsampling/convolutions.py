"""What `Conv2D` does, by loop and as a matrix."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.upsampling.checks import as_matrix, in_range, pair
from gan_lessons.upsampling.sizes import conv_size

import numpy as np


def convolution(
    image: np.ndarray, kernel: np.ndarray, stride: int | tuple[int, int] = 1, padding: str = "valid"
) -> np.ndarray:
    """What a `Conv2D` with one filter and no bias does to one image of one channel.

    The kernel is laid on the image as it stands; in mathematics this is a cross-correlation, and a convolution would turn the
    kernel by 180° first.

    Parameters
    ----------
    image : array-like (h, w)
    kernel : array-like (kh, kw)
    stride : int or (int, int)
    padding : "valid" or "same"

    Returns
    -------
    ndarray (conv_size(h, …), conv_size(w, …)), float64

    Raises
    ------
    ValueError
        If image or kernel have another number of axes, are empty or no finite numbers, a stride is below 1, the padding is another, or the
        kernel does not fit into the image.
    """
    image, kernel = as_matrix("image", image), as_matrix("kernel", kernel)
    strides = pair("stride", stride)
    sizes, pads = _sizes(image.shape, kernel.shape, strides, padding)
    padded = np.pad(image, pads)
    out = np.zeros(sizes)
    with np.errstate(over="ignore", invalid="ignore"):
        for i, j in np.ndindex(*sizes):
            y, x = i * strides[0], j * strides[1]
            out[i, j] = np.sum(padded[y : y + kernel.shape[0], x : x + kernel.shape[1]] * kernel)
    return in_range(out)


def convolution_matrix(
    shape: tuple[int, int],
    kernel: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: str = "valid",
) -> np.ndarray:
    """The matrix C with `C @ image.ravel() == convolution(image, kernel, stride, padding).ravel()`.

    Its transpose is the transposed convolution: `C.T @ small.ravel()`.

    Parameters
    ----------
    shape : (int, int)
        Of the image.
    kernel, stride, padding
        As for `convolution`.

    Returns
    -------
    ndarray (pixels after, pixels before), float64

    Raises
    ------
    ValueError
        As `convolution`; if the matrix would take more than 1 GB.
    """
    h, w = pair("shape", shape)
    kernel, strides = as_matrix("kernel", kernel), pair("stride", stride)
    (rows, cols), pads = _sizes((h, w), kernel.shape, strides, padding)
    (top, bottom), (left, right) = pads
    numeric.check_room("The matrix", rows * cols, (top + h + bottom) * (left + w + right))
    # For each output pixel a picture of the weights that it gives to the padded image; then the padding is cut off.
    weights = np.zeros((rows, cols, top + h + bottom, left + w + right))
    for i, j in np.ndindex(rows, cols):
        y, x = i * strides[0], j * strides[1]
        weights[i, j, y : y + kernel.shape[0], x : x + kernel.shape[1]] = kernel
    return weights[:, :, top : top + h, left : left + w].reshape(rows * cols, h * w)


def _sizes(shape, kernel, strides, padding):
    """Pixels after the convolution, and rows and columns of zeros around the image, along both axes."""
    sizes, pads = [], []
    for n, k, s in zip(shape, kernel, strides, strict=True):
        sizes.append(conv_size(n, k, s, padding))
        missing = max((sizes[-1] - 1) * s + k - n, 0) if padding == "same" else 0
        pads.append((missing // 2, missing - missing // 2))
    return sizes, pads
