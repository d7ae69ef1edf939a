"""Pix2Pix and CycleGAN: each term by hand, each switch, whose weights move, files, and what is refused."""

import gan_lessons  # noqa: F401
from gan_lessons import data, training
from gan_lessons.models import dense

import keras
import numpy as np
import pytest
from keras import layers, ops

from tests.training import tiny
from tests.training.course_games import adam, images
from tests.training.games import all_moved, same, snapshot

RNG = np.random.default_rng(0)


def one_channel_judge(seed, size=8):
    x0 = keras.Input((size, size, 1))
    return keras.Model(x0, layers.Conv2D(1, 3, 2, padding="same", kernel_initializer=tiny.init(seed))(x0))


@pytest.fixture
def pix2pix():
    def make(inputs=2, **compiled):
        judge = tiny.judge(inputs=2) if inputs == 2 else one_channel_judge(3)
        game = training.Pix2Pix(tiny.translator(), judge, seed=1)
        game.compile(adam(), adam(), run_eagerly=True, **compiled)
        return game

    return make


@pytest.fixture
def cycle():
    def make(pool_size=50, **compiled):
        networks = tiny.translator(1), tiny.translator(2), one_channel_judge(3), one_channel_judge(4)
        game = training.CycleGAN(*networks, pool_size=pool_size, seed=1)
        game.compile(adam(), adam(), adam(), run_eagerly=True, **compiled)
        return game

    return make


def batch(*names):
    return {n: ops.convert_to_tensor(RNG.uniform(-1, 1, (3, 8, 8, 1)).astype("float32")) for n in names}


def number(x):
    return float(ops.convert_to_numpy(x))


def out(network, *x):
    return ops.convert_to_numpy(network(list(x) if len(x) > 1 else x[0], training=True)).astype("float64")


def softplus(x):
    return np.log1p(np.exp(x)).mean()


# ---- Pix2Pix ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inputs", [1, 2])
def test_the_terms_of_pix2pix_are_the_papers(pix2pix, inputs):
    game, x = pix2pix(inputs, l1_weight=7.0, adversarial_weight=0.5), batch("source", "target")
    assert game.conditional == (inputs == 2)
    source = [x["source"]] if inputs == 2 else []
    fakes = game.generator(x["source"])
    on_real, on_fakes = out(game.discriminator, *source, x["target"]), out(game.discriminator, *source, fakes)
    loss, logs = game.d_loss(x)
    assert number(loss) == pytest.approx((softplus(-on_real) + softplus(on_fakes)) / 2, rel=1e-5)
    assert number(logs["d_acc_fake"]) == pytest.approx((on_fakes <= 0).mean())
    loss, logs = game.g_loss(x)
    l1 = np.abs(ops.convert_to_numpy(fakes) - ops.convert_to_numpy(x["target"])).mean()
    assert number(logs["l1"]) == pytest.approx(l1, rel=1e-5)
    assert number(loss) == pytest.approx(0.5 * softplus(-on_fakes) + 7.0 * l1, rel=1e-5)


@pytest.mark.parametrize("loss", ["least_squares", "hinge"])
def test_other_losses_judge_patch_by_patch(pix2pix, loss):
    game, x = pix2pix(loss=loss), batch("source", "target")
    on_real = out(game.discriminator, x["source"], x["target"])
    expected = ((on_real - 1) ** 2).mean() if loss == "least_squares" else np.maximum(0, 1 - on_real).mean()
    assert number(game.d_loss(x)[1]["d_loss_real"]) == pytest.approx(expected, rel=1e-5)


def test_each_term_can_be_switched_off(pix2pix):
    pairs = data.Paired(images(), images(seed=1))
    alone = pix2pix(adversarial_weight=0.0)
    before = snapshot(alone.discriminator.variables)
    history = alone.fit(pairs, batch_size=8, steps_per_epoch=2, verbose=0).history
    assert set(history) == {"l1"} == set(alone.metric_names)
    assert same(before, alone.discriminator.variables), "without an adversarial term nobody asks D"
    judged = pix2pix(l1_weight=0.0)
    x = batch("source", "target")
    elsewhere = {**x, "target": -x["target"]}
    assert number(judged.g_loss(x)[0]) == number(judged.g_loss(elsewhere)[0]), "G is not told the target"
    judged.compile(adam(), adam(), run_eagerly=True)
    assert judged.metric_names == training.Pix2Pix.metric_names
    assert number(judged.g_loss(x)[0]) != number(judged.g_loss(elsewhere)[0])


