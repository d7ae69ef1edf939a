"""What unlabelled images are worth to a classifier of digits: the semi-supervised GAN beside its own discriminator trained on the labels alone.

    python benchmarks/semi_supervised.py [--labels 25 50 100 1000] [--draws 1 2 3 4 5]   # trains what is not there yet
    python benchmarks/semi_supervised.py --table | --ship

The label budget is that many labels, as equally many of each class as can be, drawn anew for each draw; it is all that a variant knows of labels, and what
it chooses by comes out of it. The variants:

    sgan         the laptop recipe of chapter 20, all labels of the budget, 60,000 unlabelled images; a fixed number of steps, nothing chosen
    alone        the same discriminator as a classifier, without images that have no label, with the same batches of labelled images and the
                 same learning rates, for a third of the steps (it has learned its labels by heart long before); of ten moments the one with
                 the best accuracy on validation labels is kept. These are a part of the budget: 10 of 25, 10 of 50, 20 of 100, 200 of 1,000
    alone_all    the same, with all labels to learn from, and the last moment
    matching     sgan with feature matching, and
    no_labels    sgan whose labels count nothing, an ordinary GAN of the same networks: these two with 100 labels, draws 1 and 2

None has augmentation. Accuracy is on the 10,000 test images, which nothing is chosen by; "best_of_ten" is the best that any of the ten moments had
on them, which whoever chooses by test images would report. "frechet" is the distance of 5,000 images of the trained generator to the test images,
by the 'mnist' classifier. Each run is stored as it ends.

Settings were tuned with draw 0 of 100 labels, on the last 10,000 training images, which were then not trained on; the record has other draws. What was tried, 1,500
steps with rates that fade out over them if nothing else is said:

    the recipe: laptop trunk with batch norm, noise 0.3 on the image, dropout 0.4 before the heads, rates 1e-3       95.6 %, after 3,000 steps 97.4 %
    rates 2e-3, or supervised weight 0.3                                                                             95.8 %, 95.6 %
    rates 5e-4 for D and 1e-3 for G, after 800 steps (the recipe has about 93 % by then)                             86.9 %
    noise 0.5 and dropout 0.5                                                                                        94.0 %
    noise 0.15, after 1,000 steps                                                                                    91.7 %
    three convolutions 3 x 3 with 32 to 64 filters, batch norm and dropout                                           87.1 %
    the classic trunk with 64 filters instead of 128, after 600 steps                                                81.4 %
    feature matching                                                                                                 83.4 %, D tells all apart
    five dense layers of arXiv 1606.03498 with noise 0.5 after each, norm of each unit's weights at most 1.41,
        feature matching, rates 3e-3, batches of 100, 1,200 steps                                                    83.2 %

As a classifier on 100 labels alone the classic trunk, with noise or without, and rates from 2e-4 to 1e-3, had 77 to 81 % of the test images right with draws 1
and 2, and so had the laptop's.
"""

import argparse
import json
import time
from pathlib import Path

from gan_lessons import data, metrics, models, results
from gan_lessons.training import labelled_subset, recipes

import keras
import numpy as np

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "semi_supervised"
VARIANTS = {
    "sgan": "semi-supervised GAN, 60,000 images without labels",
    "alone": "labels alone, the moment chosen by a part of them",
    "alone_all": "labels alone, all to learn from",
    "matching": "semi-supervised GAN with feature matching",
    "no_labels": "GAN of the same networks, no labels",
}
GAMES = {"sgan": {}, "matching": {"feature_matching": True}, "no_labels": {"supervised_weight": 0.0}}
VALIDATION = {25: 10, 50: 10, 100: 20, 1000: 200}
MOMENTS = 10
N = 5000


def sgan(train: data.Dataset, n_labels: int, draw: int, steps: int, moment, game: dict):
    """Train the GAN, and return it."""
    known, _ = labelled_subset(train, n_labels, seed=draw)
    gan, fit = recipes.semi_supervised(
        "laptop", steps, known.images, known.labels, seed=draw, epochs=MOMENTS, **game
    )
    for i in range(fit["epochs"]):
        gan.fit(train.images, **fit | {"epochs": i + 1, "initial_epoch": i}, verbose=0)
        moment(gan.classify)
    return gan


