"""The game of chapter 4 in a real JupyterLab and a real Chromium."""

import time

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "from gan_lessons import games, plots, widgets\nimport numpy as np",
    "game = widgets.xy_game(lr=0.2)\ngame",
]
STATUS = ".gl-xy-game .gl-status [data-drawn]"
IMAGE = ".gl-xy-game img.gl-image"


def asks(notebook, expression):
    return notebook.execute(f"game.settle(60); print({expression})").strip()


def settled(notebook, expression, value):
    """Wait until Python knows this, the page shows its picture, and it is the picture of the game in that state."""
    until(lambda: asks(notebook, expression) == value)
    drawn = asks(notebook, "game.drawn")
    until(lambda: notebook.page.locator(STATUS).get_attribute("data-drawn") == drawn)
    shown = notebook.picture(IMAGE)
    assert int(shown.sum()) == int(asks(notebook, "int(game.array.astype(int).sum())"))
    return shown


def press(notebook, selector, *keys):
    notebook.page.locator(selector).focus()
    for key in keys:
        notebook.page.keyboard.press(key)


def test_buttons_step_from_the_keyboard_and_the_text_follows(notebook):
    first = settled(notebook, "game.step", "0")
    press(notebook, "button.gl-ten-button", "Enter")
    press(notebook, "button.gl-step-button", "Enter")
    after = settled(notebook, "game.step", "11")
    assert not np.array_equal(first, after)
    assert "Step 11" in notebook.page.locator(STATUS).inner_text()
    assert "1.0198" in notebook.page.locator(STATUS).inner_text()
    press(notebook, "button.gl-reset-button", "Enter")
    np.testing.assert_array_equal(settled(notebook, "game.step", "0"), first)


def test_another_rule_and_another_learning_rate(notebook):
    notebook.page.locator(".gl-rule select").select_option(index=1)
    settled(notebook, "game.find('rule').value", "alternating")
    press(notebook, ".gl-lr [role=slider]", "End", "ArrowLeft")
    settled(notebook, "round(game.find('lr').value, 2)", "0.98")
    low, high = asks(notebook, "*(f'{r:.3g}' for r in games.orbit((1.5, 1.0), 0.98))").split()
    assert f"between {low} and {high}" in notebook.page.locator(STATUS).inner_text()


def test_friction_can_be_moved_where_it_counts(notebook):
    handle = notebook.page.locator(".gl-friction [role=slider]")
    notebook.page.locator(".gl-rule select").select_option(index=3)
    settled(notebook, "game.find('rule').value", "friction")
    until(lambda: notebook.page.locator(".gl-friction [disabled]").count() == 0)
    handle.focus()
    notebook.page.keyboard.press("End")
    settled(notebook, "game.find('friction').value", "1.0")


def test_it_plays_by_itself_while_the_kernel_stays_free(notebook):
    page = notebook.page
    press(notebook, "button.gl-reset-button", "Enter")
    settled(notebook, "game.step", "0")
    page.locator(".gl-xy-game .gl-play button").first.click()
    until(lambda: int(asks(notebook, "game.step")) >= 5)
    begin = time.monotonic()
    assert notebook.execute("print(1 + 1)").strip() == "2"
    assert time.monotonic() - begin < 10
    page.locator(".gl-xy-game .gl-play button").first.click()
    until(lambda: asks(notebook, "game.find('play').playing") == "False")
    step = asks(notebook, "game.step")
    settled(notebook, "game.step", step)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("width", [600, 1400])
def test_controls_fit_into_narrow_and_wide_windows(notebook, theme, width):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    page.locator(".gl-xy-game").scroll_into_view_if_needed()
    box = page.locator(".gl-xy-game").bounding_box()
    parts = ".gl-xy-game img, .gl-xy-game button, .gl-xy-game .noUi-base, .gl-xy-game select, .gl-xy-game .gl-status"
    for part in page.locator(parts).all():
        if part.is_visible():
            inner = part.bounding_box()
            assert inner["x"] >= box["x"] - 1
            assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1
