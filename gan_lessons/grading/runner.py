"""Run one submission: its cells in a kernel, its tests in this process, which is not the kernel's.

    python -P -m gan_lessons.grading.runner JOB.json

is what the preprocessor `SafeExecute` starts: a process for each submission, so that its memory and its time are its own, and so that
the judge meets TensorFlow in no process of nbgrader's or of Jupyter's.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from gan_lessons.grading import agent, wire
from gan_lessons.grading.assignment import Assignment
from gan_lessons.grading.judge import Judge
from gan_lessons.grading.sandbox import REQUESTS, SOCKETS, Limits, Sandbox

import nbformat
import zmq
import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_output

CELL_MB = 2  # of what a cell prints and shows, more is not kept
ERROR_CHARACTERS = 20_000  # of a traceback
ENDS = (
    DeadKernelError,
    RuntimeError,
    CellTimeoutError,
    zmq.ZMQError,
)  # when a kernel, or the way to it, is gone
JUDGE_BYTES = 8_000_000_000  # of this process, whatever a submission sends
MESSAGE_BYTES = 100_000_000  # of a message from the kernel; one that is longer ends the connection


@dataclass
class Job:
    """What to run, and how.

    Parameters
    ----------
    notebook : dict
        The submission, with nbgrader's own cells as the grade book has them.
    source : str
        The assignment's notebook, with its solutions.
    seed : int
        The course seed.
    cell_seconds, seconds : float
        Limits for a cell, and for the submission.
    limits : dict
        Of `sandbox.Limits`.
    in_sandbox, network : bool
        Whether the kernel runs in the sandbox, and may use the network there.
    """

    notebook: dict
    source: str
    seed: int = 0
    cell_seconds: float = 60
    seconds: float = 600
    limits: dict = field(default_factory=dict)
    in_sandbox: bool = True
    network: bool = False


@dataclass
class Outcome:
    """What came of it.

    Parameters
    ----------
    outputs : list of list
        Of each cell of the notebook: nbformat's outputs.
    remarks : list of str
        What an instructor should know: a cell that ended the kernel, output without end.
    memory_mb : float or None
        The most memory in use at a time, where the machine tells.
    """

    outputs: list
    remarks: list[str]
    memory_mb: float | None = None


def run(job: Job) -> Outcome:
    """Run a submission.

    Raises
    ------
    SandboxError
        If this machine has no sandbox.
    """
    lesson = Assignment(job.source, job.seed)
    limits = Limits(**job.limits)
    place = Sandbox(limits, job.network) if job.in_sandbox else None
    try:
        runner = _Runner(nbformat.from_dict(job.notebook), lesson, job, place)
        with tempfile.TemporaryDirectory(prefix="gl_") as folder:
            outputs = runner.outputs(Path(folder))
        return Outcome(outputs, runner.remarks, place and place.cgroup.peak_mb())
    finally:
        if place:
            place.remove()


class _KernelManager(AsyncKernelManager):
    """Starts a kernel that is talked to through Unix sockets, in a sandbox or (None) as this user."""

    place: Sandbox | None = None
    folder: Path

    def format_kernel_cmd(self, extra_arguments=None):
        kernel = ["-m", "ipykernel_launcher", "--HistoryManager.hist_file=:memory:", "-f"]
        if self.place is None:
            return [sys.executable, "-P", *kernel, self.connection_file]
        told = json.loads(Path(self.connection_file).read_text())
        (self.place.folder / "requests" / "kernel.json").write_text(
            json.dumps({**told, "ip": f"{SOCKETS}/k"})
        )
        return self.place.command(*kernel, f"{REQUESTS}/kernel.json")

    def client(self, **kwargs):
        context = zmq.asyncio.Context()
        # No endless message, no endless queue, and no endless wait for a kernel that was cut off for the first.
        context.sockopts.update({zmq.MAXMSGSIZE: MESSAGE_BYTES, zmq.RCVHWM: 20, zmq.SNDTIMEO: 5_000})
        return super().client(context=context, **kwargs)


class _Runner(NotebookClient):
    """nbclient's runner of notebooks, with a judge for the cells that are tests, and with limits on what comes out."""

    def __init__(self, notebook, lesson: Assignment, job: Job, place: Sandbox | None):
        slow = {"ename": "TimeoutError", "evalue": "It took too long.", "traceback": []}
        super().__init__(
            notebook, startup_timeout=180, interrupt_on_timeout=True, error_on_timeout=slow, allow_errors=True
        )
        self.lesson, self.job, self.place = lesson, job, place
        self.remarks: list[str] = []
        self.until = time.monotonic() + job.seconds
        self.gone = ""  # why nothing more is run
        self.size, self.left = (
            0,
            Limits(**job.limits).output_mb * 10**6,
        )  # of this cell so far; for all that come
        self.requests, self.reply, self.slow, self.flooded = 0, None, False, False

    def outputs(self, folder: Path) -> list:
        """Run all cells, and give the outputs of each."""
        base = self.place.folder if self.place else folder
        (base / "sockets").mkdir(exist_ok=True)
        self.requests_folder = base / "requests"
        self.requests_folder.mkdir(exist_ok=True)
        self.km = _KernelManager(
            transport="ipc", ip=str(base / "sockets" / "k"), connection_file=str(folder / "kernel.json")
        )
        # Signals stop at the sandbox: a kernel is interrupted by a message.
        self.km._kernel_spec = KernelSpec(display_name="Python", language="python", interrupt_mode="message")
        self.km.place = self.place
        silent = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        with self.setup_kernel(cwd=str(folder), **silent):
            if self.place:
                self.place.shut()
            self.timeout = self.startup_timeout
            self.execute_cell(new_code_cell("import gan_lessons.grading.agent"), 0, store_history=False)
            self.judge = Judge(self.lesson.namespace(), self.ask)
            return [self.one(index, cell) for index, cell in enumerate(self.nb.cells)]

    def one(self, index: int, cell) -> list:
        """Run one cell, or judge it if it is a test."""
        if cell.cell_type != "code":
            return []
        told = cell.metadata.get("nbgrader", {})
        task = self.lesson.task_of(told["grade_id"]) if told.get("grade") else None
        try:
            if self.gone:
                return _error("NotRun", f"Not run: {self.gone}") if told.get("grade") else []
            if told.get("grade") and task is None:  # what was released is not what lies in the source now
                return _error("NotRun", "The assignment's source has no such test: release it again.")
            if task:
                error = self.judge.run(task, cell.source, None)
                return [] if error is None else _error(type(error).__name__, str(error))
            cell.outputs = []
            self.execute(cell, index, store_history=True)
        except ENDS as error:
            self.end(f"cell {index} ended the run", error)
            return _error(type(error).__name__, "This cell ended the kernel, or would not be interrupted.")
        outputs = [_short(output) for output in cell.outputs]
        if self.slow and not any(output.output_type == "error" for output in outputs):
            outputs += _error("TimeoutError", f"It took longer than {self.timeout} s.")
        return outputs

    def execute(self, cell, index: int, store_history: bool) -> None:
        """Run a cell in the kernel."""
        self.size, self.slow, self.flooded, self.timeout = 0, False, False, self.patience()
        self.execute_cell(cell, index, store_history=store_history)

    def end(self, why: str, error: BaseException | None = None) -> None:
        """Run nothing more: the kernel is gone, or the time is."""
        if not self.gone:
            self.gone = f"{why} ({type(error).__name__})." if error else f"{why}."
            self.remarks.append(self.gone)

    def patience(self) -> float:
        """Seconds that the next cell may take."""
        left = self.until - time.monotonic()
        if left <= 1:
            self.end(f"the {self.job.seconds:g} s of a submission were used up")
            raise DeadKernelError(self.gone)
        return int(max(1, min(self.job.cell_seconds, left)))

    def ask(self, request: bytes) -> str:
        """Send a request to the agent in the kernel, as a file that it reads, and return what it says."""
        self.requests += 1
        path = self.requests_folder / str(self.requests)
        path.write_bytes(request)
        inside = f"{REQUESTS}/{self.requests}" if self.place else str(path)
        source = f"__import__('gan_lessons.grading.agent', fromlist=['agent']).answer({inside!r}, globals())"
        self.reply, cell = None, new_code_cell(source)
        try:
            self.execute(cell, 0, store_history=False)
        except ENDS as error:
            self.end("an answer ended the run when it was called", error)
            raise
        finally:
            path.unlink()
        if self.reply is not None:
            return self.reply
        if self.slow:
            raise TimeoutError(f"it took longer than {self.timeout} s")
        for output in cell.outputs:
            if output.output_type == "error":
                raise TimeoutError(f"no answer came: {output.ename} {output.evalue}"[:500])
        raise TimeoutError("no answer came")

    # What comes from the kernel.

    def process_message(self, msg, cell, cell_index):
        kind, content = msg["msg_type"], msg["content"]
        if kind.startswith("comm_"):  # of widgets: nbclient would keep their state, however large
            return None
        if kind == "display_data" and agent.TYPE in content.get("data", {}):
            number, _, said = str(content["data"][agent.TYPE]).partition(" ")
            if number == str(self.requests) and len(said) <= wire.MOST_BYTES:
                self.reply = said
            return None
        if kind in ("stream", "display_data", "execute_result", "update_display_data", "error"):
            size = len(json.dumps(content, default=str))
            self.size += size
            self.left -= size
            if self.size > CELL_MB * 10**6 or self.left < 0:
                if kind == "error":
                    content.update(evalue=str(content.get("evalue"))[:1000], traceback=["It was too long."])
                    return super().process_message(msg, cell, cell_index)
                if not any("without end" in remark for remark in self.remarks):
                    self.remarks.append("it prints or shows without end.")
                if not self.flooded:  # once: a second interrupt would hit what comes next
                    self.flooded, self._interruption = True, asyncio.ensure_future(self.km.interrupt_kernel())
                return None
        return super().process_message(msg, cell, cell_index)

    async def _async_handle_timeout(self, timeout, cell=None):
        """Interrupt a cell, and see that it stopped: a kernel that does not stop is given up."""
        self.slow = True
        reply = await super()._async_handle_timeout(timeout, cell)
        message = self.kc.execute("", silent=True)
        until = time.monotonic() + 5
        while True:
            try:
                said = await self.kc.shell_channel.get_msg(timeout=max(until - time.monotonic(), 0.01))
            except Exception:
                raise DeadKernelError("a cell ran too long and did not stop when interrupted") from None
            if said["parent_header"].get("msg_id") == message:
                return reply


def _error(name: str, text: str) -> list:
    text = text[:2000]
    return [new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])]


def _short(output):
    if output.output_type == "error":
        output.evalue = str(output.evalue)[:2000]
        output.traceback = ["\n".join(map(str, output.traceback))[-ERROR_CHARACTERS:]]
    return output


def main() -> None:
    """Run the job in the file of the first argument, and write what came of it beside it."""
    os.umask(0o022)  # the kernel's user reads requests; the folder above them is closed
    with contextlib.suppress(ImportError, ValueError, OSError):  # the judge is not in the submission's cgroup
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (JUDGE_BYTES, JUDGE_BYTES))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the sandbox is removed
    path = Path(sys.argv[1])
    outcome = run(Job(**json.loads(path.read_text())))
    path.with_suffix(".out").write_text(
        json.dumps({"outputs": outcome.outputs, "remarks": outcome.remarks, "memory_mb": outcome.memory_mb})
    )


if __name__ == "__main__":
    main()
