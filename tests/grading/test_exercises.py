"""Every exercise of the course: its form, its own solutions, what is released, and the corpus of right and wrong answers."""

import functools
import os
import re
import subprocess
import sys

from gan_lessons import chapters
from gan_lessons.grading import assignment, course, trial
from gan_lessons.grading.assignment import Assignment

import nbformat
import pytest

from tests.grading.conftest import COURSE, make_course

NAMES = course.names(COURSE)
# Chapter by chapter; two chapters may share an assignment, which has the name of the first.
EXERCISES = {one.name: one.exercises for one in chapters.read().chapters if one.name[:2] not in ("00", "01")}
WAITING: set[str] = set()  # chapters whose exercises are still to be written
EARLY: set[str] = set()  # exercises that are there before their chapter
# `make test-exercises` tries every answer, which takes minutes, `make test` one of ten: some right and some wrong of each assignment.
EVERY = 1 if os.environ.get("GAN_LESSONS_EVERY_EXERCISE") == "1" else 10
REPORTS: dict[str, trial.Report] = {}


def path(name):
    return COURSE / "source" / name / f"{name}.ipynb"


@functools.cache
def read(name, seed=0):
    return Assignment(path(name), seed)


def report(name):
    """Of a trial with a course seed that is not the one in the source."""
    if name not in REPORTS:
        REPORTS[name] = trial.trial(COURSE, name, seed=2026, every=EVERY)
    return REPORTS[name]


def test_every_chapter_from_the_second_on_has_exercises():
    assert {name for name in EXERCISES.values() if name} | EARLY == set(NAMES) <= EXERCISES.keys() | EARLY
    assert {chapter for chapter, name in EXERCISES.items() if name is None} == WAITING


@pytest.mark.parametrize("name", NAMES)
def test_the_form(name):
    lesson = read(name)
    assert len(lesson.tasks) >= 4 and len(lesson.written) == 1
    assert all(len(task.tests) >= 2 for task in lesson.tasks), "partial credit"
    for task in lesson.tasks:
        assert f"({task.points:g} points)" in task.text, task.name
        assert any(
            test.visible.strip() and not re.fullmatch(r"(#.*\n?)*", test.visible.strip())
            for test in task.tests
        )
        assert any("BEGIN HIDDEN TESTS" in test.source for test in task.tests)
        assert "BEGIN SOLUTION" in task.solution
    cells = nbformat.read(path(name), 4).cells
    rubric = next(
        cell.source
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == lesson.written[0]
    )
    assert "=== BEGIN MARK SCHEME ===" in rubric and len(rubric.split("=== END MARK SCHEME ===")[1]) > 100
    assert not any(cell.get("outputs") for cell in cells)
    for chapter in (chapter for chapter, exercises in EXERCISES.items() if exercises == name):
        assert f"../../../notebooks/{chapter}.ipynb" in cells[0].source


@pytest.mark.parametrize("name", NAMES)
def test_hidden_tests_draw_from_the_course_seed(name):
    lesson, other = read(name), read(name, seed=9)
    changed = [
        a.source != b.source
        for t, u in zip(lesson.tasks, other.tasks, strict=True)
        for a, b in zip(t.tests, u.tests, strict=True)
    ]
    assert sum(changed) >= 2
    for task in other.tasks:
        for test in task.tests:
            assert "COURSE_SEED" not in test.visible
            if "COURSE_SEED" in test.source:
                assert f"COURSE_SEED = {assignment.seed_for(9, name)}" in test.source
            code = re.sub(r"#.*", "", test.visible)
            assert not re.search(r"\b(agrees|there)\(|\bsolution\.", code), "a learner has no such thing"


@pytest.mark.parametrize("name", NAMES)
def test_solutions_score_full_and_stubs_nothing(name):
    assert [p for p in report(name).problems if "its own solution" in p or "as it is released" in p] == []
    assert report(name).seconds < 150  # by the clock; on two quiet cores none takes a minute


@pytest.mark.parametrize("name", NAMES)
def test_the_corpus_has_answers_of_both_kinds(name):
    answers, tasks = assignment.corpus(COURSE / "corpus" / f"{name}.py"), read(name).tasks
    assert {a.task for a in answers} == {task.name for task in tasks}
    for task in tasks:
        right = [a.right for a in answers if a.task == task.name]
        assert right.count(True) >= 2 and right.count(False) >= 3, task.name


@pytest.mark.parametrize("name", NAMES)
def test_right_answers_of_the_corpus_score_full(name):
    tried = report(name).tried
    assert [t.answer for t in tried] == assignment.corpus(COURSE / "corpus" / f"{name}.py")[::EVERY]
    assert {t.answer.right for t in tried} == {True, False}
    assert [
        (t.answer.task, t.answer.about, t.error) for t in tried if t.answer.right and not t.as_it_should
    ] == []


