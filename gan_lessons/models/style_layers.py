"""What a style-based generator is built of: styles, modulated convolutions, AdaIN, noise and a learned constant.

AdaIN is the first paper's (arXiv 1812.04948), the modulated convolution the second one's (arXiv 1912.04958).
"""

from __future__ import annotations

from gan_lessons import backend, numeric
from gan_lessons.models.equalised import Equalised, EqualisedDense

import keras
from keras import layers, ops

EPSILON = 1e-8


@keras.saving.register_keras_serializable(package="gan_lessons")
class Style(EqualisedDense):
    """The style of one layer: an affine function of the w that this layer is given.

    Parameters
    ----------
    width : int
        Numbers of the style: one a channel for modulation, two for AdaIN.
    place : int
        Which w of (n, places, w_dim) it reads.
    """

    def __init__(self, width: int, place: int = 0, **kwargs):
        super().__init__(width, **{"gain": 1.0, **kwargs})
        self.place = numeric.whole("place", place, 0)

    def call(self, ws):
        return super().call(ws[:, self.place])

    def compute_output_shape(self, shape):
        return shape[0], self.width

    def get_config(self):
        return {**super().get_config(), "place": self.place}


@keras.saving.register_keras_serializable(package="gan_lessons")
class ModulatedConv2D(Equalised):
    """A convolution whose kernel each image scales anew: channel i of it by the image's style s_i.

    With demodulation each output channel is divided by the length of its scaled kernel, so that inputs of variance 1 give outputs of
    variance gain² whatever the style. A kernel for each image is never made: to scale the input channels before one common
    convolution, and the output channels after it, is the same. (The length of a scaled kernel is √(Σ_i s_i² Σ_xy k_xyi²).)

    Called with [x, s]: float (n, height, width, c) and styles (n, c).

    Parameters
    ----------
    width, kernel_size, gain, use_bias, seed
        As for `EqualisedConv2D`; demodulated outputs have the standard deviation `gain`.
    demodulate : bool
        False for the 1 × 1 convolutions to RGB.
    """

    def __init__(self, width: int, kernel_size: int = 3, demodulate: bool = True, **kwargs):
        super().__init__(width, **kwargs)
        self.kernel_size = numeric.whole("kernel_size", kernel_size)
        self.demodulate = numeric.flag("demodulate", demodulate)

    def build(self, shapes):
        self.add_weights((self.kernel_size, self.kernel_size, shapes[0][-1], self.width))

    def call(self, inputs):
        x, style = inputs
        kernel = self.effective_kernel()
        x = ops.conv(x * style[:, None, None], kernel, padding="same", data_format="channels_last")
        if self.demodulate:
            power = ops.sum(ops.square(ops.cast(kernel, "float32")), axis=(0, 1))
            power = ops.matmul(ops.square(ops.cast(style, "float32")), power)
            x = x * ops.cast(self.gain * ops.rsqrt(power + EPSILON), x.dtype)[:, None, None]
        return self.with_bias(x)

    def compute_output_shape(self, shapes):
        return (*shapes[0][:-1], self.width)

    def get_config(self):
        return {**super().get_config(), "kernel_size": self.kernel_size, "demodulate": self.demodulate}


@keras.saving.register_keras_serializable(package="gan_lessons")
class AdaIN(layers.Layer):
    """Adaptive instance norm: each channel of each image gets the standard deviation and the mean that the style says.

    y_s · (x - μ) / σ + y_b, with μ and σ of the channel over the pixels of this image (ε = 1e-8 is added to σ²).

    Called with [x, y]: float (n, height, width, c), and styles (n, 2 c): first c scales as differences from 1, then c biases.
    """

    def call(self, inputs):
        x, style = inputs
        c = x.shape[-1]
        full = ops.cast(x, "float32")
        mean, variance = ops.moments(full, axes=(1, 2), keepdims=True)
        normed = ops.cast((full - mean) * ops.rsqrt(variance + EPSILON), x.dtype)
        return (1.0 + style[:, None, None, :c]) * normed + style[:, None, None, c:]

    def compute_output_shape(self, shapes):
        return shapes[0]


@keras.saving.register_keras_serializable(package="gan_lessons")
class Noise(layers.Layer):
    """Adds one image of Gaussian noise to all channels, by a strength that is learned and starts at 0.

    It draws in inference, too: the strands of hair of one face. `backend.compiled` fixes what is drawn.

    Attributes
    ----------
    strength : keras.Variable ()
        One for all channels, as in the second paper; the first one has one for each.
    level : keras.Variable ()
        What the noise is multiplied by: 1, or 0 where `stylegan.noise_levels` switched it off. Not trained.

    Parameters
    ----------
    seed : int, optional
    """

    def __init__(self, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.seed = None if seed is None else numeric.whole("seed", seed, 0, 2**32 - 1)
        self.random = backend.SeedGenerator(self.seed)

    def build(self, shape):
        self.strength = self.add_weight((), "zeros", name="strength")
        self.level = self.add_weight((), "ones", trainable=False, name="level")

    def call(self, x):
        n, height, width, _ = ops.shape(x)
        noise = keras.random.normal((n, height, width, 1), dtype=x.dtype, seed=self.random)
        return x + noise * (self.strength * self.level)

    def compute_output_shape(self, shape):
        return shape

    def get_config(self):
        return {**super().get_config(), "seed": self.seed}


@keras.saving.register_keras_serializable(package="gan_lessons")
class LearnedConstant(layers.Layer):
    """The same learned start for every image, whatever the latent: float (n, size, size, width). It reads the batch size of its input."""

    def __init__(self, width: int, size: int = 4, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.width, self.size = numeric.whole("width", width), numeric.whole("size", size)
        self.seed = None if seed is None else numeric.whole("seed", seed, 0, 2**32 - 1)

    def build(self, shape):
        init = keras.initializers.RandomNormal(0.0, 1.0, self.seed)
        self.constant = self.add_weight((1, self.size, self.size, self.width), init, name="constant")

    def call(self, x):
        return ops.repeat(self.constant, ops.shape(x)[0], axis=0)

    def compute_output_shape(self, shape):
        return shape[0], self.size, self.size, self.width

    def get_config(self):
        return {**super().get_config(), "width": self.width, "size": self.size, "seed": self.seed}
