# %% paint_same | right | one table for each axis says which copy reaches which pixel, einsum
def paint_same(image, kernel, stride):
    def reach(n, k, s):
        y, i, a = np.ogrid[: n * s, :n, :k]
        return (i * s + a - max(k - s, 0) // 2 == y).astype(float)

    rows = reach(image.shape[0], kernel.shape[0], stride[0])
    columns = reach(image.shape[1], kernel.shape[1], stride[1])
    return np.einsum("yia,xjb,ij,ab->yx", rows, columns, image, kernel, optimize=True)

# %% paint_same | right | loop over the kernel's weights, strided slices, the cut axis by axis
def paint_same(image, kernel, stride):
    image, kernel = np.asarray(image), np.asarray(kernel)
    h, w = image.shape
    s, t = int(stride[0]), int(stride[1])
    full = np.zeros((h * s + kernel.shape[0], w * t + kernel.shape[1]))
    for (a, b), weight in np.ndenumerate(kernel):
        full[a : a + h * s : s, b : b + w * t : t] += weight * image
    for axis, (size, k, step) in enumerate(zip((h * s, w * t), kernel.shape, (s, t))):
        first = (k - step) // 2 if k > step else 0
        full = full.take(range(first, first + size), axis=axis)
    return full

# %% paint_same | right | pixel by pixel of the output, plain Python lists
def paint_same(image, kernel, stride):
    h, w = image.shape
    kh, kw = kernel.shape
    cut = [max(k - s, 0) // 2 for k, s in zip(kernel.shape, stride)]
    out = []
    for y in range(h * stride[0]):
        line = []
        for x in range(w * stride[1]):
            total = 0.0
            for i in range(h):
                a = y + cut[0] - i * stride[0]
                if 0 <= a < kh:
                    for j in range(w):
                        b = x + cut[1] - j * stride[1]
                        if 0 <= b < kw:
                            total += image[i, j] * kernel[a, b]
            line.append(total)
        out.append(line)
    return np.array(out)

# %% paint_same | right | zeros between the pixels, correlation with the turned kernel, no loop over pixels
def paint_same(image, kernel, stride):
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    size = [n * s for n, s in zip(image.shape, stride)]
    apart = np.zeros(size)
    apart[:: stride[0], :: stride[1]] = image
    cut = [max(k - s, 0) // 2 for k, s in zip(kernel.shape, stride)]
    padded = np.pad(apart, [(k - 1 - c, c) for k, c in zip(kernel.shape, cut)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
    return np.sum(windows * kernel[::-1, ::-1], axis=(2, 3))

# %% paint_same | right | two products with matrices for each kernel row, in float32
def paint_same(image, kernel, stride):
    image, kernel = image.astype("float32"), kernel.astype("float32")
    (h, w), (kh, kw), (s, t) = image.shape, kernel.shape, stride
    top, left = (max(k - n, 0) // 2 for k, n in ((kh, s), (kw, t)))
    out = np.zeros((h * s, w * t), "float32")
    for a in range(kh):
        rows = np.arange(h) * s + a - top
        inside = (rows >= 0) & (rows < h * s)
        for b in range(kw):
            columns = np.arange(w) * t + b - left
            also = (columns >= 0) & (columns < w * t)
            out[np.ix_(rows[inside], columns[also])] += kernel[a, b] * image[np.ix_(inside, also)]
    return out

# %% paint_same | wrong | everything is cut off at the end
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + max(kh - rows, 0), w * columns + max(kw - columns, 0)))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] * kernel
    return full[: h * rows, : w * columns]

# %% paint_same | wrong | the larger part of an odd number goes at the beginning
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + max(kh - rows, 0), w * columns + max(kw - columns, 0)))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] * kernel
    top, left = (max(kh - rows, 0) + 1) // 2, (max(kw - columns, 0) + 1) // 2
    return full[top : top + h * rows, left : left + w * columns]

# %% paint_same | wrong | no zeros at the end where the kernel is smaller than the stride
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros(((h - 1) * rows + kh, (w - 1) * columns + kw))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] * kernel
    top, left = max(kh - rows, 0) // 2, max(kw - columns, 0) // 2
    return full[top : top + h * rows, left : left + w * columns]

