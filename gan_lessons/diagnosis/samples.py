"""How samples of a generator differ from what it was trained on."""

from __future__ import annotations

from gan_lessons import metrics
from gan_lessons.diagnosis.evidence import (
    ALIKE,
    COPIES,
    COPIES_POINTS,
    FAR,
    FAR_POINTS,
    FEW_DIMENSIONS,
    NEAR,
    NUMBERS,
    ROWS,
    SIDE,
    THIN,
    UNCOVERED,
    Evidence,
)
from gan_lessons.metrics.neighbours import mean_distance

import numpy as np


def rows_of_both(samples, reference) -> tuple[np.ndarray, np.ndarray]:
    """Both as rows of float64, images in [-1, 1]."""
    rows = []
    for x, name, least in ((samples, "samples", 20), (reference, "reference", 5)):
        x = np.asarray(getattr(x, "images", x))
        if x.ndim < 2 or len(x) < least or x.dtype.kind not in "fu":
            raise ValueError(
                f"{name} has shape {x.shape} and dtype {x.dtype}; expected at least {least} images (n, h, w, c), uint8 or "
                "float in [-1, 1], or points (n, d)."
            )
        rows.append(x)
    if rows[0].shape[1:] != rows[1].shape[1:]:
        raise ValueError(f"A sample has shape {rows[0].shape[1:]}, a real one {rows[1].shape[1:]}.")
    rng = np.random.default_rng(0)
    flat = []
    for x, name in zip(rows, ("samples", "reference"), strict=True):
        size = np.prod(_smaller(x[:1]).shape)
        most = ROWS if name == "samples" else max(ROWS, NUMBERS // int(size))
        x = x[rng.permutation(len(x))[:most]]  # permuted in any case: they may be sorted by class
        scaled = x / 127.5 - 1.0 if x.dtype == np.uint8 else x.astype("float64")
        if not np.isfinite(scaled).all():
            raise ValueError(f"{name} is not finite (NaN or infinity): the weights are lost.")
        flat.append(_smaller(scaled).reshape(len(x), -1))
    return flat[0], flat[1]


def _smaller(x: np.ndarray) -> np.ndarray:
    """Images of 64 pixels or more averaged down towards 32: likeness is seen there too, in a fraction of the time."""
    by = min(x.shape[1:3]) // SIDE if x.ndim == 4 else 1
    if by < 2:
        return x
    n, h, w, c = len(x), x.shape[1] // by, x.shape[2] // by, x.shape[3]
    return x[:, : h * by, : w * by].reshape(n, h, by, w, by, c).mean(axis=(2, 4))


def effective_dimensions(x: np.ndarray) -> float:
    """In how many directions rows vary: (sum of the variances)² over the sum of their squares, along principal axes.

    1 if all vary along one line, d if they vary equally in d directions, 0 if they do not vary.
    """
    centred = x - x.mean(axis=0)
    products = centred @ centred.T  # its eigenvalues are the variances times n, and no root of it is needed
    total = np.trace(products)
    # Equal rows: rounding leaves differences in the last digit, and these vary in some direction.
    return float(total**2 / (products**2).sum()) if total > 1e-20 * (x**2).sum() else 0.0


def covered(reference: np.ndarray, samples: np.ndarray, k: int = 5, reach: float = 0.0) -> float:
    """Share of the real rows with a sample nearer than `reach`, or than their k-th real neighbour if that is farther.

    Without `reach` it is 1 - 2^-k for equally many good samples.
    """
    kth = metrics.nearest(reference, reference, k=k, skip_itself=True).distances[:, -1]
    return float((metrics.nearest(reference, samples).distances[:, 0] <= np.maximum(kth, reach)).mean())


def _to_neighbour(some: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Distance of real rows, which are among the reference, to the nearest other one."""
    return metrics.nearest(some, reference, k=2).distances[:, 1]


def _in_words(ratio: float, least: float, bad: str, poor: str) -> str:
    return bad if ratio < least else poor if ratio < 0.75 else "They vary as real ones do."


def of_samples(samples: np.ndarray, reference: np.ndarray):
    """Evidence from rows. What depends on how many there are is computed from equally many of both."""
    n = min(len(samples), len(reference))
    real_spread = mean_distance(reference[:n])
    ratio = mean_distance(samples[:n]) / max(real_spread, 1e-12)
    yield Evidence(
        "distance between samples",
        ratio,
        "0.8 to 1.1 of that between real ones",
        _in_words(ratio, ALIKE, "They are nearly one image.", "They are more alike than real ones."),
    )
    near = metrics.nearest(samples, reference)
    few = samples.shape[1] <= FEW_DIMENSIONS
    if (
        few
    ):  # real points may fill a line, and have neighbours at no distance at all: measure by what they span
        unit, far, usual = real_spread, FAR_POINTS, "below 0.05 of that between any two real ones"
    else:
        unit = float(np.median(_to_neighbour(reference[:ROWS], reference)))
        far, usual = FAR, "0.8 to 1.4 of that between real neighbours"
    ratio = float(np.median(near.distances)) / max(unit, 1e-12)
    says = "They resemble nothing real." if ratio > far else "They are near enough to real ones."
    yield Evidence("distance to the nearest real one", ratio, usual, says)
    # Beside the distance from that very real one to its neighbour: plain images lie closer to each other than rich ones.
    theirs = _to_neighbour(reference[near.indices[:, 0]], reference)
    ratio = float(np.median(near.distances[:, 0] / np.maximum(theirs, 1e-12)))
    copies = ratio < (COPIES_POINTS if few else COPIES)
    says = "They are copies, or nearly so." if copies else "They are no copies."
    yield Evidence("distance to it, beside its neighbour's", ratio, "0.8 to 1.6", says)
    if not few:
        ratio = effective_dimensions(samples[:n]) / max(effective_dimensions(reference[:n]), 1e-12)
        yield Evidence(
            "effective dimensions",
            ratio,
            "0.7 to 1.2 of the real ones'",
            _in_words(ratio, THIN, "They vary in few ways.", "They vary in fewer ways than real ones."),
        )
    elif n > 5:
        share = covered(reference[:n], samples[:n], reach=NEAR * real_spread)
        yield Evidence(
            "covered real points",
            share,
            "0.9 to 1",
            "Some regions are never drawn." if share < UNCOVERED else "All regions are drawn.",
        )
