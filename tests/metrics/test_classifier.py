"""The frozen classifiers: right on real images, unsure about noise, strict about what they are given."""

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

# How many test images are enough, and what each must score on all of them to be shipped.
SHOWN = {"mnist": 10_000, "fashion_mnist": 2_000, "cifar10": 500}
LEAST_ACCURACY = {"mnist": 0.993, "fashion_mnist": 0.925, "cifar10": 0.85}
LEAST_CONFIDENT = {"mnist": 0.97, "fashion_mnist": 0.7, "cifar10": 0.5}
# The most confident answers about noise. One kind, which it never saw, deceives the reader of photographs at times.
MOST_CONFIDENT = 0.02
KNOWN_WEAKNESS = {("cifar10", "untrained"): 0.1}


@pytest.fixture(scope="module", params=SHOWN)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def real(name):
    return data.load(name, "test", verbose=False).rows(slice(SHOWN[name]))


@pytest.fixture(scope="module")
def judge(name):
    return metrics.classifier(name)


@pytest.fixture(scope="module")
def record(name):
    return json.loads((classifiers.WEIGHTS / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def probabilities(judge, real):
    return judge.probabilities(real.images)


@pytest.fixture(scope="module")
def reader():
    return metrics.classifier("mnist")


@pytest.fixture(scope="module")
def digits():
    return data.load("mnist", "test", verbose=False).take(600)


def confident(probabilities) -> float:
    return float((probabilities.max(axis=1) > 0.9).mean())


def right(probabilities, labels) -> float:
    return float((probabilities.argmax(axis=1) == labels).mean())


def slack(share: float, n: int) -> float:
    """Three standard errors of a share that was measured on n images."""
    return 3 * np.sqrt(share * (1 - share) / n)


def test_scores_as_its_record_says(real, probabilities, record):
    n, scores = len(real), record["scores"]
    # On all the test images the very same number; on some of them, as near as chance allows.
    for measured, said in (
        (right(probabilities, real.labels), scores["accuracy"]),
        (confident(probabilities), scores["confident_real"]),
    ):
        assert measured == pytest.approx(said, abs=1e-3 if n == scores["test_images"] else slack(said, n))


def test_is_calibrated(real, probabilities, record):
    accuracy = right(probabilities, real.labels)
    gap = abs(probabilities.max(axis=1).mean() - accuracy)
    assert gap < record["scores"]["calibration_error"] + slack(accuracy, len(real))


@pytest.mark.parametrize("kind", noise.KINDS)
def test_is_unsure_about_noise(name, judge, real, kind):
    images = noise.KINDS[kind](128, np.random.default_rng(7), real.images)
    assert images.shape == (128, *judge.shape) and images.dtype == np.uint8
    most = KNOWN_WEAKNESS.get((name, kind))
    allowed = most + slack(most, 128) if most else MOST_CONFIDENT
    assert confident(judge.probabilities(images)) <= allowed


def test_noise_for_colour_images_has_colours():
    photographs = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), "uint8")
    for kind in ("constant", "gaussian"):
        means = noise.KINDS[kind](50, np.random.default_rng(1), photographs).mean(axis=(1, 2))
        assert np.ptp(means, axis=1).mean() > 50