# %% paint_same | wrong | takes the stride of the rows for the columns as well
def paint_same(image, kernel, stride):
    s = stride[0]
    (h, w), (kh, kw) = image.shape, kernel.shape
    full = np.zeros((h * s + max(kh - s, 0), w * s + max(kw - s, 0)))
    for i in range(h):
        for j in range(w):
            full[i * s : i * s + kh, j * s : j * s + kw] += image[i, j] * kernel
    top, left = max(kh - s, 0) // 2, max(kw - s, 0) // 2
    return full[top : top + h * s, left : left + w * s]

# %% paint_same | wrong | copies replace each other where they overlap
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + kh, w * columns + kw))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] = image[i, j] * kernel
    top, left = max(kh - rows, 0) // 2, max(kw - columns, 0) // 2
    return full[top : top + h * rows, left : left + w * columns]

# %% paint_same | wrong | the cut is computed for a negative overlap too
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + kh + rows, w * columns + kw + columns))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] * kernel
    top, left = abs(kh - rows) // 2, abs(kw - columns) // 2
    return full[top : top + h * rows, left : left + w * columns]

# %% paint_same | wrong | the stride as (columns, rows)
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (columns, rows) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + kh, w * columns + kw))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] * kernel
    top, left = max(kh - rows, 0) // 2, max(kw - columns, 0) // 2
    return full[top : top + h * rows, left : left + w * columns]

# %% paint_same | wrong | the cut of the rows for both axes
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + kh + kw, w * columns + kh + kw))
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] * kernel
    cut = max(kh - rows, 0) // 2
    return full[cut : cut + h * rows, cut : cut + w * columns]

# %% paint_same | wrong | the kernel scaled where it is given
def paint_same(image, kernel, stride):
    (h, w), (kh, kw), (rows, columns) = image.shape, kernel.shape, stride
    full = np.zeros((h * rows + kh, w * columns + kw))
    kernel *= 2
    for i in range(h):
        for j in range(w):
            y, x = i * rows, j * columns
            full[y : y + kh, x : x + kw] += image[i, j] / 2 * kernel
    top, left = max(kh - rows, 0) // 2, max(kw - columns, 0) // 2
    return full[top : top + h * rows, left : left + w * columns]

# %% predict_sizes | right | by the rules of section 3, tuples
def valid(n, k, s):
    return n * s + max(k - s, 0)


