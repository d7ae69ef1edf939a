"""Every objective of the course, on tiny networks and images of 8 x 8 pixels."""

import gan_lessons  # noqa: F401
from gan_lessons import data, models, training
from gan_lessons.models.infogan import BesideCodes

import keras
import numpy as np
from keras import layers

from tests.training import tiny

CLASSES = 3


def images(n=24, size=8, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, size, size, 1), dtype="uint8")


LABELS = np.arange(24, dtype="int32") % CLASSES


def dense(x, n, seed, activation="relu"):
    return layers.Dense(n, activation=activation, kernel_initializer=tiny.init(seed))(x)


def drawing(x, seed):
    return layers.Reshape(tiny.SIZE)(dense(dense(x, 16, seed), 64, seed + 1, "tanh"))


def plain_generator(batch_norm=True):
    z = x = keras.Input((3,), name="latents")
    x = layers.BatchNormalization()(dense(x, 8, 20)) if batch_norm else x
    return keras.Model(z, drawing(x, 21), name="generator")


def told_generator():
    z, labels = keras.Input((3,), name="latents"), keras.Input((1,), dtype="int32", name="labels")
    code = layers.Flatten()(layers.Embedding(CLASSES, 2, embeddings_initializer=tiny.init(40))(labels))
    return keras.Model([z, labels], drawing(layers.Concatenate()([z, code]), 23), name="generator")


def coded_generator():
    z, codes = keras.Input((3,), name="latents"), keras.Input((CLASSES + 1,), name="codes")
    return keras.Model([z, codes], drawing(BesideCodes(CLASSES)([z, codes]), 25), name="generator")


def features(image, seed):
    return dense(layers.Flatten()(image), 12, seed)


def told_discriminator():
    image, labels = keras.Input(tiny.SIZE), keras.Input((1,), dtype="int32", name="labels")
    code = layers.Flatten()(layers.Embedding(CLASSES, 2, embeddings_initializer=tiny.init(40))(labels))
    x = layers.Concatenate()([features(image, 27), code])
    return keras.Model([image, labels], dense(x, 1, 28, None), name="discriminator")


def naming_discriminator():
    image = keras.Input(tiny.SIZE)
    x = features(image, 29)
    return keras.Model(image, [dense(x, 1, 30, None), dense(x, CLASSES, 31, None)], name="discriminator")


def reading_discriminator():
    image = keras.Input(tiny.SIZE)
    trunk = keras.Model(image, features(image, 32), name="trunk")
    x = keras.Input((12,))
    q = keras.Model(x, [dense(x, CLASSES, 33, None), dense(x, 1, 34, None)], name="q")
    image = keras.Input(tiny.SIZE)
    return keras.Model(image, [dense(trunk(image), 1, 35, None), *q(trunk(image))], name="discriminator")


def classifying_discriminator():
    image = keras.Input(tiny.SIZE)
    x = features(image, 36)
    heads = [dense(x, 1, 37, None), dense(x, CLASSES, 38, None)]
    return keras.Model(image, [*heads, x], name="discriminator")


def adam():
    return keras.optimizers.Adam(1e-2)


def of_gan(kind, *networks, given=None, compiled=None, **options):
    game = kind(*networks, seed=1, **options)
    game.compile(adam(), adam(), **(compiled or {}))
    return game, images() if given is None else given


def pix2pix():
    game = training.Pix2Pix(tiny.translator(batch_norm=True), tiny.judge(inputs=2), seed=1)
    game.compile(adam(), adam())
    return game, data.Paired(images(), images(seed=1))


def cycle():
    t, j = tiny.translator, tiny.judge
    game = training.CycleGAN(t(1, True), t(2, True), j(3), j(4), seed=1)
    game.compile(adam(), adam(), adam())
    return game, data.Unpaired(images(24), images(17, seed=1))


def semi_supervised():
    game = training.SemiSupervisedGAN(
        plain_generator(), classifying_discriminator(), images(6, seed=2), LABELS[:6], seed=1
    )
    game.compile(adam(), adam(), labelled_batch=4)
    return game, images()


def gan(**compiled):
    return lambda: of_gan(training.GAN, plain_generator(), tiny.flat_judge(), compiled=compiled)


def averaged():
    return of_gan(
        training.GAN,
        tiny.generator(),
        tiny.flat_judge(),
        compiled={"r1": 1.0, "r1_every": 4},
        average=0.9,
    )


def augmented():
    augment = training.AdaptiveAugment(target=-0.9, images_per_unit=20)
    compiled = {"augment": augment, "flips": True, "d_batches": "separate"}
    return of_gan(training.GAN, tiny.generator(), tiny.flat_judge(), compiled=compiled)


def stylegan():
    networks = (
        models.stylegan.generator("laptop", 8, 1, latent_dim=3, seed=1),
        models.stylegan.discriminator("laptop", 8, 1, seed=1),
    )
    compiled = {"path_length": 2.0, "path_every": 2, "r1": 1.0, "r1_every": 4}
    return of_gan(training.StyleGAN, *networks, average=0.9, compiled=compiled)


def small_pair():
    """Of a game that grows, at 4 x 4 pixels."""
    return (
        models.progressive.generator("laptop", 4, 1, latent_dim=3, seed=1),
        models.progressive.discriminator("laptop", 4, 1, seed=1),
    )


def growing(fade_steps=10):
    game, given = of_gan(
        training.GrowingGAN, *small_pair(), average=0.9, full_size=8, compiled={"d_batches": "separate"}
    )
    grow(game, fade_steps)
    return game, given


def grow(game, fade_steps):
    game.grow(*map(models.progressive.grown, (game.generator, game.discriminator)), fade_steps=fade_steps)


ALL = {
    "gan": gan(),
    "gan, alternate": gan(d_batches="alternate", g_batch=6, label_smoothing=0.1, label_flips=0.1),
    "least squares": gan(loss="least_squares", d_batches="separate"),
    "hinge": gan(loss="hinge", reuse_fakes=True),
    "averaged, with r1": averaged,
    "augmented": augmented,
    "wgan": lambda: of_gan(training.WGAN, plain_generator(), tiny.flat_judge(), compiled={"d_steps": 2}),
    "wgan-gp": lambda: of_gan(
        training.WGAN, plain_generator(), tiny.flat_judge(), compiled={"d_steps": 2, "penalty": 10.0}
    ),
    "conditional": lambda: of_gan(
        training.ConditionalGAN, told_generator(), told_discriminator(), given=(images(), LABELS)
    ),
    "acgan": lambda: of_gan(
        training.ACGAN, told_generator(), naming_discriminator(), given=(images(), LABELS)
    ),
    "infogan": lambda: of_gan(training.InfoGAN, coded_generator(), reading_discriminator()),
    "infogan, alternate": lambda: of_gan(
        training.InfoGAN,
        coded_generator(),
        reading_discriminator(),
        compiled={"d_batches": "alternate", "trunk_learns": False},
    ),
    "semi-supervised": semi_supervised,
    "pix2pix": pix2pix,
    "cycle": cycle,
    "growing": growing,
    "stylegan": stylegan,
}
