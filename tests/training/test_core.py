"""The classic failures of GAN code, each with the test that would catch it. Runs under every backend.

What takes a few steps and holds whether they are traced or not is run eagerly: tracing one step takes more time than making ten.
"""

import gc
import os
import signal

import gan_lessons as gl

import keras
import numpy as np
import pytest
from keras import ops

from tests.training.games import (
    FourPlayers,
    all_moved,
    curve,
    discriminator,
    gan,
    generator,
    same,
    snapshot,
)

NETWORKS = pytest.mark.parametrize(("batch_norm", "dropout"), [(False, False), (True, False), (True, True)])


def statistics(network):
    return network.non_trainable_weights


class Watch(keras.callbacks.Callback):
    """Counts steps and keeps their logs."""

    def __init__(self):
        super().__init__()
        self.logs = []

    def on_train_batch_end(self, batch, logs=None):
        self.logs.append(dict(logs))


@NETWORKS
@pytest.mark.parametrize("loaded", [False, True], ids=["fresh", "loaded"])
def test_each_update_moves_its_own_player_only(batch_norm, dropout, loaded, tmp_path):
    model = gan(batch_norm, dropout, run_eagerly=True)
    if loaded:
        model.fit(curve(), batch_size=16, verbose=0)
        model.save(tmp_path / "gan.keras")
        model = keras.models.load_model(tmp_path / "gan.keras")
    d, g = model.discriminator, model.generator
    d_player, g_player = model.team
    for n in (
        16,
        7,
    ):  # a second batch size is traced anew: there the frozen discriminator of the tutorials returns
        batch = model.prepare((ops.convert_to_tensor(curve(n)),))
        d_before, g_before = snapshot(d.weights), snapshot(g.trainable_weights)
        d_weights, g_stats = snapshot(d.trainable_weights), snapshot(statistics(g))
        model.update(d_player, d_player.losses[0], batch)
        assert all_moved(d_weights, d.trainable_weights)
        assert same(g_before, g.trainable_weights)
        if batch_norm:
            assert all_moved(g_stats, statistics(g)), "fakes are drawn with training behaviour"

        d_before, g_weights = snapshot(d.weights), snapshot(g.trainable_weights)
        model.update(g_player, g_player.losses[0], batch)
        assert same(d_before, d.weights), "moving statistics included"
        assert all_moved(g_weights, g.trainable_weights)


@NETWORKS
def test_both_learn_in_fit_at_two_batch_sizes(batch_norm, dropout):
    model = gan(batch_norm, dropout)
    for batch_size in (16, 7):
        before = snapshot(model.weights)
        model.fit(curve(), batch_size=batch_size, verbose=0)
        assert all_moved(before, model.weights)


def test_the_gradient_of_the_generator_does_not_need_the_discriminators_new_statistics():
    """Putting D's averages back after G's update changes nothing about that update."""
    kept, let = gan(True), gan(True)
    let.set_weights(kept.get_weights())
    batch = ops.convert_to_tensor(curve(16))
    for model in (kept, let):
        player = model.team[1]
        if model is let:
            player = gl.training.Player(
                "g", player.networks, [model.g_loss], also_moves=[model.discriminator]
            )
        model.update(player, model.g_loss, model.prepare((batch,)))
    assert all(
        np.array_equal(a, b)
        for a, b in zip(kept.generator.get_weights(), let.generator.get_weights(), strict=True)
    )
    assert not same(snapshot(kept.discriminator.weights), let.discriminator.weights)


@pytest.mark.parametrize("loss", ["non_saturating", "minimax"])
@pytest.mark.parametrize("d_batches", ["joint", "separate", "alternate"])
def test_logged_losses_equal_numpy(loss, d_batches):
    model = gan(loss=loss, d_batches=d_batches, label_smoothing=(0.1, 0.05), d_optimizer=keras.optimizers.SGD(0.0),
                g_optimizer=keras.optimizers.SGD(0.0), reuse_fakes=True, run_eagerly=True)  # fmt: skip
    latents = np.random.default_rng(0).standard_normal((16, 3)).astype("float32")
    model.latents = lambda n: ops.convert_to_tensor(latents)
    real = curve(16)
    watch = Watch()
    history = model.fit(real, batch_size=16, verbose=0, callbacks=[watch]).history
    lr = ops.convert_to_numpy(model.discriminator(real)).astype("float64")
    lf = ops.convert_to_numpy(model.discriminator(model.generator(latents))).astype("float64")
    p, q = 1 / (1 + np.exp(-lr)), 1 / (1 + np.exp(-lf))
    expected = {
        "d_loss_real": -np.mean(0.9 * np.log(p) + 0.1 * np.log(1 - p)),
        "d_loss_fake": -np.mean(0.05 * np.log(q) + 0.95 * np.log(1 - q)),
        "g_loss": -np.mean(np.log(q)) if loss == "non_saturating" else np.mean(np.log(1 - q)),
        "d_acc_real": np.mean(p > 0.5),
        "d_acc_fake": np.mean(q <= 0.5),
    }
    for name, value in expected.items():
        assert history[name][0] == pytest.approx(value, abs=1e-5)
        assert float(watch.logs[0][name]) == pytest.approx(value, abs=1e-5)


