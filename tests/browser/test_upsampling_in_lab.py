"""The upsampling widget in a real JupyterLab and a real Chromium."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = ["from gan_lessons import plots, upsampling, widgets", "shown = widgets.upsampling()\nshown"]
IMAGE = ".gl-upsampling img.gl-image"
STATUS = ".gl-upsampling .gl-status [data-drawn]"


def press(notebook, name, *keys):
    """Press keys on a slider; wait until Python knows the value that the page shows, and the page its picture."""
    handle = notebook.page.locator(f".gl-{name} [role=slider]")
    handle.focus()
    for key in keys:
        notebook.page.keyboard.press(key)
    value = int(float(handle.get_attribute("aria-valuenow")))
    until(lambda: int(notebook.execute(f"print(shown.find('{name}').value)")) == value)
    settled(notebook)
    return value


def settled(notebook):
    drawn = notebook.execute("shown.settle(60); print(shown.drawn)").strip()
    until(lambda: notebook.page.locator(STATUS).get_attribute("data-drawn") == drawn)


def expected(notebook, pixel, options):
    """The picture that a second widget draws, which was never moved but made with these options."""
    text = notebook.execute(
        "import base64\n"
        f"_other = widgets.upsampling({options})\n"
        f"_other.find('pixel').value = {pixel}\n"
        "_other.settle(60)\n"
        "print(base64.b64encode(plots.png(_other.array)).decode())"
    )
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


def test_the_keyboard_moves_the_sliders_and_the_picture_follows(notebook):
    before = notebook.picture(IMAGE)
    assert press(notebook, "kernel", "End") == 6
    assert press(notebook, "kernel", "ArrowLeft", "ArrowLeft") == 4
    assert press(notebook, "stride", "ArrowRight") == 3
    assert press(notebook, "size", "ArrowRight") == 5
    assert press(notebook, "pixel", "Home", "ArrowRight") == 1
    after = notebook.picture(IMAGE)
    assert not np.array_equal(before, after)
    np.testing.assert_array_equal(after, expected(notebook, 1, "kernel=4, stride=3, size=5"))
    text = notebook.page.locator(STATUS).inner_text()
    assert "5 · 3 = 15 pixels a side" in text and "3 does not divide 4" in text


def test_the_toggles_work_from_the_keyboard(notebook):
    before = notebook.picture(IMAGE)
    notebook.page.locator(".gl-padding button").nth(1).focus()
    notebook.page.keyboard.press("Enter")
    until(lambda: notebook.execute("print(shown.find('padding').value)").strip() == "valid")
    settled(notebook)
    assert "= 16 pixels a side" in notebook.page.locator(STATUS).inner_text()
    assert not np.array_equal(before, notebook.picture(IMAGE))


@pytest.mark.parametrize("width", [600, 1400])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_fits_into_narrow_and_wide_windows(notebook, theme, width):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    page.locator(".gl-upsampling").scroll_into_view_if_needed()
    box = page.locator(".gl-upsampling").bounding_box()
    parts = page.locator(".gl-upsampling").locator("img, button, .noUi-base, .gl-status").all()
    assert len(parts) >= 10
    for part in parts:
        inner = part.bounding_box()
        assert inner["x"] >= box["x"] - 1
        assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1
