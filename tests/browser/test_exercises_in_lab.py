"""Exercises in the browser: a learner practises and is told the points; an instructor grades with the formgrader's button."""

from gan_lessons.grading import assignment, course, marks

import nbformat
import pytest

from tests.browser.lab import Lab, until
from tests.grading.conftest import COURSE, can_sandbox, hand_in, make_course, small_assignment

pytestmark = pytest.mark.browser
NAME = "12_inception_score"
RIGHT = """def choices(p):
    logs = np.log(np.where(p > 0, p, 1))
    return np.exp(-(p * logs).sum(axis=1))
"""


def practising(folder, answer):
    """A copy to practise on, with an answer to its first task, and nothing of the later tasks."""
    notebook = assignment.practice(COURSE / "source" / NAME / f"{NAME}.ipynb")
    for number, cell in enumerate(notebook.cells):  # noqa: B007  (where it stopped)
        if cell.source.startswith("def choices"):
            cell.source = answer
        cell.source = cell.source.replace(
            f'Practice("{NAME}")', f'Practice("{NAME}", course={str(COURSE)!r})'
        )
        if cell.source == 'practice.task("entropy_in_choices")':
            break
    notebook.cells = [*notebook.cells[: number + 1], notebook.cells[-1]]
    path = folder / f"{NAME}.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RIGHT.replace("axis=1", "axis=0"), "your result has shape (4,); it should be (2,)."),
        (RIGHT.replace("np.exp(-", "(-"), "An even choice among k has entropy ln k."),
    ],
    ids=["wrong shape", "wrong number"],
)
def test_a_visible_test_says_what_is_wrong(open_notebook, tmp_path, answer, said):
    page = open_notebook(practising(tmp_path, answer))
    page.run_all(seconds=60)
    assert len(page.errors) == 1 and said in page.errors[0]


def test_a_right_answer_is_told_its_points(open_notebook, tmp_path):
    page = open_notebook(practising(tmp_path, RIGHT))
    assert page.run_all(seconds=60), page.errors
    shown = page.page.inner_text(".jp-NotebookPanel")
    assert "entropy_in_choices: 3 of 3 points" in shown
    assert "not tried" in shown and "3 of 20 points, and the written question" in shown


def test_the_formgraders_button_grades_in_the_sandbox(browser, tmp_path):
    if not can_sandbox():
        pytest.skip("the sandbox needs root on Linux")
    folder = make_course(tmp_path / "course")
    course.release(folder, seed=4)
    spy = small_assignment()
    for cell in spy.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "double":
            cell.source += "\nimport os\nprint('I am', os.getuid(), 'and see', os.listdir('/home'))\n"
    place = hand_in(folder, "ada", spy).parent
    (place / "gan_lessons.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    lab = Lab(tmp_path / "lab", folder)
    try:
        lab.wait()
        page = browser.new_page()
        page.goto(
            f"{lab.url}/tree?token={lab.token}"
        )  # which leaves a cookie; the formgrader asks for more with that
        page.goto(f"{lab.url}/formgrader/manage_submissions/small")
        page.click("td.autograde a")
        until(lambda: marks.table(folder)["ada"]["small"].state == "awaits manual grading", seconds=120)
        page.close()
    finally:
        lab.stop()
    mark = marks.table(folder)["ada"]["small"]
    assert (mark.points, mark.possible) == (6, 8)
    text = (folder / "autograded/ada/small/small.ipynb").read_text()
    assert "I am 5" in text and "I am 0" not in text and "['learner']" in text
    assert not (tmp_path / "ran").exists()
