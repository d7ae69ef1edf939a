"""A process that trains in children of its own and kills them; called by test_killed.py, since a fork needs a TensorFlow that has not run yet.

    python -m tests.runs.killed FOLDER STEPS KILL …

Each KILL is a step; "w" before it means: while the first state after that step is written. It prints how each child ended.
"""

import os
import signal
import sys
from pathlib import Path

from gan_lessons import files, runs
from gan_lessons.runs import state
from gan_lessons.runs.recipe import game_of  # noqa: F401  with all that it imports, once for all children

import keras
import numpy as np

from tests.runs import tiny


class Kill(keras.callbacks.Callback):
    def __init__(self, at: int, writing: bool):
        super().__init__()
        self.at, self.writing = at, writing

    def on_train_batch_end(self, batch, logs=None):
        if self.model.step_number >= self.at:
            if not self.writing:
                os.kill(os.getpid(), signal.SIGKILL)
            files.os = type("Os", (), {**vars(os), "replace": staticmethod(half_written)})


def half_written(part, path):
    if Path(path).name in state.NAMES:
        os.kill(os.getpid(), signal.SIGKILL)
    os.rename(part, path)


def trained(folder: Path, out: Path, steps: int, kill: str = "") -> int:
    """How a child ended that trains until it is killed, or to the end: its exit status, as `subprocess` has it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        tiny.install(setattr)
        watching = [Kill(int(kill.lstrip("w")), kill.startswith("w"))] if kill else []
        runs.train(folder, out, size=32, steps=steps, say=lambda words: None, watching=watching)
        status = 0
    finally:
        sys.stdout.flush()
        os._exit(status)


def weights(out: Path) -> list[np.ndarray]:
    game, progress, _ = state.load(out)
    optimizers = [v for one in game.optimizers.values() for v in one.variables]
    values = [keras.ops.convert_to_numpy(v) for v in [*game.variables, *optimizers]]
    best = runs.Run(out).generator().get_weights()
    return [*values, *best, np.asarray(progress["scores"]), np.asarray([row[0] for row in progress["log"]])]


def main() -> None:
    folder, steps, kills = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    pictures = tiny.pictures(folder / "pictures")
    print("unbroken", trained(pictures, folder / "unbroken", steps), flush=True)
    for kill in [*kills, ""]:
        print(kill or "end", trained(pictures, folder / "broken", steps, kill), flush=True)
    pairs = list(zip(weights(folder / "unbroken"), weights(folder / "broken"), strict=True))
    different = [i for i, (a, b) in enumerate(pairs) if a.shape != b.shape or not np.array_equal(a, b)]
    print("compared", len(pairs), "different", different, flush=True)


if __name__ == "__main__":
    main()
