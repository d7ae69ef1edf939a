"""Code buttons and sliders of an InfoGAN's generator, without a browser."""

from gan_lessons import models, plots, training, widgets

import keras
import numpy as np
import pytest

from tests.training import tiny


@pytest.fixture(scope="module")
def generator():
    return models.infogan.generator("laptop", 5, n_classes=4, n_continuous=2, seed=1)


@pytest.fixture
def sliders(generator):
    return widgets.code_sliders(generator, directions=2, seed=1)


def picture(generator, z, code, continuous):
    told = models.infogan.code_vectors([code], continuous, 4, 2)
    image = keras.ops.convert_to_numpy(generator([z[None], told]))
    return 255 - plots.to_uint8(image)[0, :, :, 0].astype(int)  # ink on paper


def test_code_continuous_codes_and_point_reach_the_pictures(generator, sliders):
    scale = sliders.array.shape[0] // 28
    for name, value in (("class", 2), ("code-c1", 1.5), ("code-c2", -0.7), ("direction-1", 1.0)):
        before = sliders.array.copy()
        sliders.find(name).value = value
        sliders.settle()
        assert not np.array_equal(sliders.array, before), name
    expected = picture(generator, sliders.z, 2, [1.5, -0.7])
    assert np.abs(sliders.array[::scale, ::scale].astype(int) - expected).max() <= 1
    assert sliders.continuous == pytest.approx([1.5, -0.7]) and "2" in sliders.status.value
    small = sliders.every[:: sliders.every.shape[0] // 28, :: sliders.every.shape[0] // 28]
    expected = picture(generator, sliders.z, 3, [1.5, -0.7])
    assert np.abs(small[:28, 3 * 28 : 4 * 28].astype(int) - expected).max() <= 1


def test_reset_puts_everything_in_the_middle(sliders):
    sliders.find("code-c2").value = 2.0
    sliders.find("reset").click()
    sliders.settle()
    assert sliders.continuous.tolist() == [0, 0]
    assert len(sliders._repr_mimebundle_()[0]["image/png"]) > 1000


def test_a_game_shows_its_generator(generator, sliders):
    gan = training.InfoGAN(generator, models.infogan.discriminator("laptop", 4, 2, seed=2))
    assert np.array_equal(widgets.code_sliders(gan, directions=2, seed=1).every, sliders.every)


def test_what_does_not_fit_is_refused(generator):
    with pytest.raises(ValueError, match="'translator_1' takes no codes"):
        widgets.code_sliders(tiny.translator())
    with pytest.raises(ValueError, match="takes no codes"):
        widgets.code_sliders(models.conditional.generator("laptop", 5))
    with pytest.raises(ValueError, match="2 names were given; the generator knows 4 codes"):
        widgets.code_sliders(generator, ["a", "b"])
