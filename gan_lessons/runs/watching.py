"""What happens beside the training of a run: the line, the log, looks at the samples, saving, and what stops it."""

from __future__ import annotations

import csv
import io
import math
import sys
import time
from collections import deque
from pathlib import Path

from gan_lessons import backend, callbacks, files, plots, sampling
from gan_lessons.callbacks.periods import Counting
from gan_lessons.runs import state
from gan_lessons.runs.folder import BEST, LOG, SAMPLES
from gan_lessons.runs.judge import AT_ONCE
from gan_lessons.runs.judge import SAMPLES as DRAWN
from gan_lessons.runs.trial import clock

import numpy as np

GRID = 64  # samples in a grid
SHOWN = 64  # pixels of a sample in it, at least
EVERY = 0.5, 60.0  # seconds between two changes of the line: on a terminal, in a file
SAVE = 180.0  # seconds between two savings at most
RECENT = 3000  # steps whose losses are kept for the diagnosis


class Lost(Counting):
    """Stops at the first step whose losses are no numbers.

    Attributes
    ----------
    reason : str or None
        Which, and when.
    """

    reason: str | None = None

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        broken = [name for name, value in (logs or {}).items() if not math.isfinite(value)]
        if broken and not self.reason:
            which = f"{', '.join(broken)} {'are no numbers' if len(broken) > 1 else 'is no number'}"
            self.reason = f"Step {self.step:,}: {which}."
            self.model.stop_training = True


class Line(Counting):
    """Step n of N and the time left, in one line: changed in place on a terminal, every minute anew elsewhere."""

    def __init__(self, steps: int, progress: dict):
        super().__init__()
        self.steps, self.progress, self.shown = steps, progress, -math.inf
        self.on_terminal = sys.stdout.isatty()
        self.times: deque[tuple[float, int]] = deque(
            maxlen=200
        )  # of the last minutes: looks and savings count

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        now = time.perf_counter()
        if not self.times or now - self.times[-1][0] > 2:
            self.times.append((now, self.step))
        if now - self.shown >= EVERY[not self.on_terminal] or self.step == self.steps:
            self.shown = now
            text = self.text(logs or {})
            print(
                f"\r{text:<100}" if self.on_terminal else text,
                end="" if self.on_terminal else "\n",
                flush=True,
            )

    def text(self, logs: dict) -> str:
        (began, first), now = self.times[0], time.perf_counter()
        left = ""
        if self.step > first and self.step < self.steps:
            seconds = (now - began) / (self.step - first) * (self.steps - self.step)
            left = f" · about {clock(seconds)} left"
        scores = [score for _, score in self.progress["scores"] if score is not None]
        distance = f" · distance {scores[-1]:.4g} (best {min(scores):.4g})" if scores else ""
        return f"Step {self.step:,} of {self.steps:,}{left}{distance}"

    def on_train_end(self, logs=None):
        if self.on_terminal:
            print(flush=True)


class Looks(callbacks.BestCheckpoint):
    """Scores samples of the same latents from time to time, keeps the best generator, and a picture of the first ones.

    Parameters
    ----------
    folder : Path
        The run's.
    score : callable
        A `Judge`.
    every, last : int
        Steps between two looks; and the last step, which is looked at in any case.
    progress : dict
        Gets "scores": a list of [step, score], None if there is none.
    """

    def __init__(self, folder: Path, score, every: int, last: int, progress: dict):
        super().__init__(score, folder / BEST, every, mode="min", n=DRAWN, seed=0)
        self.last = last
        self.folder, self.progress, self._drawn = files.writable(folder / SAMPLES), progress, None

    def on_train_begin(self, logs=None):
        super(callbacks.BestCheckpoint, self).on_train_begin(logs)
        if record := self._record():
            self.best_score, self.best_step = record["score"], record["step"]

    def on_epoch_begin(self, epoch, logs=None):
        super().on_epoch_begin(epoch, logs)
        if not self.progress["scores"]:  # the untrained generator
            self.act()

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if self.step == self.last != self.progress["scores"][-1][0]:
            self.act()

    def outputs(self):
        # Some at a time: hundreds of large pictures at once would take more memory than the training itself.
        return sampling.of(self.model).outputs(self.inputs, batch_size=AT_ONCE, noise=self.seed)

    def images(self):
        self._drawn = super().images()
        return self._drawn

    def act(self):
        super().act()
        score = self.scores[-1]
        self.progress["scores"].append([self.step, score if math.isfinite(score) else None])
        if self._drawn is not None:
            files.write(self.folder / f"step_{self.step:07d}.png", grid(self._drawn[:GRID]))


def grid(images: np.ndarray, cols: int | None = None) -> bytes:
    """Pictures side by side as a PNG; grey ones light on dark as they are, unlike the digits of the course."""
    images = np.repeat(images, 3, axis=3) if images.shape[3] == 1 else images
    scale = max(1, SHOWN // images.shape[1])
    return plots.png(plots.grid_image(images, cols=cols or math.ceil(math.sqrt(len(images))), scale=scale))


class Keep(Counting):
    """Saves the game at each look and every few minutes, keeps the log, and refuses to save what is no longer finite.

    Parameters
    ----------
    folder : Path
    settings : Settings
    progress : dict
        "log", rows of (step, seconds, …); "names" of their columns; "losses" of the last steps; "seconds" in all.
    """

    def __init__(self, folder: Path, settings, progress: dict):
        super().__init__()
        self.folder, self.settings, self.progress = folder, settings, progress
        self.lost = False
        self.saved = self.began = time.perf_counter()
        self.saved_step = -1
        self.seconds = progress["seconds"]

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        for name, value in (logs or {}).items():
            recent = self.progress["losses"].setdefault(name, [])
            recent.append(round(float(value), 5))
            del recent[:-RECENT]

    def on_epoch_end(self, epoch, logs=None):
        now = time.perf_counter()
        self.progress["seconds"] = self.seconds + now - self.began
        names = ["step", "seconds", *(logs or {})]
        values = [self.step, round(self.progress["seconds"], 1), *(round(float(v), 5) for v in logs.values())]
        self.progress["names"] = names
        self.progress["log"].append(values)
        due = self.step % self.settings.look == 0 or now - self.saved > SAVE
        if (due or self.step == self.settings.steps) and not self.model.stop_training:
            self.save()

    def save(self) -> None:
        """The game and its log, unless weights are no numbers: then `lost` is set, and training stops."""
        if self.saved_step == self.step:
            return
        backend.sync(self.model)
        if not state.finite(self.model):
            self.lost = self.model.stop_training = True
            return
        self.progress["seconds"] = self.seconds + time.perf_counter() - self.began
        state.save(self.folder, self.model, self.progress)
        write_log(self.folder, self.progress)
        self.saved, self.saved_step = time.perf_counter(), self.step


def write_log(folder: Path, progress: dict) -> None:
    """log.csv: a row for each stretch of steps, with the means of what the losses log, and the score where there was one."""
    scores = {step: score for step, score in progress["scores"]}
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*progress.get("names", ["step", "seconds"]), "distance"])
    for row in progress["log"]:
        score = scores.get(row[0])
        table.writerow([*row, "" if score is None else f"{score:.5f}"])
    files.write(folder / LOG, text.getvalue().encode())
