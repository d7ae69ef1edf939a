"""Frozen classifiers: small networks, trained on real images by this code, that read what a generator draws.

A classifier's confidence is only worth quoting if it means something. Each of these is calibrated on real images
(temperature scaling, arXiv:1706.04599) and was shown noise and broken images beside the real ones, with the
uniform distribution as their target (outlier exposure, arXiv:1812.04606): noise gets no confident
answer. How each was made, and what it scores, stands in ``weights/<name>.json``.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from . import frozen

WEIGHTS = frozen.WEIGHTS


# No batch normalisation in these networks: it would make what one image scores depend, in training, on the noise
# beside it.


def small_convnet(shape: tuple[int, int, int], classes: int):
    """A convolutional network for small grey images, untrained: (n, *shape) in [-1, 1] to logits (n, classes).

    The layer named ``features`` is the last one before the logits: (n, 64).
    """
    import keras
    from keras import layers

    def block(x, filters, size=3, padding="same", pool=False):
        x = layers.Conv2D(filters, size, padding=padding, kernel_initializer="he_normal")(x)
        return layers.ReLU()(layers.MaxPooling2D()(x) if pool else x)

    images = keras.Input(shape)
    # The background becomes 0, which is also what "same" pads with.
    x = layers.Rescaling(0.5, offset=0.5)(images)
    x = block(x, 16, size=5, padding="valid", pool=True)
    x = block(x, 32)
    x = block(x, 48, pool=True)
    x = block(x, 64)
    x = block(x, 64)
    x = layers.Dropout(0.2)(layers.Flatten()(x))
    x = layers.Dense(64, activation="relu", name="features")(x)
    return keras.Model(images, layers.Dense(classes, name="logits")(x), name="small_convnet")


def small_resnet(shape: tuple[int, int, int], classes: int, width: int = 32):
    """A residual network (arXiv:1512.03385) for small photographs, untrained: (n, *shape) in [-1, 1] to logits.

    ``width`` is the number of filters in the first layer; the last ones have four times as many. The layer named
    ``features``, the last one before the logits, is the mean over the last feature map: (n, 4 width).
    """
    import keras
    from keras import layers

    def conv(x, filters):
        return layers.Conv2D(filters, 3, padding="same", kernel_initializer="he_normal")(x)

    def halved(x, filters):
        return layers.ReLU()(conv(layers.MaxPooling2D(padding="same")(x), filters))

    def residual(x, filters):
        return layers.ReLU()(layers.Add()([x, conv(layers.ReLU()(conv(x, filters)), filters)]))

    images = keras.Input(shape)
    x = layers.ReLU()(conv(images, width))
    x = residual(halved(x, 2 * width), 2 * width)
    x = residual(halved(x, 4 * width), 4 * width)
    x = halved(x, 4 * width)
    # The features and the logits are in single precision even if the rest is trained in half.
    x = layers.GlobalAveragePooling2D(name="features", dtype="float32")(x)
    return keras.Model(images, layers.Dense(classes, name="logits", dtype="float32")(x), name="small_resnet")


@dataclass(frozen=True)
class Spec:
    """What a classifier reads, and the function that builds its network."""

    shape: tuple[int, int, int]
    classes: int
    network: Callable


SPECS = {
    "mnist": Spec((28, 28, 1), 10, small_convnet),
    "fashion_mnist": Spec((28, 28, 1), 10, functools.partial(small_resnet, width=24)),
    "cifar10": Spec((32, 32, 3), 10, small_resnet),
}


class Classifier:
    """A frozen network with calibrated probabilities; :func:`classifier` returns the trained ones.

    Parameters
    ----------
    name : str
        Named in every score that stands on this classifier.
    network : keras.Model
        Images (n, h, w, c) in [-1, 1] to logits (n, classes); its last layer but one is called ``features``.
    temperature : float
        The logits are divided by it before the softmax.
    record : dict
        How the weights were made and what they score.
    """

    def __init__(self, name: str, network, temperature: float = 1.0, record: dict | None = None):
        from gan_lessons import backend

        import keras

        network.trainable = False
        self.name = name
        self.network = network
        self.temperature = numeric.real("temperature", temperature, above=0.0)
        self.record = record or {}
        self.shape = tuple(network.input_shape[1:])
        self.classes = network.output_shape[-1]
        self._run_logits = backend.compiled(network)
        self._run_features = backend.compiled(
            keras.Model(network.input, network.get_layer("features").output)
        )

    def __repr__(self) -> str:
        return f"<Classifier {self.name!r}: images {self.shape} to {self.classes} classes>"

    def logits(self, images: np.ndarray) -> np.ndarray:
        """The network's own output, not calibrated: float32 (n, classes).

        Parameters
        ----------
        images : ndarray
            (n, h, w, c): uint8 in 0..255, or float32 in [-1, 1] as a tanh generator gives them.

        Raises
        ------
        ValueError
            If the images have another shape, dtype or range, or there are none.
        """
        return frozen.in_batches(self._run_logits, images, self.shape)

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        """Calibrated class probabilities: float32 (n, classes), rows add up to 1. Images as in :meth:`logits`."""
        scaled = self.logits(images) / np.float32(self.temperature)
        weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return weights / weights.sum(axis=1, keepdims=True)

    def predict(self, images: np.ndarray) -> np.ndarray:
        """The most probable class of each image: int32 (n,). Images as in :meth:`logits`."""
        return self.logits(images).argmax(axis=1).astype("int32")

    def features(self, images: np.ndarray) -> np.ndarray:
        """What the last layer before the logits sees: float32 (n, features). Images as in :meth:`logits`."""
        return frozen.in_batches(self._run_features, images, self.shape)


def classifier(name: str = "mnist") -> Classifier:
    """A classifier trained on real images and frozen; it is loaded once and then shared.

    Parameters
    ----------
    name : str
        Each reads images (n, h, w, c), uint8 or float32 in [-1, 1]:

        - ``"mnist"``: digits, (n, 28, 28, 1) to 10 classes; 99.5 % of the test images right.
        - ``"fashion_mnist"``: clothes, (n, 28, 28, 1) to 10 classes; 93.0 % right.
        - ``"cifar10"``: photographs in colour, (n, 32, 32, 3) to 10 classes; 85.9 % right. Even on real
          photographs it is often unsure, so compare what it says of generated ones with what it says of those.
          Coarse blobs of colour, such as some untrained generators draw, deceive it more often than other noise:
          7 % of them get a confident answer.

    Returns
    -------
    Classifier

    Raises
    ------
    ValueError
        If there is no classifier of this name, or its weights do not fit its network.
    """
    if not isinstance(name, str) or name not in SPECS:
        raise ValueError(
            f"There is no classifier {numeric.shown(name)}. Choose one of: {', '.join(sorted(SPECS))}."
        )
    return _load(name)


def judge_of(which: str | Classifier) -> Classifier:
    """A classifier by its name, or one of your own: anything with `name`, `classes` and `probabilities`."""
    if all(hasattr(which, name) for name in ("name", "classes", "probabilities")):
        return which
    return classifier(which)


@functools.cache
def _load(name: str) -> Classifier:
    spec = SPECS[name]
    network = spec.network(spec.shape, spec.classes)
    arrays, record = frozen.shipped(name, f"classifier {name!r}")
    temperature = arrays.pop("temperature")
    frozen.set_weights(network, arrays)
    return Classifier(name, network, temperature, record)
