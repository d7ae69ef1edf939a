"""The style-based generator and its layers, each by what defines it."""

import gan_lessons  # noqa: F401
from gan_lessons import sampling
from gan_lessons.models import stylegan
from gan_lessons.models.style_layers import AdaIN, ModulatedConv2D, Noise, Style

import keras
import numpy as np
import pytest
from keras import ops

RNG = np.random.default_rng(0)


def normal(*shape):
    return ops.convert_to_tensor(RNG.standard_normal(shape).astype("float32"))


def numpy(x):
    return ops.convert_to_numpy(x)


@pytest.fixture(scope="module", params=stylegan.STYLES)
def generator(request):
    return stylegan.generator("laptop", 8, latent_dim=6, style=request.param, seed=1)


@pytest.mark.parametrize("demodulate", [True, False])
def test_scaled_inputs_and_outputs_equal_a_kernel_made_for_each_image(demodulate):
    layer = ModulatedConv2D(4, 3, demodulate, seed=1)
    x, style = normal(3, 6, 6, 5), normal(3, 5)
    out = numpy(layer([x, style]))
    for i in range(3):
        kernel = numpy(layer.effective_kernel()) * numpy(style)[i][:, None]
        if demodulate:
            kernel = layer.gain * kernel / np.sqrt((kernel**2).sum(axis=(0, 1, 2)))
        alone = ops.conv(x[i : i + 1], kernel, padding="same", data_format="channels_last")
        assert np.allclose(out[i], numpy(alone)[0], atol=1e-4)


def test_demodulated_outputs_have_one_variance_whatever_the_style():
    layer = ModulatedConv2D(64, 3, gain=1.0, seed=1)
    x = normal(4, 16, 16, 32)
    for factor in (0.01, 100.0):
        out = numpy(layer([x, factor * normal(4, 32)]))[:, 1:-1, 1:-1]
        assert out.std() == pytest.approx(1.0, rel=0.1)


def test_adain_gives_each_channel_of_each_image_the_mean_and_deviation_of_its_style():
    x, style = 7.0 * normal(3, 8, 8, 5) + 2.0, normal(3, 10)
    out = numpy(AdaIN()([x, style]))
    assert out.mean(axis=(1, 2)) == pytest.approx(numpy(style)[:, 5:], abs=1e-4)
    assert out.std(axis=(1, 2)) == pytest.approx(np.abs(1.0 + numpy(style)[:, :5]), rel=1e-3, abs=1e-4)
    flat = AdaIN()([ops.ones((1, 4, 4, 5)), style[:1]])
    assert numpy(flat)[0, 0, 0] == pytest.approx(numpy(style)[0, 5:], abs=1e-4), (
        "a flat map does not divide by 0"
    )


def test_a_style_reads_its_own_w_and_begins_at_its_bias():
    style = Style(3, place=1, bias=1.0, seed=1)
    ws = normal(2, 4, 5)
    out = numpy(style(ws))
    assert np.array_equal(out, numpy(style(ws + np.array([1, 0, 1, 1])[:, None])))
    assert not np.allclose(out, numpy(style(ws + 1.0)))
    assert numpy(style(ops.zeros((2, 4, 5)))) == pytest.approx(1.0)


def test_noise_begins_at_strength_0_and_is_one_image_for_all_channels():
    noise, x = Noise(seed=1), normal(2, 5, 5, 3)
    assert np.array_equal(numpy(noise(x)), numpy(x))
    noise.strength.assign(0.5)
    added = numpy(noise(x)) - numpy(x)
    assert np.allclose(added, added[..., :1], atol=1e-5) and added.std() == pytest.approx(0.5, rel=0.4)
    assert not np.allclose(added, numpy(noise(x)) - numpy(x)), "new noise at each call"
    noise.level.assign(0.0)
    assert np.array_equal(numpy(noise(x)), numpy(x))


def test_places_go_from_coarse_to_fine(generator):
    mapping, synthesis = stylegan.parts(generator)
    assert mapping.output_shape == (None, 6) and synthesis.input_shape == (None, 3, 6)
    z = RNG.standard_normal((2, 6)).astype("float32")
    ws = np.repeat(numpy(mapping(z))[:, None], 3, axis=1)
    assert np.allclose(numpy(synthesis(ws)), numpy(generator(z)), atol=1e-5), "noise has strength 0 yet"
    assert np.allclose(numpy(mapping(5.0 * z)), numpy(mapping(z)), atol=1e-5), (
        "only the direction of z counts"
    )
    for place in range(3):
        other = ws.copy()
        other[0, place] += 1.0
        assert not np.allclose(numpy(synthesis(other))[0], numpy(synthesis(ws))[0], atol=1e-5)
        assert np.allclose(numpy(synthesis(other))[1], numpy(synthesis(ws))[1], atol=1e-5)


def test_the_noise_of_a_layer_can_be_switched_off_and_is_fixed_by_its_number(generator):
    synthesis = stylegan.parts(generator)[1]
    noises = [layer for layer in synthesis.layers if isinstance(layer, Noise)]
    assert len(noises) == 3
    for noise in noises:
        noise.strength.assign(1.0)
    shown = sampling.of(generator)
    z = [RNG.standard_normal((2, 6)).astype("float32")]
    a, b, other = (shown.outputs(z, noise=k) for k in (1, 1, 2))
    assert np.array_equal(a, b) and not np.allclose(a, other)
    stylegan.noise_levels(generator, [1, 0, 0])
    coarse = shown.outputs(z, noise=1)
    assert not np.allclose(coarse, a) and not np.allclose(coarse, shown.outputs(z, noise=2))
    stylegan.noise_levels(generator, 0.0)
    assert np.array_equal(shown.outputs(z, noise=1), shown.outputs(z, noise=2))
    with pytest.raises(ValueError, match=r"levels have shape \(2,\); give one number, or 3"):
        stylegan.noise_levels(generator, [1, 0])
    for noise in noises:
        noise.strength.assign(0.0)


def test_copies_and_files_make_the_same_images(generator, tmp_path):
    generator.save(tmp_path / "generator.keras")
    loaded = keras.models.load_model(tmp_path / "generator.keras")
    copied = keras.models.clone_model(generator)
    copied.set_weights(generator.get_weights())
    z = RNG.standard_normal((2, 6)).astype("float32")
    for other in (loaded, copied):
        assert np.allclose(numpy(other(z)), numpy(generator(z)), atol=1e-6)
        assert len(stylegan.parts(other)) == 2


def test_no_layer_begins_by_fading_or_growing():
    rng = np.random.default_rng(0)
    generator = stylegan.generator("laptop", 32, seed=1)
    _, synthesis = stylegan.parts(generator)
    inner = keras.Model(
        synthesis.input, [x.output for x in synthesis.layers if isinstance(x, keras.layers.LeakyReLU)]
    )
    sizes = [
        float(np.sqrt((numpy(x) ** 2).mean()))
        for x in inner(rng.standard_normal((8, *synthesis.input_shape[1:])).astype("float32"))
    ]
    assert all(0.2 < size < 2.0 for size in sizes), sizes
    images = numpy(generator(rng.standard_normal((8, 128)).astype("float32")))
    assert images.shape == (8, 32, 32, 3) and 0.15 < images.std() < 1.0
    logits = numpy(stylegan.discriminator("laptop", 32, seed=2)(images))
    assert logits.shape == (8, 1) and 0.01 < np.abs(logits).mean() < 5.0


def test_what_is_no_stylegan_is_refused():
    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)], name="other")
    with pytest.raises(ValueError, match="'other' has no mapping"):
        stylegan.parts(other)
