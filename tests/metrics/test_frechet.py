"""The Fréchet distance: known answers, SciPy's matrix root, published implementations, and sets that have no inverse."""

import ast
import importlib.util
import tracemalloc
from pathlib import Path

from gan_lessons import metrics
from gan_lessons.metrics import frechet

import numpy as np
import pytest
from scipy import linalg

pytestmark = pytest.mark.filterwarnings("ignore:A Fréchet distance from")


def rng(seed=0):
    return np.random.default_rng(seed)


def rotation(d, seed=9):
    return np.linalg.qr(rng(seed).standard_normal((d, d)))[0]


def two_sets(n=900, m=1100, d=24, seed=0):
    draw = rng(seed)
    mixing = draw.standard_normal((d, d)) / np.sqrt(d)
    return draw.standard_normal((n, d)), draw.standard_normal((m, d)) @ mixing + 0.2


def with_moments(n, mean, factor, seed=0):
    """Rows whose mean and covariance are exactly those given: factor.T @ factor."""
    x = rng(seed).standard_normal((n, len(factor)))
    x -= x.mean(axis=0)
    white = np.linalg.qr(x)[0] * np.sqrt(n - 1)
    return white @ factor + mean


def by_sqrtm(x, y):
    a, b = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    root = linalg.sqrtm(a @ b)
    step = x.mean(axis=0) - y.mean(axis=0)
    return float(step @ step + np.trace(a) + np.trace(b) - 2 * np.trace(root).real)


def distance(x, y):
    return metrics.frechet_distance(x, y, groups=0).value


# Known answers


def test_one_dimension():
    assert metrics.gaussian_distance(1.0, 4.0, -2.0, 9.0) == pytest.approx(3**2 + (2 - 3) ** 2, rel=1e-12)
    x, y = with_moments(200, [1], np.array([[2.0]])), with_moments(300, [-2], np.array([[3.0]]))
    assert distance(x, y) == pytest.approx(10, rel=1e-12)


def test_a_shift_costs_its_square():
    x, _ = two_sets()
    shift = rng(3).standard_normal(24)
    score = metrics.frechet_distance(x, x + shift, groups=0)
    assert score.value == pytest.approx(shift @ shift, rel=1e-12)
    assert score.mean_term == pytest.approx(shift @ shift, rel=1e-12) and score.covariance_term < 1e-10


def test_a_scale_costs_what_it_does_to_the_deviations():
    x, _ = two_sets()
    x -= x.mean(axis=0)
    assert distance(x, 3 * x) == pytest.approx((3 - 1) ** 2 * x.var(axis=0, ddof=1).sum(), rel=1e-12)


def test_covariances_that_commute():
    q, a, b = rotation(30), rng(1).uniform(0.1, 3, 30), rng(2).uniform(0.1, 3, 30)
    x, y = with_moments(100, 0, (q * a).T), with_moments(100, 0, (q * b).T, seed=1)
    assert distance(x, y) == pytest.approx(((a - b) ** 2).sum(), rel=1e-11)


def test_two_dimensions_in_closed_form():
    # The root's trace of a 2 x 2 matrix M is sqrt(Tr M + 2 sqrt(det M)).
    a, b = np.array([[2.0, 0.5], [0.5, 1.0]]), np.array([[1.0, -0.7], [-0.7, 3.0]])
    root = np.sqrt(np.trace(a @ b) + 2 * np.sqrt(np.linalg.det(a @ b)))
    expected = np.trace(a) + np.trace(b) - 2 * root
    assert metrics.gaussian_distance([0, 0], a, [0, 0], b) == pytest.approx(expected, rel=1e-12)


# Other people's code


@pytest.mark.parametrize(("n", "m", "d"), [(500, 400, 1 + 1), (300, 900, 64), (700, 700, 120)])
def test_agrees_with_scipys_matrix_root(n, m, d):
    x, y = two_sets(n, m, d)
    assert distance(x, y) == pytest.approx(by_sqrtm(x, y), rel=1e-10)


@pytest.mark.parametrize(("n", "m"), [(20, 20), (20, 900), (900, 20), (64, 65)])
def test_agrees_with_scipys_matrix_root_where_rows_are_few(n, m):
    # sqrtm itself is good to about 1e-8 there: the matrices are singular.
    x, y = two_sets(n, m, 64)
    assert distance(x, y) == pytest.approx(by_sqrtm(x, y), rel=1e-6)


def moments(x):
    x = x.astype("float64")
    return x.mean(axis=0), np.cov(x, rowvar=False)


