"""Files over their budget are named, and make a run fail at three times of it."""

import subprocess
import sys
import time
from pathlib import Path

from tests import costs

ROOT = Path(__file__).parents[1]


def test_a_file_over_its_budget_is_named():
    found = costs.Costs()
    each = costs.BUDGETS["each"]
    found.add("tests/a.py::test_x", 0.6 * each)
    assert not found.over()
    found.add("tests/a.py::test_y[1]", 0.6 * each)
    assert [file for file, *_ in found.over()] == ["tests/a.py"] and not found.over(costs.FAILS_AT)
    assert any("tests/a.py computed" in line for line in found.summary())


def test_notebooks_are_counted_one_by_one():
    assert (
        costs.scope_of("tests/notebooks/test_run.py::test_it[07]")
        == "tests/notebooks/test_run.py::test_it[07]"
    )
    assert costs.scope_of("tests/data/test_x.py::test_it[07]") == "tests/data/test_x.py"
    assert costs.scope_of("tests/browser/test_x.py::test_it") == "tests/browser"


def test_what_children_compute_counts():
    before = costs.computed()
    subprocess.run([sys.executable, "-c", "sum(i * i for i in range(5_000_000))"], check=True)
    assert costs.computed() - before > 0.1


def test_waiting_does_not_count():
    before = costs.computed()
    time.sleep(0.3)
    assert costs.computed() - before < 0.2


def test_every_budget_is_of_a_file_that_is_there():
    for file, seconds in costs.BUDGETS["files"].items():
        assert (ROOT / file).exists(), file
        assert seconds > costs.BUDGETS["each"], f"{file}: leave out what any file has"
