"""The widgets of the chapters on translation in a real JupyterLab and a real Chromium, on one kernel."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    """
import gan_lessons as gl
from gan_lessons import data, models, widgets

import keras
import numpy as np

rng = np.random.default_rng(0)
source, target, made = rng.integers(0, 256, (3, 2, 32, 32, 3), np.uint8)
image = keras.Input((32, 32, 3))
negative = keras.Model(image, keras.layers.Conv2D(3, 1, kernel_initializer=keras.initializers.Constant(-1 / 3))(image))
judge = models.patchgan.discriminator(16, 32, width=2, norm="none", seed=0)
record = {
    "runs": [
        {"variant": name, "seed": seed, "error": 9.0 + seed, "similarity": 0.7, "texture": 0.1} for name in "ab" for seed in (5, 6)
    ],
    "seeds": [5, 6],
    "shown": [0, 1],
    "variants": {name: {"label": f"variant {name}"} for name in "ab"},
}
samples = {name: rng.integers(0, 256, (2, 2, 32, 32, 3), np.uint8) for name in "ab"}
""",
    "paint = widgets.paint_source(negative, source, {'sea': (10, 30, 80), 'ice': (250, 250, 250)}, target, width=256)\npaint",
    "scores = widgets.patch_scores(judge, source, {'true': target, 'made': made}, width=256)\nscores",
    "weights = widgets.weight_slider({0: negative, 100: negative}, data.Paired(source, target), shown=2)\nweights",
    "curtain = widgets.curtain({'source': source, 'made': made}, width=256)\ncurtain",
    "runs = widgets.translation_runs(data.Paired(source, target), record, samples)\nruns",
]  # fmt: skip
BOXES = {
    "paint": ".gl-paint-source",
    "scores": ".gl-patch-scores",
    "weights": ".gl-weight-slider",
    "curtain": ".gl-curtain-box",
    "runs": ".gl-translation-runs",
}


def at(notebook, name, drawn):
    """Wait until the status of a widget says so, and its picture is the kernel's; the picture."""
    box = BOXES[name]
    status = notebook.page.locator(f"{box} .gl-status [data-drawn]")
    until(lambda: status.get_attribute("data-drawn") == drawn)
    return notebook.picture_of(name, f"{box} img.gl-image")


def press(notebook, name, control, *keys):
    notebook.page.locator(f"{BOXES[name]} .gl-{control} [role=slider]").focus()
    for key in keys:
        notebook.page.keyboard.press(key)


def painted(notebook, count):
    """Wait until so many pixels are painted over, and the page shows it."""
    expression = "print((paint.painted != paint.source).any(-1).sum())"
    until(lambda: notebook.execute(expression).strip() == str(count))
    return at(notebook, "paint", notebook.execute("paint.settle(60); print(paint.drawn)").strip())


def test_the_mouse_paints_and_the_translation_follows(notebook):
    page = notebook.page
    page.locator(BOXES["paint"]).scroll_into_view_if_needed()
    before, first = painted(notebook, 0), notebook.picture(".gl-paint-source img.gl-translation")
    press(notebook, "paint", "size", "Home")
    page.locator(".gl-brush-2").click()
    until(lambda: page.locator(".gl-brush-2 .fa-check").count() == 1)
    glass = page.locator(".gl-paint-source .gl-glass").bounding_box()
    pixel = glass["width"] / 32

    def place(row, column):
        return glass["x"] + (column + 0.5) * pixel, glass["y"] + (row + 0.5) * pixel

    page.mouse.move(*place(4, 3))
    page.mouse.down()
    page.mouse.move(*place(4, 12), steps=4)
    page.mouse.move(*place(4, 34), steps=2)  # out of the picture, and in again elsewhere
    page.mouse.move(*place(20, 34), steps=2)
    page.mouse.move(*place(20, 31))
    page.mouse.up()
    page.mouse.move(*place(28, 3))  # no button is down any more
    until(lambda: notebook.execute("print((paint.painted[4, 3:13] == 250).all())").strip() == "True")
    until(lambda: notebook.execute("print((paint.painted[20, 31] == 250).all())").strip() == "True")
    assert notebook.execute("print((paint.painted[5:20] == paint.source[5:20]).all())").strip() == "True"
    count = int(notebook.execute("print((paint.painted != paint.source).any(-1).sum())"))
    after = painted(notebook, count)
    assert (after[4 * 8 : 5 * 8, 3 * 8 : 13 * 8] == 250).all() and not np.array_equal(before, after)
    assert not np.array_equal(notebook.picture(".gl-paint-source img.gl-translation"), first)
    assert f"{count} of 1,024 pixels" in page.locator(".gl-paint-source .gl-status").inner_text()
    page.locator(".gl-paint-source .gl-undo").click()
    painted(notebook, 0)
    page.mouse.click(*place(9, 9))
    painted(notebook, 1)


