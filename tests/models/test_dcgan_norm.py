"""The networks of chapter 10: parameter counts, shapes, where batch norm stands."""

from gan_lessons.models import dcgan_norm

import keras
import numpy as np
import pytest


def test_the_chapters_parameter_counts():
    d = dcgan_norm.discriminator("classic")
    assert d.count_params() == 70_337
    assert sum(np.prod(v.shape) for v in d.trainable_weights) == 70_081
    for latent_dim, total, trainable in ((50, 851_713, 851_201), (1, 544_385, 543_873)):
        g = dcgan_norm.generator("classic", latent_dim)
        assert g.count_params() == total
        assert sum(np.prod(v.shape) for v in g.trainable_weights) == trainable
    assert dcgan_norm.discriminator(batch_norm=False).count_params() == 70_337 - 2 * 256


@pytest.mark.parametrize("recipe", dcgan_norm.RECIPES)
def test_shapes_and_ranges(recipe):
    g, d = dcgan_norm.generator(recipe, 3, seed=1), dcgan_norm.discriminator(recipe, seed=1)
    images = keras.ops.convert_to_numpy(g(50 * np.random.default_rng(0).normal(size=(5, 3)), training=True))
    assert images.shape == (5, 28, 28, 1) and images.min() >= -1 and images.max() <= 1
    assert d(images).shape == (5, 1)
    assert d.layers[-1].activation is keras.activations.linear, "logits, not probabilities"


def test_kernels_of_one_shape_differ():
    g = dcgan_norm.generator("classic", seed=1)
    a, b = (w for w in g.get_weights() if w.shape == (4, 4, 128, 128))
    assert not np.array_equal(a, b)


def test_a_seed_gives_the_same_weights_and_none_others():
    for network in (dcgan_norm.generator, dcgan_norm.discriminator):
        one, same, other = (network("laptop", seed=seed).get_weights() for seed in (1, 1, 2))
        assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
        assert not np.array_equal(one[0], other[0])


@pytest.mark.parametrize(
    "wrong", [lambda: dcgan_norm.generator("wide"), lambda: dcgan_norm.generator(latent_dim=0)]
)
def test_unknown_recipes_and_empty_latents_are_refused(wrong):
    with pytest.raises(ValueError, match=r"recipe is 'wide'|latent_dim is 0"):
        wrong()
