"""The list of chapters, and what is written from it into the notebooks, notebook 00 and the README."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from gan_lessons import chapters

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
COURSE = chapters.read()
LINK = re.compile(r"\[([^\]]+)\]\(([^)#]*)(#\w+)?\)")
NEW = """
[21_new]
title = "A new one"
question = "Is it in?"
needs = "20"
reading = "ten minutes"
run_all = "about an hour"
exercises = "21_new"
"""


def cells(path):
    return nbformat.read(path, as_version=4).cells


def text(path):
    return path.read_text(encoding="utf-8")


def test_make_contents_has_been_run():
    pages = chapters.pages(ROOT)
    assert {path.name for path in pages} == {
        "README.md",
        *(path.name for path in ROOT.glob("notebooks/*.ipynb")),
    }
    assert [path.name for path, wanted in pages.items() if text(path) != wanted] == [], "run make contents"


@pytest.mark.parametrize("chapter", COURSE.chapters, ids=lambda chapter: chapter.name)
def test_the_links_of_a_notebook_lead_somewhere_and_to_its_neighbours(chapter):
    path = ROOT / "notebooks" / chapter.file
    first, *_, last = cells(path)
    line = first.source.split("\n\n")[1]
    assert (last.id, last.cell_type, last.source) == ("footer", "markdown", line)

    links = {label: (target, anchor) for label, target, anchor in LINK.findall(line)}
    assert " · ".join(f"[{label}]({target}{anchor})" for label, (target, anchor) in links.items()) == line
    at = COURSE.chapters.index(chapter)
    previous = [f"← {it.label}" for it in COURSE.chapters[:at]][-1:]
    following = [f"{it.label} →" for it in COURSE.chapters[at + 1 :]][:1]
    exercises = ["Exercises"] * (chapter.exercises is not None)
    assert [*links] == [*previous, "Contents", "Glossary", *exercises, *following]
    for target, anchor in links.values():
        # A learner's copy, which is made from the source.
        source = re.sub(r"^\.\./exercises/practice/", "../exercises/source/", target)
        assert (path.parent / (source or path.name)).is_file(), target
        if anchor:
            page = path.parent / (target or path.name)
            assert f"## {anchor[1:]}" in "\n".join(cell.source for cell in cells(page)).splitlines()


@pytest.fixture
def course(tmp_path):
    """A small course in a folder of its own (chapters 00, 01 and 20), and its list."""
    keep = ("00_start_here", "01_what_gans_are", "20_semi_supervised_gan")
    head, *entries = re.split(r"\n(?=\[)", text(chapters.TABLE))
    table = tmp_path / "chapters.toml"
    table.write_text(
        "\n".join([head, *(e for e in entries if e.startswith(tuple(f"[{k}]" for k in keep)))]),
        encoding="utf-8",
    )
    (tmp_path / "notebooks").mkdir()
    for name in keep:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", tmp_path / "notebooks")
    add_exercises(tmp_path, keep[-1])
    shutil.copy(ROOT / "README.md", tmp_path)
    chapters.write(tmp_path, table)
    return tmp_path, table


def add_exercises(folder, name):
    path = folder / "exercises" / "source" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)  # two chapters may share an assignment
    path.touch()


def add_notebook(folder, *sources):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])
    path = folder / "notebooks" / "21_new.ipynb"
    nbformat.write(made, path)
    return path


def add_entry(table, entry=NEW):
    table.write_text(text(table) + entry, encoding="utf-8")


def snapshot(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_entry_changes_its_neighbour_its_own_notebook_and_both_lists(course):
    folder, table = course
    before, readme = snapshot(folder), text(folder / "README.md")
    new = add_notebook(
        folder, "# 21 · New\n\n**One sentence.**", "Do.\n\n**Time:**\n**From before:** 20", "End."
    )
    add_exercises(folder, "21_new")
    add_entry(table)

    changed = chapters.write(folder, table)
    assert {path.name for path in changed} == {
        "README.md",
        "00_start_here.ipynb",
        "20_semi_supervised_gan.ipynb",
        "21_new.ipynb",
    }
    line = (
        "[← 20 Semi-supervised GAN](20_semi_supervised_gan.ipynb) · [Contents](00_start_here.ipynb#Contents) · [Glossary](../docs/glossary.md) · "
        "[Exercises](../exercises/practice/21_new/21_new.ipynb)"
    )
    time = "**Time:** ten minutes of reading and experimenting; *Run All* at the `quick` budget takes about an hour on two cores."
    assert [cell.source for cell in cells(new)] == [
        f"# 21 · New\n\n{line}\n\n**One sentence.**",
        f"Do.\n\n{time}\n**From before:** 20",
        "End.",
        line,
    ]
    nbformat.validate(nbformat.read(new, as_version=4))
    for number in (0, -1):
        assert (
            "· [21 A new one →](21_new.ipynb)"
            in cells(folder / "notebooks/20_semi_supervised_gan.ipynb")[number].source
        )
    row = "| [21 A new one]({}21_new.ipynb) | Is it in? | 20 | about an hour |"
    assert row.format("notebooks/") in text(folder / "README.md")
    (contents,) = [cell for cell in cells(folder / "notebooks/00_start_here.ipynb") if cell.id == "contents"]
    assert contents.source.endswith(row.format(""))

    # Everything else is as it was, byte by byte; and a second call finds nothing to do.
    assert text(folder / "README.md").replace(row.format("notebooks/") + "\n", "") == readme
    neighbour = folder / "notebooks/20_semi_supervised_gan.ipynb"
    assert text(neighbour).replace(" · [21 A new one →](21_new.ipynb)", "").encode() == before[neighbour]
    assert chapters.write(folder, table) == []


def test_what_an_author_adds_stays_and_the_footer_goes_last_again(course):
    folder, table = course
    path = add_notebook(
        folder, "# 21 · New", "**Time:** a day of *Run All* on four cores, half of it training. Long."
    )
    add_exercises(folder, "21_new")
    add_entry(table)
    chapters.write(folder, table)
    assert cells(path)[1].source.endswith("about an hour on two cores, half of it training. Long.")

    notebook = json.loads(text(path))
    notebook["cells"].append({"cell_type": "markdown", "id": "more", "metadata": {}, "source": "More."})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    chapters.write(folder, table)
    assert [cell.id for cell in cells(path)][-2:] == ["more", "footer"]
    assert len(cells(path)) == 4


TITLE, TIME = "# 21 · New", "**Time:**"


@pytest.mark.parametrize(
    "sources, entry, exercises, says",
    [
        ([TITLE, TIME], "", True, "notebooks/21_new.ipynb is not listed. Give it an entry in chapters.toml"),
        (None, NEW, True, r"chapters.toml, \[21_new\]: there is no notebooks/21_new.ipynb"),
        ([TITLE, TIME], NEW, False, r"\[21_new\]: exercises/source has no 21_new"),
        (
            ["21 · New", TIME],
            NEW,
            True,
            "21_new.ipynb: its first cell should be text that begins with the title",
        ),
        ([TITLE], NEW, True, "21_new.ipynb: it has 0 lines that begin with .*; it should have one"),
        ([TITLE, TIME, TIME], NEW, True, "21_new.ipynb: it has 2 lines"),
        (
            [TITLE, TIME],
            NEW.replace("needs", "need"),
            True,
            r"\[21_new\]: needs is missing. The fields are title",
        ),
        ([TITLE, TIME], f'{NEW}minutes = "3"\n', True, r"\[21_new\]: minutes is not known"),
        ([TITLE, TIME], NEW.replace("[21_new]", "[new]"), True, "entry 'new'; it should be a table such as"),
        ([TITLE, TIME], NEW.replace("[21_new]", "[19_new]"), True, "in the order of their numbers"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(course, sources, entry, exercises, says):
    folder, table = course
    if sources:
        add_notebook(folder, *sources)
    if exercises:
        add_exercises(folder, "21_new")
    add_entry(table, entry)
    before = snapshot(folder)
    with pytest.raises(ValueError, match=says):
        chapters.write(folder, table)
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    "file, gone, says",
    [
        ("README.md", "<!-- end of chapters -->", "README.md has 0 places for the list"),
        ("notebooks/00_start_here.ipynb", '"id": "contents"', "should have one cell with the id contents"),
    ],
)
def test_a_missing_place_for_the_list_is_said(course, file, gone, says):
    folder, table = course
    path = folder / file
    assert gone in text(path)
    path.write_text(
        text(path).replace(gone, gone.replace("contents", "c").replace("chapters", "c")), encoding="utf-8"
    )
    with pytest.raises(ValueError, match=says):
        chapters.pages(folder, table)


def test_the_command_needs_no_backend_and_says_what_it_did(tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for chapter in COURSE.chapters:
        if chapter.exercises:
            add_exercises(tmp_path, chapter.exercises)
    code = (
        "import sys\nfrom gan_lessons import chapters\nstatus = chapters.main(sys.argv[1:])\n"
        "print([name for name in ('tensorflow', 'keras', 'jax', 'torch') if name in sys.modules])\nsys.exit(status)"
    )

    def command():
        return subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)

    run = command()
    assert run.returncode == 1 and "no README.md; it should be the course's" in run.stderr
    readme = tmp_path / "README.md"
    readme.write_text(text(ROOT / "README.md").replace("13 FID", "13 Fid"), encoding="utf-8")
    run = command()
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [f"written: {readme}", "[]"]
    assert text(readme) == text(ROOT / "README.md")
    assert "are as the list of chapters says" in command().stdout
