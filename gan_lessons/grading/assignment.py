"""One exercise notebook: its tasks, and what an answer scores, found out in this process in a second.

nbgrader's own way (a kernel for each submission) takes ten. Authors and the tests of this project try hundreds of answers.
"""

from __future__ import annotations

import ast
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import gan_lessons.grading.lean  # noqa: F401  (before nbformat)
from gan_lessons.grading.agent import Agent
from gan_lessons.grading.judge import Judge, limit, silence

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

SEED = re.compile(r"^COURSE_SEED = \d+", re.MULTILINE)
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

    @property
    def names(self) -> list[str]:
        """What the tests take from an answer: the names that the solution defines and the tests mention."""
        words = set(re.findall(r"\w+", "\n".join(test.source for test in self.tests)))
        return [name for name in _defined(self.solution) if name in words]


class Assignment:
    """An exercise notebook of `exercises/source`.

    Parameters
    ----------
    path : str or Path
        The notebook.
    seed : int
        The course seed. The hidden tests draw their inputs from what `seed_for` makes of it.

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
        text, seed = "", seed_for(seed, self.name)
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

    def task_of(self, test: str) -> Task | None:
        """The task that a cell of tests belongs to, by the cell's name."""
        return next((task for task in self.tasks if any(one.name == test for one in task.tests)), None)

    def namespace(self) -> dict:
        """What the given cells define."""
        space: dict = {"__name__": "__main__"}
        for source in self.given:
            with silence():
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
        return {
            test.name: 0.0 if error else test.points
            for test, error in self._tried(task, answer, given, seconds)
            if test
        }

    def first_error(self, task: Task, answer: str, given: dict | None = None, seconds: float = 30):
        """The first exception that an answer or its tests raise, or None."""
        return next((error for _, error in self._tried(task, answer, given, seconds) if error), None)

    def _tried(self, task: Task, answer: str, given: dict | None, seconds: float):
        """Run an answer (None) and its tests; for each, the exception or None. The judge is this process, too."""
        given = self.namespace() if given is None else given
        space = dict(given)
        yield None, _run(answer, f"<{self.name}>", space, seconds)
        judge = Judge(given, Agent(space).reply)
        for test in task.tests:
            yield test, judge.run(task, test.source, seconds)


def _run(source: str, where: str, space: dict, seconds: float) -> BaseException | None:
    try:
        with limit(seconds), silence():
            exec(compile(source, where, "exec"), space)
    except (Exception, SystemExit) as error:
        return error
    return None


def _defined(source: str) -> list[str]:
    """The names that a cell defines, in order: functions, classes, variables, imports."""
    names: dict[str, None] = {}

    def visit(body):
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names[node.name] = None
                continue
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names.update(
                    dict.fromkeys((alias.asname or alias.name).split(".")[0] for alias in node.names)
                )
            for part in ast.walk(node):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    names[part.id] = None

    visit(ast.parse(source).body)
    return list(names)


def seed_for(seed: int, name: str) -> int:
    """The seed of one assignment, which tells nothing of the course's nor of another assignment's.

    Parameters
    ----------
    seed : int
        The course seed; 0, which everybody knows, stays 0.
    name : str
        The assignment.
    """
    return seed and int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:6])


def with_seed(source: str, seed: int) -> str:
    """The same cell with the course seed in its hidden tests."""
    return SEED.sub(f"COURSE_SEED = {int(seed)}", source)


PRACTISING = """This copy is for **practising**. Behind each task a cell says what your answer earns, by the tests that you see and by those that an
instructor would run as well; the last cell adds it all up. To start anew, delete this file and run `gan-lessons exercises practice` again."""
PRACTICE = """from gan_lessons.grading.practice import Practice

practice = Practice("{}")"""


def practice(path: str | Path) -> nbformat.NotebookNode:
    """What a learner gets of an exercise, for those who have no instructor: made without nbgrader, and not for handing in.

    Parameters
    ----------
    path : str or Path
        A notebook of `exercises/source`.

    Returns
    -------
    NotebookNode
        Stubs in the place of solutions, the visible tests, and a cell behind each task that tells its points.
    """
    notebook, tasks = nbformat.read(path, 4), {task.name: task for task in Assignment(path).tasks}
    cells = []

    def add(kind, source, name):
        cells.append(
            {"code": new_code_cell, "markdown": new_markdown_cell}[kind](source, id=f"practice-{name}"[:64])
        )

    for number, cell in enumerate(notebook.cells):
        about = cell.metadata.pop("nbgrader", {})
        task = tasks.get(about.get("grade_id", "").rpartition("_")[0]) if about.get("grade") else None
        if about.get("solution"):
            cell.source = (
                WRITE_HERE
                if cell.cell_type == "markdown"
                else _SOLUTION.sub(lambda found: found[1] + STUB, cell.source)
            )
        elif about.get("grade"):
            cell.source = _HIDDEN.sub("", cell.source).rstrip()
        if task is None or not all(line.startswith("#") for line in cell.source.splitlines()):
            cells.append(cell)
        if number == 0:
            add("markdown", PRACTISING, "text")
            add("code", PRACTICE.format(Path(path).stem), "start")
        if task is not None and about["grade_id"] == task.tests[-1].name:
            add("code", f'practice.task("{task.name}")', task.name)
    add("code", "practice.total()", "total")
    notebook.cells = cells
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
