"""Images at another size."""

from gan_lessons.data import Dataset
from gan_lessons.data.sizes import framed, resized

import numpy as np
import pytest

RNG = np.random.default_rng(0)


def of(images):
    return Dataset(images, np.zeros(len(images), int), "noise", "here", "train", ("one",))


@pytest.mark.parametrize("channels", [1, 3])
def test_a_smaller_image_is_the_mean_of_its_blocks(channels):
    images = RNG.integers(0, 256, (5, 12, 12, channels), dtype="uint8")
    small = of(images).resized(4)
    expected = images.reshape(5, 4, 3, 4, 3, channels).mean(axis=(2, 4))
    assert small.images.dtype == np.uint8
    assert np.abs(small.images - expected).max() <= 1.01  # two passes, each rounded
    assert small.images.flags.writeable is False and len(small.labels) == 5
    ramp = np.linspace(0, 255, 12)[None, None, :, None].repeat(12, axis=1).astype("uint8")
    fifths = resized(ramp, 5)[0, :, :, 0]  # of 2.4 pixels each
    assert np.abs(fifths - np.linspace(25.5 * 0.636, 255 - 25.5 * 0.636, 5)).max() < 2


def test_a_larger_image_shows_the_same():
    images = np.zeros((1, 4, 6, 3), np.uint8)
    images[:, :, 3:] = 200
    large = resized(images, 12)
    assert large.shape == (1, 12, 12, 3) and large[:, :, :4].max() < 30 < 170 < large[:, :, 8:].min()
    assert resized(large, 12) is large


def test_a_rim_is_even_and_the_image_stays():
    images = RNG.integers(1, 256, (2, 4, 5, 1), dtype="uint8")
    wide = of(images).framed(8, 7).images
    assert wide.shape == (2, 8, 8, 1) and np.array_equal(wide[:, 2:6, 1:6], images)
    rim = np.ones((8, 8), bool)
    rim[2:6, 1:6] = False
    assert (wide[:, rim] == 7).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: resized(x, 0), "size is 0"),
        (lambda x: resized(x, 2.5), r"size is 2\.5"),
        (lambda x: resized(x, 10**6), "size is 1000000"),
        (lambda x: framed(x, 3), "size is 3"),
        (lambda x: framed(x, 8, 256), "value is 256"),
        (lambda x: resized(np.broadcast_to(x, (200_000, *x.shape[1:])), 4096), "ask for at most"),
    ],
)
def test_what_is_no_size_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.zeros((1, 4, 4, 1), np.uint8))
