import base64
import io

from gan_lessons import widgets
from gan_lessons.widgets.guesses import scored

import ipywidgets as ipw
import pytest
from PIL import Image


@pytest.fixture
def record():
    scores = {
        "baseline": [0.3, 0.34, 0.26],
        "same": [0.3, 0.35, 0.26],
        "poor": [0.1, 0.13, 0.05],
        "good": [0.6, 0.63, 0.57],
    }
    runs = [
        {"variant": name, "seed": i + 1, "legible": v}
        for name, own in scores.items()
        for i, v in enumerate(own)
    ]
    return {"runs": runs, "seeds": [1, 2, 3], "variants": {n: {"label": f"<{n}>"} for n in scores}}


@pytest.fixture
def mine(record):
    return widgets.guesses(record)


def test_every_change_but_the_baseline_can_be_guessed_and_none_is(mine):
    assert mine.guessed == {} and "nothing" in mine.summary
    for name in ("same", "poor", "good"):
        assert isinstance(mine.find(f"guess-{name}"), ipw.Dropdown)
    with pytest.raises(KeyError):
        mine.find("guess-baseline")


def test_nothing_is_told_before_one_asks(mine):
    mine.find("guess-poor").value = "worse"
    words = mine.find("status")
    assert "1 of 3 guessed" in words.value and "right" not in words.value
    mine.find("reveal").value = True
    assert "1 of 1 guesses are right" in words.value
    mine.guess("good", "worse")
    assert "1 of 2 guesses are right" in words.value


def test_the_changes_are_not_in_the_order_of_their_scores(mine):
    assert list(mine.verdicts) == ["same", "poor", "good"]
    assert mine.verdicts == {"same": "cannot tell", "poor": "worse", "good": "better"}


def test_hits_are_compared_with_the_same_guesses_shuffled():
    true = {"a": "worse", "b": "worse", "c": "better", "d": "cannot tell"}
    hits, mean, share = scored(true, true)
    assert (hits, mean) == (4, (4 + 1 + 1) / 4)
    assert share == pytest.approx(2 / 24, abs=0.01)  # of the 24 orders, those that swap the two equal ones
    always = {name: "worse" for name in true}
    assert scored(always, true) == (2, 2.0, 1.0), (
        "one answer for all knows nothing, however often it is right"
    )


@pytest.mark.parametrize("guessed", [{}, {"z": "worse"}])
def test_guesses_about_nothing_are_refused(guessed):
    with pytest.raises(ValueError, match="Guess about others"):
        scored(guessed, {"a": "worse"})


def test_a_guess_can_be_made_and_taken_back_by_code(mine):
    mine.guess("poor", "better")
    assert mine.guessed == {"poor": "better"}
    mine.guess("poor", "?")
    assert mine.guessed == {}
    with pytest.raises(ValueError, match="there are: same, poor, good"):
        mine.guess("other", "worse")
    with pytest.raises(ValueError, match="guess one of worse"):
        mine.guess("poor", "bad")


def test_a_page_without_a_kernel_shows_the_changes_and_no_verdicts(mine):
    bundle, metadata = mine._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 500
    assert "3 changes" in metadata["image/png"]["alt"]
    assert [text.get_text() for text in mine.still().axes[0].texts[::2]] == ["?"] * 3


def test_the_shipped_record_can_be_guessed():
    assert len(widgets.guesses().verdicts) == 23
