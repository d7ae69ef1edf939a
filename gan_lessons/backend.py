"""What differs between TensorFlow, JAX and PyTorch; nothing else in the package does.

Models and losses are written once with `keras.ops`. A training step needs four more things: the gradient of a
closure with respect to some Keras variables, the gradient of a network with respect to its input, a stretch of code
of which no gradient is wanted, and, when one step runs on several devices, the number of this device. Sampling
needs a fifth: a network as a fast function of NumPy arrays.

Under JAX a variable does not change in place: a step is a function from all values to all values. `run_step` opens
a `keras.StatelessScope` in which reading and assigning a variable work as everywhere else, and `value_and_grad`
opens a second one inside it for the values that are being differentiated.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence

import keras
import numpy as np

NAME: str = keras.backend.backend()

if NAME == "tensorflow":
    import tensorflow as tf
elif NAME == "jax":
    import jax
elif NAME == "torch":
    import torch
else:
    raise ImportError(
        f"gan_lessons trains under TensorFlow, JAX or PyTorch; KERAS_BACKEND is {NAME!r}. "
        "Set it to 'tensorflow', 'jax' or 'torch' and restart Python."
    )


def run_step(model: keras.Model, step: Callable, args: tuple):
    """Run `step(data)` as the body of a Keras `train_step`, whatever the backend hands to it.

    Parameters
    ----------
    model : keras.Model
        The model being trained. Its `optimizer` must list `variables`.
    step : callable
        `step(data) -> dict` of scalar logs. It reads and assigns Keras variables freely.
    args : tuple
        What Keras gave to `train_step`: `(data,)`, or `(state, data)` under JAX.

    Returns
    -------
    dict, or (dict, state) under JAX
    """
    if NAME != "jax":
        (data,) = args
        return step(data)
    state, data = args
    groups = _state(model)
    mapping = [
        pair for group, values in zip(groups, state, strict=True) for pair in zip(group, values, strict=True)
    ]
    with keras.StatelessScope(state_mapping=mapping) as scope:
        logs = step(data)
    return logs, tuple([scope.get_current_value(v) for v in group] for group in groups)


def compiled_step(model: keras.Model, step: Callable) -> Callable:
    """A step of training as a fast function, outside of `fit`: for code that looks at the model after every call.

    Parameters
    ----------
    model : keras.Model
        Compiled. Its `optimizer` must list `variables`.
    step : callable
        `step(data) -> dict` of scalar logs, as `run_step` takes it.

    Returns
    -------
    callable
        `f(data) -> dict` of scalar tensors. It changes the model's variables in place. Traced once under TensorFlow, whatever
        the batch size; once per batch size under JAX.
    """
    if NAME == "torch":
        run = step
    elif NAME == "tensorflow":
        run = tf.function(step, reduce_retracing=True)
    else:
        pure = jax.jit(lambda *args: run_step(model, step, args))

        def run(data):
            groups = _state(model)
            logs, after = pure(tuple([v.value for v in group] for group in groups), data)
            for group, values in zip(groups, after, strict=True):
                for variable, value in zip(group, values, strict=True):
                    variable.assign(value)
            return logs

    return lambda data: run(tuple(keras.ops.convert_to_tensor(array) for array in data))


def _state(model: keras.Model) -> tuple[list[keras.Variable], ...]:
    """The variables of a model in the order in which Keras's JAX trainer passes their values."""
    return (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )


