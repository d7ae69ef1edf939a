from gan_lessons import plots
from gan_lessons.plots.scores import ellipse

import numpy as np
import pytest

EYE = np.eye(10)


def test_a_table_is_drawn_with_the_mean_of_all_its_rows_beneath():
    table = np.concatenate([np.tile(EYE[0], (37, 1)), np.tile(EYE[3], (3, 1))])
    made = plots.probability_tables({"one": table, "two": EYE}, "A finding")
    upper = [ax for ax in made.axes if ax.images]
    lower = [ax for ax in made.axes if ax.patches]
    assert [ax.get_title() for ax in upper] == ["one", "two"]
    heights = [patch.get_height() for patch in lower[0].patches]
    assert heights == pytest.approx([0.925, 0, 0, 0.075, 0, 0, 0, 0, 0, 0])
    image = upper[0].images[0]
    assert image.get_clim() == (0, 1) and image.get_array().shape == (12, 10)
    assert made.get_suptitle() == "A finding"


def test_five_tables_take_two_lines_and_leave_no_empty_frames():
    made = plots.probability_tables({str(i): EYE for i in range(5)})
    assert sum(ax.axison for ax in made.axes) == 10


@pytest.mark.parametrize("tables", [{}, {"a": EYE[0]}, {"a": 2 * EYE}, {"a": np.full((2, 2), np.nan)}])
def test_tables_that_are_no_probabilities(tables):
    with pytest.raises(ValueError, match="expected"):
        plots.probability_tables(tables)


def test_scores_have_bars_guides_and_a_tick_at_each_size():
    made = plots.score_lines(
        [10, 1_000], {"a": ([4, 2], [1, 0.5]), "b": [3, np.nan]}, "n", "score", {"floor": 1.0}, log="xy"
    )
    (ax,) = made.axes
    assert [label.get_text() for label in ax.get_xticklabels()] == ["10", "1,000"]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    _, _, (bars,) = ax.containers[0].lines
    assert np.asarray(bars.get_segments())[:, :, 1].tolist() == [[3, 5], [1.5, 2.5]]
    assert [text.get_text() for text in ax.texts] == ["floor"]
    lines = [container.lines[0] for container in ax.containers]
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == 2
    made.canvas.draw()
    assert "2" in [label.get_text() for label in ax.get_yticklabels()], "a number, not a power of ten"


def test_words_stand_side_by_side():
    (ax,) = plots.score_lines(["0", "5,000"], {"a": [1, 2]}, "step", "score").axes
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "5,000"]
    assert ax.get_legend() is None, "one line needs no legend"


@pytest.mark.parametrize("series", [{}, {"a": [1]}, {"a": ([1, 2], [1])}, {str(i): [1, 2] for i in range(6)}])
def test_scores_that_cannot_be_drawn(series):
    with pytest.raises(ValueError, match=r"series|Series"):
        plots.score_lines([1, 2], series, "n", "score")


def test_each_disturbance_has_its_images_and_all_share_an_axis():
    images = {name: np.zeros((3, 4, 4, 1), "uint8") for name in ("noise", "blur")}
    made = plots.disturbances(images, {"noise": [1, 5, 50], "blur": [1, 2, 3]}, 1.0, "distance", "A finding")
    above, below = made.axes[:2], made.axes[2:]
    assert [ax.get_title() for ax in above] == ["noise", "blur"]
    assert above[0].get_ylim() == above[1].get_ylim() and above[0].get_ylim()[1] > 50
    assert [ax.images[0].get_array().shape for ax in below] == [(4, 12)] * 2
    assert below[0].images[0].get_clim() == (0, 255)


def test_disturbances_that_do_not_fit():
    images = np.zeros((2, 4, 4, 1), "uint8")
    for given, curves in (({}, {}), ({"a": images}, {"b": [1, 2]}), ({"a": images}, {"a": [1]})):
        with pytest.raises(ValueError, match="same names"):
            plots.disturbances(given, curves, 1.0, "distance")
    with pytest.raises(ValueError, match="above 0"):
        plots.disturbances({"a": images}, {"a": [0, 1]}, 1.0, "distance")


def test_an_ellipse_has_the_covariance_s_axes():
    covariance = np.array([[4.0, 0], [0, 1]])
    around = ellipse([1, 2], covariance, deviations=2, m=360) - [1, 2]
    assert np.abs(around).max(axis=0) == pytest.approx([4, 2], rel=1e-3)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    turned = ellipse([0, 0], turn @ covariance @ turn.T, 1)
    scaled = turned @ turn / [2, 1]
    assert np.linalg.norm(scaled, axis=1) == pytest.approx(np.ones(len(scaled)))


def test_clouds_are_blue_and_vermilion_with_means_of_all_points():
    rng = np.random.default_rng(0)
    real, generated = rng.normal(size=(900, 2)), rng.normal(size=(800, 2)) + 3
    made = plots.clouds({"apart": (real, generated)}, "A finding")
    (ax,) = made.axes
    assert [line.get_color() for line in ax.lines] == [plots.REAL] * 2 + [plots.GENERATED] * 2
    assert [len(c.get_offsets()) for c in ax.collections] == [600, 600]
    assert ax.lines[3].get_xydata()[0] == pytest.approx(generated.mean(axis=0))
    for panels in ({}, {"a": (real, generated[:2])}, {"a": (real[:, :1], generated)}):
        with pytest.raises(ValueError, match="clouds"):
            plots.clouds(panels)
