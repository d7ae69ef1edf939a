"""Submissions that misbehave: each is graded as it deserves, none stops the class, none reads, writes or keeps what is the instructor's."""

import json
import os
import shutil
import socket
import time
from html.parser import HTMLParser
from pathlib import Path

from gan_lessons.grading import course, feedback, intake, sandbox

import nbformat
import pytest

from tests.grading.conftest import hand_in, make_course, nbgrader, small_assignment

FULL, SECRET = 6, "a token of the instructor"
PWNED = Path("/tmp/gan_lessons_pwned")  # what code that runs outside of the sandbox writes


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


def prefilled():
    """Wrong answers, and tests with an output that says 99 points."""
    notebook = with_answer(WRONG)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "99"}, execution_count=1)]
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


def own_tests():
    """A cell of the learner's that pretends to be a test of the grade book's."""
    notebook = with_answer(WRONG)
    cell = nbformat.v4.new_code_cell("pass")
    cell.metadata["nbgrader"] = {"grade_id": "double_9", "grade": True, "solution": False, "points": 50}
    cell.metadata["nbgrader"] |= {"locked": False, "schema_version": 3, "task": False}
    notebook.cells.append(cell)
    return notebook


def scripts():
    """Pages that would run something in the instructor's browser."""
    notebook = with_answer(
        "from IPython.display import HTML, SVG, Javascript, Markdown, display\n"
        "display(HTML('<script>alert(1)</script><img src=x onerror=alert(2)>'), Javascript('alert(3)'))\n"
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(4)</script></svg>'))\n"
        "display(Markdown('<script>alert(5)</script>'))\n"
        "display({'image/png': 'x\" onerror=\"alert(6)'}, raw=True, metadata={'image/png': {'width': '1\" onload=\"alert(7)'}})\n"
        "print('<script>alert(8)</script>')\n"
        "def double(x):\n    raise ValueError('<script>alert(9)</script>')\n"
        "raise type('<script>alert(10)</script>', (Exception,), {})('<script>alert(11)</script>')"
    )
    for cell in notebook.cells:
        cell.metadata["tags"] = ['"><script>alert(12)</script>']
        if cell.cell_type == "markdown":
            cell.source += (
                "\n\n<script>alert(13)</script> <img src=x onerror=alert(14)> [link](javascript:alert(15)) "
                "<a href='javascript:alert(16)'>x</a> <iframe src='http://example.org'></iframe> $\\href{javascript:alert(17)}{x}$"
                "<style>body {display: none}</style><form action='http://example.org'><input></form>"
            )
    notebook.metadata["title"] = "</title><script>alert(18)</script>"
    return notebook


