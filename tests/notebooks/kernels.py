"""Kernels that begin with TensorFlow loaded: forked from one process that has done it, where each would compute four seconds for it.

`Nursery` starts that process. To Jupyter a kernel is a small program, this file, which asks the process for a fork and stays until that
has ended. What this leaves out is how a learner's kernel imports TensorFlow; tests/test_import.py looks at that, and `make test-notebooks`
starts every kernel anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

NAME = "forked"


class Nursery:
    """The process that kernels are forked from, and a kernel specification for Jupyter (in `JUPYTER_PATH`).

    Parameters
    ----------
    folder : Path
        Empty.
    name : str
        Of the kernel specification. "python3" takes the place of every notebook's own.
    """

    def __init__(self, folder: Path, name: str = NAME):
        self.jupyter_path, self._address = folder, str(folder / "s")
        spec = folder / "kernels" / name / "kernel.json"
        spec.parent.mkdir(parents=True)
        words = [sys.executable, "-S", "-E", __file__, self._address, "{connection_file}"]
        about = {"argv": words, "display_name": name, "language": "python", "interrupt_mode": "message"}
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

    def close(self) -> None:
        """End the process; kernels end with the programs that asked for them."""
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


def wanted() -> bool:
    """Whether kernels may be forked here: not outside of Linux, and not for `make test-notebooks`."""
    return sys.platform == "linux" and os.environ.get("GAN_LESSONS_OWN_KERNELS") != "1"


def serve(address: str) -> None:
    """Fork a kernel for each connection, until standard input ends."""
    import gan_lessons  # noqa: F401

    import ipykernel.kernelapp  # noqa: F401
    import keras  # noqa: F401
    import tensorflow  # noqa: F401

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


def _attend(asked: socket.socket) -> None:
    """Fork the kernel, end it if nobody wants it any more, and write what it used where KERNEL_USAGE says."""
    request, files, *_ = socket.recv_fds(asked, 1 << 20, 3)
    kernel = os.fork()
    if kernel == 0:
        asked.close()
        _become_a_kernel(json.loads(request), files)
    for file in files:
        os.close(file)
    while True:
        ended, status, usage = os.wait4(kernel, os.WNOHANG)
        if ended:
            break
        if select.select([asked], [], [], 0.05)[0]:  # it says nothing more: it is gone
            os.kill(kernel, signal.SIGKILL)
    told = json.loads(request)["environment"].get("KERNEL_USAGE")
    if told:
        Path(f"{told}.part").write_text(f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")
        os.replace(f"{told}.part", told)
    with contextlib.suppress(OSError):
        asked.send(bytes([os.waitstatus_to_exitcode(status) & 255]))
    os._exit(0)


def _become_a_kernel(request: dict, files: list[int]) -> None:
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
        sys.argv = ["ipykernel_launcher.py", "-f", request["connection_file"]]
        from ipykernel import kernelapp

        kernelapp.launch_new_instance()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def ask(address: str, connection_file: str) -> int:
    """Have a kernel forked, wait for its end, and return its status."""
    asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked.connect(address)
    request = {
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "connection_file": connection_file,
    }
    socket.send_fds(asked, [json.dumps(request).encode()], [0, 1, 2])
    return (asked.recv(1) or b"\x01")[0]


if __name__ == "__main__":
    sys.exit(ask(*sys.argv[1:]))
