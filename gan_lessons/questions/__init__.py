"""Questions to check yourself with: one Markdown file a chapter, answers hidden until asked for.

An author writes `questions/NN.md`. A second-level heading is a question, the text beneath it the answer::

    ## Why is the first thing that a discriminator learns not worth much?
    Because noise is told from digits by a single dark corner.

A question may offer answers to choose from, right ones marked with an x; each says beneath, indented, why::

    ## D answers 50 % to every image. What is its loss?
    - [ ] 0.5
      That is its accuracy. The loss is a mean of logarithms.
    - [x] ln 2, about 0.693
      -log(1/2), whatever the image.

    Text after the choices, if there is any, is shown with each of them.

In a notebook this becomes `<details>` elements: they open with mouse and keyboard, need no kernel and no JavaScript,
and work on a static page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_CHOICE = re.compile(r"- \[(.)\] +(.+)")


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from, and why it is right or wrong. Markdown."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """A question, its answer (which may be empty if there are choices), and the choices. Markdown."""

    text: str
    answer: str
    choices: tuple[Choice, ...] = ()

    def _markdown(self, number: int) -> str:
        lines = [f"**{number}.** {self.text}"]
        if not self.choices:
            lines.append(_details("Show the answer", self.answer))
        for choice in self.choices:
            verdict = "**Right.**" if choice.right else "**Not this one.**"
            lines.append(_details(_inline(choice.text), f"{verdict} {choice.why}\n\n{self.answer}".strip()))
        return lines[0] + "\n\n" + "\n>\n".join(lines[1:])


@dataclass(frozen=True)
class Questions:
    """The questions of one chapter. A notebook shows them; iterate over them for their texts."""

    items: tuple[Question, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.items)

    def __getitem__(self, index: int) -> Question:
        return self.items[index]

    def __repr__(self) -> str:
        return "\n".join(f"{i}. {q.text}" for i, q in enumerate(self.items, 1))

    def _repr_markdown_(self) -> str:
        return "\n\n".join(q._markdown(i) for i, q in enumerate(self.items, 1))


def load(chapter: str | int | Path) -> Questions:
    """Read the questions of a chapter.

    Parameters
    ----------
    chapter : str, int or Path
        "07" or 7 for the course's own; a Path for a file of yours.

    Returns
    -------
    Questions

    Raises
    ------
    ValueError
        If there are none for this chapter, or the file is not written as this module's text says; the message names
        file and line.
    """
    if not isinstance(chapter, Path):
        name = f"{chapter:02d}" if isinstance(chapter, int) else chapter
        known = sorted(p.stem for p in FOLDER.glob("*.md"))
        if name not in known:
            raise ValueError(
                f"there are no questions for chapter {name!r}; there are for: {', '.join(known) or 'none'}."
            )
        chapter = FOLDER / f"{name}.md"
    return Questions(tuple(_parse(chapter.read_text("utf-8"), chapter.name)))


def _parse(text: str, name: str) -> list[Question]:
    sections: list[tuple[int, str, list[str]]] = []
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= line.lstrip().startswith("```")  # a comment in code is no heading
        if line.startswith("## ") and not fenced:
            sections.append((number, line[3:].strip(), []))
        elif sections:
            sections[-1][2].append(line)
        elif line.strip() and not line.startswith("# "):
            raise ValueError(
                f"{name}, line {number}: text before the first question; begin questions with '## '."
            )
    if not sections:
        raise ValueError(f"{name} holds no question; begin each with '## '.")
    return [_question(heading, body, f"{name}, line {number}") for number, heading, body in sections]


def _question(heading: str, body: list[str], where: str) -> Question:
    choices: list[tuple[str, str, list[str]]] = []
    rest: list[str] = []
    for line in body:
        match = _CHOICE.fullmatch(line.rstrip())
        if match and not any(r.strip() for r in rest):
            if match[1] not in " xX":
                raise ValueError(f"{where}: a choice begins with '- [ ]' or '- [x]'; found {line!r}.")
            choices.append((match[1], match[2], []))
        elif choices and line.startswith("  ") and not rest:
            choices[-1][2].append(line.strip())
        elif line.strip() or rest:
            rest.append(line)
    answer = "\n".join(rest).strip()
    if not heading:
        raise ValueError(f"{where}: a question without text; write it behind '## '.")
    if not choices and not answer:
        raise ValueError(f"{where}: {heading!r} has no answer; write it beneath the heading.")
    for _, text, why in choices:
        if not why:
            raise ValueError(
                f"{where}: the choice {text!r} does not say why; write that beneath it, indented."
            )
    if choices and not any(mark in "xX" for mark, _, _ in choices):
        raise ValueError(f"{where}: {heading!r} has no right choice; mark at least one with '- [x]'.")
    return Question(
        heading, answer, tuple(Choice(t, mark in "xX", " ".join(why)) for mark, t, why in choices)
    )


def _details(summary: str, body: str) -> str:
    """Folded text, in a quotation so that it stands apart from the next question."""
    lines = f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>".splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _inline(text: str) -> str:
    """Markdown is not read inside a summary: code and emphasis are turned into HTML here."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)
