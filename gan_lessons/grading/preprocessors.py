"""Steps that this course adds to nbgrader's: the seed, submissions that are not as they should be, and the run outside of nbgrader."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from gan_lessons.grading import sandbox
from gan_lessons.grading.assignment import seed_for, with_seed
from gan_lessons.grading.feedback import plain

from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Bool, Dict, Float, Integer, Unicode

MOST_CELLS = 1_000  # of a submission


class RunError(RuntimeError):
    """A submission could not be run; the message says why."""


class SetSeed(NbGraderPreprocessor):
    """Put the assignment's seed into the hidden tests, before the grade book takes them."""

    course_seed = Integer(0, help="What the seeds of all assignments are made of.").tag(config=True)

    def preprocess(self, nb, resources):
        seed = seed_for(self.course_seed, resources["nbgrader"]["assignment"])
        for cell in nb.cells:
            if is_grade(cell):
                cell.source = with_seed(cell.source, seed)
        return nb, resources


class Tidy(NbGraderPreprocessor):
    """Make a submission whole again where a learner, or an editor, changed more than the answers.

    A cell that appears twice keeps its part once, the last time; one that is missing comes back as it was released; what nbgrader must
    know of a cell comes from the grade book. Without this nbgrader stops, and with it the grading of everyone who comes after.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        if len(nb.cells) > MOST_CELLS:
            raise ValueError(f"It has {len(nb.cells):,} cells; at most {MOST_CELLS:,} are graded.")
        with Gradebook(about["db_url"]) as book:
            known = {
                cell.name: cell
                for cell in book.find_notebook(about["notebook"], about["assignment"]).source_cells
            }
            seen = set()
            for cell in reversed(nb.cells):
                told = cell.metadata.pop("nbgrader", None)
                name = told.get("grade_id") if isinstance(told, dict) else None
                if isinstance(name, str) and name in known.keys() - seen:
                    seen.add(name)
                    cell.metadata["nbgrader"] = self._told(book, known[name], about)
            place = 0
            for name, source in known.items():
                if name in seen:
                    place = 1 + next(
                        i
                        for i, cell in enumerate(nb.cells)
                        if cell.metadata.get("nbgrader", {}).get("grade_id") == name
                    )
                    continue
                self.log.warning("The cell %s is missing, and comes back.", name)
                new = {"code": new_code_cell, "markdown": new_markdown_cell}[source.cell_type](source.source)
                new.metadata["nbgrader"] = self._told(book, source, about)
                nb.cells.insert(place, new)
                place += 1
        return nb, resources

    def _told(self, book, known, about) -> dict:
        told = {
            "grade_id": known.name,
            "grade": False,
            "solution": not known.locked,
            "locked": known.locked,
            "task": False,
            "schema_version": 3,
            "checksum": known.checksum,
            "cell_type": known.cell_type,
        }
        try:
            graded = book.find_graded_cell(known.name, about["notebook"], about["assignment"])
        except MissingEntry:
            return told
        return {**told, "grade": True, "points": graded.max_score}


class SafeExecute(NbGraderPreprocessor):
    """Run a submission in a process of its own, which keeps the kernel in a sandbox and judges the answers outside of it."""

    course = Unicode(help="The course's folder.").tag(config=True)
    course_seed = Integer(0, help="As that of SetSeed.").tag(config=True)
    in_sandbox = Bool(True, help="Whether the kernel runs in bubblewrap (needs root).").tag(config=True)
    network = Bool(False, help="Whether the kernel may use the network.").tag(config=True)
    limits = Dict(help="Of the sandbox; see gan_lessons.grading.sandbox.Limits.").tag(config=True)
    cell_seconds = Float(60, help="Limit for a cell.").tag(config=True)
    seconds = Float(600, help="Limit for a submission.").tag(config=True)

    # What came of the last run, for `course`; and what to do around it: `course` lets go of the grade book for so long.
    told: dict = {}  # noqa: RUF012
    around = contextlib.nullcontext

    def preprocess(self, nb, resources):
        name = resources["nbgrader"]["assignment"]
        job = {
            "notebook": nb,
            "source": str(Path(self.course, "source", name, f"{resources['nbgrader']['notebook']}.ipynb")),
            "seed": self.course_seed,
            "cell_seconds": self.cell_seconds,
            "seconds": self.seconds,
            "limits": dict(self.limits),
            "in_sandbox": self.in_sandbox,
            "network": self.network,
        }
        with type(self).around():
            told = run_apart(job, self.seconds + 60)
        type(self).told = {"remarks": told["remarks"], "memory_mb": told["memory_mb"]}
        for remark in told["remarks"]:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], remark)
        for cell, outputs in zip(nb.cells, told["outputs"], strict=True):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [from_dict(output) for output in outputs], None
        return plain(nb), resources


def run_apart(job: dict, seconds: float) -> dict:
    """Run a job of `runner` in a process of its own, in an empty folder.

    Raises
    ------
    RunError
        If it fails, or takes longer than these seconds.
    """
    folder = Path(tempfile.mkdtemp(prefix="gl_"))
    file = folder / "job.json"
    file.write_text(json.dumps(job))
    with open(folder / "errors", "w+", encoding="utf-8", errors="replace") as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gan_lessons.grading.runner", str(file)],
            cwd=folder,
            env=sandbox.environment(str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            if process.wait(timeout=seconds) == 0:
                return json.loads(file.with_suffix(".out").read_text())
            errors.seek(0)
            lines = [line for line in errors.read()[-20_000:].splitlines() if line.strip()]
            raise RunError((lines or ["the run ended without a word"])[-1][:300])
        except subprocess.TimeoutExpired:
            raise RunError(f"it took longer than {seconds:g} s") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)  # it ends the kernel, and removes the sandbox
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=15)
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            sandbox.sweep()
            shutil.rmtree(folder, ignore_errors=True)
