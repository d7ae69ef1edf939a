"""The ingredients of BigGAN: each has its defining property."""

import gan_lessons
from gan_lessons import models, training
from gan_lessons.models.attention import SelfAttention
from gan_lessons.models.biggan import Modulation
from gan_lessons.models.spectral import SpectralConv2D, SpectralDense, SpectralEmbedding
from gan_lessons.training.objectives.biggan import off_diagonal

import keras
import numpy as np
import pytest
from keras import layers, ops

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (24, 16, 16, 1), dtype="uint8")
LABELS = np.arange(24, dtype="int32") % 3
SMALL = {"size": 16, "channels": 1, "n_classes": 3, "width": 8}


def largest(kernel) -> float:
    matrix = ops.convert_to_numpy(kernel)
    return float(np.linalg.svd(matrix.reshape(-1, matrix.shape[-1]), compute_uv=False)[0])


# ---- spectral normalisation ------------------------------------------------------------------------------------

KINDS = {
    "convolution": (lambda: SpectralConv2D(5, 3, padding="same"), RNG.normal(size=(2, 6, 6, 4))),
    "dense": (lambda: SpectralDense(5, activation="relu"), RNG.normal(size=(2, 7))),
    "embedding": (lambda: SpectralEmbedding(6, 4), np.array([[0], [5]])),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_largest_singular_value_is_1_and_the_kernel_stays(kind):
    layer, x = KINDS[kind][0](), KINDS[kind][1]
    layer(x)
    kernel = layer.trainable_weights[0]
    kernel.assign(3.0 * RNG.normal(size=kernel.shape))
    before = ops.convert_to_numpy(kernel)
    for _ in range(100):
        layer(x, training=True)
    assert np.array_equal(before, ops.convert_to_numpy(kernel))
    assert largest(layer.spectral_kernel()) == pytest.approx(1.0, abs=1e-3)
    ratio = before / ops.convert_to_numpy(layer.spectral_kernel())
    assert np.allclose(ratio, largest(before), rtol=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_u_is_kept_in_a_file(kind, tmp_path):
    make, x = KINDS[kind]
    network = keras.Sequential([keras.Input(x.shape[1:]), make()])
    for _ in range(3):
        network(x, training=True)
    network.save(tmp_path / "network.keras")
    again = keras.models.load_model(tmp_path / "network.keras")
    for a, b in zip(network.weights, again.weights, strict=True):
        assert np.array_equal(ops.convert_to_numpy(a), ops.convert_to_numpy(b)), a.path


@pytest.mark.parametrize("kind", KINDS)
def test_it_computes_with_that_kernel_and_in_inference_u_stays(kind):
    layer, x = KINDS[kind][0](), KINDS[kind][1]
    layer(x)
    u = ops.convert_to_numpy(layer.u)
    found = ops.convert_to_numpy(layer(x, training=False))
    assert np.array_equal(u, ops.convert_to_numpy(layer.u))
    plain = {
        "convolution": layers.Conv2D(5, 3, padding="same"),
        "dense": layers.Dense(5, activation="relu"),
    }.get(kind, layers.Embedding(6, 4))
    plain(x)
    plain.set_weights(
        [ops.convert_to_numpy(layer.spectral_kernel()), *([np.zeros(5)] if kind != "embedding" else [])]
    )
    assert np.allclose(found, ops.convert_to_numpy(plain(x)), atol=1e-5)
    assert not np.array_equal(u, ops.convert_to_numpy((layer(x, training=True), layer.u)[1]))


def test_the_gradient_flows_through_sigma():
    layer = SpectralDense(3, use_bias=False)
    x, upstream = ops.convert_to_tensor(RNG.normal(size=(4, 5)), "float32"), RNG.normal(size=(4, 3))
    layer(x)
    for _ in range(200):
        layer(x, training=True)
    gradient = gan_lessons.backend.value_and_grad(
        lambda: (ops.sum(layer(x) * upstream.astype("float32")), None), [layer.kernel]
    )[1][0]
    gradient, kernel = (ops.convert_to_numpy(a).astype("float64") for a in (gradient, layer.kernel))
    inputs = ops.convert_to_numpy(x).astype("float64")

    def loss(w):
        return float(((inputs @ w / largest(w)) * upstream).sum())

    for i, j in ((0, 0), (2, 1), (4, 2)):
        step = np.zeros_like(kernel)
        step[i, j] = 1e-4
        slope = (loss(kernel + step) - loss(kernel - step)) / 2e-4
        assert gradient[i, j] == pytest.approx(slope, rel=1e-2, abs=1e-4)
    # The output does not depend on the kernel's length, so there is no slope along it.
    assert abs((gradient * kernel).sum()) < 1e-3 * np.abs(gradient).max()


# ---- attention, modulation -------------------------------------------------------------------------------------


def test_attention_starts_as_the_identity_and_sees_all_places():
    layer = SelfAttention(seed=1)
    x = ops.convert_to_tensor(RNG.normal(size=(2, 4, 6, 8)), "float32")
    assert np.array_equal(ops.convert_to_numpy(layer(x)), ops.convert_to_numpy(x))
    shares = ops.convert_to_numpy(layer.weights_of(x))
    assert shares.shape == (2, 24, 6) and np.allclose(shares.sum(axis=-1), 1.0, atol=1e-5)
    layer.gamma.assign(1.0)
    far = ops.convert_to_numpy(x)
    far[0, 3, 5] += 1.0  # a change in one corner is seen in the opposite one
    assert np.abs(ops.convert_to_numpy(layer(far) - layer(x)))[0, 0, 0].max() > 1e-4
    with pytest.raises(ValueError, match="even height and width"):
        SelfAttention()(np.zeros((1, 3, 4, 8), "float32"))


def test_modulation_starts_as_the_identity_and_scales_and_shifts_by_the_code():
    layer = Modulation()
    x, code = RNG.normal(size=(2, 3, 3, 4)).astype("float32"), np.eye(2, dtype="float32")
    assert np.array_equal(ops.convert_to_numpy(layer([x, code])), x)
    gain, offset = RNG.normal(size=(2, 2, 4)).astype("float32")
    layer.set_weights([gain, offset])
    expected = x * (1 + gain[:, None, None]) + offset[:, None, None]
    assert np.allclose(ops.convert_to_numpy(layer([x, code])), expected, atol=1e-5)


# ---- the networks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", models.biggan.SIZES)
def test_the_shapes(size):
    both = {**SMALL, "size": size, "seed": 1}
    g, d = models.biggan.generator(latent_dim=8, **both), models.biggan.discriminator(**both)
    labels = ops.convert_to_tensor([[0], [2]])
    images = g([ops.zeros((2, 8)), labels])
    assert images.shape == (2, size, size, 1) and d([images, labels]).shape == (2, 1)
    assert g.get_layer("attention").input.shape[1] == d.get_layer("attention").input.shape[1] == size // 2


def test_what_attention_adds_in_g_does_not_grow_with_its_kernels():
    attention = models.biggan.generator(**SMALL, latent_dim=8, seed=1).get_layer("attention")
    attention.gamma.assign(1.0)
    x = ops.convert_to_tensor(RNG.normal(size=(2, *attention.input.shape[1:])), "float32")
    for _ in range(50):
        attention(x, training=True)  # power iteration
    added = attention(x) - x
    for part in (attention.query, attention.key, attention.value, attention.out):
        part.kernel.assign(10.0 * part.kernel)
    assert np.allclose(attention(x) - x, added, atol=1e-4) and float(ops.max(ops.abs(added))) > 0.01


def test_the_projection_is_the_inner_product_of_features_and_the_class():
    d = models.biggan.discriminator(**SMALL, seed=1)
    images = ops.convert_to_tensor(RNG.uniform(-1, 1, (3, 16, 16, 1)), "float32")
    features = keras.Model(d.inputs[0], d.get_layer("features").output)(images)
    table = ops.convert_to_numpy(d.get_layer("class").spectral_kernel())
    told = [ops.convert_to_numpy(d([images, ops.full((3, 1), k, "int32")])) for k in range(3)]
    base = ops.convert_to_numpy(d.get_layer("score")(features))
    for k in range(3):
        assert np.allclose(told[k], base + features @ table[k][:, None], atol=1e-5)


def test_each_ingredient_can_be_left_out():
    d, g = models.biggan.discriminator, models.biggan.generator

    def kinds(network):
        return {type(layer).__name__ for layer in network.layers}

    assert "BatchNormalization" not in kinds(d(**SMALL)) and "Conv2D" not in kinds(d(**SMALL))
    assert {"BatchNormalization", "Conv2D"} <= kinds(d(**SMALL, spectral=False))
    assert "Dot" in kinds(d(**SMALL)) and "Dot" not in kinds(d(**SMALL, projection=False))
    tables = [
        sum(isinstance(x, layers.Embedding) for x in g(**SMALL, shared=shared).layers)
        for shared in (True, False)
    ]
    assert tables == [1, 2]
    codes = [g(**SMALL, skip_z=skip).get_layer("modulation_0").input[1].shape[1] for skip in (True, False)]
    assert codes[0] > codes[1] == models.biggan.EMBEDDING
    assert "SelfAttention" in kinds(g(**SMALL)) and "SelfAttention" not in kinds(g(**SMALL, attention=False))
    assert all("Add" in kinds(net(**SMALL)) for net in (d, g))
    without = {"residual": False}
    assert "Add" not in kinds(g(**SMALL, **without)) | kinds(d(**SMALL, **without, projection=False))
    with pytest.raises(ValueError, match=r"cut into 3 parts"):
        g(size=32, latent_dim=2)


def test_orthogonal_kernels_have_no_off_diagonal_and_others_do():
    z = keras.Input((6,))
    x = layers.Dense(4, kernel_initializer="orthogonal")(z)
    net = keras.Model(z, layers.Dense(3, kernel_initializer="orthogonal")(x))
    assert float(off_diagonal(net)) < 1e-9
    kernels = [RNG.normal(size=layer.kernel.shape) for layer in net.layers[1:]]
    for layer, kernel in zip(net.layers[1:], kernels, strict=True):
        layer.kernel.assign(kernel)
    expected = sum(((k.T @ k) ** 2).sum() - (np.diag(k.T @ k) ** 2).sum() for k in kernels)
    assert float(off_diagonal(net)) == pytest.approx(expected, rel=1e-4)
    image = keras.Input((4, 4, 2))
    conv = layers.Conv2DTranspose(3, 2)
    up = keras.Model(image, conv(image))
    columns = ops.convert_to_numpy(conv.kernel).transpose(2, 0, 1, 3).reshape(3, -1)
    products = columns @ columns.T
    assert float(off_diagonal(up)) == pytest.approx(
        (products**2).sum() - (np.diag(products) ** 2).sum(), rel=1e-4
    )


# ---- the game --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def game():
    game, fit = training.recipes.biggan(
        steps=4, epochs=1, batch_size=8, latent_dim=6, seed=1, average=0.5, **SMALL
    )
    game.first = [w.copy() for w in game.discriminator.get_weights()]
    game.history_of_it = game.fit((IMAGES, LABELS), **fit, verbose=0).history
    return game


def test_it_trains_as_the_recipe_says(game):
    assert game.loss_name == "hinge" and game.orthogonal == 1e-4 and game.step_number == 4
    assert all(np.isfinite(v).all() for v in game.history_of_it.values())
    moved = [
        not np.array_equal(a, b) for a, b in zip(game.first, game.discriminator.get_weights(), strict=True)
    ]
    assert np.mean(moved) > 0.8
    assert game.generate(5, labels=2, seed=0).shape == (5, 16, 16, 1)


def test_the_generators_update_moves_nothing_of_the_discriminator(game):
    g_player = game.team[1]
    batch = game.prepare((ops.convert_to_tensor(IMAGES[:8]), ops.convert_to_tensor(LABELS[:8])))
    before = [w.copy() for w in game.discriminator.get_weights()]
    game.update(g_player, game.g_loss, batch)
    assert all(np.array_equal(a, b) for a, b in zip(before, game.discriminator.get_weights(), strict=True))


def test_the_penalty_is_part_of_the_generators_loss_alone(game):
    batch = game.prepare((ops.convert_to_tensor(IMAGES[:8]), ops.convert_to_tensor(LABELS[:8])))
    state = ops.convert_to_numpy(game.random.state)
    values = []
    for weight in (0.0, 2.0):
        game.random.state.assign(state)
        game.orthogonal = weight
        values.append(float(game.g_loss(batch)[0]))
    game.orthogonal = 1e-4
    assert values[1] - values[0] == pytest.approx(2.0 * float(off_diagonal(game.generator)), rel=1e-3)


def test_the_recipe_may_slow_the_generator_down():
    game, _ = training.recipes.biggan(steps=4, epochs=1, latent_dim=6, slow_after=3, **SMALL)
    assert list(game.schedules) == ["g"] and float(game.optimizers["d"].learning_rate) == pytest.approx(4e-4)
    assert [float(game.schedules["g"](step)) for step in (0, 3, 4)] == pytest.approx([8e-4, 8e-4, 2e-4])
    with pytest.raises(ValueError, match=r"^slow_after is 0"):
        training.recipes.biggan(steps=4, slow_after=0)


def test_the_recipe_may_let_both_rates_settle():
    game, _ = training.recipes.biggan(steps=4, epochs=1, latent_dim=6, slow_after=2, settle_after=3, **SMALL)
    assert [float(game.schedules["d"](step)) for step in (0, 3, 4)] == pytest.approx([4e-4, 4e-4, 8e-5])
    assert [float(game.schedules["g"](step)) for step in (0, 3, 4)] == pytest.approx([8e-4, 2e-4, 4e-5])
    with pytest.raises(ValueError, match=r"^settle_after is 3 and slow_after 3"):
        training.recipes.biggan(steps=4, slow_after=3, settle_after=3)
