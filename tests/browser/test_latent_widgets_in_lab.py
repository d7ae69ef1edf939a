"""The widgets of chapter 9 in a real JupyterLab and a real Chromium: walks, sums and named directions."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "import gan_lessons as gl\nfrom gan_lessons import latent, plots, widgets\n\nimport numpy as np",
    """
import keras
keras.utils.set_random_seed(0)
layers = keras.layers
generator = keras.Sequential([
    keras.Input((10,)), layers.Dense(64, activation="relu"), layers.Dense(20 * 20 * 3, activation="tanh"),
    layers.Reshape((20, 20, 3)),
])


class Reader:
    numbers = {"smile": (-1, 1), "hair_length": (0, 1)}

    def read(self, images):
        light = images[:, 0, 0, 2] / 255
        return {"smile": 2 * light - 1, "hair_length": light, "glasses": np.where(light > 0.5, "none", "sun")}
""",
    "pad = widgets.interpolation_pad(generator, latent.sample(4, 10, seed=1))\npad",
    "bench = widgets.arithmetic_bench(generator, presets={'first': [[0, 1], [2, 3], [4]], 'other': [[5], [6], [7]]}, "
    "reader=Reader())\nbench",
    "sliders = widgets.attribute_sliders(generator, {'smile': np.ones(10), 'hair_length': np.eye(10)[0]}, Reader())\n"
    "sliders",
]
CLASS = {"pad": ".gl-interpolation-pad", "bench": ".gl-arithmetic-bench", "sliders": ".gl-attribute-sliders"}
IMAGE = {"pad": "image", "bench": "result", "sliders": "image"}


def asks(notebook, name, expression):
    return notebook.execute(f"{name}.settle(60); print({expression})").strip()


def settled(notebook, name, expression, value):
    """Wait until Python knows this, and the page shows the picture that belongs to it; gives the picture."""
    until(lambda: asks(notebook, name, expression) == value)
    drawn = asks(notebook, name, f"{name}.drawn")
    status = notebook.page.locator(f"{CLASS[name]} .gl-status [data-drawn]")
    until(lambda: status.get_attribute("data-drawn") == drawn)
    shown = notebook.picture(f"{CLASS[name]} img.gl-{IMAGE[name]}")
    assert int(shown.astype(int).sum()) == int(asks(notebook, name, f"int({name}.array.astype(int).sum())"))
    return shown


def into_view(notebook, name):
    notebook.page.locator(CLASS[name]).scroll_into_view_if_needed()
    return notebook.page


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_click_on_the_map_moves_the_point_and_the_ring(notebook):
    page = into_view(notebook, "pad")
    before = settled(notebook, "pad", "pad.position", "(0.5, 0.5)")
    picture = page.locator(f"{CLASS['pad']} img.gl-sheet-image").bounding_box()
    # Where the reader clicks is in the picture, not on a button that he knows of: a face in column 5, row 1 of 7.
    page.mouse.click(picture["x"] + 5.5 / 7 * picture["width"], picture["y"] + 1.5 / 7 * picture["height"])
    after = settled(notebook, "pad", "'%.3f %.3f' % pad.position", f"{5 / 6:.3f} {1 / 6:.3f}")
    assert not np.array_equal(before, after)
    ring = page.locator(f"{CLASS['pad']} .gl-sheet-marks circle").last
    x, y = middle(ring)
    assert x == pytest.approx(picture["x"] + 5.5 / 7 * picture["width"], abs=2)
    assert y == pytest.approx(picture["y"] + 1.5 / 7 * picture["height"], abs=2)
    # The handles of the sliders stand beside the ring and beneath it.
    across = page.locator(f"{CLASS['pad']} .gl-across .noUi-handle")
    up = page.locator(f"{CLASS['pad']} .gl-up .noUi-handle")
    assert middle(across)[0] == pytest.approx(x, abs=6)
    assert middle(up)[1] == pytest.approx(y, abs=6)


def test_arrow_keys_move_the_point_where_they_point(notebook):
    page = into_view(notebook, "pad")
    notebook.execute("pad.position = (0.5, 0.5)")
    settled(notebook, "pad", "pad.position", "(0.5, 0.5)")
    page.locator(f"{CLASS['pad']} .gl-up [role=slider]").focus()
    page.keyboard.press("ArrowUp")
    settled(notebook, "pad", "'%.2f %.2f' % pad.position", "0.50 0.48")
    page.locator(f"{CLASS['pad']} .gl-across [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    settled(notebook, "pad", "'%.2f %.2f' % pad.position", "0.52 0.48")
    page.keyboard.press("End")
    settled(notebook, "pad", "'%.2f %.2f' % pad.position", "1.00 0.48")


def test_the_way_can_be_changed_and_a_walk_plays(notebook):
    page = into_view(notebook, "pad")
    notebook.execute("pad.position = (0.5, 0.5)")
    arc = settled(notebook, "pad", "pad.position", "(0.5, 0.5)")
    page.locator(f"{CLASS['pad']} .gl-way button").nth(1).focus()
    page.keyboard.press("Enter")
    line = settled(notebook, "pad", "pad.way", "straight line (LERP)")
    assert not np.array_equal(arc, line)
    assert "shorter than nearly all draws" in page.locator(f"{CLASS['pad']} .gl-status").inner_text()
    page.locator(f"{CLASS['pad']} .gl-play button").first.click()
    until(lambda: int(asks(notebook, "pad", "pad.find('walk').value")) > 35)  # beyond the first corner
    assert asks(notebook, "pad", "pad.position[0]") == "1.0"
    page.locator(f"{CLASS['pad']} .gl-play button").first.click()
    until(lambda: asks(notebook, "pad", "pad.find('play').playing") == "False")


def test_faces_are_picked_with_the_mouse_or_by_number(notebook):
    page = into_view(notebook, "bench")
    before = settled(notebook, "bench", "bench.chosen['C']", "[4]")
    page.locator(f"{CLASS['bench']} .gl-target button").nth(2).focus()
    page.keyboard.press("Enter")
    until(lambda: asks(notebook, "bench", "bench.find('target').value") == "C")
    picture = page.locator(f"{CLASS['bench']} img.gl-sheet-image").bounding_box()
    # Face 10 is the third in the second of five lines of eight.
    page.mouse.click(picture["x"] + 2.5 / 8 * picture["width"], picture["y"] + 1.5 / 5 * picture["height"])
    clicked = settled(notebook, "bench", "bench.chosen['C']", "[4, 10]")
    assert not np.array_equal(before, clicked)
    field = page.locator(f"{CLASS['bench']} .gl-numbers-c input")
    until(lambda: field.input_value() == "4, 10")
    field.fill("4, 40")
    field.press("Enter")
    until(lambda: "no face 40" in page.locator(f"{CLASS['bench']} .gl-status").inner_text())
    settled(notebook, "bench", "bench.chosen['C']", "[4, 10]")
    field.fill("4")
    field.press("Enter")
    np.testing.assert_array_equal(settled(notebook, "bench", "bench.chosen['C']", "[4]"), before)
    page.locator(f"{CLASS['bench']} .gl-preset select").select_option(label="other")
    settled(notebook, "bench", "bench.chosen", "{'A': [5], 'B': [6], 'C': [7]}")
    page.locator(f"{CLASS['bench']} .gl-shell input").focus()
    page.keyboard.press("Space")
    settled(notebook, "bench", "bench.find('shell').value", "True")
    assert page.locator(f"{CLASS['bench']} .gl-table [data-attribute=glasses] td").count() == 5


def test_a_named_slider_takes_its_neighbour_along_and_moves_the_bars(notebook):
    page = into_view(notebook, "sliders")
    bars = page.locator(f"{CLASS['sliders']} .gl-bars")
    before, text = settled(notebook, "sliders", "1", "1"), bars.inner_text()
    neighbour = asks(notebook, "sliders", "sliders.find('hair-length').value")
    page.locator(f"{CLASS['sliders']} .gl-smile [role=slider]").focus()
    page.keyboard.press("End")
    after = settled(notebook, "sliders", "sliders.find('smile').value", "3.0")
    assert not np.array_equal(before, after) and bars.inner_text() != text
    moved = float(asks(notebook, "sliders", "sliders.find('hair-length').value"))
    assert moved != float(neighbour)
    shown = page.locator(f"{CLASS['sliders']} .gl-hair-length [role=slider]")
    until(lambda: abs(float(shown.get_attribute("aria-valuenow")) - moved) < 0.051)
    page.locator(f"{CLASS['sliders']} button.gl-reset").focus()
    page.keyboard.press("Enter")
    until(lambda: asks(notebook, "sliders", "sliders.find('hair-length').value") == neighbour)
    np.testing.assert_array_equal(settled(notebook, "sliders", "1", "1"), before)


def test_pieces_of_a_picture_are_no_stops_for_the_tab_key(notebook):
    for name, count in (("pad", 49), ("bench", 40)):
        buttons = notebook.page.locator(f"{CLASS[name]} .gl-sheet button")
        assert buttons.count() == count
        stops = notebook.page.locator(f"{CLASS[name]} .gl-sheet button:not([tabindex='-1'])")
        assert stops.count() == 0


@pytest.mark.parametrize("width", [600, 1400])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_controls_fit_into_narrow_and_wide_windows(notebook, theme, width):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    kinds = ("img", "button", ".noUi-base", "select", "input", "svg", ".gl-status", ".gl-bars", ".gl-table")
    for widget in CLASS.values():
        page.locator(widget).scroll_into_view_if_needed()
        box = page.locator(widget).bounding_box()
        for part in page.locator(", ".join(f"{widget} {kind}" for kind in kinds)).all():
            if part.is_visible():
                inner = part.bounding_box()
                assert inner["x"] >= box["x"] - 1
                assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1
        for sheet in page.locator(f"{widget} .gl-sheet").all():  # the buttons lie on the picture, all of it
            picture, last = sheet.locator("img").bounding_box(), sheet.locator("button").last.bounding_box()
            for start, size in (("x", "width"), ("y", "height")):
                assert last[start] + last[size] == pytest.approx(picture[start] + picture[size], abs=2)
