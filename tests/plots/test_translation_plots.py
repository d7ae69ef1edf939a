from gan_lessons import plots

import numpy as np
import pytest

SHARES = np.zeros(256)
SHARES[[60, 200]] = 0.6, 0.4
RUNS = [
    {"variant": name, "seed": seed, "error": 10 * k + seed, "texture": 0.1 * k}
    for k, name in enumerate(("baseline", "l1"), start=1)
    for seed in (1, 2, 3)
]


def test_a_pixels_distribution_its_answers_and_where_each_cost_is_least():
    cost = np.abs(np.arange(256) - 116.0)
    picture = plots.pixel_answers(
        SHARES, {"median": 60, "mean": 116}, {"L2": cost, "L1": cost[::-1]}, title="Two"
    )
    top, second, third = picture.axes
    assert [bar.get_height() for bar in top.patches if bar.get_height()] == [0.6, 0.4]
    assert [line.get_xdata()[0] for line in top.lines] == [60, 116]
    assert [t.get_text() for t in top.get_legend().get_texts()] == ["median: 60", "mean: 116"]
    assert [ax.lines[1].get_xdata()[0] for ax in (second, third)] == [116, 139]
    assert picture._repr_png_()[1]["alt"] == "Two"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((2 * SHARES,), "together 1"),
        (([[1.0]],), "together 1"),
        ((SHARES, dict.fromkeys("abcdef", 1.0)), "6 answers"),
        ((SHARES, {}, {"L1": np.zeros(3)}), r"'L1' has shape \(3,\)"),
    ],
)
def test_what_is_no_distribution_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        plots.pixel_answers(*given)


def test_each_ruler_has_a_panel_with_a_dot_for_each_seed():
    picture = plots.rulers(
        {"runs": RUNS},
        {"error": "levels", "texture": "distance"},
        {"l1": "L1 alone", "baseline": "both"},
        {"table": {"error": 15.0, "texture": 0.3}},
        log=["texture"],
    )
    left, right = picture.axes
    assert [t.get_text() for t in left.get_yticklabels()] == ["L1 alone", "both"]
    dots, bar = left.lines[:2]
    assert list(dots.get_xdata()) == [21, 22, 23] and list(dots.get_ydata()) == [0, 0, 0]
    assert list(bar.get_xdata()) == [22, 22]
    assert [ax.lines[-1].get_xdata()[0] for ax in (left, right)] == [15.0, 0.3]
    assert [ax.get_xlabel() for ax in (left, right)] == ["levels", "distance"]
    assert [ax.get_xscale() for ax in (left, right)] == ["linear", "log"]


def test_rulers_of_nothing_or_of_the_unknown_are_refused():
    with pytest.raises(ValueError, match="at least one of each"):
        plots.rulers({"runs": RUNS}, {}, {"l1": "L1"})
    with pytest.raises(ValueError, match="no variant 'gan'"):
        plots.rulers({"runs": RUNS}, {"error": "levels"}, {"gan": "GAN"})
