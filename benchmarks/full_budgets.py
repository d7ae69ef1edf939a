"""How long is the main training of each chapter at the `full` budget on this machine: where would a GPU be of use?

    python benchmarks/full_budgets.py [CHAPTER …] [--steps 16]

Of each chapter's main training a few steps are timed, after those in which graphs are built; the hours are those of all its steps. Which
pictures a step is given makes no difference to its time, so the bundled samples do. Where a chapter trains two games to compare them, it is
one of the two.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from gan_lessons import data
from gan_lessons.training import recipes

import keras

from common import computer  # isort: skip


@dataclass(frozen=True)
class Training:
    """A chapter's main training: what it is, its steps at `full`, the game with the options of `fit`, and what it is given."""

    words: str
    steps: int
    game: Callable[[], tuple]
    given: Callable


def digits():
    return data.load("mnist", verbose=False)


def clothes():
    return data.load("fashion_mnist", verbose=False)


def photographs():
    return data.load("cifar10", verbose=False)


def faces(size: int):
    return data.faces.drawn_faces(400, seed=0, size=size)


def known():
    return digits().images[:100], digits().labels[:100]


def earth(size: int):
    return data.earth.load("train", size=size, verbose=False)


TRAININGS = {
    "07": Training("DCGAN, classic", 23_400, lambda: recipes.dcgan("classic", 100, 1), digits),
    "08": Training(
        "DCGAN in colour, classic", 78_000, lambda: recipes.dcgan_colour("classic", 100, seed=1), photographs
    ),
    "09": Training(
        "DCGAN, classic, 80 px",
        39_000,
        lambda: recipes.dcgan_colour("classic", 100, size=80, seed=1),
        lambda: faces(80),
    ),
    "14": Training("DCGAN, laptop", 3_000, lambda: recipes.dcgan("laptop", 100, 1), digits),
    "15": Training("LSGAN, classic", 18_740, lambda: recipes.lsgan("classic", 100, 1), digits),
    "16": Training("WGAN, classic, one digit", 970, lambda: recipes.wgan("classic", 100, 1), digits),
    "17": Training("cGAN, laptop", 12_000, lambda: recipes.conditional("laptop", 100, 1), clothes),
    "18": Training("InfoGAN, laptop", 12_000, lambda: recipes.infogan("laptop", 100, 1), digits),
    "19": Training("AC-GAN, laptop", 12_000, lambda: recipes.acgan("laptop", 100, 1), clothes),
    "20": Training(
        "SGAN, laptop",
        3_000,
        lambda: recipes.semi_supervised("laptop", 100, *known(), seed=1),
        lambda: digits().images,
    ),
    "21": Training(
        "Pix2Pix, laptop, 32 px",
        5_000,
        lambda: recipes.pix2pix("laptop", 100, 1, size=32),
        lambda: earth(32).pairs("satellite", "relief"),
    ),
    "23": Training(
        "Pix2Pix, laptop, 64 px",
        8_000,
        lambda: recipes.pix2pix("laptop", 100, 1, size=64),
        lambda: earth(64).pairs("satellite", "relief", enlarge=(72, 72)),
    ),
    "26": Training(
        "CycleGAN, laptop, 32 px",
        8_000,
        lambda: recipes.cyclegan("laptop", 100, 1, size=32),
        lambda: earth(32).unpaired("satellite", "relief"),
    ),
    "27": Training(
        "BigGAN's ideas, 32 px", 10_000, lambda: recipes.biggan(100, 32, seed=1, width=64), photographs
    ),
    "28": Training(
        "32 px without growing",
        20_000,
        lambda: (recipes.growing("laptop", 100, 32, 1, start=32)[0], {"batch_size": 16}),
        lambda: faces(32),
    ),
    "29": Training(
        "StyleGAN, laptop, 64 px", 16_000, lambda: recipes.stylegan("laptop", 100, 64, 1), lambda: faces(64)
    ),
    "30": Training(
        "own images, 64 px",
        6_000,
        lambda: recipes.own_images(64, 100, n_images=5000, seed=1),
        lambda: faces(64),
    ),
}


def seconds_of_a_step(training: Training, steps: int) -> float:
    """Median of three, after a first call that builds the graphs."""
    keras.backend.clear_session()
    game, options = training.game()
    given = training.given()
    fit = {**options, "epochs": 1, "steps_per_epoch": steps, "verbose": 0}
    game.fit(given, **fit)
    found = []
    for _ in range(3):
        begin = time.perf_counter()
        game.fit(given, **fit)
        found.append((time.perf_counter() - begin) / steps)
    return statistics.median(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapters", nargs="*", default=list(TRAININGS), metavar="CHAPTER")
    parser.add_argument("--steps", type=int, default=16)
    asked = parser.parse_args()
    print(computer())
    print("| chapter | its main training at `full` | steps | ms a step | hours |\n|---|---|---:|---:|---:|")
    for chapter in asked.chapters:
        training = TRAININGS[chapter]
        seconds = seconds_of_a_step(training, asked.steps)
        hours = training.steps * seconds / 3600
        print(
            f"| {chapter} | {training.words} | {training.steps:,} | {1000 * seconds:.0f} | {hours:.1f} |",
            flush=True,
        )
