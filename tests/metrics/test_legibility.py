"""Legibility against hand computation."""

from gan_lessons import metrics

import numpy as np
import pytest


class Oracle:
    """Stands in for a classifier: three classes, and answers that were written down beforehand."""

    name, classes = "oracle", 3

    def __init__(self, probabilities):
        self.answers = np.array(probabilities, "float32")

    def probabilities(self, images):
        return self.answers


FOUR = [[0.95, 0.03, 0.02], [0.05, 0.92, 0.03], [0.92, 0.04, 0.04], [0.2, 0.2, 0.6]]


def test_numbers_by_hand():
    images = np.zeros((1000, 28, 28, 1), "uint8")
    result = metrics.legibility(images, Oracle(FOUR * 250))
    assert (result.extractor, result.n, result.confidence) == ("oracle", 1000, 0.9)
    assert result.share == pytest.approx(0.75)
    assert result.share_error == pytest.approx(np.sqrt(0.75 * 0.25 / 1000))
    assert np.allclose(result.class_shares, [0.5, 0.25, 0])
    assert result.smallest_class_share == 0
    assert result.mean_confidence == pytest.approx((0.95 + 0.92 + 0.92 + 0.6) / 4)


def test_a_stricter_confidence_counts_fewer():
    result = metrics.legibility(np.zeros((1000, 28, 28, 1), "uint8"), Oracle(FOUR * 250), confidence=0.94)
    assert result.share == pytest.approx(0.25)
    assert np.allclose(result.class_shares, [0.25, 0, 0])


def test_text_names_extractor_and_sample_size():
    text = str(metrics.legibility(np.zeros((1000, 28, 28, 1), "uint8"), Oracle(FOUR * 250)))
    assert "oracle" in text and "n = 1,000" in text and "75.0%" in text


def test_few_samples_warn():
    with pytest.warns(UserWarning, match="4 samples"):
        metrics.legibility(np.zeros((4, 28, 28, 1), "uint8"), Oracle(FOUR))


@pytest.mark.parametrize("confidence", [0, 1, 90, -0.1])
def test_confidence_is_a_probability(confidence):
    with pytest.raises(ValueError, match=r"confidence is .* above 0 and below 1"):
        metrics.legibility(np.zeros((600, 28, 28, 1), "uint8"), confidence=confidence)


def test_noise_is_not_legible():
    noise = np.random.default_rng(0).integers(0, 256, (500, 28, 28, 1), dtype="uint8")
    result = metrics.legibility(noise, "mnist")
    assert result.share <= 0.02 and result.extractor == "mnist" and len(result.class_shares) == 10
