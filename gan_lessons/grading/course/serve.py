"""What that process does: it lets nbgrader grade what it is asked for, line by line.

    python -P -m gan_lessons.grading.course.serve COURSE

is what `worker.Worker` starts.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path

from gan_lessons.grading.course.folder import LOCK
from gan_lessons.grading.course.lock import Lock
from gan_lessons.grading.course.settings import nbgrader_of


def serve(course: Path) -> None:
    """Grade what is asked for, line by line, in a process that `worker.Worker` starts."""
    from gan_lessons.grading.preprocessors import SafeExecute

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever nbgrader prints is no answer
    # nbgrader's grade book is for one at a time; the run, which takes longest, is not in it.
    lock = Lock(course / LOCK)
    SafeExecute.around = lock.released
    api = None
    for line in sys.stdin:
        name, student = json.loads(line)
        SafeExecute.told = {}
        with lock:
            api = api or nbgrader_of(course)
            result = api.autograde(name, student, force=True, create=True)
        problem = "" if result["success"] else _reason(f"{result['log']}\n{result.get('error') or ''}")
        answers.write(
            json.dumps({"remarks": [], "memory_mb": None, **SafeExecute.told, "problem": problem}) + "\n"
        )
        answers.flush()


def _reason(log: str) -> str:
    """The last error of a log that is not nbgrader's "see above"."""
    errors = re.findall(r"^\s*(?:\w+\.)*(\w*(?:Error|Exception): .+)$", log, re.MULTILINE)
    told = [error for error in errors if not error.startswith("NbGraderException")]
    return (told or errors or ["unknown; run nbgrader autograde to see its log"])[-1][:200]


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
