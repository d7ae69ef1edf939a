"""How does a GAN fail? The four runs of chapter 10, with its own networks and on its data, with several seeds.

    python benchmarks/failure_modes.py [--seeds 1 2 3] [--changes …]    # trains what is not there yet
    python benchmarks/failure_modes.py --ship                           # puts the result into the package

Each run is `training.recipes.failure_modes`: 450 updates on the eights of MNIST. It keeps the values of every update, and the
same 25 latents drawn at several moments. At those moments 1,000 samples are scored by the frozen MNIST classifier: the share that it
is more than 90 % sure is an eight, and the Fréchet distance of its features to those of the real eights. Spread is the standard
deviation of a pixel over the samples, averaged over the pixels, in units of [-1, 1]. Each run is stored as it ends,
so that an interrupted benchmark goes on; seed after seed is done.
"""

import argparse
import io
import json
import time
from pathlib import Path

from gan_lessons import callbacks, data, metrics, results
from gan_lessons.training import recipes

import keras
import numpy as np

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "failure_modes"
STEPS, DIGIT = 450, 8
MOMENTS = (45, 180, 315, 450)
SAMPLES, SHOWN = 1000, 25


class Look(keras.callbacks.Callback):
    """Samples of the generator at the moments, drawn and scored."""

    def __init__(self, real: np.ndarray):
        super().__init__()
        self.real, self.step = real, 0
        self.images: list[np.ndarray] = []
        self.scores: list[dict] = []

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step in MOMENTS:
            images = self.model.generate(SAMPLES, seed=0)
            self.images.append(images[:SHOWN])
            self.scores.append({"step": self.step, **scores(images, self.real)})


def scores(images: np.ndarray, real: np.ndarray) -> dict:
    """Scores of images beside the real ones."""
    legible = metrics.legibility(images, "mnist")
    return {
        "eights": round(float(legible.class_shares[DIGIT]), 4),
        "frechet": round(float(metrics.frechet_distance(real, images, extractor="mnist").value), 2),
        "spread": round(float((images.astype("float64") / 127.5).std(axis=0).mean()), 4),
    }


def run(change: str, seed: int, eights: np.ndarray) -> None:
    gan, options = recipes.failure_modes(change, "classic", STEPS, seed)
    curves, look = callbacks.Curves(show=False), Look(eights)
    start = time.perf_counter()
    gan.fit(eights, **options, verbose=0, callbacks=[curves, look])
    record = {
        "variant": change,
        "seed": seed,
        "seconds": round(time.perf_counter() - start, 1),
        "parameters": [gan.discriminator.count_params(), gan.generator.count_params()],
        "scores": look.scores,
        "last_45": {
            name: round(float(values[-45:].mean()), 4)
            for name, values in curves.steps.items()
            if name != "step"
        },
    }
    content = io.BytesIO()
    np.savez_compressed(
        content,
        images=np.stack(look.images),
        **{name: values.astype("float32") for name, values in curves.steps.items() if name != "step"},
    )
    write(RUNS / f"{change}_{seed}.npz", content.getvalue())
    write(RUNS / f"{change}_{seed}.json", json.dumps(record).encode())
    print(json.dumps(record), flush=True)


def ship() -> None:
    """Write curves, samples and scores of all runs into the package."""
    runs = [json.loads(path.read_text()) for path in sorted(RUNS.glob("*_*.json"))]
    names = list(recipes.CHANGES)
    runs.sort(key=lambda r: (names.index(r["variant"]), r["seed"]))
    about = json.loads((RUNS / "about.json").read_text())
    record = {
        "variants": {name: {"label": label} for name, label in recipes.CHANGES.items()},
        "steps": STEPS,
        "moments": MOMENTS,
        **about,
        "runs": runs,
    }
    arrays = {}
    for line in runs:
        with np.load(RUNS / f"{line['variant']}_{line['seed']}.npz") as kept:
            for name in kept.files:
                value = kept[name]
                # 16 greys are enough, and of a loss three digits.
                value = value & 0xF0 if name == "images" else value.astype("float16")
                arrays[f"{line['variant']}/{line['seed']}/{name}"] = value
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    write(results.FOLDER / "failure_modes.npz", content.getvalue())
    write(results.FOLDER / "failure_modes.json", (json.dumps(record, indent=1) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--changes", nargs="+", default=list(recipes.CHANGES), choices=list(recipes.CHANGES))
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.ship:
        ship()
        return
    RUNS.mkdir(parents=True, exist_ok=True)
    digits = data.load("mnist")
    eights = digits.images[digits.labels == DIGIT]
    about = {
        "commit": commit(),
        "machine": computer(),
        "data": f"the {len(eights):,} eights of MNIST's training images",
        "real_images": scores(eights[:SAMPLES], eights[SAMPLES:]),
    }
    write(RUNS / "about.json", json.dumps(about).encode())
    for seed in arguments.seeds:
        for change in arguments.changes:
            if not (RUNS / f"{change}_{seed}.json").exists():
                keras.backend.clear_session()
                run(change, seed, eights)


if __name__ == "__main__":
    main()
