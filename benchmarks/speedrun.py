"""From nothing to a given score, in CPU seconds: every recipe of the course that a laptop trains, and yours.

    python benchmarks/speedrun.py                                what there is to run, and what each has to reach
    python benchmarks/speedrun.py mnist-dcgan                    three seeds of the course's recipe
    python benchmarks/speedrun.py mnist-dcgan --steps 1000 2000  the shorter first; stops at the first that gets there
    python benchmarks/speedrun.py mnist-dcgan --entry mine.py    your recipe
    python benchmarks/speedrun.py mnist-dcgan --entry all        all that was tried (`speedrun_entries.py`)
    python benchmarks/speedrun.py --table                        docs/speedrun.md's tables, from the runs that are stored

An entry is a file with a function `build(track, steps, seed)` that returns a game, compiled, and the options of its `fit`. A run is timed
from the call of `build` to the end of `fit`: building, tracing and training, in CPU seconds of all threads; half of them is about what two
cores take. Loading the data and scoring are not timed. The score is that of the catalogue's judge for the checkpoint of the same name, on
as many samples, in the mean over the seeds. A run that is stored is not done again; delete its file in `benchmarks/runs/speedrun` for that.
"""

import argparse
import dataclasses
import functools
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from gan_lessons import metrics, plots, pretrained

import keras
import numpy as np

import speedrun_entries  # isort: skip
from common import commit, computer, write  # isort: skip
from stage_scores import judge  # isort: skip
from train_pretrained import game_of, given_to  # isort: skip

RUNS = Path(__file__).parent / "runs" / "speedrun"
CLASSIFIED = ("mnist", "fashion_mnist", "cifar10")
N = 5000  # samples that are scored, of the classes in turn


@dataclasses.dataclass(frozen=True)
class Track:
    """What has to be reached, from nothing.

    Attributes
    ----------
    name : str
        A checkpoint of the catalogue: its data, its recipe and its judge are the track's.
    steps : int
        Steps of the course's own recipe, as the chapter trains at the quick budget or for as long as `seconds` allow.
    seconds : int
        On two cores: half the CPU seconds that a run may take.
    least, most : dict of str to float
        Bounds of the scores, for the mean over the seeds.
    """

    name: str
    steps: int
    seconds: int
    least: dict[str, float]
    most: dict[str, float]

    @property
    def about(self) -> pretrained.Entry:
        return pretrained.entry(self.name)

    @property
    def recipe(self) -> dict:
        """The recipe of the chapter, as a learner calls it: some checkpoints were trained with other rates."""
        return {key: value for key, value in self.about.recipe.items() if key not in ("average", "fade")}

    @property
    def asked(self) -> bool:
        """Whether there is a bar at all."""
        return bool(self.least or self.most)

    def reached(self, scores: dict[str, float]) -> bool:
        """Whether these scores are within all bounds."""
        enough = all(scores[key] >= bound for key, bound in self.least.items())
        return enough and all(scores[key] <= bound for key, bound in self.most.items())

    def words(self) -> str:
        bounds = [f"{key} at least {bound:g}" for key, bound in self.least.items()]
        return ", ".join(bounds + [f"{key} at most {bound:g}" for key, bound in self.most.items()])


# What has to be reached. "legible": share of samples that the classifier is more than 90 % sure of; "agreement": share that it puts into the
# class asked for; "frechet": distance to the test images, or to drawn faces. Where the course has no bar of its own, there is none here.
TRACKS = {
    track.name: track
    for track in (
        Track("mnist-dcgan", 2_000, 90, {"legible": 0.9}, {}),
        Track("fashion-dcgan", 2_000, 90, {}, {}),
        Track("mnist-lsgan", 2_000, 90, {}, {}),
        Track("mnist-wgan", 1_000, 90, {}, {}),
        Track("mnist-wgan-gp", 1_000, 90, {}, {}),
        Track("mnist-infogan", 2_000, 90, {}, {}),
        Track("mnist-acgan", 1_280, 60, {"legible": 0.92, "agreement": 0.98}, {}),
        Track("fashion-cgan", 2_600, 120, {"legible": 0.75, "agreement": 0.92}, {}),
        Track("fashion-acgan", 2_600, 120, {"legible": 0.75, "agreement": 0.97}, {}),
        Track("mnist-sgan", 1_500, 90, {}, {}),
        Track("cifar10-dcgan", 1_000, 180, {}, {}),
        Track("faces-dcgan", 300, 180, {}, {}),
    )
}


