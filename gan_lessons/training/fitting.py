"""`fit()`: data that are checked before the first step, batches that follow the clock, and a stop button that keeps everything."""

from __future__ import annotations

import contextlib
import signal
import threading

from gan_lessons import backend
from gan_lessons.training import checks
from gan_lessons.training.batches import Batches, FollowSteps
from gan_lessons.training.inputs import check_batch, feed, first_batch

import keras
import numpy as np

EXAMPLES = 256  # rows of cropped training data that a sampler of translations may show


class Fitting:
    """How a game is trained; see `Adversarial`, which is one."""

    def fit(
        self,
        x=None,
        y=None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose="auto",
        callbacks=None,
        *,
        steps_per_epoch: int | None = None,
        initial_epoch: int = 0,
    ) -> keras.callbacks.History:
        """Train.

        The stop button of the notebook (or Ctrl-C) ends training after the step in progress: model, optimisers and
        history stay usable, and `fit` can be called again. A second press interrupts at once.

        Parameters
        ----------
        x : Dataset, Paired, Unpaired, ndarray, tuple of ndarray, dict, tf.data.Dataset or keras.utils.PyDataset
            What `roles()` names: arrays in that order, or by name. Arrays and Datasets are shuffled by us, in an order that depends
            on the seed and the step. uint8 images (n, h, w, c) are scaled to [-1, 1] inside the step; float images must be in [-1, 1];
            float data of other ranks pass as they are. A tf.data or PyDataset keeps its own batches and order.
        y : ndarray, optional
            The second array of a pair, if `x` is an ndarray: labels (n,) or (n, 1).
        batch_size : int, default 128
            Real samples in one update. A player with k updates a step sees k batches, each of this size. (If `x`
            brings its own batches, each update takes its k-th part.)
        epochs : int
            Epochs to end at. History holds one mean per epoch.
        steps_per_epoch : int, optional
            Steps in an epoch; by default one pass over the data.
        callbacks, verbose, initial_epoch
            As in Keras.

        Returns
        -------
        keras.callbacks.History

        Raises
        ------
        ValueError
            Before the first step, if the data do not fit the networks.
        """
        if not self.compiled:
            raise ValueError(f"This {type(self).__name__} is not compiled. Call compile() before fit().")
        checks.trainable(self.team)
        checks.team(self, self.team, self.optimizers)  # networks may have been exchanged without replace()
        for name, value in (
            ("batch_size", batch_size),
            ("steps_per_epoch", steps_per_epoch),
            ("epochs", epochs),
        ):
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | np.integer)):
                raise ValueError(f"{name} is {value!r}; give a whole number.")
        data, extra = self._batches(x, y, batch_size, steps_per_epoch)
        self.fitting = True
        callbacks = [
            *extra,
            *([callbacks] if isinstance(callbacks, keras.callbacks.Callback) else callbacks or []),
        ]
        try:
            with _stop_after_this_step(self), backend.keeping(self):
                return super().fit(
                    data,
                    epochs=epochs,
                    verbose=verbose,
                    callbacks=callbacks,
                    initial_epoch=initial_epoch,
                    steps_per_epoch=None if extra else steps_per_epoch,
                    shuffle=False,
                )
        finally:
            self.fitting = False

    def _batches(self, x, y, batch_size, steps_per_epoch):
        """The data as something that Keras iterates over, checked; and callbacks that it needs."""
        updates = max(player.updates for player in self.team)
        roles = self.roles()
        found = feed(x, y, roles, type(self).__name__)
        if found is None:
            if batch_size is not None or y is not None:
                raise ValueError(
                    f"{type(x).__name__} brings its own batches: leave out batch_size and y. "
                    f"A step needs {updates} x the batch size of an update."
                )
            batch = first_batch(x)
            if batch is not None:
                check_batch(batch, roles, type(self).__name__)
                if len(batch[0]) % updates:
                    raise ValueError(
                        f"A batch has {len(batch[0])} samples, and a step makes {updates} updates on equal parts of it. "
                        f"Batch the data by a multiple of {updates}, and drop the remainder."
                    )
                self._remember(dict(zip(roles, batch, strict=False)))
            return x, []
        self._remember(found.examples(EXAMPLES))
        batches = Batches(
            found, (128 if batch_size is None else batch_size) * updates, steps_per_epoch, self.seed
        )
        return backend.stream(batches), [FollowSteps(batches)]

    def _remember(self, arrays):
        with contextlib.suppress(NotImplementedError):  # a game that is only trained needs no sampler
            self.sampler.examples = {role: a[:EXAMPLES] for role, a in arrays.items()}


@contextlib.contextmanager
def _stop_after_this_step(model):
    """Let the first interrupt end `fit` in order: under JAX an exception in mid-step would lose the weights."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(signum, frame):
        print("\nStopping after this step. Model, optimisers and history stay usable.")
        model.stop_training = True
        signal.signal(signal.SIGINT, previous)

    previous = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
