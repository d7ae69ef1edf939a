"""A hundred pictures: what do mirror images, DiffAugment and its adaptive probability buy (chapter 30)?

    python benchmarks/few_pictures.py [--steps 1200] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/few_pictures.py --table | --ship

Two settings. Horses of CIFAR-10, 32 pixels, by the recipe `own_images`; and digits of MNIST, ten of each, by the laptop's DCGAN of chapter 7,
whose steps are cheap, so it makes twice as many. Within a setting every run has the same hundred pictures and the same number of steps. Of each
generator, as it is averaged at the end, 1,000 images are read by the course's classifier (of photographs, of digits), beside 1,000 images
of the test set, which nothing was trained on. `copies` is the share of the same images that `metrics.memorising` takes for copies of the
hundred, and `copies_held_out` the share of the held-out pictures.
"""

import time

from gan_lessons import backend, data, metrics
from gan_lessons.training import recipes

import numpy as np

from own_images import N, SIZE, distance, horses, some  # isort: skip
from studies import Study  # isort: skip

PICTURES = 100
DIGIT_STEPS = 2  # times as many

# Name: what it is, the group it belongs to, options of the recipe.
VARIANTS = {
    "baseline": ("horses: nothing", "horses", {"augment": None, "flips": False}),
    "flips": ("horses: mirror images", "horses", {"augment": None, "flips": True}),
    "diff": ("horses: mirror images and DiffAugment", "horses", {"augment": "diff", "flips": True}),
    "adaptive": (
        "horses: mirror images, adaptive changes",
        "horses",
        {"augment": "adaptive", "flips": True},
    ),
    "digits": ("digits: nothing", "digits", {"augment": None}),
    "digits_diff": ("digits: DiffAugment", "digits", {"augment": "diff"}),
}
SCORES = (
    ("kernel", ".2f"),
    ("copies", ".1%"),
    ("d_acc_real", ".2f"),
    ("augment_p", ".2f"),
    ("seconds_of_one_core", ".0f"),
)


def digits(split: str) -> np.ndarray:
    """A hundred digits, ten of each; or the first of the test set."""
    found = data.load("mnist", split, verbose=False)
    if split == "test":
        return found.images[:N]
    return np.concatenate([some(found.images[found.labels == k], PICTURES // 10, 0) for k in range(10)])


def pictures(setting: str) -> np.ndarray:
    """The hundred of a setting: "horses" or "digits"."""
    return digits("train") if setting == "digits" else some(horses("train"), PICTURES, 0)


def scores(images: np.ndarray, setting: str) -> dict:
    """How far images are from held-out ones, and how many are copies of the hundred."""
    held_out, extractor = (digits("test"), "mnist") if setting == "digits" else (horses("test"), "cifar10")
    copies = metrics.memorising(images, pictures(setting), held_out)
    return {
        "kernel": distance(images, held_out, extractor),
        "copies": round(copies.share, 4),
        "copies_held_out": round(copies.held_out, 4),
    }


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    _, setting, options = VARIANTS[variant]
    if setting == "digits":
        steps = DIGIT_STEPS * steps
        game, fit = recipes.dcgan("laptop", steps, seed=seed, **options)
    else:
        game, fit = recipes.own_images(SIZE, steps, n_images=PICTURES, seed=seed, **options)
    start = time.process_time()
    logs = game.fit(pictures(setting), **fit, verbose=0).history
    seconds = time.process_time() - start
    backend.sync(game)
    images = game.generate(N, seed=0)
    last = {name: round(logs[name][-1], 3) for name in ("d_acc_real", "augment_p") if name in logs}
    return {**scores(images, setting), **last, "steps": steps, "seconds_of_one_core": round(seconds)}, images


def references() -> dict:
    """What other real pictures score, and the hundred themselves."""
    found = {}
    for setting, real in {
        "horses": horses("train"),
        "digits": data.load("mnist", "train", verbose=False).images,
    }.items():
        others = some(real, PICTURES + N, 1)
        hundred = pictures(setting)
        known = (others[:, None] == hundred[None]).all(axis=(2, 3, 4)).any(axis=1)
        found[f"other {setting}"] = scores(others[~known][:N], setting)
        found[f"the hundred {setting}, ten times"] = scores(np.tile(hundred, (10, 1, 1, 1)), setting)
    return found


STUDY = Study(
    name="few_pictures",
    variants=VARIANTS,
    scores=SCORES,
    shown=tuple(range(8)),
    about={
        "data": f"{PICTURES} horses of CIFAR-10, batches of 16; {PICTURES} digits of MNIST, batches of 64",
        "batch_size": 16,
        "scored_by": f"{N:,} images of the averaged generator beside 1,000 test images, extractors 'cifar10' and 'mnist', and metrics.memorising",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    STUDY.main(__doc__, steps=1200)