@functools.cache
def data_of(track_name: str):
    return given_to(TRACKS[track_name].about)[0]


def build(track: Track, steps: int, seed: int) -> tuple:
    """The recipe of the chapter"""
    about = dataclasses.replace(track.about, recipe=track.recipe)
    return game_of(about, data_of(track.name), steps, seed)


def trained(entry: Callable, track: Track, steps: int, seed: int):
    """The game of an entry, trained, and the CPU seconds that it took."""
    images = data_of(track.name)
    keras.backend.clear_session()
    start = time.process_time()
    game, options = entry(track, steps, seed)
    for phase in options if isinstance(options, list) else [options]:
        game.fit(images, **(phase if isinstance(phase, dict) else phase.enter(game)), verbose=0)
    return game, time.process_time() - start


def scores(about: pretrained.Entry, game) -> tuple[dict[str, float], np.ndarray]:
    """The judge's scores of what a game draws, the share of legible ones where a classifier reads them, and what was drawn."""
    by, network = judge(about), game.sampler.network
    images = by.draw(network, None if about.pairs else N)
    found = {key: float(value) for key, value in by.scores(images).items()}
    if about.data in CLASSIFIED and not about.pairs:
        found["legible"] = metrics.legibility(images, about.data).share
    return found, images


def run(track: Track, name: str, entry: Callable, steps: int, seed: int, pictures: Path | None) -> dict:
    """Train and score once, or read what is stored of it."""
    place = RUNS / f"{track.name}_{name}_{steps}_{seed}.json"
    if place.exists():
        return json.loads(place.read_text())
    game, seconds = trained(entry, track, steps, seed)
    found, images = scores(track.about, game)
    record = {
        "track": track.name,
        "entry": name,
        "steps": steps,
        "seed": seed,
        "cpu_seconds": round(seconds, 1),
    }
    record |= {"scores": found, "about": (entry.__doc__ or "").split("\n")[0]}
    record |= {"commit": commit(), "machine": computer()}
    RUNS.mkdir(parents=True, exist_ok=True)
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        grid = plots.grid_image(images[:100], scale=2)
        write(pictures / f"{place.stem}.png", plots.png(grid))
    write(place, json.dumps(record).encode())
    return record


def said(runs: list[dict]) -> str:
    """Means of an entry's runs, with the standard deviation over the seeds where there are several."""
    return ", ".join(f"{key} {spread([run['scores'][key] for run in runs])}" for key in runs[0]["scores"])


def spread(values: list[float]) -> str:
    """ "0.79 ± 0.02": mean and standard deviation."""
    return f"{statistics.mean(values):.3g}" + (
        f" ± {statistics.stdev(values):.2g}" if len(values) > 1 else ""
    )


def mean_scores(runs: list[dict]) -> dict[str, float]:
    return {key: statistics.mean(run["scores"][key] for run in runs) for key in runs[0]["scores"]}


def seconds_of(runs: list[dict]) -> float:
    """On two cores: half the CPU seconds, in the mean."""
    return statistics.mean(run["cpu_seconds"] for run in runs) / 2


def verdict(track: Track, runs: list[dict]) -> str:
    """What an entry's runs amount to."""
    reached, seconds = track.reached(mean_scores(runs)), seconds_of(runs)
    if not track.asked:
        return f"{seconds:.0f} s; nothing is asked for"
    in_time = f"{seconds:.0f} of {track.seconds} s" + (" (too long)" if seconds > track.seconds else "")
    return f"{'reached' if reached else 'NOT reached'} in {in_time}; {track.words()}"


