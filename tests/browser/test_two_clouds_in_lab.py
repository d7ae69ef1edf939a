"""The two clouds of chapter 13 in a real JupyterLab and a real Chromium."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = ["from gan_lessons import widgets", "clouds = widgets.two_clouds()\nclouds"]
CLOUDS = ".gl-two-clouds"
IMAGE = f"{CLOUDS} img.gl-image"


def drawn(notebook):
    """Wait until the page shows the picture that the kernel has drawn last."""
    status = notebook.page.locator(f"{CLOUDS} .gl-status [data-drawn]")
    until(lambda: status.get_attribute("data-drawn") == notebook.execute("print(clouds.drawn)").strip())
    return notebook.picture_of("clouds", IMAGE)


def test_the_keyboard_moves_stretches_and_turns_the_cloud(notebook):
    page = notebook.page
    page.locator(CLOUDS).scroll_into_view_if_needed()
    pictures = [drawn(notebook)]
    for name, key, attribute, value in (
        ("apart", "Home", "mean_term", 0.0),
        ("turn", "End", "distance", 0.0),
        ("stretch", "End", "distance", 2.25),
        ("n", "Home", "distance", 2.25),
    ):
        page.locator(f"{CLOUDS} .gl-{name} [role=slider]").focus()
        page.keyboard.press(key)
        found = f"print(abs(clouds.{attribute} - {value}) < 1e-6, clouds.find('{name}').value)"
        until(lambda found=found: notebook.execute(found).startswith("True"))
        if name != "turn":  # half a turn gives the same Gaussian, and other points
            pictures.append(drawn(notebook))
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)
    until(lambda: "from 5 points" in page.locator(f"{CLOUDS} .gl-status").inner_text())


@pytest.mark.parametrize("width", [600, 1400])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_fits_into_narrow_and_wide_windows(notebook, theme, width):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    page.locator(CLOUDS).scroll_into_view_if_needed()
    box = page.locator(CLOUDS).bounding_box()
    parts = page.locator(f"{CLOUDS} img, {CLOUDS} .noUi-base, {CLOUDS} .gl-status").all()
    assert len(parts) == 6
    for part in parts:
        inner = part.bounding_box()
        assert inner["x"] >= box["x"] - 1
        assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1
    assert np.ptp(notebook.picture(IMAGE)) > 100
