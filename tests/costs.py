"""What each test file computes, in seconds of all cores together, and which of them are over their budget.

Processor seconds, since the clock says more about what else a machine does; those of a file's child processes are counted once they
have ended. `tests/budgets.toml` has the budgets. A file over its budget is named at the end of a run, and one at more than three times its
budget fails it: processors differ, and the same work takes more seconds where others share the cores.
"""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from pathlib import Path

FAILS_AT = 3.0  # times the budget
BUDGETS = tomllib.loads((Path(__file__).parent / "budgets.toml").read_text(encoding="utf-8"))


_elsewhere: list[float] = []


def elsewhere(seconds: float) -> None:
    """Count what a process computed that is no child of this one."""
    _elsewhere.append(seconds)


def computed() -> float:
    """Seconds that this process and its children that have ended computed until now."""
    return sum(os.times()[:4]) + sum(_elsewhere)


def scope_of(nodeid: str) -> str:
    """What has a budget: a file, but each notebook by itself, and all that drives the browser, whose cost shows at its end."""
    if nodeid.startswith("tests/browser/"):
        return "tests/browser"
    return nodeid if nodeid.startswith("tests/notebooks/") and "[" in nodeid else nodeid.split("::")[0]


class Costs:
    """Adds up what the tests report, wherever they ran."""

    def __init__(self):
        self.seconds: dict[str, float] = defaultdict(float)

    def add(self, nodeid: str, seconds: float) -> None:
        self.seconds[scope_of(nodeid)] += seconds

    def over(self, factor: float = 1.0) -> list[tuple[str, float, float]]:
        """(file, seconds, budget) of those over their budget, the worst first."""
        found = [(file, seconds, self._budget(file)) for file, seconds in self.seconds.items()]
        return sorted((f for f in found if f[1] > factor * f[2]), key=lambda f: -f[1] / f[2])

    @staticmethod
    def _budget(scope: str) -> float:
        return BUDGETS["notebook"] if "::" in scope else BUDGETS["files"].get(scope, BUDGETS["each"])

    def summary(self) -> list[str]:
        """Lines for the end of a run."""
        total = sum(self.seconds.values())
        lines = [f"{total / 60:.1f} minutes of computing, all cores together; most in"]
        most = sorted(self.seconds.items(), key=lambda f: -f[1])[:10]
        lines += [f"  {seconds:6.1f} s  {file}" for file, seconds in most]
        lines += [
            f"OVER BUDGET: {file} computed for {seconds:.0f} s; its budget is {budget:.0f} s (tests/budgets.toml)."
            for file, seconds, budget in self.over()
        ]
        return lines
