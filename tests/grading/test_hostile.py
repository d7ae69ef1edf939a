"""Submissions that misbehave: each is graded as it deserves, none stops the class, none reaches what is the instructor's."""

import json
import time
from pathlib import Path

from gan_lessons.grading import course, sandbox

import nbformat
import pytest

from tests.grading.conftest import hand_in, make_course, nbgrader, small_assignment

FULL, SECRET = 6, "a token of the instructor"


def honest():
    """The right answers."""
    return small_assignment()


def with_answer(source, which="double"):
    """A submission whose answer to one task is this; the other is right."""
    notebook = honest()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == which:
            cell.source = source
    return notebook


def without(*names):
    notebook = honest()
    notebook.cells = [
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in names
    ]
    return notebook


def edited():
    """Tests that always pass, worth more, beside wrong answers."""
    notebook = with_answer("def double(x):\n    return x")
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source, cell.metadata["nbgrader"]["points"] = "1 + 1", 99
    return notebook


def duplicated():
    notebook = honest()
    for number in (5, 3):
        notebook.cells.insert(6, nbformat.from_dict(json.loads(json.dumps(notebook.cells[number]))))
        notebook.cells[6]["id"] = f"again{number}"
    return notebook


def spoilt():
    """Parts of nbgrader's own that make no sense."""
    notebook = honest()
    notebook.cells[0].metadata["nbgrader"] = "what?"
    notebook.cells[2].metadata["nbgrader"] = {"grade_id": "nobody", "grade": True}
    notebook.cells[4].metadata["nbgrader"] = {"grade_id": "double_1"}
    notebook.metadata["kernelspec"] = {"name": "no_such_kernel", "display_name": "?", "language": "python"}
    return notebook


CLEVER = """
class Clever:
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    __rsub__ = __sub__
    def __abs__(self): return 0
    def __le__(self, other): return True
    def __array__(self, *args, **kwargs): raise TypeError
    shape, ndim, dtype = (), 0, float
def double(x):
    return Clever()
"""
STRIPPED = """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node): return ast.Pass() if "check" in ast.dump(node) else node
get_ipython().ast_transformers.append(Strip())
def double(x):
    return 0
"""
QUIET_ERRORS = """
get_ipython().set_custom_exc((Exception,), lambda *args, **kwargs: None)
def double(x):
    return 0
"""
STUBBORN = """
import signal
def total(x):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
SPY = """
import os, pathlib, socket, sqlite3
found = []
def note(what):
    found.append(what)
for name in ("gradebook.db", "course_seed", "source/small/small.ipynb", "submitted/ann_honest/small/small.ipynb", "autograded", "submitted"):
    path = pathlib.Path(COURSE, name)
    try:
        note(("read", name, path.read_bytes() if path.is_file() else os.listdir(path)))
    except OSError:
        pass
    try:
        (path if path.suffix else path / "x").open("ab").write(b"x")
        note(("wrote", name))
    except OSError:
        pass
try:
    sqlite3.connect(pathlib.Path(COURSE, "gradebook.db")).execute("update grade set manual_score = 99")
    note("graded")
except sqlite3.Error:
    pass
for call in (lambda: os.setuid(0), lambda: os.kill(os.getppid(), 0), lambda: open(f"/proc/{os.getppid()}/environ").read()):
    try:
        call()
        note("reached out")
    except OSError:
        pass
if TOKEN in str(os.environ):
    note("environment")
if os.getuid() == 0:
    note("root")
def double(x):
    return 2 * x
assert not found, found
"""
LEFT_BEHIND = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    os.fork()
    time.sleep(600)
    os._exit(0)
open("/tmp/gan_lessons_left_behind", "w").write("x")
def double(x):
    return 2 * x
"""
FORKS = """
import os
children = 0
try:
    while children < 5000:
        if os.fork() == 0:
            import time
            time.sleep(600)
            os._exit(0)
        children += 1
except OSError:
    pass
assert children < 1000
def double(x):
    return 2 * x
"""

