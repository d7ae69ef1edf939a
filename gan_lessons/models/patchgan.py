"""Discriminators that judge patches (arXiv 1611.07004, 1604.04382; chapters 21 to 26).

A PatchGAN is a stack of convolutions without a dense layer at its end: its output is a map of logits, and each of them sees a part of the
image only. How large a part follows from the layers, and is what this module calls a network by.

With 4 x 4 kernels and `n` layers of stride 2, then two of stride 1, a logit sees 16, 34, 70, 142 or 286 pixels for n = 1 to 5. The
classic Keras programs mean to build the one that sees 70 and build the one that sees 142: they have a layer of stride 2 too many.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models.blocks import NORMS, normalised
from gan_lessons.models.dcgan import LARGEST
from gan_lessons.models.initializers import Fresh

import keras
from keras import layers

HALVINGS = {1: 0, 16: 1, 34: 2, 70: 3, 142: 4, 286: 5}  # pixels that a logit sees: layers of stride 2
MOST = 8  # times the width


def discriminator(
    sees: int = 70,
    size: int = 256,
    channels: tuple[int, ...] = (3, 3),
    *,
    norm: str = "instance",
    width: int = 64,
    seed: int | None = None,
    name: str = "discriminator",
) -> keras.Model:
    """Images to a map of logits: positive means "real".

    Parameters
    ----------
    sees : 1, 16, 34, 70, 142 or 286
        Side of the square of pixels that a logit depends on. 1: each pixel is judged by itself. 286: more than an image of 256 pixels has. With
        two colour images and batch norm, 70 has 2,771,393 parameters, and 142, which the classic programs build, 6,968,257. (Through an
        instance norm, each logit also depends on the mean and variance of whole maps.)
    size : int
        Height and width in pixels, of at least 4 (any for `sees=1`). A multiple of 2ⁿ loses nothing at the rim.
    channels : tuple of int
        Of each image that it is given: (3, 3) for source and target; (3,) for the target alone, a discriminator that is told nothing of the source.
    norm : "instance", "batch" or "none"
        The first layer and the last have none.
    width : int
        Channels of the first layer; they double from layer to layer, up to eight times as many.
    seed : int, optional
        Seed of the initial weights.
    name : str
        The network's; a CycleGAN has two of them.

    Returns
    -------
    keras.Model
        float32 (n, size, size, c) in [-1, 1] for each c in `channels`, to float32 (n, side, side, 1).

    Raises
    ------
    ValueError
        If there is no such network, or the image is too small for a norm.
    """
    size = _check(sees, size, channels, norm, width)
    init = Fresh("normal", seed, 1)
    images = [
        keras.Input((size, size, c), name=domain)
        for c, domain in zip(channels, ("source", "target")[-len(channels) :], strict=True)
    ]
    x = layers.Concatenate()(images) if len(images) > 1 else images[0]
    kernel, halvings = 1 if sees == 1 else 4, HALVINGS[sees]
    for i in range(max(halvings, 1) + 1):
        stride = 2 if i < halvings else 1
        x = layers.Conv2D(min(2**i, MOST) * width, kernel, stride, padding="same", kernel_initializer=init())(
            x
        )
        x = normalised(x, norm) if i else x
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    logits = layers.Conv2D(1, kernel, padding="same", kernel_initializer=init())(x)
    return keras.Model(images if len(images) > 1 else images[0], logits, name=name)


def _check(sees, size, channels, norm, width) -> int:
    if numeric.whole("sees", sees) not in HALVINGS:
        raise ValueError(
            f"sees is {sees}; a patch of {', '.join(map(str, HALVINGS))} pixels can be had with kernels of 4 x 4."
        )
    smallest = 2 ** (HALVINGS[sees] + 1)
    size = numeric.whole("size", size, most=LARGEST)
    if size < smallest:
        raise ValueError(
            f"size is {size}; to see {sees} pixels this network halves its images {HALVINGS[sees]} times, and needs {smallest} pixels or more. "
            "Choose a smaller `sees`."
        )
    if not isinstance(channels, tuple | list) or len(channels) not in (1, 2):
        raise ValueError(f"channels is {numeric.shown(channels)}; give (source, target), or (target,) alone.")
    for c in channels:
        numeric.whole("channels", c, most=LARGEST)
    numeric.choice("norm", norm, NORMS)
    numeric.whole("width", width, most=LARGEST)
    return size
