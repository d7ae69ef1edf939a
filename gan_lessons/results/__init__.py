"""What the benchmarks measured, shipped so that a notebook can show it without running for an hour.

One JSON file a benchmark. Beside the runs it holds what they depend on: machine, commit, data, steps.
"""

from __future__ import annotations

import numpy as np


def effective_classes(shares) -> float:
    """The exponential of the entropy: k for k equally frequent classes, 1 for a single one, 0 for none.

    Parameters
    ----------
    shares : array-like (classes,)
        At least 0; they need not add up to 1.

    Returns
    -------
    float
    """
    shares = np.asarray(shares, float)
    total = shares.sum()
    if total == 0:
        return 0.0
    p = shares[shares > 0] / total
    return float(np.exp(-(p * np.log(p)).sum()))
