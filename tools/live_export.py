"""Keras networks as lists of layers for the kernel that runs them in a web page (site/live/kernel.js).

A network becomes {"layers": [{"op": …, "from": [numbers of the layers that it reads], …}], "output": number}; what a layer has learned
goes into `Arrays`, and its description holds their numbers. Batch norm becomes a scale and an offset; runtime scales of equalised layers
are multiplied in.
"""

from __future__ import annotations

import base64
import zlib

from gan_lessons.models import blocks, equalised, growing_blocks, style_layers

import keras
import numpy as np
from keras import layers

KINDS = ("float32", "float16", "int8", "int16", "uint8")


class Arrays:
    """Arrays in the order in which they were added, and as text.

    Kernels that a checkpoint holds as small integers and a scale for the last axis stay such: exact, and a quarter of the size.

    Parameters
    ----------
    packed : dict of int to tuple
        By the `id` of a variable: its integers (or float16), and their scales or None.
    """

    def __init__(self, packed: dict[int, tuple] | None = None):
        self._packed = packed or {}
        self._bytes: list[bytes] = []
        self.about: list[dict] = []

    def add(self, values, scale=None) -> int:
        """The number of an array that is stored as it is; integers are multiplied by `scale`, one for each place of the last axis."""
        values = np.ascontiguousarray(values)
        values = values if values.dtype.name in KINDS else values.astype(np.float32)
        about = {"kind": values.dtype.name, "shape": list(values.shape)}
        self.about.append(about)
        self._bytes.append(values.tobytes())
        number = len(self.about) - 1
        if scale is not None:
            about["scale"] = self.add(np.ravel(scale).astype(np.float32))
        return number

    def variable(self, variable, times: float = 1.0) -> int:
        """The number of a variable's array, multiplied by a constant."""
        values, scale = self._packed.get(id(variable), (None, None))
        if scale is not None:
            return self.add(values, scale * np.float32(times))
        if values is not None and values.dtype == np.float16 and times == 1.0:
            return self.add(values)
        return self.add(np.asarray(variable, np.float32) * np.float32(times))

    def text(self) -> str:
        """All bytes, deflated, in base64."""
        return base64.b64encode(zlib.compress(b"".join(self._bytes), 9)).decode()


def network(model: keras.Model, arrays: Arrays) -> dict:
    """A functional model as a list of layers, its weights added to `arrays`.

    Raises
    ------
    ValueError
        If a layer is none that the kernel has, or is used in a way that it has not.
    """
    found, places = [], {}

    def put(op, reads=(), **about):
        found.append({"op": op, "from": list(reads), **about})
        return len(found) - 1

    for tensor in model.inputs:
        places[id(tensor)] = put("input", name=tensor.name)
    for layer in model.layers:
        if isinstance(layer, layers.InputLayer):
            continue
        inputs = layer.input if isinstance(layer.input, list | tuple) else [layer.input]
        at = [places[id(tensor)] for tensor in inputs]
        for op, about in _described(layer, arrays):
            at = [put(op, at, **about)]
        (places[id(layer.output)],) = at
    return {"layers": found, "output": places[id(model.output)]}


def _described(layer, arrays: Arrays) -> list[tuple[str, dict]]:
    """What a layer is to the kernel: mostly one op, two if it has an activation of its own."""
    for kind, describe in _LAYERS.items():
        if isinstance(layer, kind):
            ops = describe(layer, arrays)
            activation = getattr(layer, "activation", None)
            if isinstance(layer, layers.Dense | layers.Conv2D | layers.Conv2DTranspose):
                ops = [*ops, *_activation(activation)]
            return ops
    raise ValueError(
        f"{layer.name!r} is a {type(layer).__name__}, which the kernel of the live figures has not. Add it to site/live/kernel.js and to "
        "tools/live_export.py."
    )


def _activation(function) -> list:
    name = getattr(function, "__name__", str(function))
    if name == "linear":
        return []
    if name not in ("relu", "tanh", "sigmoid"):
        raise ValueError(
            f"The kernel of the live figures has no activation {name!r}; it has relu, tanh, sigmoid."
        )
    return [("activation", {"kind": name})]


def _learned(layer, arrays, times: float = 1.0) -> dict:
    about = {"kernel": arrays.variable(layer.kernel, times)}
    if getattr(layer, "bias", None) is not None:
        about["bias"] = arrays.variable(layer.bias, getattr(layer, "lr_multiplier", 1.0))
    return about


