"""From a folder of pictures to a trained generator, in a run folder that can be gone on with whatever happens."""

from __future__ import annotations

import contextlib
import datetime
import math
import os
import shlex
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from gan_lessons import files, machine, numeric
from gan_lessons.runs import state, verdict
from gan_lessons.runs.card import card
from gan_lessons.runs.folder import (
    CARD,
    PICTURES,
    SETTINGS,
    VERDICT,
    Run,
    begun,
    check_place,
    check_room,
    held,
)
from gan_lessons.runs.judge import Judge
from gan_lessons.runs.recipe import game_of
from gan_lessons.runs.settings import Settings
from gan_lessons.runs.surveying import survey
from gan_lessons.runs.trial import clock, seconds_a_step
from gan_lessons.runs.watching import Keep, Line, Looks, Lost

import keras
import numpy as np

HOUR = 60.0  # minutes, if neither these nor steps are given
LEAST_STEPS, MOST_STEPS = (
    2_000,
    30_000,
)  # of an hour: on a slow machine more is needed, on a fast one less is enough
STRETCH = 20.0  # seconds of training between two lines of the log
LOOKS = 40  # scores in a training, about
LOOK_SHARE = 0.05  # of the time, at most, for looks; a look takes about as long as LOOK_STEPS steps
LOOK_STEPS = 5
GIVE_UP = 3  # times that losses may become no numbers
LEAST_HELD, MOST_HELD, HELD_SHARE = 10, 500, 0.2


class Stopped(Exception):
    """Training was stopped from outside, and everything is saved; the message says how to go on."""


class Diverged(RuntimeError):
    """Losses became no numbers again and again, at lower and lower rates."""


def train(
    folder: str | os.PathLike | None,
    out: str | os.PathLike,
    *,
    size: int | None = None,
    steps: int | None = None,
    minutes: float | None = None,
    fit: str | None = None,
    classes: bool | None = None,
    augment: str | None = None,
    flips: bool | None = None,
    start: str | None = None,
    seed: int | None = None,
    say: Callable[[str], object] = print,
    watching: Sequence[keras.callbacks.Callback] = (),
) -> Run:
    """Begin a run, or go on with the one that lies in its folder.

    The call that began a run goes on with it: after a power cut the same line, from the shell's history or a queue, is all there is to
    know. What is asked for again must be what was asked for then, but for more steps, which make the run longer; what is left out is taken
    from the run.

    Parameters
    ----------
    folder : path or None
        The pictures. None goes on with a run.
    out : path
        The run's folder: new, empty, or that of a run.
    size, fit, classes
        As for `survey`.
    steps : int, optional
        In all.
    minutes : float, optional
        In place of steps: as many as this machine makes in that time. Default: an hour, but 2,000 steps at least and 30,000 at most.
    augment : {"adaptive", "diff", "none"}, optional
        How D's pictures are changed, so that it does not learn few of them by heart; default "adaptive".
    flips : bool, optional
        Whether a picture may be mirrored: not if it shows letters. Default True.
    start : str, optional
        A checkpoint of the course to start from.
    seed : int, optional
        Default 0.
    say : callable
        Receives what there is to be told, in lines.
    watching : sequence of Callback
        More callbacks for `fit`.

    Returns
    -------
    Run
        Finished.

    Raises
    ------
    DataError
        If the folder holds no pictures to train on, or the run's state is damaged.
    ValueError
        If something was given that does not fit, or other than the run in its folder was begun with.
    OSError
        If the run cannot be written.
    Stopped
        After Ctrl-C; everything is saved.
    Diverged
        If losses became no numbers three times.
    """
    given = {
        "size": size, "steps": steps, "fit": fit, "augment": augment, "flips": flips, "start": start, "seed": seed,
    }  # fmt: skip
    if steps is not None and minutes is not None:
        raise ValueError("Give steps or minutes, not both.")
    out = files.path_of("out", out, "a folder for the run")
    if begun(out):
        with held(out):
            run = _same(Run(out), folder, given, say)
            return _go_on(run, *_at_hand(run, say), say, watching)
    if folder is None:
        raise ValueError(f"{out} holds no run to go on with; give the folder of the pictures to begin one.")
    pictures = files.path_of("FOLDER", folder, "a folder of pictures")
    check_place(out, pictures)
    with held(out):
        game, progress = _begin(pictures, out, given, minutes, True if classes is None else classes, say)
        return _go_on(Run(out), game, progress, say, watching)


