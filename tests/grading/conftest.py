"""A course with one small assignment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from gan_lessons.grading import sandbox

import nbformat
import pytest

SECONDS: dict[str, float] = {}  # of grading an assignment's solutions and its untouched release, by name
COURSE = Path(__file__).parents[2] / "exercises"


def small_assignment() -> nbformat.NotebookNode:
    """Two tasks of two cells each, and a written question."""

    def code(source, name=None, points=None):
        cell = nbformat.v4.new_code_cell(source)
        if name:
            about = {"grade_id": name, "grade": points is not None, "solution": points is None}
            cell.metadata["nbgrader"] = {
                **about,
                "locked": points is not None,
                "task": False,
                "schema_version": 3,
            }
            if points is not None:
                cell.metadata["nbgrader"]["points"] = points
        return cell

    hidden = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
    numbers = "COURSE_SEED = 0\nx = np.random.default_rng([COURSE_SEED, 1]).normal(size=20)\n"
    written = nbformat.v4.new_markdown_cell(
        "=== BEGIN MARK SCHEME ===\n2 points\n=== END MARK SCHEME ===\nBecause."
    )
    written.metadata["nbgrader"] = {
        **{"grade_id": "why", "grade": True, "solution": True, "locked": False, "task": False},
        **{"schema_version": 3, "points": 2},
    }
    cells = [
        nbformat.v4.new_markdown_cell("# Small"),
        code("from gan_lessons.grading import check\n\nimport numpy as np"),
        nbformat.v4.new_markdown_cell("Write `double(x)`."),
        code("def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "double"),
        code("check.close(double(np.ones(2)), [2, 2], 'Twice as much.')", "double_1", 1),
        code("# Others.\n" + hidden.format(numbers + "check.close(double(x), x + x)"), "double_2", 2),
        nbformat.v4.new_markdown_cell("Write `total(x)`."),
        code("def total(x):\n    ### BEGIN SOLUTION\n    return x.sum()\n    ### END SOLUTION", "total"),
        code("# Hidden.\n" + hidden.format(numbers + "check.close(total(x), sum(x.tolist()))"), "total_1", 2),
        code("# Numbers.\n" + hidden.format("assert total(np.arange(4)) == 6"), "total_2", 1),
        written,
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=kernel)


def make_course(folder: Path, *assignments: str) -> Path:
    """A course of its own, with the small assignment or some of this project's."""
    (folder / "source").mkdir(parents=True)
    shutil.copy(COURSE / "nbgrader_config.py", folder)
    for name in assignments:
        shutil.copytree(COURSE / "source" / name, folder / "source" / name)
    if not assignments:
        (folder / "source" / "small").mkdir()
        nbformat.write(small_assignment(), folder / "source" / "small" / "small.ipynb")
    return folder


def hand_in(course: Path, student: str, notebook, name: str = "small") -> Path:
    """Put a notebook (or the text of a file) where a student hands in."""
    path = course / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    if isinstance(notebook, str):
        path.write_text(notebook)
    else:
        nbformat.write(notebook, path)
    return path


def nbgrader(folder, *words):
    """One of nbgrader's own commands, with the course's own settings."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    main = "import gan_lessons.grading.lean; from nbgrader.apps.nbgraderapp import main; main()"
    return subprocess.run(
        [sys.executable, "-P", "-c", main, *words],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )


def can_sandbox() -> bool:
    """Whether this is root on Linux, as CI and a grading machine are."""
    return sys.platform == "linux" and os.geteuid() == 0


@pytest.fixture(scope="session")
def sandboxed():
    """Skips where there is no sandbox; on CI, which is root on Linux, there has to be one."""
    if not can_sandbox():
        pytest.skip("the sandbox needs root on Linux")
    try:
        sandbox.require()
    except sandbox.SandboxError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def pytest_terminal_summary(terminalreporter):
    if SECONDS:
        terminalreporter.section("seconds to grade the solutions and the untouched release")
        for name, seconds in SECONDS.items():
            terminalreporter.write_line(f"{name:<28} {seconds:6.1f} s")
