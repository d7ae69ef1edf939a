"""The faster last layer is Keras's own in everything but time."""

from gan_lessons import backend
from gan_lessons.models.layers import ToOneChannel

import keras
import numpy as np
import pytest
from keras import layers, ops


@pytest.mark.parametrize("side", [(28, 28), (12, 20), (7, 10)])
@pytest.mark.parametrize("kernel", [3, 7])
def test_equals_conv2d_with_its_gradients(side, kernel):
    x0 = keras.Input((*side, 5))
    ours = keras.Model(x0, ToOneChannel(kernel, activation="tanh")(x0))
    keras_own = keras.Model(x0, layers.Conv2D(1, kernel, padding="same", activation="tanh")(x0))
    assert [w.shape for w in ours.weights] == [w.shape for w in keras_own.weights]
    rng = np.random.default_rng(0)
    keras_own.set_weights([rng.normal(0, 0.2, w.shape) for w in keras_own.weights])
    ours.set_weights(keras_own.get_weights())
    x = ops.convert_to_tensor(rng.normal(0, 1, (3, *side, 5)).astype("float32"))
    assert np.allclose(ops.convert_to_numpy(ours(x)), ops.convert_to_numpy(keras_own(x)), atol=1e-6)
    for network in (ours, keras_own):
        network.slope = ops.convert_to_numpy(backend.input_gradient(network, x))
        _, network.gradients = backend.value_and_grad(
            lambda network=network: (ops.sum(network(x) ** 2), {}), network.trainable_variables, []
        )
    assert np.allclose(ours.slope, keras_own.slope, atol=1e-5)
    for a, b in zip(ours.gradients, keras_own.gradients, strict=True):
        assert np.allclose(ops.convert_to_numpy(a), ops.convert_to_numpy(b), rtol=1e-4, atol=1e-4)


def test_saves_and_loads(tmp_path):
    x0 = keras.Input((8, 8, 2))
    network = keras.Model(x0, ToOneChannel(3, activation="tanh", use_bias=False)(x0))
    network.save(tmp_path / "network.keras")
    loaded = keras.models.load_model(tmp_path / "network.keras")
    x = np.random.default_rng(0).normal(0, 1, (2, 8, 8, 2)).astype("float32")
    assert np.array_equal(ops.convert_to_numpy(network(x)), ops.convert_to_numpy(loaded(x)))


def test_even_kernels_are_refused():
    with pytest.raises(ValueError, match="kernel_size is 4; it must be odd"):
        ToOneChannel(4)
