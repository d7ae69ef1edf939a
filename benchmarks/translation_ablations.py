"""What does Pix2Pix owe to each of its parts? The three ablations of arXiv 1611.07004 on satellite pictures and relief maps of 32 pixels.

    python benchmarks/translation_ablations.py [--steps 600] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/translation_ablations.py --table | --ship

The baseline is the laptop recipe of chapter 21: a U-Net, L1 with a weight of 100 and a conditional discriminator whose verdicts see 34 pixels.
Each variant changes one thing; the encoder-decoder is also tried with L1 alone. Runs of one seed share the order of the data and, where the
networks are the same, their initial weights. Seed after seed is done, every variant before the next seed, and each run is stored as it ends.

All 169 held-out places are scored: mean error, SSIM, distance of textures, mean error on land, and how much two translations of one source
differ. A few translations are kept, with 32 levels.
"""

import time

from gan_lessons import data, metrics
from gan_lessons.training import recipes

import numpy as np

from studies import Study, translation_scores  # isort: skip

SOURCE, TARGET, SIZE = "satellite", "relief", 32
L1_ALONE = {"adversarial_weight": 0.0}
# Name: what it is, the group it belongs to, options of the recipe.
VARIANTS = {
    "baseline": ("L1 + cGAN", "loss", {}),
    "l1": ("L1 alone", "loss", L1_ALONE),
    "cgan": ("cGAN alone", "loss", {"l1_weight": 0.0}),
    "gan_l1": ("L1 + GAN that does not see the source", "loss", {"conditional": False}),
    "no_skips": ("encoder-decoder, L1 + cGAN", "generator", {"skips": False}),
    "no_skips_l1": ("encoder-decoder, L1 alone", "generator", {"skips": False, **L1_ALONE}),
    "patch_1": ("patches of 1 pixel", "patch", {"sees": 1}),
    "patch_16": ("patches of 16 pixels", "patch", {"sees": 16}),
    "patch_70": ("patches of 70 pixels, the whole tile", "patch", {"sees": 70}),
}
SCORES = (
    ("error", ".2f"),
    ("land_error", ".2f"),
    ("similarity", ".3f"),
    ("texture", ".4f"),
    ("noise", ".2f"),
)


def scores_of(made: np.ndarray, true: np.ndarray, land: np.ndarray) -> dict:
    found = translation_scores(made, true)
    return {
        "error": found.pop("error"),
        "land_error": round(metrics.mean_error(made, true, land), 3),
        **found,
    }


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    train, test = (data.earth.load(split, SIZE, verbose=False) for split in ("train", "test"))
    pairs, held_out = (places.pairs(SOURCE, TARGET) for places in (train, test))
    game, fit = recipes.pix2pix("laptop", steps, seed, size=SIZE, **VARIANTS[variant][2])
    start = time.process_time()
    history = game.fit(pairs, **fit, verbose=0).history
    seconds = time.process_time() - start
    made, again = (game.translate(held_out.source, seed=i) for i in range(2))
    some = pairs.rows(np.arange(0, len(train), 20))
    return {
        **scores_of(made, held_out.target, test.land),
        "noise": round(metrics.mean_error(made, again), 3),
        "train_error": round(metrics.mean_error(game.translate(some.source, seed=0), some.target), 3),
        "last_epoch": {name: round(float(values[-1]), 3) for name, values in history.items()},
        "seconds_of_one_core": round(seconds),
    }, made


def references() -> dict:
    """What translators without shapes score."""
    train, test = (data.earth.load(split, SIZE, verbose=False) for split in ("train", "test"))
    held_out = test.pairs(SOURCE, TARGET)
    made = metrics.references(train.pairs(SOURCE, TARGET), held_out.source)
    return {name: scores_of(images, held_out.target, test.land) for name, images in made.items()}


STUDY = Study(
    name="translation_ablations",
    variants=VARIANTS,
    scores=SCORES,
    shown=(30, 40, 48, 82, 104, 136),
    about={
        "data": f"the Earth, {SOURCE} to {TARGET}, {SIZE} pixels: 3,629 places for training, 169 held out",
        "batch_size": 8,
        "scored_by": "the true maps of the held-out places, in levels of 255",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    STUDY.main(__doc__, steps=600)
