"""U-Net, PatchGAN and residual network: their counts, what they see, and the noise that stays on."""

from gan_lessons.models import blocks, patchgan, receptive_field, residual, unet

import keras
import numpy as np
import pytest
from keras import layers, ops

RNG = np.random.default_rng(0)


def weights_of(network, trainable=None):
    chosen = network.weights if trainable is None else network.trainable_weights
    return sum(int(np.prod(w.shape)) for w in chosen)


@pytest.fixture
def undrawn(monkeypatch):
    """Weights are not drawn: 54 million take longer than all else here."""
    monkeypatch.setattr(
        keras.initializers.RandomNormal,
        "__call__",
        lambda self, shape, dtype=None, **_: ops.zeros(shape, dtype),
    )


def test_the_classic_programs_counts(undrawn):
    g = unet.generator(seed=1)
    assert (weights_of(g), weights_of(g, True)) == (54_429_315, 54_419_459)
    assert g.output_shape == (None, 256, 256, 3)
    d = patchgan.discriminator(142, norm="batch")
    assert (weights_of(d), weights_of(d, True)) == (6_968_257, 6_968_257 - 2_816)
    assert d.output_shape == (None, 16, 16, 1)
    assert weights_of(residual.generator()) == 35_276_553
    assert weights_of(patchgan.discriminator(142, channels=(3,))) == 6_962_369


def test_the_papers_counts(undrawn):
    assert weights_of(unet.generator(norm="instance")) == 54_419_459
    d = patchgan.discriminator(70, norm="batch")
    assert weights_of(d) == 2_771_393 and d.output_shape == (None, 32, 32, 1)
    assert weights_of(patchgan.discriminator(70, channels=(3,))) == 2_766_529
    assert weights_of(residual.generator("paper")) == 11_388_675
    six = residual.generator("paper", 128)
    assert weights_of(six) == 7_845_123 == weights_of(residual.generator("paper", blocks=6))