larger = (4 * 3, 5 * 2, 32)
painted = (valid(7, 5, 3), valid(5, 5, 3))
odd = (valid(4, 2, 3), valid(6, 4, 2))
there_and_back = -(-(-(-45 // 2)) // 2) * 2 * 2
units = 32 // (2 * 1 * 4) * (24 // (2 * 1 * 4)) * 96
parameters = 3 * 5 * 48 * 16 + 16
along_an_axis = {len(range(start, 7, 3)) for start in range(3)}
prints = sorted({a * b for a in along_an_axis for b in along_an_axis})

# %% predict_sizes | right | literal numbers, shapes as lists
larger = [12, 10, 32]
painted = [23, 17]
odd = [12, 14]
there_and_back = 48
units = 1_152
parameters = 11_536
prints = [4, 6, 9]

# %% predict_sizes | right | by the package and Keras, NumPy types
import math

import keras
from keras import layers

larger = np.shape(upsampling.upsample(np.zeros((4, 5, 32)), (3, 2)))
painted = np.array([upsampling.transposed_size(n, 5, 3) for n in (7, 5)])
odd = layers.Conv2DTranspose(1, (2, 4), strides=(3, 2)).compute_output_shape((1, 4, 6, 1))[1:3]
there_and_back = np.ceil(np.ceil(45 / 2) / 2) * 4
units = np.int64(math.prod((32 // 8, 24 // 8, 96)))
layer = layers.Conv2DTranspose(16, (3, 5), strides=2)
layer.build((None, 8, 8, 48))
parameters = layer.count_params()
prints = np.unique(upsampling.overlap(12, 7, 3)[9:-9, 9:-9]).tolist()

# %% predict_sizes | right | counted on arrays, floats and NumPy's numbers
larger = np.kron(np.zeros((4, 5, 32)), np.zeros((3, 2, 1))).shape
painted = tuple(float(len({n * 3 + k for n in range(size) for k in range(5)})) for size in (7, 5))
odd = np.maximum([4 * 3, 6 * 2], [(4 - 1) * 3 + 2, (6 - 1) * 2 + 4])
side = np.arange(45)
for _ in range(2):
    side = side[::2]
there_and_back = np.float64(side.size * 4)
units = np.prod([32 / 8, 24 / 8, 96])
parameters = np.zeros((3, 5, 48, 16)).size + np.zeros(16).size
reached = np.zeros(60, int)
for start in range(0, 50, 3):
    reached[start : start + 7] += 1
prints = np.unique(np.outer(reached[15:40], reached[15:40]))

# %% predict_sizes | wrong | rows and columns of the upsampling exchanged
larger = (8, 15, 32)
painted = (23, 17)
odd = (12, 14)
there_and_back = 48
units = 1152
parameters = 11536
prints = [4, 6, 9]

# %% predict_sizes | wrong | (n - 1) s + k also where the kernel is smaller than the stride
larger = (12, 10, 32)
painted = (6 * 3 + 5, 4 * 3 + 5)
odd = (3 * 3 + 2, 5 * 2 + 4)
there_and_back = 48
units = 4 * 3 * 96
parameters = 3 * 5 * 48 * 16 + 16
prints = [4, 6, 9]

# %% predict_sizes | wrong | halving rounds down
larger = (12, 10, 32)
painted = (23, 17)
odd = (12, 14)
there_and_back = 45 // 2 // 2 * 4
units = 1152
parameters = 11536
prints = [4, 6, 9]

# %% predict_sizes | wrong | one bias for each channel that comes in
larger = (12, 10, 32)
painted = (23, 17)
odd = (12, 14)
there_and_back = 48
units = 1152
parameters = 3 * 5 * 48 * 16 + 48
prints = [4, 6, 9]

# %% predict_sizes | wrong | prints along one axis only
larger = (12, 10, 32)
painted = (23, 17)
odd = (12, 14)
there_and_back = 48
units = 1152
parameters = 11536
prints = [2, 3]

# %% predict_sizes | wrong | strides of the generator added, not multiplied
larger = (12, 10, 32)
painted = (23, 17)
odd = (12, 14)
there_and_back = 48
units = round(32 / 7) * round(24 / 7) * 96
parameters = 11536
prints = [4, 6, 9]

# %% predict_sizes | wrong | the prints with those at the rim, the largest first
larger = (12, 10, 32)
painted = (23, 17)
odd = (12, 14)
there_and_back = 48
units = 1152
parameters = 11536
prints = [9, 6, 4]

# %% mend_the_zeros | right | the two lines mended
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = kernel[::-1, ::-1]
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * turned)
    return out

# %% mend_the_zeros | right | all windows at once, kernel turned by rot90
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    padded = np.zeros(((h - 1) * stride + 2 * kh - 1, (w - 1) * stride + 2 * kw - 1))
    padded[kh - 1 : kh - 1 + h * stride : stride, kw - 1 : kw - 1 + w * stride : stride][:h, :w] = image
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw))
    return np.tensordot(windows, np.rot90(kernel, 2), axes=2)

# %% mend_the_zeros | right | zeros by a Kronecker product, the convolution of SciPy
from scipy.signal import convolve2d

def mended(image, kernel, stride):
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    apart = np.kron(image, corner)
    if stride > 1:
        apart = apart[: 1 - stride, : 1 - stride]
    return convolve2d(apart, kernel, mode="full")

# %% mend_the_zeros | right | the copies painted, one slice for each weight, the answer as a list
def mended(image, kernel, stride):
    image, kernel = np.asarray(image), np.asarray(kernel)
    h, w = ((n - 1) * stride for n in image.shape)
    out = np.zeros((h + kernel.shape[0], w + kernel.shape[1]))
    for a, b in np.ndindex(kernel.shape):
        out[a : a + h + 1 : stride, b : b + w + 1 : stride] += kernel[a, b] * image
    return out.tolist()

# %% mend_the_zeros | right | by the product of spectra
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    size = ((h - 1) * stride + kh, (w - 1) * stride + kw)
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    return np.fft.irfft2(np.fft.rfft2(apart, size) * np.fft.rfft2(kernel, size), size)

# %% mend_the_zeros | wrong | the kernel is turned, the padding is still that of a square
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, kh - 1)
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel[::-1, ::-1])
    return out

# %% mend_the_zeros | wrong | the padding is mended, the kernel is not turned
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel)
    return out

