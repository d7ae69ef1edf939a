"""Train the checkpoints that come with the course, and write them with a record of how.

    python benchmarks/train_pretrained.py NAME [--steps N] [--only train | pack | score]

The names, and all about each, are in `gan_lessons/pretrained/catalogue.toml`. The full data must be there (GAN_LESSONS_DATA or
Keras's cache); faces and letters are drawn. A training ends in a file in `benchmarks/runs`, and nothing in `gan_lessons/pretrained`
changes before that is packed. One that is stopped goes on from its last epoch when it is started again, exactly.

The generator is kept at stages of training. Each is scored as it was, packed with the fewest levels that keep its images within a
mean error (`pretrained.packing`; the best stage within a smaller one), and scored again as it lies on disk. A trace is, after every
epoch, the mean losses and the Fréchet distance of 2,000 samples, to see whether the one says anything of the other; and the accuracy on the
test images of a game that classifies: nothing is chosen by it, the last step is kept.
"""

import argparse
import datetime
import json
import pickle
import time
from pathlib import Path

import gan_lessons as gl
from gan_lessons import callbacks, data, machine, metrics, models, pretrained, training
from gan_lessons.pretrained import games, packing

import keras
import numpy as np

from common import commit, computer, write  # isort: skip
from stage_scores import judge  # isort: skip
from translations import domains_of, pairs_of  # isort: skip

RUNS = Path(__file__).parent / "runs" / "checkpoints"
SEED = 1
FACES = 50_000
ERROR, BEST_ERROR = (
    0.4,
    0.2,
)  # mean over the pixels, in levels of 255, that packing may cost: a stage, and the best one
LEAST = 7  # levels: an untrained generator's grey pictures hide any error, but they are still a network that somebody may look into


class Keep(keras.callbacks.Callback):
    """Keep the generator's weights at chosen steps."""

    def __init__(self, stages: tuple[int, ...]):
        super().__init__()
        self.stages, self.step, self.kept = stages, 0, {}

    def on_train_begin(self, logs=None):
        self.keep()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        self.keep()

    def keep(self):
        if self.step in self.stages:
            gl.backend.sync(self.model)
            network = self.model.sampler.network
            if isinstance(self.model, training.GrowingGAN):
                network = models.progressive.settled(network)
            self.kept[self.step] = network.get_weights()
            print(f"step {self.step:>6,} kept", flush=True)


class Trace(keras.callbacks.Callback):
    """After every epoch its mean losses, the Fréchet distance of 2,000 samples to the test images, and its own accuracy on these, if any."""

    def __init__(self, of: str):
        super().__init__()
        self.classifier, self.step, self.rows = metrics.classifier(of), 0, []
        self.test = data.load(of, "test")
        self.real = self.classifier.features(self.test.images)

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1

    def on_epoch_end(self, epoch, logs=None):
        features = self.classifier.features(self.model.generate(2000, seed=0))
        frechet = float(metrics.frechet_distance(features, self.real, groups=0))
        losses = {key: round(float(value), 4) for key, value in (logs or {}).items()}
        row = {"step": self.step, "frechet": round(frechet, 3), **losses}
        if hasattr(self.model, "classify"):
            right = self.model.classify(self.test.images) == self.test.labels
            row["test_accuracy"] = round(float(right.mean()), 4)
        self.rows.append(row)


