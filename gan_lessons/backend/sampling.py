"""A network as a fast function of NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable

from gan_lessons.backend.names import NAME
from gan_lessons.backend.recorder import Recorder

import keras
import numpy as np

if NAME == "tensorflow":
    import tensorflow as tf
elif NAME == "jax":
    import jax
else:
    import torch


def random_states(network: keras.Model) -> list[keras.Variable]:
    """The states of a network's random layers: dropout, noise."""
    weights = {id(v) for v in network.weights}
    return [v for v in network.non_trainable_variables if id(v) not in weights]


def compiled(network: keras.Model) -> Callable[..., np.ndarray]:
    """A network as a fast function of NumPy arrays, in inference mode.

    Keras's `predict` sets up a data pipeline at every call; a slider that moves needs milliseconds. The function
    is traced once (under JAX once per batch size) and reads the network's weights at each call. It moves no random state:
    layers that draw noise in inference, too, draw it from the number that is given.

    Parameters
    ----------
    network : keras.Model
        One or several inputs, one output.

    Returns
    -------
    callable
        `f(*inputs, noise=0) -> ndarray`, inputs array-like; float32 if the network's output is of floats. Raises ValueError if the
        inputs do not fit the network.
    """
    states = random_states(network)

    def call_with_noise(inputs, noise):
        known = [
            (state, keras.ops.cast(keras.ops.stack([noise, keras.ops.full_like(noise, i)]), state.dtype))
            for i, state in enumerate(states)
        ]
        with Recorder(known):
            output = network(inputs, training=False)
        return keras.ops.cast(output, "float32") if keras.backend.is_float_dtype(output.dtype) else output

    if NAME == "jax":

        def pure(values, inputs, noise):
            with Recorder(list(zip(network.variables, values, strict=True))):
                return call_with_noise(inputs, noise)

        jitted = jax.jit(pure)

        def call(inputs, noise):
            return jitted([v.value for v in network.variables], inputs, noise)

    elif NAME == "torch":

        def call(inputs, noise):
            with torch.no_grad():
                return call_with_noise(inputs, noise)

    else:
        # The batch axis is left open, so that one trace serves every batch size.
        signature = tf.nest.map_structure(lambda t: tf.TensorSpec(t.shape, t.dtype), list(network.inputs))
        signature = signature if len(signature) > 1 else signature[0]
        traced = tf.function(
            call_with_noise, input_signature=[signature, tf.TensorSpec((), "int32")], autograph=False
        )
        concrete = []

        def call(inputs, noise):
            # The concrete function: TensorFlow warns of many functions made from one line, as if they were one retraced.
            if not concrete:
                concrete.append(traced.get_concrete_function())
            return concrete[0](inputs, noise)

    dtypes = [keras.backend.standardize_dtype(t.dtype) for t in network.inputs]

    def run(*inputs, noise: int = 0) -> np.ndarray:
        _check_inputs(network, inputs)
        tensors = [keras.ops.convert_to_tensor(x, d) for x, d in zip(inputs, dtypes, strict=True)]
        noise = keras.ops.convert_to_tensor(noise % 2**31, "int32")
        return keras.ops.convert_to_numpy(call(tensors if len(tensors) > 1 else tensors[0], noise))

    return run


def _check_inputs(network, inputs):
    # A shape that a concrete function does not expect can end the process under oneDNN, so it is looked at here.
    expected = [tuple(t.shape[1:]) for t in network.inputs]
    given = [np.shape(x) for x in inputs]
    fit = len(given) == len(expected) and all(
        len(shape) == len(want) + 1
        and all(w in (None, s) for s, w in zip(shape[1:], want, strict=True))
        and shape[0] == given[0][0]
        for shape, want in zip(given, expected, strict=True)
    )
    if not fit:
        wanted = ", ".join(str(("n", *want)).replace("'", "").replace("None", "any") for want in expected)
        raise ValueError(
            f"The network {network.name!r} takes arrays of shape {wanted}; "
            f"{', '.join(map(str, given)) or 'none'} were given."
        )
