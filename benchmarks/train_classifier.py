"""Train a frozen classifier of `gan_lessons.metrics` on real images, calibrate it, measure it, write it.

    python benchmarks/train_classifier.py mnist            retrain, measure, write weights and record
    python benchmarks/train_classifier.py mnist --check    measure the shipped weights again

Needs the full dataset (`gan-lessons data` says how to get it). A batch holds real images, lightly moved about, and
one outlier of each kind, noise and broken digits, whose target is the uniform distribution.
"""

import argparse
import hashlib
import io
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import gan_lessons as gl
from gan_lessons.metrics import classifiers, noise

import keras
import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.optimize import minimize_scalar

from common import commit, computer, write  # isort: skip

BATCH = 128
POOL = 5_000  # outliers of each kind, drawn once
HELD_OUT = 5_000  # training images kept for the temperature
TRAINED_NOISE = tuple(kind for kind in noise.KINDS if kind not in noise.HELD_OUT)


# What a batch is ---------------------------------------------------------------------------------------------------


def warp(images: np.ndarray, rng, strength=1.0, field: np.ndarray | None = None) -> np.ndarray:
    """Rotate, scale, shear and shift float images (n, h, w, c); `field` (2, n, h, w) moves pixels besides."""
    n, h, w, c = images.shape
    angle = np.deg2rad(rng.uniform(-10, 10, n)) * strength
    shear = rng.uniform(-0.15, 0.15, n) * strength
    sx, sy = 1 + rng.uniform(-0.1, 0.1, (2, n)) * strength
    dx, dy = rng.uniform(-1, 1, (2, n)) * strength
    cos, sin = np.cos(angle), np.sin(angle)
    to_source = [cos * sx, (shear * cos - sin) * sy, dx, sin * sx, (shear * sin + cos) * sy, dy]
    ux, uy, u1, vx, vy, v1 = (a.astype("float32")[:, None, None] for a in to_source)
    y, x = (np.mgrid[:h, :w] - np.array([(h - 1) / 2, (w - 1) / 2])[:, None, None]).astype("float32")
    u, v = ux * x + uy * y + (u1 + (w + 1) / 2), vx * x + vy * y + (v1 + (h + 1) / 2)
    if field is not None:
        u, v = u + field[0], v + field[1]
    # A frame of one black pixel: what comes from outside the image is black.
    flat = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0))).reshape(-1, c)
    u, v = np.clip(u, 0, w + 0.999), np.clip(v, 0, h + 0.999)
    left, top = u.astype("int32"), v.astype("int32")
    a, b = (u - left)[..., None], (v - top)[..., None]
    first = (np.arange(n, dtype="int32")[:, None, None] * (h + 2) + top) * (w + 2) + left
    above = flat[first] * (1 - a) + flat[first + 1] * a
    below = flat[first + w + 2] * (1 - a) + flat[first + w + 3] * a
    return above * (1 - b) + below * b


def unit(images: np.ndarray) -> np.ndarray:
    """uint8 to float32 in [0, 1]."""
    return images * np.float32(1 / 255)


def vary(images: np.ndarray, rng) -> np.ndarray:
    """Move digits about, with more or less ink and a little grain, as generators draw them; a third stays as it is.

    Whole and broken digits must both pass through here. Otherwise the sharp edges of what was not resampled give
    away which is which, and every digit of the test set, sharp as it is, looks broken.
    """
    some = (rng.random(len(images)) < 2 / 3).astype("float32")
    images = warp(images, rng, strength=some)
    n, some = len(images), some[:, None, None, None]
    ink = 1 + some * rng.uniform(-0.4, 0.2, (n, 1, 1, 1)).astype("float32")
    grain = some * rng.choice([0, 0.02, 0.06], (n, 1, 1, 1)).astype("float32")
    return np.clip(images * ink + grain * rng.standard_normal(images.shape, dtype="float32"), 0, 1)


def swept(images: np.ndarray, rng) -> np.ndarray:
    """For each pixel the share of ink, in [0, 1], that a line has passed on its way there in a random direction."""
    n, h, w, _ = images.shape
    y, x = np.mgrid[:h, :w].reshape(2, 1, h * w)
    angle = rng.uniform(0, 2 * np.pi, (n, 1))
    order = (np.cos(angle) * x + np.sin(angle) * y).argsort(axis=1)
    ink = images.sum(axis=3).reshape(n, h * w)
    passed = np.empty_like(ink)
    np.put_along_axis(passed, order, np.take_along_axis(ink, order, axis=1).cumsum(axis=1), axis=1)
    return (passed / ink.sum(axis=1, keepdims=True)).reshape(n, h, w, 1)


