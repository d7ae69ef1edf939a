"""Tiny networks and data, and an objective that lives only here: it shows that the core carries what is to come."""

import gan_lessons  # noqa: F401
from gan_lessons.arrays import Samples
from gan_lessons.training import GAN, Adversarial, Player

import keras
import numpy as np
from keras import layers, ops


def generator(latent_dim=3, batch_norm=False, dropout=False, seed=1):
    z = x = keras.Input((latent_dim,))
    x = layers.Dense(8, kernel_initializer=keras.initializers.GlorotUniform(seed))(x)
    x = layers.BatchNormalization()(x) if batch_norm else x
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.Dropout(0.3, seed=seed + 1)(x) if dropout else x
    x = layers.Dense(2, kernel_initializer=keras.initializers.GlorotUniform(seed + 2))(x)
    return keras.Model(z, x, name="generator")


def discriminator(batch_norm=False, dropout=False, seed=11, inputs=2):
    x0 = x = keras.Input((inputs,))
    x = layers.Dense(8, kernel_initializer=keras.initializers.GlorotUniform(seed))(x)
    x = layers.BatchNormalization()(x) if batch_norm else x
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.Dropout(0.3, seed=seed + 1)(x) if dropout else x
    x = layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed + 2))(x)
    return keras.Model(x0, x, name="discriminator")


def curve(n=64, seed=0):
    """Points (x, x^2), float32 (n, 2)."""
    x = np.random.default_rng(seed).uniform(-0.5, 0.5, (n, 1))
    return np.hstack([x, x**2]).astype("float32")


def gan(batch_norm=False, dropout=False, seed=5, **compile_options):
    model = GAN(
        generator(batch_norm=batch_norm, dropout=dropout), discriminator(batch_norm, dropout), seed=seed
    )
    model.compile(**compile_options)
    return model


def snapshot(variables):
    return [ops.convert_to_numpy(v.value).copy() for v in variables]


def same(before, variables):
    """Whether every array is bit-identical to its variable."""
    return all(
        np.array_equal(b, ops.convert_to_numpy(v.value)) for b, v in zip(before, variables, strict=True)
    )


def all_moved(before, variables):
    return all(
        not np.array_equal(b, ops.convert_to_numpy(v.value)) for b, v in zip(before, variables, strict=True)
    )


class FourPlayers(Adversarial):
    """CycleGAN in miniature (arXiv 1703.10593): two translators, two least-squares judges, unpaired batches."""

    metric_names = ("d_a", "d_b", "g_ab", "g_ba")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.ab, self.ba = generator(2, batch_norm=True, seed=21), generator(2, batch_norm=True, seed=31)
        self.judge_a, self.judge_b = discriminator(True, seed=41), discriminator(True, seed=51)

    def compile(self):
        super().compile({name: keras.optimizers.Adam(1e-3) for name in ("d_a", "d_b", "g_ab", "g_ba")})

    def players(self):
        return [
            Player("d_a", [self.judge_a], [lambda b: self._judge("d_a", self.judge_a, b["a"], self.ba, b["b"])],
                   also_moves=[self.ba]),
            Player("d_b", [self.judge_b], [lambda b: self._judge("d_b", self.judge_b, b["b"], self.ab, b["a"])],
                   also_moves=[self.ab]),
            Player("g_ab", [self.ab], [lambda b: self._fool("g_ab", self.ab, self.ba, self.judge_b, b["a"])]),
            Player("g_ba", [self.ba], [lambda b: self._fool("g_ba", self.ba, self.ab, self.judge_a, b["b"])]),
        ]  # fmt: skip

    def roles(self):
        return {"a": Samples((2,)), "b": Samples((2,))}

    def _judge(self, name, judge, real, translator, source):
        fake = ops.stop_gradient(translator(source, training=True))
        loss = ops.mean((judge(real, training=True) - 1.0) ** 2) + ops.mean(judge(fake, training=True) ** 2)
        return loss, {name: loss}

    def _fool(self, name, there, back, judge, x):
        y = there(x, training=True)
        cycle = ops.mean(ops.abs(back(y, training=True) - x))
        loss = ops.mean((judge(y, training=True) - 1.0) ** 2) + 10.0 * cycle
        return loss, {name: loss}
