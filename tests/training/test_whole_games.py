"""What games need of the core, from lazy terms to networks that grow, tried with the objectives in small. Runs under every backend."""

import os
import signal
from pathlib import Path

from gan_lessons import data, models, training

import keras
import numpy as np
import pytest
from keras import ops

from tests.training import tiny
from tests.training.course_games import ALL, cycle, grow, images, of_gan, pix2pix, small_pair
from tests.training.games import all_moved, same, snapshot
from tests.training.test_resume import killed

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("kind", [training.StyleGAN, training.GrowingGAN, training.CycleGAN])
def test_an_objective_says_who_plays_for_what_and_never_who_moves_what(kind):
    assert not set(vars(kind)) & {"fit", "update", "step", "train_step", "prepare"}


@pytest.fixture(scope="module", params=["stylegan", "growing", "averaged, with r1", "pix2pix", "cycle"])
def trained(request):
    """A game after two short trainings: its name, itself, its data, its weights before, and both histories."""
    game, given = ALL[request.param]()
    before = {p.name: snapshot(p.trainable_variables) for p in game.team}
    histories = [
        game.fit(given, batch_size=4, epochs=2, steps_per_epoch=4, verbose=0).history for _ in range(2)
    ]
    return request.param, game, given, before, histories


@pytest.mark.optimised
def test_every_player_learns_and_all_is_logged(trained):
    _, game, _, before, histories = trained
    for player in game.team:
        moved = [
            not np.array_equal(b, ops.convert_to_numpy(v))
            for b, v in zip(before[player.name], player.trainable_variables, strict=True)
        ]
        assert np.mean(moved) > 0.8, player.name
    assert game.step_number == 16
    for history in histories:
        assert set(history) == set(game.metric_names)
        assert all(np.isfinite(values).all() for values in history.values())


def test_every_sampler_draws_and_what_it_draws_depends_on_the_seed_alone(trained):
    _, game, _, _, _ = trained
    a, b, c = game.generate(5, seed=0), game.generate(5, seed=0), game.generate(5, seed=1)
    assert a.shape == (5, *tiny.SIZE) and a.dtype == np.uint8
    assert np.array_equal(a, b) and not np.array_equal(a, c)


def test_weights_and_state_survive_a_file(trained, tmp_path):
    name, game, _, _, _ = trained
    game.save_weights(tmp_path / "game.weights.h5")
    other, _ = ALL[name]()
    assert not same(snapshot(game.variables), other.variables)
    other.load_weights(tmp_path / "game.weights.h5")
    metrics = {id(v) for tracker in [*game.metrics, *other.metrics] for v in tracker.variables}
    for mine, theirs in zip(game.variables, other.variables, strict=True):
        if id(mine) not in metrics:
            assert np.array_equal(ops.convert_to_numpy(mine), ops.convert_to_numpy(theirs)), mine.path


def test_the_pools_fill_from_inside_a_loss_and_give_old_images_back():
    game, given = cycle()
    game.fit(given, batch_size=4, epochs=1, steps_per_epoch=3, verbose=0)
    for pool in (game.pool_a, game.pool_b):
        assert int(pool.count) == 12
        held = ops.convert_to_numpy(pool.images)
        assert np.abs(held[:12]).max(axis=(1, 2, 3)).min() > 0 and not held[12:].any()
    pool = training.Pool((2,), size=6, seed=0)
    number = np.arange(60, dtype="float32")
    seen = [
        ops.convert_to_numpy(pool(ops.convert_to_tensor(number[i : i + 4, None] * [[1.0, 1.0]])))
        for i in range(0, 60, 4)
    ]
    assert np.array_equal(seen[0][:, 0], number[:4]), "until it is full, what comes in goes out"
    flat = np.concatenate(seen)[:, 0]
    share_old = np.mean(flat[8:] != number[8:])
    assert 0.3 < share_old < 0.7
    assert len(set(ops.convert_to_numpy(pool.images)[:, 0])) == 6, "each image is held once"


