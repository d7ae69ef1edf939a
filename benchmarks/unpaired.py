"""What can be learned without pairs, and from which term of the loss? Satellite pictures and relief maps of 32 pixels (chapter 26).

    python benchmarks/unpaired.py [--steps 800] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/unpaired.py --table | --ship

The baseline is the laptop recipe of a CycleGAN (arXiv 1703.10593) with cycle 10 and identity 5, trained on two domains that show different
places. Three variants lack a term or two of G's loss. Two controls are Pix2Pix, with as many steps and images a step, but of all places: with the true
pairs, and with the same images paired at random. Seed after seed is done, every variant before the next seed, and each run is stored as it ends.

All 169 held-out pairs are scored, in levels of 255: the errors of both directions, SSIM and texture of the maps, how far a satellite's
picture is from itself after the way there and back, and how far a map is from itself when it is "translated" into a map.
"""

import time

from gan_lessons import data, metrics
from gan_lessons.training import recipes

import numpy as np

from studies import Study, translation_scores  # isort: skip

A, B, SIZE, BATCH = "satellite", "relief", 32, 4
# Name: what it is, the group it belongs to, options of the recipe of a CycleGAN.
VARIANTS = {
    "baseline": ("CycleGAN", "terms", {}),
    "no_identity": ("without identity", "terms", {"identity_weight": 0.0}),
    "no_cycle": ("without cycle", "terms", {"cycle_weight": 0.0}),
    "adversarial": ("adversarial alone", "terms", {"cycle_weight": 0.0, "identity_weight": 0.0}),
    "shuffled": ("Pix2Pix, pairs at random", "controls", None),
    "pairs": ("Pix2Pix, true pairs", "controls", None),
}
SCORES = (
    ("error", ".1f"),
    ("back_error", ".1f"),
    ("similarity", ".3f"),
    ("texture", ".3f"),
    ("cycle", ".1f"),
    ("identity", ".1f"),
)


def trained(variant: str, seed: int, steps: int):
    """The game after its training, and the mean losses of the last epoch."""
    earth = data.earth.load("train", SIZE, verbose=False)
    if VARIANTS[variant][1] == "terms":
        game, fit = recipes.cyclegan("laptop", steps, seed, size=SIZE, **VARIANTS[variant][2])
        given = earth.unpaired(A, B)
    else:
        game, fit = recipes.pix2pix("laptop", steps, seed, size=SIZE)
        given = earth.pairs(A, B)
        if variant == "shuffled":
            order = np.random.default_rng(seed).permutation(len(given))
            given = data.Paired(given.source, given.target[order])
    history = game.fit(given, **{**fit, "batch_size": BATCH}, verbose=0).history
    return game, {name: round(float(values[-1]), 3) for name, values in history.items()}


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    start = time.process_time()
    game, last = trained(variant, seed, steps)
    seconds = time.process_time() - start
    test = data.earth.load("test", SIZE, verbose=False).pairs(A, B)
    if VARIANTS[variant][1] == "terms":
        made, back = game.translate(test.source), game.translate(test.target, "b to a")
        ways = {
            "back_error": metrics.mean_error(back, test.source),
            "cycle": metrics.mean_error(game.translate(made, "b to a"), test.source),
            "identity": metrics.mean_error(game.translate(test.target), test.target),
        }
    else:
        made, ways = game.translate(test.source, seed=0), {}
    return {
        **translation_scores(made, test.target),
        **{name: round(value, 3) for name, value in ways.items()},
        "last_epoch": last,
        "seconds_of_one_core": round(seconds),
    }, made


def references() -> dict:
    """What needs no training scores; only the first two need no pairs."""
    train, test = (data.earth.load(split, SIZE, verbose=False).pairs(A, B) for split in ("train", "test"))
    made = metrics.references(train, test.source)
    return {name: translation_scores(images, test.target) for name, images in made.items()}


STUDY = Study(
    name="unpaired",
    variants=VARIANTS,
    scores=SCORES,
    shown=(30, 40, 48, 82, 104, 136),
    about={
        "data": f"the Earth, {A} and {B}, {SIZE} pixels: 3,629 places for training, 169 held out",
        "batch_size": BATCH,
        "scored_by": "the true maps of the held-out places, in levels of 255",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    STUDY.main(__doc__, steps=800)
