"""The residual network that translates images in CycleGAN (arXiv 1703.10593, after 1603.08155; chapters 24 to 26).

It halves the image twice, changes it in a row of blocks, and doubles it twice. A block adds to its input what two convolutions make of it.

"paper": additive blocks, edges mirrored, no norm before the tanh. "classic": the network of the well-known Keras program, which differs in all
three: it lays each block's result beside its input, so that 256 channels grow to 2,560; pads with zeros; and has an instance norm
before the tanh, into which each channel then goes with one mean and contrast in all images. "laptop": "paper", narrower and shorter.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models.blocks import ReflectionPadding, normalised
from gan_lessons.models.dcgan import LARGEST, check
from gan_lessons.models.initializers import Fresh

import keras
from keras import layers

RECIPES = ("classic", "paper", "laptop")
WIDTH = {"classic": 64, "paper": 64, "laptop": 24}
LAPTOP_BLOCKS = 4


def generator(
    recipe: str = "classic",
    size: int = 256,
    channels: tuple[int, int] = (3, 3),
    *,
    blocks: int | None = None,
    width: int | None = None,
    seed: int | None = None,
    name: str = "generator",
) -> keras.Model:
    """Images of one domain to images of another.

    Parameters
    ----------
    recipe : "classic", "paper" or "laptop"
        With nine blocks, "classic" has 35,276,553 parameters and "paper" 11,388,675; with six, "paper" has 7,845,123.
    size : int
        Height and width in pixels: a multiple of 4, of at least 8.
    channels : (int, int)
        Of the source and of the target.
    blocks : int, optional
        Default: nine from 256 pixels on and six below, as in the paper; four in "laptop".
    width : int, optional
        Channels at full size. Default: 64, in "laptop" 24.
    seed : int, optional
        Seed of the initial weights.
    name : str
        The network's; a CycleGAN has two of them.

    Returns
    -------
    keras.Model
        float32 (n, size, size, channels[0]) to float32 (n, size, size, channels[1]), both in [-1, 1].

    Raises
    ------
    ValueError
        If the recipe is unknown, the size is no multiple of 4, or a number is too large or small.
    """
    blocks, width = _checked(recipe, size, channels, blocks, width)
    init, mirrored = Fresh("normal", seed, 0), recipe != "classic"

    def convolved(x, filters, kernel, stride=1):
        if mirrored and stride == 1:
            x = ReflectionPadding(kernel // 2)(x)
        padding = "valid" if mirrored and stride == 1 else "same"
        return layers.Conv2D(filters, kernel, stride, padding=padding, kernel_initializer=init())(x)

    def active(x):
        return layers.ReLU()(normalised(x, "instance"))

    source = x = keras.Input((size, size, channels[0]), name="source")
    x = active(convolved(x, width, 7))
    for k in (2, 4):
        x = active(convolved(x, k * width, 3, 2))
    for _ in range(blocks):
        change = active(convolved(x, 4 * width, 3))
        change = normalised(convolved(change, 4 * width, 3), "instance")
        x = layers.Add()([x, change]) if mirrored else layers.Concatenate()([change, x])
    for k in (2, 1):
        x = layers.Conv2DTranspose(k * width, 3, 2, padding="same", kernel_initializer=init())(x)
        x = active(x)
    x = convolved(x, channels[1], 7)
    x = x if mirrored else normalised(x, "instance")
    return keras.Model(source, layers.Activation("tanh", name="target")(x), name=name)


def _checked(recipe, size, channels, blocks, width) -> tuple[int, int]:
    check(recipe, recipes=RECIPES)
    size = numeric.whole("size", size, 8, LARGEST)
    if size % 4:
        raise ValueError(
            f"size is {size}; this network halves its images twice and doubles them twice, so that it takes multiples of 4. Crop the images "
            f"to {size // 4 * 4}."
        )
    if not isinstance(channels, tuple | list) or len(channels) != 2:
        raise ValueError(f"channels is {numeric.shown(channels)}; give those of source and target: (3, 3).")
    for n in channels:
        numeric.whole("channels", n, most=LARGEST)
    if blocks is None:
        blocks = LAPTOP_BLOCKS if recipe == "laptop" else 9 if size >= 256 else 6
    return numeric.whole("blocks", blocks, most=100), (
        WIDTH[recipe] if width is None else numeric.whole("width", width, most=LARGEST)
    )
