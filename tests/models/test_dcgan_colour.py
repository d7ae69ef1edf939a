"""The networks of chapters 8 and 9: parameter counts, shapes, layers."""

from itertools import pairwise

import gan_lessons as gl
from gan_lessons.models import dcgan_colour

import keras
import numpy as np
import pytest
from keras import layers

BOTH = pytest.mark.parametrize("recipe", dcgan_colour.RECIPES)
SIZES = pytest.mark.parametrize("size", [32, 80])


def counts(network):
    return [layer.count_params() for layer in network.layers if layer.count_params()]


def test_the_chapters_parameter_counts():
    d, g = dcgan_colour.discriminator("classic", 32), dcgan_colour.generator("classic", 32)
    assert counts(d) == [1_792, 73_856, 147_584, 295_168, 4_097] and d.count_params() == 522_497
    assert counts(g) == [413_696, 524_416, 262_272, 262_272, 3_459] and g.count_params() == 1_466_115
    d, g = dcgan_colour.discriminator("classic", 80), dcgan_colour.generator("classic", 80)
    assert counts(d) == [9_728] + 4 * [409_728] + [3_201] and d.count_params() == 1_651_841
    assert counts(g) == [323_200] + 4 * [262_272] + [9_603] and g.count_params() == 1_381_891
    assert not d.non_trainable_weights and not g.non_trainable_weights, (
        "no batch norm in the classic networks"
    )


@pytest.mark.parametrize(
    ("size", "small", "first"), [(32, [32, 16, 8, 4], (4, 4, 256)), (80, [80, 40, 20, 10, 5], (5, 5, 128))]
)
def test_the_chapters_feature_maps(size, small, first):
    d, g = dcgan_colour.discriminator("classic", size), dcgan_colour.generator("classic", size)
    assert [x.output.shape[1] for x in d.layers if isinstance(x, layers.Conv2D)] == small
    assert next(x.output.shape[1:] for x in g.layers if isinstance(x, layers.Reshape)) == first
    assert [x.output.shape[1] for x in g.layers if isinstance(x, layers.Conv2DTranspose)] == small[-2::-1]
    assert [x.rate for x in d.layers if isinstance(x, layers.Dropout)] == [0.4]


@pytest.mark.parametrize("size", [40, 64])
def test_40_and_64_pixels_are_for_the_laptop_alone(size):
    with pytest.raises(ValueError, match=rf"size is {size}; 'classic' has 32 and 80 pixels"):
        dcgan_colour.discriminator("classic", size)
    g, d = dcgan_colour.generator("laptop", size), dcgan_colour.discriminator("laptop", size)
    assert g.output_shape[1:] == d.input_shape[1:] == (size, size, 3)


@BOTH
@SIZES
def test_shapes_and_ranges(recipe, size):
    d = dcgan_colour.discriminator(recipe, size, seed=1)
    g = dcgan_colour.generator(recipe, size, latent_dim=7, seed=2)
    images = keras.ops.convert_to_numpy(g(50 * gl.latent.sample(3, 7, seed=0), training=True))
    assert images.shape == (3, size, size, 3) and images.dtype == np.float32
    assert images.min() >= -1.0 and images.max() <= 1.0 and images.std() > 0.01
    assert keras.ops.convert_to_numpy(d(50 * images, training=False)).shape == (3, 1)
    assert d.layers[-1].activation is keras.activations.linear, "logits, not probabilities"


@BOTH
@SIZES
def test_strides_instead_of_pooling_and_no_checkerboard(recipe, size):
    for network in (dcgan_colour.discriminator(recipe, size), dcgan_colour.generator(recipe, size)):
        for layer in network.layers:
            assert "Pooling" not in type(layer).__name__
            if isinstance(layer, layers.LeakyReLU):
                assert layer.negative_slope == pytest.approx(0.2)
            if isinstance(layer, layers.Conv2DTranspose):
                assert layer.kernel_size[0] % layer.strides[0] == 0


@BOTH
def test_a_seed_gives_the_same_weights_and_none_others(recipe):
    for build in (dcgan_colour.generator, dcgan_colour.discriminator):
        a, b, c, d = (build(recipe, seed=seed).get_weights()[0] for seed in (1, 1, 2, None))
        assert np.array_equal(a, b) and not np.array_equal(a, c) and not np.array_equal(a, d)


def test_no_two_layers_start_equal():
    """One initialiser object used twice gives equal weights; the classic 128-to-128 layers have equal shapes."""
    kernels = [w for w in dcgan_colour.generator("classic", 80, seed=1).get_weights() if w.ndim == 4]
    assert not any(np.array_equal(a, b) for a, b in pairwise(kernels[:4]))


def test_bad_names_and_numbers():
    for build in (dcgan_colour.generator, dcgan_colour.discriminator):
        with pytest.raises(ValueError, match=r"recipe is 'cloud'; choose one of"):
            build("cloud")
        with pytest.raises(ValueError, match=r"size is 48; .* \(32, 40, 64, 80\) pixels"):
            build("laptop", 48)
    with pytest.raises(ValueError, match="latent_dim is 0"):
        dcgan_colour.generator("laptop", latent_dim=0)
