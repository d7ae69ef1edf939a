"""The smallest game, against complex numbers and the eigenvalues of its steps."""

import cmath
import math

from gan_lessons import games

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import strategies as s

rates = st.floats(1e-3, 3)
strengths = st.floats(0, 2)
points = st.lists(st.tuples(s.floats(), s.floats()), min_size=1, max_size=5)
close = {"rtol": 1e-9, "atol": 1e-9}


def step(rule, z, before, lr, strength):
    """One step of z = x + iy: both players' wishes together are a turn by a right angle."""
    if rule == "simultaneous":
        return z + 1j * lr * z
    if rule == "friction":
        return z + lr * (1j - strength) * z
    if rule == "extragradient":
        return z + 1j * lr * (z + 1j * lr * z)
    if rule == "optimistic":
        return z + 1j * lr * (2 * z - before)
    y = z.imag + lr * z.real
    return complex(z.real - lr * y, y)


@given(st.sampled_from(games.RULES), s.floats(-5, 5), s.floats(-5, 5), rates, strengths, st.integers(0, 12))
def test_a_game_is_a_walk_of_complex_numbers(rule, x, y, lr, strength, steps):
    path = [complex(x, y)]
    for k in range(steps):
        path.append(step(rule, path[-1], path[max(0, k - 1)], lr, strength))
    if rule == "averaged":
        path = [sum(path[: k + 1]) / (k + 1) for k in range(len(path))]
    found = games.play(rule, (x, y), lr, steps, strength)
    scale = max(1.0, max(map(abs, path)))
    np.testing.assert_allclose(found[:, 0] + 1j * found[:, 1], path, rtol=1e-9, atol=1e-9 * scale)
    np.testing.assert_allclose(games.distances(found), [abs(z) for z in path], rtol=1e-9, atol=1e-9 * scale)


@given(points, rates, strengths)
def test_single_steps_of_many_points(given_points, lr, strength):
    a = np.array(given_points)
    for rule, found in {
        "simultaneous": games.simultaneous(a, lr),
        "alternating": games.alternating(a, lr),
        "friction": games.friction(a, lr, strength),
        "extragradient": games.extragradient(a, lr),
        "optimistic": games.optimistic(a, a[::-1], lr),
    }.items():
        want = [step(rule, complex(*p), complex(*q), lr, strength) for p, q in zip(a, a[::-1], strict=True)]
        np.testing.assert_allclose(found[:, 0] + 1j * found[:, 1], want, rtol=1e-9, atol=1e-8)
    np.testing.assert_array_equal(games.gradients(a), [(y, x) for x, y in given_points])
    means = [np.mean(a[: k + 1], axis=0) for k in range(len(a))]
    np.testing.assert_allclose(games.averages(a), means, **close)


@given(st.sampled_from(games.RULES), rates, strengths)
def test_growth_is_the_largest_eigenvalue_of_a_step(rule, lr, strength):
    # A step as a matrix, of this point's x and y and the last point's, by playing it on the axes.
    matrix = np.zeros((4, 4))
    for k in range(4):
        at = np.eye(4)[k]
        z = step(rule, complex(*at[:2]), complex(*at[2:]), lr, strength)
        matrix[:, k] = z.real, z.imag, at[0], at[1]
    want = np.abs(np.linalg.eigvals(matrix)).max()
    assert math.isclose(
        games.growth(rule, lr, strength), want, rel_tol=2e-4 if abs(lr - 0.5) < 1e-3 or lr > 1.9 else 1e-6
    )


@given(s.floats(-5, 5), s.floats(-5, 5), st.floats(1e-2, 1.95))
def test_an_orbit_is_as_wide_and_as_narrow_as_its_ellipse(x, y, lr):
    """Of the quadratic form x² + y² + lr·x·y = c the half axes are √(c / eigenvalue)."""
    kept = x * x + y * y + lr * x * y
    low, high = np.linalg.eigvalsh([[1, lr / 2], [lr / 2, 1]])
    np.testing.assert_allclose(
        games.orbit((x, y), lr), (math.sqrt(kept / high), math.sqrt(kept / low)), rtol=1e-6, atol=1e-7
    )
    assert cmath.isfinite(complex(*games.orbit((x, y), lr)))
