"""The live figures as a reader meets them: pages opened from the disk in a real Chromium, and their networks against Keras."""

import tomllib

import numpy as np
import pytest

from tests.browser.lab import until
from tests.site import live_page
from tools import live_weights

pytestmark = pytest.mark.browser

FIGURES = tomllib.loads(live_weights.FIGURES.read_text(encoding="utf-8"))
CHECKPOINTS = [name for name in live_weights.asked_for() if name != "earth-tiles"]
BAR = {"mnist-dcgan": 15}  # milliseconds for one picture, on two cores; 60 for the others

# What Keras was given goes through the worker; the result is what it is off by, and how long a single picture takes (median of nine).
CHECK = """async (name) => {
  await live.common();
  await Promise.all([live.engine.load(name), live.script(`weights/${name}.check.js`)]);
  const tensor = ({shape, data}) => ({shape, data: new Float32Array(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer)});
  const first = ({shape: [n, ...shape], data}) => ({shape: [1, ...shape], data: data.slice(0, data.length / n)});
  const found = {error: 0, spread: 0, milliseconds: 0};
  for (const {network, inputs, output} of live_checks[name]) {
    const given = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, tensor(value)])), wanted = tensor(output);
    const {shape, data} = await live.engine.run(`${name}/${network}`, given, {noise: 0});
    if (String(shape) !== String(wanted.shape)) throw new Error(`${shape} in place of ${wanted.shape}`);
    wanted.data.forEach((value, i) => { found.error = Math.max(found.error, Math.abs(value - data[i])); });
    found.spread = Math.max(found.spread, ...wanted.data) - Math.min(...wanted.data);
    const one = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, first(value)])), times = [];
    for (let i = 0; i < 12; i++) times.push((await live.engine.run(`${name}/${network}`, one)).milliseconds);
    found.milliseconds += times.slice(3).sort((a, b) => a - b)[4];
  }
  return found;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = live_page.copied(tmp_path_factory.mktemp("figures"))
    live_weights.write(live_weights.asked_for(), folder / "live" / "weights")
    return folder


@pytest.fixture
def open_figures(browser, folder):
    """Open a page with figures, wait until they are alive; no error may be written to the console, and nothing fetched."""
    opened = []

    def open_figures(*figures, width=900, theme=""):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.complaints = []
        page.on("console", lambda it: it.type == "error" and page.complaints.append(it.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda it: it.url.startswith(("file:", "blob:")) or page.complaints.append(it.url))
        opened.append(page)
        page.goto(live_page.written(folder, *figures, theme=theme))
        page.wait_for_function(
            "[...document.querySelectorAll('.live')].every(it => it.dataset.ready || it.dataset.error)"
        )
        return page

    yield open_figures
    for page in opened:
        assert page.complaints == []
        page.close()


def pixels(page, figure, at=0):
    """What a figure's canvas shows, (h, w, 4)."""
    canvas = page.locator(f'[data-figure="{figure}"] canvas').nth(at)
    shape = canvas.evaluate("it => [it.height, it.width, 4]")
    values = canvas.evaluate(
        "it => Array.from(it.getContext('2d').getImageData(0, 0, it.width, it.height).data)"
    )
    return np.array(values, np.uint8).reshape(shape)


def drawn(page, figure):
    return int(page.locator(f'[data-figure="{figure}"]').get_attribute("data-drawn") or 0)


def change(page, figure, act, at=0):
    """The canvas before and after an act that draws anew."""
    before, count = pixels(page, figure, at), drawn(page, figure)
    act()
    until(lambda: drawn(page, figure) > count)
    return before, pixels(page, figure, at)


@pytest.mark.alone
@pytest.mark.parametrize("name", CHECKPOINTS)
def test_checkpoints_draw_what_keras_draws_and_in_time(open_figures, name):
    found = open_figures().evaluate(CHECK, name)
    assert found["error"] < 1e-3
    assert found["spread"] > 0.5  # pictures, not an even grey that is right by chance
    assert found["milliseconds"] <= BAR.get(name, 60)


def test_every_figure_of_the_table_has_its_module_and_a_heading_to_stand_after(open_figures, folder):
    known = open_figures().evaluate("live.modules")
    assert known == {name: figure["module"] for name, figure in FIGURES.items()}
    for name, figure in FIGURES.items():
        assert (live_page.LIVE / "figures" / f"{figure['module']}.js").exists()
        assert all((folder / "live" / "weights" / f"{weights}.js").exists() for weights in figure["weights"])
        assert set(figure) == {"chapter", "heading", "module", "weights"}, name


@pytest.mark.parametrize(("width", "theme"), [(350, "light"), (1200, "dark")])
def test_figures_fit_and_name_what_they_show(open_figures, width, theme):
    page = open_figures(*FIGURES, width=width, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for figure in FIGURES:
        place = page.locator(f'[data-figure="{figure}"]')
        assert place.get_attribute("data-error") is None
        box = place.bounding_box()
        for part in place.locator("canvas, svg, input, button, figcaption").all():
            inner = part.bounding_box()
            assert inner["x"] >= box["x"] - 1 and inner["x"] + inner["width"] <= box["x"] + box["width"] + 1
        assert place.locator("figure").get_attribute("aria-label")
        assert all(it.get_attribute("aria-label") for it in place.locator("canvas, svg").all())
        assert len(place.locator("figcaption").inner_text()) > 40
        ground = place.locator("figure").evaluate("it => getComputedStyle(it).backgroundColor")
        assert ground == ("rgb(255, 255, 255)" if theme == "light" else "rgb(20, 24, 30)")


@pytest.mark.parametrize("figure", ["00", "07", "09"])
def test_sliders_move_the_picture_from_the_keyboard_and_back(open_figures, figure):
    page = open_figures(figure)
    slider = page.locator("input[type=range]").nth(1)
    slider.focus()
    first, moved = change(page, figure, lambda: page.keyboard.press("End"))
    assert np.abs(first.astype(int) - moved).mean() > 2
    _, back = change(page, figure, lambda: page.get_by_role("button", name="Back to the middle").click())
    np.testing.assert_array_equal(first, back)
    _, another = change(page, figure, lambda: page.get_by_role("button", name="Another").click())
    assert np.abs(first.astype(int) - another).mean() > 2


def test_the_front_page_follows_the_hand(open_figures):
    page = open_figures("front")
    box = page.locator("canvas").bounding_box()
    _, left = change(page, "front", lambda: page.mouse.move(box["x"] + 5, box["y"] + 30))
    page.wait_for_timeout(300)
    _, right = change(
        page, "front", lambda: page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] - 30)
    )
    assert np.abs(left.astype(int) - right).mean() > 2
    assert float(page.locator("input[type=range]").first.input_value()) > 3.5
    digits = [right[i * 29 : i * 29 + 28, j * 29 : j * 29 + 28] for i in range(4) for j in range(6)]
    assert len({digit.tobytes() for digit in digits}) == 24


def test_a_figure_that_cannot_start_says_so(browser, folder):
    page = browser.new_page()
    page.goto(live_page.written(folder, "no-such"))
    page.wait_for_selector('[data-error="There is no live figure no-such."]')
    assert "could not be brought to life" in page.locator(".live").inner_text()
    page.close()


def test_unknown_names_are_told_before_anything_is_written(tmp_path, capsys):
    assert live_weights.main(["mnist-dcgan", "mnist-dcgn", "--out", str(tmp_path / "weights")]) == 1
    assert "mnist-dcgn" in capsys.readouterr().err
    assert not (tmp_path / "weights").exists()
