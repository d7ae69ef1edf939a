"""From a folder to a run: what is written and said, and what stops it."""

import errno
import json
import os
import shutil
import signal

from gan_lessons import cli, plots, runs, sampling
from gan_lessons.runs import folder as places
from gan_lessons.runs import state, surveying, training, trial, verdict
from gan_lessons.runs.judge import SAMPLES, Judge

import keras
import numpy as np
import pytest
from PIL import Image

from tests.runs import tiny

STEPS = 14
PACE = training._pace  # the real one


@pytest.fixture(autouse=True, scope="module")
def tiny_games():
    with pytest.MonkeyPatch.context() as patch:
        tiny.install(patch.setattr)
        yield


@pytest.fixture(scope="module")
def spots(tmp_path_factory):
    return tiny.pictures(tmp_path_factory.mktemp("given") / "spots")


@pytest.fixture(scope="module")
def finished(spots, tmp_path_factory):
    """A run to its end, and what it said."""
    out, said = tmp_path_factory.mktemp("runs") / "run", []
    return runs.train(spots, out, size=32, steps=STEPS, say=said.append), "\n".join(said)


class At(keras.callbacks.Callback):
    """Does something after these steps."""

    def __init__(self, steps, do):
        super().__init__()
        self.steps, self.do = list(steps), do

    def on_train_batch_end(self, batch, logs=None):
        if self.steps and self.model.step_number == self.steps[0]:
            self.steps.pop(0)
            self.do(self.model)


def poison(game):
    game.generator.weights[0].assign(np.nan * np.zeros(game.generator.weights[0].shape))


def weights(run):
    game = state.load(run.folder)[0]
    return [keras.ops.convert_to_numpy(v) for v in [*game.variables, *game.optimizer.variables]]


def test_a_run_says_what_it_found_and_how_long_it_takes(finished):
    run, said = finished
    assert "30 pictures of 32 × 32 pixels" in said
    assert "20 are trained on; 10 are held out" in said
    assert "A step of 8 pictures takes" in said and "14 steps take about" in said
    assert str(run.folder / "verdict.md") in said


