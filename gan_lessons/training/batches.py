"""Shuffled batches that depend on (seed, epoch) alone, so that a resumed run sees what an unbroken one would."""

from __future__ import annotations

import keras
import numpy as np


class Batches(keras.utils.PyDataset):
    """An endless shuffled walk over arrays, cut into epochs of any length.

    Pass after pass goes over the data, each in its own order drawn from (seed, pass); the samples left over at the
    end of a pass (fewer than one batch) wait for another pass. Batch `i` of epoch `e` depends on these two numbers and the
    seed only. (Keras's own array adapter repeats one order at every epoch after `keras.utils.set_random_seed`, and
    continues with another when a run is resumed.)

    Parameters
    ----------
    arrays : tuple of ndarray
        Same length along the first axis. They are not copied.
    batch_size : int
        Rows in a batch.
    steps_per_epoch : int, optional
        Batches in an epoch; by default one pass.
    seed : int
        Seed of the order.
    start : int
        Number of the first batch: where an earlier walk ended.

    Attributes
    ----------
    epoch : int
        The epoch that indexing refers to; `training` sets it when an epoch begins.
    """

    def __init__(
        self,
        arrays: tuple,
        batch_size: int,
        steps_per_epoch: int | None = None,
        seed: int = 0,
        start: int = 0,
    ):
        super().__init__(workers=0)  # no thread runs ahead, so `epoch` is always the one being trained
        n = len(arrays[0])
        if batch_size < 1 or batch_size > n:
            raise ValueError(
                f"A batch of {batch_size} samples was asked for and there are {n}. "
                f"Choose a batch size from 1 to {n}, or give more data."
            )
        if steps_per_epoch is not None and steps_per_epoch < 1:
            raise ValueError(f"steps_per_epoch is {steps_per_epoch}; it must be at least 1.")
        self.arrays = arrays
        self.batch_size = batch_size
        self.batches_per_pass = n // batch_size
        self.steps_per_epoch = steps_per_epoch or self.batches_per_pass
        self.seed = seed
        self.start = start
        self.epoch = 0
        self._pass, self._order = -1, None

    def __len__(self) -> int:
        return self.steps_per_epoch

    def __getitem__(self, index: int) -> tuple:
        which_pass, position = divmod(
            self.start + self.epoch * self.steps_per_epoch + index, self.batches_per_pass
        )
        if which_pass != self._pass:
            self._pass = which_pass
            self._order = np.random.default_rng([self.seed, which_pass]).permutation(len(self.arrays[0]))
        rows = self._order[position * self.batch_size : (position + 1) * self.batch_size]
        return tuple(a[rows] for a in self.arrays)


class FollowEpoch(keras.callbacks.Callback):
    """Tells `Batches` which epoch begins, also when a run is resumed in the middle."""

    def __init__(self, batches: Batches):
        super().__init__()
        self.batches = batches

    def on_epoch_begin(self, epoch, logs=None):
        self.batches.epoch = epoch
