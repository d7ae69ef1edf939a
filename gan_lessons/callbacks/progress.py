"""The display of the longer trainings: how far they have come, what the generator draws, and how to stop."""

from __future__ import annotations

import html
import time

from gan_lessons import sampling
from gan_lessons.callbacks.curves import Curves
from gan_lessons.callbacks.place import Place
from gan_lessons.callbacks.samples import SampleGrid
from gan_lessons.numeric import whole

import keras

STOP = "To stop early, press ■ in the toolbar. This call of fit() ends after its current step, and keeps everything."
LOOKS = 20  # snapshots of the samples, evenly spread over a training
EVERY = 0.5  # seconds between two changes of the line


class Progress(keras.callbacks.Callback):
    """Step n of N, the time gone and about how much is left, samples from the same latents, and the curves so far, in one place.

    The horizontal axis of the curves ends at the last step, so you see how far they have come. Redrawing the picture is held to about
    3 % of the time. Outside a notebook nothing is shown, and everything is kept.

    Parameters
    ----------
    steps : int, optional
        Steps in all, if several calls of `fit` make up one training: give the same object to each. Default: those of one `fit`.
    n : int
        How many samples; 0 to show none. Samples that are not images are never shown.
    seed : int
        Seed of what goes into the generator: the same samples at every drawing.
    curves : bool
        Whether to draw the curves. With `n=0` and no curves only the line is left, which suits many short trainings.
    chance : bool
        Whether to draw the loss of a D that cannot decide, as in `Curves`.
    **given
        What else goes in, by name: `labels=3`, `source=photographs`; and options of `SampleGrid`, `sampler` and `save_to`.

    Attributes
    ----------
    samples : SampleGrid or None
        About 20 snapshots; the first is from before the first step.
    curves : Curves
        The values of every step.
    done, steps : int
        Steps so far, and in all (None if nobody knows).

    Raises
    ------
    ValueError
        If `steps` is below 1 or `n` below 0; when training begins, if what goes in does not fit the generator.

    Examples
    --------
    >>> progress = callbacks.Progress(n=36, seed=1)
    >>> history = gan.fit(digits, **options, verbose=0, callbacks=[progress, callbacks.StopOnNaN()])
    >>> plots.strip(progress.samples.snapshots, ...)
    """

    def __init__(
        self,
        steps: int | None = None,
        n: int = 25,
        seed: int = 0,
        curves: bool = True,
        chance: bool = True,
        **given,
    ):
        super().__init__()
        if steps is not None:
            steps = whole("steps", steps)
        n = whole("n", n, least=0)
        self.steps, self._given_steps, self.done = steps, steps, 0
        self.samples = SampleGrid(1, n, seed, show=False, **given) if n else None
        self.curves = Curves(1, samples=self.samples, chance=chance, show=False)
        self._draws = curves
        self._line, self._picture = Place(), Place()
        self._began = self._first = None
        self._spent = 0.0  # seconds of training in calls of `fit` that have ended
        self._done_before = self._shown_at = self._next_look = 0

    # ---- what Keras tells -----------------------------------------------------------------------------------------

    def set_model(self, model):
        super().set_model(model)
        for callback in self._inner():
            callback.set_model(model)

    def set_params(self, params):
        super().set_params(params)
        for callback in self._inner():
            callback.set_params(params)

    def on_train_begin(self, logs=None):
        if self.samples is not None and not _draws_images(self.model):
            self.samples = self.curves.samples = None
        for callback in self._inner():
            callback.on_train_begin(logs)
        if self._given_steps is None:
            self.done, self._spent, self._line, self._picture = 0, 0.0, Place(), Place()
        self._began, self._first = time.perf_counter(), None

    def on_epoch_begin(self, epoch, logs=None):
        per_epoch = self.params.get("steps")
        if self._given_steps is None and self.done == 0 and per_epoch:
            self.steps = (self.params["epochs"] - epoch) * per_epoch
        self.curves.on_epoch_begin(epoch, logs)
        if self.samples is not None:
            self.samples.step = self.curves.step
            if not self.samples.snapshots:
                self.samples.act()
                self._next_look = self._look_after(0)
        self._done_before = self.done

    def on_train_batch_end(self, batch, logs=None):
        self.done = self._done_before + batch + 1
        self.curves.on_train_batch_end(batch, logs)
        if self.samples is not None and self.done >= self._next_look:
            self._look()
        now = time.perf_counter()
        if self._first is None:
            self._first = now, self.done  # the first step takes longest: graphs are built
        if now - self._shown_at >= EVERY:
            self._shown_at = now
            self._line.show(self._html(), self.text())
            if self._draws and self._picture.is_due():
                self._draw()

    def on_train_end(self, logs=None):
        if self.samples is not None and self.samples.steps[-1] != self.curves.step:
            self._look()
        self._spent += time.perf_counter() - self._began
        self._began = None
        if self.samples is not None:
            self.samples.on_train_end(logs)
        if self._line.exists():
            self._line.show(self._html(), self.text())
            if self._draws and self.done:
                self._draw()

    # ---- what is shown --------------------------------------------------------------------------------------------

    def text(self) -> str:
        """How far it is, in words."""
        of = f" of {self.steps:,}" if self.steps else ""
        spent = self._seconds()
        if self._began is None:
            early = self.steps and self.done < self.steps
            stopped = " (stopped)" if early and getattr(self.model, "stop_training", False) else ""
            return f"Step {self.done:,}{of} after {_clock(spent)}{stopped}"
        left = self._seconds_left()
        rest = "" if left is None else f" · about {_clock(left)} left"
        return f"Step {self.done:,}{of} · {_clock(spent)} elapsed{rest}"

    def _html(self) -> str:
        bar = (
            f'<progress value="{min(self.done, self.steps)}" max="{self.steps}" style="width: 16em"></progress> '
            if self.steps
            else ""
        )
        # Only a game of this package ends in order: a plain Keras model raises KeyboardInterrupt.
        stops = self._began is not None and hasattr(self.model, "fitting")
        stop = "" if not stops else f'<br><span style="opacity: 0.75">{html.escape(STOP)}</span>'
        return f'<div class="gl-progress">{bar}{html.escape(self.text())}{stop}</div>'

    def picture(self):
        """Samples and curves up to now."""
        return self.curves.picture(steps=None if self.steps is None else self._last_step())

    def _draw(self):
        if self.samples is not None or self.curves.has_losses():
            self._picture.draw(self.picture())

    def _last_step(self) -> int:
        """The number, on the game's own clock, of the last step of this training."""
        return self.curves.step + max(0, self.steps - self.done)

    def _seconds(self) -> float:
        return self._spent + (0.0 if self._began is None else time.perf_counter() - self._began)

    def _seconds_left(self) -> float | None:
        if not self.steps or self._first is None or self.done <= self._first[1]:
            return None
        at, done = self._first
        return max(0, self.steps - self.done) * (time.perf_counter() - at) / (self.done - done)

    def _inner(self):
        return [callback for callback in (self.samples, self.curves) if callback is not None]

    def _look(self):
        self.samples.step = self.curves.step
        self.samples.act()
        self._next_look = self._look_after(self.done)

    def _look_after(self, done: int) -> int:
        every = max(1, (self.steps or 2000) // LOOKS)
        return (done // every + 1) * every


def _draws_images(model) -> bool:
    try:
        return len(sampling.of(model).shape) == 3
    except (AttributeError, NotImplementedError, ValueError):  # no generator: a classifier, say
        return False


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