POISON = "def double(x):\n    x[...] = np.nan\n    return x.copy()"
WRONG = "def double(x):\n    return x\n"
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
SUBCLASSES = """
class Array(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    __rsub__ = __sub__
def double(x):
    return np.asarray(x).view(Array)
"""
MOCKED = (
    WRONG
    + "from unittest.mock import MagicMock\ncheck = MagicMock()\nimport gan_lessons.grading.check as c\nc.close = check"
)
PATCHED = (
    WRONG
    + "np.abs = lambda x: np.zeros_like(x)\nnp.asarray = lambda x, *a: np.zeros(1)\nnp.isnan = lambda x: True"
)
STRIPPED = (
    WRONG
    + """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node): return ast.Pass() if "check" in ast.dump(node) else node
get_ipython().ast_transformers.append(Strip())
"""
)
TRANSFORMED = (
    WRONG
    + "get_ipython().input_transformers_cleanup.append(lambda lines: [l for l in lines if 'check' not in l])"
)
SILENCED = WRONG + "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"
TRACED = (
    WRONG
    + """
import sys
def trace(frame, event, arg):
    for name in ("want", "got", "plain"):
        if name in frame.f_locals:
            frame.f_locals[name] = 0
    return trace
sys.settrace(trace)
"""
)
SESSION = (
    WRONG
    + """
session = get_ipython().kernel.session
theirs = session.send
def send(stream, msg_or_type, content=None, *args, **kwargs):
    if isinstance(content, dict) and content.get("status") == "error":
        content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    return theirs(stream, msg_or_type, content, *args, **kwargs)
session.send = send
"""
)
REPLIES = (
    WRONG
    + """
import json
import gan_lessons.grading.agent as agent
from IPython.display import publish_display_data
said = {said}
def answer(path, namespace):
    publish_display_data({{agent.TYPE: path.rsplit("/", 1)[-1] + " " + said}})
agent.answer = answer
"""
)
EVIL_NETWORK = json.dumps(
    {
        "value": [["double", ["network", [-1, json.dumps({
            "module": "os", "class_name": "function", "config": f"touch {PWNED}", "registered_name": "system"}), None, []]]]]
    }
)  # fmt: skip
EVIL_LAMBDA = json.dumps(
    {
        "value": [["double", ["network", [-1, json.dumps({
            "module": "keras.layers", "class_name": "Lambda", "registered_name": None, "config": {"name": "l", "function": {
                "class_name": "__lambda__", "config": {"code": "x", "defaults": None, "closure": None}}}}), None, []]]]]
    }
)  # fmt: skip
EVIL_SIZE = json.dumps({"value": [["double", ["array", ["<f8", [10**6, 10**6, 10**6], ""]]]]})
EVIL_KIND = json.dumps({"raised": ["SystemExit", "KeyboardInterrupt", "stop"]})
PICKLE = json.dumps(
    {"value": [["double", ["pickle", "gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAVsc+KUhZRSlC4="]]]}
)
QUIET_ERRORS = WRONG + "get_ipython().set_custom_exc((Exception,), lambda *args, **kwargs: None)"
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
for name in ("", "gradebook.db", "course_seed", "source/small/small.ipynb", "submitted/aa_honest/small/small.ipynb", "autograded"):
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
for place in ("/", "/usr", "/etc", "/run", "/run/course", "/run/requests", "/run/kernel", "/home", "/var/tmp", "/root", "/work"):
    try:
        pathlib.Path(place, "x").write_text("x")
        note(("wrote", place))
    except OSError:
        pass
for folder, _, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr", "/run/python")):
        continue
    for name in files:
        try:
            if name.endswith(".ipynb") and "BEGIN SOLUTION" in pathlib.Path(folder, name).read_text():
                note(("solution", folder, name))
        except (OSError, UnicodeError):
            pass
for call in (
    lambda: os.setuid(0),
    lambda: os.setgroups([0]),
    lambda: os.mknod("/tmp/device", 0o600 | 0o20000, os.makedev(1, 1)),
    lambda: os.chroot("/tmp"),
    lambda: open("/proc/1/environ").read(),
    lambda: open("/proc/1/mem", "rb").read(1),
    lambda: os.kill(1, 0),
    lambda: open("/etc/shadow").read(),
    lambda: os.unshare(0x10000000),
):
    try:
        call()
        note("reached out")
    except (OSError, AttributeError):
        pass
if any(pid.isdigit() and int(pid) > 100 for pid in os.listdir("/proc")):
    note("processes")
for address in (("127.0.0.1", PORT), ("10.0.0.1", 80)):
    try:
        socket.create_connection(address, timeout=2)
        note("network")
    except OSError:
        pass
if TOKEN in str(os.environ):
    note("environment")
if os.getuid() == 0 or os.geteuid() == 0 or 0 in os.getgroups():
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
for place in ("/tmp", "/home/learner", "/dev/shm"):
    open(place + "/gan_lessons_left_behind", "w").write("x")
os.symlink("/etc/passwd", "/tmp/gan_lessons_link")
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
MEMORY_OF_CHILDREN = """
import subprocess, sys
code = "x = bytearray(500 * 10**6)\\nfor i in range(0, len(x), 4096): x[i] = 1\\nprint('got it', flush=True)\\ninput()"
pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
children = [subprocess.Popen([sys.executable, "-ISc", code], **pipes) for _ in range(4)]
got = sum("got it" in child.stdout.readline() for child in children)  # each holds what it has got
for child in children:
    child.kill()
assert got < 4, got
def double(x):
    return 2 * x
"""
DISK = """
import os
written = 0
for place in ("/tmp", "/home/learner", "/dev/shm"):
    try:
        for i in range(40):
            with open(f"{place}/{i}", "wb") as file:
                for _ in range(10):
                    written += file.write(bytes(10**7))
    except OSError:
        pass
assert written < 7e8, written
def double(x):
    return 2 * x
"""
ATEXIT = "import atexit, time\natexit.register(time.sleep, 1000)\ndef double(x):\n    return 2 * x"
THREAD = "import threading, time\ndef work():\n    while True:\n        print('x' * 1000)\nthreading.Thread(target=work, daemon=True).start()\ndef double(x):\n    return 2 * x"

