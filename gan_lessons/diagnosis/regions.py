"""Which regions of the real images a generator hardly ever draws from.

The real images are cut into regions by k-means, along the directions in which they vary most, and each sample counts for the
region that it is nearest to. A poor image still lands in the region that it is a poor image of, so that missing kinds show apart
from missing quality; arXiv 1805.12462 counts in this way, too.
"""

from __future__ import annotations

from gan_lessons.diagnosis.evidence import STARVED

import numpy as np
from scipy.cluster.vq import kmeans2

REGIONS = 40  # with 1,000 samples; fewer with fewer, so that 25 are expected in each
CUTS = 3  # by different starts of k-means: one alone may cut through the middle of what is missing
VARIANCE = 0.9  # of the real images, in the directions that are kept
ROWS = 4000  # real images that regions are made from
PIXELS = 768  # numbers of an image, at most: coarser ones show the same kinds, in a fraction of the time


def left_out(samples: np.ndarray, reference: np.ndarray) -> float:
    """Share of the real rows in regions that get less than `STARVED` of the samples that they should.

    Parameters
    ----------
    samples, reference : ndarray (n, d), (m, d)
        Rows of pixels or features.

    Returns
    -------
    float
        In [0, 1], the mean over `CUTS` ways to cut. About 0 for samples as varied as the real ones.
    """
    real, drawn = _along_main_directions(reference, samples)
    shares = []
    for seed in range(CUTS):
        k = max(2, min(REGIONS, len(samples) // 25, len(real) // 25))
        centres, _ = kmeans2(real[:ROWS], k, iter=15, minit="++", rng=seed)
        expected, found = (_shares(rows, centres) for rows in (real, drawn))
        shares.append(expected[found < STARVED * expected].sum())
    return float(np.mean(shares))


def _along_main_directions(reference: np.ndarray, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = reference.mean(axis=0)
    centred = reference - middle
    variances, directions = np.linalg.eigh(centred[:ROWS].T @ centred[:ROWS])
    kept = np.searchsorted(np.cumsum(variances[::-1]) / variances.sum(), VARIANCE) + 1
    axes = directions[:, ::-1][:, :kept]
    return centred @ axes, (samples - middle) @ axes


def _shares(rows: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """How the rows are spread over the regions."""
    squares = (centres**2).sum(
        axis=1
    ) - 2 * rows @ centres.T  # the rows' own squares are the same for every centre
    return np.bincount(squares.argmin(axis=1), minlength=len(centres)) / len(rows)
