"""What does Pix2Pix owe to each of its parts? The three ablations of arXiv 1611.07004 on satellite pictures and relief maps of 32 pixels.

    python benchmarks/translation_ablations.py [--steps 600] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/translation_ablations.py --table | --ship

The baseline is the laptop recipe of chapter 21: a U-Net, L1 with a weight of 100 and a conditional discriminator whose verdicts see 34 pixels.
Each variant changes one thing; the encoder-decoder is also tried with L1 alone. Runs of one seed share the order of the data and, where the
networks are the same, their initial weights. Seed after seed is done, every variant before the next seed, and each run is stored as it ends.

All 169 held-out places are scored: mean error, SSIM, distance of textures, mean error on land, and how much two translations of one source
differ. A few translations are kept, with 32 levels.
"""

import argparse
import collections
import io
import json
import time
from pathlib import Path

from gan_lessons import data, metrics, results
from gan_lessons.training import recipes

import keras
import numpy as np

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "translation_ablations"
SOURCE, TARGET, SIZE = "satellite", "relief", 32
SHOWN = (30, 40, 48, 82, 104, 136)  # of the held-out places
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
    score = metrics.translation_score(made, true)
    return {
        "error": round(score.error, 3),
        "land_error": round(metrics.translation.mean_error(made, true, land), 3),
        "similarity": round(score.similarity, 4),
        "texture": round(score.texture.value, 5),
    }


def run(variant: str, seed: int, steps: int) -> None:
    train, test = (data.earth.load(split, SIZE, verbose=False) for split in ("train", "test"))
    held_out = test.pairs(SOURCE, TARGET)
    game, fit = recipes.pix2pix("laptop", steps, seed, size=SIZE, **VARIANTS[variant][2])
    start = time.process_time()
    history = game.fit(train.pairs(SOURCE, TARGET), **fit, verbose=0).history
    seconds = time.process_time() - start
    made, again = (game.translate(held_out.source, seed=i) for i in range(2))
    some = train.pairs(SOURCE, TARGET).rows(np.arange(0, len(train), 20))
    record = {
        "variant": variant,
        "seed": seed,
        **scores_of(made, held_out.target, test.land),
        "noise": round(metrics.translation.mean_error(made, again), 3),
        "train_error": round(
            metrics.translation.mean_error(game.translate(some.source, seed=0), some.target), 3
        ),
        "last_epoch": {name: round(float(values[-1]), 3) for name, values in history.items()},
        "seconds_of_one_core": round(seconds),
    }
    shown = io.BytesIO()
    np.save(shown, made[list(SHOWN)])
    write(RUNS / f"{variant}_{seed}.npy", shown.getvalue())
    write(RUNS / f"{variant}_{seed}.json", json.dumps({**record, "steps": steps}).encode())
    print(record, flush=True)


def references() -> dict:
    """What translators without shapes score."""
    train, test = (data.earth.load(split, SIZE, verbose=False) for split in ("train", "test"))
    held_out = test.pairs(SOURCE, TARGET)
    made = metrics.references(train.pairs(SOURCE, TARGET), held_out.source)
    return {name: scores_of(images, held_out.target, test.land) for name, images in made.items()}


def runs() -> list[dict]:
    names = list(VARIANTS)
    found = [json.loads(path.read_text()) for path in RUNS.glob("*_*.json")]
    return sorted(found, key=lambda r: (names.index(r["variant"]), r["seed"]))


def ship() -> None:
    """Write the variants with three seeds or more into the package, with what they depend on."""
    done = runs()
    times = collections.Counter(run["variant"] for run in done)
    done = [run for run in done if times[run["variant"]] >= 3]
    if len({run.pop("steps") for run in done}) != 1:
        raise SystemExit(
            "The runs were not trained for the same number of steps; delete those that are too many."
        )
    trained = dict.fromkeys(run["variant"] for run in done)
    record = {
        "variants": {name: dict(zip(("label", "group"), VARIANTS[name], strict=False)) for name in trained},
        **json.loads((RUNS / "about.json").read_text()),
        "seeds": sorted({run["seed"] for run in done}),
        "shown": SHOWN,
        "scored_by": "the true maps of the held-out places, in levels of 255",
        "references": references(),
    }
    text = json.dumps(record, indent=1)[:-2]
    lines = ",\n  ".join(map(json.dumps, done))
    write(results.FOLDER / "translation_ablations.json", f'{text},\n "runs": [\n  {lines}\n ]\n}}\n'.encode())
    content = io.BytesIO()
    images = {
        name: np.stack([np.load(RUNS / f"{name}_{r['seed']}.npy") for r in done if r["variant"] == name])
        for name in trained
    }
    np.savez_compressed(content, **{name: x & 0xF8 | 4 for name, x in images.items()})
    write(results.FOLDER / "translation_ablations.npz", content.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.ship:
        ship()
    elif arguments.table:
        record = {"runs": runs()}
        print(f"{'':<40}" + "".join(f"{name:>18}" for name, _ in SCORES))
        for name in dict.fromkeys(run["variant"] for run in record["runs"]):
            said = [results.in_words(record, name, score, form) for score, form in SCORES]
            print(f"{VARIANTS[name][0]:<40}" + "".join(f"{text:>18}" for text in said))
    else:
        RUNS.mkdir(parents=True, exist_ok=True)
        about = {
            "command": f"python benchmarks/translation_ablations.py --steps {arguments.steps}",
            "commit": commit(),
            "machine": computer(),
            "data": f"the Earth, {SOURCE} to {TARGET}, {SIZE} pixels: 3,629 places for training, 169 held out",
            "steps": arguments.steps,
            "batch_size": 8,
        }
        write(RUNS / "about.json", (json.dumps(about) + "\n").encode())
        for seed in arguments.seeds:
            for variant in arguments.variants:
                if not (RUNS / f"{variant}_{seed}.json").exists():
                    keras.backend.clear_session()
                    run(variant, seed, arguments.steps)


if __name__ == "__main__":
    main()
