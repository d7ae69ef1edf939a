"""Networks that grow from 4 x 4 pixels, one doubling at a time (chapter 28; arXiv 1710.10196).

A network of twice the size has the layers of the old one, the very same objects, and a new block before or behind them. While the block is
new, `FadeIn` leads past it: α = 0 is the old network with its images enlarged (or shrunk), α = 1 the new one alone.

The generator ends in a linear 1 x 1 convolution: what lies beyond [-1, 1] is clipped when it is shown.
"""

from __future__ import annotations

import math
import zlib

from gan_lessons import numeric
from gan_lessons.models.dcgan import LARGEST, check
from gan_lessons.models.equalised import EqualisedConv2D, EqualisedDense
from gan_lessons.models.growing_blocks import FadeIn, MinibatchStd, PixelNorm
from gan_lessons.models.initializers import draws

import keras
from keras import layers

RECIPES = ("classic", "laptop")
SIZES = (4, 8, 16, 32, 64, 128)
WIDTHS = {  # channels at 4, 8, 16, … pixels; the paper's as remembered
    "classic": (512, 512, 512, 512, 256, 128),
    "laptop": (48, 48, 32, 16, 8, 8),
}
_LATENT = {"classic": 512, "laptop": 64}
FADE = "fade"


def generator(
    recipe: str = "laptop",
    size: int = 4,
    channels: int = 3,
    *,
    latent_dim: int | None = None,
    seed: int | None = None,
    pixel_norm: bool = True,
    equalised: bool = True,
) -> keras.Model:
    """Latents to images; nothing of it fades.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic": 512 channels up to 32 pixels. "laptop": 48 at 4 and 8 pixels, 32 at 16, then half as many at
        each size, and at least 8.
    size : 4, 8, 16, 32, 64 or 128
        Height and width of the images in pixels.
    channels : 1 or 3
    latent_dim : int, optional
        Numbers of a latent vector. Default: 512, and 64 for "laptop".
    seed : int, optional
        Of the initial weights. Those of a layer depend on the seed and its name alone, so a network that has grown begins as one of its
        size.
    pixel_norm : bool
        Whether `PixelNorm` follows each layer but the last. The latents are normed in either case.
    equalised : bool
        Whether weights are scaled at runtime; as for `EqualisedConv2D`.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim) to float32 (n, size, size, channels), with no bounds.

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, or a number out of range.
    """
    _check(recipe, size, channels)
    if latent_dim is None:
        latent_dim = _LATENT[recipe]
    numeric.whole("latent_dim", latent_dim, most=LARGEST)
    layer = _Layers(recipe, seed, 0, numeric.flag("equalised", equalised))
    return _generator(layer, size, channels, latent_dim, numeric.flag("pixel_norm", pixel_norm))


def discriminator(
    recipe: str = "laptop",
    size: int = 4,
    channels: int = 3,
    seed: int | None = None,
    *,
    minibatch_std: bool = True,
    equalised: bool = True,
) -> keras.Model:
    """Images to logits; nothing of it fades.

    Parameters
    ----------
    recipe, size, channels, seed, equalised
        As for `generator`.
    minibatch_std : bool
        Whether it is told, at 4 x 4 pixels, how much the images of a batch differ.

    Returns
    -------
    keras.Model
        float32 (n, size, size, channels) to float32 (n, 1). With `MinibatchStd` its outputs depend on the whole batch.

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, or a number out of range.
    """
    _check(recipe, size, channels)
    layer = _Layers(recipe, seed, 1, numeric.flag("equalised", equalised))
    return _discriminator(layer, size, channels, numeric.flag("minibatch_std", minibatch_std))


def grown(network: keras.Model, recipe: str = "laptop", seed: int | None = None) -> keras.Model:
    """A generator or discriminator of twice the size, whose new block is to fade in: α is 0. What it was built without stays left out.

    Parameters
    ----------
    network : keras.Model
        Of this family. It stays as it is, and shares its layers with the new one. Where its own last block was fading in, that is over.
    recipe, seed
        Of the new block, as for `generator`.

    Returns
    -------
    keras.Model
        `fade(network)` is its layer with α.

    Raises
    ------
    ValueError
        If it is no network of this family, or has the largest size already.
    """
    return _rebuilt(network, 2, recipe, seed, faded=True)


def settled(network: keras.Model) -> keras.Model:
    """The same network without the path past its last block: what it is at α = 1. It shares its layers.

    Raises
    ------
    ValueError
        If it is no network of this family.
    """
    return _rebuilt(network, 1, "laptop", None, faded=False)


def fade(network: keras.Model) -> FadeIn | None:
    """The layer that fades the last block in, or None."""
    return next((layer for layer in network.layers if layer.name == FADE), None)