def test_a_batch_larger_than_the_pool_passes():
    pool = training.Pool((1,), size=3, seed=0)
    given = np.arange(8, dtype="float32")[:, None]
    assert np.array_equal(ops.convert_to_numpy(pool(given)), given)
    again = ops.convert_to_numpy(pool(given + 10.0))
    assert np.array_equal(again[3:], given[3:] + 10.0)


def test_the_domains_are_walked_through_apart():
    a, b = (
        np.arange(10).reshape(10, 1, 1, 1).astype("uint8"),
        np.arange(7).reshape(7, 1, 1, 1).astype("uint8"),
    )
    pair = data.Unpaired(a, b)
    feed = training.inputs.Feed(pair.arrays, pair.together, pair.transform)
    walk = training.batches.Batches(feed, 2, seed=3)
    assert len(walk) == 5
    seen = [np.stack([x.ravel() for x in walk[i]]) for i in range(30)]
    assert len({tuple(np.sort(np.concatenate([s[0] for s in seen[i : i + 5]]))) for i in (0, 5, 10)}) == 1
    lots = [tuple(np.sort(np.concatenate([s[1] for s in seen[i : i + 3]]))) for i in range(0, 30, 3)]
    assert all(len(set(lot)) == 6 for lot in lots), "a pass shows no image of b twice"
    partners = {x: {s[1][k] for s in seen for k in range(2) if s[0][k] == x} for x in range(10)}
    assert min(len(p) for p in partners.values()) > 2, "an image meets others in each pass"


