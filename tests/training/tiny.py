"""Tiny networks for images of 8 x 8 pixels."""

import gan_lessons  # noqa: F401

import keras
from keras import layers

SIZE = (8, 8, 1)


def init(seed):
    return keras.initializers.RandomNormal(0.0, 0.2, seed)


def translator(seed=1, batch_norm=False):
    x = image = keras.Input(SIZE)
    x = layers.Conv2D(4, 3, padding="same", activation="relu", kernel_initializer=init(seed))(x)
    x = layers.BatchNormalization()(x) if batch_norm else x
    x = layers.Conv2D(1, 3, padding="same", activation="tanh", kernel_initializer=init(seed + 1))(x)
    return keras.Model(image, x, name=f"translator_{seed}")


def judge(seed=11, inputs=1):
    images = [keras.Input(SIZE) for _ in range(inputs)]
    x = layers.Concatenate()(images) if inputs > 1 else images[0]
    x = layers.Conv2D(4, 3, 2, padding="same", activation="relu", kernel_initializer=init(seed))(x)
    x = layers.Conv2D(1, 3, padding="same", kernel_initializer=init(seed + 1))(x)  # a verdict a patch
    return keras.Model(images if inputs > 1 else images[0], x, name=f"judge_{seed}")


def generator(latents=1):
    """Three numbers, or two times three, to an image."""
    z = [keras.Input((3,)) for _ in range(latents)]
    x = layers.Dense(64, activation="relu", kernel_initializer=init(2))(z[0])
    x = layers.Add()([x, layers.Dense(64, kernel_initializer=init(3))(z[-1])])
    x = layers.Reshape(SIZE)(layers.Activation("tanh")(x))
    return keras.Model(z if latents > 1 else z[0], x, name="generator")


def flat_judge():
    x = image = keras.Input(SIZE)
    x = layers.Dense(8, activation="relu", kernel_initializer=init(4))(layers.Flatten()(x))
    return keras.Model(image, layers.Dense(1, kernel_initializer=init(5))(x), name="discriminator")
