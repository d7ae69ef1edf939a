"""The widgets in a real JupyterLab and a real Chromium: what a reader's mouse and keyboard do."""

import base64
import io
import time

import numpy as np
import pytest
from PIL import Image

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "import gan_lessons as gl\nfrom gan_lessons import callbacks, latent, plots, widgets",
    """
import keras
keras.utils.set_random_seed(0)
layers = keras.layers
generator = keras.Sequential([
    keras.Input((10,)), layers.Dense(64, activation="relu"), layers.Dense(784, activation="tanh"),
    layers.Reshape((28, 28, 1)),
])
""",
    "sliders = widgets.latent_sliders(generator, directions=3, axes=2)\nsliders",
    """
from pathlib import Path
Path("99.md").write_text("## Why?\\nBecause of $x^2$ and `code`.\\n\\n## Which?\\n- [ ] a\\n  no\\n- [x] b\\n  yes\\n")
widgets.questions(Path("99.md"))
""",
    """
discriminator = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(1)])
gan = gl.training.GAN(generator, discriminator, seed=0)
gan.compile(g_optimizer=keras.optimizers.SGD(0.0))
samples = callbacks.SampleGrid(every=5, n=9)
curves = callbacks.Curves(every=1, samples=samples)
images = plots.to_uint8(latent.pictures(generator, latent.sample(64, 10, seed=1)))
history = gan.fit(images, batch_size=16, epochs=2, steps_per_epoch=10, callbacks=[samples, curves], verbose=0)
""",
    """
gallery = widgets.gallery([images[:9], images[9:18], images[18:27]], [0, 100, 2000], scores=[0.1, 0.7, 0.5])
gallery
""",
]
IMAGE = ".gl-latent-sliders img.gl-image"
STATUS = ".gl-latent-sliders .gl-status [data-drawn]"


def slider(notebook, name):
    return notebook.page.locator(f".gl-{name} [role=slider]")


def value(notebook, name):
    return float(slider(notebook, name).get_attribute("aria-valuenow"))


def python_value(notebook, name):
    return float(notebook.execute(f"print(sliders.find('{name}').value)"))


def settled(notebook, name):
    """Wait until Python knows the value that the page shows (with one decimal), and the page shows its picture."""
    until(lambda: abs(python_value(notebook, name) - value(notebook, name)) < 0.051)
    drawn = notebook.execute("sliders.settle(60); print(sliders.drawn)").strip()
    until(lambda: notebook.page.locator(STATUS).get_attribute("data-drawn") == drawn)


def expected(notebook):
    """The picture of the point `sliders.z`, computed in the kernel by another way than the widget's."""
    text = notebook.execute(
        "import base64\n"
        "_x = keras.ops.convert_to_numpy(generator(sliders.z[None], training=False))\n"
        "_p = plots.png(255 - plots.to_uint8(_x)[0, :, :, 0].repeat(10, 0).repeat(10, 1))\n"
        "print(base64.b64encode(_p).decode())"
    )
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


def test_keyboard_moves_a_slider_and_the_picture_follows(notebook):
    before = notebook.picture(IMAGE)
    slider(notebook, "direction-1").focus()
    for key, result in (("Home", -3), ("ArrowRight", -2.9), ("End", 3)):
        notebook.page.keyboard.press(key)
        settled(notebook, "direction-1")
        assert value(notebook, "direction-1") == pytest.approx(result)
    after = notebook.picture(IMAGE)
    assert not np.array_equal(before, after)
    np.testing.assert_allclose(after.astype(int), expected(notebook), atol=1)


def test_mouse_moves_a_slider_and_the_picture_follows(notebook):
    before = notebook.picture(IMAGE)
    handle = slider(notebook, "direction-2")
    track = notebook.page.locator(".gl-direction-2 .noUi-base").bounding_box()
    handle.scroll_into_view_if_needed()
    handle.hover()
    notebook.page.mouse.down()
    y = track["y"] + track["height"] / 2
    for part in (0.4, 0.6, 0.8, 0.9):
        notebook.page.mouse.move(track["x"] + part * track["width"], y, steps=4)
    notebook.page.mouse.up()
    assert value(notebook, "direction-2") == pytest.approx(-3 + 0.9 * 6, abs=0.2)
    settled(notebook, "direction-2")
    after = notebook.picture(IMAGE)
    assert not np.array_equal(before, after)
    np.testing.assert_allclose(after.astype(int), expected(notebook), atol=1)


def test_after_a_burst_of_keys_the_last_state_is_shown(notebook):
    slider(notebook, "direction-3").focus()
    notebook.page.keyboard.press("Home")
    for _ in range(50):
        notebook.page.keyboard.press("ArrowRight")
    assert value(notebook, "direction-3") == pytest.approx(2.0)
    settled(notebook, "direction-3")
    assert python_value(notebook, "direction-3") == pytest.approx(2.0)
    np.testing.assert_allclose(notebook.picture(IMAGE).astype(int), expected(notebook), atol=1)


