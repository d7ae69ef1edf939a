"""The list of chapters, `chapters.toml`, and what is written from it: links, times, the course's contents.

At a terminal, in the course's folder::

    make contents        # or: python -m gan_lessons.chapters

In each notebook it writes the links to the chapters before and after: under the title, and in a last cell with the id
``footer``. It writes how long the notebook takes into the line that begins with ``**Time:**``; what the author says
behind "on two cores" stays. The list of all chapters goes into the cell ``contents`` of the first notebook, and into
README.md between two comments. Nothing else changes, and a second call changes nothing.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

TABLE = Path(__file__).with_suffix(".toml")
_NAVIGATION = re.compile(r"\[(← |Contents\])")  # how a line of `navigation` begins
_TIME = re.compile(r"^\*\*Time:\*\*(?:.*? on [^.,\n]*)?(?P<rest>.*)$", flags=re.MULTILINE)
_LIST = re.compile(r"(<!-- chapters:.*?-->\n).*?(\n<!-- end of chapters -->)", flags=re.DOTALL)


@dataclass(frozen=True)
class Chapter:
    """An entry of the list. `chapters.toml` says what each field is for."""

    name: str
    title: str
    question: str
    needs: str
    run_all: str
    reading: str | None = None
    exercises: str | None = None

    @property
    def file(self) -> str:
        """The notebook's file name."""
        return f"{self.name}.ipynb"

    @property
    def label(self) -> str:
        """Number and title, such as "13 FID"."""
        return f"{self.name[:2]} {self.title}"


@dataclass(frozen=True)
class Course:
    """The chapters in order, and what their Run All was measured on (as in "on two cores")."""

    chapters: tuple[Chapter, ...]
    machine: str


def read(table: Path = TABLE) -> Course:
    """The list of chapters.

    Parameters
    ----------
    table : Path
        A file such as `chapters.toml`.

    Returns
    -------
    Course

    Raises
    ------
    ValueError
        If an entry lacks a field or has one too many, if a name is not two digits, an underscore and words, or if the
        order is not that of the numbers.
    """
    entries = tomllib.loads(table.read_text(encoding="utf-8"))
    machine = entries.pop("machine", None)
    if not isinstance(machine, str):
        raise ValueError(f'{table.name} should say, at its top, machine = "what Run All was measured on".')
    known = {field.name: field.default is MISSING for field in fields(Chapter) if field.name != "name"}
    for name, entry in entries.items():
        if not re.fullmatch(r"\d\d_\w+", name) or not isinstance(entry, dict):
            raise ValueError(f"{table.name} has an entry {name!r}; it should be a table such as [13_fid].")
        missing = [field for field, needed in known.items() if needed and field not in entry]
        if wrong := [*missing, *(entry.keys() - known.keys())]:
            raise ValueError(
                f"{table.name}, [{name}]: {wrong[0]} is {'missing' if missing else 'not known'}. "
                f"The fields are {', '.join(known)}."
            )
    if [*entries] != sorted(entries):
        raise ValueError(f"{table.name} should list the chapters in the order of their numbers.")
    return Course(tuple(Chapter(name, **entry) for name, entry in entries.items()), machine)


def navigation(course: Course, chapter: Chapter) -> str:
    """The line of links at the top and at the end of a notebook: previous, contents, glossary, exercises, next.

    Parameters
    ----------
    course : Course
    chapter : Chapter
        One of the course's.

    Returns
    -------
    str
        Markdown, without previous in the first chapter, next in the last, and exercises where there are none.
    """
    at = course.chapters.index(chapter)
    contents = course.chapters[0].file if at else ""
    links = [f"[Contents]({contents}#Contents)", "[Glossary](../docs/glossary.md)"]
    if at:
        before = course.chapters[at - 1]
        links.insert(0, f"[← {before.label}]({before.file})")
    if chapter.exercises:
        links.append(f"[Exercises](../exercises/practice/{chapter.exercises}/{chapter.exercises}.ipynb)")
    if chapter != course.chapters[-1]:
        after = course.chapters[at + 1]
        links.append(f"[{after.label} →]({after.file})")
    return " · ".join(links)


def listing(course: Course, folder: str = "") -> str:
    """All chapters, a row each, as a Markdown table.

    Parameters
    ----------
    course : Course
    folder : str
        Where the notebooks lie, seen from the page: "" or such as "notebooks/".

    Returns
    -------
    str
    """
    rows = [
        f"| Notebook | The question it answers | Needs | Time to Run All (`quick`, {course.machine}) |",
        "| --- | --- | --- | --- |",
    ]
    for it in course.chapters:
        rows.append(f"| [{it.label}]({folder}{it.file}) | {it.question} | {it.needs} | {it.run_all} |")
    return "\n".join(rows)


