"""Does a discriminator that sees several samples at once make a generator cover more of a ring of eight heaps?

    python benchmarks/packing.py --pack 2      # trains eight seeds side by side, some minutes on one core
    python benchmarks/packing.py --pack 2 --copies      # the control: D sees each sample and a copy of it
    python benchmarks/packing.py --ship        # puts what was trained into the package, and prints a table

PacGAN (arXiv 1712.04086). Chapter 6 shows the record: networks "wide", one update of D a step, Adam with β₁ 0.5. All numbers of
samples see the same batches and begin with the same generators; only D's first layer is wider, and it gives fewer verdicts on a
batch. The control has that wider layer and those fewer verdicts, and no second sample.
"""

import argparse
import io
import json
import time
from pathlib import Path

from gan_lessons import data, metrics, results, training
from gan_lessons.models import dense

import keras
import numpy as np
from keras import ops

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "packing"
MOMENTS = [2_000, 4_000, 6_000, 8_000, 10_000, 12_000]
SEEDS, BATCH, RATE, BETA, SAMPLES, SHOWN = 8, 64, 1e-3, 0.5, 2_000, 200
LABELS = {
    "pack_1": "one sample at a time",
    "pack_2": "two at a time",
    "pack_2_copies": "one, and a copy of it",
    "pack_4": "four at a time",
}


class Copies(training.Population):
    """Packs whose samples are copies of their first one; the others are drawn and not shown."""

    def judged(self, samples, labels):
        first = samples[:: self.pack]
        return self.run(self.discriminator, ops.concatenate([first] * self.pack, axis=-1))


def train(name: str, pack: int, copies: bool) -> tuple[list[dict], np.ndarray]:
    """A line for each seed, and a few samples of each, float16 (seeds, n, 2)."""
    ring = data.curves.load("ring")
    gans = (Copies if copies else training.Population)(
        [dense.generator("wide", seed=i) for i in range(SEEDS)],
        [dense.discriminator("wide", inputs=2 * pack, seed=i) for i in range(SEEDS)],
        seed=1,
        pack=pack,
    )
    adams = (keras.optimizers.Adam(RATE, beta_1=BETA) for _ in range(2))
    gans.compile(*adams, d_batches="separate", steps_per_execution=20)
    heaps, begin = [], time.perf_counter()
    for last, moment in zip([0, *MOMENTS], MOMENTS, strict=False):
        points = ring.sample(BATCH * (moment - last) * SEEDS, seed=moment)
        gans.fit(gans.share_out(points), batch_size=BATCH, verbose=0)
        drawn = gans.generate(SAMPLES, seed=0)
        scores = [metrics.on_curve(drawn[:, m], ring) for m in range(SEEDS)]
        heaps.append([round(ring.pieces * score.coverage) for score in scores])
        print(
            f"{name}, step {moment:,}: heaps {heaps[-1]}, {time.perf_counter() - begin:.0f} s",
            flush=True,
        )
    lines = [
        {
            "variant": name,
            "seed": m,
            "heaps": heaps[-1][m],
            "through": [row[m] for row in heaps],
            "distance": round(scores[m].distance, 4),
        }
        for m in range(SEEDS)
    ]
    return lines, drawn[:SHOWN].transpose(1, 0, 2).astype(np.float16)


def ship() -> None:
    """Write the runs and their samples into the package."""
    parts = {
        name: json.loads((RUNS / f"{name}.json").read_text())
        for name in LABELS
        if (RUNS / f"{name}.json").exists()
    }
    record = {
        "command": "; ".join(f"python benchmarks/packing.py {part['arguments']}" for part in parts.values()),
        **{key: parts["pack_1"][key] for key in ("commit", "machine")},
        "data": "ring of eight Gaussians, new points in every batch",
        "batch_size": BATCH,
        "learning_rate": RATE,
        "beta_1": BETA,
        "steps": MOMENTS[-1],
        "scored_by": f"{SAMPLES:,} points a seed and metrics.on_curve: heaps covered, and the mean distance to the nearest",
        "moments": MOMENTS,
        "seeds": list(range(SEEDS)),
        "variants": {name: {"label": LABELS[name], "pack": part["pack"]} for name, part in parts.items()},
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)[:-2]
    runs = [
        {**line, **({} if part["commit"] == record["commit"] else {"commit": part["commit"]})}
        for part in parts.values()
        for line in part["runs"]
    ]
    lines = ",\n  ".join(map(json.dumps, runs))
    write(results.FOLDER / "packing.json", f'{text},\n "runs": [\n  {lines}\n ]\n}}\n'.encode())
    content = io.BytesIO()
    np.savez_compressed(content, **{name: np.load(RUNS / f"{name}.npy") for name in parts})
    write(results.FOLDER / "packing.npz", content.getvalue())
    for name, about in record["variants"].items():
        heaps = results.values(results.load("packing"), name, "heaps")
        print(f"{about['label']:<22} heaps of 8 at step {MOMENTS[-1]:,}: {list(heaps.values())}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", type=int, choices=[1, 2, 4])
    parser.add_argument("--copies", action="store_true", help="D sees each sample and copies of it")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.pack:
        name = f"pack_{arguments.pack}" + "_copies" * arguments.copies
        if name not in LABELS:
            parser.error(f"there is no {name}; with --copies, --pack is 2.")
        lines, shown = train(name, arguments.pack, arguments.copies)
        RUNS.mkdir(parents=True, exist_ok=True)
        given = f"--pack {arguments.pack}" + " --copies" * arguments.copies
        about = {
            "commit": commit(),
            "machine": computer(),
            "arguments": given,
            "pack": arguments.pack,
            "runs": lines,
        }
        write(RUNS / f"{name}.json", json.dumps(about).encode())
        np.save(RUNS / f"{name}.npy", shown)
    if arguments.ship:
        ship()


if __name__ == "__main__":
    main()