def entry_of(which: str) -> Callable:
    """The `build` of a file, a function of `speedrun_entries`, or "course"."""
    if which == "course":
        return build
    if not which.endswith(".py"):
        return speedrun_entries.ENTRIES[which]
    file = Path(which)
    if not file.is_file():
        raise SystemExit(
            f"There is no file {which}; an entry is a Python file with a function build(track, steps, seed)."
        )
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not callable(getattr(module, "build", None)):
        raise SystemExit(
            f"{which} has no function build(track, steps, seed) that returns a compiled game and the options of fit."
        )
    return module.build


def raced(track: Track, which: str, steps: list[int], seeds: list[int], pictures: Path | None) -> None:
    """One entry, at each length until one gets there."""
    entry, name = entry_of(which), Path(which).stem
    for length in steps:
        runs = []
        for seed in seeds:
            runs.append(run(track, name, entry, length, seed, pictures))
            print(
                f"  {length:,} steps, seed {seed}: {runs[-1]['cpu_seconds'] / 2:.0f} s, {said(runs[-1:])}",
                flush=True,
            )
        print(f"{track.name}, {name}, {length:,} steps: {said(runs)}\n  {verdict(track, runs)}", flush=True)
        if track.asked and track.reached(mean_scores(runs)):
            return


def table(track: Track) -> list[str]:
    """A track's stored entries as lines of Markdown: the fastest that got there first, then by the first of the scores."""
    found = {}
    for path in RUNS.glob(f"{track.name}_*.json"):
        run = json.loads(path.read_text())
        found.setdefault((run["entry"], run["steps"]), []).append(run)
    if not found:
        return []
    keys = list(next(iter(found.values()))[0]["scores"])

    def rank(runs: list[dict]) -> tuple:
        means = mean_scores(runs)
        there = track.asked and track.reached(means)
        return (not there, seconds_of(runs) if there else -means[next(iter(track.least), keys[0])])

    lines = [
        f"## {track.name}",
        "",
        f"Asked for: {track.words() or 'nothing'}; within {track.seconds} s of two cores.",
        "",
    ]
    lines += [
        f"| entry | steps | seeds | s | {' | '.join(keys)} | reached |",
        "|---|---:|---:|---:|" + "---:|" * len(keys) + "---|",
    ]
    for runs in sorted(found.values(), key=rank):
        cells = [spread([run["scores"][key] for run in runs]) for key in keys]
        there = "" if not track.asked else "yes" if track.reached(mean_scores(runs)) else "no"
        about = f"{runs[0]['entry']}: {runs[0]['about'].rstrip('.')}"
        lines.append(
            f"| {about} | {runs[0]['steps']:,} | {len(runs)} | {seconds_of(runs):.0f} | {' | '.join(cells)} | {there} |"
        )
    return [*lines, ""]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tracks", nargs="*", metavar="TRACK", help=", ".join(TRACKS))
    parser.add_argument(
        "--entry", default="course", help="a file, all, or one of " + ", ".join(speedrun_entries.ENTRIES)
    )
    parser.add_argument("--steps", type=int, nargs="+", help="one length, or several to try in this order")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--pictures", type=Path, help="a folder for a grid of each run's samples")
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.tracks) - set(TRACKS))
    if unknown:
        parser.error(f"there is no track {', '.join(unknown)}; choose from {', '.join(TRACKS)}")
    tracks = [TRACKS[name] for name in arguments.tracks]
    if arguments.table:
        print("\n".join(line for track in tracks or TRACKS.values() for line in table(track)))
    elif not tracks:
        for track in TRACKS.values():
            print(f"{track.name:<16}{track.steps:>7,} steps  {track.seconds:>4} s  {track.words()}")
    entries = list(speedrun_entries.ENTRIES) if arguments.entry == "all" else [arguments.entry]
    for track in [] if arguments.table else tracks:
        for which in entries:
            raced(track, which, arguments.steps or [track.steps], arguments.seeds, arguments.pictures)


if __name__ == "__main__":
    main()
