"""What passes between the judge and an answer, which run in two processes that do not trust each other alike.

Into the answer's process goes whatever a test passes to an answer: arrays, numbers, functions, networks, optimisers
(`pack`, `unpack`). The judge wrote it, so it may be a pickle. Out of it come plain numbers and text alone (`encode`,
`decode`): JSON, in which arrays are bytes with a shape, and networks are their configuration and weights. Nothing that comes
out is ever unpickled or run.
"""

from __future__ import annotations

import base64
import builtins
import io
import json
import math
import sys
import warnings
from functools import cache

import numpy as np

KINDS = "biufc"  # of arrays that may come out
MOST_BYTES = 64_000_000  # of one reply


class WireError(ValueError):
    """A reply is not in the form that `encode` writes; the message says where."""


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


class AnswerError(Exception):
    """An answer raised an exception that Python does not have by itself (of TensorFlow, say); the message names it."""


# Out: plain numbers and text.


def encode(value, function=None, network=None):
    """A value as what JSON can hold.

    Parameters
    ----------
    value : object
    function, network : callable, optional
        Each gives such an object a name by which it can be asked for later; without `function` functions are opaque.

    Returns
    -------
    object
        None, truths, ints and text as they are; everything else as a list of two, what it is and its content.
    """
    kind = type(value)
    if value is None or kind in (bool, str):
        return value
    if kind is int:
        return value if abs(value) < 2**53 else ["int", str(value)[:4000]]
    if kind is float:
        return ["float", value.hex() if math.isfinite(value) else str(value)]
    if kind in (list, tuple, set, frozenset):
        return [kind.__name__, [encode(item, function, network) for item in value]]
    if kind is dict:
        return [
            "dict",
            [
                [encode(name, function, network), encode(item, function, network)]
                for name, item in value.items()
            ],
        ]
    if isinstance(value, np.generic) and value.dtype.kind in KINDS:
        return ["scalar", _array(np.asarray(value))]
    if kind is np.ndarray and value.dtype.kind in KINDS:
        return ["array", _array(value)]
    if isinstance(value, (np.str_, str)):
        return str(value)
    if _is_network(value):
        number = network(value) if network else -1
        try:
            config, *rest = network_as_text(value)
            if not _is_plain(json.loads(config)):
                raise WireError("it has parts that are not Keras's own")
            return ["network", [number, config, *rest]]
        except Exception:
            plain = kind.__module__.split(".")[0] == "keras" and getattr(value, "inputs", None)
            return (
                ["remote", _as_remote(value, number)] if plain and number < -1 else ["opaque", kind.__name__]
            )
    if _is_tensor(kind):
        import keras

        return ["tensor", _array(np.array(keras.ops.convert_to_numpy(value)))]
    if isinstance(value, tuple):  # a named one
        return ["tuple", [encode(item, function, network) for item in value]]
    if callable(value) and function is not None:
        return ["function", function(value)]
    return ["opaque", kind.__name__]


def decode(plain, function=None, network=None):
    """The value that `encode` wrote; tensors come back as arrays, and what did not pass as `Opaque`.

    Parameters
    ----------
    plain : object
    function, network : callable, optional
        `function` makes what stands for a function of a name; `network` is told each network and its name.

    Raises
    ------
    WireError
        If it is not what `encode` writes: whoever sent it did not use it.
    """
    if plain is None or type(plain) in (bool, int, str):
        return plain
    if type(plain) is not list or len(plain) != 2 or type(plain[0]) is not str:
        raise WireError("a reply holds something that is no value")
    kind, content = plain
    if kind in ("list", "tuple", "set", "frozenset") and type(content) is list:
        items = [decode(item, function, network) for item in content]
        try:
            return getattr(builtins, kind)(items)
        except TypeError:
            raise WireError(f"a {kind} holds what it cannot hold") from None
    if kind == "dict" and type(content) is list:
        try:
            return {
                decode(name, function, network): decode(item, function, network) for name, item in content
            }
        except (TypeError, ValueError):
            raise WireError("a dictionary is not in form") from None
    if kind in ("array", "tensor", "scalar"):
        array = _to_array(content)
        return array[()] if kind == "scalar" else array
    if type(content) is str:
        try:
            if kind == "int":
                return int(content)
            if kind == "float":
                return float.fromhex(content)
        except (ValueError, OverflowError):
            raise WireError(f"{content[:40]!r} is no {kind}") from None
        if kind == "opaque":
            return opaque(content)
        if kind == "function" and function is not None:
            return function(content)
    if kind == "network" and type(content) is list:
        number, *text = content or [None]
        value = network_from_text(text)
        if network is not None and type(number) is int and _is_network(value):
            network(value, number)
        return value
    if kind == "remote" and type(content) is list:
        value = _remote_from(content)
        if network is not None:
            network(value, value.number)
        return value
    raise WireError(f"a reply holds something of an unknown kind, {kind[:40]!r}")


