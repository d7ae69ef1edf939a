"""`fit()`: data that are checked before the first step, batches that follow the clock, and a stop button that keeps everything."""

from __future__ import annotations

import contextlib
import signal
import threading

from gan_lessons import backend, numeric
from gan_lessons.training import checks
from gan_lessons.training.batches import Batches, FollowSteps
from gan_lessons.training.inputs import feed
from gan_lessons.training.own_batches import Check, NeverDry, checked

import keras

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
        **others,
    ) -> keras.callbacks.History:
        """Train.

        The stop button of the notebook (or Ctrl-C) ends training after the step in progress: model, optimisers and
        history stay usable, and `fit` can be called again. A second press interrupts at once.

        Parameters
        ----------
        x : Dataset, Paired, Unpaired, ndarray, tuple of ndarray, dict, or what brings its own batches
            What `roles()` names: arrays in that order, or by name. Arrays and Datasets are shuffled by us, in an order that depends
            on the seed and the step. uint8 images (n, h, w, c) are scaled to [-1, 1] inside the step; float images must be in [-1, 1];
            float data of other ranks pass as they are. A tf.data.Dataset, PyDataset, DataLoader or generator keeps its own batches and order;
            each batch is checked before its step, and must be a multiple of the updates in a step.
        y : array-like, optional
            The second array of a pair, if `x` is one array: labels (n,) or (n, 1). A game that reads no labels takes them, in any form,
            and does not look at them; only their number must be right.
        batch_size : int, default 128
            Real samples in one update. A player with k updates a step sees k batches, each of this size. (If `x`
            brings its own batches, each update takes its k-th part.) Several devices take equal shares of it.
        epochs : int
            Epochs to end at. History holds one mean per epoch.
        steps_per_epoch : int, optional
            Steps in an epoch; by default one pass over the data. An epoch may be longer than a pass, except with a generator, which gives its
            batches once.
        callbacks, verbose
            As in Keras.
        initial_epoch : int
            Epochs that are behind us, at most `epochs`.
        **others
            None: what else Keras's `fit` takes (validation data, weights) has no meaning here.

        Returns
        -------
        keras.callbacks.History
            Its `params` have "steps_made" beside Keras's own.

        Raises
        ------
        ValueError
            Before the first step, if the data or the first batch do not fit the networks, a number is none, or weights are NaN. Before a
            later step, if its batch does not fit, or there is none. What was learned until then is kept.
        TypeError
            If an option of Keras's is given that has no meaning here.
        """
        if not self.compiled:
            raise ValueError(f"This {type(self).__name__} is not compiled. Call compile() before fit().")
        if others:
            raise TypeError(
                f"fit() of a {type(self).__name__} takes no {' and '.join(others)}. A game has no validation loss, and no weights of samples: "
                "judge what it draws (metrics, callbacks.Diagnose), and keep data apart for that."
            )
        checks.trainable(self.team)
        checks.team(self, self.team, self.optimizers)  # networks may have been exchanged without replace()
        checks.finite(self.team)
        epochs = numeric.whole("epochs", epochs)
        initial_epoch = numeric.whole("initial_epoch", initial_epoch, least=0)
        if initial_epoch > epochs:
            raise ValueError(
                f"initial_epoch is {initial_epoch} and epochs is {epochs}: epochs is the one to end at, so nothing would be trained."
            )
        if steps_per_epoch is not None:
            steps_per_epoch = numeric.whole("steps_per_epoch", steps_per_epoch)
        data, extra, steps, check = self._batches(x, y, batch_size, steps_per_epoch, epochs - initial_epoch)
        self.fitting, before = True, self.step_number
        callbacks = [
            *extra,
            *([callbacks] if isinstance(callbacks, keras.callbacks.Callback) else callbacks or []),
        ]
        try:
            with _stop_after_this_step(self), backend.keeping(self):
                history = super().fit(
                    data,
                    epochs=epochs,
                    verbose=verbose,
                    callbacks=callbacks,
                    initial_epoch=initial_epoch,
                    steps_per_epoch=steps,
                    shuffle=False,
                )
            # Epochs times steps would be too many where the last epoch was stopped.
            history.params = {**history.params, "steps_made": self.step_number - before}
            return history
        except Exception:
            if check is not None and check.error is not None:  # TensorFlow hides it in an error of its own
                raise check.error from None
            raise
        finally:
            self.fitting = False

    def _batches(self, x, y, batch_size, steps_per_epoch, epochs):
        """The data as something that Keras iterates over, checked; callbacks that it needs; the steps in an epoch; the check."""
        updates = max(player.updates for player in self.team)
        devices = backend.devices(self)
        roles = self.roles()
        found = feed(x, y, roles, type(self).__name__)
        if found is None:
            if batch_size is not None or y is not None:
                raise ValueError(
                    f"{type(x).__name__} brings its own batches: leave out batch_size and y. "
                    f"A step needs {updates} x the batch size of an update."
                )
            check = Check(roles, updates, type(self).__name__, devices)
            data, steps = checked(x, check, steps_per_epoch, epochs)
            self._remember(dict(zip(roles, check.first, strict=True)))
            return data, [NeverDry(steps)], steps, check
        self._remember(found.examples(EXAMPLES))
        batch_size = 128 if batch_size is None else numeric.whole("batch_size", batch_size)
        checks.shared_out("batch_size", batch_size, devices)
        shares = (updates, backend.replicas_of(self))
        batches = Batches(found, batch_size * updates, steps_per_epoch, self.seed, shares)
        return backend.stream(batches), [FollowSteps(batches)], None, None

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
