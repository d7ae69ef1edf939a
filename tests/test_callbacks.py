import io
import math
import os
from types import SimpleNamespace

from gan_lessons import callbacks, latent, plots
from gan_lessons.training import GAN, CycleGAN

import keras
import numpy as np
import pytest
from PIL import Image

from tests.test_files import largest_file
from tests.training.games import snapshot


def generator():
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((3,)), layers.Dense(16, activation="tanh"), layers.Reshape((4, 4, 1))]
    )


def new_gan(**options):
    """Always the same."""
    keras.utils.set_random_seed(0)
    discriminator = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(1)])
    gan = GAN(generator(), discriminator, seed=1)
    gan.compile(**options)
    return gan


@pytest.fixture(scope="module")
def traced():
    gan = new_gan()
    variables = [*gan.variables, *gan.optimizer.variables]
    return gan, variables, snapshot(variables)


@pytest.fixture
def gan(traced):
    """As new, but its step is traced only once: no test compiles it."""
    gan, variables, values = traced
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    return gan


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (40, 4, 4, 1), np.uint8)


def train(gan, images, *callbacks, steps=5, epochs=2, **kwargs):
    return gan.fit(
        images,
        batch_size=8,
        steps_per_epoch=steps,
        epochs=epochs,
        callbacks=list(callbacks),
        verbose=0,
        **kwargs,
    )


@pytest.fixture
def notebook(monkeypatch):
    """As in a notebook: what is displayed, and what each display was changed to."""
    shown = []

    class Handle:
        def __init__(self, place):
            self.place = place

        def update(self, bundle, **kwargs):
            self.place.append(bundle)

    def display(bundle, raw, display_id, metadata):
        assert raw and display_id
        shown.append([bundle])
        return Handle(shown[-1])

    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr(IPython.display, "display", display)
    return shown


# ---- when -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "steps"),
    [
        (np.int64(3), [0, 3, 6, 9]),
        ("4 steps", [0, 4, 8]),
        ("step", list(range(11))),
        ("epoch", [0, 5, 10]),
        ("2 epochs", [0, 10]),
    ],
)
def test_samples_are_drawn_when_asked(gan, images, every, steps):
    samples = callbacks.SampleGrid(every=every, n=2)
    train(gan, images, samples)
    assert samples.steps == steps and len(samples.snapshots) == len(steps)


@pytest.mark.parametrize(
    "every",
    [0, -5, 1.5, True, None, [3], np.ones(2), "", "5", "0 epochs", "two epochs", "5 batches", "1 2 epochs"],
)
def test_an_unreadable_period_is_refused(every):
    with pytest.raises(ValueError, match="every is"):
        callbacks.SampleGrid(every=every)


def test_steps_go_on_in_a_second_fit_and_in_a_resumed_one(gan, images):
    samples = callbacks.SampleGrid(every="epoch", n=2)
    train(gan, images, samples)
    train(gan, images, samples, epochs=1)
    assert samples.steps == [0, 5, 10, 15]
    resumed = callbacks.Curves()
    train(gan, images, resumed, epochs=3, initial_epoch=2)
    assert resumed.steps["step"].tolist() == [16, 17, 18, 19, 20], "the game's own clock counts"


@pytest.mark.skipif(keras.backend.backend() == "torch", reason="Keras has no steps_per_execution there")
def test_several_steps_in_one_execution_are_counted(images):
    gan = new_gan(steps_per_execution=2)
    samples = callbacks.SampleGrid(every=3, n=2)
    train(gan, images, samples, steps=6, epochs=1)
    assert samples.steps == [0, 4, 6]


# ---- samples ----------------------------------------------------------------------------------------------------


def test_snapshots_are_the_generator_at_that_step_from_the_same_latents(gan, images):
    z = latent.sample(6, 3, seed=4)
    by_seed, by_latents = callbacks.SampleGrid(n=6, seed=4), callbacks.SampleGrid(latents=z)
    before = gan.generator.predict(z, verbose=0)
    train(gan, images, by_seed, by_latents)
    after = gan.generator.predict(z, verbose=0)
    for samples in (by_seed, by_latents):
        np.testing.assert_array_equal(samples.snapshots[0], plots.to_uint8(before))
        np.testing.assert_array_equal(samples.snapshots[-1], plots.to_uint8(after))
    assert not np.array_equal(by_seed.snapshots[0], by_seed.snapshots[-1])


