"""Batches and random numbers as each backend wants them."""

from __future__ import annotations

import sys
from collections.abc import Callable

from gan_lessons.backend.names import NAME

import keras
import numpy as np

if NAME == "tensorflow":
    import tensorflow as tf


class SeedGenerator(keras.random.SeedGenerator):
    """Keras's seed generator, except that the replicas of a `tf.distribute` strategy draw different numbers.

    Replicas hold one random state in common; each adds its own number to the seed. JAX needs no such care: one draw
    is made for the whole batch and shared out.
    """

    def next(self, ordered=True):
        seed = super().next(ordered)
        if NAME == "tensorflow":
            context = tf.distribute.get_replica_context()
            if context is not None and context.num_replicas_in_sync > 1:
                number = tf.cast(context.replica_id_in_sync_group, seed.dtype)
                seed = seed + tf.stack([number, tf.zeros_like(number)])
        return seed


def on_cpu() -> bool:
    """Whether TensorFlow computes on the CPU."""
    return NAME == "tensorflow" and not tf.config.list_logical_devices("GPU")


def stream(batches: keras.utils.PyDataset):
    """Batches in the form in which Keras's `fit` reads them without waiting.

    TensorFlow's data pipelines tune themselves in a thread that looks up after 10 ms, 20 ms, and so on, twice as long
    each time. Where a process has a single core, the end of `fit` waits for its next look: a training of 6 seconds takes
    10.2, one of 11 takes 20.5. Nothing here is to be tuned, so the pipeline is built without that thread.

    Parameters
    ----------
    batches : keras.utils.PyDataset
        Without worker threads. It is read anew in every epoch.

    Returns
    -------
    tf.data.Dataset under TensorFlow, else `batches` itself
    """
    if NAME != "tensorflow":
        return batches
    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in batches[0])
    dataset = tf.data.Dataset.from_generator(
        lambda: (batches[i] for i in range(len(batches))), output_signature=signature
    )
    options = tf.data.Options()
    options.autotune.enabled = False
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(len(batches)))
    return dataset.prefetch(1).with_options(options)


def is_tf_dataset(x) -> bool:
    """Whether `x` is a tf.data.Dataset; under JAX and PyTorch too, where TensorFlow may be loaded for its data."""
    loaded = sys.modules.get("tensorflow")
    return loaded is not None and isinstance(x, loaded.data.Dataset)


def mapped(dataset, read: Callable, arrays: Callable, like: tuple[np.ndarray, ...]):
    """A tf.data.Dataset whose batches go through Python on their way: what is read of them, as arrays, changed or refused.

    Parameters
    ----------
    dataset : tf.data.Dataset
    read : callable
        `read(batch) -> tuple` of the tensors that are wanted; it sees the batch's structure only.
    arrays : callable
        `arrays(parts) -> tuple of ndarray`, given these as arrays. What it raises ends the iteration, as an error of TensorFlow's.
    like : tuple of ndarray
        What `arrays` made of the first batch: it makes the same types of every batch.

    Returns
    -------
    tf.data.Dataset
        Of tuples, with the same number of batches; one is made ahead.
    """
    tensorflow = sys.modules["tensorflow"]

    def one(*batch):
        parts = read(batch if len(batch) > 1 else batch[0])
        made = tensorflow.numpy_function(lambda *given: arrays(given), parts, [a.dtype for a in like])
        for tensor, part, a in zip(made, parts, like, strict=True):
            tensor.set_shape(part.shape if part.shape.rank is not None else (None, *a.shape[1:]))
        return tuple(made)

    return dataset.map(one).prefetch(1)
