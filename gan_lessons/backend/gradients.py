"""Gradients of closures and of functions, and a stretch of code without any."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from gan_lessons.backend.names import NAME
from gan_lessons.backend.recorder import Recorder

import keras

if NAME == "tensorflow":
    import tensorflow as tf
elif NAME == "jax":
    import jax
else:
    import torch


def differentiate(fn: Callable, variables: Sequence[keras.Variable]):
    """Value and gradient of a closure with respect to Keras variables; what it assigns is handed over, not done.

    Parameters
    ----------
    fn : callable
        `fn() -> (loss, aux)`: a scalar tensor, and anything made of tensors.
    variables : sequence of keras.Variable
        What to differentiate by. Nothing else is recorded, so the rest of the computation costs no memory.

    Returns
    -------
    (loss, aux), gradients, assigned
        One gradient per variable, None where the loss does not depend on it (under JAX zeros); and what `fn` assigned, as pairs
        (variable, value). Under `tf.distribute` the gradients are those of the loss divided by the number of replicas, because
        Keras optimisers sum over replicas.
    """
    if NAME == "jax":
        noted = []  # variables

        def closure(values):
            with Recorder(list(zip(variables, values, strict=True))) as scope:
                loss, aux = fn()
            noted.extend(scope.assigned)
            return loss, (aux, scope.values())

        (loss, (aux, after)), gradients = jax.value_and_grad(closure, has_aux=True)(
            [v.value for v in variables]
        )
        return (loss, aux), gradients, list(zip(noted, after, strict=True))

    values = [v.value for v in variables]
    if NAME == "torch":
        with Recorder() as scope:
            loss, aux = fn()
        gradients = list(torch.autograd.grad(loss, values, allow_unused=True))
    else:
        with tf.GradientTape(watch_accessed_variables=False) as tape, Recorder() as scope:
            tape.watch(values)
            loss, aux = fn()
            scaled = loss / tf.distribute.get_strategy().num_replicas_in_sync
        gradients = tape.gradient(scaled, values)
    return (loss, aux), gradients, scope.pairs()


def value_and_grad(fn: Callable, variables: Sequence[keras.Variable], others: Sequence[keras.Variable] = ()):
    """Value and gradient of a closure with respect to Keras variables. What it assigns (moving statistics, random states) is kept.

    Parameters
    ----------
    fn, variables
        As for `differentiate`.
    others : sequence of keras.Variable
        Not needed: what `fn` assigns is seen. Every other variable that `fn` reads or assigns may be named.

    Returns
    -------
    (loss, aux), gradients
        As for `differentiate`.
    """
    result, gradients, assigned = differentiate(fn, variables)
    for variable, value in assigned:
        variable.assign(value)
    return result, gradients


def gradient_of(fn: Callable, x):
    """Gradient of the sum of `fn(x)` with respect to `x`, itself differentiable: for use inside a loss.

    The gradient penalty of WGAN-GP (arXiv 1704.00028), R1 (arXiv 1801.04406) and the path length of StyleGAN2 (arXiv 1912.04958) are
    made of it. `fn` keeps no state of this pass: what it assigns is dropped.

    Parameters
    ----------
    fn : callable
        A tensor to a tensor of any shape; calls of networks with `training=True` inside it.
    x : tensor
        Of floats. It may depend on weights (the styles of a mapping network): gradients of the result reach them.

    Returns
    -------
    tensor
        The shape and dtype of `x`.
    """

    def total(x):
        with Recorder():
            return keras.ops.sum(keras.ops.cast(fn(x), "float32"))

    if NAME == "jax":
        return jax.grad(total)(x)
    if NAME == "torch":
        with torch.enable_grad():
            x = x if x.requires_grad else x.detach().requires_grad_(True)
            return torch.autograd.grad(total(x), x, create_graph=True)[0]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(x)
        y = total(x)
    return tape.gradient(y, x)


def input_gradient(network: keras.Model, x):
    """Gradient of a network's summed output with respect to its input, with training behaviour. See `gradient_of`."""
    return gradient_of(lambda x: network(x, training=True), x)


def no_gradient():
    """Context in which PyTorch records nothing; the others record only what they are asked to."""
    return torch.no_grad() if NAME == "torch" else contextlib.nullcontext()
