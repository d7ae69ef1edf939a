import re

from gan_lessons import latent, widgets
from gan_lessons.widgets.interpolation_pad import between, mesh

import ipywidgets as ipw
import numpy as np
import pytest

from tests.notebooks.runner import MOVE_EVERY_CONTROL
from tests.widgets import small

ARC, LINE = "arc (SLERP)", "straight line (LERP)"
CORNERS = latent.sample(4, 6, seed=1)


@pytest.fixture(scope="module")
def generator():
    return small.generator()


@pytest.fixture
def pad(generator):
    return widgets.interpolation_pad(generator, CORNERS, width=64, map_width=70)


def expected(generator, z):
    return small.drawn(generator, z).repeat(8, 0).repeat(8, 1)


def settled(pad):
    pad.settle()
    return small.shown(pad.image)


def test_the_map_has_the_points_of_a_grid_of_arcs():
    np.testing.assert_allclose(mesh(CORNERS, 7, 5), latent.grid(CORNERS, 7, 5), atol=1e-5)
    np.testing.assert_allclose(mesh(CORNERS[:2], 1, 5), latent.grid(CORNERS[:2], 1, 5), atol=1e-5)
    middle = CORNERS.mean(0)
    np.testing.assert_allclose(between(CORNERS, 0.5, 0.5, LINE), middle, atol=1e-6)


def test_corners_are_the_points_in_reading_order(generator, pad):
    for point, position in zip(CORNERS, ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        pad.position = position
        np.testing.assert_allclose(pad.z, point, atol=1e-6)
        np.testing.assert_array_equal(settled(pad), expected(generator, point))


def test_sliders_move_the_point_and_up_is_up(generator, pad):
    pad.find("across").value = 60
    pad.find("up").value = 60
    assert pad.position == (1, 0)
    np.testing.assert_array_equal(settled(pad), expected(generator, CORNERS[1]))
    pad.find("up").value = 15
    assert pad.position == (1, 0.75)
    np.testing.assert_array_equal(
        settled(pad), expected(generator, latent.slerp(CORNERS[1], CORNERS[3], 0.75))
    )


def test_a_click_on_the_map_goes_there_and_the_ring_follows(pad):
    def ring():
        found = re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)"', pad.find("sheet-marks").value)
        return tuple(map(float, found.groups()))

    pad.find("face-6-0").click()
    assert pad.position == (0, 1)
    assert (pad.find("across").value, pad.find("up").value) == (0, 0)
    pad.settle()
    assert ring() == (50, 650)
    pad.find("face-3-6").click()
    pad.settle()
    assert pad.position == (1, 0.5) and ring() == (650, 350)


def test_the_straight_line_takes_another_way_and_says_how_short_it_is(generator, pad):
    by_arc, map_by_arc, z = settled(pad), pad.map.array, pad.z
    pad.find("way").value = LINE
    by_line = settled(pad)
    assert not np.array_equal(by_arc, by_line) and not np.array_equal(map_by_arc, pad.map.array)
    assert np.linalg.norm(pad.z) < np.linalg.norm(z)
    text = pad.find("status").value
    for length in (np.linalg.norm(pad.z), np.linalg.norm(z)):
        assert f"{length:.1f}" in text
    assert f"<b>{np.linalg.norm(pad.z):.1f}</b>" in text
    pad.way = ARC
    np.testing.assert_array_equal(settled(pad), by_arc)
    np.testing.assert_array_equal(pad.map.array, map_by_arc)
    with pytest.raises(ValueError, match="'spiral'"):
        pad.way = "spiral"


def test_short_typical_and_long_points_are_told_apart(generator):
    texts = []
    for scale in (0.1, 1, 9):
        points = CORNERS[:2] / np.linalg.norm(CORNERS[:2], axis=1, keepdims=True) * np.sqrt(6) * scale
        texts.append(widgets.interpolation_pad(generator, points, width=8, map_width=70).find("status").value)
    assert "shorter than nearly all draws" in texts[0]
    assert "as a random draw" in texts[1]
    assert "longer than nearly all draws" in texts[2]


def test_the_map_shows_what_the_generator_draws(generator, pad):
    assert pad.map.array.shape == (
        7 * 8 * 2,
        7 * 8 * 2,
        3,
    )  # 70 pixels wide: twice as many in the file, at least
    tile = pad.map.array[2 * 16 : 3 * 16, 5 * 16 : 6 * 16]
    z = mesh(CORNERS, 7, 7)[2, 5]
    np.testing.assert_allclose(tile.astype(int), small.drawn(generator, z).repeat(2, 0).repeat(2, 1), atol=1)


