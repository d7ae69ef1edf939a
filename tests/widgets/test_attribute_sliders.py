import re

from gan_lessons import latent, widgets

import ipywidgets as ipw
import numpy as np
import pytest

from tests.notebooks.runner import MOVE_EVERY_CONTROL
from tests.widgets import small

SMILE, HAIR = np.array([1, 1, 0, 0, 0, 0], np.float32), np.array([5, 0, 0, 0, 0, 0], np.float32)
UNIT = SMILE / np.sqrt(2)
PLAIN = {"smile": SMILE, "hair_length": HAIR}
FREED = {"smile": np.eye(6)[1], "hair_length": np.eye(6)[0]}


@pytest.fixture(scope="module")
def generator():
    return small.generator()


@pytest.fixture
def sliders(generator):
    return widgets.attribute_sliders(generator, PLAIN, reader=small.Reader(), width=64)


def bar(sliders, name):
    """The bar of an attribute: (what it says of now, title, where the line is in percent or None)."""
    row = re.search(rf'<div data-attribute="{name}" title="([^"]*)".*?</div>', sliders.find("bars").value)
    line = re.search(r"left: calc\(([\d.]+)%", row[0])
    return row[0], row[1], line and float(line[1])


def test_a_slider_moves_along_its_direction_alone_however_long_the_array_is(generator, sliders):
    before = sliders.z
    sliders.find("hair-length").value = 2
    np.testing.assert_allclose(sliders.z, [2, *before[1:]], atol=1e-6)
    before = sliders.z
    sliders.find("smile").value = -1.5
    assert sliders.z @ UNIT == pytest.approx(-1.5, abs=1e-5)
    moved = sliders.z - before
    np.testing.assert_allclose(moved - (moved @ UNIT) * UNIT, 0, atol=1e-6)
    sliders.settle()
    np.testing.assert_array_equal(
        small.shown(sliders.image), small.drawn(generator, sliders.z).repeat(8, 0).repeat(8, 1)
    )


def test_a_direction_with_a_part_along_another_takes_its_slider_along(sliders):
    sliders.zero()
    sliders.find("smile").value = 2
    assert sliders.find("smile").value == 2
    assert sliders.find("hair-length").value == pytest.approx(2 / np.sqrt(2), abs=0.006)
    sliders.find("smile").value = 2.1234
    assert sliders.find("smile").value == 2.1234, "the slider in the reader's hand stays where the hand is"


def test_sets_can_be_chosen_and_keep_the_point(generator):
    sliders = widgets.attribute_sliders(generator, {"plain": PLAIN, "conditional": FREED}, width=8)
    z = sliders.z
    sliders.find("basis").value = "conditional"
    np.testing.assert_array_equal(sliders.z, z)
    sliders.zero()
    sliders.find("smile").value = 2
    np.testing.assert_allclose(sliders.z, 2 * np.eye(6)[1], atol=1e-6)
    assert sliders.find("hair-length").value == 0
    one = widgets.attribute_sliders(generator, PLAIN, width=8)
    assert one.find("basis").layout.display == "none"


def test_fitted_directions_are_taken_as_they_are(generator):
    z = latent.sample(200, 6, seed=0)
    found = latent.attribute_directions(z, {"smile": z[:, 0] + z[:, 1]})
    sliders = widgets.attribute_sliders(generator, found, width=8)
    sliders.zero()
    sliders.find("smile").value = 3
    np.testing.assert_allclose(sliders.z, 3 * UNIT, atol=1e-5)


def test_bars_show_what_is_read_now_and_a_line_where_it_was(generator, sliders):
    sliders.settle()
    light = small.drawn(generator, sliders.z).mean() / 255
    row, title, line = bar(sliders, "smile")
    assert sliders.reading["smile"] == pytest.approx(2 * light - 1, abs=1e-6)
    assert f"{2 * light - 1:+.2f}".replace("-", "−") in title
    assert line == pytest.approx(100 * light, abs=0.06)
    sliders.find("smile").value = 3
    sliders.settle()
    now = small.drawn(generator, sliders.z).mean() / 255
    row, title, again = bar(sliders, "hair_length")
    assert abs(now - light) > 0.003
    assert again == pytest.approx(100 * light, abs=0.06), "the line stays where the point was before"
    width = float(re.search(r"width: ([\d.]+)%; background: #D55E00", row)[1])
    assert width == pytest.approx(100 * now, abs=0.06)
    sliders.randomise()
    sliders.settle()
    assert bar(sliders, "hair_length")[2] == pytest.approx(
        100 * small.drawn(generator, sliders.z).mean() / 255, abs=0.06
    )


