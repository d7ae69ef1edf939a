"""The conditional GAN and the GAN with an auxiliary classifier, on tiny networks and two clouds of points."""

import gan_lessons  # noqa: F401
from gan_lessons.training import ACGAN, ConditionalGAN

import keras
import numpy as np
import pytest
from keras import layers, ops

from .games import all_moved, same, snapshot

CLASSES = 3


def dense(x, n, seed, activation="tanh"):
    return layers.Dense(n, activation=activation, kernel_initializer=keras.initializers.GlorotUniform(seed))(
        x
    )


def generator(batch_norm=False, seed=1):
    z, labels = keras.Input((4,), name="latents"), keras.Input((1,), dtype="int32", name="labels")
    code = layers.CategoryEncoding(CLASSES, output_mode="one_hot")(labels)
    x = dense(layers.Concatenate()([z, code]), 16, seed)
    x = layers.BatchNormalization()(x) if batch_norm else x
    return keras.Model([z, labels], dense(x, 2, seed + 1, None), name="generator")


def discriminator(kind, batch_norm=False, seed=11):
    x0, labels = keras.Input((2,), name="samples"), keras.Input((1,), dtype="int32", name="labels")
    code = layers.CategoryEncoding(CLASSES, output_mode="one_hot")(labels)
    x = dense(layers.Concatenate()([x0, code]) if kind is ConditionalGAN else x0, 32, seed)
    x = layers.BatchNormalization()(x) if batch_norm else x
    logit = dense(x, 1, seed + 1, None)
    if kind is ConditionalGAN:
        return keras.Model([x0, labels], logit, name="discriminator")
    return keras.Model(x0, [logit, dense(x, CLASSES, seed + 2, None)], name="discriminator")


def game(kind, batch_norm=False, seed=5, **options):
    gan = kind(generator(batch_norm), discriminator(kind, batch_norm), seed=seed)
    gan.compile(**options)
    return gan


def clouds(n=300, seed=0):
    """Points around three corners, and which corner: float32 (n, 2), int32 (n,)."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(CLASSES, size=n).astype("int32")
    corners = np.array([[-1, -1], [1, -1], [0, 1]])
    return (corners[labels] + 0.1 * rng.standard_normal((n, 2))).astype("float32"), labels


both = pytest.mark.parametrize("kind", [ConditionalGAN, ACGAN])


@both
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("d_batches", ["joint", "separate", "alternate"])
def test_each_update_moves_its_own_player_only(kind, batch_norm, d_batches):
    gan = game(kind, batch_norm, d_batches=d_batches)
    data = tuple(ops.convert_to_tensor(x[:32]) for x in clouds())
    d, g = snapshot(gan.discriminator.weights), snapshot(gan.generator.trainable_weights)
    gan.move("d", data)
    assert same(g, gan.generator.trainable_weights)
    assert all_moved(d, gan.discriminator.weights)
    d, g = snapshot(gan.discriminator.weights), snapshot(gan.generator.weights)
    gan.move("g", data)
    assert same(d, gan.discriminator.weights) and all_moved(g, gan.generator.weights)


@both
@pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
@pytest.mark.parametrize("dtype", ["uint8", "int64"])
def test_labels_get_their_form_in_one_place(kind, shape, dtype):
    gan = game(kind, run_eagerly=True)
    points, labels = clouds(40)
    given = labels.astype(dtype).reshape(shape)
    batch = gan.prepare((ops.convert_to_tensor(points), ops.convert_to_tensor(given)))
    for name in ("labels", "fake_labels"):
        assert batch[name].shape == (40, 1) and keras.backend.standardize_dtype(batch[name].dtype) == "int32"
    assert np.array_equal(ops.convert_to_numpy(batch["labels"])[:, 0], labels)
    history = gan.fit(points, given, batch_size=20, verbose=0)
    assert all(np.isfinite(v).all() for v in history.history.values())


def test_what_is_generated_has_the_datas_own_share_of_each_class():
    gan = game(ConditionalGAN)
    labels = ops.convert_to_tensor(np.repeat([0, 2], [180, 20])[:, None].astype("int32"))
    drawn = ops.convert_to_numpy(gan.draw_labels({"labels": labels}, 4000))
    assert drawn.shape == (4000, 1)
    shares = np.bincount(drawn[:, 0], minlength=3) / 4000
    assert shares == pytest.approx([0.9, 0, 0.1], abs=4 * np.sqrt(0.09 / 4000))


def numpy_losses(gan, points, labels, fakes, fake_labels):
    """What an AC-GAN's discriminator should log, by NumPy."""
    found = {}
    for side, x, y in (("real", points, labels), ("fake", fakes, fake_labels)):
        source, classes = (ops.convert_to_numpy(out).astype("float64") for out in gan.discriminator(x))
        found[f"d_loss_{side}"] = np.log1p(np.exp(-source if side == "real" else source)).mean()
        log_p = classes - np.log(np.exp(classes).sum(axis=1, keepdims=True))
        found[f"d_class_loss_{side}"] = -log_p[np.arange(len(y)), y].mean()
        found[f"class_acc_{side}"] = (classes.argmax(axis=1) == y).mean()
    return found


