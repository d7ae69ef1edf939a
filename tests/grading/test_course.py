"""An assignment on its whole way: released, handed in, graded by nbgrader in the sandbox, graded again, fed back, exported."""

import os
import sys

from gan_lessons import cli
from gan_lessons.grading import course, marks, sandbox
from gan_lessons.grading.assignment import seed_for

import nbformat
import pytest

from tests.grading.conftest import COURSE, SECONDS, hand_in, make_course, nbgrader

NAME = "12_inception_score"
EVERY = os.environ.get("GAN_LESSONS_EVERY_EXERCISE") == "1"


def source(name):
    return nbformat.read(COURSE / "source" / name / f"{name}.ipynb", 4)


@pytest.fixture(scope="module", params=[n for n in course.names(COURSE) if EVERY or n == NAME])
def graded(request, tmp_path_factory, sandboxed):
    name = request.param
    folder = make_course(tmp_path_factory.mktemp("class") / "course", name)
    (released,) = course.release(folder, [name], seed=11)
    hand_in(folder, "untouched", nbformat.read(released, 4), name)
    hand_in(folder, "instructor", source(name), name)
    said = []
    results = course.grade(folder, [name], each=said.append)
    assert said == results
    SECONDS[name] = sum(result.seconds for result in results)
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
    for word in ("BEGIN", "COURSE_SEED", "MARK SCHEME", "agrees("):
        assert word not in text
    assert "Your turn: replace this line." in text and "Your answer goes here." in text


def test_the_grade_book_has_the_course_seed(graded):
    folder, name, _ = graded
    assert course.seed_of(folder) == 11
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        sources = "\n".join(cell.source for cell in book.find_notebook(name, name).source_cells)
    assert f"COURSE_SEED = {seed_for(11, name)}" in sources
    assert "COURSE_SEED = 0" not in sources and "COURSE_SEED = 11\n" not in sources


def test_one_assignments_seed_tells_nothing_of_anothers():
    seeds = [seed_for(course_seed, name) for course_seed in (11, 12) for name in ("a", "b")]
    assert len({*seeds, 11, 12}) == 6 and seed_for(0, "a") == 0
    assert seed_for(11, "a") == seeds[0]