def pages(folder: Path, table: Path = TABLE) -> dict[Path, str]:
    """Every file that is written from the list, as it should be. Writes nothing.

    Parameters
    ----------
    folder : Path
        The course's folder, with README.md, notebooks and exercises in it.
    table : Path
        The list.

    Returns
    -------
    dict of Path to str
        The whole text of README.md and of each notebook.

    Raises
    ------
    ValueError
        If list and files do not agree, or if a file has no place for what belongs there: the message names all of it.
    """
    notebooks, readme = folder / "notebooks", folder / "README.md"
    if not notebooks.is_dir() or not readme.is_file():
        raise ValueError(f"{folder.absolute()} has no notebooks or no README.md; it should be the course's.")
    course = read(table)
    problems = [
        f"notebooks/{path.name} is not listed. Give it an entry in {table.name}."
        for path in sorted(notebooks.glob("*.ipynb"))
        if path.name not in {chapter.file for chapter in course.chapters}
    ]
    texts = {}
    for chapter in course.chapters:
        path = notebooks / chapter.file
        source = folder / "exercises" / "source" / f"{chapter.exercises}/{chapter.exercises}.ipynb"
        if chapter.exercises and not source.exists():
            problems.append(f"{table.name}, [{chapter.name}]: exercises/source has no {chapter.exercises}.")
        if not path.exists():
            problems.append(f"{table.name}, [{chapter.name}]: there is no notebooks/{chapter.file}.")
            continue
        try:
            texts[path] = _notebook(path.read_text(encoding="utf-8"), course, chapter)
        except ValueError as error:
            problems.append(f"notebooks/{chapter.file}: {error}")
    text = readme.read_text(encoding="utf-8")
    rows = listing(course, "notebooks/")
    texts[readme], found = _LIST.subn(lambda place: f"{place[1]}\n{rows}\n{place[2]}", text)
    if found != 1:
        problems.append(
            f"README.md has {found} places for the list, each between <!-- chapters: --> and "
            "<!-- end of chapters -->; it should have one."
        )
    if problems:
        raise ValueError("\n".join(problems))
    return texts


def _notebook(text: str, course: Course, chapter: Chapter) -> str:
    notebook = json.loads(text)
    cells, line = notebook["cells"], navigation(course, chapter)

    if not cells or cells[0]["cell_type"] != "markdown" or not _source(cells[0]).startswith("# "):
        raise ValueError("its first cell should be text that begins with the title: # and a space.")
    title, *rest = _source(cells[0]).split("\n\n")
    if rest and _NAVIGATION.match(rest[0]):
        del rest[0]
    _put(cells[0], "\n\n".join([title, line, *rest]))

    # Looked for everywhere: an author may have added cells behind it.
    footers = [cell for cell in cells if cell.get("id") == "footer"]
    cells[:] = [cell for cell in cells if cell.get("id") != "footer"]
    cells += footers[:1] or [{"cell_type": "markdown", "id": "footer", "metadata": {}, "source": []}]
    _put(cells[-1], line)

    if chapter.reading:
        time = (
            f"**Time:** {chapter.reading} of reading and experimenting; *Run All* at the `quick` budget takes "
            f"{chapter.run_all} on {course.machine}"
        )
        found = 0
        for cell in cells:
            if cell["cell_type"] == "markdown":
                # A function, since a replacement text would have its backslashes read.
                source, count = _TIME.subn(lambda line: time + (line["rest"] or "."), _source(cell))
                _put(cell, source)
                found += count
        if found != 1:
            raise ValueError(f"it has {found} lines that begin with **Time:**; it should have one.")

    if chapter == course.chapters[0]:
        try:
            (cell,) = [cell for cell in cells if cell.get("id") == "contents"]
        except ValueError:
            raise ValueError("the first notebook should have one cell with the id contents.") from None
        _put(cell, f"## Contents\n\n{listing(course)}")
    # As nbformat and JupyterLab write it: a file that is as it should be comes out byte by byte.
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _put(cell: dict, source: str) -> None:
    cell["source"] = source.splitlines(keepends=True)


def write(folder: Path, table: Path = TABLE) -> list[Path]:
    """Write what `pages` says, and return the files that changed. None is touched if anything is wrong."""
    changed = []
    for path, text in pages(folder, table).items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``python -m gan_lessons.chapters [FOLDER]``; return 0, or 1 if something is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m gan_lessons.chapters", description=__doc__.splitlines()[0]
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="the course's (default: this)")
    try:
        changed = write(parser.parse_args(argv).folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(f"written: {path}")
    if not changed:
        print("Notebooks and README.md are as the list of chapters says.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
