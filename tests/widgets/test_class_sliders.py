"""Buttons for the class and sliders for the rest, without a browser."""

from gan_lessons import models, plots, pretrained, sampling, training, widgets

import keras
import numpy as np
import pytest

from tests import generators
from tests.training import tiny


@pytest.fixture(scope="module")
def generator():
    return pretrained.load("fashion-cgan")


@pytest.fixture
def sliders(generator):
    return widgets.class_sliders(generator, [f"class {k}" for k in range(10)], seed=1)


def picture(generator, z, label):
    image = keras.ops.convert_to_numpy(generator([z[None], np.array([[label]])]))
    return 255 - plots.to_uint8(image)[0, :, :, 0].astype(int)  # ink on paper


def test_the_pictures_are_the_generators(generator, sliders):
    z = sliders.z
    assert np.abs(sliders.array[::10, ::10].astype(int) - picture(generator, z, 0)).max() <= 1
    sliders.find("class").value = 7
    sliders.settle()
    assert np.abs(sliders.array[::10, ::10].astype(int) - picture(generator, z, 7)).max() <= 1
    scale = sliders.every.shape[0] // 56
    small = sliders.every[::scale, ::scale]
    for k in range(10):
        row, col = divmod(k, 5)
        piece = small[28 * row : 28 * (row + 1), 28 * col : 28 * (col + 1)].astype(int)
        assert np.abs(piece - picture(generator, z, k)).max() <= 1
    assert "class 7" in sliders.status.value


def test_a_blend_goes_from_one_class_to_the_other(sliders):
    sliders.find("class").value, sliders.find("towards").value = 1, 8
    sliders.settle()
    first = sliders.array.copy()
    sliders.find("blend").value = 0.5
    sliders.settle()
    assert sliders.shares[[1, 8]] == pytest.approx([0.5, 0.5]) and sliders.shares.sum() == pytest.approx(1)
    assert "50% class 1, 50% class 8" in sliders.status.value
    sliders.find("blend").value = 1.0
    sliders.settle()
    whole = sliders.array.copy()
    sliders.find("blend").value, sliders.find("class").value = 0.0, 8
    sliders.settle()
    assert np.array_equal(sliders.array, whole) and not np.array_equal(whole, first)


def test_sliders_move_the_point_and_the_buttons_put_it_back(sliders):
    z = sliders.z
    sliders.find("direction-2").value = 2.0
    assert np.linalg.norm(sliders.z - z) == pytest.approx(2.0, rel=1e-5)
    sliders.find("randomise").click()
    assert not np.allclose(sliders.z, z) and sliders.find("direction-2").value == 0
    sliders.find("reset").click()
    sliders.settle()
    assert np.allclose(sliders.z, z)


def test_it_is_drawn_fast_and_has_a_still_picture(sliders):
    for value in np.linspace(-3, 3, 9):
        sliders.find("direction-1").value = value
        sliders.settle()
    assert sliders.milliseconds < 100
    bundle, _ = sliders._repr_mimebundle_()
    assert len(bundle["image/png"]) > 1000


def test_a_game_shows_its_generator():
    family = models.acgan
    gan = training.ACGAN(
        family.generator("laptop", 5, seed=1), family.discriminator("laptop", seed=2), seed=0
    )
    sliders, alone = (widgets.class_sliders(x, seed=1) for x in (gan, gan.generator))
    assert np.array_equal(sliders.every, alone.every) and len(sliders.names) == 10


def test_the_game_or_its_sampler_says_how_many_classes_there_are():
    """Labels may enter a network by other ways than a layer that knows their number."""
    z, k = keras.Input((3,)), keras.Input((1,), dtype="int32")
    x = keras.layers.Concatenate()([z, keras.ops.one_hot(keras.ops.reshape(k, (-1,)), 4)])
    x = keras.layers.Reshape((4, 4, 1))(keras.layers.Dense(16, activation="tanh")(x))
    network = keras.Model([z, k], x)
    sampler = sampling.Sampler(network, [sampling.Latents(3), sampling.Labels(4)])
    sliders = widgets.class_sliders(sampler, width=4)
    assert len(sliders.names) == 4 and sliders.find("blend").disabled
    for k in range(4):
        sliders.find("class").value = k
        sliders.settle()
        assert np.abs(sliders.array.astype(int) - picture(network, sliders.z, k)).max() <= 1
    # Fewer classes than the layer of the network has room for.
    fewer = sampling.Sampler(generators.labelled(), [sampling.Latents(3), sampling.Labels(3)])
    assert len(widgets.class_sliders(fewer, width=4).names) == 3


def test_what_does_not_fit_is_refused(generator):
    with pytest.raises(ValueError, match="takes images to translate"):
        widgets.class_sliders(tiny.translator())
    with pytest.raises(ValueError, match="2 names were given; the generator knows 10"):
        widgets.class_sliders(generator, ["a", "b"])
    with pytest.raises(ValueError, match="directions is 0"):
        widgets.class_sliders(generator, directions=0)
    with pytest.raises(ValueError, match="takes latents; what is shown here takes latents, and labels"):
        widgets.class_sliders(models.dcgan.generator("laptop", 5))


def test_a_reader_says_what_it_takes_the_picture_for():
    generator = models.conditional.generator("laptop", 5, seed=1)

    def reader(images):
        assert images.dtype == np.uint8 and images.shape[1:] == (28, 28, 1)
        said = np.full((len(images), 10), 0.02)
        said[:, 7], said[:, 2] = 0.72, 0.12
        return said

    sliders = widgets.class_sliders(generator, width=28, reader=reader)
    assert "read as 7 (72%), 2 (12%), " in sliders.status.value
    labels = [text.get_text() for text in sliders.still().axes[0].get_xticklabels()]
    assert labels[7] == "7\n72%" and labels[0] == "0\n2%"
    with pytest.raises(ValueError, match=r"The reader gives shape \(1, 3\) for 1 images"):
        widgets.class_sliders(generator, width=28, reader=lambda images: np.ones((len(images), 3)))
    with pytest.raises(ValueError, match="reader is 'mnist'"):
        widgets.class_sliders(generator, width=28, reader="mnist")