def alone(train: data.Dataset, n_labels: int, draw: int, steps: int, moment, chosen: bool) -> int:
    """Train on the labels alone. Returns the number of the moment that was kept."""
    known, held = labelled_subset(
        train, n_labels, seed=draw, n_validation=VALIDATION[n_labels] if chosen else 0
    )
    # The network, the optimiser and the batches are the recipe's own, from the same seed.
    gan, fit = recipes.semi_supervised("laptop", steps, known.images, known.labels, seed=draw, epochs=MOMENTS)
    classifier = models.semi_supervised.classifier(gan.discriminator)
    optimizer = type(gan.optimizers["d"]).from_config(gan.optimizers["d"].get_config())
    classifier.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    rng, scores = np.random.default_rng(draw), []
    for _ in range(fit["epochs"]):
        rows = rng.integers(len(known), size=fit["steps_per_epoch"] * gan.labelled_batch)
        classifier.fit(
            known.images[rows].astype("float32") / 127.5 - 1,
            known.labels[rows],
            batch_size=gan.labelled_batch,
            shuffle=False,
            verbose=0,
        )
        moment(gan.classify)
        if chosen:
            right = gan.class_logits(held.images)
            log_p = right - np.logaddexp.reduce(right, axis=1, keepdims=True)
            nll = -log_p[np.arange(len(held)), held.labels].mean()
            scores.append((float((right.argmax(axis=1) == held.labels).mean()), -float(nll)))
    return max(range(len(scores)), key=scores.__getitem__) if chosen else fit["epochs"] - 1


def run(variant: str, n_labels: int, draw: int, steps: int) -> None:
    train, test = (data.load("mnist", split, verbose=False) for split in ("train", "test"))
    curve, away = [], 0.0

    def moment(classify):
        nonlocal away
        start = time.process_time()
        curve.append(round(float((classify(test.images, batch_size=1000) == test.labels).mean()), 4))
        away += time.process_time() - start

    start, images = time.process_time(), {}
    if variant in GAMES:
        gan = sgan(train, n_labels, draw, steps, moment, GAMES[variant])
        kept, seconds = len(curve) - 1, time.process_time() - start - away
        judge = metrics.classifier("mnist")
        features, real = judge.features(gan.generate(N, seed=0)), judge.features(test.images)
        images["frechet"] = round(float(metrics.frechet_distance(features, real, groups=0)), 3)
    else:
        steps //= 3
        kept = alone(train, n_labels, draw, steps, moment, variant == "alone")
        seconds = time.process_time() - start - away
    record = {
        "variant": variant,
        "labels": n_labels,
        "draw": draw,
        "steps": steps,
        "seconds_of_one_core": round(seconds),
        "accuracy": curve[kept],
        "kept": kept + 1,
        "best_of_ten": max(curve),
        "accuracy_at_each_moment": curve,
        **images,
    }
    write(RUNS / f"{variant}_{n_labels}_{draw}.json", json.dumps(record).encode())
    print(record, flush=True)


def runs() -> list[dict]:
    """All runs of the record: draw 0 was for tuning."""
    found = [json.loads(path.read_text()) for path in RUNS.glob("*_*_*.json")]
    found = [r for r in found if r["draw"] > 0]
    return sorted(found, key=lambda r: (r["labels"], list(VARIANTS).index(r["variant"]), r["draw"]))


def table(found: list[dict]) -> str:
    """Mean and standard deviation over label draws, as Markdown."""
    budgets = sorted({r["labels"] for r in found})
    lines = [
        "| Test accuracy | " + " | ".join(f"{n:,} labels" for n in budgets) + " |",
        "| :-- |" + " --: |" * len(budgets),
    ]
    for variant, label in VARIANTS.items():
        cells = []
        for n in budgets:
            scores = [100 * r["accuracy"] for r in found if (r["labels"], r["variant"]) == (n, variant)]
            spread = f" ± {np.std(scores, ddof=1):.2f}" if len(scores) > 1 else ""
            cells.append(f"{np.mean(scores):.2f}{spread} % ({len(scores)})" if scores else "")
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ship() -> None:
    about = json.loads((RUNS / "about.json").read_text())
    record = {
        "variants": {name: {"label": label} for name, label in VARIANTS.items()},
        **about,
        "runs": runs(),
    }
    write(results.FOLDER / "semi_supervised.json", (json.dumps(record, indent=1) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--labels", type=int, nargs="+", default=list(VALIDATION), choices=list(VALIDATION))
    parser.add_argument("--draws", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.table:
        print(table(runs()))
    if arguments.ship:
        ship()
    if arguments.table or arguments.ship:
        return
    RUNS.mkdir(parents=True, exist_ok=True)
    about = {
        "commit": commit(),
        "machine": computer(),
        "data": "MNIST, 60,000 training and 10,000 test images",
    }
    write(RUNS / "about.json", json.dumps(about).encode())
    for n_labels in arguments.labels:
        for draw in arguments.draws:
            for variant in arguments.variants:
                if not (RUNS / f"{variant}_{n_labels}_{draw}.json").exists():
                    if variant in ("matching", "no_labels") and (n_labels != 100 or draw > 2):
                        continue
                    keras.backend.clear_session()
                    run(variant, n_labels, draw, arguments.steps)


if __name__ == "__main__":
    main()
