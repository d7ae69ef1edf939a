"""From latent points to pictures."""

from __future__ import annotations

import numpy as np


def pictures(generator, z: np.ndarray, batch_size: int = 100, labels: np.ndarray | None = None) -> np.ndarray:
    """A generator's output for many latent points, in pieces that keep memory small.

    Parameters
    ----------
    generator : keras.Model or callable
        A model runs in inference mode. What `backend.compiled` made of one saves tracing it again.
    z : ndarray (n, d), float32
    batch_size : int
        At most this many at a time: a DCGAN holds about 1 MB of activations for each 28×28 picture.

    labels : ndarray (n, 1), int, optional
        The classes, for a generator that takes them as its second input.

    Returns
    -------
    ndarray (n, h, w, c), float32
        As the generator gives them, [-1, 1] for tanh.
    """
    from gan_lessons import backend  # here, so that sampling and walking need no backend

    run = backend.compiled(generator) if hasattr(generator, "inputs") else generator
    inputs = (z,) if labels is None else (z, labels)
    return np.concatenate(
        [run(*(x[i : i + batch_size] for x in inputs)) for i in range(0, len(z), batch_size)]
    )