def test_pairs_are_cropped_and_mirrored_together_and_domains_apart():
    a = RNG.integers(0, 256, (6, 9, 8, 3), dtype="uint8")
    rng = np.random.default_rng(0)
    rows = data.Paired(a, a.copy(), crop=(5, 4), flip=True).transform({"source": a, "target": a}, rng)
    assert rows["source"].shape == (6, 5, 4, 3) and np.array_equal(rows["source"], rows["target"])
    found = set()
    for before, after in zip(a, rows["source"], strict=True):
        places = [
            (t, left, m) for t in range(5) for left in range(5) for m in (1, -1)
            if np.array_equal(before[t : t + 5, left : left + 4][:, ::m], after)
        ]  # fmt: skip
        assert len(places) == 1
        found.add(places[0])
    assert len(found) > 3 and {m for _, _, m in found} == {1, -1}
    rows = data.Unpaired(a, a.copy(), crop=(5, 4)).transform({"a": a, "b": a}, rng)
    assert not np.array_equal(rows["a"], rows["b"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda: images(), "trains on source and target; source was given, so target is missing"),
        (lambda: (images(), images().astype("int32")), "target: The samples have dtype int32"),
        (lambda: (images(), images(20)), "first axes must be equal"),
        (lambda: (images(), images(size=7)), r"Each sample of 'target' has shape \(7, 7, 1\); the discriminator takes \(8, 8, 1\)"),
        (lambda: {"source": images(), "goal": images()}, "source and goal was given, so target is missing"),
        (lambda: data.Dataset(images(), np.zeros(24, int), "x", "x", "train", ("a",)), "images and labels was given"),
        (lambda: (images(), images(), images()), "3 arrays were given"),
        (lambda: (images(), images() / 255.0), r"target: Float images must be in \[-1, 1\]"),
        (lambda: data.Paired(images(size=9), images(size=9), crop=(7, 8)), r"has shape \(7, 8, 1\)"),
    ],
)  # fmt: skip
def test_each_role_is_checked_before_the_first_step(given, message):
    game, _ = pix2pix()
    with pytest.raises(ValueError, match=message):
        game.fit(given(), batch_size=4, verbose=0)
    assert game.step_number == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: data.Paired(images(), images(20)), "n, height and width must be equal"),
        (lambda: data.Paired(images(), images().astype("float32")), "target has dtype float32"),
        (lambda: data.Paired(images(), images(), crop=(9, 8)), r"crop is \(9, 8\)"),
        (lambda: data.Unpaired(images(), [1, 2]), "b has dtype list"),
        (lambda: data.Unpaired(images(0), images()), "at least one image"),
    ],
)
def test_domains_that_do_not_fit_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_lazy_terms_follow_the_clock_and_keep_their_log():
    game, given = ALL["averaged, with r1"]()

    class Watch(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.logs = []

        def on_train_batch_end(self, batch, logs=None):
            self.logs.append(float(logs["r1"]))

    watch = Watch()
    for _ in range(2):  # 5 steps each: the second begins at step 5, and the next due step is 8
        game.fit(given, batch_size=4, steps_per_epoch=5, verbose=0, callbacks=[watch])
    logs = np.array(watch.logs)
    changed = [i for i in range(1, 10) if logs[i] != logs[i - 1]]
    assert changed == [4, 8]
    assert int(game.optimizers["d"].iterations) == 10 + 3


def test_the_path_lengths_mean_is_kept_and_the_average_is_what_is_shown(trained):
    name, game, _, before, _ = trained
    if name != "stylegan":
        return
    assert float(game.mean_length) > 0
    pairs = zip(game.averaged.network.weights, game.generator.weights, strict=True)
    pairs = [snapshot(pair) for pair in pairs if pair[1].trainable]
    average, now = (
        sum(np.abs(weights[k] - was).sum() for weights, was in zip(pairs, before["g"], strict=True))
        for k in (0, 1)
    )
    assert 0 < average < now
    z = game.sampler.inputs(3, seed=0)
    models.stylegan.noise_levels(game.averaged.network, 0.0)
    shown = np.clip(ops.convert_to_numpy(game.averaged.network(z[0])), -1.0, 1.0)
    assert np.allclose(game.sampler.outputs(z), shown, atol=1e-5)
    assert not np.allclose(ops.convert_to_numpy(game.generator(z[0])), shown, atol=1e-4)
    models.stylegan.noise_levels(game.averaged.network, 1.0)


def test_r1_is_the_slope_of_d_at_real_samples_and_needs_a_d_without_batch_norm():
    game, given = ALL["averaged, with r1"]()
    x = ops.convert_to_tensor(given[:5] / 127.5 - 1.0, "float32")
    penalty, logs = game.slope_at_real({"images": x})
    # by differences of D along each pixel, D being piecewise linear
    steps = 1e-2 * ops.reshape(ops.eye(64), (64, *tiny.SIZE))
    slopes = [
        (game.discriminator(x[i] + steps) - game.discriminator(x[i] - steps))[:, 0] / 2e-2 for i in range(5)
    ]
    expected = np.mean([float(ops.sum(s**2)) for s in slopes])
    assert float(logs["r1"]) == pytest.approx(expected, rel=0.05) and float(penalty) == pytest.approx(
        float(logs["r1"]) / 2
    )
    with pytest.raises(ValueError, match="batch norm"):
        image = keras.Input(tiny.SIZE)
        x = keras.layers.BatchNormalization()(keras.layers.Flatten()(image))
        training.GAN(tiny.generator(), keras.Model(image, keras.layers.Dense(1)(x))).compile(r1=1.0)


def test_the_average_is_the_exponential_one():
    net = tiny.generator()
    average = training.Average(net, 0.8)
    expected = [w.astype("float64") for w in net.get_weights()]
    for k in range(40):
        net.set_weights([w + 0.1 * (k + 1) for w in net.get_weights()])
        average.follow()
        stays = min(0.8, (1 + k) / (10 + k))
        expected = [stays * e + (1 - stays) * w for e, w in zip(expected, net.get_weights(), strict=True)]
    assert all(
        np.allclose(a, e, rtol=1e-5) for a, e in zip(average.network.get_weights(), expected, strict=True)
    )
    with pytest.raises(ValueError, match=r"decay is 1.0"):
        training.Average(net, 1.0)


# ---- growth ----------------------------------------------------------------------------------------------------


def grow_in_two_phases(**compiled):
    game, _ = of_gan(
        training.GrowingGAN, *small_pair(), full_size=8, compiled={"d_batches": "separate", **compiled}
    )
    game.fit(images(), batch_size=4, steps_per_epoch=5, verbose=0)
    return game


def test_growth_keeps_what_stays_and_drops_what_goes():
    game = grow_in_two_phases()
    old = {v.path: v for v in game.variables}
    before = game.generate(4, seed=0)
    moments = {
        id(v): [ops.convert_to_numpy(o.variables[2 + 2 * i + s]) for s in (0, 1)]
        for o, p in zip(game.optimizers.values(), game.team, strict=True)
        for i, v in enumerate(p.trainable_variables)
    }
    grow(game, fade_steps=6)
    after = game.generate(4, seed=0)
    assert after.shape == (4, 8, 8, 1)
    assert np.array_equal(after, before.repeat(2, 1).repeat(2, 2)), (
        "at alpha 0 it is the old generator, enlarged"
    )
    assert game.step_number == 5 and int(game.optimizers["g"].iterations) == 5
    for optimizer, player in zip(game.optimizers.values(), game.team, strict=True):
        for i, v in enumerate(player.trainable_variables):
            for s in (0, 1):
                found = ops.convert_to_numpy(optimizer.variables[2 + 2 * i + s])
                assert np.array_equal(
                    found, moments[id(v)][s] if id(v) in moments else np.zeros_like(found)
                ), v.path
    assert all(any(v is w for w in game.variables) for path, v in old.items() if "kernel" in path)
    game.fit(images(), batch_size=4, steps_per_epoch=8, verbose=0)
    assert float(models.progressive.fade(game.generator).alpha) == 1.0
    assert game.step_number == 13


def test_replacing_untracks_the_old_networks():
    game = grow_in_two_phases(run_eagerly=True)
    replaced = game.discriminator
    g, d = small_pair()
    game.replace(generator=g, discriminator=d)
    assert all(layer is not replaced for layer in game.layers)
    assert not {id(v) for v in replaced.variables} & {id(v) for v in game.variables}
    with pytest.raises(ValueError, match="no network 'critic'"):
        game.replace(critic=d)
    with pytest.raises(ValueError, match="makes samples of shape"):
        game.replace(generator=tiny.generator())


class Keep(keras.callbacks.Callback):
    """Saves the game after each epoch, and kills the process in the middle of it all."""

    def __init__(self, path, kill_at):
        super().__init__()
        self.path, self.kill_at = path, kill_at

    def on_epoch_end(self, epoch, logs=None):
        self.model.save(self.path)
        if self.model.step_number == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def grow_to_the_end(folder: Path, kill_at: int = -1):
    """Begin, or go on where a process was killed; what there is in the end."""
    saved = folder / "game.keras"
    if saved.exists():
        game = keras.models.load_model(saved)
    else:
        keras.utils.set_random_seed(7)
        game = grow_in_two_phases()
        grow(game, fade_steps=8)
    rest = (17 - game.step_number) // 3
    game.fit(
        images(), batch_size=4, epochs=rest, steps_per_epoch=3, verbose=0, callbacks=[Keep(saved, kill_at)]
    )
    assert game.step_number == 17
    return snapshot([*game.generator.weights, *game.discriminator.weights, *game.optimizer.variables])


KILLED = """
import sys
from pathlib import Path
from tests.conftest import run_graphs_as_traced
from tests.training.test_whole_games import grow_to_the_end

run_graphs_as_traced()
grow_to_the_end(Path(sys.argv[1]), kill_at=8)  # alpha is 3/8
"""


def test_a_run_killed_in_the_middle_of_growing_resumes_to_equal_weights(tmp_path):
    unbroken, broken = tmp_path / "unbroken", tmp_path / "broken"
    unbroken.mkdir(), broken.mkdir()
    killed(KILLED, broken)
    a, b = grow_to_the_end(unbroken), grow_to_the_end(broken)
    assert len(a) == len(b) > 20
    assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


# ---- declarations that were forgotten --------------------------------------------------------------------------


class Forgetful(training.GAN):
    """A GAN whose loss of G also does something."""

    def g_loss(self, batch):
        self.also_does()
        return super().g_loss(batch)


def forgetful(**attributes):
    game = Forgetful(tiny.generator(), tiny.flat_judge(), seed=1)
    for name, value in attributes.items():
        setattr(game, name, value)
    return game


def compile_and_fit(game):
    game.compile()
    game.fit(images(), batch_size=4, steps_per_epoch=2, verbose=0)


def test_a_variable_that_the_model_does_not_hold_is_an_error():
    stray = keras.Variable(0.0, trainable=False, name="stray")
    game = forgetful()
    game.also_does = lambda: stray.assign(stray + 1.0)
    with pytest.raises(ValueError, match=r"'stray'.*does not hold it"):
        compile_and_fit(game)


def test_the_same_holds_where_a_batch_is_completed():
    stray = keras.Variable(0.0, trainable=False, name="stray")
    game = forgetful()
    game.also_does = lambda: None
    game.complete = lambda batch: (stray.assign(stray + 1.0), batch)[1]
    with pytest.raises(ValueError, match=r"'stray'.*does not hold it"):
        compile_and_fit(game)


def test_losses_that_log_other_names_than_those_stated_are_an_error():
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=1)
    game.compile()
    game.loss_of_g = lambda outputs, labels=None: (ops.mean(outputs), {"loss_of_g": ops.mean(outputs)})
    with pytest.raises(ValueError, match=r"log \[.*'loss_of_g'\]; metric_names is \[.*'g_loss'\]"):
        game.fit(images(), batch_size=4, verbose=0)


