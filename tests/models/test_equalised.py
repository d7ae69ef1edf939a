"""Layers with an equalised learning rate do what their name says."""

import gan_lessons  # noqa: F401
from gan_lessons.models.equalised import EqualisedConv2D, EqualisedDense

import keras
import numpy as np
import pytest
from keras import ops

RNG = np.random.default_rng(0)


def normal(*shape):
    return ops.convert_to_tensor(RNG.standard_normal(shape).astype("float32"))


@pytest.mark.parametrize("gain", [1.0, 2.0])
@pytest.mark.parametrize("multiplier", [1.0, 0.01])
def test_the_weights_are_not_scaled_and_the_outputs_are(gain, multiplier):
    options = {"gain": gain, "lr_multiplier": multiplier, "seed": 1}
    for layer, x in (
        (EqualisedDense(400, **options), normal(500, 50)),
        (EqualisedConv2D(40, 3, **options), normal(8, 16, 16, 30)),
    ):
        out = ops.convert_to_numpy(layer(x))
        out = out[:, 1:-1, 1:-1] if out.ndim == 4 else out  # zeros come in at the edge
        assert out.std() == pytest.approx(gain, rel=0.05)
        assert ops.convert_to_numpy(layer.kernel).std() * multiplier == pytest.approx(1.0, rel=0.05)


@pytest.mark.parametrize("multiplier", [1.0, 0.01])
def test_a_step_of_adam_moves_the_kernel_in_use_by_gain_and_fan_in_and_multiplier(multiplier):
    rate, gain = 1e-3, 1.5
    layer = EqualisedDense(3, gain=gain, lr_multiplier=multiplier, bias=0.5, seed=1)
    layer.build((None, 16))
    before = [ops.convert_to_numpy(x) for x in (layer.effective_kernel(), layer.with_bias(ops.zeros((1, 3))))]
    assert before[1] == pytest.approx(0.5)
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build(layer.trainable_variables)
    optimizer.apply([ops.ones(v.shape) for v in layer.trainable_variables])
    moved = before[0] - ops.convert_to_numpy(layer.effective_kernel())
    assert moved == pytest.approx(rate * multiplier * gain / 4.0, rel=0.02)
    moved = before[1] - ops.convert_to_numpy(layer.with_bias(ops.zeros((1, 3))))
    assert moved == pytest.approx(rate * multiplier, rel=0.02)


@pytest.mark.parametrize("multiplier", [1.0, 0.01])
def test_not_equalised_they_begin_alike_and_adam_moves_the_weights_in_use_as_far_in_every_layer(multiplier):
    rate, options = 1e-3, {"lr_multiplier": multiplier, "bias": 0.5, "seed": 1}
    for inputs in (9, 400):
        x = normal(5, inputs)
        layer, scaled = (EqualisedDense(3, equalised=flag, **options) for flag in (False, True))
        assert np.allclose(ops.convert_to_numpy(layer(x)), ops.convert_to_numpy(scaled(x)), atol=1e-5)
        before = ops.convert_to_numpy(layer.effective_kernel())
        optimizer = keras.optimizers.Adam(rate)
        optimizer.build(layer.trainable_variables)
        optimizer.apply([ops.ones(v.shape) for v in layer.trainable_variables])
        moved = before - ops.convert_to_numpy(layer.effective_kernel())
        assert moved == pytest.approx(rate * multiplier, rel=0.02), "whatever the number of inputs"
        assert EqualisedDense.from_config(layer.get_config()).equalised is False
    with pytest.raises(ValueError, match="equalised is 'no'"):
        EqualisedDense(3, equalised="no")


def test_a_layer_that_was_saved_before_there_was_a_choice_is_equalised():
    config = EqualisedConv2D(5, 3, seed=1).get_config()
    assert config.pop("equalised") is True
    assert EqualisedConv2D.from_config(config).equalised


def test_what_they_compute_is_keras_own_with_the_scaled_kernel():
    x = normal(2, 7, 7, 3)
    layer = EqualisedConv2D(5, 3, seed=1)
    layer(x)
    layer.bias.assign([1.0, 2.0, 3.0, 4.0, 5.0])
    plain = keras.layers.Conv2D(5, 3, padding="same")
    plain(x)
    plain.set_weights([ops.convert_to_numpy(layer.effective_kernel()), ops.convert_to_numpy(layer.bias)])
    assert np.allclose(ops.convert_to_numpy(layer(x)), ops.convert_to_numpy(plain(x)), atol=1e-5)
    again = EqualisedConv2D.from_config(layer.get_config())
    again.build(x.shape)
    assert np.array_equal(ops.convert_to_numpy(again.kernel), ops.convert_to_numpy(layer.kernel))
    with pytest.raises(ValueError, match="lr_multiplier is 0"):
        EqualisedConv2D(5, lr_multiplier=0)
