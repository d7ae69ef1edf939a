"""StyleGAN: a generator that is told at each scale what its image is to look like there (chapter 29).

A mapping network turns the latent z into a style w; every layer of the synthesis network reads w for itself, and starts from a learned constant. So
layers can be given the w of different latents. By default this is the second paper's generator (arXiv 1912.04958): modulated convolutions,
an image summed up over the sizes, and no growing, beside a residual discriminator. ``style="adain"`` has the layers of the first one
(arXiv 1812.04948). Each doubling convolves before it enlarges, which costs a quarter, and enlarges bilinearly.

The outputs are linear: what lies beyond [-1, 1] is clipped when it is shown.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from gan_lessons import numeric
from gan_lessons.models.dcgan import LARGEST, check
from gan_lessons.models.equalised import EqualisedConv2D, EqualisedDense
from gan_lessons.models.growing_blocks import MinibatchStd, PixelNorm
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.style_layers import AdaIN, LearnedConstant, ModulatedConv2D, Noise, Style

import keras
import numpy as np
from keras import layers

RECIPES = ("classic", "laptop")
STYLES = ("modulation", "adain")
SIZES = (8, 16, 32, 64, 128)
WIDTHS = {  # channels at 4, 8, 16, … pixels
    "classic": (512, 512, 512, 512, 256, 128),
    "laptop": (128, 128, 64, 32, 16, 8),
}
_LATENT = {"classic": 512, "laptop": 128}
_DEPTH = {"classic": 8, "laptop": 4}
GROUP = 4  # images whose spread the discriminator is told


def generator(
    recipe: str = "laptop",
    size: int = 64,
    channels: int = 3,
    *,
    latent_dim: int | None = None,
    style: str = "modulation",
    seed: int | None = None,
) -> keras.Model:
    """Latents to images: `mapping`, and `synthesis` of the same w at each of its places.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 512 channels up to 32 pixels, 8 layers of mapping. "laptop": 128 channels at 4 and 8 pixels, then half as many at each
        size; 4 layers of mapping.
    size : 8, 16, 32, 64 or 128
        Height and width of the images in pixels.
    channels : 1 or 3
    latent_dim : int, optional
        Numbers of z, and of w. Default: 512, and 128 for "laptop".
    style : "modulation" or "adain"
        How a layer takes its style.
    seed : int, optional
        Of the initial weights and of the noise.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim) to float32 (n, size, size, channels), with no bounds. `parts` takes it apart.

    Raises
    ------
    ValueError
        If the recipe, the size or the style is unknown, or a number out of range.
    """
    latent_dim = _checked(recipe, size, channels, latent_dim, style)
    seeds = Fresh("normal", seed, 0)
    maps = _mapping(latent_dim, _DEPTH[recipe], seeds)
    draws = _synthesis(WIDTHS[recipe], size, channels, latent_dim, style, seeds)
    z = keras.Input((latent_dim,), name="latents")
    ws = layers.RepeatVector(draws.input_shape[1], name="same_for_all")(maps(z))
    return keras.Model(z, draws(ws), name="generator")


def parts(generator: keras.Model) -> tuple[keras.Model, keras.Model]:
    """The two networks in a generator of this family.

    Returns
    -------
    mapping : keras.Model
        z, float32 (n, latent_dim), to w, float32 (n, w_dim).
    synthesis : keras.Model
        ws, float32 (n, places, w_dim), to images: one w for each place, from coarse to fine. Place 0 is at 4 x 4 pixels, two places follow
        for each doubling.

    Raises
    ------
    ValueError
        If it is none of this family.
    """
    found = {
        layer.name: layer for layer in getattr(generator, "layers", ()) if isinstance(layer, keras.Model)
    }
    if set(found) != {"mapping", "synthesis"}:
        raise ValueError(
            f"{getattr(generator, 'name', generator)!r} has no mapping and synthesis network; give a generator of models.stylegan."
        )
    return found["mapping"], found["synthesis"]


def noise_levels(generator: keras.Model, levels: float | Sequence[float]) -> None:
    """Say how strong the noise of each layer is, beside what was learned: 1 as in training, 0 for none.

    Parameters
    ----------
    generator : keras.Model
        Of this family, or its synthesis network.
    levels : float or sequence of float
        For all layers, or one for each place of `parts`.

    Raises
    ------
    ValueError
        If it is no such generator, or there are too many or too few numbers. Nothing is changed then.
    """
    network = generator if getattr(generator, "name", "") == "synthesis" else parts(generator)[1]
    noises = [layer for layer in network.layers if isinstance(layer, Noise)]
    given = numeric.array("levels", levels, dtype=np.float32)
    if given.shape not in ((), (len(noises),)):
        raise ValueError(
            f"levels have shape {given.shape}; give one number, or {len(noises)}: one for each layer with noise."
        )
    for layer, level in zip(noises, np.broadcast_to(given, len(noises)), strict=True):
        layer.level.assign(level)


def discriminator(
    recipe: str = "laptop", size: int = 64, channels: int = 3, seed: int | None = None
) -> keras.Model:
    """Images to logits: residual, each block halves the image, and at 4 x 4 pixels it is told how much a group of four images differs.

    Parameters
    ----------
    recipe, size, channels
        As for `generator`.
    seed : int, optional
        Of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, size, size, channels) to float32 (n, 1). Its outputs depend on the neighbours in the batch (`MinibatchStd`).

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, or a number out of range.
    """
    _checked(recipe, size, channels)
    seeds = Fresh("normal", seed, 1)

    def conv(x, width, kernel_size=3):
        return _active(EqualisedConv2D(width, kernel_size, seed=seeds.seed())(x))

    half = layers.AveragePooling2D(2)
    images = x = keras.Input((size, size, channels), name="images")
    *doubling, large = _widths(WIDTHS[recipe], size)
    x = conv(x, large, 1) if recipe == "classic" else x
    for narrow, width in itertools.pairwise([large, *reversed(doubling)]):
        # Half of the variance each, so that their sum has that of one. (A leaky ReLU doubles what it is given with its gain.)
        along = EqualisedConv2D(width, 1, gain=math.sqrt(0.5), use_bias=False, seed=seeds.seed())(half(x))
        x = half(conv(x, narrow))
        x = _active(EqualisedConv2D(width, gain=1.0, seed=seeds.seed())(x))
        x = layers.Add()([along, x])
    x = conv(MinibatchStd(GROUP)(x), x.shape[-1])
    x = _active(EqualisedDense(x.shape[-1], seed=seeds.seed())(layers.Flatten()(x)))
    logits = EqualisedDense(1, gain=1.0, seed=seeds.seed(), name="logits")(x)
    return keras.Model(images, logits, name="discriminator")


def _mapping(latent_dim, depth, seeds) -> keras.Model:
    z = keras.Input((latent_dim,), name="z")
    x = PixelNorm()(z)
    for _ in range(depth):
        x = _active(EqualisedDense(latent_dim, lr_multiplier=0.01, seed=seeds.seed())(x))
    return keras.Model(z, x, name="mapping")


def _synthesis(widths, size, channels, w_dim, style, seeds) -> keras.Model:
    widths = _widths(widths, size)
    ws = keras.Input((2 * len(widths) - 1, w_dim), name="ws")
    place = iter(range(2 * len(widths) - 1))

    def styled(x, width, double=False):
        """One layer, at the next place."""
        k = next(place)
        if style == "modulation":
            y = Style(x.shape[-1], k, bias=1.0, seed=seeds.seed())(ws)
            x = ModulatedConv2D(width, seed=seeds.seed())([x, y])
        else:
            x = EqualisedConv2D(width, seed=seeds.seed())(x)
        x = _doubled(x) if double else x
        x = _active(Noise(seeds.seed(), name=f"noise_{k}")(x))
        return x if style == "modulation" else AdaIN()([x, Style(2 * width, k, seed=seeds.seed())(ws)])

    def to_rgb(x, k):
        # All sizes together begin with the contrast of photographs.
        options = {"gain": 0.5 / math.sqrt(len(widths)), "seed": seeds.seed()}
        if style != "modulation":
            return EqualisedConv2D(channels, 1, **options)(x)
        y = Style(x.shape[-1], k, bias=1.0, seed=seeds.seed())(ws)
        return ModulatedConv2D(channels, 1, demodulate=False, **options)([x, y])

    x = styled(LearnedConstant(widths[0], seed=seeds.seed())(ws), widths[0])
    image = to_rgb(x, 0)
    for i, width in enumerate(widths[1:], 1):
        x = styled(styled(x, width, double=True), width)
        image = layers.Add()([_doubled(image), to_rgb(x, 2 * i)])
    return keras.Model(ws, image, name="synthesis")


def _active(x):
    return layers.LeakyReLU(negative_slope=0.2)(x)


def _doubled(x):
    return layers.UpSampling2D(2, interpolation="bilinear", data_format="channels_last")(x)


def _widths(widths, size) -> tuple[int, ...]:
    return widths[: int(math.log2(size)) - 1]


def _checked(recipe, size, channels, latent_dim=None, style="modulation") -> int:
    check(recipe, recipes=RECIPES)
    if numeric.whole("size", size) not in SIZES:
        raise ValueError(f"size is {size}; these networks are for images of {SIZES} pixels.")
    if numeric.whole("channels", channels) not in (1, 3):
        raise ValueError(f"channels is {channels}; images have 1 (grey) or 3 (colour).")
    numeric.choice("style", style, STYLES)
    return _LATENT[recipe] if latent_dim is None else numeric.whole("latent_dim", latent_dim, most=LARGEST)
