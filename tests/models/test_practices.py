"""The small DCGAN of chapter 5: each switch changes exactly what it says."""

from gan_lessons import latent
from gan_lessons.models import practices

import keras
import numpy as np
import pytest
from keras import layers


def kinds(network):
    return [type(layer).__name__ for layer in network.layers[1:]]


def weights(network):
    return [tuple(w.shape) for w in network.weights]


def kernels(network):
    return [w for w in network.get_weights() if w.ndim > 1]


def test_the_baseline_is_the_network_of_the_chapter():
    g, d = practices.generator(seed=1), practices.discriminator(seed=1)
    assert g.count_params() == 100 * 256 + 4 * 256 + 256 * 1568 + 4 * 32 + 16 * 32 * 16 + 4 * 16 + 16 * 16 + 1
    assert d.count_params() == 17 * 16 + 16 * 16 * 32 + 4 * 32 + 1568 * 128 + 4 * 128 + 128 + 1
    assert g.input_shape == (None, 100) and g.output_shape == d.input_shape == (None, 28, 28, 1)
    assert d.output_shape == (None, 1) and d.layers[-1].activation is keras.activations.linear
    assert g.layers[-1].activation is keras.activations.tanh
    images = np.array(g(latent.sample(4, 100, seed=0), training=True))
    assert np.abs(images).max() <= 1.0 and np.isfinite(np.array(d(images))).all()
    assert practices.generator(latent_dim=7, width=4).input_shape == (None, 7)


def test_every_activation_follows_its_batch_norm_and_the_ends_have_none():
    g, d = kinds(practices.generator()), kinds(practices.discriminator())
    assert g.count("BatchNormalization") == 3 and d.count("BatchNormalization") == 2
    for names, activation in ((g, "ReLU"), (d, "LeakyReLU")):
        assert all(names[i + 1] == activation for i, n in enumerate(names) if n == "BatchNormalization")
    assert d[:2] == ["Conv2D", "LeakyReLU"], "no batch norm at the discriminator's input"
    assert g[-2:] == ["ReLU", "Conv2DTranspose"], "nor at the generator's output"
    leaky = [layer for layer in practices.discriminator().layers if isinstance(layer, layers.LeakyReLU)]
    assert [layer.negative_slope for layer in leaky] == pytest.approx([0.2] * 3)


def test_norm_takes_away_batch_norm_and_gives_the_bias_back():
    for make in (practices.generator, practices.discriminator):
        with_norm, without = make(), make(norm=False)
        assert [k for k in kinds(with_norm) if k != "BatchNormalization"] == kinds(without)
        assert not without.non_trainable_weights and with_norm.non_trainable_weights
        assert all(layer.use_bias for layer in without.layers if hasattr(layer, "use_bias"))


def test_max_pool_has_the_same_weights_and_another_way_down():
    stride, pool = practices.discriminator(seed=1), practices.discriminator(seed=1, downsample="max_pool")
    assert weights(stride) == weights(pool)
    assert all(np.array_equal(a, b) for a, b in zip(kernels(stride), kernels(pool), strict=True))
    assert kinds(pool).count("MaxPooling2D") == 2 and "MaxPooling2D" not in kinds(stride)
    assert [layer.strides for layer in pool.layers if isinstance(layer, layers.Conv2D)] == [(1, 1)] * 2


def test_resize_has_convolutions_of_3_x_3_behind_enlarged_images():
    names = kinds(practices.generator(upsample="resize"))
    assert names.count("UpSampling2D") == names.count("Conv2D") == 2 and "Conv2DTranspose" not in names
    assert practices.generator(upsample="resize").output_shape == (None, 28, 28, 1)


def test_activations_and_dropout():
    g, d = practices.generator(activation="leaky_relu"), practices.discriminator(activation="relu")
    assert "ReLU" not in kinds(g) and kinds(g).count("LeakyReLU") == 3
    assert "LeakyReLU" not in kinds(d) and kinds(d).count("ReLU") == 3
    dropped = [
        layer for layer in practices.discriminator(dropout=0.3).layers if isinstance(layer, layers.Dropout)
    ]
    assert [layer.rate for layer in dropped] == [0.3, 0.3]
    assert "Dropout" not in kinds(practices.discriminator())


@pytest.mark.parametrize(("name", "spread"), [("normal", 0.02), ("wide", 0.05)])
def test_initial_weights_have_the_spread_of_their_name(name, spread):
    for make in (practices.generator, practices.discriminator):
        large = [k for k in kernels(make(seed=1, initializer=name)) if k.size > 5000]
        assert len(large) >= 2
        for kernel in large:
            assert kernel.std() == pytest.approx(spread, rel=0.05)


def test_glorot_depends_on_the_size_of_the_layer():
    first = kernels(practices.generator(seed=1, initializer="glorot"))[0]
    assert np.abs(first).max() == pytest.approx((6 / (100 + 256)) ** 0.5, rel=0.01)


def test_initialisers_are_fresh_unless_one_object_is_given():
    one = keras.initializers.RandomNormal(stddev=0.02, seed=5)

    def mirrored(**options):
        g, d = (make(**options) for make in (practices.generator, practices.discriminator))
        (g_16, g_1), (d_1, d_16) = ([k for k in kernels(net) if k.ndim == 4] for net in (g, d))
        return [np.array_equal(g_1, d_1), np.array_equal(g_16, d_16)]

    assert mirrored(initializer=one) == [True, True]
    assert mirrored(seed=1) == mirrored() == [False, False]


def test_one_seed_gives_one_network():
    for make in (practices.generator, practices.discriminator):
        a, b, c = (kernels(make(seed=s)) for s in (3, 3, 4))
        assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
        assert not np.array_equal(a[0], c[0])


@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (practices.generator, {"upsample": "nearest"}),
        (practices.generator, {"activation": "tanh"}),
        (practices.generator, {"initializer": "he"}),
        (practices.generator, {"latent_dim": 0}),
        (practices.discriminator, {"downsample": "mean"}),
        (practices.discriminator, {"dropout": 1.0}),
    ],
)
def test_what_is_no_position_of_a_switch_is_refused_by_name(make, wrong):
    (name, value), *_ = wrong.items()
    with pytest.raises(ValueError, match=f"{name} is '?{value}"):
        make(**wrong)
