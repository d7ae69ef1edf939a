"""The site as its readers have it: built once, then opened in Chromium, wide and narrow, light and dark."""

import os
import resource
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

from gan_lessons import chapters

import pytest

from tools import live_weights
from tools.site_pages import ROOT, pages

pytestmark = pytest.mark.browser

PYTHON = Path(os.environ.get("GAN_LESSONS_SITE_PYTHON", ROOT / ".venv-site" / "bin" / "python"))
CHAPTERS = [f"notebooks/{chapter.name}.html" for chapter in chapters.read().chapters]
LOOKED_AT = ["index.html", "run.html", CHAPTERS[12], "docs/results.html", "api/callbacks.html"]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder with the built pages. A warning of jupyter-book has failed by then."""
    if not PYTHON.exists():
        pytest.skip(f"the site's environment is not there ({PYTHON}): make site-environment makes it.")
    out = tmp_path_factory.mktemp("site")
    live_weights.write(["mnist-dcgan"], out / "_build" / "weights")
    before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    command = [str(PYTHON), str(ROOT / "tools" / "site.py"), "--out", str(out)]
    run = subprocess.run(
        [*command, "--repository", "https://github.com/somebody/gan_lessons"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before < 90
    return out / "_build" / "html"


class Page(HTMLParser):
    """What a page is called by, links to, and loads."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.ids, self.links, self.loads = path, set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.ids |= {has[name] for name in ("id", "name") if has.get(name)}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif tag in ("img", "script") and has.get("src"):
            self.loads.append(has["src"])
        elif tag == "link" and has.get("rel") in ("stylesheet", "icon", "preload"):
            self.loads.append(has["href"])

    def file(self, target: str) -> Path:
        """What a relative address leads to; search pages and versions (`?v=…`) are left out of it."""
        return (self.path.parent / unquote(target.partition("?")[0])).resolve()


@pytest.fixture(scope="session")
def parsed(site):
    return {path: Page(path) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}


def outside(address: str) -> bool:
    return address.startswith(("https://", "http://", "mailto:", "data:"))


