"""How good is the translation of an image, where the true one is known: error, structural similarity, and texture.

The three see different things. The mean error prefers a blur where a detail cannot be known: the mean of what it may be is nearer to
each than any of them. The distance of textures sees the blur, and does not see whether a detail is in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from . import pixels
from .extractors import FunctionExtractor
from .kernel import KernelDistance, kernel_distance

SIGMA, RADIUS = 1.5, 5  # of the Gaussian window of SSIM, in pixels
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_ROWS = 64  # images at a time
PATCH = 8
PATCHES = 4000
FLAT = 4.0  # levels of 255: weaker frequencies hardly count


@dataclass(frozen=True)
class TranslationScore:
    """How near translated images are to the true ones; made by :func:`translation_score`.

    Attributes
    ----------
    error : float
        Mean absolute error in levels of 255.
    similarity : float
        Mean SSIM, 1 for equal images.
    texture : KernelDistance
        Distance of the textures; 0, give or take its chance, for those of the true images.
    n : int
        Images of each.
    """

    error: float
    similarity: float
    texture: KernelDistance
    n: int

    def __str__(self) -> str:
        return (
            f"error {self.error:.2f} of 255 levels, SSIM {self.similarity:.3f}, texture {self.texture.value:.4f} ± "
            f"{self.texture.spread:.4f} [n = {self.n:,}; {self.texture.n[0]:,} patches of {PATCH} × {PATCH}]"
        )


def translation_score(made, true, seed: int = 0) -> TranslationScore:
    """Mean error, SSIM and distance of textures in one.

    Parameters
    ----------
    made, true : array-like
        (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1]; row i of one is what row i of the other should be.
    seed : int
        Of the patches whose textures are compared.

    Returns
    -------
    TranslationScore

    Raises
    ------
    ValueError
        If they are no such images, of different shapes, or smaller than 11 pixels.
    """
    made, true = _levels(made, true)
    return TranslationScore(
        error=mean_error(made, true),
        similarity=float(structural_similarity(made, true).mean()),
        texture=texture_distance(made, true, seed=seed),
        n=len(made),
    )


def mean_error(made, true, where=None) -> float:
    """Mean absolute error, in levels of 255.

    Parameters
    ----------
    made, true : array-like
        (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1].
    where : array-like of bool, optional
        (n, height, width): only these pixels count, land for example.

    Raises
    ------
    ValueError
        If they are no such images, of different shapes, or nothing is marked.
    """
    made, true = _levels(made, true)
    gaps = np.abs(made.astype(np.int16) - true)
    if where is None:
        return float(gaps.mean())
    where = numeric.array("where", where, bools=True)
    if where.dtype != bool or where.shape != made.shape[:3] or not where.any():
        raise ValueError(
            f"where has shape {where.shape} and dtype {where.dtype}; true and false of shape {made.shape[:3]} are expected, at least "
            "once true."
        )
    return float(gaps[where].mean())


def structural_similarity(made, true) -> np.ndarray:
    """SSIM of each pair of images (Wang, Bovik, Sheikh and Simoncelli 2004): brightness, contrast and structure in small windows.

    Gaussian windows of 11 × 11 pixels that lie within the image, σ = 1.5; K1 = 0.01, K2 = 0.03; the mean over windows and channels.

    Parameters
    ----------
    made, true : array-like
        (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1], at least 11 pixels a side.

    Returns
    -------
    ndarray
        float64 (n,): 1 for equal images, 0 for what has nothing in common, negative where light and dark are exchanged.

    Raises
    ------
    ValueError
        If they are no such images, or of different shapes.
    """
    made, true = _levels(made, true, least=2 * RADIUS + 1)
    parts = [
        _similarity(made[i : i + _ROWS].astype("float64"), true[i : i + _ROWS].astype("float64"))
        for i in range(0, len(made), _ROWS)
    ]
    return np.concatenate(parts)


def _similarity(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    mean_x, mean_y = _windowed(x), _windowed(y)
    var_x, var_y = _windowed(x * x) - mean_x**2, _windowed(y * y) - mean_y**2
    both = _windowed(x * y) - mean_x * mean_y
    light = (2 * mean_x * mean_y + _C1) / (mean_x**2 + mean_y**2 + _C1)
    return (light * (2 * both + _C2) / (var_x + var_y + _C2)).mean(axis=(1, 2, 3))


def _windowed(x: np.ndarray) -> np.ndarray:
    """Means under a Gaussian window, of the windows that lie within the image."""
    from scipy.ndimage import gaussian_filter1d

    for axis in (1, 2):
        x = gaussian_filter1d(x, SIGMA, axis=axis, radius=RADIUS)
    return x[:, RADIUS:-RADIUS, RADIUS:-RADIUS]


def texture_distance(made, true, patches: int = PATCHES, subsets: int = 20, seed: int = 0) -> KernelDistance:
    """Do two sets of images have the same texture? A kernel distance (`kernel_distance`) of the spectra of small patches.

    From each set patches of 8 × 8 pixels are taken at random. What is read of a patch is how strong each spatial frequency is in it,
    log(1 + amplitude / 4) of its windowed Fourier transform, its mean left out: how rough it is, how finely, and in which direction,
    but neither its colour nor where it lies. A blur lacks high frequencies, noise has too many, and an error in place costs
    nothing; read it beside the mean error.

    Parameters
    ----------
    made, true : array-like
        (n, height, width, channels), uint8 in 0..255 or float32 in [-1, 1], at least 8 pixels a side, of as many channels; n may differ.
    patches : int
        Of each set.
    subsets : int
        As in `kernel_distance`; of 1,000 patches each.
    seed : int
        Which patches and subsets.

    Returns
    -------
    KernelDistance
        Two draws of patches from the same images differ by about 0.001; other places of the Earth already by several times that.

    Raises
    ------
    ValueError
        If they are no such images, or a number is out of range.
    """
    sets = [_image_levels(name, images, PATCH) for name, images in (("made", made), ("true", true))]
    if sets[0].shape[3] != sets[1].shape[3]:
        raise ValueError(
            f"made has shape {sets[0].shape} and true {sets[1].shape}; they must have as many channels."
        )
    patches = numeric.whole("patches", patches, least=8, most=1_000_000)
    rng = numeric.rng(seed)
    cut = [_patches(images, patches, rng) for images in sets]
    return kernel_distance(*cut, extractor=TEXTURE, subsets=subsets, seed=int(rng.integers(2**31)))


def _patches(images: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    count, height, width, _ = images.shape
    windows = np.lib.stride_tricks.sliding_window_view(images, (PATCH, PATCH), axis=(1, 2))
    rows = rng.integers(count, size=n)
    at = rng.integers(height - PATCH + 1, size=n), rng.integers(width - PATCH + 1, size=n)
    return np.moveaxis(windows[rows, at[0], at[1]], 1, 3)


def _spectra(patches: np.ndarray) -> np.ndarray:
    one = np.hanning(PATCH + 2)[1:-1]
    window = np.outer(one, one)
    window /= np.sqrt((window**2).mean())
    x = np.moveaxis(patches.astype("float64"), 3, 1)
    x = (x - x.mean(axis=(2, 3), keepdims=True)) * window
    amplitudes = np.abs(np.fft.rfft2(x, norm="ortho"))
    return (np.log1p(amplitudes / FLAT) / 1.5).reshape(len(x), -1)


TEXTURE = FunctionExtractor("textures", _spectra)


def _levels(made, true, least: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Two sets of images that belong together, uint8."""
    made, true = _image_levels("made", made, least), _image_levels("true", true, least)
    if made.shape != true.shape:
        raise ValueError(
            f"made has shape {made.shape} and true {true.shape}; row by row the one should be the other, so their shapes must be equal."
        )
    return made, true


def _image_levels(name: str, images, least: int = 1) -> np.ndarray:
    try:
        images = pixels.checked(
            images,
            lambda shape: len(shape) == 4 and min(shape[1:3]) >= least,
            f"(n, height, width, channels) of at least {least} × {least} pixels",
        )
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    return as_levels(images)


def as_levels(images: np.ndarray) -> np.ndarray:
    """Checked images as uint8 in 0..255."""
    if images.dtype == np.uint8:
        return images
    return np.rint((images.clip(-1, 1) + 1) * 127.5).astype(np.uint8)
