"""What a learner has done, on this machine alone: questions had right, and what the answers to exercises earned.

It is kept in one file, a line of JSON for each thing that happened, so that two notebooks can write at the same time and nothing is lost
with a line that is damaged. The file is `progress.jsonl` in the folder `.gan_lessons` of your home, or where the environment variable
GAN_LESSONS_PROGRESS says. Delete it to begin anew; copy it to take your progress along. Nobody else reads it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from gan_lessons import chapters, files, numeric, questions


def place() -> Path:
    """The file in which progress is kept; it need not exist yet."""
    given = os.environ.get("GAN_LESSONS_PROGRESS")
    if given:
        return files.path_of("GAN_LESSONS_PROGRESS", given, "the file in which progress is kept")
    return Path.home() / ".gan_lessons" / "progress.jsonl"


def key(question: str) -> str:
    """A short name of a question, which stays the same when questions are added before it."""
    return hashlib.sha256(question.encode()).hexdigest()[:12]


@dataclass
class Progress:
    """What the file says.

    Attributes
    ----------
    right : dict of str to dict of str to bool
        By chapter ("07") and `key` of a question, whether it was had right.
    points : dict of str to dict of str to float
        By assignment ("07_dcgan_mnist") and task, what the last answer earned.
    possible : dict of str to float
        By assignment, the points of all its tasks.
    """

    right: dict[str, dict[str, bool]] = field(default_factory=dict)
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    possible: dict[str, float] = field(default_factory=dict)


def note_question(chapter: str, question: str, right: bool) -> None:
    """Keep whether a question was had right.

    Parameters
    ----------
    chapter : str
        Two digits.
    question : str
        Its text.
    right : bool

    Warns
    -----
    UserWarning
        If the file cannot be written; nothing else fails for that.
    """
    right = numeric.flag("right", right)
    _append({"chapter": chapter, "question": key(question), "right": right})


def note_points(assignment: str, task: str, points: float, possible: float) -> None:
    """Keep what the answer to a task earned.

    Parameters
    ----------
    assignment, task : str
        "07_dcgan_mnist", and the name of the task in it.
    points : float
        What the answer earned.
    possible : float
        What all tasks of the assignment can earn.

    Warns
    -----
    UserWarning
        If the file cannot be written; nothing else fails for that.
    """
    points = numeric.real("points", points, least=0.0)
    possible = numeric.real("possible", possible, least=points)
    _append({"assignment": assignment, "task": task, "points": points, "possible": possible})


def read() -> Progress:
    """What has been kept so far; nothing, if there is no file or it cannot be read."""
    found = Progress()
    try:
        lines = place().read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            event = json.loads(line)
            if "question" in event:
                found.right.setdefault(event["chapter"], {})[event["question"]] = bool(event["right"])
            else:
                of = event["assignment"]
                found.points.setdefault(of, {})[event["task"]] = float(event["points"])
                found.possible[of] = float(event["possible"])
        except (ValueError, KeyError, TypeError):
            continue  # a line that was cut off, or that somebody wrote
    return found


@dataclass(frozen=True)
class Row:
    """A chapter that was begun: how many of its questions were had right, and the points of its exercises."""

    chapter: chapters.Chapter
    right: int
    asked: int
    points: float
    possible: float | None

    @property
    def done(self) -> bool:
        """Whether every question was had right, and every point earned if the chapter has exercises."""
        earned = self.chapter.exercises is None or (
            self.possible is not None and self.points >= self.possible
        )
        return self.right == self.asked and earned


@dataclass(frozen=True)
class Report:
    """The chapters that were begun, as a notebook shows them."""

    rows: tuple[Row, ...]
    n_chapters: int

    def _cells(self) -> list[tuple[str, str, str, str]]:
        cells = []
        for row in self.rows:
            if row.chapter.exercises is None:
                points = "no exercises"
            elif row.possible is None:
                points = "not tried"
            else:
                points = f"{row.points:g} of {row.possible:g}"
            cells.append(("✓" if row.done else "", row.chapter.label, f"{row.right} of {row.asked}", points))
        return cells

    def __repr__(self) -> str:
        if not self.rows:
            return "Nothing is ticked yet."
        return "\n".join(f"{tick or ' '} {label}: {n}; {points}" for tick, label, n, points in self._cells())

    def _repr_markdown_(self) -> str:
        if not self.rows:
            return (
                "Nothing is ticked yet. Each chapter ends in *Check yourself*: tick there what you had right. The points of exercises "
                f"arrive by themselves. Run this cell again to see them. They are kept in `{_shown(place())}`, on this machine alone."
            )
        lines = ["| | Chapter | Questions had right | Points of exercises |", "| --- | --- | --- | --- |"]
        for (tick, label, right, points), row in zip(self._cells(), self.rows, strict=True):
            lines.append(f"| {tick} | [{label}]({row.chapter.file}) | {right} | {points} |")
        done = sum(row.done for row in self.rows)
        lines.append(
            f"\n{done} of {self.n_chapters} chapters done, {len(self.rows)} begun (kept in `{_shown(place())}`, on this machine alone)."
        )
        return "\n".join(lines)


def report() -> Report:
    """The chapters that were begun, with ticks for those that are done. Run it again to see what has been added."""
    found, course = read(), chapters.read()
    rows = []
    for chapter in course.chapters:
        number = chapter.name[:2]
        keys = {key(question.text) for question in questions.load(number)}
        right = sum(found.right.get(number, {}).get(each, False) for each in keys)
        tried = chapter.exercises in found.possible
        if number in found.right or tried:
            points = sum(found.points[chapter.exercises].values()) if tried else 0.0
            rows.append(
                Row(
                    chapter,
                    right,
                    len(keys),
                    points,
                    found.possible[chapter.exercises] if tried else None,
                )
            )
    return Report(tuple(rows), len(course.chapters))


def _append(event: dict) -> None:
    path = place()
    line = json.dumps({"at": datetime.datetime.now().isoformat(timespec="seconds"), **event}) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # One write of one short line, at the end: notebooks that write at the same time do not mix.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
    except OSError as error:
        warnings.warn(
            f"Your progress could not be kept in {path} ({error.strerror}); set GAN_LESSONS_PROGRESS to a file that you may write.",
            stacklevel=3,
        )


def _shown(path: Path) -> str:
    """The path, with "~" for the home."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