def test_joint_and_separate_are_the_same_game_without_batch_norm_and_not_with_it():
    for batch_norm in (False, True):
        runs = []
        for d_batches in ("joint", "separate"):
            model = gan(batch_norm, d_batches=d_batches, run_eagerly=True)
            model.fit(curve(), batch_size=16, steps_per_epoch=3, verbose=0)
            runs.append(np.concatenate([w.ravel() for w in model.discriminator.get_weights()]))
        assert np.allclose(*runs, atol=1e-5) is not batch_norm


@pytest.mark.parametrize("eagerly", [True, False])
def test_train_on_batch_makes_the_step_of_fit(eagerly):
    after = []
    for alone in (True, False):
        model = gan(run_eagerly=eagerly)
        if alone:
            model.train_on_batch(curve(16), return_dict=True)
        else:
            model.fit(curve(16), batch_size=16, verbose=0)
        after.append(snapshot(model.generator.weights + model.discriminator.weights))
    for a, b in zip(*after, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)


def test_alternate_makes_two_updates_of_the_discriminator():
    for d_batches, updates in (("joint", 1), ("separate", 1), ("alternate", 2)):
        model = gan(d_batches=d_batches, run_eagerly=d_batches != "alternate")
        model.fit(curve(), batch_size=16, steps_per_epoch=4, verbose=0)
        assert int(model.optimizers["d"].iterations.value) == 4 * updates
        assert int(model.optimizers["g"].iterations.value) == 4


def test_logs_are_the_steps_own_and_history_their_mean():
    watch = Watch()
    model = gan(d_optimizer=keras.optimizers.SGD(0.3), g_optimizer=keras.optimizers.SGD(0.3))
    history = model.fit(curve(), batch_size=8, epochs=2, verbose=0, callbacks=[watch]).history
    assert set(history) == set(model.metric_names)
    for name in model.metric_names:
        steps = [float(logs[name]) for logs in watch.logs]
        assert history[name] == pytest.approx([np.mean(steps[:8]), np.mean(steps[8:])], abs=1e-5)


def test_reference_values_of_an_undecided_discriminator():
    still = {name: keras.optimizers.SGD(0.0) for name in ("d_optimizer", "g_optimizer")}
    model = gan(**still, run_eagerly=True)
    model.discriminator.layers[-1].set_weights([np.zeros((8, 1)), np.zeros(1)])
    history = model.fit(curve(), batch_size=16, verbose=0).history
    for name in ("d_loss_real", "d_loss_fake", "g_loss"):
        assert history[name][0] == pytest.approx(np.log(2), abs=1e-6)


def test_one_seed_repeats_a_run_and_another_does_not():
    def run(seed):
        model = gan(True, True, seed=seed, label_flips=0.1)
        history = model.fit(curve(), batch_size=16, epochs=2, verbose=0).history
        return history, model.get_weights()

    (h1, w1), (h2, w2), (h3, _) = run(5), run(5), run(6)
    assert h1 == h2
    assert all(np.array_equal(a, b) for a, b in zip(w1, w2, strict=True))
    assert h1 != h3


def test_flips_are_a_bernoulli_mask_and_accuracy_is_against_hard_labels():
    model = gan(label_flips=0.3, d_optimizer=keras.optimizers.SGD(0.0))
    seen = []
    plain = model.discriminator_loss
    model.discriminator_loss = lambda logits, targets: (seen.append(targets), plain(logits, targets))[1]
    shares, accuracies = [], []
    for _ in range(40):
        _, logs = model.loss_of_d(ops.full((50, 1), 3.0), "real")
        shares.append(1.0 - float(ops.mean(seen[-1])))
        accuracies.append(float(logs["d_acc_real"]))
    assert np.mean(shares) == pytest.approx(0.3, abs=0.04)
    assert len(set(shares)) > 5, "each label is flipped on its own: the number of flips varies"
    assert set(accuracies) == {1.0}