# Student: what is handed in, the score (None: not graded; a pair: between them), and a part of what the grading says.
CLASS = {
    "aa_honest": (honest(), FULL, ""),
    "agent_replies_code": (with_answer(REPLIES.format(said=repr(EVIL_NETWORK))), 0, ""),
    "agent_replies_lambda": (with_answer(REPLIES.format(said=repr(EVIL_LAMBDA))), 0, ""),
    "agent_replies_nonsense": (with_answer(REPLIES.format(said="'[' * 100_000")), 0, ""),
    "agent_replies_pickle": (with_answer(REPLIES.format(said=repr(PICKLE))), 0, ""),
    "agent_replies_shape": (with_answer(REPLIES.format(said=repr(EVIL_SIZE))), 0, ""),
    "agent_replies_size": (with_answer(REPLIES.format(said="'x' * 150_000_000")), (0, 3), ""),
    "agent_replies_stop": (with_answer(REPLIES.format(said=repr(EVIL_KIND))), 0, ""),
    "asserts_stripped": (with_answer(STRIPPED), 3, ""),
    "at_exit": (with_answer(ATEXIT), FULL, ""),
    "cells_deleted": (without("double_1", "double_2"), FULL, ""),
    "cells_doubled": (duplicated(), FULL, ""),
    "cells_edited": (edited(), 3, ""),
    "cells_of_ones_own": (own_tests(), 3, ""),
    "cells_prefilled": (prefilled(), 3, ""),
    "cells_spoilt": (spoilt(), FULL, ""),
    "check_mocked": (with_answer(MOCKED), 3, ""),
    "clever": (with_answer(CLEVER), 3, ""),
    "copied": (with_answer("def double(x):\n    return np.array([2.0, 2.0])"), 4, ""),
    "disk": (with_answer(DISK), FULL, ""),
    "error_of_60_mb": (with_answer("raise ValueError('x' * 60_000_000)"), (0, 3), ""),
    "errors_hidden": (with_answer(QUIET_ERRORS), 3, ""),
    "exits": (with_answer("import os\nos._exit(0)", "total"), 3, "ended the run"),
    "exits_when_called": (with_answer("import os\ndef total(x):\n    os._exit(0)", "total"), 3, "ended the run"),
    "forks": (with_answer(FORKS), FULL, ""),
    "input": (with_answer("def double(x):\n    return input()"), 3, ""),
    "json_broken": ('{"cells": [', None, "JSON"),
    "json_deep": ("[" * 100_000, None, ""),
    "json_no_notebook": ("[1, 2]", None, ""),
    "left_behind": (with_answer(LEFT_BEHIND), FULL, ""),
    "loops": (with_answer("import time\ndef double(x):\n    while True:\n        time.sleep(0.01)"), 3, ""),
    "loops_stubbornly": (with_answer(STUBBORN, "total"), 3, "ended the run"),
    "memory": (with_answer("def double(x):\n    return [bytearray(10**8) for _ in range(1000)]"), 3, ""),
    "memory_of_children": (with_answer(MEMORY_OF_CHILDREN), FULL, ""),
    "nested_result": (with_answer("def double(x):\n    y = []\n    for _ in range(10**5):\n        y = [y]\n    return y"), 3, ""),
    "no_cells": (nbformat.v4.new_notebook(), 0, ""),
    "nothing": ("", None, "JSON"),
    "numpy_patched": (with_answer(PATCHED), (0, 3), ""),
    "poison": (with_answer(POISON), 3, ""),
    "prints": (with_answer("def double(x):\n    while True:\n        print('x' * 1000)"), 3, "without end"),
    "prints_in_a_thread": (with_answer(THREAD), (0, FULL), ""),
    "recursion": (with_answer("def double(x):\n    return double(x)"), 3, ""),
    "scripts": (scripts(), 3, ""),
    "session_patched": (with_answer(SESSION), 3, ""),
    "shows": (with_answer("def double(x):\n    while True:\n        display('x' * 1000)"), 3, "without end"),
    "spies": (with_answer(SPY), FULL, ""),
    "subclasses": (with_answer(SUBCLASSES), 3, ""),
    "traced": (with_answer(TRACED), (0, 3), ""),
    "transformed": (with_answer(TRANSFORMED), 3, ""),
    "transformed_to_nothing": (with_answer(SILENCED), 0, ""),
    "wrong_kind": (with_answer("def double(x):\n    return None"), 3, ""),
    "zz_honest": (honest(), FULL, ""),
}  # fmt: skip
# What another submission shows as well: on demand (make test-exercises).
ALIKE = (
    "agent_replies_lambda", "agent_replies_nonsense", "agent_replies_pickle", "agent_replies_shape", "agent_replies_stop", "asserts_stripped",
    "errors_hidden", "session_patched", "shows", "traced", "transformed",
)  # fmt: skip
if os.environ.get("GAN_LESSONS_EVERY_EXERCISE") != "1":
    CLASS = {student: row for student, row in CLASS.items() if student not in ALIKE}
