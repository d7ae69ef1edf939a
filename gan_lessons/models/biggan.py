"""A small class-conditional GAN with the ingredients of BigGAN (arXiv 1809.11096), each of which can be left out (chapter 27).

The generator doubles a 4 x 4 map until the image is full size, the discriminator halves it, both in residual blocks but for the layer at the image. The class enters the
generator as gain and offset of every batch norm, from one embedding that all share, beside a part of the latent vector; and the
discriminator as a projection (arXiv 1802.05637): to the score of the image it adds the inner product of the class's
embedding with the image's features. A block has one strided convolution of 4 x 4 pixels where the paper's have two of
3 x 3, nothing is computed at full size, and channels are few: two cores are to train it.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import labels as class_labels
from gan_lessons.models.attention import SelfAttention
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.spectral import SpectralConv2D, SpectralDense, SpectralEmbedding

import keras
from keras import layers, ops

SIZES = (16, 32, 64, 128)
EMBEDDING = 64  # numbers of the class embedding that the norms share


@keras.saving.register_keras_serializable(package="gan_lessons")
class Modulation(layers.Layer):
    """A feature map times (1 + gain) plus an offset, both linear in a code: what makes a batch norm conditional.

    Inputs: a map (n, height, width, channels), a code (n, k). With weights of zero, where it starts, it is the identity.
    """

    def build(self, shapes):
        (*_, channels), (_, k) = shapes
        self.gain = self.add_weight((k, channels), "zeros", name="gain")
        self.offset = self.add_weight((k, channels), "zeros", name="offset")

    def call(self, inputs):
        x, code = inputs
        gain, offset = (ops.matmul(code, w)[:, None, None, :] for w in (self.gain, self.offset))
        return x * (1.0 + gain) + offset

    def compute_output_shape(self, shapes):
        return shapes[0]


def generator(
    size: int = 32,
    channels: int = 3,
    latent_dim: int = 96,
    n_classes: int = 10,
    *,
    width: int = 64,
    shared: bool = True,
    skip_z: bool = True,
    attention: bool = True,
    residual: bool = True,
    init: str = "orthogonal",
    seed: int | None = None,
) -> keras.Model:
    """Latents and labels to images.

    Parameters
    ----------
    size : 16, 32, 64 or 128
        Height and width in pixels.
    channels : int
        3 for colour, 1 for grey.
    latent_dim : int
        Length of a latent vector; with `skip_z` it is cut into one part for the start and one for each block.
    n_classes : int
        Labels are 0 to n_classes - 1.
    width : int
        Channels at half the image's size; twice as many at a quarter, and four times as many below.
    shared : bool
        One embedding of the class for all norms; else a table for each.
    skip_z : bool
        Whether a part of the latents goes into each block's norms.
    attention : bool
        Self-attention on the map of half the image's size, the largest there is: 256 places at 32 pixels, 4,096 at 128.
    residual : bool
        Whether a block adds its result to its input, doubled; else it is the result alone.
    init : "orthogonal", "glorot_uniform", "he_uniform" or "normal"
        Initial weights.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        [float32 (n, latent_dim), int32 (n, 1)] to float32 (n, size, size, channels) in [-1, 1].

    Raises
    ------
    ValueError
        If the size is none of these, a number is too small, the latents are too few to be cut, or `init` is unknown.
    """
    n_blocks = _check(
        size, channels, n_classes, width, shared=shared, skip_z=skip_z, attention=attention, residual=residual
    )
    latent_dim = numeric.whole("latent_dim", latent_dim, most=10_000)
    n_parts = n_blocks + 1 if skip_z else 1
    if latent_dim < n_parts:
        raise ValueError(
            f"latent_dim is {latent_dim}; with skip_z it is cut into {n_parts} parts. Give at least {n_parts}, or skip_z=False."
        )
    fresh = Fresh(init, seed, 0)
    latents, labels = (
        keras.Input((latent_dim,), name="latents"),
        class_labels.label_input(),
    )
    ends = [round(latent_dim * (i + 1) / n_parts) for i in range(n_parts)]
    parts = [latents[:, a:b] for a, b in zip([0, *ends], ends, strict=False)] if skip_z else [latents]
    table = _embedding(labels, n_classes, fresh, "class") if shared else None

    def active(x, i):
        """Batch norm with the class's gain and offset, and ReLU."""
        x = layers.BatchNormalization(momentum=0.9, center=False, scale=False)(x)
        code = table if shared else _embedding(labels, n_classes, fresh, f"class_{i}")
        if skip_z:
            code = layers.Concatenate()([code, parts[min(i + 1, n_blocks)]])
        return layers.ReLU()(Modulation(name=f"modulation_{i}")([x, code]))

    widths = _widths(size, width)
    x = layers.Dense(4 * 4 * widths[0], kernel_initializer=fresh())(parts[0])
    x = layers.Reshape((4, 4, widths[0]))(x)
    for i, n in enumerate(widths[1:]):
        short = layers.Conv2D(n, 1, use_bias=False, kernel_initializer=fresh())(x) if residual else None
        x = layers.Conv2DTranspose(n, 4, strides=2, padding="same", kernel_initializer=fresh())(active(x, i))
        x = layers.Add()([x, layers.UpSampling2D()(short)]) if residual else x
        if attention and x.shape[1] == size // 2:
            # Spectral norm, as no batch norm takes back what these kernels grow by: without it the sum of the two was attention alone.
            x = SelfAttention(spectral=True, seed=fresh.seed(), name="attention")(x)
    x = active(x, n_blocks)
    images = layers.Conv2DTranspose(
        channels, 4, strides=2, padding="same", activation="tanh", kernel_initializer=fresh()
    )(x)
    return keras.Model([latents, labels], images, name="generator")


