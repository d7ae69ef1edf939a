import subprocess
import sys

from gan_lessons import questions

import pytest

GOOD = """# Chapter 99

## Why is a flat loss *no* proof of failure?
Both players improve together.

```python
## not a question
loss = 0.69
```

## D answers 50 % to every image. What is its loss?
- [ ] 0.5
  That is its accuracy.
  The loss is a mean of logarithms.
- [x] `ln 2`, about 0.693 < 1
  It is -log(1/2).

Whatever the image shows.
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "99.md"
        path.write_text(text, "utf-8")
        return questions.load(path)

    return load


def test_a_heading_is_a_question_and_the_text_beneath_its_answer(load):
    first, second = load(GOOD)
    assert first.text == "Why is a flat loss *no* proof of failure?"
    assert first.answer.startswith("Both players") and "## not a question" in first.answer
    assert first.choices == ()
    assert [(c.text, c.right) for c in second.choices] == [("0.5", False), ("`ln 2`, about 0.693 < 1", True)]
    assert second.choices[0].why == "That is its accuracy. The loss is a mean of logarithms."
    assert second.answer == "Whatever the image shows."


def test_answers_are_hidden_in_details_that_need_no_kernel(load):
    shown = load(GOOD)._repr_markdown_()
    outside = "".join(part.split("</details>")[-1] for part in shown.split("<details>"))
    assert "Why is a flat loss" in outside and "What is its loss?" in outside
    for hidden in ("Both players", "It is -log", "Whatever the image", "Right.", "Not this one."):
        assert hidden in shown and hidden not in outside
    assert shown.count("<details>") == shown.count("</details>") == 3
    assert "<summary><code>ln 2</code>, about 0.693 &lt; 1</summary>" in shown
    assert "open" not in shown


def test_a_terminal_sees_the_questions_without_the_answers(load):
    text = repr(load(GOOD))
    assert text.startswith("1. Why") and "2. D answers" in text and "accuracy" not in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no question"),
        ("# Title only\n", "holds no question"),
        ("Hello\n\n## Q?\nA.\n", "line 1: text before the first question"),
        ("## Q?\n\n## Next?\nA.\n", r"line 1: 'Q\?' has no answer"),
        ("## Fine?\nYes.\n\n## Q?\n- [ ] a\n  no\n", r"line 4: 'Q\?' has no right choice"),
        ("## Q?\n- [x] a\n- [ ] b\n  no\n", "line 1: the choice 'a' does not say why"),
        ("## Q?\n- [v] a\n  yes\n", r"found '- \[v\] a'"),
        ("## \nA.\n", "without text"),
    ],
)
def test_mistakes_are_named_with_their_line(load, text, says):
    with pytest.raises(ValueError, match=says):
        load(text)


def test_an_unknown_chapter_is_refused():
    with pytest.raises(ValueError, match="no questions for chapter '98'"):
        questions.load(98)


@pytest.mark.parametrize("path", sorted(questions.FOLDER.glob("*.md")), ids=lambda p: p.stem)
def test_the_courses_own_files_are_in_order(path):
    assert len(questions.load(path.stem)) >= 3


def test_reading_questions_loads_no_backend():
    code = "import sys, gan_lessons.questions; print([m for m in ('keras', 'tensorflow', 'IPython') if m in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
