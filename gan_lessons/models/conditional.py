"""Networks that are told the class, for images of 28 x 28 pixels (chapter 17).

Two recipes. "classic": the classic generator of `models.dcgan` and a wider discriminator; a label becomes an embedding, a dense layer
makes a plane of it, and the plane is one more channel beside the image (or beside the generator's 7 x 7 maps). Since nothing between embedding and
plane bends, this is a table with one learned plane for each class (`models.labels`). "laptop": those of `models.dcgan`, where
the label is a one-hot vector beside the latents, and beside what the discriminator's first dense layer reads, and one plane beside the image.
"""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh
from gan_lessons.models.labels import check, code, label_input, label_plane
from gan_lessons.models.layers import ToOneChannel

import keras
from keras import layers


def generator(
    recipe: str = "classic",
    latent_dim: int = 100,
    n_classes: int | None = 10,
    embedding_dim: int | str | None = None,
    seed: int | None = None,
) -> keras.Model:
    """Latents and labels to images.

    Parameters
    ----------
    recipe : "classic" or "laptop"
        With the other defaults, "classic" has 1,169,336 parameters.
    latent_dim : int
        Length of a latent vector.
    n_classes : int or None
        Labels are 0 to n_classes - 1. None: the same network without labels, the unconditional twin (1,164,289 parameters).
    embedding_dim : int, "one-hot" or None
        Length of a label's embedding; "one-hot": no embedding, but a one-hot vector. None is the recipe's own: 50 for "classic", "one-hot"
        for "laptop".
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        [float32 (n, latent_dim), int32 (n, 1)] to float32 (n, 28, 28, 1) in [-1, 1].

    Raises
    ------
    ValueError
        If the recipe is unknown, or a size is below 1 (of n_classes: below 2).
    """
    dcgan.check(recipe, latent_dim)
    embedding_dim = _embedding_dim(recipe, embedding_dim)
    if n_classes is None:
        return dcgan.generator(recipe, latent_dim, seed)
    check(n_classes)
    latents = keras.Input((latent_dim,), name="latents")
    labels = label_input()
    if recipe == "classic":
        init = Fresh("glorot_uniform", seed, 0)
        x = layers.Dense(7 * 7 * 128, kernel_initializer=init())(latents)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Reshape((7, 7, 128))(x)
        embedding = keras.initializers.RandomUniform(seed=init.seed())
        x = layers.Concatenate()([x, label_plane(labels, 7, n_classes, embedding_dim, init(), embedding)])
        for _ in range(2):  # 7 -> 14 -> 28
            x = layers.Conv2DTranspose(128, 4, strides=2, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        images = ToOneChannel(7, activation="tanh", kernel_initializer=init())(x)
    else:
        embeddings = Fresh("normal", seed, 2)  # draws of their own: the other layers start as they do without
        x = layers.Concatenate()([latents, code(labels, n_classes, embedding_dim, embeddings())])
        images = dcgan.laptop_generator(x, Fresh("normal", seed, 0))
    return keras.Model([latents, labels], images, name="generator")


def discriminator(
    recipe: str = "classic",
    n_classes: int | None = 10,
    embedding_dim: int | str | None = None,
    seed: int | None = None,
) -> keras.Model:
    """Images and labels to logits: positive means "real, and of this class".

    Parameters
    ----------
    recipe : "classic" or "laptop"
        "classic" has 196,773 parameters with the other defaults.
    n_classes, embedding_dim, seed
        As for `generator`; the twin has 155,137 parameters, and the seed is that of dropout, too.

    Returns
    -------
    keras.Model
        [float32 (n, 28, 28, 1) in [-1, 1], int32 (n, 1)] to float32 (n, 1).

    Raises
    ------
    ValueError
        As for `generator`.
    """
    dcgan.check(recipe)
    embedding_dim = _embedding_dim(recipe, embedding_dim)
    if n_classes is not None:
        check(n_classes)
    elif recipe == "laptop":
        return dcgan.discriminator(recipe, seed)
    images = x = keras.Input((28, 28, 1), name="images")
    labels = None if n_classes is None else label_input()
    if recipe == "classic":
        init = Fresh("glorot_uniform", seed, 1)
        if n_classes is not None:
            embedding = keras.initializers.RandomUniform(seed=init.seed())
            x = layers.Concatenate()(
                [x, label_plane(labels, 28, n_classes, embedding_dim, init(), embedding)]
            )
        for _ in range(2):  # 28 -> 14 -> 7
            x = layers.Conv2D(128, 3, strides=2, padding="same", kernel_initializer=init())(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Dropout(0.4, seed=init.seed())(layers.Flatten()(x))
    else:
        init = Fresh("normal", seed, 1)
        embeddings = Fresh("normal", seed, 3)
        plane = label_plane(labels, 28, n_classes, embedding_dim, init(), embeddings())
        x = layers.Concatenate()([x, plane])
        x = dcgan.laptop_features(x, init, beside=code(labels, n_classes, embedding_dim, embeddings()))
    logits = layers.Dense(1, kernel_initializer=init())(x)
    inputs = images if n_classes is None else [images, labels]
    return keras.Model(inputs, logits, name="discriminator")


def _embedding_dim(recipe: str, embedding_dim: int | str | None) -> int | None:
    """The length of an embedding, or None for one-hot vectors."""
    if embedding_dim is None:
        return 50 if recipe == "classic" else None
    if isinstance(embedding_dim, str) and embedding_dim == "one-hot":
        return None
    try:
        return numeric.whole("embedding_dim", embedding_dim, most=dcgan.LARGEST)
    except ValueError as error:
        raise ValueError(f"{error} Or give 'one-hot', or None for the recipe's own.") from None