def test_the_keyboard_paints_and_undoes(notebook):
    page = notebook.page
    press(notebook, "paint", "picture", "End")
    press(notebook, "paint", "row", "Home", "ArrowRight")
    press(notebook, "paint", "column", "End")
    until(lambda: notebook.execute("print(paint.find('row').value, paint.find('column').value)") == "1 31\n")
    page.locator(".gl-paint-source .gl-brush-1").press("Enter")
    until(lambda: page.locator(".gl-brush-1 .fa-check").count() == 1)  # the kernel has chosen it
    page.locator(".gl-paint-source .gl-dab").press("Enter")
    painted(notebook, 1)
    assert notebook.execute("print(paint.painted[1, 31].tolist())").strip() == "[10, 30, 80]"
    page.locator(".gl-paint-source .gl-reset").focus()
    page.keyboard.press("Enter")
    painted(notebook, 0)


def test_a_press_chooses_a_verdict_and_the_keyboard_another(notebook):
    page = notebook.page
    page.locator(BOXES["scores"]).scroll_into_view_if_needed()
    pictures = [at(notebook, "scores", "0-8-8-0.60")]
    glass = page.locator(".gl-patch-scores .gl-glass").bounding_box()
    pixel = glass["width"] / 66
    page.mouse.click(glass["x"] + (34 + 15.5) * pixel, glass["y"] + 5.5 * pixel)  # the image on the right
    pictures.append(at(notebook, "scores", "0-1-6-0.60"))
    press(notebook, "scores", "opacity", "Home")
    pictures.append(at(notebook, "scores", "0-1-6-0.00"))
    press(notebook, "scores", "row", "End")
    press(notebook, "scores", "which", "End")
    pictures.append(at(notebook, "scores", "1-15-6-0.00"))
    assert len({picture.tobytes() for picture in pictures}) == 4
    assert "it sees 16 × 16 pixels, 7 × 16" in page.locator(".gl-patch-scores .gl-status").inner_text()


def test_another_weight_is_shown_and_scored(notebook):
    page = notebook.page
    page.locator(BOXES["weights"]).scroll_into_view_if_needed()
    at(notebook, "weights", "100-scored")
    press(notebook, "weights", "weight", "Home")
    at(notebook, "weights", "0-scored")
    assert "…" not in page.locator(".gl-weight-slider .gl-status").inner_text()


def test_the_curtain_is_pulled_and_another_image_hung(notebook):
    page = notebook.page
    page.locator(BOXES["curtain"]).scroll_into_view_if_needed()
    pictures = [at(notebook, "curtain", "0-128")]
    press(notebook, "curtain", "curtain", "Home")
    pictures.append(at(notebook, "curtain", "0-0"))
    press(notebook, "curtain", "which", "End")
    pictures.append(at(notebook, "curtain", "1-0"))
    page.locator(f"{BOXES['curtain']} .gl-right select").select_option("source")
    until(lambda: notebook.execute("print(curtain.find('right').value)").strip() == "source")
    pictures.append(at(notebook, "curtain", "1-0"))
    assert len({picture.tobytes() for picture in pictures}) == 4
    assert "source on the right" in page.locator(f"{BOXES['curtain']} .gl-status").inner_text()


def test_another_recorded_run_is_shown_and_its_rulers_hidden(notebook):
    page = notebook.page
    page.locator(BOXES["runs"]).scroll_into_view_if_needed()
    pictures = [at(notebook, "runs", "a 5")]
    press(notebook, "runs", "variant", "End")
    pictures.append(at(notebook, "runs", "b 5"))
    page.locator(f"{BOXES['runs']} .gl-seed button").nth(1).focus()
    page.keyboard.press("Enter")
    pictures.append(at(notebook, "runs", "b 6"))
    assert len({picture.tobytes() for picture in pictures}) == 3
    text = page.locator(f"{BOXES['runs']} .gl-status")
    assert "15.0" in text.inner_text()
    page.locator(f"{BOXES['runs']} .gl-scores input").uncheck()
    until(lambda: "15.0" not in text.inner_text())


@pytest.mark.parametrize("width", [600, 1400])
def test_they_fit_into_narrow_and_wide_windows(notebook, width):
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1000})
    for selector in BOXES.values():
        page.locator(selector).scroll_into_view_if_needed()
        box = page.locator(selector).bounding_box()
        for part in page.locator(selector).locator("img, button, select, .noUi-base, .gl-status").all():
            inner = part.bounding_box()
            assert inner["x"] >= box["x"] - 1, selector
            assert inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1, selector
