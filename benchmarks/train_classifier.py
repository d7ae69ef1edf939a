"""Train a frozen classifier of `gan_lessons.metrics` on real images, calibrate it, measure it, write it.

    python benchmarks/train_classifier.py mnist            retrain, measure, write weights and record
    python benchmarks/train_classifier.py mnist --check    measure the shipped weights again

Needs the full dataset (`gan-lessons data` says how to get it). A batch holds real images, lightly moved about, and
one outlier of each kind, noise and broken images, whose target is the uniform distribution. What is particular to a
dataset stands in `RECIPES`, and the functions that it names in `shown.py`.
"""

import argparse
import hashlib
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import gan_lessons as gl
from gan_lessons.metrics import classifiers, noise

import keras
import numpy as np
from scipy.optimize import minimize_scalar

import shown  # isort: skip
from common import commit, computer, write  # isort: skip
from shown import unit  # isort: skip

BATCH = 128
POOL = 5_000  # outliers of each kind, drawn once
HELD_OUT = 5_000  # training images kept for the temperature
TRAINED_NOISE = tuple(kind for kind in noise.KINDS if kind not in noise.HELD_OUT)


# What is particular to a dataset -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recipe:
    """How a classifier is trained, and what it must score to be worth shipping.

    `vary` and `broken` are functions of `shown`; `rate` and `beta_2` are Adam's, `smoothing` is that of the labels.
    `filter_norm`, if given, is what :class:`Standardised` holds every filter to: it keeps signals at their size in a
    residual network without normalisation. `compute` is the dtype of the arithmetic in training: "bfloat16" is about
    twice as fast on processors that have it, and the weights stay in single precision. `wanted` holds the least
    accuracy and share of confident answers on real images, and the most seconds for 1,000 images.
    """

    vary: Callable
    broken: dict[str, Callable]
    steps: int
    rate: float
    wanted: dict[str, float]
    smoothing: float = 0.0
    filter_norm: float | None = None
    beta_2: float = 0.999
    compute: str = "float32"


BROKEN_DRAWINGS = {"erased": shown.erased, "patched": shown.patched, "tiles": shown.tiles}
BROKEN_PHOTOGRAPHS = {
    "erased": shown.painted_over,
    "patched": partial(shown.patched, weight=shown.area),
    "tiles": shown.tiles,
}
RECIPES = {
    "mnist": Recipe(
        vary=shown.vary_digits,
        broken=BROKEN_DRAWINGS | {"elastic": shown.elastic},
        steps=3_500,
        rate=1.5e-3,
        wanted={"accuracy": 0.993, "confident_real": 0.97, "seconds": 1},
    ),
    "fashion_mnist": Recipe(
        vary=shown.vary_clothes,
        broken=BROKEN_DRAWINGS,
        steps=5_000,
        rate=3e-3,
        wanted={"accuracy": 0.925, "confident_real": 0.7, "seconds": 1},
        filter_norm=1.6,
        beta_2=0.99,
        compute="bfloat16",
    ),
    "cifar10": Recipe(
        vary=shown.vary_photographs,
        broken=BROKEN_PHOTOGRAPHS,
        steps=5_100,
        rate=3e-3,
        wanted={"accuracy": 0.85, "confident_real": 0.5, "seconds": 2},
        smoothing=0.05,
        filter_norm=1.6,
        beta_2=0.99,
        compute="bfloat16",
    ),
}


# What a batch is ---------------------------------------------------------------------------------------------------


def outliers(recipe: Recipe) -> int:
    """How many a batch holds: one of each kind."""
    return len(TRAINED_NOISE) + len(recipe.broken)


def break_up(how: Callable, images: np.ndarray, labels: np.ndarray, n: int, rng) -> np.ndarray:
    """About `n` images broken in one way, uint8, from uint8 images."""
    rows = rng.integers(0, len(images), n)
    broken = how(unit(images[rows]), labels[rows], rng)
    return np.rint(255 * np.clip(broken, 0, 1)).astype("uint8")


class Batches(keras.utils.PyDataset):
    """Batches of (images float32 in [-1, 1], targets), each drawn afresh from (seed, step), every kind in each.

    They start at batch number `first`, so that an interrupted training goes on with the batch it had come to.
    """

    def __init__(self, recipe, images, labels, classes, steps, seed, first=0):
        super().__init__()
        targets = np.eye(classes, dtype="float32") * (1 - recipe.smoothing) + recipe.smoothing / classes
        self.images, self.targets = images, targets[labels]
        self.vary, self.steps, self.seed, self.first = recipe.vary, steps, seed, first
        self.real = BATCH - outliers(recipe)
        rng = np.random.default_rng((seed, 0))
        epochs = 1 + steps * self.real // len(images)
        self.order = np.concatenate([rng.permutation(len(images)) for _ in range(epochs)])
        self.noise = [noise.KINDS[kind](POOL, rng, images) for kind in TRAINED_NOISE]
        self.broken = [break_up(how, images, labels, POOL, rng) for how in recipe.broken.values()]
        self.uncertain = np.full((outliers(recipe), classes), 1 / classes, "float32")

    def __len__(self):
        return self.steps - self.first

    def __getitem__(self, index):
        step = self.first + index
        rng = np.random.default_rng((self.seed, 1, step))
        rows = self.order[step * self.real : (step + 1) * self.real]
        noisy, broken = (
            [pool[rng.integers(len(pool))] for pool in stock] for stock in (self.noise, self.broken)
        )
        shapes = self.vary(unit(np.concatenate([self.images[rows], broken])), rng)
        images = np.concatenate([shapes, unit(np.stack(noisy))])
        return images * 2 - 1, np.concatenate([self.targets[rows], self.uncertain])


