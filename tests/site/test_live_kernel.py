"""The kernel of the live figures against Keras, in a real Chromium: every layer, gradients, Adam, and what the export refuses."""

import json

from gan_lessons.models import blocks, growing_blocks, style_layers
from gan_lessons.models import layers as own_layers

import keras
import numpy as np
import pytest
from keras import layers

from tests.site import live_page
from tools import live_export

pytestmark = pytest.mark.browser

RUN = """async ({container, inputs, options, simd}) => {
  const worker = live.engine.worker(simd ? {} : {simd: null});
  await worker.call("load", {name: "test", container});
  const given = Object.fromEntries(Object.entries(inputs).map(([key, {shape, data}]) => [key, {shape, data: Float32Array.from(data)}]));
  const {shape, data} = await worker.call("run", {network: "test/network", inputs: given, options});
  worker.end();
  return {shape, data: Array.from(data)};
}"""


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    page = browser.new_page()
    page.goto(live_page.written(live_page.copied(tmp_path_factory.mktemp("kernel"))))
    page.evaluate("live.common()")
    yield page
    page.close()


def run(page, model, inputs, simd=True, **options):
    """What the kernel makes of a Keras model's inputs, by their names."""
    arrays = live_export.Arrays()
    networks = {"network": live_export.network(model, arrays)}
    container = {"networks": networks, "extras": {}, "arrays": arrays.about, "data": arrays.text()}
    given = {name: {"shape": x.shape, "data": np.ravel(x).tolist()} for name, x in inputs.items()}
    found = page.evaluate(
        RUN,
        json.loads(json.dumps({"container": container, "inputs": given, "options": options, "simd": simd})),
    )
    return np.array(found["data"], np.float32).reshape(found["shape"])


def randomised(model, seed=0):
    """A model whose every weight says something: also biases, and the statistics of batch norm."""
    random = np.random.default_rng(seed)
    model.set_weights([np.abs(random.normal(0.4, 0.3, w.shape)) + 0.05 for w in model.get_weights()])
    return model


def of_images(*chain, shape=(7, 5, 3)):
    images = x = keras.Input(shape, name="images")
    for layer in chain:
        x = layer(x)
    return keras.Model(images, x)


def conv(filters, side, stride, padding, kind=layers.Conv2D, **options):
    return kind(filters, side, strides=stride, padding=padding, **options)


CHAINS = {
    "convolution": lambda: [conv(6, 3, 1, "same", activation="relu"), conv(9, 1, 1, "same")],
    "stride": lambda: [conv(6, 4, 2, "same", use_bias=False), conv(5, 3, 2, "same")],
    "valid": lambda: [conv(6, 3, 2, "valid"), conv(3, 2, 1, "valid", activation="tanh")],
    "transposed": lambda: [conv(6, 4, 2, "same", layers.Conv2DTranspose, activation="sigmoid")],
    "odd transposed": lambda: [conv(6, 3, 2, "same", layers.Conv2DTranspose, use_bias=False)],
    "valid transposed": lambda: [conv(6, 5, 3, "valid", layers.Conv2DTranspose)],
    "holes": lambda: [
        conv(2, 2, 3, "same", layers.Conv2DTranspose),
        conv(2, 1, 2, "valid", layers.Conv2DTranspose),
    ],
    "nearest": lambda: [layers.UpSampling2D(3), conv(2, 3, 1, "same")],
    "bilinear": lambda: [layers.UpSampling2D(2, interpolation="bilinear")],
    "bilinear by three": lambda: [layers.UpSampling2D(3, interpolation="bilinear")],
    "norms": lambda: [layers.BatchNormalization(), layers.LeakyReLU(0.2), growing_blocks.PixelNorm()],
    "instance norm": lambda: [layers.GroupNormalization(groups=-1, epsilon=1e-5), layers.ReLU()],
    "dense": lambda: [
        layers.Flatten(),
        layers.Dense(11, "tanh"),
        layers.Dense(12),
        layers.Reshape((2, 3, 2)),
    ],
    "one channel": lambda: [own_layers.ToOneChannel(7, activation="tanh")],
}