@pytest.mark.parametrize("d_batches", ["joint", "separate"])
def test_an_acgans_losses_equal_numpy(d_batches, monkeypatch):
    gan = game(ACGAN, d_batches=d_batches, class_weight=0.7, fake_class_weight=0.2)
    points, labels = clouds(30)
    fakes, fake_labels = clouds(30, seed=9)
    fakes = fakes + 0.4
    monkeypatch.setattr(gan, "fakes", lambda batch: ops.convert_to_tensor(fakes))
    batch = {
        "images": ops.convert_to_tensor(points),
        "labels": ops.convert_to_tensor(labels[:, None]),
        "fake_labels": ops.convert_to_tensor(fake_labels[:, None]),
    }
    loss, logs = gan.d_loss(batch)
    expected = numpy_losses(gan, points, labels, fakes, fake_labels)
    for name, value in expected.items():
        assert float(logs[name]) == pytest.approx(value, abs=1e-5), name
    total = (
        expected["d_loss_real"]
        + 0.7 * expected["d_class_loss_real"]
        + expected["d_loss_fake"]
        + 0.2 * expected["d_class_loss_fake"]
    ) / 2
    assert float(loss) == pytest.approx(total, abs=1e-5)


def test_the_generators_two_losses():
    gan = game(ACGAN, class_weight=0.5)
    source, classes = ops.zeros((6, 1)), ops.zeros((6, CLASSES))
    loss, logs = gan.loss_of_g((source, classes), ops.zeros((6, 1), "int32"))
    assert float(logs["g_loss"]) == pytest.approx(np.log(2), abs=1e-6), "a discriminator that cannot decide"
    assert float(logs["g_class_loss"]) == pytest.approx(np.log(CLASSES), abs=1e-6), (
        "a class head that guesses"
    )
    assert float(loss) == pytest.approx(np.log(2) + 0.5 * np.log(CLASSES), abs=1e-6)


@both
def test_it_learns_to_draw_the_class_that_it_is_asked_for(kind):
    gan = kind(generator(), discriminator(kind), seed=5)
    options = {"fake_class_weight": 0.0} if kind is ACGAN else {}
    adam = [keras.optimizers.Adam(5e-3, beta_1=0.5) for _ in range(2)]
    gan.compile(*adam, **options)
    points, labels = clouds(600)
    gan.fit(points, labels, batch_size=60, epochs=1, steps_per_epoch=400, verbose=0)
    corners = np.array([points[labels == k].mean(axis=0) for k in range(CLASSES)])
    for k in range(CLASSES):
        drawn = gan.generate(100, labels=k, seed=0)
        nearest = np.linalg.norm(drawn[:, None] - corners[None], axis=-1).argmin(axis=1)
        assert (nearest == k).mean() > 0.8


