"""The space of styles, w: points in it, drawn towards their mean, and images whose layers have the styles of two latents (chapter 29).

A style generator (`models.stylegan`) turns z into w, and each of its layers reads a w for itself. So an image is told by ws, one w for each
place, float32 (places, w_dim), from coarse to fine.
"""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons import numeric
from gan_lessons.latent.points import sample

import numpy as np


class Styles:
    """A style generator as two functions of arrays: z to ws, and ws to pictures.

    Parameters
    ----------
    generator : keras.Model, Sampler or game
        Of `models.stylegan`; of a game, the network that it shows.

    Attributes
    ----------
    places, w_dim, latent_dim : int
    shape : tuple of int
        Of a picture.
    synthesis : keras.Model
        The network that draws: ws to images.

    Raises
    ------
    ValueError
        If it is of another family.
    """

    def __init__(self, generator):
        from gan_lessons import (  # here, so that drawing points and walking need no backend
            backend,
            models,
            sampling,
        )

        mapping, synthesis = models.stylegan.parts(sampling.of(generator).network)
        self.latent_dim, (self.places, self.w_dim) = mapping.input_shape[1], synthesis.input_shape[1:]
        self.shape, self.synthesis = synthesis.output_shape[1:], synthesis
        self._map, self._draw = backend.compiled(mapping), backend.compiled(synthesis)

    def of(self, z: np.ndarray) -> np.ndarray:
        """The styles of latents, float32 (n, latent_dim) to (n, places, w_dim): one w at all places."""
        w = self._map(numeric.array("z", z, dtype=np.float32))
        return np.repeat(w[:, None], self.places, axis=1)

    def mean(self, n: int = 10_000, seed: int | None = 0) -> np.ndarray:
        """The mean w of `n` random latents, float32 (w_dim,)."""
        return self._map(sample(n, self.latent_dim, seed)).mean(axis=0)

    def pictures(self, ws: np.ndarray, noise: int = 0, batch_size: int = 100) -> np.ndarray:
        """What the layers draw, float32 (n, places, w_dim) to (n, height, width, channels), clipped to [-1, 1].

        Parameters
        ----------
        ws : array-like
        noise : int
            Seed of the noise of the layers.
        batch_size : int
            Pictures computed at a time.
        """
        ws, batch_size = numeric.array("ws", ws, dtype=np.float32), numeric.whole("batch_size", batch_size)
        if ws.shape[1:] != (self.places, self.w_dim) or not len(ws):
            raise ValueError(
                f"ws have shape {ws.shape}; expected (n, {self.places}, {self.w_dim}), n at least 1."
            )
        parts = [self._draw(ws[i : i + batch_size], noise=noise + i) for i in range(0, len(ws), batch_size)]
        return np.clip(np.concatenate(parts), -1.0, 1.0)


def truncated(
    ws: np.ndarray, mean: np.ndarray, psi: float, places: Sequence[int] | None = None
) -> np.ndarray:
    """Styles drawn towards the mean: ψ w + (1 - ψ) mean. Typical images become likelier, and all of them more alike.

    Parameters
    ----------
    ws : array-like (…, places, w_dim)
    mean : array-like (w_dim,)
        `Styles.mean`.
    psi : float
        1 leaves them, 0 gives the mean; below 0 is the opposite of each.
    places : sequence of int, optional
        Only these, the coarse ones say. Default: all.

    Returns
    -------
    ndarray, float32, the shape of `ws`

    Raises
    ------
    ValueError
        If the shapes do not fit, ψ is not finite, or there is no such place.
    """
    ws, mean = numeric.array("ws", ws, dtype=np.float32), numeric.array("mean", mean, dtype=np.float32)
    if ws.ndim < 2 or mean.shape != ws.shape[-1:]:
        raise ValueError(
            f"ws have shape {ws.shape} and mean {mean.shape}; expected (…, places, w_dim) and (w_dim,)."
        )
    psi = np.float32(numeric.real("psi", psi))
    return np.where(_chosen(places, ws.shape[-2])[:, None], psi * ws + (1 - psi) * mean, ws)


def mixed(rows: np.ndarray, cols: np.ndarray, places: Sequence[int]) -> np.ndarray:
    """The matrix of mixtures: image (i, j) has the styles of row i, but at some places those of column j.

    Parameters
    ----------
    rows, cols : array-like (n, places, w_dim), (m, places, w_dim)
    places : sequence of int
        Those that the columns give.

    Returns
    -------
    ndarray (n, m, places, w_dim), float32

    Raises
    ------
    ValueError
        If the shapes do not fit, or there is no such place.
    """
    rows, cols = (
        numeric.array(name, x, dtype=np.float32, ndim=3) for name, x in (("rows", rows), ("cols", cols))
    )
    if rows.shape[1:] != cols.shape[1:]:
        raise ValueError(
            f"rows have shape {rows.shape} and cols {cols.shape}; places and w_dim must be equal."
        )
    return np.where(_chosen(places, rows.shape[1])[:, None], cols[None], rows[:, None])


def _chosen(places, n: int) -> np.ndarray:
    """Which of n places are meant."""
    chosen = np.ones(n, bool)
    if places is not None:
        chosen[:] = False
        chosen[[numeric.whole("a place", place, 0, n - 1) for place in places]] = True
    return chosen
