"""Train the checkpoints that come with the course, and write them with a record of how.

    python benchmarks/train_pretrained.py mnist-dcgan [--steps 40000] [--to FOLDER]

The full MNIST must be there (GAN_LESSONS_DATA or Keras's cache). The network is kept at stages of training; each is
scored on 1,000 samples by the frozen classifier. Nothing is written to `gan_lessons/pretrained` before all is done.
"""

import argparse
import datetime
import hashlib
import json
import time
from pathlib import Path

import gan_lessons as gl
from gan_lessons import callbacks, data, metrics, pretrained, training

import keras
import numpy as np

from common import commit, machine, write  # isort: skip

STAGES = (0, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000)
SEED = 1


class Keep(keras.callbacks.Callback):
    """Keep the generator's weights at chosen steps, and score what it draws."""

    def __init__(self, stages: set[int]):
        super().__init__()
        self.stages, self.step, self.kept = stages, 0, {}

    def on_train_begin(self, logs=None):
        self.keep()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step in self.stages:
            gl.backend.sync(self.model)
            self.keep()

    def keep(self):
        content = pretrained.pack(self.model.generator)
        images = self.model.generate(1000, seed=0)
        score = metrics.legibility(images)
        self.kept[self.step] = {
            "content": content,
            "images": images,
            "legible": round(score.share, 4),
            "rarest_class": round(score.smallest_class_share, 4),
        }
        print(f"step {self.step:>6,}: {score}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=["mnist-dcgan"])
    parser.add_argument("--steps", type=int, default=STAGES[-1])
    parser.add_argument("--to", type=Path, default=pretrained.FOLDER)
    arguments = parser.parse_args()
    digits = data.load("mnist")
    if len(digits) < 60_000:
        raise SystemExit(
            f"A checkpoint is trained on the full set of 60,000 images; {len(digits):,} were found."
        )
    # Without these a record would not say what made the checkpoint.
    made_at, on = commit(), machine()
    gan, options = training.recipes.dcgan("laptop", arguments.steps, seed=SEED)
    keep = Keep({s for s in STAGES if s < arguments.steps} | {arguments.steps})
    start = time.perf_counter()
    gan.fit(digits, **options, verbose=2, callbacks=[keep, callbacks.StopOnNaN()])
    seconds = time.perf_counter() - start

    stages, worst = {}, 0
    for step, kept in keep.kept.items():
        stages[str(step)] = {k: kept[k] for k in ("legible", "rarest_class")}
        stages[str(step)]["sha256"] = hashlib.sha256(kept["content"]).hexdigest()
    best = max(keep.kept, key=lambda step: keep.kept[step]["legible"])
    record = {
        "name": arguments.name,
        "network": {"family": "dcgan", "recipe": "laptop", "latent_dim": gan.latent_dim},
        "made_by": "benchmarks/train_pretrained.py",
        "date": datetime.date.today().isoformat(),
        "commit": made_at,
        "data": f"{digits.name}, {len(digits):,} training images",
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": SEED,
        "steps": keep.step,
        "batch_size": options["batch_size"],
        "seconds": round(seconds),
        "machine": on,
        "budget": "as long as two cores allow: no GPU was at hand",
        "scores_by": "metrics.legibility, classifier 'mnist', n = 1000, seed 0",
        "best_step": best,
        "stages": stages,
    }
    folder = arguments.to / arguments.name
    folder.mkdir(parents=True, exist_ok=True)
    for step, kept in keep.kept.items():
        write(folder / f"step_{step:06d}.npz", kept["content"])
    for old in set(folder.glob("*.npz")) - {folder / f"step_{step:06d}.npz" for step in keep.kept}:
        old.unlink()
    write(folder / "record.json", (json.dumps(record, indent=2) + "\n").encode())

    if arguments.to == pretrained.FOLDER:  # half precision against full, image by image
        z = np.random.default_rng(0).standard_normal((1000, gan.latent_dim), "float32")
        for step, kept in keep.kept.items():
            drawn = training.inputs.to_uint8(gl.backend.compiled(pretrained.load(arguments.name, step))(z))
            worst = max(worst, int(np.abs(drawn.astype(int) - kept["images"]).max()))
        record["half_precision_error"] = f"at most {worst} of 255 in any pixel of 1,000 images a stage"
        write(folder / "record.json", (json.dumps(record, indent=2) + "\n").encode())
    print(
        f"{keep.step:,} steps in {seconds / 60:.1f} minutes; best at {best:,}; half precision: {worst} / 255"
    )


if __name__ == "__main__":
    main()
