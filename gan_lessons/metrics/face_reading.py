"""A frozen network that reads from a face what it looks like: smile, glasses, hair and more.

It was trained on drawn faces (`gan_lessons.data.faces.drawn_faces`), whose attributes are known, sharp ones and spoilt ones:
blurred, noisy, at half resolution, as a generator may draw them. So it can say of generated faces whether an edit in latent
space gave what it should. It knows drawn faces only, and reads nothing from photographs. How it was made, and how well it
reads each attribute, stands in ``weights/faces.json``.
"""

import functools

import numpy as np

from . import frozen

SHAPE = (80, 80, 3)
LEAST, MOST = 40, 256  # pixels a side of images that are resized


def network(outputs: int):
    """The convolutional network, untrained: (n, 80, 80, 3) in [-1, 1] to (n, outputs)."""
    from keras import Input, Model, layers

    def conv(x, filters, size=3, strides=1):
        return layers.Conv2D(filters, size, strides, padding="same", kernel_initializer="he_normal")(x)

    def residual(x, filters):
        return layers.Add()([x, conv(layers.ReLU()(conv(layers.ReLU()(x), filters)), filters)])

    images = Input(SHAPE)
    x = layers.ReLU()(conv(images, 24, size=5, strides=2))
    x = residual(conv(x, 48, strides=2), 48)
    x = residual(conv(layers.ReLU()(x), 64, strides=2), 64)
    # Where something is matters here, so the last map, 5 by 5, is not averaged.
    x = layers.ReLU()(conv(layers.ReLU()(x), 128, strides=2))
    x = layers.Dense(96, activation="relu", name="features")(layers.Flatten()(x))
    return Model(images, layers.Dense(outputs, name="answers", dtype="float32")(x), name="face_reader")


class Answers:
    """Which columns of the network's output say what.

    First a column for each number, in units of its spread; then two for each circle, its cosine and sine times √2; then
    for each word's attribute one logit a word; and last the logit of "this is a face". All columns that stand for numbers have
    variance 1 over the faces of training.

    Parameters
    ----------
    numbers : dict
        Name to [low, high, mean, spread].
    circles : list of str
        Numbers in [0, 1] that go once around a circle, such as colours.
    words : dict
        Name to a list of words.
    """

    def __init__(self, numbers: dict, circles: list, words: dict):
        self.numbers, self.circles, self.words = numbers, tuple(circles), words
        self.columns, at = {}, 0
        widths = {name: 1 for name in numbers} | {name: 2 for name in self.circles}
        for name, width in (widths | {name: len(some) for name, some in words.items()}).items():
            self.columns[name] = slice(at, at + width)
            at += width
        self.total = at + 1

    def targets(self, table: np.ndarray) -> np.ndarray:
        """What the network should say of faces with these attributes: float32 (n, total), words as 0 and 1."""
        y = np.empty((len(table), self.total), np.float32)
        for name, (_, _, mean, spread) in self.numbers.items():
            y[:, self.columns[name]] = (table[name][:, None] - mean) / spread
        for name in self.circles:
            angle = 2 * np.pi * table[name]
            y[:, self.columns[name]] = np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        for name, some in self.words.items():
            y[:, self.columns[name]] = table[name][:, None] == np.array(some)
        y[:, -1] = 1
        return y

    def read(self, output: np.ndarray) -> dict[str, np.ndarray]:
        """Attributes from the network's output."""
        found = {}
        for name, (low, high, mean, spread) in self.numbers.items():
            found[name] = np.clip(output[:, self.columns[name]][:, 0] * spread + mean, low, high)
        for name in self.circles:
            cos, sin = output[:, self.columns[name]].T
            found[name] = np.arctan2(sin, cos) / np.float32(2 * np.pi) % 1
        for name, some in self.words.items():
            found[name] = np.array(some)[output[:, self.columns[name]].argmax(axis=1)]
        return found

    def probabilities(self, output: np.ndarray) -> dict[str, np.ndarray]:
        """Probabilities of words, and of "this is a face", from the network's output."""
        found = {}
        for name in self.words:
            logits = output[:, self.columns[name]]
            weights = np.exp(logits - logits.max(axis=1, keepdims=True))
            found[name] = weights / weights.sum(axis=1, keepdims=True)
        found["face"] = 0.5 + 0.5 * np.tanh(output[:, -1] / 2)
        return found


