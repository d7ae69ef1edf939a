"""What networks that grow are built of: pixel norm, the spread of a minibatch, and a slow change from one path to another (arXiv 1710.10196)."""

from __future__ import annotations

from gan_lessons import numeric

import keras
from keras import ops

EPSILON = 1e-8


@keras.saving.register_keras_serializable(package="gan_lessons")
class PixelNorm(keras.layers.Layer):
    """Divides the channels of each pixel by the root of their mean square, which is 1 afterwards.

    It has no weights, and looks at no other pixel and no other image. It keeps a generator and a discriminator that outbid
    each other from growing without bounds. A vector (n, d) is one pixel: so latents are put on the sphere of radius √d.
    """

    def call(self, x):
        power = ops.mean(ops.square(ops.cast(x, "float32")), axis=-1, keepdims=True)
        return x * ops.cast(ops.rsqrt(power + EPSILON), x.dtype)

    def compute_output_shape(self, shape):
        return shape


@keras.saving.register_keras_serializable(package="gan_lessons")
class MinibatchStd(keras.layers.Layer):
    """Adds one map: how much the images of a group differ, a single number for all of them.

    It is the standard deviation over the group, of each channel at each pixel, averaged over channels and pixels. A discriminator that
    sees it can reject a batch of fakes that are all alike. So real and generated images must come in passes of their own:
    ``d_batches="separate"``.

    Parameters
    ----------
    group_size : int, optional
        Neighbours in the batch that are compared; the last group is smaller if the batch does not divide. None: all of the batch, as in
        arXiv 1710.10196; StyleGAN takes 4.
    """

    def __init__(self, group_size: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.group_size = None if group_size is None else numeric.whole("group_size", group_size)

    def call(self, x):
        n, flat = ops.shape(x)[0], ops.cast(ops.reshape(x, (ops.shape(x)[0], -1)), "float32")
        group = ops.arange(n) // n if self.group_size is None else ops.arange(n) // self.group_size
        same = ops.cast(ops.equal(group[:, None], group[None]), "float32")
        of_group = same / ops.sum(same, axis=1, keepdims=True)  # its rows average over the row's own group
        off = flat - ops.matmul(of_group, flat)
        spread = ops.mean(ops.sqrt(ops.matmul(of_group, off * off) + EPSILON), axis=1)
        spread = ops.cast(ops.reshape(spread, (-1, 1, 1, 1)), x.dtype)
        return ops.concatenate([x, ops.ones_like(x[..., :1]) * spread], axis=-1)

    def compute_output_shape(self, shape):
        return (*shape[:-1], shape[-1] + 1)

    def get_config(self):
        return {**super().get_config(), "group_size": self.group_size}


@keras.saving.register_keras_serializable(package="gan_lessons")
class FadeIn(keras.layers.Layer):
    """(1 - α) · old + α · new, exactly the one at 0 and exactly the other at 1.

    α is a weight that no optimiser moves: changed from outside, it acts inside a traced function, too, and is saved.

    Parameters
    ----------
    alpha : float
        At first; 0 to 1.
    """

    def __init__(self, alpha: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        self.start = numeric.real("alpha", alpha, least=0.0, most=1.0)

    def build(self, shapes):
        start = keras.initializers.Constant(self.start)
        self.alpha = self.add_weight(
            (), start, trainable=False, name="alpha", dtype="float32", autocast=False
        )

    def call(self, paths):
        old, new = paths
        alpha = ops.cast(self.alpha, old.dtype)
        return (1.0 - alpha) * old + alpha * new

    def compute_output_shape(self, shapes):
        return shapes[0]

    def get_config(self):
        return {**super().get_config(), "alpha": self.start}
