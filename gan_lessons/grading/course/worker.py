"""A process that grades one submission after the other, seen from the process that grades a class."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from gan_lessons.grading.course.settings import SETTINGS


class Worker:
    """A process in which nbgrader grades one submission after the other, since to load nbgrader takes longer than to grade.

    What learners wrote never runs in it: see `preprocessors.SafeExecute`. If it fails all the same, the next one is a new process.
    """

    def __init__(self, course: Path, settings: dict):
        self._course, self._settings = course.resolve(), settings
        self._process, self._folder = None, None

    def grade(self, name: str, student: str, seconds: float) -> dict:
        """Grade one submission: what `serve` answers."""
        try:
            if self._process is None:
                self._start()
            self._process.stdin.write(json.dumps([name, student]) + "\n")
            self._process.stdin.flush()
            if not select.select([self._process.stdout], [], [], seconds)[0]:
                raise TimeoutError(f"took longer than {seconds / 60:.0f} minutes")
            return json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            status = self._process and self._process.poll()
            self.close()
            problem = str(error) if isinstance(error, TimeoutError) else f"grading ended with status {status}"
            return {"problem": problem, "remarks": [], "memory_mb": None}

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="gl_")  # where nothing lies that Python could import
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gan_lessons.grading.course.serve", str(self._course)],
            cwd=self._folder,
            env={**os.environ, SETTINGS: json.dumps(self._settings)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def close(self) -> None:
        """End the process, and what it started."""
        if self._process is not None:
            self._process.terminate()  # it ends its runner, which removes the sandbox
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=30)
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = None
