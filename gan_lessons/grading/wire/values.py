"""What comes out: values as plain numbers and text, in JSON."""

from __future__ import annotations

import builtins
import json
import math

from gan_lessons.grading.wire.arrays import KINDS, array_as_text, array_from_text
from gan_lessons.grading.wire.errors import WireError
from gan_lessons.grading.wire.networks import is_network, is_plain, network_as_text, network_from_text
from gan_lessons.grading.wire.stand_ins import opaque, remote_as_text, remote_from_text

import numpy as np


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
        return ["scalar", array_as_text(np.asarray(value))]
    if kind is np.ndarray and value.dtype.kind in KINDS:
        return ["array", array_as_text(value)]
    if isinstance(value, (np.str_, str)):
        return str(value)
    if is_network(value):
        number = network(value) if network else -1
        try:
            config, *rest = network_as_text(value)
            if not is_plain(json.loads(config)):
                raise WireError("it has parts that are not Keras's own")
            return ["network", [number, config, *rest]]
        except Exception:
            plain = kind.__module__.split(".")[0] == "keras" and getattr(value, "inputs", None)
            return (
                ["remote", remote_as_text(value, number)]
                if plain and number < -1
                else ["opaque", kind.__name__]
            )
    if _is_tensor(kind):
        import keras

        return ["tensor", array_as_text(np.array(keras.ops.convert_to_numpy(value)))]
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
        array = array_from_text(content)
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
        if network is not None and type(number) is int and is_network(value):
            network(value, number)
        return value
    if kind == "remote" and type(content) is list:
        value = remote_from_text(content)
        if network is not None:
            network(value, value.number)
        return value
    raise WireError(f"a reply holds something of an unknown kind, {kind[:40]!r}")


def _is_tensor(kind: type) -> bool:
    return kind.__module__.split(".")[0] in ("tensorflow", "jaxlib", "jax", "torch", "keras") and (
        hasattr(kind, "shape") and hasattr(kind, "dtype")
    )
