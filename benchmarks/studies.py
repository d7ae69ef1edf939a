"""A study: the same training in several variants with several seeds. Runs what is not there yet, and ships it all as one record."""

import argparse
import collections
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gan_lessons import metrics, results

import keras
import numpy as np

from common import commit, computer, write  # isort: skip


@dataclass(frozen=True)
class Study:
    """What a script compares.

    Attributes
    ----------
    name : str
        Of the script, of its folder of runs, and of the record.
    variants : dict of str to (label, group, options)
        The options are the script's own.
    scores : tuple of (score, form)
        What `--table` prints, and how Python formats it.
    shown : tuple of int
        Which images are kept of each run.
    about : dict
        What the record says of all runs: "data", "batch_size", "scored_by".
    run : callable
        (variant, seed, steps) to the run's scores, and images that it made, uint8: a translator's of all held-out ones. Scores may hold
        "steps", if the run made another number of them.
    references : callable
        To the scores of what is not trained so, by name.
    """

    name: str
    variants: dict[str, tuple]
    scores: tuple[tuple[str, str], ...]
    shown: tuple[int, ...]
    about: dict
    run: Callable[[str, int, int], tuple[dict, np.ndarray]]
    references: Callable[[], dict]

    @property
    def folder(self) -> Path:
        return Path(__file__).parent / "runs" / self.name

    def train(self, variants: list[str], seeds: list[int], steps: int) -> None:
        """Seed after seed, every variant before the next seed; each run is stored as it ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        about = {
            "command": f"python benchmarks/{self.name}.py --steps {steps}",
            "commit": commit(),
            "machine": computer(),
            "data": self.about["data"],
            "steps": steps,
            "batch_size": self.about["batch_size"],
        }
        write(self.folder / "about.json", (json.dumps(about) + "\n").encode())
        for seed in seeds:
            for variant in variants:
                place = self.folder / f"{variant}_{seed}.json"
                if place.exists():
                    continue
                keras.backend.clear_session()
                found, made = self.run(variant, seed, steps)
                content = io.BytesIO()
                np.save(content, made[list(self.shown)])
                write(place.with_suffix(".npy"), content.getvalue())
                record = {"variant": variant, "seed": seed, **found}
                write(place, json.dumps({"steps": steps, **record}).encode())
                print(record, flush=True)

    def runs(self) -> list[dict]:
        names = list(self.variants)
        found = [json.loads(path.read_text()) for path in self.folder.glob("*_*.json")]
        return sorted(found, key=lambda run: (names.index(run["variant"]), run["seed"]))

    def table(self) -> None:
        """Print means and standard deviations over the seeds."""
        record = {"runs": self.runs()}
        print(f"{'':<40}" + "".join(f"{name:>18}" for name, _ in self.scores))
        for name in dict.fromkeys(run["variant"] for run in record["runs"]):
            said = [results.in_words(record, name, score, form) for score, form in self.scores]
            print(f"{self.variants[name][0]:<40}" + "".join(f"{text:>18}" for text in said))

    def ship(self) -> None:
        """Write the variants with three seeds or more into the package, with what they depend on; the images with 32 levels."""
        done = self.runs()
        times = collections.Counter(run["variant"] for run in done)
        done = [run for run in done if times[run["variant"]] >= 3]
        there = dict.fromkeys(run["variant"] for run in done)
        if len({(run["variant"], run["steps"]) for run in done}) != len(there):
            raise SystemExit(
                "The runs of a variant were not trained for the same number of steps; delete those that are too many."
            )
        record = {
            "variants": {
                name: dict(zip(("label", "group"), self.variants[name], strict=False)) for name in there
            },
            **json.loads((self.folder / "about.json").read_text()),
            "seeds": sorted({run["seed"] for run in done}),
            "shown": self.shown,
            "scored_by": self.about["scored_by"],
            "references": self.references(),
        }
        text = json.dumps(record, indent=1)[:-2]
        lines = ",\n  ".join(map(json.dumps, done))
        write(results.FOLDER / f"{self.name}.json", f'{text},\n "runs": [\n  {lines}\n ]\n}}\n'.encode())
        images = {
            name: np.stack(
                [np.load(self.folder / f"{name}_{r['seed']}.npy") for r in done if r["variant"] == name]
            )
            for name in there
        }
        content = io.BytesIO()
        np.savez_compressed(content, **{name: x & 0xF8 | 4 for name, x in images.items()})
        write(results.FOLDER / f"{self.name}.npz", content.getvalue())

    def main(self, description: str, steps: int) -> None:
        parser = argparse.ArgumentParser(
            description=description, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        parser.add_argument("--steps", type=int, default=steps)
        parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
        parser.add_argument("--variants", nargs="+", default=list(self.variants), choices=list(self.variants))
        parser.add_argument("--table", action="store_true")
        parser.add_argument("--ship", action="store_true")
        arguments = parser.parse_args()
        if arguments.ship:
            self.ship()
        elif arguments.table:
            self.table()
        else:
            self.train(arguments.variants, arguments.seeds, arguments.steps)


def in_turn(plays: dict[str, Callable[[int], object]], steps: int, rounds: int = 5) -> dict[str, float]:
    """Milliseconds of one core that a step takes: the median over rounds in which each play has its turn; `play(n)` trains for n steps."""
    for play in plays.values():
        play(2)  # traced, and not timed
    times = {name: [] for name in plays}
    for _ in range(rounds):
        for name, play in plays.items():
            start = time.process_time()
            play(steps)
            times[name].append(1000 * (time.process_time() - start) / steps)
    return {name: float(np.median(each)) for name, each in times.items()}


def translation_scores(made: np.ndarray, true: np.ndarray) -> dict:
    """Mean error, SSIM and texture, as a record has them."""
    found = metrics.translation_score(made, true)
    return {
        "error": round(found.error, 3),
        "similarity": round(found.similarity, 4),
        "texture": round(found.texture.value, 5),
    }
