import io

from gan_lessons import plots
from gan_lessons.plots.decision import right_share

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

POINTS = np.array([[-2.0, 0.0], [2.0, 10.0], [-2.0, 10.0], [2.0, 0.0]])
LABELS = np.array([0, 1, 0, 1])  # class 1 is on the right


def right_half(side=20):
    """A classifier that is sure of class 1 on the right, of class 0 on the left."""
    return (plots.plane(POINTS, side)[:, 0] > 0).astype(np.float32)


def test_the_plane_is_read_like_a_page_and_reaches_beyond_the_points():
    plane = plots.plane(POINTS, side=10)
    assert plane.shape == (100, 2) and plane.dtype == np.float32
    first, second, below, last = plane[[0, 1, 10, 99]]
    assert first[0] < -2 and first[1] > 10 and last[0] > 2 and last[1] < 0
    assert second[0] > first[0] and second[1] == first[1]
    assert below[1] < first[1] and below[0] == first[0]
    np.testing.assert_allclose(plane.mean(axis=0), [0, 5], atol=1e-5)


def test_a_map_is_blue_where_class_1_is_believed_and_vermilion_elsewhere():
    image = plots.decision_image(right_half(), POINTS, LABELS, width=200)
    assert image.shape == (200, 200, 3) and image.dtype == np.uint8
    left, right = image[100, 50].astype(int), image[100, 150].astype(int)
    assert left[0] > left[2] + 50 and right[2] > right[0] + 50
    even = plots.decision_image(np.full(400, 0.5), POINTS, LABELS, width=200)
    assert (even[100, 50] == 255).all()
    no_line = plots.decision_image(np.ones(400), POINTS, LABELS, width=200)
    ink = np.rint(255 * np.array(to_rgb(plots.INK)))
    assert (image == ink).all(axis=2).sum() > 150
    assert not (no_line == ink).all(axis=2).any()


def test_each_point_is_drawn_where_it_lies_in_the_colour_and_shape_of_its_class():
    labels = np.array([0, 1, 0, 0])  # class 1: the upper right point alone
    image = plots.decision_image(np.full(400, 0.5), POINTS, labels, width=261)
    colours = [np.rint(255 * np.array(to_rgb(c))) for c in (plots.GENERATED, plots.REAL)]
    at = {-2.0: 30, 2.0: 230, 10.0: 30, 0.0: 230}  # the pixels that hold the corners

    def is_drawn(point, label, down, right):
        x, y = point
        return np.array_equal(image[at[y] + down, at[x] + right], colours[label])

    for point, label in zip(POINTS, labels, strict=True):
        assert is_drawn(point, label, 0, 0)
    # Told apart in grey, too: a disc reaches further along the axes, a square has corners.
    disc, square = POINTS[1], POINTS[2]
    assert is_drawn(disc, 1, 0, 3) and not is_drawn(disc, 1, 3, 3)
    assert is_drawn(square, 0, 2, 2) and not is_drawn(square, 0, 0, 3)


def test_points_without_a_class_are_small_and_grey_and_set_the_bounds():
    inside = POINTS / 2 + [0, 2.5]  # two points and their labels within the others' rectangle
    plain = plots.decision_image(np.full(400, 0.5), inside, LABELS, width=261)
    image = plots.decision_image(np.full(400, 0.5), inside, LABELS, width=261, unlabelled=POINTS)
    grey = np.rint(255 * np.array(to_rgb(plots.FAINT)))
    rows, columns = np.nonzero((image == grey).all(axis=2))
    assert set(rows // 50) == {0, 4} and set(columns // 50) == {0, 4} and len(rows) < 60
    assert not (plain == grey).all(axis=2).any()
    vermilion = np.rint(255 * np.array(to_rgb(plots.GENERATED)))
    assert (image[180, 80] == vermilion).all()  # (-1, 2.5) on the larger map
    strip = plots.decision_strip([np.full(400, 0.5)], inside, LABELS, ["a"], unlabelled=POINTS)
    assert "no label" in [text.get_text() for text in strip.legends[0].get_texts()]


def test_the_share_counts_points_on_their_own_side():
    assert right_share(right_half(), POINTS, LABELS) == 1
    assert right_share(1 - right_half(), POINTS, LABELS) == 0
    assert right_share(right_half(), POINTS, [0, 1, 1, 1]) == 0.75


def test_the_share_is_read_between_the_cells_of_a_coarse_map():
    points = np.array([[-2.0, 0.0], [2.0, 10.0], [0.2, 5.0], [0.4, 5.0]])
    slope = 0.5 + 0.1 * (plots.plane(points, 4)[:, 0] - 0.3)  # 50 % at x = 0.3, between the last two points
    assert right_share(slope, points, [0, 1, 0, 1]) == 1
    upwards = 0.5 + 0.05 * (plots.plane(points, 4)[:, 1] - 5.2)
    assert right_share(upwards, points, [0, 1, 0, 0]) == 1


def test_a_strip_has_one_picture_a_moment_and_one_row_a_name():
    maps = [right_half(), 1 - right_half(), right_half()]
    picture = plots.decision_strip(maps, POINTS, LABELS, ["0", "1", "5"], "A title", ("fake", "real"))
    assert [ax.get_title() for ax in picture.axes] == ["0", "1", "5"]
    assert [t.get_text() for t in picture.legends[0].get_texts()] == ["fake", "real", "50 %"]
    rows = plots.decision_strip({"2 units": maps[:2], "4 units": maps[1:]}, POINTS, LABELS, ["0", "1"])
    assert [ax.get_ylabel() for ax in rows.axes] == ["2 units", "", "4 units", ""]
    upper, lower = (np.asarray(rows.axes[i].get_images()[0].get_array()) for i in (1, 2))
    np.testing.assert_array_equal(upper, lower)
    data, metadata = picture._repr_png_()
    assert Image.open(io.BytesIO(data)).width > 400 and "A title" in metadata["alt"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: plots.plane(np.zeros((3, 3))), r"shape \(3, 3\)"),
        (lambda: plots.plane([[0, np.nan], [1, 1]]), "finite"),
        (lambda: plots.plane(POINTS, 1), "side is 1"),
        (lambda: plots.decision_image(np.zeros(5), POINTS, LABELS), "5 probabilities.*plane"),
        (lambda: plots.decision_image(np.full(4, 3.0), POINTS, LABELS), r"from 3 to 3.*sigmoid"),
        (lambda: plots.decision_image(np.full(4, np.nan), POINTS, LABELS), "from nan"),
        (lambda: plots.decision_image(np.zeros(4), POINTS, LABELS[:, None]), r"labels\.ravel"),
        (lambda: plots.decision_image(np.zeros(4), POINTS, [0, 1, 2, 3]), "a 0 or a 1"),
        (lambda: plots.decision_strip([right_half()], POINTS, LABELS, ["a", "b"]), "2 names"),
        (lambda: plots.decision_strip([], POINTS, LABELS, []), "0 names"),
    ],
)
def test_what_makes_no_map_is_refused_with_the_remedy(call, says):
    with pytest.raises(ValueError, match=says):
        call()
