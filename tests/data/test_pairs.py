"""Two domains of images: what they refuse, and what training gets of them."""

from gan_lessons import data
from gan_lessons.data import Dataset, Paired, Unpaired

import numpy as np
import pytest
from PIL import Image

RNG = np.random.default_rng(0)


def images(n=6, height=9, width=8, channels=3):
    return RNG.integers(0, 256, (n, height, width, channels), dtype=np.uint8)


@pytest.mark.parametrize("kind", [Paired, Unpaired])
def test_two_domains_own_their_memory_and_refuse_what_does_not_fit(kind):
    a, b = np.zeros((4, 8, 8, 3), np.uint8), np.zeros((4, 8, 8, 1), np.uint8)
    two = kind(a, b, crop=[4, np.int64(5)], flip=True)
    a[:] = 9
    first, second = two.arrays.values()
    assert two.crop == (4, 5) and first.max() == 0 and not first.flags.writeable and second.shape == b.shape
    for crop in (4, (4,), (4, 5, 6), (4.0, 5), (True, 4), (0, 4), (9, 4), "44", np.nan):
        with pytest.raises(ValueError, match=r"crop is .* and .* has images of 8 x 8 pixels"):
            kind(a, b, crop=crop)
    for enlarge in (9, (9,), (7, 9), (9, 4097), (9.0, 9), "99"):
        with pytest.raises(ValueError, match=r"enlarge is .* and .* has images of 8 x 8 pixels"):
            kind(a, b, enlarge=enlarge)
    with pytest.raises(ValueError, match=r"crop is \(10, 9\) and .* has images enlarged to 9 x 9 pixels"):
        kind(a, b, enlarge=(9, 9), crop=(10, 9))
    with pytest.raises(ValueError, match="flip is 'no'"):
        kind(a, b, flip="no")
    for wrong in (None, a.tolist(), a.astype(float), a[0], a[:0], Dataset(a, np.zeros(4, int), "x", "x", "train", ("x",))):  # fmt: skip
        with pytest.raises(ValueError, match="uint8 images"):
            kind(a, wrong)
    with pytest.raises(ValueError, match="masked array"):
        kind(np.ma.masked_array(a, False), b)
    with pytest.raises(ValueError, match=r"has 4 channels; .*RGBA"):
        kind(b, np.zeros((4, 8, 8, 4), np.uint8))
    with pytest.raises(ValueError, match="one and the same array"):
        kind(a, a[:])


def test_a_source_may_be_several_images_and_a_target_may_not():
    six, three = images(channels=6), images()
    pairs = Paired(six, three)
    assert pairs.source.shape[3] == 6
    with pytest.raises(ValueError, match="target has 6 channels"):
        pairs.reversed()
    with pytest.raises(ValueError, match="a has 6 channels"):
        pairs.hidden()


def test_halves_of_one_picture_are_two_images():
    double = images(width=16)
    assert len(Paired(double[:, :, :8], double[:, :, 8:])) == 6


def test_pairs_are_reversed_and_picked_with_their_jitter():
    pairs = Paired(images(channels=1), images(), crop=(5, 5), flip=True, enlarge=(10, 11))
    back = pairs.reversed()
    assert back.source is not pairs.source and np.shares_memory(back.source, pairs.target)
    assert back.jitter == pairs.jitter == pairs.rows([2, 0]).jitter
    assert np.array_equal(pairs.rows([2, 0]).target, pairs.target[[2, 0]])
    assert len(pairs.rows(np.arange(6) < 2)) == 2 and np.array_equal(pairs.rows(slice(-1, None)).source, pairs.source[5:])  # fmt: skip
    for index in (2, [], [6], [0.5], "all", np.zeros(6, bool), np.ones(5, bool), slice(6, 6), None):
        with pytest.raises(ValueError, match="index is"):
            pairs.rows(index)


def test_hidden_pairs_meet_nowhere_and_score_in_the_end():
    source = np.repeat(np.arange(7, dtype=np.uint8), 4).reshape(7, 2, 2, 1)
    pairs = Paired(source, source + 100, flip=True)
    two = pairs.hidden(seed=1)
    a, b = set(two.a[:, 0, 0, 0].tolist()), set((two.b[:, 0, 0, 0] - 100).tolist())
    assert not a & b and a | b == set(range(7)) and (len(a), len(b)) == (4, 3)
    assert two.truth is pairs and two.flip
    assert not np.array_equal(pairs.hidden(seed=2).a, two.a)
    two = pairs.hidden((np.arange(7) < 2, [5, 4]))
    assert two.a[:, 0, 0, 0].tolist() == [0, 1] and two.b[:, 0, 0, 0].tolist() == [105, 104]
    with pytest.raises(ValueError, match="1 rows are in both halves"):
        pairs.hidden(([0, 1], [1, 2]))
    for halves in ([0, 1], ([0], []), ([7], [0]), "ab", ([0],)):
        with pytest.raises(ValueError, match="halves"):
            pairs.hidden(halves)
    with pytest.raises(ValueError, match="halves"):
        pairs.rows([0]).hidden()
    with pytest.raises(ValueError, match="truth is"):
        Unpaired(source, source + 1, truth=two)


