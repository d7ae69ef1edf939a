"""Train the reader of drawn faces of `gan_lessons.metrics`, measure it, write it.

    python benchmarks/train_face_reader.py            retrain, measure, write weights and record
    python benchmarks/train_face_reader.py --check    measure the shipped weights again

Needs no data: the faces are drawn. Two thirds of a batch are spoilt (`spoil`), as a generator may draw them. A batch also
holds one outlier of each kind, noise and broken faces, which teach what is no face. All attributes are learnt; those that
cannot be read well enough from sharp faces are then left out.
"""

import argparse
import hashlib
import io
import json
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from gan_lessons.data.faces import ATTRIBUTES, drawn_faces
from gan_lessons.metrics import face_reading as reading
from gan_lessons.metrics import frozen, noise

import keras
import numpy as np
from keras import ops

import shown  # isort: skip
from common import commit, computer, write  # isort: skip
from shown import unit  # isort: skip
from train_classifier import TRAINED_NOISE, Standardised, break_up  # isort: skip

FACES, SEED = 20_000, 1  # for training; those that generators imitate come from another seed
TEST = 2_000  # faces that follow them
BATCH, POOL = 64, 1_000
CIRCLES = ("clothes", "background")
BROKEN = {
    "erased": shown.painted_over,
    "patched": partial(shown.patched, weight=shown.area),
    "tiles": shown.tiles,
}
LEAST = 0.7  # of sharp faces, for an attribute to be read at all: R², or the same for words (see `skill`)


# What a batch is ---------------------------------------------------------------------------------------------------


def answers_about(table: np.ndarray) -> reading.Answers:
    """What there is to read from faces such as those of the table."""
    numbers = {
        name: [float(a.low), float(a.high), float(table[name].mean()), float(table[name].std())]
        for name, a in ATTRIBUTES.items()
        if hasattr(a, "low") and name not in CIRCLES
    }
    words = {name: list(a.shares) for name, a in ATTRIBUTES.items() if not hasattr(a, "low")}
    return reading.Answers(numbers, CIRCLES, words)


def softened(images: np.ndarray) -> np.ndarray:
    """Each pixel mixed with its neighbours, 1 to 2 to 1, down and across."""
    for axis in (1, 2):
        frame = np.pad(images, [(0, 0)] + [(int(axis == k),) * 2 for k in (1, 2)] + [(0, 0)], mode="edge")
        before, after = (np.take(frame, np.arange(s, s + images.shape[axis]), axis) for s in (0, 2))
        images = images * np.float32(0.5) + (before + after) * np.float32(0.25)
    return images


