"""What `Conv2D` does, by loop and as a matrix."""

from __future__ import annotations

from gan_lessons.upsampling.checks import as_matrix, pair
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
        If image or kernel have another number of axes or are empty, a stride is below 1, the padding is another, or the
        kernel does not fit into the image.
    """
    image, kernel = as_matrix("image", image), as_matrix("kernel", kernel)
    strides = pair("stride", stride)
    pads, sizes = [], []
    for n, k, s in zip(image.shape, kernel.shape, strides, strict=True):
        sizes.append(conv_size(n, k, s, padding))
        missing = max((sizes[-1] - 1) * s + k - n, 0) if padding == "same" else 0
        pads.append((missing // 2, missing - missing // 2))
    padded = np.pad(image, pads)
    out = np.zeros(sizes)
    for i, j in np.ndindex(*sizes):
        y, x = i * strides[0], j * strides[1]
        out[i, j] = np.sum(padded[y : y + kernel.shape[0], x : x + kernel.shape[1]] * kernel)
    return out


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
        As `convolution`.
    """
    h, w = pair("shape", shape)
    columns = [convolution(unit.reshape(h, w), kernel, stride, padding).ravel() for unit in np.eye(h * w)]
    return np.stack(columns, axis=1)