def _array(value: np.ndarray) -> list:
    value = np.asarray(value, order="C")
    if not value.dtype.isnative:
        value = value.astype(value.dtype.newbyteorder("="))
    return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]


def _to_array(content) -> np.ndarray:
    try:
        kind, shape, data = content
        dtype = np.dtype(str(kind))
        if dtype.kind not in KINDS or not all(type(n) is int and n >= 0 for n in shape):
            raise ValueError
        return np.frombuffer(base64.b64decode(data, validate=True), dtype).reshape(shape).copy()
    except (TypeError, ValueError):
        raise WireError("an array is not in form") from None


def _is_tensor(kind: type) -> bool:
    return kind.__module__.split(".")[0] in ("tensorflow", "jaxlib", "jax", "torch", "keras") and (
        hasattr(kind, "shape") and hasattr(kind, "dtype")
    )


def _keras():
    return sys.modules.get("keras")


def _is_network(value) -> bool:
    keras = _keras()
    return keras is not None and isinstance(value, keras.Model)


# Networks, as text. Out of an answer's process come configurations of Keras's own layers, and nothing else: a configuration can
# name any function of any module, and Keras would import it.

_PLAIN_LAYERS = frozenset(
    """InputLayer Dense EinsumDense Embedding Identity Activation ReLU LeakyReLU PReLU ELU Softmax
    Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose SeparableConv1D SeparableConv2D DepthwiseConv1D
    DepthwiseConv2D LSTM GRU SimpleRNN MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D
    GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D BatchNormalization LayerNormalization GroupNormalization
    UnitNormalization SpectralNormalization RMSNormalization Dropout SpatialDropout1D SpatialDropout2D GaussianDropout
    GaussianNoise AlphaDropout ActivityRegularization Reshape Flatten Permute RepeatVector Cropping1D Cropping2D ZeroPadding1D
    ZeroPadding2D UpSampling1D UpSampling2D Resizing Rescaling CategoryEncoding Concatenate Add Subtract Multiply Average
    Maximum Minimum Dot Attention MultiHeadAttention Functional Sequential Model""".split()  # noqa: SIM905
)
_PLAIN_MODULES = (
    "keras.initializers",
    "keras.regularizers",
    "keras.constraints",
    "keras.optimizers",
    "keras.losses",
    "keras.metrics",
    "keras.random",
    "keras.src.ops.numpy",
    "keras.src.ops.nn",
    "keras.src.ops.math",
)
_PLAIN_OTHERS = {
    ("keras", "DTypePolicy"),
    ("keras.dtype_policies", "DTypePolicy"),
    ("keras.src.ops.core", "Cast"),
    ("builtins", "slice"),
}