def test_a_network_of_nobodys_is_an_error_unless_it_is_declared_frozen():
    extractor = tiny.translator(5, batch_norm=True)
    game = forgetful(extractor=extractor)
    game.also_does = lambda: game.run(extractor, game.run(game.generator, game.latents(4)))
    with pytest.raises(ValueError, match=r"'translator_5'.*is nobody's"):
        game.compile()
    before = snapshot(extractor.weights)
    game.frozen = (extractor,)
    compile_and_fit(game)
    assert same(before, extractor.weights), "its moving statistics, too"


def test_a_trained_variable_of_nobodys_and_an_assigned_weight_are_errors():
    with pytest.raises(ValueError, match=r"'mean' of this Forgetful.*nobody's"):
        forgetful(mean=keras.Variable(0.0, name="mean")).compile()
    game = forgetful()
    weight = game.discriminator.trainable_weights[0]
    game.also_does = lambda: weight.assign(weight * 0.0)
    with pytest.raises(ValueError, match=r"assigns .*kernel.*which is trained"):
        compile_and_fit(game)


def test_what_an_objective_owns_survives_the_step():
    game = forgetful(counter=keras.Variable(0.0, trainable=False, name="counter"))
    game.also_does = lambda: game.counter.assign_add(1.0)
    compile_and_fit(game)
    assert float(game.counter) == 2.0


