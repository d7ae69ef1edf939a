"""Points of the latent space: drawing them, walking between them, and doing sums with them."""

from __future__ import annotations

from gan_lessons import numeric

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
        If `n` or `latent_dim` is no whole number of at least 1, the points would take more than 1 GB, or `seed` is none.
    """
    n, latent_dim = numeric.whole("n", n), numeric.whole("latent_dim", latent_dim)
    numeric.check_room("The points", n, latent_dim, itemsize=4)
    return numeric.rng(seed).standard_normal((n, latent_dim), dtype=np.float32)


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
        If `a` and `b` differ in shape or are no vectors; if a number is not finite, or the result is too large for float32.
    """
    a, b, t = _endpoints(a, b, t)
    with np.errstate(over="ignore", invalid="ignore"):
        return numeric.single("The walk", (1 - t) * a + t * b)


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
        If `a` and `b` differ in shape or are no vectors; if a number is not finite, or the result is too large for float32.
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
    with np.errstate(over="ignore", invalid="ignore"):
        length = (1 - t) * _length(a) + t * _length(b)
        arc = length * (np.cos(t * omega) * u + np.sin(t * omega) * w)
    return numeric.single("The walk", np.where(t == 0, a, np.where(t == 1, b, arc)))


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
        If there are not two or four corners, too few rows or columns, or so many that the points would take more than 1 GB;
        if a number is not finite, or too large for float32.
    """
    corners = numeric.array("corners", corners, dtype=np.float64)
    if corners.ndim != 2 or len(corners) not in (2, 4) or not corners.size:
        raise ValueError(f"corners have shape {corners.shape}; give two or four points, (2, d) or (4, d).")
    rows, cols = numeric.whole("rows", rows, least=0), numeric.whole("cols", cols, least=0)
    least = len(corners) // 2
    if rows < least or cols < least:
        raise ValueError(
            f"the grid is {rows} by {cols}; {len(corners)} corners need at least {least} by {least}."
        )
    numeric.check_room("The grid", rows, cols, corners.shape[1])
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

    Raises
    ------
    ValueError
        If `z` is a single number, or holds one that is not finite.
    """
    z = numeric.array("z", z, dtype=np.float64)
    if not z.ndim or not z.shape[-1]:
        raise ValueError(f"z has shape {z.shape}; give points (..., d), d at least 1.")
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
        If `z` is a single point, the group is empty, or a number is not finite or too large for float32.
    """
    renormalise = numeric.flag("renormalise", renormalise)
    z = numeric.array("z", z, dtype=np.float64)
    if z.ndim < 2:
        raise ValueError(f"z has shape {z.shape}; give a group of points, (n, d) with n at least 1.")
    mean = _mean("z", z)
    return to_shell(mean) if renormalise else numeric.single("The mean", mean)


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
        If a group is empty, the points differ in their number of dimensions, the arrays of groups do not fit together, or a
        number is not finite or too large for float32.
    """
    renormalise = numeric.flag("renormalise", renormalise)
    a, b, c = (numeric.array(name, x, dtype=np.float64) for name, x in zip("abc", (a, b, c), strict=True))
    if not (a.ndim and b.ndim and c.ndim and a.shape[-1] == b.shape[-1] == c.shape[-1]):
        raise ValueError(
            f"a, b and c have shapes {a.shape}, {b.shape} and {c.shape}; give points of one number of dimensions, "
            "(d,), or groups of them, (n, d)."
        )
    a, b, c = (_mean(name, x) for name, x in zip("abc", (a, b, c), strict=True))
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            result = a - b + c
    except ValueError:
        raise ValueError(
            f"a, b and c hold groups of shape {a.shape[:-1]}, {b.shape[:-1]} and {c.shape[:-1]}; give as many of each, or one."
        ) from None
    return to_shell(result) if renormalise else numeric.single("The sum", result)


def _endpoints(a, b, t):
    a, b = numeric.array("a", a, dtype=np.float64), numeric.array("b", b, dtype=np.float64)
    if a.shape != b.shape or a.ndim not in (1, 2) or not a.shape[-1]:
        raise ValueError(
            f"a has shape {a.shape} and b has {b.shape}; give two arrays of one shape, (d,) or (n, d). "
            "A batch of one is z[:1], a single point z[0]."
        )
    t = numeric.array("t", t, dtype=np.float64)
    numeric.check_room("The walk", *t.shape, *a.shape)
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


def _mean(name, x):
    """The mean of a group; a single point as it is."""
    if x.ndim == 1:
        return x
    if not x.shape[-2] or not x.shape[-1]:
        raise ValueError(
            f"{name} has shape {x.shape}; give a group of points, (n, d) with n and d at least 1."
        )
    with np.errstate(over="ignore", invalid="ignore"):
        return x.mean(-2)


def _length(x):
    near, power = _near_one(x)
    with np.errstate(over="ignore"):
        return np.ldexp(np.sqrt((near * near).sum(-1, keepdims=True)), power)


def _unit(x):
    near, _ = _near_one(x)
    length = np.sqrt((near * near).sum(-1, keepdims=True))
    return np.divide(near, length, out=np.zeros_like(near), where=length > 0)


def _near_one(x):
    """Each vector by a power of two, so that its largest number is near 1 and no square leaves the range of floats; and that power."""
    power = np.frexp(np.abs(x).max(-1, keepdims=True))[1]
    return np.ldexp(x, -power), power
