"""What a classifier is shown in training: real images moved about, and images broken so that they show nothing.

Images are float32 (n, h, w, c) in [0, 1]. What varies them is a function ``(images, rng) -> images``; what breaks
them is ``(images, labels, rng) -> images`` and may return fewer. Digits and clothes are ink on black, so a half of
them is half of their ink; photographs fill their frame, so there a half is half of the area.
"""

import numpy as np
from scipy.ndimage import gaussian_filter


def unit(images: np.ndarray) -> np.ndarray:
    """uint8 to float32 in [0, 1]."""
    return images * np.float32(1 / 255)


# How real images are varied ----------------------------------------------------------------------------------------
#
# Whole and broken images must both pass through here. Otherwise what was not moved or resampled gives away which is
# which, and every image of the test set, sharp as it is, looks broken.


def warp(images: np.ndarray, rng, strength=1.0, field: np.ndarray | None = None) -> np.ndarray:
    """Rotate, scale, shear and shift float images (n, h, w, c); `field` (2, n, h, w) moves pixels besides."""
    n, h, w, c = images.shape
    angle = np.deg2rad(rng.uniform(-10, 10, n)) * strength
    shear = rng.uniform(-0.15, 0.15, n) * strength
    sx, sy = 1 + rng.uniform(-0.1, 0.1, (2, n)) * strength
    dx, dy = rng.uniform(-1, 1, (2, n)) * strength
    cos, sin = np.cos(angle), np.sin(angle)
    to_source = [cos * sx, (shear * cos - sin) * sy, dx, sin * sx, (shear * sin + cos) * sy, dy]
    ux, uy, u1, vx, vy, v1 = (a.astype("float32")[:, None, None] for a in to_source)
    y, x = (np.mgrid[:h, :w] - np.array([(h - 1) / 2, (w - 1) / 2])[:, None, None]).astype("float32")
    u, v = ux * x + uy * y + (u1 + (w + 1) / 2), vx * x + vy * y + (v1 + (h + 1) / 2)
    if field is not None:
        u, v = u + field[0], v + field[1]
    # A frame of one black pixel: what comes from outside the image is black.
    flat = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0))).reshape(-1, c)
    u, v = np.clip(u, 0, w + 0.999), np.clip(v, 0, h + 0.999)
    left, top = u.astype("int32"), v.astype("int32")
    a, b = (u - left)[..., None], (v - top)[..., None]
    first = (np.arange(n, dtype="int32")[:, None, None] * (h + 2) + top) * (w + 2) + left
    above = flat[first] * (1 - a) + flat[first + 1] * a
    below = flat[first + w + 2] * (1 - a) + flat[first + w + 3] * a
    return above * (1 - b) + below * b


def vary_digits(images: np.ndarray, rng) -> np.ndarray:
    """Move digits about, with more or less ink and a little grain, as generators draw them; a third stays as it is."""
    some = (rng.random(len(images)) < 2 / 3).astype("float32")
    images = warp(images, rng, strength=some)
    n, some = len(images), some[:, None, None, None]
    ink = 1 + some * rng.uniform(-0.4, 0.2, (n, 1, 1, 1)).astype("float32")
    grain = some * rng.choice([0, 0.02, 0.06], (n, 1, 1, 1)).astype("float32")
    return np.clip(images * ink + grain * rng.standard_normal(images.shape, dtype="float32"), 0, 1)


def flipped_and_shifted(images: np.ndarray, rng, pixels: int, fill: str) -> np.ndarray:
    """Mirror every other image, left to right, and shift all by up to `pixels`; `fill` is a mode of `np.pad`."""
    n, h, w, _ = images.shape
    images = np.where(rng.random((n, 1, 1, 1)) < 0.5, images[:, :, ::-1], images)
    frame = np.pad(images, ((0, 0), (pixels, pixels), (pixels, pixels), (0, 0)), mode=fill)
    dy, dx = rng.integers(0, 2 * pixels + 1, (2, n, 1, 1))
    y, x = np.arange(h)[None, :, None], np.arange(w)[None, None, :]
    return frame[np.arange(n)[:, None, None], y + dy, x + dx]