def discriminator(
    size: int = 32,
    channels: int = 3,
    n_classes: int = 10,
    *,
    width: int = 64,
    spectral: bool = True,
    projection: bool = True,
    attention: bool = True,
    residual: bool = True,
    init: str = "orthogonal",
    seed: int | None = None,
) -> keras.Model:
    """Images and labels to scores, high for "real, and of this class".

    Parameters
    ----------
    size, channels, n_classes, width, attention, residual, init, seed
        As for `generator`.
    spectral : bool
        Whether all kernels are divided by their largest singular value; if not, there is batch norm before every LeakyReLU but the first.
    projection : bool
        Whether the class enters as a projection; else it is laid beside the features, as an embedding that is as long, and a layer looks at both.

    Returns
    -------
    keras.Model
        [float32 (n, size, size, channels) in [-1, 1], int32 (n, 1)] to float32 (n, 1).

    Raises
    ------
    ValueError
        As for `generator`.
    """
    flags = {"spectral": spectral, "projection": projection, "attention": attention, "residual": residual}
    n_blocks = _check(size, channels, n_classes, width, **flags)
    fresh = Fresh(init, seed, 1)
    conv, dense, embedding = (
        (SpectralConv2D, SpectralDense, SpectralEmbedding)
        if spectral
        else (layers.Conv2D, layers.Dense, layers.Embedding)
    )
    images, labels = keras.Input((size, size, channels), name="images"), class_labels.label_input()

    def active(x, normed=True):
        x = layers.BatchNormalization(momentum=0.9)(x) if normed and not spectral else x
        return layers.LeakyReLU(negative_slope=0.2)(x)

    widths = _widths(size, width)[::-1]
    x = conv(widths[0], 4, strides=2, padding="same", kernel_initializer=fresh())(images)
    for i in range(n_blocks):
        if attention and x.shape[1] == size // 2:
            x = SelfAttention(spectral=spectral, seed=fresh.seed(), name="attention")(x)
        short = layers.AveragePooling2D(2)(x)
        x = active(x, normed=i > 0)
        x = conv(widths[i + 1], 4, strides=2, padding="same", kernel_initializer=fresh())(x)
        if residual:
            short = conv(widths[i + 1], 1, use_bias=False, kernel_initializer=fresh())(short)
            x = layers.Add()([x, short])
    # The sum over the map: a mean would leave scores of layers that lengthen nothing too short for the hinge loss.
    x = layers.GlobalAveragePooling2D()(active(x))
    features = layers.Rescaling(4.0 * 4.0, name="features")(x)
    code = layers.Flatten()(
        embedding(n_classes, widths[-1], embeddings_initializer=fresh(), name="class")(labels)
    )
    if projection:
        score = dense(1, kernel_initializer=fresh(), name="score")(features)
        score = layers.Add()([score, layers.Dot(1, name="projection")([features, code])])
    else:
        both = layers.Concatenate()([features, code])
        both = layers.LeakyReLU(negative_slope=0.2)(dense(widths[-1], kernel_initializer=fresh())(both))
        score = dense(1, kernel_initializer=fresh(), name="score")(both)
    return keras.Model([images, labels], score, name="discriminator")


def _embedding(labels, n_classes, fresh, name):
    # No spectral norm, as its rows are read by layers that have none.
    rows = layers.Embedding(n_classes, EMBEDDING, embeddings_initializer=_unit_normal(fresh), name=name)
    return layers.Flatten()(rows(labels))


def _unit_normal(fresh):
    return keras.initializers.RandomNormal(stddev=1.0 / EMBEDDING**0.5, seed=fresh.seed())


def _widths(size: int, width: int) -> list[int]:
    """Channels from 4 x 4 pixels to half the image's size."""
    return [width * min(2**k, 4) for k in range(_blocks(size), -1, -1)]


def _blocks(size: int) -> int:
    return (size // 8).bit_length() - 1


def _check(size, channels, n_classes, width, **flags) -> int:
    for name, value in flags.items():
        numeric.flag(name, value)
    if numeric.whole("size", size) not in SIZES:
        raise ValueError(f"size is {size!r}; these networks are for images of {SIZES} pixels.")
    numeric.whole("channels", channels, most=64)
    class_labels.check(n_classes)
    if numeric.whole("width", width, least=8, most=4096) % 8:
        raise ValueError(f"width is {width}; give a multiple of 8, since attention takes an eighth of it.")
    return _blocks(size)
