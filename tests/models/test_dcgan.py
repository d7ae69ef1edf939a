"""The networks of chapter 7: parameter counts, shapes, layers."""

import gan_lessons as gl
from gan_lessons.models import dcgan

import keras
import numpy as np
import pytest
from keras import layers


def test_the_chapters_parameter_counts():
    d, g = dcgan.discriminator("classic"), dcgan.generator("classic")
    assert d.count_params() == 40_705
    assert g.count_params() == 1_164_289
    assert [layer.count_params() for layer in d.layers if layer.count_params()] == [640, 36_928, 3_137]
    assert [layer.count_params() for layer in g.layers if layer.count_params()] == [
        633_472,
        262_272,
        262_272,
        6_273,
    ]
    assert not d.non_trainable_weights and not g.non_trainable_weights, (
        "no batch norm in the classic networks"
    )


@pytest.mark.parametrize("recipe", dcgan.RECIPES)
def test_shapes_and_ranges(recipe):
    d, g = dcgan.discriminator(recipe, seed=1), dcgan.generator(recipe, latent_dim=7, seed=2)
    z = 50 * gl.latent.sample(5, 7, seed=0)
    images = keras.ops.convert_to_numpy(g(z, training=True))
    assert images.shape == (5, 28, 28, 1) and images.dtype == np.float32
    assert images.min() >= -1.0 and images.max() <= 1.0 and images.std() > 0.01
    logits = keras.ops.convert_to_numpy(d(50 * images, training=False))
    assert logits.shape == (5, 1)
    assert d.layers[-1].activation is keras.activations.linear, "logits, not probabilities"


@pytest.mark.parametrize("recipe", dcgan.RECIPES)
def test_the_rules_of_the_chapter(recipe):
    for network in (dcgan.discriminator(recipe), dcgan.generator(recipe)):
        for layer in network.layers:
            assert "Pooling" not in type(layer).__name__, "strides instead of pooling"
            if isinstance(layer, layers.LeakyReLU):
                assert layer.negative_slope == pytest.approx(0.2)
            if isinstance(layer, layers.Conv2DTranspose):
                assert layer.kernel_size[0] % layer.strides[0] == 0, "else a checkerboard"


def test_the_laptop_recipe_starts_as_the_dcgan_paper_says():
    g = dcgan.generator("laptop", seed=1)
    kernels = [w for w in g.get_weights() if w.ndim > 1 and w.size > 10_000]
    assert len(kernels) >= 3
    for kernel in kernels:
        assert kernel.std() == pytest.approx(0.02, rel=0.05) and abs(kernel.mean()) < 1e-3


@pytest.mark.parametrize("recipe", dcgan.RECIPES)
def test_a_seed_gives_the_same_weights_and_none_others(recipe):
    for build in (dcgan.generator, dcgan.discriminator):
        a, b, c, d = (build(recipe, seed=seed).get_weights()[0] for seed in (1, 1, 2, None))
        assert np.array_equal(a, b) and not np.array_equal(a, c) and not np.array_equal(a, d)