# Training, calibration, measurement --------------------------------------------------------------------------------


class Standardised(keras.constraints.Constraint):
    """After each step, sets every filter of a convolution back to mean zero and one norm.

    Weight standardisation (arXiv:1903.10520), here as a projection: it does for one image alone what batch
    normalisation does for a batch, and leaves ordinary convolutions behind.
    """

    def __init__(self, norm: float):
        self.norm = norm

    def __call__(self, kernel):
        centred = kernel - keras.ops.mean(kernel, axis=(0, 1, 2), keepdims=True)
        size = keras.ops.sqrt(keras.ops.sum(keras.ops.square(centred), axis=(0, 1, 2), keepdims=True))
        return centred * (self.norm / size)


class Progress(keras.callbacks.Callback):
    """After every 250 steps, prints their mean loss and saves the network with its optimizer."""

    def __init__(self, first: int, checkpoint: Path | None):
        super().__init__()
        self.step, self.checkpoint, self.losses = first, checkpoint, []

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        # Keras reports the mean since the start; the sums give back that of one step.
        self.losses.append(logs["loss"] * (batch + 1))
        if self.step % 250 == 0:
            if self.checkpoint:
                self.model.save(self.checkpoint)
            count = min(250, len(self.losses) - 1)
            print(
                f"step {self.step:,}: loss {(self.losses[-1] - self.losses[-1 - count]) / count:.3f}",
                flush=True,
            )


def train(spec, recipe, images, labels, steps, seed, checkpoint: Path | None = None):
    """A network trained on images and outliers, which computes in single precision, and the step it began at.

    It begins at 0, or at that of the checkpoint; the steps may be fewer or more than when that was saved, and what
    remains of them follows the schedule of the new number.
    """
    keras.utils.set_random_seed(seed)
    rate = keras.optimizers.schedules.CosineDecay(
        1e-4, steps - steps // 10, 1e-6, warmup_target=recipe.rate, warmup_steps=steps // 10
    )
    if checkpoint and checkpoint.exists():
        network = keras.models.load_model(checkpoint)
        network.optimizer.learning_rate = rate
    else:
        keras.config.set_dtype_policy("float32" if recipe.compute == "float32" else f"mixed_{recipe.compute}")
        network = spec.network(spec.shape, spec.classes)
        # The loss is computed from logits in single precision, whatever the layers compute in.
        network.compile(
            keras.optimizers.Adam(rate, beta_2=recipe.beta_2),
            keras.losses.CategoricalCrossentropy(from_logits=True),
        )
        keras.config.set_dtype_policy("float32")
    if recipe.filter_norm:
        for layer in network.layers:
            if isinstance(layer, keras.layers.Conv2D):
                layer.kernel.constraint = Standardised(recipe.filter_norm)
    first = int(network.optimizer.iterations)
    batches = Batches(recipe, images, labels, spec.classes, steps, seed, first)
    network.fit(batches, epochs=1, shuffle=False, verbose=0, callbacks=[Progress(first, checkpoint)])
    plain = spec.network(spec.shape, spec.classes)
    plain.set_weights(network.get_weights())
    return plain, first


def best_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the least negative log-likelihood of `labels` (arXiv:1706.04599)."""

    def nll(log_temperature):
        scaled = logits.astype("float64") / np.exp(log_temperature)
        top = scaled.max(axis=1)
        log_sum = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return (log_sum - scaled[np.arange(len(labels)), labels]).mean()

    return float(np.exp(minimize_scalar(nll, bounds=(-3, 3), method="bounded").x))


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over bins of equal width."""
    top, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    which = np.minimum((top * bins).astype(int), bins - 1)
    gaps = np.bincount(which, right - top, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def confident(probabilities: np.ndarray) -> float:
    """Share of images whose top probability is above 0.9."""
    return float((probabilities.max(axis=1) > 0.9).mean())


def measure(judge, recipe, test, n_noise: int = 5_000) -> dict:
    """The scores that go into the record: on the real test images, and on every kind of noise."""
    start = time.perf_counter()
    probabilities = judge.probabilities(test.images)
    seconds = time.perf_counter() - start
    scores = {
        "test_images": len(test.images),
        "accuracy": float((probabilities.argmax(axis=1) == test.labels).mean()),
        "calibration_error": calibration_error(probabilities, test.labels),
        "confident_real": confident(probabilities),
        "confident_real_rarest_class": min(
            confident(probabilities[test.labels == k]) for k in range(judge.classes)
        ),
        "noise_images_a_kind": n_noise,
        "confident_noise": {},
        "seconds_for_1000_images": 1000 * seconds / len(test.images),
    }
    for kind, draw in noise.KINDS.items():
        images = draw(n_noise, np.random.default_rng(0), test.images)
        scores["confident_noise"][kind] = confident(judge.probabilities(images))
    # No threshold is set for broken images: half of some digits is another digit.
    scores["confident_broken"] = {}
    for kind, how in recipe.broken.items():
        images = break_up(how, test.images, test.labels, n_noise, np.random.default_rng(1))
        scores["confident_broken"][kind] = confident(judge.probabilities(images))
    return scores


# Files and printing ------------------------------------------------------------------------------------------------


def packed(network, temperature: float) -> bytes:
    """The weights in half precision, and the temperature, as the bytes of an .npz file."""
    arrays = {f"{i:02d}": w.astype("float16") for i, w in enumerate(network.get_weights())}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, temperature=np.float32(temperature), **arrays)
    return buffer.getvalue()


