"""Steps that this course adds to nbgrader's: the course seed, submissions that are not as they should be, and a kernel in a sandbox."""

from __future__ import annotations

import asyncio
import os
import shutil

from gan_lessons.grading import sandbox
from gan_lessons.grading.assignment import CANARY, with_seed

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Bool, Dict, Integer

MOST_OUTPUT = 2_000_000  # bytes of a cell's output that are kept


class SetSeed(NbGraderPreprocessor):
    """Put the course seed into the hidden tests, before the grade book takes them."""

    course_seed = Integer(0, help="What hidden tests draw their inputs from.").tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        if is_grade(cell):
            cell.source = with_seed(cell.source, self.course_seed)
        return cell, resources


class Tidy(NbGraderPreprocessor):
    """Make a submission whole again where a learner, or an editor, changed more than the answers.

    A cell that appears twice keeps its part once, the last time; what nbgrader must know of a cell comes from the grade book. Without
    this nbgrader stops, and with it the grading of everyone who comes after.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        seen = set()
        with Gradebook(about["db_url"]) as book:
            for cell in reversed(nb.cells):
                told = cell.metadata.pop("nbgrader", None)
                name = told.get("grade_id") if isinstance(told, dict) else None
                if not isinstance(name, str) or name in seen:
                    continue
                try:
                    known = book.find_source_cell(name, about["notebook"], about["assignment"])
                except MissingEntry:
                    continue
                seen.add(name)
                cell.metadata["nbgrader"] = self._told(book, known, about)
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


class SandboxKernelManager(AsyncKernelManager):
    """Starts the kernel of `sandbox` in the place of the notebook's own."""

    uid = Integer(0)
    folder = ""
    limits = sandbox.Limits()

    def format_kernel_cmd(self, extra_arguments=None):
        return sandbox.command(os.path.realpath(self.connection_file), self.uid, self.folder, self.limits)


class SafeExecute(Execute):
    """Run a submission: in a sandbox, to its end whatever a cell does, and with the proof that assertions worked.

    A cell that kills the kernel, or will not be interrupted, ends the run: it and the cells after it score nothing, and what came before
    counts. If the canary, a cell that asserts something false, does not fail, then the notebook has put assertions out of action, and
    nothing in it counts.
    """

    in_sandbox = Bool(True, help="Whether the kernel runs as another user (needs root).").tag(config=True)
    limits = Dict(help="Of the sandbox; see gan_lessons.grading.sandbox.Limits.").tag(config=True)
    uid = Integer(0, help="Whom the kernel runs as; 0: a user number that is free.").tag(config=True)
    patience = Integer(5, help="Seconds until a cell that was interrupted must have stopped.").tag(
        config=True
    )

    def preprocess(self, nb, resources=None, km=None):
        self._gone, self._flooded = "", -1
        if not self.in_sandbox:
            return self._finish(*super().preprocess(nb, resources, km))
        uid, folder = self.uid or sandbox.free_user(), sandbox.folder()
        SandboxKernelManager.uid = uid
        SandboxKernelManager.folder = folder
        SandboxKernelManager.limits = sandbox.Limits(**self.limits)
        self.kernel_manager_class = SandboxKernelManager
        try:
            return self._finish(*super().preprocess(nb, resources, km))
        finally:
            sandbox.sweep(uid)
            shutil.rmtree(folder, ignore_errors=True)  # still the grader's own if the kernel never started

    def _finish(self, nb, resources):
        canaries = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == CANARY]
        if not self._gone and not all(_failed(cell) for cell in canaries):
            self.log.warning("Assertions had no effect in this notebook: nothing in it counts.")
            for cell in nb.cells:
                if cell.cell_type == "code" and is_grade(cell):
                    _fail(
                        cell,
                        "AssertionsOff",
                        "A cell that had to fail did not, so no test of this notebook says anything.",
                    )
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "code" and self._gone:
            cell.outputs = []
            if is_grade(cell):
                _fail(cell, "NotRun", f"Not run: {self._gone}")
            return cell, resources
        self._size = 0
        try:
            return super().preprocess_cell(cell, resources, index)
        except (DeadKernelError, RuntimeError, TimeoutError) as error:
            self._gone = f"cell {index} ended the run."
            self.log.warning("Cell %d ended the run: %s", index, error)
            _fail(cell, type(error).__name__, "This cell ended the kernel, or would not be interrupted.")
            return cell, resources

    async def _async_handle_timeout(self, timeout, cell=None):
        reply = await super()._async_handle_timeout(timeout, cell)
        message = self.kc.execute("", silent=True)
        deadline = asyncio.get_event_loop().time() + self.patience
        while True:
            left = deadline - asyncio.get_event_loop().time()
            try:
                answer = await self.kc.shell_channel.get_msg(timeout=max(left, 0.01))
            except Exception:
                raise DeadKernelError("a cell ran too long and did not stop when interrupted") from None
            if answer["parent_header"].get("msg_id") == message:
                return reply

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data"):
            self._size += len(str(msg["content"])) if self._size < MOST_OUTPUT else 0
            if self._size >= MOST_OUTPUT:
                if self._flooded != cell_index:
                    self._flooded = cell_index
                    self.log.warning("Cell %d prints without end.", cell_index)
                    self._interruption = asyncio.ensure_future(self.km.interrupt_kernel())
                return None
        return super().process_message(msg, cell, cell_index)


def _failed(cell) -> bool:
    return any(
        output.output_type == "error" and output.ename == "AssertionError"
        for output in cell.get("outputs", [])
    )


def _fail(cell, name: str, message: str) -> None:
    cell.outputs = [new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])]
