import dataclasses

from gan_lessons import metrics, plots

import numpy as np
import pytest


def bars(picture, i=0, axis=0):
    """The ends of the error bars of a group, (k, 2)."""
    _, _, (lines,) = picture.axes[0].containers[i].lines
    return np.asarray(lines.get_segments())[..., axis]


def test_a_share_of_a_training_has_bars_of_two_standard_errors_that_stay_between_0_and_1():
    made = plots.shares_over_steps([0, 100, 5_000], [0.0, 0.5, 0.998], n=100, title="A finding")
    (ax,) = made.axes
    assert bars(made, axis=1)[1] == pytest.approx((0.4, 0.6))
    assert bars(made, axis=1)[0] == pytest.approx((0, 0)) and bars(made, axis=1)[2][1] == pytest.approx(1)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "100", "5,000"]
    assert made.get_suptitle() == "A finding"


def test_guides_are_written_beside_their_lines():
    made = plots.shares_over_steps([1, 2], [0.1, 0.2], 50, {"real images": 0.66}, name="sure")
    (ax,) = made.axes
    assert [text.get_text() for text in ax.texts] == ["real images"]
    assert any(np.allclose(line.get_ydata(), 0.66) for line in ax.lines)
    assert ax.get_ylabel() == "sure"


def test_a_missing_score_leaves_a_gap():
    made = plots.shares_over_steps([1, 2, 3], [0.1, np.nan, 0.2], 50)
    made.canvas.draw()
    assert np.isnan(made.axes[0].lines[0].get_ydata()[1])


@pytest.mark.parametrize(
    "steps, shares, n", [([], [], 9), ([1, 2], [0.5], 9), ([1], [1.2], 9), ([1], [0.5], 0)]
)
def test_shares_that_cannot_be_drawn(steps, shares, n):
    with pytest.raises(ValueError, match="between 0 and 1 for each"):
        plots.shares_over_steps(steps, shares, n)


def test_each_class_has_a_mark_in_each_group_real_and_generated_in_their_colours():
    groups = {
        "real": np.array([0, 0, 1, 2]),
        "generated": np.repeat([0, 2], [75, 25]),
        "blurred": np.array([1]),
    }
    made = plots.class_shares(groups, ("cat", "dog", "ship"), title="A finding")
    (ax,) = made.axes
    marks = [container.lines[0] for container in ax.containers]
    assert marks[0].get_xdata().tolist() == [0.5, 0.25, 0.25]
    assert marks[1].get_xdata().tolist() == [0.75, 0, 0.25]
    assert [mark.get_color() for mark in marks[:2]] == [plots.REAL, plots.GENERATED]
    assert len({mark.get_marker() for mark in marks}) == 3, "told apart without colour too"
    assert bars(made, 1)[0] == pytest.approx(0.75 + 2 * np.sqrt(0.75 * 0.25 / 100) * np.array([-1, 1]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["cat", "dog", "ship"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first class is above"
    assert ax.get_legend().get_texts()[1].get_text() == "generated, n = 100"


def test_ticks_of_shares_say_where_they_stand():
    picture = plots.class_shares({"real": np.repeat(np.arange(10), [5, 17, *[10] * 6, 9, 9])}, range(10))
    ax = picture.axes[0]
    picture.draw_without_rendering()
    for place, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True):
        assert float(label.get_text().removesuffix(" %")) == pytest.approx(100 * place)


@pytest.mark.parametrize("classes", [[], [3], [-1], [0.5]])
def test_predictions_that_are_no_classes(classes):
    with pytest.raises(ValueError, match="whole numbers from 0 to 2"):
        plots.class_shares({"real": np.array(classes)}, "abc")


def test_more_groups_than_can_be_told_apart():
    with pytest.raises(ValueError, match="between 1 and 5"):
        plots.class_shares({str(i): np.array([0]) for i in range(6)}, "ab")


def test_class_scores_draw_real_images_and_every_generator():
    k = 4
    found = metrics.ByClass(
        agreement=np.linspace(0.5, 0.9, k),
        real_agreement=np.full(k, 0.95),
        frechet=np.arange(1.0, k + 1),
        diversity=np.full(k, 0.8),
        counts=np.full(k, 100),
        extractor="mnist",
        n=(400, 400),
    )
    picture = plots.class_scores({"ours": found, "theirs": found}, list("abcd"), title="Obeys")
    assert picture.axes[0].get_xlabel() == "agrees with the label"
    assert [len(ax.lines) for ax in picture.axes] == [3, 3, 3]
    assert picture.axes[0].lines[1].get_xdata() == pytest.approx(found.agreement)
    assert found.mean_agreement == pytest.approx(0.7) and found.mean_diversity == pytest.approx(0.8)
    assert np.isnan(picture.axes[2].lines[0].get_xdata()).all()  # nobody measured what real images score
    floor = dataclasses.replace(found, frechet=np.full(k, 0.3))
    picture = plots.class_scores({"ours": found}, list("abcd"), real=floor)
    assert picture.axes[2].lines[0].get_xdata() == pytest.approx(floor.frechet)
    with pytest.raises(ValueError, match="3 names for 4 classes"):
        plots.class_scores({"ours": found}, list("abc"))
    with pytest.raises(ValueError, match="Given 0 generators"):
        plots.class_scores({}, list("abcd"))