def test_g_batch_and_d_steps_draw_what_they_say():
    drawn = []
    model = gan(g_batch=32, d_steps=3)
    plain = model.latents
    model.latents = lambda n: (drawn.append(int(n)), plain(n))[1]
    model.step((ops.convert_to_tensor(curve(24)),))
    assert drawn == [8, 8, 8, 32]


def test_d_steps_see_different_real_samples():
    model = gan(d_steps=2)
    seen = []
    player = model.team[0]
    plain = model.update
    model.update = lambda p, loss, batch: (
        seen.append(ops.convert_to_numpy(batch["images"])),
        plain(p, loss, batch),
    )[1]
    model.step((ops.convert_to_tensor(curve(12)),))
    assert player.updates == 2
    assert not np.array_equal(seen[0], seen[1])


def test_a_penalised_critic_needs_nothing_new_in_the_core():
    model = gl.training.WGAN(generator(batch_norm=True), discriminator(dropout=True), seed=1)
    model.compile(keras.optimizers.Adam(1e-2), keras.optimizers.Adam(1e-3), penalty=10.0)
    before = snapshot(model.weights)
    model.fit(curve(80), batch_size=8, epochs=6, verbose=0)
    bias = len(before) - 1  # a critic's last bias cancels in fake score - real score
    assert all_moved(before[:bias], model.weights[:bias])
    assert int(model.optimizers["d"].iterations.value) == 6 * 2 * 5
    assert int(model.optimizers["g"].iterations.value) == 6 * 2


def test_the_gradient_inside_the_loss_pulls_the_slope_towards_one():
    critic = discriminator()
    critic.set_weights([3.0 * w for w in critic.get_weights()])  # far too steep
    model = gl.training.WGAN(generator(), critic, seed=1)
    model.compile(keras.optimizers.Adam(1e-2), keras.optimizers.SGD(0.0), penalty=10.0)
    penalty = model.fit(curve(80), batch_size=8, epochs=15, verbose=0).history["penalty"]
    assert penalty[0] > 1.0 and penalty[-1] < 0.1 * penalty[0]


def test_the_penaltys_gradient_equals_finite_differences():
    model = gl.training.WGAN(generator(), discriminator(), seed=1)
    kernel = model.discriminator.layers[1].kernel
    x = ops.convert_to_tensor(curve(6))

    def penalty():
        slope = gl.backend.input_gradient(model.discriminator, x)
        return ops.mean((ops.sqrt(ops.sum(slope**2, axis=1)) - 1.0) ** 2)

    others = [v for v in model.variables if v is not kernel]
    _, (gradient,) = gl.backend.value_and_grad(lambda: (penalty(), {}), [kernel], others)
    start = ops.convert_to_numpy(kernel.value).copy()
    for index in [(0, 0), (1, 3), (0, 7)]:
        values = []
        for sign in (1, -1):
            moved = start.copy()
            moved[index] += sign * 1e-2
            kernel.assign(moved)
            values.append(float(penalty()))
        kernel.assign(start)
        slope = (values[0] - values[1]) / 2e-2
        assert float(ops.convert_to_numpy(gradient)[index]) == pytest.approx(slope, rel=0.02, abs=1e-4)


def test_four_players_need_nothing_new_in_the_core():
    model = FourPlayers(seed=1)
    model.compile()
    pair = (curve(48, 1), curve(48, 2)[:, ::-1].copy())
    networks = {"d_a": model.judge_a, "d_b": model.judge_b, "g_ab": model.ab, "g_ba": model.ba}
    batch = model.prepare(tuple(ops.convert_to_tensor(a[:16]) for a in pair))
    for player in model.team:
        before = {name: snapshot(net.trainable_weights) for name, net in networks.items()}
        stats = {name: snapshot(statistics(net)) for name, net in networks.items()}
        model.update(player, player.losses[0], batch)
        may_move = {id(net) for net in [*player.networks, *player.also_moves]}
        for name, net in networks.items():
            if name == player.name:
                assert all_moved(before[name], net.trainable_weights)
            else:
                assert same(before[name], net.trainable_weights)
            assert same(stats[name], statistics(net)) is (id(net) not in may_move)
    history = model.fit(pair, batch_size=16, epochs=15, verbose=0).history
    assert history["g_ab"][-1] < history["g_ab"][0]
    assert set(history) == set(model.metric_names)


