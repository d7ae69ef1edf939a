"""A generator without this package: the same function, of layers that Keras itself has.

A file of Keras names the classes of its layers, and whoever loads it must have them. So each layer of ours becomes a few of Keras's own,
with its weights worked into theirs. The noise of a StyleGAN is left out (its mean is zero), and the result is clipped to [-1, 1].
"""

from __future__ import annotations

from collections.abc import Callable

from gan_lessons.models import equalised, growing_blocks, style_layers
from gan_lessons.models.biggan import Modulation

import keras
import numpy as np
from keras import layers, ops


def plain(generator: keras.Model) -> keras.Model:
    """The generator in layers of Keras alone.

    Parameters
    ----------
    generator : keras.Model
        Functional; of layers of Keras, of `models.stylegan` or of `models.biggan` without attention.

    Returns
    -------
    keras.Model
        The same inputs, to float32 (n, height, width, channels) in [-1, 1].

    Raises
    ------
    ValueError
        If a layer has no equal in Keras.
    """
    copy = _replayed(generator)
    images = copy.output
    if len(images.shape) == 4:
        images = ops.clip(images, -1.0, 1.0)
    return keras.Model(copy.input, images, name="generator")


def _replayed(network: keras.Model) -> keras.Model:
    """A network called anew, layer by layer, with each of its layers replaced."""
    if isinstance(network, keras.Sequential):
        network = keras.Model(network.inputs, network.outputs[0], name=network.name)
    return keras.models.clone_model(network, clone_function=lambda layer: layer, call_function=_replaced)


def _replaced(layer, *args, **kwargs):
    """What the equal of a layer makes of symbolic inputs."""
    kwargs = {name: value for name, value in kwargs.items() if name not in ("mask", "training")}
    if isinstance(layer, keras.Model):
        return _replayed(layer)(*args)
    if type(layer) in KNOWN:
        return KNOWN[type(layer)](layer, *args)
    if not type(layer).__module__.startswith("keras."):
        raise ValueError(
            f"The layer {layer.name!r} is a {type(layer).__name__} of this package, which has no equal in Keras: this generator cannot be "
            "exported."
        )
    config = layer.get_config()
    config.pop("name", None)  # a file's names may be those that the layers put in its place were given
    new = type(layer).from_config(config)
    made = new(*args, **kwargs)
    if isinstance(layer, layers.Layer):  # and no operation of keras.ops
        new.set_weights(layer.get_weights())
    return made


def _with(new: layers.Layer, x, *weights):
    made = new(x)
    new.set_weights([np.asarray(w, "float32") for w in weights])
    return made


def _value(x) -> np.ndarray:
    return ops.convert_to_numpy(x).astype("float32")


def _bias(layer: equalised.Equalised) -> np.ndarray:
    if layer.bias is None:
        return np.zeros(layer.width, "float32")
    return _value(layer.bias) * layer.lr_multiplier


def _dense(layer: equalised.EqualisedDense, x):
    return _with(layers.Dense(layer.width), x, _value(layer.effective_kernel()), _bias(layer))


def _conv(layer: equalised.EqualisedConv2D, x):
    new = layers.Conv2D(layer.width, layer.kernel_size, padding="same", data_format="channels_last")
    return _with(new, x, _value(layer.effective_kernel()), _bias(layer))


def _style(layer: style_layers.Style, ws):
    before, after = layer.place, ws.shape[1] - layer.place - 1
    return _dense(layer, layers.Flatten()(layers.Cropping1D((before, after))(ws)))


def _as_map(x):
    return layers.Reshape((1, 1, x.shape[-1]))(x)


def _modulated(layer: style_layers.ModulatedConv2D, inputs):
    x, style = inputs
    kernel = _value(layer.effective_kernel())
    x = layers.Multiply()([x, _as_map(style)])
    new = layers.Conv2D(
        layer.width, layer.kernel_size, padding="same", use_bias=False, data_format="channels_last"
    )
    x = _with(new, x, kernel)
    if layer.demodulate:
        power = _with(layers.Dense(layer.width, use_bias=False), ops.square(style), (kernel**2).sum((0, 1)))
        x = layers.Multiply()([x, _as_map(layer.gain * ops.rsqrt(power + style_layers.EPSILON))])
    return layers.Rescaling(1.0, _bias(layer).tolist())(x)


def _adain(layer: style_layers.AdaIN, inputs):
    x, style = inputs
    c = x.shape[-1]
    mean, variance = ops.moments(x, axes=(1, 2), keepdims=True)
    normed = (x - mean) * ops.rsqrt(variance + style_layers.EPSILON)
    gain, offset = (_as_map(part) for part in (style[:, :c], style[:, c:]))
    return (1.0 + gain) * normed + offset


def _constant(layer: style_layers.LearnedConstant, ws):
    shape = (layer.size, layer.size, layer.width)
    one = layers.Flatten()(ws)[:, :1]
    x = _with(
        layers.Dense(int(np.prod(shape))), one, np.zeros((1, np.prod(shape))), _value(layer.constant).ravel()
    )
    return layers.Reshape(shape)(x)


def _pixel_norm(layer: growing_blocks.PixelNorm, x):
    power = ops.mean(ops.square(x), axis=-1, keepdims=True)
    return x * ops.rsqrt(power + growing_blocks.EPSILON)


def _modulation(layer: Modulation, inputs):
    x, code = inputs
    gain, offset = (
        _as_map(_with(layers.Dense(x.shape[-1], use_bias=False), code, _value(w)))
        for w in (layer.gain, layer.offset)
    )
    return layers.Add()([layers.Multiply()([x, 1.0 + gain]), offset])


KNOWN: dict[type, Callable] = {
    equalised.EqualisedDense: _dense,
    equalised.EqualisedConv2D: _conv,
    style_layers.Style: _style,
    style_layers.ModulatedConv2D: _modulated,
    style_layers.AdaIN: _adain,
    style_layers.LearnedConstant: _constant,
    style_layers.Noise: lambda layer, x: x,
    growing_blocks.PixelNorm: _pixel_norm,
    Modulation: _modulation,
}