def spoil(images: np.ndarray, rng) -> np.ndarray:
    """Float images (n, h, w, 3) in [0, 1], each spoilt in one of four ways or more: softened once or three times, at half
    resolution, or with wobbling light; then grain, more or less light, a cast of colour, a shift by up to 2 pixels."""
    n, h, w, _ = images.shape
    kind = rng.permutation(n) % 4
    images = images.copy()
    images[kind == 0] = softened(images[kind == 0])
    images[kind == 1] = softened(softened(softened(images[kind == 1])))
    half = images[kind == 2].reshape(-1, h // 2, 2, w // 2, 2, 3).mean((2, 4))
    images[kind == 2] = softened(half.repeat(2, axis=1).repeat(2, axis=2))
    blots = rng.standard_normal((int((kind == 3).sum()), h // 8, w // 8, 3), dtype="float32")
    images[kind == 3] += np.float32(0.08) * softened(softened(blots.repeat(8, axis=1).repeat(8, axis=2)))
    grain = rng.choice([0, 0.02, 0.06], (n, 1, 1, 1)).astype("float32")
    images += grain * rng.standard_normal(images.shape, dtype="float32")
    light = rng.uniform(0.85, 1.12, (n, 1, 1, 1)) * rng.uniform(0.95, 1.05, (n, 1, 1, 3))
    images = np.clip(images * light.astype("float32") + rng.uniform(-0.06, 0.06, (n, 1, 1, 1)), 0, 1)
    frame = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="edge")
    dy, dx = rng.integers(0, 5, (2, n, 1, 1))
    y, x = np.arange(h)[None, :, None], np.arange(w)[None, None, :]
    return frame[np.arange(n)[:, None, None], y + dy, x + dx].astype("float32")


class Batches(keras.utils.PyDataset):
    """Batches of (images float32 in [-1, 1], targets), each drawn afresh from (seed, step)."""

    def __init__(self, faces, answers, steps, seed):
        super().__init__()
        self.images, self.targets = faces.images, answers.targets(faces.attributes)
        self.steps, self.seed = steps, seed
        self.faces = BATCH - len(TRAINED_NOISE) - len(BROKEN)
        rng = np.random.default_rng((seed, 0))
        some = self.images[:2_000]
        self.none = [noise.KINDS[kind](POOL, rng, some) for kind in TRAINED_NOISE]
        labels = np.arange(len(some))
        self.none += [break_up(how, some, labels, POOL, rng) for how in BROKEN.values()]

    def __len__(self):
        return self.steps

    def __getitem__(self, step):
        rng = np.random.default_rng((self.seed, 1, step))
        rows = rng.integers(0, len(self.images), self.faces)
        others = [pool[rng.integers(len(pool))] for pool in self.none]
        images = unit(np.concatenate([self.images[rows], np.stack(others)]))
        spoilt = rng.random(BATCH) < 2 / 3
        images[spoilt] = spoil(images[spoilt], rng)
        targets = np.zeros((BATCH, self.targets.shape[1]), "float32")
        targets[: self.faces] = self.targets[rows]
        return images * 2 - 1, targets


def loss_of(answers: reading.Answers, shares: np.ndarray):
    """Mean over the attributes of squared errors, or of cross-entropies, each in units of what knowing nothing costs.

    `shares` are the means of the targets. What is no face has only one target, that it is none.
    """
    few = len(answers.numbers) + 2 * len(answers.circles)

    def loss(targets, output):
        face, said = targets[:, -1], output[:, -1]
        total = ops.sum(ops.square(targets[:, :few] - output[:, :few]), axis=1)
        for name in answers.words:
            at = answers.columns[name]
            entropy = float(-(shares[at] * np.log(shares[at])).sum())
            some = ops.categorical_crossentropy(targets[:, at], output[:, at], from_logits=True)
            total = total + some / entropy
        known = total / len(answers.columns)
        is_face = ops.binary_crossentropy(face, said, from_logits=True)
        return ops.mean(face * known + is_face)

    return loss


# Training and measurement ------------------------------------------------------------------------------------------


class Progress(keras.callbacks.Callback):
    """Prints the mean loss of every 100 steps."""

    def __init__(self):
        super().__init__()
        self.total, self.start = 0.0, time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        step = batch + 1
        if step % 100 == 0:
            total = logs["loss"] * step
            print(
                f"step {step:,}: loss {(total - self.total) / 100:.3f}, {time.perf_counter() - self.start:.0f} s",
                flush=True,
            )
            self.total = total


def train(faces, answers, steps: int, rate: float, seed: int):
    """A trained network that computes in single precision."""
    keras.utils.set_random_seed(seed)
    keras.config.set_dtype_policy("mixed_bfloat16")
    net = reading.network(answers.total)
    keras.config.set_dtype_policy("float32")
    schedule = keras.optimizers.schedules.CosineDecay(
        1e-4, steps - steps // 20, 0.01, warmup_target=rate, warmup_steps=steps // 20
    )
    batches = Batches(faces, answers, steps, seed)
    net.compile(keras.optimizers.Adam(schedule, beta_2=0.99), loss_of(answers, batches.targets.mean(0)))
    for layer in net.layers:
        if isinstance(layer, keras.layers.Conv2D):
            layer.kernel.constraint = Standardised(1.6)
    net.fit(batches, epochs=1, shuffle=False, verbose=0, callbacks=[Progress()])
    plain = reading.network(answers.total)
    plain.set_weights(net.get_weights())
    return plain


def skill(name: str, found: np.ndarray, true: np.ndarray) -> dict[str, float]:
    """How well an attribute is read, and its skill: 1 for no errors, 0 for what one can say without looking.

    For numbers that is R². For words it is the share of errors taken away from always saying the most frequent word. For a
    circle it is that of the mean squared chord.
    """
    if true.dtype.kind == "U":
        right, usual = (found == true).mean(), max(np.unique(true, return_counts=True)[1]) / len(true)
        return {"accuracy": float(right), "skill": float((right - usual) / (1 - usual))}
    if name in CIRCLES:
        at, should = np.exp(2j * np.pi * found), np.exp(2j * np.pi * true)
        value = 1 - (np.abs(at - should) ** 2).mean() / (np.abs(should - should.mean()) ** 2).mean()
    else:
        value = 1 - np.square(found - true).mean() / true.var()
    return {"r2": float(value), "skill": float(value)}


def measure(reader, n: int = TEST) -> dict:
    """The scores that go into the record: on faces that were not in the training, sharp and spoilt, and on noise."""
    faces = drawn_faces(n, SEED, start=FACES)
    spoilt = spoil(unit(faces.images), np.random.default_rng(0)) * 2 - 1
    start = time.perf_counter()
    reader.read(faces.images)
    scores = {"faces": n, "seconds_for_1000_images": 1000 * (time.perf_counter() - start) / n}
    for how, images in (("sharp", faces.images), ("spoilt", spoilt)):
        found = reader.read(images)
        scores[how] = {name: skill(name, found[name], faces.attributes[name]) for name in found}
        scores[f"{how}_taken_for_faces"] = float((reader.probabilities(images)["face"] > 0.5).mean())
    scores["noise_taken_for_faces"], scores["broken_taken_for_faces"] = {}, {}
    rng = np.random.default_rng(0)
    for kind, draw in noise.KINDS.items():
        share = (reader.probabilities(draw(500, rng, faces.images))["face"] > 0.5).mean()
        scores["noise_taken_for_faces"][kind] = float(share)
    for kind, how in BROKEN.items():
        images = break_up(how, faces.images, np.arange(n), 500, rng)
        scores["broken_taken_for_faces"][kind] = float((reader.probabilities(images)["face"] > 0.5).mean())
    return scores


# Files and printing ------------------------------------------------------------------------------------------------


def only(net, answers: reading.Answers, names: list[str]):
    """The network and its answers without the attributes that are not named."""
    kept = reading.Answers(
        {name: some for name, some in answers.numbers.items() if name in names},
        [name for name in answers.circles if name in names],
        {name: some for name, some in answers.words.items() if name in names},
    )
    columns = np.concatenate([np.r_[answers.columns[name]] for name in kept.columns] + [[answers.total - 1]])
    *weights, kernel, bias = net.get_weights()
    small = reading.network(kept.total)
    small.set_weights(
        [w.astype("float16").astype("float32") for w in (*weights, kernel[:, columns], bias[columns])]
    )
    return small, kept


def table(scores: dict) -> str:
    """The scores for people."""
    lines = [f"{'attribute':<14}{'sharp':>10}{'spoilt':>10}   of {scores['faces']:,} faces"]
    for name, sharp in scores["sharp"].items():
        what = "accuracy" if "accuracy" in sharp else "r2"
        values = "".join(f"{scores[how][name][what]:>10.3f}" for how in ("sharp", "spoilt"))
        lines.append(f"{name:<14}{values}   {'accuracy' if what == 'accuracy' else 'R²'}")
    taken = {
        "sharp faces": scores["sharp_taken_for_faces"],
        "spoilt faces": scores["spoilt_taken_for_faces"],
    }
    for kind, share in scores["noise_taken_for_faces"].items():
        taken[f"noise: {kind}{' (never trained on)' if kind in noise.HELD_OUT else ''}"] = share
    taken |= {f"broken: {kind}": share for kind, share in scores["broken_taken_for_faces"].items()}
    lines += [f"taken for faces, {label:<42}{share:>8.2%}" for label, share in taken.items()]
    return "\n".join([*lines, f"seconds for 1,000 images: {scores['seconds_for_1000_images']:.2f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="measure the shipped weights, write nothing")
    parser.add_argument("--steps", type=int, default=5_000, help=f"batches of {BATCH} images")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=frozen.WEIGHTS, help="folder for weights and record")
    args = parser.parse_args()
    if args.check:
        print(table(measure(reading.face_reader())))
        return

    made_at, on = commit(), computer()
    faces = drawn_faces(FACES, SEED)
    answers = answers_about(faces.attributes)
    start = time.perf_counter()
    net = train(faces, answers, args.steps, args.rate, args.seed)
    seconds = time.perf_counter() - start

    def reader_of(net, answers):
        reads = {"numbers": answers.numbers, "circles": list(answers.circles), "words": answers.words}
        return reading.FaceReader(net, {"name": "faces", "reads": reads})

    everything = measure(reader_of(net, answers))
    print(table(everything), "\n")
    kept = [name for name, score in everything["sharp"].items() if score["skill"] >= LEAST]
    # From here on the weights are those that will be read from disk: rounded to half precision.
    reader = reader_of(*only(net, answers, kept))
    scores = measure(reader)
    print(table(scores))

    buffer = io.BytesIO()
    arrays = {f"{i:02d}": w.astype("float16") for i, w in enumerate(reader.network.get_weights())}
    np.savez_compressed(buffer, **arrays)
    content = buffer.getvalue()
    record = {
        "name": "faces",
        "made_by": "benchmarks/train_face_reader.py",
        "date": datetime.now(UTC).date().isoformat(),
        "commit": made_at,
        "data": f"drawn_faces({FACES}, seed={SEED})",
        "test_data": f"drawn_faces({TEST}, seed={SEED}, start={FACES})",
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": args.seed,
        "steps": args.steps,
        "batch": {
            "faces": BATCH - len(TRAINED_NOISE) - len(BROKEN),
            "outliers": len(TRAINED_NOISE) + len(BROKEN),
        },
        "computed_in": "bfloat16",
        "seconds": round(seconds, 1),
        "machine": on,
        "network": reader.network.name,
        "parameters": reader.network.count_params(),
        "trained_on_noise": list(TRAINED_NOISE),
        "trained_on_broken": list(BROKEN),
        "reads": reader.record["reads"],
        "left_out": {
            name: round(score["skill"], 3) for name, score in everything["sharp"].items() if name not in kept
        },
        "scores": scores,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    args.out.mkdir(parents=True, exist_ok=True)
    write(args.out / "faces.npz", content)
    write(args.out / "faces.json", (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode())
    print(f"{len(content):,} bytes")


if __name__ == "__main__":
    main()
