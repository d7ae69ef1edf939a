"""The frozen MNIST classifier: right on digits, unsure about noise, strict about what it is given."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys

from gan_lessons import data, metrics
from gan_lessons.metrics import classifiers, noise

import keras
import numpy as np
import pytest


@pytest.fixture(scope="module")
def digits():
    return data.load("mnist", "test", verbose=False)


@pytest.fixture(scope="module")
def judge():
    return metrics.classifier("mnist")


@pytest.fixture(scope="module")
def record():
    return json.loads((classifiers.WEIGHTS / "mnist.json").read_text())


@pytest.fixture(scope="module")
def probabilities(judge, digits):
    return judge.probabilities(digits.images)


def confident(probabilities) -> float:
    return float((probabilities.max(axis=1) > 0.9).mean())


def test_reads_real_digits(digits, probabilities):
    wanted = 0.993 if len(digits) == 10_000 else 0.99
    assert (probabilities.argmax(axis=1) == digits.labels).mean() >= wanted
    assert confident(probabilities) >= 0.97


def test_scores_are_those_of_the_record(digits, probabilities, record):
    if len(digits) != 10_000:
        pytest.skip("the record is about the full test set; only the sample is here")
    accuracy = (probabilities.argmax(axis=1) == digits.labels).mean()
    assert accuracy == pytest.approx(record["scores"]["accuracy"], abs=2e-4)
    assert confident(probabilities) == pytest.approx(record["scores"]["confident_real"], abs=1e-3)


def test_is_calibrated(digits, probabilities):
    top, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == digits.labels
    assert abs(top.mean() - right.mean()) < 0.01


@pytest.mark.parametrize("kind", noise.KINDS)
def test_is_unsure_about_noise(judge, digits, kind):
    images = noise.KINDS[kind](500, np.random.default_rng(7), digits.images)
    assert images.shape == (500, 28, 28, 1) and images.dtype == np.uint8
    assert confident(judge.probabilities(images)) <= 0.02


def test_is_unsure_about_what_an_untrained_generator_draws(judge):
    keras.utils.set_random_seed(3)
    fresh = keras.Sequential(
        [
            keras.Input((20,)),
            keras.layers.Dense(7 * 7 * 16),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Reshape((7, 7, 16)),
            keras.layers.Conv2DTranspose(16, 4, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
    for strength in (1, 10):
        z = strength * np.random.default_rng(0).standard_normal((300, 20), dtype="float32")
        assert confident(judge.probabilities(np.asarray(fresh.predict_on_batch(z)))) <= 0.02


def test_some_kinds_of_noise_were_never_trained_on(record):
    assert noise.HELD_OUT and not set(noise.HELD_OUT) & set(record["trained_on_noise"])


def test_half_a_digit_is_less_convincing_than_a_whole_one(judge, digits, probabilities):
    halves = digits.images.copy()
    halves[:, 14:] = 0
    assert confident(judge.probabilities(halves)) < 0.2 * confident(probabilities)


def test_shapes_and_dtypes(judge, digits):
    images = digits.images[:5]
    assert judge.logits(images).shape == (5, 10)
    assert judge.features(images).shape == (5, 64)
    chances, labels = judge.probabilities(images), judge.predict(images)
    assert chances.dtype == judge.features(images).dtype == np.float32
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert labels.dtype == np.int32 and (labels == chances.argmax(axis=1)).all()


def test_features_lead_to_the_logits(judge, digits):
    kernel, bias = judge.network.get_layer("logits").get_weights()
    by_hand = judge.features(digits.images[:300]) @ kernel + bias
    assert np.allclose(by_hand, judge.logits(digits.images[:300]), atol=1e-3)


def test_probabilities_are_the_softmax_at_the_temperature(judge, digits):
    scaled = judge.logits(digits.images[:9]).astype("float64") / judge.temperature
    by_hand = np.exp(scaled) / np.exp(scaled).sum(axis=1, keepdims=True)
    assert np.allclose(judge.probabilities(digits.images[:9]), by_hand, atol=1e-5)


def test_batches_change_nothing(judge, digits):
    some = judge.logits(digits.images[:600])
    assert np.allclose(some[511:515], judge.logits(digits.images[511:515]), atol=1e-3)


def test_float_images_mean_the_same_as_uint8(judge, digits):
    images = digits.images[:50]
    floats = images.astype("float32") / 127.5 - 1
    assert np.allclose(judge.logits(images), judge.logits(floats), atol=1e-4)


@pytest.mark.parametrize(
    ("images", "named"),
    [
        (np.zeros((4, 28, 28), "uint8"), r"images\[\.\.\., None\]"),
        (np.zeros((28, 28, 1), "uint8"), r"shape \(28, 28, 1\)"),
        (np.zeros((4, 32, 32, 1), "uint8"), r"\(n, 28, 28, 1\)"),
        (np.zeros((4, 28, 28, 3), "uint8"), r"\(4, 28, 28, 3\)"),
        (np.zeros((0, 28, 28, 1), "uint8"), "no images"),
        (np.zeros((4, 28, 28, 1), "int64"), "int64"),
        (np.zeros((4, 28, 28, 1), "float64"), "float64"),
        (np.full((4, 28, 28, 1), 255, "float32"), "255"),
        (np.full((4, 28, 28, 1), np.nan, "float32"), "nan"),
    ],
)
def test_other_input_is_refused(judge, images, named):
    with pytest.raises(ValueError, match=named):
        judge.probabilities(images)


def test_floats_from_0_to_1_raise_a_suspicion(judge, digits):
    with pytest.warns(UserWarning, match="none is negative"):
        judge.logits(digits.images[:2].astype("float32") / 255)


def test_unknown_name():
    with pytest.raises(ValueError, match="mnist"):
        metrics.classifier("imagenet")


def test_is_loaded_once_and_frozen(judge):
    assert metrics.classifier("mnist") is judge
    assert not judge.network.trainable_variables


def test_half_precision_on_disk_is_what_was_measured(judge, record, digits):
    content = (classifiers.WEIGHTS / "mnist.npz").read_bytes()
    assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert len(content) < 1_000_000
    # The record's scores were taken after rounding, so rounding again must not move a single weight; and rounding
    # changed at most one label in ten thousand.
    assert record["scores"]["labels_changed_by_half_precision"] <= 1
    for weight in judge.network.get_weights():
        assert (weight.astype("float16").astype("float32") == weight).all()


def test_record_tells_how_and_how_well(record):
    assert {"commit", "data", "backend", "seed", "steps", "seconds", "machine", "scores"} <= set(record)
    scores = record["scores"]
    assert scores["test_images"] == 10_000
    assert scores["accuracy"] >= 0.993
    assert scores["calibration_error"] <= 0.01
    assert scores["confident_real"] >= 0.97
    assert set(scores["confident_noise"]) == set(noise.KINDS)
    assert max(scores["confident_noise"].values()) <= 0.02


@pytest.mark.parametrize("backend", ["tensorflow", "jax", "torch"])
def test_says_the_same_under_every_backend(judge, digits, backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    if backend == keras.backend.backend():
        pytest.skip(f"these tests run under {backend}")
    np.save(tmp_path / "images.npy", digits.images[:64])
    code = (
        "import sys, numpy as np; from gan_lessons import metrics;"
        "np.save(sys.argv[2], metrics.classifier('mnist').probabilities(np.load(sys.argv[1])))"
    )
    files = [str(tmp_path / "images.npy"), str(tmp_path / "answers.npy")]
    subprocess.run(
        [sys.executable, "-c", code, *files], env=os.environ | {"KERAS_BACKEND": backend}, check=True
    )
    assert np.allclose(np.load(files[1]), judge.probabilities(digits.images[:64]), atol=1e-4)


def test_importing_metrics_loads_no_backend():
    code = "import gan_lessons.metrics, sys; sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
