"""Each loss against its formula, its slope against the theory, and whole games with each."""

import keras
import numpy as np
import pytest
from keras import ops

from gan_lessons import backend, training  # isort: skip
from gan_lessons.training import losses  # isort: skip
from tests.training import games  # isort: skip

SIGMOID = lambda x: 1 / (1 + np.exp(-x))  # noqa: E731
OUTPUTS = np.array([[-3.0], [-0.5], [0.0], [0.4], [1.0], [2.5]], "float32")
# What is minimised, written down again: (on real, on generated, of the generator).
FORMULAS = {
    "non_saturating": (lambda o: -np.log(SIGMOID(o)), lambda o: -np.log(1 - SIGMOID(o)), lambda o: -np.log(SIGMOID(o))),
    "minimax": (lambda o: -np.log(SIGMOID(o)), lambda o: -np.log(1 - SIGMOID(o)), lambda o: np.log(1 - SIGMOID(o))),
    "least_squares": (lambda o: (o - 1) ** 2, lambda o: o**2, lambda o: (o - 1) ** 2),
    "hinge": (lambda o: np.maximum(0, 1 - o), lambda o: np.maximum(0, 1 + o), lambda o: -o),
    "wasserstein": (lambda o: -o, lambda o: o, lambda o: -o),
}  # fmt: skip


def pair(name):
    return losses.WASSERSTEIN if name == "wasserstein" else losses.LOSSES[name]


def test_every_loss_has_its_formula_here():
    assert {*losses.LOSSES, "wasserstein"} == set(FORMULAS)


@pytest.mark.parametrize("name", FORMULAS)
def test_the_formulas(name):
    loss = pair(name)
    for function, formula in zip((loss.real, loss.fake, loss.generator), FORMULAS[name], strict=True):
        assert ops.convert_to_numpy(function(ops.convert_to_tensor(OUTPUTS))) == pytest.approx(
            formula(OUTPUTS), abs=1e-5
        )
    targets = np.array([[1.0], [0.0], [0.9], [0.1], [1.0], [0.0]], "float32")
    want = targets * FORMULAS[name][0](OUTPUTS) + (1 - targets) * FORMULAS[name][1](OUTPUTS)
    assert ops.convert_to_numpy(
        loss.discriminator(ops.convert_to_tensor(OUTPUTS), ops.convert_to_tensor(targets))
    ) == pytest.approx(want, abs=1e-5)


@pytest.mark.parametrize("name", FORMULAS)
def test_the_generator_wants_higher_outputs_and_the_discriminator_tells_them_apart(name):
    loss = pair(name)
    up, down = (ops.convert_to_tensor(np.array([[x]], "float32")) for x in (0.3, 0.2))
    first = lambda values: float(ops.convert_to_numpy(values)[0, 0])  # noqa: E731
    assert first(loss.generator(up)) < first(loss.generator(down))
    assert first(loss.real(up)) < first(loss.real(down))
    assert first(loss.fake(up)) > first(loss.fake(down))


def test_cross_entropies_are_those_of_keras_and_stay_finite():
    logits = ops.convert_to_tensor(np.array([[-1000.0], [-2.0], [3.0], [1000.0]], "float32"))
    targets = np.array([[1.0], [0.9], [0.1], [0.0]], "float32")
    got = ops.convert_to_numpy(
        losses.LOSSES["non_saturating"].discriminator(logits, ops.convert_to_tensor(targets))
    )
    want = keras.losses.binary_crossentropy(ops.convert_to_tensor(targets), logits, from_logits=True)
    assert got[:, 0] == pytest.approx(ops.convert_to_numpy(want), rel=1e-5)
    assert got == pytest.approx(
        ops.convert_to_numpy(losses.cross_entropy(logits, ops.convert_to_tensor(targets))), rel=1e-5
    )


@pytest.mark.parametrize("name", FORMULAS)
def test_numbers_lists_and_whole_numbers_are_taken_as_floats(name):
    loss = pair(name)
    for given in (
        2,
        2.0,
        [[2], [-1]],
        np.array([[2], [-1]]),
        ops.convert_to_tensor([[2], [-1]], "int32"),
        np.float64(2),
    ):
        want = FORMULAS[name][0](np.array(given, "float64"))
        assert ops.convert_to_numpy(loss.real(given)) == pytest.approx(want, rel=1e-5)
        assert ops.convert_to_numpy(loss.discriminator(given, 1)) == pytest.approx(want, rel=1e-5)
        assert np.shape(loss.fake(given)) == np.shape(loss.generator(given)) == np.shape(want)