def _conv(op):
    def describe(layer, arrays):
        (side, other), (stride, across) = layer.kernel_size, layer.strides
        if (
            side != other
            or stride != across
            or layer.dilation_rate not in (1, (1, 1))
            or getattr(layer, "groups", 1) != 1
        ):
            raise ValueError(
                f"{layer.name!r}: the kernel of the live figures has square convolutions in one group."
            )
        about = {"side": side, "stride": stride, "padding": layer.padding, "width": layer.filters}
        return [(op, about | _learned(layer, arrays))]

    return describe


def _transposed(layer, arrays):
    if layer.output_padding is not None:
        raise ValueError(f"{layer.name!r}: the kernel of the live figures has no output_padding.")
    return _conv("conv_transposed")(layer, arrays)


def _equalised(layer, arrays):
    about = {"width": layer.width} | _learned(layer, arrays, layer.scale)
    if isinstance(layer, style_layers.Style):
        return [("style", about | {"place": layer.place})]
    if isinstance(layer, equalised.EqualisedDense):
        return [("dense", about)]
    about |= {"side": layer.kernel_size, "stride": 1, "padding": "same"}
    if isinstance(layer, style_layers.ModulatedConv2D):
        return [("modulated", about | {"demodulate": layer.demodulate, "gain": layer.gain})]
    return [("conv", about)]


def _batch_norm(layer, arrays):
    mean, variance = np.asarray(layer.moving_mean, np.float64), np.asarray(layer.moving_variance, np.float64)
    scale = (np.asarray(layer.gamma, np.float64) if layer.scale else 1.0) / np.sqrt(variance + layer.epsilon)
    shift = (np.asarray(layer.beta, np.float64) if layer.center else 0.0) - mean * scale
    return [("affine", {"scale": arrays.add(np.float32(scale)), "shift": arrays.add(np.float32(shift))})]


def _instance_norm(layer, arrays):
    if layer.groups != layer.input.shape[-1] or not (layer.scale and layer.center):
        raise ValueError(
            f"{layer.name!r}: the kernel of the live figures has group norm with one channel a group alone."
        )
    learned = {"gamma": arrays.variable(layer.gamma), "beta": arrays.variable(layer.beta)}
    return [("instance_norm", learned | {"epsilon": layer.epsilon})]


def _upsampling(layer, arrays):
    factor, across = layer.size
    if factor != across or layer.interpolation not in ("nearest", "bilinear"):
        raise ValueError(
            f"{layer.name!r}: the kernel of the live figures enlarges squares, nearest or bilinear."
        )
    return [("upsample", {"factor": factor, "interpolation": layer.interpolation})]


def _constant(layer, arrays):
    return [("constant", {"value": arrays.variable(layer.constant), "shape": list(layer.constant.shape[1:])})]


def _concatenated(layer, arrays):
    if layer.axis not in (-1, len(layer.output.shape) - 1):
        raise ValueError(
            f"{layer.name!r}: the kernel of the live figures concatenates channels, and no other axis."
        )
    return [("concat", {})]


def _reshaped(layer, arrays):
    return [("reshape", {"shape": list(layer.output.shape[1:])})]


_LAYERS = {
    equalised.Equalised: _equalised,
    layers.Dense: lambda layer, arrays: [("dense", {"width": layer.units} | _learned(layer, arrays))],
    layers.Conv2DTranspose: _transposed,
    layers.Conv2D: _conv("conv"),
    layers.BatchNormalization: _batch_norm,
    layers.GroupNormalization: _instance_norm,
    layers.UpSampling2D: _upsampling,
    layers.LeakyReLU: lambda layer, arrays: [
        ("activation", {"kind": "leaky_relu", "slope": float(layer.negative_slope)})
    ],
    layers.ReLU: lambda layer, arrays: [("activation", {"kind": "relu"})],
    layers.Activation: lambda layer, arrays: _activation(layer.activation),
    layers.Reshape: _reshaped,
    layers.Flatten: _reshaped,
    layers.Concatenate: _concatenated,
    layers.Add: lambda layer, arrays: [("add", {})],
    layers.CategoryEncoding: lambda layer, arrays: [("one_hot", {"width": layer.num_tokens})],
    growing_blocks.PixelNorm: lambda layer, arrays: [("pixel_norm", {})],
    style_layers.LearnedConstant: _constant,
    style_layers.Noise: lambda layer, arrays: [("noise", {"strength": float(np.asarray(layer.strength))})],
    blocks.LastingDropout: lambda layer, arrays: [("dropout", {"rate": layer.rate})],
}
