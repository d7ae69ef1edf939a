"""The kernel distance: the same as pair by pair, without bias, and different where the sets are."""

from gan_lessons import metrics
from gan_lessons.metrics.kernel import unbiased_mmd

import numpy as np
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:A kernel distance from")


def sets(n=500, m=600, d=12, shift=0.0, seed=0):
    draw = np.random.default_rng(seed)
    return draw.standard_normal((n, d)), draw.standard_normal((m, d)) + shift


def test_agrees_with_the_sum_over_pairs():
    x, y = sets(9, 7, 4, shift=0.3)
    k = lambda a, b: (sum(a * b) / 4 + 1) ** 3  # noqa: E731

    def within(rows):
        pairs = [k(a, b) for i, a in enumerate(rows) for j, b in enumerate(rows) if i != j]
        return sum(pairs) / len(pairs)

    expected = within(x) + within(y) - 2 * np.mean([k(a, b) for a in x for b in y])
    assert unbiased_mmd(x, y) == pytest.approx(expected, rel=1e-12)


def test_its_expectation_is_known():
    # One feature, x ~ N(0, 1), y ~ N(s, 1): with the moments of both, E k(x, x') = 1 + 3·0 + 3·1 + 0, and so on.
    s = 1.5
    moments = ([1, 0, 1, 0], [1, s, s**2 + 1, s**3 + 3 * s])
    expected = sum(c * (a - b) ** 2 for c, a, b in zip((1, 3, 3, 1), *moments, strict=True))
    values = [unbiased_mmd(*sets(400, 400, 1, s, seed)) for seed in range(60)]
    assert np.mean(values) == pytest.approx(expected, abs=4 * np.std(values) / np.sqrt(60))


@pytest.mark.parametrize("n", [8, 40, 400])
def test_has_no_bias_whatever_the_size(n):
    values = np.array([unbiased_mmd(*sets(n, n, 5, seed=seed)) for seed in range(200)])
    assert abs(values.mean()) < 4 * values.std() / np.sqrt(len(values))
    assert (values < 0).any()


def test_tells_sets_apart():
    same, shifted, wider = sets(), sets(shift=0.4), sets()
    floor = metrics.kernel_distance(*same, subsets=20)
    assert abs(floor.value) < floor.spread
    assert metrics.kernel_distance(*shifted, subsets=20).value > 5 * floor.spread
    assert metrics.kernel_distance(wider[0], 1.6 * wider[1], subsets=20).value > 5 * floor.spread


def test_order_and_rotation_change_nothing():
    x, y = sets(60, 60, 8, shift=0.2)
    q = np.linalg.qr(np.random.default_rng(4).standard_normal((8, 8)))[0]
    expected = unbiased_mmd(x, y)
    assert unbiased_mmd(y, x) == pytest.approx(expected, rel=1e-10)
    assert unbiased_mmd(x[::-1], y) == pytest.approx(expected, rel=1e-10)
    assert unbiased_mmd(x @ q, y @ q) == pytest.approx(expected, rel=1e-10)


def test_subsets_are_drawn_by_the_seed():
    x, y = sets()
    score = metrics.kernel_distance(x, y, subsets=5)
    assert (score.subsets, score.subset_size, score.n, score.dimensions) == (5, 250, (500, 600), 12)
    assert score.spread > 0
    assert score == metrics.kernel_distance(x, y, subsets=5)
    assert score != metrics.kernel_distance(x, y, subsets=5, seed=1)
    whole = metrics.kernel_distance(x, y[:500], subsets=3, subset_size=500)
    assert whole.value == pytest.approx(unbiased_mmd(x, y[:500])) and whole.spread < 1e-12


def test_prints_what_it_stands_on():
    text = str(metrics.kernel_distance(*sets(), extractor="mine", subsets=3))
    assert "(3 subsets of 250) [extractor 'mine', 12 features, n = 500 and 600]" in text and " ± " in text


@pytest.mark.filterwarnings("default:A kernel distance from")
def test_warns_of_few_rows(recwarn):
    metrics.kernel_distance(*sets(), subsets=1)
    assert not recwarn.list
    with pytest.warns(UserWarning, match="40 rows"):
        metrics.kernel_distance(*sets(40, 600), subsets=1)


@pytest.mark.parametrize(
    ("a", "b", "options", "named"),
    [
        (np.zeros((9, 4)), np.zeros((9, 5)), {}, "4 features a row"),
        (np.zeros((3, 4)), np.zeros((9, 4)), {}, "at least 4"),
        (np.zeros((9, 4)), np.zeros((9, 4)), {"subset_size": 10}, "subset_size is 10"),
        (np.zeros((9, 4)), np.zeros((9, 4)), {"subset_size": 1}, "subset_size is 1"),
        (np.zeros((9, 4)), np.zeros((9, 4)), {"subsets": 0}, "subsets is 0"),
        (np.zeros((9, 4)), np.zeros((9, 4)), {"degree": 2.5}, "degree is 2.5"),
        (np.full((9, 4), np.nan), np.zeros((9, 4)), {}, "9 of 9 rows"),
        (np.full((9, 4), 1e80), np.zeros((9, 4)), {}, "overflows"),
        (np.zeros((9, 2, 2, 1)), np.zeros((9, 4)), {}, "look like images"),
    ],
)
def test_other_input_is_refused(a, b, options, named):
    with pytest.raises(ValueError, match=named):
        metrics.kernel_distance(a, b, **options)
