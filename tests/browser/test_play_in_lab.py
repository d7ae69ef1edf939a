"""Guesses, grains, the loss slider and the ticks in a real JupyterLab: the keyboard works them, and axe finds nothing serious in them."""

import json
from pathlib import Path

import pytest

from tests.browser.lab import until

pytestmark = pytest.mark.browser

CELLS = [
    "import os, tempfile\nos.environ['GAN_LESSONS_PROGRESS'] = os.path.join(tempfile.mkdtemp(), 'progress.jsonl')\n"
    "from gan_lessons import latent, progress, upsampling, widgets",
    "guesses = widgets.guesses()\nguesses",
    "grains = widgets.grains()\ngrains",
    "losses = widgets.loss_slider()\nlosses",
    "quiz = widgets.questions('07')\nquiz",
    """
import keras, numpy as np
keras.utils.set_random_seed(0)
layers = keras.layers
generator = keras.Sequential([keras.Input((10,)), layers.Dense(784, activation="tanh"), layers.Reshape((28, 28, 1))])
images = np.random.default_rng(0).integers(0, 256, (18, 28, 28, 1), "uint8")
for widget in (
    widgets.xy_game(),
    widgets.upsampling(),
    widgets.latent_sliders(generator, directions=2, axes=1),
    widgets.interpolation_pad(generator),
    widgets.two_clouds(),
    widgets.gallery([images[:9], images[9:]], [0, 100]),
):
    display(widget)
""",
]
PLAYED = (
    *(".gl-guesses", ".gl-grains", ".gl-loss-slider", ".gl-ticks", ".gl-xy-game", ".gl-upsampling"),
    *(".gl-latent-sliders", ".gl-interpolation-pad", ".gl-two-clouds", ".gl-gallery"),
)


def moved(notebook, selector, key):
    handle = notebook.page.locator(f"{selector} [role=slider]").first
    handle.scroll_into_view_if_needed()
    handle.focus()
    notebook.page.keyboard.press(key)


def test_a_guess_counts_at_once_and_nothing_is_told_before_one_asks(notebook):
    box = notebook.page.locator(".gl-guesses select").first
    box.scroll_into_view_if_needed()
    box.select_option("worse")
    status = notebook.page.locator(".gl-guesses [role=status]")
    until(lambda: status.get_attribute("data-guessed") == "1")
    assert "right" not in status.inner_text()
    notebook.page.locator(".gl-reveal input").check()
    until(lambda: "of 1 guesses are right" in status.inner_text())


def test_a_grain_moves_and_the_critic_reads_again(notebook):
    before = float(notebook.execute("print(grains.distance)"))
    moved(notebook, ".gl-grains .gl-grain-2", "End")
    until(lambda: abs(float(notebook.execute("print(grains.distance)")) - before) > 0.1)
    shown = notebook.page.locator(".gl-grains .gl-status").inner_text()
    assert notebook.execute("print(f'{grains.distance:.3f}')").strip() in shown


def test_the_loss_slider_redraws(notebook):
    drawn = int(notebook.execute("print(losses.drawn)"))
    moved(notebook, ".gl-loss-slider", "End")
    until(lambda: int(notebook.execute("print(losses.drawn)")) > drawn)


def test_a_tick_is_kept(notebook):
    tick = notebook.page.locator(".gl-tick-2")
    tick.scroll_into_view_if_needed()
    tick.focus()
    notebook.page.keyboard.press("Space")
    until(lambda: notebook.execute("print(progress.report().rows)").count("right=1") == 1)
    assert notebook.page.locator(".gl-ticks [role=status]").inner_text().startswith("1 of")


def test_axe_finds_nothing_serious(notebook):
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
    notebook.page.evaluate(script)
    for selector in PLAYED:
        notebook.page.locator(selector).first.scroll_into_view_if_needed()
        found = notebook.js(
            """async selector => (await window.axe.run(selector, {rules: {'page-has-heading-one': {enabled: false}}})).violations
                .filter(v => ['serious', 'critical'].includes(v.impact))
                .map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])""",
            selector,
        )
        assert not found, f"{selector}: {json.dumps(found, indent=1)}"
