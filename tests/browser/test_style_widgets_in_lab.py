"""The widgets of growth, truncation and styles in a real JupyterLab and a real Chromium, on one kernel."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    """
import gan_lessons as gl
from gan_lessons import latent, models, widgets

import numpy as np

grown = models.progressive.grown(models.progressive.generator("laptop", 4, latent_dim=3, seed=1), seed=1)
generator = models.stylegan.generator("laptop", 8, latent_dim=4, seed=1)
for layer in models.stylegan.parts(generator)[1].layers:
    if hasattr(layer, "strength"):
        layer.strength.assign(0.3)
styles = latent.Styles(generator)
noise = np.random.default_rng(0).normal(size=(60, 8, 8, 3)).astype("float32")


def make(value, n):
    return np.clip(noise[:n] * value, -1, 1)


def features(images):
    return images.reshape(len(images), -1)[:, ::8].astype("float32")
""",
    "fade = widgets.fade_slider(grown, n=4, width=160)\nfade",
    "cut = widgets.truncation_slider(make, (0.1, 0.5), features(make(0.5, 60)), features, n=50, shown=6)\ncut",
    "mixing = widgets.style_mixing(styles, rows=2, cols=3)\nmixing",
    "levels = widgets.noise_sliders(generator, n=2)\nlevels",
    "ways = widgets.style_sliders(styles, {'one': np.eye(4)[0], 'two': np.eye(4)[1]})\nways",
]
BOXES = {
    "fade": ".gl-fade-slider",
    "cut": ".gl-truncation-slider",
    "mixing": ".gl-style-mixing",
    "levels": ".gl-noise-sliders",
    "ways": ".gl-style-sliders",
}


def settled(notebook, name, expression, value):
    """Wait until Python knows this, and the page shows the picture that belongs to it; gives the picture."""
    until(lambda: notebook.execute(f"print({expression})").strip() == value)
    notebook.execute(f"{name}.settle(60)")
    return notebook.picture_of(name, f"{BOXES[name]} img.gl-image")


def press(notebook, name, control, *keys, handle=0):
    notebook.page.locator(f"{BOXES[name]} .gl-{control} [role=slider]").nth(handle).focus()
    for key in keys:
        notebook.page.keyboard.press(key)


def enter(notebook, name, button):
    notebook.page.locator(f"{BOXES[name]} {button}").focus()
    notebook.page.keyboard.press("Enter")


def test_the_keyboard_fades_the_block_in(notebook):
    notebook.page.locator(BOXES["fade"]).scroll_into_view_if_needed()
    old = settled(notebook, "fade", "fade.alpha", "0.0")
    press(notebook, "fade", "alpha", "End")
    new = settled(notebook, "fade", "fade.alpha", "1.0")
    assert not np.array_equal(old, new)
    status = notebook.page.locator(f"{BOXES['fade']} .gl-status")
    until(lambda: "100% of the new block: 8 × 8" in status.inner_text())
    enter(notebook, "fade", "button.gl-new")
    assert not np.array_equal(settled(notebook, "fade", "fade.drawn", "3"), new)


def test_another_setting_is_shown_and_scored(notebook):
    notebook.page.locator(BOXES["cut"]).scroll_into_view_if_needed()
    bold = settled(notebook, "cut", "cut.value", "0.5")
    press(notebook, "cut", "value", "Home")
    assert not np.array_equal(settled(notebook, "cut", "cut.value", "0.1"), bold)
    status = notebook.page.locator(f"{BOXES['cut']} .gl-status [data-drawn]")
    until(lambda: status.get_attribute("data-drawn") == "0.1-scored")


def test_the_keyboard_chooses_the_places_that_are_mixed(notebook):
    notebook.page.locator(BOXES["mixing"]).scroll_into_view_if_needed()
    pictures = [settled(notebook, "mixing", "mixing.places", "range(0, 1)")]
    enter(notebook, "mixing", "button.gl-all")
    pictures.append(settled(notebook, "mixing", "mixing.places", "range(0, 3)"))
    press(notebook, "mixing", "places", "ArrowRight")
    pictures.append(settled(notebook, "mixing", "mixing.places", "range(1, 3)"))
    assert len({picture.tobytes() for picture in pictures}) == 3
    status = notebook.page.locator(f"{BOXES['mixing']} .gl-status")
    until(lambda: "8 px, 2 of 3 places" in status.inner_text())


def test_the_keyboard_turns_the_noise_down_and_draws_it_anew(notebook):
    notebook.page.locator(BOXES["levels"]).scroll_into_view_if_needed()
    pictures = [settled(notebook, "levels", "levels.levels", "{4: 1.0, 8: 1.0}")]
    press(notebook, "levels", "noise-4", "Home")
    pictures.append(settled(notebook, "levels", "levels.levels", "{4: 0.0, 8: 1.0}"))
    enter(notebook, "levels", "button.gl-noise")
    pictures.append(settled(notebook, "levels", "levels.drawn", "3"))
    assert len({picture.tobytes() for picture in pictures}) == 3


def test_a_direction_moves_the_chosen_places(notebook):
    page = notebook.page
    page.locator(BOXES["ways"]).scroll_into_view_if_needed()
    first = settled(notebook, "ways", "ways.find('places').value", "all")
    press(notebook, "ways", "one", "End")
    whole = settled(notebook, "ways", "ways.find('one').value", "3.0")
    page.locator(f"{BOXES['ways']} .gl-places button").nth(1).focus()
    page.keyboard.press("Enter")
    coarse = settled(notebook, "ways", "ways.find('places').value", "coarse")
    assert len({picture.tobytes() for picture in (first, whole, coarse)}) == 3


@pytest.mark.parametrize(("theme", "width"), [("Light", 1400), ("Dark", 600)])
def test_they_fit_into_narrow_and_wide_windows(notebook, theme, width):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    for selector in BOXES.values():
        page.locator(selector).scroll_into_view_if_needed()
        box = page.locator(selector).bounding_box()
        for part in page.locator(selector).locator("img, button, .noUi-base, .gl-status").all():
            if part.is_visible():
                inner = part.bounding_box()
                assert inner["x"] >= box["x"] - 1, selector
                assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1, selector