class Partial(keras.callbacks.Callback):
    """After every epoch, the whole training in one file, so that it can go on: the game, what was kept, the epochs and the time so far."""

    def __init__(self, path: Path, keep: Keep, traces: list[Trace]):
        super().__init__()
        self.path, self.keep, self.traces = path, keep, traces
        self.epochs, self.seconds = 0, 0.0

    def on_train_begin(self, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        gl.backend.sync(self.model)
        rows = [trace.rows for trace in self.traces]
        about = self.keep.step, self.keep.kept, rows, epoch + 1, self.spent()
        write(self.path, pickle.dumps((*about, games.take_apart(self.model))))

    def on_train_end(self, logs=None):
        self.seconds = self.spent()

    def spent(self) -> float:
        return self.seconds + time.perf_counter() - self.start

    def go_on(self):
        """The game as the file has it, compiled; None if there is no file."""
        if not self.path.exists():
            return None
        self.keep.step, self.keep.kept, rows, self.epochs, self.seconds, pieces = pickle.loads(
            self.path.read_bytes()
        )  # ours, written above
        for trace, seen in zip(self.traces, rows, strict=True):
            trace.rows, trace.step = seen, self.keep.step
        print(f"goes on after step {self.keep.step:,}", flush=True)
        return games.put_together(pieces)


def given_to(about: pretrained.Entry):
    """What the game is trained on: the full set, and its name."""
    if about.pairs:
        given = domains_of(about) if "backward" in about.parts else pairs_of(about, "train")
        jitter = (
            f", enlarged and cropped in {about.jitter:.0%} of the steps, the first" if about.jitter else ""
        )
        return given, f"{about.data}, {given!r}{jitter}"
    images = images_of(about)
    return images, f"{images.name}, {len(images):,} training images"


def images_of(about: pretrained.Entry) -> data.Dataset:
    """What the generator learns to imitate: the full set."""
    if about.data == "faces":
        return data.faces.drawn_faces(FACES, seed=0, size=about.network.get("size", 80))
    images, full = data.load(about.data), data.sources.spec(about.data).count("train")
    if len(images) < full:
        raise SystemExit(
            f"A checkpoint is trained on the full set of {full:,} images; {len(images):,} were found."
        )
    return images


def game_of(
    about: pretrained.Entry, images, steps: int, seed: int = SEED
) -> tuple[training.Adversarial, dict]:
    """The game of the catalogue's recipe, and the options of `fit`."""
    options = dict(about.recipe)
    recipe = getattr(training.recipes, options.pop("name"))
    if about.labels is not None:
        known, _ = training.labelled_subset(images, about.labels, seed=seed)
        options |= {"images": known.images, "labels": known.labels}
    return recipe(steps=steps, seed=seed, **options)


def train(name: str, steps: int | None) -> None:
    about = pretrained.entry(name)
    steps = steps or about.steps
    images, named = given_to(about)
    made_at, on = commit(), computer()  # now: the tree may change while it trains
    game, options = game_of(about, images, steps)
    keep = Keep((*(stage for stage in about.stages[:-1] if stage < steps), steps))
    traces = [Trace(about.data)] if about.trace else []
    partial = Partial(RUNS / f"{name}.partial", keep, traces)
    RUNS.mkdir(parents=True, exist_ok=True)
    game, history, batch_size = played(about, game, options, images, [keep, *traces], partial)
    gl.backend.sync(game)
    record = {
        "made_by": "benchmarks/train_pretrained.py",
        "date": datetime.date.today().isoformat(),
        "commit": made_at,
        "data": named,
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": SEED,
        "steps": keep.step,
        "batch_size": batch_size,
        "seconds": round(partial.seconds),
        "machine": on,
        "devices": machine.facts(devices=True)["devices"],
        "budget": f"{steps:,} steps: {about.time}",
        "last_epoch": {key: round(float(values[-1]), 4) for key, values in history.items()},
    }
    if traces:
        record["trace"] = traces[0].rows
    files = parts_of(about, game, record)
    back = game.b_to_a.get_weights() if "backward" in about.parts else None
    write(RUNS / f"{name}.pickle", pickle.dumps((record, keep.kept, files, back)))
    partial.path.unlink()


def played(about: pretrained.Entry, game, options, images, watching: list, partial: Partial) -> tuple:
    """Train, going on from the file of an earlier start: the game, the history of its last `fit`, and the size of its batches."""
    watching = [*watching, callbacks.StopOnNaN(), partial]
    if isinstance(options, list):
        # Between its phases it is another network: one that was stopped begins anew.
        for phase in options:
            history = game.fit(images, **phase.enter(game), verbose=2, callbacks=watching).history
        return game, history, options[-1].batch_size
    game = partial.go_on() or game
    early = round(about.jitter * options["epochs"])
    if early > partial.epochs:
        jittered = pairs_of(about, "train", jitter=True)
        until = {**options, "epochs": early, "initial_epoch": partial.epochs}
        history = game.fit(jittered, **until, verbose=2, callbacks=watching).history
    if early < options["epochs"]:
        begin = max(early, partial.epochs)
        history = game.fit(images, **options, initial_epoch=begin, verbose=2, callbacks=watching).history
    return game, history, options["batch_size"]


def parts_of(about: pretrained.Entry, game: training.Adversarial, record: dict) -> dict[str, bytes]:
    """The files of what is kept beside the generators; says in the record what they are."""
    files = {}
    for part in about.parts:
        if part == "backward":  # packed like a generator, since it is one
            continue
        if part == "resume":
            pieces = games.take_apart(game)
            files |= {f"resume_{i}.npz": piece for i, piece in enumerate(pieces)}
            record["resume"] = {
                "step": record["steps"],
                "sha256": [packing.digest(piece) for piece in pieces],
            }
            continue
        network = game.discriminator
        record[part] = {"step": record["steps"]}
        if part == "classifier":
            network, n = models.semi_supervised.classifier(network), about.labels
            record[part] |= {
                "labels": n,
                "labels_drawn_by": f"training.labelled_subset(..., {n}, seed={SEED}); no other label was used",
            }
        files[f"{part}.npz"] = packing.pack(network.get_weights())
        record[part]["sha256"] = packing.digest(files[f"{part}.npz"])
    return files


def pack(name: str) -> None:
    """Score the stages of a training, pack them, and write everything."""
    about = pretrained.entry(name)
    record, kept, files, back = pickle.loads(
        (RUNS / f"{name}.pickle").read_bytes()
    )  # ours, written by `train`
    network, by = pretrained.generator(about), judge(about)
    before = {}
    for step, weights in kept.items():
        network.set_weights(weights)
        before[step] = by.scores(by.draw(network))
    best = max(before, key=lambda step: by.rank(before[step]))
    record["stages"] = {}
    for step, weights in kept.items():
        network.set_weights(weights)
        content, found = packed(network, BEST_ERROR if step == best else ERROR, by)
        files[f"step_{step:06d}.npz"] = content
        record["stages"][str(step)] = {**found, "before_packing": before[step]}
        print(
            f"step {step:>6,}: {len(content) / 1e6:.2f} MB, {found['levels']} levels, error {found['error']}",
            flush=True,
        )
    if back is not None:
        network = pretrained.generator(about, backward=True)
        network.set_weights(back)
        files["backward.npz"], record["backward"] = packed(network, BEST_ERROR, judge(about, backward=True))
    folder = pretrained.FOLDER / about.name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npz"):
        old.unlink()
    for file, content in files.items():
        write(folder / file, content)
    save(about.name, record)


def packed(network: keras.Model, error: float, by) -> tuple[bytes, dict]:
    """A generator with the fewest levels that keep its images within this mean error, and what was measured on 1,000 others."""
    weights, trial = network.get_weights(), by.draw(network, 200, seed=1)

    def error_of(content: bytes, images: np.ndarray, seed: int) -> float:
        network.set_weights(packing.unpack(content))
        drawn = by.draw(network, len(images), seed)
        network.set_weights(weights)
        return float(np.abs(drawn.astype(int) - images).mean())

    low, high = LEAST - 1, packing.MOST
    while high - low > 1:
        levels = min(max(round((low * high) ** 0.5), low + 1), high - 1)
        if error_of(packing.pack(weights, levels), trial, 1) <= error:
            high = levels
        else:
            low = levels
    content = packing.pack(weights, high)
    found = error_of(content, by.draw(network, 1000), 0)
    return content, {"sha256": packing.digest(content), "levels": high, "error": round(found, 3)}


def score(name: str) -> None:
    """Score every stage as it lies on disk, and say in the record which is best."""
    about, record = pretrained.entry(name), pretrained.record(name)
    by = judge(about)
    there = [step for step in about.stages if str(step) in record["stages"]]
    for step in there:
        record["stages"][str(step)] |= (scores := by.scores(by.draw(pretrained.load(name, step))))
        print(f"step {step:>6,}: {scores}", flush=True)
    for other, scores in by.beside().items():
        record[other] = scores
        print(f"{other}: {scores}")
    if "backward" in about.parts:
        back = judge(about, backward=True)
        record["backward"] |= (scores := back.scores(back.draw(pretrained.backward(name))))
        print(f"backward: {scores}")
    if "classifier" in about.parts:
        test = data.load(about.data, "test")
        images = test.images.astype("float32") / 127.5 - 1
        right = gl.backend.compiled(pretrained.classifier(name))(images).argmax(axis=1) == test.labels
        record["classifier"] |= {"test_accuracy": round(float(right.mean()), 4), "test_images": len(test)}
        print(f"the classifier as it lies on disk: {right.mean():.2%} of {len(test):,} test images")
    record["best_step"] = max(there, key=lambda step: by.rank(record["stages"][str(step)]))
    record["scores_by"] = by.words
    save(name, record)
    print(
        f"{record['steps']:,} steps in {record['seconds'] / 60:.1f} minutes; best at {record['best_step']:,}"
    )


def save(name: str, record: dict) -> None:
    """Write what was measured; what the catalogue says is not repeated."""
    measured = {key: value for key, value in record.items() if key not in ("name", "network")}
    write(pretrained.FOLDER / name / "record.json", (json.dumps(measured, indent=2) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=pretrained.names())
    parser.add_argument(
        "--steps", type=int, help="default: as many as the catalogue says; fewer are for a trial"
    )
    parser.add_argument(
        "--only",
        choices=("train", "pack", "score"),
        help="one part of the work, packing with the scores after it",
    )
    arguments = parser.parse_args()
    if arguments.only in (None, "train"):
        train(arguments.name, arguments.steps)
    if arguments.only in (None, "pack"):
        pack(arguments.name)
    if arguments.only != "train":
        score(arguments.name)


if __name__ == "__main__":
    main()
