"""The information maximising GAN on tiny networks and three clouds of points."""

import gan_lessons  # noqa: F401
from gan_lessons.models.infogan import BesideCodes, code_vectors
from gan_lessons.training import GAN, InfoGAN

import keras
import numpy as np
import pytest
from keras import layers, ops

from .games import all_moved, same, snapshot

CODES = 3


def dense(x, n, seed, activation="tanh"):
    return layers.Dense(n, activation=activation, kernel_initializer=keras.initializers.GlorotUniform(seed))(
        x
    )


def generator(n_continuous=2, batch_norm=False, seed=1):
    z, codes = keras.Input((4,), name="latents"), keras.Input((CODES + n_continuous,), name="codes")
    x = dense(BesideCodes(CODES)([z, codes]), 16, seed)
    x = layers.BatchNormalization()(x) if batch_norm else x
    return keras.Model([z, codes], dense(x, 2, seed + 1, None), name="generator")


def discriminator(n_continuous=2, batch_norm=False, seed=11, name="q"):
    samples = keras.Input((2,), name="samples")
    x = dense(samples, 32, seed)
    x = layers.BatchNormalization()(x) if batch_norm else x
    trunk = keras.Model(samples, x, name="trunk")
    features = keras.Input((32,))
    x = dense(features, 8, seed + 1)
    x = layers.BatchNormalization()(x) if batch_norm else x
    heads = [dense(x, n, seed + 2 + i, None) for i, n in enumerate((CODES, n_continuous)) if n]
    q = keras.Model(features, heads, name=name)
    samples = keras.Input((2,), name="samples")
    shared = trunk(samples)
    return keras.Model(samples, [dense(shared, 1, seed + 4, None), *q(shared)], name="discriminator")


def game(n_continuous=2, batch_norm=False, seed=5, **options):
    gan = InfoGAN(generator(n_continuous, batch_norm), discriminator(n_continuous, batch_norm), seed=seed)
    gan.compile(**options)
    return gan


def clouds(n=300, seed=0):
    """Points around three corners, float32 (n, 2), and which corner."""
    rng = np.random.default_rng(seed)
    corner = rng.integers(CODES, size=n)
    middles = np.array([[-1, -1], [1, -1], [0, 1]])
    return (middles[corner] + 0.1 * rng.standard_normal((n, 2))).astype("float32"), corner


def parts(gan):
    """The weights of each network that could move."""
    d, q = gan.discriminator, gan.discriminator.get_layer("q")
    own = {id(v) for v in q.weights}
    return {"g": gan.generator.weights, "d": [v for v in d.weights if id(v) not in own], "q": q.weights}


both_modes = pytest.mark.parametrize("trunk_learns", [True, False])


@both_modes
@pytest.mark.parametrize("d_batches", ["joint", "separate", "alternate"])
def test_who_moves_in_which_update(trunk_learns, d_batches):
    gan = game(batch_norm=True, d_batches=d_batches, trunk_learns=trunk_learns)
    data = (ops.convert_to_tensor(clouds()[0][:32]),)
    moves = {"d": {"d", "q"}, "g": {"g"}} if trunk_learns else {"d": {"d"}, "g": {"g", "q"}}
    for player, movers in moves.items():
        before = {name: snapshot(weights) for name, weights in parts(gan).items()}
        gan.move(player, data)
        for name, weights in parts(gan).items():
            if name in movers:
                assert all_moved(before[name], weights), f"{name} in the update of {player}"
            elif name != "g":  # its moving statistics follow when it draws D's fakes
                assert same(before[name], weights), f"{name} in the update of {player}"
        if "g" not in movers:
            trainable = [b for b, v in zip(before["g"], gan.generator.weights, strict=True) if v.trainable]
            assert same(trainable, gan.generator.trainable_weights)


@both_modes
def test_the_trunk_learns_the_codes_only_where_it_is_said_to(trunk_learns):
    """With the GAN's own loss switched off, whatever moves D's trunk in D's update is the codes' loss."""
    gan = game(trunk_learns=trunk_learns, mi_weight=0.7, continuous_weight=0.3)
    fakes = ops.convert_to_tensor(clouds(30, seed=9)[0] + 0.4)
    codes = ops.convert_to_tensor(code_vectors(np.arange(30) % CODES, None, CODES, 2, seed=1))
    outputs = gan.discriminator(fakes)
    with_codes, plain = (
        loss for loss, _ in (gan.loss_of_d(outputs, "fake", codes), GAN.loss_of_d(gan, outputs[0], "fake"))
    )
    expected = numpy_reading(outputs, codes)
    extra = 0.7 * expected["cross_entropy"] + 0.3 * expected["continuous_loss"]
    assert float(with_codes) - float(plain) == pytest.approx(extra if trunk_learns else 0.0, abs=1e-5)
    real = gan.loss_of_d(gan.discriminator(fakes), "real")[0]
    assert float(real) == pytest.approx(float(GAN.loss_of_d(gan, outputs[0], "real")[0]), abs=1e-6)


