"""The way back: from a picture to the w that draws it, by gradient descent on w (chapter 29).

As in arXiv 1912.04958, but with pixels as the loss, at full size and halved again and again, where the paper has the features of a network that was
trained on photographs.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.latent.styles import Styles

import numpy as np

SMALLEST = 8  # pixels down to which pictures are halved
RATE = 0.1  # standard deviations of w, of which one step of Adam moves each number of w by about as many
MEASURED = 1000  # random w by which mean and standard deviation are measured


def project(
    generator,
    images: np.ndarray,
    steps: int = 200,
    *,
    each_place: bool = False,
    rate: float = RATE,
    seed: int = 0,
) -> np.ndarray:
    """Styles whose pictures come close to the given ones.

    Each search begins at the mean w and follows the gradient by Adam; in the last quarter of the steps its rate falls to 0. Every step
    has noise of its own, so that no search relies on one draw. A picture unlike all that the generator draws has no such w: look at
    what was found, `Styles.pictures`, before you edit it.

    Parameters
    ----------
    generator : Styles, keras.Model, Sampler or game
        Of `models.stylegan`.
    images : array-like (n, height, width, channels)
        uint8, or float in [-1, 1], of the generator's size. All n are searched for at once, each by itself.
    steps : int
    each_place : bool
        Whether each place gets a w of its own (often called W+): closer to the picture, and farther from what the mapping network gives.
    rate : float
        Of Adam, in standard deviations of w.
    seed : int
        Of the random w that the mean is taken of, and of the noise.

    Returns
    -------
    ndarray (n, places, w_dim), float32

    Raises
    ------
    ValueError
        If the generator is of another family, the images do not have its shape or range, or a number is out of range.
    """
    steps, rate = numeric.whole("steps", steps), numeric.real("rate", rate, above=0.0)
    each_place = numeric.flag("each_place", each_place)
    seed = numeric.whole("seed", seed, 0, 2**31 - 1)
    styles = generator if isinstance(generator, Styles) else Styles(generator)
    targets = _checked(images, styles.shape)
    slope = _slope(styles.synthesis)
    random = styles.of(np.random.default_rng(seed).standard_normal((MEASURED, styles.latent_dim)))[:, 0]
    unit = rate * random.std()
    shape = (len(targets), styles.places if each_place else 1, styles.w_dim)
    ws = np.broadcast_to(random.mean(axis=0), shape).astype("float64")
    mean, square = np.zeros(shape), np.zeros(shape)
    for step in range(1, steps + 1):
        now = np.repeat(ws, styles.places // ws.shape[1], axis=1)
        gradient = slope(now, targets, noise=seed + step).astype("float64")
        gradient = gradient if each_place else gradient.sum(axis=1, keepdims=True)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        way = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-12)
        ws = ws - unit * min(1.0, 4 * (1 - (step - 1) / steps)) * way
    return np.repeat(ws, styles.places // ws.shape[1], axis=1).astype(np.float32)


def _checked(images, shape) -> np.ndarray:
    """The targets, float32 in [-1, 1]."""
    images = numeric.array("images", images)
    if images.shape[1:] != shape or not len(images):
        raise ValueError(f"images have shape {images.shape}; this generator draws (n, {str(shape)[1:]}.")
    if images.dtype == np.uint8:
        return images.astype(np.float32) / np.float32(127.5) - 1
    if images.dtype.kind != "f" or np.abs(images).max() > 1:
        raise ValueError(
            f"images are {images.dtype}, from {images.min()} to {images.max()}; give uint8, or floats in [-1, 1]."
        )
    return images.astype(np.float32)


def _slope(synthesis):
    """The gradient of the loss, as a function of ws and targets."""
    from gan_lessons import backend  # here, so that drawing points and walking need none

    import keras
    from keras import ops

    class Slope(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.synthesis = synthesis

        def call(self, ws, targets):
            def loss(ws):
                gap, total = self.synthesis(ws, training=False) - targets, 0.0
                while True:
                    total += ops.mean(ops.square(gap), axis=(1, 2, 3))
                    if gap.shape[1] <= SMALLEST:
                        return total
                    gap = ops.average_pool(gap, 2, data_format="channels_last")

            return backend.gradient_of(loss, ws)

        def compute_output_shape(self, ws_shape, targets_shape):
            return ws_shape

    inputs = keras.Input(synthesis.input_shape[1:]), keras.Input(synthesis.output_shape[1:])
    return backend.compiled(keras.Model(inputs, Slope()(*inputs)))