BESIDE = (
    "gan_lessons.py", "numpy.py", "json.py", "ipykernel.py", "sitecustomize.py", "usercustomize.py", "nbgrader_config.py",
    "jupyter_config.py", "ipython_config.py", "conftest.py", "x.pth",
)  # fmt: skip


def beside(folder):
    """Files that some program or other runs where it finds them."""
    for name in BESIDE:
        line = f"open({str(PWNED)!r}, 'a').write({name!r})\n"
        (folder / name).write_text(f"import os; {line}" if name.endswith(".pth") else line)
    for package in ("keras", ".ipython/profile_default/startup", "gan_lessons"):
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").write_text(f"open({str(PWNED)!r}, 'a').write({package!r})\n")


def linked_notebook(folder):
    (folder / "small.ipynb").unlink()
    (folder / "small.ipynb").symlink_to(folder.parents[2] / "source" / "small" / "small.ipynb")


def hard_link(folder):
    (folder / "small.ipynb").unlink()
    os.link(folder.parents[1] / "aa_honest" / "small" / "small.ipynb", folder / "small.ipynb")


def linked_folder(folder):
    shutil.rmtree(folder)
    folder.symlink_to(folder.parents[1] / "aa_honest" / "small")


def linked_student(folder):
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to(folder.parents[1] / "aa_honest")


def fifo(folder):
    (folder / "small.ipynb").unlink()
    os.mkfifo(folder / "small.ipynb")


def device(folder):
    (folder / "small.ipynb").unlink()
    try:
        os.mknod(folder / "small.ipynb", 0o600 | 0o20000, os.makedev(1, 5))
    except OSError:
        os.mkfifo(folder / "small.ipynb")


def plug(folder):
    (folder / "small.ipynb").unlink()
    here = os.getcwd()
    os.chdir(folder)  # the path of a socket must be short
    socket.socket(socket.AF_UNIX).bind("small.ipynb")
    os.chdir(here)


def a_folder(folder):
    (folder / "small.ipynb").unlink()
    (folder / "small.ipynb").mkdir()


def renamed(name):
    return lambda folder: (folder / "small.ipynb").rename(folder / name)


def large(folder):
    with open(folder / "small.ipynb", "ab") as file:
        file.truncate(5_000_000_000)


# Student: what is done to the folder of an honest submission, the score, and a part of what the grading says.
FOLDERS = {
    "beside": (beside, FULL, "left out: .ipython (a folder): expected small.ipynb; conftest.py: expected small.ipynb"),
    "device": (device, None, "expected a file of this name"),
    "fifo": (fifo, None, "small.ipynb (a FIFO): expected a file of this name"),
    "folder_for_a_file": (a_folder, None, "small.ipynb (a folder): expected a file"),
    "hard_link": (hard_link, None, "hard link"),
    "large": (large, None, "has 5000 MB: expected at most 10"),
    "link_to_the_source": (linked_notebook, None, "small.ipynb (a link): expected a file of this name"),
    "linked_folder": (linked_folder, None, "links are not followed"),
    "renamed_again": (renamed("small (1).ipynb"), None, "small (1).ipynb: expected small.ipynb"),
    "renamed_in_case": (renamed("Small.ipynb"), None, "Small.ipynb: expected small.ipynb"),
    "renamed_oddly": (renamed("\x1b[31m\n.ipynb"), None, "expected small.ipynb"),
    "socket": (plug, None, "a device or a socket"),
}  # fmt: skip
ASTRAY = {
    "loose.ipynb": "loose.ipynb: expected submitted/STUDENT/NAME/NAME.ipynb",
    "shallow/small.ipynb": "shallow/small.ipynb: expected in a folder of its assignment",
    "small/turned/small.ipynb": "small/turned: the student's folder comes first",
    "other/large/large.ipynb": "other/large: there is no assignment of this name",
    "odd;$(touch x)/small/small.ipynb": "odd;$(touch x): is no name",
    "=1+1/small/small.ipynb": "=1+1: is no name",
    ".dot/small/small.ipynb": ".dot: is no name",
    "a\udcff/small/small.ipynb": "'a\\udcff': is no name",
    "space /small/small.ipynb": "is no name",
}


