"""What `Conv2DTranspose` does, in two ways: copies of the kernel that add up, and a convolution of pixels moved apart."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.upsampling.checks import PADDINGS, as_image, as_kernel, in_range, pair
from gan_lessons.upsampling.sizes import cropped, transposed_size

import numpy as np


def insert_zeros(image: np.ndarray, stride: int | tuple[int, int]) -> np.ndarray:
    """Move the pixels of an image apart: each becomes the upper left corner of a block of zeros.

    Parameters
    ----------
    image : array-like (h, w) or (h, w, c)
    stride : int or (int, int)
        Height and width of the blocks.

    Returns
    -------
    ndarray (h · stride, w · stride) or with c channels, of the image's dtype

    Raises
    ------
    ValueError
        If the image has another number of axes, no pixels or no finite numbers, or a stride is below 1 or makes it larger than 1 GB.
    """
    image = as_image(image)
    rows, cols = pair("stride", stride)
    shape = image.shape[0] * rows, image.shape[1] * cols, *image.shape[2:]
    numeric.check_room("The image with its zeros", *shape)
    out = np.zeros(shape, image.dtype)
    out[::rows, ::cols] = image
    return out


def transposed_convolution(
    image: np.ndarray, kernel: np.ndarray, stride: int | tuple[int, int] = 1, padding: str = "valid"
) -> np.ndarray:
    """What a `Conv2DTranspose` without bias does to one image: each pixel lays down a copy of the kernel, scaled by its value.

    Copies start `stride` pixels apart; where they overlap they add up.

    Parameters
    ----------
    image : array-like (h, w) or (h, w, c_in)
    kernel : array-like (kh, kw) or (kh, kw, c_out, c_in)
        With channels in Keras's order: the output's come before the input's.
    stride : int or (int, int)
    padding : "valid" or "same"
        "same" crops what the copies cover to h · stride by w · stride; of an odd number of pixels too many, the smaller part
        goes at the beginning.

    Returns
    -------
    ndarray (transposed_size(h, …), transposed_size(w, …)) or with c_out channels, float64

    Raises
    ------
    ValueError
        If the axes of image and kernel do not fit together, one is empty or holds no finite numbers, a stride is below 1, the padding
        is another, or the output would take more than 1 GB.
    """
    image, kernel, strides, crop = _prepare(image, kernel, stride, padding)
    kh, kw = kernel.shape[:2]
    h, w = image.shape[:2]
    # Room for every copy; where the kernel is smaller than the stride, for the zeros between them and at the end.
    full = np.zeros((h * strides[0] + kh, w * strides[1] + kw, kernel.shape[2]))
    with np.errstate(over="ignore", invalid="ignore"):
        for i, j in np.ndindex(h, w):
            y, x = i * strides[0], j * strides[1]
            full[y : y + kh, x : x + kw] += kernel @ image[i, j]
    return in_range(full[crop])


def transposed_by_zero_insertion(
    image: np.ndarray, kernel: np.ndarray, stride: int | tuple[int, int] = 1, padding: str = "valid"
) -> np.ndarray:
    """The same as `transposed_convolution`, by another way: move the pixels apart, then convolve with stride 1.

    The convolution's kernel is the transposed convolution's, turned by 180°. Most of what it multiplies is zero.

    Parameters
    ----------
    image, kernel, stride, padding
        As for `transposed_convolution`.

    Returns
    -------
    ndarray
        As `transposed_convolution`.

    Raises
    ------
    ValueError
        As `transposed_convolution`.
    """
    image, kernel, strides, crop = _prepare(image, kernel, stride, padding)
    kh, kw = kernel.shape[:2]
    apart = np.pad(insert_zeros(image, strides), [(kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)])
    turned = kernel[::-1, ::-1]
    full = np.zeros((apart.shape[0] - kh + 1, apart.shape[1] - kw + 1, kernel.shape[2]))
    with np.errstate(over="ignore", invalid="ignore"):
        for y, x in np.ndindex(kh, kw):
            full += apart[y : y + full.shape[0], x : x + full.shape[1]] @ turned[y, x].T
    return in_range(full[crop])


def _prepare(image, kernel, stride, padding):
    """Image and kernel with channels, the strides, and an index that crops what the copies cover to the output."""
    image, kernel = as_image(image, np.float64), as_kernel(kernel)
    numeric.choice("padding", padding, PADDINGS)
    plain = image.ndim == 2 and kernel.ndim == 2
    if not plain and not (image.ndim == 3 and kernel.ndim == 4 and image.shape[2] == kernel.shape[3]):
        raise ValueError(
            f"image has shape {image.shape} and kernel {kernel.shape}; expected (h, w) and (kh, kw), or (h, w, c_in) and "
            "(kh, kw, c_out, c_in) with the same c_in."
        )
    strides = pair("stride", stride)
    crop = []
    for n, k, s in zip(image.shape, kernel.shape, strides, strict=False):
        first = cropped(k, s, padding)
        crop.append(slice(first, first + transposed_size(n, k, s, padding)))
    kh, kw, c_out = (*kernel.shape, 1)[:3]
    numeric.check_room(
        "The output",
        image.shape[0] * strides[0] + kh,
        image.shape[1] * strides[1] + kw,
        max(c_out, *image.shape[2:], 1),
    )
    if plain:
        return image[..., None], kernel[..., None, None], strides, (*crop, 0)
    return image, kernel, strides, tuple(crop)