def value_and_grad(fn: Callable, variables: Sequence[keras.Variable], others: Sequence[keras.Variable]):
    """Value and gradient of a closure with respect to Keras variables.

    Parameters
    ----------
    fn : callable
        `fn() -> (loss, aux)`: a scalar tensor, and anything made of tensors.
    variables : sequence of keras.Variable
        What to differentiate by. Nothing else is recorded, so the rest of the computation costs no memory.
    others : sequence of keras.Variable
        Every other variable that `fn` may read or assign (moving statistics, random states). Assignments made
        by `fn` are kept.

    Returns
    -------
    (loss, aux), gradients
        One gradient per variable. Under `tf.distribute` the gradients are those of the loss divided by the number
        of replicas, because Keras optimisers sum over replicas.
    """
    if NAME == "tensorflow":
        values = [v.value for v in variables]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(values)
            loss, aux = fn()
            scaled = loss / tf.distribute.get_strategy().num_replicas_in_sync
        return (loss, aux), tape.gradient(scaled, values)
    if NAME == "torch":
        loss, aux = fn()
        return (loss, aux), list(torch.autograd.grad(loss, [v.value for v in variables], allow_unused=True))

    known = [(v, v.value) for v in others]

    def closure(values):
        mapping = [*known, *zip(variables, values, strict=True)]
        with keras.StatelessScope(state_mapping=mapping) as scope:
            loss, aux = fn()
        return loss, (aux, [scope.get_current_value(v) for v in others])

    (loss, (aux, after)), grads = jax.value_and_grad(closure, has_aux=True)([v.value for v in variables])
    for (variable, before), value in zip(known, after, strict=True):
        if value is not before:
            variable.assign(value)
    return (loss, aux), grads


def input_gradient(network: keras.Model, x):
    """Gradient of a network's summed output with respect to its input, itself differentiable.

    The gradient penalty of WGAN-GP (arXiv 1704.00028) needs it inside a loss. The network runs with training
    behaviour and keeps no state of this pass.

    Parameters
    ----------
    network : keras.Model
    x : tensor (n, ...)

    Returns
    -------
    tensor (n, ...)
    """
    trainable = [v.value for v in network.trainable_variables]
    state = [v.value for v in network.non_trainable_variables]

    def total(x):
        return keras.ops.sum(network.stateless_call(trainable, state, x, training=True)[0])

    if NAME == "jax":
        return jax.grad(total)(x)
    if NAME == "torch":
        x = x.detach().requires_grad_(True)
        return torch.autograd.grad(total(x), x, create_graph=True)[0]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(x)
        y = total(x)
    return tape.gradient(y, x)


def no_gradient():
    """Context in which PyTorch records nothing; the others record only what they are asked to."""
    return torch.no_grad() if NAME == "torch" else contextlib.nullcontext()


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


def sync(model: keras.Model) -> None:
    """Bring the weights of a model up to date in the middle of `fit`.

    Under JAX the values live in the training loop, and the model's variables are stale (or freed) until the epoch
    ends. Callbacks call this before they read weights or generate samples.
    """
    if NAME == "jax" and getattr(model, "_jax_state", None):
        model.jax_state_sync()


def compiled(network: keras.Model) -> Callable[..., np.ndarray]:
    """A network as a fast function of NumPy arrays, in inference mode.

    Keras's `predict` sets up a data pipeline at every call; a slider that moves needs milliseconds. The function
    is traced once (under JAX once per batch size) and reads the network's weights at each call.

    Parameters
    ----------
    network : keras.Model
        One or several inputs, one output.

    Returns
    -------
    callable
        `f(*inputs) -> ndarray`, inputs array-like.
    """
    if NAME == "jax":
        pure = jax.jit(lambda tv, ntv, x: network.stateless_call(tv, ntv, x, training=False)[0])

        def call(x):
            return pure(
                [v.value for v in network.trainable_variables],
                [v.value for v in network.non_trainable_variables],
                x,
            )

    elif NAME == "torch":

        def call(x):
            with torch.no_grad():
                return network(x, training=False)

    else:
        # The batch axis is left open, so that one trace serves every batch size.
        signature = tf.nest.map_structure(lambda t: tf.TensorSpec(t.shape, t.dtype), list(network.inputs))
        signature = signature if len(signature) > 1 else signature[0]
        traced = tf.function(lambda x: network(x, training=False), input_signature=[signature])
        concrete = []

        def call(x):
            # The concrete function: TensorFlow warns of many functions made from one line, as if they were one retraced.
            if not concrete:
                concrete.append(traced.get_concrete_function())
            return concrete[0](x)

    dtypes = [keras.backend.standardize_dtype(t.dtype) for t in network.inputs]

    def run(*inputs) -> np.ndarray:
        tensors = [keras.ops.convert_to_tensor(x, d) for x, d in zip(inputs, dtypes, strict=True)]
        return keras.ops.convert_to_numpy(call(tensors if len(tensors) > 1 else tensors[0]))

    return run