def _same(run: Run, folder, given: dict, say) -> Run:
    """The run, if what was given now is what it was begun with; more steps make it longer."""
    asked = {name: value for name, value in given.items() if value is not None}
    if folder is not None:
        asked["folder"] = str(files.path_of("FOLDER", folder, "a folder of pictures").resolve())
    if asked.get("augment") == "none":
        asked["augment"] = None
    of = run.settings
    if isinstance(asked.get("steps"), int) and asked["steps"] > of.steps:
        longer = replace(of, steps=asked.pop("steps"))
        say(f"The run is made longer, from {of.steps:,} steps to {longer.steps:,}.")
    else:
        longer = of
    for name, value in asked.items():
        if value != getattr(of, name):
            raise ValueError(
                f"{run.folder} holds a run with {name} {getattr(of, name)}, and {value} was given. Give another folder for a new run, or leave "
                f"{name} out to go on with this one."
            )
    if longer is not of:
        longer.write(run.folder / SETTINGS)
    return Run(run.folder)


def _begin(pictures: Path, out: Path, given: dict, minutes, classes: bool, say) -> tuple:
    """Everything before the first step: the game, and nothing done yet. The settings are written last, and with them the run exists."""
    seed = numeric.whole("seed", 0 if given["seed"] is None else given["seed"], 0, 2**31 - 1)
    fit, augment = given["fit"] or "crop", given["augment"] or "adaptive"
    numeric.choice("augment", augment, ("adaptive", "diff", "none"))
    flips = True if given["flips"] is None else numeric.flag("flips", given["flips"])
    steps = None if given["steps"] is None else numeric.whole("steps", given["steps"])
    if minutes is not None:
        minutes = numeric.real("minutes", minutes, above=0.0)
    found = survey(pictures, given["size"], fit=fit, classes=classes)
    say(str(found))
    training, held_out = _apart(found.pictures.labels, seed)
    say(f"{len(training):,} are trained on; {len(held_out):,} are held out, and only scored against.")
    images, labels = found.pictures.images, found.pictures.labels
    settings = Settings(
        folder=str(pictures.resolve()),
        size=found.size,
        channels=found.channels,
        classes=list(found.classes),
        fit=fit,
        augment=None if augment == "none" else augment,
        flips=flips,
        start=given["start"],
        seed=seed,
        steps=steps or LEAST_STEPS,
        batch_size=0,
        stretch=0,
        look=0,
        training=len(training),
        held_out=len(held_out),
        seconds_a_step=0.0,
    )
    game, batch_size = _game(settings)
    check_room(
        out,
        images.nbytes + 4 * sum(4 * math.prod(v.shape) for v in [*game.variables, *game.optimizer.variables]),
    )
    say("Measuring a few steps …")
    labels_of = labels[training] if found.classes else None
    seconds = seconds_a_step(game, images[training], labels_of, batch_size)
    if steps is None:
        made = max(1, round(60 * (minutes or HOUR) * (1 - LOOK_SHARE) / seconds))
        made = made if minutes else min(max(made, LEAST_STEPS), MOST_STEPS)
        settings = replace(settings, steps=made)
        game, _ = _game(settings)  # a recipe may pace itself by the steps
    stretch, look = _pace(settings.steps, seconds)
    settings = replace(
        settings, batch_size=batch_size, stretch=stretch, look=look, seconds_a_step=round(seconds, 6)
    )
    say(_forecast(settings))
    files.in_full(
        out / PICTURES,
        lambda part: np.savez(
            part,
            training=images[training],
            training_labels=labels[training],
            held_out=images[held_out],
            held_out_labels=labels[held_out],
        ),
        room=images.nbytes,
    )
    for name in state.NAMES:  # of a start that was cut off
        (out / name).unlink(missing_ok=True)
    progress = {"seconds": 0.0, "scores": [], "log": [], "losses": {}, "trouble": [], "sessions": 0}
    state.save(out, game, progress)
    settings.write(out / SETTINGS)
    return game, progress


def _game(of: Settings) -> tuple:
    return game_of(
        of.size, of.steps, of.channels, len(of.classes), of.training, of.seed, of.augment, of.flips, of.start
    )


def _at_hand(run: Run, say) -> tuple:
    """The game and the progress of a run that is gone on with."""
    game, progress, word = state.load(run.folder)
    if word:
        say(word)
    if 0 < game.step_number < run.settings.steps:
        say(f"Goes on after step {game.step_number:,} of {run.settings.steps:,}.")
    return game, progress


