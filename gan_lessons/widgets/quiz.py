"""The questions of a chapter, and a button for each to tick what one had right; ticks are kept in `gan_lessons.progress`."""

from __future__ import annotations

from pathlib import Path

from gan_lessons import progress
from gan_lessons import questions as _questions
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw

STILL = "*With a running kernel, tick here which of them you had right.*"


class Ticks(WithPicture):
    """A button a question, pressed if one had it right. A page without a kernel shows a sentence instead.

    Attributes
    ----------
    right : list of bool
        Of each question.
    """

    def __init__(self, chapter: str, questions: _questions.Questions):
        self._chapter, self._texts = chapter, [question.text for question in questions]
        known = progress.read().right.get(chapter, {})
        self._buttons = []
        for number, text in enumerate(self._texts, 1):
            right = known.get(progress.key(text), False)
            button = ipw.ToggleButton(right, description=str(number), layout={"width": "52px"})
            button.add_class(f"gl-tick-{number}")
            button.observe(self._changed, "value")
            self._buttons.append(button)
        self._said = ipw.HTML()
        super().__init__(
            [ipw.HBox([ipw.Label("I had these right:"), *self._buttons, self._said])], "gl-ticks"
        )
        self._show()

    @property
    def right(self) -> list[bool]:
        return [button.value for button in self._buttons]

    def _changed(self, change):
        number = self._buttons.index(change["owner"])
        progress.note_question(self._chapter, self._texts[number], change["new"])
        self._show()

    def _show(self):
        for number, button in enumerate(self._buttons, 1):
            button.icon = "check" if button.value else ""
            button.tooltip = f"Question {number}: {'had right' if button.value else 'not ticked'}"
        self._said.value = f'<span role="status">{sum(self.right)} of {len(self._buttons)}</span>'

    def _without_kernel(self):
        return {"text/markdown": STILL, "text/plain": STILL}, {}


class Quiz:
    """See `widgets.questions`: the questions with their answers folded, and beneath them the ticks.

    Attributes
    ----------
    questions : Questions
    ticks : Ticks or None
        None for questions that are not one of the course's chapters.
    """

    def __init__(self, questions: _questions.Questions, ticks: Ticks | None):
        self.questions, self.ticks = questions, ticks

    def __repr__(self) -> str:
        return repr(self.questions)

    def _ipython_display_(self):
        from IPython.display import display

        display(self.questions)
        if self.ticks is not None:
            display(self.ticks)


def questions(chapter: str | int | Path) -> Quiz:
    """The questions of a chapter to check oneself with, answers hidden until asked for, and ticks for those one had right.

    Parameters
    ----------
    chapter : str, int or Path
        As for `gan_lessons.questions.load`; questions of a file of yours have no ticks.

    Returns
    -------
    Quiz

    Raises
    ------
    ValueError
        If there are none for this chapter, or the file is not written as it should be.
    """
    found = _questions.load(chapter)
    if isinstance(chapter, Path):
        return Quiz(found, None)
    return Quiz(found, Ticks(f"{chapter:02d}" if isinstance(chapter, int) else chapter, found))
