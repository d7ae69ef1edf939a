"""The course as a newcomer meets it: JupyterLab serves 00 and 07, all cells run, and the sliders move the picture."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from tests.browser.lab import until
from tests.browser.test_widgets_in_lab import IMAGE, settled, slider, value

pytestmark = pytest.mark.browser
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module", params=["00_start_here", "07_dcgan_mnist"])
def notebook(request, open_notebook):
    notebook = open_notebook(NOTEBOOKS / f"{request.param}.ipynb")
    assert notebook.run_all(seconds=300), notebook.errors
    # The first widget of either notebook, under the name that the helpers of the other browser tests use.
    notebook.execute(
        "from ipywidgets.widgets.widget import _instances\nfrom gan_lessons.widgets import LatentSliders\n"
        "sliders, *others = [w for w in _instances.values() if type(w) is LatentSliders]\n"
        "for other in others:\n    other.close()"
    )
    yield notebook
    assert notebook.errors == []


def test_a_slider_moved_with_keyboard_and_mouse_changes_the_digit(notebook):
    page = notebook.page
    page.locator(".gl-latent-sliders").scroll_into_view_if_needed()
    pictures = [notebook.picture(IMAGE)]
    slider(notebook, "direction-1").focus()
    for key, at in (("Home", -3), ("End", 3)):
        page.keyboard.press(key)
        settled(notebook, "direction-1")
        assert value(notebook, "direction-1") == pytest.approx(at)
        pictures.append(notebook.picture(IMAGE))

    slider(notebook, "direction-2").scroll_into_view_if_needed()
    slider(notebook, "direction-2").hover()
    track = page.locator(".gl-direction-2 .noUi-base").bounding_box()
    page.mouse.down()
    page.mouse.move(track["x"] + 0.95 * track["width"], track["y"] + track["height"] / 2, steps=5)
    page.mouse.up()
    settled(notebook, "direction-2")
    pictures.append(notebook.picture(IMAGE))
    for before, after in itertools.pairwise(pictures):
        assert not np.array_equal(before, after)


def test_every_picture_is_there_and_answers_wait_to_be_asked(notebook):
    cells = notebook.page.locator(".jp-CodeCell")
    for i in range(cells.count()):  # JupyterLab draws what is in sight
        cells.nth(i).scroll_into_view_if_needed()
    cells.last.scroll_into_view_if_needed()
    until(lambda: notebook.page.locator(".jp-OutputArea-output details").count() >= 3)
    assert notebook.page.locator("details[open]").count() == 0
    broken = notebook.js("() => [...document.images].filter(i => i.complete && !i.naturalWidth).length")
    assert broken == 0
