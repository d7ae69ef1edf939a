"""Extractors: those known by name, one's own, and Keras's InceptionV3 by a small stand-in (its weights are 96 MB)."""

import hashlib
import inspect
import threading
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gan_lessons import metrics
from gan_lessons.data import downloads
from gan_lessons.metrics import inception_v3

import keras
import numpy as np
import pytest


def stand_in(size=20):
    keras.utils.set_random_seed(1)
    images = keras.Input((size, size, 3))
    x = keras.layers.Conv2D(6, 3, activation="relu")(images)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(5, activation="softmax")(x))


@pytest.fixture(scope="module")
def network():
    return stand_in()


@pytest.fixture(scope="module")
def reader(network):
    return metrics.Inception(network, "stand-in", batch_size=4)


def images(n=10, size=20, channels=3):
    return np.random.default_rng(0).integers(0, 256, (n, size, size, channels), "uint8")


# By name, and one's own


def test_extractors_by_name():
    for name in ("mnist", "fashion_mnist", "cifar10"):
        assert metrics.extractor(name) is metrics.classifier(name)
        assert isinstance(metrics.classifier(name), metrics.Extractor)
    assert metrics.extractor("pixels").features(images(2)).shape == (2, 1200)
    with pytest.raises(ValueError, match=r"no extractor 'vgg'.*inception, pixels"):
        metrics.extractor("vgg")


def test_an_extractor_of_ones_own():
    mine = metrics.FunctionExtractor("means", lambda x: x.mean(axis=(1, 2)))
    assert metrics.extractor(mine) is mine and isinstance(mine, metrics.Extractor)
    with pytest.raises(ValueError, match="FunctionExtractor"):
        metrics.extractor(np.mean)
    broken = metrics.FunctionExtractor("broken", lambda x: x)
    with pytest.raises(ValueError, match=r"read by extractor 'broken', has shape \(9, 20, 20, 3\)"):
        metrics.frechet_distance(np.zeros((9, 3)), images(9), broken)


# The network's stand-in


def test_features_and_probabilities_are_the_networks(network, reader):
    x = images()
    expected = network.predict(x.astype("float32") / 127.5 - 1, verbose=0)
    assert reader.features(x).shape == (10, 6) and reader.features(x).dtype == np.float32
    assert reader.probabilities(x) == pytest.approx(expected, abs=1e-6)
    assert reader.probabilities_from(reader.features(x)) == pytest.approx(expected, abs=1e-6)


def test_preprocessing_is_keras_own_and_leaves_the_images_alone(reader):
    x = images(3).astype("float32")
    expected = keras.applications.inception_v3.preprocess_input(x.copy())
    assert inception_v3._prepared(images(3)) == pytest.approx(expected, abs=1e-6)
    given = images(3).astype("float32") / 127.5 - 1
    before = given.copy()
    once = reader.features(given)
    assert (given == before).all() and (reader.features(given) == once).all()
    assert once == pytest.approx(reader.features(images(3)), abs=1e-6)


@pytest.mark.parametrize("size", [7, 20, 64])
def test_images_of_any_size_are_resized_with_antialiasing(network, reader, size):
    x = images(5, size).astype("float32") / 127.5 - 1
    resized = keras.ops.image.resize(x, (20, 20), interpolation="bilinear", antialias=True)
    expected = network.predict(keras.ops.convert_to_numpy(resized), verbose=0)
    assert reader.probabilities(x) == pytest.approx(expected, abs=1e-5)


def test_a_fine_pattern_does_not_alias(reader):
    stripes = np.zeros((1, 60, 60, 3), "uint8")
    stripes[:, 1::3] = 255  # resized by a third, every line would be one of the three
    grey = np.full((1, 60, 60, 3), 85, "uint8")
    assert reader.features(stripes) == pytest.approx(reader.features(grey), abs=0.05)


def test_grey_images_and_batches(reader):
    grey = images(9, channels=1)
    assert reader.features(grey) == pytest.approx(reader.features(np.repeat(grey, 3, axis=-1)), abs=1e-6)
    one_by_one = np.concatenate([reader.features(grey[i : i + 1]) for i in range(9)])
    assert reader.features(grey) == pytest.approx(one_by_one, abs=1e-6)