@both
def test_generate_takes_labels_in_several_forms(kind):
    gan = game(kind)
    in_turn = gan.generate(6, seed=0)
    assert gan.generate(6, labels=[0, 1, 2, 0, 1, 2], seed=0) == pytest.approx(in_turn, abs=1e-6)
    other_form = gan.generate(6, labels=np.arange(6)[:, None] % 3, seed=0, batch_size=4)
    assert other_form == pytest.approx(in_turn, abs=1e-6)
    ones = gan.generate(6, labels=1, seed=0)
    assert ones[[1, 4]] == pytest.approx(in_turn[[1, 4]], abs=1e-6), "the same latents, whatever the labels"
    assert not np.allclose(ones[0], in_turn[0])


@both
def test_a_saved_one_goes_on_as_it_was(kind, tmp_path):
    options = {"fake_class_weight": 0.25} if kind is ACGAN else {}
    gan = game(kind, batch_norm=True, **options, run_eagerly=True)
    points, labels = clouds(64)
    gan.fit(points, labels, batch_size=32, verbose=0)
    gan.save(tmp_path / "gan.keras")
    loaded = keras.saving.load_model(tmp_path / "gan.keras")
    loaded.run_eagerly = True
    assert type(loaded) is kind and loaded.n_classes == CLASSES
    if kind is ACGAN:
        assert loaded.fake_class_weight == 0.25
    assert np.array_equal(gan.generate(5, labels=2, seed=1), loaded.generate(5, labels=2, seed=1))
    after = [g.fit(points, labels, batch_size=32, verbose=0).history for g in (gan, loaded)]
    assert after[0]["g_loss"] == pytest.approx(after[1]["g_loss"], rel=1e-5)


@both
@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (None, "trains on images and labels; images was given, so labels is missing"),
        (np.arange(40) % 4, r"Labels lie in 0 to 3; the networks have 3 classes, 0 to 2"),
        (np.arange(40) % 3 - 1, "Labels lie in -1 to 1"),
        (np.zeros(40, "float32"), "dtype float32; expected integers"),
        (np.zeros((40, 3), "int32"), r"shape \(40, 3\)"),
        (np.zeros(39, "int32"), "first axes must be equal"),
    ],
)
def test_bad_labels_are_refused_before_the_first_step(kind, labels, message):
    gan = game(kind)
    with pytest.raises(ValueError, match=message):
        gan.fit(clouds(40)[0], labels, batch_size=20, verbose=0)
    assert int(gan.optimizers["d"].iterations) == 0


@both
@pytest.mark.parametrize(
    ("labels", "message"),
    [(3, "Labels lie in 3 to 3"), ([0, 1], r"shape \(2,\)"), (0.5, "float64"), (-1, "Labels lie in -1")],
)
def test_generate_refuses_what_is_no_class(kind, labels, message):
    with pytest.raises(ValueError, match=message):
        game(kind).generate(4, labels=labels)


def test_networks_that_do_not_fit():
    plain = keras.Sequential([keras.Input((4,)), layers.Dense(2)], name="plain")
    one_head = keras.Sequential([keras.Input((2,)), layers.Dense(1)], name="one_head")
    with pytest.raises(ValueError, match="a ConditionalGAN gives it"):
        ConditionalGAN(plain, discriminator(ConditionalGAN))
    with pytest.raises(ValueError, match="The discriminator's inputs"):
        ConditionalGAN(generator(), one_head)
    with pytest.raises(ValueError, match=r"outputs have shapes \[\(1,\)\]"):
        ACGAN(generator(), one_head)
    with pytest.raises(ValueError, match=r"needs \[\(1,\), \(5,\)\]"):
        ACGAN(generator(), discriminator(ACGAN), n_classes=5)
    with pytest.raises(ValueError, match="class_weight is -1"):
        game(ACGAN, class_weight=-1)
