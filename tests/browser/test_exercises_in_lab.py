"""An exercise as a learner meets it, with nobody to ask: a wrong answer is told what is wrong, and a right one is let through."""

from gan_lessons.grading import assignment

import nbformat
import pytest

from tests.grading.conftest import COURSE

pytestmark = pytest.mark.browser
NAME = "12_inception_score"
RIGHT = """def choices(p):
    logs = np.log(np.where(p > 0, p, 1))
    return np.exp(-(p * logs).sum(axis=1))
"""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RIGHT.replace("axis=1", "axis=0"), "your result has shape (4,); it should be (2,)."),
        (RIGHT.replace("np.exp(-", "(-"), "An even choice among k has entropy ln k."),
        (RIGHT, "NotImplementedError: Your turn: replace this line."),  # of the next task
    ],
    ids=["wrong shape", "wrong number", "right"],
)
def test_a_visible_test_says_what_is_wrong(open_notebook, tmp_path, answer, said):
    notebook = assignment.practice(COURSE / "source" / NAME / f"{NAME}.ipynb")
    cell = next(cell for cell in notebook.cells if cell.source.startswith("def choices"))
    cell.source = answer
    path = tmp_path / f"{NAME}.ipynb"
    nbformat.write(notebook, path)
    page = open_notebook(path)
    page.run_all(seconds=60)
    assert len(page.errors) == 1 and said in page.errors[0]
