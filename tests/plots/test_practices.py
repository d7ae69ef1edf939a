from gan_lessons import plots

import pytest

BASE = [0.30, 0.34, 0.26]


def record(**scores):
    runs = [
        {"variant": name, "seed": i + 1, "legible": v, "classes": 20 * v}
        for name, values in scores.items()
        for i, v in enumerate(values)
    ]
    return {"runs": runs, "variants": {name: {"label": f"the {name}"} for name in scores}}


@pytest.fixture
def picture():
    good, bad, same = [v + 0.2 for v in BASE], [0.0, 0.01, 0.02], [0.31, 0.33, 0.27]
    return plots.ablation(record(baseline=BASE, bad=bad, good=good, same=same), title="A finding")


def test_a_row_a_variant_the_best_above_and_the_baseline_among_them(picture):
    (ax,) = picture.axes
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["the good", "the same", "the baseline", "the bad"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row is above"
    assert picture.get_suptitle() == "A finding" and "more than 90 %" in ax.get_xlabel()


def test_every_seed_is_a_dot_and_the_mean_a_bar(picture):
    (ax,) = picture.axes
    dots = [line for line in ax.lines if line.get_linestyle() == "None"]
    assert [line.get_xdata().tolist() for line in dots][2] == pytest.approx(BASE)
    assert [line.get_marker() for line in dots] == ["^", "o", "s", "v"], "verdicts differ without colour too"
    bars = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 2]
    assert [bar.get_xdata()[0] for bar in bars] == pytest.approx([0.5, 0.91 / 3, 0.3, 0.01])


def test_the_band_is_that_of_the_baselines_seeds(picture):
    (band,) = picture.axes[0].patches
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((0.26, 0.34))


def test_another_score_has_another_axis():
    made = record(baseline=BASE, a=[0.1, 0.2, 0.3])
    assert "classes" in plots.ablation(made, score="classes").axes[0].get_xlabel()


def test_of_a_distance_less_is_better_and_comes_first():
    made = record(baseline=BASE, far=[0.6, 0.7, 0.65], near=[0.1, 0.14, 0.06])
    for run in made["runs"]:
        run["frechet"] = 100 * run["legible"]
    (ax,) = plots.ablation(made, "frechet").axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the near", "the baseline", "the far"]
    markers = [line.get_marker() for line in ax.lines if line.get_linestyle() == "None"]
    assert markers == ["^", "s", "v"] and "less is better" in ax.get_xlabel()


def test_a_group_is_shown_with_the_verdicts_of_the_whole_record():
    made = record(baseline=BASE, a=[0.1, 0.2, 0.3], b=[0.5, 0.6, 0.4])
    for name, group in (("a", "first"), ("b", "second")):
        made["variants"][name]["group"] = group
    (ax,) = plots.ablation(made, group="second").axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the b", "the baseline"]
    with pytest.raises(ValueError, match="no variant"):
        plots.ablation(made, group="third")
    with pytest.raises(ValueError, match="choose one of"):
        plots.ablation(made, "beauty")