NO_OUTPUTS = [
    1j,
    np.array([[1j]]),
    "2",
    None,
    [[1.0, None]],
    np.nan,
    [[np.inf]],
    True,
    1e19,
    np.ma.masked_array([1.0], [True]),
]


@pytest.mark.parametrize("value", NO_OUTPUTS, ids=range(len(NO_OUTPUTS)))
@pytest.mark.parametrize("name", FORMULAS)
def test_what_is_no_output_of_a_discriminator_is_refused(name, value):
    loss = pair(name)
    for function in (loss.real, loss.fake, loss.generator, lambda x: loss.discriminator(x, 1.0)):
        with pytest.raises(ValueError, match=r"^(outputs|logits) (is|holds|lie) "):
            function(value)


def test_a_training_that_has_failed_shows():
    lost = ops.convert_to_tensor(np.array([[np.nan]], "float32"))
    for name in FORMULAS:
        assert np.isnan(ops.convert_to_numpy(pair(name).generator(lost))).all()


def test_targets_are_shares_one_for_each_output():
    logits = np.zeros((3, 1), "float32")
    for loss in (losses.cross_entropy, losses.LOSSES["least_squares"].discriminator):
        assert np.shape(loss(logits, [[1], [0], [0.5]])) == np.shape(loss(logits, np.float32(0.9))) == (3, 1)
        for wrong in ([[1], [0], [1j]], np.nan, "1", None, True, 1e300):
            with pytest.raises(ValueError, match=r"^targets (is|holds) "):
                loss(logits, wrong)
        for shape in ((3,), (1, 3), (2, 1)):
            with pytest.raises(ValueError, match=r"targets have shape .* and the outputs \(3, 1\)"):
                loss(logits, np.ones(shape))
            with pytest.raises(ValueError, match=r"targets have shape"):
                loss(logits, ops.ones(shape))


@pytest.mark.parametrize("name", ["least_squares", "hinge"])
def test_a_game_on_points_is_learned(name):
    adams = [keras.optimizers.Adam(5e-3, 0.5) for _ in range(2)]
    gan, points = games.gan(d_optimizer=adams[0], g_optimizer=adams[1], loss=name), games.curve(512) + 2

    def far():
        return np.abs(gan.generate(500, seed=0).mean(axis=0) - points.mean(axis=0)).max()

    before = far()
    gan.fit(points, batch_size=64, epochs=1, steps_per_epoch=300, verbose=0)
    assert before > 1.5 and far() < 0.5


def test_least_squares_count_an_output_above_one_half_as_real():
    gan = games.gan(loss="least_squares")
    _, logs = gan.loss_of_d(ops.convert_to_tensor(np.array([[0.4], [0.6], [2.0]], "float32")), "real")
    assert float(logs["d_acc_real"]) == pytest.approx(2 / 3)
    _, logs = gan.loss_of_d(ops.convert_to_tensor(np.array([[0.4], [0.6], [-2.0]], "float32")), "fake")
    assert float(logs["d_acc_fake"]) == pytest.approx(2 / 3)


def test_smoothed_least_squares_have_the_slope_of_the_smoothed_target():
    x = keras.Variable(np.array([[0.3]], "float32"))
    loss = losses.LOSSES["least_squares"]
    _, (slope,) = backend.value_and_grad(
        lambda: (ops.sum(loss.discriminator(x.value if backend.NAME != "jax" else x, 0.9)), {}), [x], []
    )
    assert float(ops.convert_to_numpy(slope)[0, 0]) == pytest.approx(2 * (0.3 - 0.9), rel=1e-4)


def test_an_unknown_loss_is_named_before_the_first_step():
    gan = games.gan()
    with pytest.raises(
        ValueError,
        match=r"loss is 'lsgan'; choose one of \['hinge', 'least_squares', 'minimax', 'non_saturating'\]\.$",
    ):
        gan.compile(loss="lsgan")
    with pytest.raises(ValueError, match=r"there is training\.WGAN"):
        gan.compile(loss="wasserstein")
    assert isinstance(gan, training.GAN)
