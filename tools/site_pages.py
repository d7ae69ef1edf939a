"""The site's pages as jupyter-book takes them: written from the notebooks, from docs, and from what lies in site/.

Python's own library is enough for this, and the package's list of chapters. Links get other targets where the project's own lead to what is no
page, pictures become files with their words beside them, live figures get a place, widgets (which need a kernel) go.
"""

import base64
import html
import json
import os
import re
import shutil
import tomllib
from pathlib import Path

from gan_lessons import chapters

from tools.site_reference import reference
from tools.site_repository import repository

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
BUILD = SITE / "_build"
FILES = "files"  # the folder of the site with what is no page: pictures, styles, live figures
_LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<target>[^()\s:]+\.png)\)")
_FENCED = re.compile(r"(^```.*?^```$)", flags=re.DOTALL | re.MULTILINE)
_NAVIGATION = re.compile(r"\[(← |Contents\])")  # as `chapters.navigation` begins


def pages() -> dict:
    """What `site/pages.toml` says."""
    return tomllib.loads((SITE / "pages.toml").read_text(encoding="utf-8"))


def figures(weights: Path) -> dict[str, dict]:
    """The live figures of `site/live/figures.toml` whose weights are there, by name."""
    table = tomllib.loads((SITE / "live" / "figures.toml").read_text(encoding="utf-8"))
    return {
        name: row
        for name, row in table.items()
        if all((weights / f"{it}.js").exists() for it in row["weights"])
    }


def minutes(reading: str | None) -> int:
    """How long a chapter says that it takes to read: "40 minutes", "an hour"."""
    found = re.search(r"(\d+) minutes", reading or "0 minutes")
    return int(found[1]) if found else 60


