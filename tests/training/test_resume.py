"""A run killed between epochs ends where an unbroken one ends: weights, optimisers and random states."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np

from tests.training.games import curve, gan, snapshot


class Kill(keras.callbacks.Callback):
    def __init__(self, epoch):
        super().__init__()
        self.epoch = epoch

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == self.epoch:
            os.kill(os.getpid(), signal.SIGKILL)


def train(folder: Path, kill_after: int = -1):
    """Begin, or go on where a process was killed; what there is in the end."""
    model = gan(batch_norm=True, dropout=True, label_flips=0.1)
    backup = keras.callbacks.BackupAndRestore(folder / "backup")
    model.fit(
        curve(),
        batch_size=16,
        epochs=5,
        steps_per_epoch=3,
        verbose=0,
        callbacks=[backup, Kill(kill_after)],
    )
    assert model.step_number == 15
    return snapshot([*model.variables, *model.optimizer.variables])


KILLED = """
import sys
from pathlib import Path
from tests.conftest import run_graphs_as_traced
from tests.training.test_resume import train

run_graphs_as_traced()
train(Path(sys.argv[1]), kill_after=3)
"""


def killed(code: str, folder: Path) -> None:
    """Run Python in a process that does not live to its end."""
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([sys.executable, "-c", code, str(folder)], env=env, cwd=root, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-3000:]


def test_a_killed_run_resumes_and_ends_where_an_unbroken_one_ends(tmp_path):
    killed(KILLED, tmp_path)
    assert (tmp_path / "backup").exists()
    broken, unbroken = train(tmp_path), train(tmp_path / "unbroken")
    assert len(broken) == len(unbroken) > 20
    assert all(np.array_equal(a, b) for a, b in zip(broken, unbroken, strict=True))
