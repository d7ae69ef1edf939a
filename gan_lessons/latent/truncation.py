"""The truncation trick (arXiv 1809.11096): latents from the middle of the distribution, for better pictures and fewer kinds of them."""

from __future__ import annotations

import math

from gan_lessons import numeric

import numpy as np


def truncate(z: np.ndarray, threshold: float) -> np.ndarray:
    """Latents as if every number beyond a threshold had been drawn again, until none was.

    The paper does draw again. This gives the same distribution (the normal one, cut off at both sides) without a loop: each number keeps its
    quantile. So one set of latents moves smoothly with the threshold, as under a slider, and the order of the numbers stays.

    Parameters
    ----------
    z : array-like (n, latent_dim)
        Draws from the standard normal distribution; see `sample`.
    threshold : float
        Above 0. At 0.5 all numbers lie within ±0.5; infinity changes nothing.

    Returns
    -------
    ndarray, float32
        The shape of `z`, all within ±threshold.

    Raises
    ------
    ValueError
        If a number is not finite, or the threshold is not above 0.
    """
    from scipy import special  # here, so that the latent space itself loads nothing large

    z = numeric.array("z", z, dtype="float32")
    if isinstance(threshold, float | np.floating) and math.isinf(threshold) and threshold > 0:
        return z.copy()
    threshold = numeric.real("threshold", threshold, above=0.0)
    # On the lower side, where a probability near 0 keeps its digits; the upper one is its mirror image.
    cut = special.ndtr(-threshold)
    below = special.ndtri(cut + special.ndtr(-np.abs(z.astype("float64"))) * (1.0 - 2.0 * cut))
    return np.clip(np.sign(z) * -below, -threshold, threshold).astype("float32")
