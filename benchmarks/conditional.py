"""What helps a conditional GAN to obey, on Fashion-MNIST: labels, batches, and how much data.

    python benchmarks/conditional.py [--steps 1500] [--seeds 1 2 3]    # trains what is not there yet
    python benchmarks/conditional.py --ship                        # writes the record into the package

Each variant is the laptop recipe of chapter 17 or 19 as it was until November 2026 (learning rates that fade out, and no average of the
generator), with one change, trained for the same number of steps. 5,000 images, 500 of each class, are scored by the frozen classifier against
the 10,000 test images. Each run is stored as it ends.
"""

import argparse
import json
import time
from pathlib import Path

from gan_lessons import data, metrics, results
from gan_lessons.training import recipes
from gan_lessons.training.recipes import parts

import keras
import numpy as np

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "conditional"
N = 5000
# Name: what it is, objective, how many training images (None: all), whether the labels are shuffled, options of the game.
VARIANTS = {
    "cgan": ("conditional GAN", "conditional", None, False, {}),
    "acgan": ("auxiliary classifier, trained on real images alone", "acgan", None, False, {}),
    "acgan_paper": (
        "auxiliary classifier, trained on both",
        "acgan",
        None,
        False,
        {"fake_class_weight": 1.0},
    ),
    "unconditional": ("no labels", "conditional", None, False, {"n_classes": None}),
    "shuffled": ("conditional GAN, labels shuffled", "conditional", None, True, {}),
    "joint": ("conditional GAN, joint batches", "conditional", None, False, {"d_batches": "joint"}),
    "images_10000": ("conditional GAN, 10,000 images", "conditional", 10_000, False, {}),
    "images_1000": ("conditional GAN, 1,000 images", "conditional", 1000, False, {}),
    "images_200": ("conditional GAN, 200 images", "conditional", 200, False, {}),
    "acgan_no_norm": (
        "auxiliary classifier, no batch norm in D",
        "acgan",
        None,
        False,
        {"batch_norm": False},
    ),
    "embedding_2": ("conditional GAN, embeddings of 2", "conditional", None, False, {"embedding_dim": 2}),
    "embedding_10": ("conditional GAN, embeddings of 10", "conditional", None, False, {"embedding_dim": 10}),
    "embedding_50": ("conditional GAN, embeddings of 50", "conditional", None, False, {"embedding_dim": 50}),
    "embedding_500": (
        "conditional GAN, embeddings of 500",
        "conditional",
        None,
        False,
        {"embedding_dim": 500},
    ),
}


def run(variant: str, seed: int, steps: int) -> None:
    _, objective, n_images, shuffled, options = VARIANTS[variant]
    train, test = (data.load("fashion_mnist", split, verbose=False) for split in ("train", "test"))
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(train.images))[:n_images]
    images, labels = train.images[rows], train.labels[rows]
    if shuffled:
        labels = rng.permutation(labels)
    rates = parts.fading(parts.epochs_of(steps, epochs=20))
    gan, fit = getattr(recipes, objective)("laptop", steps, seed, average=None, **{**rates, **options})
    start = time.process_time()
    gan.fit(images, labels, **fit, verbose=0)
    seconds = time.process_time() - start
    judge, asked = metrics.classifier("fashion_mnist"), np.arange(N) % 10
    drawn = gan.generate(N, labels=None if options.get("n_classes", 10) is None else asked, seed=0)
    frechet = metrics.frechet_distance(judge.features(drawn), judge.features(test.images))
    record = {
        "variant": variant,
        "seed": seed,
        "steps": steps,
        "seconds_of_one_core": round(seconds),
        "frechet": round(float(frechet), 3),
    }
    # Without labels, the classifier's own word stands in for the class, so that variety within a class can still be read.
    said = judge.predict(drawn)
    if np.bincount(said, minlength=10).min() >= 2:
        by = metrics.by_class(test.images, test.labels, drawn, said, judge)
        record |= {"diversity_of_predicted": round(by.mean_diversity, 4)}
    if variant != "unconditional":
        by = metrics.by_class(test.images, test.labels, drawn, asked, judge)
        record |= {
            "agreement": round(by.mean_agreement, 4),
            "diversity": round(by.mean_diversity, 4),
            "least_diversity": round(float(by.diversity.min()), 4),
            "agreement_by_class": by.agreement.round(3).tolist(),
            "frechet_by_class": by.frechet.round(2).tolist(),
            "diversity_by_class": by.diversity.round(3).tolist(),
        }
    write(RUNS / f"{variant}_{seed}.json", json.dumps(record).encode())
    print({name: value for name, value in record.items() if "by_class" not in name}, flush=True)


def ship() -> None:
    runs = [json.loads(path.read_text()) for path in sorted(RUNS.glob("*_*.json"))]
    names = list(VARIANTS)
    runs.sort(key=lambda r: (names.index(r["variant"]), r["seed"]))
    about = json.loads((RUNS / "about.json").read_text())
    record = {"variants": {name: {"label": VARIANTS[name][0]} for name in names}, **about, "runs": runs}
    write(results.FOLDER / "conditional.json", (json.dumps(record, indent=1) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.ship:
        ship()
        return
    RUNS.mkdir(parents=True, exist_ok=True)
    about = {
        "commit": commit(),
        "machine": computer(),
        "n": N,
        "data": "Fashion-MNIST, 60,000 training and 10,000 test images",
    }
    write(RUNS / "about.json", json.dumps(about).encode())
    for seed in arguments.seeds:
        for variant in arguments.variants:
            if not (RUNS / f"{variant}_{seed}.json").exists():
                keras.backend.clear_session()
                run(variant, seed, arguments.steps)


if __name__ == "__main__":
    main()
