"""Facts that notebook 02 teaches, each against the installed Keras: if a version changes one, the text must change."""

import keras
import numpy as np
import pytest
from keras import layers


def mlp():
    x = h = keras.Input((10,))
    for units in (10, 20, 10):
        h = layers.Dense(units, activation="relu")(h)
    return keras.Model(x, layers.Dense(1)(h))


def cnn():
    x = h = keras.Input((64, 64, 1))
    for filters in (32, 16):
        h = layers.MaxPooling2D()(layers.Conv2D(filters, 4, activation="relu")(h))
    h = layers.Dense(10, activation="relu")(layers.Flatten()(h))
    return keras.Model(x, layers.Dense(1)(h))


def rnn():
    x = keras.Input((100, 1))
    h = layers.Dense(10, activation="relu")(layers.LSTM(10)(x))
    return keras.Model(x, layers.Dense(1)(h))


@pytest.mark.parametrize(("make", "count"), [(mlp, 551), (cnn, 35_813), (rnn, 601)])
def test_the_three_networks_have_as_many_parameters_as_the_chapter_says(make, count):
    assert make().count_params() == count


def test_behaviour_fixed_when_a_layer_is_called_holds_in_direct_calls_alone():
    x = keras.Input((50,))
    fixed = keras.Model(x, layers.Dropout(0.5)(x, training=True))
    ones = np.ones((8, 50), "float32")
    assert (keras.ops.convert_to_numpy(fixed(ones)) == 0).any()
    assert (keras.ops.convert_to_numpy(fixed(ones, training=False)) == 1).all()
    assert (fixed.predict(ones, verbose=0) == 1).all()


def test_what_train_on_batch_returns_belongs_to_this_batch():
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    given = [float(model.train_on_batch(np.zeros((4, 1)), np.full((4, 1), v))) for v in (1, 2, 3)]
    assert given == [1, 4, 9]


@pytest.mark.parametrize("compiled", [True, False])
def test_a_legacy_file_of_a_model_compiled_with_mse_loads_only_without_its_loss(tmp_path, compiled):
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.save(tmp_path / "model.h5")
    if compiled:
        with pytest.raises(ValueError, match="mse"):
            keras.saving.load_model(tmp_path / "model.h5")
    else:
        loaded = keras.saving.load_model(tmp_path / "model.h5", compile=False)
        np.testing.assert_array_equal(loaded.get_weights()[0], model.get_weights()[0])


def test_a_model_saved_as_h5_loses_its_optimiser_in_the_next_keras_file(tmp_path):
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.save(tmp_path / "before.keras")
    model.save(tmp_path / "model.h5")
    model.save(tmp_path / "after.keras")
    assert type(keras.saving.load_model(tmp_path / "before.keras").optimizer) is keras.optimizers.SGD
    with pytest.warns(UserWarning, match="Skipping variable loading"):
        assert type(keras.saving.load_model(tmp_path / "after.keras").optimizer) is keras.optimizers.RMSprop