def test_what_a_run_leaves(finished, spots):
    run, _ = finished
    assert set(os.listdir(run.folder)) == places.OURS
    assert sorted(os.listdir(run.folder / "samples")) == [f"step_{step:07d}.png" for step in (0, 6, 12, 14)]
    training_pictures, _ = run.pictures()
    held_out, _ = run.pictures("held_out")
    assert training_pictures.shape == (20, 32, 32, 3) and held_out.shape == (10, 32, 32, 3)
    both = {x.tobytes() for x in training_pictures} | {x.tobytes() for x in held_out}
    assert len(both) == 30, "each picture is in one of the two"
    log = (run.folder / "log.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in log] == ["step", "3", "6", "9", "12", "14"]
    assert log[0].split(",")[-1] == "distance" and log[2].split(",")[-1] and not log[1].split(",")[-1]
    assert sampling.of(run.generator()).generate(3, seed=0).shape == (3, 32, 32, 3)
    assert json.loads((run.folder / "settings.json").read_text())["folder"] == str(spots.resolve())


def test_the_verdict_stands_beside_real_pictures_and_an_untrained_generator(finished):
    run, _ = finished
    record = json.loads((run.folder / "record.json").read_text())
    distance = record["kernel_distance"]
    assert (
        set(distance) == {"begun_with", "best", "last", "real"} and distance["real"] < distance["begun_with"]
    )
    assert distance["begun_with"] == pytest.approx(record["scores"][0][1], rel=1e-4)
    assert record["begun_with"] == "an untrained generator" and run.settings.start is None
    assert record["best_score"] == min(score for _, score in record["scores"])
    game, judge = state.load(run.folder)[0], Judge(run.pictures("held_out")[0])
    last = judge(plots.to_uint8(verdict.drawn(game, SAMPLES, seed=1)))
    assert distance["last"] == pytest.approx(last, rel=1e-3), (
        "judged by the latents that the best one is judged by"
    )
    text = (run.folder / "verdict.md").read_text()
    assert record["verdict"] in text and "cifar10 at 32 px" in text and "10 pictures it is rough" in text
    assert "not enough evidence" in text, "14 steps prove nothing"


def test_a_generator_that_repeats_its_pictures_is_found_out(finished, tmp_path, monkeypatch):
    run = runs.Run(shutil.copytree(finished[0].folder, tmp_path / "run"))
    held_out, (seen, _) = run.pictures("held_out")[0], run.pictures()
    rng = np.random.default_rng(0)
    copies = np.concatenate(
        [seen[rng.integers(0, len(seen), 100)], rng.integers(0, 256, (400, 32, 32, 3), np.uint8)]
    )
    monkeypatch.setattr(verdict, "drawn", lambda *args, **given: copies / np.float32(127.5) - 1)
    game, progress, _ = state.load(run.folder)
    said = verdict.write(run, game, progress, Judge(held_out))
    assert "But it repeats its pictures: 20% of the samples are copies." in said
    assert "**It repeats them.**" in (run.folder / "verdict.md").read_text()
    pairs = np.asarray(Image.open(run.folder / "nearest.png"))
    assert np.abs(pairs[:64, :64].astype(int) - pairs[:64, 68:132]).max() <= 1, (
        "the sample, and what it copies"
    )


@pytest.mark.parametrize(
    "falling, says", [([9, 5, 4, 3.9, 3.9], False), ([9, 5, 4, 3, 2], True), ([9, 8], True), ([9], False)]
)
def test_a_run_that_still_fell_was_too_short(falling, says):
    assert verdict.too_short([(10 * i, score) for i, score in enumerate(falling)]) is says


def test_the_same_again_is_done_already(finished, spots):
    run, _ = finished
    said = []
    before = weights(run)
    runs.train(spots, run.folder, size=32, steps=STEPS, say=said.append)
    runs.train(None, run.folder, say=said.append)
    assert len(said) == 2 and all("All 14 steps are made" in words for words in said)
    assert all(np.array_equal(a, b) for a, b in zip(before, weights(run), strict=True))


def test_other_settings_are_another_run(finished, spots, tmp_path):
    run, _ = finished
    for other in ({"size": 64}, {"steps": 13}, {"seed": 3}, {"flips": False}, {"augment": "none"}):
        (name,) = other
        with pytest.raises(ValueError, match=f"holds a run with {name}"):
            runs.train(spots, run.folder, say=print, **other)
    with pytest.raises(ValueError, match="holds a run with folder"):
        runs.train(tmp_path, run.folder)


def test_more_steps_make_a_run_longer(finished, spots, tmp_path):
    short = runs.train(spots, tmp_path / "run", size=32, steps=8)
    said = []
    longer = runs.train(spots, short.folder, steps=STEPS, say=said.append)
    assert said[0] == "The run is made longer, from 8 steps to 14." and longer.settings.steps == STEPS
    assert all(np.array_equal(a, b) for a, b in zip(weights(finished[0]), weights(longer), strict=True))
    with pytest.raises(ValueError, match="holds a run with seed"):
        runs.train(spots, short.folder, steps=99, seed=9)
    assert runs.Run(short.folder).settings.steps == STEPS, "what is refused changes nothing"


def test_ctrl_c_keeps_everything_and_the_same_command_goes_on(finished, spots, tmp_path, capsys):
    out = str(tmp_path / "run")
    command = ["train", str(spots), "--out", out, "--size", "32", "--steps", str(STEPS)]
    stop = At([7], lambda game: os.kill(os.getpid(), signal.SIGINT))
    with pytest.MonkeyPatch.context() as patch:
        real = runs.train
        patch.setattr(runs, "train", lambda *args, **options: real(*args, **options, watching=[stop]))
        assert cli.main(command) == 130
        said = capsys.readouterr().out
        assert (
            f"stopped after step 7 of 14; everything is saved. To go on: gan-lessons train --out {out}"
            in said
        )
        stop.steps, stop.do = [10], lambda game: os.kill(os.getpid(), signal.SIGTERM)
        assert cli.main(command) == 130, "a machine that shuts down"
    assert cli.main(command[:1] + command[2:4]) == 0
    assert "Goes on after step 10 of 14." in capsys.readouterr().out
    assert all(
        np.array_equal(a, b) for a, b in zip(weights(finished[0]), weights(runs.Run(out)), strict=True)
    )


@pytest.mark.parametrize("at", [7, 9], ids=["seen in the losses", "seen in the weights"])
def test_nan_goes_back_and_halves_the_rates(spots, tmp_path, at):
    said = []
    run = runs.train(
        spots, tmp_path / "run", size=32, steps=STEPS, say=said.append, watching=[At([at], poison)]
    )
    (told,) = (words for words in said if "Back to step" in words)
    assert "Back to step 6, with half the learning rates (d 0.0005, g 0.0005)." in told
    assert all(np.isfinite(w).all() for w in weights(run) if w.dtype.kind == "f")
    game, progress, _ = state.load(run.folder)
    assert [float(one.learning_rate) for one in game.optimizers.values()] == pytest.approx([0.0005] * 2)
    assert [trouble["back_to"] for trouble in progress["trouble"]] == [6] and game.step_number == STEPS
    assert "It went back to step 6" in (run.folder / "verdict.md").read_text()


def test_nan_again_and_again_stops_with_a_clear_word(spots, tmp_path, capsys):
    watching = [At([7, 7, 7, 7], poison)]
    with pytest.MonkeyPatch.context() as patch:
        real = runs.train
        patch.setattr(runs, "train", lambda *args, **options: real(*args, **options, watching=watching))
        assert (
            cli.main(
                ["train", str(spots), "--out", str(tmp_path / "run"), "--steps", str(STEPS), "--size", "32"]
            )
            == 1
        )
    error = capsys.readouterr().err
    assert (
        "That was the 4th time" in error
        and "best generator so far is kept" in error
        and error.count("\n") == 1
    )
    assert float(state.load(tmp_path / "run")[0].optimizers["d"].learning_rate) == pytest.approx(1e-3 / 8)


def test_a_full_disk_in_training_loses_nothing(finished, spots, tmp_path):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill(game):
        patch.setattr(state.files, "in_full", full)

    out = tmp_path / "run"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OSError, match="No space left"):
        runs.train(spots, out, size=32, steps=STEPS, watching=[At([8], fill)])
    assert state.load(out)[0].step_number == 6
    run = runs.train(spots, out)
    assert all(np.array_equal(a, b) for a, b in zip(weights(finished[0]), weights(run), strict=True))


