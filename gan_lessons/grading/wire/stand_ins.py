"""What stands for a value that cannot come out of the answer's process: `Opaque`, or for a network `RemoteNetwork`."""

from __future__ import annotations

from functools import cache

from gan_lessons.grading.wire.arrays import array_as_text, array_from_text
from gan_lessons.grading.wire.errors import WireError

import numpy as np


class Opaque:
    """The place of a value that does not pass: an object of a class that a learner wrote, a file, a generator.

    Its class has the name of the value's, so that a message can say what was returned.
    """


def opaque(name: str) -> Opaque:
    """The place of a value of a class of this name."""
    return _opaque(str(name)[:80])()


@cache
def _opaque(name: str) -> type:
    return type(name, (Opaque,), {})


class RemoteNetwork:
    """Stands for a network that cannot be made again outside of the answer's process: it has a Lambda layer, say.

    Its weights are here, and go along when it is called: ``network(x, training=False)``.

    Parameters
    ----------
    number : int
        By which it is known there.
    inputs, outputs : list of tuple
        Shapes, with None for the batch.
    weights : list of ndarray
    """

    def __init__(self, number: int, inputs: list, outputs: list, weights: list):
        self.number, self.call = number, None  # `call` is set by the judge
        self.inputs, self.outputs = ([_Shaped(shape) for shape in side] for side in (inputs, outputs))
        self.weights = [_Shaped(array.shape, array) for array in weights]
        self.layers: list = []

    def __call__(self, inputs, **keywords):
        return self.call(_call, self, inputs, keywords)

    def count_params(self) -> int:
        return sum(int(weight.array.size) for weight in self.weights)

    def get_weights(self) -> list:
        return [weight.array.copy() for weight in self.weights]

    def set_weights(self, arrays: list) -> None:
        for weight, array in zip(self.weights, arrays, strict=True):
            weight.assign(array)


class _Shaped:
    """An input, an output or a weight of a `RemoteNetwork`."""

    def __init__(self, shape, array: np.ndarray | None = None):
        self.shape, self.array = tuple(shape), array

    def assign(self, value) -> None:
        value = np.asarray(value, self.array.dtype)
        if value.shape != self.shape:
            raise ValueError(f"The weight has shape {self.shape}, and the value {value.shape}.")
        self.array = value


def _call(network, inputs, keywords: dict):
    return network(inputs, **keywords)


def remote_as_text(network, number: int) -> list:
    """What `RemoteNetwork` is made from."""
    shapes = [
        [[n if n is None else int(n) for n in tensor.shape] for tensor in side]
        for side in (network.inputs, network.outputs)
    ]
    return [number, *shapes, [array_as_text(w) for w in network.get_weights()]]


def remote_from_text(content) -> RemoteNetwork:
    """The `RemoteNetwork` that `remote_as_text` told of."""
    try:
        number, inputs, outputs, weights = content
        for shape in (*inputs, *outputs):
            if not all(n is None or type(n) is int for n in shape):
                raise ValueError
        return RemoteNetwork(int(number), inputs, outputs, [array_from_text(weight) for weight in weights])
    except (TypeError, ValueError):
        raise WireError("a network is not in form") from None
