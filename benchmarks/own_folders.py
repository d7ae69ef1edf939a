"""What does `gan-lessons train` make of real folders? Four of them, with no option but the size and the steps.

    python benchmarks/own_folders.py [NAME …]       # trains what is not there yet; about eight minutes of one core each
    python benchmarks/own_folders.py --table        # for docs/results.md, with the pictures

Every folder is one that a reader can have without a network, but for CIFAR-10 (`gan-lessons fetch`). The runs and their records lie in
benchmarks/runs/own_folders.
"""

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from gan_lessons import data, plots, runs
from gan_lessons.runs.folder import RECORD
from gan_lessons.runs.watching import grid

import numpy as np
from PIL import Image

from common import write  # isort: skip

SIZE, STEPS, SHOWN = 32, 3000, 24
HERE = Path(__file__).parent
RUNS = HERE / "runs" / "own_folders"
IMAGES = HERE.parent / "docs" / "images"


def horses() -> Iterator[np.ndarray]:
    found = data.load("cifar10", "train", verbose=False)
    return iter(found.images[found.labels == 7][:500])


def letters() -> Iterator[np.ndarray]:
    drawn = data.letters.load("train", SIZE, source="sans", target="serif", verbose=False)
    chosen = np.random.default_rng(0).permutation(len(drawn.target))[:500]
    return iter(drawn.target[chosen])


def relief() -> Iterator[np.ndarray]:
    earth = data.earth.load("train", SIZE, verbose=False)
    chosen = np.random.default_rng(0).permutation(len(earth))[:500]
    return iter(earth.relief[chosen])


# Name: what it is, its pictures (none: they lie in a folder already), and what the command is told beside the size and the steps.
FOLDERS = {
    "emoji": ("the 119 emoji faces that come along", None, {}),
    "letters": ("500 letters of DejaVu Serif", letters, {"flips": False}),
    "relief": ("500 relief maps of the Earth", relief, {}),
    "horses": ("500 horses of CIFAR-10", horses, {}),
}


def folder_of(name: str) -> Path:
    """The folder of pictures, made if need be."""
    pictures = FOLDERS[name][1]
    if pictures is None:
        return data.examples.folder("emoji faces")
    place = RUNS / "pictures" / name
    if not place.exists():
        part = place.with_name(name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for i, picture in enumerate(pictures()):
            Image.fromarray(picture.squeeze()).save(part / f"{i:04}.png")
        os.replace(part, place)
    return place


def trained(name: str) -> runs.Run:
    options = FOLDERS[name][2]
    return runs.train(folder_of(name), RUNS / name, size=SIZE, steps=STEPS, **options)


def table() -> str:
    """A row for each run that has ended; its pictures go to docs/images."""
    rows, pictures = [], []
    for name, (what, _, _) in FOLDERS.items():
        if not (RUNS / name / RECORD).exists():
            continue
        run = runs.Run(RUNS / name)
        record = json.loads((run.folder / RECORD).read_text(encoding="utf-8"))
        distance, copies = record["kernel_distance"], record["memorising"]
        rows.append(
            f"| {what} | {distance['begun_with']:.1f} | {distance['best']:.2f} | {record['best_step']:,} | {distance['last']:.2f} | "
            f"{distance['real']:.2f} | {copies['share']:.1%} | {copies['held_out']:.1%} | {'yes' if copies['flagged'] else 'no'} |"
        )
        real = run.pictures()[0][:SHOWN]
        made = plots.to_uint8(runs.verdict.drawn(run.generator(), SHOWN, seed=1))
        write(IMAGES / f"own_{name}.png", grid(np.concatenate([real, made]), cols=SHOWN // 2))
        pictures.append(
            f"![Two rows of pictures to train on and two rows of samples: {what}](images/own_{name}.png)"
        )
    head = (
        "| | before the first step | best | at step | last | real ones | copies | of held-out ones | flagged |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    return "\n\n".join(["\n".join([head, *rows]), *pictures])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[[], *FOLDERS], metavar="NAME")
    parser.add_argument("--table", action="store_true", help="print the table, and draw the pictures")
    given = parser.parse_args()
    if given.table:
        print(table())
    else:
        for name in given.names or FOLDERS:
            trained(name)
