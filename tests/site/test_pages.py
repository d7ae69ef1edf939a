"""The pages of the site before jupyter-book has them: which there are, where their links lead, what became of outputs."""

import ast
import json
import os
import re
import sys
import tomllib
from itertools import takewhile

from gan_lessons import chapters

import pytest
from PIL import Image

from tests.test_project import pins, unmet
from tools import site_pages
from tools.site import main
from tools.site_pages import ROOT, SITE, Stage, minutes, pages
from tools.site_reference import modules
from tools.site_repository import Repository, repository

CHAPTERS = chapters.read().chapters
GITHUB = Repository("https://github.com/somebody/gan_lessons", "main")
TABLE = {"address": "", "branch": "main"}


FIGURES = tomllib.loads((SITE / "live" / "figures.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    out, weights = tmp_path_factory.mktemp("site") / "source", tmp_path_factory.mktemp("weights")
    for name in {name for row in FIGURES.values() for name in row["weights"]}:
        (weights / f"{name}.js").touch()
    stage = Stage(out, GITHUB.address, weights)
    stage.write()
    return stage


def cells(staged, chapter):
    return json.loads((staged.out / "notebooks" / chapter.file).read_text())["cells"]


def documents(contents):
    """Every file of a table of contents, in order."""
    found = []
    for entry in contents:
        found += [entry["file"]] if "file" in entry else []
        found += documents(entry.get("chapters", []))
    return found


def test_every_chapter_and_every_page_of_docs_is_in_the_contents_once(staged):
    listed = documents(staged.contents()["parts"])
    assert len(listed) == len(set(listed))
    assert [name for name in listed if name.startswith("notebooks/")] == [
        f"notebooks/{it.name}" for it in CHAPTERS
    ]
    assert {f"docs/{path.stem}" for path in (ROOT / "docs").glob("*.md")} <= set(listed)
    written = [path.relative_to(staged.out) for path in staged.out.rglob("*") if "extra" not in path.parts]
    sources = {str(path.with_suffix("")) for path in written if path.suffix in (".md", ".rst", ".ipynb")}
    assert sources == {"index", *listed}


def test_links_lead_to_pages_of_the_site_or_out_of_it(staged):
    texts = {path: path.read_text() for path in staged.out.rglob("*.md")}
    for chapter in CHAPTERS:
        markdown = [
            "".join(cell["source"]) for cell in cells(staged, chapter) if cell["cell_type"] == "markdown"
        ]
        texts[staged.out / "notebooks" / chapter.file] = "\n\n".join(markdown)
    lost, out = [], set()
    for path, text in texts.items():
        text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"(?<!!)\]\(([^()\s]+)\)", text):
            out |= {target} if target.startswith(GITHUB.address) else set()
            if ":" not in target and not (path.parent / target.partition("#")[0]).exists():
                lost.append(f"{path.name}: {target}")
    assert lost == []
    for address in out:
        assert (ROOT / address.removeprefix(GITHUB.file(""))).exists()


def test_links_to_what_is_no_page(staged):
    def linked(text, page="docs/authors.md"):
        return staged.linked(text, page)

    assert linked("[tests](../tests/conftest.py)") == f"[tests]({GITHUB.file('tests/conftest.py')})"
    assert linked("[`x`](../exercises/practice/13_fid/13_fid.ipynb)") == "[`x`](../run.md#the-exercises)"
    assert linked("[FID](../notebooks/13_fid.ipynb#Contents)") == "[FID](../notebooks/13_fid.ipynb#contents)"
    assert (
        linked("[a paper](https://arxiv.org/abs/1406.2661)") == "[a paper](https://arxiv.org/abs/1406.2661)"
    )
    assert linked("```\n[code](nowhere)\n```") == "```\n[code](nowhere)\n```"
    assert "files/LICENSE.txt" in linked("[MIT](LICENSE)", "README.md")
    with pytest.raises(ValueError, match=r"docs/authors.md links to nowhere.md, which is not there"):
        linked("[lost](nowhere.md)")


def test_pictures_of_docs_are_files_with_words(staged):
    (page,) = [path for path in staged.out.rglob("results.md")]
    pictures = re.findall(r'<img class="picture" src="([^"]+)" alt="([^"]+)" width="(\d+)"', page.read_text())
    assert len(pictures) >= 3 and "![" not in page.read_text()
    for source, words, width in pictures:
        with Image.open(staged.out / "extra" / source.removeprefix("../")) as picture:
            assert picture.width == int(width)
        assert "rows of" in words
    with pytest.raises(ValueError, match=r"docs/authors.md links to images/lost.png, which is not there"):
        staged.linked("![lost](images/lost.png)", "docs/authors.md")


def test_a_link_to_code_is_no_link_where_nobody_said_where_the_code_lies(staged, monkeypatch):
    monkeypatch.setattr(staged, "repository", Repository("", "main"))
    assert staged.linked("[tests](../tests/conftest.py)", "docs/authors.md") == "tests"
    assert staged.ways("notebooks/13_fid.ipynb").count("<a ") == 1


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda it: it.name)
def test_outputs_need_no_kernel_and_pictures_are_files_with_words(staged, chapter):
    text = (staged.out / "notebooks" / chapter.file).read_text()
    assert "widget-view" not in text and "base64" not in text and '"image/png"' not in text
    outputs = [output for cell in cells(staged, chapter) for output in cell.get("outputs", [])]
    shown = [
        it["data"]["text/html"]
        for it in outputs
        if 'class="picture"' in it.get("data", {}).get("text/html", "")
    ]
    for picture in shown:
        source = re.search(r'src="\.\./([^"]+)"', picture)[1]
        assert (staged.out / "extra" / source).read_bytes().startswith(b"\x89PNG")
        assert re.search(r'alt="[^"]+"', picture) and re.search(r'width="\d+" height="\d+"', picture)
    stored = json.loads((ROOT / "notebooks" / chapter.file).read_text())["cells"]
    assert len(shown) == sum(
        "image/png" in it.get("data", {}) for cell in stored for it in cell.get("outputs", [])
    )


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda it: it.name)
def test_a_chapter_has_a_picture_at_its_top(staged, chapter):
    _, *rest = cells(staged, chapter)
    top = takewhile(lambda cell: cell["cell_type"] == "code", rest)  # up to the next text
    assert 'class=\\"picture' in json.dumps([cell["outputs"] for cell in top])


