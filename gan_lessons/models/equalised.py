"""Layers with an equalised learning rate: weights of one size, whatever the layer (arXiv 1710.10196, section 4.1).

The stored weights are drawn from N(0, 1), and multiplied by gain / √fan_in each time the layer runs. Adam moves every stored weight by about its
learning rate; as all of them have one size, all layers learn at one relative speed. Had the constant gone into the initial weights,
wide layers would have small weights, and the same step would change them more: ``equalised=False`` has it so.
"""

from __future__ import annotations

import math

from gan_lessons import numeric

import keras
from keras import ops

HE = math.sqrt(2.0)  # the gain before a (leaky) ReLU, arXiv 1502.01852


class Equalised(keras.layers.Layer):
    """What dense layer and convolution have in common; see `EqualisedConv2D`."""

    def __init__(
        self,
        width: int,
        *,
        gain: float = HE,
        lr_multiplier: float = 1.0,
        use_bias: bool = True,
        bias: float = 0.0,
        seed: int | None = None,
        equalised: bool = True,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.width = numeric.whole("width", width)
        self.gain = numeric.real("gain", gain, above=0.0)
        self.lr_multiplier = numeric.real("lr_multiplier", lr_multiplier, above=0.0)
        self.use_bias = numeric.flag("use_bias", use_bias)
        self.initial_bias = numeric.real("bias", bias)
        self.seed = None if seed is None else numeric.whole("seed", seed, 0, 2**32 - 1)
        self.equalised = numeric.flag("equalised", equalised)

    def add_weights(self, shape: tuple[int, ...]) -> None:
        """The kernel of this shape, N(0, 1 / lr_multiplier²) where the rate is equalised, and the bias."""
        root, stddev = math.sqrt(math.prod(shape[:-1])), 1.0 / self.lr_multiplier
        if self.equalised:
            self.scale = self.gain * self.lr_multiplier / root
        else:
            self.scale, stddev = self.lr_multiplier, stddev * self.gain / root
        init = keras.initializers.RandomNormal(0.0, stddev, self.seed)
        self.kernel = self.add_weight(shape, init, name="kernel")
        start = keras.initializers.Constant(self.initial_bias / self.lr_multiplier)
        self.bias = self.add_weight(shape[-1:], start, name="bias") if self.use_bias else None

    def effective_kernel(self):
        """The kernel that the layer computes with."""
        return self.kernel * self.scale

    def with_bias(self, x):
        """Add the bias, which is scaled by `lr_multiplier` alone."""
        if self.bias is None:
            return x
        return x + (self.bias if self.lr_multiplier == 1.0 else self.bias * self.lr_multiplier)

    def get_config(self):
        return {
            **super().get_config(),
            "width": self.width,
            "gain": self.gain,
            "lr_multiplier": self.lr_multiplier,
            "use_bias": self.use_bias,
            "bias": self.initial_bias,
            "seed": self.seed,
            "equalised": self.equalised,
        }


@keras.saving.register_keras_serializable(package="gan_lessons")
class EqualisedDense(Equalised):
    """A dense layer with an equalised learning rate.

    Parameters
    ----------
    width : int
        How many outputs.
    gain, lr_multiplier, use_bias, bias, seed, equalised
        As for `EqualisedConv2D`.
    """

    def build(self, shape):
        self.add_weights((shape[-1], self.width))

    def call(self, x):
        return self.with_bias(ops.matmul(x, self.effective_kernel()))

    def compute_output_shape(self, shape):
        return (*shape[:-1], self.width)


@keras.saving.register_keras_serializable(package="gan_lessons")
class EqualisedConv2D(Equalised):
    """A convolution with stride 1, same padding and an equalised learning rate.

    Parameters
    ----------
    width : int
        How many channels come out.
    kernel_size : int
    gain : float
        The standard deviation of the outputs for inputs of standard deviation 1: √2 before a ReLU, which halves the power, 1 before
        nothing.
    lr_multiplier : float
        How fast this layer learns beside the others: its stored weights are larger by 1 / lr_multiplier, and its runtime scale smaller by
        lr_multiplier (the mapping network of StyleGAN has 0.01).
    use_bias : bool
    bias : float
        What the biases are at first.
    seed : int, optional
        Of the initial weights.
    equalised : bool
        False: the same first outputs, from weights that are small from the start, gain / √fan_in, and not scaled at runtime. Then Adam
        moves the weights in use by one length in all layers, however small they are.
    **kwargs
        As for every Keras layer: `name`, `dtype`.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    def __init__(self, width: int, kernel_size: int = 3, **kwargs):
        super().__init__(width, **kwargs)
        self.kernel_size = numeric.whole("kernel_size", kernel_size)

    def build(self, shape):
        self.add_weights((self.kernel_size, self.kernel_size, shape[-1], self.width))

    def call(self, x):
        return self.with_bias(
            ops.conv(x, self.effective_kernel(), padding="same", data_format="channels_last")
        )

    def compute_output_shape(self, shape):
        return (*shape[:-1], self.width)

    def get_config(self):
        return {**super().get_config(), "kernel_size": self.kernel_size}