# ---- jitter -----------------------------------------------------------------------------------------------------


def test_an_enlarged_image_is_that_of_pillow():
    a = images(1, 9, 8)
    pairs = Paired(a, images(1, 9, 8), enlarge=(13, 20), crop=(13, 20))
    (rows,) = pairs.transform({"source": a}, RNG).values()
    expected = np.asarray(Image.fromarray(a[0]).resize((20, 13), Image.Resampling.BILINEAR))
    assert np.abs(rows[0].astype(int) - expected).max() <= 1 and rows.dtype == np.uint8
    same = Paired(a, images(1, 9, 8), enlarge=(9, 8)).transform({"source": a}, RNG)["source"]
    assert np.array_equal(same, a)


def test_what_is_left_is_a_part_of_the_enlarged_image_and_the_same_of_both():
    a = images(20)
    enlarged = Paired(a, a.copy(), enlarge=(11, 12), crop=(11, 12)).transform({"source": a}, RNG)["source"]
    both = {"source": a, "target": a.copy()}
    rows = Paired(*both.values(), enlarge=(11, 12), flip=True).transform(both, np.random.default_rng(3))
    assert rows["source"].shape == a.shape and np.array_equal(rows["source"], rows["target"])
    found = []
    for before, after in zip(enlarged, rows["source"], strict=True):
        found += [
            (t, s, m) for t in range(3) for s in range(5) for m in (1, -1)
            if np.array_equal(before[t : t + 9, s : s + 8][:, ::m], after)
        ]  # fmt: skip
    assert len(found) == 20 and len({t for t, _, _ in found}) == 3 and {m for _, _, m in found} == {1, -1}


def test_domains_of_two_sizes_keep_their_own():
    a, b = images(3, 8, 8), images(4, 6, 7, 1)
    two = Unpaired(a, b, enlarge=(10, 10))
    rows = two.transform({"a": a, "b": b}, RNG)
    assert rows["a"].shape == a.shape and rows["b"].shape == b.shape


# ---- colouring --------------------------------------------------------------------------------------------------


def test_colouring_starts_from_the_luminance_of_pillow():
    photographs = Dataset(images(1500, 4, 4), np.zeros(1500, int), "x", "x", "train", ("x",))
    pairs = data.colouring(photographs, flip=True)
    flat = photographs.images.reshape(1500 * 4, 4, 3)
    expected = np.asarray(Image.fromarray(flat).convert("L")).reshape(1500, 4, 4, 1)
    assert np.abs(pairs.source.astype(int) - expected).max() <= 1 and (pairs.source == expected).mean() > 0.99
    assert np.shares_memory(pairs.target, photographs.images) and pairs.flip
    with pytest.raises(ValueError, match="grey already"):
        data.colouring(Dataset(photographs.images[..., :1], photographs.labels, "x", "x", "train", ("x",)))
    with pytest.raises(ValueError, match="expected a Dataset"):
        data.colouring(photographs.images)


def test_two_classes_become_two_domains():
    labels = np.array([2, 0, 1, 2, 0, 2])
    photographs = Dataset(images(6, 4, 4), labels, "x", "x", "train", ("cat", "deer", "horse", "ship"))
    two = data.two_classes(photographs, "horse", 0, flip=True)
    assert np.array_equal(two.a, photographs.images[labels == 2]) and two.flip and two.truth is None
    assert np.array_equal(two.b, photographs.images[labels == 0])
    for given, said in (
        (("horse", 2), "both 'horse'"),
        (("horse", "zebra"), "b is 'zebra'"),
        ((-1, "deer"), "a is -1"),
        (("horse", "ship"), "no image of"),
    ):
        with pytest.raises(ValueError, match=said):
            data.two_classes(photographs, *given)
    with pytest.raises(ValueError, match="expected a Dataset"):
        data.two_classes(photographs.images, 0, 1)
