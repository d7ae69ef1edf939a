"""Guesses, grains, the loss slider, points to label and the ticks in a real JupyterLab: the keyboard works them, and axe finds nothing serious in them."""

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
from gan_lessons import models

def networks(seed):
    keras.utils.set_random_seed(seed)
    x = keras.Input((2,))
    features = keras.layers.Dense(8, activation="tanh")(x)
    classes = keras.layers.Dense(2)(features)
    generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    return generator, keras.Model(x, [models.semi_supervised.source_logit(classes), classes, features])

points = np.random.default_rng(0).uniform(-1, 1, (200, 2))
clicks = widgets.label_points(networks, points, points, (points[:, 0] > 0).astype(int), alone=20, steps=20)
clicks
""",
    """
from gan_lessons.training import losses as rules

pairs = {"cross-entropy": rules.LOSSES["non_saturating"], "least squares": rules.LOSSES["least_squares"]}
judge = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
held = widgets.pulled_point({"one": dict.fromkeys(pairs, judge)}, pairs, points, points - 2)
held
""",
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
    widgets.score_bench(np.repeat(images[:10], 2, axis=0), np.arange(20) % 10),
):
    display(widget)
""",
]
PLAYED = (
    *(".gl-guesses", ".gl-grains", ".gl-loss-slider", ".gl-label-points", ".gl-ticks", ".gl-xy-game"),
    *(".gl-upsampling", ".gl-pulled-point"),
    *(".gl-latent-sliders", ".gl-interpolation-pad", ".gl-two-clouds", ".gl-gallery"),
    ".gl-score-bench",
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


def test_a_click_and_the_keyboard_label_points_and_both_networks_are_trained(notebook):
    glass = notebook.page.locator(".gl-label-points .gl-glass")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    glass.click(position={"x": 0.13 * box["width"], "y": 0.5 * box["height"]})  # of the left picture
    until(lambda: notebook.execute("print(list(clicks.labels.values()))").strip() == "[0]")
    assert float(notebook.execute("print(points[list(clicks.labels)[0], 0])")) < -0.5
    notebook.page.locator(".gl-label-points .gl-class button").nth(1).press("Enter")
    moved(notebook, ".gl-label-points .gl-across", "End")
    notebook.page.locator(".gl-label-points .gl-here").press("Enter")
    until(
        lambda: notebook.execute("print(list(clicks.labels.values()), clicks.update)").strip() == "[0, 1] 20"
    )
    share = notebook.execute("print(f'{clicks.right[1]:.1%}')").strip()
    until(lambda: share in notebook.page.locator(".gl-label-points .gl-status").inner_text())


def test_a_point_is_put_somewhere_else_and_let_go(notebook):
    glass = notebook.page.locator(".gl-pulled-point .gl-glass")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    glass.click(position={"x": 0.25 * box["width"], "y": 0.5 * box["height"]})
    until(lambda: abs(float(notebook.execute("print(held.paths[0][0, 0])")) - 3.1) < 0.2)
    moved(notebook, ".gl-pulled-point .gl-up", "End")
    until(lambda: notebook.execute("print(held.paths[0][0, 1])").strip() == "6.5")
    notebook.page.locator(".gl-pulled-point .gl-go").press("Enter")
    until(lambda: "After 200 moves" in notebook.page.locator(".gl-pulled-point .gl-status").inner_text())


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