class FaceReader:
    """Reads attributes from images of faces; :func:`face_reader` returns the trained one.

    Parameters
    ----------
    network : keras.Model
        Images (n, 80, 80, 3) in [-1, 1] to columns.
    record : dict
        How the weights were made and what they score; ``record["reads"]`` says what the columns mean.

    Attributes
    ----------
    name : str
        Named in every score that stands on this reader.
    numbers, words : dict
        What it reads, by name: the range (low, high) of each number; the words of each attribute in words.
    circles : tuple of str
        Those of the numbers that go once around a circle, so that 0 and 1 are the same.
    record : dict
    """

    def __init__(self, network, record: dict):
        from gan_lessons import backend

        network.trainable = False
        self.name = record["name"]
        self.network = network
        self.record = record
        self._answers = Answers(**record["reads"])
        self.circles = self._answers.circles
        self.numbers = {name: (low, high) for name, (low, high, *_) in self._answers.numbers.items()}
        self.numbers |= {name: (0, 1) for name in self.circles}
        self.words = {name: tuple(some) for name, some in self._answers.words.items()}
        self._run = backend.compiled(network)

    def __repr__(self) -> str:
        return f"<FaceReader {self.name!r}: images {SHAPE} to {', '.join([*self.numbers, *self.words])}>"

    def _output(self, images: np.ndarray) -> np.ndarray:
        if isinstance(images, np.ndarray) and images.dtype == np.uint8 and images.ndim == 4:
            side, other, channels = images.shape[1:]
            if side == other != SHAPE[0] and channels == 3 and LEAST <= side <= MOST:
                from gan_lessons.data.sizes import resized

                images = resized(images, SHAPE[0])
        return frozen.in_batches(self._run, images, SHAPE)

    def read(self, images: np.ndarray) -> dict[str, np.ndarray]:
        """What each face looks like.

        Parameters
        ----------
        images : ndarray
            (n, 80, 80, 3): uint8 in 0..255, or float32 in [-1, 1] as a tanh generator gives them. Square uint8 images of 40 to 256 pixels are
            resized to 80 first; then compare only what was read at one size.

        Returns
        -------
        dict of str to ndarray (n,)
            By attribute: float32 numbers within its range, or the most probable of its words. Of an image that is no face
            it says something all the same: ask `probabilities` for "face" first.

        Raises
        ------
        ValueError
            If the images have another shape, dtype or range, or there are none.
        """
        return self._answers.read(self._output(images))

    def probabilities(self, images: np.ndarray) -> dict[str, np.ndarray]:
        """How sure it is. Images as in `read`.

        Returns
        -------
        dict of str to ndarray, float32
            For each attribute in words (n, words), in the order of `words`; rows add up to 1. And under "face" the
            probability (n,) that the image is a face at all, and not noise, a blot, or pieces of faces.
        """
        return self._answers.probabilities(self._output(images))

    def features(self, images: np.ndarray) -> np.ndarray:
        """All that it reads, as one row of numbers a face, for scores that compare sets. Images as in `read`.

        Returns
        -------
        ndarray, float32
            (n, d): the numbers of `read`, then the probabilities of each attribute in words.
        """
        output = self._output(images)
        numbers = [values for values in self._answers.read(output).values() if values.dtype.kind == "f"]
        words = [p for p in self._answers.probabilities(output).values() if p.ndim == 2]
        return np.concatenate([np.stack(numbers, axis=1), *words], axis=1)


@functools.cache
def face_reader() -> FaceReader:
    """The reader of drawn faces, trained and frozen; it is loaded once and then shared.

        reader = metrics.face_reader()
        looks = reader.read(images)
        looks["smile"] > 0.3, looks["glasses"] != "none"

    Of 2,000 drawn faces that it had not seen, sharp ones and spoilt ones, it read the glasses right in 99.8 % and 98.2 %,
    the hair colour in 97.1 % and 95.7 %, and explained 92 % and 82 % of the smile's variance (R²).
    ``face_reader().record["scores"]`` has all attributes. It pulls a little towards the middle what it cannot see well, so
    compare what it says of generated faces with what it says of drawn ones. Noise is hardly ever taken for a face (at most
    0.2 %, by kind), halves of two different faces in 13 %.

    Returns
    -------
    FaceReader
        It reads images (n, 80, 80, 3), uint8 or float32 in [-1, 1].

    Raises
    ------
    ValueError
        If its weights are damaged.
    """
    arrays, record = frozen.shipped("faces", "the face reader")
    net = network(Answers(**record["reads"]).total)
    frozen.set_weights(net, arrays)
    return FaceReader(net, record)
