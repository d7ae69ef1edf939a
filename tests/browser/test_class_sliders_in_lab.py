"""The class buttons and sliders of chapter 17 in a real JupyterLab and a real Chromium."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "from gan_lessons import pretrained, widgets",
    "sliders = widgets.class_sliders(pretrained.load('fashion-cgan'), [f'class {k}' for k in range(10)])\nsliders",
]
BOX = ".gl-class-sliders"


def shown(notebook, selector, array):
    """Wait until the page shows the picture that the kernel has drawn last."""
    status = notebook.page.locator(f"{BOX} .gl-status [data-drawn]")
    until(lambda: status.get_attribute("data-drawn") == notebook.execute("print(sliders.drawn)").strip())
    total = int(notebook.execute(f"print(sliders.{array}.astype(int).sum())"))
    until(lambda: notebook.picture(f"{BOX} {selector}").astype(int).sum() == total)
    return notebook.picture(f"{BOX} {selector}")


def test_classes_by_mouse_blend_and_sliders_by_keyboard(notebook):
    page = notebook.page
    page.locator(BOX).scroll_into_view_if_needed()
    large, small = [shown(notebook, "img.gl-image", "array")], [shown(notebook, "img.gl-all", "every")]
    page.locator(f"{BOX} .gl-class button", has_text="class 9").click()
    until(lambda: page.locator(f"{BOX} .gl-status").inner_text() == "class 9")
    large.append(shown(notebook, "img.gl-image", "array"))
    assert np.array_equal(shown(notebook, "img.gl-all", "every"), small[0]), "every class is there already"
    page.locator(f"{BOX} .gl-towards select").select_option("class 1")
    page.locator(f"{BOX} .gl-blend [role=slider]").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    until(lambda: page.locator(f"{BOX} .gl-status").inner_text() == "50% class 9, 50% class 1")
    large.append(shown(notebook, "img.gl-image", "array"))
    page.locator(f"{BOX} .gl-direction-1 [role=slider]").focus()
    page.keyboard.press("End")
    until(lambda: notebook.execute("print(sliders.find('direction-1').value)").strip() == "3.0")
    large.append(shown(notebook, "img.gl-image", "array"))
    small.append(shown(notebook, "img.gl-all", "every"))
    page.locator(f"{BOX} .gl-randomise").click()
    until(lambda: notebook.execute("print(sliders.find('direction-1').value)").strip() == "0.0")
    small.append(shown(notebook, "img.gl-all", "every"))
    assert len({x.tobytes() for x in large}) == 4 and len({x.tobytes() for x in small}) == 3
