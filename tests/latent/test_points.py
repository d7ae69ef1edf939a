"""Points, walks and sums in latent space: what holds for every pair, not for one."""

import subprocess
import sys

from gan_lessons import latent

import numpy as np
import pytest

WALKS = [latent.lerp, latent.slerp]
T = np.linspace(0, 1, 13)


def pairs(seed, d=7, n=40):
    """Pairs of points of many lengths, and every awkward case among them."""
    rng = np.random.default_rng(seed)
    a = rng.standard_normal((n, d)) * 10 ** rng.uniform(-3, 3, (n, 1))
    b = rng.standard_normal((n, d)) * 10 ** rng.uniform(-3, 3, (n, 1))
    a[0] = 0
    b[1] = 0
    a[2] = b[2] = 0
    b[3] = a[3]
    b[4] = 2.5 * a[4]
    b[5] = -a[5]
    b[6] = -0.3 * a[6]
    for row, tilt in zip(range(7, 15), [1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-4, 1e-2], strict=True):
        sign = 1 if row % 2 else -1
        b[row] = sign * a[row] + tilt * np.linalg.norm(a[row]) * np.roll(a[row], 1) / np.linalg.norm(a[row])
    axis = np.eye(d)[row % d]
    a[15], b[15] = axis, -axis
    return a.astype(np.float32), b.astype(np.float32)


def lengths(x):
    return np.linalg.norm(x, axis=-1)


def test_one_seed_gives_one_set_of_points():
    a = latent.sample(1000, 100, seed=3)
    assert a.shape == (1000, 100) and a.dtype == np.float32
    np.testing.assert_array_equal(a, latent.sample(1000, 100, seed=3))
    assert not np.array_equal(a, latent.sample(1000, 100, seed=4))
    assert not np.array_equal(latent.sample(2, 5), latent.sample(2, 5))


def test_points_are_standard_normal_and_lie_near_the_sphere_of_radius_ten():
    z = latent.sample(4000, 100, seed=0)
    assert abs(z.mean()) < 0.01 and abs(z.std() - 1) < 0.01
    assert abs(lengths(z).mean() - 10) < 0.1 and lengths(z).std() < 0.8


@pytest.mark.parametrize(("n", "d"), [(0, 100), (-1, 100), (5, 0), (5, -3)])
def test_impossible_sizes_are_refused(n, d):
    with pytest.raises(ValueError, match="at least 1"):
        latent.sample(n, d)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("d", [1, 2, 3, 100])
@pytest.mark.parametrize("walk", WALKS)
class TestAnyPair:
    def test_starts_and_ends_exactly_where_asked(self, walk, d, seed):
        a, b = pairs(seed, d)
        path = walk(a, b, T)
        assert path.shape == (13, 40, d) and path.dtype == np.float32 and np.isfinite(path).all()
        np.testing.assert_array_equal(path[0], a)
        np.testing.assert_array_equal(path[-1], b)

    def test_the_way_back_is_the_way_there(self, walk, d, seed):
        a, b = pairs(seed, d)
        # Relative to the longer end. A tilt of 1e-8 and less is at the end of single precision.
        scale = np.maximum(lengths(a), lengths(b))[:, None] + 1e-30
        np.testing.assert_allclose(walk(a, b, T)[::-1] / scale, walk(b, a, T) / scale, atol=3e-6)

    def test_a_batch_walks_pair_by_pair(self, walk, d, seed):
        a, b = pairs(seed, d)
        singly = np.stack([walk(*pair, T) for pair in zip(a, b, strict=True)], axis=1)
        np.testing.assert_allclose(walk(a, b, T), singly, rtol=1e-6, atol=0)

    def test_takes_one_place_or_many_in_any_shape(self, walk, d, seed):
        a, b = pairs(seed, d)
        many = walk(a, b, T[:12].reshape(3, 4))
        assert many.shape == (3, 4, 40, d)
        np.testing.assert_allclose(many[1, 2], walk(a, b, T[6]), rtol=1e-6, atol=0)
        assert walk(a[0], b[0], 0.5).shape == (d,)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("d", [2, 3, 100])
