import base64
import io
import re
import sys
from collections import Counter

from gan_lessons import widgets

import numpy as np
import pytest
from PIL import Image

# The package offers the function of this name, which hides the module.
module = sys.modules["gan_lessons.widgets.preference"]


def source(value, m=30):
    """Images that tell where they come from: the middle pixel is `value`, the first the number of the image."""
    images = np.full((m, 3, 3, 1), value, np.uint8)
    images[:, 0, 0, 0] = np.arange(m)
    return images


MODELS = {"a": source(100), "b": source(200)}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(module, "BLANK", 0)


@pytest.fixture
def asked():
    return widgets.preference(MODELS, n=8, seconds=0.25, seed=1)


def shown(asked):
    """The arrays that the page gets, left and right."""
    files = re.findall(r"base64,([^\"]+)", asked._pair.value)
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(file)))) for file in files]


def values(asked):
    return [int(images[0, 1, 1, 0]) for images in asked.pair]


def play(asked, judge):
    """Answer all pairs; `judge` gets the middle pixels of both sides and says which side."""
    asked.start()
    while not asked.done:
        asked.find(judge(*values(asked))).click()


def brighter(left, right):
    return "left" if left > right else "right"


def test_what_is_preferred_wins(asked):
    play(asked, brighter)
    assert asked.judgements == [("b", "a")] * 8 and asked.trial == 8
    rate = asked.result.rates["b"]
    assert (rate.wins, rate.games) == (8, 8) and rate.low == pytest.approx(0.676, abs=0.001)
    assert "“b” is preferred to “a”" in asked.status.value and "8 judgements" in asked.status.value
    asked.find("left").click()
    assert asked.trial == 8 and asked.find("left").disabled


def test_the_keys_choose_as_the_buttons_do(asked):
    asked.start()
    while not asked.done:
        asked.find("keys").value = -1 if brighter(*values(asked)) == "left" else 1
        assert asked.find("keys").value == 0
    assert asked.judgements == [("b", "a")] * 8


def test_who_always_says_left_prefers_nobody(asked):
    play(asked, lambda *_: "left")
    assert asked.result.rates["a"].wins == asked.result.rates["b"].wins == 4
    assert "cannot tell yet" in asked.status.value


def test_an_undecided_test_says_how_many_more(asked):
    answers = iter(["b"] * 5 + ["a"] * 3)
    play(asked, lambda left, _: "left" if {100: "a", 200: "b"}[left] == next(answers) else "right")
    more = asked.result.pairs["a", "b"].more_needed
    assert more == 54  # (1.96 / 0.25)² = 61.5, so 62, of which 8 are there
    assert f"About {more} more judgements would be needed" in asked.status.value


def test_nothing_is_told_before_the_end(asked):
    asked.start()
    for _ in range(7):
        asked.choose("left")
        told = asked.status.value + asked._pair.value.split("<style>")[0]
        assert not re.search(r"\b[ab]\b|%|preferred|right<", told.replace("<b>", "").replace("</b>", ""))
        assert "Pair" in told


def test_pairs_come_equally_often_on_both_sides_and_no_image_twice():
    models = {"a": source(10), "b": source(20), "c": source(30)}
    asked = widgets.preference(models, n=24, seed=3)
    asked.start()
    seen, pairs, left = [], Counter(), Counter()
    for _ in range(24):
        a, b = asked.pair
        seen += [a[0].tobytes(), b[0].tobytes()]
        sides = values(asked)
        pairs[tuple(sorted(sides))] += 1
        left[sides[0]] += 1
        asked.choose("left")
    assert set(pairs.values()) == {8} and set(left.values()) == {8}
    assert len(set(seen)) == 48
    orders = {str(widgets.preference(models, n=24, seed=s)._order) for s in range(4)}
    assert len(orders) == 4 and str(widgets.preference(models, n=24, seed=3)._order) in orders


def test_the_page_shows_the_pair_for_its_time_and_covers_it(asked):
    assert shown(asked) == []
    asked.start()
    for array, images in zip(shown(asked), asked.pair, strict=True):
        np.testing.assert_array_equal(array[:: asked._scale, :: asked._scale], 255 - images[0, ..., 0])
    assert asked._pair.value.count("animation: gl-glimpse 0.25s linear") == 2
    assert asked._pair.value.count("opacity: 0;") == 2
    asked.find("seconds").value = float("inf")
    assert asked.trial == 0 and not asked._running
    asked.start()
    assert "forwards" in asked._pair.value and "0.25s" not in asked._pair.value


def test_another_time_or_another_start_is_another_test(asked):
    asked.start()
    asked.choose("left")
    before = asked.pair
    asked.find("seconds").value = 2.0
    assert asked.trial == 0 and 'data-state="waiting"' in asked.status.value
    asked.find("start").click()
    assert not np.array_equal(before, asked.pair)
    asked.choose("left")
    picks = str(asked._picks)
    asked.find("start").click()
    assert asked.trial == 0 and asked._running and str(asked._picks) != picks


def test_what_was_not_seen_yet_cannot_be_preferred(asked, monkeypatch):
    monkeypatch.setattr(module, "BLANK", 60)
    asked.start()
    asked.find("left").click()
    asked.find("keys").value = 1
    assert asked.trial == 0 and asked.find("keys").value == 0
    asked.choose("left")  # code may
    assert asked.trial == 1


def test_before_the_start_nothing_counts(asked):
    asked.find("left").click()
    asked.choose("right")
    assert asked.judgements == [] and str(asked.result).startswith("a: no judgements yet")


def test_sheets_hold_several_images():
    asked = widgets.preference(MODELS, n=4, sheet=4, seconds=None)
    asked.start()
    assert asked.pair[0].shape == (4, 3, 3, 1)
    assert shown(asked)[0].shape == ((3 + 2 + 3) * asked._scale,) * 2


def test_the_still_shows_pairs_at_first_and_rates_at_the_end(asked):
    _, metadata = asked.still()._repr_png_()
    assert "the sources are hidden" in metadata["alt"]
    play(asked, brighter)
    _, metadata = asked.still()._repr_png_()
    assert metadata["alt"] == "What was preferred, in 8 judgements by one judge"
    assert "image/png" in asked._repr_mimebundle_()[0]


def test_names_are_text_and_not_markup():
    asked = widgets.preference({"<i>x": source(1), "y": source(2)}, n=2)
    asked.start()
    asked.choose("left")
    asked.choose("left")
    assert "&lt;i&gt;x" in asked.status.value and "<i>x" not in asked.status.value


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"models": {"a": source(1)}}, "at least two"),
        ({"models": {"a": source(1), "b": source(2)[:, :2]}}, "gives them away"),
        ({"n": 0}, "n is 0"),
        ({"n": 31}, "'a' has 30 images; 31 pairs"),
        ({"sheet": 4}, "need 96 of each"),
        ({"seconds": 0}, "seconds is 0"),
        ({"models": {"a": source(1), "b": source(2), "c": source(3)}, "n": 20}, "a multiple of 3"),
    ],
)
def test_bad_input_is_named(arguments, says):
    with pytest.raises(ValueError, match=says):
        widgets.preference(**({"models": MODELS} | arguments))


def test_a_side_is_left_or_right(asked):
    with pytest.raises(ValueError, match='choose "left" or "right"'):
        asked.choose("both")