@pytest.mark.parametrize("chain", CHAINS)
def test_layers_are_those_of_keras(page, chain):
    model = randomised(of_images(*CHAINS[chain]()))
    images = np.random.default_rng(1).normal(0, 1, (3, 7, 5, 3)).astype(np.float32)
    expected = keras.ops.convert_to_numpy(model(images))
    for simd in (True, False):
        found = run(page, model, {"images": images}, simd)
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_the_module_is_valid_and_only_used_where_it_runs(page):
    assert page.evaluate(
        "[liveKernel(liveSimd).fast, liveKernel(null).fast, liveKernel(() => Uint8Array.of(0)).fast]"
    ) == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("m", "k", "n"), [(1, 1, 1), (3, 5, 9), (4, 8, 8), (7, 300, 17), (130, 33, 40)])
def test_products_of_every_shape(page, m, k, n):
    a, b = (np.random.default_rng(i).normal(0, 1, shape) for i, shape in enumerate([(m, k), (k, n)]))
    found = page.evaluate(
        """([a, b, m, k, n]) => [liveSimd, null].flatMap((simd) => {
          const kernel = liveKernel(simd), turned = Float32Array.from({length: n * k}, (_, i) => b[(i % k) * n + Math.floor(i / k)]);
          return [kernel.pack(Float32Array.from(b), k, n), kernel.packTransposed(turned, k, n)].map((matrix) => {
            const out = new Float32Array(m * n);
            kernel.matmul(Float32Array.from(a), m, matrix, out);
            return Array.from(out);
          });
        })""",
        [a.ravel().tolist(), b.ravel().tolist(), m, k, n],
    )
    for product in found:
        np.testing.assert_allclose(np.reshape(product, (m, n)), a @ b, rtol=1e-4, atol=1e-4)


def test_branches_labels_and_styles(page):
    labels, ws = keras.Input((1,), name="labels"), keras.Input((3, 8), name="ws")
    constant = style_layers.LearnedConstant(6)(ws)
    style = style_layers.Style(6, 1, bias=1.0)(ws)
    x = style_layers.ModulatedConv2D(10, gain=1.3)([constant, style])
    y = style_layers.ModulatedConv2D(10, 1, demodulate=False)([constant, style_layers.Style(6, 2)(ws)])
    x = layers.Concatenate()([layers.Add()([x, y]), constant])
    code = layers.Dense(16)(layers.CategoryEncoding(5, output_mode="one_hot")(labels))
    x = layers.Concatenate()([x, layers.Reshape((4, 4, 1))(code)])
    model = randomised(keras.Model([ws, labels], x))
    inputs = {
        "ws": np.random.default_rng(2).normal(0, 1, (2, 3, 8)).astype(np.float32),
        "labels": np.array([[4.0], [1.0]], np.float32),
    }
    expected = keras.ops.convert_to_numpy(model([inputs["ws"], inputs["labels"]]))
    found = run(page, model, inputs)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
    shares = {**inputs, "labels": np.eye(5, dtype=np.float32)[[4, 1]]}
    np.testing.assert_allclose(run(page, model, shares), found, atol=1e-6)  # all of one class is that class


def test_small_integers_with_a_scale_and_float16_come_back(page):
    model = of_images(conv(4, 3, 1, "same"), conv(3, 1, 1, "same"))
    random = np.random.default_rng(3)
    integers, scale = (
        random.integers(-127, 128, (3, 3, 3, 4)).astype(np.int8),
        random.random((1, 1, 1, 4)) / 99,
    )
    short = random.normal(0, 1, (1, 1, 4, 3)).astype(np.float16)
    model.set_weights([np.float32(integers * scale), np.ones(4), np.float32(short), np.zeros(3)])
    arrays = live_export.Arrays(
        {id(model.weights[0]): (integers, scale), id(model.weights[2]): (short, None)}
    )
    networks = {"network": live_export.network(model, arrays)}
    assert [about["kind"] for about in arrays.about][:2] == ["int8", "float32"]
    assert "float16" in [about["kind"] for about in arrays.about]
    container = {"networks": networks, "extras": {}, "arrays": arrays.about, "data": arrays.text()}
    images = random.normal(0, 1, (1, 7, 5, 3)).astype(np.float32)
    inputs = {"images": {"shape": [1, 7, 5, 3], "data": images.ravel().tolist()}}
    found = page.evaluate(RUN, {"container": container, "inputs": inputs, "options": {}, "simd": True})
    expected = keras.ops.convert_to_numpy(model(images))
    np.testing.assert_allclose(np.reshape(found["data"], expected.shape), expected, rtol=1e-4, atol=1e-4)