def test_agrees_with_python_optimal_transport(monkeypatch):
    for name in ("TENSORFLOW", "PYTORCH", "JAX", "CUPY"):
        monkeypatch.setenv(f"POT_BACKEND_DISABLE_{name}", "1")
    gaussian = pytest.importorskip("ot.gaussian", reason="needs POT, of the test extra")
    x, y = (z.astype("float32") for z in two_sets(900, 1100, 96))
    (mean_x, cov_x), (mean_y, cov_y) = moments(x), moments(y)
    theirs = float(gaussian.bures_wasserstein_distance(mean_x, mean_y, cov_x, cov_y)) ** 2
    assert distance(x, y) == pytest.approx(theirs, rel=1e-8)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_agrees_with_pytorch_fid():
    # Its numeric function needs NumPy and SciPy only, its module PyTorch and torchvision: so only the function is read.
    package = importlib.util.find_spec("pytorch_fid")
    if package is None:
        pytest.skip("needs pytorch-fid: pip install --no-deps pytorch-fid")
    source = (Path(package.submodule_search_locations[0]) / "fid_score.py").read_text(encoding="utf-8")
    names = {"np": np, "linalg": linalg}
    wanted = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "calculate_frechet_distance"
    ]
    exec(compile(ast.Module(wanted, []), "fid_score.py", "exec"), names)
    x, y = (z.astype("float32") for z in two_sets(900, 1100, 96))
    theirs = names["calculate_frechet_distance"](*moments(x), *moments(y))
    assert distance(x, y) == pytest.approx(theirs, rel=1e-8)


# What must change nothing


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("n", [12, 300])
def test_order_rotation_and_shift_change_nothing(n, seed):
    x, y = two_sets(n, n + 7, 20, seed)
    expected = distance(x, y)
    q, shift = rotation(20, seed), rng(seed).normal(0, 50, 20)
    assert distance(y, x) == pytest.approx(expected, rel=1e-9)
    assert distance(rng(1).permutation(x), rng(2).permutation(y)) == pytest.approx(expected, rel=1e-9)
    assert distance(x @ q, y @ q) == pytest.approx(expected, rel=1e-9)
    assert distance(x + shift, y + shift) == pytest.approx(expected, rel=1e-9)
    assert distance(7 * x, 7 * y) == pytest.approx(49 * expected, rel=1e-9)


@pytest.mark.parametrize("scale", [1e-120, 1e-30, 1e30, 1e120])
def test_units_change_nothing_else(scale):
    x, y = two_sets(200, 200, 10)
    assert distance(scale * x, scale * y) / scale**2 == pytest.approx(distance(x, y), rel=1e-9)


def test_a_set_is_at_distance_0_from_itself():
    for n, d in ((300, 20), (10, 64), (64, 64), (2, 5)):
        x = two_sets(n, n, d)[0].astype("float32")
        assert 0 <= distance(x, x) < 1e-9 * d
        assert 0 <= distance(x, rng().permutation(x)) < 1e-9 * d


# Covariances without an inverse


def test_constant_features():
    x, y = two_sets(400, 500, 24)
    expected = distance(x, y)
    wide_x = np.concatenate([x, np.full((400, 10), 4.0)], axis=1)
    wide_y = np.concatenate([y, np.full((500, 10), 6.0)], axis=1)
    assert distance(wide_x, wide_y) == pytest.approx(expected + 10 * 2**2, rel=1e-10)


def test_features_that_only_one_set_has():
    x, y = two_sets(400, 500, 24)
    wide_x = np.concatenate([x, np.zeros((400, 24))], axis=1)
    wide_y = np.concatenate([np.zeros((500, 24)), y], axis=1)
    expected = sum(z.var(axis=0, ddof=1).sum() + z.mean(axis=0) @ z.mean(axis=0) for z in (x, y))
    assert distance(wide_x, wide_y) == pytest.approx(expected, rel=1e-12)


def test_copied_features():
    x, y = two_sets(400, 500, 12)
    expected = 2 * distance(x, y)
    assert distance(np.tile(x, 2), np.tile(y, 2)) == pytest.approx(expected, rel=1e-7)


def test_all_rows_alike():
    x, _ = two_sets(400, 500, 6)
    still = np.tile(np.arange(6.0), (50, 1))
    step = x.mean(axis=0) - np.arange(6.0)
    assert distance(x, still) == pytest.approx(x.var(axis=0, ddof=1).sum() + step @ step, rel=1e-12)
    assert distance(still, still + 2) == pytest.approx(6 * 4, rel=1e-12)


