"""An assignment on its whole way: released, handed in, graded by nbgrader in the sandbox, graded again, fed back, exported."""

import os
import shutil
import sys

from gan_lessons import cli
from gan_lessons.grading import course, sandbox

import nbformat
import pytest

from tests.grading.conftest import COURSE, hand_in, make_course, nbgrader

NAME = "12_inception_score"
EVERY = os.environ.get("GAN_LESSONS_EVERY_EXERCISE") == "1"


def source(name):
    return nbformat.read(COURSE / "source" / name / f"{name}.ipynb", 4)


@pytest.fixture(scope="module", params=[n for n in course.names(COURSE) if EVERY or n == NAME])
def graded(request, open_folder, open_python):
    name = request.param
    folder = make_course(open_folder() / "course", name)
    (released,) = course.release(folder, [name], seed=11)
    hand_in(folder, "untouched", nbformat.read(released, 4), name)
    hand_in(folder, "instructor", source(name), name)
    said = []
    results = course.grade(folder, [name], each=said.append)
    assert said == results
    return folder, name, {result.student: result for result in results}


def test_the_solutions_score_full_and_the_release_nothing(graded):
    _, _, results = graded
    assert results["instructor"].score == results["instructor"].possible >= 15, results
    assert results["untouched"].score == 0, results
    assert results["instructor"].problem == results["untouched"].problem == ""
    assert results["instructor"].seconds < 60


def test_the_release_holds_no_answer(graded):
    folder, name, _ = graded
    text = (folder / "release" / name / f"{name}.ipynb").read_text()
    for word in ("BEGIN", "COURSE_SEED", "MARK SCHEME", "has to fail"):
        assert word not in text
    assert "Your turn: replace this line." in text and "Your answer goes here." in text


def test_the_grade_book_has_the_course_seed(graded):
    folder, name, _ = graded
    assert course.seed_of(folder) == 11
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        sources = "\n".join(cell.source for cell in book.find_notebook(name, name).source_cells)
    assert "COURSE_SEED = 11" in sources and "COURSE_SEED = 0" not in sources


def test_what_is_the_instructors_is_closed(graded):
    folder, _, _ = graded
    for name in ("source", "submitted", "autograded", "gradebook.db", "course_seed"):
        assert (folder / name).stat().st_mode & 0o077 == 0, name


def test_a_mark_by_hand_feedback_and_the_table(graded):
    from nbgrader.api import Gradebook

    folder, name, results = graded
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        for student in ("instructor", "untouched"):
            (notebook,) = book.find_submission(name, student).notebooks
            (written,) = [grade for grade in notebook.grades if grade.cell.cell_type == "markdown"]
            assert written.needs_manual_grade == (student == "instructor")
            assert student == "instructor" or written.auto_score == 0
            written.manual_score = written.max_score - 1 if student == "instructor" else 0
            possible = results[student].possible + written.max_score
        book.db.commit()
    nbgrader(folder, "generate_feedback", name, "--force")
    assert (
        "Inception" in (folder / "feedback" / "instructor" / name / f"{name}.html").read_text()
        or name != NAME
    )
    nbgrader(folder, "export", "--to=grades.csv")
    head, *rows = (line.split(",") for line in (folder / "grades.csv").read_text().splitlines())
    scores = {row[head.index("student_id")]: float(row[head.index("score")]) for row in rows}
    assert scores == {"instructor": possible - 1, "untouched": 0}
    # Grading again leaves the mark that a person gave.
    (again,) = course.grade(folder, [name], ["instructor"], each=lambda _: None)
    assert again.score == again.possible
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        assert book.find_submission(name, "instructor").score == possible - 1


def test_only_what_is_new(graded):
    folder, name, _ = graded
    hand_in(folder, "late", source(name), name)
    assert [r.student for r in course.grade(folder, again=False, each=lambda _: None)] == ["late"]


