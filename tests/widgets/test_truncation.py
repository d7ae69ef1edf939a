"""The slider of thresholds, on pictures whose variety is the threshold itself."""

from gan_lessons import metrics, plots, widgets

import numpy as np
import pytest

from tests.widgets.small import shown

RNG = np.random.default_rng(0)
NOISE = RNG.normal(size=(120, 4, 4, 1))
VALUES = (0.1, 1.0, np.inf)


def make(value, n):
    return np.clip(NOISE[:n] * min(value, 1.5) / 3, -1, 1).astype("float32")


def features(images):
    return images.reshape(len(images), -1).astype("float32")


REAL = features(plots.to_uint8(np.clip(RNG.normal(size=(120, 4, 4, 1)) / 3, -1, 1).astype("float32")))


@pytest.fixture
def box():
    return widgets.truncation_slider(make, VALUES, REAL, features, n=100, shown=6, name="t <b>", width=24)


def test_it_shows_the_pictures_of_its_setting_and_scores_them(box):
    assert box.value == np.inf and [v for _, v in box.find("value").options] == list(VALUES)
    for value in VALUES:
        box.find("value").value = value
        pictures = 255 - plots.to_uint8(make(value, 6)).repeat(3, axis=3)
        assert np.array_equal(shown(box.image), plots.grid_image(pictures, 3, scale=3))
        box.settle()
        assert f'data-drawn="{value:g}-scored"' in box.status.value and "t &lt;b&gt;" in box.status.value
        expected = metrics.precision_recall(REAL, features(plots.to_uint8(make(value, 100))))
        assert box.scores[value] == expected
        assert f"<b>{expected.precision:.2f}</b>" in box.status.value
    assert box.scores[0.1].recall < box.scores[1.0].recall
    assert box.scores[0.1].precision > box.scores[np.inf].precision


def test_each_setting_is_scored_once(box, monkeypatch):
    box.settle()
    monkeypatch.setattr(box, "_features", lambda images: pytest.fail("scored again"))
    assert box.score(np.inf) is box.scores[np.inf]
    with pytest.raises(ValueError, match=r"no setting 0\.3; it has"):
        box.value = 0.3


def test_the_still_picture_has_a_row_for_each_setting(box):
    assert len(box.still().axes) >= 1 and "each t" in box.still().get_suptitle()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": (1.0,)}, "give two settings or more"),
        ({"values": (1.0, 0.5)}, "increasing order"),
        ({"values": (1.0, np.nan)}, "a value is nan"),
        ({"make": None}, "make is None; a function"),
        ({"make": lambda value, n: make(value, 5)}, "make returned 5 images where 6"),
        ({"features": 3}, "features is 3; a function"),
        ({"real": REAL[:10]}, "at least 50 real images"),
        ({"n": 10}, "n is 10"),
        ({"shown": 101}, "shown is 101"),
    ],
)
def test_bad_arguments_are_refused(change, message):
    given = {"make": make, "values": VALUES, "real": REAL, "features": features, "n": 100, "shown": 6}
    with pytest.raises(ValueError, match=message):
        widgets.truncation_slider(**{**given, **change})


def test_the_plot_marks_the_setting_and_joins_them_in_order(box):
    scores = {value: box.score(value) for value in VALUES[::-1]}
    real = metrics.precision_recall(REAL, REAL)
    ax = plots.trade_off(scores, "t", real, now=1.0, title="A finding").axes[0]
    assert list(ax.lines[0].get_xdata()) == [scores[v].recall for v in VALUES]
    assert list(ax.lines[0].get_ydata()) == [scores[v].precision for v in VALUES]
    assert [t.get_text() for t in ax.texts] == ["0.1", "1", "inf", "real"]
    with pytest.raises(ValueError, match="now is 3"):
        plots.trade_off(scores, now=3)
    with pytest.raises(ValueError, match="at least one"):
        plots.trade_off({})
