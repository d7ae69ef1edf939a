"""The smallest game that a run can play, and folders of pictures to play it on."""

from pathlib import Path

from gan_lessons import models, training
from gan_lessons.runs import training as runs_training
from gan_lessons.runs import watching

import keras
import numpy as np
from keras import layers
from PIL import Image


def game_of(size, steps, channels, classes, n_images, seed, augment, flips, start):
    """In place of `recipe.game_of`: batches of 8, a few hundred weights; with classes the smallest BigGAN."""
    if classes:
        shape = {"size": size, "channels": channels, "n_classes": classes, "width": 8, "attention": False}
        networks = (
            models.biggan.generator(latent_dim=8, seed=1, **shape),
            models.biggan.discriminator(seed=2, **shape),
        )
        game = training.BigGAN(*networks, classes, seed=seed)
        game.compile()
        return game, min(8, n_images)
    init = {"kernel_initializer": keras.initializers.GlorotUniform(seed)}
    generator = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8 * 8 * 2, **init),
            layers.Reshape((8, 8, 2)),
            layers.UpSampling2D(size // 8),
            layers.Conv2D(channels, 3, padding="same", activation="tanh", **init),
        ],
        name="generator",
    )
    discriminator = keras.Sequential(
        [
            keras.Input((size, size, channels)),
            layers.AveragePooling2D(size // 4),
            layers.Flatten(),
            layers.Dense(1, **init),
        ],
        name="discriminator",
    )
    game = training.GAN(generator, discriminator, seed=seed, average=0.9)
    game.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return game, min(8, n_images)


def install(patch) -> None:
    """Tiny games, a stretch of 3 steps, a look every 6, a state after each stretch; `patch` sets an attribute."""
    patch(runs_training, "game_of", game_of)
    patch(runs_training, "_pace", lambda steps, seconds: (3, 6))
    patch(watching, "SAVE", 0.0)
    patch(watching.callbacks.BestCheckpoint, "__init__", _few(watching.callbacks.BestCheckpoint.__init__))


def _few(init):
    def with_few_samples(self, *args, **kwargs):
        init(self, *args, **(kwargs | {"n": 12}))

    return with_few_samples


def pictures(folder: Path, n: int = 30, size: int = 32, seed: int = 0, grey: bool = False) -> Path:
    """Coloured spots on even grounds, all different."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    for i in range(n):
        array = np.full((size, size, 1 if grey else 3), rng.integers(0, 256, 1 if grey else 3), np.uint8)
        x, y = rng.integers(4, size - 8, 2)
        array[y : y + 6, x : x + 6] = rng.integers(0, 256, array.shape[-1])
        Image.fromarray(array[..., 0] if grey else array).save(folder / f"spot {i:03}.png")
    return folder