# Student: what is handed in, the score, and a part of what the grading says.
CLASS = {
    "ann_honest": (honest(), FULL, ""),
    "asserts_stripped": (with_answer(STRIPPED), 0, "Assertions had no effect"),
    "cells_deleted": (without("double_1", "double_2", "canary"), FULL, ""),
    "cells_doubled": (duplicated(), FULL, ""),
    "cells_edited": (edited(), 3, ""),
    "cells_spoilt": (spoilt(), FULL, ""),
    "clever": (with_answer(CLEVER), 3, ""),
    "copied": (with_answer("def double(x):\n    return np.array([2.0, 2.0])"), 4, ""),
    "errors_hidden": (with_answer(QUIET_ERRORS), 3, ""),
    "exits": (with_answer("import os\nos._exit(0)", "total"), 3, "ended the run"),
    "forks": (with_answer(FORKS), FULL, ""),
    "json_broken": ('{"cells": [', None, "JSON"),
    "left_behind": (with_answer(LEFT_BEHIND), FULL, ""),
    "loops": (with_answer("def double(x):\n    while True:\n        pass"), 3, ""),
    "loops_stubbornly": (with_answer(STUBBORN, "total"), 3, "ended the run"),
    "memory": (with_answer("def double(x):\n    return [bytearray(10**8) for _ in range(1000)]"), 3, ""),
    "nothing": ("", None, "JSON"),
    "prints": (with_answer("def double(x):\n    while True:\n        print('x' * 1000)"), 3, ""),
    "shows": (with_answer("def double(x):\n    while True:\n        display('x' * 1000)"), 3, "without end"),
    "spies": (with_answer(SPY), FULL, ""),
    "wrong_kind": (with_answer("def double(x):\n    return None"), 3, ""),
    "zoe_honest": (honest(), FULL, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def graded(open_folder, open_python):
    """The whole class, graded in one go."""
    folder = make_course(open_folder() / "course")
    course.release(folder, seed=3)
    for student, (notebook, _, _) in CLASS.items():
        if student == "spies":
            for cell in notebook.cells:
                if cell.source == SPY:
                    cell.source = f"COURSE, TOKEN = {str(folder)!r}, {SECRET!r}\n{SPY}"
        hand_in(folder, student, notebook)
    # What a careless instructor leaves open is closed before anything is run.
    for path in folder.rglob("*"):
        path.chmod(0o777)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSTRUCTORS_TOKEN", SECRET)
        start = time.monotonic()
        results = course.grade(
            folder,
            minutes=2,
            cell_seconds=4,
            limits=sandbox.Limits(memory_mb=1500, processes=60),
            each=lambda _: None,
        )
    print(f"{time.monotonic() - start:.0f} s")
    return folder, {result.student: result for result in results}


def test_everyone_is_graded_or_named(graded):
    _, results = graded
    assert list(results) == sorted(CLASS)


@pytest.mark.parametrize("student", CLASS)
def test_each_gets_what_it_deserves(graded, student):
    _, score, said = CLASS[student]
    result = graded[1][student]
    assert result.score == score, result
    assert said in result.problem
    assert result.possible == (None if score is None else FULL)


@pytest.mark.alone  # other tests have processes of their own
def test_nothing_is_left_of_a_learners_code(graded):
    assert not Path("/tmp/gan_lessons_left_behind").exists()
    assert not any(sandbox._processes(uid) for uid in sandbox.USERS)
    assert not list(Path("/tmp").glob("gan_lessons_grading_*"))


def test_marks_are_in_the_grade_book_and_in_the_table(graded):
    folder, _ = graded
    nbgrader(folder, "export", "--to=grades.csv")
    rows = (folder / "grades.csv").read_text().splitlines()
    column = rows[0].split(",").index("score"), rows[0].split(",").index("student_id")
    scores = {row.split(",")[column[1]]: float(row.split(",")[column[0]]) for row in rows[1:]}
    assert scores == {student: score or 0 for student, (_, score, _) in CLASS.items()}