@pytest.mark.parametrize("powers", [4, 8, 12, 16, 30])
def test_nearly_singular(powers):
    d, q = 60, rotation(60)
    a = np.logspace(0, -powers / 2, d)
    for b in (1.5 * a, 1.7 * a[::-1]):
        first, second = ((q * s**2) @ q.T for s in (a, b))
        measured = metrics.gaussian_distance(np.zeros(d), first, np.zeros(d), second)
        assert measured == pytest.approx(((a - b) ** 2).sum(), rel=1e-7)
        flipped = metrics.gaussian_distance(np.zeros(d), second, np.zeros(d), first)
        assert flipped == pytest.approx(measured, rel=1e-7)


def test_the_quick_way_is_left_where_it_would_be_inexact():
    d, q = 60, rotation(60)
    well, badly = ((q * np.logspace(0, -power, d)) @ q.T for power in (2, 14))
    assert frechet._by_eigenvalues(well, well) is not None
    assert frechet._by_eigenvalues(badly, badly) is None


def test_few_rows_as_arrays_and_as_statistics():
    x, y = two_sets(40, 900, 64)
    expected = distance(x, y)
    assert distance(metrics.Statistics(x), metrics.Statistics(y)) == pytest.approx(expected, rel=1e-6)
    assert distance(metrics.Statistics(x), y) == pytest.approx(expected, rel=1e-6)


