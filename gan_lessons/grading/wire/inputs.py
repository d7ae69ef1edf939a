"""What goes in: a pickle that the judge makes."""

from __future__ import annotations

import io
import json

from gan_lessons.grading.wire.arrays import KINDS, array_as_text, array_from_text
from gan_lessons.grading.wire.errors import WireError
from gan_lessons.grading.wire.networks import loaded_keras, network_as_text
from gan_lessons.grading.wire.stand_ins import RemoteNetwork

import numpy as np


class Inputs:
    """What a test passes to an answer, kept by both sides, so that what the answer changes can be changed here, too.

    Attributes
    ----------
    arrays : list of ndarray
        Of the present call.
    networks, optimizers : dict
        By a number that stays the same from call to call: the judge's own have their `id`, those that an answer returned count
        from -2 downwards.
    """

    def __init__(self):
        self.arrays: list[np.ndarray] = []
        self._before: tuple[list, dict] = [], {}  # arrays, and weights of networks, as they came in
        self.networks: dict[int, object] = {}
        self.optimizers: dict[int, object] = {}
        self.numbers: dict[int, int] = {}  # of networks that an answer returned, by their id
        self.sent: set[int] = set()  # the networks of the present call

    def keep(self, network) -> int:
        """Number a network that an answer returns, so that it can come back in as itself. In the answer's process."""
        number = self.numbers.setdefault(id(network), -2 - len(self.numbers))
        self.networks[number] = network
        return number

    def known(self, network, number: int) -> None:
        """Remember what number an answer's network has. In the judge's process."""
        if number < -1:
            self.numbers[id(network)], self.networks[number] = number, network

    def pack(self, value) -> bytes:
        """Pickle what goes in; arrays, networks and optimisers are kept here and go as their content."""
        import cloudpickle

        inputs, keras = self, loaded_keras()
        inputs.arrays, inputs.sent, seen = [], set(), {}

        class Pickler(cloudpickle.Pickler):
            def persistent_id(self, item):
                if type(item) is np.ndarray and item.dtype.kind in KINDS:
                    if id(item) not in seen:
                        seen[id(item)] = len(inputs.arrays)
                        inputs.arrays.append(item)
                    return "array", seen[id(item)], *array_as_text(item)
                if type(item) is np.random.Generator:  # its state, and not the seed that it was made from
                    return "generator", type(item.bit_generator).__name__, item.bit_generator.state
                if isinstance(item, RemoteNetwork):
                    weights = [array_as_text(w.array) for w in item.weights]
                    return "network", item.number, True, None, None, weights
                if keras is not None and isinstance(item, keras.Model):
                    number = inputs.numbers.get(id(item), id(item))
                    inputs.networks[number] = item
                    inputs.sent.add(number)
                    return "network", number, item.trainable, *network_as_text(item)
                if keras is not None and isinstance(item, keras.optimizers.Optimizer):
                    inputs.optimizers[id(item)] = item
                    return "optimizer", id(item), json.dumps(keras.optimizers.serialize(item))
                return None

        file = io.BytesIO()
        Pickler(file).dump(value)
        return file.getvalue()

    def unpack(self, data: bytes):
        """What `pack` took, in the answer's process; a network or optimiser that was here before is the same object again."""
        import pickle

        inputs = self
        inputs.arrays, inputs._before = [], ([], {})

        class Unpickler(pickle.Unpickler):
            def persistent_load(self, told):
                kind, number, *content = told
                if kind == "array":
                    if number == len(inputs.arrays):
                        inputs.arrays.append(array_from_text(content))
                        inputs._before[0].append(inputs.arrays[-1].copy())
                    return inputs.arrays[number]
                if kind == "generator":
                    bits = getattr(np.random, number)()
                    bits.state = content[0]
                    return np.random.Generator(bits)
                import keras

                if kind == "optimizer":
                    if number not in inputs.optimizers:
                        inputs.optimizers[number] = keras.optimizers.deserialize(json.loads(content[0]))
                    return inputs.optimizers[number]
                trainable, config, compiled, weights = content
                if number not in inputs.networks:
                    inputs.networks[number] = keras.saving.deserialize_keras_object(json.loads(config))
                    if compiled is not None:
                        inputs.networks[number].compile_from_config(json.loads(compiled))
                    inputs.networks[number].trainable = trainable
                inputs._before[1][number] = [array_from_text(weight) for weight in weights]
                inputs.networks[number].set_weights(inputs._before[1][number])
                return inputs.networks[number]

        return Unpickler(io.BytesIO(data)).load()

    def changed(self) -> list:
        """What an answer changed of what it was given, to be sent back: arrays, and the weights of networks."""
        arrays, networks = self._before
        moved = []
        for number, old in networks.items():
            now = self.networks[number].get_weights()
            if any(a.tobytes() != b.tobytes() for a, b in zip(old, now, strict=True)):
                moved.append([number, [array_as_text(w) for w in now]])
        return [
            [
                [i, array_as_text(now)]
                for i, (old, now) in enumerate(zip(arrays, self.arrays, strict=True))
                if now.shape == old.shape and now.tobytes() != old.tobytes()
            ],
            moved,
        ]

    def change(self, told, arrays: bool) -> None:
        """Change the same things here: networks of this call, and arrays if a test looks at what became of them.

        Otherwise an answer could turn what the test goes on to compute from into what suits it.
        """
        try:
            changed, networks = told
            for i, content in changed if arrays else ():
                self.arrays[i][...] = array_from_text(content)
            for i, weights in networks:
                if i not in self.sent:
                    raise ValueError
                self.networks[i].set_weights([array_from_text(weight) for weight in weights])
        except (TypeError, ValueError, KeyError, IndexError):
            raise WireError("what an answer changed is not in form") from None
