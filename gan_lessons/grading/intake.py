"""What of a handed-in folder is taken: one regular file of the expected name, and nothing else.

Whatever else lies there is left where it is, and named: Python imports what lies beside it, Jupyter and IPython run what start-up
files say, and a link leads wherever its maker wants. Folders and files are opened without following links.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

SUBMITTED, ACCEPTED = "submitted", "accepted"
TIMESTAMP = "timestamp.txt"  # of nbgrader's exchange: when it was handed in
MOST_BYTES = 10_000_000  # of a notebook
MOST_FILES = 20  # that are collected of a submission
NAME = re.compile(r"\w([\w.@+' -]{0,98}[\w.@+'-])?")


@dataclass
class Taken:
    """What was taken of one submission.

    Parameters
    ----------
    problem : str
        Why it cannot be graded; "" if it can.
    left_out : list of str
        What was not taken, in words.
    """

    problem: str = ""
    left_out: list[str] = field(default_factory=list)

    @property
    def remark(self) -> str:
        """What was left out, in one line."""
        shown = self.left_out[:5] + ([f"{len(self.left_out) - 5} more"] if len(self.left_out) > 5 else [])
        return f"left out: {'; '.join(shown)}" if shown else ""


def take(course: str | Path, student: str, name: str) -> Taken:
    """Copy a submission's notebook from `submitted` to `accepted`, closed to others; what lay there before is removed.

    Parameters
    ----------
    course : str or Path
    student, name : str
        The folders: ``submitted/STUDENT/NAME/NAME.ipynb``.
    """
    course, taken = Path(course), Taken()
    accepted = course / ACCEPTED
    accepted.mkdir(mode=0o700, exist_ok=True)
    target = accepted / student / name
    if not _is_name(student):
        taken.problem = f"{student!r} is no name that a folder of a student can have: letters, digits and . _ @ + ' - in it."
        return taken
    shutil.rmtree(target, ignore_errors=True)
    wanted = f"{name}.ipynb"
    try:
        folder = _open_folder(course / SUBMITTED, student, name)
    except OSError:
        taken.problem = f"{SUBMITTED}/{student}/{name} is no folder of its own (links are not followed)."
        return taken
    try:
        content, date = None, None
        for entry in sorted(os.listdir(folder)):
            about = os.stat(entry, dir_fd=folder, follow_symlinks=False)
            if entry == wanted:
                taken.problem = _refusal(entry, about) or _shared(course, student, name, about)
                content = None if taken.problem else _read(folder, entry)
            elif entry == TIMESTAMP and not _refusal(entry, about) and _is_date(date := _read(folder, entry)):
                continue
            elif entry == TIMESTAMP:
                date = None
                taken.left_out.append(
                    f"{TIMESTAMP}{_kind(about.st_mode)}: expected a date like 2027-02-01 14:30:00 UTC"
                )
            elif entry != ".ipynb_checkpoints":
                taken.left_out.append(f"{_shown(entry)}{_kind(about.st_mode)}: expected {wanted}")
    finally:
        os.close(folder)
    if content is None:
        if not taken.problem:
            taken.problem = taken.left_out.pop(0) if len(taken.left_out) == 1 else f"there is no {wanted}"
        return taken
    target.mkdir(parents=True, mode=0o700)
    for file, data in ((wanted, content), (TIMESTAMP, date)):
        if data is not None:
            (target / file).touch(mode=0o600)
            (target / file).write_bytes(data)
    return taken


def copy_plain(source: str | Path, target: str | Path) -> None:
    """Copy the notebooks of a folder and its date, and nothing else of it: no link is followed, and no folder entered.

    Parameters
    ----------
    source : str or Path
        Of nbgrader's exchange: anybody's.
    target : str or Path
        A new folder, closed to others.
    """
    source, target = Path(source), Path(target)
    target.mkdir(mode=0o700)
    try:
        folder = _open_folder(source.parent, source.name)
    except OSError:  # a link: what was handed in is nothing
        return
    try:
        wanted = [one for one in sorted(os.listdir(folder)) if one.endswith(".ipynb") or one == TIMESTAMP]
        for entry in wanted[:MOST_FILES]:
            with contextlib.suppress(OSError):  # what vanishes meanwhile was not handed in
                about = os.stat(entry, dir_fd=folder, follow_symlinks=False)
                data = None if _refusal(entry, about) else _read(folder, entry)
                if data is not None and (entry != TIMESTAMP or _is_date(data)):
                    (target / entry).touch(mode=0o600)
                    (target / entry).write_bytes(data)
    finally:
        os.close(folder)


def handed_in(course: str | Path, names: list[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """What lies in `submitted`.

    Parameters
    ----------
    course : str or Path
    names : list of str
        The assignments of the course.

    Returns
    -------
    submissions : list of (str, str)
        Student and assignment, wherever there is such a folder.
    astray : list of str
        What lies elsewhere, where nobody would grade it, in words.
    """
    submissions, astray, root = [], [], Path(course, SUBMITTED)
    for student in sorted(root.iterdir()) if root.is_dir() else ():
        where = f"{SUBMITTED}/{_shown(student.name)}"
        if student.name == ".ipynb_checkpoints":
            continue
        if not _is_name(student.name):
            astray.append(
                f"{where}: is no name that a student's folder can have (letters, digits and . _ @ + ' - in it)"
            )
            continue
        if student.is_symlink() or not student.is_dir():
            astray.append(
                f"{where}{_kind(student.lstat().st_mode)}: expected {SUBMITTED}/STUDENT/NAME/NAME.ipynb"
            )
            continue
        for path in sorted(student.iterdir()):
            if path.name in names:
                submissions.append((student.name, path.name))
            elif student.name in names:
                astray.append(
                    f"{where}/{_shown(path.name)}: the student's folder comes first, {SUBMITTED}/STUDENT/{student.name}"
                )
            elif path.suffix == ".ipynb":
                astray.append(
                    f"{where}/{_shown(path.name)}: expected in a folder of its assignment, {where}/NAME/NAME.ipynb"
                )
            elif not path.name.startswith("."):
                astray.append(f"{where}/{_shown(path.name)}: there is no assignment of this name")
    return submissions, astray


def _open_folder(root: Path, *parts: str) -> int:
    """A file descriptor of a folder, reached without a link."""
    flags = os.O_RDONLY | os.O_DIRECTORY
    here = os.open(root, flags)
    for part in parts:
        try:
            below = os.open(part, flags | os.O_NOFOLLOW, dir_fd=here)
        finally:
            os.close(here)
        here = below
    return here


def _refusal(name: str, about: os.stat_result) -> str:
    """Why a file is not read, or ""."""
    if not stat.S_ISREG(about.st_mode):
        return f"{name}{_kind(about.st_mode)}: expected a file of this name"
    if about.st_size > MOST_BYTES:
        return f"{name} has {about.st_size / 1e6:.0f} MB: expected at most {MOST_BYTES / 1e6:.0f}"
    return ""


def _shared(course: Path, student: str, name: str, about: os.stat_result) -> str:
    """Why a file that has several names (hard links) is not this student's own, or "".

    Of students who share a file it is that one's whose folder was last changed first: to add a name changes the folder.
    """
    if about.st_nlink == 1:
        return ""
    mine = (course / SUBMITTED / student / name).stat().st_mtime_ns
    others = [*(course / SUBMITTED).glob(f"*/{name}/{name}.ipynb"), *(course / "source").glob("*/*.ipynb")]
    for path in others:
        other = path.lstat()
        owner = path.parts[-3]
        linked = path.parent.is_symlink() or path.parents[1].is_symlink()  # refused for that
        same = (
            (other.st_dev, other.st_ino) == (about.st_dev, about.st_ino) and owner != student and not linked
        )
        if same and (owner == "source" or path.parent.stat().st_mtime_ns <= mine):
            whose = "the instructor's" if owner == "source" else f"{_shown(owner)}'s"
            return f"{name}.ipynb is another name of {whose} file (a hard link): expected a file of its own"
    return ""


def _read(folder: int, name: str) -> bytes:
    """A file's content; what it became between the look and this is looked at again."""
    with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(f"{name} is no longer a file")
        return file.read(MOST_BYTES + 1)


def _is_name(student: str) -> bool:
    return bool(NAME.fullmatch(unicodedata.normalize("NFC", student)))


def _is_date(data: bytes) -> bool:
    """Whether this is a date as nbgrader writes it: it stops at another."""
    from nbgrader.utils import parse_utc

    try:
        parse_utc(data[:100].decode().strip())
    except Exception:
        return False
    return len(data) < 100


def _kind(mode: int) -> str:
    kinds = {
        stat.S_IFLNK: " (a link)",
        stat.S_IFDIR: " (a folder)",
        stat.S_IFIFO: " (a FIFO)",
        stat.S_IFREG: "",
    }
    return kinds.get(stat.S_IFMT(mode), " (a device or a socket)")


def _shown(name: str) -> str:
    """A file's name, in one line that no terminal takes for a command."""
    return name if name.isprintable() and len(name) < 80 else ascii(name)[:80]
