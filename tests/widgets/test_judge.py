import io

from gan_lessons import widgets

import numpy as np
import pytest
from PIL import Image

REAL = np.full((30, 4, 4, 1), 255, np.uint8)
FAKE = np.zeros((30, 4, 4, 1), np.uint8)


@pytest.fixture
def judge():
    return widgets.judge(REAL, FAKE, rounds=8, seed=1, width=40)


def real_is_shown(judge):
    shown = np.asarray(Image.open(io.BytesIO(judge.image.value)))
    np.testing.assert_array_equal(shown, judge.array)
    return shown.max() == 0  # dark on white: 255 becomes black


def test_right_and_wrong_answers_are_counted(judge):
    for i in range(8):
        truth = real_is_shown(judge)
        judge.find("real" if truth == (i < 6) else "generated").click()  # six right, two wrong
    assert judge.answers == [True] * 6 + [False] * 2 and judge.done
    assert judge.chance == pytest.approx((28 + 8 + 1) / 256)
    assert "6 of 8 right: 75% ± 15%" in judge.status.value and "cannot tell them apart" in judge.status.value
    judge.find("real").click()
    assert len(judge.answers) == 8 and judge.find("real").disabled


def test_the_order_is_a_coins_and_starting_again_gives_another(judge):
    many = widgets.judge(np.repeat(REAL, 10, 0), np.repeat(FAKE, 10, 0), rounds=300)
    assert 110 < many._truth.sum() < 190
    first = judge._truth.copy()
    judge.answer(True)
    judge.find("again").click()
    assert judge.answers == [] and not np.array_equal(first, judge._truth)
    assert not judge.find("real").disabled


def test_all_right_is_said_to_be_beyond_chance(judge):
    for _ in range(8):
        judge.answer(real_is_shown(judge))
    assert judge.chance == pytest.approx(1 / 256) and "you can tell them apart" in judge.status.value


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="images of one shape"):
        widgets.judge(REAL, np.zeros((30, 5, 4, 1), np.uint8))
    with pytest.raises(ValueError, match="between 1 and 30"):
        widgets.judge(REAL, FAKE, rounds=31)


def test_the_still_shows_all_images_without_answers(judge):
    data, metadata = judge.still()._repr_png_()
    assert len(data) > 1000 and metadata["alt"].startswith("Real or generated?")


def test_another_judge_can_take_the_same_test(judge):
    images, truth = judge.images, judge.truth
    for image, real in zip(images, truth, strict=True):
        assert real_is_shown(judge) == real == bool(image.max())
        judge.answer(bool(image.max()))
    assert all(judge.answers) and images.shape == (8, 4, 4, 1)
