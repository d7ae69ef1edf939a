"""What do three minutes on this machine give? The laptop recipe, and the classic one, for the same time.

    python benchmarks/time_to_quality.py [--minutes 3] [--seeds 1 2 3] [--recipes laptop classic] [--pictures FOLDER]

A recipe's speed is measured first, in steps of their own that are not counted; then it is trained from the start for as
many steps as fit into the time (its learning rate fades out over just these). 1,000 samples are scored by the frozen MNIST
classifier: the share that it is more than 90 % sure of, and the share of all that is surely of the rarest class. The same for real
test images and for noise. Data: the full MNIST if it is there, else the bundled sample.
"""

import argparse
import time
from pathlib import Path

from gan_lessons import data, metrics, plots, training

import numpy as np

from common import computer  # isort: skip


def train(recipe: str, digits, seconds: float, seed: int):
    """Train for about so many seconds; returns the GAN, its steps, and the seconds it took."""
    gan, options = training.recipes.dcgan(recipe, steps=10, seed=seed)
    gan.fit(digits, **options | {"epochs": 1, "steps_per_epoch": 2}, verbose=0)  # traced and warm
    some = 10 if recipe == "classic" else 100
    start = time.perf_counter()
    gan.fit(digits, **options | {"epochs": 1, "steps_per_epoch": some}, verbose=0)
    steps = int(seconds * some / (time.perf_counter() - start))
    gan, options = training.recipes.dcgan(recipe, steps, seed=seed)
    start = time.perf_counter()
    gan.fit(digits, **options, verbose=0)
    return gan, options["epochs"] * options["steps_per_epoch"], time.perf_counter() - start


def row(name: str, images, steps="", seconds=None) -> str:
    score = metrics.legibility(images)
    took = "" if seconds is None else f"{seconds:.0f}"
    return (
        f"{name:<22}{steps!s:>8}{took:>9}{score.share:>10.1%}{score.share_error:>8.1%}"
        f"{score.smallest_class_share:>14.1%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--recipes", nargs="+", default=["laptop", "classic"])
    parser.add_argument("--pictures", type=Path)
    arguments = parser.parse_args()
    digits, test = data.load("mnist"), data.load("mnist", "test", verbose=False)
    print(computer())
    print(f"{'1,000 samples':<22}{'steps':>8}{'seconds':>9}{'legible':>10}{'±':>8}{'rarest class':>14}")
    for seed in arguments.seeds:
        for recipe in arguments.recipes:
            gan, steps, seconds = train(recipe, digits, 60 * arguments.minutes, seed)
            images = gan.generate(1000, seed=0)
            print(row(f"{recipe}, seed {seed}", images, f"{steps:,}", seconds), flush=True)
            if arguments.pictures:
                arguments.pictures.mkdir(parents=True, exist_ok=True)
                picture = plots.png(plots.grid_image(images[:64], scale=2))
                (arguments.pictures / f"{recipe}_{seed}.png").write_bytes(picture)
    print(row("real test images", test.images[:1000]))
    print(row("noise", np.random.default_rng(0).integers(0, 256, (1000, 28, 28, 1), "uint8")))


if __name__ == "__main__":
    main()
