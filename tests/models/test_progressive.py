"""Networks that grow share their layers and begin as what they were."""

import gan_lessons  # noqa: F401
from gan_lessons.models import progressive

import keras
import numpy as np
import pytest
from keras import layers, ops

RNG = np.random.default_rng(0)
Z = RNG.standard_normal((3, 6)).astype("float32")
IMAGES = RNG.standard_normal((4, 8, 8, 1)).astype("float32")


def numpy(x):
    return ops.convert_to_numpy(x)


def halved(x):
    return numpy(layers.AveragePooling2D(2)(x))


@pytest.fixture(scope="module")
def pair():
    generator = progressive.generator("laptop", 4, 1, latent_dim=6, seed=1)
    return generator, progressive.discriminator("laptop", 4, 1, seed=1)


@pytest.fixture(scope="module")
def grown(pair):
    return tuple(progressive.grown(network, seed=1) for network in pair)


def set_alpha(networks, alpha):
    for network in networks:
        progressive.fade(network).alpha.assign(alpha)


def test_at_alpha_0_it_is_the_old_network_with_images_enlarged_or_shrunk(pair, grown):
    set_alpha(grown, 0.0)
    assert np.array_equal(numpy(grown[0](Z)), numpy(pair[0](Z)).repeat(2, 1).repeat(2, 2))
    assert np.allclose(numpy(grown[1](IMAGES)), numpy(pair[1](halved(IMAGES))), atol=1e-6)


def test_at_alpha_1_it_is_the_network_of_that_size_and_between_the_blend(grown):
    whole = (
        progressive.generator("laptop", 8, 1, latent_dim=6, seed=1),
        progressive.discriminator("laptop", 8, 1, seed=1),
    )
    ends = []
    for alpha in (0.0, 1.0):
        set_alpha(grown, alpha)
        ends.append(numpy(grown[0](Z)))
    assert np.allclose(ends[1], numpy(whole[0](Z)), atol=1e-6), "one seed: as if built at once"
    assert np.allclose(numpy(grown[1](IMAGES)), numpy(whole[1](IMAGES)), atol=1e-5)
    for network, alone in zip(map(progressive.settled, grown), whole, strict=True):
        assert progressive.fade(network) is None
        assert [w.shape for w in network.weights] == [w.shape for w in alone.weights]
    set_alpha(grown, 0.25)
    assert np.allclose(numpy(grown[0](Z)), 0.75 * ends[0] + 0.25 * ends[1], atol=1e-6)


def test_layers_are_shared_objects_and_only_the_fade_is_not_trained(pair, grown):
    for old, new in zip(pair, grown, strict=True):
        assert {id(v) for v in old.trainable_variables} < {id(v) for v in new.trainable_variables}
        assert [v.name for v in new.non_trainable_variables] == ["alpha"]
        again = progressive.grown(new, seed=1)
        assert (again.output_shape if again.name == "generator" else again.input_shape)[1] == 16
        # Of the old paths only that from or to the size before is left, and none of its weights is lost to the next.
        assert {id(v) for v in progressive.settled(new).weights} < {id(v) for v in again.weights}
        assert not any(layer.name.endswith("_rgb_4") for layer in again.layers)


def test_the_end_is_linear_and_the_discriminator_sees_the_spread_of_the_batch(pair):
    images = numpy(pair[0](100.0 * Z))
    assert np.allclose(images, numpy(pair[0](Z)), atol=1e-4), "only the direction of z counts"
    alike = np.repeat(IMAGES[:1, :4, :4], 4, axis=0)
    others = np.concatenate([alike[:1], IMAGES[1:, :4, :4]])
    assert not np.allclose(numpy(pair[1](alike))[0], numpy(pair[1](others))[0])


def test_classic_widths_are_kept_when_a_network_is_rebuilt():
    generator = progressive.generator("classic", 4, latent_dim=3, seed=1)
    assert progressive.settled(generator).get_layer("conv_4").width == 512
    assert progressive.grown(generator, "classic").get_layer("conv_8_2").width == 512


def test_what_cannot_grow_is_refused(pair):
    other = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="other")
    with pytest.raises(ValueError, match=r"'other' is no network of models\.progressive"):
        progressive.grown(other)
    with pytest.raises(ValueError, match="recipe is 'cloud'"):
        progressive.grown(pair[0], "cloud")
