"""The latent space: drawing points in it, walking between them, and the directions that matter.

A point is a vector of `latent_dim` independent standard normal numbers. In 100 dimensions almost all of them lie
close to a sphere of radius √100 = 10: the origin, though the most likely single point, is like none that the
generator was trained on. This is why walks follow the sphere (`slerp`) and do not cut through it (`lerp`).
"""

from __future__ import annotations

import math

import numpy as np


def sample(n: int, latent_dim: int, seed: int | np.random.Generator | None = None) -> np.ndarray:
    """Draw points from the latent space.

    Parameters
    ----------
    n, latent_dim : int
        How many points, and how many numbers in each; both at least 1.
    seed : int or numpy.random.Generator, optional
        One integer gives one set of points, on every machine and backend. None: new ones at each call.

    Returns
    -------
    ndarray (n, latent_dim), float32
        Independent draws from the standard normal distribution.

    Raises
    ------
    ValueError
        If `n` or `latent_dim` is below 1.
    """
    for name, value in (("n", n), ("latent_dim", latent_dim)):
        if value < 1:
            raise ValueError(f"{name} is {value}; give a whole number of at least 1.")
    return np.random.default_rng(seed).standard_normal((n, latent_dim), dtype=np.float32)


def lerp(a: np.ndarray, b: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    """Walk from `a` to `b` in a straight line.

    Parameters
    ----------
    a, b : array-like (d,) or (n, d)
        Start and end.
    t : float or array-like
        Where on the way: 0 is `a`, 1 is `b`.

    Returns
    -------
    ndarray, float32
        Shape of `t`, followed by the shape of `a`: `lerp(a, b, np.linspace(0, 1, 9))` is 9 points.

    Raises
    ------
    ValueError
        If `a` and `b` differ in shape or are no vectors.
    """
    a, b, t = _endpoints(a, b, t)
    return ((1 - t) * a + t * b).astype(np.float32)


def slerp(a: np.ndarray, b: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    """Walk from `a` to `b` along an arc around the origin, so that the length stays typical on the way.

    Halfway along a straight line two random points average to one that is shorter by about √2, in a region that
    the generator never saw. The arc passes between (White, arXiv 1609.04468): with ω the angle between the two,
    `sin((1-t)ω)/sin(ω) · a + sin(tω)/sin(ω) · b`. Where both point the same way, or one is zero, there is no arc
    and the walk is a straight line.

    Parameters
    ----------
    a, b : array-like (d,) or (n, d)
        Start and end.
    t : float or array-like
        Where on the way: 0 is `a`, 1 is `b`.

    Returns
    -------
    ndarray, float32
        Shape of `t`, followed by the shape of `a`.

    Raises
    ------
    ValueError
        If `a` and `b` differ in shape or are no vectors, or if they point in exactly opposite directions: then
        every great circle joins them, and none is the right one.
    """
    a, b, t = _endpoints(a, b, t)
    u, v = _unit(a), _unit(b)
    # The half-angle form keeps all digits where a·b rounds to ±1. A zero vector has no angle: 0 makes it a line.
    has_angle = (_length(u) * _length(v)) > 0
    omega = 2 * np.arctan2(_length(u - v), _length(u + v)) * has_angle
    if np.any(np.pi - omega < 1e-6):
        raise ValueError(
            "a and b point in opposite directions, so no single arc joins them; "
            "walk through a third point: slerp(a, c, t), then slerp(c, b, t)."
        )

    def weight(t):
        # sin(tω)/sin(ω), written with sinc(x) = sin(πx)/(πx): it has its limit t at ω = 0 without a special case.
        return t * np.sinc(t * omega / np.pi) / np.sinc(omega / np.pi)

    return (weight(1 - t) * a + weight(t) * b).astype(np.float32)


def principal_directions(generator, k: int = 8, n: int = 1000, seed: int = 0) -> np.ndarray:
    """Directions in latent space along which the generator's pictures change most.

    As in GANSpace (Härkönen et al., arXiv 2004.02546), with the pictures in place of a hidden layer: draw `n`
    latent points, find the principal components of their pictures, and regress the latent points on the
    components' scores. The first direction is the one that goes with the largest share of the variance. It is a
    linear summary of a curved map: far from the origin of a slider a direction may come to mean something else.

    Parameters
    ----------
    generator : keras.Model
        Latents (n, d) to images (n, h, w, c), any range. It runs in inference mode.
    k : int
        How many directions, at most `d`.
    n : int
        How many pictures to look at; more give steadier directions. At least `10 * k` is sensible.
    seed : int
        Seed of the latent points.

    Returns
    -------
    ndarray (k, d), float32
        Unit vectors at right angles to each other, the most important first. A direction and its opposite mean
        the same; the one whose largest entry is positive is given. If all pictures are equal (a collapsed
        generator), the directions are arbitrary.

    Raises
    ------
    ValueError
        If `k` is above `d`, `n - 1` or the number of pixels, or if the pictures hold NaN or infinity.
    """
    d = generator.input_shape[-1]
    most = min(d, n - 1, math.prod(generator.output_shape[1:]))
    if not 1 <= k <= most:
        raise ValueError(f"k is {k}; with latent_dim {d} and n {n} it must lie between 1 and {most}.")
    z = sample(n, d, seed)
    x = pictures(generator, z).reshape(n, -1)
    if not np.isfinite(x).all():
        raise ValueError("the generator's pictures hold NaN or infinity; train it again or load another one.")
    x = x - x.mean(0)
    # A randomised SVD (Halko, Martinsson and Tropp, arXiv 0909.4061): only k of the components are wanted.
    basis = np.random.default_rng(seed).standard_normal((x.shape[1], min(k + 10, *x.shape)), np.float32)
    for _ in range(4):
        basis = np.linalg.qr(x.T @ (x @ basis))[0]
    scores = np.linalg.svd(x @ basis, full_matrices=False)[0][:, :k]
    # With orthonormal scores the regression z ≈ scores · beta is a product, and each row of beta is a direction.
    beta = scores.T @ (z - z.mean(0))
    directions = np.linalg.qr(beta.T)[0].T
    largest = np.abs(directions).argmax(1)
    directions *= np.sign(directions[np.arange(k), largest])[:, None]
    return directions.astype(np.float32)


def pictures(generator, z: np.ndarray, batch_size: int = 100) -> np.ndarray:
    """A generator's output for many latent points, in pieces that keep memory small.

    Parameters
    ----------
    generator : keras.Model or callable
        A model runs in inference mode. What `backend.compiled` made of one saves tracing it again.
    z : ndarray (n, d), float32
    batch_size : int
        At most this many at a time: a DCGAN holds about 1 MB of activations for each 28×28 picture.

    Returns
    -------
    ndarray (n, h, w, c), float32
        As the generator gives them, [-1, 1] for tanh.
    """
    from gan_lessons import backend  # here, so that sampling and walking need no backend

    run = backend.compiled(generator) if hasattr(generator, "inputs") else generator
    return np.concatenate([run(z[i : i + batch_size]) for i in range(0, len(z), batch_size)])


def _endpoints(a, b, t):
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if a.shape != b.shape or a.ndim not in (1, 2):
        raise ValueError(
            f"a has shape {a.shape} and b has {b.shape}; give two arrays of one shape, (d,) or (n, d). "
            "A batch of one is z[:1], a single point z[0]."
        )
    t = np.asarray(t, np.float64)
    return a, b, t.reshape(t.shape + (1,) * a.ndim)


def _length(x):
    return np.sqrt((x * x).sum(-1, keepdims=True))


def _unit(x):
    length = _length(x)
    return np.divide(x, length, out=np.zeros_like(x), where=length > 0)
