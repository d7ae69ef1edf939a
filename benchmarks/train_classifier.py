"""Train a frozen classifier of `gan_lessons.metrics` on real images, calibrate it, measure it, write it.

    python benchmarks/train_classifier.py mnist            retrain, measure, write weights and record
    python benchmarks/train_classifier.py mnist --check    measure the shipped weights again

Needs the full dataset (`gan-lessons data mnist`). Batches hold real images, lightly moved about, and outliers:
noise (target: uniform), and broken images, whose target is the less certain the more of the image is gone.
"""

import argparse
import hashlib
import io
import json
import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import gan_lessons as gl
from gan_lessons.metrics import classifiers, noise

import keras
import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.optimize import minimize_scalar

REAL, OUTLIERS = 104, 24  # images of each in a batch of 128
HELD_OUT = 5_000  # training images kept for the temperature
TRAINED_NOISE = tuple(kind for kind in noise.KINDS if kind not in noise.HELD_OUT)


# What a batch is ---------------------------------------------------------------------------------------------------


def warp(images: np.ndarray, rng, strength: float = 1.0, field: np.ndarray | None = None) -> np.ndarray:
    """Rotate, scale, shear and shift float images (n, h, w, c); `field` (2, n, h, w) moves pixels besides."""
    n, h, w, c = images.shape
    angle = np.deg2rad(rng.uniform(-10, 10, n)) * strength
    shear = rng.uniform(-0.15, 0.15, n) * strength
    sx, sy = 1 + rng.uniform(-0.12, 0.12, (2, n)) * strength
    dx, dy = rng.uniform(-2, 2, (2, n)) * strength
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


def soften(targets: np.ndarray, doubt: np.ndarray) -> np.ndarray:
    """Mix targets (n, classes) with the uniform distribution: `doubt` (n,) in [0, 1] is the uniform part."""
    doubt = np.clip(doubt, 0, 1)[:, None]
    return (1 - doubt) * targets + doubt / targets.shape[1]


def erased(images, targets, rng):
    """A band or a box of the image is gone; doubt grows with the share of ink that went with it."""
    n, h, w, _ = images.shape
    y, x = np.mgrid[:h, :w]
    cy, cx = rng.uniform(0.2 * h, 0.8 * h, (2, n, 1, 1))
    angle = rng.uniform(0, 2 * np.pi, (n, 1, 1))
    half_plane = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle) > 0
    box = (np.abs(x - cx) < rng.uniform(3, 9, (n, 1, 1))) & (np.abs(y - cy) < rng.uniform(3, 9, (n, 1, 1)))
    gone = np.where(rng.random((n, 1, 1)) < 0.5, half_plane, box)[..., None]
    left = np.where(gone, 0, images)
    lost = 1 - left.sum((1, 2, 3)) / images.sum((1, 2, 3))
    return left, soften(targets, (lost - 0.15) / 0.25)


def patched(images, targets, rng):
    """One side of one image beside the other side of another; doubt if they differ and both are there."""
    n, h, w, _ = images.shape
    y, x = np.mgrid[:h, :w]
    angle = rng.uniform(0, 2 * np.pi, (n, 1, 1))
    side = (x - w / 2) * np.cos(angle) + (y - h / 2) * np.sin(angle) > rng.uniform(-3, 3, (n, 1, 1))
    one, two = np.where(side[..., None], images, 0), np.where(side[..., None], 0, np.roll(images, 1, axis=0))
    part = (one.sum((1, 2, 3)) / (one + two).sum((1, 2, 3)).clip(1e-6))[:, None]
    mixed = part * targets + (1 - part) * np.roll(targets, 1, axis=0)
    return one + two, soften(mixed, 1 - mixed.max(axis=1))


def overlaid(images, targets, rng):
    """Two images on top of each other; doubt if they differ."""
    both = np.maximum(images, warp(np.roll(images, 1, axis=0), rng, strength=2))
    mixed = (targets + np.roll(targets, 1, axis=0)) / 2
    return both, soften(mixed, 1 - mixed.max(axis=1))


