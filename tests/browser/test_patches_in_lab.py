"""The patches of a PatchGAN in a real JupyterLab and a real Chromium, moved with the keyboard alone."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "import gan_lessons as gl\nfrom gan_lessons import widgets\n\nimport numpy as np",
    """
image = np.random.default_rng(0).integers(0, 120, (64, 64, 3), np.uint8)
patches = widgets.patches(image, (16, 34))
patches
""",
]
WIDGET = ".gl-patches"


def test_the_keyboard_chooses_the_patch_and_the_verdict(notebook):
    page = notebook.page
    page.locator(WIDGET).scroll_into_view_if_needed()
    place = page.locator(f"{WIDGET} .gl-status [data-place]")
    until(lambda: place.get_attribute("data-place") == "16-16-16")
    pictures = []
    for name, key, shown in (("row", "Home", "16-0-16"), ("column", "ArrowRight", "16-0-17")):
        page.locator(f"{WIDGET} .gl-{name} [role=slider]").focus()
        page.keyboard.press(key)
        until(lambda shown=shown: place.get_attribute("data-place") == shown)
        pictures.append(notebook.picture_of("patches", f"{WIDGET} img.gl-image"))
    assert not np.array_equal(*pictures)
    page.locator(f"{WIDGET} .gl-patch button").nth(1).focus()
    page.keyboard.press("Enter")
    until(lambda: place.get_attribute("data-place") == "34-8-8")
    assert "One of 16 × 16 verdicts" in page.locator(f"{WIDGET} .gl-status").inner_text()


def test_it_fits_into_a_narrow_window(notebook):
    page = notebook.page
    page.set_viewport_size({"width": 600, "height": 1000})
    page.locator(WIDGET).scroll_into_view_if_needed()
    box = page.locator(WIDGET).bounding_box()
    for part in page.locator(
        f"{WIDGET} img, {WIDGET} button, {WIDGET} .noUi-base, {WIDGET} .gl-status"
    ).all():
        inner = part.bounding_box()
        assert (
            inner["x"] >= box["x"] - 1
            and inner["x"] + inner["width"] <= min(box["x"] + box["width"], 600) + 1
        )