def test_the_themes_links_take_the_place_of_the_notebooks_own(staged):
    first, *_, last = cells(staged, CHAPTERS[7])
    assert (
        "→" not in first["source"]
        and GITHUB.binder("notebooks/07_dcgan_mnist.ipynb").replace("&", "&amp;") in first["source"]
    )
    assert last["source"].startswith("[Glossary](../docs/glossary.md) · [Exercises](../run.md#the-exercises)")
    assert "\n\n**" in first["source"]  # what the author says after the links has stayed


def test_live_figures_stand_after_their_headings(tmp_path, monkeypatch):
    table = {
        "front": {"chapter": "front", "heading": ""},
        "walk": {"chapter": "07", "heading": "Walk through latent space"},
    }
    monkeypatch.setattr(site_pages, "figures", lambda weights: table)
    stage = Stage(tmp_path)
    sources = ["".join(cell["source"]) for cell in json.loads(stage.notebook(CHAPTERS[7]))["cells"]]
    place = '### Walk through latent space\n\n<div class="live" data-figure="walk"></div>\n\nIs there'
    assert sum(place in source for source in sources) == 1
    assert 'src="../files/live/live.js"' in sources[-1]
    assert "live.js" not in stage.notebook(CHAPTERS[8])
    assert re.search(r'data-figure="front"><img [^>]*></div>.*src="files/live/live.js"', stage.front())
    table["walk"]["heading"] = "No such heading"
    with pytest.raises(ValueError, match=r"07_dcgan_mnist.ipynb has no heading 'No such heading'"):
        stage.notebook(CHAPTERS[7])


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_table_stands_in_its_chapter_once(staged, name):
    text = (staged.out / "index.md").read_text()
    if chapter := FIGURES[name]["chapter"]:
        of_it = next(it for it in CHAPTERS if it.name[:2] == chapter)
        text = "".join("".join(cell["source"]) for cell in cells(staged, of_it))
    assert text.count(f'<div class="live" data-figure="{name}">') == 1