def test_what_is_the_instructors_is_closed(graded):
    folder, _, _ = graded
    closed = (
        "source",
        "submitted",
        "accepted",
        "autograded",
        "feedback",
        "gradebook.db",
        "course_seed",
        course.LOG,
    )
    for name in closed:
        assert (folder / name).stat().st_mode & 0o077 == 0, name
    for path in (folder / "release", *(folder / "release").rglob("*")):
        assert path.stat().st_mode & 0o044 == 0o044, path


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
    assert marks.table(folder)["untouched"][name].state == "graded"
    nbgrader(folder, "generate_feedback", name, "--force")
    page = (folder / "feedback" / "instructor" / name / f"{name}.html").read_text()
    assert str(seed_for(11, name)) not in page and "your instructor's" in page
    assert "Inception" in page or name != NAME
    nbgrader(folder, "export", "--to=grades.csv")
    for path in (folder / "grades.csv", folder / "feedback", *(folder / "feedback").rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
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
    assert not list((folder / "autograded").iterdir())
    (result,) = course.grade(folder, as_myself=True, each=lambda _: None)
    assert (result.score, result.possible) == (6, 6)


def test_a_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(sandbox.SandboxError, match="no bwrap on this machine: apt-get install bubblewrap"):
        sandbox.require()


def test_a_submission_that_takes_too_long_keeps_what_it_had(tmp_path, sandboxed):
    folder = make_course(tmp_path / "course")
    course.release(folder)
    notebook = nbformat.read(folder / "source/small/small.ipynb", 4)
    notebook.cells[
        7
    ].source = "import time\nwhile True:\n    try:\n        time.sleep(100)\n    except KeyboardInterrupt:\n        pass"
    hand_in(folder, "slow", notebook)
    (result,) = course.grade(folder, minutes=0.2, cell_seconds=300, each=lambda _: None)
    assert result.score == 3 and "ended the run" in result.remarks, result
    assert result.seconds < 60


def test_several_at_a_time(tmp_path, sandboxed):
    folder = make_course(tmp_path / "course")
    course.release(folder, seed=5)
    students = [f"s{i}" for i in range(4)]
    for student in students:
        hand_in(folder, student, nbformat.read(folder / "source/small/small.ipynb", 4))
    results = course.grade(folder, jobs=2, each=lambda _: None)
    assert [(r.student, r.score) for r in results] == [(student, 6) for student in students]
    group = sandbox.Cgroup(sandbox.Limits())
    has_groups = group.peak_mb() is not None
    group.remove()
    assert all(r.memory_mb > 20 for r in results) or not has_groups


def test_the_table_of_a_class(tmp_path, sandboxed):
    folder = make_course(tmp_path / "course")
    course.release(folder)
    (tmp_path / "roster.csv").write_text(
        "id,first_name,last_name,email\nada,Ada,Lovelace,\nmary,Mary,Shelley,\n"
    )
    nbgrader(folder, "db", "student", "import", str(tmp_path / "roster.csv"))
    nbgrader(folder, "db", "assignment", "add", "small", "--duedate=2027-02-01 12:00:00 UTC")
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write("c.PerDay.share = 0.25\n")
    hand_in(folder, "ada", nbformat.read(folder / "source/small/small.ipynb", 4))
    (folder / "submitted/ada/small/timestamp.txt").write_text("2027-02-02 13:00:00 UTC")  # in its second day
    hand_in(folder, "bob", "{")
    hand_in(folder, "eve", nbformat.read(folder / "release/small/small.ipynb", 4))
    course.grade(folder, each=lambda _: None)
    table = {student: row["small"] for student, row in marks.table(folder).items()}
    assert {student: mark.state for student, mark in table.items()} == {
        "ada": "awaits manual grading",
        "bob": "not graded",
        "eve": "graded",
        "mary": "missing",
    }
    assert (table["ada"].points, table["ada"].possible, table["ada"].penalty) == (3, 8, 3)
    assert table["eve"].points == 0 and "JSON" in table["bob"].problem and table["ada"].seconds > 0
    file = marks.write(folder)
    rows = [line.split(",") for line in file.read_text().splitlines()]
    assert rows[0] == ["student", "small", "small: state", "small: seconds", "points", "possible"]
    assert [row[0] for row in rows[1:]] == ["ada", "bob", "eve", "mary"] and rows[1][1] == "3"
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(course.CourseError, match="no folder"):
        marks.write(folder, tmp_path / "nowhere" / "marks.csv")
    with pytest.raises(course.CourseError, match="is a folder; give the name of a file"):
        marks.write(folder, tmp_path)


def test_a_practice_copy_is_there_in_full_or_not_at_all(tmp_path, monkeypatch):
    folder = make_course(tmp_path / "course")
    (path,) = course.practice(folder)
    assert nbformat.read(path, 4).cells and len(list(path.parent.iterdir())) == 1
    path.write_text("somebody's work")
    assert course.practice(folder) == [path] and path.read_text() == "somebody's work"
    path.unlink()
    monkeypatch.setattr(
        "os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(OSError, match=r"small.ipynb could not be written \(No space left"):
        course.practice(folder)
    assert not any(path.parent.iterdir())


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
    hand_in(folder, "eva", nbformat.read(folder / "source/small/small.ipynb", 4))
    assert cli.main(["exercises", "similar", "small", "--course", str(folder)]) == 0
    assert "ann                      100%   eva                      100%" in capsys.readouterr().out
    assert cli.main(["exercises", "marks", "--course", str(folder)]) == 0
    assert "3 students, in" in capsys.readouterr().out
    assert cli.main(["exercises", "try", "--course", str(folder)]) == 0
    assert "small: 0 of 0 right answers" in capsys.readouterr().out
    for words, message in (
        (["release", "--seed=x"], "whole number, or 'new'"),
        (["grade", "large"], "There is no assignment 'large'"),
        (["try", "large"], "There is no"),
    ):
        assert cli.main(["exercises", *words, "--course", str(folder)]) == 2
        assert message in capsys.readouterr().err
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.main(["exercises", "release", "--course", str(folder)]) == 1
    assert "nbgrader is not installed" in capsys.readouterr().err
