"""What a course asks of nbgrader."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from gan_lessons.grading import assignment, intake, sandbox
from gan_lessons.grading.course.folder import names, seed_of

# How `grade` tells the process that grades one submission what `preprocessors.SafeExecute` should do, in JSON.
SETTINGS = "GAN_LESSONS_GRADING_SETTINGS"


def configure(c, course: str | Path) -> None:
    """Set what this course asks of nbgrader; its `nbgrader_config.py` calls this.

    Parameters
    ----------
    c : traitlets.config.Config
    course : str or Path
        The folder with `source`.
    """
    from gan_lessons.grading import feedback
    from gan_lessons.grading import preprocessors as ours

    import nbgrader
    from nbconvert.preprocessors import ClearMetadataPreprocessor, CSSHTMLHeaderPreprocessor
    from nbgrader import preprocessors as theirs

    course = Path(course).resolve()
    sandbox.close(course)
    _take_in_first(course)
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = "gan_lessons"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]
    c.GenerateAssignment.preprocessors = [
        ours.SetSeed,
        theirs.LockCells,
        theirs.ClearSolutions,
        theirs.ClearOutput,
        theirs.CheckCellMetadata,
        theirs.ComputeChecksums,
        theirs.SaveCells,
        theirs.ClearHiddenTests,
        theirs.ClearMarkScheme,
        theirs.ComputeChecksums,
        theirs.CheckCellMetadata,
    ]
    c.Autograde.sanitize_preprocessors = [
        theirs.ClearOutput,
        ours.Tidy,
        theirs.OverwriteKernelspec,
        theirs.OverwriteCells,
        theirs.CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        ours.SafeExecute,
        theirs.IgnorePattern,
        ClearMetadataPreprocessor,
        theirs.LimitOutput,
        theirs.SaveAutoGrades,
        theirs.AssignLatePenalties,
        theirs.CheckCellMetadata,
    ]
    c.SetSeed.course_seed = c.SafeExecute.course_seed = seed_of(course)
    c.SafeExecute.course = str(course)
    # Pages without scripts: nbgrader's own template below ours, and our cleaning of Markdown in the place of nbconvert's.
    c.HTMLExporter.filters = {"markdown2html": feedback.clean_markdown}  # in the formgrader, too
    c.GenerateFeedback.preprocessors = [theirs.GetGrades, feedback.HideSeed, CSSHTMLHeaderPreprocessor]
    c.GenerateFeedback.permissions = 600
    page = c.GenerateFeedback.HTMLExporter
    page.template_name, page.template_file = "gan_feedback", "page.html.j2"
    page.extra_template_basedirs = [
        feedback.TEMPLATES,
        str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
    ]
    c.AssignLatePenalties.plugin_class = "gan_lessons.grading.late.PerDay"
    c.ClearSolutions.code_stub = {"python": assignment.STUB}
    c.ClearSolutions.text_stub = assignment.WRITE_HERE
    for name, value in json.loads(os.environ.get(SETTINGS, "{}")).items():
        setattr(c.SafeExecute, name, value)
    # A test that prints to stderr (TensorFlow does) has not failed.
    c.IgnorePattern.enabled = True
    c.IgnorePattern.pattern = r"(?s).*"


def _take_in_first(course: Path) -> None:
    """See to it that nbgrader's Autograde, at the terminal and in the formgrader too, reads what `intake` took, and nothing else."""
    from nbgrader.converters import Autograde
    from nbgrader.exchange.default import ExchangeCollect
    from nbgrader.utils import temp_attrs

    theirs = getattr(Autograde.start, "theirs", Autograde.start)

    def start(self):
        known, only = names(course), self.coursedir.student_id
        for student, name in intake.handed_in(course, known)[0]:
            if name == self.coursedir.assignment_id and only in ("*", student):
                try:
                    taken = intake.take(course, student, name)
                except OSError as error:
                    taken = intake.Taken(f"it cannot be read: {error}")
                for words in filter(None, (taken.problem, taken.remark)):
                    self.log.warning("%s, %s: %s", student, name, words)
        with temp_attrs(self.coursedir, submitted_directory=intake.ACCEPTED):
            return theirs(self)

    start.theirs = theirs
    Autograde.start = start
    # What learners put into the exchange is collected by whoever grades: no link in it is followed.
    ExchangeCollect.do_copy = lambda self, src, dest, log=None: intake.copy_plain(src, dest)


def nbgrader_of(course: Path):
    """nbgrader, with the settings of the course's `nbgrader_config.py`."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config.loader import PyFileConfigLoader

    # nbgrader calls alembic by its name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.resolve())).load_config()
    return NbGraderAPI(config=config)
