import io

from gan_lessons import plots
from gan_lessons.plots.canvas import DENSITY, Canvas, chart, jpeg

import numpy as np
import pytest
from PIL import Image, ImageColor

BOX = (0.0, 2.0, -1.0, 1.0)
RGB = {name: np.array(ImageColor.getrgb(getattr(plots, name))) for name in ("REAL", "GENERATED", "INK")}


def pixel(canvas, x, y):
    """The colour at a point of the plane."""
    side = DENSITY * canvas.size
    column, row = int((x - BOX[0]) / 2 * side), int((BOX[3] - y) / 2 * side)
    return canvas.array[row, column].astype(int)


def test_points_are_where_they_belong_and_up_is_up():
    canvas = Canvas(BOX, 100)
    canvas.dots([[0.5, 0.5]], plots.REAL)
    canvas.dots([[1.5, -0.5]], plots.GENERATED, shape="diamond")
    np.testing.assert_array_equal(pixel(canvas, 0.5, 0.5), RGB["REAL"])
    np.testing.assert_array_equal(pixel(canvas, 1.5, -0.5), RGB["GENERATED"])
    assert (pixel(canvas, 0.5, -0.5) == 255).all() and canvas.array.shape == (200, 200, 3)


def test_the_ground_is_blue_where_d_says_real_and_dark_at_one_half():
    canvas = Canvas(BOX, 100)
    places = canvas.places(21)
    assert (
        places.shape == (441, 2) and places[0].tolist() == [0.0, 1.0] and places[-1].tolist() == [2.0, -1.0]
    )
    canvas.surface(6 * (places[:, 0] - 1.0))  # real to the right of x = 1
    right, left, middle = pixel(canvas, 1.8, 0.3), pixel(canvas, 0.2, 0.3), pixel(canvas, 1.0, 0.3)
    assert right[2] > right[0] + 60 and left[0] > left[2] + 60
    assert np.abs(middle - RGB["INK"]).max() < 40
    assert (pixel(canvas, 1.02, 0.3) > 200).all()  # nearly white beside the line


def test_an_arrow_begins_and_ends_where_it_should_and_a_short_one_is_left_out():
    canvas = Canvas(BOX, 100)
    canvas.arrows(np.array([[0.5, 0.0], [0.5, 0.8]]), np.array([[1.0, 0.0], [0.001, 0.0]]))
    dark = (canvas.array.sum(axis=2) < 200).any(axis=0).nonzero()[0] / (DENSITY * 100) * 2
    assert dark.min() == pytest.approx(0.5, abs=0.03) and dark.max() == pytest.approx(1.5, abs=0.04)
    rows = (canvas.array.sum(axis=2) < 200).any(axis=1).nonzero()[0]
    assert rows.min() > 60  # nothing at y = 0.8


def test_a_lost_generator_is_drawn_without_an_error():
    canvas = Canvas(BOX, 50)
    bad = np.array([[np.nan, 0.0], [np.inf, 1e30], [-np.inf, -1e30]])
    canvas.dots(bad, plots.GENERATED, shape="diamond")
    canvas.arrows(bad, bad)
    canvas.surface(np.full(25, np.nan))
    assert canvas.array.shape == (100, 100, 3)


def test_a_canvas_needs_a_box():
    with pytest.raises(ValueError, match="left < right"):
        Canvas((1.0, 0.0, 0.0, 1.0))


def test_a_chart_puts_values_at_their_heights_and_gaps_where_they_are_missing():
    x = np.arange(100)
    y = np.full(100, 0.5)
    y[40:60] = np.nan
    picture = chart({"half": (y, "#FF0000", False)}, x, size=(200, 100), top=1.0)
    assert picture.shape == (200, 400, 3)
    red = (picture[60:, :, 0] > 200) & (picture[60:, :, 1] < 60)
    rows = red.any(axis=1).nonzero()[0] + 60
    # From 22 to 82 of 100 pixels the axis runs: its middle is at 52.
    assert rows.mean() / DENSITY == pytest.approx(52, abs=1)
    assert chart({"none": (np.array([]), "#FF0000", True)}, np.array([]), size=(200, 100)).shape == (
        200,
        400,
        3,
    )


def test_jpeg_gives_nearly_the_same_picture():
    canvas = Canvas(BOX, 100)
    canvas.surface(6 * (canvas.places(21)[:, 0] - 1.0))
    decoded = np.asarray(Image.open(io.BytesIO(jpeg(canvas.array))))
    assert np.abs(decoded.astype(int) - canvas.array).mean() < 2
