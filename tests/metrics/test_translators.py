"""Translators without shapes: each does what it says, and no more."""

from types import SimpleNamespace

from gan_lessons import metrics
from gan_lessons.metrics import translators

import numpy as np
import pytest

RNG = np.random.default_rng(0)


def images(*shape):
    return RNG.integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize("average", ["median", "mean"])
def test_a_table_gives_each_colour_its_average(average):
    source = RNG.integers(0, 3, (6, 5, 4, 1)).astype(np.uint8) * 100
    target = images(6, 5, 4, 2)
    made = metrics.colour_table(source, target, average=average)(source)
    for colour in (0, 100, 200):
        there = (source == colour)[..., 0]
        values = target[there].astype(float)
        expected = (
            values.mean(axis=0) if average == "mean" else np.sort(values, axis=0)[(len(values) - 1) // 2]
        )
        assert np.array_equal(made[there], np.broadcast_to(np.rint(expected), (there.sum(), 2)))


def test_a_table_finds_a_new_colouring_and_no_shape():
    source = images(20, 16, 16, 3)
    recoloured = 255 - source[..., [2, 0, 1]]
    table = metrics.colour_table(source, recoloured, levels=16)
    assert metrics.mean_error(table(source), recoloured) < 8, "half of what a level spans"
    moved = np.roll(source, 1, axis=2)
    assert metrics.mean_error(metrics.colour_table(source, moved, levels=8)(source), moved) > 50


def test_colours_that_were_never_seen_come_from_coarser_tables():
    source = np.zeros((1, 2, 2, 3), np.uint8)
    source[0, 1] = 255
    target = np.full((1, 2, 2, 3), 10, np.uint8)
    target[0, 1] = 250
    table = metrics.colour_table(source, target)
    assert table.levels == (32, 8, 2, 1) and "2 colours seen" in repr(table)
    new = np.array([[[[5, 3, 60], [250, 200, 180], [0, 255, 0]]]], np.uint8)
    assert table(new)[0, 0, :2].tolist() == [[10] * 3, [250] * 3], "near one of them"
    assert table(new)[0, 0, 2].tolist() == [10] * 3, "near none: the average of all"


def test_the_levels_follow_the_channels():
    for channels, levels in ((1, 256), (3, 32), (6, 5)):
        a = images(2, 4, 4, channels)
        table = metrics.colour_table(a, images(2, 4, 4, 1))
        assert table.levels[0] == levels and table(a).shape == (2, 4, 4, 1)
    with pytest.raises(ValueError, match="take fewer levels"):
        metrics.colour_table(images(2, 4, 4, 6), images(2, 4, 4, 1), levels=32)
    for options in ({"levels": 1}, {"levels": 257}, {"levels": 2.0}, {"average": "mode"}):
        with pytest.raises(ValueError, match=next(iter(options))):
            metrics.colour_table(images(2, 4, 4, 3), images(2, 4, 4, 1), **options)
    with pytest.raises(ValueError, match="source has 1 channels; this table was made for 3"):
        metrics.colour_table(images(2, 4, 4, 3), images(2, 4, 4, 1))(images(2, 4, 4, 1))


def test_the_mean_map_is_one_image_and_the_median_has_the_least_error():
    target = images(31, 4, 5, 3)
    mean, median = (metrics.mean_map(target, average) for average in ("mean", "median"))
    assert np.array_equal(mean.image, np.rint(target.mean(axis=0)).astype(np.uint8))
    assert np.array_equal(median.image, np.median(target, axis=0).astype(np.uint8))
    made = median(images(3, 4, 5, 1))
    assert made.shape == (3, 4, 5, 3) and (made == median.image).all()
    errors = [np.abs(target - each.image.astype(int)).mean() for each in (mean, median)]
    assert errors[1] < errors[0]


def test_the_nearest_pair_is_looked_up():
    source, target = images(40, 6, 6, 3), images(40, 6, 6, 1)
    lookup = metrics.nearest_pair(source, target)
    near = np.clip(source[[7, 3, 30]].astype(int) + 2, 0, 255).astype(np.uint8)
    assert np.array_equal(lookup(near), target[[7, 3, 30]])
    with pytest.raises(ValueError, match=r"images of \(6, 6, 3\) are expected"):
        lookup(images(2, 6, 5, 3))


@pytest.mark.parametrize(
    ("channels", "copied"), [((3, 3), True), ((1, 3), True), ((3, 1), True), ((6, 3), False)]
)
def test_references_are_all_of_them_in_the_target_s_shape(channels, copied):
    train = SimpleNamespace(source=images(9, 6, 6, channels[0]), target=images(9, 6, 6, channels[1]))
    found = metrics.references(train, images(4, 6, 6, channels[0]))
    names = ["copying", "mean map", "nearest neighbour", "table of colours"]
    assert list(found) == names[1 - copied :]
    assert {(made.shape, str(made.dtype)) for made in found.values()} == {((4, 6, 6, channels[1]), "uint8")}


def test_copying_makes_grey_of_colour_as_people_see_it():
    train = SimpleNamespace(source=images(3, 6, 6, 3), target=images(3, 6, 6, 1))
    green = np.zeros((1, 6, 6, 3), np.uint8)
    green[..., 1] = 200
    assert metrics.references(train, green)["copying"].max() == 117


@pytest.mark.parametrize("fit", [metrics.colour_table, metrics.nearest_pair])
def test_what_is_no_pair_is_refused(fit):
    a = images(3, 6, 6, 3)
    with pytest.raises(ValueError, match="n, height and width must be equal"):
        fit(a, a[:2])
    for wrong in (a[0], a.astype(float), None, np.ma.masked_array(a)):
        with pytest.raises(ValueError, match="target: "):
            fit(a, wrong)
    with pytest.raises(ValueError, match="target: "):
        metrics.mean_map(a[0])


def test_floats_of_a_generator_are_understood():
    a = images(3, 6, 6, 3)
    assert np.array_equal(translators._images("x", (a / np.float32(127.5) - 1).astype("float32")), a)


def test_medians_by_counting_and_by_sorting_are_the_same(monkeypatch):
    rng = np.random.default_rng(0)
    source, target = (rng.integers(0, 256, (9, 8, 8, 3), "uint8") for _ in range(2))
    counted = metrics.colour_table(source, target, levels=4)
    monkeypatch.setattr("gan_lessons.metrics.translators._CELLS", 0)
    by_sorting = metrics.colour_table(source, target, levels=4)
    assert all(np.array_equal(a, b) for a, b in zip(counted.tables, by_sorting.tables, strict=True))


def test_the_nearest_is_found_wherever_it_stands(monkeypatch):
    rng = np.random.default_rng(0)
    source, target = (rng.integers(0, 256, (11, 8, 8, 3), "uint8") for _ in range(2))
    monkeypatch.setattr("gan_lessons.metrics.translators._AT_ONCE", 3)
    order = rng.permutation(11)
    assert np.array_equal(metrics.nearest_pair(source, target)(source[order]), target[order])
