"""Making images larger, in NumPy: what `UpSampling2D` and `Conv2DTranspose` compute, and what their outputs suffer from.

Everything here is written to be read and checked by hand, in Keras's conventions, and is tested against Keras. Sizes are
whole numbers of pixels; a kernel, stride or factor is one whole number, or a pair (rows, columns). Nothing here is fast and
nothing here learns: networks use Keras's layers.
"""

from __future__ import annotations

import numpy as np

_PADDINGS = ("valid", "same")
_INTERPOLATIONS = ("nearest", "bilinear")


# ---- sizes ------------------------------------------------------------------------------------------------------


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
    size, kernel, stride = _whole("size", size), _whole("kernel", kernel), _whole("stride", stride)
    _check_choice("padding", padding, _PADDINGS)
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
    size, kernel, stride = _whole("size", size), _whole("kernel", kernel), _whole("stride", stride)
    _check_choice("padding", padding, _PADDINGS)
    return size * stride + (max(kernel - stride, 0) if padding == "valid" else 0)


# ---- without weights --------------------------------------------------------------------------------------------


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
        If the image has another number of axes or no pixels, a factor is below 1, or the interpolation is another.
    """
    image = _image(image)
    rows, cols = _pair("size", size)
    _check_choice("interpolation", interpolation, _INTERPOLATIONS)
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


# ---- with a kernel ----------------------------------------------------------------------------------------------


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
    image, kernel = _matrix("image", image), _matrix("kernel", kernel)
    strides = _pair("stride", stride)
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
    h, w = _pair("shape", shape)
    columns = [convolution(unit.reshape(h, w), kernel, stride, padding).ravel() for unit in np.eye(h * w)]
    return np.stack(columns, axis=1)


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
        If the image has another number of axes or no pixels, or a stride is below 1.
    """
    image = _image(image)
    rows, cols = _pair("stride", stride)
    out = np.zeros((image.shape[0] * rows, image.shape[1] * cols, *image.shape[2:]), image.dtype)
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
        If the axes of image and kernel do not fit together or one is empty, a stride is below 1, or the padding is another.
    """
    image, kernel, strides, crop = _prepare(image, kernel, stride, padding)
    kh, kw = kernel.shape[:2]
    h, w = image.shape[:2]
    # Room for every copy; where the kernel is smaller than the stride, for the zeros between them and at the end.
    full = np.zeros((h * strides[0] + kh, w * strides[1] + kw, kernel.shape[2]))
    for i, j in np.ndindex(h, w):
        y, x = i * strides[0], j * strides[1]
        full[y : y + kh, x : x + kw] += kernel @ image[i, j]
    return full[crop]


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
    for i, j in np.ndindex(*full.shape[:2]):
        full[i, j] = np.einsum("yxoc,yxc->o", turned, apart[i : i + kh, j : j + kw])
    return full[crop]


def _prepare(image, kernel, stride, padding):
    """Image and kernel with channels, the strides, and an index that crops what the copies cover to the output."""
    image, kernel = _image(image), np.asarray(kernel)
    plain = image.ndim == 2 and kernel.ndim == 2
    if not plain and not (image.ndim == 3 and kernel.ndim == 4 and image.shape[2] == kernel.shape[3]):
        raise ValueError(
            f"image has shape {image.shape} and kernel {kernel.shape}; expected (h, w) and (kh, kw), or (h, w, c_in) and "
            "(kh, kw, c_out, c_in) with the same c_in."
        )
    if 0 in kernel.shape:
        raise ValueError(f"kernel has shape {kernel.shape}; every side must be at least 1.")
    strides = _pair("stride", stride)
    crop = []
    for n, k, s in zip(image.shape, kernel.shape, strides, strict=False):
        first = _cropped(k, s, padding)
        crop.append(slice(first, first + transposed_size(n, k, s, padding)))
    if plain:
        return image[..., None], kernel[..., None, None], strides, (*crop, 0)
    return image, kernel, strides, tuple(crop)


def _cropped(kernel, stride, padding):
    """Pixels that padding cuts off at the beginning."""
    return max(kernel - stride, 0) // 2 if padding == "same" else 0


# ---- overlap and checkerboards ----------------------------------------------------------------------------------


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
    shape, kernels, strides = _pair("shape", shape), _pair("kernel", kernel), _pair("stride", stride)
    if not all(0 <= i < n for i, n in zip(pixel, shape, strict=True)):
        raise ValueError(f"pixel {tuple(pixel)} lies outside an input of {shape[0]} × {shape[1]}.")
    slices = []
    for i, n, k, s in zip(pixel, shape, kernels, strides, strict=True):
        size = transposed_size(n, k, s, padding)
        begin = i * s - _cropped(k, s, padding)
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
        If a number is below 1 or no whole number, or the padding is another.
    """
    shape, kernels = _pair("shape", shape), _pair("kernel", kernel)
    return transposed_convolution(np.ones(shape), np.ones(kernels), stride, padding).astype(np.int64)


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
    stride = _whole("stride", stride)
    images = np.asarray(images, np.float64)
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
    if not 0 <= reach < 1 / (2 * stride):
        raise ValueError(
            f"reach is {reach}; expected 0 ≤ reach < {1 / (2 * stride):.4g} for stride {stride}."
        )
    if not np.isfinite(images).all():
        raise ValueError("images hold a value that is not finite (NaN or infinity).")
    h, w = (side // stride * stride for side in images.shape[1:])
    images = images[:, :h, :w]
    scale = (
        np.abs(images).max() or 1.0
    )  # squares of very large or small numbers would leave the range of floats
    images = images / scale
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


# ---- checks -----------------------------------------------------------------------------------------------------


def _whole(name, value):
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} is {value!r}; expected a whole number of at least 1.")
    return int(value)


def _pair(name, value):
    if isinstance(value, tuple | list | np.ndarray):
        if len(value) != 2:
            raise ValueError(f"{name} is {value!r}; expected one whole number, or two: (rows, columns).")
        return _whole(name, value[0]), _whole(name, value[1])
    return (_whole(name, value),) * 2


def _check_choice(name, value, choices):
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; expected {' or '.join(map(repr, choices))}.")


def _image(image):
    image = np.asarray(image)
    if image.ndim not in (2, 3) or 0 in image.shape:
        raise ValueError(
            f"image has shape {image.shape}; expected (h, w) or (h, w, c), every side at least 1."
        )
    return image


def _matrix(name, value):
    value = np.asarray(value)
    if value.ndim != 2 or 0 in value.shape:
        raise ValueError(f"{name} has shape {value.shape}; expected (h, w), every side at least 1.")
    return value
