"""nbgrader's settings for this course; `gan_lessons.grading.course` says what and why."""

import os
from pathlib import Path

from gan_lessons.grading.course import configure

os.umask(0o077)  # what nbgrader's commands write is the instructor's own
c = get_config()  # noqa: F821  (nbgrader defines it)
configure(c, Path(__file__).parent)
