import io

from gan_lessons import plots, upsampling
from gan_lessons.plots.upsampling import MARK, ink_on, number, shades

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle
from PIL import Image

SMALL = np.array([[1, 2], [3, 4]])


def texts(ax):
    return [text.get_text() for text in ax.texts]


def pixels(picture):
    data, metadata = picture._repr_png_()
    return np.asarray(Image.open(io.BytesIO(data)).convert("L")), metadata


def test_cells_show_each_number_name_and_step():
    apart = upsampling.insert_zeros(SMALL, 2)
    picture = plots.cells([SMALL, apart], ["input", "apart"], "Moved apart", steps=["insert zeros"])
    (ax,) = picture.axes
    written = texts(ax)
    for text in ("input", "apart", "insert zeros", "1", "2", "3", "4"):
        assert text in written
    assert written.count("0") == 12 and written.count("4") == 2
    drawn, metadata = pixels(picture)
    assert drawn.std() > 10 and "Moved apart" in metadata["alt"]
    rim = np.concatenate([drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]])
    assert rim.min() == 255, "nothing is cut off"


def test_cells_share_a_scale_unless_told_otherwise():
    for shared, same in ((True, True), (False, False)):
        (ax,) = plots.cells([[[1.0]], [[1.0, 4.0]]], ["a", "b"], shared=shared).axes
        first, second = (np.asarray(image.get_array()) for image in ax.get_images())
        assert np.array_equal(first[0, 0], second[0, 0]) == same


def test_a_shared_scale_begins_at_the_least_value_of_all():
    (ax,) = plots.cells([[[-1.0, 1.0]], [[0.0, 1.0]]], ["a", "b"]).axes
    first, second = (np.asarray(image.get_array()).astype(int) for image in ax.get_images())
    assert first[0, 0].sum() > second[0, 0].sum() > first[0, 1].sum() == second[0, 1].sum()


def test_a_mark_frames_the_given_cells():
    mark = (slice(0, 1), slice(1, 3))
    (ax,) = plots.cells([np.ones((2, 3)), np.ones((1, 1))], ["a", "b"], marks=[mark, None]).axes
    frames = [p for p in ax.patches if isinstance(p, Rectangle) and to_hex(p.get_edgecolor()) == MARK.lower()]
    assert [frame.get_bbox().bounds for frame in frames] == [(1, 0, 2, 1)]


def test_numbers_are_short_and_readable():
    assert [number(v) for v in (3, 2.5, 1.25, -1.0, 0.0, -0.001, 1 / 3, 120)] == [
        "3", "2.5", "1.25", "−1", "0", "0", "0.33", "120",
    ]  # fmt: skip
    light, dark = shades([0.0, 1.0])
    assert ink_on(light, 1) == (34, 34, 34) and ink_on(dark, 1) == (255, 255, 255)
    assert shades(np.ones((2, 2))).min() == shades([1.0]).min() < 100, "constant, but not zero"
    assert shades(np.zeros((2, 2))).min() > 240


def test_cells_refuse_what_does_not_fit():
    for grids, names, options, says in (
        ([], [], {}, "at least one"),
        ([np.ones(3)], ["a"], {}, r"shapes \[\(3,\)\]"),
        ([SMALL], ["a", "b"], {}, "2 names for 1 grids"),
        ([SMALL, SMALL], ["a", "b"], {"steps": ["x", "y"]}, "2 steps for 2 grids; expected 1"),
        ([SMALL], ["a"], {"marks": []}, "0 marks"),
    ):
        with pytest.raises(ValueError, match=says):
            plots.cells(grids, names, **options)


def test_spectra_show_the_pattern_in_the_circles():
    y, x = np.mgrid[:16, :16]
    board = np.cos(2 * np.pi * x / 16) + (-1.0) ** (x + y)
    picture = plots.spectra(
        {"board": board[None, ..., None] / 2, "wave": np.cos(2 * np.pi * x / 16)[None]}, 2, "Title"
    )
    upper, other, lower, clean = picture.axes
    assert upper.get_images()[0].get_clim() == (-1, 1)
    assert [ax.get_title("left") for ax in (upper, other)] == ["board", "wave"]
    assert lower.get_title("left") == f"checkerboard {upsampling.checkerboard(board):.1%}"
    assert clean.get_title("left") == "checkerboard 0.0%"
    centres = [p.center for p in lower.patches if isinstance(p, Circle)]
    assert sorted(centres) == [(0, 0.5), (0.5, 0), (0.5, 0.5)]
    image = lower.get_images()[0]
    values, (left, right, bottom, top) = np.asarray(image.get_array()), image.get_extent()
    row, col = np.unravel_index(np.argsort(values.ravel())[-3:], values.shape)
    at = {
        (round(top + (r + 0.5) * (bottom - top) / 16, 6), round(left + (c + 0.5) * (right - left) / 16, 6))
        for r, c in zip(row, col, strict=True)
    }
    assert at == {(0.5, 0.5), (0, 0.0625), (0, -0.0625)}
    assert pixels(picture)[0].std() > 10


def test_spectra_say_which_values_are_white_and_black_if_each_image_has_its_own():
    images = {"a": np.linspace(2, 3, 64).reshape(1, 8, 8)}
    picture = plots.spectra(images, limits=None)
    assert picture.axes[0].get_images()[0].get_clim() == (2, 3)
    assert picture.axes[0].get_xlabel() == "white 2, black 3"


def test_spectra_refuse_what_they_cannot_show():
    with pytest.raises(ValueError, match="at least one"):
        plots.spectra({})
    with pytest.raises(ValueError, match=r"'a' has shape \(8, 8\)"):
        plots.spectra({"a": np.zeros((8, 8))})
    with pytest.raises(ValueError, match="at least two strides"):
        plots.spectra({"a": np.zeros((1, 8, 8))}, stride=5)


def test_images_side_by_side_share_their_range_and_keep_their_pixels():
    small, large = np.arange(4).reshape(2, 2), np.arange(16).reshape(4, 4)
    picture = plots.side_by_side({"small": small, "large": large}, "Title", limits=(0, 20))
    for ax, name, image in zip(picture.axes, ("small", "large"), (small, large), strict=True):
        (drawn,) = ax.get_images()
        np.testing.assert_array_equal(drawn.get_array(), image)
        assert drawn.get_clim() == (0, 20) and drawn.get_interpolation() == "nearest"
        assert ax.get_title("left") == name
    for bad in ({}, {"a": np.zeros((1, 2, 2))}):
        with pytest.raises(ValueError, match="at least one, each"):
            plots.side_by_side(bad)