def test_few_rows_of_many_features_make_no_matrix_of_them():
    x, y = rng().standard_normal((30, 20_000), "float32"), rng(1).standard_normal((40, 20_000), "float32")
    tracemalloc.start()
    distance(x, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6  # the covariance would be 3.2 GB


# The chapter's numbers that need no download (its sets were drawn without a seed)


def test_the_chapters_large_distance_is_sample_size_alone():
    draw = rng(1)
    ten = [draw.random((10, 2048)) for _ in range(2)]
    score = metrics.frechet_distance(*ten)
    assert score.value == pytest.approx(358.9, rel=0.03)
    assert distance(ten[0], ten[0]) == pytest.approx(0, abs=1e-9)
    hundred = distance(*(draw.random((100, 2048)) for _ in range(2)))
    assert hundred == pytest.approx(282, rel=0.03)


# The result


def test_spread_is_that_of_fresh_samples():
    draw = rng(5)
    scores = [
        metrics.frechet_distance(draw.standard_normal((600, 4)), 1.3 * draw.standard_normal((800, 4)) + 0.2)
        for _ in range(120)
    ]
    among = np.std([score.value for score in scores])
    assert np.mean([score.spread for score in scores]) == pytest.approx(among, rel=0.25)


def test_the_order_of_the_rows_is_no_spread():
    rng = np.random.default_rng(0)
    in_turn = 10.0 * (np.arange(1000) % 10)[:, None] + rng.normal(size=(1000, 3))
    shuffled, other = rng.permutation(in_turn), rng.permutation(in_turn) + 0.5
    spread = metrics.frechet_distance(in_turn, other).spread
    assert spread == pytest.approx(metrics.frechet_distance(shuffled, other).spread, rel=0.5)


def test_spread_only_where_it_is_cheap_or_wanted():
    x, y = two_sets(300, 300, 8)
    assert metrics.frechet_distance(x, y).spread > 0
    assert metrics.frechet_distance(x, y, groups=0).spread is None
    assert metrics.frechet_distance(metrics.Statistics(x), y).spread is None
    assert metrics.frechet_distance(x[:19], y).spread is None
    wide = np.zeros((20, 513), "float32")
    assert metrics.frechet_distance(wide, wide + 1).spread is None
    assert metrics.frechet_distance(x[:4], y, groups=2).spread > 0
    with pytest.raises(ValueError, match="groups=0"):
        metrics.frechet_distance(metrics.Statistics(x), y, groups=5)
    with pytest.raises(ValueError, match="groups=5 with 9 rows"):
        metrics.frechet_distance(x[:9], y, groups=5)


def test_prints_what_it_stands_on():
    x, y = two_sets(900, 1100, 8)
    score = metrics.frechet_distance(x, y, extractor="mine")
    text = str(score)
    assert f"{score.value:.3f} ± " in text and "'mine'" in text and "8 features" in text
    assert "900 and 1,100" in text
    assert float(score) == score.value == pytest.approx(score.mean_term + score.covariance_term)


@pytest.mark.filterwarnings("default:A Fréchet distance from")
def test_warns_of_few_rows(recwarn):
    metrics.frechet_distance(*two_sets(600, 600, 150), groups=0)
    assert not [w for w in recwarn if "Fréchet" in str(w.message)]
    with pytest.warns(UserWarning, match="499 rows of 8 features.*at least 500"):
        metrics.frechet_distance(*two_sets(900, 499, 8))
    with pytest.warns(UserWarning, match="cannot even have full rank.*at least 2,400"):
        metrics.frechet_distance(*two_sets(600, 700, 600), groups=0)


# Images


def dots(images):
    flat = images.reshape(len(images), -1).astype("float32")
    return np.stack([flat.mean(axis=1), flat.std(axis=1), flat[:, 0]], axis=1)


def test_images_are_read_by_the_extractor():
    mine = metrics.FunctionExtractor("dots", dots)
    images = rng().integers(0, 256, (2, 600, 6, 6, 1), "uint8")
    score = metrics.frechet_distance(*images, extractor=mine)
    assert score.extractor == "dots" and score.dimensions == 3 and score.n == (600, 600)
    assert score == metrics.frechet_distance(dots(images[0]), images[1], extractor=mine)
    known = metrics.Statistics(images[0], extractor=mine)
    assert metrics.frechet_distance(known, images[1], mine).value == pytest.approx(score.value, rel=1e-9)
    assert metrics.frechet_distance(known, dots(images[1])).extractor == "dots"
    with pytest.raises(ValueError, match=r"'pixels'.*'dots'"):
        metrics.frechet_distance(known, images[1], "pixels")


# What is refused


@pytest.mark.parametrize(
    ("a", "b", "named"),
    [
        (np.zeros((9, 4)), np.zeros((9, 5)), r"4 features a row and The second set has 5"),
        (np.zeros(9), np.zeros((9, 1)), r"x\[:, None\]"),
        (np.zeros((9, 0)), np.zeros((9, 0)), r"shape \(9, 0\)"),
        (np.zeros((9, 4)), np.zeros((1, 4)), "at least 2"),
        (np.zeros((0, 4)), np.zeros((9, 4)), "at least 2"),
        (metrics.Statistics(), np.zeros((9, 4)), "at least 2"),
        (np.full((9, 4), np.nan), np.zeros((9, 4)), "9 of 9 rows"),
        (np.zeros((9, 4)), np.where(np.eye(9, 4), np.inf, 0), "The second set is not finite in 4 of 9 rows"),
        (np.zeros((9, 4), "complex64"), np.zeros((9, 4)), "complex numbers"),
        (np.full((9, 4), "a"), np.zeros((9, 4)), "words"),
        (np.zeros((9, 8, 8, 1)), np.zeros((9, 8, 8, 1)), "look like images"),
        (np.arange(36.0).reshape(9, 4) * 1e160, np.zeros((9, 4)), "overflow"),
    ],
)
def test_other_input_is_refused(a, b, named):
    with pytest.raises(ValueError, match=named):
        metrics.frechet_distance(a, b)


@pytest.mark.parametrize(
    ("mean", "covariance", "named"),
    [
        ([0, 0], np.eye(3), r"\(2,\).*\(3, 3\)"),
        ([0, np.nan], np.eye(2), "not finite"),
        ([0, 0], [[1, 2], [0, 1]], "not symmetric"),
        ([0, 0], [[1, 2], [2, 1]], "no covariance"),
        ([0, 0], [[0, 1], [1, 0]], "no covariance"),
        ([0, 0], [[-1, 0], [0, -1]], "no covariance"),
    ],
)
def test_what_is_no_gaussian_is_refused(mean, covariance, named):
    for pair in ((mean, covariance, [0, 0], np.eye(2)), ([0, 0], np.eye(2), mean, covariance)):
        with pytest.raises(ValueError, match=named):
            metrics.gaussian_distance(*pair)


def test_covariances_in_single_precision_are_taken_as_they_are():
    x, y = two_sets(30, 900, 64)
    single = [np.cov(z, rowvar=False).astype("float32") for z in (x, y)]
    measured = metrics.gaussian_distance(x.mean(axis=0), single[0], y.mean(axis=0), single[1])
    assert measured == pytest.approx(distance(x, y), rel=1e-3)


def test_nothing_given_is_changed():
    x, y = two_sets(300, 300, 8)
    before = x.copy(), y.copy()
    covariance = np.cov(x, rowvar=False)
    kept = covariance.copy()
    metrics.frechet_distance(x, y)
    metrics.gaussian_distance(np.zeros(8), covariance, np.zeros(8), covariance)
    assert (x == before[0]).all() and (y == before[1]).all() and (covariance == kept).all()
