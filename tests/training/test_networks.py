"""What is given as a network is looked at before a game begins: what it takes, what it makes, and what ends it."""

import gan_lessons as gl
from gan_lessons.training.objectives.networks import check_end_of_discriminator, check_end_of_generator

import keras
import numpy as np
import pytest
from keras import layers, ops

from tests.training import course_games
from tests.training.games import discriminator, generator

SIZE = (4, 4, 1)


def judge(end, use_bias=True):
    """A discriminator of points that ends in a function."""
    x = keras.Input((2,))
    h = layers.Dense(4, activation="leaky_relu")(x)
    return keras.Model(x, end(layers.Dense(1, use_bias=use_bias)(h)))


def painter(end, use_bias=True):
    """A generator of images that ends in a function."""
    z = keras.Input((3,))
    h = layers.Dense(8, activation="leaky_relu")(z)
    return keras.Model(z, end(layers.Reshape(SIZE)(layers.Dense(16, use_bias=use_bias)(h))))


def nested(activation):
    x = keras.Input((1,))
    inner = keras.Model(x, layers.Activation(activation)(x))
    return keras.Sequential([keras.Input((1,)), keras.Sequential([keras.Input((1,)), inner])])


def in_time(activation):
    layer = layers.TimeDistributed(layers.Dense(1, activation=activation))
    return lambda x: layers.Flatten()(layer(layers.Reshape((1, 1))(x)))


BOUNDED = {
    "layer": (layers.Activation("sigmoid"), "sigmoid"),
    "function": (ops.sigmoid, "sigmoid"),
    "lambda": (layers.Lambda(lambda x: ops.sigmoid(x)), "sigmoid"),
    "model in a model": (nested("sigmoid"), "sigmoid"),
    "wrapped layer": (in_time("sigmoid"), "sigmoid"),
    "hard sigmoid": (ops.hard_sigmoid, "sigmoid"),
    "clipped": (lambda x: ops.clip(x, 1e-7, 1.0 - 1e-7), "sigmoid"),
    "softmax": (layers.Activation("softmax"), "softmax, which is always 1"),
    "tanh": (nested("tanh"), "tanh"),
    "relu": (ops.relu, "ReLU"),
    "softplus": (ops.softplus, "ReLU"),
}


@pytest.mark.filterwarnings("ignore:You are using a softmax")
@pytest.mark.parametrize("name", BOUNDED)
def test_what_ends_a_discriminator_is_found_wherever_it_hides(name):
    end, word = BOUNDED[name]
    for use_bias in (True, False):
        with pytest.raises(ValueError, match=f"The discriminator ends in a? ?{word}"):
            check_end_of_discriminator(judge(end, use_bias))


def test_what_never_is_positive_is_found():
    with pytest.raises(ValueError, match="log-sigmoid"):
        check_end_of_discriminator(judge(ops.log_sigmoid))


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="a function of TensorFlow's")
def test_a_function_of_the_backend_is_found():
    import tensorflow as tf

    x = keras.Input((2,))
    with pytest.raises(ValueError, match="ends in a sigmoid"):
        gl.training.WGAN(generator(), keras.Model(x, layers.Dense(1, activation=tf.nn.sigmoid)(x)))


@pytest.mark.parametrize("use_bias", [True, False])
def test_an_end_without_bounds_passes(use_bias):
    ends = {
        "linear": lambda x: x,
        "leaky": layers.LeakyReLU(),
        "far": lambda x: 20.0 * ops.tanh(x / 20.0),
        "mean of patches": lambda x: ops.mean(layers.Reshape((1, 1))(x), axis=1),
    }
    for name, end in ends.items():
        assert check_end_of_discriminator(judge(end, use_bias)) is None, name


def test_small_logits_and_frozen_or_saturated_networks_pass():
    quiet = discriminator()
    quiet.set_weights([np.full_like(w, 1e-3) for w in quiet.get_weights()])  # its own logits lie in [0, 1]
    check_end_of_discriminator(quiet)
    quiet.trainable = False
    check_end_of_discriminator(quiet)
    x = keras.Input((2,))
    h = layers.LayerNormalization()(layers.Dense(4, activation="sigmoid")(x))
    check_end_of_discriminator(keras.Model(x, layers.Dense(1)(layers.Dropout(0.5)(h))))