def vary_clothes(images: np.ndarray, rng) -> np.ndarray:
    """Mirror and shift clothes by up to 2 pixels, on black; some get a little more or less light."""
    images = flipped_and_shifted(images, rng, 2, "constant")
    return np.clip(images * rng.choice([0.8, 1, 1, 1.15], (len(images), 1, 1, 1)).astype("float32"), 0, 1)


def vary_photographs(images: np.ndarray, rng) -> np.ndarray:
    """Mirror and shift photographs by up to 4 pixels, reflected at the edge; half lose a square of 8 pixels.

    The square teaches besides that a straight edge alone does not make an image a broken one.
    """
    images = flipped_and_shifted(images, rng, 4, "reflect")
    n, h, w, c = images.shape
    top, left = rng.integers(0, h - 7, (n, 1, 1, 1)), rng.integers(0, w - 7, (n, 1, 1, 1))
    y, x = np.arange(h)[None, :, None, None], np.arange(w)[None, None, :, None]
    hole = (y >= top) & (y < top + 8) & (x >= left) & (x < left + 8) & (rng.random((n, 1, 1, 1)) < 0.5)
    return np.where(hole, rng.random((n, 1, 1, c), dtype="float32"), images)


# How images are broken ---------------------------------------------------------------------------------------------


def swept(weights: np.ndarray, rng) -> np.ndarray:
    """For each pixel the share of the weights, in [0, 1], that a line has passed on its way there.

    `weights` (n, h, w) are not negative; each line sweeps its image in a random direction.
    """
    n, h, w = weights.shape
    y, x = np.mgrid[:h, :w].reshape(2, 1, h * w)
    angle = rng.uniform(0, 2 * np.pi, (n, 1))
    order = (np.cos(angle) * x + np.sin(angle) * y).argsort(axis=1)
    flat = weights.reshape(n, h * w)
    passed = np.empty_like(flat)
    np.put_along_axis(passed, order, np.take_along_axis(flat, order, axis=1).cumsum(axis=1), axis=1)
    return (passed / flat.sum(axis=1, keepdims=True)).reshape(n, h, w, 1)


def ink(images: np.ndarray) -> np.ndarray:
    """The weight of drawings on black: their brightness."""
    return images.sum(axis=3)


def area(images: np.ndarray) -> np.ndarray:
    """The weight of photographs: the same everywhere."""
    return np.ones(images.shape[:3], "float32")


def erased(images, labels, rng, weight=ink):
    """Half a drawing or less: beyond a straight line everything is gone."""
    return np.where(swept(weight(images), rng) < rng.uniform(0.3, 0.5, (len(images), 1, 1, 1)), images, 0)


def patched(images, labels, rng, weight=ink):
    """Half of one image, and the other half of an image of another class."""
    direction, other = rng.integers(2**32), np.roll(images, 1, axis=0)
    near, far = (swept(weight(half), np.random.default_rng(direction)) < 0.5 for half in (images, other))
    mixed = np.maximum(np.where(near, images, 0), np.where(far, 0, other))
    return mixed[labels != np.roll(labels, 1)]


def painted_over(images, labels, rng):
    """Half a photograph or less: beyond a straight line there is nothing but one colour."""
    kept = swept(area(images), rng) < rng.uniform(0.3, 0.5, (len(images), 1, 1, 1))
    return np.where(kept, images, rng.random((len(images), 1, 1, images.shape[3]), dtype="float32"))


def tiles(images, labels, rng):
    """The image cut into four by four tiles, and these shuffled: strokes that lead nowhere."""
    n, h, w, c = images.shape
    cut = images.reshape(n, 4, h // 4, 4, w // 4, c).swapaxes(2, 3).reshape(n, 16, h // 4, w // 4, c)
    cut = np.take_along_axis(cut, rng.random((n, 16)).argsort(axis=1)[:, :, None, None, None], axis=1)
    return cut.reshape(n, 4, 4, h // 4, w // 4, c).swapaxes(2, 3).reshape(n, h, w, c)


def elastic(images, labels, rng):
    """Strokes pulled apart by a smooth random field."""
    n, h, w, _ = images.shape
    field = gaussian_filter(rng.standard_normal((2, n, h, w)), (0, 0, 2.5, 2.5))
    field *= (rng.uniform(3.5, 6, n) / field.std(axis=(0, 2, 3)))[None, :, None, None]
    return warp(images, rng, field=field)