class Stage:
    """Writes the pages that jupyter-book builds.

    Parameters
    ----------
    out : Path
        A folder, which is emptied first.
    address : str
        The repository's, if it is another than `repository` finds.
    weights : Path, optional
        What tools/live_weights.py wrote. A live figure without its weights is left out.
    """

    def __init__(self, out: Path, address: str = "", weights: Path = BUILD / "weights"):
        self.out, self.table, self.weights, self.figures = out, pages(), weights, figures(weights)
        self.repository = repository(address, self.table["repository"])
        self.course = chapters.read()
        self.pages = {f"notebooks/{chapter.file}" for chapter in self.course.chapters}
        self.pages |= {page for part in self.table["part"] for page in part.get("pages", ())}

    def write(self) -> None:
        """Write all of them."""
        shutil.rmtree(self.out, ignore_errors=True)
        for chapter in self.course.chapters:
            self._put(f"notebooks/{chapter.file}", self.notebook(chapter))
        for page in sorted(page for page in self.pages if page.endswith(".md")):
            source = SITE / page if (SITE / page).exists() else ROOT / page
            text = source.read_text(encoding="utf-8").replace("{{install}}", self.repository.install())
            self._put(page, self.linked(text, page))
        self._put("index.md", self.front())
        for name, text in reference(self.table["reference"]).items():
            self._put(name, text)
        self._put("_toc.yml", json.dumps(self.contents(), indent=1))  # JSON is YAML, too
        for name in ("_config.yml", "theme/logo.svg"):
            shutil.copy(SITE / name, self.out)
        shutil.copytree(SITE / "theme", self.out / "_static")
        for name in ("LICENSE", "LICENSE-TEXT"):
            shutil.copy(ROOT / name, self._file(f"{name}.txt"))
        if self.figures:
            shutil.copytree(SITE / "live", self._file("live"))
            for name in {name for row in self.figures.values() for name in row["weights"]}:
                shutil.copy(self.weights / f"{name}.js", self._file(f"live/weights/{name}.js"))

    def contents(self) -> dict:
        """The table of contents, as jupyter-book reads it."""
        parts = []
        for part in self.table["part"]:
            entries = [{"file": page.removesuffix(".md")} for page in part.get("pages", ())]
            entries += [{"file": f"notebooks/{it.name}", "title": it.label} for it in self._chapters(part)]
            if part.get("reference"):
                entries += [
                    {"file": "api/index"},
                    *({"file": f"api/{name}"} for name in self.table["reference"]),
                ]
            parts.append({"caption": part["caption"], "chapters": entries})
        return {"format": "jb-book", "root": "index", "parts": parts}

    def front(self) -> str:
        """The front page, with what the chapters say of themselves."""
        cards = []
        for part in self.table["part"]:
            if of_part := self._chapters(part):
                cards.append(f'<h3>{html.escape(part["caption"])}</h3>\n<div class="cards">')
                cards += [
                    f'<a href="notebooks/{it.name}.html"><b>{html.escape(it.label)}</b> {html.escape(it.question)}</a>'
                    for it in of_part
                ]
                cards.append("</div>")
        first = f"notebooks/{self.course.chapters[0].file}"
        known = {
            "cards": "\n".join(cards),
            "number": str(len(self.course.chapters)),
            "hours": str(round(sum(minutes(it.reading) for it in self.course.chapters) / 60)),
            "binder": self.repository.binder(first) if self.repository.address else "run.html#in-the-browser",
            "invitation": "Move a slider: it draws while you look."
            if "front" in self.figures
            else "Nobody wrote these digits.",
            "figure": self.figure("front", self.still(first, "c03"), up=""),
        }
        text = (SITE / "index.md").read_text(encoding="utf-8")
        return re.sub(r"\{\{(\w+)\}\}", lambda name: known[name[1]], text)

    def notebook(self, chapter: chapters.Chapter) -> str:
        """A chapter: with links that lead somewhere, ways to run it, live figures, and pictures in files."""
        page = f"notebooks/{chapter.file}"
        notebook = json.loads((ROOT / page).read_text(encoding="utf-8"))
        mine = {
            row["heading"]: name for name, row in self.figures.items() if row["chapter"] == chapter.name[:2]
        }
        live = f"\n\n{self.scripts('../')}" if mine else ""
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                names = [f"{chapter.name}-{cell['id']}-{at}" for at in range(len(cell["outputs"]))]
                cell["outputs"] = list(map(self.output, cell["outputs"], names))
                continue
            source = "".join(cell["source"])
            if cell.get("id") == "footer":  # the theme has links to the pages before and after
                source = " · ".join(link for link in source.split(" · ") if re.match(r"\[(Gloss|Exer)", link))
            title, *rest = source.split("\n\n")
            if rest and _NAVIGATION.match(rest[0]):
                source = "\n\n".join([title, self.ways(page), *rest[1:]])
            source = self.linked(source, page)
            for heading in [heading for heading in mine if re.search(_heading(heading), source, re.M)]:
                place = self.figure(mine.pop(heading), "", up=None)
                source = re.sub(
                    _heading(heading), lambda it, place=place: f"{it[0]}\n\n{place}", source, flags=re.M
                )
            cell["source"] = source
        if mine:
            raise ValueError(f"site/live/figures.toml: {page} has no heading {next(iter(mine))!r}.")
        notebook["cells"][-1]["source"] += live
        return json.dumps(notebook, ensure_ascii=False)

    def ways(self, page: str) -> str:
        """The line under a chapter's title: where it can be run."""
        links = [("Run it yourself", "../run.html")]
        if self.repository.address:
            links.append(("Open in Binder", self.repository.binder(page)))
            links.append(("Open in Colab", self.repository.colab(page)))
        found = [f'<a href="{html.escape(target)}">{text}</a>' for text, target in links if target]
        return f'<p class="ways">Shown with the outputs of a real run. {" ".join(found)}</p>'

    def figure(self, name: str, still: str, up: str | None) -> str:
        """The place of a live figure, and what stands there until it lives; the still alone if there is no such figure."""
        if name not in self.figures:
            return still
        scripts = "" if up is None else self.scripts(up)
        return f'<div class="live" data-figure="{name}">{still}</div>{scripts}'

    @staticmethod
    def scripts(up: str) -> str:
        """What a page with live figures loads. `up` leads from its folder to the site's first."""
        place = f"{up}{FILES}/live"
        return f'<link rel="stylesheet" href="{place}/live.css"><script defer src="{place}/live.js"></script>'

    def linked(self, text: str, page: str) -> str:
        """Markdown with links that lead somewhere from the site, to its pages or to the repository, and with its pictures in files."""
        folder = os.path.dirname(page)

        def link(found: re.Match) -> str:
            target, _, anchor = found["target"].partition("#")
            text, anchor = found["text"], f"#{anchor.lower()}" if anchor else ""
            path = os.path.normpath(os.path.join(folder, target))
            if ":" in target:
                return found[0]
            if not target or path in self.pages:
                return f"[{text}]({target}{anchor})"
            if path.startswith("exercises/practice/"):  # made on the reader's machine
                return f"[{text}]({os.path.relpath('run.md', folder)}#the-exercises)"
            self._there(page, path)
            if path in ("LICENSE", "LICENSE-TEXT"):
                return f'<a href="{os.path.relpath(f"{FILES}/{path}.txt", folder or ".")}">{text}</a>'
            return f"[{text}]({self.repository.file(path)})" if self.repository.address else text

        def picture(found: re.Match) -> str:
            path = os.path.normpath(os.path.join(folder, found["target"]))
            self._there(page, path)
            data = (ROOT / path).read_bytes()
            up = os.path.relpath(".", folder or ".") + "/"
            return self._img(data, path.removesuffix(".png").replace("/", "-"), found["alt"], None, up)

        pieces = _FENCED.split(text)
        pieces[::2] = [_PICTURE.sub(picture, _LINK.sub(link, piece)) for piece in pieces[::2]]
        return "".join(pieces)

    @staticmethod
    def _there(page: str, path: str) -> None:
        if not (ROOT / path).exists():
            raise ValueError(
                f"{page} links to {os.path.relpath(path, os.path.dirname(page))}, which is not there."
            )

    def output(self, output: dict, name: str) -> dict:
        """An output without its widget, which would need a kernel, and with its picture in a file.

        jupyter-book would write the picture as well, but without the words and the width that the notebook keeps beside it.
        """
        data = output.get("data", {})
        data.pop("application/vnd.jupyter.widget-view+json", None)
        if "image/png" in data:
            output |= {"data": {"text/html": self.picture(output, name, "../")}, "metadata": {}}
        return output

    def still(self, page: str, cell: str) -> str:
        """The first picture among a cell's stored outputs, for the front page."""
        cells = json.loads((ROOT / page).read_text(encoding="utf-8"))["cells"]
        (outputs,) = [it["outputs"] for it in cells if it.get("id") == cell]
        return self.picture(next(it for it in outputs if "image/png" in it.get("data", {})), "front", "")

    def picture(self, output: dict, name: str, up: str) -> str:
        """Write an output's picture to a file; the <img> that shows it."""
        text, about = output["data"]["image/png"], output["metadata"]["image/png"]
        data = base64.b64decode(text if isinstance(text, str) else "".join(text))
        return self._img(data, name, about["alt"], about["width"], up)

    def _img(self, data: bytes, name: str, alt: str, shown: int | None, up: str) -> str:
        """Write a PNG to a file; the <img> that shows it, so wide, or as wide as it is."""
        self._file(f"pictures/{name}.png").write_bytes(data)
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))  # as every PNG begins
        shown = shown or width
        return (
            f'<img class="picture" src="{up}{FILES}/pictures/{name}.png" alt="{html.escape(alt)}" '
            f'width="{shown}" height="{round(shown * height / width)}" loading="lazy">'
        )

    def _chapters(self, part: dict) -> list[chapters.Chapter]:
        return [chapter for chapter in self.course.chapters if chapter.name[:2] in part.get("chapters", ())]

    def _file(self, name: str) -> Path:
        path = self.out / "extra" / FILES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _put(self, name: str, text: str) -> None:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _heading(text: str) -> str:
    return rf"^#+ {re.escape(text)}$"
