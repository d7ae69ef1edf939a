"""The table of codes by classes, on counts that can be checked by hand."""

from gan_lessons import metrics

import numpy as np
import pytest


def table(counts):
    """The table of images that have these counts."""
    counts = np.asarray(counts)
    codes, classes = (np.repeat(x.ravel(), counts.ravel()) for x in np.indices(counts.shape))
    order = np.random.default_rng(0).permutation(len(codes))
    return metrics.code_table(codes[order], classes[order, None], *counts.shape)


def test_a_permutation_is_perfect_whatever_its_order():
    found = table(5 * np.eye(4, dtype=int)[[2, 0, 3, 1]])
    assert found.assignment.tolist() == [2, 0, 3, 1]
    assert found.purity == found.accuracy == 1.0 and found.accuracy_error == 0.0
    assert found.mutual_information == pytest.approx(np.log(4)) and found.n == 20


def test_codes_that_say_nothing():
    found = table(np.full((4, 4), 3))
    assert found.purity == found.accuracy == 0.25
    assert found.mutual_information == pytest.approx(0.0, abs=1e-12)


def test_two_codes_of_one_class_are_pure_and_not_one_to_one():
    found = table([[10, 0, 0], [8, 2, 0], [0, 1, 9]])
    assert np.array_equal(found.counts, [[10, 0, 0], [8, 2, 0], [0, 1, 9]])
    assert found.purity == pytest.approx(27 / 30)
    assert found.assignment.tolist() == [0, 1, 2] and found.accuracy == pytest.approx(21 / 30)
    assert found.shares[1].tolist() == pytest.approx([0.8, 0.2, 0])
    p = np.array([[10, 0, 0], [8, 2, 0], [0, 1, 9]]) / 30
    entropy = -sum(x * np.log(x) for x in p.sum(0))  # of the classes, less what a code leaves open
    left = sum(p[i].sum() * -sum(x * np.log(x) for x in p[i] / p[i].sum() if x) for i in range(3))
    assert found.mutual_information == pytest.approx(entropy - left)
    assert "purity 90.0%, one class a code 70.0% ± 8.4%" in str(found) and "n = 30" in str(found)


def test_more_codes_than_classes_leave_some_over():
    found = table([[3, 0], [5, 0], [0, 4], [0, 0]])
    assert found.assignment.tolist() == [-1, 0, 1, -1]
    assert found.accuracy == pytest.approx(9 / 12) and found.shares[3].tolist() == [0, 0]
    assert table([[3, 0, 1]]).assignment.tolist() == [0]


@pytest.mark.parametrize(
    ("codes", "classes", "message"),
    [
        ([0, 1], [0], "2 codes and 1 classes"),
        ([0, 3], [0, 0], "codes lie in 0 to 3; expected 0 to 2, as n_codes is 3"),
        ([0, 1], [0, -1], "classes lie in -1 to 0"),
        ([0.0, 1.0], [0, 1], "codes have shape .* dtype float64"),
        ([], [], "n at least 1"),
    ],
)
def test_what_is_no_pair_of_codes_and_classes_is_refused(codes, classes, message):
    with pytest.raises(ValueError, match=message):
        metrics.code_table(codes, classes, 3, 2)
