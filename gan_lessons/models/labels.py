"""How a class label enters a network: as a one-hot vector, or as a plane beside an image's channels (chapter 17)."""

from __future__ import annotations

from gan_lessons import numeric

import keras
import numpy as np
from keras import layers


def check(n_classes: int) -> None:
    """Raise ValueError unless there are classes to tell apart."""
    numeric.whole("n_classes", n_classes, least=2, most=10_000)


def label_input() -> keras.KerasTensor:
    """Labels: int32 (n, 1)."""
    return keras.Input((1,), dtype="int32", name="labels")


def one_hot(labels, n_classes: int):
    """Labels (n, 1) to float32 (n, n_classes), 1 at the label and 0 elsewhere."""
    return layers.CategoryEncoding(n_classes, output_mode="one_hot")(labels)


def code(labels, n_classes: int, embedding_dim: int | None, init):
    """Labels (n, 1) to float32 (n, k): a row of an embedding's table, or with `embedding_dim` None a one-hot vector."""
    if embedding_dim is None:
        return one_hot(labels, n_classes)
    return layers.Flatten()(layers.Embedding(n_classes, embedding_dim, embeddings_initializer=init)(labels))


def label_plane(labels, side: int, n_classes: int, embedding_dim: int | None, dense_init, init):
    """Labels (n, 1) to one channel (n, side, side, 1): an embedding, and a dense layer without activation.

    Nothing bends between the two, so this is a table with one plane for each class, whatever the embedding's length (its
    rank is limited by a length below the number of classes); `label_planes` reads it out.

    Parameters
    ----------
    labels : KerasTensor
        As `label_input` gives it.
    side : int
        Height and width in pixels.
    n_classes : int
    embedding_dim : int or None
        None: a one-hot vector instead of an embedding.
    dense_init, init : keras.Initializer
        Of the dense layer and of the embedding.
    """
    x = code(labels, n_classes, embedding_dim, init)
    x = layers.Dense(side * side, kernel_initializer=dense_init)(x)
    return layers.Reshape((side, side, 1), name="label_plane")(x)


def classes_of(network: keras.Model) -> int:
    """How many classes a network with labels knows, read from the layer that takes them.

    Raises
    ------
    ValueError
        If no layer tells.
    """
    for layer in network.layers:
        if isinstance(layer, layers.CategoryEncoding):
            return layer.num_tokens
        if isinstance(layer, layers.Embedding):
            return layer.input_dim
    raise ValueError(
        f"{network.name!r} has neither an Embedding nor a CategoryEncoding layer for its labels."
    )


def label_planes(network: keras.Model) -> np.ndarray:
    """What a network has learned as the plane of each class.

    Parameters
    ----------
    network : keras.Model
        With a label plane: `models.conditional`, and the generator of `models.acgan`.

    Returns
    -------
    ndarray
        float32 (n_classes, side, side).

    Raises
    ------
    ValueError
        If the network has no label plane.
    """
    if "label_plane" not in {layer.name for layer in network.layers}:
        raise ValueError(
            f"{network.name!r} has no label plane; the discriminator of an AC-GAN, say, takes no label."
        )
    (labels,) = (x for x in network.inputs if x.name == "labels")
    planes = keras.Model(labels, network.get_layer("label_plane").output)(
        np.arange(classes_of(network))[:, None]
    )
    return keras.ops.convert_to_numpy(planes)[..., 0]


def mixing(generator: keras.Model) -> keras.Model:
    """The same generator, told shares of classes instead of one: half a shirt and half a dress, say.

    Parameters
    ----------
    generator : keras.Model
        [latents, labels (n, 1)] to images, with one Embedding or CategoryEncoding layer for the labels. Its weights are shared
        at the time of the call, except an embedding's table, which is copied.

    Returns
    -------
    keras.Model
        [latents float32 (n, latent_dim), shares float32 (n, n_classes)] to images. A share of 1 for one class gives what its
        label gives.

    Raises
    ------
    ValueError
        If no layer takes the labels.
    """
    n_classes = classes_of(generator)
    entries = [x for x in generator.layers if isinstance(x, layers.CategoryEncoding | layers.Embedding)]
    if len(entries) > 1:
        raise ValueError(
            f"{generator.name!r} has {len(entries)} layers that may take its labels; shares can be told to one."
        )
    (entry,) = entries
    inner = keras.Model([generator.inputs[0], entry.output], generator.output)
    latents = keras.Input(generator.inputs[0].shape[1:], name="latents")
    x = shares = keras.Input((n_classes,), name="shares")
    if isinstance(entry, layers.Embedding):
        table = layers.Dense(entry.output_dim, use_bias=False)
        x = layers.Reshape((1, entry.output_dim))(table(x))
        table.set_weights(entry.get_weights())
    return keras.Model([latents, shares], inner([latents, x]), name="mixing_generator")