def test_no_link_and_no_anchor_is_broken(parsed):
    broken = []
    for page in parsed.values():
        for link in page.links:
            target, anchor = urldefrag(link)
            if outside(link):
                continue
            other = page.path if not target else page.file(target)
            known = parsed[other].ids if other in parsed else set()
            if not other.is_file() or (anchor and other in parsed and unquote(anchor) not in known):
                broken.append(f"{page.path.name}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere_and_all_that_is_loaded_is_there(parsed):
    for page in parsed.values():
        assert [it for it in page.loads if outside(it) and not it.startswith("data:")] == [], page.path
        assert [it for it in page.loads if not page.file(it).is_file()] == [], page.path
    assert len(parsed) > len(CHAPTERS) + 20


def test_a_page_with_its_pictures_is_small(parsed):
    sizes = {}
    for page in parsed.values():
        loaded = {page.file(it) for it in page.loads if not it.startswith("data:")}
        sizes[page.path.name] = page.path.stat().st_size + sum(it.stat().st_size for it in loaded)
    assert {name: size for name, size in sizes.items() if size > 3_000_000} == {}


def test_every_page_of_the_table_is_there(site):
    wanted = [
        "index.html",
        *CHAPTERS,
        "api/index.html",
        *(f"api/{name}.html" for name in pages()["reference"]),
    ]
    wanted += [page.replace(".md", ".html") for part in pages()["part"] for page in part.get("pages", ())]
    assert [name for name in wanted if not (site / name).is_file()] == []


def test_the_reference_has_functions_with_their_parameters(site):
    text = (site / "api" / "training.html").read_text()
    assert 'id="gan_lessons.training.GAN"' in text and 'id="gan_lessons.training.GAN.compile"' in text
    assert "label_smoothing" in text and "StandIn" not in text


@pytest.fixture(scope="module")
def tab(browser, site):
    """A page that keeps what it complains about, and which addresses it asks for."""
    context = browser.new_context(viewport={"width": 1300, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("console", lambda it: page.complaints.append(it.text) if it.type == "error" else None)
    page.on("pageerror", lambda it: page.complaints.append(str(it)))
    page.on("request", lambda it: page.asked.append(it.url))
    yield page
    context.close()


def test_pages_fit_wide_and_narrow_and_have_nothing_to_complain_about(tab, parsed, site):
    for path in parsed:
        name = path.relative_to(site)
        tab.set_viewport_size({"width": 1300, "height": 900})
        tab.goto(path.as_uri())
        for width in (1300, 400):
            tab.set_viewport_size({"width": width, "height": 800})
            overhang = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overhang <= 0, f"{name} is {overhang} pixels wider than {width}"
        assert tab.complaints == [], name
    assert [it for it in tab.asked if not it.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_follows_the_readers_system(tab, site, theme):
    tab.emulate_media(color_scheme=theme)
    tab.goto((site / CHAPTERS[7]).as_uri())
    for place in ("body", ".bd-article pre", ".bd-article p"):
        ink, ground = tab.evaluate(
            """place => {
                const style = getComputedStyle(document.querySelector(place));
                const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0) / 765;
                return [light(style.color), light(getComputedStyle(document.body).backgroundColor)];
            }""",
            place,
        )
        assert (ink < 0.4 and ground > 0.9) if theme == "light" else (ink > 0.6 and ground < 0.2), place


def test_formulas_are_set_and_pictures_shown(tab, site):
    tab.goto((site / CHAPTERS[7]).as_uri())
    tab.wait_for_selector("mjx-container", timeout=20_000)
    tab.locator("img.picture").first.scroll_into_view_if_needed()
    tab.wait_for_function("document.querySelector('img.picture').naturalWidth > 100")
    assert tab.evaluate("document.querySelector('img.picture').alt.length") > 10


def test_the_front_page_is_alive(tab, site):
    tab.goto((site / "index.html").as_uri())
    tab.wait_for_selector(".live[data-figure=front][data-ready] input[type=range]", timeout=20_000)
    assert tab.locator(".live canvas").count() > 0


def test_a_chapter_leads_on_and_back_and_to_where_it_runs(tab, site):
    tab.set_viewport_size({"width": 1300, "height": 900})
    tab.goto((site / CHAPTERS[12]).as_uri())
    ways = tab.locator(".ways a").evaluate_all("links => links.map(link => link.href)")
    assert any("mybinder.org" in it for it in ways) and any("colab" in it for it in ways)
    tab.locator("a.right-next").click()
    tab.wait_for_url("**/13_fid.html")
    tab.locator("a.left-prev").click()
    tab.wait_for_url("**/12_inception_score.html")


def test_the_search_finds_a_chapter(tab, site):
    tab.goto(f"{(site / 'search.html').as_uri()}?q=earth+mover")
    tab.wait_for_selector("#search-results li a", timeout=20_000)
    found = tab.locator("#search-results li a").evaluate_all("links => links.map(link => link.href)")
    assert any("16_wgan" in it for it in found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_has_no_serious_findings(tab, site, theme):
    axe = pytest.importorskip("axe_playwright_python").__path__[0]
    tab.emulate_media(color_scheme=theme)
    # What differs between the themes are the colours; all rules for both would take a minute of computing more.
    options = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if theme == "dark" else {})
    serious = []
    for name in LOOKED_AT:
        tab.goto((site / name).as_uri())
        tab.add_script_tag(path=f"{axe}/axe.min.js")
        found = tab.evaluate("options => axe.run(options).then(it => it.violations)", options)
        serious += [
            f"{name}: {it['id']}: {it['nodes'][0]['html'][:120]}"
            for it in found
            if it["impact"] in ("serious", "critical")
        ]
    assert serious == []
