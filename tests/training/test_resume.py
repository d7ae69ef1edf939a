"""A run killed between epochs ends where an unbroken one ends: weights, optimisers and random states."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

RUN = """
import os, signal, sys
import keras
import numpy as np
from tests.training.games import curve, gan

folder, kill_after = sys.argv[1], int(sys.argv[2])


class Kill(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == kill_after:
            os.kill(os.getpid(), signal.SIGKILL)


model = gan(batch_norm=True, dropout=True, label_flips=0.1)
backup = keras.callbacks.BackupAndRestore(folder + "/backup")
model.fit(curve(), batch_size=16, epochs=5, steps_per_epoch=3, verbose=0, callbacks=[backup, Kill()])
values = [np.asarray(keras.ops.convert_to_numpy(v.value)) for v in [*model.variables, *model.optimizer.variables]]
np.savez(folder + "/end.npz", *values)
"""


def run(folder: Path, kill_after: int = -1) -> int:
    folder.mkdir(exist_ok=True)
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-c", RUN, str(folder), str(kill_after)]
    return subprocess.run(command, env=env, cwd=root, stderr=subprocess.DEVNULL).returncode


def test_a_killed_run_resumes_and_ends_where_an_unbroken_one_ends(tmp_path):
    assert run(tmp_path / "unbroken") == 0
    assert run(tmp_path / "broken", kill_after=3) == -signal.SIGKILL
    assert not (tmp_path / "broken/end.npz").exists()
    assert run(tmp_path / "broken") == 0
    with np.load(tmp_path / "unbroken/end.npz") as a, np.load(tmp_path / "broken/end.npz") as b:
        assert len(a.files) == len(b.files) > 20
        for name in a.files:
            assert np.array_equal(a[name], b[name]), name
