"""Which networks learn soonest from a few hundred pictures? What the recipe `own_images` was chosen by.

    python benchmarks/own_images.py [--steps 1200] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/own_images.py --table

500 horses of CIFAR-10, mirrored or not, DiffAugment; every variant computes for as long as the first one takes for so many steps. Of each
generator, as it is averaged at the end, 1,000 images are read by the course's classifier of photographs, beside the 1,000 horses of the
test set.
"""

import functools
import time
import warnings

from gan_lessons import backend, data, metrics
from gan_lessons.training import recipes

import numpy as np

from studies import Study  # isort: skip

SIZE, PICTURES, N = 32, 500, 1000
HORSE = 7


def stylegan(steps: int, seed: int, **game):
    return recipes.stylegan("laptop", steps, SIZE, seed, augment="diff", flips=True, **game)


def dcgan(steps: int, seed: int, batch_size: int = 64, **game):
    made, options = recipes.dcgan_colour(
        "laptop", steps, SIZE, seed, fade=False, average=0.999, augment="diff", flips=True, **game
    )
    return made, {**options, "batch_size": batch_size}


# Name: what it is, the group it belongs to, what makes the game, what a step computes beside one of the first, and options.
VARIANTS = {
    "stylegan": ("StyleGAN of chapter 29, batches of 16", "networks", (stylegan, 1.0, {})),
    "dcgan": ("DCGAN of chapter 8, batches of 64", "networks", (dcgan, 1.6, {})),
    "dcgan_16": ("DCGAN of chapter 8, batches of 16", "networks", (dcgan, 0.5, {"batch_size": 16})),
    "hinge": ("StyleGAN, hinge loss", "losses", (stylegan, 1.0, {"loss": "hinge"})),
    "r1_1": ("StyleGAN, R1 of 1", "losses", (stylegan, 1.0, {"r1": 1.0})),
}


@functools.cache
def horses(split: str) -> np.ndarray:
    found = data.load("cifar10", split, verbose=False)
    return found.images[found.labels == HORSE]


def some(pictures: np.ndarray, n: int, seed: int) -> np.ndarray:
    return pictures[np.random.default_rng(seed).choice(len(pictures), n, replace=False)]


def distance(images: np.ndarray, real: np.ndarray, extractor: str = "cifar10") -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # they are few, and so it says
        return round(float(metrics.kernel_distance(images, real, extractor)), 4)


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    make, cost, options = VARIANTS[variant][2]
    game, fit = make(round(steps / cost), seed, **options)
    start = time.process_time()
    game.fit(some(horses("train"), PICTURES, 0), **fit, verbose=0)
    seconds = time.process_time() - start
    backend.sync(game)
    images = game.generate(N, seed=0)
    found = {"kernel": distance(images, horses("test")), "seconds_of_one_core": round(seconds)}
    return found | {"steps_made": game.step_number}, images


def references() -> dict:
    """What as many other horses score."""
    return {"real horses": {"kernel": distance(some(horses("train"), N, 1), horses("test"))}}


STUDY = Study(
    name="own_images",
    variants=VARIANTS,
    scores=(("kernel", ".2f"), ("seconds_of_one_core", ".0f")),
    shown=tuple(range(16)),
    about={
        "data": f"{PICTURES} horses of CIFAR-10",
        "batch_size": 16,
        "scored_by": f"{N:,} images of the averaged generator and 1,000 test images, extractor 'cifar10'",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    STUDY.main(__doc__, steps=1200)