_COMPILED = ("optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "jit_compile")


def network_as_text(network) -> list:
    """A network as its configuration, how it was compiled (or None), and its weights."""
    import keras

    kind = type(network)
    config = {
        "module": kind.__module__,
        "class_name": kind.__name__,
        "registered_name": kind.__name__,
        "config": network.get_config(),
        "build_config": network.get_build_config(),
    }
    return [json.dumps(config), _compiled(network, keras), [_array(w) for w in network.get_weights()]]


def _compiled(network, keras) -> str | None:
    """How a network was compiled, as far as text can say it: a loss of one's own is left out."""
    if not getattr(network, "compiled", False):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a loss that is a lambda: it is not loaded, either
        try:
            return json.dumps(network.get_compile_config())
        except Exception:  # an object that is no part of Keras and says nothing of itself
            return json.dumps({"optimizer": keras.saving.serialize_keras_object(network.optimizer)})


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


def _as_remote(network, number: int) -> list:
    """What `RemoteNetwork` is made from."""
    shapes = [
        [[n if n is None else int(n) for n in tensor.shape] for tensor in side]
        for side in (network.inputs, network.outputs)
    ]
    return [number, *shapes, [_array(w) for w in network.get_weights()]]


def _remote_from(content) -> RemoteNetwork:
    try:
        number, inputs, outputs, weights = content
        for shape in (*inputs, *outputs):
            if not all(n is None or type(n) is int for n in shape):
                raise ValueError
        return RemoteNetwork(int(number), inputs, outputs, [_to_array(weight) for weight in weights])
    except (TypeError, ValueError):
        raise WireError("a network is not in form") from None


def network_from_text(content):
    """The network that `network_as_text` wrote, if it is of Keras's own layers; `Opaque` if it is not."""
    import keras

    try:
        config, compiled, weights = content
        arrays = [_to_array(weight) for weight in weights]
        config = json.loads(config)
        if not _is_plain(config) or _promised(config) > MOST_BYTES:
            return opaque("Model with parts that are not Keras's own")
        network = keras.saving.deserialize_keras_object(config, safe_mode=True)
        if network.built:
            network.set_weights(arrays)
        if compiled is not None:
            compiled = json.loads(compiled)
            network.compile_from_config(
                {k: v for k, v in compiled.items() if k in _COMPILED and _is_plain(v)}
            )
        return network
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"a network cannot be made again: {type(error).__name__}") from None


def _is_plain(config) -> bool:
    """Whether a configuration names Keras's own parts alone, none of which can run code or read a file."""
    if isinstance(config, list):
        return all(map(_is_plain, config))
    if not isinstance(config, dict):
        return True
    if "class_name" in config:
        name, module = config["class_name"], config.get("module")
        if not (
            (name in ("__keras_tensor__", "__tuple__", "__numpy__") and module is None)
            or (name in _PLAIN_LAYERS and str(module).split(".")[0] == "keras")
            or (module in _PLAIN_MODULES and isinstance(name, str) and name[:1].isupper())
            or (name == "function" and module == "builtins" and _is_loss(config.get("config")))
            or (module, name) in _PLAIN_OTHERS
        ):
            return False
        if config.get("registered_name") not in (None, name, "function"):
            return False
    return all(map(_is_plain, config.values()))


def _is_loss(name) -> bool:
    import keras

    return isinstance(name, str) and any(hasattr(part, name) for part in (keras.losses, keras.activations))


def _promised(config) -> int:
    """Bytes that the widest parts of a configuration would take, roughly: enough to refuse a layer of a billion units."""
    if isinstance(config, list):
        return max(map(_promised, config), default=0)
    if isinstance(config, dict):
        return max(map(_promised, config.values()), default=0)
    return 4 * config if type(config) is int else 0


# In: a pickle that the judge makes.


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

        inputs, keras = self, _keras()
        inputs.arrays, inputs.sent, seen = [], set(), {}

        class Pickler(cloudpickle.Pickler):
            def persistent_id(self, item):
                if type(item) is np.ndarray and item.dtype.kind in KINDS:
                    if id(item) not in seen:
                        seen[id(item)] = len(inputs.arrays)
                        inputs.arrays.append(item)
                    return "array", seen[id(item)], *_array(item)
                if type(item) is np.random.Generator:  # its state, and not the seed that it was made from
                    return "generator", type(item.bit_generator).__name__, item.bit_generator.state
                if isinstance(item, RemoteNetwork):
                    return "network", item.number, True, None, None, [_array(w.array) for w in item.weights]
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
                        inputs.arrays.append(_to_array(content))
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
                inputs._before[1][number] = [_to_array(weight) for weight in weights]
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
                moved.append([number, [_array(w) for w in now]])
        return [
            [
                [i, _array(now)]
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
                self.arrays[i][...] = _to_array(content)
            for i, weights in networks:
                if i not in self.sent:
                    raise ValueError
                self.networks[i].set_weights([_to_array(weight) for weight in weights])
        except (TypeError, ValueError, KeyError, IndexError):
            raise WireError("what an answer changed is not in form") from None