def test_a_damaged_state_is_replaced_by_the_one_before(finished, spots, tmp_path):
    out = tmp_path / "run"
    shutil.copytree(finished[0].folder, out)
    (out / "verdict.md").unlink()
    newest = max(state.NAMES, key=lambda name: state._read(out / name)["saves"])
    content = bytearray((out / newest).read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    (out / newest).write_bytes(content)
    said = []
    run = runs.train(None, out, say=said.append)
    assert f"{newest} is damaged; " in said[0] and "Goes on after step 12 of 14." in said[1]
    assert all(np.array_equal(a, b) for a, b in zip(weights(finished[0]), weights(run), strict=True))
    for name in state.NAMES:
        (out / name).write_bytes(b"")
    with pytest.raises(state.Damaged, match=r"state_a.keras is damaged and state_b.keras is damaged"):
        runs.train(None, out)


def test_a_start_that_was_cut_off_leaves_nothing_in_the_way(spots, tmp_path):
    out = tmp_path / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs.Settings, "write", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            runs.train(spots, out, size=32, steps=3)
    assert os.listdir(out)
    assert runs.train(spots, out, size=32, steps=3).settings.steps == 3


def test_the_trial_leaves_no_trace(spots):
    game, batch_size = tiny.game_of(32, 10, 3, 0, 24, 0, None, True, None)
    images = surveying.survey(spots, 32).pictures.images
    before = [keras.ops.convert_to_numpy(v) for v in [*game.variables, *game.optimizer.variables]]
    assert trial.seconds_a_step(game, images, None, batch_size) > 0
    after = [keras.ops.convert_to_numpy(v) for v in [*game.variables, *game.optimizer.variables]]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True)) and game.step_number == 0


