"""What every test stands on: TensorFlow unless told otherwise, no network, smoke budgets, slow tests last."""

import os
import sys
import tempfile
from pathlib import Path

# Before anything imports Keras.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("GAN_LESSONS_OFFLINE", "1")
os.environ.setdefault("GAN_LESSONS_BUDGET", "smoke")
# Whoever runs the tests may be a learner, too: what kernels tick goes nowhere near their own progress.
os.environ["GAN_LESSONS_PROGRESS"] = os.path.join(
    tempfile.gettempdir(), f"gan_lessons_progress_{os.getpid()}.jsonl"
)
# One thread for each worker and what it starts: on the cores that they share, more of them would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")  # of OpenBLAS, too
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")

import gan_lessons.grading.lean  # noqa: F401  (gan_lessons also sets what TensorFlow reads when it loads)

import pytest

from tests.costs import FAILS_AT, Costs, computed
from tests.notebooks.kernels import Nursery, wanted

SLOW = ("browser", "notebook")


def run_graphs_as_traced(yes: bool = True) -> None:
    """Let TensorFlow, if it is loaded, run a graph as it was traced: to optimise it first costs a fifth of what tracing does."""
    tf = sys.modules.get("tensorflow")
    if tf is not None:
        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": yes})


def pytest_runtest_setup(item):
    """Tests run few steps of what they trace; graphs are optimised where a test asks for it, or measures time or memory."""
    run_graphs_as_traced(not any(item.get_closest_marker(name) for name in ("alone", "optimised")))


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [item.get_closest_marker(name) is not None for name in SLOW])


@pytest.hookimpl(optionalhook=True)  # without xdist there is nothing to deal out
def pytest_xdist_make_scheduler(config, log):
    """Deal whole files to the workers, since a file's tests share fixtures, but notebooks one by one."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if nodeid.startswith("tests/notebooks/") else nodeid.split("::")[0]

    return ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Let a test that measures time or memory (marked `alone`) run while no other worker runs a test."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return (yield)
    import fcntl  # not on Windows, where the tests run without workers

    place = Path(tempfile.gettempdir())
    with (
        open(place / f"gan_lessons-{run}.lock", "w") as lock,
        open(place / f"gan_lessons-{run}.gate", "w") as gate,
    ):
        # Whoever waits to be alone waits in the gate, so that no other goes in before: several workers would take turns in there for ever.
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_EX if item.get_closest_marker("alone") else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        return (yield)


@pytest.fixture(scope="session")
def nursery():
    """What kernels are forked from; None where they start as a learner's do: outside of Linux, and for `make test-notebooks`."""
    if not wanted():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="gl_") as folder:  # the path of a socket must be short
        nursery = Nursery(Path(folder))
        yield nursery
        nursery.close()


@pytest.fixture(scope="session")
def browser():
    """A Chromium: one for all tests of a worker, since Playwright runs once in a process."""
    from tests.browser.lab import CHROMIUM_ARGS, find_chromium

    path = find_chromium()
    if path is None:
        message = "no Chromium: install your system's (Debian: apt-get install chromium), or set CHROMIUM to its path."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


COSTS, MARK = Costs(), "computed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Say with each phase of a test what it computed: since the last report, so that nothing between is lost."""
    report = yield
    now = computed()
    report.user_properties = [*item.user_properties, (MARK, now - getattr(item.config, "_computed", now))]
    item.config._computed = now
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report):
    COSTS.add(report.nodeid, sum(value for name, value in report.user_properties if name == MARK))


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section("computing")
    for line in COSTS.summary():
        terminalreporter.write_line(line)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput") and COSTS.over(FAILS_AT) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is not None:
        for name in ("lock", "gate"):
            (Path(tempfile.gettempdir()) / f"gan_lessons-{run}.{name}").unlink(missing_ok=True)
