import importlib
import threading
import time

from gan_lessons import backend, widgets

import keras
import numpy as np
import pytest

module = importlib.import_module("gan_lessons.widgets.live_gan")  # its name is also that of the function


@pytest.fixture(scope="module")
def shared():
    return widgets.live_gan(seed=3)


@pytest.fixture
def game(shared):
    shared.pause()
    shared._choices["curve"].value = "parabola"
    for name, value in {
        "networks": "classic",
        "latent": 5,
        "d-rate": 0.001,
        "g-rate": 0.001,
        "batch": 64,
        "d-steps": 1,
        "speed": 5,
    }.items():
        shared.find(name).value = value
    shared._seed = 3
    shared.reset()
    return shared


def weights(game):
    return [w.copy() for w in game.gan.generator.get_weights() + game.gan.discriminator.get_weights()]


def test_steps_train_both_networks_and_reset_brings_the_same_game_back(game):
    first, picture = weights(game), game.array.copy()
    game.advance(30)
    assert game.step == 30 and game.history["step"] == [0, 10, 20, 30]
    assert all(not np.array_equal(a, b) for a, b in zip(first, weights(game), strict=True))
    assert not np.array_equal(picture, game.array)
    then, losses = weights(game), list(game.history["g_loss"])
    game.find("reset").click()
    assert game.step == 0 and np.array_equal(picture, game.array)
    assert all(np.array_equal(a, b) for a, b in zip(first, weights(game), strict=True))
    game.advance(30)
    assert all(np.array_equal(a, b) for a, b in zip(then, weights(game), strict=True))
    np.testing.assert_array_equal(losses, game.history["g_loss"])
    game.find("new-seed").click()
    assert not np.array_equal(first[0], weights(game)[0])


