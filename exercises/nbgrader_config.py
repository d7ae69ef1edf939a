"""nbgrader's settings for this course; `gan_lessons.grading.course` says what and why."""

from pathlib import Path

from gan_lessons.grading.course import configure

c = get_config()  # noqa: F821  (nbgrader defines it)
configure(c, Path(__file__).parent)