# ---- precision, schedules --------------------------------------------------------------------------------------


def test_a_schedule_follows_the_clock_and_not_the_updates():
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=1)
    rates = keras.optimizers.schedules.PolynomialDecay(0.1, 10, 0.0)
    with pytest.raises(ValueError, match="has a schedule of its own"):
        game.compile(keras.optimizers.SGD(rates), d_batches="alternate", schedules={"d": rates})
    with pytest.raises(ValueError, match="A schedule was given for 'x'"):
        game.compile(schedules={"x": rates})
    game.compile(
        keras.optimizers.SGD(1.0), keras.optimizers.SGD(1.0), d_batches="alternate", schedules={"d": rates}
    )
    game.fit(images(), batch_size=4, steps_per_epoch=4, verbose=0)
    assert float(game.optimizers["d"].learning_rate) == pytest.approx(0.07)
    assert float(game.optimizers["g"].learning_rate) == 1.0
    assert all_moved([np.zeros(1)], [game.optimizers["d"].iterations])


def test_float16_and_use_ema_are_refused_with_a_reason():
    keras.config.set_dtype_policy("mixed_float16")
    try:
        with pytest.raises(ValueError, match=r"float16.*mixed_bfloat16"):
            training.GAN(tiny.generator(), tiny.flat_judge()).compile()
    finally:
        keras.config.set_dtype_policy("float32")
    with pytest.raises(ValueError, match=r"use_ema.*training\.Average"):
        training.GAN(tiny.generator(), tiny.flat_judge()).compile(keras.optimizers.Adam(use_ema=True))