class _Layers:
    """The layers of a network by name: those that it has, or new ones."""

    def __init__(self, recipe, seed, number, equalised, network=None):
        self.widths, self.seed, self.number = WIDTHS[recipe], seed, number
        self.equalised = equalised
        self.known = {layer.name: layer for layer in network.layers} if network is not None else {}

    def __call__(self, kind, name, *options, **more):
        if name not in self.known:
            random = draws(self.seed, self.number, zlib.crc32(name.encode()))
            seed = None if random is None else int(random.integers(2**31))
            self.known[name] = kind(*options, name=name, seed=seed, equalised=self.equalised, **more)
        return self.known[name]

    def width(self, size):
        return self.widths[int(math.log2(size)) - 2]


def _generator(layer, size, channels, latent_dim, pixel_norm, faded=False):
    def normed(x):
        return PixelNorm()(x) if pixel_norm else x

    def active(x, kind, name, *options, **more):
        return normed(_leaky(layer(kind, name, *options, **more)(x)))

    def to_rgb(x, size):
        return layer(EqualisedConv2D, f"to_rgb_{size}", channels, 1, gain=1.0)(x)

    up = layers.UpSampling2D(2, data_format="channels_last")
    z = keras.Input((latent_dim,), name="latents")
    x = layer(EqualisedDense, "from_latents", 16 * layer.width(4))(PixelNorm()(z))
    x = normed(_leaky(layers.Reshape((4, 4, x.shape[-1] // 16))(x)))
    x = active(x, EqualisedConv2D, "conv_4", layer.width(4))
    now = 4
    while now < size:
        old, now = x, 2 * now
        for k in (1, 2):
            x = active(up(x) if k == 1 else x, EqualisedConv2D, f"conv_{now}_{k}", layer.width(now))
    image = to_rgb(x, size)
    if faded:
        image = FadeIn(name=FADE)([up(to_rgb(old, size // 2)), image])
    return keras.Model(z, image, name="generator")


def _discriminator(layer, size, channels, minibatch_std, faded=False):
    def active(x, kind, name, *options, **more):
        return _leaky(layer(kind, name, *options, **more)(x))

    def from_rgb(x, size):
        return active(x, EqualisedConv2D, f"from_rgb_{size}", layer.width(size), 1)

    half = layers.AveragePooling2D(2, data_format="channels_last")
    images = keras.Input((size, size, channels), name="images")
    x, now = from_rgb(images, size), size
    while now > 4:
        x = active(x, EqualisedConv2D, f"conv_{now}_1", layer.width(now))
        x = half(active(x, EqualisedConv2D, f"conv_{now}_2", layer.width(now // 2)))
        if faded and now == size:  # the paths meet as feature maps of the old size
            x = FadeIn(name=FADE)([from_rgb(half(images), now // 2), x])
        now //= 2
    x = active(MinibatchStd()(x) if minibatch_std else x, EqualisedConv2D, "conv_4", layer.width(4))
    x = active(layers.Flatten()(x), EqualisedDense, "dense", layer.width(4))
    return keras.Model(images, layer(EqualisedDense, "logits", 1, gain=1.0)(x), name="discriminator")


def _leaky(x):
    return layers.LeakyReLU(negative_slope=0.2)(x)


def _rebuilt(network, factor, recipe, seed, faded):
    check(recipe, recipes=RECIPES)
    names = {layer.name for layer in getattr(network, "layers", ())}
    if not names >= {"from_latents", "conv_4"} and not names >= {"logits", "conv_4"}:
        raise ValueError(
            f"{getattr(network, 'name', network)!r} is no network of models.progressive; give its generator or its discriminator."
        )
    made = "from_latents" in names
    *_, size, channels = (network.output_shape if made else network.input_shape)[1:]
    if size * factor not in SIZES:
        raise ValueError(f"{network.name!r} has {size} pixels, the largest size of this family.")
    layer = _Layers(recipe, seed, 0 if made else 1, network.get_layer("conv_4").equalised, network)
    layer.known.pop(FADE, None)
    if made:
        # One of them norms the latents; any others, the features.
        pixel_norm = sum(isinstance(each, PixelNorm) for each in network.layers) > 1
        return _generator(layer, size * factor, channels, network.input_shape[-1], pixel_norm, faded)
    minibatch_std = any(isinstance(each, MinibatchStd) for each in network.layers)
    return _discriminator(layer, size * factor, channels, minibatch_std, faded)


def _check(recipe, size, channels) -> None:
    check(recipe, recipes=RECIPES)
    if numeric.whole("size", size) not in SIZES:
        raise ValueError(f"size is {size}; these networks are for images of {SIZES} pixels.")
    if numeric.whole("channels", channels) not in (1, 3):
        raise ValueError(f"channels is {channels}; images have 1 (grey) or 3 (colour).")
