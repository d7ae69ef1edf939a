"""What was tried in `speedrun.py` beside the course's recipes: one function each, with one thing changed unless it says more.

Each takes a track, a number of steps and a seed, and returns a compiled game and the options of its `fit`. The changes are to the recipe as
it is now, so that what it was before is an entry, too.
"""

from gan_lessons import models, training
from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.labels import label_input
from gan_lessons.training import recipes
from gan_lessons.training.recipes.parts import AVERAGE, seeds_of

import keras
from keras import layers

BEFORE = 5e-4, 1e-3  # the rates of the recipe before, D's and G's, which faded to zero along a cosine
ENTRIES = {}


def entry(build):
    """Give a function a name in `--entry`."""
    ENTRIES[build.__name__] = build
    return build


def changed(
    track, steps: int, seed: int, rates=None, beta_1: float = 0.5, beta_2: float = 0.999, **options
) -> tuple:
    """The track's recipe with other optimisers, or other options."""
    about = track.recipe
    recipe = getattr(recipes, about.pop("name"))
    if rates is not None:
        d_adam, g_adam = (keras.optimizers.Adam(rate, beta_1, beta_2) for rate in rates)
        options = {"d_optimizer": d_adam, "g_optimizer": g_adam, **options}
    return recipe(steps=steps, seed=seed, **{**about, **options})


def fading(rates, steps: int) -> list:
    """Rates that fade to zero along a cosine."""
    return [keras.optimizers.schedules.CosineDecay(rate, steps) for rate in rates]


@entry
def before(track, steps, seed):
    """Half the rates, which fade to zero along a cosine; no average: the recipe as it was"""
    return changed(track, steps, seed, fading(BEFORE, steps), average=None)


@entry
def classic(track, steps, seed):
    """The classic networks of the chapter, with their recipe"""
    return changed(track, steps, seed, recipe="classic")


@entry
def fast_fading(track, steps, seed):
    """Today's rates, but they fade to zero along a cosine; no average"""
    return changed(track, steps, seed, fading((1e-3, 2e-3), steps), average=None)


@entry
def late_fall(track, steps, seed):
    """Today's rates for 70 % of the steps, a third of them until 90 %, then a tenth; no average"""
    ends = [int(0.7 * steps), int(0.9 * steps)]
    rates = [
        keras.optimizers.schedules.PiecewiseConstantDecay(ends, [r, r / 3, r / 10]) for r in (1e-3, 2e-3)
    ]
    return changed(track, steps, seed, rates, average=None)


@entry
def no_average(track, steps, seed):
    """Without the average"""
    return changed(track, steps, seed, average=None)


@entry
def fading_averaged(track, steps, seed):
    """The recipe as it was, with the average"""
    return changed(track, steps, seed, fading(BEFORE, steps))


@entry
def half_rates(track, steps, seed):
    """Half the rates"""
    return changed(track, steps, seed, BEFORE)


@entry
def rates_and_a_half(track, steps, seed):
    """One and a half times the rates"""
    return changed(track, steps, seed, (1.5e-3, 3e-3))


@entry
def equal_rates(track, steps, seed):
    """D's rate as high as G's"""
    return changed(track, steps, seed, (2e-3, 2e-3))


@entry
def no_momentum(track, steps, seed):
    """β₁ = 0 in place of 0.5"""
    return changed(track, steps, seed, (1e-3, 2e-3), beta_1=0.0)


@entry
def short_memory(track, steps, seed):
    """β₂ = 0.99 in place of 0.999"""
    return changed(track, steps, seed, (1e-3, 2e-3), beta_2=0.99)


@entry
def shorter_average(track, steps, seed):
    """The average looks back 100 steps at most, in place of a tenth of all"""
    return changed(track, steps, seed, average=0.99)


@entry
def hinge(track, steps, seed):
    """Hinge loss"""
    return changed(track, steps, seed, loss="hinge")


@entry
def small_batches(track, steps, seed):
    """Batches of 32"""
    game, options = changed(track, steps, seed)
    return game, {**options, "batch_size": 32}


# ---- other networks, for pictures of 28 x 28 pixels ----------------------------------------------------------------------------------


def with_networks(
    track, steps: int, seed: int, g: dict | None = None, d: dict | None = None, **options
) -> tuple:
    """The recipe of chapter 7 with networks of other sizes."""
    seeds = seeds_of(seed)
    game = training.GAN(
        generator(seed=seeds[0], **(g or {})),
        discriminator(seed=seeds[1], **(d or {})),
        seed=seeds[2],
        average=AVERAGE,
    )
    _, fit = changed(track, steps, seed)
    game.compile(**{**recipes.parts.steady(), **options})
    return game, fit


