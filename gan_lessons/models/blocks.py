"""What networks that translate images are built of: norms, paddings, and noise that does not stop after training."""

from __future__ import annotations

from gan_lessons import numeric

import keras
from keras import layers, ops

NORMS = ("instance", "batch", "none")


def normalised(x, kind: str):
    """A feature map after its norm, each channel with a scale and an offset of its own that are learned.

    Parameters
    ----------
    x : KerasTensor (n, height, width, channels)
    kind : "instance", "batch" or "none"
        "instance": each channel of each image by its own mean and variance, in training and after it (arXiv 1607.08022). "batch": by those
        of the batch in training, by their moving averages after it. At a batch size of 1 the two do the same in training, and differ
        after it.

    Returns
    -------
    KerasTensor of the same shape

    Raises
    ------
    ValueError
        If the norm is unknown, or is to be taken of a single pixel: less its own mean, that is zero whatever it holds.
    """
    numeric.choice("norm", kind, NORMS)
    if kind == "none":
        return x
    if kind == "batch":
        return layers.BatchNormalization()(x)
    if tuple(x.shape[1:3]) == (1, 1):
        raise ValueError(
            "An instance norm of a map of 1 x 1 pixels is zero whatever the pixel holds. Leave the norm out there."
        )
    return layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)


@keras.saving.register_keras_serializable(package="gan_lessons")
class LastingDropout(layers.Dropout):
    """Dropout that goes on after training: the only noise in a Pix2Pix generator (arXiv 1611.07004).

    Keras's own layer, called with `training=True`, is overruled inside `fit` and `predict`, which say for themselves whether they train.

    Parameters
    ----------
    rate : float
        Share of the inputs that become zero, from 0 to below 1; the others are divided by 1 - rate.
    seed : int, optional
    """

    def call(self, inputs, training=True):
        return super().call(inputs, training=True)


@keras.saving.register_keras_serializable(package="gan_lessons")
class ReflectionPadding(layers.Layer):
    """A rim that mirrors the image at its edge: zeros there would be an edge that the scene does not have.

    Parameters
    ----------
    rim : int
        Pixels on each side, fewer than the image has.
    """

    def __init__(self, rim: int, **kwargs):
        super().__init__(**kwargs)
        self.rim = numeric.whole("rim", rim)

    def call(self, inputs):
        return ops.pad(inputs, [(0, 0), (self.rim, self.rim), (self.rim, self.rim), (0, 0)], mode="reflect")

    def compute_output_shape(self, input_shape):
        n, height, width, channels = input_shape
        return n, *(None if side is None else side + 2 * self.rim for side in (height, width)), channels

    def get_config(self):
        return {**super().get_config(), "rim": self.rim}
