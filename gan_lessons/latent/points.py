"""Points of the latent space: drawing them, walking between them, and doing sums with them."""

from __future__ import annotations

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
    the generator never saw. The arc passes between (White, arXiv 1609.04468): with u and v the directions of the
    two and ω the angle between them, the walk has direction `(sin((1-t)ω) u + sin(tω) v) / sin(ω)` and length
    `(1-t)|a| + t|b|`. Ends of one length make this the formula of the paper, which weighs `a` and `b` themselves;
    with ends of different lengths that one grows without bound as ω nears 180°, and this one does not.

    Every pair has an answer. From or to the zero vector, and between points in one direction, the walk is a straight
    line. Opposite points are joined by many half circles: the one through a fixed direction, the same for `a` to `b` as
    for `b` to `a`, is taken. (On a line, with d = 1, there is no way round, and the walk leads through zero.)

    Parameters
    ----------
    a, b : array-like (d,) or (n, d)
        Start and end.
    t : float or array-like
        Where on the way: 0 is `a`, 1 is `b`, exactly.

    Returns
    -------
    ndarray, float32
        Shape of `t`, followed by the shape of `a`.

    Raises
    ------
    ValueError
        If `a` and `b` differ in shape or are no vectors.
    """
    a, b, t = _endpoints(a, b, t)
    if a.shape[-1] == 1:
        return lerp(a, b, t.reshape(t.shape[: t.ndim - a.ndim]))
    u, v = _unit(a), _unit(b)
    u, v = (
        np.where(_length(u) > 0, u, v),
        np.where(_length(v) > 0, v, u),
    )  # zero points wherever the other does
    omega = 2 * np.arctan2(_length(u - v), _length(u + v))  # keeps all digits where u·v rounds to ±1
    # The walk sets out in direction u and turns towards the part of v that stands at right angles to u.
    w = v - (u * v).sum(-1, keepdims=True) * u
    w = _unit(np.where(_length(w) > 1e-9, w, _aside(u)))
    length = (1 - t) * _length(a) + t * _length(b)
    arc = length * (np.cos(t * omega) * u + np.sin(t * omega) * w)
    return np.where(t == 0, a, np.where(t == 1, b, arc)).astype(np.float32)


def grid(corners: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """Points between two or four corners, by `slerp`, for a grid of pictures.

    Parameters
    ----------
    corners : array-like (2, d) or (4, d)
        Two: the grid is one walk from the first to the second, in lines as one reads. Four: they are top left, top right,
        bottom left and bottom right; the outer columns walk down between them, and each row walks across.
    rows, cols : int
        At least 1; with four corners at least 2.

    Returns
    -------
    ndarray (rows, cols, d), float32
        `pictures(generator, points.reshape(-1, d))` makes them images, in the order of a grid.

    Raises
    ------
    ValueError
        If there are not two or four corners, or too few rows or columns.
    """
    corners = np.asarray(corners, np.float64)
    if corners.ndim != 2 or len(corners) not in (2, 4):
        raise ValueError(f"corners have shape {corners.shape}; give two or four points, (2, d) or (4, d).")
    least = len(corners) // 2
    if rows < least or cols < least:
        raise ValueError(
            f"the grid is {rows} by {cols}; {len(corners)} corners need at least {least} by {least}."
        )
    if len(corners) == 2:
        return slerp(*corners, np.linspace(0, 1, rows * cols)).reshape(rows, cols, -1)
    edges = slerp(corners[:2], corners[2:], np.linspace(0, 1, rows))
    return np.swapaxes(slerp(edges[:, 0], edges[:, 1], np.linspace(0, 1, cols)), 0, 1)


def to_shell(z: np.ndarray) -> np.ndarray:
    """Move points to length √d, where nearly all points of a latent space with d dimensions lie.

    Parameters
    ----------
    z : array-like (..., d)

    Returns
    -------
    ndarray (..., d), float32
        Directions as before. Zero has none, and stays.
    """
    z = np.asarray(z, np.float64)
    return (_unit(z) * np.sqrt(z.shape[-1])).astype(np.float32)


def average(z: np.ndarray, renormalise: bool = False) -> np.ndarray:
    """The mean of a group of latent points.

    What the points share stays, the rest cancels, and the length goes with it: in 100 dimensions points have a length
    of about 10, means of 3 of about 5.8, means of 100 of about 1.

    Parameters
    ----------
    z : array-like (n, d) or (..., n, d)
        A group, or an array of groups.
    renormalise : bool
        Whether to put the mean back on the shell of radius √d (`to_shell`).

    Returns
    -------
    ndarray (d,) or (..., d), float32

    Raises
    ------
    ValueError
        If `z` is a single point, or the group is empty.
    """
    z = np.asarray(z, np.float64)
    if z.ndim < 2 or z.shape[-2] == 0:
        raise ValueError(f"z has shape {z.shape}; give a group of points, (n, d) with n at least 1.")
    mean = z.mean(-2)
    return to_shell(mean) if renormalise else mean.astype(np.float32)


def arithmetic(a: np.ndarray, b: np.ndarray, c: np.ndarray, renormalise: bool = False) -> np.ndarray:
    """a - b + c: what `a` has and `b` lacks, given to `c` (Radford, Metz and Chintala, arXiv 1511.06434).

    Groups are averaged first, as in the paper: what its members do not share cancels. The length of the result says
    how far from the usual shell one lands. In 100 dimensions, where points have a length of about 10, it is about
    17.3 for single points, 10 for means of 3, 5.5 for means of 10 and 1.7 for means of 100, plus what the groups share.

    Parameters
    ----------
    a, b, c : array-like (d,), (n, d) or (..., n, d)
        Each a point, a group, or an array of groups; the groups may differ in size. Many sums of single points at
        once are sums of groups of one: `arithmetic(a[:, None], b[:, None], c[:, None])`.
    renormalise : bool
        Whether to put the result back on the shell of radius √d (`to_shell`).

    Returns
    -------
    ndarray (d,) or (..., d), float32

    Raises
    ------
    ValueError
        If a group is empty, or the points differ in their number of dimensions.
    """
    a, b, c = (np.asarray(x, np.float64) for x in (a, b, c))
    if not (a.ndim and b.ndim and c.ndim and a.shape[-1] == b.shape[-1] == c.shape[-1]):
        raise ValueError(
            f"a, b and c have shapes {a.shape}, {b.shape} and {c.shape}; give points of one number of dimensions, "
            "(d,), or groups of them, (n, d)."
        )
    a, b, c = (x if x.ndim == 1 else average(x).astype(np.float64) for x in (a, b, c))
    result = a - b + c
    return to_shell(result) if renormalise else result.astype(np.float32)


def _endpoints(a, b, t):
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if a.shape != b.shape or a.ndim not in (1, 2):
        raise ValueError(
            f"a has shape {a.shape} and b has {b.shape}; give two arrays of one shape, (d,) or (n, d). "
            "A batch of one is z[:1], a single point z[0]."
        )
    t = np.asarray(t, np.float64)
    return a, b, t.reshape(t.shape + (1,) * a.ndim)


def _aside(u):
    """For each unit vector a fixed direction at right angles to it, and to its opposite the same."""
    # A typical point, as an axis of the space is not: one number of it would be 10 and all others 0. Where u happens
    # to point there, its numbers in another order will do.
    typical = np.random.default_rng(0).standard_normal(u.shape[-1])
    ways = np.stack([typical, np.roll(typical, 1)])
    along = u @ ways.T
    nearest = np.abs(along).argmin(-1)
    return ways[nearest] - np.take_along_axis(along, nearest[..., None], -1) * u


def _length(x):
    return np.sqrt((x * x).sum(-1, keepdims=True))


def _unit(x):
    length = _length(x)
    return np.divide(x, length, out=np.zeros_like(x), where=length > 0)
