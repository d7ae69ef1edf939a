"""The live game of chapter 6 in a real JupyterLab: play, pause, single moves, sliders."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser
PLANE = ".gl-live-gan img.gl-plane"
STATUS = ".gl-live-gan .gl-status [data-frame]"
CELLS = ["from gan_lessons import widgets", "game = widgets.live_gan(seed=1)\ngame.advance(10)\ngame"]


def number(notebook, expression):
    return float(notebook.execute(f"print(float({expression}))"))


def shown(notebook):
    """The picture in the page once it is that of the kernel, and that of the kernel (its every tenth pixel)."""

    def agree():  # asked anew each time: a last frame may be drawn after a pause
        frame = f"{number(notebook, 'game.frames'):.0f}"
        return notebook.page.locator(STATUS).get_attribute("data-frame") == frame

    until(agree, 60)
    text = notebook.execute("print(game.array[::10, ::10].ravel().tolist())")
    return notebook.picture(PLANE)[::10, ::10].astype(int), np.array(eval(text)).reshape(88, 88, 3)


def test_the_page_shows_the_kernels_picture_at_half_its_pixels(notebook):
    page, kernel = shown(notebook)
    assert np.abs(page - kernel).mean() < 3  # JPEG
    box = notebook.page.locator(PLANE).bounding_box()
    assert box["width"] == pytest.approx(440, abs=3) and box["height"] == pytest.approx(440, abs=3)


def test_play_redraws_until_paused(notebook):
    button = notebook.page.locator(".gl-play")
    before = number(notebook, "game.step")
    button.click()
    until(lambda: number(notebook, "game.step") > before + 50)
    assert button.inner_text().strip() == "Pause"
    button.focus()
    notebook.page.keyboard.press("Space")
    until(lambda: notebook.execute("print(game.playing)").strip() == "False")
    page, kernel = shown(notebook)
    assert np.abs(page - kernel).mean() < 3
    assert notebook.page.locator(STATUS).inner_text().startswith(f"step {number(notebook, 'game.step'):,.0f}")


def test_one_move_of_one_player_by_a_click(notebook):
    step = number(notebook, "game.step")
    for name, says in (("d-move", "D moved"), ("g-move", "G moved")):
        notebook.page.locator(f".gl-{name}").click()
        until(lambda says=says: says in notebook.page.locator(STATUS).inner_text())
    assert number(notebook, "game.step") == step
    notebook.page.locator(".gl-step").click()
    until(lambda: number(notebook, "game.step") == step + 1)


def test_a_slider_by_keyboard_and_a_curve_by_the_menu(notebook):
    handle = notebook.page.locator(".gl-d-rate [role=slider]")
    handle.scroll_into_view_if_needed()
    handle.focus()
    notebook.page.keyboard.press("End")
    until(lambda: number(notebook, "game.find('d-rate').value") == 0.02)
    notebook.page.locator(".gl-step").click()
    until(lambda: number(notebook, "game.gan.optimizers['d'].learning_rate.numpy()") == pytest.approx(0.02))
    notebook.page.locator(".gl-curve select").select_option("circle")
    until(lambda: notebook.execute("print(game.score.curve, game.step)").split() == ["circle", "0"])
    page, kernel = shown(notebook)
    assert np.abs(page - kernel).mean() < 3
