"""All scores at once are the scores that each function gives."""

from gan_lessons import data, metrics
from gan_lessons.metrics.scorecard import write

import numpy as np
import pytest


@pytest.fixture(scope="module")
def digits():
    images = data.load("mnist", "test", verbose=False).images
    return images[:500], images[500:1000]


@pytest.mark.filterwarnings("ignore:An Inception Score from")
def test_each_score_is_the_one_of_its_own_function(digits):
    card = metrics.scorecard(*digits, "mnist")
    assert card.inception == metrics.inception_score(digits[1], "mnist")
    assert card.frechet == metrics.frechet_distance(*digits, "mnist")
    assert card.kernel == metrics.kernel_distance(*digits, "mnist")
    assert card.shares == metrics.precision_recall(*digits, extractor="mnist")
    counts = np.bincount(metrics.classifier("mnist").predict(digits[1]), minlength=10)
    assert card.rarest_class == pytest.approx(counts.min() / 500)
    assert card.n == (500, 500) and card.extractor == "mnist"
    assert set(card.rows()) >= {"Inception Score", "Frechet distance", "kernel distance", "coverage"}
    assert "extractor 'mnist', n = 500 real and 500 scored" in str(card)


def test_an_extractor_without_classes_gives_no_inception_score(digits):
    halves = metrics.FunctionExtractor("halves", lambda x: x.reshape(len(x), 2, -1).mean(axis=2))
    card = metrics.scorecard(*digits, halves)
    assert card.inception is None and card.rarest_class is None
    assert "Inception Score" not in card.rows() and card.frechet.dimensions == 2


def test_digits_follow_the_spread():
    assert write(9.5234, 0.034) == "9.523 +- 0.034"
    assert write(358.93, 12.3) == "359 +- 12"
    assert write(0.25, None) == "0.25" and write(1.0, 0.0) == "1"


@pytest.mark.parametrize("wrong", [np.zeros((20, 64)), np.zeros((9, 28, 28, 1), "uint8")])
def test_features_and_too_few_images_are_refused(digits, wrong):
    with pytest.raises(ValueError, match=r"generated has shape .* expected at least 10 images"):
        metrics.scorecard(digits[0], wrong, "mnist")
