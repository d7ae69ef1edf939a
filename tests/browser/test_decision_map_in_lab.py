"""The decision map in a real JupyterLab and a real Chromium, moved with the keyboard and the mouse."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "import gan_lessons as gl\nfrom gan_lessons import plots, widgets\n\nimport numpy as np",
    """
points = np.random.default_rng(0).normal(size=(60, 2))
labels = (points[:, 0] * points[:, 1] > 0).astype(int)
plane = plots.plane(points, 32)
trainings = {
    (units, seed): [1 / (1 + np.exp(-units * epoch * np.prod(plane, axis=1) - seed)) for epoch in (0, 1, 9)]
    for units in (2, 8) for seed in (0, 1)
}
dmap = widgets.decision_map(points, labels, trainings, [0, 1, 9])
dmap
""",
]
MAP = ".gl-decision-map"
IMAGE = f"{MAP} img.gl-image"


def drawn(notebook, what):
    """Wait until the page says that this map is drawn; the picture is then the one the kernel computed."""
    status = notebook.page.locator(f"{MAP} .gl-status [data-drawn]")
    until(lambda: status.get_attribute("data-drawn") == what)
    return notebook.picture_of("dmap", IMAGE)


def test_keyboard_and_mouse_choose_the_epoch_the_units_and_the_seed(notebook):
    page = notebook.page
    page.locator(MAP).scroll_into_view_if_needed()
    pictures = [drawn(notebook, "2-0-0")]
    page.locator(f"{MAP} .gl-epoch [role=slider]").focus()
    for key, epoch in (("ArrowRight", 1), ("End", 9)):
        page.keyboard.press(key)
        pictures.append(drawn(notebook, f"2-0-{epoch}"))
    page.locator(f"{MAP} .gl-units button").nth(1).focus()
    page.keyboard.press("Enter")
    pictures.append(drawn(notebook, "8-0-9"))
    page.locator(f"{MAP} .gl-seed button").nth(1).click()
    pictures.append(drawn(notebook, "8-1-9"))
    assert len({picture.tobytes() for picture in pictures}) == 5
    assert "of the 60 points" in page.locator(f"{MAP} .gl-status").inner_text()


@pytest.mark.parametrize("width", [600, 1400])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_fits_into_narrow_and_wide_windows(notebook, theme, width):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(MAP).bounding_box()
    parts = page.locator(f"{MAP} img, {MAP} button, {MAP} .noUi-base, {MAP} .gl-status").all()
    assert len(parts) == 7
    for part in parts:
        inner = part.bounding_box()
        assert inner["x"] >= box["x"] - 1
        assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1
    assert np.ptp(notebook.picture(IMAGE)) > 100