def test_an_unconditional_discriminator_does_not_see_the_source(pix2pix):
    x = batch("source", "target")
    elsewhere = {**x, "source": -x["source"]}
    values = {}
    for inputs in (1, 2):
        game = pix2pix(inputs)
        values[inputs] = [
            number(game.on_real(game.judged(b["source"], b["target"]))[0]) for b in (x, elsewhere)
        ]
    assert values[1][0] == values[1][1] and values[2][0] != values[2][1]


# ---- CycleGAN --------------------------------------------------------------------------------------------------


def test_the_terms_of_a_cyclegan_are_the_papers(cycle):
    game, x = cycle(cycle_weight=3.0, identity_weight=2.0), batch("a", "b")
    a, b = x["a"], x["b"]
    fake_b, fake_a = game.a_to_b(a), game.b_to_a(b)

    def off(made, wanted):
        return np.abs(ops.convert_to_numpy(made) - ops.convert_to_numpy(wanted)).mean()

    expected = {
        "g_ab_loss": ((out(game.d_b, fake_b) - 1) ** 2).mean(), "g_ba_loss": ((out(game.d_a, fake_a) - 1) ** 2).mean(),
        "cycle_a": off(game.b_to_a(fake_b), a), "cycle_b": off(game.a_to_b(fake_a), b),
        "identity_a": off(game.b_to_a(a), a), "identity_b": off(game.a_to_b(b), b),
    }  # fmt: skip
    loss, logs = game.g_loss(x)
    assert {name: number(v) for name, v in logs.items()} == pytest.approx(expected, rel=1e-4)
    total = sum(expected[n] * w for n, w in zip(expected, (1, 1, 3, 3, 2, 2), strict=True))
    assert number(loss) == pytest.approx(total, rel=1e-4)
    loss, _ = game.d_b_loss(x)
    assert number(loss) == pytest.approx(
        (((out(game.d_b, b) - 1) ** 2).mean() + (out(game.d_b, fake_b) ** 2).mean()) / 2, rel=1e-4
    )


def test_without_identity_it_is_neither_computed_nor_logged(cycle):
    game = cycle(identity_weight=0.0)
    assert "identity_a" not in game.metric_names and set(game.g_loss(batch("a", "b"))[1]) == set(game.metric_names) - {
        "d_a_loss", "d_b_loss",
    }  # fmt: skip


def test_each_player_moves_its_own_networks_alone(cycle):
    game, x = cycle(), batch("a", "b")
    networks = {n: getattr(game, n) for n in game.network_names}
    for player, own in (("g", {"a_to_b", "b_to_a"}), ("d_a", {"d_a"}), ("d_b", {"d_b"})):
        before = {n: snapshot(net.trainable_variables) for n, net in networks.items()}
        game.move(player, tuple(ops.convert_to_numpy(v) for v in x.values()))
        moved = {n for n, net in networks.items() if not same(before[n], net.trainable_variables)}
        assert moved == own
        assert all(all_moved(before[n], networks[n].trainable_variables) for n in own)


def test_each_discriminator_remembers_its_own_domain(cycle):
    game, x = cycle(), batch("a", "b")
    game.d_a_loss(x)
    assert int(game.pool_a.count) == 3 and int(game.pool_b.count) == 0
    held = ops.convert_to_numpy(game.pool_a.images)[:3]
    assert np.allclose(held, ops.convert_to_numpy(game.b_to_a(x["b"])), atol=1e-6)
    forgets = cycle(pool_size=0)
    assert not hasattr(forgets, "pool_a") and np.isfinite(number(forgets.d_a_loss(x)[0]))


