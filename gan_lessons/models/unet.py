"""The U-Net that translates images in Pix2Pix (arXiv 1611.07004; chapters 21 to 23).

An encoder halves the image until one pixel is left, a decoder doubles that back to full size. Each map of the encoder is handed over to the
decoder's map of the same size, beside what came through the bottleneck: what lies where need not pass through one pixel.

"classic": the network of the paper, as the well-known Keras program builds it, with batch norm. "laptop": narrower; it stops halving at 4 x 4
pixels, hands over the source itself, too, at full size, and has instance norm, which at a batch size of 1 is what batch norm does in
training, and does the same afterwards.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models.blocks import NORMS, LastingDropout, normalised
from gan_lessons.models.dcgan import LARGEST, check
from gan_lessons.models.initializers import Fresh

import keras
from keras import layers

SIZES = (8, 16, 32, 64, 128, 256, 512)
WIDTH = {"classic": 64, "laptop": 24}
MOST = {"classic": 8, "laptop": 4}  # times the width, where the image is small
SMALLEST = {"classic": 1, "laptop": 4}  # side of the bottleneck's map
NOISY = {"classic": 3, "laptop": 1}  # of the decoder's blocks, from the bottleneck on, have dropout
AT_FULL_SIZE = 16  # channels of the laptop's decoder


def generator(
    recipe: str = "classic",
    size: int = 256,
    channels: tuple[int, int] = (3, 3),
    *,
    norm: str | None = None,
    skips: bool | tuple[int, ...] = True,
    dropout: float = 0.5,
    width: int | None = None,
    seed: int | None = None,
    name: str = "generator",
) -> keras.Model:
    """Images of one domain to images of another.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 54,429,315 parameters at 256 pixels, 54,419,459 of them trainable.
    size : 8, 16, 32, 64, 128, 256 or 512
        Height and width in pixels; the depth follows from it.
    channels : (int, int)
        Of the source and of the target: 1 for grey, 3 for colour, 6 for two colour images.
    norm : "instance", "batch" or "none", optional
        Default: "batch" in "classic", "instance" in "laptop". With "instance" the classic network has 54,419,459 parameters.
    skips : bool or tuple of int
        Which maps are handed over to the decoder, by their side in pixels, some of `sides(recipe, size)`. True: all, False: none, which makes
        it an encoder and a decoder.
    dropout : float
        Rate in the decoder's first three blocks, in "laptop" in its first. It is the network's only noise, and it stays on after training.
    width : int, optional
        Channels at half size. Default: 64 in "classic", 24 in "laptop".
    seed : int, optional
        Seed of the initial weights and of dropout.
    name : str
        The network's; a CycleGAN has two of them.

    Returns
    -------
    keras.Model
        float32 (n, size, size, channels[0]) to float32 (n, size, size, channels[1]), both in [-1, 1].

    Raises
    ------
    ValueError
        If the recipe or the norm is unknown, there is no such size, map or rate, or a number is too large or small.
    """
    check(recipe)
    width, norm, dropout, handed_over = _checked(recipe, size, channels, norm, skips, dropout, width)
    init = Fresh("normal", seed, 0)
    source = x = keras.Input((size, size, channels[0]), name="source")
    encoded = []
    while x.shape[1] > 2 * SMALLEST[recipe]:
        filters = min(width * 2 ** len(encoded), MOST[recipe] * width)
        x = layers.Conv2D(filters, 4, 2, padding="same", kernel_initializer=init())(x)
        x = normalised(x, norm) if encoded else x  # not the first: it would take the image's brightness away
        x = layers.LeakyReLU(negative_slope=0.2)(x)
        encoded.append(x)
    # The bottleneck has no norm: of a single pixel it would leave nothing.
    x = layers.Conv2D(MOST[recipe] * width, 4, 2, padding="same", kernel_initializer=init())(x)
    x = layers.ReLU()(x)
    for i, beside in enumerate(reversed(encoded)):
        x = layers.Conv2DTranspose(beside.shape[-1], 4, 2, padding="same", kernel_initializer=init())(x)
        x = normalised(x, norm)
        if dropout and i < NOISY[recipe]:
            x = LastingDropout(dropout, seed=init.seed())(x)
        if beside.shape[1] in handed_over:
            x = layers.Concatenate()([x, beside])
        x = layers.ReLU()(x)
    if recipe == "classic":
        target = layers.Conv2DTranspose(
            channels[1], 4, 2, padding="same", activation="tanh", kernel_initializer=init()
        )(x)
    else:
        x = layers.Conv2DTranspose(AT_FULL_SIZE, 4, 2, padding="same", kernel_initializer=init())(x)
        x = layers.ReLU()(normalised(x, norm))
        x = layers.Concatenate()([x, source]) if size in handed_over else x
        target = layers.Conv2D(channels[1], 3, padding="same", activation="tanh", kernel_initializer=init())(
            x
        )
    return keras.Model(source, target, name=name)


def sides(recipe: str = "classic", size: int = 256) -> tuple[int, ...]:
    """Sides, in pixels, of the maps that can be handed over to the decoder, the largest first.

    Raises
    ------
    ValueError
        If the recipe or the size is unknown.
    """
    check(recipe)
    side = _size(size) // (2 if recipe == "classic" else 1)
    found = []
    while side > SMALLEST[recipe]:
        found.append(side)
        side //= 2
    return tuple(found)


def _size(size) -> int:
    if numeric.whole("size", size) not in SIZES:
        raise ValueError(
            f"size is {size}; a U-Net halves its images again and again, so that it takes {', '.join(map(str, SIZES))} pixels. Crop or resize "
            "the images."
        )
    return size


def _checked(recipe, size, channels, norm, skips, dropout, width):
    there = sides(recipe, size)
    if not isinstance(channels, tuple | list) or len(channels) != 2:
        raise ValueError(f"channels is {numeric.shown(channels)}; give those of source and target: (3, 3).")
    for n in channels:
        numeric.whole("channels", n, most=LARGEST)
    width = WIDTH[recipe] if width is None else numeric.whole("width", width, most=LARGEST)
    norm = {"classic": "batch", "laptop": "instance"}[recipe] if norm is None else norm
    numeric.choice("norm", norm, NORMS)
    dropout = numeric.real("dropout", dropout, least=0.0, below=1.0)
    if isinstance(skips, bool):
        skips = there if skips else ()
    elif not isinstance(skips, tuple | list) or not set(skips) <= set(there):
        raise ValueError(
            f"skips is {numeric.shown(skips)}; give True, False, or some of the maps by their side: {there}."
        )
    return width, norm, dropout, set(skips)
