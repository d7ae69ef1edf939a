"""Keras's InceptionV3 as an extractor: 2,048 features and 1,000 classes of ImageNet (arXiv:1512.00567)."""

import functools
import hashlib
import os
from pathlib import Path

from gan_lessons import numeric

import numpy as np

from . import pixels

WEIGHTS_FILE = "inception_v3_weights_tf_dim_ordering_tf_kernels.h5"
WEIGHTS_URL = f"https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/{WEIGHTS_FILE}"
WEIGHTS_MD5 = "9a0d58056eeedaa3f26cb7ebd46da564"  # the value that Keras itself checks
MEGABYTES = 96


class InceptionError(RuntimeError):
    """The weights of Keras's InceptionV3 cannot be had; the message says why and what to do."""


class Inception:
    """A classifier of photographs that reads images of any size; :func:`inception` returns Keras's InceptionV3.

    Images are resized in batches, inside the network's own graph, so a whole set is never in memory at the network's
    size. The resizing is bilinear and, where an image shrinks, antialiased; it is not the resizing of published scores
    either, and scores depend on it.

    Parameters
    ----------
    network : keras.Model
        Images (n, h, w, 3) in [-1, 1] to class probabilities (n, classes); its last layer is a ``Dense`` one with softmax.
    name : str
        Named in every score.
    batch_size : int
        Images at a time.
    """

    def __init__(self, network, name: str = "inception", batch_size: int = 32):
        from gan_lessons import backend

        import keras

        batch_size = numeric.whole("batch_size", batch_size)
        network.trainable = False
        self.name = name
        self.network = network
        self.batch_size = batch_size
        h, w, _ = network.input_shape[1:]
        head = network.layers[-1]
        # The head is one matrix product, done here: so what read the features need not run again for the classes.
        self._kernel, self._bias = (np.asarray(weight) for weight in head.get_weights())
        images = keras.Input((None, None, 3))
        resized = keras.layers.Resizing(h, w, interpolation="bilinear", antialias=True)(images)
        body = keras.Model(network.input, head.input)
        self._run = backend.compiled(keras.Model(images, body(resized)))

    def __repr__(self) -> str:
        return f"<Inception {self.name!r}: images of any size to {self._kernel.shape[0]:,} features>"

    def features(self, images: np.ndarray) -> np.ndarray:
        """What the last layer before the classes sees: float32 (n, features).

        Parameters
        ----------
        images : ndarray
            (n, h, w, 3) or, grey, (n, h, w, 1): uint8 in 0..255, or float32 in [-1, 1]. They are left as they are. Images that
            are not square are stretched: crop them first.

        Raises
        ------
        ValueError
            If the images have another shape, dtype or range, or there are none.
        """
        images = _checked(images)
        found = [
            self._run(_prepared(images[i : i + self.batch_size]))
            for i in range(0, len(images), self.batch_size)
        ]
        return np.concatenate(found)

    def probabilities_from(self, features: np.ndarray) -> np.ndarray:
        """Class probabilities from features (n, features) computed before: float32 (n, classes), rows add up to 1."""
        features = numeric.array("features", features)
        if features.ndim != 2 or features.shape[1] != len(self._kernel):
            raise ValueError(f"features has shape {features.shape}; expected (n, {len(self._kernel):,}).")
        logits = features @ self._kernel + self._bias
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        return weights / weights.sum(axis=1, keepdims=True)

    def probabilities(self, images: np.ndarray) -> np.ndarray:
        """Class probabilities: float32 (n, classes), rows add up to 1. Images as in :meth:`features`."""
        return self.probabilities_from(self.features(images))


