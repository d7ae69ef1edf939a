"""A hundred pictures: what do mirror images, DiffAugment and its adaptive probability buy? Horses of CIFAR-10, 32 pixels (chapter 30).

    python benchmarks/few_pictures.py [--steps 1200] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/few_pictures.py --table | --ship

The recipe is `own_images`; every run has the same hundred pictures and the same number of steps. Of each generator, as it is averaged at the
end, 1,000 images are read by the course's classifier of photographs, beside the 1,000 horses of the test set, which nothing was trained
on. `copies` is the share of the same images that `metrics.memorising` takes for copies of the hundred, and `copies_held_out` the share of
the held-out pictures.
"""

import time

from gan_lessons import backend, metrics
from gan_lessons.training import recipes

import numpy as np

from own_images import N, SIZE, distance, horses, some  # isort: skip
from studies import Study  # isort: skip

PICTURES = 100

# Name: what it is, the group it belongs to, options of the recipe.
VARIANTS = {
    "baseline": ("nothing", "few pictures", {"augment": None, "flips": False}),
    "flips": ("mirror images", "few pictures", {"augment": None, "flips": True}),
    "diff": ("mirror images and DiffAugment", "few pictures", {"augment": "diff", "flips": True}),
    "adaptive": (
        "mirror images, and the same changes with an adaptive probability",
        "few pictures",
        {"augment": "adaptive", "flips": True},
    ),
}
SCORES = (
    ("kernel", ".2f"),
    ("copies", ".1%"),
    ("d_acc_real", ".2f"),
    ("augment_p", ".2f"),
    ("seconds_of_one_core", ".0f"),
)


def pictures() -> np.ndarray:
    return some(horses("train"), PICTURES, 0)


def scores(images: np.ndarray) -> dict:
    """How far images are from held-out horses, and how many are copies of the hundred."""
    held_out = horses("test")
    copies = metrics.memorising(images, pictures(), held_out)
    return {
        "kernel": distance(images, held_out),
        "copies": round(copies.share, 4),
        "copies_held_out": round(copies.held_out, 4),
    }


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    options = VARIANTS[variant][2]
    game, fit = recipes.own_images(SIZE, steps, n_images=PICTURES, seed=seed, **options)
    start = time.process_time()
    logs = game.fit(pictures(), **fit, verbose=0).history
    seconds = time.process_time() - start
    backend.sync(game)
    images = game.generate(N, seed=0)
    last = {name: round(logs[name][-1], 3) for name in ("d_acc_real", "augment_p") if name in logs}
    return {**scores(images), **last, "seconds_of_one_core": round(seconds)}, images


def references() -> dict:
    """What other horses score, and the hundred themselves."""
    others = some(horses("train"), PICTURES + N, 0)
    others = others[~(others[:, None] == pictures()[None]).all(axis=(2, 3, 4)).any(axis=1)][:N]
    return {
        "other horses": scores(others),
        "the hundred, ten times": scores(np.tile(pictures(), (10, 1, 1, 1))),
    }


STUDY = Study(
    name="few_pictures",
    variants=VARIANTS,
    scores=SCORES,
    shown=tuple(range(16)),
    about={
        "data": f"{PICTURES} horses of CIFAR-10",
        "batch_size": 16,
        "scored_by": f"{N:,} images of the averaged generator beside 1,000 test images, extractor 'cifar10', and metrics.memorising",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    STUDY.main(__doc__, steps=1200)
