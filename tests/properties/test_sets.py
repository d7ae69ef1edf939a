"""Scores of two sets of features, against SciPy, NumPy and sums over pairs."""

import itertools
import math
import warnings

from gan_lessons import metrics

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist
from scipy.special import rel_entr

from tests.properties import strategies as s

pytestmark = pytest.mark.filterwarnings("ignore:.*:UserWarning")
widths = st.integers(1, 4)
rows = st.integers(5, 12)
scales = st.sampled_from([1e-3, 1.0, 1e3])


def features(seed, n, d, scale=1.0, dtype="f8"):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, d)) @ rng.standard_normal((d, d)) + rng.standard_normal(d)
    return (x * scale).astype(dtype)


def as_gaussian(x):
    return x.mean(0), np.cov(x, rowvar=False).reshape(2 * x.shape[1:])


def distance(mean_a, a, mean_b, b):
    """The formula with SciPy's matrix root."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of singular matrices
        root = np.real(np.trace(sqrtm(a @ b)))
    return float(((mean_a - mean_b) ** 2).sum() + np.trace(a) + np.trace(b) - 2 * root)


@given(s.seeds, widths, st.integers(12, 40), scales, st.sampled_from(["f8", "f4", "f2", ">f8"]))
def test_frechet_distances_are_those_of_the_matrix_root(seed, d, n, scale, dtype):
    assume(dtype != "f2" or scale == 1.0)
    a, b = features(seed, n, d, scale, dtype), features(seed + 1, n + 3, d, scale, dtype)
    x, y = a.astype(float), b.astype(float)
    want = distance(*as_gaussian(x), *as_gaussian(y))
    size = max(np.trace(as_gaussian(z)[1]) + (z**2).mean() for z in (x, y))
    found = metrics.frechet_distance(a, b)
    assert math.isclose(found.value, want, rel_tol=1e-5, abs_tol=1e-5 * size)
    assert metrics.frechet_distance(b[::-1], a[::-1], groups=0).value == pytest.approx(
        found.value, rel=1e-6, abs=1e-9 * size
    )
    gathered = metrics.Statistics()
    for i in range(0, n, 5):
        gathered.add(a[i : i + 5])
    np.testing.assert_allclose(gathered.mean, x.mean(0), rtol=1e-9, atol=1e-9 * scale)
    np.testing.assert_allclose(gathered.covariance, as_gaussian(x)[1], rtol=1e-7, atol=1e-9 * scale**2)
    mixed = metrics.frechet_distance(gathered, b).value
    assert mixed == pytest.approx(found.value, rel=1e-6, abs=1e-9 * size)


@given(s.seeds, widths, st.integers(0, 3))
def test_gaussians_of_any_rank(seed, d, missing):
    rng = np.random.default_rng(seed)
    f = rng.standard_normal((max(d - missing, 0), d))
    c = np.diag(rng.random(d) + 0.1)
    means = rng.standard_normal((2, d))
    # With C₂ diagonal and regular, C₁C₂ is similar to the symmetric √C₂ C₁ √C₂.
    half = np.sqrt(c)
    roots = np.sqrt(np.maximum(np.linalg.eigvalsh(half @ f.T @ f @ half), 0)).sum()
    want = ((means[0] - means[1]) ** 2).sum() + np.trace(f.T @ f) + np.trace(c) - 2 * roots
    assert math.isclose(
        metrics.gaussian_distance(means[0], f.T @ f, means[1], c), want, rel_tol=1e-6, abs_tol=1e-6
    )


@given(s.seeds, widths, rows, rows, st.integers(1, 4), scales)
def test_kernel_distances_pair_by_pair(seed, d, n, m, degree, scale):
    a, b = features(seed, n, d, scale), features(seed + 1, m, d, scale)
    size = min(n, m)
    a, b = a[:size], b[:size]  # a subset that is the whole set is the same at every seed

    def kernel(x, y):
        return (float(np.dot(x, y)) / d + 1) ** degree

    within = sum(kernel(z[i], z[j]) for z in (a, b) for i, j in itertools.permutations(range(size), 2))
    across = sum(kernel(x, y) for x in a for y in b)
    largest = max(abs(kernel(x, y)) for x in (*a, *b) for y in (*a, *b))
    want = within / (size * (size - 1)) - 2 * across / size**2
    found = metrics.kernel_distance(a, b, subsets=2, subset_size=size, degree=degree, seed=seed)
    assert math.isclose(found.value, want, rel_tol=1e-6, abs_tol=1e-9 * largest)
    assert found.spread <= 1e-9 * largest


@given(
    s.seeds,
    st.sampled_from([1, 3, 20]),
    rows,
    rows,
    st.integers(1, 4),
    st.sampled_from([1e-200, 1e-3, 1.0, 1e160]),
)
def test_neighbours_and_balls_by_the_matrix_of_all_distances(seed, d, n, m, k, scale):
    rng = np.random.default_rng(seed)
    real, made = rng.standard_normal((n, d)), rng.standard_normal((m, d)) + rng.random()
    apart, of_real, of_made = cdist(real, made), cdist(real, real), cdist(made, made)
    found = metrics.nearest(real * scale, made * scale, k)
    np.testing.assert_allclose(found.distances, np.sort(apart, axis=1)[:, :k] * scale, rtol=1e-9)
    np.testing.assert_array_equal(found.indices, np.argsort(apart, axis=1)[:, :k])
    # The nearest is the row itself, so the k-th other one comes at k.
    reach_of_real, reach_of_made = np.sort(of_real, axis=1)[:, k], np.sort(of_made, axis=1)[:, k]
    score = metrics.precision_recall(real * scale, made * scale, k)
    in_real, in_made = apart <= reach_of_real[:, None], apart <= reach_of_made
    assert math.isclose(score.precision, in_real.any(axis=0).mean())
    assert math.isclose(score.recall, in_made.any(axis=1).mean())
    assert math.isclose(score.density, in_real.sum() / (k * m))
    assert math.isclose(score.coverage, in_real.any(axis=1).mean())
    itself = metrics.nearest(real * scale, real * scale, k, skip_itself=True)
    np.testing.assert_allclose(itself.distances[:, -1], reach_of_real * scale, rtol=1e-9)


@given(s.seeds, st.integers(2, 6), st.integers(1, 30), st.integers(1, 5), st.booleans())
def test_inception_scores_by_scipys_relative_entropy(seed, classes, n, groups, sure):
    assume(groups <= n)
    rng = np.random.default_rng(seed)
    p = np.eye(classes)[rng.integers(0, classes, n)] if sure else rng.dirichlet(np.ones(classes), n)
    found = metrics.inception_score(p, groups=groups, seed=None)
    want = [math.exp(rel_entr(g, g.mean(0)).sum(1).mean()) for g in np.array_split(p, groups)]
    assert math.isclose(found.value, np.mean(want), rel_tol=1e-6) and math.isclose(
        found.spread, np.std(want), abs_tol=1e-6
    )
    assert 1 - 1e-9 <= found.value <= found.ceiling + 1e-6
    dealt = metrics.inception_score(p, groups=1, seed=seed)
    assert math.isclose(dealt.value, math.exp(rel_entr(p, p.mean(0)).sum(1).mean()), rel_tol=1e-6)