def test_what_the_page_rounds_to_whole_steps_does_not_move_the_point(notebook):
    z = notebook.execute(
        "sliders.randomise(); sliders.settle(60); _shown = sliders.z; print(sliders.drawn)"
    ).strip()
    until(lambda: notebook.page.locator(STATUS).get_attribute("data-drawn") == z)
    # The page has rounded it, and says so to the kernel.
    until(
        lambda: (
            notebook.execute("print(round(10 * sliders.find('direction-1').value, 6) % 1)").strip() == "0.0"
        )
    )
    assert notebook.execute("print((sliders.z == _shown).all())").strip() == "True"


def test_buttons_and_raw_axes_work_from_the_keyboard(notebook):
    page = notebook.page
    first = notebook.execute("sliders.reset(); sliders.settle(60); print(sliders.z.tolist())")
    page.locator("button.gl-randomise").focus()
    page.keyboard.press("Enter")
    until(lambda: notebook.execute("print(sliders.z.tolist())") != first)
    page.locator(".gl-basis button").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".gl-z0 [role=slider]")
    slider(notebook, "z0").focus()
    page.keyboard.press("End")
    settled(notebook, "z0")
    assert float(notebook.execute("print(sliders.z[0])")) == pytest.approx(3)
    page.locator("button.gl-reset").focus()

    def back_at_the_first_point():
        # Again and again: on a busy machine the page may still owe the kernel the slider's move.
        page.keyboard.press("Enter")
        return notebook.execute("print(sliders.z.tolist())") == first

    until(back_at_the_first_point)
    settled(notebook, "z0")
    np.testing.assert_allclose(notebook.picture(IMAGE).astype(int), expected(notebook), atol=1)


def test_a_walk_plays_by_itself_while_the_kernel_stays_free(notebook):
    page = notebook.page
    before, drawn = notebook.picture(IMAGE), int(page.locator(STATUS).get_attribute("data-drawn"))
    page.locator(".gl-play button").first.click()
    until(lambda: int(page.locator(STATUS).get_attribute("data-drawn")) > drawn + 5)
    until(lambda: int(notebook.execute("print(sliders.find('walk').value)")) > 20)
    start = time.monotonic()
    assert notebook.execute("print(1 + 1)").strip() == "2"
    assert time.monotonic() - start < 2
    page.locator(".gl-play button").first.click()
    until(lambda: notebook.execute("print(sliders.find('play').playing)").strip() == "False")
    assert not np.array_equal(before, notebook.picture(IMAGE))


def test_answers_open_with_the_keyboard_and_are_closed_until_then(notebook):
    page = notebook.page
    details = page.locator(".jp-OutputArea-output details")
    assert details.count() == 3 and page.locator("details[open]").count() == 0
    details.first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "Because of" in details.first.inner_text()
    assert details.first.locator("code").inner_text() == "code"


def test_training_pictures_are_redrawn_in_one_place(notebook):
    cell = notebook.page.locator(".jp-CodeCell").nth(4)
    cell.scroll_into_view_if_needed()
    assert cell.locator(".jp-RenderedImage img").count() == 1
    assert cell.locator(".jp-OutputArea-child").count() == 1, "one picture and no warnings"
    assert notebook.execute("print(samples.steps)").strip() == "[0, 5, 10, 15, 20]"


def test_the_gallery_shows_the_chosen_checkpoint(notebook):
    chooser = notebook.page.locator(".gl-checkpoint [role=slider]")
    chooser.focus()
    notebook.page.keyboard.press("End")
    until(lambda: "0.5" in notebook.page.locator(".gl-gallery .gl-status").inner_text())
    shown = notebook.picture(".gl-gallery img.gl-image")
    count = int(notebook.execute("print(gallery.step)"))
    assert count == 2000
    text = notebook.execute("print(plots.grid_image(images[18:27], cols=3, scale=gallery._scale).sum())")
    assert shown.sum() == int(text)


@pytest.mark.parametrize("width", [600, 1400])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_controls_fit_into_narrow_and_wide_windows(notebook, theme, width, request):
    page = notebook.page
    notebook.theme(theme)
    page.set_viewport_size({"width": width, "height": 1000})
    for widget in (".gl-latent-sliders", ".gl-gallery"):
        page.locator(widget).scroll_into_view_if_needed()
        box = page.locator(widget).bounding_box()
        for part in page.locator(
            f"{widget} img, {widget} button, {widget} .noUi-base, {widget} .gl-status"
        ).all():
            if part.is_visible():
                inner = part.bounding_box()
                assert (
                    inner["x"] >= box["x"] - 1
                    and inner["x"] + inner["width"] <= min(box["x"] + box["width"], width) + 1
                )
