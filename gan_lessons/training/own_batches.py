"""Data that bring their own batches: tf.data, PyDataset, DataLoader, generators. Each batch is checked before the step that it is for.

What cuts its own batches may deliver a short last one, another type, or labels that only the ninth batch shows to be wrong, so a look at the
first is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gan_lessons import arrays as kinds
from gan_lessons import backend, numeric
from gan_lessons.training.inputs import by_role

import keras
import numpy as np


class Check:
    """Makes arrays in the order of the roles of a batch, or refuses it.

    Parameters
    ----------
    roles : mapping of str to Samples or Labels
    updates : int
        Into how many equal parts a step cuts a batch.
    name : str
        The objective, for errors.
    devices : int
        Among how many each part is shared out.

    Attributes
    ----------
    first : tuple of ndarray or None
        The first batch, as it is trained on.
    error : Exception or None
        What went wrong last while batches were made: a backend may hide it in an error of its own.
    """

    def __init__(self, roles: Mapping[str, object], updates: int, name: str, devices: int = 1):
        self.roles, self.updates, self.name, self.devices = roles, updates, name, devices
        self.first: tuple[np.ndarray, ...] | None = None
        self.error: Exception | None = None
        self.seen = 0

    def __call__(self, batch, number: int | None = None) -> tuple[np.ndarray, ...]:
        try:
            return self.arrays(self.read(batch), number)
        except ValueError as error:
            self.error = error
            raise

    def read(self, batch) -> tuple:
        """Those parts of a batch that are trained on, as they are; labels that nobody reads are left out."""
        batch = tuple(batch) if isinstance(batch, tuple | list) else batch
        given = by_role(batch if isinstance(batch, tuple | Mapping) else (batch,), self.roles, self.name)
        return tuple(given[role] for role in self.roles)

    def arrays(self, parts, number: int | None = None) -> tuple[np.ndarray, ...]:
        """These parts as arrays that can be trained on. ValueError says which batch cannot, and why."""
        self.seen += 1
        try:
            made = tuple(
                self._array(role, kind, part)
                for (role, kind), part in zip(self.roles.items(), parts, strict=True)
            )
            self._check_sizes(made)
            for (role, kind), a in zip(self.roles.items(), made, strict=True):
                kind.check(role, a, first=self.first is None)
            made = tuple(
                a.astype("int32") if isinstance(kind, kinds.Labels) else a
                for kind, a in zip(self.roles.values(), made, strict=True)
            )
            for role, a, before in zip(self.roles, made, self.first or made, strict=True):
                if a.dtype != before.dtype:
                    raise ValueError(
                        f"{role} are {a.dtype}, and were {before.dtype} in the first batch. Give one type throughout."
                    )
        except ValueError as error:
            self.error = ValueError(f"Batch {number or self.seen} of the data: {error}")
            raise self.error from None
        if self.first is None:
            self.first = made
        return made

    def _array(self, role, kind, part) -> np.ndarray:
        a = numeric.array(role, part, finite=False, bools=True)
        if a.ndim == 0:
            raise ValueError(f"{role} is one number; expected an array of samples.")
        with np.errstate(over="ignore"):
            return a.astype("float32") if a.dtype == "float64" and not isinstance(kind, kinds.Labels) else a

    def _check_sizes(self, made) -> None:
        sizes = {len(a) for a in made}
        if len(sizes) > 1 or not min(sizes):
            raise ValueError(
                f"its arrays have shapes {[a.shape for a in made]}; their first axes must be equal, and at least 1."
            )
        if (n := min(sizes)) % (parts := self.updates * self.devices):
            shares = f", each shared out among {self.devices} devices" if self.devices > 1 else ""
            raise ValueError(
                f"it has {n} samples, and a step makes {self.updates} updates on equal parts of it{shares}. "
                f"Batch the data by a multiple of {parts}, and drop the remainder (drop_remainder=True, drop_last=True)."
            )


def checked(x, check: Check, steps_per_epoch: int | None, epochs: int):
    """What Keras iterates over instead of `x`, and the steps in an epoch as Keras is to be told them.

    With `steps_per_epoch` the walk through the data goes on from epoch to epoch, and begins again at its end; an iterator cannot.

    Raises
    ------
    ValueError
        If the first batch cannot be trained on (of a PyDataset also the last), there is none, or it is not known when an epoch ends.
    """
    if backend.is_tf_dataset(x):
        length = int(x.cardinality())
        _check_length(None if length == -1 else length, steps_per_epoch)
        like = check(_first(iter(x)))
        check.seen = 0
        data = x if steps_per_epoch is None or length == -1 else x.repeat()
        return backend.mapped(data, check.read, check.arrays, like), steps_per_epoch
    if isinstance(x, keras.utils.PyDataset):
        length = x.num_batches
        _check_length(length, steps_per_epoch)
        if length == 0:
            raise ValueError("The data set is empty: it gives no batch.")
        for number in (0, length - 1) if length is not None and length > 1 else (0,):
            check(x[number], number + 1)
        return Checked(x, check, steps_per_epoch is not None), steps_per_epoch
    iterator = iter(x)
    if iterator is x:
        if steps_per_epoch is None and epochs > 1:
            raise ValueError(
                f"{type(x).__name__} gives its batches once, and {epochs} epochs were asked for. Give steps_per_epoch (and batches enough), "
                "or an array, a tf.data.Dataset or a PyDataset, which begin again."
            )
    elif steps_per_epoch is None:
        steps_per_epoch = _length(x)
        if steps_per_epoch is None and epochs > 1:
            raise ValueError(
                f"{type(x).__name__} has no length, so it is not known when an epoch ends. Give steps_per_epoch."
            )
    first = check(_first(iterator))
    again = None if iterator is x or steps_per_epoch is None else lambda: iter(x)
    return _batches(first, iterator, again, check), steps_per_epoch


class Checked(keras.utils.PyDataset):
    """A PyDataset whose batches are checked.

    Parameters
    ----------
    inner : keras.utils.PyDataset
        Its workers are taken over.
    check : Check
    repeat : bool
        Whether it begins again at its end.
    """

    def __init__(self, inner: keras.utils.PyDataset, check: Check, repeat: bool):
        super().__init__(inner.workers, inner.use_multiprocessing, inner.max_queue_size)
        self.inner, self.check, self.repeat = inner, check, repeat

    @property
    def num_batches(self) -> int | None:
        return None if self.repeat else self.inner.num_batches

    def __getitem__(self, index: int) -> tuple:
        length = self.inner.num_batches
        index = index if length is None else index % length
        try:
            batch = self.inner[index]
        except Exception as error:
            self.check.error = error
            raise
        return self.check(batch, index + 1)

    def on_epoch_begin(self) -> None:
        self.inner.on_epoch_begin()

    def on_epoch_end(self) -> None:
        self.inner.on_epoch_end()


class NeverDry(keras.callbacks.Callback):
    """Ends training with an error where data run out in the middle of an epoch: Keras would log the mean of fewer steps, or of none."""

    def __init__(self, steps_per_epoch: int | None):
        super().__init__()
        self.steps_per_epoch, self.done, self.all = steps_per_epoch, 0, 0

    def on_epoch_begin(self, epoch, logs=None):
        self.done = 0

    def on_train_batch_end(self, batch, logs=None):
        self.all += batch + 1 - self.done
        self.done = batch + 1

    def on_epoch_end(self, epoch, logs=None):
        wanted = self.steps_per_epoch or 1
        if self.done < wanted and not self.model.stop_training:
            raise ValueError(
                f"The data ran out in epoch {epoch + 1}, after {self.done} of {wanted} steps ({self.all} in all; the training of these is kept). "
                "Give data that go on for steps_per_epoch x epochs batches, or fewer steps."
            )


def _first(iterator):
    try:
        return next(iterator)
    except StopIteration:
        raise ValueError("The data set is empty: it gives no batch.") from None


def _batches(first, iterator, again, check: Check) -> Iterator[tuple]:
    """The first batch and those after it, again and again if there is an `again`."""
    yield first
    try:
        for batch in iterator:
            yield check(batch)
        found = again is not None
        while found:
            found = False
            for batch in again():
                found = True
                yield check(batch)
    except Exception as error:
        check.error = error
        raise


def _length(x) -> int | None:
    try:
        return len(x)
    except TypeError:
        return None


def _check_length(length: int | None, steps_per_epoch: int | None) -> None:
    if length is None and steps_per_epoch is None:
        raise ValueError("The data have no end, so it is not known when an epoch ends. Give steps_per_epoch.")
