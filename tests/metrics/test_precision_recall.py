"""Neighbours, and precision and recall that stand on them: the same as pair by pair, copies and missing parts seen."""

import tracemalloc

from gan_lessons import metrics
from gan_lessons.metrics import neighbours

import numpy as np
import pytest
from scipy.spatial.distance import cdist

pytestmark = pytest.mark.filterwarnings("ignore:Precision and recall from")


def points(n, d=5, seed=0, offset=0.0):
    return np.random.default_rng(seed).standard_normal((n, d)) + offset


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks that do not fit the sets, so that their seams are crossed."""
    monkeypatch.setattr(neighbours, "_ROWS", 7)
    monkeypatch.setattr(neighbours, "_COLUMNS", 11)


def pair_by_pair(real, generated, k):
    def reach(x):
        return np.sort(cdist(x, x), axis=1)[:, k]

    across = cdist(real, generated)
    inside = across <= reach(real)[:, None]
    return {
        "precision": inside.any(axis=0).mean(),
        "recall": (across <= reach(generated)).any(axis=1).mean(),
        "density": inside.sum(axis=0).mean() / k,
        "coverage": inside.any(axis=1).mean(),
    }


# Neighbours


@pytest.mark.parametrize("k", [1, 4, 50])
@pytest.mark.parametrize("offset", [0, 1e7])
def test_neighbours_are_the_nearest(small_blocks, k, offset):
    x, y = points(40, offset=offset), points(50, seed=1, offset=offset)
    found = metrics.nearest(x, y, k)
    distances = cdist(x, y)
    assert (found.indices == np.argsort(distances, axis=1)[:, :k]).all()
    assert found.distances == pytest.approx(np.sort(distances, axis=1)[:, :k], rel=1e-9)


def test_no_row_is_its_own_neighbour(small_blocks):
    x = points(40)
    found = metrics.nearest(x, x, 2, skip_itself=True)
    assert (found.indices[:, 0] == np.argsort(cdist(x, x), axis=1)[:, 1]).all()
    assert (metrics.nearest(x, x).indices[:, 0] == np.arange(40)).all()
    with pytest.raises(ValueError, match="same set twice"):
        metrics.nearest(x, x[:9], skip_itself=True)


def test_a_copy_is_at_distance_0_and_a_near_copy_is_not():
    real = points(300, 200).astype("float32") + 100
    made = real[[5, 9]].copy()
    made[1, 0] += 1e-3
    found = metrics.nearest(made, real)
    assert (found.indices[:, 0] == [5, 9]).all()
    assert found.distances[0, 0] == 0 and found.distances[1, 0] == pytest.approx(1e-3, rel=0.02)


def test_of_equals_the_first_is_named():
    assert (metrics.nearest(np.zeros((1, 2)), np.ones((9, 2)), 3).indices == [0, 1, 2]).all()


def test_copies_and_what_is_missing_are_two_questions():
    real = np.concatenate([points(50), points(50, seed=1, offset=30)])
    made = real[:10]  # copies of one half
    assert (metrics.nearest(made, real).distances == 0).all()
    assert metrics.nearest(real, made).distances[50:].min() > 20


def test_pixels_of_images():
    images = np.random.default_rng(0).integers(0, 256, (30, 6, 6, 3), "uint8")
    found = metrics.nearest(images[:4].astype("float32") / 127.5 - 1, images, extractor="pixels")
    assert (found.indices[:, 0] == np.arange(4)).all() and found.distances.max() < 1e-5
    assert "'pixels', 4 sought among 30" in str(found)
    with pytest.raises(ValueError, match="int64"):
        metrics.nearest(images.astype("int64"), images, extractor="pixels")


@pytest.mark.parametrize("k", [0, 10, 1.5])
def test_k_must_fit(k):
    with pytest.raises(ValueError, match="from 1 to 9"):
        metrics.nearest(points(9), points(9), k)


def test_memory_is_bounded():
    x = points(3000, 64).astype("float32")
    tracemalloc.start()
    metrics.precision_recall(x, x + 1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 36e6  # all the pairs would be 72 MB, and a block's companions as much again


# Precision and recall


@pytest.mark.parametrize("k", [1, 3, 10])
@pytest.mark.parametrize("d", [1, 6])
def test_agrees_with_pair_by_pair(small_blocks, k, d):
    real, made = points(60, d), 0.7 * points(45, d, seed=1) + 0.5
    score = metrics.precision_recall(real, made, k)
    for name, expected in pair_by_pair(real, made, k).items():
        assert getattr(score, name) == pytest.approx(expected, abs=1e-12)


def test_agrees_with_prdc(capsys):
    prdc = pytest.importorskip("prdc", reason="needs prdc, which needs scikit-learn")
    real, made = points(300, 6), 0.8 * points(300, 6, seed=1)
    score = metrics.precision_recall(real, made, 5)
    for name, expected in prdc.compute_prdc(real, made, 5).items():
        assert getattr(score, name) == pytest.approx(expected, abs=1e-12)


def test_a_set_against_itself():
    x = points(80)
    score = metrics.precision_recall(x, x[::-1])
    assert (score.precision, score.recall, score.coverage) == (1, 1, 1)
    copies = np.repeat(points(10), 8, axis=0) + 100  # more copies than k: every ball is a point
    score = metrics.precision_recall(copies, copies[::-1].copy())
    assert (score.precision, score.recall, score.coverage) == (1, 1, 1)


def test_two_samples_of_one_distribution():
    score = metrics.precision_recall(points(1500), points(1500, seed=1))
    assert score.coverage == pytest.approx(1 - 2**-3, abs=0.03) and score.density == pytest.approx(
        1, abs=0.08
    )
    assert score.precision > 0.8 and score.recall > 0.8


def test_collapse_keeps_precision_and_loses_recall():
    real = points(600)
    narrow = metrics.precision_recall(real, 0.2 * points(600, seed=1))
    assert narrow.precision > 0.95 and narrow.recall < 0.1 and narrow.coverage < 0.7
    wide = metrics.precision_recall(real, 4 * points(600, seed=1))
    assert wide.precision < 0.5 and wide.recall > 0.9
    far = metrics.precision_recall(real, points(600, offset=100))
    assert (far.precision, far.recall, far.density, far.coverage) == (0, 0, 0, 0)


def test_an_outlier_deceives_precision_more_than_density():
    real = points(500, 2)
    real[:4] = [[60, 0], [0, 60], [-60, 0], [0, -60]]
    made = points(500, 2, seed=1) * 3 + [12, 12]
    score = metrics.precision_recall(real, made)
    clean = metrics.precision_recall(points(500, 2), made)
    assert score.precision - clean.precision > 0.3
    assert score.coverage - clean.coverage < 0.05


@pytest.mark.parametrize("seed", range(3))
def test_order_rotation_and_units_change_nothing(seed):
    real, made = points(120, 6, seed), 0.8 * points(110, 6, seed + 10)
    expected = metrics.precision_recall(real, made)
    q = np.linalg.qr(points(6, 6, seed))[0]
    order = np.random.default_rng(seed).permutation
    for a, b in (
        (order(real), order(made)),
        (real @ q, made @ q),
        (1e-6 * real, 1e-6 * made),
        (real + 50, made + 50),
    ):
        again = metrics.precision_recall(a, b)
        assert (again.precision, again.recall) == pytest.approx((expected.precision, expected.recall))
        assert (again.density, again.coverage) == pytest.approx((expected.density, expected.coverage))
    swapped = metrics.precision_recall(made, real)
    assert (swapped.precision, swapped.recall) == (expected.recall, expected.precision)


def test_prints_and_warns():
    score = metrics.precision_recall(points(499), points(600), extractor="mine")
    text = str(score)
    assert f"precision {score.precision:.3f} ± {score.precision_error:.3f}" in text
    assert "[extractor 'mine', 5 features, k = 3, n = 499 real and 600 generated]" in text
    p = score.precision
    assert score.precision_error == pytest.approx(np.sqrt(p * (1 - p) / 600))
    with pytest.warns(UserWarning, match="499 rows are rough"):
        metrics.precision_recall(points(499), points(600))


@pytest.mark.parametrize(
    ("real", "made", "k", "named"),
    [
        (points(9), points(9, 4), 3, "5 features a row and generated has 4"),
        (points(9), points(3), 3, "k is 3.* from 1 to 2. There are 9 real and 3 generated"),
        (points(9), points(9), 0, "k is 0"),
        (np.full((9, 5), np.nan), points(9), 3, "real is not finite"),
        (np.zeros((9, 2, 2, 1)), points(9), 3, "look like images"),
    ],
)
def test_other_input_is_refused(real, made, k, named):
    with pytest.raises(ValueError, match=named):
        metrics.precision_recall(real, made, k)


@pytest.mark.filterwarnings("ignore:Precision and recall from")
@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e160, 1e300])
@pytest.mark.parametrize("d", [3, 20])
def test_the_unit_of_length_does_not_matter(scale, d):
    """Squares of such numbers leave the range of floats."""
    real, made = points(60, d) * 1.0, points(50, d)[::-1] + 0.5
    plain, far = metrics.precision_recall(real, made), metrics.precision_recall(real * scale, made * scale)
    assert plain == far
    near = metrics.nearest(real * scale, made * scale, k=2)
    np.testing.assert_allclose(near.distances, metrics.nearest(real, made, k=2).distances * scale, rtol=1e-12)
    apart = metrics.precision_recall(real * scale, (real + 100) * scale)
    assert apart.precision == apart.recall == apart.coverage == 0


def test_an_outlier_does_not_blur_its_neighbours():
    x = np.concatenate([points(40, 4), np.full((1, 4), 1e12)])
    by_hand = np.sort(np.linalg.norm(x[:, None] - x, axis=2), axis=1)[:, 1]
    np.testing.assert_allclose(metrics.nearest(x, x, skip_itself=True).distances[:, 0], by_hand)


@pytest.mark.parametrize("k", [True, "3", None, 1e30, [1]])
def test_what_is_no_count_of_neighbours_is_refused(k):
    for call in (metrics.nearest, metrics.precision_recall):
        with pytest.raises(ValueError, match=r"k is .* whole number"):
            call(points(9), points(9), k)
