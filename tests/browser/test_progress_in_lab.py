"""The progress of a training in a real JupyterLab: it moves, and the notebook's own stop button ends it and keeps everything."""

import os
import re

import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser
LINE = ".gl-progress"
CELLS = [
    "import gan_lessons as gl\nimport numpy as np\n\ngame, _ = gl.training.recipes.dcgan('laptop', 100_000, seed=1)\n"
    "given = np.random.default_rng(0).integers(0, 256, (64, 28, 28, 1), dtype='uint8')",
    "progress = gl.callbacks.Progress(steps=100_000, n=16)\n"
    "history = game.fit(given, batch_size=8, epochs=1000, steps_per_epoch=100, verbose=0, callbacks=[progress])",
    "print('and on:', game.step_number == progress.done, game.generate(2).shape)",
]


def test_it_moves_and_the_stop_button_keeps_everything(open_notebook):
    notebook = open_notebook(CELLS)
    if folder := os.environ.get("GAN_LESSONS_SCREENSHOTS"):
        shot = lambda name: notebook.page.screenshot(path=f"{folder}/{name}.png")  # noqa: E731
    else:
        shot = lambda name: None  # noqa: E731
    notebook.js("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); return true; }")
    line = notebook.page.locator(LINE)
    line.wait_for(timeout=60_000)

    def step():
        found = re.search(r"Step ([\d,]+) of 100,000", line.inner_text())
        return int(found[1].replace(",", "")) if found else 0

    first = until(step, 60)
    until(lambda: step() > first and "left" in line.inner_text(), 60)
    assert "To stop early, press" in line.inner_text()
    notebook.page.locator(".jp-OutputArea-output img").first.wait_for(timeout=60_000)
    shot("progress_light")
    notebook.theme("Dark")
    shot("progress_dark")
    notebook.theme("Light")
    notebook.page.locator(
        "[data-command='notebook:interrupt-kernel'], [data-jp-item-name='interrupt']"
    ).first.click()
    until(lambda: "(stopped)" in line.inner_text(), 60)
    until(lambda: "and on: True (2, 28, 28, 1)" in notebook.page.locator(".jp-Notebook").inner_text(), 60)
    assert notebook.errors == []
    shot("progress_stopped")
