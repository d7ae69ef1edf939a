"""The Inception Score: the chapter's tables, its ceilings, and what it cannot see."""

from gan_lessons import data, metrics
from gan_lessons.metrics.inception_score import score_of_group

import numpy as np
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:An Inception Score from")


def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[np.asarray(labels)]


def dirichlet(n=600, classes=10, seed=0):
    return np.random.default_rng(seed).dirichlet(np.full(classes, 0.2), n)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_chapters_tables(dtype):
    sure = metrics.inception_score(np.eye(3, dtype=dtype), groups=1)
    assert sure.value == pytest.approx(3, rel=1e-12) and sure.ceiling == 3
    unsure = np.full((3, 3), 1 / 3, dtype)
    assert metrics.inception_score(unsure, groups=1).value == pytest.approx(1, abs=1e-12)
    # The chapter writes 0.33: these rows add up to 0.99, and only the ratio to their mean counts.
    assert score_of_group(np.full((3, 3), 0.33)) == pytest.approx(1, abs=1e-12)
    with pytest.raises(ValueError, match="add up to 1"):
        metrics.inception_score(np.full((3, 3), 0.33), groups=1)


def test_fifty_images_that_are_all_alike():
    alike = np.tile(dirichlet(1, 1000), (50, 1))
    score = metrics.inception_score(alike)
    assert (score.value, score.spread) == pytest.approx((1, 0), abs=1e-9)
    assert score.ceiling == 5 and "of at most 5 (10 groups of 5)" in str(score)


def test_a_group_of_5_reaches_5():
    assert score_of_group(one_hot(range(5), 1000)) == pytest.approx(5)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([7] * 100, 1.0),
        ([0] * 50 + [1] * 50, 2.0),
        ([0] * 75 + [1] * 25, 4 / 3**0.75),
        (list(range(10)) * 10, 10.0),
    ],
)
def test_sure_of_some_classes(labels, expected):
    assert metrics.inception_score(one_hot(labels), groups=1).value == pytest.approx(expected, rel=1e-9)


def test_agrees_with_the_formula_written_as_entropies():
    # The mean divergence is the entropy of the mean less the mean entropy.
    p = dirichlet()

    def entropy(q):
        return -(q * np.log(q + 1e-300)).sum(axis=-1)

    expected = np.exp(entropy(p.mean(axis=0)) - entropy(p).mean())
    assert metrics.inception_score(p, groups=1).value == pytest.approx(expected, rel=1e-12)


def test_groups_use_every_image_and_give_the_spread():
    p = dirichlet(605)
    by_hand = [score_of_group(part) for part in np.array_split(p, 10)]
    score = metrics.inception_score(p, seed=None)
    assert (score.value, score.spread) == pytest.approx((np.mean(by_hand), np.std(by_hand)), rel=1e-12)
    assert (score.groups, score.group_size, score.ceiling, score.classes, score.n) == (10, 60, 10, 10, 605)


def test_sorted_images_are_mixed():
    p = one_hot(np.repeat(np.arange(10), 100))
    assert metrics.inception_score(p, seed=None).value == pytest.approx(1)
    assert metrics.inception_score(p).value > 9
    assert metrics.inception_score(p) == metrics.inception_score(p)
    assert metrics.inception_score(p) != metrics.inception_score(p, seed=1)


def test_small_groups_score_low():
    p = dirichlet(20_000)
    scores = [metrics.inception_score(p, groups=groups).value for groups in (1, 200, 2000)]
    assert scores[0] > scores[1] > scores[2]
    assert scores[2] < 0.97 * scores[0]


def test_one_perfect_image_a_class_deceives_it_and_no_other_score():
    real = data.load("mnist", "test", verbose=False)
    first = np.array([np.flatnonzero(real.labels == digit)[0] for digit in range(10)])
    copies = np.repeat(real.images[first], 60, axis=0)
    honest = real.take(600).images
    assert (
        metrics.inception_score(copies, "mnist").value > metrics.inception_score(honest, "mnist").value - 0.3
    )
    with pytest.warns(UserWarning, match="at least 4,000|at least 500"):
        few = honest[:400]
        floor = metrics.frechet_distance(few, honest[200:], "mnist", groups=0).value
    assert metrics.frechet_distance(honest, copies, "mnist", groups=0).value > 5 * floor


def test_images_and_their_probabilities_score_alike():
    images = data.load("mnist", "test", verbose=False).take(600).images
    p = metrics.classifier("mnist").probabilities(images)
    assert metrics.inception_score(images, "mnist") == metrics.inception_score(p, "mnist")
    assert "[classifier 'mnist', 10 classes, n = 600]" in str(metrics.inception_score(p, "mnist"))


@pytest.mark.filterwarnings("default:An Inception Score from")
def test_warns_of_small_groups(recwarn):
    metrics.inception_score(dirichlet(600))
    assert not recwarn.list
    with pytest.warns(UserWarning, match="10 groups of 49.*9% too low"):
        metrics.inception_score(dirichlet(499))
    with pytest.warns(UserWarning, match="10 groups of 60 images.*1,000 classes"):
        metrics.inception_score(dirichlet(600, 1000))


@pytest.mark.parametrize(
    ("given", "options", "named"),
    [
        (dirichlet(9), {}, "groups is 10; expected a whole number from 1 to 9"),
        (dirichlet(9), {"groups": 0}, "groups is 0"),
        (dirichlet(9) * 2, {"groups": 1}, "add up to 1"),
        (dirichlet(9) - 0.1, {"groups": 1}, "add up to 1"),
        (np.full((9, 10), np.nan), {"groups": 1}, "add up to 1"),
        (np.ones((9, 1)), {"groups": 1}, r"shape \(9, 1\)"),
        (np.ones(9), {"groups": 1}, r"shape \(9,\)"),
        (np.zeros((9, 28, 28, 1), "uint8"), {}, "extractor='mnist'"),
        (np.zeros((9, 28, 28, 1), "uint8"), {"extractor": "pixels"}, "'pixels' gives no class probabilities"),
        (np.zeros((9, 28, 28, 1), "uint8"), {"extractor": "imagenet"}, "no extractor 'imagenet'"),
    ],
)
def test_other_input_is_refused(given, options, named):
    with pytest.raises(ValueError, match=named):
        metrics.inception_score(given, **options)