def erased(images, labels, rng):
    """Half a digit or less: beyond a straight line everything is gone."""
    return np.where(swept(images, rng) < rng.uniform(0.3, 0.5, (len(images), 1, 1, 1)), images, 0)


def patched(images, labels, rng):
    """Half of one digit, and the other half of a digit of another class."""
    direction, other = rng.integers(2**32), np.roll(images, 1, axis=0)
    near, far = (swept(half, np.random.default_rng(direction)) < 0.5 for half in (images, other))
    mixed = np.maximum(np.where(near, images, 0), np.where(far, 0, other))
    return mixed[labels != np.roll(labels, 1)]


def tiles(images, labels, rng):
    """The digit cut into four by four tiles, and these shuffled: strokes that lead nowhere."""
    n, h, w, c = images.shape
    cut = images.reshape(n, 4, h // 4, 4, w // 4, c).swapaxes(2, 3).reshape(n, 16, h // 4, w // 4, c)
    cut = np.take_along_axis(cut, rng.random((n, 16)).argsort(axis=1)[:, :, None, None, None], axis=1)
    return cut.reshape(n, 4, 4, h // 4, w // 4, c).swapaxes(2, 3).reshape(n, h, w, c)


def elastic(images, labels, rng):
    """Strokes pulled apart by a smooth random field."""
    n, h, w, _ = images.shape
    field = gaussian_filter(rng.standard_normal((2, n, h, w)), (0, 0, 2.5, 2.5))
    field *= (rng.uniform(3.5, 6, n) / field.std(axis=(0, 2, 3)))[None, :, None, None]
    return warp(images, rng, field=field)


BROKEN = {kind.__name__: kind for kind in (erased, patched, tiles, elastic)}
OUTLIERS = len(TRAINED_NOISE) + len(BROKEN)  # one of each in a batch
REAL = BATCH - OUTLIERS


def break_up(kind: str, images: np.ndarray, labels: np.ndarray, n: int, rng) -> np.ndarray:
    """About `n` broken images of a kind, uint8, from uint8 images."""
    rows = rng.integers(0, len(images), n)
    broken = BROKEN[kind](unit(images[rows]), labels[rows], rng)
    return np.rint(255 * np.clip(broken, 0, 1)).astype("uint8")


class Batches(keras.utils.PyDataset):
    """Batches of (images float32 in [-1, 1], targets), each drawn afresh from (seed, step).

    Every batch holds every kind of outlier, so that batch normalisation sees the same mixture all the time.
    """

    def __init__(self, images, labels, classes, steps, seed):
        super().__init__()
        self.images, self.targets = images, np.eye(classes, dtype="float32")[labels]
        self.steps, self.seed = steps, seed
        rng = np.random.default_rng((seed, 0))
        epochs = 1 + steps * REAL // len(images)
        self.order = np.concatenate([rng.permutation(len(images)) for _ in range(epochs)])
        self.noise = [noise.KINDS[kind](POOL, rng, images) for kind in TRAINED_NOISE]
        self.broken = [break_up(kind, images, labels, POOL, rng) for kind in BROKEN]
        self.uncertain = np.full((OUTLIERS, classes), 1 / classes, "float32")

    def __len__(self):
        return self.steps

    def __getitem__(self, step):
        rng = np.random.default_rng((self.seed, 1, step))
        rows = self.order[step * REAL : (step + 1) * REAL]
        noisy, broken = (
            [pool[rng.integers(len(pool))] for pool in stock] for stock in (self.noise, self.broken)
        )
        digits = vary(unit(np.concatenate([self.images[rows], broken])), rng)
        images = np.concatenate([digits, unit(np.stack(noisy))])
        return images * 2 - 1, np.concatenate([self.targets[rows], self.uncertain])


# Training, calibration, measurement --------------------------------------------------------------------------------


def train(spec, images, labels, steps, seed):
    """A network trained on images and outliers."""
    keras.utils.set_random_seed(seed)
    network = spec.network(spec.shape, spec.classes)
    rate = keras.optimizers.schedules.CosineDecay(
        1e-4, steps - steps // 10, 1e-6, warmup_target=1.5e-3, warmup_steps=steps // 10
    )
    network.compile(keras.optimizers.Adam(rate), keras.losses.CategoricalCrossentropy(from_logits=True))
    network.fit(Batches(images, labels, spec.classes, steps, seed), epochs=1, shuffle=False, verbose=2)
    return network


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


def measure(judge, test, n_noise: int = 5_000) -> dict:
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
    # No threshold is set for broken digits: half of some digits is another digit.
    scores["confident_broken"] = {}
    for kind in BROKEN:
        images = break_up(kind, test.images, test.labels, n_noise, np.random.default_rng(1))
        scores["confident_broken"][kind] = confident(judge.probabilities(images))
    return scores


# Files and printing ------------------------------------------------------------------------------------------------


def packed(network, temperature: float) -> bytes:
    """The weights in half precision, and the temperature, as the bytes of an .npz file."""
    arrays = {f"{i:02d}": w.astype("float16") for i, w in enumerate(network.get_weights())}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, temperature=np.float32(temperature), **arrays)
    return buffer.getvalue()


def table(scores: dict) -> str:
    """The scores for people."""
    rows = [
        ("test accuracy", f"{scores['accuracy']:.2%}", ">= 99.30%"),
        ("expected calibration error", f"{scores['calibration_error']:.2%}", ""),
        ("confident on real test images", f"{scores['confident_real']:.2%}", ">= 97.00%"),
        ("  the class with the fewest", f"{scores['confident_real_rarest_class']:.2%}", ""),
    ]
    for kind, share in scores["confident_noise"].items():
        label = f"confident on noise: {kind}{' (never trained on)' if kind in noise.HELD_OUT else ''}"
        rows.append((label, f"{share:.2%}", "<= 2.00%"))
    rows += [
        (f"confident on broken: {kind}", f"{share:.2%}", "")
        for kind, share in scores["confident_broken"].items()
    ]
    rows.append(("seconds for 1,000 images", f"{scores['seconds_for_1000_images']:.3f}", "<= 1"))
    return "\n".join(f"{label:<52}{value:>9}   {wanted}".rstrip() for label, value, wanted in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=sorted(classifiers.SPECS))
    parser.add_argument("--check", action="store_true", help="measure the shipped weights, write nothing")
    parser.add_argument(
        "--steps", type=int, default=3_500, help="batches of 128 images (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=classifiers.WEIGHTS, help="folder for weights and record")
    args = parser.parse_args()
    spec, test = classifiers.SPECS[args.name], gl.data.load(args.name, "test")
    if args.check:
        print(table(measure(classifiers.classifier(args.name), test)))
        return

    train_set = gl.data.load(args.name, "train")
    images, labels = train_set.images, train_set.labels
    if len(images) < 50_000:
        raise SystemExit(f"A classifier is trained on the full set; {len(images):,} images were found.")
    made_at, on = commit(), computer()
    order = np.random.default_rng(args.seed).permutation(len(images))
    kept, fit_on = order[:HELD_OUT], order[HELD_OUT:]
    start = time.perf_counter()
    network = train(spec, images[fit_on], labels[fit_on], args.steps, args.seed)
    seconds = time.perf_counter() - start

    # From here on the weights are those that will be read from disk: rounded to half precision.
    exact = classifiers.Classifier(args.name, network).predict(test.images)
    network.set_weights([w.astype("float16").astype("float32") for w in network.get_weights()])
    temperature = best_temperature(
        classifiers.Classifier(args.name, network).logits(images[kept]), labels[kept]
    )
    judge = classifiers.Classifier(args.name, network, temperature)
    scores = measure(judge, test)
    scores["labels_changed_by_half_precision"] = int((judge.predict(test.images) != exact).sum())
    print(table(scores))

    content = packed(network, judge.temperature)
    record = {
        "name": args.name,
        "made_by": "benchmarks/train_classifier.py",
        "date": datetime.now(UTC).date().isoformat(),
        "commit": made_at,
        "data": f"{args.name}: {len(fit_on):,} training images; {len(kept):,} more for the temperature",
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": args.seed,
        "steps": args.steps,
        "batch": {"real": REAL, "outliers": OUTLIERS},
        "seconds": round(seconds, 1),
        "machine": on,
        "parameters": network.count_params(),
        "temperature": judge.temperature,
        "trained_on_noise": list(TRAINED_NOISE),
        "scores": scores,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    args.out.mkdir(parents=True, exist_ok=True)
    write(args.out / f"{args.name}.npz", content)
    write(args.out / f"{args.name}.json", (json.dumps(record, indent=2) + "\n").encode())


if __name__ == "__main__":
    main()
