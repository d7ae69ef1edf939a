"""Kernels that begin with TensorFlow loaded: forked from one process that has done it, where each would compute five seconds for it.

`Nursery` starts that process. To Jupyter a kernel is a small program, this file, which asks the process for a fork and stays until that
has ended. nbval, which runs a notebook's cells, is forked from it, too. What this leaves out is how a learner's kernel imports
TensorFlow, which tests/test_import.py looks at, and that TensorFlow optimises a graph before it runs it, as in the other tests
(tests/conftest.py). `make test-notebooks` starts every kernel anew, and leaves out nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

USAGE = "KERNEL_USAGE"  # names a file for the seconds that a kernel computed and its peak memory
KERNEL = "ipykernel_launcher.py"
LOADED = (
    *("tests.conftest", "gan_lessons.callbacks", "gan_lessons.diagnosis", "gan_lessons.pretrained", "gan_lessons.widgets"),
    *("gan_lessons.training.recipes", "ipykernel.kernelapp", "ipykernel.zmqshell", "keras", "matplotlib.pyplot"),
    *("nbval.plugin", "scipy.stats", "tensorflow"),
)  # fmt: skip


class Nursery:
    """The process that kernels are forked from, and a kernel specification for Jupyter (in `JUPYTER_PATH`): "python3", every notebook's.

    Parameters
    ----------
    folder : Path
        Empty.
    """

    def __init__(self, folder: Path):
        self.jupyter_path, self._address = folder, str(folder / "s")
        spec = folder / "kernels" / "python3" / "kernel.json"
        spec.parent.mkdir(parents=True)
        words = [sys.executable, "-S", "-E", __file__, self._address, "{connection_file}"]
        about = {"argv": words, "display_name": "forked", "language": "python", "interrupt_mode": "message"}
        spec.write_text(json.dumps(about))
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from tests.notebooks import kernels; kernels.serve({self._address!r})"],
            cwd=Path(__file__).parents[2],
            env={k: v for k, v in os.environ.items() if k != "JPY_PARENT_PID"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout.readline() == b"ready\n", (
            "the process that kernels are forked from did not start"
        )

    def pytest(
        self, *words: str, folder: Path, environment: dict[str, str], report
    ) -> tuple[int, float, float]:
        """Run pytest in a fork of the process.

        Returns
        -------
        int, float, float
            Its status, the seconds that it computed, and the most memory that it had, in the unit of `getrusage`.
        """
        usage = folder / "usage.txt"
        with open(os.devnull) as nothing:
            request = {
                "words": ["pytest", *words],
                "folder": str(folder),
                "environment": environment,
                "usage": str(usage),
            }
            status = ask(self._address, request, [nothing.fileno(), report.fileno(), report.fileno()])
        return status, *map(float, usage.read_text().split())

    def close(self) -> None:
        """End the process; kernels end with the programs that asked for them."""
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def wanted() -> bool:
    """Whether kernels may be forked here: not outside of Linux, and not for `make test-notebooks`."""
    return sys.platform == "linux" and os.environ.get("GAN_LESSONS_OWN_KERNELS") != "1"


def serve(address: str) -> None:
    """Fork a kernel for each connection, until standard input ends."""
    os.environ["MPLBACKEND"] = (
        "module://matplotlib_inline.backend_inline"  # as ipykernel does, before matplotlib is loaded
    )
    for module in LOADED:
        importlib.import_module(module)
    from tests.conftest import run_graphs_as_traced

    run_graphs_as_traced()
    # A fork has one thread. (Loading starts no others, with OMP_NUM_THREADS=1; they come with the first operation.)
    assert len(os.listdir("/proc/self/task")) == 1
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for attendants
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    listener.listen()
    os.write(1, b"ready\n")
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        asked, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            _attend(asked)
        asked.close()
    os._exit(0)  # Python would take long to put away what is loaded


def _attend(asked: socket.socket) -> None:
    """Fork what is asked for, end it if nobody wants it any more, and write what it used where it says."""
    words, files, *_ = socket.recv_fds(asked, 1 << 20, 3)
    request = json.loads(words)
    child = os.fork()
    if child == 0:
        asked.close()
        _become(request, files)
    for file in files:
        os.close(file)
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if select.select([asked], [], [], 0.05)[0]:  # it says nothing more: it is gone
            os.kill(child, signal.SIGKILL if request["words"][0] == KERNEL else signal.SIGINT)
            _, status, usage = os.wait4(child, 0)  # pytest ends its kernel first
            break
    told = request["usage"]
    if told:
        Path(f"{told}.part").write_text(f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")
        os.replace(f"{told}.part", told)
    with contextlib.suppress(OSError):
        asked.send(bytes([os.waitstatus_to_exitcode(status) & 255]))
    os._exit(0)


def _become(request: dict, files: list[int]) -> None:
    """Be a kernel, or pytest."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    code = 1
    try:
        os.setsid()
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        sys.path.insert(0, "")
        sys.argv = request["words"]
        if sys.argv[0] == KERNEL:
            import ipywidgets
            from ipykernel.kernelapp import IPKernelApp
            from traitlets.config import Config

            # Figures as they are laid out, where IPython would lay each out twice and cut its margins away.
            app = IPKernelApp.instance(
                config=Config(InlineBackend=Config(print_figure_kwargs={"bbox_inches": None}))
            )
            app.initialize()
            ipywidgets.register_comm_target()  # as it does where a kernel loads it
            app.start()
            code = 0
        else:
            import pytest

            code = pytest.main()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def ask(address: str, request: dict, files: list[int]) -> int:
    """Have a program forked with these files as its own first three, wait for its end, and return its status."""
    asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked.connect(address)
    socket.send_fds(asked, [json.dumps(request).encode()], files)
    return (asked.recv(1) or b"\x01")[0]


if __name__ == "__main__":
    words = [KERNEL, "-f", sys.argv[2]]
    request = {
        "words": words,
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "usage": os.environ.get(USAGE),
    }
    sys.exit(ask(sys.argv[1], request, [0, 1, 2]))