def test_wrong_answers_lose_points():
    wrong = [t for name in NAMES for t in report(name).tried if not t.answer.right]
    missed = [(t.answer.task, t.answer.about) for t in wrong if not t.as_it_should]
    assert len(missed) <= 0.05 * len(wrong), missed
    print(f"{len(wrong) - len(missed)} of {len(wrong)} wrong answers lose points")


def test_an_assignment_is_loaded_without_a_parser_of_addresses():
    code = "import gan_lessons.grading.assignment, sys; sys.exit('rfc3987_syntax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_an_assignment_out_of_form_is_refused(tmp_path):
    notebook = nbformat.read(path(NAMES[0]), 4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.metadata["nbgrader"]["grade_id"] = "astray"
    nbformat.write(notebook, tmp_path / "x.ipynb")
    with pytest.raises(ValueError, match="'astray' follows no task of that name"):
        Assignment(tmp_path / "x.ipynb")


def test_a_corpus_says_which_task_it_answers(tmp_path):
    (tmp_path / "x.py").write_text("# %% slerp | rihgt | a formula\npass\n")
    with pytest.raises(ValueError, match="rihgt"):
        assignment.corpus(tmp_path / "x.py")
    (tmp_path / "x.py").write_text("# %% a | right | one\nx = 1\n# %% b | wrong | two\nx = 2\n\n")
    first, second = assignment.corpus(tmp_path / "x.py")
    assert (first.task, first.right, first.source) == ("a", True, "x = 1\n")
    assert (second.task, second.right, second.about, second.source) == ("b", False, "two", "x = 2\n")


def test_a_trial_tells_what_is_wrong(tmp_path):
    name = NAMES[0]
    lesson = read(name)
    (tmp_path / "source" / name).mkdir(parents=True)
    (tmp_path / "corpus").mkdir()
    notebook = nbformat.read(path(name), 4)
    for cell in reversed(notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = "### BEGIN SOLUTION\npass\n### END SOLUTION"
            break
    nbformat.write(notebook, tmp_path / "source" / name / f"{name}.ipynb")
    first = lesson.tasks[0]
    (tmp_path / "corpus" / f"{name}.py").write_text(
        f"# %% {first.name} | right | nothing\npass\n# %% {first.name} | wrong | its own solution\n{first.solution}\n"
    )
    problems = trial.trial(tmp_path, name).problems
    assert f"{lesson.tasks[-1].name}: its own solution loses points" in problems[0]
    assert "a right answer loses points" in problems[1] and "a wrong answer scores full" in problems[2]
    with pytest.raises(ValueError, match="There is no"):
        trial.trial(tmp_path, "99_nothing")
    with pytest.raises(ValueError, match="every is 0"):
        trial.trial(tmp_path, name, every=0)
    (tmp_path / "corpus" / f"{name}.py").write_text("# %% astray | right | nothing\npass\n")
    with pytest.raises(ValueError, match="there is no task 'astray'"):
        trial.trial(tmp_path, name, every=2)


def test_an_answer_that_does_not_end_is_stopped():
    lesson = read(NAMES[0])
    error = lesson.first_error(lesson.tasks[0], "while True:\n    pass", {}, seconds=0.3)
    assert isinstance(error, TimeoutError)


def test_practice_copies_are_what_nbgrader_releases(tmp_path):
    folder = make_course(tmp_path / "course", NAMES[0], "12_inception_score")
    paths = course.practice(folder)
    released = course.release(folder)
    for copy, original in zip(paths, released, strict=True):
        mine, theirs = (nbformat.read(p, 4).cells for p in (copy, original))
        comments = re.compile(r"(#.*\n?)+")
        wanted = [c.source for c in theirs if not comments.fullmatch(c.source) or c.cell_type == "markdown"]
        assert [c.source for c in mine if not c.id.startswith("practice-")] == [s.rstrip() for s in wanted]
        assert not any("nbgrader" in cell.metadata for cell in mine)
        assert "practice.total()" in mine[-1].source
        nbformat.validate(nbformat.read(copy, 4))
    paths[0].write_text("somebody's work")
    course.practice(folder)
    assert paths[0].read_text() == "somebody's work"


@pytest.mark.parametrize("chapter", sorted(EXERCISES.keys() - WAITING))
def test_the_chapter_says_where_its_exercises_are(chapter):
    name = EXERCISES[chapter]
    assert f"../exercises/practice/{name}/{name}.ipynb" in (
        COURSE.parent / "notebooks" / f"{chapter}.ipynb"
    ).read_text(encoding="utf-8")
