import dataclasses

from gan_lessons.data import Dataset

import numpy as np
import pytest

NAMES = ("cat", "dog", "owl")


def make(images=None, labels=None, **fields):
    images = np.zeros((6, 4, 4, 1), np.uint8) if images is None else images
    labels = np.array([0, 1, 2, 0, 1, 2]) if labels is None else labels
    return Dataset(
        images,
        labels,
        **{"name": "pets", "source": "cellar", "split": "train", "class_names": NAMES} | fields,
    )


def test_length_dtypes_and_repr():
    pets = make()
    assert len(pets) == 6
    assert pets.images.dtype == np.uint8 and pets.labels.dtype == np.int32
    assert repr(pets) == "<Dataset 'pets', train: 6 images (4, 4, 1), 3 classes, from the cellar>"


def test_is_immutable_and_leaves_the_callers_arrays_alone():
    images, labels = np.zeros((2, 4, 4, 3), np.uint8), np.array([0, 1], np.int32)
    pets = make(images, labels)
    with pytest.raises(ValueError, match="read-only"):
        pets.images[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        pets.labels[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        pets.images = images
    images[0] = 7  # still the caller's to write
    labels[0] = 1
    assert pets.labels.tolist() == [0, 1]


def test_take_and_only():
    images = np.arange(6, dtype=np.uint8)[:, None, None, None] * np.ones((1, 2, 2, 1), np.uint8)
    pets = make(images)
    assert pets.take(4).labels.tolist() == [0, 1, 2, 0]
    assert pets.only(1).images[:, 0, 0, 0].tolist() == [1, 4]
    assert pets.only(2, 0).labels.tolist() == [0, 2, 0, 2]
    assert pets.only(1).take(1).class_names == NAMES


@pytest.mark.parametrize("n", [0, -1, 7])
def test_take_says_how_many_there_are(n):
    with pytest.raises(ValueError, match=f"n is {n}; there are 6 images"):
        make().take(n)


@pytest.mark.parametrize("classes", [(), (3,), (0, -1), ("cat",)])
def test_only_names_the_classes_that_exist(classes):
    with pytest.raises(ValueError, match="0 to 2 are expected"):
        make().only(*classes)


def test_only_of_an_absent_class():
    with pytest.raises(ValueError, match=r"no image of \(2,\)"):
        make().take(2).only(2)


ZERO = np.zeros((6, 4, 4, 1), np.uint8)


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (ZERO.astype(np.float32), None, r"images are float32; uint8 .*rint"),
        (ZERO.astype(object), None, "images are object"),
        (ZERO[..., 0], None, r"shape \(6, 4, 4\).*images\[\.\.\., None\]"),
        (np.zeros((6, 4, 4, 2), np.uint8), None, r"shape \(6, 4, 4, 2\)"),
        (ZERO[:0], np.zeros(0, int), r"shape \(0, 4, 4, 1\).*at least one image"),
        (None, np.zeros(5, int), r"labels have shape \(5,\); .*\(6,\)"),
        (None, np.zeros((6, 1), int), r"labels have shape \(6, 1\).*ravel"),
        (None, np.zeros(6), "labels are float64; integers"),
        (None, np.array([0, 1, 2, 3, 0, 0]), "labels run from 0 to 3; 0 to 2 is expected"),
        (None, np.array([0, 1, 2, -1, 0, 0]), "labels run from -1 to 2"),
    ],
)
def test_says_what_does_not_fit(images, labels, message):
    with pytest.raises(ValueError, match=message):
        make(images, labels)
