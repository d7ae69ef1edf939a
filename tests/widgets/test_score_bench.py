import io
import re

from gan_lessons import data, metrics, widgets
from gan_lessons.widgets.names import Names
from gan_lessons.widgets.score_bench import NOISE, parts

import ipywidgets as ipw
import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="module")
def digits():
    return data.load("mnist", "test", verbose=False)


@pytest.fixture
def bench(digits):
    return widgets.score_bench(digits.images, digits.labels, seed=3)


def put(bench, **values):
    for name, value in values.items():
        bench.find(name).value = value
    bench.settle()


def test_its_score_is_the_packages_for_the_pictures_that_are_in_the_set(bench):
    for values in ({}, {"classes": 4, "different": 5}, {"choice": "the surest first", "noise": 60}):
        put(bench, **values)
        settings = (bench.find(name).value for name in ("classes", "different", "choice"))
        level = NOISE.index(bench.find("noise").value)
        images = bench._noisy[level][bench.rows(*settings)]
        found = metrics.inception_score(images, "mnist", groups=1)
        assert len(images) == 1_000 and bench.score == pytest.approx(found.value, rel=1e-5)
        assert bench.score == pytest.approx(bench.in_use / bench.hesitates, rel=1e-5)
        said = [float(x) for x in re.findall(r"\d+\.\d\d", bench.status.value)]
        assert said[:3] == pytest.approx([bench.in_use, bench.hesitates, bench.score], abs=0.006)


def test_its_parts_are_numbers_of_equally_likely_classes():
    assert parts(np.eye(10)) == pytest.approx((10, 1))
    assert parts(np.full((5, 4), 0.25)) == pytest.approx((4, 4))
    assert parts(np.array([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]])) == pytest.approx((4, 2))


def test_noise_and_missing_classes_lower_the_score_and_the_surest_pictures_raise_it(bench):
    first = bench.score
    assert bench.untouched == first and "No set scored higher" in bench.status.value
    put(bench, noise=120)
    assert bench.hesitates > 5 and bench.score < 2
    put(bench, noise=0, classes=3)
    assert bench.score == pytest.approx(3, abs=0.1) and bench.untouched == first
    put(bench, classes=10, different=1, choice="the surest first")
    assert bench.different == 10 and bench.score > first
    put(bench, different=5, noise=20)
    assert "as few as 10 different pictures, with noise up to 20" in bench.status.value


def test_copies_look_alike_and_every_control_draws_another_picture(bench):
    seen = [bench.image.value]
    for name, value in (("different", 1), ("choice", "the surest first"), ("noise", 80), ("classes", 7)):
        put(bench, **{name: value})
        seen.append(bench.image.value)
    assert len(set(seen)) == 5 and bench.drawn == 5
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(seen[-1]))), bench.array)
    side = 2 * 30  # two pixels to one, and the gap
    rows = [bench.array[side * i : side * i + 56] for i in range(10)]
    assert all(np.array_equal(row[:, :56], row[:, side : side + 56]) for row in rows)
    assert np.ptp(rows[6][:, :56]) > 100 and np.ptp(rows[7][:, :56]) == 0  # the eighth class is not in use


def test_a_fixed_seed_draws_the_same_set_and_as_many_of_each_class(digits):
    one, two = (widgets.score_bench(digits.images[:400], digits.labels[:400], seed=5) for _ in range(2))
    np.testing.assert_array_equal(one.array, two.array)
    fewest = np.bincount(digits.labels[:400]).min()
    assert one.find("different").value == fewest and one.different == 10 * fewest


def test_what_cannot_be_scored_is_refused(digits):
    images, labels = digits.images[:200], digits.labels[:200]
    with pytest.raises(ValueError, match="one label for each"):
        widgets.score_bench(images, labels[:-1])
    with pytest.raises(ValueError, match="label 7"):
        widgets.score_bench(images[labels != 7], labels[labels != 7])
    with pytest.raises(ValueError):
        widgets.score_bench(images, labels, "cifar10")


def test_keyboard_names_and_a_picture_for_pages_without_a_kernel(bench):
    sliders = [bench.find(name) for name in ("classes", "different", "noise")]
    assert all(slider.description for slider in sliders)
    assert any(isinstance(part, Names) and "real pictures" in part.alt for part in bench.children)
    assert isinstance(bench.find("choice"), ipw.ToggleButtons) and bench.find("choice").description
    data, metadata = bench._repr_mimebundle_()
    shown = metadata["image/png"]
    assert data["image/png"] and shown["width"] > 300 and f"Inception Score {bench.score:.2f}" in shown["alt"]