def test_watching_does_not_change_training(gan, images):
    watched = train(gan, images, callbacks.SampleGrid(every=1), callbacks.Curves(every=1)).history
    assert train(new_gan(), images).history == watched


def test_latents_that_do_not_fit_are_refused_before_the_first_step(gan, images):
    with pytest.raises(ValueError, match=r"\(5, 7\); this generator takes \(n, 3\)"):
        train(gan, images, callbacks.SampleGrid(latents=np.zeros((5, 7))))
    assert int(gan.optimizers["g"].iterations) == 0


def test_samples_are_saved_as_pictures_and_as_an_animation(gan, images, tmp_path):
    folder = tmp_path / "new" / "run"
    samples = callbacks.SampleGrid(every="epoch", n=4, save_to=folder)
    train(gan, images, samples)
    names = sorted(p.name for p in folder.iterdir())
    assert names == ["samples.gif", "step_000000.png", "step_000005.png", "step_000010.png"]
    saved = np.asarray(Image.open(folder / "step_000010.png"))
    np.testing.assert_array_equal(saved, plots.grid_image(samples.snapshots[-1], cols=2, scale=2))
    animation = Image.open(folder / "samples.gif")
    assert animation.n_frames == 3 and animation.width >= 200
    animation.seek(2)
    assert animation.info["duration"] == 2000
    whole = (folder / "samples.gif").read_bytes()
    train(gan, images, callbacks.SampleGrid(every="epoch", n=4, save_to=folder), epochs=1)
    assert (folder / "samples.gif").read_bytes() == whole and (folder / "samples_from_000010.gif").exists()


def test_a_folder_that_cannot_be_written_is_found_at_once(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="give one that you may write to"):
        callbacks.SampleGrid(save_to=tmp_path / "file" / "run")
    with pytest.raises(OSError, match="give one that you may write to"):
        callbacks.BestCheckpoint(np.mean, path=tmp_path / "file" / "best.keras")


def test_no_gif_without_snapshots(tmp_path):
    with pytest.raises(ValueError, match="no snapshots yet"):
        callbacks.SampleGrid().save_gif(tmp_path / "x.gif")


# ---- drawing in place -------------------------------------------------------------------------------------------


def test_samples_are_redrawn_in_one_place_for_each_fit(gan, images, notebook):
    samples = callbacks.SampleGrid(every="epoch", n=4)
    train(gan, images, samples)
    assert [len(place) for place in notebook] == [3]
    assert [bundle["text/plain"] for bundle in notebook[0]] == ["Step 0", "Step 5", "Step 10"]
    train(gan, images, samples)
    assert [len(place) for place in notebook] == [3, 2]


def test_nothing_is_drawn_outside_a_notebook(gan, images, monkeypatch):
    monkeypatch.setattr(plots.Picture, "_repr_png_", lambda self: pytest.fail("drawn for nobody"))
    train(gan, images, callbacks.SampleGrid(every=1, n=2), callbacks.Curves(every=1))


def test_curves_and_samples_make_one_picture(gan, images, notebook):
    samples = callbacks.SampleGrid(every=2, n=4)
    curves = callbacks.Curves(every=2, samples=samples)
    train(gan, images, samples, curves)
    assert len(notebook) == 1
    picture = curves.picture()
    assert len(picture.axes) == 3
    (shown,) = picture.axes[0].get_images()
    np.testing.assert_array_equal(shown.get_array(), plots.grid_image(samples.snapshots[-1], cols=2, gap=1))


def test_curves_beside_samples_that_fit_does_not_know_are_refused(gan, images):
    with pytest.raises(ValueError, match="callbacks=\\[samples, curves\\]"):
        train(gan, images, callbacks.Curves(samples=callbacks.SampleGrid()))


def test_drawing_takes_less_than_a_twentieth_of_the_time(gan, images, notebook, monkeypatch):
    now = [0.0]

    def slow_drawing(self):
        now[0] += 0.5
        return b"", {"alt": ""}

    monkeypatch.setattr(callbacks.place.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(plots.Picture, "_repr_png_", slow_drawing)
    curves = callbacks.Curves(every=1)
    advance = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda b, logs: now.__setitem__(0, now[0] + 0.1)
    )
    train(gan, images, advance, curves, steps=300, epochs=1)
    drawings = len(notebook[0])
    assert drawings >= 3
    # All but the first and the last, which do not ask.
    assert 0.5 * (drawings - 2) < 0.03 * now[0]