@pytest.mark.parametrize("side", ["discriminator", "generator"])
def test_a_frozen_player_is_refused_instead_of_never_learning(side):
    networks = {"generator": generator(), "discriminator": discriminator()}
    networks[side].trainable = False
    model = gl.training.GAN(**networks, seed=0)
    with pytest.raises(ValueError, match=f"Player '{side[0]}' has no trainable weights"):
        model.compile()
    networks[side].trainable = True
    model.compile()
    networks[side].trainable = False  # as the composite of the tutorials does, later
    with pytest.raises(ValueError, match="has no trainable weights"):
        model.fit(curve(), batch_size=16, verbose=0)


def test_a_second_fit_goes_on_through_the_data():
    once, twice = (gan(True, True, run_eagerly=True) for _ in range(2))
    once.fit(curve(160), batch_size=16, epochs=2, steps_per_epoch=3, verbose=0)
    for _ in range(2):
        twice.fit(curve(160), batch_size=16, steps_per_epoch=3, verbose=0)
    assert same(once.get_weights(), twice.weights)


@pytest.fixture
def restored():
    """How interrupts are handled, put back after the test: the shell may have them ignored, as nohup does."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("before", [signal.default_int_handler, signal.SIG_IGN])
def test_an_interrupt_leaves_everything_usable(restored, before):
    signal.signal(signal.SIGINT, before)

    class Press(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 2:
                os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)  # Python's own, unless a shell runs this in the background
    model = gan(True)
    history = model.fit(curve(160), batch_size=16, epochs=3, verbose=0, callbacks=[Press()]).history
    assert len(history["g_loss"]) == 1
    assert int(model.optimizers["g"].iterations.value) == 3
    assert model.generate(4, seed=0).shape == (4, 2)
    model.fit(curve(160), batch_size=16, verbose=0)
    assert int(model.optimizers["g"].iterations.value) == 13
    assert signal.getsignal(signal.SIGINT) is before


def test_a_saved_gan_goes_on_where_it_was(tmp_path):
    once, parts = gan(True, True, d_batches="alternate"), gan(True, True, d_batches="alternate")
    once.fit(curve(), batch_size=16, epochs=4, verbose=0)
    parts.fit(curve(), batch_size=16, epochs=2, verbose=0)
    parts.save(tmp_path / "gan.keras")
    parts = keras.models.load_model(tmp_path / "gan.keras")
    assert parts.d_batches == "alternate"
    parts.fit(curve(), batch_size=16, initial_epoch=2, epochs=4, verbose=0)
    assert same(once.get_weights(), parts.weights)


@pytest.mark.skipif(gl.backend.NAME != "tensorflow", reason="TensorFlow's registry")
def test_nothing_is_left_in_memory_of_a_gan_that_is_gone():
    import tensorflow as tf

    def graphs():
        gc.collect()
        return {id(one) for one in gc.get_objects() if isinstance(one, tf.Graph)}

    before = graphs()
    model = gan(r1=1.0)
    model.fit(curve(), batch_size=16, epochs=1, verbose=0)
    assert graphs() - before
    del model
    assert not graphs() - before


def test_generate_is_seeded_and_leaves_training_alone():
    model = gan(True, True)
    before = snapshot(model.variables)
    a, b, c = model.generate(300, seed=1), model.generate(300, seed=1), model.generate(300, seed=2)
    assert np.array_equal(a, b) and not np.array_equal(a, c)
    assert same(before, model.variables)


def test_samples_drawn_between_steps_are_those_of_the_weights_of_that_step():
    """Under JAX the weights live in the training loop: reading stale ones would go unnoticed."""
    drawn = []

    class Look(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            drawn.append((self.model.generate(8, seed=0), self.model.generator.get_weights()))

    watched, alone = gan(True), gan(True)
    watched.fit(curve(), batch_size=16, verbose=0, callbacks=[Look()])
    alone.fit(curve(), batch_size=16, verbose=0)
    assert same(alone.get_weights(), watched.weights), "looking changes nothing"
    replay = generator(batch_norm=True)
    for samples, weights in drawn:
        replay.set_weights(weights)
        latents = np.random.default_rng(0).standard_normal((8, 3), "float32")
        assert np.allclose(samples, ops.convert_to_numpy(replay(latents, training=False)), atol=1e-5)
    assert not np.allclose(drawn[0][0], drawn[-1][0])


def test_layers_of_equal_shape_start_different():
    for recipe in ("classic", "laptop"):
        for network in (
            gl.models.dcgan.generator(recipe, seed=1),
            gl.models.dcgan.discriminator(recipe, seed=1),
        ):
            kernels = [w for w in network.get_weights() if w.ndim > 1]
            for i, a in enumerate(kernels):
                for b in kernels[:i]:
                    n = min(a.size, b.size)
                    assert not np.allclose(a.ravel()[:n], b.ravel()[:n], rtol=0.0, atol=1e-6)
