"""The live figures as a reader meets them: pages opened from the disk in a real Chromium, and their networks against Keras."""

import base64
import io
import re
import tomllib
from pathlib import Path

from gan_lessons import data, upsampling
from gan_lessons.widgets.loss_slider import slopes

import numpy as np
import pytest
from PIL import Image

from tests.browser.lab import until
from tests.site import live_page
from tools import live_weights

pytestmark = pytest.mark.browser

FIGURES = tomllib.loads(live_weights.FIGURES.read_text(encoding="utf-8"))
CHECKPOINTS = [name for name in live_weights.asked_for() if name != "earth-tiles"]
SMALL = ("mnist-", "fashion-")  # their pictures have 28 x 28 pixels

# What Keras was given goes through the worker: what the result is off by. Then single pictures, to see how long one takes.
CHECK = """async (name) => {
  await live.common();
  await Promise.all([live.engine.load(name), live.script(`weights/${name}.check.js`)]);
  const tensor = ({shape, data}) => ({shape, data: new Float32Array(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer)});
  const first = ({shape: [n, ...shape], data}) => ({shape: [1, ...shape], data: data.slice(0, data.length / n)});
  const found = {error: 0, spread: 0};
  const ones = [];
  for (const {network, inputs, output} of live_checks[name]) {
    const given = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, tensor(value)])), wanted = tensor(output);
    const {shape, data} = await live.engine.run(`${name}/${network}`, given, {noise: 0});
    if (String(shape) !== String(wanted.shape)) throw new Error(`${shape} in place of ${wanted.shape}`);
    wanted.data.forEach((value, i) => { found.error = Math.max(found.error, Math.abs(value - data[i])); });
    found.spread = Math.max(found.spread, Math.max(...wanted.data) - Math.min(...wanted.data));
    ones.push([`${name}/${network}`, Object.fromEntries(Object.entries(given).map(([key, value]) => [key, first(value)]))]);
  }
  window.pictures = async (n) => { for (let i = 0; i < n; i++) for (const [network, given] of ones) await live.engine.run(network, given); };
  await pictures(5);
  return found;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = live_page.copied(tmp_path_factory.mktemp("figures"))
    live_weights.write(live_weights.asked_for(), folder / "live" / "weights", checks=True)
    return folder


@pytest.fixture
def open_figures(browser, folder):
    """Open a page with figures, wait until they are alive; no error may be written to the console, and nothing fetched."""
    opened = []

    def open_figures(*figures, width=900, theme="", motion="reduce"):
        page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion=motion)
        page.complaints = []
        page.on("console", lambda it: it.type == "error" and page.complaints.append(it.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda it: it.url.startswith(("file:", "blob:")) or page.complaints.append(it.url))
        opened.append(page)
        page.goto(live_page.written(folder, *figures, theme=theme))
        for place in page.locator(".live").all():  # they wake when they are about to be seen
            place.scroll_into_view_if_needed()
            until(lambda place=place: place.get_attribute("data-ready") or place.get_attribute("data-error"))
        return page

    yield open_figures
    for page in opened:
        assert page.complaints == []
        page.close()


def pixels(page, figure, at=0):
    """What a figure's canvas shows, (h, w, 4)."""
    canvas = page.locator(f'[data-figure="{figure}"] canvas').nth(at)
    png = canvas.evaluate("it => it.toDataURL('image/png').split(',')[1]")
    return np.array(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA"))


def drawn(page, figure):
    return int(page.locator(f'[data-figure="{figure}"]').get_attribute("data-drawn") or 0)


def change(page, figure, act, at=0):
    """The canvas before and after an act that draws anew."""
    before, count = pixels(page, figure, at), drawn(page, figure)
    act()
    until(lambda: drawn(page, figure) > count)
    return before, pixels(page, figure, at)


def computed(browser):
    """Seconds that all processes of the browser have computed: on a busy machine the clock tells what others do."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(process["cpuTime"] for process in processes)


@pytest.mark.alone
@pytest.mark.parametrize("name", CHECKPOINTS)
def test_checkpoints_draw_what_keras_draws_and_in_time(open_figures, browser, name):
    page = open_figures()
    found = page.evaluate(CHECK, name)
    assert found["error"] < 1e-3
    assert found["spread"] > 0.5  # pictures, not an even grey that is right by chance
    begin, n = computed(browser), 25
    waited = page.evaluate(
        "async n => { const begin = performance.now(); await pictures(n); return (performance.now() - begin) / n; }",
        n,
    )
    milliseconds = 1000 * (computed(browser) - begin) / n
    print(f"{name}: {milliseconds:.1f} ms of computing a picture, {waited:.1f} ms by the clock")
    assert milliseconds <= (15 if name.startswith(SMALL) else 60)


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
        parts = place.locator("canvas, svg, input, select, button, figcaption, table")
        rims = parts.evaluate_all(
            "all => all.map(it => it.getBoundingClientRect()).map(it => [it.left, it.right])"
        )
        assert all(box["x"] - 1 <= left and right <= box["x"] + box["width"] + 1 for left, right in rims)
        assert place.locator("figure").get_attribute("aria-label")
        assert place.locator("canvas:not([aria-label]), svg:not([aria-label])").count() == 0
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


def test_the_front_page_moves_by_itself_until_it_is_touched(open_figures):
    def stopped(page):
        """Whether a key stops it on its way, which ends after six seconds, where it began."""

        def rests():
            count = drawn(page, "front")
            page.wait_for_timeout(500)
            return drawn(page, "front") == count

        page.wait_for_timeout(300)
        page.get_by_role("button", name="Other digits").focus()
        page.keyboard.press("Shift")
        until(rests)
        assert drawn(page, "front") > 1, "it does not move by itself"
        sliders = page.locator("input[type=range]")
        return any(abs(float(sliders.nth(k).input_value())) > 0.05 for k in (0, 1))

    # On a busy machine the six seconds may be over before the key is pressed.
    assert any(stopped(open_figures("front", motion="no-preference")) for _ in range(5))
    still = open_figures("front")
    assert drawn(still, "front") == 1


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def status(page):
    return page.locator(".live-status").inner_text()


def test_strokes_are_counted_as_the_package_counts_them(open_figures):
    page = open_figures("03")
    sliders = page.locator("input[type=range]")

    def shown():
        texts = page.locator("svg").nth(1).locator("text.live-number").all_text_contents()
        return np.array(texts, int).reshape(round(len(texts) ** 0.5), -1)

    np.testing.assert_array_equal(shown(), upsampling.overlap(4, 3, 2, "same"))
    assert "Uneven" in status(page)
    sliders.nth(0).focus()
    page.keyboard.press("ArrowRight")
    np.testing.assert_array_equal(shown(), upsampling.overlap(4, 4, 2, "same"))
    assert "Even" in status(page)
    page.get_by_role("radio", name="valid", exact=True).check()
    page.keyboard.press("Tab")
    np.testing.assert_array_equal(shown(), upsampling.overlap(4, 4, 2, "valid"))
    page.locator("svg").first.locator("rect").nth(15).click()
    assert sliders.nth(3).input_value() == "15"
    assert page.locator("svg").nth(1).locator("rect.live-marked").count() == 16


def test_the_game_learns_and_begins_anew(open_figures):
    page = open_figures("06")
    place = page.locator('[data-figure="06"]')

    def at(step):
        return until(lambda: int(place.get_attribute("data-step")) >= step)

    def said():
        return [float(number) for number in re.findall(r"[\d.]+\d", status(page).split("Circles")[0])]

    first, stepped = change(page, "06", lambda: page.get_by_role("button", name="Step").click())
    assert at(10) and np.abs(first.astype(int) - stepped).any()
    slider(page, "steps a picture").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Play").click()
    at(2_000)
    page.get_by_role("button", name="Pause").click()
    _, distance, coverage = said()
    assert distance < 0.15 and coverage >= 40
    page.get_by_role("radio", name="a ring", exact=True).check()
    until(lambda: place.get_attribute("data-step") == "0")
    assert slider(page, "steps a picture").input_value() == "5"


def test_a_walk_ends_where_it_should_on_both_routes(open_figures):
    page = open_figures("07-walk")
    curved, straight = change(
        page, "07-walk", lambda: page.get_by_role("radio", name="straight through", exact=True).check()
    )
    for x in (slice(0, 28), slice(8 * 29, 8 * 29 + 28)):
        np.testing.assert_array_equal(curved[:, x], straight[:, x])
    assert np.abs(curved[:, 4 * 29 : 4 * 29 + 28].astype(int) - straight[:, 4 * 29 : 4 * 29 + 28]).mean() > 2
    slider(page, "place").focus()
    change(page, "07-walk", lambda: page.keyboard.press("Home"))
    np.testing.assert_array_equal(pixels(page, "07-walk", 1), straight[:, :28])
    page.get_by_role("button", name="Walk").click()
    until(lambda: float(slider(page, "place").input_value()) > 0.02)
    page.get_by_role("button", name="Stop").click()


def test_slopes_are_those_of_the_package(open_figures):
    page = open_figures("10")
    for key, output in (("Home", -8.0), ("End", 8.0)):
        page.locator("input[type=range]").focus()
        page.keyboard.press(key)
        shown = [float(text.split()[1]) for text in page.locator("td").all_inner_texts()]
        (_, d, minimax), (_, _, saturating) = (slopes(output)[name] for name in ("minimax", "non-saturating"))
        np.testing.assert_allclose(shown, [d, minimax, saturating], atol=6e-4)


def test_classes_are_told_and_mixed(open_figures):
    page = open_figures("17")
    coats, dresses = change(page, "17", lambda: page.get_by_role("radio", name="dress", exact=True).check())
    assert np.abs(coats.astype(int) - dresses).mean() > 5 and "told: dress." in status(page)
    slider(page, "share of it").focus()
    change(page, "17", lambda: page.keyboard.press("End"))
    page.wait_for_timeout(200)
    sneakers = pixels(page, "17")
    assert "100 % sneaker" in status(page)
    page.keyboard.press("Home")
    _, alone = change(page, "17", lambda: page.get_by_role("radio", name="sneaker", exact=True).check())
    np.testing.assert_array_equal(sneakers, alone)


def test_codes_draw_ten_pictures_and_the_numbers_move_them(open_figures):
    page = open_figures("18")
    slider(page, "first number").focus()
    before, after = change(page, "18", lambda: page.keyboard.press("End"))
    for i in range(2):
        for j in range(5):
            place = slice(29 * i, 29 * i + 28), slice(29 * j, 29 * j + 28)
            assert np.abs(before[place].astype(int) - after[place]).mean() > 2
    assert "beyond" in status(page)


def test_behind_the_curtain_is_the_truth_of_the_data(open_figures):
    page = open_figures("23")
    tiles = data.earth.load("test", size=64).pairs("satellite", "relief").rows(list(live_weights.TILES))
    drawn_map, _ = change(page, "23", lambda: page.get_by_role("radio", name="the truth", exact=True).check())
    slider(page, "curtain").focus()
    _, truth = change(page, "23", lambda: page.keyboard.press("Home"))
    np.testing.assert_array_equal(truth[3::6, 3::6, :3], tiles.target[0])
    assert 1 < np.abs(drawn_map[..., 300:, :3].astype(int) - truth[..., 300:, :3]).mean() < 60
    _, source = change(page, "23", lambda: page.keyboard.press("End"))
    np.testing.assert_array_equal(source[3::6, 3::6, :3], tiles.source[0])
    _, other = change(page, "23", lambda: page.get_by_role("button", name="Another place").click())
    np.testing.assert_array_equal(other[3::6, 3::6, :3], tiles.source[1])
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50)
    page.mouse.up()
    assert abs(float(slider(page, "curtain").input_value()) - 50) <= 2


def test_all_places_from_above_are_the_face_above(open_figures):
    page = open_figures("29")

    def face(picture, row, column):
        return picture[66 * row : 66 * row + 64, 66 * column : 66 * column + 64, :3].astype(int)

    slider(page, "last place").focus()
    _, above = change(page, "29", lambda: page.keyboard.press("End"))
    _, left = change(page, "29", lambda: page.keyboard.press("Home"))
    for i in (1, 2):
        for j in (1, 2, 3):
            own, other = face(above, 0, j), face(left, i, 0)  # but for the noise
            assert np.abs(face(above, i, j) - own).mean() < 0.5 * np.abs(own - other).mean()
            assert np.abs(face(left, i, j) - other).mean() < 0.5 * np.abs(own - other).mean()


def test_colours_follow_the_page_into_the_dark(open_figures):
    page = open_figures("06", theme="light")
    light, dark = change(
        page,
        "06",
        lambda: (
            page.evaluate("document.documentElement.dataset.theme = 'dark'"),
            page.get_by_role("button", name="Step").click(),
        ),
    )
    assert light[..., :3].mean() > 180 and dark[..., :3].mean() < 120


def test_axe_finds_nothing_serious(open_figures):
    import axe_playwright_python

    page = open_figures(*FIGURES)
    page.evaluate(Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8"))
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        found = page.evaluate(
            """async () => (await axe.run(".live", {preload: false})).violations.filter(it => ["serious", "critical"].includes(it.impact))
                .map(it => [it.id, it.nodes.length, it.nodes[0].html.slice(0, 200)])"""
        )
        assert found == []


def test_fingers_work_the_controls(browser, folder):
    page = browser.new_page(viewport={"width": 400, "height": 900}, has_touch=True)
    page.goto(live_page.written(folder, "23"))
    page.wait_for_selector("[data-ready]")
    box = slider(page, "curtain").bounding_box()
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    assert float(slider(page, "curtain").input_value()) > 80
    page.get_by_role("radio", name="relief → satellite").tap()
    until(lambda: page.get_by_role("radio", name="relief → satellite").is_checked())
    page.close()


def test_a_figure_without_its_weights_keeps_what_stood_there(browser, tmp_path):
    page = browser.new_page()
    address = live_page.written(live_page.copied(tmp_path), "09", still="<p>a picture</p>")
    page.goto(address)
    page.wait_for_selector("[data-error]")
    words = page.locator(".live").inner_text()
    assert "a picture" in words and "weights/faces-dcgan.js could not be loaded" in words
    page.close()


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