# ---- curves -----------------------------------------------------------------------------------------------------


def test_curves_keep_every_step(gan, images):
    curves = callbacks.Curves()
    seen = []
    train(
        gan,
        images,
        curves,
        keras.callbacks.LambdaCallback(on_train_batch_end=lambda b, logs: seen.append(dict(logs))),
    )
    assert curves.steps["step"].tolist() == list(range(1, 11))
    for name in gan.metric_names:
        np.testing.assert_array_equal(curves.steps[name], [logs[name] for logs in seen])
    assert len(plots.losses(curves.steps).axes) == 2


def test_curves_draw_metrics_that_come_late_or_stay_away():
    curves = callbacks.Curves()
    curves.on_epoch_begin(0)
    for batch, logs in enumerate([{"g_loss": 1.0}, {"g_loss": 2.0, "d_loss": 3.0}, {"d_loss": 4.0}]):
        curves.on_train_batch_end(batch, logs)
    np.testing.assert_array_equal(curves.steps["d_loss"], [np.nan, 3, 4])
    np.testing.assert_array_equal(curves.steps["g_loss"], [1, 2, np.nan])


def test_curves_follow_the_games_of_a_cyclegan_and_its_loss():
    networks = [keras.Sequential([keras.Input((2,)), keras.layers.Dense(n)]) for n in (2, 2, 1, 1)]
    game, curves = CycleGAN(*networks, seed=1), callbacks.Curves(show=False)
    curves.set_model(game)
    for loss, level in (("least_squares", "0.25"), ("non_saturating", "ln 2 = 0.693"), ("hinge", None)):
        game.compile(loss=loss)
        curves.on_train_begin()
        curves.on_epoch_begin(0)
        curves.on_train_batch_end(0, dict.fromkeys(game.metric_names, 0.5))
        (ax,) = curves.picture().axes
        assert [text.get_text() for text in ax.texts] == ([f"{level}: D guesses"] if level else [])
    lines = [line for line in ax.get_lines() if line.get_label().endswith("_loss")]
    assert len(lines) == len({(line.get_color(), str(line._dash_pattern)) for line in lines}) == 4
    assert len({line.get_color() for line in lines}) == 2


# ---- best -------------------------------------------------------------------------------------------------------


def scripted(values):
    values = iter(values)
    return lambda images: next(values)


