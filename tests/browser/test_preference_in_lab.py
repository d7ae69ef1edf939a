"""A test of preference in a real JupyterLab: played through by mouse, and by keyboard; what is shown, and for how long."""

import time

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser
STATUS = ".gl-preference .gl-status [data-trial]"
LEFT, RIGHT = ".gl-preference img.gl-left-image", ".gl-preference img.gl-right-image"
CELLS = [
    "from gan_lessons import widgets\nimport numpy as np",
    "random = np.random.default_rng(0)\n"
    "dark, light = (random.integers(low, low + 100, (20, 28, 28, 1), 'uint8') for low in (0, 150))",
    "test = widgets.preference({'dark': dark, 'light': light}, n=4, seconds=0.25)\ntest",
]


def trial(notebook, number, state="running"):
    box = notebook.page.locator(STATUS)
    until(lambda: (box.get_attribute("data-trial"), box.get_attribute("data-state")) == (str(number), state))


def opacity(notebook, selector):
    return notebook.page.evaluate("s => getComputedStyle(document.querySelector(s)).opacity", selector)


def wait_until_seen(notebook):
    """Until the pair was uncovered: what was not seen cannot be preferred."""
    until(
        lambda: notebook.execute("import time; print(time.monotonic() - test._since > 0.4)").strip() == "True"
    )


def ink(notebook, selector):
    """How dark a picture is drawn: pixels are shown dark on white, so light images have more of it."""
    return 255 - notebook.picture(selector).mean()


def test_by_mouse_the_one_that_is_always_chosen_wins(notebook):
    page = notebook.page
    assert page.locator(LEFT).count() == 0 and page.locator(".gl-preference .gl-left").is_disabled()
    page.locator(".gl-preference .gl-start").click()
    for number in range(4):
        trial(notebook, number)
        for selector, side in ((LEFT, 0), (RIGHT, 1)):
            size = int(notebook.execute("print(test._scale)"))
            pixels = eval(notebook.execute(f"print((255 - test.pair[{side}][0, ..., 0]).tolist())"))
            np.testing.assert_array_equal(notebook.picture(selector)[::size, ::size], np.array(pixels))
        wait_until_seen(notebook)
        side = "left" if ink(notebook, LEFT) > ink(notebook, RIGHT) else "right"
        page.locator(f".gl-preference .gl-{side}").click()
    trial(notebook, 4, "done")
    text = page.locator(STATUS).inner_text()
    assert "4 judgements" in text and "100%" in text and "light" in text
    assert page.locator(LEFT).count() == 0  # the pictures are gone
    assert notebook.execute("print(test.judgements)").strip() == str([("light", "dark")] * 4)


def test_by_keyboard_with_the_arrow_keys(notebook):
    page = notebook.page
    page.locator(".gl-preference .gl-start").focus()
    page.keyboard.press("Enter")
    trial(notebook, 0)
    page.locator(".gl-preference .gl-keys [role=slider]").focus()
    for number in range(4):
        trial(notebook, number)
        wait_until_seen(notebook)
        page.keyboard.press("ArrowLeft" if ink(notebook, LEFT) < ink(notebook, RIGHT) else "ArrowRight")
    trial(notebook, 4, "done")
    assert notebook.execute("print(test.judgements)").strip() == str([("dark", "light")] * 4)


def test_by_keyboard_with_the_buttons(notebook):
    page = notebook.page
    page.locator(".gl-preference .gl-start").focus()
    page.keyboard.press("Enter")
    for number in range(4):
        trial(notebook, number)
        wait_until_seen(notebook)
        page.locator(".gl-preference .gl-right").focus()
        page.keyboard.press("Space")
    trial(notebook, 4, "done")
    assert "cannot tell yet" in page.locator(STATUS).inner_text()


def test_the_pair_is_uncovered_for_its_time_and_then_covered(notebook):
    page = notebook.page
    page.locator(".gl-preference .gl-seconds select").select_option(label="1 s")
    trial(notebook, 0, "waiting")
    page.locator(".gl-preference .gl-start").click()
    trial(notebook, 0)
    until(lambda: opacity(notebook, LEFT) == "1")
    begin = time.monotonic()
    until(lambda: opacity(notebook, LEFT) == "0" and opacity(notebook, RIGHT) == "0")
    assert time.monotonic() - begin < 15  # and not the "as long as I like" that is below
    assert page.locator(LEFT).bounding_box()["width"] > 100  # there, and not to be seen
    page.locator(".gl-preference .gl-seconds select").select_option(label="as long as I like")
    trial(notebook, 0, "waiting")
    page.locator(".gl-preference .gl-start").click()
    trial(notebook, 0)
    until(lambda: opacity(notebook, RIGHT) == "1")
    time.sleep(0.5)
    assert opacity(notebook, LEFT) == opacity(notebook, RIGHT) == "1"


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_fits_into_a_narrow_window(notebook, theme):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": 600, "height": 1000})
    page.locator(".gl-preference").scroll_into_view_if_needed()
    box = page.locator(".gl-preference").bounding_box()
    for part in page.locator(".gl-preference").locator("img, button, select, .gl-status").all():
        inner = part.bounding_box()
        assert inner["x"] >= box["x"] - 1
        assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], 600) + 1
