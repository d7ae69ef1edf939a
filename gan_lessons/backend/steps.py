"""A step of training as a Keras trainer calls it, alone, and only in some steps."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from gan_lessons.backend.devices import replicas
from gan_lessons.backend.names import NAME
from gan_lessons.backend.recorder import Recorder

import keras
from keras import ops

if NAME == "tensorflow":
    import tensorflow as tf
elif NAME == "jax":
    import jax


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

    Raises
    ------
    ValueError
        Under JAX, if the step assigns a variable that the model does not hold: its value would be lost.
    """
    if NAME == "torch":
        return step(*args)
    if NAME == "tensorflow":
        # All of the step waits for its data: where they run out or are refused, clock and counters must not have moved.
        given = [x for x in tf.nest.flatten(args) if x is not None]  # train_on_batch gives (x, None, None)
        with tf.control_dependencies(given):
            return step(*args)
    state, data = args
    groups = _state(model)
    mapping = [
        pair for group, values in zip(groups, state, strict=True) for pair in zip(group, values, strict=True)
    ]
    held = {id(variable) for variable, _ in mapping}
    with Recorder(mapping) as scope:
        logs = step(data)
    for variable in scope.assigned:
        if id(variable) not in held:
            raise ValueError(nobodys(variable))
    return logs, tuple([scope.get_current_value(v) for v in group] for group in groups)


def nobodys(variable: keras.Variable) -> str:
    """What is wrong with assigning a variable that the model does not hold."""
    return (
        f"The variable {variable.path!r} is assigned in a step of training, and the model does not hold it: its value would not be "
        "saved, and under JAX it would be lost. Make it an attribute of the model (self.mean = keras.Variable(0.0, trainable=False))."
    )


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
        run = tf.function(step, reduce_retracing=True, autograph=False)
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


def repeated(fn: Callable) -> Callable:
    """A part of a step that comes several times in it, on arguments of the same shapes: TensorFlow traces it once, and calls that.

    Five updates of a critic then cost the tracing of one. (Under a distribution strategy they are traced one by one, since an optimiser
    may not leave a function within the step to meet the other replicas.)
    """
    if NAME != "tensorflow" or tf.executing_eagerly() or replicas() > 1:
        return fn
    return tf.function(lambda *args: fn(*args), autograph=False, reduce_retracing=True)


def when(condition, fn: Callable, otherwise: Callable):
    """`fn()` in the steps in which a condition holds, else `otherwise()`; what `fn` assigns is kept.

    Parameters
    ----------
    condition : bool tensor, scalar
    fn, otherwise : callable
        Without arguments; both return tensors of one structure. `otherwise` assigns nothing.
    """
    if NAME == "torch":
        return fn() if bool(condition) else otherwise()
    if NAME == "tensorflow" and replicas() == 1:
        return tf.cond(condition, fn, otherwise)
    noted = []  # variables

    def yes():
        with Recorder() as scope:
            result = fn()
        noted.extend(scope.assigned)
        return result, scope.values()

    # The first branch is looked at first, so that the second knows what it has to leave as it is. (TensorFlow's replicas cannot assign in
    # one what they have in common.)
    cond = jax.lax.cond if NAME == "jax" else tf.cond
    result, values = cond(condition, yes, lambda: (otherwise(), [ops.convert_to_tensor(v) for v in noted]))
    for variable, value in zip(noted, values, strict=True):
        variable.assign(value)
    return result


def apply(optimizer, gradients: list, variables: list[keras.Variable]) -> None:
    """`optimizer.apply`, so that TensorFlow can forget the step when its model is gone.

    Keras sums gradients over replicas. TensorFlow's `all_reduce` enters a gradient of its own, and with it the graph of the whole step, in a
    registry that nothing ever leaves: 85 MB for each StyleGAN trained in a notebook. With one replica there is nothing to sum.
    """
    context = tf.distribute.get_replica_context() if NAME == "tensorflow" else None
    if context is None or context.num_replicas_in_sync > 1:
        optimizer.apply(gradients, variables)
    else:
        context.merge_call(lambda _: optimizer.apply(gradients, variables))


def apply_where(condition, optimizer, gradients: list, variables: list[keras.Variable]) -> None:
    """`optimizer.apply` in the steps in which a condition holds, where an optimiser cannot be called in a branch.

    It is called in every step, and what it changed is put back where the condition does not hold: weights, moments, iterations.

    Parameters
    ----------
    condition : bool tensor, scalar
    optimizer : keras.optimizers.Optimizer
        Built for the variables.
    gradients : list of tensor
    variables : list of keras.Variable
    """
    moved = [*variables, *optimizer.variables]
    before = [ops.copy(v) for v in moved]
    apply(optimizer, gradients, variables)
    for variable, old in zip(moved, before, strict=True):
        variable.assign(ops.where(condition, variable.value, old))


def sync(model: keras.Model) -> None:
    """Bring the weights of a model up to date in the middle of `fit`.

    Under JAX the values live in the training loop, and the model's variables are stale (or freed) until the epoch
    ends. Callbacks call this before they read weights or generate samples.
    """
    if NAME == "jax" and getattr(model, "_jax_state", None):
        model.jax_state_sync()


@contextlib.contextmanager
def keeping(model: keras.Model):
    """Let an exception in a step leave the model as it was before: JAX gives a step the memory of the values that it replaces."""
    if NAME != "jax":
        yield
        return
    before = [(v, keras.ops.convert_to_numpy(v)) for group in _state(model) for v in group]
    try:
        yield
    except BaseException:
        sync(model)  # the last whole step, if there was one
        for variable, value in before:
            if _lost(variable):
                variable.assign(value)
        raise


def _lost(variable: keras.Variable) -> bool:
    """Whether a variable's value was given away: Keras takes it out while it trains, and JAX deletes it in the step."""
    try:
        return variable.value.is_deleted()
    except TypeError:
        return True


def forget(model: keras.Model, layer: keras.layers.Layer) -> None:
    """Take a layer out of what Keras tracks as part of a model; deleting the attribute alone leaves it there.

    Keras has no public way (3.15); `tests/test_private_keras.py` fails if this one is gone.
    """
    tracker = model._tracker
    locked, tracker.locked = tracker.locked, False
    tracker.untrack(layer)
    tracker.locked = locked
