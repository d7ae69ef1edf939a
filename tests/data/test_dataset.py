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
    assert pets.labels.tolist() == [0, 1] and pets.images.max() == 0
    view = images[:]
    view.flags.writeable = False
    pets = make(view, labels)
    images[0] = 9
    assert pets.images[0].max() == 7, "a view that is read-only can be written to through its base"


def test_only_what_somebody_could_write_to_is_copied(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros((6, 4, 4, 1), np.uint8))
    mapped = np.load(tmp_path / "a.npy", mmap_mode="r")
    assert np.shares_memory(make(mapped).images, mapped)
    pets = make()
    assert np.shares_memory(make(pets.images).images, pets.images)
    assert np.shares_memory(pets.take(2).images, pets.images)
    closed = pets.images
    assert np.shares_memory(make(closed).images, closed)


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


@pytest.mark.parametrize("n", [True, 2.0, "2", None, [2]])
def test_take_wants_a_whole_number(n):
    with pytest.raises(ValueError, match=r"n is .*; there are 6 images"):
        make().take(n)


@pytest.mark.parametrize(
    "index",
    [
        np.array([0.0, 1.0]),
        [0.5],
        [],
        slice(6, 6),
        slice("a", "b"),
        [6],
        [-7],
        [True, False],
        np.zeros(6, bool),
        np.zeros((2, 2), int),
        np.ma.masked_array([0, 1], [0, 1]),
        2,
        "all",
        None,
        (0, 1, slice(None)),
    ],
)
def test_rows_refuses_what_picks_none(index):
    with pytest.raises(ValueError, match=r"rows cannot be picked by|picks no image"):
        make().rows(index)


def test_rows_takes_slices_masks_and_numbers():
    pets = make()
    for index, labels in (
        (slice(1, None, 2), [1, 0, 2]),
        (np.arange(6) < 2, [0, 1]),
        ([5, 0, 0], [2, 0, 0]),
        ((1, 2), [1, 2]),
        (np.array([-1]), [2]),
    ):
        assert pets.rows(index).labels.tolist() == labels


@pytest.mark.parametrize("classes", [(), (3,), (0, -1), ("cat",), ([0, 1],), (True,), (1.0,), (None,)])
def test_only_names_the_classes_that_exist(classes):
    with pytest.raises(ValueError, match="0 to 2 are expected"):
        make().only(*classes)


def test_only_of_an_absent_class():
    with pytest.raises(ValueError, match=r"no image of \(2,\)"):
        make().take(2).only(2)
    with pytest.raises(ValueError, match=r"no image of \(2,\)"):
        make().take(2).only(0, 2)


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
        (None, np.full(6, np.nan), "labels are float64; integers"),
        (None, np.zeros(6, bool), "labels are bool; integers"),
        (None, ["cat"] * 6, "labels is an array of words"),
        (None, np.ma.masked_array([0, 1, 2, 0, 1, 2], [1, 0, 0, 0, 0, 0]), "labels is a masked array"),
        (np.ma.masked_array(ZERO, False), None, "images are a masked array"),
        (None, np.array([0, 1, 2, 3, 0, 0]), "labels run from 0 to 3; 0 to 2 is expected"),
        (None, np.array([0, 1, 2, -1, 0, 0]), "labels run from -1 to 2"),
    ],
)
def test_says_what_does_not_fit(images, labels, message):
    with pytest.raises(ValueError, match=message):
        make(images, labels)


@pytest.mark.parametrize("names", ["cat", (), None, ("cat", 3, "owl"), {"cat", "dog", "owl"}])
def test_class_names_are_words(names):
    with pytest.raises(ValueError, match=r"class_names is .*one name for each class"):
        make(class_names=names)


def test_a_list_of_class_names_becomes_a_tuple():
    assert make(class_names=list(NAMES)).class_names == NAMES
