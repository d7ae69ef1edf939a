"""Networks of a GAN with an auxiliary classifier, for images of 28 x 28 pixels (chapter 19).

The generator is told the class; the discriminator is not, and has a second head that names it. "classic": the networks
of the program that chapter 19 discusses, except that the heads end in logits. "laptop": those of `models.conditional` and
`models.dcgan`, with two heads.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import conditional, dcgan
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.labels import check, label_input, label_plane

import keras
from keras import layers


def generator(
    recipe: str = "classic",
    latent_dim: int = 100,
    n_classes: int = 10,
    batch_norm: bool = True,
    stddev: float = 0.02,
    seed: int | None = None,
) -> keras.Model:
    """Latents and labels to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With the other defaults, "classic" has 3,757,176 parameters, 3,756,792 of them trainable.
    latent_dim : int
        Length of a latent vector.
    n_classes : int
        Labels are 0 to n_classes - 1.
    batch_norm : bool
        Whether there is batch norm. The recipe "laptop" has it always.
    stddev : float
        Of the initial weights of the recipe "classic". A tutorial on the digits has 0.002, probably a slip: everything starts ten times
        fainter in each layer.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        [float32 (n, latent_dim), int32 (n, 1)] to float32 (n, 28, 28, 1) in [-1, 1].

    Raises
    ------
    ValueError
        If the recipe is unknown, a size is below 1 (of n_classes: below 2), stddev is not from above 0 to 100, or the recipe "laptop" is asked for
        without batch norm.
    """
    dcgan.check(recipe, latent_dim)
    check(n_classes)
    numeric.real("stddev", stddev, above=0.0, most=100.0)  # weights that all start at zero stay equal
    numeric.flag("batch_norm", batch_norm)
    if recipe == "laptop":
        if not batch_norm:
            raise ValueError(
                "The laptop's generator has batch norm; batch_norm=False is for the recipe 'classic'."
            )
        return conditional.generator("laptop", latent_dim, n_classes, seed=seed)
    init = Fresh("normal", seed, 0, stddev)
    latents, labels = keras.Input((latent_dim,), name="latents"), label_input()
    x = layers.Dense(7 * 7 * 384, activation="relu", kernel_initializer=init())(latents)
    x = layers.Reshape((7, 7, 384))(x)
    embedding = keras.initializers.RandomUniform(seed=init.seed())
    x = layers.Concatenate()([x, label_plane(labels, 7, n_classes, 50, init(), embedding)])
    x = layers.Conv2DTranspose(192, 5, strides=2, padding="same", kernel_initializer=init())(x)
    x = layers.BatchNormalization()(x) if batch_norm else x
    x = layers.ReLU()(x)
    images = layers.Conv2DTranspose(
        1, 5, strides=2, padding="same", activation="tanh", kernel_initializer=init()
    )(x)
    return keras.Model([latents, labels], images, name="generator")


def discriminator(
    recipe: str = "classic", n_classes: int = 10, batch_norm: bool = True, seed: int | None = None
) -> keras.Model:
    """Images to two kinds of logits: one for "real", and one for each class.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With the other defaults, "classic" has 527,627 parameters, 526,731 of them trainable.
    n_classes : int
    batch_norm : bool
        Whether there is batch norm. The classic tutorials' froze it in the generator's updates, and some readers' trainings failed; notebook 19
        tries both.
    seed : int, optional
        Seed of the initial weights and of dropout.

    Returns
    -------
    keras.Model
        float32 (n, 28, 28, 1) in [-1, 1] to [float32 (n, 1), float32 (n, n_classes)].

    Raises
    ------
    ValueError
        If the recipe is unknown or n_classes is below 2.
    """
    dcgan.check(recipe)
    check(n_classes)
    numeric.flag("batch_norm", batch_norm)
    images = x = keras.Input((28, 28, 1), name="images")
    init = Fresh("normal", seed, 1)
    if recipe == "classic":
        for i, (filters, stride) in enumerate(((32, 2), (64, 1), (128, 2), (256, 1))):
            x = layers.Conv2D(filters, 3, strides=stride, padding="same", kernel_initializer=init())(x)
            x = layers.BatchNormalization()(x) if batch_norm and i else x
            x = layers.LeakyReLU(negative_slope=0.2)(x)
            x = layers.Dropout(0.5, seed=init.seed())(x)
        features = layers.Flatten()(x)
    else:
        features = dcgan.laptop_features(x, init, batch_norm=batch_norm)
    heads = [
        layers.Dense(n, kernel_initializer=keras.initializers.GlorotUniform(seed=init.seed()), name=name)(
            features
        )
        for n, name in ((1, "source"), (n_classes, "classes"))
    ]
    return keras.Model(images, heads, name="discriminator")