class Parts(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.fixture(scope="module")
def graded(tmp_path_factory, sandboxed):
    """The whole class, graded in one go."""
    folder = make_course(tmp_path_factory.mktemp("class") / "course")
    course.release(folder, seed=3)
    PWNED.unlink(missing_ok=True)
    port = socket.create_server(("127.0.0.1", 0))
    spy = f"COURSE, TOKEN, PORT = {str(folder)!r}, {SECRET!r}, {port.getsockname()[1]}\n{SPY}"
    for student, (notebook, _, _) in CLASS.items():
        hand_in(folder, student, with_answer(spy) if student == "spies" else notebook)
    for student, (spoil, _, _) in FOLDERS.items():
        spoil(hand_in(folder, student, honest()).parent)
    linked_student(hand_in(folder, "linked_student", honest()).parent)
    for path in ASTRAY:
        (folder / "submitted" / path).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(honest(), folder / "submitted" / path)
    # What a careless instructor leaves open is closed before anything is run.
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o777)
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSTRUCTORS_TOKEN", SECRET)
        patch.chdir(folder / "submitted" / "beside" / "small")  # where Python would import what lies there
        start = time.monotonic()
        results = course.grade(
            folder,
            jobs=2,
            minutes=2,
            cell_seconds=9,
            limits=sandbox.Limits(memory_mb=1500, processes=60),
            each=said.append,
        )
    print(f"{len(results)} submissions in {time.monotonic() - start:.0f} s")
    port.close()
    return folder, {result.student: result for result in results}, said


def test_everyone_is_graded_or_named(graded):
    _, results, _ = graded
    assert set(results) == {*CLASS, *FOLDERS}


@pytest.mark.parametrize("student", [*CLASS, *FOLDERS])
def test_each_gets_what_it_deserves(graded, student):
    _, score, said = {**CLASS, **FOLDERS}[student]
    result = graded[1][student]
    low, high = score if isinstance(score, tuple) else (score, score)
    if score is None:
        assert result.score is None and result.problem, result
    else:
        assert low <= result.score <= high and result.possible == FULL, result
    assert said in result.problem + result.remarks, result


def test_what_lies_in_the_wrong_place_is_reported(graded):
    words = [line for line in graded[2] if isinstance(line, str)]
    for expected in (*ASTRAY.values(), "linked_student (a link)"):
        assert any(expected in line for line in words), (expected, words)


@pytest.mark.alone  # other tests have processes of their own
def test_nothing_is_left_of_a_learners_code(graded):
    assert not PWNED.exists()
    assert not list(Path("/tmp").glob("gan_lessons_l*")) and not list(Path("/dev/shm").glob("gan_lessons*"))
    assert not list(Path("/sys/fs/cgroup").glob(f"*/{sandbox.GROUP}*"))
    owners = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            owners |= {line.split()[1] for line in status.read_text().splitlines() if line.startswith("Uid:")}
        except OSError:
            continue
    assert not owners & {str(user) for user in sandbox.USERS}


def test_what_comes_out_is_small(graded):
    folder, _, _ = graded
    sizes = {path: path.stat().st_size for path in (folder / "autograded").rglob("*.ipynb")}
    assert max(sizes.values()) < 5_000_000, sizes
    assert (folder / "autograded/error_of_60_mb/small/small.ipynb").stat().st_size < 100_000


