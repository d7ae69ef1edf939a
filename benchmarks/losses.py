"""Does the loss matter? Six losses on MNIST, the same networks and as many updates of the generator.

    python benchmarks/losses.py [--steps 1000] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/losses.py --table | --ship

The four GANs have the recipe of chapter 7 and differ in the loss alone. The two Wasserstein GANs have that of chapter 16, and differ from
them in more: their critic has no batch norm, is updated five times a step, as in their papers, so that they are given several times as much
computing, and has optimisers of its own: RMSprop at a constant rate with clipping, Adam at a rate that fades with a penalty. 5,000 images a
run are compared with the 10,000 test images, among the features of the frozen MNIST classifier.

The record that is shipped was made when the recipe of chapter 7 had rates that fade out by a cosine, from 5e-4 for D and 1e-3 for G, and no average
of the generator.
"""

import argparse
import json
import time
from pathlib import Path

from gan_lessons import data, metrics, results
from gan_lessons.training import recipes

import keras
import numpy as np

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "losses"
N = 5000
VARIANTS = {
    "non_saturating": ("non-saturating", "dcgan", {}),
    "minimax": ("minimax", "dcgan", {"loss": "minimax"}),
    "least_squares": ("least squares", "dcgan", {"loss": "least_squares"}),
    "hinge": ("hinge", "dcgan", {"loss": "hinge"}),
    "wgan": ("Wasserstein, clipped", "wgan", {}),
    "wgan_gp": ("Wasserstein, gradient penalty", "wgan", {"penalty": 10.0}),
}


def run(variant: str, seed: int, steps: int) -> None:
    _, recipe, options = VARIANTS[variant]
    train, test = (data.load("mnist", split, verbose=False) for split in ("train", "test"))
    gan, fit = getattr(recipes, recipe)("laptop", steps, seed, **options)
    start = time.process_time()
    gan.fit(train, **fit, verbose=0)
    seconds = time.process_time() - start
    judge, drawn = metrics.classifier("mnist"), gan.generate(N, seed=0)
    features, real = judge.features(drawn), judge.features(test.images)
    near = metrics.precision_recall(real[:N], features)
    record = {
        "variant": variant,
        "seed": seed,
        "steps": steps,
        "seconds_of_one_core": round(seconds),
        "frechet": round(float(metrics.frechet_distance(features, real, groups=0).value), 3),
        "precision": round(float(near.precision), 4),
        "recall": round(float(near.recall), 4),
        "coverage": round(float(near.coverage), 4),
        "legible": round(float(metrics.legibility(drawn).share), 4),
        "classes": np.bincount(judge.predict(drawn), minlength=10).tolist(),
    }
    write(RUNS / f"{variant}_{seed}.json", json.dumps(record).encode())
    print(record, flush=True)


def runs() -> list[dict]:
    names = list(VARIANTS)
    found = [json.loads(path.read_text()) for path in RUNS.glob("*_*.json")]
    return sorted(found, key=lambda r: (names.index(r["variant"]), r["seed"]))


def ship() -> None:
    about = json.loads((RUNS / "about.json").read_text())
    record = {
        "variants": {name: {"label": spec[0]} for name, spec in VARIANTS.items()},
        **about,
        "runs": runs(),
    }
    write(results.FOLDER / "losses.json", (json.dumps(record, indent=1) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.ship:
        ship()
    elif arguments.table:
        record = {"runs": runs()}
        print(f"{'':<32} Fréchet distance        coverage         legible   seconds of a core")
        for name, (label, *_) in VARIANTS.items():
            said = [
                results.in_words(record, name, score, form)
                for score, form in (
                    ("frechet", ".1f"),
                    ("coverage", ".2f"),
                    ("legible", ".0%"),
                    ("seconds_of_one_core", ".0f"),
                )
            ]
            print(f"{label:<32}" + "".join(f"{text:>17}" for text in said))
    else:
        RUNS.mkdir(parents=True, exist_ok=True)
        about = {
            "commit": commit(),
            "machine": computer(),
            "n": N,
            "data": "MNIST, 60,000 training and 10,000 test images",
        }
        write(RUNS / "about.json", json.dumps(about).encode())
        for seed in arguments.seeds:
            for variant in arguments.variants:
                if not (RUNS / f"{variant}_{seed}.json").exists():
                    keras.backend.clear_session()
                    run(variant, seed, arguments.steps)


if __name__ == "__main__":
    main()