def table(scores: dict, wanted: dict[str, float]) -> str:
    """The scores for people."""
    rows = [
        ("test accuracy", f"{scores['accuracy']:.2%}", f">= {wanted['accuracy']:.2%}"),
        ("expected calibration error", f"{scores['calibration_error']:.2%}", ""),
        (
            "confident on real test images",
            f"{scores['confident_real']:.2%}",
            f">= {wanted['confident_real']:.2%}",
        ),
        ("  the class with the fewest", f"{scores['confident_real_rarest_class']:.2%}", ""),
    ]
    for kind, share in scores["confident_noise"].items():
        label = f"confident on noise: {kind}{' (never trained on)' if kind in noise.HELD_OUT else ''}"
        rows.append((label, f"{share:.2%}", "<= 2.00%"))
    rows += [
        (f"confident on broken: {kind}", f"{share:.2%}", "")
        for kind, share in scores["confident_broken"].items()
    ]
    rows.append(
        ("seconds for 1,000 images", f"{scores['seconds_for_1000_images']:.3f}", f"<= {wanted['seconds']}")
    )
    return "\n".join(f"{label:<52}{value:>9}   {wanted}".rstrip() for label, value, wanted in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=sorted(classifiers.SPECS))
    parser.add_argument("--check", action="store_true", help="measure the shipped weights, write nothing")
    parser.add_argument("--steps", type=int, help="batches of 128 images (default: what the recipe says)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=classifiers.WEIGHTS, help="folder for weights and record")
    parser.add_argument(
        "--checkpoint", type=Path, help="a .keras file: saved now and then, and gone on from if it is there"
    )
    args = parser.parse_args()
    spec, recipe, test = classifiers.SPECS[args.name], RECIPES[args.name], gl.data.load(args.name, "test")
    steps = args.steps or recipe.steps
    if args.check:
        print(table(measure(classifiers.classifier(args.name), recipe, test), recipe.wanted))
        return

    train_set = gl.data.load(args.name, "train")
    images, labels = train_set.images, train_set.labels
    if len(images) < 50_000:
        raise SystemExit(f"A classifier is trained on the full set; {len(images):,} images were found.")
    made_at, on = commit(), computer()
    order = np.random.default_rng(args.seed).permutation(len(images))
    kept, fit_on = order[:HELD_OUT], order[HELD_OUT:]
    start = time.perf_counter()
    network, first = train(spec, recipe, images[fit_on], labels[fit_on], steps, args.seed, args.checkpoint)
    seconds = time.perf_counter() - start

    # From here on the weights are those that will be read from disk: rounded to half precision.
    exact = classifiers.Classifier(args.name, network).predict(test.images)
    network.set_weights([w.astype("float16").astype("float32") for w in network.get_weights()])
    temperature = best_temperature(
        classifiers.Classifier(args.name, network).logits(images[kept]), labels[kept]
    )
    judge = classifiers.Classifier(args.name, network, temperature)
    scores = measure(judge, recipe, test)
    scores["labels_changed_by_half_precision"] = int((judge.predict(test.images) != exact).sum())
    print(table(scores, recipe.wanted))

    content = packed(network, judge.temperature)
    record = {
        "name": args.name,
        "made_by": "benchmarks/train_classifier.py",
        "date": datetime.now(UTC).date().isoformat(),
        "commit": made_at,
        "data": f"{args.name}: {len(fit_on):,} training images; {len(kept):,} more for the temperature",
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": args.seed,
        "steps": steps,
        "batch": {"real": BATCH - outliers(recipe), "outliers": outliers(recipe)},
        "computed_in": recipe.compute,
        "begun_at_step": first,  # of a checkpoint, if not 0; the seconds are those since then
        "seconds": round(seconds, 1),
        "machine": on,
        "network": network.name,
        "parameters": network.count_params(),
        "temperature": judge.temperature,
        "trained_on_noise": list(TRAINED_NOISE),
        "trained_on_broken": list(recipe.broken),
        "scores": scores,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    args.out.mkdir(parents=True, exist_ok=True)
    write(args.out / f"{args.name}.npz", content)
    write(args.out / f"{args.name}.json", (json.dumps(record, indent=2) + "\n").encode())


if __name__ == "__main__":
    main()
