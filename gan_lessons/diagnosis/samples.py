"""How samples of a generator differ from what it was trained on."""

from __future__ import annotations

from gan_lessons import metrics, numeric
from gan_lessons.diagnosis import regions
from gan_lessons.diagnosis.classes import Counts
from gan_lessons.diagnosis.evidence import (
    ALIKE,
    COPIED_FEW,
    COPIES,
    COPIES_POINTS,
    EQUAL,
    FAR,
    FAR_POINTS,
    FEW_DIMENSIONS,
    LEFT_OUT,
    LEFT_OUT_OF_CLASSES,
    NEAR,
    NUMBERS,
    PIXELS,
    ROUGH,
    ROWS,
    THIN,
    TWIN,
    TWINS,
    UNCOVERED,
    Evidence,
)
from gan_lessons.metrics.neighbours import mean_distance

import numpy as np

# So many of each are needed before regions, or twins, can be counted.
ENOUGH = 100


def arrays_of_both(samples, reference) -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays of one shape, shuffled, at most as many as are looked at; ValueError if they are no samples."""
    both = []
    for x, name, least in ((samples, "samples", 20), (reference, "reference", 5)):
        x = numeric.array(name, getattr(x, "images", x), finite=False)
        if x.ndim < 2 or len(x) < least or (x.dtype.kind != "f" and x.dtype != np.uint8) or 0 in x.shape:
            raise ValueError(
                f"{name} has shape {x.shape} and dtype {x.dtype}; expected at least {least} images (n, h, w, c), uint8 or "
                "float in [-1, 1], or points (n, d)."
            )
        if not np.isfinite(x).all():
            raise ValueError(f"{name} is not finite (NaN or infinity): the weights are lost.")
        both.append(x)
    if both[0].shape[1:] != both[1].shape[1:]:
        raise ValueError(f"A sample has shape {both[0].shape[1:]}, a real one {both[1].shape[1:]}.")
    for x, name in zip(both, ("samples", "reference"), strict=True):
        if x.ndim == 4 and x.dtype != np.uint8 and np.abs(x).max() > 1.001:
            raise ValueError(
                f"{name} runs from {x.min():.3g} to {x.max():.3g}; float images must be in [-1, 1]. Scale them: x / 127.5 - 1."
            )
    rng = np.random.default_rng(0)
    most = max(ROWS, NUMBERS // int(np.prod(_smaller(both[1][:1]).shape)))
    # Permuted in any case: they may be sorted by class.
    return tuple(x[rng.permutation(len(x))[:n]] for x, n in zip(both, (ROWS, most), strict=True))


def rows_of(x: np.ndarray, most: int = PIXELS) -> np.ndarray:
    """Rows of float64, of images in [-1, 1] and averaged down until they are at most `most` numbers each."""
    return _smaller(_scaled(x), most).reshape(len(x), -1)


def _scaled(x: np.ndarray) -> np.ndarray:
    return x / 127.5 - 1.0 if x.dtype == np.uint8 else x.astype("float64")


def _smaller(x: np.ndarray, most: int = PIXELS) -> np.ndarray:
    """Images of more numbers averaged down: likeness is seen there too, in a fraction of the time."""
    if x.ndim != 4:
        return x
    (n, height, width, channels), by = x.shape, 1
    while (height // by) * (width // by) * channels > most and by < min(height, width):
        by += 1
    h, w = height // by, width // by
    return x[:, : h * by, : w * by].reshape(n, h, by, w, by, channels).mean(axis=(2, 4)) if by > 1 else x


def roughness(x: np.ndarray) -> float:
    """Mean square of the differences between neighbouring pixels of images (n, h, w, c), in units of [-1, 1]."""
    x = _scaled(x)
    return float(
        np.mean([np.square(np.diff(x, axis=axis)).mean() for axis in (1, 2) if x.shape[axis] > 1] or 0.0)
    )


def effective_dimensions(x: np.ndarray) -> float:
    """In how many directions rows vary: (sum of the variances)² over the sum of their squares, along principal axes.

    1 if all vary along one line, d if they vary equally in d directions, 0 if they do not vary.
    """
    x = numeric.array("x", x, dtype="float64", ndim=2)
    largest = np.abs(x).max(initial=0.0)
    x = (
        x / largest if largest > 0 else x
    )  # squares of squares: extreme scales would leave the range of floats
    centred = x - x.mean(axis=0)
    products = centred @ centred.T  # its eigenvalues are the variances times n, and no root of it is needed
    total = np.trace(products)
    # Equal rows: rounding leaves differences in the last digit, and these vary in some direction.
    return float(total**2 / (products**2).sum()) if total > 1e-20 * (x**2).sum() else 0.0


def covered(reference: np.ndarray, samples: np.ndarray, k: int = 5, reach: float = 0.0) -> float:
    """Share of the real rows with a sample nearer than `reach`, or than their k-th real neighbour if that is farther.

    Without `reach` it is 1 - 2^-k for equally many good samples.
    """
    reach = numeric.real("reach", reach, least=0.0)
    kth = metrics.nearest(reference, reference, k=k, skip_itself=True).distances[:, -1]
    return float((metrics.nearest(reference, samples).distances[:, 0] <= np.maximum(kth, reach)).mean())


def of_samples(samples: np.ndarray, reference: np.ndarray, classes: Counts | None = None):
    """Evidence from the arrays of both. What depends on how many there are is computed from equally many of both.

    `classes` is how often each class is drawn, where a classifier knows them.
    """
    drawn, real = rows_of(samples), rows_of(reference)
    n = min(len(drawn), len(real))
    spread = mean_distance(real[:n])
    if spread <= 1e-9 * max(1e-12, np.abs(real).max()):
        raise ValueError(
            f"The {len(real):,} of the reference are all the same: nothing can vary as they do. Give what was trained on."
        )
    ratio = mean_distance(drawn[:n]) / spread
    yield Evidence("distance between samples", ratio, "0.8 to 1.1 of that between real ones", _spread(ratio))
    few = drawn.shape[1] <= FEW_DIMENSIONS
    yield from _beside_the_nearest(drawn, real, spread, few)
    if few:
        if n > 5:
            share = covered(real[:n], drawn[:n], reach=NEAR * spread)
            says = "Some regions are never drawn." if share < UNCOVERED else "All regions are drawn."
            yield Evidence("covered real points", share, "0.9 to 1", says)
        return
    if samples.ndim == 4:
        ratio = roughness(samples[:n]) / max(roughness(reference[:n]), 1e-12)
        says = (
            "Neighbouring pixels have little to do with each other."
            if ratio > ROUGH
            else "They are as smooth as images are."
        )
        yield Evidence("differences between neighbouring pixels", ratio, "0.3 to 2 of the real ones'", says)
    ratio = effective_dimensions(drawn[:n]) / max(effective_dimensions(real[:n]), 1e-12)
    says = (
        "They vary in few ways." if ratio < THIN else _less(ratio, "They vary in fewer ways than real ones.")
    )
    yield Evidence("effective dimensions", ratio, "0.7 to 1.2 of the real ones'", says)
    if n >= ENOUGH:
        share = _share_with_twins(drawn[:n], real[:n])
        says = "Few of them are distinct." if share > TWINS else "They are distinct."
        yield Evidence(
            "samples with a twin",
            share,
            "below 0.3",
            says if share > TWINS or share < 0.3 else "Some are twins.",
        )
        share = regions.left_out(rows_of(samples, regions.PIXELS), rows_of(reference, regions.PIXELS))
        says = (
            "Whole kinds of real images are hardly ever drawn."
            if share > (LEFT_OUT if classes is None else LEFT_OUT_OF_CLASSES)
            else "No large region is left out."
        )
        yield Evidence("real ones in regions left out", share, "below 0.08", says)
    if classes is not None:
        share, n, of = classes.left_out()
        says = f"{n} of {of} classes are hardly ever drawn." if n else "Every class is drawn."
        yield Evidence("real ones of classes left out", share, "0", says)


def _less(ratio: float, poor: str) -> str:
    return poor if ratio < 0.75 else "They vary as real ones do."


def _spread(ratio: float) -> str:
    if ratio < EQUAL:
        return "They are one image."
    if ratio < ALIKE:
        return "They are nearly one image."
    if 0.75 <= ratio < 0.8:
        return "They vary nearly as real ones do."
    return _less(ratio, "They are more alike than real ones.")


def _to_neighbour(some: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Distance of real rows, which are among the reference, to the nearest other one."""
    return metrics.nearest(some, reference, k=2).distances[:, 1]