def numpy_reading(outputs, codes):
    _, logits, means = (ops.convert_to_numpy(x).astype("float64") for x in outputs)
    codes = ops.convert_to_numpy(codes)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    cross_entropy = -(codes[:, :CODES] * log_p).sum(axis=1).mean()
    return {
        "cross_entropy": cross_entropy,
        "mi": np.log(CODES) - cross_entropy,
        "code_acc": (logits.argmax(axis=1) == codes[:, :CODES].argmax(axis=1)).mean(),
        "continuous_loss": ((means - codes[:, CODES:]) ** 2).mean(),
    }


@both_modes
def test_the_generators_losses_equal_numpy(trunk_learns):
    gan = game(trunk_learns=trunk_learns, mi_weight=0.7, continuous_weight=0.3)
    samples = ops.convert_to_tensor(clouds(30)[0])
    codes = ops.convert_to_tensor(code_vectors(np.arange(30) % CODES, None, CODES, 2, seed=1))
    outputs = gan.discriminator(samples)
    loss, logs = gan.loss_of_g(outputs, codes)
    expected = numpy_reading(outputs, codes)
    for name in ("mi", "code_acc", "continuous_loss"):
        assert float(logs[name]) == pytest.approx(expected[name], abs=1e-5), name
    source = ops.convert_to_numpy(outputs[0]).astype("float64")
    fooled = np.log1p(np.exp(-source)).mean()
    assert float(logs["g_loss"]) == pytest.approx(fooled, abs=1e-5), "the GAN's own loss, without the codes'"
    total = fooled + 0.7 * expected["cross_entropy"] + 0.3 * expected["continuous_loss"]
    assert float(loss) == pytest.approx(total, abs=1e-5)


def test_the_bound_at_its_ends():
    gan = game(n_continuous=0)
    codes = ops.eye(CODES)
    _, guess = gan.loss_of_g((ops.zeros((3, 1)), ops.zeros((3, CODES))), codes)
    assert float(guess["mi"]) == pytest.approx(0.0, abs=1e-6), "a Q that guesses"
    _, sure = gan.loss_of_g((ops.zeros((3, 1)), 50.0 * codes), codes)
    assert float(sure["mi"]) == pytest.approx(np.log(CODES), abs=1e-6) and float(sure["code_acc"]) == 1.0
    _, wrong = gan.loss_of_g((ops.zeros((3, 1)), -50.0 * codes), codes)
    assert float(wrong["mi"]) < 0 and float(wrong["code_acc"]) == 0.0


def test_codes_are_drawn_evenly():
    gan = game()
    drawn = ops.convert_to_numpy(gan.draw_labels({}, 6000))
    assert drawn.shape == (6000, CODES + 2) and drawn.dtype == np.float32
    assert set(np.unique(drawn[:, :CODES])) == {0.0, 1.0} and (drawn[:, :CODES].sum(axis=1) == 1).all()
    assert drawn[:, :CODES].mean(axis=0) == pytest.approx([1 / 3] * 3, abs=4 * np.sqrt(2 / 9 / 6000))
    assert np.abs(drawn[:, CODES:]).max() <= 1
    assert drawn[:, CODES:].mean(axis=0) == pytest.approx([0, 0], abs=4 * np.sqrt(1 / 3 / 6000))
    assert drawn[:, CODES:].var(axis=0) == pytest.approx([1 / 3] * 2, abs=0.02)
    assert not np.array_equal(drawn[:9], ops.convert_to_numpy(gan.draw_labels({}, 9))), "new ones each time"


