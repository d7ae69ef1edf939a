"""Copies of training pictures among samples are found, however they were changed; fresh pictures are none."""

import io

from gan_lessons import data, metrics

import numpy as np
import pytest
from PIL import Image

SIZE = 32


@pytest.fixture(scope="module")
def tiles():
    """Satellite pictures of the Earth, in random order."""
    earth = data.earth.load("train", size=SIZE, verbose=False).satellite
    return earth[np.random.default_rng(0).permutation(len(earth))]


@pytest.fixture(scope="module")
def faces():
    return data.faces.drawn_faces(400, seed=0, size=SIZE).images


def compressed(images):
    out = []
    for image in images:
        file = io.BytesIO()
        Image.fromarray(image).save(file, "JPEG", quality=60)
        out.append(np.asarray(Image.open(file)))
    return np.stack(out)


CHANGES = {
    "a copy": lambda x: x,
    "mirrored": lambda x: x[:, :, ::-1],
    "moved by a sixteenth": lambda x: np.roll(x, (SIZE // 16, -SIZE // 16), (1, 2)),
    "moved by an eighth": lambda x: np.roll(x, -SIZE // 8, 2),
    "compressed anew": compressed,
    "lighter": lambda x: (0.8 * x + 40).astype("uint8"),
    "blurred": lambda x: sum(np.roll(x, by, (1, 2)) / 4.0 for by in ((0, 0), (0, 1), (1, 0), (1, 1))).astype(
        "uint8"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_copies_are_found_and_which_picture_they_are_of(faces, change):
    training, held_out = faces[:100], faces[100:150]
    chosen = np.random.default_rng(1).integers(0, 100, 60)
    found = metrics.memorising(CHANGES[change](training[chosen]), training, held_out)
    assert found.share > 0.9 and found.flagged and float(found) == found.share
    assert (found.nearest == chosen).mean() > 0.95
    assert found.held_out < 0.05 and found.n == (60, 100, 50)
    assert "it repeats them" in str(found) and "windows of 8 x 8" in str(found)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("held", [24, 100])
def test_fresh_pictures_are_no_copies_and_one_in_ten_copies_is_seen(tiles, faces, seed, held):
    for pictures in (tiles, faces):
        drawn = pictures[np.random.default_rng(seed).permutation(400)]
        training, held_out, fresh = drawn[:100], drawn[100 : 100 + held], drawn[200:]
        found = metrics.memorising(fresh, training, held_out)
        assert not found.flagged and found.share < 0.05, str(found)
        assert np.median(found.ratios) > 0.6
        some = np.concatenate([fresh[:180], training[:10], CHANGES["lighter"](training[10:20])])
        found = metrics.memorising(some, training, held_out)
        assert found.flagged and 0.09 < found.share < 0.14, str(found)
        assert set(found.most_alike[:20]) == set(range(180, 200)), "the copies come first"


def test_blurred_fresh_pictures_are_no_copies_though_they_are_near_to_many(faces):
    def blurred(x):
        for _ in range(6):
            x = (x + np.roll(x, 1, 1) + np.roll(x, -1, 1) + np.roll(x, 1, 2) + np.roll(x, -1, 2)) / 5.0
        return x.astype("uint8")

    training, held_out, fresh = faces[:100], faces[100:200], blurred(faces[200:].astype(float))
    assert not metrics.memorising(fresh, training, held_out).flagged


def test_what_is_flat_is_no_copy(faces):
    flat = np.full((20, SIZE, SIZE, 3), 90, "uint8") + np.arange(20, dtype="uint8")[:, None, None, None]
    training = np.concatenate([flat, faces[:80]])
    found = metrics.memorising(flat[::-1] + 1, training, np.concatenate([flat[:10], faces[100:190]]))
    assert not found.flagged, "of flat pictures, which are all alike, none is more a copy than another"


def test_training_pictures_that_are_there_twice_do_not_hide_a_copy(faces):
    training = np.concatenate([faces[:50], faces[:50]])
    found = metrics.memorising(faces[:30], training, faces[100:200])
    assert found.share == 1.0


def test_the_null_is_what_held_out_pictures_score(faces):
    held_out = np.concatenate([faces[100:150], faces[:10]])  # as when a folder holds pictures twice
    found = metrics.memorising(faces[:10], faces[:100], held_out)
    assert found.held_out == 0 and not found.flagged and found.threshold < 0.1, (
        "held-out pictures that are copies set the threshold: they cannot tell"
    )


def test_mirror_images_only_if_they_count_and_in_grey(tiles):
    grey = tiles[:150].mean(axis=-1, keepdims=True).astype("uint8")
    for images in (tiles, grey, (grey / 127.5 - 1).astype("float32")):
        mirror = images[:50][:, :, ::-1]
        assert metrics.memorising(mirror, images[:100], images[100:150]).share > 0.95
        assert not metrics.memorising(mirror, images[:100], images[100:150], mirrored=False).flagged


def test_by_an_extractor(faces):
    found = metrics.memorising(faces[:20], faces[:100], faces[100:200], "pixels")
    assert found.share == 1.0 and found.extractor == "pixels"
    assert not metrics.memorising(faces[200:], faces[:100], faces[100:200], "pixels").flagged


def test_what_does_not_fit_is_refused(faces):
    sets = {"samples": faces[:5], "training": faces[:20], "held_out": faces[20:40]}
    for wrong, message in (
        ({"samples": faces[:5, :16]}, "have shapes"),
        ({"samples": faces[:0]}, r"samples: .*no images"),
        ({"training": faces[:9]}, r"training has 9 image\(s\); expected at least 10"),
        ({"held_out": faces[:3]}, r"held_out has 3 image\(s\)"),
        ({"samples": faces[0]}, r"samples: Given shape \(32, 32, 3\)"),
        ({"training": faces[:20].astype(float)}, "training: .*float64"),
        ({"mirrored": 1}, "mirrored is 1"),
        ({"extractor": "resnet"}, "no extractor 'resnet'"),
        ({name: x[:, :8, :8] for name, x in sets.items()}, "8 x 8 pixels; windows need 16"),
    ):
        with pytest.raises(ValueError, match=message):
            metrics.memorising(**{**sets, **wrong})