class TestEveryArc:
    def test_changes_its_length_evenly(self, d, seed):
        a, b = pairs(seed, d)
        even = latent.lerp(lengths(a), lengths(b), T)
        np.testing.assert_allclose(lengths(latent.slerp(a, b, T)), even, rtol=1e-5, atol=1e-12)

    def test_turns_at_constant_speed(self, d, seed):
        a, b = pairs(seed, d)
        rows = (lengths(a) > 0) & (lengths(b) > 0)
        path = latent.slerp(a[rows], b[rows], T).astype(np.float64)
        path /= lengths(path)[..., None]
        turns = 2 * np.arctan2(lengths(path[1:] - path[:-1]), lengths(path[1:] + path[:-1]))
        np.testing.assert_allclose(turns, np.broadcast_to(turns.mean(0), turns.shape), atol=2e-6)
        # and by no more than the angle between the ends
        u, v = path[0], path[-1]
        angle = 2 * np.arctan2(lengths(u - v), lengths(u + v))
        np.testing.assert_allclose(turns.sum(0), angle, atol=2e-5)


def test_for_ends_of_one_length_slerp_is_the_formula_of_the_paper():
    a, b = latent.to_shell(latent.sample(2, 100, seed=4)).astype(np.float64)
    omega = np.arccos(a @ b / 100)
    expected = [(np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega) for t in T]
    np.testing.assert_allclose(latent.slerp(a, b, T), expected, atol=1e-5)


def test_slerp_keeps_the_length_where_lerp_loses_it():
    a, b = latent.sample(500, 100, seed=5), latent.sample(500, 100, seed=6)
    assert lengths(latent.slerp(a, b, 0.5)).mean() == pytest.approx(9.98, abs=0.1)
    assert lengths(latent.lerp(a, b, 0.5)).mean() == pytest.approx(7.05, abs=0.1)


def test_walks_from_zero_and_between_parallel_points_are_lines():
    zero, b = np.zeros(3), np.array([1.0, 2.0, 2.0])
    np.testing.assert_allclose(latent.slerp(zero, b, 0.5), b / 2, rtol=1e-6)
    np.testing.assert_allclose(latent.slerp(b, zero, 0.25), 0.75 * b, rtol=1e-6)
    np.testing.assert_array_equal(latent.slerp(zero, zero, T), np.zeros((13, 3)))
    np.testing.assert_allclose(latent.slerp(b, 3 * b, T), latent.lerp(b, 3 * b, T), rtol=1e-6)


@pytest.mark.parametrize("d", [2, 3, 100])
def test_opposite_points_are_joined_by_half_a_circle_through_typical_points(d):
    a = latent.to_shell(latent.sample(1, d, seed=0)[0])
    halfway = latent.slerp(a, -a, 0.5)
    np.testing.assert_array_equal(halfway, latent.slerp(a, -a, 0.5))
    assert abs(halfway @ a) < 1e-4 and lengths(halfway) == pytest.approx(np.sqrt(d), rel=1e-6)
    # no number of it stands out, as one would if the walk led along an axis of the space
    assert d < 100 or np.abs(halfway).max() < 5
    # and even where that direction is the one between the ends, there is another
    np.testing.assert_allclose(lengths(latent.slerp(halfway, -halfway, T)), np.sqrt(d), rtol=1e-6)


def test_on_a_line_opposite_points_meet_through_zero():
    np.testing.assert_allclose(latent.slerp([2.0], [-2.0], [0, 0.25, 0.5, 1]), [[2], [1], [0], [-2]])


@pytest.mark.parametrize(("a", "b"), [((3,), (4,)), ((2, 3), (3,)), ((), ()), ((1, 2, 3), (1, 2, 3))])
@pytest.mark.parametrize("walk", WALKS)
def test_walks_refuse_shapes_that_do_not_fit(walk, a, b):
    with pytest.raises(ValueError, match="one shape"):
        walk(np.ones(a), np.ones(b), 0.5)


