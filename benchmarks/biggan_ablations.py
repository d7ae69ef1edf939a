"""Which ingredient of BigGAN does what? CIFAR-10 by class at 16 pixels, one ingredient left out at a time (chapter 27).

    python benchmarks/biggan_ablations.py [--steps 800] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/biggan_ablations.py --table | --ship

The baseline is the recipe of chapter 27; each of the first group changes one thing, for as many steps. The second group changes how the
same time is spent: the batch, the width, or a conditional DCGAN. There the steps are so many as the baseline's time allows, by
milliseconds a step that were measured in turn, in one process, beforehand (`--time` prints them; STEPS has them). Seed after seed is
done, every variant before the next seed, and each run is stored as it ends.

2,500 images, 250 of each class, are enlarged to 32 pixels (bicubic) and scored by the course's classifier of CIFAR-10, beside 2,500
test images that went down to 16 pixels and up again.
"""

import sys
import time

import gan_lessons as gl
from gan_lessons import data, metrics
from gan_lessons.data.sizes import resized
from gan_lessons.training import recipes

import keras
import numpy as np

from studies import Study, in_turn  # isort: skip

SIZE, BATCH, N = 16, 64, 2500


def plain() -> dict:
    """The options of a conditional DCGAN, with its loss, optimizers and initial weights.

    Of the ingredients it has the conditional norms and the average alone.
    """
    without = ("spectral", "projection", "attention", "residual", "shared", "skip_z")
    optimizers = {
        f"{player}_optimizer": keras.optimizers.Adam(2e-4, beta_1=0.5, beta_2=0.999) for player in "dg"
    }
    return {name: False for name in without} | {
        "init": "normal",
        "orthogonal": 0.0,
        "loss": "non_saturating",
        **optimizers,
    }


# Name: what it is, the group it belongs to, options of the recipe.
VARIANTS = {
    "baseline": ("all ingredients", "ingredients", {}),
    "no_spectral": ("batch norm in D instead of spectral norm", "ingredients", {"spectral": False}),
    "no_projection": ("class beside D's features, not projected", "ingredients", {"projection": False}),
    "no_attention": ("no self-attention", "ingredients", {"attention": False}),
    "no_residual": ("no connection past a block", "ingredients", {"residual": False}),
    "no_shared": ("an embedding for each norm", "ingredients", {"shared": False}),
    "no_skip_z": ("latents enter at the start alone", "ingredients", {"skip_z": False}),
    "no_orthogonal": ("Glorot's initial weights", "ingredients", {"init": "glorot_uniform"}),
    "no_hinge": ("non-saturating loss instead of hinge", "ingredients", {"loss": "non_saturating"}),
    "plain": ("DCGAN's networks, rates and loss", "budget", plain),
    "batch_16": ("batch of 16", "budget", {"batch_size": 16}),
    "batch_256": ("batch of 256", "budget", {"batch_size": 256}),
    "narrow": ("half the width", "budget", {"width": 32}),
    "wide": ("one and a half times the width", "budget", {"width": 96}),
}
# Steps to one of the baseline in equal time, from --time on one core: medians of five rounds.
STEPS = {
    "plain": 1.892,
    "batch_16": 1.625,
    "batch_256": 0.390,
    "narrow": 2.099,
    "wide": 0.529,
}
SCORES = (
    ("frechet", ".1f"),
    ("frechet_of_g", ".1f"),
    ("obeyed", ".0%"),
    ("precision", ".2f"),
    ("recall", ".2f"),
)


def game_of(variant: str, seed: int, steps: int):
    changed = VARIANTS[variant][2]
    options = {"size": SIZE, "epochs": 1, **(changed() if callable(changed) else changed)}
    return recipes.biggan(steps=steps, seed=seed, **options)


def photographs(split: str) -> data.Dataset:
    return data.load("cifar10", split, verbose=False).resized(SIZE)


def scores(images: np.ndarray, of_g: np.ndarray | None, real: np.ndarray) -> dict:
    """Of images of classes 0 to 9 in turn; `of_g` are those of the generator itself, where there is an average of it."""
    judge = metrics.classifier("cifar10")
    large = resized(images, 32)
    features = judge.features(large)
    found = metrics.precision_recall(real, features)
    return {
        "frechet": round(float(metrics.frechet_distance(features, real, groups=0)), 2),
        **(
            {}
            if of_g is None
            else {
                "frechet_of_g": round(
                    float(metrics.frechet_distance(judge.features(resized(of_g, 32)), real, groups=0)), 2
                )
            }
        ),
        "obeyed": round(float((judge.predict(large) == np.arange(len(images)) % 10).mean()), 4),
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
    }


def features_of_real() -> np.ndarray:
    return metrics.classifier("cifar10").features(resized(photographs("test").images[:N], 32))


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    if VARIANTS[variant][1] == "budget":
        steps = round(steps * STEPS[variant])
    start = time.process_time()
    game, fit = game_of(variant, seed, steps)
    history = game.fit(photographs("train"), **fit, verbose=0).history
    seconds = time.process_time() - start
    images = game.generate(N, seed=0)
    sampler = gl.sampling.Sampler(game.generator, game.sampler.takes)
    of_g = sampler.generate(N, seed=0)
    return {
        **scores(images, of_g, features_of_real()),
        "updates_of_g": steps,
        "last_epoch": {name: round(float(values[-1]), 3) for name, values in history.items()},
        "seconds_of_one_core": round(seconds),
    }, images


def references() -> dict:
    """What real images score: as many of the training set, of classes in turn."""
    train = photographs("train")
    rows = np.concatenate([np.flatnonzero(train.labels == k)[: N // 10] for k in range(10)])
    rows = rows.reshape(10, -1).T.ravel()
    return {"real images": scores(train.images[rows], None, features_of_real())}


def milliseconds(steps: int = 10) -> None:
    """Print the time of a step of each variant, measured in turn, and the steps to one of the baseline."""
    train = photographs("train")
    names = ["baseline", *(name for name, v in VARIANTS.items() if v[1] == "budget")]
    games = {name: game_of(name, 1, steps) for name in names}
    plays = {
        name: lambda n, game=game, fit=fit: game.fit(train, **{**fit, "steps_per_epoch": n}, verbose=0)
        for name, (game, fit) in games.items()
    }
    times = in_turn(plays, steps)
    for name, each in times.items():
        print(f'    "{name}": {times["baseline"] / each:.3f},  # {each:.0f} ms of one core a step')


STUDY = Study(
    name="biggan_ablations",
    variants=VARIANTS,
    scores=SCORES,
    shown=tuple(range(20)),
    about={
        "data": f"CIFAR-10 by class, {SIZE} pixels: 50,000 images for training",
        "batch_size": BATCH,
        "scored_by": f"{N:,} images, {N // 10} of each class, and the 'cifar10' classifier, all enlarged to 32 pixels",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    if "--time" in sys.argv:
        milliseconds()
    else:
        STUDY.main(__doc__, steps=800)
