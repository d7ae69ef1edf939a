"""A kernel for code that nobody has read: another user, an empty folder, a bare environment, limits.

nbgrader runs a learner's notebook as whoever grades. Such a notebook can read the hidden tests in the grade book, and write its own
marks. Here the kernel runs as a user that exists for this one run, so it can neither read nor write what belongs to the instructor (the
folders and the grade book are closed to others: see `close`); it has no environment variables of the instructor's; and its memory, time,
processes and files are limited. This needs root, as on a grading machine or in a container.

    python -m gan_lessons.grading.sandbox --connection FILE ...

starts such a kernel in the place of a usual one. `docs/instructors.md` says what this does not prevent.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

USERS = range(58_000, 60_000)  # no machine's ordinary users; below 65,536, so that containers know them
# What of the environment goes in: what the course and the libraries read, and nothing else.
KEPT = ("PATH", "LANG", "LC_ALL", "TZ")
KEPT_PREFIXES = ("GAN_LESSONS_", "KERAS_", "TF_", "OMP_", "OPENBLAS_", "MKL_")
QUIET = "gan_lessons.grading.quiet"


@dataclass(frozen=True)
class Limits:
    """What the kernel of one submission may use.

    Parameters
    ----------
    memory_mb : int
        Of data in memory, in MB; four times as much address space. The course's own exercises need 700.
    processes : int
        Processes and threads at once.
    file_mb : int
        Of any file that is written.
    seconds : int
        Of processor time in all.
    """

    memory_mb: int = 3_000
    processes: int = 400
    file_mb: int = 100
    seconds: int = 1_200


class SandboxError(OSError):
    """The sandbox cannot be had on this machine; the message says what to do."""


def python() -> str:
    """The interpreter that runs learners' notebooks: that of `GAN_LESSONS_GRADING_PYTHON`, or this one."""
    return os.environ.get("GAN_LESSONS_GRADING_PYTHON", sys.executable)


def require() -> None:
    """Raise SandboxError unless this machine can start such a kernel.

    Raises
    ------
    SandboxError
        If this is not root on Linux or another Unix, or if other users cannot run this Python and its packages.
    """
    if not hasattr(os, "setuid") or os.geteuid() != 0:
        raise SandboxError(
            "Grading runs learners' code as another user, and only root can do that. Run it with sudo, or in a container; "
            "or, with code that you trust as your own, add --as-myself."
        )
    uid = USERS[0]
    try:
        subprocess.run(
            [python(), "-c", "import ipykernel, gan_lessons, keras"],
            user=uid,
            group=uid,
            extra_groups=[],
            env=_environment("/"),
            cwd="/",
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        raise SandboxError(
            f"Another user cannot run {python()} with this course: {' '.join(said)}. A Python or a clone in a private home is closed to "
            "others: install both elsewhere (/opt, say), or name a Python that everyone can read in GAN_LESSONS_GRADING_PYTHON."
        ) from None


def close(course: str | Path) -> None:
    """Close what belongs to the instructor to other users: sources, submissions, grades, and the course seed.

    Parameters
    ----------
    course : str or Path
        The course's folder. It stays open itself; what lies in it is closed, `release` excepted.
    """
    for path in Path(course).iterdir():
        if path.name in ("source", "submitted", "autograded", "feedback", "corpus"):
            path.chmod(0o700)
        elif path.suffix in (".db", ".csv") or path.name in ("course_seed", "gradebook.db-journal"):
            path.chmod(0o600)


def free_user() -> int:
    """A user number that nobody has and no process runs under."""
    import pwd

    for uid in random.sample(USERS, len(USERS)):
        try:
            pwd.getpwuid(uid)
        except KeyError:
            if not _processes(uid):
                return uid
    raise SandboxError(f"No user number from {USERS.start} to {USERS.stop} is free.")


def command(connection: str, uid: int, folder: str, limits: Limits) -> list[str]:
    """What starts a kernel: a command line for the one who grades."""
    return [
        sys.executable,
        "-m",
        "gan_lessons.grading.sandbox",
        *("--connection", connection, "--uid", str(uid), "--folder", folder),
        *("--limits", json.dumps(asdict(limits))),
    ]


def folder() -> str:
    """A new folder for a kernel: its home and the place that it works in."""
    return tempfile.mkdtemp(prefix="gan_lessons_grading_")


def sweep(uid: int) -> None:
    """End every process of a user, and remove what it left where all can write, its own folder among it."""
    for _ in range(20):  # again: a process may have had a child in between
        running = _processes(uid)
        if not running:
            break
        for pid in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for place in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"}:
        for path in _entries(place):
            try:
                mine = path.lstat().st_uid == uid
            except OSError:
                continue
            if mine:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _entries(place: str) -> list[Path]:
    try:
        return list(Path(place).iterdir())
    except OSError:
        return []


def _processes(uid: int) -> list[int]:
    found = []
    for path in _entries("/proc"):
        if path.name.isdigit():
            try:
                status = (path / "status").read_text()
            except OSError:
                continue
            ids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
            # A dead one that nobody has waited for yet is no danger, and cannot be killed.
            if str(uid) in ids and "\nState:\tZ" not in status:
                found.append(int(path.name))
    return found


def _environment(home: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or (name.startswith(KEPT_PREFIXES) and not name.startswith("GAN_LESSONS_GRADING"))
    }
    return {
        **kept,
        "HOME": home,
        "TMPDIR": home,
        "USER": "learner",
        "LOGNAME": "learner",
        "IPYTHONDIR": f"{home}/.ipython",
        "JUPYTER_RUNTIME_DIR": home,
        "MPLCONFIGDIR": home,
        "PYTHONDONTWRITEBYTECODE": "1",
        "GAN_LESSONS_OFFLINE": "1",
    }


def main() -> None:
    """Become the user, take the limits, and then the kernel."""
    import resource

    parser = argparse.ArgumentParser()
    parser.add_argument("--connection", required=True)
    parser.add_argument("--uid", type=int, required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--limits", type=json.loads, required=True)
    args = parser.parse_args()
    limits = Limits(**args.limits)
    uid, home = args.uid, args.folder

    # The original holds the key to the kernel and lies among the instructor's files: the kernel gets a copy.
    connection = Path(home, "connection.json")
    connection.write_bytes(Path(args.connection).read_bytes())
    os.chmod(home, 0o700)
    for path in (connection, home):
        os.chown(path, uid, uid)
    os.chdir(home)
    os.umask(0o077)

    memory = limits.memory_mb * 10**6
    for kind, limit in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_AS, 4 * memory),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_FSIZE, limits.file_mb * 10**6),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    environment = _environment(home)
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS: no sudo, no set-user-ID program
    interpreter = python()
    kernel = ["-m", "ipykernel_launcher", "-f", str(connection), "--HistoryManager.hist_file=:memory:"]
    os.execve(interpreter, [interpreter, *kernel, f"--IPKernelApp.extra_extensions={QUIET}"], environment)


if __name__ == "__main__":
    main()
