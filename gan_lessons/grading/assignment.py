"""One exercise notebook: its tasks, and what an answer scores, found out in this process in a second.

nbgrader's own way (a kernel for each submission) takes ten. Authors and the tests of this project try hundreds of answers.
"""

from __future__ import annotations

import re
import signal
import threading
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import nbformat

SEED = re.compile(r"^COURSE_SEED = \d+", re.MULTILINE)
CANARY = "canary"
GRADERS = "for the grader alone"  # of the line above the canary
WRITE_HERE = "*Your answer goes here.*"
STUB = 'raise NotImplementedError("Your turn: replace this line.")'
_HIDDEN = re.compile(r"^### BEGIN HIDDEN TESTS\n.*?^### END HIDDEN TESTS\n?", re.MULTILINE | re.DOTALL)
_SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n.*?^[ \t]*### END SOLUTION$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Test:
    """One cell of tests: its name, its source and what it is worth."""

    name: str
    source: str
    points: float

    @property
    def visible(self) -> str:
        """What of it a learner sees."""
        return _HIDDEN.sub("", self.source)


@dataclass(frozen=True)
class Task:
    """One autograded task: the cell that a learner fills in, and the cells that test it."""

    name: str
    text: str
    solution: str
    tests: list[Test] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(test.points for test in self.tests)

    @property
    def stub(self) -> str:
        """The cell as a learner gets it."""
        return _SOLUTION.sub(lambda found: found[1] + STUB, self.solution)


class Assignment:
    """An exercise notebook of `exercises/source`.

    Parameters
    ----------
    path : str or Path
        The notebook.
    seed : int
        The course seed, which the hidden tests draw their inputs from.

    Attributes
    ----------
    name : str
        Of the notebook.
    tasks : list of Task
        The autograded ones, in order.
    given : list of str
        The code cells that a learner only runs.
    written : list of str
        The names of the questions that a person grades.

    Raises
    ------
    ValueError
        If the notebook is not in the form that `docs/authors.md` describes.
    """

    def __init__(self, path: str | Path, seed: int = 0):
        self.path, self.name = Path(path), Path(path).stem
        self.tasks: list[Task] = []
        self.given: list[str] = []
        self.written: list[str] = []
        self.has_canary = False
        text = ""
        for cell in nbformat.read(path, 4).cells:
            about = cell.metadata.get("nbgrader", {})
            name, source = about.get("grade_id", ""), with_seed(cell.source, seed)
            if cell.cell_type == "markdown":
                if about.get("solution"):
                    self.written.append(name)
                text = source
            elif not about or not (about["solution"] or about["grade"]):
                self.given.append(source)
            elif about["solution"]:
                self.tasks.append(Task(name, text, source))
            elif name == CANARY:
                self.has_canary = True
            elif self.tasks and name.startswith(self.tasks[-1].name + "_"):
                self.tasks[-1].tests.append(Test(name, source, float(about["points"])))
            else:
                raise ValueError(
                    f"{self.name}: the test cell {name!r} follows no task of that name; "
                    "tests of the task 'slerp' are 'slerp_1', 'slerp_2', right after it."
                )

    @property
    def points(self) -> float:
        """Of the autograded tasks."""
        return sum(task.points for task in self.tasks)

    def namespace(self) -> dict:
        """What the given cells define."""
        space: dict = {"__name__": "__main__"}
        for source in self.given:
            with _silence():
                exec(compile(source, f"<{self.name}, given>", "exec"), space)
        return space

    def score(
        self, task: Task, answer: str, given: dict | None = None, seconds: float = 30
    ) -> dict[str, float]:
        """What an answer to one task earns.

        Parameters
        ----------
        task : Task
        answer : str
            Source of the cell.
        given : dict, optional
            What `namespace` gave; it is not changed.
        seconds : float
            Limit for each cell.

        Returns
        -------
        dict
            Points of each test cell.
        """
        space = dict(self.namespace() if given is None else given)
        self._run(answer, space, seconds)
        return {
            test.name: test.points if self._run(test.source, space, seconds) is None else 0.0
            for test in task.tests
        }

    def first_error(self, task: Task, answer: str, given: dict | None = None, seconds: float = 30):
        """The first exception that an answer or its tests raise, or None."""
        space = dict(self.namespace() if given is None else given)
        for source in (answer, *(test.source for test in task.tests)):
            error = self._run(source, space, seconds)
            if error is not None:
                return error
        return None

    def _run(self, source: str, space: dict, seconds: float) -> BaseException | None:
        try:
            with _limit(seconds), _silence():
                exec(compile(source, f"<{self.name}>", "exec"), space)
        except (Exception, SystemExit) as error:
            return error
        return None


def with_seed(source: str, seed: int) -> str:
    """The same cell with the course seed in its hidden tests."""
    return SEED.sub(f"COURSE_SEED = {int(seed)}", source)


def practice(path: str | Path) -> nbformat.NotebookNode:
    """What a learner gets of an exercise, for those who have no instructor: made without nbgrader, and not for handing in.

    Parameters
    ----------
    path : str or Path
        A notebook of `exercises/source`.

    Returns
    -------
    NotebookNode
        Stubs in the place of solutions, and the visible tests; cells for the grader alone are left out.
    """
    notebook = nbformat.read(path, 4)
    cells = []
    for cell in notebook.cells:
        about = cell.metadata.pop("nbgrader", {})
        if about.get("solution"):
            cell.source = (
                WRITE_HERE
                if cell.cell_type == "markdown"
                else _SOLUTION.sub(lambda found: found[1] + STUB, cell.source)
            )
        elif about.get("grade"):
            cell.source = _HIDDEN.sub("", cell.source).rstrip()
            if all(line.startswith("#") for line in cell.source.splitlines()):
                continue
        cells.append(cell)
    notebook.cells = cells[:-1] if GRADERS in cells[-1].source else cells
    return notebook


@dataclass(frozen=True)
class Answer:
    """One answer of the corpus: to which task, whether it is right, and what it is or what is wrong with it."""

    task: str
    right: bool
    about: str
    source: str


def corpus(path: str | Path) -> list[Answer]:
    """Read the answers of one assignment.

    Parameters
    ----------
    path : str or Path
        A Python file with a line ``# %% task | right | what it is`` (or ``wrong``) above each answer.

    Raises
    ------
    ValueError
        If a line does not say that.
    """
    answers = []
    for block in re.split(r"^# %% ", Path(path).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, source = block.partition("\n")
        parts = [part.strip() for part in head.split("|", 2)]
        if len(parts) != 3 or parts[1] not in ("right", "wrong"):
            raise ValueError(f"{path}: {head!r} should read 'task | right or wrong | what it is'.")
        answers.append(Answer(parts[0], parts[1] == "right", parts[2], source.strip() + "\n"))
    return answers


@contextmanager
def _silence():
    """Answers print, warn and divide by zero; nobody reads it."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _limit(seconds: float):
    """Raise TimeoutError after so many seconds, where signals can (the main thread, not on Windows)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_):
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
