"""A run that is killed at random steps, and while its state is written, ends with the weights of one that is not."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
STEPS = 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="its children are forked")
def test_weights_after_three_kills_are_those_of_an_unbroken_run(tmp_path):
    steps = np.sort(np.random.default_rng().choice(np.arange(2, STEPS), 3, replace=False))
    kills = [str(steps[0]), f"w{steps[1]}", str(steps[2])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.runs.killed", str(tmp_path), str(STEPS), *kills],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = [
        line
        for line in done.stdout.splitlines()
        if line.split()[0] in {"unbroken", *kills, "end", "compared"}
    ]
    assert lines[:-1] == ["unbroken 0", *(f"{kill} -9" for kill in kills), "end 0"], done.stdout + done.stderr
    assert lines[-1].startswith("compared ") and lines[-1].endswith("different []"), (kills, lines[-1])
    assert int(lines[-1].split()[1]) > 20, "weights, averages, moments, random states, scores were compared"