def _beside_the_nearest(drawn: np.ndarray, real: np.ndarray, spread: float, few: bool):
    """How near the samples come to real ones, and how many of these they are copies of."""
    near = metrics.nearest(drawn, real)
    if (
        few
    ):  # real points may fill a line, and have neighbours at no distance at all: measure by what they span
        unit, far, usual = spread, FAR_POINTS, "below 0.05 of that between any two real ones"
    else:
        unit = float(np.median(_to_neighbour(real[:ROWS], real)))
        far, usual = FAR, "0.8 to 1.4 of that between real neighbours"
    ratio = float(np.median(near.distances)) / max(unit, 1e-12)
    says = "They resemble nothing real." if ratio > far else "They are near enough to real ones."
    yield Evidence("distance to the nearest real one", ratio, usual, says)
    # Beside the distance from that very real one to its neighbour: plain images lie closer to each other than rich ones.
    theirs = _to_neighbour(real[near.indices[:, 0]], real)
    ratio = float(np.median(near.distances[:, 0] / np.maximum(theirs, 1e-12)))
    copies = ratio < (COPIES_POINTS if few else COPIES)
    says = "They are copies, or nearly so." if copies else "They are no copies."
    yield Evidence("distance to it, beside its neighbour's", ratio, "0.8 to 1.6", says)
    if copies:
        n, m = len(drawn), len(real)
        ratio = len(np.unique(near.indices[:, 0])) / (m * -np.expm1(n * np.log1p(-1 / m)))
        says = (
            "They are copies of a few real ones."
            if ratio < COPIED_FEW
            else "They are copies of many real ones."
        )
        yield Evidence("real ones that are copied", ratio, "about 1 for copies of any real one", says)


def _share_with_twins(drawn: np.ndarray, real: np.ndarray) -> float:
    """Share of the samples that are as good as equal to another one."""
    beside = [metrics.nearest(x, x, skip_itself=True).distances[:, 0] for x in (drawn, real)]
    return float((beside[0] < TWIN * np.median(beside[1])).mean())
