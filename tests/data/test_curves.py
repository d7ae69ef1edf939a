from gan_lessons.data import curves

import numpy as np
import pytest

ALL = curves.names()
LINES = tuple(curves.CURVES)
MIXTURES = tuple(curves.MIXTURES)


@pytest.mark.parametrize("name", ALL)
def test_one_seed_gives_one_sample_and_it_lies_on_the_curve(name):
    curve = curves.load(name)
    points = curve.sample(4000, seed=1)
    assert points.shape == (4000, 2) and points.dtype == np.float32
    np.testing.assert_array_equal(points, curve.sample(4000, seed=1))
    assert not np.array_equal(points, curve.sample(4000, seed=2))
    far, _ = curve.locate(points)
    assert far.max() < (6 * curve.sigma if curve.is_mixture else 1e-5)
    left, right, bottom, top = curve.box
    assert right - left == pytest.approx(top - bottom)
    assert (points > [left, bottom]).all() and (points < [right, top]).all()


@pytest.mark.parametrize("name", ALL)
def test_pieces_are_equally_probable_and_numbered_along_the_curve(name):
    curve = curves.load(name)
    counts = np.bincount(curve.locate(curve.sample(20_000, seed=0))[1], minlength=curve.pieces)
    assert len(counts) == curve.pieces
    # A binomial count: six standard deviations around the mean.
    mean = 20_000 / curve.pieces
    assert np.abs(counts - mean).max() < 6 * np.sqrt(mean)
    if not curve.is_mixture:
        assert (np.diff(curve.locate(curve.at(np.linspace(0.001, 0.999, 50)))[1]) >= 0).all()


def test_the_shapes_are_those_of_the_chapter_and_of_the_papers():
    x, y = curves.load("parabola").sample(5000, seed=0).T
    np.testing.assert_allclose(y, x**2, atol=1e-7)
    assert -0.5 <= x.min() < -0.49 and 0.49 < x.max() <= 0.5
    ring, grid = curves.load("ring"), curves.load("grid")
    np.testing.assert_allclose(np.linalg.norm(ring.nodes, axis=1), 2)
    assert (ring.pieces, ring.sigma, grid.pieces, grid.sigma) == (8, 0.02, 25, 0.05)
    assert sorted(set(grid.nodes[:, 0])) == [-4, -2, 0, 2, 4]


@pytest.mark.parametrize(
    ("name", "point", "distance"),
    [
        ("parabola", (0.0, -1.0), 1.0),
        ("parabola", (0.5 + 0.3, 0.25), 0.3),  # beyond an end: to the end itself
        ("circle", (0.0, 0.0), 0.5),
        ("circle", (0.7, 0.0), 0.2),  # where the circle closes
        ("circle", (0.7, -1e-4), 0.2),
        ("ring", (2.0, 0.1), 0.1),
        ("grid", (1.0, 0.0), 1.0),
    ],
)
def test_distance_is_euclidean_to_the_nearest_point(name, point, distance):
    (found,), _ = curves.load(name).locate([point])
    assert found == pytest.approx(distance, abs=2e-6)


def test_distance_agrees_with_a_brute_force_search():
    rng = np.random.default_rng(0)
    for name in LINES:
        curve = curves.load(name)
        points = curve.sample(200, seed=3) + 0.05 * rng.standard_normal((200, 2))
        dense = curve.at(np.linspace(0, 1, 100_001))
        brute = np.array([np.linalg.norm(dense - p, axis=1).min() for p in points])
        np.testing.assert_allclose(curve.locate(points)[0], brute, atol=2e-6)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="no curve 'cube'; choose one of parabola"):
        curves.load("cube")
    curve = curves.load("sine")
    with pytest.raises(ValueError, match="n is 0"):
        curve.sample(0)
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        curve.locate([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="NaN"):
        curve.locate([[np.nan, 0.0]])
    with pytest.raises(ValueError, match="no line to walk along"):
        curves.load(MIXTURES[0]).at([0.5])


def test_nothing_else_is_a_curve_a_count_a_seed_or_a_point():
    curve = curves.load("circle")
    for name in (None, ["sine"], 3, np.array(["sine", "grid"])):
        with pytest.raises(ValueError, match="There is no curve"):
            curves.load(name)
    for n in ("3", 1e30, 10**30, True, 2.5, None):
        with pytest.raises(ValueError, match=r"n is .*whole number"):
            curve.sample(n)
    for seed in (-1, "a", 2.5):
        with pytest.raises(ValueError, match="seed is"):
            curve.sample(3, seed)
    for t in ([1.5], [-0.1], [np.nan], ["a"], None, np.ma.masked_array([0.5], [True])):
        with pytest.raises(ValueError, match=r"^t (is|lies) "):
            curve.at(t)
    for points in ([[1j, 0]], [["a", "b"]], None, np.ma.masked_array([[0.0, 0.0]], True), [[1e200, 0]]):
        for which in ("circle", MIXTURES[0]):
            with pytest.raises(ValueError, match=r"^points "):
                curves.load(which).locate(points)


def test_a_curve_of_ones_own_is_measured_by_its_own_nodes():
    line = curves.Curve(
        "ring", "a line that has another's name", np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    )
    np.testing.assert_allclose(line.locate([[0.5, 1.0], [3.0, 0.0]])[0], [1, 1])
    with pytest.raises(ValueError, match="nodes have shape"):
        curves.Curve("mine", "one point", [[0.0, 0.0]])