@both_modes
def test_it_finds_the_clouds_without_being_told(trunk_learns):
    gan = InfoGAN(generator(0), discriminator(0), seed=5)
    gan.compile(*[keras.optimizers.Adam(5e-3, beta_1=0.5) for _ in range(2)], trunk_learns=trunk_learns)
    points, corner = clouds(600)
    history = gan.fit(points, batch_size=60, epochs=2, steps_per_epoch=200, verbose=0).history
    assert history["mi"][-1] > 0.9 * np.log(CODES) and history["code_acc"][-1] > 0.95
    middles = np.array([points[corner == k].mean(axis=0) for k in range(CODES)])
    drawn = [gan.generate(100, codes=k, seed=0) for k in range(CODES)]
    nearest = [np.linalg.norm(x[:, None] - middles[None], axis=-1).argmin(axis=1) for x in drawn]
    assert len({np.bincount(x, minlength=CODES).argmax() for x in nearest}) == CODES, "a cloud for each code"


def test_it_trains_on_images_alone_and_looks_at_no_label():
    points, corner = clouds(60)
    history = game(d_steps=2, run_eagerly=True).fit(points, corner, batch_size=10, verbose=0).history
    assert all(np.isfinite(v).all() for v in history.values())
    assert set(history) == set(InfoGAN.metric_names)
    assert set(game(0, run_eagerly=True).fit(clouds(20)[0], batch_size=20, verbose=0).history) == set(
        InfoGAN.metric_names[:-1]
    )


def test_generate_takes_codes_in_several_forms():
    gan = game()
    in_turn = gan.generate(6, seed=0)
    assert gan.generate(6, codes=[0, 1, 2, 0, 1, 2], seed=0, batch_size=4) == pytest.approx(in_turn, abs=1e-6)
    ones = gan.generate(6, codes=1, seed=0)
    assert ones[[1, 4]] == pytest.approx(in_turn[[1, 4]], abs=1e-6), "the same latents, whatever the codes"
    assert not np.allclose(ones[0], in_turn[0])
    given = gan.generate(6, codes=1, continuous=[0.5, -0.5], seed=0)
    assert given == pytest.approx(gan.generate(6, 1, 0, continuous=[[0.5, -0.5]] * 6), abs=1e-6)
    assert not np.allclose(given, ones)


def test_a_saved_one_goes_on_as_it_was(tmp_path):
    options = {"trunk_learns": False, "mi_weight": 0.5, "continuous_weight": 0.25}
    gan = game(batch_norm=True, **options, run_eagerly=True)
    points, _ = clouds(64)
    gan.fit(points, batch_size=32, verbose=0)
    gan.save(tmp_path / "gan.keras")
    loaded = keras.saving.load_model(tmp_path / "gan.keras")
    loaded.run_eagerly = True
    assert type(loaded) is InfoGAN and (loaded.n_classes, loaded.n_continuous) == (CODES, 2)
    assert (loaded.trunk_learns, loaded.mi_weight, loaded.continuous_weight) == (False, 0.5, 0.25)
    assert np.array_equal(gan.generate(5, codes=2, seed=1), loaded.generate(5, codes=2, seed=1))
    after = [g.fit(points, batch_size=32, verbose=0).history for g in (gan, loaded)]
    for name in ("g_loss", "mi", "continuous_loss"):
        assert after[0][name] == pytest.approx(after[1][name], rel=1e-5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"codes": 3}, "codes lie in 3 to 3; the networks have 3"),
        ({"codes": [0, 1]}, "2 codes were given for 4 samples"),
        ({"codes": 0.5}, "dtype float64"),
        ({"continuous": [0.0]}, r"shape \(1,\); expected"),
        ({"labels": 1}, "was told no labels"),
        ({"n": 0}, "number of samples, is 0"),
    ],
)
def test_generate_refuses_what_is_no_code(options, message):
    with pytest.raises(ValueError, match=message):
        game().generate(**{"n": 4, **options})


def test_what_does_not_fit_is_refused():
    plain = keras.Sequential([keras.Input((4,)), layers.Dense(2)], name="plain")
    one_head = keras.Sequential([keras.Input((2,)), layers.Dense(1)], name="one_head")
    for g, d, message in (
        (plain, discriminator(), r"inputs have shapes \[\(4,\)\]; an InfoGAN gives it"),
        (generator(0), discriminator(2), r"Q reads codes of shape \(5,\)"),
        (generator(), one_head, r"outputs of shapes \[\(1,\)\]"),
        (generator(), discriminator(name="reader"), "no model named 'q' inside"),
    ):
        with pytest.raises(ValueError, match=message):
            InfoGAN(g, d)
    for name in ("mi_weight", "continuous_weight"):
        with pytest.raises(ValueError, match=f"{name} is -1"):
            game(**{name: -1})