def test_minutes_become_steps(spots, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "seconds_a_step", lambda *args: 0.95)
        patch.setattr(training, "_go_on", lambda run, *rest: run)
        assert runs.train(spots, tmp_path / "run", size=32, minutes=2).settings.steps == 120
        assert runs.train(spots, tmp_path / "hour", size=32).settings.steps == 3600
        patch.setattr(training, "seconds_a_step", lambda *args: 60.0)
        assert runs.train(spots, tmp_path / "slow", size=32).settings.steps == 2000
    with pytest.raises(ValueError, match="steps or minutes, not both"):
        runs.train(spots, tmp_path / "other", steps=3, minutes=2)


@pytest.mark.parametrize("steps, seconds", [(1, 0.1), (60, 0.3), (6000, 0.02), (6000, 3.0), (200_000, 0.5)])
def test_looks_are_few_and_stretches_short(steps, seconds):
    stretch, look = PACE(steps, seconds)
    assert look % stretch == 0 and stretch >= 1
    assert stretch * seconds <= 2 * training.STRETCH or stretch == 1
    assert look * training.LOOK_SHARE >= 0.5 * training.LOOK_STEPS or look >= steps // 2
    assert steps / look <= 2 * training.LOOKS


def test_held_out_pictures_come_from_every_class():
    labels = np.repeat([0, 1, 2], [60, 30, 10])
    training_rows, held_out = training._apart(labels, seed=0)
    assert np.bincount(labels[held_out]).tolist() == [12, 6, 2]
    assert sorted([*training_rows, *held_out]) == list(range(100))
    assert len(training._apart(np.zeros(20, int), 0)[1]) == 10
    assert len(training._apart(np.zeros(10_000, int), 0)[1]) == 500


def run_cli(capsys, *words):
    status = cli.main(["train", *map(str, words)])
    return status, capsys.readouterr().err


@pytest.mark.parametrize(
    "prepare, message",
    [
        (lambda out, spots: out.write_text("a file"), "is a file; give a folder for the run"),
        (lambda out, spots: (out / "x").mkdir(parents=True), "holds other files (x)"),
        (lambda out, spots: spots / "below", "lies in the folder of the pictures"),
        (lambda out, spots: (out.write_text("a file"), out / "below")[1], "cannot write to the folder"),
    ],
    ids=["file", "taken", "inside", "not writable"],
)
def test_a_place_where_no_run_can_be(spots, tmp_path, capsys, prepare, message):
    out = tmp_path / "run"
    place = prepare(out, spots)
    place = place if isinstance(place, type(out)) else out
    status, error = run_cli(capsys, spots, "--out", place)
    assert status in (1, 2) and message in error and error.count("\n") == 1


def test_bad_pictures_are_refused_in_one_line(tmp_path, capsys):
    tiny.pictures(tmp_path / "few", 5)
    status, error = run_cli(capsys, tmp_path / "few", "--out", tmp_path / "run")
    assert status == 2 and "holds 5 different pictures" in error and error.count("\n") == 1
    status, error = run_cli(capsys, "--out", tmp_path / "nothing")
    assert status == 2 and "holds no run to go on with; give the folder of the pictures" in error


def test_too_little_room_is_said_before_training(spots, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        places.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 90, 10_000_000)
    )
    status, error = run_cli(capsys, spots, "--out", tmp_path / "run")
    assert status == 1 and "the run needs about" in error and "10 MB are free" in error


def test_two_processes_do_not_train_in_one_folder(finished, spots):
    run, _ = finished
    with places.held(run.folder), pytest.raises(ValueError, match="another process trains in"):
        runs.train(spots, run.folder)


def test_settings_of_a_later_version_or_damaged_are_refused(finished, tmp_path):
    text = (finished[0].folder / "settings.json").read_text()
    (tmp_path / "settings.json").write_text(text.replace('"version": 1', '"version": 2'))
    with pytest.raises(ValueError, match="of version 2, and this gan_lessons knows version 1"):
        runs.Run(tmp_path)
    (tmp_path / "settings.json").write_text(text[:50])
    with pytest.raises(ValueError, match="is damaged"):
        runs.Run(tmp_path)
    with pytest.raises(ValueError, match="holds no run"):
        runs.Run(tmp_path / "nowhere")
