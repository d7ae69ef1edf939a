"""Points of the latent space, against formulas written out number by number, and against SciPy."""

import math

from gan_lessons import latent

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import lstsq
from scipy.spatial import geometric_slerp

from tests.properties import strategies as s

CLOSE = {"rtol": 1e-5, "atol": 1e-5}


@given(s.counts, s.counts, s.seeds)
def test_samples_are_numpys_own(n, d, seed):
    np.testing.assert_array_equal(
        latent.sample(n, d, seed),
        np.random.Generator(np.random.PCG64(seed)).standard_normal((n, d), "float32"),
    )


@given(st.data(), st.tuples(s.counts, s.counts), st.lists(s.floats(-2, 2), min_size=1, max_size=4))
def test_lerp_goes_number_by_number(data, shape, t):
    a, b = data.draw(s.arrays(shape)), data.draw(s.arrays(shape))
    found = latent.lerp(a, b, t)
    assert found.shape == (len(t), *shape) and found.dtype == np.float32
    for k, i, j in np.ndindex(found.shape):
        x, y = float(a[i][j]), float(b[i][j])
        assert math.isclose(found[k, i, j], x + t[k] * (y - x), rel_tol=1e-4, abs_tol=1e-2)


@given(st.data(), st.integers(2, 5), st.integers(2, 6))
def test_slerp_is_scipys_arc_between_directions_and_a_line_between_lengths(data, d, steps):
    a, b = (np.asarray(data.draw(s.arrays((d,), -10, 10)), float) for _ in range(2))
    lengths = math.hypot(*a), math.hypot(*b)
    assume(min(lengths) > 1e-3)
    u, v = a / lengths[0], b / lengths[1]
    assume(min(math.hypot(*(u - v)), math.hypot(*(u + v))) > 1e-2)
    t = np.linspace(0, 1, steps)
    want = geometric_slerp(u, v, t) * np.interp(t, [0, 1], lengths)[:, None]
    np.testing.assert_allclose(latent.slerp(a, b, t), want, rtol=1e-4, atol=1e-4)


@given(st.data(), s.counts, s.counts, st.sampled_from([1e-250, 1e-30, 1.0, 1e30, 1e250]))
def test_the_shell_has_radius_root_d_and_keeps_directions(data, n, d, scale):
    z = np.asarray(data.draw(s.arrays((n, d), -10, 10)), float)
    found = latent.to_shell(z * scale)
    for row, moved in zip((z * scale).tolist(), found.tolist(), strict=True):
        largest = max(map(abs, row))
        near = [x / largest if largest else 0.0 for x in row]
        want = [math.sqrt(d) * x / (math.hypot(*near) or 1.0) for x in near]
        np.testing.assert_allclose(moved, want, **CLOSE)


@given(st.data(), s.counts, s.counts)
def test_averages_and_sums_go_number_by_number(data, n, d):
    groups = [data.draw(s.arrays((n + k, d))) for k in range(3)]
    means = [[math.fsum(float(row[j]) for row in g) / len(g) for j in range(d)] for g in groups]
    np.testing.assert_allclose(latent.average(groups[0]), means[0], rtol=1e-4, atol=1e-3)
    want = [x - y + z for x, y, z in zip(*means, strict=True)]
    np.testing.assert_allclose(latent.arithmetic(*groups), want, rtol=1e-4, atol=1e-3)


@given(s.seeds, st.integers(1, 4), st.integers(2, 20), st.booleans(), st.sampled_from([1e-200, 1.0, 1e200]))
def test_directions_of_attributes_are_least_squares_with_each_point_left_out(seed, d, more, yes_or_no, unit):
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((d + more, d)) + 1
    y = z @ rng.standard_normal(d) + rng.standard_normal(len(z))
    y = y > np.median(y) if yes_or_no else y
    found = latent.attribute_directions(z * unit, {"x": y})["x"]
    design = np.column_stack([np.ones(len(z)), z])
    slope = lstsq(design, y.astype(float))[0][1:]
    length = math.hypot(*slope)
    assume(length > 1e-3)
    np.testing.assert_allclose(found.vector, slope / length, atol=1e-4)
    assert math.isclose(found.step / unit, np.std(y) / length, rel_tol=1e-5)
    missed = 0.0
    for i in range(len(z)):
        kept = np.arange(len(z)) != i
        missed += (y[i] - design[i] @ lstsq(design[kept], y[kept].astype(float))[0]) ** 2
    assert math.isclose(found.r2, 1 - missed / len(z) / np.var(y), rel_tol=1e-5, abs_tol=1e-6)


@given(s.seeds, st.integers(3, 5), st.integers(2, 3))
def test_conditional_directions_leave_the_other_fits_alone(seed, d, k):
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((6 * d, d))
    values = {str(i): z @ rng.standard_normal(d) + rng.standard_normal(len(z)) for i in range(k)}
    found = latent.attribute_directions(z, values, conditional=True)
    design = np.column_stack([np.ones(len(z)), z])
    for i in values:
        for j, y in values.items():
            rises = lstsq(design, y)[0][1:] @ found[i].vector * found[i].step
            assert math.isclose(rises, np.std(y) if i == j else 0.0, abs_tol=1e-4)


@given(st.data(), s.counts, s.counts, s.floats(-3, 3))
def test_moving_adds_steps_of_the_direction(data, n, d, steps):
    vector = np.eye(d, dtype=np.float32)[d - 1]
    z = data.draw(s.arrays((n, d), -10, 10))
    moved = latent.Direction(vector, 1.5, 0.5).move(z, steps)
    for row, found in zip(z, moved, strict=True):
        want = [float(x) for x in row]
        want[-1] += 1.5 * steps
        np.testing.assert_allclose(found, want, **CLOSE)


@given(s.seeds, st.integers(2, 5))
def test_the_principal_direction_of_a_linear_generator_is_that_of_its_strongest_number(seed, d):
    rng = np.random.default_rng(seed)
    strengths = 10.0 ** -np.arange(d)[rng.permutation(d)]
    turned = np.linalg.qr(rng.standard_normal((d + 2, d)))[0]

    def generator(z):
        return (z * strengths) @ turned.T

    generator.latent_dim = d
    found = latent.principal_directions(generator, k=d, n=400, seed=seed)
    np.testing.assert_allclose(found @ found.T, np.eye(d), atol=1e-5)
    assert np.abs(found[0]).argmax() == strengths.argmax() and found[0].max() > 0.9


@given(st.data(), s.counts, s.counts, st.integers(1, 8))
def test_pictures_in_pieces_are_the_pictures(data, n, d, batch_size):
    z = data.draw(s.arrays((n, d)))
    np.testing.assert_array_equal(latent.pictures(lambda x: 2.0 * x, z, batch_size), 2.0 * np.asarray(z))


@given(s.seeds, st.integers(1, 4), st.integers(1, 4))
def test_a_grid_of_two_corners_walks_in_lines(seed, rows, cols):
    a, b = np.random.default_rng(seed).standard_normal((2, 3))
    found = latent.grid([a, b], rows, cols)
    for i, j in np.ndindex(rows, cols):
        t = (i * cols + j) / max(rows * cols - 1, 1)
        np.testing.assert_allclose(found[i, j], latent.slerp(a, b, t), **CLOSE)
