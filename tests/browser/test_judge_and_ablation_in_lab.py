"""Being the discriminator, and looking through an ablation, in a real JupyterLab: by mouse and by keyboard."""

import numpy as np
import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser
IMAGE, STATUS = ".gl-judge img.gl-image", ".gl-judge .gl-status [data-answers]"
CELLS = [
    "from gan_lessons import widgets\nimport numpy as np",
    "images = np.random.default_rng(0).integers(0, 256, (40, 28, 28, 1), 'uint8')",
    "judge = widgets.judge(images[:20], 255 - images[20:], rounds=4)\njudge",
    "shown = widgets.ablation()\nshown",
]


def test_each_answer_brings_the_next_image_and_the_last_one_the_result(notebook):
    page, seen = notebook.page, []
    for answers in range(4):
        until(lambda n=answers: page.locator(STATUS).get_attribute("data-answers") == str(n))
        shown = notebook.picture(IMAGE)
        side = shown.shape[0]
        kernel = np.array(eval(notebook.execute("print(judge.array.ravel().tolist())"))).reshape(side, side)
        np.testing.assert_array_equal(shown, kernel)
        seen.append(shown)
        truth = notebook.execute("print(judge._truth[len(judge.answers)])").strip() == "True"
        button = page.locator(".gl-judge .gl-real" if truth else ".gl-judge .gl-generated")
        if answers % 2:
            button.focus()
            page.keyboard.press("Enter")
        else:
            button.click()
    until(lambda: page.locator(STATUS).get_attribute("data-answers") == "4")
    text = page.locator(STATUS).inner_text()
    assert "4 of 4 right: 100%" in text and "probability of 6%" in text
    assert len({picture.tobytes() for picture in seen}) == 4
    assert page.locator(".gl-judge .gl-real").is_disabled()
    page.locator(".gl-judge .gl-again").click()
    until(lambda: page.locator(STATUS).get_attribute("data-answers") == "0")


def test_another_variant_and_seed_show_their_samples(notebook):
    page, image = notebook.page, ".gl-ablation img.gl-image"

    def kernels():
        rows = notebook.execute("print(shown.array[::4, ::4].tolist())")
        return np.array(eval(rows))

    page.locator(".gl-ablation").scroll_into_view_if_needed()
    before = kernels()
    until(lambda: np.array_equal(notebook.picture(image)[::4, ::4], before))
    page.locator(".gl-variant select").select_option(index=3)
    until(lambda: not np.array_equal(notebook.picture(image)[::4, ::4], before))
    np.testing.assert_array_equal(notebook.picture(image)[::4, ::4], kernels())
    variant = kernels()
    page.locator(".gl-seed button").nth(1).focus()
    page.keyboard.press("Enter")
    until(lambda: not np.array_equal(notebook.picture(image)[::4, ::4], variant))
    np.testing.assert_array_equal(notebook.picture(image)[::4, ::4], kernels())
    text = page.locator(".gl-ablation .gl-status")
    assert "%" in text.inner_text()
    page.locator(".gl-scores input").uncheck()
    until(lambda: "%" not in text.inner_text())
