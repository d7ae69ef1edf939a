"""Shuffled batches that depend on (seed, step) alone, so that a resumed run sees what an unbroken one would."""

from __future__ import annotations

from gan_lessons.training.inputs import Feed

import keras
import numpy as np


class Batches(keras.utils.PyDataset):
    """An endless shuffled walk over arrays, cut into epochs of any length.

    Pass after pass goes over the data, each in its own order drawn from (seed, pass); the samples left over at the
    end of a pass (fewer than one batch) wait for another pass. The batch of a step depends on its number and the
    seed only. (Keras's own array adapter repeats one order at every epoch after `keras.utils.set_random_seed`, and
    continues with another when a run is resumed.) Arrays that do not belong together are walked through apart, each in an order of
    its own.

    Parameters
    ----------
    feed : Feed
        The arrays are not copied.
    batch_size : int
        Rows in a batch.
    steps_per_epoch : int, optional
        Batches in an epoch; by default one pass over the longest array.
    seed : int
        Seed of the order.
    shares : (int, int)
        Into how many updates a step cuts a batch, and among how many replicas each of these is shared out. A replica gets neighbouring
        rows, and makes all the updates: its shares of them are put side by side.

    Attributes
    ----------
    first : int
        The step that index 0 refers to; `training` sets it when an epoch begins.
    """

    def __init__(
        self,
        feed: Feed,
        batch_size: int,
        steps_per_epoch: int | None = None,
        seed: int = 0,
        shares: tuple[int, int] = (1, 1),
    ):
        super().__init__(
            workers=0
        )  # no thread runs ahead, so `first` is always that of the epoch being trained
        n = min(len(a) for a in feed.arrays.values())
        if batch_size < 1 or batch_size > n:
            raise ValueError(
                f"A batch of {batch_size} samples was asked for and there are {n}. "
                f"Choose a batch size from 1 to {n}, or give more data."
            )
        if steps_per_epoch is not None and steps_per_epoch < 1:
            raise ValueError(f"steps_per_epoch is {steps_per_epoch}; it must be at least 1.")
        self.feed, self.batch_size, self.seed = feed, batch_size, seed
        self.steps_per_epoch = steps_per_epoch or feed.length // batch_size
        self.first = 0
        self._dealt = (
            np.arange(batch_size).reshape(*shares, -1).swapaxes(0, 1).ravel() if 1 not in shares else None
        )
        self._orders: dict[tuple, tuple[int, np.ndarray]] = {}

    def __len__(self) -> int:
        return self.steps_per_epoch

    def __getitem__(self, index: int) -> tuple:
        step = self.first + index
        chosen = {}
        for k, (role, a) in enumerate(self.feed.arrays.items()):
            walk = () if self.feed.together or k == 0 else (k,)
            chosen[role] = self._rows(walk, len(a), step)
        rows = self.feed.rows(chosen, np.random.default_rng([self.seed, step, 1]))
        return rows if self._dealt is None else tuple(a[self._dealt] for a in rows)

    def _rows(self, walk: tuple, n: int, step: int) -> np.ndarray:
        """The rows of a step, in the walk through n of them that has this number."""
        which_pass, position = divmod(step, n // self.batch_size)
        known, order = self._orders.get(walk, (-1, None))
        if which_pass != known:
            order = np.random.default_rng([self.seed, which_pass, *walk]).permutation(n)
            self._orders[walk] = which_pass, order
        return order[position * self.batch_size : (position + 1) * self.batch_size]


class FollowSteps(keras.callbacks.Callback):
    """Tells `Batches` at which step an epoch begins, also when a run is resumed in the middle."""

    def __init__(self, batches: Batches):
        super().__init__()
        self.batches = batches

    def on_epoch_begin(self, epoch, logs=None):
        self.batches.first = self.model.step_number
