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


WITHOUT = ({"pixel_norm": False}, {"minibatch_std": False}, {"equalised": False})


def built(which, size=4, **options):
    """A network without a part, or None if it has no such part anyway."""
    if (which == "generator" and "minibatch_std" in options) or (
        which == "discriminator" and "pixel_norm" in options
    ):
        return None
    more = {"latent_dim": 6} if which == "generator" else {}
    return getattr(progressive, which)("laptop", size, 1, seed=1, **more, **options)


def kinds(network):
    """What it is made of, in order: class, and whether its weights are scaled at runtime."""
    return [(type(layer).__name__, getattr(layer, "equalised", None)) for layer in network.layers]


def test_without_pixel_norm_features_keep_their_size_and_latents_are_still_normed():
    network = built("generator", 8, pixel_norm=False)
    assert [name for name, _ in kinds(network)].count("PixelNorm") == 1
    assert np.allclose(numpy(network(7.0 * Z)), numpy(network(Z)), atol=1e-4)
    network.get_layer("conv_4").kernel.assign(3.0 * network.get_layer("conv_4").kernel)
    network.get_layer("conv_4").bias.assign(ops.zeros(48))
    last = keras.Model(network.input, network.get_layer("conv_8_2").input)
    normed = built("generator", 8)
    reach = keras.Model(normed.input, normed.get_layer("conv_8_2").input)
    assert np.mean(numpy(reach(Z)) ** 2, axis=-1) == pytest.approx(1.0, abs=1e-3)
    assert np.mean(numpy(last(Z)) ** 2, axis=-1).max() > 2.0, "nothing takes the factor of 3 back"


def test_without_the_spread_an_image_gets_its_logit_whatever_is_beside_it():
    network = built("discriminator", minibatch_std=False)
    alike = np.repeat(IMAGES[:1, :4, :4], 4, axis=0)
    others = np.concatenate([alike[:1], IMAGES[1:, :4, :4]])
    assert np.allclose(numpy(network(alike))[0], numpy(network(others))[0], atol=1e-6)


def test_not_equalised_the_networks_compute_the_same_at_first_from_smaller_weights(pair):
    for network, inputs in zip(pair, (Z, IMAGES[:, :4, :4]), strict=True):
        start = built(network.name, equalised=False)
        assert np.allclose(numpy(start(inputs)), numpy(network(inputs)), atol=1e-4)
        assert numpy(start.get_layer("conv_4").kernel).std() == pytest.approx((2 / 432) ** 0.5, rel=0.05)


@pytest.mark.parametrize("options", WITHOUT, ids=lambda options: next(iter(options)))
@pytest.mark.parametrize("which", ["generator", "discriminator"])
def test_what_is_left_out_stays_out_when_a_network_grows_settles_or_is_loaded(which, options, tmp_path):
    network = built(which, **options)
    if network is None:
        return
    whole = built(which, 8, **options)
    assert kinds(whole) != kinds(built(which, 8))
    network.save(tmp_path / "small.keras")
    for small in (network, keras.saving.load_model(tmp_path / "small.keras")):
        assert kinds(progressive.settled(progressive.grown(small, seed=1))) == kinds(whole)
        assert kinds(progressive.settled(small)) == kinds(network)


def test_what_cannot_grow_is_refused(pair):
    other = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="other")
    with pytest.raises(ValueError, match=r"'other' is no network of models\.progressive"):
        progressive.grown(other)
    with pytest.raises(ValueError, match="recipe is 'cloud'"):
        progressive.grown(pair[0], "cloud")
