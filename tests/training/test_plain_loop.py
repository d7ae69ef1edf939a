"""Chapter 4: the algorithm written out as a plain loop gives what the package gives."""

from gan_lessons import backend, training

import keras
import numpy as np
import pytest
from keras import ops

from tests.training.games import curve, discriminator, generator


def plain_loop(g, d, batches, seed, d_batches, loss):
    """One D update (or two, the real ones first) and one G update per batch; returns the losses of each step."""
    d_adam, g_adam = (keras.optimizers.Adam(1e-2, beta_1=0.5) for _ in range(2))
    seeds = backend.SeedGenerator(seed)
    history = []

    def move(net, other, adam, closure):
        rest = [*net.non_trainable_variables, *other.variables, seeds.state]
        (value, _), slopes = backend.value_and_grad(lambda: (closure(), {}), net.trainable_variables, rest)
        adam.apply(slopes, net.trainable_variables)
        return float(value)

    for real in batches:
        n = len(real)
        real = ops.convert_to_tensor(real)
        fakes = ops.stop_gradient(g(keras.random.normal((n, 3), seed=seeds), training=True))

        def on_real(real=real):
            return ops.mean(ops.softplus(-d(real, training=True)))

        def on_fakes(fakes=fakes):
            return ops.mean(ops.softplus(d(fakes, training=True)))

        if d_batches == "alternate":
            row = [move(d, g, d_adam, on_real), move(d, g, d_adam, on_fakes)]
        else:
            row = [float(on_real()), float(on_fakes())]
            move(d, g, d_adam, lambda: (on_real() + on_fakes()) / 2)
        z = keras.random.normal((n, 3), seed=seeds)

        def fool(z=z):
            logits = d(g(z, training=True), training=True)
            return ops.mean(ops.softplus(-logits) if loss == "non_saturating" else -ops.softplus(logits))

        history.append([*row, move(g, d, g_adam, fool)])
    return np.array(history)


@pytest.mark.parametrize(("d_batches", "loss"), [("alternate", "non_saturating"), ("joint", "minimax")])
def test_a_plain_loop_equals_the_package_over_20_steps(d_batches, loss):
    batches = [curve(16, seed=i) for i in range(20)]
    g, d = generator(), discriminator()
    here = plain_loop(g, d, batches, 3, d_batches, loss)
    twin = training.GAN(generator(), discriminator(), seed=3)
    adams = [keras.optimizers.Adam(1e-2, beta_1=0.5) for _ in range(2)]
    twin.compile(*adams, d_batches=d_batches, loss=loss)
    there = []
    for real in batches:
        logs = twin.step((ops.convert_to_tensor(real),))
        there.append([float(logs[name]) for name in ("d_loss_real", "d_loss_fake", "g_loss")])
    np.testing.assert_allclose(here, there, atol=1e-5)
    assert np.ptp(here, axis=0).min() > 1e-3, "they learned"
    for ours, theirs in ((g, twin.generator), (d, twin.discriminator)):
        for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
            np.testing.assert_allclose(a, b, atol=1e-5)


def test_keras_gives_the_loss_of_the_batch_and_no_running_mean():
    """Up to Keras 3.14 these would be 1, 5 and 11.67; the chapters read losses as those of the batch."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    told = [model.train_on_batch(np.ones((4, 1)), np.full((4, 1), target)) for target in (1.0, 3.0, 5.0)]
    assert told == pytest.approx([1, 9, 25])