def tiles(images, targets, rng):
    """The image cut into four by four tiles (or two by two), and these shuffled: strokes that lead nowhere."""
    n, h, w, c = images.shape
    k = rng.choice([2, 4])
    cut = images.reshape(n, k, h // k, k, w // k, c).swapaxes(2, 3).reshape(n, k * k, h // k, w // k, c)
    cut = np.take_along_axis(cut, rng.random((n, k * k)).argsort(1)[:, :, None, None, None], axis=1)
    mixed = cut.reshape(n, k, k, h // k, w // k, c).swapaxes(2, 3).reshape(n, h, w, c)
    return mixed, soften(targets, np.ones(n))


def elastic(images, targets, rng):
    """Strokes pulled about by a smooth random field; doubt grows with how far."""
    n, h, w, _ = images.shape
    field = gaussian_filter(rng.standard_normal((2, n, h, w)), (0, 0, 2.5, 2.5))
    pixels = rng.uniform(1, 6, n)
    field *= (pixels / field.std(axis=(0, 2, 3)))[None, :, None, None]
    return warp(images, rng, field=field), soften(targets, (pixels - 2) / 2)


def faint(images, targets, rng):
    """Hardly any contrast, under a little noise."""
    contrast = rng.uniform(0.03, 0.5, len(images))
    grain = rng.uniform(0, 0.1, (len(images), 1, 1, 1)) * rng.standard_normal(images.shape)
    return images * contrast[:, None, None, None] + grain, soften(targets, (0.3 - contrast) / 0.2)


BROKEN = (erased, patched, overlaid, tiles, elastic, faint)


class Batches(keras.utils.PyDataset):
    """Batches of (images float32 in [-1, 1], soft targets), each drawn afresh from (seed, step)."""

    def __init__(self, images, labels, classes, steps, seed):
        super().__init__()
        self.images, self.targets = images, np.eye(classes, dtype="float32")[labels]
        self.steps, self.seed = steps, seed
        self.order = np.concatenate(
            [
                np.random.default_rng((seed, e)).permutation(len(images))
                for e in range(1 + steps * REAL // len(images))
            ]
        )

    def __len__(self):
        return self.steps

    def __getitem__(self, step):
        rng = np.random.default_rng((self.seed, 1, step))
        rows = self.order[step * REAL : (step + 1) * REAL]
        real = warp(unit(self.images[rows]), rng)
        # Generators leave a little grain and varying ink; that makes a digit no less a digit.
        ink, grain = rng.uniform(0.6, 1.2, (REAL, 1, 1, 1)), rng.choice([0, 0.03, 0.08], (REAL, 1, 1, 1))
        real = real * ink.astype("float32")
        real += grain.astype("float32") * rng.standard_normal(real.shape, dtype="float32")
        x, y = [real], [self.targets[rows]]

        kind = TRAINED_NOISE[step % len(TRAINED_NOISE)]
        x.append(unit(noise.KINDS[kind](OUTLIERS // 4, rng, self.images)))
        y.append(np.full((OUTLIERS // 4, y[0].shape[1]), 1 / y[0].shape[1]))
        for breaking in rng.choice(len(BROKEN), 3, replace=False):
            rows = rng.integers(0, len(self.images), OUTLIERS // 4)
            broken, target = BROKEN[breaking](unit(self.images[rows]), self.targets[rows], rng)
            x.append(broken)
            y.append(target)
        return np.clip(np.concatenate(x), 0, 1).astype("float32") * 2 - 1, np.concatenate(y).astype("float32")


# Training, calibration, measurement --------------------------------------------------------------------------------


def train(spec, images, labels, steps, seed):
    """A network trained on images and outliers."""
    keras.utils.set_random_seed(seed)
    network = spec.network(spec.shape, spec.classes)
    rate = keras.optimizers.schedules.CosineDecay(
        1e-4, steps - steps // 10, 1e-6, warmup_target=3e-3, warmup_steps=steps // 10
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
    # No threshold is set for broken images. Of those whose target gives no class half, how many still pass?
    rows = np.random.default_rng(1).integers(0, len(test.images), n_noise)
    targets = np.eye(judge.classes)[test.labels[rows]]
    scores["confident_broken"] = {}
    for breaking in BROKEN:
        broken, softened = breaking(unit(test.images[rows]), targets, np.random.default_rng(2))
        broken = np.clip(np.rint(255 * broken[softened.max(axis=1) < 0.5]), 0, 255).astype("uint8")
        scores["confident_broken"][breaking.__name__] = confident(judge.probabilities(broken))
    return scores


# Files and printing ------------------------------------------------------------------------------------------------


def machine() -> dict:
    """Processor and cores: what a time depends on, and nothing that names the machine."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(
            (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model
        )
    return {"cpu": model, "cores": os.cpu_count()}


def commit() -> str:
    """The commit this ran at, with a mark if the working tree differed from it."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(git, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_bytes(content)
    partial.replace(path)


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
        "--steps", type=int, default=4_000, help="batches of 128 images (default: %(default)s)"
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
        "commit": commit(),
        "data": f"{args.name}: {len(fit_on):,} training images; {len(kept):,} more for the temperature",
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": args.seed,
        "steps": args.steps,
        "batch": {"real": REAL, "outliers": OUTLIERS},
        "seconds": round(seconds, 1),
        "machine": machine(),
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