def generator(
    channels: tuple[int, int] = (64, 32), dense: int = 512, kernel: int = 4, sharp: float = 0.0, seed=None
):
    """`models.dcgan.generator("laptop")`, with other sizes."""
    init = Fresh("normal", seed, 0)
    latents = x = keras.Input((100,), name="latents")
    x = keras.ops.tanh(sharp * x) if sharp else x
    for units in (dense, 49 * channels[0]) if dense else (49 * channels[0],):
        x = layers.Dense(units, use_bias=False, kernel_initializer=init())(x)
        x = x if units == dense else layers.Reshape((7, 7, channels[0]))(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    options = {"strides": 2, "padding": "same"}
    x = layers.Conv2DTranspose(channels[1], kernel, use_bias=False, kernel_initializer=init(), **options)(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    images = layers.Conv2DTranspose(1, kernel, activation="tanh", kernel_initializer=init(), **options)(x)
    return keras.Model(latents, images, name="generator")


def discriminator(
    channels: tuple[int, int] = (32, 64),
    dense: int = 256,
    norm: str = "batch",
    dropout: float = 0.0,
    seed=None,
):
    """`models.dcgan.discriminator("laptop")`, with other sizes; `norm` is "batch" or "spectral"."""
    init = Fresh("normal", seed, 1)
    spectral = norm == "spectral"
    conv, full = (
        (models.spectral.SpectralConv2D, models.spectral.SpectralDense)
        if spectral
        else (layers.Conv2D, layers.Dense)
    )
    images = x = keras.Input((28, 28, 1), name="images")
    for i, n in enumerate(channels):
        x = conv(n, 4, strides=2, padding="same", kernel_initializer=init())(x)
        x = layers.BatchNormalization(momentum=0.9)(x) if i and not spectral else x
        x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Dropout(dropout, seed=init.seed())(x) if dropout else x
    x = full(dense, kernel_initializer=init())(layers.Flatten()(x))
    x = x if spectral else layers.BatchNormalization(momentum=0.9)(x)
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    return keras.Model(images, full(1, kernel_initializer=init())(x), name="discriminator")


@entry
def thin_generator(track, steps, seed):
    """G with three quarters of the channels and half the first layer"""
    return with_networks(track, steps, seed, {"channels": (48, 24), "dense": 256})


@entry
def thin_discriminator(track, steps, seed):
    """D with half the channels of its first layer and three quarters of its second's"""
    return with_networks(track, steps, seed, d={"channels": (16, 48)})


@entry
def wide_discriminator(track, steps, seed):
    """D with one and a half times the channels, G with half its first layer"""
    return with_networks(track, steps, seed, {"dense": 256}, {"channels": (48, 96)})


@entry
def lean(track, steps, seed):
    """Half of everything in both"""
    return with_networks(
        track, steps, seed, {"channels": (32, 16), "dense": 256}, {"channels": (16, 32), "dense": 128}
    )


@entry
def kernels_of_5(track, steps, seed):
    """G's kernels 5 pixels wide"""
    return with_networks(track, steps, seed, {"kernel": 5})


@entry
def sharp_latents(track, steps, seed):
    """G reads tanh(3 z): most numbers are near -1 or 1"""
    return with_networks(track, steps, seed, {"sharp": 3.0})


@entry
def dropout(track, steps, seed):
    """Dropout of 15 % in D"""
    return with_networks(track, steps, seed, d={"dropout": 0.15})


@entry
def spectral_norm(track, steps, seed):
    """D with spectral norm in place of batch norm, equal rates"""
    adams = {name: keras.optimizers.Adam(1e-3, 0.0) for name in ("d_optimizer", "g_optimizer")}
    return with_networks(track, steps, seed, d={"norm": "spectral"}, d_batches="joint", **adams)


@entry
def projection(track, steps, seed):
    """The class enters D as a projection (arXiv 1802.05637) in place of a plane and a one-hot vector"""
    game, fit = changed(track, steps, seed)
    init, table = (Fresh("normal", seeds_of(seed)[1], which) for which in (1, 3))
    images, labels = keras.Input((28, 28, 1), name="images"), label_input()
    features = dcgan.laptop_features(images, init)
    rows = layers.Flatten()(layers.Embedding(game.n_classes, 256, embeddings_initializer=table())(labels))
    logits = layers.Dense(1, kernel_initializer=init())(features) + layers.Dot(1)([features, rows])
    d = keras.Model([images, labels], logits, name="discriminator")
    other = training.ConditionalGAN(
        game.generator, d, game.n_classes, seed=seeds_of(seed)[2], average=AVERAGE
    )
    other.compile(**recipes.parts.steady())
    return other, fit


class TopK(training.GAN):
    """G learns from those three quarters of its samples that D takes most for real (arXiv 2002.06224)."""

    def loss_of_g(self, outputs, labels=None):
        n = 3 * outputs.shape[0] // 4 if outputs.shape[0] else 48
        return super().loss_of_g(keras.ops.top_k(outputs[:, 0], n)[0][:, None], labels)


@entry
def top_three_quarters(track, steps, seed):
    """G learns from those three quarters of its samples that D takes most for real (arXiv 2002.06224)"""
    game, options = changed(track, steps, seed)
    parts = game.generator, game.discriminator
    other = TopK(*parts, seed=seeds_of(seed)[2], average=AVERAGE)
    other.compile(**recipes.parts.steady())
    return other, options
