"""Which range images have is checked by everything that reads them, not guessed."""

import warnings

from gan_lessons import metrics

import numpy as np
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:.* rough:UserWarning", "ignore:A Fr.chet distance")
SCORES = (
    metrics.kernel_distance,
    metrics.frechet_distance,
    lambda a, b, extractor: metrics.precision_recall(a, b, extractor=extractor),
    lambda a, b, extractor: metrics.nearest(a, b, extractor=extractor),
)
IMAGES = np.random.default_rng(0).integers(0, 256, (600, 4, 4, 1), dtype="uint8")


@pytest.mark.parametrize("score", SCORES)
def test_floats_from_0_to_255_beside_uint8_are_refused(score):
    with pytest.raises(ValueError, match=r"Turn 0\.\.255 into"):
        score(IMAGES, IMAGES.astype("float32"), extractor="pixels")


@pytest.mark.parametrize("score", SCORES)
def test_floats_from_0_to_1_beside_uint8_raise_a_suspicion(score):
    with pytest.warns(UserWarning, match="none is negative"):
        score(IMAGES, IMAGES / np.float32(255), extractor="pixels")


def test_images_turned_into_uint8_too_early_raise_a_suspicion():
    with pytest.warns(UserWarning, match="uint8 values of 0 and 1 only"):
        metrics.nearest((IMAGES / 255).astype("uint8"), IMAGES, extractor="pixels")


def test_images_in_their_range_raise_none():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = metrics.nearest(IMAGES, IMAGES.astype("float32") / 127.5 - 1, extractor="pixels")
    assert found.distances.max() < 1e-5


@pytest.mark.parametrize("what", ["masked", "complex", "objects"])
def test_what_is_no_image_is_refused(what):
    wrong = {
        "masked": np.ma.masked_array(IMAGES, IMAGES > 9),
        "complex": IMAGES * 1j,
        "objects": IMAGES.astype(object),
    }
    for score in SCORES:
        with pytest.raises(ValueError, match=r"masked array|complex numbers|an array of real numbers"):
            score(wrong[what], IMAGES, extractor="pixels")