def test_marks_are_in_the_grade_book_and_in_the_table(graded):
    folder, results, _ = graded
    nbgrader(folder, "export", "--to=grades.csv")
    rows = (folder / "grades.csv").read_text().splitlines()
    column = rows[0].split(",").index("score"), rows[0].split(",").index("student_id")
    scores = {row.split(",")[column[1]]: float(row.split(",")[column[0]]) for row in rows[1:]}
    assert all(scores.get(student, 0) == (result.score or 0) for student, result in results.items())
    assert (folder / "grades.csv").stat().st_mode & 0o077 == 0


def test_feedback_pages_run_nothing_and_show_no_seed(graded):
    from gan_lessons.grading.assignment import seed_for

    folder, _, _ = graded
    nbgrader(folder, "generate_feedback", "small")
    page = (folder / "feedback/scripts/small/small.html").read_text()
    head, _, body = page.partition("</head>")
    assert "Content-Security-Policy" in head and "default-src 'none'" in head
    found = Parts()
    found.feed(page)
    assert not found.tags & {"script", "iframe", "svg", "form", "input", "object", "embed", "base", "link"}, (
        found.tags
    )
    assert "<style" not in body
    assert not [name for name, _ in found.attributes if name.startswith("on")], found.attributes
    links = {value for name, value in found.attributes if name in ("href", "src")}
    assert links and all(link.startswith(("#", "https:", "http:", "../", "data:image/")) for link in links), (
        links
    )
    for student in ("aa_honest", "scripts"):
        page = (folder / f"feedback/{student}/small/small.html").read_text()
        assert "your instructor" in page and str(seed_for(3, "small")) not in page
    for path in (folder / "feedback").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_graded_notebook_carries_no_script_to_the_formgrader(graded):
    notebook = nbformat.read(graded[0] / "autograded/scripts/small/small.ipynb", 4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"nbgrader"} and "attachments" not in cell and cell.cell_type != "raw"
        for output in cell.get("outputs", ()):
            assert set(output.get("data", {})) <= {"text/plain", "image/png", "image/jpeg"}, output
            assert not output.get("metadata")
    html = feedback.clean_markdown(
        "*Text* [a](javascript:x) <b onclick=x>b</b> $\\href{javascript:x}{y}$ `<i>` 1 < 2\n\n<script>x</script>"
    )
    found = Parts()
    found.feed(html)
    assert found.tags == {"div", "p", "b", "code", "em", "a"} and found.attributes == [
        ("class", "tex2jax_ignore mathjax_ignore")
    ]


def test_nothing_that_is_collected_was_a_link(tmp_path):
    theirs = tmp_path / "inbound"
    theirs.mkdir()
    (theirs / "small.ipynb").symlink_to("/etc/passwd")
    (theirs / "timestamp.txt").write_text("2027-01-01 12:00:00 UTC")
    (theirs / "other.ipynb").write_text("{}")
    (theirs / "other.py").write_text("")
    (theirs / "folder").mkdir()
    os.mkfifo(theirs / "fifo")
    intake.copy_plain(theirs, tmp_path / "collected")
    found = sorted(path.name for path in (tmp_path / "collected").iterdir())
    assert found == ["other.ipynb", "timestamp.txt"]
    assert (tmp_path / "collected").stat().st_mode & 0o077 == 0
    (tmp_path / "linked").symlink_to(theirs)
    intake.copy_plain(tmp_path / "linked", tmp_path / "again")  # and the next student's is collected, too
    assert not list((tmp_path / "again").iterdir())


def test_the_intake_takes_one_file(tmp_path):
    folder = make_course(tmp_path / "course")
    place = hand_in(folder, "ann", honest()).parent
    beside(place)
    (place / "timestamp.txt").write_text("2027-01-01 12:00:00 UTC")
    taken = intake.take(folder, "ann", "small")
    assert not taken.problem and len(taken.left_out) == len(BESIDE) + 3
    assert sorted(path.name for path in (folder / "accepted/ann/small").iterdir()) == [
        "small.ipynb",
        "timestamp.txt",
    ]
    assert (folder / "accepted").stat().st_mode & 0o077 == 0
    (place / "timestamp.txt").write_text("yesterday, I think")
    assert any(
        "timestamp.txt: expected a date" in one for one in intake.take(folder, "ann", "small").left_out
    )
    (place / "timestamp.txt").unlink()
    (place / "timestamp.txt").symlink_to("/etc/passwd")
    intake.take(folder, "ann", "small")
    assert [path.name for path in (folder / "accepted/ann/small").iterdir()] == ["small.ipynb"]