def test_new_faces_and_the_first_ones_again(generator, pad):
    picture, overview = settled(pad), pad.map.array
    pad.find("new").click()
    assert not np.array_equal(settled(pad), picture) and not np.array_equal(pad.map.array, overview)
    second = pad.points
    pad.find("new").click()
    assert not np.array_equal(pad.points, second)
    pad.find("first").click()
    np.testing.assert_array_equal(pad.points, CORNERS)
    np.testing.assert_array_equal(settled(pad), picture)
    np.testing.assert_array_equal(pad.map.array, overview)


def test_a_walk_goes_round_the_corners_and_ends_where_it_began(pad):
    walk, seen = pad.find("walk"), []
    for step in range(0, walk.max + 1, 30):
        walk.value = step
        seen.append(pad.position)
    assert seen == [(0.5, 0.5), (1, 0), (1, 1), (0, 1), (0, 0)]  # the first value is no move
    walk.value = 15
    assert pad.position == (0.5, 0)
    pad.find("across").value = 18
    assert walk.value == 0 and pad.position == (0.3, 0)


def test_two_points_have_a_line_of_faces_and_no_slider_down(generator):
    pad = widgets.interpolation_pad(generator, CORNERS[:2], names=("Ann", "<Bo>"), width=8, map_width=70)
    with pytest.raises(KeyError):
        pad.find("up")
    pad.find("face-0-6").click()
    assert pad.position == (1, 0)
    np.testing.assert_allclose(pad.z, CORNERS[1], atol=1e-6)
    walk = pad.find("walk")
    for step, across in ((15, 0.5), (30, 1), (45, 0.5), (60, 0)):
        walk.value = step
        assert pad.position == (across, 0)
    assert "Ann" in pad.find("sheet-marks").value and "&lt;Bo&gt;" in pad.find("sheet-marks").value


def test_opposite_points_and_one_channel_do(generator):
    grey = small.generator(channels=1)
    pad = widgets.interpolation_pad(grey, np.stack([CORNERS[0], -CORNERS[0]]), width=64)
    pad.find("across").value = 30
    assert np.isfinite(pad.z).all()
    np.testing.assert_array_equal(settled(pad), 255 - expected(grey, pad.z)[..., 0])


def test_stills_show_the_map_or_both_ways(generator, pad):
    (ax,) = pad.still().axes
    assert "Four points" in pad.still().get_suptitle()
    assert ax.get_images()[0].get_array().shape[0] > 7 * 8
    (ax,) = widgets.interpolation_pad(generator, CORNERS[:2], width=8).still().axes
    first, second = (label.get_text() for label in ax.get_yticklabels())
    assert first.startswith("arc") and second.startswith("line")


def test_what_does_not_fit_is_refused(generator, pad):
    for points in (CORNERS[:3], CORNERS[:, :5], 3, np.full((2, 6), np.nan)):
        with pytest.raises(ValueError, match=r"\(2, 6\) or \(4, 6\)"):
            widgets.interpolation_pad(generator, points)
    with pytest.raises(ValueError, match="4 points and 2 names"):
        widgets.interpolation_pad(generator, 4, names="AB")
    with pytest.raises(ValueError, match="between 0 and 1"):
        pad.position = (0.5, 1.5)
    with pytest.raises(ValueError, match="made for 4"):
        pad.points = CORNERS[:2]


def test_every_control_can_be_moved(generator):
    ipw.Widget.close_all()  # those of the other tests; some are meant to fail
    pad = widgets.interpolation_pad(generator, CORNERS, width=8, map_width=70)
    exec(MOVE_EVERY_CONTROL, {})
    assert pad.drawn > 1 and "Error" not in pad.find("status").value


@pytest.mark.alone
def test_a_new_face_of_80_pixels_takes_less_than_50_ms():
    """From a moved slider to a new PNG. Measured: 6 ms with "laptop", 13 ms with "classic", on two quiet cores."""
    from gan_lessons.models import dcgan_colour

    pad = widgets.interpolation_pad(dcgan_colour.generator("laptop", 80, seed=0), 4)
    times = []
    for value in range(0, 60, 2):
        pad.find("across").value = value
        pad.settle()
        times.append(pad.milliseconds)
    assert np.median(times) < 50, f"median {np.median(times):.1f} ms"


def test_the_picture_is_in_the_page_without_a_kernel(pad):
    data, metadata = pad._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == pad.model_id
    assert data["text/plain"] == metadata["image/png"]["alt"] and len(data["image/png"]) > 1000