def _apart(labels: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Which pictures are trained on, and which are held out: a fifth of each class, 500 in all at most, 10 at least."""
    rng = np.random.default_rng(seed)
    share = min(HELD_SHARE, MOST_HELD / len(labels))
    held_out = []
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        held_out.append(rows[: max(1, round(share * len(rows)))])
    held_out = np.sort(np.concatenate(held_out))
    if len(held_out) < LEAST_HELD:
        rest = np.setdiff1d(np.arange(len(labels)), held_out)
        held_out = np.sort(np.concatenate([held_out, rng.permutation(rest)[: LEAST_HELD - len(held_out)]]))
    return np.setdiff1d(np.arange(len(labels)), held_out), held_out


def _pace(steps: int, seconds: float) -> tuple[int, int]:
    """Steps in a stretch, and from one look to the next: looks are few beside the steps."""
    least = math.ceil(LOOK_STEPS / LOOK_SHARE)
    look = min(steps, max(least, math.ceil(steps / LOOKS)))
    parts = max(1, round(look * seconds / STRETCH))
    stretch = max(1, look // parts)
    return stretch, stretch * max(1, round(look / stretch))


def _forecast(settings: Settings) -> str:
    whole = settings.steps * settings.seconds_a_step * (1 + LOOK_SHARE)
    until = datetime.datetime.now() + datetime.timedelta(seconds=whole)
    when = f"{until:%H:%M}" if until.date() == datetime.date.today() else f"{until:%A %d %B, %H:%M}"
    cores = machine.cores()
    return (
        f"A step of {settings.batch_size} pictures takes {settings.seconds_a_step:.3g} s here ({keras.backend.backend()}, {cores} "
        f"core{'s' * (cores > 1)}): {settings.steps:,} steps take about {clock(whole)}, until {when}. Ctrl-C stops after a step and keeps "
        "everything; the same command goes on."
    )


def _go_on(run: Run, game, progress: dict, say, watching) -> Run:
    """Train to the end from where the run stands."""
    settings = run.settings
    if game.step_number >= settings.steps and (run.folder / VERDICT).exists():
        say(f"All {settings.steps:,} steps are made. {run.folder / VERDICT} says what came of it.")
        return run
    progress["sessions"] += 1
    images, labels = run.pictures()
    judge = Judge(run.pictures("held_out")[0])
    while game.step_number < settings.steps:
        reason = _played(run, game, progress, images, labels, judge, watching)
        if reason:
            game, progress = _back(run, reason, say)
        elif game.step_number < settings.steps:
            raise Stopped(
                f"stopped after step {game.step_number:,} of {settings.steps:,}; everything is saved. To go on: gan-lessons train --out {shlex.quote(str(run.folder))}"
            )
    say(verdict.write(run, game, progress, judge))
    card(run, run.folder / CARD)
    return run


def _played(run: Run, game, progress: dict, images, labels, judge: Judge, watching) -> str | None:
    """Train until the end, or until something stops it; the reason, if losses or weights are no numbers any more."""
    settings = run.settings
    keep, lost = Keep(run.folder, settings, progress), Lost()
    looks = Looks(run.folder, judge, settings.look, settings.steps, progress)
    # Looks come before Keep, so that a state knows the scores up to its step.
    callbacks = [lost, looks, Line(settings.steps, progress), *watching, keep]
    given = images, labels if settings.classes else None
    with _ending_in_order(game):
        while (step := game.step_number) < settings.steps:
            left, broken_off = settings.steps - step, step % settings.stretch
            n = min(left, settings.stretch - broken_off)
            epochs = 1 if broken_off else max(1, left // settings.stretch)
            game.fit(
                *given,
                batch_size=settings.batch_size,
                epochs=epochs,
                steps_per_epoch=n,
                verbose=0,
                callbacks=callbacks,
            )
            if lost.reason or keep.lost:
                return lost.reason or f"Step {game.step_number:,}: weights are no numbers."
            if game.step_number < step + epochs * n:
                break
    keep.save()
    return "The weights are no numbers." if keep.lost else None


def _back(run: Run, reason: str, say):
    """The last good state, with all rates halved; `Diverged` after the third time."""
    game, progress, _ = state.load(run.folder)
    trouble = [*progress["trouble"], {"what": reason, "back_to": game.step_number}]
    if len(trouble) > GIVE_UP:
        raise Diverged(
            f"{reason} That was the {len(trouble)}th time, each with half the rate of the one before. The best generator so far is kept: "
            f"gan-lessons sample {run.folder}. Begin a new run with another --seed, or look at the pictures: are some empty, or all but black?"
        )
    rates = {name: _halved(game, name) for name in game.optimizers}
    progress["trouble"] = trouble
    state.save(run.folder, game, progress)
    listed = ", ".join(f"{name} {rate:.2g}" for name, rate in rates.items())
    say(f"{reason} Back to step {game.step_number:,}, with half the learning rates ({listed}).")
    return game, progress


def _halved(game, name: str) -> float:
    rate = game.optimizers[name].learning_rate
    new = float(keras.ops.convert_to_numpy(rate)) / 2
    game.optimizers[name].learning_rate = new
    return new


@contextlib.contextmanager
def _ending_in_order(game):
    """A queue or a machine that shuts down says so with SIGTERM: it is taken like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(signum, frame):
        game.stop_training = True

    before = signal.signal(signal.SIGTERM, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