def inception(
    weights: str | os.PathLike | None = "imagenet", batch_size: int = 32, verbose: bool = True
) -> Inception:
    """Keras's InceptionV3 as an extractor of 2,048 features, with the probabilities of 1,000 classes.

    Its scores are not those of papers, and are not to be set beside them. Published Inception Scores and FIDs come from
    the TensorFlow graph of 2015: another training of a network that differs in small things, with 1,008 outputs, and
    another resizing. Keras's weights are a later training. So "FID 5" here and "FID 5" there are on two scales: compare only
    scores from this extractor with each other. Its classes are those of ImageNet photographs, so its Inception Score means
    nothing for digits, clothes or faces, and its features say little about them: take a classifier of the data set there.

    The weights are those in Keras's cache (``models`` in ``~/.keras``, or in ``KERAS_HOME``); if they are not there, they are
    downloaded once (96 MB), never with ``GAN_LESSONS_OFFLINE=1``.

    Parameters
    ----------
    weights : str, path or None
        ``"imagenet"``; or a file of weights for the network with its classes; or None for random ones, which show
        that code runs and nothing else.
    batch_size : int
        Images at a time.
    verbose : bool
        Say the size before a download.

    Returns
    -------
    Inception
        With ``"imagenet"`` it is loaded once and then shared.

    Raises
    ------
    InceptionError
        If the weights are not here and cannot or may not be downloaded, or are damaged.
    """
    if not isinstance(weights, str | os.PathLike | None):
        raise ValueError(f"weights is {numeric.shown(weights)}; expected 'imagenet', a file, or None.")
    batch_size, verbose = numeric.whole("batch_size", batch_size), numeric.flag("verbose", verbose)
    if weights == "imagenet":
        return _imagenet(batch_size, verbose)
    name = "inception (random weights)" if weights is None else f"inception ({Path(weights).name})"
    return Inception(_network(weights), name, batch_size)


@functools.lru_cache(maxsize=2)
def _imagenet(batch_size: int, verbose: bool) -> Inception:
    return Inception(_network(_weights(verbose)), "inception", batch_size)


def _network(weights: str | os.PathLike | None):
    import keras

    if weights is not None and not Path(weights).is_file():
        raise InceptionError(f"There is no file {weights}; expected weights of Keras's InceptionV3.")
    network = keras.applications.InceptionV3(weights=None)
    if weights is not None:
        try:
            network.load_weights(weights)
        except Exception as error:  # HDF5 and Keras raise almost anything
            raise InceptionError(
                f"{weights} does not hold the weights of Keras's InceptionV3 ({error})."
            ) from error
    return network


def _weights(verbose: bool) -> Path:
    """Keras's own copy of the weights, checked; downloaded if there is none."""
    from gan_lessons.data import downloads, sources

    place = sources.keras_home() / "models" / WEIGHTS_FILE
    if not place.is_file():
        try:
            return downloads.download_file(
                WEIGHTS_URL, place, WEIGHTS_MD5, "Weights of InceptionV3", MEGABYTES, verbose
            )
        except sources.DataError as error:
            raise InceptionError(
                f"The weights of Keras's InceptionV3 are not on this machine, and {error} Download {WEIGHTS_URL} elsewhere "
                f"and put it at {place}. Or use a classifier of this package (extractor='mnist', 'fashion_mnist' "
                "or 'cifar10'), which needs no download and judges its own kind of image better."
            ) from error
    digest = hashlib.md5(usedforsecurity=False)
    with open(place, "rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    if digest.hexdigest() != WEIGHTS_MD5:
        raise InceptionError(f"{place} is damaged. Delete it, and it is downloaded anew (96 MB).")
    return place


def _checked(images: np.ndarray) -> np.ndarray:
    return pixels.checked(
        images, lambda shape: len(shape) == 4 and shape[-1] in (1, 3), "(n, h, w, 3) or (n, h, w, 1)"
    )


def _prepared(images: np.ndarray) -> np.ndarray:
    """Three channels in [-1, 1], as Keras's own preprocessing makes them, in memory of their own."""
    images = pixels.scaled(images)
    return np.repeat(images, 3, axis=-1) if images.shape[-1] == 1 else images