def test_a_grid_of_two_corners_is_one_walk_in_lines():
    corners = latent.sample(2, 100, seed=0)
    points = latent.grid(corners, 3, 4)
    assert points.shape == (3, 4, 100) and points.dtype == np.float32
    np.testing.assert_array_equal(points.reshape(12, 100), latent.slerp(*corners, np.linspace(0, 1, 12)))
    np.testing.assert_array_equal(latent.grid(corners, 1, 1)[0, 0], corners[0])


def test_a_grid_of_four_corners_has_arcs_for_edges_and_rows():
    corners = latent.sample(4, 100, seed=0)
    points = latent.grid(corners, 5, 9)
    assert points.shape == (5, 9, 100) and points.dtype == np.float32
    for point, corner in zip(points[[0, 0, -1, -1], [0, -1, 0, -1]], corners, strict=True):
        np.testing.assert_array_equal(point, corner)
    np.testing.assert_allclose(points[:, 0], latent.slerp(corners[0], corners[2], np.linspace(0, 1, 5)))
    np.testing.assert_allclose(points[:, -1], latent.slerp(corners[1], corners[3], np.linspace(0, 1, 5)))
    row = latent.slerp(points[2, 0], points[2, -1], np.linspace(0, 1, 9))
    np.testing.assert_allclose(points[2], row, atol=1e-5)
    assert lengths(points).min() > 0.95 * lengths(corners).min()


@pytest.mark.parametrize(
    ("shape", "rows", "cols", "message"),
    [
        ((3, 5), 2, 2, "two or four"),
        ((2,), 2, 2, "two or four"),
        ((2, 5), 0, 3, "1 by 1"),
        ((4, 5), 1, 3, "2 by 2"),
    ],
)
def test_grids_refuse_what_is_no_grid(shape, rows, cols, message):
    with pytest.raises(ValueError, match=message):
        latent.grid(np.ones(shape), rows, cols)


def test_points_are_put_back_on_the_shell():
    z = latent.to_shell(3 * latent.sample(5, 100, seed=0).reshape(5, 1, 100))
    assert z.shape == (5, 1, 100) and z.dtype == np.float32
    np.testing.assert_allclose(lengths(z), 10, rtol=1e-6)
    np.testing.assert_array_equal(latent.to_shell(np.zeros(4)), np.zeros(4))