def test_the_whole_set_is_never_in_memory():
    reader = metrics.Inception(stand_in(96), batch_size=8)
    many = np.zeros((400, 28, 28, 1), "uint8")
    reader.features(many[:8])
    tracemalloc.start()
    reader.features(many)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (
        peak < 3e6
    )  # as floats in three channels they would be 44 MB at the network's size, and 3.8 MB at their own


def test_serves_every_score(reader):
    a, b = images(500, 6), images(500, 6)[::-1]
    assert metrics.frechet_distance(a, b, reader).extractor == "stand-in"
    assert metrics.inception_score(a, reader).classes == 5
    assert abs(metrics.kernel_distance(a, b, reader, subsets=2).value) < 0.1
    assert metrics.precision_recall(a, b, extractor=reader).precision == 1


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (np.zeros((4, 8, 8), "uint8"), r"shape \(4, 8, 8\)"),
        (np.zeros((4, 8, 8, 2), "uint8"), r"\(4, 8, 8, 2\)"),
        (np.zeros((0, 8, 8, 3), "uint8"), r"\(0, 8, 8, 3\)"),
        (np.zeros((4, 8, 8, 3), "float64"), "float64"),
        (np.full((4, 8, 8, 3), 255, "float32"), "255"),
        (np.full((4, 8, 8, 3), np.nan, "float32"), "nan"),
    ],
)
def test_other_images_are_refused(reader, given, named):
    with pytest.raises(ValueError, match=named):
        reader.features(given)


# Keras's network and its weights


def test_the_real_network_fits():
    keras_own = keras.applications.InceptionV3(weights=None)
    head = keras_own.layers[-1]
    assert keras_own.count_params() == 23_851_784 and keras_own.input_shape == (None, 299, 299, 3)
    assert head.input.shape == (None, 2048) and head.output.shape == (None, 1000)
    assert inception_v3.WEIGHTS_MD5 in inspect.getsource(inspect.getmodule(keras.applications.InceptionV3))
    assert inception_v3.WEIGHTS_URL.endswith(inception_v3.WEIGHTS_FILE)


def test_without_network_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "1")
    with pytest.raises(metrics.InceptionError, match=r"GAN_LESSONS_OFFLINE.*put it at.*extractor='mnist'"):
        metrics.inception(verbose=False)
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "")
    monkeypatch.setattr(inception_v3, "WEIGHTS_URL", "http://localhost:9/weights.h5")
    with pytest.raises(metrics.InceptionError, match="out of reach"):
        metrics.inception(verbose=False)
    with pytest.raises(metrics.InceptionError, match=r"no file .*none\.h5"):
        metrics.inception(tmp_path / "none.h5")


def test_damaged_weights_are_not_used(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / inception_v3.WEIGHTS_FILE).write_bytes(b"half a file")
    with pytest.raises(metrics.InceptionError, match=r"is damaged\. Delete it"):
        metrics.inception(verbose=False)


def test_weights_are_downloaded_whole_or_not_at_all(monkeypatch, tmp_path):
    content = b"weights" * 1000

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("localhost", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://localhost:{server.server_port}/weights.h5"
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "")
    monkeypatch.setattr(inception_v3, "WEIGHTS_URL", url)
    place = tmp_path / "models" / inception_v3.WEIGHTS_FILE
    try:
        with pytest.raises(metrics.InceptionError, match="nothing was kept"):
            metrics.inception(verbose=False)
        assert not list(place.parent.iterdir())
        monkeypatch.setattr(inception_v3, "WEIGHTS_MD5", hashlib.md5(content).hexdigest())
        assert inception_v3._weights(verbose=False) == place and place.read_bytes() == content
        assert [path.name for path in place.parent.iterdir()] == [place.name]
        monkeypatch.setattr(downloads, "download_file", None)
        assert inception_v3._weights(verbose=False) == place  # from the cache
    finally:
        server.shutdown()
        server.server_close()