def test_words_are_escaped_bold_when_they_changed_and_filled_as_far_as_the_reader_is_sure(generator, sliders):
    class Turning(small.Reader):
        word = "none"

        def read(self, images):
            return super().read(images) | {"glasses": np.array([self.word] * len(images))}

    reader = Turning()
    sliders = widgets.attribute_sliders(generator, PLAIN, reader=reader, width=8)
    row, *_ = bar(sliders, "glasses")
    assert "width: 50.0%" in row and "<b>none</b>" not in row
    reader.word = "a<b"
    sliders.find("smile").value = 3
    sliders.settle()
    row, title, _ = bar(sliders, "glasses")
    assert "<b>a&lt;b</b>" in row and title == "glasses: a&lt;b, was none"


def test_attributes_with_a_slider_come_first_and_others_only_if_wanted(generator, sliders):
    order = re.findall('data-attribute="([a-z_]+)"', sliders.find("bars").value)
    assert order == ["smile", "hair_length", "glasses"]
    some = widgets.attribute_sliders(
        generator, PLAIN, reader=small.Reader(), show=["glasses", "smile"], width=8
    )
    assert re.findall('data-attribute="([a-z_]+)"', some.find("bars").value) == ["smile", "glasses"]
    with pytest.raises(ValueError, match=r"says nothing of curl; it reads smile, glasses, hair_length"):
        widgets.attribute_sliders(generator, PLAIN, reader=small.Reader(), show=["curl"], width=8)


def test_without_a_reader_there_are_no_bars(generator):
    sliders = widgets.attribute_sliders(generator, PLAIN, width=8)
    with pytest.raises(KeyError):
        sliders.find("bars")
    assert sliders.reading == {}


def test_reset_and_randomise_begin_anew(sliders):
    first = sliders.z
    sliders.find("smile").value = 3
    sliders.find("randomise").click()
    assert not np.array_equal(sliders.z, first)
    sliders.find("reset").click()
    np.testing.assert_array_equal(sliders.z, first)


def test_what_cannot_be_a_direction_is_refused(generator):
    for wrong, message in (
        ({}, "no direction"),
        ({"a": {}}, "no direction"),
        ({"smile": np.zeros(6)}, "'smile'.*length 0"),
        ({"smile": np.ones(5)}, r"shape \(5,\).*\(6,\)"),
        ({"smile": np.full(6, np.nan)}, "finite"),
    ):
        with pytest.raises(ValueError, match=message):
            widgets.attribute_sliders(generator, wrong)
    with pytest.raises(ValueError, match="reach is 0"):
        widgets.attribute_sliders(generator, PLAIN, reach=0)


def test_the_still_moves_one_point_along_each_direction(generator):
    sliders = widgets.attribute_sliders(generator, PLAIN, width=8, reach=6)
    (ax,) = sliders.still().axes
    assert [t.get_text() for t in ax.get_yticklabels()] == ["smile", "hair length"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["-6", "-4", "-2", "0", "+2", "+4", "+6"]
    sliders.find("smile").value = 6
    pixels = np.asarray(ax.get_images()[0].get_array())
    np.testing.assert_allclose(pixels[:8, -8:].astype(int), small.drawn(generator, sliders.z), atol=1)


def test_every_control_can_be_moved(generator):
    ipw.Widget.close_all()  # those of the other tests; some are meant to fail
    sliders = widgets.attribute_sliders(
        generator, {"plain": PLAIN, "conditional": FREED}, reader=small.Reader(), width=8
    )
    exec(MOVE_EVERY_CONTROL, {})
    assert sliders.drawn > 1 and "Error" not in sliders.find("status").value


@pytest.mark.alone
def test_a_new_face_with_its_bars_takes_less_than_50_ms():
    """From a moved slider to a new PNG and the reader's bars. Measured: 9 ms on two quiet cores."""
    from gan_lessons import metrics
    from gan_lessons.models import dcgan_colour

    sliders = widgets.attribute_sliders(
        dcgan_colour.generator("laptop", 80, seed=0), {"smile": np.ones(100)}, reader=metrics.face_reader()
    )
    times = []
    for value in np.linspace(-3, 3, 41):
        sliders.find("smile").value = value
        sliders.settle()
        times.append(sliders.milliseconds)
    assert np.median(times) < 50, f"median {np.median(times):.1f} ms"