def test_a_figure_without_its_weights_is_left_out(tmp_path):
    stage = Stage(tmp_path / "source", weights=tmp_path)
    assert set(stage.figures) == {name for name, row in FIGURES.items() if not row["weights"]}
    assert "data-figure" not in stage.front() and "Move a slider" not in stage.front()


def test_the_front_page_counts_the_chapters_and_their_hours(staged):
    text = (staged.out / "index.md").read_text()
    assert f"{len(CHAPTERS)} notebooks" in text and "{{" not in text
    assert text.count('<a href="notebooks/') == len(CHAPTERS)
    hours = re.search(r"about (\d+ hours)", text)[1]
    assert f"{len(CHAPTERS)} notebooks, about {hours}" in (ROOT / "README.md").read_text()
    assert [minutes(it) for it in ("an hour", "40 minutes", "about 75 minutes", None)] == [60, 40, 75, 0]


def test_the_repository_is_what_is_given_then_what_is_written_then_the_clones(monkeypatch):
    def clone(address):
        answer = type("Answer", (), {"stdout": f"{address}\n"})
        monkeypatch.setattr("tools.site_repository.subprocess.run", lambda *args, **options: answer)

    clone("git@github.com:somebody/clone.git")
    assert repository("", TABLE).address == "https://github.com/somebody/clone"
    assert repository("", TABLE | {"address": "https://github.com/a/b"}).address == "https://github.com/a/b"
    assert repository("https://github.com/c/d.git", TABLE).address == "https://github.com/c/d"
    for private in ("/srv/folder", "https://name:word@github.com/a/b", ""):
        clone(private)
        assert repository("", TABLE).address == ""
    with pytest.raises(ValueError, match=r"it should begin with https://"):
        repository("javascript:alert(1)", TABLE)


def test_addresses_of_binder_and_colab():
    page = "notebooks/13_fid.ipynb"
    assert GITHUB.binder(page) == (
        "https://mybinder.org/v2/gh/somebody/gan_lessons/main?urlpath=lab%2Ftree%2Fnotebooks%2F13_fid.ipynb"
    )
    assert GITHUB.colab(page) == (
        "https://colab.research.google.com/github/somebody/gan_lessons/blob/main/notebooks/13_fid.ipynb"
    )
    elsewhere = Repository("https://git.example.org/a/b", "main")
    assert elsewhere.colab(
        page
    ) is None and "/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/main" in elsewhere.binder(page)


def test_the_reference_has_the_modules_among_a_parts_public_names():
    assert "gan_lessons.models.dcgan" in modules("models")
    assert modules("widgets") == []  # its functions have the names of their files
    assert "gan_lessons.training.objectives.losses" in modules("training")
    missing = [name for name in pages()["reference"] if not (ROOT / "gan_lessons" / name).is_dir()]
    assert missing == []


def test_what_the_package_imports_is_in_the_sites_environment_or_replaced_there():
    tree = ast.parse((SITE / "gl_sphinx.py").read_text(encoding="utf-8"))
    replaced = next(
        it.value for it in tree.body if isinstance(it, ast.Assign) and it.targets[0].id == "MISSING"
    )
    known = {
        "gan_lessons",
        "numpy",
        "matplotlib",
        "contourpy",
        "PIL",
        "IPython",
        "traitlets",
        *sys.stdlib_module_names,
    }
    known |= set(ast.literal_eval(replaced.args[0]))
    imported = set()
    for path in (
        path for name in pages()["reference"] for path in (ROOT / "gan_lessons" / name).rglob("*.py")
    ):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.partition(".")[0])
    assert imported - known == set()


def test_an_error_is_one_line_and_builds_nothing(tmp_path, capsys):
    assert main(["--repository", "nowhere", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("The repository's address is 'nowhere'")
    assert os.listdir(tmp_path) == []


def test_the_sites_lock_pins_with_hashes_names_no_host_and_meets_what_is_asked():
    lock = SITE / "requirements.lock"
    locked = pins(lock)
    assert all(hashes for _, hashes in locked.values()) and "://" not in lock.read_text()
    asked = [line for line in (SITE / "requirements.in").read_text().splitlines() if line and line[0] != "#"]
    assert unmet(asked, locked) == []
    assert not {"tensorflow", "keras", "torch", "jax"} & set(locked)
