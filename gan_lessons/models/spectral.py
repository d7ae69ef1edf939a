"""Spectral normalisation (arXiv 1802.05957): layers whose kernel is divided by its largest singular value, σ.

So a layer lengthens no vector, and a discriminator of such layers has a bounded slope. σ is followed by power iteration: one
multiplication a step with a vector u that is kept, since the kernel has hardly changed. The gradient flows through σ, the kernel itself is
never overwritten, and u is a weight that nothing trains: it moves in the updates of the network's own player alone. (Keras's own
`SpectralNormalization` overwrites the kernel when a network runs with `training=True`, and has no gradient through σ. In a GAN the generator's update
runs the discriminator so: it would change it.)
"""

from __future__ import annotations

import keras
from keras import layers, ops

EPSILON = 1e-12


def _unit(x):
    return x / ops.sqrt(ops.maximum(ops.sum(x**2), EPSILON))


class _Spectral:
    """What the layers share: u, and the kernel over σ. The last axis of a kernel is the layer's output."""

    divides = "kernel"  # which of the layer's weights

    def build(self, input_shape=None):
        super().build(input_shape)
        self.u = self.add_weight(
            (getattr(self, self.divides).shape[-1],),
            keras.initializers.RandomNormal(seed=0),  # any start will do: a few steps forget it
            trainable=False,
            name="u",
        )

    # Keras's layers write their kernel and bias alone into a file.
    def save_own_variables(self, store):
        layers.Layer.save_own_variables(self, store)

    def load_own_variables(self, store):
        layers.Layer.load_own_variables(self, store)

    def spectral_kernel(self, training: bool = False):
        """The kernel over its largest singular value; u follows it in training."""
        kernel = getattr(self, self.divides)
        matrix = ops.cast(ops.reshape(kernel, (-1, kernel.shape[-1])), "float32")
        # u and v are taken as constants: at the singular vectors σ = vᵀWu has the slope v uᵀ, whatever they do.
        fixed = ops.stop_gradient(matrix)
        v = _unit(ops.matmul(fixed, ops.cast(self.u, "float32")))
        u = _unit(ops.matmul(v, fixed))
        v, u = ops.stop_gradient(v), ops.stop_gradient(u)
        if training:
            self.u.assign(u)
        sigma = ops.sum(v * ops.matmul(matrix, u))
        return kernel / ops.cast(ops.maximum(sigma, EPSILON), kernel.dtype)

    def _finished(self, outputs):
        outputs = outputs + self.bias if self.use_bias else outputs
        return outputs if self.activation is None else self.activation(outputs)


@keras.saving.register_keras_serializable(package="gan_lessons")
class SpectralConv2D(_Spectral, layers.Conv2D):
    """`Conv2D` with its kernel over σ, the largest singular value of the kernel as a matrix (height · width · inputs, outputs).

    Parameters, input and output as for `keras.layers.Conv2D`; `spectral_kernel()` is the kernel that it computes with. σ of this
    matrix is not quite the largest factor of the convolution, which depends on the image's size; the paper's choice, too.
    """

    def call(self, inputs, training=False):
        return self._finished(self.convolution_op(inputs, self.spectral_kernel(training)))


@keras.saving.register_keras_serializable(package="gan_lessons")
class SpectralDense(_Spectral, layers.Dense):
    """`Dense` with its kernel (inputs, outputs) over its largest singular value. Otherwise as `keras.layers.Dense`."""

    def call(self, inputs, training=False):
        return self._finished(ops.matmul(inputs, self.spectral_kernel(training)))


@keras.saving.register_keras_serializable(package="gan_lessons")
class SpectralEmbedding(_Spectral, layers.Embedding):
    """`Embedding` with its table (classes, length) over its largest singular value. Otherwise as `keras.layers.Embedding`."""

    divides = "embeddings"

    def call(self, inputs, training=False):
        return ops.take(self.spectral_kernel(training), ops.cast(inputs, "int32"), axis=0)

    def compute_output_spec(self, inputs, training=False):
        return super().compute_output_spec(inputs)
