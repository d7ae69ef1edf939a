from gan_lessons import plots
from gan_lessons.plots.receptive import overlaid, scored

import numpy as np
import pytest
from matplotlib.patches import Rectangle

IMAGE = np.full((6, 8, 3), 200, np.uint8)
SLOPE = np.zeros((6, 8))
SLOPE[2, 3], SLOPE[2, 4] = 1.0, 1e-3


def test_the_stronger_the_darker_and_only_the_logarithm_shows_the_weak():
    plain, log = (overlaid(IMAGE, SLOPE, log).astype(int).sum(-1) for log in (False, True))
    assert plain[2, 3] < 0.5 * plain[0, 0] and abs(plain[2, 4] - plain[0, 0]) < 5
    assert log[2, 3] < log[2, 4] < log[0, 0] - 50 and log[0, 0] == plain[0, 0]
    assert (overlaid(IMAGE, 0 * SLOPE) == overlaid(IMAGE, 0 * SLOPE, log=True)).all()


def test_each_panel_has_its_name_and_square():
    squares = {"b": (slice(-1, 3), slice(2, 6))}
    picture = plots.fields(IMAGE, {"a": SLOPE, "b": SLOPE}, squares, "T")
    frames = [[p.get_bbox().bounds for p in ax.patches if isinstance(p, Rectangle)] for ax in picture.axes]
    assert frames == [[], [(1.5, -1.5, 4, 4)]]
    assert picture.axes[1].get_ylim() == (5.5, -0.5), "what reaches beyond the rim does not widen the image"
    assert [ax.get_title(loc="left") for ax in picture.axes] == ["a", "b"] and picture.get_suptitle() == "T"
    assert picture._repr_png_()[0]


def test_verdicts_are_drawn_on_one_scale_with_their_mean():
    chances = {"x": np.full((2, 3), 0.25), "y": np.eye(2)}
    picture = plots.verdicts({"x": IMAGE, "y": IMAGE}, chances, "T")
    *_, x, y, bar = picture.axes
    for ax, name in ((x, "x"), (y, "y")):
        (drawn,) = ax.get_images()
        assert drawn.get_clim() == (0, 1) and np.array_equal(drawn.get_array(), chances[name])
    assert x.get_title(loc="left") == "2 × 3 verdicts, mean 25%" and "real" in bar.get_ylabel()


def test_images_stand_side_by_side_as_they_are():
    picture = plots.panels({"a": IMAGE, "b": IMAGE / 127.5 - 1}, "T")
    assert all((ax.get_images()[0].get_array() == IMAGE).all() for ax in picture.axes)
    assert [ax.get_title(loc="left") for ax in picture.axes] == ["a", "b"] and picture.get_suptitle() == "T"


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.fields(IMAGE, {}), "at least one slope"),
        (lambda: plots.fields(IMAGE, {"a": SLOPE}, {"b": (slice(1), slice(1))}), "squares of the same names"),
        (lambda: plots.fields(IMAGE, {"a": SLOPE[1:]}), r"slope has shape \(5, 8\)"),
        (lambda: plots.fields(IMAGE, {"a": SLOPE - 1}), "begins at -1"),
        (lambda: plots.panels({}), "there are no images"),
        (lambda: plots.verdicts({"a": IMAGE}, {"b": np.eye(2)}), "give each image one map"),
        (lambda: plots.verdicts({"a": IMAGE}, {"a": 3 * np.eye(2)}), "reaches from 0 to 3"),
    ],
)
def test_what_does_not_fit_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


def test_scores_are_blue_above_nothing_and_vermilion_below():
    image = np.full((1, 4, 3), 100, np.uint8)
    scores = np.array([[-9.0, -3.0, 0.0, 3.0]])
    alone = scored(image, scores, 3.0, 1.0)
    assert [f"#{r:02X}{g:02X}{b:02X}" for r, g, b in alone[0].tolist()] == [plots.GENERATED] * 2 + [
        "#FFFFFF",
        plots.REAL,
    ]
    assert (scored(image, scores, 3.0, 0.0) == image).all()
    np.testing.assert_allclose(scored(image, scores, 3.0, 0.5), (alone.astype(float) + image) / 2, atol=0.51)
    for given, message in (
        ((scores.T, 3.0), "scores have shape"),
        ((scores, 0.0), "largest is 0"),
        ((scores, 1.0, 2), "opacity is 2"),
    ):
        with pytest.raises(ValueError, match=message):
            scored(image, *given)