@pytest.mark.parametrize(("mode", "best"), [("max", 2), ("min", 4)])
def test_the_best_generator_is_kept_saved_and_restored(gan, images, tmp_path, mode, best):
    path = tmp_path / "runs" / "best.keras"
    keep = callbacks.BestCheckpoint(scripted([1, 5, math.nan, 0]), path, every=1, mode=mode, n=8)
    weights = []
    note = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda b, logs: weights.append(gan.generator.get_weights())
    )
    train(gan, images, keep, note, steps=4, epochs=1)
    assert keep.steps == [1, 2, 3, 4] and keep.best_step == best
    assert keep.scores[:2] == [1, 5] and keep.best_score == (5 if mode == "max" else 0)
    saved = keras.models.load_model(path, compile=False)
    keep.restore()
    for a, b, c in zip(weights[best - 1], gan.generator.get_weights(), saved.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(a, c)
    assert [p.name for p in path.parent.iterdir()] == ["best.keras"]


def test_scores_see_the_same_uint8_images_from_fixed_latents(images):
    seen = []

    def score(x):
        seen.append(x)
        return 0.0

    gan = new_gan(g_optimizer=keras.optimizers.SGD(0.0))
    train(gan, images, callbacks.BestCheckpoint(score, n=150, seed=7))
    assert seen[0].shape == (150, 4, 4, 1) and seen[0].dtype == np.uint8
    np.testing.assert_array_equal(seen[0], seen[1])


def test_a_later_run_on_the_same_file_keeps_the_better_one(gan, images, tmp_path, capsys):
    path = tmp_path / "best.keras"
    train(gan, images, callbacks.BestCheckpoint(scripted([0.9]), path, n=4), steps=1, epochs=1)
    weights, content = gan.generator.get_weights(), path.read_bytes()
    again = callbacks.BestCheckpoint(scripted([0.1, 0.95]), path, every=1, n=4)
    train(gan, images, again, steps=1, epochs=1)
    assert path.read_bytes() == content and again.best_score == 0.9 and again.best_step == 1
    assert "best.keras holds a generator with the score 0.9, of step 1" in capsys.readouterr().out
    again.restore()
    for a, b in zip(weights, gan.generator.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    train(gan, images, again, steps=1, epochs=1)
    assert path.read_bytes() != content and again.best_score == 0.95 and again.best_step == 3
    with pytest.raises(ValueError, match=r"mode is 'min', and .*best.keras was made with 'max'"):
        callbacks.BestCheckpoint(np.mean, path, mode="min")


def test_of_two_writers_of_one_file_the_better_one_stays(gan, images, tmp_path):
    path = tmp_path / "best.keras"
    good, bad = (callbacks.BestCheckpoint(lambda x, v=v: v, path, n=4) for v in (0.9, 0.5))
    train(gan, images, good, bad, steps=1, epochs=1)
    assert good._record()["score"] == 0.9 and bad.best_score == 0.5
    keras.saving.load_model(path, compile=False)


def test_a_file_without_a_score_is_moved_aside(gan, images, tmp_path):
    path = tmp_path / "best.keras"
    path.write_bytes(b"precious")
    with pytest.warns(UserWarning, match="holds no score of a BestCheckpoint.* as best.before.keras"):
        keep = callbacks.BestCheckpoint(lambda x: 1.0, path, n=4)
    train(gan, images, keep, steps=1, epochs=1)
    assert (tmp_path / "best.before.keras").read_bytes() == b"precious" and keep._record()["score"] == 1


@pytest.mark.filterwarnings("ignore:.*holds no score")
def test_a_failing_save_leaves_the_one_before(gan, images, tmp_path, monkeypatch):
    path = tmp_path / "best.keras"
    path.write_bytes(b"the one before")

    def dies(self, where):
        where.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(type(gan.generator), "save", dies)
    with pytest.raises(OSError, match="disk full"):
        train(gan, images, callbacks.BestCheckpoint(np.mean, path))
    assert path.read_bytes() == b"the one before"
    assert [p.name for p in tmp_path.iterdir()] == ["best.keras"]


@pytest.mark.skipif(os.name == "nt", reason="needs limits of POSIX")
def test_a_full_disk_leaves_the_best_and_the_game_as_they_were(gan, images, tmp_path):
    path, game, weights = (tmp_path / name for name in ("best.keras", "game.keras", "game.weights.h5"))
    keep = callbacks.BestCheckpoint(scripted([0.9, 0.95]), path, n=4)
    train(gan, images, keep, steps=1, epochs=1)
    gan.save(game), gan.save_weights(weights)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    for limit in (1, 4000, len(before[path.name]) - 1):
        with largest_file(limit), pytest.raises(OSError, match=r"best\.keras could not be written"):
            keep.scores, keep.best_score, keep.score = [], 0.9, lambda x: 0.95
            keep.act()
    for limit in range(0, len(before[weights.name]), 3001):
        with largest_file(limit):
            for write, place in ((gan.save, game), (gan.save_weights, weights)):
                with pytest.raises(OSError, match=r"could not be written \(.*untouched"):
                    write(place)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("value", [None, "0.5", [0.1, 0.2], np.zeros(2), 1j, np.ma.masked])
def test_a_score_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match=r"The score function returned .*; one number is expected"):
        callbacks.checkpoint._number(value)


def test_scores_that_are_not_finite_are_never_best_and_said_once(gan, images):
    keep = callbacks.BestCheckpoint(scripted([math.inf, math.nan, np.float32(2)]), every=1, n=4)
    with pytest.warns(UserWarning, match="score of step 1 is inf, which is never best") as said:
        train(gan, images, keep, steps=3, epochs=1)
    assert sum("never best" in str(each.message) for each in said) == 1
    assert keep.best_step == 3 and keep.best_score == 2


def test_games_of_points_are_refused_before_the_first_step(gan):
    points = SimpleNamespace(sampler=SimpleNamespace(shape=(2,), inputs=lambda *a, **k: []))
    for callback in (callbacks.SampleGrid(), callbacks.BestCheckpoint(np.mean)):
        callback.set_model(points)
        with pytest.raises(ValueError, match=rf"{type(callback).__name__} takes images.*shape \(2,\)"):
            callback.on_train_begin()


@pytest.mark.parametrize("options", [{"n": True}, {"n": 0}, {"n": 2.5}, {"seed": -1}, {"seed": "x"}])
def test_counts_and_seeds_are_checked_at_once(options):
    (name,) = options
    for make in (callbacks.SampleGrid, lambda **o: callbacks.BestCheckpoint(np.mean, **o)):
        with pytest.raises(ValueError, match=f"{name} is "):
            make(**options)


def test_best_checkpoint_refuses_what_it_cannot_do(tmp_path):
    (tmp_path / "folder.keras").mkdir()
    for path in ("", 3, tmp_path / "folder.keras"):
        with pytest.raises(ValueError, match="path is"):
            callbacks.BestCheckpoint(np.mean, path)
    with pytest.raises(ValueError, match="score is 3"):
        callbacks.BestCheckpoint(3)
    with pytest.raises(ValueError, match="mode is 'best'"):
        callbacks.BestCheckpoint(np.mean, mode="best")
    with pytest.raises(ValueError, match=r"must be \.keras"):
        callbacks.BestCheckpoint(np.mean, path=tmp_path / "best.h5")
    with pytest.raises(ValueError, match="no generator was scored"):
        callbacks.BestCheckpoint(np.mean).restore()


# ---- guards -----------------------------------------------------------------------------------------------------


class Explosion(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that is infinite from step `at` on: the generator's weights are broken after that step."""

    def __init__(self, at):
        self.at = at

    def __call__(self, step):
        return keras.ops.where(step < self.at - 1, 1e-3, float("inf"))

    def get_config(self):
        return {"at": self.at}


def breaks_after(step):
    return new_gan(g_optimizer=keras.optimizers.SGD(Explosion(step)))


def test_training_stops_at_the_first_nan_and_says_why(images, capsys):
    guard, curves, samples = callbacks.StopOnNaN(), callbacks.Curves(), callbacks.SampleGrid(every=1, n=2)
    gan = breaks_after(step=3)
    history = train(gan, images, samples, curves, guard, steps=9, epochs=3)
    assert curves.steps["step"][-1] == 4
    assert "step 4" in guard.stopped_because and "g_loss is nan" in guard.stopped_because
    assert capsys.readouterr().out.count("Stopped at step") == 1
    assert history.epoch == [0]
    assert samples.steps == [0, 1, 2], "broken samples are no snapshots"


def test_keras_own_guard_never_fires_for_a_gan(images):
    """Why there is a guard of our own."""
    curves = callbacks.Curves()
    gan = breaks_after(step=2)
    train(gan, images, keras.callbacks.TerminateOnNaN(), curves, steps=5, epochs=1)
    assert len(curves.steps["step"]) == 5 and np.isnan(curves.steps["g_loss"][-1])


def test_scores_of_broken_samples_are_nan_and_never_best(images):
    keep = callbacks.BestCheckpoint(lambda x: 1.0, every=1, n=4)
    gan = breaks_after(step=2)
    train(gan, images, keep, steps=3, epochs=1)
    assert keep.best_step == 1 and np.isnan(keep.scores[1:]).all()


def feed(guard, values):
    guard.set_model(
        SimpleNamespace(stop_training=False, metric_names=("d_loss_real", "d_loss_fake", "g_loss"))
    )
    guard.on_train_begin()
    guard.on_epoch_begin(0)
    for batch, value in enumerate(values):
        guard.on_train_batch_end(
            batch, {"d_loss_real": value, "d_loss_fake": value, "g_loss": 5.0, "d_acc_real": 1}
        )
        if guard.model.stop_training:
            return batch + 1
    return None


def test_a_discriminator_that_has_won_ends_training(capsys):
    guard = callbacks.StopOnFailure(below=0.1, patience=3)
    assert feed(guard, [0.5, 0.01, 0.01, 0.2, 0.01, 0.01, 0.01, 0.01]) == 7
    assert "step 7" in guard.stopped_because and "label_smoothing" in capsys.readouterr().out


def test_short_dips_do_not_end_training():
    guard = callbacks.StopOnFailure(below=0.1, patience=3)
    assert feed(guard, [0.01, 0.01, 0.3] * 5) is None and guard.stopped_because is None


def test_failure_guard_refuses_what_it_cannot_watch(gan, images):
    with pytest.raises(ValueError, match="below is 0"):
        callbacks.StopOnFailure(below=0)
    for options in ({"below": math.nan}, {"below": "1"}, {"patience": 2.5}, {"patience": True}):
        with pytest.raises(ValueError, match=f"{next(iter(options))} is"):
            callbacks.StopOnFailure(**options)
    guard = callbacks.StopOnFailure()
    guard.set_model(SimpleNamespace(metric_names=("c_loss",)))
    with pytest.raises(ValueError, match="c_loss"):
        guard.on_train_begin()


def test_gif_frames_carry_the_step():
    samples = callbacks.SampleGrid()
    samples.snapshots = [np.zeros((4, 8, 8, 1), np.uint8), np.full((4, 8, 8, 1), 255, np.uint8)]
    samples.steps = [0, 1200]
    buffer = io.BytesIO()
    frame = callbacks.samples._captioned(plots.grid_image(samples.snapshots[0], scale=9), "step 1,200")
    blank = callbacks.samples._captioned(plots.grid_image(samples.snapshots[0], scale=9), "")
    frame.save(buffer, "png")
    assert not np.array_equal(np.asarray(frame)[:24], np.asarray(blank)[:24])
    np.testing.assert_array_equal(np.asarray(frame)[26:], np.asarray(blank)[26:])


# ---- progress ---------------------------------------------------------------------------------------------------


def test_progress_says_where_it_is_and_shows_samples_and_curves(gan, images, notebook, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(callbacks.progress.time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(callbacks.place.time, "perf_counter", lambda: clock[0])
    advance = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda b, logs: clock.__setitem__(0, clock[0] + 30.0)
    )
    progress = callbacks.Progress(n=4, seed=2)
    train(gan, images, advance, progress)  # two epochs of five steps
    line, pictures = notebook
    assert line[0]["text/plain"] == "Step 1 of 10 · 0:30 elapsed"
    assert line[3]["text/plain"] == "Step 4 of 10 · 2:00 elapsed · about 3:00 left"
    assert "keeps everything" in line[3]["text/html"] and 'value="4" max="10"' in line[3]["text/html"]
    assert line[-1]["text/plain"] == "Step 10 of 10 after 5:00"
    assert "To stop" not in line[-1]["text/html"]
    assert len(pictures) >= 2 and all("image/png" in picture for picture in pictures)
    assert progress.samples.steps == list(range(11))
    assert np.array_equal(progress.samples.snapshots[-1], gan.generate(4, seed=2))
    assert progress.curves.steps["step"].tolist() == list(range(1, 11))
    assert progress.picture().axes[-1].get_xlim()[1] == 10


def test_the_axis_of_progress_ends_with_the_last_step_from_the_beginning(gan, images):
    seen = []
    progress = callbacks.Progress(n=4)
    look = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda b, logs: seen.append(progress.picture().axes[-1].get_xlim())
    )
    train(gan, images, progress, look)
    assert set(seen) == {(0.0, 10.0)}


def test_one_progress_follows_several_calls_of_fit(gan, images, notebook):
    progress = callbacks.Progress(steps=15, n=4)
    for _ in range(3):
        train(gan, images, progress, epochs=1)
    assert len(notebook) == 2, "one place for the line, one for the picture"
    assert progress.text().startswith("Step 15 of 15 after 0:0")
    assert progress.samples.steps[-1] == 15 and len(progress.samples.steps) == 16


def test_a_stopped_training_says_so(gan, images, notebook):
    stop = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda b, logs: setattr(gan, "stop_training", b == 2)
    )
    progress = callbacks.Progress(n=4)
    train(gan, images, progress, stop)
    assert "Step 3 of 10 after" in progress.text() and progress.text().endswith("(stopped)")


def test_progress_of_what_draws_no_images(notebook):
    x = keras.Input((2,))
    classifier = keras.Model(x, keras.layers.Dense(1)(x))
    classifier.compile("adam", "mse")
    progress = callbacks.Progress()
    classifier.fit(np.zeros((32, 2)), np.zeros(32), batch_size=8, epochs=2, verbose=0, callbacks=[progress])
    assert progress.samples is None and progress.done == progress.steps == 8
    assert progress.curves.steps["loss"].shape == (8,)
    line = callbacks.Progress(steps=8, n=0, curves=False)
    before = len(notebook)
    classifier.fit(np.zeros((32, 2)), np.zeros(32), batch_size=4, epochs=1, verbose=0, callbacks=[line])
    assert len(notebook) == before + 1, "the line alone"
    assert not any("To stop" in shown["text/html"] for shown in notebook[-1]), (
        "Keras's own fit does not end in order"
    )
    with pytest.raises(ValueError, match="steps is 0"):
        callbacks.Progress(steps=0)
