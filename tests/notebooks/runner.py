"""Runs a notebook as `pytest --nbval-lax` does, in a copy, and measures what it takes."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests import costs
from tests.notebooks import kernels
from tests.notebooks.kernels import Nursery

# Running cells does not run what happens when a reader moves a control. This cell, added to the copy, moves each one.
MOVE_EVERY_CONTROL = """
import ipywidgets
from ipywidgets.widgets.widget import _instances
for control in list(_instances.values()):
    if isinstance(control, ipywidgets.SelectionSlider | ipywidgets.ToggleButtons | ipywidgets.Dropdown):
        control.index = len(control.options) - 1
    elif isinstance(control, ipywidgets.FloatSlider | ipywidgets.IntSlider):
        control.value = control.max
    elif isinstance(control, ipywidgets.Button):
        control.click()
    elif isinstance(control, ipywidgets.Checkbox | ipywidgets.ToggleButton):
        control.value = not control.value
for widget in list(_instances.values()):
    if hasattr(widget, "settle"):
        widget.settle(60)
"""


# A process begins with the peak memory of the one that started it. The test worker's is large, so a small process
# stands between: it passes on what the command used, its children included.
LAUNCH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")
sys.exit(code)
"""


@dataclass(frozen=True)
class Run:
    """How it went. Seconds are of the clock and of all cores together; the memory is the largest process's."""

    passed: bool
    report: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int


def run(
    notebook: Path, folder: Path, budget: str = "smoke", limit: float = 600, nursery: Nursery | None = None
) -> Run:
    """Run a copy of `notebook` in `folder`; cells marked NBVAL_CHECK_OUTPUT must give what is stored.

    Its kernel is a fork of the nursery's, or starts anew.
    """
    copy = folder / notebook.name
    document = nbformat.read(notebook, as_version=4)
    for number, cell in enumerate(c for c in document.cells if c.cell_type == "code"):
        cell.execution_count = number + 1  # stored without; nbval refuses outputs of a cell that has none
    document.cells.append(nbformat.v4.new_code_cell(MOVE_EVERY_CONTROL))
    nbformat.write(document, copy)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    environment |= {
        "GAN_LESSONS_BUDGET": budget,
        "GAN_LESSONS_OFFLINE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    kernel = "--nbval-kernel-name=python3" if nursery else "--nbval-current-env"
    words = (
        *("-p", "nbval.plugin", "--nbval-lax", kernel, f"--nbval-cell-timeout={limit:.0f}", "--assert=plain"),
        *("-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}"),
        *("--tb=short", str(copy)),
    )
    begin = time.monotonic()
    with open(folder / "report.txt", "w+", encoding="utf-8") as report:
        if nursery:
            environment |= {
                "JUPYTER_PATH": str(nursery.jupyter_path),
                kernels.USAGE: str(folder / "kernel.txt"),
            }
            status, cpu_seconds, peak = nursery.pytest(
                *words, folder=folder, environment=environment, report=report
            )
            of_kernel, its_peak = map(float, _when_there(folder / "kernel.txt").split())
            costs.elsewhere(cpu_seconds + of_kernel)  # these are children of another process
            cpu_seconds, peak = cpu_seconds + of_kernel, max(peak, its_peak)
        else:
            status, cpu_seconds, peak = _anew(words, folder, environment, report)
        report.seek(0)
        return Run(
            passed=status == 0,
            report=report.read(),
            seconds=time.monotonic() - begin,
            cpu_seconds=cpu_seconds,
            peak_bytes=int(peak) * (1 if sys.platform == "darwin" else 1024),
        )


def _anew(words, folder, environment, report) -> tuple[int, float, float]:
    """Run pytest in a process of its own, and its kernel too: its status, seconds of computing, and the largest process's memory."""
    usage, main = (
        folder / "usage.txt",
        "import gan_lessons.grading.lean, pytest, sys; sys.exit(pytest.main())",
    )
    process = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCH, str(usage), sys.executable, "-c", main, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=report,
        stderr=subprocess.STDOUT,
    )
    return process.returncode, *map(float, usage.read_text().split())


def _when_there(path: Path) -> str:
    """A file's text: nbval kills a kernel, and what that used is written a moment later."""
    end = time.monotonic() + 60
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return path.read_text()
