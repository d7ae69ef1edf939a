"""The reader of drawn faces: right about what it is shown, and strict about it."""

import hashlib
import json

from gan_lessons import metrics
from gan_lessons.data.faces import ATTRIBUTES, draw_faces, drawn_faces
from gan_lessons.metrics import face_reading, frozen, noise

import numpy as np
import pytest


@pytest.fixture(scope="module")
def reader():
    return metrics.face_reader()


@pytest.fixture(scope="module")
def faces():
    """Faces of another seed than those of the training and of the record."""
    return drawn_faces(300, seed=5)


@pytest.fixture(scope="module")
def found(reader, faces):
    return reader.read(faces.images)


def test_reads_what_faces_were_drawn_with(reader):
    smiles = reader.read(draw_faces(smile=[-1, 0, 1]))["smile"]
    assert smiles[0] < -0.4 and abs(smiles[1]) < 0.25 and smiles[2] > 0.7
    for name in ("glasses", "beard", "hair_colour", "bun"):
        words = list(ATTRIBUTES[name].shares)
        assert reader.read(draw_faces(**{name: words}))[name].tolist() == words, name
    shirts = np.array([0.02, 0.3, 0.6, 0.98])
    turned = np.abs(reader.read(draw_faces(clothes=shirts))["clothes"] - shirts)
    assert np.minimum(turned, 1 - turned).max() < 0.05


def test_gives_each_attribute_its_kind_and_range(reader, faces, found):
    assert list(found) == [*reader.numbers, *reader.words]
    for name, (low, high) in reader.numbers.items():
        assert found[name].shape == (300,) and found[name].dtype == np.float32
        assert found[name].min() >= low and found[name].max() <= high
        assert (low, high) == (ATTRIBUTES[name].low, ATTRIBUTES[name].high)
    for name, words in reader.words.items():
        assert found[name].shape == (300,) and set(found[name]) <= set(words) == set(ATTRIBUTES[name].shares)


def test_reads_as_well_as_its_record_says(reader, faces, found):
    for name, score in reader.record["scores"]["sharp"].items():
        true = faces.attributes[name]
        if "accuracy" in score:
            right = (found[name] == true).mean()
            slack = 3 * np.sqrt(score["accuracy"] * (1 - score["accuracy"]) / 300) + 0.003
            assert right == pytest.approx(score["accuracy"], abs=slack), name
        elif name not in reader.circles:
            left = np.mean((found[name] - true) ** 2) / true.var()
            assert left == pytest.approx(1 - score["r2"], rel=0.5), name


def test_reads_soft_and_noisy_faces_too(reader, faces):
    half = faces.images.reshape(300, 40, 2, 40, 2, 3).mean((2, 4)).repeat(2, axis=1).repeat(2, axis=2)
    grain = np.random.default_rng(0).normal(0, 8, half.shape)
    found = reader.read(np.clip(half + grain, 0, 255).astype("uint8"))
    assert (found["glasses"] == faces.attributes["glasses"]).mean() > 0.93
    assert (found["hair_colour"] == faces.attributes["hair_colour"]).mean() > 0.9
    for name, least in (("smile", 0.7), ("skin", 0.9), ("hair_length", 0.85), ("face_width", 0.8)):
        assert 1 - np.mean((found[name] - faces.attributes[name]) ** 2) / faces.attributes[name].var() > least


def test_probabilities_are_those_of_the_words_it_reads(reader, faces, found):
    chances = reader.probabilities(faces.images)
    assert list(chances) == [*reader.words, "face"]
    for name, words in reader.words.items():
        assert chances[name].shape == (300, len(words)) and chances[name].dtype == np.float32
        np.testing.assert_allclose(chances[name].sum(axis=1), 1, atol=1e-5)
        assert (np.array(words)[chances[name].argmax(axis=1)] == found[name]).all()


def test_tells_faces_from_noise(reader, faces):
    real = reader.probabilities(faces.images)["face"]
    assert real.dtype == np.float32 and real.shape == (300,) and (real > 0.5).mean() > 0.99
    for kind, draw in noise.KINDS.items():
        taken = reader.probabilities(draw(64, np.random.default_rng(7), faces.images))["face"]
        assert (taken > 0.5).mean() < 0.05, kind


def test_floats_and_batches_change_nothing(reader, faces, found):
    some = reader.read(faces.images[250:260].astype("float32") / 127.5 - 1)
    for name in some:
        if some[name].dtype.kind == "U":
            assert (some[name] == found[name][250:260]).all()
        else:
            np.testing.assert_allclose(some[name], found[name][250:260], atol=1e-3)


def test_faces_of_64_pixels_are_read_like_those_of_80(reader, found):
    small = reader.read(drawn_faces(300, seed=5, size=64).images)
    for name, words in reader.words.items():
        assert (small[name] == found[name]).mean() > 0.9, (name, words)
    for name in ("smile",):
        assert np.corrcoef(small[name], found[name])[0, 1] > 0.85, name


@pytest.mark.parametrize(
    ("images", "named"),
    [
        (np.zeros((4, 32, 32, 3), "uint8"), r"\(n, 80, 80, 3\)"),
        (np.zeros((80, 80, 3), "uint8"), r"\(n, 80, 80, 3\)"),
        (np.zeros((0, 80, 80, 3), "uint8"), "no images"),
        (np.zeros((1, 80, 80, 3), "float64"), "float64"),
        (np.full((1, 80, 80, 3), 200, "float32"), "200"),
    ],
)
def test_other_input_is_refused(reader, images, named):
    with pytest.raises(ValueError, match=named):
        reader.read(images)
    with pytest.raises(ValueError, match=named):
        reader.probabilities(images)


def test_a_damaged_file_is_refused(tmp_path, monkeypatch):
    for end in ("json", "npz"):
        content = (frozen.WEIGHTS / f"faces.{end}").read_bytes()
        (tmp_path / f"faces.{end}").write_bytes(content if end == "json" else content[:-1] + b"x")
    monkeypatch.setattr(frozen, "WEIGHTS", tmp_path)
    with pytest.raises(ValueError, match="the face reader, is damaged"):
        face_reading.face_reader.__wrapped__()


def test_the_record_says_how_and_how_well(reader):
    content = (frozen.WEIGHTS / "faces.npz").read_bytes()
    assert len(content) <= 1_200_000
    record = json.loads((frozen.WEIGHTS / "faces.json").read_text(encoding="utf-8"))
    assert record == reader.record and record["sha256"] == hashlib.sha256(content).hexdigest()
    scores = record["scores"]
    for how, least in (("sharp", 0.7), ("spoilt", 0.3)):
        assert set(scores[how]) == {*reader.numbers, *reader.words}
        assert min(score["skill"] for score in scores[how].values()) >= least
    for name, least in (("smile", 0.9), ("skin", 0.95), ("hair_length", 0.95), ("yaw", 0.95)):
        assert scores["sharp"][name]["r2"] >= least
    for name, least in (("glasses", 0.99), ("hair_colour", 0.95), ("beard", 0.95)):
        assert scores["sharp"][name]["accuracy"] >= least
    assert scores["sharp_taken_for_faces"] > 0.99 and max(scores["noise_taken_for_faces"].values()) < 0.02
    assert set(scores["noise_taken_for_faces"]) == set(noise.KINDS)


def test_is_loaded_once_and_frozen(reader):
    assert metrics.face_reader() is reader
    assert not reader.network.trainable_variables
    assert "smile" in repr(reader)
