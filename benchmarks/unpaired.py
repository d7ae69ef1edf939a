"""What can be learned without pairs, and from which term of the loss? Satellite pictures and relief maps of 32 pixels (chapter 26).

    python benchmarks/unpaired.py [--steps 800] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/unpaired.py --table | --ship

The baseline is the laptop recipe of a CycleGAN (arXiv 1703.10593) with cycle 10 and identity 5, trained on two domains that show different
places. Three variants lack a term or two of G's loss. Two controls are Pix2Pix, with as many steps and images a step: with the true
pairs, and with the same images paired at random. Seed after seed is done, every variant before the next seed, and each run is stored as it ends.

All 169 held-out pairs are scored, in levels of 255: the errors of both directions, SSIM and texture of the maps, how far a satellite's
picture is from itself after the way there and back, and how far a map is from itself when it is "translated" into a map.
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

RUNS = Path(__file__).parent / "runs" / "unpaired"
A, B, SIZE, BATCH = "satellite", "relief", 32, 4
SHOWN = (30, 40, 48, 82, 104, 136)  # of the held-out places
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


def run(variant: str, seed: int, steps: int) -> None:
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
    found = metrics.translation_score(made, test.target)
    record = {
        "variant": variant,
        "seed": seed,
        "error": round(found.error, 3),
        "similarity": round(found.similarity, 4),
        "texture": round(found.texture.value, 5),
        **{name: round(value, 3) for name, value in ways.items()},
        "last_epoch": last,
        "seconds_of_one_core": round(seconds),
    }
    shown = io.BytesIO()
    np.save(shown, made[list(SHOWN)])
    write(RUNS / f"{variant}_{seed}.npy", shown.getvalue())
    write(RUNS / f"{variant}_{seed}.json", json.dumps({**record, "steps": steps}).encode())
    print(record, flush=True)


def references() -> dict:
    """What needs no training scores; only the first two need no pairs."""
    train, test = (data.earth.load(split, SIZE, verbose=False).pairs(A, B) for split in ("train", "test"))
    found = {}
    for name, made in metrics.references(train, test.source).items():
        score = metrics.translation_score(made, test.target)
        found[name] = {
            "error": round(score.error, 3),
            "similarity": round(score.similarity, 4),
            "texture": round(score.texture.value, 5),
        }
    return found


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
    there = dict.fromkeys(run["variant"] for run in done)
    record = {
        "variants": {name: dict(zip(("label", "group"), VARIANTS[name], strict=False)) for name in there},
        **json.loads((RUNS / "about.json").read_text()),
        "seeds": sorted({run["seed"] for run in done}),
        "shown": SHOWN,
        "scored_by": "the true maps of the held-out places, in levels of 255",
        "references": references(),
    }
    text = json.dumps(record, indent=1)[:-2]
    lines = ",\n  ".join(map(json.dumps, done))
    write(results.FOLDER / "unpaired.json", f'{text},\n "runs": [\n  {lines}\n ]\n}}\n'.encode())
    images = {
        name: np.stack([np.load(RUNS / f"{name}_{r['seed']}.npy") for r in done if r["variant"] == name])
        for name in there
    }
    content = io.BytesIO()
    np.savez_compressed(content, **{name: x & 0xF8 | 4 for name, x in images.items()})
    write(results.FOLDER / "unpaired.npz", content.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.ship:
        ship()
    elif arguments.table:
        record = {"runs": runs()}
        print(f"{'':<28}" + "".join(f"{name:>18}" for name, _ in SCORES))
        for name in dict.fromkeys(run["variant"] for run in record["runs"]):
            said = [results.in_words(record, name, score, form) for score, form in SCORES]
            print(f"{VARIANTS[name][0]:<28}" + "".join(f"{text:>18}" for text in said))
    else:
        RUNS.mkdir(parents=True, exist_ok=True)
        about = {
            "command": f"python benchmarks/unpaired.py --steps {arguments.steps}",
            "commit": commit(),
            "machine": computer(),
            "data": f"the Earth, {A} and {B}, {SIZE} pixels: 3,629 places for training, 169 held out",
            "steps": arguments.steps,
            "batch_size": BATCH,
        }
        write(RUNS / "about.json", (json.dumps(about) + "\n").encode())
        for seed in arguments.seeds:
            for variant in VARIANTS:
                if not (RUNS / f"{variant}_{seed}.json").exists():
                    keras.backend.clear_session()
                    run(variant, seed, arguments.steps)


if __name__ == "__main__":
    main()