def test_in_slow_motion_one_player_moves_and_the_other_stays(game):
    n = len(game.gan.generator.get_weights())
    before = weights(game)
    game.find("d-move").click()
    after = weights(game)
    assert all(np.array_equal(a, b) for a, b in zip(before[:n], after[:n], strict=True))
    assert all(not np.array_equal(a, b) for a, b in zip(before[n:], after[n:], strict=True))
    assert "D moved" in game.status.value
    game.find("g-move").click()
    last = weights(game)
    assert any(not np.array_equal(a, b) for a, b in zip(after[:n], last[:n], strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(after[n:], last[n:], strict=True))
    assert game.step == 0


def test_rates_batch_and_moves_are_obeyed(game, monkeypatch):
    game.find("d-rate").value, game.find("g-rate").value = 0.02, 0.0001
    game.find("d-steps").value, game.find("batch").value = 3, 16
    moves = []
    monkeypatch.setattr(
        game._game,
        "move",
        lambda name, loss, points: moves.append((name, loss, len(points))) or {"g_loss": 0.0},
    )
    game.find("loss").value = "minimax"
    game.advance(2)
    game.find("loss").value = "non_saturating"
    assert moves == 2 * ([("d", "minimax", 16)] * 2 + [("both", "minimax", 16)])
    rates = {name: float(o.learning_rate.numpy()) for name, o in game.gan.optimizers.items()}
    assert rates == pytest.approx({"d": 0.02, "g": 0.0001})


def test_each_loss_has_its_own_gradient(game):
    changes = {}
    for loss in ("minimax", "non_saturating"):
        game.find("loss").value = loss
        game.reset()
        before = game.gan.generator.get_weights()[2]
        game.find("g-move").click()
        changes[loss] = game._losses["g_loss"]
        assert not np.array_equal(before, game.gan.generator.get_weights()[2])
    assert changes["minimax"] < 0 < changes["non_saturating"]  # log(1 - D) and -log D


def test_arrows_point_along_the_slope_of_ds_logit(game):
    game.advance(20)
    fakes = game._points[: module.SHOWN]
    drawn = {}
    game.canvas.arrows = lambda points, vectors: drawn.update(points=points, vectors=vectors)
    game._draw_plane(fakes)
    del game.canvas.arrows
    slope = keras.ops.convert_to_numpy(
        backend.input_gradient(game.gan.discriminator, keras.ops.convert_to_tensor(fakes))
    )
    cosine = (slope * drawn["vectors"]).sum(1) / (
        np.linalg.norm(slope, axis=1) * np.linalg.norm(drawn["vectors"], axis=1)
    )
    assert np.median(cosine) > 0.9999 and (cosine > 0.99).mean() > 0.9  # a kink of a ReLU may lie between


def test_another_curve_begins_a_game_with_networks_that_fit(game):
    game.find("curve").value = "ring"
    assert game.find("networks").value == "wide" and game.step == 0
    assert game.gan.generator.count_params() == 17_538
    assert game.score.curve == "ring" and np.linalg.norm(game._real, axis=1).mean() == pytest.approx(
        2, abs=0.02
    )
    game.find("curve").value = "circle"
    assert game.find("networks").value == "classic"


def test_with_one_or_two_latent_numbers_the_whole_generator_is_drawn(game):
    lines = []
    line = type(game.canvas).line
    for numbers, threads in ((1, 1), (2, 18), (5, 0)):
        game.find("latent").value = numbers
        assert game.gan.latent_dim == numbers and game.step == 0
        lines.clear()
        game.canvas.line = lambda points, colour, width: lines.append((points, colour, width))
        game._show()
        del game.canvas.line
        drawn = [points for points, colour, _ in lines if colour == module.SHEET]
        assert len(drawn) == threads
        if (
            numbers == 1
        ):  # every sample of an ordinary latent lies on the line, up to the bends of ReLU between its points
            near = np.abs(game._latents[:, 0]) < 2.5
            gap = np.linalg.norm(game._points[near][:, None] - drawn[0][None], axis=2).min(axis=1)
            step = np.linalg.norm(np.diff(drawn[0], axis=0), axis=1).max()
            assert gap.max() <= step
    assert line is type(game.canvas).line


def test_it_plays_beside_the_kernel_and_pauses(game):
    game.play()
    assert game.playing and game.find("play").description == "Pause"
    deadline = time.monotonic() + 20
    while game.step < 50 and time.monotonic() < deadline:
        time.sleep(0.02)
    game.pause()
    step = game.step
    assert step >= 50 and not game.playing and game.find("play").description == "Play"
    time.sleep(0.1)
    assert game.step == step
    game.settle()
    assert f"<b>{step:,}</b>" in game.status.value


def test_an_error_while_playing_is_shown_and_ends_it(game, monkeypatch):
    def fail(*args):
        raise ArithmeticError("a <b> broken step")

    monkeypatch.setattr(game._game, "move", fail)
    game.play()
    deadline = time.monotonic() + 10
    while game.find("play").value and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not game.playing
    assert "ArithmeticError: a &lt;b&gt; broken step" in game.status.value


def test_a_lost_generator_says_so(game):
    game.gan.generator.set_weights([np.full_like(w, np.nan) for w in game.gan.generator.get_weights()])
    game._every = 1
    game._show()
    assert game.score is None and "no longer numbers" in game.status.value


def test_the_curves_stay_short_and_cover_the_whole_game(game, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 8)
    monkeypatch.setattr(game._game, "move", lambda *args: {"g_loss": 1.0})
    game.advance(500)
    steps = game.history["step"]
    assert len(steps) <= 9 and steps[0] == 0 and steps[-1] > 350
    assert {len(values) for values in game.history.values()} == {len(steps)}


def test_an_unknown_curve_is_refused_before_anything_is_built():
    threads = threading.active_count()
    with pytest.raises(ValueError, match="no curve 'spiral'"):
        widgets.live_gan("spiral")
    assert threading.active_count() == threads


def test_there_is_a_still_picture_for_pages_without_a_kernel(game):
    game.advance(10)
    bundle, _ = game._repr_mimebundle_()
    assert len(bundle["image/png"]) > 10_000 and "Step 10" in bundle["text/plain"]


@pytest.mark.skipif(
    backend.NAME == "torch", reason="PyTorch runs each operation by itself: a picture takes a second"
)
@pytest.mark.alone
def test_twenty_pictures_a_second_on_the_kernels_side(game):
    frames, pictures = [], []
    game.plane.observe(lambda change: frames.append(time.perf_counter()), "value")
    game.play()
    deadline = time.monotonic() + 20
    while len(frames) < 100 and time.monotonic() < deadline:
        time.sleep(0.02)
    game.pause()
    game.plane.unobserve_all("value")
    # The best of ten blocks of ten: another process may take a slice of any. benchmarks/live_gan.py gives medians.
    pictures = [10 / (frames[i + 10] - frames[i]) for i in range(0, 90, 10)]
    assert max(pictures) > 20, pictures
