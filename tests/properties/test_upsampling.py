"""Convolutions, transposed ones and larger images, against SciPy's and against sums over single pixels."""

import itertools
import math

from gan_lessons import upsampling

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate2d

from tests.properties import strategies as s

strides = st.integers(1, 4)
pairs = st.one_of(strides, st.tuples(strides, strides))
paddings = st.sampled_from(["valid", "same"])
sides = st.tuples(s.counts, s.counts)


def pictures(shape):
    return s.arrays(shape, -200, 200, dtypes=("f8", "f4", "i4", "u1", "i1"))


def both(x):
    return x if isinstance(x, tuple) else (x, x)


@given(st.data(), sides, sides, pairs, paddings)
def test_convolutions_are_scipys_with_every_so_many_pixels_kept(data, shape, kernel_shape, stride, padding):
    image, kernel = data.draw(pictures(shape)), data.draw(pictures(kernel_shape))
    if padding == "valid" and any(k > n for n, k in zip(shape, kernel_shape, strict=True)):
        with pytest.raises(ValueError, match="does not fit"):
            upsampling.convolution(image, kernel, stride, padding)
        return
    x, w = np.asarray(image, float), np.asarray(kernel, float)
    if padding == "same":
        rims = []
        for n, k, by in zip(shape, kernel_shape, both(stride), strict=True):
            missing = max((math.ceil(n / by) - 1) * by + k - n, 0)
            rims.append((missing // 2, missing - missing // 2))
        x = np.pad(x, rims)
    rows, cols = both(stride)
    want = correlate2d(x, w, "valid")[::rows, ::cols] if all(np.subtract(x.shape, w.shape) >= 0) else None
    found = upsampling.convolution(image, kernel, stride, padding)
    assert found.dtype == np.float64 and found.shape == tuple(
        upsampling.conv_size(n, k, by, padding)
        for n, k, by in zip(shape, kernel_shape, both(stride), strict=True)
    )
    np.testing.assert_allclose(found, want[: found.shape[0], : found.shape[1]], rtol=1e-9, atol=1e-6)
    matrix = upsampling.convolution_matrix(shape, kernel, stride, padding)
    np.testing.assert_allclose(matrix @ np.asarray(image, float).ravel(), found.ravel(), rtol=1e-9, atol=1e-6)


@given(st.data(), sides, sides, pairs, paddings)
def test_transposed_convolutions_add_up_pixel_by_pixel(data, shape, kernel_shape, stride, padding):
    image, kernel = data.draw(pictures(shape)), data.draw(pictures(kernel_shape))
    size = [
        n * by + (max(k - by, 0) if padding == "valid" else 0)
        for n, k, by in zip(shape, kernel_shape, both(stride), strict=True)
    ]
    first = [
        max(k - by, 0) // 2 if padding == "same" else 0
        for k, by in zip(kernel_shape, both(stride), strict=True)
    ]
    want, reached = np.zeros(size), np.zeros(size, int)
    for i, j, y, x in itertools.product(*map(range, (*shape, *kernel_shape))):
        at = i * both(stride)[0] + y - first[0], j * both(stride)[1] + x - first[1]
        if 0 <= at[0] < size[0] and 0 <= at[1] < size[1]:
            want[at] += float(image[i][j]) * float(kernel[y][x])
            reached[at] += 1
    for f in (upsampling.transposed_convolution, upsampling.transposed_by_zero_insertion):
        np.testing.assert_allclose(f(image, kernel, stride, padding), want, rtol=1e-9, atol=1e-6)
    np.testing.assert_array_equal(upsampling.overlap(shape, kernel_shape, stride, padding), reached)
    pixel = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    painted = np.zeros(shape)
    painted[pixel] = 1
    footprint = np.zeros(size)
    footprint[upsampling.footprint(pixel, shape, kernel_shape, stride, padding)] = 1
    np.testing.assert_array_equal(
        upsampling.transposed_convolution(painted, np.ones(kernel_shape), stride, padding), footprint
    )


@given(st.data(), sides, pairs)
def test_larger_images_pixel_by_pixel(data, shape, size):
    image = data.draw(pictures(shape))
    rows, cols = both(size)
    near, apart = upsampling.upsample(image, size), upsampling.insert_zeros(image, size)
    assert near.dtype == apart.dtype == np.asarray(image).dtype
    blended = upsampling.upsample(image, size, "bilinear")
    x = np.asarray(image, float)
    for i, j in np.ndindex(shape[0] * rows, shape[1] * cols):
        assert near[i, j] == image[i // rows][j // cols]
        assert apart[i, j] == (image[i // rows][j // cols] if i % rows == j % cols == 0 else 0)
        down, across = ((k + 0.5) / by - 0.5 for k, by in ((i, rows), (j, cols)))
        down, across = min(max(down, 0), shape[0] - 1), min(max(across, 0), shape[1] - 1)
        columns = [np.interp(down, range(shape[0]), x[:, c]) for c in range(shape[1])]
        assert math.isclose(
            blended[i, j], np.interp(across, range(shape[1]), columns), rel_tol=1e-9, abs_tol=1e-6
        )


@given(
    s.seeds, st.integers(2, 4), st.integers(2, 3), st.integers(2, 3), st.sampled_from([1e-200, 1.0, 1e200])
)
def test_a_checkerboard_is_the_variance_of_the_average_block(seed, stride, rows, cols, scale):
    image = np.random.default_rng(seed).standard_normal((rows * stride, cols * stride))
    block = np.mean([image[i::stride, j::stride].mean() for i in range(stride) for j in range(stride)])
    blocks = [(image[i::stride, j::stride].mean() - block) ** 2 for i in range(stride) for j in range(stride)]
    want = np.mean(blocks) / image.var()
    assert math.isclose(upsampling.checkerboard(image * scale, stride), want, rel_tol=1e-6, abs_tol=1e-9)