@pytest.mark.parametrize("size", [32, 64, 128])
def test_a_unets_depth_follows_the_size(size, undrawn):
    g = unet.generator(size=size, norm="instance", width=2)
    maps = [layer.output.shape[1] for layer in g.layers if type(layer) is layers.Conv2D]
    assert maps == [size // 2**k for k in range(1, len(maps) + 1)] and maps[-1] == 1
    assert g.output_shape == (None, size, size, 3)
    normed = [layer.output.shape[1] for layer in g.layers if isinstance(layer, layers.GroupNormalization)]
    assert min(normed) == 2 and max(normed) == size // 2 and normed.count(size // 2) == 1
    assert unet.sides(size=size) == tuple(maps[:-1])


def test_a_norm_of_one_pixel_is_refused():
    with pytest.raises(ValueError, match="1 x 1 pixels is zero"):
        blocks.normalised(keras.Input((1, 1, 4)), "instance")


def test_skips_can_be_cut_one_at_a_time(undrawn):
    def joined(**options):
        g = unet.generator("laptop", 64, **options)
        return [layer.output.shape[1] for layer in g.layers if isinstance(layer, layers.Concatenate)]

    assert joined() == [8, 16, 32, 64] == sorted(unet.sides("laptop", 64))
    assert joined(skips=(32, 8)) == [8, 32] and joined(skips=False) == []


# ---- receptive fields ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sees", [16, 34, 70, 142, 286])
def test_a_patchgan_is_called_by_what_it_sees(sees, undrawn):
    d = patchgan.discriminator(sees, 256, width=1)
    assert receptive_field.side(d) == sees
    back = 1  # from the output back to the image
    for layer in reversed([layer for layer in d.layers if isinstance(layer, layers.Conv2D)]):
        back = (back - 1) * layer.strides[0] + layer.kernel_size[0]
    assert back == sees


def test_the_field_by_the_layers_is_the_field_by_the_gradient():
    for sees, size in ((1, 16), (16, 32), (34, 64)):
        d = patchgan.discriminator(sees, size, (1, 1), norm="none", width=2, seed=3)
        images = RNG.normal(size=(2, 1, size, size, 1)).astype("float32")
        depends = receptive_field.slope(d, *images) > 0
        rows, columns = np.flatnonzero(depends.any(1)), np.flatnonzero(depends.any(0))
        assert np.ptp(rows) + 1 == np.ptp(columns) + 1 == receptive_field.side(d) == sees
    through_norms = patchgan.discriminator(16, 32, (1, 1), width=2, seed=3)
    assert (receptive_field.slope(through_norms, *RNG.normal(size=(2, 1, 32, 32, 1))) > 0).mean() > 0.95


@pytest.mark.parametrize(
    "stack",
    [
        [layers.Conv2D(2, 4, 2, padding="same"), layers.Conv2D(1, 4, padding="same")],
        [layers.ZeroPadding2D(((2, 0), (1, 0))), layers.Conv2D(1, 3, 2, padding="same")],
        [blocks.ReflectionPadding(1), layers.AveragePooling2D(3, 2, padding="same"), layers.Conv2D(1, 3)],
    ],
    ids=["strided", "zeros", "mirrored"],
)  # fmt: skip
def test_a_square_lies_where_the_gradient_says(stack):
    """For places in the middle all of it, at the corners what lies within the image."""
    net = keras.Sequential([keras.Input((24, 24, 1)), *stack])
    field, (height, width) = receptive_field.steps(net)[-1], net.output_shape[1:3]
    for place in ((height // 2, width // 2), (0, 0), (height - 1, 0), (1, width - 1)):
        depends = receptive_field.slope(net, RNG.normal(size=(1, 24, 24, 1)), place=place) > 0
        expected = np.zeros_like(depends)
        rows, columns = field.square(place)
        expected[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop] = True
        for axis in (0, 1):
            seen, within = (np.flatnonzero(which.any(axis)) for which in (depends, expected))
            assert (seen[0], seen[-1]) == (within[0], within[-1])


def test_fields_grow_as_by_hand():
    fields = receptive_field.steps(patchgan.discriminator(70, 64, width=1))
    assert [(f.side, f.jump) for f in fields] == [(4, 2), (10, 4), (22, 8), (46, 8), (70, 8)]
    assert [f.start for f in fields] == [(-n, -n) for n in (1, 3, 7, 15, 23)]
    assert fields[-1].square((4, 3)) == (slice(9, 79), slice(1, 71))
    x0 = keras.Input((32, 32, 1))
    x = layers.MaxPooling2D(2)(layers.Conv2D(1, 3, dilation_rate=2)(x0))
    assert receptive_field.side(keras.Model(x0, layers.Add()([x, layers.Conv2D(1, 1)(x)]))) == 6
    any_size = keras.Input((None, None, 1))
    with pytest.raises(ValueError, match="Build it for one size"):
        receptive_field.side(keras.Model(any_size, layers.Conv2D(1, 3)(any_size)))
    for layer in (layers.Conv2DTranspose(1, 4, 2), layers.Dense(1), layers.Conv2D(1, (3, 5))):
        with pytest.raises(ValueError, match=r"place by place|square"):
            receptive_field.side(keras.Model(x0, layer(x0)))


# ---- layers ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small():
    return unet.generator("laptop", 16, (1, 1), width=4, seed=1)


def test_dropout_stays_on_after_training_and_after_a_file(small, tmp_path):
    x = RNG.uniform(-1, 1, (2, 16, 16, 1)).astype("float32")
    small.save(tmp_path / "g.keras")
    for network in (small, keras.models.load_model(tmp_path / "g.keras")):
        first, second = (network.predict(x, verbose=0) for _ in range(2))
        assert np.abs(first - second).max() > 1e-3
        assert not np.array_equal(*(ops.convert_to_numpy(network(x, training=False)) for _ in range(2)))
    silent = unet.generator("laptop", 16, (1, 1), width=4, dropout=0.0, seed=1)
    assert np.array_equal(*(ops.convert_to_numpy(silent(x)) for _ in range(2)))


def test_one_seed_makes_one_network_and_equal_layers_differ(small):
    again = unet.generator("laptop", 16, (1, 1), width=4, seed=1)
    assert all(np.array_equal(a, b) for a, b in zip(small.get_weights(), again.get_weights(), strict=True))
    net = residual.generator("laptop", 8, (1, 1), width=2, seed=1)
    kernels = [layer.kernel.numpy() if hasattr(layer.kernel, "numpy") else np.array(layer.kernel)
               for layer in net.layers if isinstance(layer, layers.Conv2D) and layer.kernel.shape == (3, 3, 8, 8)]  # fmt: skip
    assert len(kernels) == 8 and len({k.tobytes() for k in kernels}) == 8


def test_edges_are_mirrored(tmp_path):
    x0 = keras.Input((5, 6, 2))
    net = keras.Model(x0, blocks.ReflectionPadding(2)(x0))
    assert net.output_shape == (None, 9, 10, 2)
    x = RNG.normal(size=(1, 5, 6, 2)).astype("float32")
    expected = np.pad(x, [(0, 0), (2, 2), (2, 2), (0, 0)], mode="reflect")
    net.save(tmp_path / "n.keras")
    assert np.array_equal(ops.convert_to_numpy(keras.models.load_model(tmp_path / "n.keras")(x)), expected)


def test_an_instance_norm_is_each_images_own():
    x0 = keras.Input((6, 6, 3))
    net = keras.Model(x0, blocks.normalised(x0, "instance"))
    x = RNG.normal(2.0, 3.0, (4, 6, 6, 3)).astype("float32")
    expected = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-5)
    for training in (True, False):
        assert np.allclose(ops.convert_to_numpy(net(x, training=training)), expected, atol=1e-4)


def test_the_last_norm_of_the_classic_fixes_every_images_mean():
    """Whatever goes in, each channel comes out with one mean before the tanh: the papers' network has none there."""
    dark, bright = (np.clip(RNG.normal(m, 0.2, (1, 8, 8, 1)), -1, 1).astype("float32") for m in (-0.7, 0.7))
    spread = {}
    for recipe in ("classic", "paper"):
        net = residual.generator(recipe, 8, (1, 1), blocks=1, width=4, seed=2)
        net = keras.Model(net.inputs[0], net.layers[-1].input)
        spread[recipe] = abs(np.ptp([ops.convert_to_numpy(net(x)).mean() for x in (dark, bright)]))
    assert spread["classic"] < 1e-5 < spread["paper"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: unet.generator(size=100), "size is 100; a U-Net halves"),
        (lambda: unet.generator("laptop", 64, skips=(16, 4)), r"skips is \(16, 4\).*\(64, 32, 16, 8\)"),
        (lambda: unet.generator("laptop", 64, 3), "channels is 3"),
        (lambda: unet.generator("laptop", 64, norm="layer"), "norm is 'layer'"),
        (lambda: unet.generator("paper"), "recipe is 'paper'"),
        (lambda: unet.generator("laptop", 64, dropout=1.0), "dropout is 1.0"),
        (lambda: patchgan.discriminator(71), "sees is 71"),
        (lambda: patchgan.discriminator(142, 16), "size is 16; to see 142 pixels .* needs 32 pixels"),
        (lambda: patchgan.discriminator(70, channels=(3, 3, 3)), r"channels is \(3, 3, 3\)"),
        (lambda: residual.generator(size=30), "multiples of 4. Crop the images to 28"),
        (lambda: residual.generator("laptop", 32, blocks=0), "blocks is 0"),
        (lambda: blocks.ReflectionPadding(0), "rim is 0"),
        (lambda: receptive_field.side("d"), "give a keras.Model"),
        (lambda: receptive_field.slope(patchgan.discriminator(1, 8, (1,)), np.zeros((1, 8, 8, 3))), "takes"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