def test_noise_is_one_picture_for_all_channels_and_a_seed_fixes_it(page):
    noise = style_layers.Noise()
    model = of_images(noise, shape=(40, 40, 3))
    noise.strength.assign(0.5)
    images = {"images": np.zeros((1, 40, 40, 3), np.float32)}
    first, again, other = (run(page, model, images, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 0.1
    assert abs(first.std() - 0.5) < 0.05 and abs(first.mean()) < 0.05
    np.testing.assert_array_equal(first[..., 0], first[..., 2])
    assert not run(page, model, images, noise=0).any()


def test_dropout_goes_on_unless_it_is_switched_off(page):
    model = of_images(blocks.LastingDropout(0.25), shape=(40, 40, 3))
    images = {"images": np.ones((1, 40, 40, 3), np.float32)}
    dropped = run(page, model, images)
    assert abs((dropped == 0).mean() - 0.25) < 0.03
    np.testing.assert_allclose(dropped[dropped != 0], 1 / 0.75, rtol=1e-6)
    np.testing.assert_array_equal(run(page, model, images, noise=0), images["images"])


def test_gradients_and_adam_are_those_of_keras(page):
    sizes, steps, rate = [5, 16, 12, 1], 4, 0.01
    x = inputs = keras.Input((sizes[0],))
    for units in sizes[1:-1]:
        x = layers.Dense(units, "relu")(x)
    model = randomised(keras.Model(inputs, layers.Dense(1)(x)))
    model.set_weights([w - 0.3 for w in model.get_weights()])  # some of the ReLUs off
    start = [w.tolist() for w in model.get_weights()]
    points = np.random.default_rng(4).normal(0, 1, (32, 5)).astype(np.float32)
    model.compile(
        keras.optimizers.Adam(rate), loss=lambda _, logits: keras.ops.mean(keras.ops.softplus(-logits))
    )
    for _ in range(steps):
        model.train_on_batch(points, np.zeros((32, 1)))
    found = page.evaluate(
        """({sizes, start, points, steps, rate}) => {
          const dense = liveDense(liveKernel(liveSimd)), net = dense.network(sizes, 0);
          net.layers.forEach((layer, l) => { layer.kernel = Float32Array.from(start[2 * l].flat()); layer.bias = Float32Array.from(start[2 * l + 1]); });
          for (let i = 0; i < steps; i++) {
            const values = dense.forward(net, Float32Array.from(points.flat()), points.length), logits = values.at(-1);
            const slope = logits.map((o) => (1 / (1 + Math.exp(-o)) - 1) / logits.length);
            dense.adam(net, dense.backward(net, values, points.length, slope).gradients, rate);
          }
          return net.layers.flatMap(({kernel, bias}) => [Array.from(kernel), Array.from(bias)]);
        }""",
        {"sizes": sizes, "start": start, "points": points.tolist(), "steps": steps, "rate": rate},
    )
    for before, mine, theirs in zip(start, found, model.get_weights(), strict=True):
        np.testing.assert_allclose(np.ravel(mine), np.ravel(theirs), atol=2e-5)
        assert np.abs(np.ravel(before) - np.ravel(mine)).max() > 0.01


def test_the_slope_at_the_inputs_is_a_difference_quotient(page):
    slope, quotient = page.evaluate(
        """() => {
          const dense = liveDense(liveKernel(liveSimd)), net = dense.network([2, 20, 20, 1], 3), h = 1e-2;
          const at = (x, y) => dense.outputs(net, Float32Array.of(x, y), 1)[0];
          const values = dense.forward(net, Float32Array.of(0.3, -0.7), 1);
          return [Array.from(dense.backward(net, values, 1, Float32Array.of(1)).atInputs),
            [(at(0.3 + h, -0.7) - at(0.3 - h, -0.7)) / (2 * h), (at(0.3, -0.7 + h) - at(0.3, -0.7 - h)) / (2 * h)]];
        }"""
    )
    np.testing.assert_allclose(slope, quotient, rtol=1e-2, atol=1e-3)


def test_what_the_kernel_has_not_is_refused():
    for layer, words in (
        (layers.MaxPooling2D(), "MaxPooling2D"),
        (layers.Conv2D(2, (3, 1)), "square"),
        (layers.Conv2D(2, 3, activation="gelu"), "gelu"),
        (layers.GroupNormalization(groups=1), "group"),
    ):
        with pytest.raises(ValueError, match=words):
            live_export.network(of_images(layer), live_export.Arrays())