def test_nbgraders_own_command_runs_in_the_sandbox_too(graded):
    folder, name, _ = graded
    spy = source(name)
    first = next(cell for cell in spy.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    first.source += "\nimport os\nassert os.getuid() == 0, 'I am somebody else'"
    hand_in(folder, "spy", spy, name)
    nbgrader(folder, "autograde", name, "--student", "spy", "--create")
    assert "I am somebody else" in (folder / "autograded" / "spy" / name / f"{name}.ipynb").read_text()


# Errors, before anything is done.


def test_bad_input_is_named(tmp_path):
    with pytest.raises(course.CourseError, match="holds no course"):
        course.names(tmp_path)
    folder = make_course(tmp_path / "course")
    with pytest.raises(course.CourseError, match="There is no assignment 'big'; there are small"):
        course.release(folder, ["big"])
    with pytest.raises(course.CourseError, match="should be a whole number, 0 or more"):
        course.release(folder, seed=-1)
    with pytest.raises(course.CourseError, match="was never released"):
        course.grade(folder)
    assert not (folder / "release").exists() and not (folder / "course_seed").exists()
    course.release(folder)
    with pytest.raises(course.CourseError, match="joe has handed in none of small"):
        course.grade(folder, students=["joe"])
    (folder / "autograded" / "ann" / "small").mkdir(parents=True)
    course.release(folder, seed=0)
    with pytest.raises(course.CourseError, match="graded submissions with the seed 0; another seed"):
        course.release(folder, seed=5)
    assert course.seed_of(folder) == 0


def test_without_root_there_is_no_sandbox(tmp_path, monkeypatch):
    folder = make_course(tmp_path / "course")
    course.release(folder)
    hand_in(folder, "ann", nbformat.read(folder / "source/small/small.ipynb", 4))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(sandbox.SandboxError, match="--as-myself"):
        course.grade(folder)
    assert not (folder / "autograded").exists()
    (result,) = course.grade(folder, as_myself=True, each=lambda _: None)
    assert (result.score, result.possible) == (6, 6)


def test_a_python_that_others_cannot_run_is_named(tmp_path, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root becomes somebody else")
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    shutil.copy(sys.executable, private / "python")
    monkeypatch.setenv("GAN_LESSONS_GRADING_PYTHON", str(private / "python"))
    with pytest.raises(sandbox.SandboxError, match="GAN_LESSONS_GRADING_PYTHON"):
        sandbox.require()


@pytest.mark.alone  # it looks for processes that are left, and other tests have theirs
def test_a_submission_that_takes_too_long_is_given_up(tmp_path, open_python):
    folder = make_course(tmp_path / "course")
    course.release(folder)
    notebook = nbformat.read(folder / "source/small/small.ipynb", 4)
    notebook.cells[3].source = "import time\ntime.sleep(1000)"
    hand_in(folder, "slow", notebook)
    (result,) = course.grade(folder, minutes=0.1, each=lambda _: None)
    assert result.score is None and result.problem == "took longer than 0.1 minutes"
    assert "not graded" in str(result)
    assert not any(sandbox._processes(uid) for uid in sandbox.USERS)


def test_at_the_terminal(tmp_path, capsys, monkeypatch):
    folder = make_course(tmp_path / "course")
    assert cli.main(["exercises", "release", "--course", str(folder), "--seed", "new"]) == 0
    said = capsys.readouterr().out
    assert (
        "1 notebooks, for learners" in said and "Keep it to yourself" in said and course.seed_of(folder) > 0
    )
    hand_in(folder, "ann", nbformat.read(folder / "source/small/small.ipynb", 4))
    hand_in(folder, "bob", "{")
    assert cli.main(["exercises", "grade", "small", "--course", str(folder), "--as-myself"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:5] == ["ann", "small", "6", "/", "6"]
    assert "not graded" in lines[1] and "JSON" in lines[1]
    assert lines[-1] == "1 graded, 1 not."
    assert cli.main(["exercises", "try", "--course", str(folder)]) == 0
    assert "small: 0 of 0 right answers" in capsys.readouterr().out
    for words, message in (
        (["release", "--seed=x"], "whole number, or 'new'"),
        (["grade", "large"], "There is no assignment 'large'"),
        (["try", "large"], "There is no"),
    ):
        assert cli.main(["exercises", *words, "--course", str(folder)]) == 1
        assert message in capsys.readouterr().err
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.main(["exercises", "release", "--course", str(folder)]) == 1
    assert "nbgrader is not installed" in capsys.readouterr().err
