"""Callbacks, scores and sliders on every objective of the course: they see only its sampler."""

import gan_lessons  # noqa: F401
from gan_lessons import callbacks, latent, sampling, scoring, widgets

import keras
import numpy as np
import pytest
from keras import ops

from tests.training.course_games import ALL, images

TRANSLATES = ("pix2pix", "cycle")


@pytest.fixture(scope="module", params=ALL)
def watched(request):
    """A game after three steps with every callback: its name, itself, and the callbacks by name."""
    game, given = ALL[request.param]()
    watching = {
        "samples": callbacks.SampleGrid(1, n=4, show=False),
        "best": callbacks.BestCheckpoint(lambda x: float(x.mean()), every=1, n=4),
        "diagnose": callbacks.Diagnose(images(), every=1, n=30, show=False),
        "curves": callbacks.Curves(1, show=False),
        "nan": callbacks.StopOnNaN(),
    }
    games = callbacks.games.games_of(game)
    if any(role.startswith("d_loss") for roles in games.values() for role in roles):
        watching["failure"] = callbacks.StopOnFailure()
    game.run_eagerly = True  # three steps take less time than tracing one
    history = game.fit(given, batch_size=4, steps_per_epoch=3, verbose=0, callbacks=list(watching.values()))
    return request.param, game, watching, history.history


def test_every_callback_sees_it(watched):
    name, game, seen, history = watched
    assert seen["samples"].steps == [0, 1, 2, 3]
    assert all(x.shape == (4, 8, 8, 1) and x.dtype == np.uint8 for x in seen["samples"].snapshots)
    last = game.sampler.draw(seen["samples"].inputs)
    assert np.array_equal(seen["samples"].snapshots[-1], last), "what is shown is what the sampler draws"
    assert seen["best"].steps == [1, 2, 3] and np.isfinite(seen["best"].scores).all()
    seen["best"].restore()
    assert seen["best"].score(game.sampler.draw(seen["best"].inputs)) == seen["best"].best_score
    assert [step for step, _ in seen["diagnose"].verdicts] == [1, 2, 3]
    assert seen["nan"].stopped_because is None
    assert seen["curves"].steps["step"].tolist() == [1, 2, 3]
    labels = [ax.get_ylabel() for ax in seen["curves"].picture().axes]
    assert ("distance" if name.startswith("wgan") else "loss") in labels
    assert set(history) == set(game.metric_names)


def test_scores_and_directions_and_sliders_see_it(watched):
    name, game, _, _ = watched
    shown = sampling.of(game)
    assert shown.shape == (8, 8, 1)
    if name in TRANSLATES:
        for refuses in (
            lambda: latent.principal_directions(game, k=2, n=20),
            lambda: widgets.latent_sliders(game),
        ):
            with pytest.raises(ValueError, match=r"takes (source|a),|images"):
                refuses()
        return
    drawn = scoring.draw(shown.network, 7, seed=3)
    assert np.array_equal(drawn, shown.generate(7, seed=3))
    assert latent.principal_directions(game, k=2, n=20).shape == (2, shown.latent_dim)
    sliders = widgets.latent_sliders(game, directions=2, axes=2)
    before = sliders.array.copy()
    sliders.z = sliders.z + 1.0
    sliders.settle()
    assert sliders.array.shape == (280, 280) and not np.array_equal(before, sliders.array)


def test_sliders_for_classes_and_codes():
    for name in ("conditional", "acgan", "infogan"):
        game, _ = ALL[name]()
        assert (widgets.code_sliders if name == "infogan" else widgets.class_sliders)(
            game.generator
        ).array.shape == (280, 280)


def test_a_forced_class_is_the_one_that_is_drawn():
    game, given = ALL["conditional"]()
    game.run_eagerly = True
    grid = callbacks.SampleGrid(n=3, labels=2, show=False)
    game.fit(given, batch_size=4, steps_per_epoch=1, verbose=0, callbacks=[grid])
    assert np.array_equal(grid.snapshots[-1], game.generate(3, labels=2, seed=0))
    with pytest.raises(ValueError, match="Labels lie in 7 to 7"):
        game.fit(
            given, batch_size=4, steps_per_epoch=1, verbose=0, callbacks=[callbacks.SampleGrid(labels=7)]
        )


def test_a_game_of_four_is_diagnosed_and_guarded_in_both_its_games(capsys):
    game, given = ALL["cycle"]()
    game.run_eagerly = True
    assert callbacks.games.games_of(game) == {
        "b to a": {"d_loss": "d_a_loss", "g_loss": "g_ba_loss"},
        "a to b": {"d_loss": "d_b_loss", "g_loss": "g_ab_loss"},
    }
    guard = callbacks.StopOnFailure(below=0.1, patience=2)
    guard.set_model(game)
    guard.on_train_begin()
    guard.on_epoch_begin(0)
    for batch in range(3):  # D of the second game has won, that of the first has not
        guard.on_train_batch_end(
            batch, {"d_a_loss": 0.5, "d_b_loss": 0.01, "g_ab_loss": 1.0, "g_ba_loss": 1.0}
        )
    assert "in the game 'a to b'" in guard.stopped_because
    asked = callbacks.Diagnose(images(), every=1, n=30, sampler=game.sampler)
    game.fit(given, batch_size=4, steps_per_epoch=2, verbose=0, callbacks=[asked])
    assert set(asked.losses) == {"b to a", "a to b"} and len(asked.losses["a to b"]["d_loss"]) == 2


@pytest.mark.parametrize("name", ALL)
def test_each_trains_in_bfloat16_with_losses_and_logs_and_outputs_in_float32(name):
    first = {}
    for policy in ("float32", "mixed_bfloat16"):
        keras.config.set_dtype_policy(policy)
        try:
            game, given = ALL[name]()
        finally:
            keras.config.set_dtype_policy("float32")
        game.run_eagerly = True  # two steps take less time than tracing one
        low = policy == "mixed_bfloat16"
        seen = []
        watch = keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda batch, logs, seen=seen: seen.append(logs)
        )
        game.fit(
            given,
            batch_size=8,
            steps_per_epoch=2 if low else 1,  # which is what it is compared with
            verbose=0,
            callbacks=[watch, callbacks.SampleGrid(1, show=False)] if low else watch,
        )
        first[policy] = {metric: float(value) for metric, value in seen[0].items()}
        assert all(np.isfinite(list(step.values())).all() for step in seen)
    assert game.sampler.outputs(game.sampler.inputs(3, seed=0)).dtype == np.float32
    assert all(v.dtype == "float32" for v in game.trainable_variables)
    assert game.generator.compute_dtype == "bfloat16" if hasattr(game, "generator") else True
    for metric, value in first["float32"].items():
        if "acc" in metric:  # a share of eight samples
            continue
        assert first["mixed_bfloat16"][metric] == pytest.approx(value, abs=0.06 * max(1.0, abs(value))), (
            metric
        )


def test_losses_are_float32_under_any_policy():
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        game, given = ALL["wgan-gp"]()
    finally:
        keras.config.set_dtype_policy("float32")
    logs = game.step((ops.convert_to_tensor(given[:8]),))
    assert {keras.backend.standardize_dtype(value.dtype) for value in logs.values()} == {"float32"}
    batch = game.prepare((ops.convert_to_tensor(given[:8]),))
    loss, _ = game.d_loss(batch)
    slope = game.slope_between(batch["images"], batch["images"])
    assert {keras.backend.standardize_dtype(value.dtype) for value in (loss, slope)} == {"float32"}
