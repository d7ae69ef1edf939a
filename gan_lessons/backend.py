"""What differs between TensorFlow, JAX and PyTorch; nothing else in the package does.

Models and losses are written once with `keras.ops`. A training step needs some more things: the gradient of a
closure with respect to some Keras variables, the gradient of a function with respect to its argument, a stretch of code
of which no gradient is wanted, one that runs in some steps only, and, when one step runs on several devices, the number of
this device. Sampling needs one more: a network as a fast function of NumPy arrays.

Under JAX a variable does not change in place: a step is a function from all values to all values. `run_step` opens
a `Recorder`, in which reading and assigning a variable work as everywhere else. The same scope tells, under every backend, what
a loss assigns, before anything is changed.
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


class Recorder(keras.StatelessScope):
    """Notes what a stretch of code assigns to Keras variables, and changes none of them.

    Inside, a variable reads as what was last assigned to it, else as the scope around says. What is assigned is data: no
    gradient flows through it.

    Parameters
    ----------
    known : sequence of (keras.Variable, tensor)
        Values that variables have inside from the beginning.

    Attributes
    ----------
    assigned : list of keras.Variable
        In the order of their first assignment; `get_current_value` has the values.
    """

    def __init__(self, known: Sequence[tuple] = ()):
        super().__init__(state_mapping=list(known))
        self.assigned: list[keras.Variable] = []

    def add_update(self, update):
        variable, value = update
        if all(variable is not seen for seen in self.assigned):
            self.assigned.append(variable)
        super().add_update((variable, keras.ops.stop_gradient(value)))

    def get_current_value(self, variable):
        value = super().get_current_value(variable)
        around = self.original_scope
        return around.get_current_value(variable) if value is None and around is not None else value

    def values(self) -> list:
        """The values of what was assigned."""
        return [self.get_current_value(variable) for variable in self.assigned]


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
    if NAME != "jax":
        (data,) = args
        return step(data)
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
        noted: list[keras.Variable] = []

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
    return (loss, aux), gradients, list(zip(scope.assigned, scope.values(), strict=True))


def value_and_grad(
    fn: Callable, variables: Sequence[keras.Variable], others: Sequence[keras.Variable] = ()
):
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
    if NAME == "tensorflow":
        return tf.cond(condition, fn, otherwise)
    noted: list[keras.Variable] = []

    def yes():
        with Recorder() as scope:
            result = fn()
        noted.extend(scope.assigned)
        return result, scope.values()

    # JAX looks at the first branch first, so that the second knows what it has to leave as it is.
    result, values = jax.lax.cond(condition, yes, lambda: (otherwise(), [v.value for v in noted]))
    for variable, value in zip(noted, values, strict=True):
        variable.assign(value)
    return result


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


def random_states(network: keras.Model) -> list[keras.Variable]:
    """The states of a network's random layers: dropout, noise."""
    weights = {id(v) for v in network.weights}
    return [v for v in network.non_trainable_variables if id(v) not in weights]


def forget(model: keras.Model, layer: keras.layers.Layer) -> None:
    """Take a layer out of what Keras tracks as part of a model; deleting the attribute alone leaves it there.

    Keras has no public way (3.15); `tests/test_private_keras.py` fails if this one is gone.
    """
    tracker = model._tracker
    locked, tracker.locked = tracker.locked, False
    tracker.untrack(layer)
    tracker.locked = locked


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
        traced = tf.function(call_with_noise, input_signature=[signature, tf.TensorSpec((), "int32")])
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