def test_both_directions_translate(cycle):
    game, given = cycle(), images(5)
    there, back = game.translate(given), game.translate(given, "b to a")
    assert there.dtype == back.dtype == np.uint8 and not np.array_equal(there, back)
    assert np.array_equal(there, game.generate(5, a=given))
    x = given / np.float32(127.5) - 1
    assert np.abs(back - (ops.convert_to_numpy(game.b_to_a(x)) + 1) * 127.5).max() <= 0.51


def test_points_can_be_translated():
    def net(n, seed):
        x0 = keras.Input((2,))
        return keras.Model(x0, layers.Dense(n, kernel_initializer=tiny.init(seed))(x0))

    game = training.CycleGAN(net(2, 1), net(2, 2), net(1, 3), net(1, 4), seed=0)
    game.compile(run_eagerly=True)
    points = RNG.normal(size=(16, 2)).astype("float32")
    game.fit({"a": points, "b": points + 1}, batch_size=8, steps_per_epoch=2, verbose=0)
    assert game.translate(points).shape == (16, 2)


def test_cyclegans_side_by_side_learn_what_each_would_alone():
    """Chapter 24 trains its seeds so: the members' scores are a map of verdicts, the loss is their mean."""

    def net(n, seed):
        hidden = layers.Dense(4, "tanh", kernel_initializer=tiny.init(seed))
        return keras.Sequential(
            [keras.Input((2,)), hidden, layers.Dense(n, kernel_initializer=tiny.init(seed + 50))]
        )

    def play(networks, a, b):
        game = training.CycleGAN(*networks, pool_size=0, seed=0)
        game.compile(adam(), adam(), adam(), run_eagerly=True)
        for _ in range(3):
            game.step((ops.convert_to_tensor(a), ops.convert_to_tensor(b)))
        return game

    members = [[net(n, 10 * i + j) for j, n in enumerate((2, 2, 1, 1))] for i in range(2)]
    together = [dense.side_by_side(list(of_all)) for of_all in zip(*members, strict=True)]
    judges = [keras.Model(d.inputs, layers.Reshape((2, 1, 1))(d.outputs[0])) for d in together[2:]]
    a, b = RNG.normal(size=(2, 8, 2, 2)).astype("float32")
    game = play([*together[:2], *judges], a, b)
    for i, alone in enumerate(members):
        before = alone[0].get_weights()[0].copy()
        play(alone, a[:, i], b[:, i])
        for stacked, network in zip((game.a_to_b, game.b_to_a, game.d_a, game.d_b), alone, strict=True):
            for mine, theirs in zip(stacked.get_weights(), network.get_weights(), strict=True):
                np.testing.assert_allclose(mine[i], theirs, atol=2e-4)
        assert not np.allclose(before, alone[0].get_weights()[0], atol=2e-3), "it has moved further than that"


# ---- files and schedules ---------------------------------------------------------------------------------------


def test_a_game_survives_a_file_with_its_options(pix2pix, cycle, tmp_path):
    schedules = {"g": training.ConstantThenLinear(0.01, 100)}
    for game, x in (
        (pix2pix(l1_weight=3.0, loss="hinge", schedules=schedules), batch("source", "target")),
        (pix2pix(adversarial_weight=0.0), batch("source", "target")),
        (cycle(pool_size=4, cycle_weight=1.0, identity_weight=0.0), batch("a", "b")),
    ):
        given = tuple(ops.convert_to_numpy(v) for v in x.values())
        game.fit(dict(zip(x, given, strict=True)), batch_size=3, steps_per_epoch=2, verbose=0)
        game.save(tmp_path / "game.keras")
        other = keras.models.load_model(tmp_path / "game.keras")
        assert other.step_number == 2 and other.metric_names == game.metric_names
        for mine, theirs in zip(game.weights, other.weights, strict=True):
            assert np.array_equal(ops.convert_to_numpy(mine), ops.convert_to_numpy(theirs)), mine.path
        assert other.get_compile_config() == game.get_compile_config()


