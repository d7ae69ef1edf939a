import io

from gan_lessons import metrics, plots
from gan_lessons.plots import measures

import numpy as np
import pytest


def texts(picture):
    return [text.get_text() for ax in picture.axes for text in ax.texts]


def drawn(picture):
    picture.savefig(io.BytesIO(), format="png")


def test_the_map_has_a_row_for_each_measure_and_a_mark_for_each_claim():
    picture = plots.measure_map("Finding")
    drawn(picture)
    names = [name for group in measures._MEASURES.values() for name in group]
    assert set(names) < set(texts(picture)) and len(names) == 14
    marks = [line for line in picture.axes[0].lines if line.get_marker() == "o"]
    assert len(marks) == 7 * len(names)
    for group in measures._MEASURES.values():
        for sees, needs, mind in group.values():
            assert (len(sees), len(needs)) == (3, 4) and mind


def test_win_rates_are_drawn_with_their_intervals():
    rates = {"a": metrics.win_rate(15, 20), "b": metrics.win_rate(0, 0)}
    picture = plots.win_rates(rates, "Finding")
    drawn(picture)
    lines = [line.get_xdata() for line in picture.axes[0].lines]
    assert any(np.allclose(x, [rates["a"].low, rates["a"].high]) for x in lines)
    assert "15 of 20" in texts(picture)
    assert sum(np.size(x) == 1 for x in lines) == 1  # no dot where nobody judged
    with pytest.raises(ValueError, match="no win rates"):
        plots.win_rates({})


def test_the_balls_say_what_precision_and_recall_say():
    random = np.random.default_rng(0)
    real, generated = random.normal(size=(80, 2)), random.normal(0.7, 0.6, size=(90, 2))
    picture = plots.balls(real, generated, title="Finding")
    drawn(picture)
    with pytest.warns(UserWarning, match="rough"):
        found = metrics.precision_recall(real, generated)
    left, right = (ax.get_title() for ax in picture.axes)
    assert left.startswith(f"{found.precision:.0%} of the generated") and right.startswith(
        f"{found.recall:.0%} of the real"
    )
    filled = len(picture.axes[0].collections[1].get_offsets())
    assert filled == round(found.precision * 90)
    with pytest.raises(ValueError, match=r"k \+ 1 to 400"):
        plots.balls(real[:3], generated)
    with pytest.raises(ValueError, match=r"\(80, 1\)"):
        plots.balls(real[:, :1], generated)


def test_the_table_marks_what_is_noticed_and_in_which_direction():
    values = {"real": {"p": 0.9, "d": 1.7}, "noise": {"p": 0.95, "d": 128.4}, "other": {"p": 0.9, "d": 55.5}}
    far = {"real": {"p": -0.5, "d": 4.9}, "noise": {"p": 5.0, "d": -70.0}, "other": {"p": np.nan, "d": -5.0}}
    picture = plots.damage_table(values, far, noticed=5, title="Finding")
    drawn(picture)
    assert texts(picture) == ["0.90", "1.70", "0.95▲", "128▼", "0.90", "55.5▼"]
    colours = [patch.get_facecolor() for patch in picture.axes[0].patches]
    assert colours[0] == colours[1] == colours[4] == (1, 1, 1, 1)
    better, worse, hardly = colours[2], colours[3], colours[5]
    assert better[1] > better[0] and worse[0] > worse[2] and sum(hardly) > sum(worse)
    with pytest.raises(ValueError, match="same rows"):
        plots.damage_table(values, {"real": far["real"]})


def test_groups_of_a_scatter_have_their_number_in_the_legend():
    picture = plots.scatter(
        {"one": ([1, 2, 3], [1, 2, 3]), "two": ([1], [2])}, "x", "y", log="xy", title="Finding"
    )
    drawn(picture)
    legend = [text.get_text() for text in picture.axes[0].get_legend().get_texts()]
    assert legend == ["one (3)", "two (1)"]
    with pytest.raises(ValueError, match="as many x as y"):
        plots.scatter({"one": ([1, 2], [1])}, "x", "y")