# %% mend_the_zeros | wrong | np.pad takes (kh - 1, kw - 1) for before and after, not for rows and columns
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, (kh - 1, kw - 1))
    turned = np.flip(kernel)
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * turned)
    return out

# %% mend_the_zeros | wrong | the kernel is turned upside down only
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel[::-1])
    return out

# %% mend_the_zeros | wrong | transposed, not turned by half a circle
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = kernel.T if kh == kw else kernel[::-1, ::-1]
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * turned)
    return out

# %% mend_the_zeros | wrong | as many zeros at the end as between, one row and column too many for stride 2
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros((h * stride, w * stride))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel[::-1, ::-1])
    return out

# %% mend_the_zeros | wrong | turns the kernel where it is given
def mended(image, kernel, stride):
    (h, w), (kh, kw) = image.shape, kernel.shape
    apart = np.zeros(((h - 1) * stride + 1, (w - 1) * stride + 1))
    apart[::stride, ::stride] = image
    padded = np.pad(apart, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    kernel[...] = kernel[::-1, ::-1].copy()
    out = np.zeros((padded.shape[0] - kh + 1, padded.shape[1] - kw + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel)
    return out

# %% mend_the_zeros | wrong | the stride is always 2
def mended(image, kernel, stride):
    stride = min(stride, 2)
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = np.zeros(((h - 1) * stride + kh, (w - 1) * stride + kw))
    for i, j in np.ndindex(h, w):
        out[i * stride : i * stride + kh, j * stride : j * stride + kw] += image[i, j] * kernel
    return out

# %% pattern_share | right | reshape to blocks, mean over the blocks
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride].astype(float)
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    total = cut.var(axis=(1, 2)).sum()
    return blocks.var(axis=(1, 2)).sum() / total if total > 0 else 0.0

# %% pattern_share | right | loops over images and blocks, lists
def pattern(images, stride):
    above, below = 0.0, 0.0
    for image in images:
        blocks = []
        for y in range(0, image.shape[0] - stride + 1, stride):
            for x in range(0, image.shape[1] - stride + 1, stride):
                blocks.append(image[y : y + stride, x : x + stride])
        above += np.var(sum(blocks) / len(blocks))
        below += np.var(blocks)
    if below == 0:
        return 0
    return float(above / below)

# %% pattern_share | right | strided slices, one minus the share that is left over
def pattern(images, stride):
    images = np.array(images, dtype=float)
    h = images.shape[1] - images.shape[1] % stride
    w = images.shape[2] - images.shape[2] % stride
    images = images[:, :h, :w]
    rest = images.copy()
    for a in range(stride):
        for b in range(stride):
            part = images[:, a::stride, b::stride]
            rest[:, a::stride, b::stride] = part - part.mean(axis=(1, 2), keepdims=True)
    total = np.sum(np.var(images, axis=(1, 2)))
    if total == 0:
        return 0.0
    return 1 - np.sum(np.mean(rest**2, axis=(1, 2))) / total

# %% pattern_share | right | means by np.add.at, the variance as the mean of squares less the square of the mean
def pattern(images, stride):
    n, h, w = images.shape
    h, w = h - h % stride, w - w % stride
    above = below = 0.0
    for image in np.asarray(images, float)[:, :h, :w]:
        if image.min() == image.max():
            continue
        image = image - image[0, 0]
        block = np.zeros((stride, stride))
        y, x = np.mgrid[:h, :w]
        np.add.at(block, (y % stride, x % stride), image)
        block /= h * w / stride**2
        above += (block**2).mean() - block.mean() ** 2
        below += (image**2).mean() - image.mean() ** 2
    return above / below if below else 0

# %% pattern_share | right | the variance by hand, sums of squares in place of means, a NumPy number
def pattern(images, stride):
    rows, columns = images.shape[1] // stride, images.shape[2] // stride
    cut = images[:, : rows * stride, : columns * stride]
    off = cut - cut.mean(axis=(1, 2), keepdims=True)
    block = np.mean([off[:, a * stride :][:, :stride] for a in range(rows)], axis=0)
    block = np.mean([block[:, :, b * stride :][:, :, :stride] for b in range(columns)], axis=0)
    if not off.any():
        return np.float64(0)
    return rows * columns * np.sum(block**2) / np.sum(off**2)

# %% pattern_share | wrong | the mean of the images' own shares, not sum by sum
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    shares = []
    for image in cut:
        block = image.reshape(rows, stride, columns, stride).mean(axis=(0, 2))
        shares.append(block.var() / image.var() if image.var() > 0 else 0.0)
    return np.mean(shares)

# %% pattern_share | wrong | the variance below is that of the whole image, rim included
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    total = images.var(axis=(1, 2)).sum()
    return blocks.var(axis=(1, 2)).sum() / total if total > 0 else 0.0

# %% pattern_share | wrong | the variance below is over all images together, bright and dark ones
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    total = n * cut.var()
    return blocks.var(axis=(1, 2)).sum() / total if total > 0 else 0.0

# %% pattern_share | wrong | the stride is ignored, blocks are 2 by 2
def pattern(images, stride):
    n, h, w = images.shape
    cut = images[:, : h // 2 * 2, : w // 2 * 2]
    blocks = cut.reshape(n, h // 2, 2, w // 2, 2).mean(axis=(1, 3))
    total = cut.var(axis=(1, 2)).sum()
    return blocks.var(axis=(1, 2)).sum() / total if total > 0 else 0.0

# %% pattern_share | wrong | flat images give nan
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    return blocks.var(axis=(1, 2)).sum() / cut.var(axis=(1, 2)).sum()

# %% pattern_share | wrong | 0 as soon as one image is flat
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    if (cut.var(axis=(1, 2)) == 0).any():
        return 0.0
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    return blocks.var(axis=(1, 2)).sum() / cut.var(axis=(1, 2)).sum()

# %% pattern_share | wrong | 0 if the first image is flat
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    if cut[0].max() == cut[0].min():
        return 0.0
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    return blocks.var(axis=(1, 2)).sum() / cut.var(axis=(1, 2)).sum()

# %% pattern_share | wrong | one average block over all images
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    block = cut.reshape(n, rows, stride, columns, stride).mean(axis=(0, 1, 3))
    total = cut.var(axis=(1, 2)).sum()
    return n * block.var() / total if total > 0 else 0.0

# %% pattern_share | wrong | a millionth added below, against a division by 0
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    return blocks.var(axis=(1, 2)).sum() / (cut.var(axis=(1, 2)).sum() + 1e-6)

# %% pattern_share | wrong | variances with n - 1
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    total = cut.var(axis=(1, 2), ddof=1).sum()
    return blocks.var(axis=(1, 2), ddof=1 if stride > 1 else 0).sum() / total if total > 0 else 0.0

# %% pattern_share | wrong | blocks of the last rows, left out at the beginning
def pattern(images, stride):
    n, h, w = images.shape
    rows, columns = h // stride, w // stride
    cut = images[:, h % stride :, w % stride :]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    total = cut.var(axis=(1, 2)).sum()
    return blocks.var(axis=(1, 2)).sum() / total if total > 0 else 0.0

# %% pattern_share | wrong | the flat images looked for before the rim is left out
def pattern(images, stride):
    n, h, w = images.shape
    if images.var(axis=(1, 2)).sum() == 0:
        return 0.0
    rows, columns = h // stride, w // stride
    cut = images[:, : rows * stride, : columns * stride]
    blocks = cut.reshape(n, rows, stride, columns, stride).mean(axis=(1, 3))
    return blocks.var(axis=(1, 2)).sum() / cut.var(axis=(1, 2)).sum()

# %% who_stays_flat | right | as the text says, loop over the kernels
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6]
    unevenness[name] = (inside.max() - inside.min()) / inside.mean()
true_statements = {"c", "e", "g"}

# %% who_stays_flat | right | from the sums of the four small kernels, without painting
def from_sums(kernel):
    sums = [float(kernel[a::2, b::2].sum()) for a in (0, 1) for b in (0, 1)]
    return (max(sums) - min(sums)) / (sum(sums) / 4)


unevenness = {name: from_sums(kernel) for name, kernel in kernels.items()}
true_statements = set("ceg")

# %% who_stays_flat | right | with Keras in float32, np.ptp
import keras

unevenness = {}
for name in kernels:
    layer = keras.layers.Conv2DTranspose(1, kernels[name].shape, strides=2, padding="same", use_bias=False)
    layer.build((None, 12, 12, 1))
    layer.set_weights([kernels[name][:, :, None, None]])
    inside = np.array(layer(np.ones((1, 12, 12, 1), "float32")))[0, 6:18, 6:18, 0]
    unevenness[name] = np.ptp(inside) / np.mean(inside)
true_statements = {"e", "g", "c"}

# %% who_stays_flat | right | the letters worked out from the kernels, as a list
def painted(kernel, bias=0):
    return upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6] + bias


def spread(image):
    return float(image.max() - image.min())


unevenness = {name: spread(painted(kernel)) / float(painted(kernel).mean()) for name, kernel in kernels.items()}
flat = {name for name, value in unevenness.items() if value < 1e-6}
odd = {name for name in kernels if kernels[name].shape[0] % 2 == 1}
fours = {name: [kernel[a::2, b::2] for a in (0, 1) for b in (0, 1)] for name, kernel in kernels.items()}
even_sums = {name for name, four in fours.items() if np.ptp([small.sum() for small in four]) < 1e-6}
all_equal = {
    name
    for name, four in fours.items()
    if len({small.shape for small in four}) == 1 and all(np.allclose(small, four[0]) for small in four)
}
prints = upsampling.overlap(12, 4, 2, "same")[6:-6, 6:-6]
tried = dict(
    a=not flat & odd,
    b=set(kernels) - odd <= flat,
    c=flat == even_sums,
    d=flat <= all_equal,
    e=unevenness["ones 5"] < unevenness["ones 3"],
    f=bool(prints.min() < prints.max()),
    g=abs(spread(painted(kernels["ones 3"], 10)) - spread(painted(kernels["ones 3"]))) < 1e-6,
)
true_statements = [letter for letter in tried if tried[letter]]

# %% who_stays_flat | wrong | the rim is left in
unevenness = {}
for name, kernel in kernels.items():
    image = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")
    unevenness[name] = (image.max() - image.min()) / image.mean()
true_statements = {"c", "e", "g"}

# %% who_stays_flat | wrong | divided by the smallest pixel, not by the mean
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6]
    unevenness[name] = (inside.max() - inside.min()) / inside.min()
