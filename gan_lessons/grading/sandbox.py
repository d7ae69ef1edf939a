"""A kernel for code that nobody has read, in bubblewrap: no network, no folder but its own, another user, limits.

nbgrader runs a learner's notebook as whoever grades. Such a notebook can read the hidden tests in the grade book, and write its own
marks. Here the kernel sees Python, its packages and this package, read-only, and an empty home and temporary folder, which vanish
with it; it has no network and no process beside it; it runs as a user that no machine has; and it is talked to through Unix sockets
in a folder of its own. `docs/instructors.md` says what this does not prevent.

All of it is done by others: bubblewrap (Debian's package `bubblewrap`), setpriv and prlimit (util-linux), and the kernel's cgroups. This
module puts their arguments together. It needs root, as on a grading machine or in a container.
"""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

GROUP = "gan_lessons_"  # the start of a control group's name
USERS = range(58_000, 60_000)  # no machine's ordinary users; below 65,536, so that containers know them
# What of the environment goes in: what the course and the libraries read, and nothing else.
KEPT = ("LANG", "LC_ALL", "TZ", "GAN_LESSONS_BUDGET", "KERAS_BACKEND", "KERAS_FLOATX")
KEPT_PREFIXES = ("TF_ENABLE_", "TF_NUM_", "TF_CPP_", "ONEDNN_", "OMP_", "OPENBLAS_", "MKL_")
PROGRAMS = {"bwrap": "bubblewrap", "setpriv": "util-linux", "prlimit": "util-linux"}
# Of the system, what programs read to run at all: where libraries, fonts and time zones lie.
SYSTEM = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime", "/etc/mime.types")
# What must run in a sandbox before anything is graded.
TRIAL = """
import importlib.util, os
import gan_lessons, ipykernel
importlib.util.find_spec("keras").origin
for folder in filter(None, [os.environ.get("GAN_LESSONS_DATA")]):
    for name in os.listdir(folder):
        os.stat(os.path.join(folder, name))
"""
# Where things lie inside.
SOCKETS, REQUESTS, PYTHON, PACKAGES, COURSE, DATA, HOME = (
    "/run/kernel", "/run/requests", "/run/python", "/run/packages", "/run/course", "/run/data", "/home/learner",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    memory_mb : int
        Memory in MB, of all its processes and files together; where the machine has no cgroups, of each process. The course's own
        exercises need 700.
    processes : int
        Processes and threads at once.
    file_mb : int
        Of any file that is written, and of all in the home and in the temporary folder.
    seconds : int
        Of processor time in each process.
    output_mb : int
        Of all that it prints, shows and raises.
    """

    memory_mb: int = 3_000
    processes: int = 400
    file_mb: int = 100
    seconds: int = 1_200
    output_mb: int = 20


class SandboxError(OSError):
    """The sandbox cannot be had on this machine; the message says what to do."""


class Sandbox:
    """A place for one kernel.

    Parameters
    ----------
    limits : Limits
    network : bool
        Whether the kernel may use the network.

    Attributes
    ----------
    folder : Path
        On this side: `sockets` and `requests` in it are the kernel's `SOCKETS` and `REQUESTS`.
    """

    def __init__(self, limits: Limits | None = None, network: bool = False):
        self.limits, self.network, self.user = limits or Limits(), network, _free_user()
        self.folder = Path(tempfile.mkdtemp(prefix="gl_"))
        self.folder.chmod(0o711)  # bubblewrap binds what lies below it
        for name, owner in (("sockets", self.user), ("requests", 0)):
            (self.folder / name).mkdir()
            (self.folder / name).chmod(0o755)
            os.chown(self.folder / name, owner, owner)
        self.cgroup = Cgroup(self.limits)

    def command(self, *words: str) -> list[str]:
        """The command line that runs Python in here with these words."""
        limits, size = self.limits, str(self.limits.file_mb * 10**6)
        memory, binds = limits.memory_mb * 10**6, []
        for source, place in _shown():
            binds += ["--ro-bind", source, place]
        for path in SYSTEM:
            binds += ["--ro-bind-try", path, path]
        for name in ("bin", "sbin", "lib", "lib64"):
            path = Path("/", name)
            if path.is_symlink():
                binds += ["--symlink", os.readlink(path), str(path)]
            elif path.is_dir():
                binds += ["--ro-bind", str(path), str(path)]
        for name, value in _environment(data=_data() is not None).items():
            binds += ["--setenv", name, value]
        return [
            *self.cgroup.entering(),
            "bwrap",
            *("--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"),
            *(() if self.network else ("--unshare-net",)),
            *("--die-with-parent", "--new-session", "--clearenv", "--hostname", "learner"),
            *("--ro-bind", "/usr", "/usr", "--dev", "/dev", "--proc", "/proc"),
            *("--size", size, "--perms", "1777", "--tmpfs", "/tmp"),
            *("--size", size, "--perms", "0755", "--tmpfs", "/home"),
            *("--size", size, "--perms", "1777", "--tmpfs", HOME),
            *("--size", size, "--perms", "1777", "--tmpfs", "/dev/shm"),
            # Folders that bubblewrap makes on its own are closed to all but root.
            *(
                word
                for path in ("/etc", "/run", COURSE, PACKAGES)
                for word in ("--perms", "0755", "--dir", path)
            ),
            *binds,
            *(("--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf") if self.network else ()),
            *("--bind", str(self.folder / "sockets"), SOCKETS),
            *("--ro-bind", str(self.folder / "requests"), REQUESTS),
            *("--chdir", HOME, "--remount-ro", "/", "--"),
            *("setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"),
            *("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"),
            *("prlimit", f"--data={memory}", f"--as={4 * memory}", f"--nproc={limits.processes}"),
            *(f"--fsize={size}", f"--cpu={limits.seconds}", "--core=0", "--"),
            *(_inside_python(), "-P", *words),
        ]

    def shut(self) -> None:
        """Let nothing more be written from in there into a folder of this machine: the kernel's sockets are there."""
        os.chown(self.folder / "sockets", 0, 0)

    def remove(self) -> None:
        """End what still runs in here, and remove the folder."""
        self.cgroup.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


class Cgroup:
    """The limits of a submission as a whole, by the kernel's control groups, version 1 or 2.

    Parameters
    ----------
    limits : Limits
    root : str or Path
        Where they are mounted.

    Attributes
    ----------
    folders : list of Path
        Of this group: one, or with version 1 one for memory and one for processes. None where the machine has no cgroups, or this
        user may not make one: the limits are then those of each process.
    """

    def __init__(self, limits: Limits, root: str | Path = "/sys/fs/cgroup"):
        self.folders: list[Path] = []
        name, root = f"{GROUP}{os.getpid()}_{secrets.token_hex(4)}", Path(root)
        memory, processes = str(int(1.1 * limits.memory_mb) * 10**6), str(limits.processes)
        if (root / "cgroup.controllers").exists():
            wanted = {root / name: {"memory.max": memory, "memory.swap.max": "0", "pids.max": processes}}
        else:
            wanted = {
                root / "memory" / name: {"memory.limit_in_bytes": memory},
                root / "pids" / name: {"pids.max": processes},
            }
        try:
            for folder, values in wanted.items():
                folder.mkdir()
                self.folders.append(folder)
                for file, value in values.items():
                    if file != "memory.swap.max" or (folder / file).exists():
                        (folder / file).write_text(value)
        except OSError:
            self.remove()

    def entering(self) -> list[str]:
        """What stands before a command, so that it runs in this group."""
        if not self.folders:
            return []
        enter = " && ".join(f'echo $$ > "{folder}/cgroup.procs"' for folder in self.folders)
        return ["/bin/sh", "-c", f'{enter} && exec "$0" "$@"']

    def peak_mb(self) -> float | None:
        """The most memory that was in use at a time, in MB, if the machine tells."""
        for folder in self.folders:
            for file in ("memory.peak", "memory.max_usage_in_bytes"):
                with contextlib.suppress(OSError, ValueError):
                    return int((folder / file).read_text()) / 1e6
        return None

    def remove(self) -> None:
        """End every process in the group, and remove it."""
        for folder in self.folders:
            _remove_group(folder)
        self.folders = []


def _remove_group(folder: Path) -> None:
    for _ in range(50):
        with contextlib.suppress(OSError):
            for pid in (folder / "cgroup.procs").read_text().split():
                os.kill(int(pid), signal.SIGKILL)
        try:
            folder.rmdir()
            return
        except OSError:
            time.sleep(0.05)


def sweep() -> None:
    """Remove the control groups of processes that were killed before they could."""
    for pattern in (f"{GROUP}*", f"*/{GROUP}*"):
        for folder in Path("/sys/fs/cgroup").glob(pattern):
            if not Path("/proc", folder.name.removeprefix(GROUP).partition("_")[0]).exists():
                _remove_group(folder)


def require() -> str:
    """Raise SandboxError unless this machine can start such a kernel.

    Returns
    -------
    str
        What is missing but can be done without, in words; "" if nothing is.

    Raises
    ------
    SandboxError
        If this is not root on Linux, a program is missing, or bubblewrap or Python does not run.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        raise SandboxError(
            "Grading runs learners' code as another user in bubblewrap, and only root on Linux can do that here. Run it with sudo, or in "
            "a container (docs/instructors.md); or, with code that you trust as your own, add --as-myself."
        )
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            raise SandboxError(f"There is no {program} on this machine: apt-get install {package}.")
    sweep()
    place = Sandbox()
    try:
        subprocess.run(
            place.command("-c", TRIAL),
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
            cwd="/",
        )
        return (
            ""
            if place.cgroup.folders
            else "This machine lets nobody make cgroups: the limits on memory and processes hold for each process, not for a submission."
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        raise SandboxError(
            f"Python does not run in bubblewrap here: {' '.join(said)}. Are files of Python, of its packages, or of the folder in "
            "GAN_LESSONS_DATA closed to others (chmod -R a+rX opens them)? In a container, bubblewrap needs its permission (docs/instructors.md)."
        ) from None
    finally:
        place.remove()


def close(course: str | Path) -> None:
    """Close what belongs to the instructor to other users: sources, submissions, grades, feedback, tables and the course seed.

    Parameters
    ----------
    course : str or Path
        The course's folder. It stays open itself; what lies in it is closed, `release` and `practice` excepted. Folders that
        nbgrader will want are made, closed, so that nothing it writes is open for a moment.
    """
    course = Path(course)
    for name in ("submitted", "autograded", "feedback"):
        (course / name).mkdir(mode=0o700, exist_ok=True)
    for path in course.iterdir():
        if path.is_symlink() or path.name in ("release", "practice", "nbgrader_config.py"):
            continue
        path.chmod(0o700 if path.is_dir() else 0o600)


def environment(home: str) -> dict[str, str]:
    """Of the judge of a submission: it must find the same data and settings as the submission does, and nothing else.

    Parameters
    ----------
    home : str
        An empty folder.
    """
    own = _environment(data=False)
    for name in ("PYTHONPATH", "LD_LIBRARY_PATH"):  # of the inside; here Python finds its packages by itself
        own.pop(name, None)
    return {
        **own,
        **({"GAN_LESSONS_DATA": data} if (data := _data()) else {}),
        **{name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"), home),
    }


def _environment(data: bool) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name in KEPT or (name.startswith(KEPT_PREFIXES))
    }
    packages = [place for _, place in _shown() if place.startswith((COURSE, PACKAGES))]
    return {
        **kept,
        **({"GAN_LESSONS_DATA": DATA} if data else {}),
        **({"LD_LIBRARY_PATH": f"{PYTHON}/lib"} if sysconfig.get_config_var("Py_ENABLE_SHARED") else {}),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join([COURSE, *packages[1:]]),
        "HOME": HOME,
        "TMPDIR": "/tmp",
        "USER": "learner",
        "LOGNAME": "learner",
        "MPLCONFIGDIR": "/tmp",
        "PYTHONDONTWRITEBYTECODE": "1",
        "GAN_LESSONS_OFFLINE": "1",
    }


def _shown() -> list[tuple[str, str]]:
    """What the kernel sees besides /usr, and where: this package, the packages, Python if it is not the system's, the data."""
    package = str(Path(__file__).parents[1])
    paths = sysconfig.get_paths()
    libraries = dict.fromkeys((paths["purelib"], paths["platlib"]))
    shown = [(package, f"{COURSE}/gan_lessons")]
    shown += [(path, f"{PACKAGES}/{i}") for i, path in enumerate(libraries)]
    if not sys.base_prefix.startswith("/usr"):
        shown.append((sys.base_prefix, PYTHON))
    if data := _data():
        shown.append((data, DATA))
    return shown


def _data() -> str | None:
    folder = os.environ.get("GAN_LESSONS_DATA")
    return str(Path(folder).resolve()) if folder and Path(folder).is_dir() else None


def _inside_python() -> str:
    program = os.path.realpath(sys.executable)
    if program.startswith("/usr/"):
        return program
    return f"{PYTHON}/{Path(program).relative_to(os.path.realpath(sys.base_prefix))}"


def _free_user() -> int:
    """A user number that nobody has."""
    import pwd

    for user in random.sample(USERS, len(USERS)):
        try:
            pwd.getpwuid(user)
        except KeyError:
            return user
    raise SandboxError(f"No user number from {USERS.start} to {USERS.stop} is free.")
