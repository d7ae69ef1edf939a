"""What the tests of the latent widgets share: a small generator and a reader that can be computed by hand."""

import io

from gan_lessons import plots

import keras
import numpy as np
from PIL import Image


def generator(d=6, channels=3, side=8):
    keras.utils.set_random_seed(0)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((d,)),
            layers.Dense(side * side * channels, activation="tanh"),
            layers.Reshape((side, side, channels)),
        ]
    )


def drawn(model, z):
    """The image (h, w, c), uint8, that a model draws from one point, by another way than the widgets'."""
    return plots.to_uint8(keras.ops.convert_to_numpy(model(np.asarray(z)[None], training=False)))[0]


def shown(image):
    """The pixels of an ipywidgets.Image."""
    return np.asarray(Image.open(io.BytesIO(image.value)))


class Reader:
    """Reads two numbers and a word off uint8 images."""

    def __init__(self):
        self.numbers = {"smile": (-1, 1), "hair_length": (0, 1)}

    def read(self, images):
        assert images.dtype == np.uint8 and images.ndim == 4
        light = images.reshape(len(images), -1).mean(1) / 255
        return {
            "smile": 2 * light - 1,
            "glasses": np.where(light > 0.5, "none", "round <b>"),
            "hair_length": light,
        }

    def probabilities(self, images):
        return {"glasses": np.full((len(images), 2), 0.5), "face": np.ones(len(images))}
