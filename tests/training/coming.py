"""Three objectives that are still to come, each in at most 40 lines on the public core, with tiny networks."""

import dataclasses

import gan_lessons  # noqa: F401
from gan_lessons import backend
from gan_lessons.sampling import Latents, Sampler
from gan_lessons.training import GAN, Average, Lazy

import keras
from keras import layers, ops

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


# ---- Path length with its running mean (arXiv 1912.04958) ------------------------------------------------------


class PathLength(GAN):
    metric_names = (*GAN.metric_names, "path_length")

    def __init__(self, mapping, synthesis, discriminator, every=2, **kwargs):
        z = keras.Input(mapping.input_shape[1:])
        super().__init__(keras.Model(z, synthesis(mapping(z)), name="generator"), discriminator, **kwargs)
        self.mapping, self.synthesis, self.every = mapping, synthesis, every
        self.mean_length = keras.Variable(0.0, trainable=False, name="mean_length")
        self.averaged = Average(self.generator, 0.9)

    def players(self):
        d, g = super().players()
        return [d, dataclasses.replace(g, also=[Lazy(self.path, self.every, logs=["path_length"])])]

    def build_sampler(self):
        return Sampler(self.averaged.network, [Latents(self.latent_dim)])

    def path(self, batch):
        w = self.run(self.mapping, self.latents(ops.shape(batch["images"])[0]))
        noise = keras.random.normal(ops.shape(batch["images"]), seed=self.random) / 8.0
        slope = backend.gradient_of(lambda w: ops.sum(self.run(self.synthesis, w) * noise), w)
        lengths = ops.sqrt(ops.sum(slope**2, axis=1) + 1e-8)
        self.mean_length.assign(self.mean_length + 0.01 * (ops.mean(lengths) - self.mean_length))
        return 2.0 * ops.mean((lengths - self.mean_length) ** 2), {"path_length": ops.mean(lengths)}


# ---- A generator that grows (arXiv 1710.10196) -----------------------------------------------------------------


@keras.saving.register_keras_serializable(package="tests")
class FadeIn(layers.Layer):
    """(1 - alpha) old + alpha new; alpha is a weight that nothing trains."""

    def build(self, shapes):
        self.alpha = self.add_weight((), "zeros", trainable=False, name="alpha")

    def call(self, inputs):
        old, new = inputs
        return old + self.alpha * (new - old)


@keras.saving.register_keras_serializable(package="tests")
class Growing(GAN):
    def __init__(self, *networks, fade_from=0, fade_steps=1, **kwargs):
        super().__init__(*networks, **kwargs)
        self.fade_from, self.fade_steps = fade_from, fade_steps

    def complete(self, batch):
        alpha = ops.clip((ops.cast(self.steps.value, "float32") - self.fade_from) / self.fade_steps, 0.0, 1.0)
        for layer in [*self.generator.layers, *self.discriminator.layers]:
            if isinstance(layer, FadeIn):
                layer.alpha.assign(alpha)
        return super().complete(batch)

    def grow(self, generator, discriminator, fade_steps):
        self.fade_from, self.fade_steps = self.step_number, fade_steps
        self.replace(generator=generator, discriminator=discriminator)

    def get_config(self):
        return {**super().get_config(), "fade_from": self.fade_from, "fade_steps": self.fade_steps}


def small_pair():
    z = keras.Input((3,), name="z")
    x = layers.Dense(4 * 4 * 4, activation="relu", kernel_initializer=init(1), name="dense")(z)
    x = layers.Reshape((4, 4, 4), name="features")(x)
    image = layers.Conv2D(1, 1, activation="tanh", kernel_initializer=init(2), name="to_image_4")(x)
    x = small = keras.Input((4, 4, 1), name="image_4")
    x = layers.Conv2D(4, 1, activation="relu", kernel_initializer=init(3), name="from_image_4")(x)
    x = layers.Flatten(name="flat")(x)
    return keras.Model(z, image, name="generator"), keras.Model(
        small, layers.Dense(1, kernel_initializer=init(4), name="logit")(x), name="discriminator"
    )


def grown_pair(g, d):
    """Twice the size: the old layers, the same objects, and a new path beside the old one."""
    features, up = g.get_layer("features").output, layers.UpSampling2D()
    x = layers.Conv2D(4, 3, padding="same", activation="relu", kernel_initializer=init(5), name="conv_8")(
        up(features)
    )
    new = layers.Conv2D(1, 1, activation="tanh", kernel_initializer=init(6), name="to_image_8")(x)
    image = FadeIn(name="fade_g")([layers.UpSampling2D()(g.output), new])
    x = large = keras.Input(SIZE, name="image_8")
    x = layers.Conv2D(
        4, 3, padding="same", activation="relu", kernel_initializer=init(7), name="from_image_8"
    )(x)
    old = d.get_layer("from_image_4")(layers.AveragePooling2D(2)(large))
    x = FadeIn(name="fade_d")([old, layers.AveragePooling2D(2)(x)])
    x = d.get_layer("logit")(layers.Flatten()(x))
    return keras.Model(g.input, image, name="generator"), keras.Model(large, x, name="discriminator")


# ---- Style mixing (arXiv 1812.04948) ---------------------------------------------------------------------------


class StyleMixing(GAN):
    def __init__(self, mapping, synthesis, discriminator, share=0.9, **kwargs):
        z = [keras.Input(mapping.input_shape[1:]) for i in range(2)]
        generator = keras.Model(z, synthesis([mapping(z[0]), mapping(z[1])]), name="generator")
        super().__init__(generator, discriminator, **kwargs)
        self.share = share

    def build_sampler(self):
        d = self.latent_dim
        return Sampler(self.generator, [Latents(d), Latents(d, "latents_2")])

    def generated(self, latents, labels):
        n = ops.shape(latents)[0]
        mixed = keras.random.uniform((n, 1), seed=self.random) < self.share
        return self.run(self.generator, [latents, ops.where(mixed, self.latents(n), latents)])


def mapping():
    z = keras.Input((3,))
    return keras.Model(z, layers.Dense(4, activation="relu", kernel_initializer=init(1))(z), name="mapping")


def synthesis(styles=1):
    """Coarse from the first style, fine from the last."""
    w = [keras.Input((4,)) for _ in range(styles)]
    coarse = layers.Dense(64, activation="relu", kernel_initializer=init(2))(w[0])
    fine = layers.Dense(64, kernel_initializer=init(3))(w[-1])
    x = layers.Reshape(SIZE)(layers.Activation("tanh")(layers.Add()([coarse, fine])))
    return keras.Model(w if styles > 1 else w[0], x, name="synthesis")


def flat_judge():
    x = image = keras.Input(SIZE)
    x = layers.Dense(8, activation="relu", kernel_initializer=init(4))(layers.Flatten()(x))
    return keras.Model(image, layers.Dense(1, kernel_initializer=init(5))(x), name="discriminator")