def test_is_unsure_about_what_an_untrained_generator_draws(judge):
    h, w, channels = judge.shape
    keras.utils.set_random_seed(3)
    fresh = keras.Sequential(
        [
            keras.Input((20,)),
            keras.layers.Dense(h // 4 * w // 4 * 16),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Reshape((h // 4, w // 4, 16)),
            keras.layers.Conv2DTranspose(16, 4, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2DTranspose(channels, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
    for strength in (1, 10):
        z = strength * np.random.default_rng(0).standard_normal((128, 20), dtype="float32")
        assert confident(judge.probabilities(np.asarray(fresh.predict_on_batch(z)))) <= 0.02


def test_some_kinds_of_noise_were_never_trained_on(record):
    assert noise.HELD_OUT and not set(noise.HELD_OUT) & set(record["trained_on_noise"])


def test_half_an_image_is_less_convincing_than_a_whole_one(judge, real):
    whole = real.images[:128]
    halves = whole.copy()
    halves[:, whole.shape[1] // 2 :] = 0
    assert confident(judge.probabilities(halves)) < 0.5 * confident(judge.probabilities(whole))


def test_shapes_and_dtypes(judge, real):
    images = real.images[:5]
    assert judge.logits(images).shape == (5, 10)
    assert judge.features(images).shape == (5, judge.network.get_layer("logits").kernel.shape[0])
    chances, labels = judge.probabilities(images), judge.predict(images)
    assert chances.dtype == judge.features(images).dtype == np.float32
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert labels.dtype == np.int32 and (labels == chances.argmax(axis=1)).all()


def test_features_lead_to_the_logits(judge, real):
    kernel, bias = judge.network.get_layer("logits").get_weights()
    by_hand = judge.features(real.images[:60]) @ kernel + bias
    assert np.allclose(by_hand, judge.logits(real.images[:60]), atol=1e-3)


def test_probabilities_are_the_softmax_at_the_temperature(reader, digits):
    scaled = reader.logits(digits.images[:9]).astype("float64") / reader.temperature
    by_hand = np.exp(scaled) / np.exp(scaled).sum(axis=1, keepdims=True)
    assert np.allclose(reader.probabilities(digits.images[:9]), by_hand, atol=1e-5)


def test_batches_change_nothing(reader, digits):
    some = reader.logits(digits.images[:600])
    assert np.allclose(some[511:515], reader.logits(digits.images[511:515]), atol=1e-3)


def test_float_images_mean_the_same_as_uint8(reader, digits):
    images = digits.images[:50]
    floats = images.astype("float32") / 127.5 - 1
    assert np.allclose(reader.logits(images), reader.logits(floats), atol=1e-4)


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
def test_other_input_is_refused(reader, images, named):
    with pytest.raises(ValueError, match=named):
        reader.probabilities(images)


def test_floats_from_0_to_1_raise_a_suspicion(reader, digits):
    with pytest.warns(UserWarning, match="none is negative"):
        reader.logits(digits.images[:2].astype("float32") / 255)


@pytest.mark.parametrize("shape", [(4, 28, 28, 1), (4, 32, 32, 1), (4, 32, 32), (32, 32, 3)])
def test_colour_images_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"expected images of shape \(n, 32, 32, 3\)") as refusal:
        metrics.classifier("cifar10").predict(np.zeros(shape, "uint8"))
    assert "None" not in str(refusal.value)  # another axis would not help


def test_unknown_name():
    with pytest.raises(ValueError, match="cifar10, fashion_mnist, mnist"):
        metrics.classifier("imagenet")


def test_is_loaded_once_and_frozen(reader):
    assert metrics.classifier("mnist") is reader
    assert not reader.network.trainable_variables


def test_half_precision_on_disk_is_what_was_measured(name, judge, record):
    content = (classifiers.WEIGHTS / f"{name}.npz").read_bytes()
    assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert len(content) < 1_500_000
    # The record's scores were taken after rounding, so rounding again must not move a single weight; and rounding
    # changed at most one label in a thousand.
    assert record["scores"]["labels_changed_by_half_precision"] <= 10
    for weight in judge.network.get_weights():
        assert (weight.astype("float16").astype("float32") == weight).all()


def test_record_tells_how_and_how_well(name, record):
    assert {"commit", "data", "backend", "seed", "steps", "seconds", "machine", "scores"} <= set(record)
    scores = record["scores"]
    assert scores["test_images"] == 10_000
    assert scores["accuracy"] >= LEAST_ACCURACY[name]
    assert scores["calibration_error"] <= 0.02
    assert scores["confident_real"] >= LEAST_CONFIDENT[name]
    assert set(scores["confident_noise"]) == set(noise.KINDS)
    for kind, share in scores["confident_noise"].items():
        assert share <= KNOWN_WEAKNESS.get((name, kind), MOST_CONFIDENT)


@pytest.mark.parametrize("backend", ["tensorflow", "jax", "torch"])
def test_says_the_same_under_every_backend(backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    if backend == keras.backend.backend():
        pytest.skip(f"these tests run under {backend}")
    images = {name: data.load(name, "test", verbose=False).take(64).images for name in SHOWN}
    np.savez(tmp_path / "images.npz", **images)
    code = (
        "import sys, numpy as np; from gan_lessons import metrics;"
        "images = np.load(sys.argv[1]);"
        "said = {name: metrics.classifier(name).probabilities(images[name]) for name in images.files};"
        "np.savez(sys.argv[2], **said)"
    )
    files = [str(tmp_path / "images.npz"), str(tmp_path / "answers.npz")]
    subprocess.run(
        [sys.executable, "-c", code, *files], env=os.environ | {"KERAS_BACKEND": backend}, check=True
    )
    answers = np.load(files[1])
    for name in SHOWN:
        assert np.allclose(answers[name], metrics.classifier(name).probabilities(images[name]), atol=1e-4)


def test_importing_metrics_loads_no_backend():
    code = "import gan_lessons.metrics, sys; sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
