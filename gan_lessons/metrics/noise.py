"""Images that show nothing: what a classifier should not be confident about.

Each kind is a function ``(n, rng, images) -> uint8 (n, h, w, c)`` in :data:`KINDS`; ``images``, real ones (uint8),
give the shape and, for some kinds, the pixels. :data:`HELD_OUT` are the kinds that no classifier of this package
has seen while it was trained, so they show whether it learnt "this is nothing" or only a list of noises.
"""

import numpy as np
from scipy.ndimage import gaussian_filter


def uniform(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """Every pixel uniform in 0..255."""
    return rng.integers(0, 256, (n, *images.shape[1:]), dtype="uint8")


def gaussian(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """Normal pixels around a grey or a colour; it and the spread are drawn for each image."""
    colour, spread = rng.uniform(0, 255, (n, 1, 1, images.shape[3])), rng.uniform(5, 100, (n, 1, 1, 1))
    return _to_uint8(colour + spread * _lit(rng.standard_normal((n, *images.shape[1:])), rng))


def salt_and_pepper(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """Pixels either 0 or 255, a share of 5 to 95 % of them white."""
    white = rng.uniform(0.05, 0.95, (n, 1, 1, 1))
    return _to_uint8(255 * (rng.random((n, *images.shape[1:])) < white))


def blurred(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """Noise blurred over 1 to 3 pixels and stretched back to full contrast: soft blobs."""
    clouds = rng.standard_normal((n, *images.shape[1:]))
    clouds = np.stack(
        [
            gaussian_filter(c, (s, s, 0), mode="wrap")
            for c, s in zip(clouds, rng.uniform(1, 3, n), strict=True)
        ]
    )
    clouds = _lit(clouds, rng)
    clouds /= clouds.std(axis=(1, 2, 3), keepdims=True)
    return _to_uint8(127.5 + rng.uniform(40, 120, (n, 1, 1, 1)) * clouds)


def shuffled(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """Real images with their pixels in random order: the right histogram, no shape."""
    _, h, w, c = images.shape
    pixels = images[rng.integers(0, len(images), n)].reshape(n, h * w, c)
    order = rng.random((n, h * w)).argsort(axis=1)
    return np.take_along_axis(pixels, order[:, :, None], axis=1).reshape(n, h, w, c)


def constant(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """One grey, or one colour, an image."""
    colour = rng.integers(0, 256, (n, 1, 1, images.shape[3]))
    return _to_uint8(np.broadcast_to(colour, (n, *images.shape[1:])))


def black(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """Almost nothing: black, up to 2 % of the pixels faintly lit."""
    lit = rng.random((n, *images.shape[1:])) < rng.uniform(0, 0.02, (n, 1, 1, 1))
    return _to_uint8(lit * rng.uniform(0, 128, lit.shape))


def untrained(n: int, rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    """What a fresh generator draws: coarse noise, up-sampled twice through random filters, around mid-grey."""
    _, h, w, c = images.shape
    x = rng.standard_normal((n, -(-h // 4), -(-w // 4), 8))
    for channels in (8, c):
        x = x.repeat(2, axis=1).repeat(2, axis=2)
        mixing = rng.standard_normal((3, 3, x.shape[-1], channels)) / np.sqrt(9 * x.shape[-1])
        shifts = [(dy, dx) for dy in range(3) for dx in range(3)]
        x = sum(np.roll(x, (dy - 1, dx - 1), axis=(1, 2)) @ mixing[dy, dx] for dy, dx in shifts)
        x = np.maximum(x, 0.2 * x) if channels != c else x
    return _to_uint8(127.5 + 127.5 * np.tanh(rng.uniform(0.1, 1.5, (n, 1, 1, 1)) * x[:, :h, :w]))


def _lit(values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Colours that vary together, more or less, as they do in photographs; what is grey stays as it is."""
    n, _, _, c = values.shape
    if c == 1:
        return values
    share = np.sqrt(rng.random((n, 1, 1, 1)))
    light = values.mean(axis=3, keepdims=True) * np.sqrt(c)
    return np.sqrt(share) * light + np.sqrt(1 - share) * values


def _to_uint8(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype("uint8")


KINDS = {
    kind.__name__: kind
    for kind in (uniform, gaussian, salt_and_pepper, blurred, shuffled, constant, black, untrained)
}
HELD_OUT = ("salt_and_pepper", "shuffled", "untrained")
