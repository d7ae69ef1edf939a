"""Tiny generators of every kind, to images of 2 x 2 pixels."""

import gan_lessons  # noqa: F401
from gan_lessons import models

import keras
from keras import layers


@keras.saving.register_keras_serializable(package="tests")
class Noise(layers.Layer):
    """Noise in inference, too, as in a StyleGAN."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seeds = keras.random.SeedGenerator(7)

    def call(self, x):
        return x + keras.random.normal(keras.ops.shape(x), seed=self.seeds)


def network(*inputs, shape=(2, 2, 1), noise=False, name="generator"):
    """A generator that adds up what each input makes."""
    x = [layers.Dense(4)(layers.Flatten()(keras.ops.cast(i, "float32"))) for i in inputs]
    x = layers.Add()(x) if len(x) > 1 else x[0]
    x = Noise()(x) if noise else x
    x = layers.Activation("tanh")(layers.Reshape(shape)(x))
    return keras.Model(list(inputs) if len(inputs) > 1 else inputs[0], x, name=name)


def plain(d=3, **options):
    return network(keras.Input((d,)), **options)


def labelled(d=3, n_classes=4):
    z, labels = keras.Input((d,)), models.labels.label_input()
    x = layers.Concatenate()([z, layers.Flatten()(layers.Embedding(n_classes, 5)(labels))])
    x = layers.Reshape((2, 2, 1))(layers.Dense(4, activation="tanh")(x))
    return keras.Model([z, labels], x, name="labelled")


def coded(d=3, n_classes=4, n_continuous=2):
    z, codes = keras.Input((d,)), keras.Input((n_classes + n_continuous,))
    x = models.infogan.BesideCodes(n_classes)([z, codes])
    x = layers.Reshape((2, 2, 1))(layers.Dense(4, activation="tanh")(x))
    return keras.Model([z, codes], x, name="coded")


def u_net():
    """Images of any size, of which only multiples of 4 fit."""
    image = keras.Input((None, None, 1))
    a = layers.Conv2D(2, 3, strides=2, padding="same")(image)
    x = layers.Conv2DTranspose(2, 3, strides=2, padding="same")(layers.Conv2D(2, 3, 2, padding="same")(a))
    x = layers.Concatenate()([a, x])
    x = layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="tanh")(x)
    return keras.Model(image, x, name="u_net")
