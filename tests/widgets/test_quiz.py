"""The questions of a chapter with their ticks."""

from pathlib import Path

from gan_lessons import progress, questions, widgets
from gan_lessons.questions import FOLDER

import pytest


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_PROGRESS", str(tmp_path / "progress.jsonl"))
    return tmp_path / "progress.jsonl"


def test_a_tick_is_kept_and_there_the_next_time(kept):
    quiz = widgets.questions("07")
    assert quiz.ticks.right == [False] * len(questions.load("07")) and not kept.exists()
    second = quiz.ticks.find("tick-2")
    second.value = True
    assert second.icon == "check" and "had right" in second.tooltip
    assert progress.report().rows[0].right == 1
    again = widgets.questions(7)
    assert again.ticks.right == [False, True] + [False] * (len(again.ticks.right) - 2)
    second.value = False
    assert not any(widgets.questions("07").ticks.right)


def test_questions_are_shown_first_and_then_the_ticks(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    quiz = widgets.questions("07")
    quiz._ipython_display_()
    assert shown == [quiz.questions, quiz.ticks]
    assert repr(quiz) == repr(questions.load("07"))


def test_a_page_without_a_kernel_has_a_sentence_in_place_of_buttons():
    bundle, _ = widgets.questions("07").ticks._repr_mimebundle_()
    assert "running kernel" in bundle["text/markdown"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_questions_of_ones_own_have_no_ticks(kept):
    assert widgets.questions(Path(FOLDER) / "07.md").ticks is None
