"""Sampling: a network as a function of arrays, whose weights may change after it was compiled."""

import logging

import gan_lessons as gl

import keras
import numpy as np
from keras import layers, ops

from tests.training.games import generator


def test_compiled_equals_the_network_in_inference_mode_and_follows_its_weights(caplog):
    network = generator(batch_norm=True, dropout=True)
    run = gl.backend.compiled(network)
    with caplog.at_level(logging.WARNING):
        for n in (1, 2, 3, 5, 8, 13, 21, 34):
            z = gl.latent.sample(n, 3, seed=n)
            assert np.allclose(run(z), ops.convert_to_numpy(network(z, training=False)), atol=1e-6)
    assert not caplog.records, "one trace serves every batch size"
    network.set_weights([w + 0.1 for w in network.get_weights()])
    assert np.allclose(run(z), ops.convert_to_numpy(network(z, training=False)), atol=1e-6)


def test_compiled_takes_several_inputs():
    z, label = keras.Input((3,)), keras.Input((1,), dtype="int32")
    x = layers.Concatenate()([z, layers.Flatten()(layers.Embedding(10, 2)(label))])
    network = keras.Model([z, label], layers.Dense(2)(x))
    points, labels = gl.latent.sample(4, 3, seed=0), np.arange(4)[:, None]
    expected = ops.convert_to_numpy(network([points, labels]))
    assert np.allclose(gl.backend.compiled(network)(points, labels), expected, atol=1e-6)


def test_input_gradient_is_that_of_the_sum_and_keeps_no_state():
    network = generator(batch_norm=True)
    before = [w.copy() for w in network.get_weights()]
    x = gl.latent.sample(4, 3, seed=0)
    slope = ops.convert_to_numpy(gl.backend.input_gradient(network, ops.convert_to_tensor(x)))
    assert all(np.array_equal(a, b) for a, b in zip(before, network.get_weights(), strict=True))
    for i in range(3):
        step = np.zeros_like(x)
        step[1, i] = 1e-2
        up, down = (network.stateless_call(
            [v.value for v in network.trainable_variables], [v.value for v in network.non_trainable_variables],
            ops.convert_to_tensor(x + sign * step), training=True)[0] for sign in (1, -1))  # fmt: skip
        assert np.isclose(slope[1, i], float(ops.sum(up) - ops.sum(down)) / 2e-2, rtol=0.05, atol=1e-3)
