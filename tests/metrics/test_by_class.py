"""Scores of each class: real digits as what a perfect, a lazy and a disobedient generator would draw."""

from gan_lessons import data, metrics

import numpy as np
import pytest


@pytest.fixture(scope="module")
def digits():
    found = data.load("mnist", "test", verbose=False)
    order = np.random.default_rng(0).permutation(len(found.images))[:2000]
    return found.images[order], found.labels[order]


@pytest.fixture(scope="module")
def halves(digits):
    images, labels = digits
    n = len(images) // 2
    return (images[:n], labels[:n]), (images[n:], labels[n:])


@pytest.mark.filterwarnings("ignore:A class has only")
def test_other_real_images_obey_and_vary(halves):
    (real, real_labels), (other, labels) = halves
    found = metrics.by_class(real, real_labels, other, labels, "mnist")
    assert found.mean_agreement > 0.98 and found.mean_real_agreement > 0.98
    assert found.diversity == pytest.approx(np.ones(10), abs=0.15)
    assert found.n == (len(real), len(other)) and found.extractor == "mnist"
    assert np.array_equal(found.counts, np.bincount(labels, minlength=10))
    said = metrics.classifier("mnist").predict(other)
    assert found.agreement[3] == (said[labels == 3] == 3).mean()
    assert f"{len(other):,} generated" in str(found)


@pytest.mark.filterwarnings("ignore:A class has only")
def test_one_image_a_class_obeys_and_does_not_vary(halves):
    (real, real_labels), (other, labels) = halves
    one = np.concatenate([np.repeat(other[labels == k][:1], 50, axis=0) for k in range(10)])
    found = metrics.by_class(real, real_labels, one, np.repeat(np.arange(10), 50), "mnist")
    assert found.mean_agreement > 0.9 and found.diversity.max() < 1e-3


@pytest.mark.filterwarnings("ignore:A class has only")
def test_shuffled_labels_are_no_agreement(halves):
    (real, real_labels), (other, labels) = halves
    shuffled = np.random.default_rng(0).permutation(labels)
    found = metrics.by_class(real, real_labels, other, shuffled[:, None], "mnist")
    assert found.mean_agreement == pytest.approx(0.1, abs=0.05)
    right = metrics.by_class(real, real_labels, other, labels, "mnist")
    assert (found.frechet > 10 * right.frechet).all()
    assert found.agreement_error == pytest.approx(np.sqrt(0.09 / len(other)), rel=0.4)


def test_few_images_are_warned_about(halves):
    (real, real_labels), (other, labels) = halves
    with pytest.warns(UserWarning, match="rough"):
        metrics.by_class(real, real_labels, other[:300], labels[:300], "mnist")


def test_what_does_not_fit_is_refused(halves):
    (real, real_labels), (other, labels) = halves
    for wrong, message in (
        (labels[:-1], "expected [0-9]+ integers"),
        (labels.astype("float32"), "dtype float32"),
        (labels + 1, "lie in 1 to 10"),
        (np.zeros_like(labels), "Class 1 has 0 generated images"),
    ):
        with pytest.raises(ValueError, match=message):
            metrics.by_class(real, real_labels, other, wrong, "mnist")


def test_real_images_without_variety_are_no_reference(halves):
    (real, real_labels), (other, labels) = halves
    one = np.repeat(real[[np.flatnonzero(real_labels == k)[0] for k in range(10)]], 50, axis=0)
    with pytest.warns(UserWarning, match="rough"), pytest.raises(ValueError, match="class 0 do not differ"):
        metrics.by_class(one, np.repeat(np.arange(10), 50), other, labels, "mnist")
