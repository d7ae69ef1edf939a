"""Whether a generator and a discriminator can play together: their shapes, and what ends them.

What ends a network is found by running it, not by looking at its layers: a sigmoid may hide in a model inside the model, in a function, or in a
layer of one's own. A few samples go through it with other weights than its own (which stay as they are): zeros, with biases far
below and far above zero, then large random ones. A linear end follows the biases wherever they go; what never leaves an interval is held there
by an activation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gan_lessons.training.checks import layers_in

import keras
import numpy as np
from keras import ops

BIAS = 30.0  # a sigmoid or tanh of it is 0 or 1 in float32
ROUNDS = 8  # of random weights, for networks that do not follow their biases
ANY_SIZE = 64  # pixels along an axis that is open


def check_networks(generator: keras.Model, discriminator: keras.Model, outputs: Sequence[int] = (1,)) -> None:
    """Raise an error unless these two can play.

    Parameters
    ----------
    generator : keras.Model
        Its first input is (n, latent_dim), its one output is samples. Those of images must be able to be negative: tanh or linear.
    discriminator : keras.Model
        Its first input is such samples, its first output logits (n, 1): no sigmoid, softmax, ReLU or tanh ends it.
    outputs : sequence of int
        How many outputs the discriminator may have.

    Raises
    ------
    TypeError
        If one is no keras.Model.
    ValueError
        If one does not say what it takes, or they do not fit.
    """
    check_declared(generator=generator, discriminator=discriminator)
    latent, made = (tuple(x.shape) for x in (generator.inputs[0], generator.outputs[0]))
    if len(latent) != 2 or not latent[1] or latent[1] < 1:
        raise ValueError(
            f"The generator's input shape is {latent}; it must take latents (n, latent_dim), latent_dim >= 1."
        )
    if len(generator.outputs) != 1:
        raise ValueError(
            f"The generator has {len(generator.outputs)} outputs; it must have one, its samples. Make one of them the output: "
            "keras.Model(generator.inputs, generator.outputs[0])."
        )
    if made[1:] != tuple(discriminator.inputs[0].shape[1:]):
        raise ValueError(
            f"The generator makes samples of shape {made[1:]}, the discriminator takes "
            f"{tuple(discriminator.inputs[0].shape[1:])}. Change the last layers of the one or the input of the other."
        )
    if tuple(discriminator.outputs[0].shape[1:]) != (1,):
        raise ValueError(
            f"The discriminator's output shape is {tuple(discriminator.outputs[0].shape)}; it must give one logit per sample: "
            "(n, 1). End it in Flatten and Dense(1)."
        )
    if len(discriminator.outputs) not in outputs:
        shapes = ", ".join(str(tuple(x.shape)) for x in discriminator.outputs)
        raise ValueError(
            f"The discriminator has {len(discriminator.outputs)} outputs, {shapes}; this game reads {' or '.join(map(str, outputs))}. "
            "Leave the others out, keras.Model(discriminator.inputs, discriminator.outputs[0]), or choose a game that reads them."
        )
    check_end_of_discriminator(discriminator)
    if len(made) == 4:
        check_end_of_generator(generator)


def check_declared(**networks) -> None:
    """Raise TypeError or ValueError unless these are networks that say what they take and what they make."""
    for name, network in networks.items():
        if not isinstance(network, keras.Model):
            raise TypeError(f"The {name} is {network!r}, no network; give a keras.Model.")
        # A Sequential without Input, or a class of one's own, has none yet.
        if not getattr(network, "inputs", None):
            raise ValueError(
                f"The {name}, {network.name!r}, does not say what it takes. Begin a Sequential with keras.Input(shape); put a model of "
                "your own class into one that says it: x = keras.Input(shape), then keras.Model(x, network(x))."
            )


def check_end_of_discriminator(network: keras.Model) -> None:
    """Raise ValueError if an activation ends the first output of this network: it must be a logit or a score."""
    seen = []
    for outputs in outputs_elsewhere(network):
        seen.append(outputs)
        low, high = (min(y.min() for y in seen), max(y.max() for y in seen))
        if low < -1.0 and high > 1.0:
            return
    if len(seen) < 2:
        return
    follows_down, follows_up = seen[0].min() < -BIAS / 2, seen[1].max() > BIAS / 2
    if low == high == 1.0:
        what = "in a softmax, which is always 1 for a single number"
    elif low >= 0.0 and high <= 1.0:
        what = "in a sigmoid, or something else that keeps it in [0, 1]"
    elif low >= -1.0 and high <= 1.0:
        what = "in tanh, or something else that keeps it in [-1, 1]"
    elif low >= 0.0 and any((y == 0.0).any() for y in seen[2:]):
        what = "in a ReLU, or something else that never is negative"
    elif low >= -1.0 and follows_up:
        what = f"in a ReLU, softplus or the like: it was never below {low:.3g}"
    elif high <= 1.0 and follows_down:
        what = f"in a log-sigmoid or the like: it was never above {high:.3g}"
    else:
        return
    raise ValueError(
        f"The discriminator ends {what}; the losses here work on logits, which have no bounds and never overflow. "
        "Leave the last activation out."
    )


def check_end_of_generator(network: keras.Model) -> None:
    """Raise ValueError if this generator of images cannot make a pixel that is darker than the middle."""
    seen = []
    for outputs in outputs_elsewhere(network):
        seen.append(outputs)
        if outputs.min() < 0.0:
            return
    if seen:
        low, high = (min(y.min() for y in seen), max(y.max() for y in seen))
        what = (
            "ends in a sigmoid, or something else that keeps it in [0, 1]"
            if high <= 1.0
            else f"made pixels from {low:g} to {high:g}, and never a negative one"
        )
        raise ValueError(
            f"The generator of images {what}; real images are scaled to [-1, 1]. End it in tanh."
        )


def outputs_elsewhere(network: keras.Model) -> Iterator[np.ndarray]:
    """A network's first output with other weights than its own: biases at -30, at 30, then all at random.

    Yields
    ------
    ndarray
        float32 (2, …). Nothing more once the network cannot be run, or does not give finite numbers.
    """
    random = np.random.default_rng(0)
    inputs = [_example(x, random) for x in network.inputs]
    for round_ in range(2 + ROUNDS):
        bias = (-BIAS, BIAS)[round_] if round_ < 2 else None
        weights = [
            [_elsewhere(v, bias, random) for v in group]
            for group in (network.trainable_variables, network.non_trainable_variables)
        ]
        try:
            outputs, _ = network.stateless_call(
                *weights, inputs if len(inputs) > 1 else inputs[0], training=False
            )
            first = ops.convert_to_numpy(ops.cast(keras.tree.flatten(outputs)[0], "float32"))
        except Exception:  # its layers may demand other sizes or values: then only training can tell
            return
        if not first.size or not np.isfinite(first).all():
            return
        yield first


def _example(x, random):
    shape = (2, *(ANY_SIZE if n is None else n for n in x.shape[1:]))
    if keras.backend.is_float_dtype(x.dtype):
        return ops.convert_to_tensor(random.standard_normal(shape).astype("float32"))
    return ops.zeros(shape, x.dtype)  # labels: there is always a class 0


def _elsewhere(variable, bias, random):
    """Another value for a weight; statistics and counters keep theirs."""
    if variable.name.startswith("moving_") or not keras.backend.is_float_dtype(variable.dtype):
        return variable.value
    shape = tuple(variable.shape)
    if variable.name == "bias":
        value = np.full(shape, bias) if bias is not None else BIAS * random.standard_normal(shape)
    elif len(shape) < 2:
        return variable.value
    elif bias is not None:
        value = np.zeros(shape)
    else:
        value = random.standard_normal(shape) * 3.0 / np.sqrt(np.prod(shape[:-1]))
    return ops.convert_to_tensor(value, variable.dtype)


def check_verdicts(name: str, network: keras.Model) -> None:
    """Raise ValueError unless this discriminator ends in one logit a sample, (n, 1), or in a map of them, (n, height, width, 1)."""
    shape = tuple(network.outputs[0].shape)
    if len(network.outputs) != 1 or len(shape) not in (2, 4) or shape[-1] != 1:
        shapes = ", ".join(str(tuple(x.shape)) for x in network.outputs)
        raise ValueError(
            f"The {name}'s outputs have shapes {shapes}; it must give one logit per sample, (n, 1), or a map of them, (n, height, width, 1)."
        )
    check_end_of_discriminator(network)


def check_no_batch_norm(name: str, network: keras.Model) -> None:
    """Raise ValueError if this network has batch norm, which leaves no slope of its own at a sample."""
    norms = [layer.name for layer in layers_in(network) if isinstance(layer, keras.layers.BatchNormalization)]
    if norms:
        raise ValueError(
            f"The {name} has batch norm ({norms[0]}): a score then depends on the whole batch, and the penalty asks for the "
            "slope along one sample. Leave batch norm out, or use LayerNormalization."
        )


def check_images(option: str, network: keras.Model) -> None:
    """Raise ValueError unless this discriminator takes images of a known size, as an option that changes them needs."""
    shape = tuple(network.inputs[0].shape[1:])
    if len(shape) != 3 or None in shape:
        raise ValueError(
            f"{option} changes images, and the discriminator takes samples of shape {shape}; expected (height, width, channels). "
            "Leave it out."
        )