def test_the_schedule_stays_and_then_falls_in_a_straight_line():
    rate = training.ConstantThenLinear(0.02, 100)
    assert [number(rate(s)) for s in (0, 50, 75, 100, 130)] == pytest.approx(
        [0.02, 0.02, 0.01, 0.0, 0.0], abs=1e-8
    )
    always_falling = training.ConstantThenLinear(1.0, 10, constant=0.0)
    assert number(always_falling(5)) == pytest.approx(0.5)
    assert number(training.ConstantThenLinear(1.0, 10, constant=1.0)(9)) == pytest.approx(1.0)
    assert training.ConstantThenLinear.from_config(rate.get_config()).get_config() == rate.get_config()


# ---- what is refused -------------------------------------------------------------------------------------------


def translator(source=(8, 8, 1), target_channels=1, activation="tanh"):
    x0 = keras.Input(source)
    return keras.Model(x0, layers.Conv2D(target_channels, 3, padding="same", activation=activation)(x0))


GOOD = lambda: (translator(), translator(), one_channel_judge(1), one_channel_judge(2))  # noqa: E731


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: training.Pix2Pix(translator(activation="sigmoid"), tiny.judge(inputs=2)), "ends in a sigmoid"),
        (lambda: training.Pix2Pix(translator(), tiny.judge(inputs=3)), "give it the source and the target"),
        (lambda: training.Pix2Pix(translator(target_channels=3), tiny.judge(inputs=2)), r"\(8, 8, 3\), the discriminator takes"),
        (lambda: training.Pix2Pix(tiny.judge(inputs=2), tiny.judge(inputs=2)), "turns one image into one"),
        (lambda: training.Pix2Pix(one_channel_judge(1), tiny.judge(inputs=2)), "of one height and width"),
        (lambda: training.Pix2Pix(translator(), tiny.judge(inputs=2)).compile(l1_weight=0, adversarial_weight=0), "nothing to learn"),
        (lambda: training.Pix2Pix(translator(), tiny.judge(inputs=2)).compile(l1_weight=-1.0), "l1_weight is -1.0"),
        (lambda: training.Pix2Pix(translator(), tiny.judge(inputs=2)).compile(loss="l2"), "loss is 'l2'"),
        (lambda: training.Pix2Pix(translator(), tiny.judge(inputs=2)).compile("adam"), "d_optimizer is 'adam'"),
        (lambda: training.CycleGAN(*GOOD()[:3], GOOD()[3], pool_size=-1), "pool_size"),
        (lambda: training.CycleGAN(*[translator()] * 2, *GOOD()[2:]), "are one object"),
        (lambda: training.CycleGAN(translator(target_channels=3), *GOOD()[1:]), r"must turn \(8, 8, 3\) into \(8, 8, 1\)"),
        (lambda: training.CycleGAN(*GOOD()[:3], tiny.judge(inputs=2)), "without pairs there is one to judge"),
        (lambda: training.CycleGAN(*GOOD()).compile(cycle_weight=float("nan")), "cycle_weight is nan"),
        (lambda: training.CycleGAN(*GOOD()).translate(images(2), "b"), "direction is 'b'"),
        (lambda: training.ConstantThenLinear(0.0, 10), "rate is 0"),
        (lambda: training.ConstantThenLinear(0.1, 10, constant=1.5), "constant is 1.5"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_identity_of_unlike_domains_is_refused():
    a_to_b, b_to_a = translator(target_channels=3), translator((8, 8, 3))
    x0 = keras.Input((8, 8, 3))
    game = training.CycleGAN(a_to_b, b_to_a, one_channel_judge(1), keras.Model(x0, layers.Conv2D(1, 3)(x0)))
    with pytest.raises(ValueError, match="Set identity_weight=0"):
        game.compile()
    game.compile(identity_weight=0.0)


def test_a_refused_compile_changes_nothing(pix2pix):
    game = pix2pix(l1_weight=3.0)
    with pytest.raises(ValueError):
        game.compile(l1_weight=5.0, loss="l2")
    assert game.l1_weight == 3.0 and game.loss_name == "non_saturating"