def test_looking_changes_no_weight_and_no_random_state():
    d = judge(layers.Dropout(0.5, seed=1))
    before = [ops.convert_to_numpy(v.value).copy() for v in d.variables]
    check_end_of_discriminator(d)
    assert all(
        np.array_equal(a, ops.convert_to_numpy(v.value)) for a, v in zip(before, d.variables, strict=True)
    )


@pytest.mark.parametrize("use_bias", [True, False])
def test_a_generator_of_images_must_be_able_to_draw_dark(use_bias):
    bad = {
        "a sigmoid": nested_image("sigmoid"),
        "pixels from 0 to": ops.relu,
        "pixels from": lambda x: 255.0 * ops.sigmoid(x),
        r"keeps it in \[0, 1\]": lambda x: ops.clip(x, 0.0, 1.0),
    }
    for message, end in bad.items():
        with pytest.raises(ValueError, match=message):
            check_end_of_generator(painter(end, use_bias))
    for end in (ops.tanh, lambda x: x, lambda x: ops.clip(x, -1.0, 1.0), nested_image("tanh")):
        assert check_end_of_generator(painter(end, use_bias)) is None


def nested_image(activation):
    return keras.Sequential([keras.Input(SIZE), layers.Activation(activation)])


def test_the_heads_of_every_kind_of_discriminator_pass():
    for kind in gl.models.semi_supervised.KINDS:
        check_end_of_discriminator(gl.models.semi_supervised.discriminator("classic", kind, 3, seed=1))
    check_end_of_discriminator(course_games.told_discriminator())
    check_end_of_generator(course_games.told_generator())
    check_end_of_generator(course_games.coded_generator())


class Judge(keras.Model):
    def __init__(self):
        super().__init__(name="own")
        self.out = layers.Dense(1)

    def call(self, x, training=False):
        return self.out(x)


def test_networks_that_do_not_say_what_they_take_are_refused():
    called = Judge()
    called(np.zeros((1, 2)))
    for kind in (gl.training.GAN, gl.training.ConditionalGAN, gl.training.ACGAN, gl.training.InfoGAN):
        for d in (Judge(), called, keras.Sequential([layers.Dense(1)], name="own")):
            with pytest.raises(ValueError, match=r"'own', does not say what it takes.*keras\.Input"):
                kind(generator(), d)
        with pytest.raises(ValueError, match="The generator, 'own', does not say"):
            kind(Judge(), discriminator())
        for thing in (None, "dcgan", layers.Dense(1), lambda x: x):
            with pytest.raises(TypeError, match=r"give a keras\.Model"):
                kind(generator(), thing)
    x = keras.Input((2,))
    gl.training.GAN(generator(), keras.Model(x, Judge()(x)))  # as the message says


def test_outputs_and_inputs_that_a_game_does_not_read_are_refused():
    x = keras.Input((2,))
    h = layers.Dense(4)(x)
    two = keras.Model(x, [layers.Dense(1)(h), layers.Dense(3)(h)])
    for kind in (gl.training.GAN, gl.training.WGAN):
        with pytest.raises(ValueError, match=r"has 2 outputs.*reads 1.*outputs\[0\]"):
            kind(generator(), two)
    with pytest.raises(ValueError, match=r"output shape is \(None, 2\)"):
        gl.training.GAN(generator(), keras.Model(x, layers.Dense(2)(h)))
    y = keras.Input((1,))
    both = keras.Model([x, y], layers.Dense(1)(layers.Concatenate()([x, y])))
    with pytest.raises(
        ValueError, match=r"The discriminator has 2 inputs; a GAN gives it one.*ConditionalGAN"
    ):
        gl.training.GAN(generator(), both)
    z, label = keras.Input((3,)), keras.Input((1,))
    told = keras.Model([z, label], layers.Dense(2)(layers.Concatenate()([z, label])))
    with pytest.raises(ValueError, match="The generator has 2 inputs"):
        gl.training.GAN(told, discriminator())
    with pytest.raises(ValueError, match="The generator has 2 outputs"):
        gl.training.GAN(keras.Model(z, [layers.Dense(2)(z), layers.Dense(2)(z)]), discriminator())
