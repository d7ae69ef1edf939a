"""One layer that Keras has too, computed in another way where that is faster."""

from __future__ import annotations

from gan_lessons import backend, numeric

import keras
from keras import ops

BLOCK = 4


@keras.saving.register_keras_serializable(package="gan_lessons")
class ToOneChannel(keras.layers.Conv2D):
    """`Conv2D` with one filter, stride 1 and same padding: the last layer of a generator of grey images.

    Processors compute many output channels at once; with a single one they idle, and a 7 x 7 convolution to one channel
    takes a quarter of the training step of chapter 7. This layer computes blocks of 4 x 4 pixels as 16 channels: a
    convolution of stride 4, whose 16 kernels are the one kernel at 16 offsets. That is twice the arithmetic
    for a 7 x 7 kernel, in about half to three quarters of the time on a CPU (`benchmarks/step_time.py`). Weights, parameter count and results
    are those of `Conv2D` (1e-6). Only TensorFlow on a CPU was measured to gain, so everywhere else, and for image sides that 4
    does not divide, it is `Conv2D`.

    Parameters
    ----------
    kernel_size : int
        Odd.
    **kwargs
        As for `Conv2D`: `activation`, `kernel_initializer`, ...

    Raises
    ------
    ValueError
        If the kernel size is even.
    """

    def __init__(self, kernel_size: int, **kwargs):
        kernel_size = kernel_size[0] if isinstance(kernel_size, list | tuple) else kernel_size
        if numeric.whole("kernel_size", kernel_size, most=1001) % 2 == 0:
            raise ValueError(
                f"kernel_size is {kernel_size}; it must be odd, so that padding is equal on both sides."
            )
        for fixed in ("filters", "padding", "strides", "data_format", "dilation_rate", "groups"):
            kwargs.pop(fixed, None)  # they come back from get_config
        super().__init__(1, kernel_size, padding="same", data_format="channels_last", **kwargs)

    def call(self, inputs):
        height, width = inputs.shape[1:3]
        if not backend.on_cpu() or not height or not width or height % BLOCK or width % BLOCK:
            return super().call(inputs)
        k, rim = self.kernel_size[0], self.kernel_size[0] // 2
        kernel = ops.reshape(self.kernel, (k, k, -1))
        kernels = ops.stack(
            [
                ops.pad(kernel, [(i, BLOCK - 1 - i), (j, BLOCK - 1 - j), (0, 0)])
                for i in range(BLOCK)
                for j in range(BLOCK)
            ],
            axis=-1,
        )
        padded = ops.pad(inputs, [(0, 0), (rim, rim), (rim, rim), (0, 0)])
        blocks = ops.conv(padded, kernels, strides=BLOCK, padding="valid", data_format="channels_last")
        blocks = ops.reshape(blocks, (-1, height // BLOCK, width // BLOCK, BLOCK, BLOCK))
        x = ops.reshape(ops.transpose(blocks, (0, 1, 3, 2, 4)), (-1, height, width, 1))
        return self.activation(x + self.bias if self.use_bias else x)
