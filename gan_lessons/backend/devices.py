"""Several devices: how many share a batch, and what TensorFlow's replicas have to do together.

Under a `tf.distribute` strategy each replica runs the step on its share of the batch. Under `keras.distribution` one program runs over all
devices and sees the whole batch, so that nothing of this is needed there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from gan_lessons.backend.names import NAME

import keras

if NAME == "tensorflow":
    import tensorflow as tf


def devices(model: keras.Model) -> int:
    """Into how many equal shares a batch of this model is cut."""
    if NAME == "jax":
        distribution = keras.distribution.distribution()
        if distribution is None:
            return 1
        mesh = distribution.device_mesh
        return mesh.shape[mesh.axis_names.index(distribution.batch_dim_name)]
    return replicas_of(model)


def replicas_of(model: keras.Model) -> int:
    """How many replicas of a `tf.distribute` strategy train this model; else 1."""
    return model.distribute_strategy.num_replicas_in_sync if NAME == "tensorflow" else 1


def scope(model: keras.Model):
    """Context in which variables are made where the model's are."""
    return model.distribute_strategy.scope() if replicas_of(model) > 1 else contextlib.nullcontext()


def strangers(model: keras.Model, variables: Sequence[keras.Variable]) -> list[keras.Variable]:
    """Those that were made under another `tf.distribute` strategy than the model, or outside of its scope."""
    if NAME != "tensorflow":
        return []
    made_here = model.distribute_strategy.extended.variable_created_in_scope
    return [variable for variable in variables if not made_here(variable.value)]


# ---- within a step -------------------------------------------------------------------------------------------------


def replicas() -> int:
    """How many replicas of a `tf.distribute` strategy run this step side by side, each on its share of the batch; else 1."""
    if NAME != "tensorflow":
        return 1
    context = tf.distribute.get_replica_context()
    return 1 if context is None else context.num_replicas_in_sync


def together(fn: Callable, x):
    """`fn` of the rows of all replicas, and of what it returns the rows of this one.

    Parameters
    ----------
    fn : callable
        A tensor (n, …) to one with as many rows. Every replica computes it for all rows: what it draws must be the same in each
        (a `keras.random.SeedGenerator`, not this package's).
    x : tensor
        This replica's rows. No gradient flows through it.

    Returns
    -------
    tensor
    """
    if replicas() == 1:
        return fn(x)
    context = tf.distribute.get_replica_context()
    n = tf.shape(x)[:1]
    sizes = context.all_gather(n, axis=0)
    first = tf.reduce_sum(sizes[: context.replica_id_in_sync_group])
    return fn(context.all_gather(x, axis=0))[first : first + n[0]]


def mean_of_replicas(x):
    """The mean of a tensor over all replicas, in each of them; gradients flow through it. Without replicas `x` itself."""
    if replicas() == 1:
        return x
    return tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.MEAN, x)