def test_an_average_is_the_mean_of_a_group_or_of_each_group():
    z = latent.sample(60, 100, seed=0).reshape(20, 3, 100)
    np.testing.assert_allclose(latent.average(z[4]), z[4].mean(0), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(latent.average(z)[4], latent.average(z[4]))
    assert latent.average(z).dtype == np.float32
    assert lengths(latent.average(z)).mean() == pytest.approx(np.sqrt(100 / 3), rel=0.03)
    np.testing.assert_allclose(lengths(latent.average(z, renormalise=True)), 10, rtol=1e-6)


@pytest.mark.parametrize(("size", "length"), [(1, 17.3), (3, 10), (10, 5.5), (100, 1.7)])
def test_the_length_of_a_sum_depends_on_the_size_of_its_groups(size, length):
    a, b, c = (latent.sample(200 * size, 100, seed=s).reshape(200, size, 100) for s in range(3))
    sums = latent.arithmetic(a, b, c)
    assert sums.shape == (200, 100) and sums.dtype == np.float32
    assert lengths(sums).mean() == pytest.approx(length, rel=0.02)
    np.testing.assert_allclose(lengths(latent.arithmetic(a, b, c, renormalise=True)), 10, rtol=1e-6)


def test_arithmetic_adds_up():
    a, b, c = latent.sample(3, 20, seed=0)
    np.testing.assert_allclose(latent.arithmetic(a, b, c), a - b + c, atol=1e-6)
    np.testing.assert_allclose(latent.arithmetic(a, b, b), a, atol=1e-6)
    groups = latent.sample(9, 20, seed=1)
    expected = groups[:2].mean(0) - groups[2:8].mean(0) + groups[8]
    np.testing.assert_allclose(latent.arithmetic(groups[:2], groups[2:8], groups[8]), expected, atol=1e-6)


def test_sums_refuse_what_does_not_add_up():
    with pytest.raises(ValueError, match="one number of dimensions"):
        latent.arithmetic(np.ones(3), np.ones(3), np.ones((2, 4)))
    with pytest.raises(ValueError, match="at least 1"):
        latent.arithmetic(np.ones(3), np.ones((0, 3)), np.ones(3))
    with pytest.raises(ValueError, match="group of points"):
        latent.average(np.ones(3))


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1j, "1", None, True, np.ma.masked])
def test_what_is_no_finite_number_is_refused_everywhere(bad):
    good, wrong = [[1.0, 2.0], [3.0, 4.0]], [[1.0, bad], [3.0, 4.0]]
    for call in (
        lambda: latent.lerp(wrong, good, 0.5),
        lambda: latent.slerp(good, wrong, 0.5),
        lambda: latent.lerp(good, good, bad),
        lambda: latent.slerp(good, good, [0.5, bad]),
        lambda: latent.grid(wrong, 2, 2),
        lambda: latent.to_shell(wrong),
        lambda: latent.average(wrong),
        lambda: latent.arithmetic(good, wrong, good),
        lambda: latent.pictures(lambda z: z, wrong),
    ):
        with pytest.raises(ValueError, match=r"^(a|b|t|z|corners) (is|holds) "):
            call()


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e160, 1e300])
def test_directions_of_very_long_and_very_short_points_are_kept(scale):
    np.testing.assert_allclose(
        latent.to_shell([3 * scale, 4 * scale]), np.sqrt(2) * np.array([0.6, 0.8]), rtol=1e-6
    )
    walk = latent.slerp([1.0, 0.0], [0.0, min(scale, 1e38)], 0.5)
    np.testing.assert_allclose(walk, np.sqrt(0.5) * (1 + min(scale, 1e38)) / 2, rtol=1e-6)


def test_what_single_precision_cannot_hold_is_refused():
    for call in (
        lambda: latent.lerp([1e200], [1e200], 0.5),
        lambda: latent.slerp([1e200, 0], [0, 1e200], 0.5),
        lambda: latent.average([[1e308], [1e308]]),
        lambda: latent.arithmetic([3e38], [-3e38], [3e38]),
    ):
        with pytest.raises(ValueError, match=r"is too large for float32|is not finite"):
            call()


@pytest.mark.parametrize("seed", [-1, 2.5, "a", True, [1, -1]])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(ValueError, match="seed is"):
        latent.sample(2, 3, seed)


@pytest.mark.parametrize("n", ["3", 1e30, 10**30, True, 2.0, None, 10**9])
def test_what_is_no_count_is_refused(n):
    for call in (
        lambda: latent.sample(n, 100),
        lambda: latent.sample(100, n),
        lambda: latent.grid(np.eye(2), n, 1000),
    ):
        with pytest.raises(ValueError, match=r"whole number|GB"):
            call()


def test_sums_of_many_and_of_few_groups_fit_or_are_refused():
    a, b = latent.sample(6, 5, seed=0).reshape(3, 2, 5), latent.sample(4, 5, seed=1).reshape(2, 2, 5)
    assert latent.arithmetic(a, b[:1], b[0, 0]).shape == (3, 5)
    with pytest.raises(ValueError, match=r"groups of shape \(3,\), \(2,\) and \(3,\)"):
        latent.arithmetic(a, b, a)
    with pytest.raises(ValueError, match="renormalise is 'no'; expected True or False"):
        latent.arithmetic(a, a, a, renormalise="no")


def test_none_of_this_needs_a_backend():
    code = """import sys; from gan_lessons import latent; latent.grid(latent.sample(4, 9, seed=0), 2, 2)
latent.attribute_directions(latent.sample(50, 9, seed=0), {"x": latent.sample(50, 1, seed=1)[:, 0]})
sys.exit(bool({"keras", "tensorflow", "scipy"} & set(sys.modules)))"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
