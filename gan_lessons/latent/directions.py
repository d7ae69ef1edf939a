"""Directions of the latent space along which pictures change: those that matter most, and those of an attribute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gan_lessons import numeric
from gan_lessons.latent.images import as_function, pictures
from gan_lessons.latent.points import sample

import numpy as np


def principal_directions(generator, k: int = 8, n: int = 1000, seed: int = 0, **given) -> np.ndarray:
    """Directions in latent space along which the generator's pictures change most.

    As in GANSpace (Härkönen et al., arXiv 2004.02546), with the pictures in place of a hidden layer: draw `n`
    latent points, find the principal components of their pictures, and regress the latent points on the
    components' scores. The first direction is the one that goes with the largest share of the variance. It is a
    linear summary of a curved map: far from the origin of a slider a direction may come to mean something else.

    Parameters
    ----------
    generator : keras.Model, Sampler or callable
        A network that turns latents (n, d), and perhaps labels or codes, into images (n, h, w, c), any range; a game in
        training, of which the network is looked at that its sampler shows; a sampler; or a function of latents with the
        attribute `latent_dim`. It runs in inference mode.
    k : int
        How many directions, at most `d`.
    n : int
        How many pictures to look at; more give steadier directions. At least `10 * k` is sensible.
    seed : int
        Seed of the latent points.
    **given
        What a generator takes beside latents, one for all points: `labels=3`, `codes=2`. Default: class 0, or code 0.

    Returns
    -------
    ndarray (k, d), float32
        Unit vectors at right angles to each other, the most important first. A direction and its opposite mean
        the same; the one whose largest entry is positive is given. If all pictures are equal (a collapsed
        generator), the directions are arbitrary.

    Raises
    ------
    ValueError
        If `k` is above `d`, `n - 1` or the number of pixels; if the generator takes no latent vectors (it translates
        images, say), or what is given does not fit; or if the pictures hold NaN or infinity.
    """
    k, n = numeric.whole("k", k, least=0), numeric.whole("n", n)
    f = as_function(generator, **given)
    if not callable(f) or not hasattr(f, "latent_dim"):
        raise ValueError(
            f"{generator!r} is no generator: give a network that is built with its inputs, a game in training, a "
            "sampling.Sampler, or a function of latents with the attribute latent_dim."
        )
    d = numeric.whole("latent_dim", f.latent_dim)

    def check_k(most):
        if not 1 <= k <= most:
            raise ValueError(f"k is {k}; with latent_dim {d} and n {n} it must lie between 1 and {most}.")

    check_k(min(d, n - 1))
    z = sample(n, d, seed)
    x = pictures(f, z)
    x = x.reshape(n, -1)
    check_k(min(d, n - 1, x.shape[1]))
    # By a power of two, so that no square leaves the range of floats; directions do not depend on it.
    x = np.ldexp(x if x.dtype == np.float32 else x.astype(np.float64), -np.frexp(np.abs(x).max())[1])
    x = x - x.mean(0)
    # A randomised SVD (Halko, Martinsson and Tropp, arXiv 0909.4061): only k of the components are wanted.
    basis = numeric.rng(seed).standard_normal((x.shape[1], min(k + 10, *x.shape)), np.float32)
    for _ in range(4):
        basis = np.linalg.qr(x.T @ (x @ basis))[0]
    scores = np.linalg.svd(x @ basis, full_matrices=False)[0][:, :k]
    # With orthonormal scores the regression z ≈ scores · beta is a product, and each row of beta is a direction.
    beta = scores.T @ (z - z.mean(0))
    directions = np.linalg.qr(beta.T)[0].T
    largest = np.abs(directions).argmax(1)
    directions *= np.sign(directions[np.arange(k), largest])[:, None]
    return directions.astype(np.float32)


@dataclass(frozen=True, eq=False)
class Direction:
    """A direction that goes with an attribute; made by `attribute_directions`.

    Attributes
    ----------
    vector : ndarray (d,), float32
        Of length 1.
    step : float
        How far one must go along it for the fitted value to rise by one standard deviation of the attribute. The
        poorer the fit, the longer the way: in the plain fit it is about 1/√r2.
    r2 : float
        Share of the attribute's variance that the linear fit explains, each point being predicted from all others: at
        most 1, and about 0 or below if the latent points say nothing linear about it.
    """

    vector: np.ndarray
    step: float
    r2: float

    def __post_init__(self):
        numeric.array("vector", self.vector, ndim=1)
        numeric.real("step", self.step)
        numeric.real("r2", self.r2)

    def move(self, z: np.ndarray, steps: float | np.ndarray = 1.0) -> np.ndarray:
        """Points moved along the direction, by so many standard deviations of the attribute.

        Parameters
        ----------
        z : array-like (d,) or (n, d)
        steps : float or array-like
            Positive for more of the attribute, negative for less.

        Returns
        -------
        ndarray, float32
            Shape of `steps`, followed by the shape of `z`.

        Raises
        ------
        ValueError
            If the points have another number of dimensions, or a number is not finite or too large for float32.
        """
        z, steps = numeric.array("z", z, dtype=np.float64), numeric.array("steps", steps, dtype=np.float64)
        if z.shape[-1:] != np.shape(self.vector):
            raise ValueError(
                f"z has shape {z.shape}; this direction is one of points with {len(self.vector)} numbers."
            )
        numeric.check_room("The moved points", *steps.shape, *z.shape)
        with np.errstate(over="ignore", invalid="ignore"):
            way = steps.reshape(steps.shape + (1,) * z.ndim) * self.step * np.asarray(self.vector)
            return numeric.single("The moved points", z + way)


def attribute_directions(
    z: np.ndarray, values: Mapping[str, np.ndarray], conditional: bool = False
) -> dict[str, Direction]:
    """For each attribute the direction along which it rises, fitted to points whose pictures were looked at.

    The fit is linear regression of the attribute on the latent points. For a yes or no, as 1 and 0, its direction
    is that of Fisher's linear discriminant. Two attributes that the generator has entangled get directions with a small
    angle between them, and a step along one changes both. Conditional directions (Shen et al., arXiv 1907.10786) take
    that out, as far as it is linear: each is freed of its part along all the other attributes' directions.

    Parameters
    ----------
    z : array-like (n, d)
        Latent points, at least d + 2. The errors of a direction shrink as 1/√n: ten times d is sensible.
    values : mapping of str to array-like (n,)
        What each point's picture shows, by attribute: numbers, or true and false. An attribute in words becomes one of
        these by a question: `{"glasses": glasses != "none"}`.
    conditional : bool
        Whether each direction is to leave the other attributes in `values` as they are.

    Returns
    -------
    dict of str to Direction

    Raises
    ------
    ValueError
        If there are too few points, or these do not span the space (a number that is the same for all, or follows from others);
        if an attribute has words, NaN or another length, is the same for all points, or has nothing to do with them; or if
        conditional directions are asked of attributes of which one follows from the others.
    """
    conditional = numeric.flag("conditional", conditional)
    z = numeric.array("z", z, dtype=np.float64)
    if z.ndim != 2 or not z.shape[1] or len(z) < z.shape[1] + 2:
        raise ValueError(
            f"z has shape {z.shape}; give points (n, d), more of them than they have numbers: n of at least d + 2."
        )
    if not isinstance(values, Mapping) or not values:
        raise ValueError(f"values is {numeric.shown(values)}; give attributes by name: {{'smile': smiles}}.")
    names = list(values)
    y = np.stack([_standardised(name, values[name], len(z)) for name in names], axis=1)
    # Directions do not depend on the unit of length: a power of two that keeps squares within the range of floats.
    power = int(np.frexp(np.abs(z).max())[1])
    z = np.ldexp(z, -power)
    z = z - z.mean(0)
    # What follows from others in single precision misses by 1e-7. q has orthonormal columns, so a point's leverage tells what the fit without it would say of it.
    q, r = np.linalg.qr(z)
    leverage = (q * q).sum(1) + 1 / len(z)
    singular = np.linalg.svd(r, compute_uv=False)
    if singular[-1] <= 1e-6 * singular[0] or leverage.max() > 1 - 1e-9:
        raise ValueError(
            f"the points do not span {z.shape[1]} dimensions: a number is the same for all (or all but one) of them, is repeated, or "
            "follows from others. Give points as latent.sample draws them, or leave such numbers out."
        )
    fitted = q.T @ y
    slopes = np.linalg.solve(r, fitted).T
    unrelated = np.linalg.norm(fitted, axis=0) <= 1e-10 * np.sqrt(len(z))
    if unrelated.any():
        raise ValueError(
            f"{names[unrelated.argmax()]} has nothing to do with the points; no direction goes with it."
        )
    missed = (y - q @ fitted) / (1 - leverage)[:, None]
    r2 = 1 - (missed * missed).mean(0)
    if conditional:
        # Rows of the pseudo-inverse: each raises the fit of its own attribute by 1 and that of all others by 0.
        scaled = slopes / np.linalg.norm(slopes, axis=1, keepdims=True)
        if len(names) > z.shape[1] or np.linalg.svd(scaled, compute_uv=False)[-1] < 1e-6:
            raise ValueError(
                f"of the attributes {', '.join(map(str, names))} one follows from the others; leave it out, or ask for "
                "directions that are not conditional."
            )
        ways = np.linalg.pinv(slopes).T
    else:
        ways = slopes / (slopes * slopes).sum(1, keepdims=True)
    lengths = np.linalg.norm(ways, axis=1)
    return {
        name: Direction((way / length).astype(np.float32), float(step), float(fit))
        for name, way, length, step, fit in zip(
            names, ways, lengths, np.ldexp(lengths, power), r2, strict=True
        )
    }


def _standardised(name, values, n):
    """An attribute with mean 0 and standard deviation 1, checked."""
    try:
        values = numeric.array(str(name), values, bools=True)
        values = numeric.array(str(name), values, bools=True, dtype=np.float64)
    except ValueError as error:
        raise ValueError(f'{error} Words become true and false by a question: glasses != "none".') from None
    if values.shape != (n,):
        raise ValueError(
            f"{name} has shape {values.shape}; give {n} numbers, or true and false, one for each point."
        )
    values = np.ldexp(values, -np.frexp(np.abs(values).max())[1])
    if np.ptp(values) <= 1e-12:
        raise ValueError(f"{name} is the same for all {n} points; nothing can be fitted to it.")
    values = values - values.mean()
    return values / values.std()