true_statements = {"c", "e", "g"}

# %% who_stays_flat | wrong | counts prints and forgets the weights: the overlap of each size
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.overlap(12, len(kernel), 2, "same")[6:-6, 6:-6]
    unevenness[name] = float((inside.max() - inside.min()) / inside.mean())
true_statements = {"c", "e", "g"}

# %% who_stays_flat | wrong | believes the rule of the stride that divides the kernel (a and b)
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6]
    unevenness[name] = (inside.max() - inside.min()) / inside.mean()
true_statements = {"a", "b", "e", "g"}

# %% who_stays_flat | wrong | f for true as well
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6]
    unevenness[name] = (inside.max() - inside.min()) / inside.mean()
true_statements = {"c", "e", "f", "g"}

# %% who_stays_flat | wrong | d for true: equal sums taken for equal weights
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6]
    unevenness[name] = (inside.max() - inside.min()) / inside.mean()
true_statements = {"c", "d", "e", "g"}

# %% who_stays_flat | wrong | the whole kernel's mean below
unevenness = {}
for name, kernel in kernels.items():
    inside = upsampling.transposed_convolution(np.ones((12, 12)), kernel, 2, "same")[6:-6, 6:-6]
    unevenness[name] = (inside.max() - inside.min()) / kernel.mean()
true_statements = {"c", "e", "g"}
