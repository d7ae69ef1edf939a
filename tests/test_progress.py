"""What a learner has done is kept in one local file, survives damage, and never stops anybody."""

import concurrent.futures
import json

from gan_lessons import chapters, progress, questions

import pytest


@pytest.fixture
def kept(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "progress.jsonl"
    monkeypatch.setenv("GAN_LESSONS_PROGRESS", str(path))
    return path


def tick(chapter, *, right=True):
    for question in questions.load(chapter):
        progress.note_question(chapter, question.text, right)


def test_nothing_is_written_before_something_is_done(kept):
    assert progress.read() == progress.Progress()
    assert "Nothing is ticked yet" in progress.report()._repr_markdown_()
    assert not kept.exists() and not kept.parent.exists()


def test_without_the_variable_it_lies_in_the_home(monkeypatch, tmp_path):
    monkeypatch.delenv("GAN_LESSONS_PROGRESS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert progress.place() == tmp_path / ".gan_lessons" / "progress.jsonl"
    assert "`~/.gan_lessons/progress.jsonl`" in progress.report()._repr_markdown_()


def test_the_last_answer_counts(kept):
    text = questions.load("07")[0].text
    for right in (True, False, True):
        progress.note_question("07", text, right)
    assert progress.read().right == {"07": {progress.key(text): True}}
    progress.note_question("07", text, False)
    (row,) = progress.report().rows
    assert (row.chapter.name[:2], row.right, row.asked) == ("07", 0, len(questions.load("07")))


def test_a_chapter_is_done_with_all_its_questions_and_points(kept):
    tick("01")
    tick("07")
    rows = {row.chapter.name[:2]: row for row in progress.report().rows}
    assert rows["01"].done and chapters.read().chapters[1].exercises is None
    assert not rows["07"].done and rows["07"].possible is None
    progress.note_points("07_dcgan_mnist", "one", 4.0, 20.0)
    assert not {row.chapter.name[:2]: row for row in progress.report().rows}["07"].done
    progress.note_points("07_dcgan_mnist", "one", 12.0, 20.0)  # a better answer, not a second one
    progress.note_points("07_dcgan_mnist", "two", 8.0, 20.0)
    row = {row.chapter.name[:2]: row for row in progress.report().rows}["07"]
    assert row.done and (row.points, row.possible) == (20.0, 20.0)
    shown = progress.report()._repr_markdown_()
    assert "| ✓ | [07 DCGAN on MNIST](07_dcgan_mnist.ipynb) |" in shown and "20 of 20" in shown
    assert f"2 of {len(chapters.read().chapters)} chapters done, 2 begun" in shown


def test_a_question_that_was_taken_out_no_longer_counts(kept):
    tick("01")
    progress.note_question("01", "A question of an older version?", True)
    (row,) = progress.report().rows
    assert row.right == row.asked


def test_damaged_lines_are_passed_over(kept):
    tick("01")
    whole = kept.read_text("utf-8")
    kept.write_bytes(
        b'\xff\xfe broken\n[1, 2]\n"word"\n{"question": "q"}\nnull\n' + whole.encode() + b'{"chapter": "0'
    )
    (row,) = progress.report().rows
    assert row.right == row.asked
    assert all("at" in json.loads(line) for line in whole.splitlines())


def test_what_is_written_at_the_same_time_is_all_there(kept):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: progress.note_points(f"a{i}", "task", 1.0, 2.0), range(200)))
    assert len(progress.read().points) == 200


def test_a_file_that_cannot_be_written_is_said_and_stops_nothing(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("GAN_LESSONS_PROGRESS", str(tmp_path / "file" / "progress.jsonl"))
    with pytest.warns(UserWarning, match="could not be kept in .*set GAN_LESSONS_PROGRESS"):
        progress.note_question("07", "Why?", True)
    assert progress.read() == progress.Progress()


@pytest.mark.parametrize("points, possible", [(-1.0, 2.0), (3.0, 2.0), (float("nan"), 2.0), ("two", 2.0)])
def test_points_that_make_no_sense_are_refused(kept, points, possible):
    with pytest.raises(ValueError, match=r"points|possible"):
        progress.note_points("07_dcgan_mnist", "one", points, possible)
    assert not kept.exists()
