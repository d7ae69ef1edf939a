"""How often is `diagnosis.diagnose` right on trainings that its thresholds were not set on?

    python benchmarks/diagnosis.py [--half tuning|held_out] [--only TEXT]   # trains what is not there yet
    python benchmarks/diagnosis.py --table [--half …]                       # outcomes, labels, verdicts
    python benchmarks/diagnosis.py --ship                                   # writes the record into the package

Each run trains a small GAN on one core for seconds, with one intervention: none, or one that often makes a training fail. Data sets
and architectures of the tuning half do not occur in the held-out half. A run is stored as it ends: its losses step by
step, 1,000 samples, and its outcome; what is there is not run again. The two halves can run side by side, one core each.

The label (`label`) comes from the intervention and from an outcome that `diagnose` does not look at (`outcome_of_images`,
`outcome_of_points`, `gradient_ratio`): for images, features of a frozen network and images that were not trained on; for
points, the distribution that they were drawn from; for the generator's gradient, the gradient itself. A run whose outcome
lies in between gets no label and is left out; the table says how many were.
"""

import argparse
import dataclasses
import functools
import io
import json
import time
from pathlib import Path

from gan_lessons import backend, data, diagnosis, latent, metrics, results, training
from gan_lessons.data import curves
from gan_lessons.models import dcgan, dense, practices
from gan_lessons.training.batches import Batches
from gan_lessons.training.inputs import Feed

import keras
import numpy as np
from keras import layers
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "diagnosis"
SAMPLES = 1000  # drawn at the end, scored and diagnosed
REFERENCE = 2000  # training samples that the diagnosis is given, or all if there are fewer
HALVES = {  # data sets and architectures, each with each
    "tuning": (
        ("mnist", "practices"),
        ("mnist", "dense"),
        ("ring", "points_wide"),
        ("parabola", "points_wide"),
    ),
    "held_out": (
        ("fashion", "dcgan"),
        ("fashion", "dense_norm"),
        ("shapes", "dcgan"),
        ("shapes", "dense_norm"),
        ("sine", "points_deep"),
        ("circle", "points_deep"),
    ),
}


# ---- data ----------------------------------------------------------------------------------------------------------


@functools.cache
def real(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Samples to train on, and 2,000 others: uint8 (n, 28, 28, 1), or float32 (n, 2)."""
    if name in curves.names():
        curve = curves.load(name)
        return curve.sample(20_000, seed=0), curve.sample(2000, seed=1)
    images = labelled(name)[0]
    return images[2000:], images[:2000]


@functools.cache
def labelled(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Images uint8 (n, 28, 28, 1) in random order, and what they show: int (n,)."""
    rng = np.random.default_rng(0)
    if name == "shapes":
        return shapes(12_000, rng)
    given = data.load({"mnist": "mnist", "fashion": "fashion_mnist"}[name], verbose=False)
    order = rng.permutation(len(given.images))
    return given.images[order], given.labels[order]


def shapes(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Filled discs, squares, triangles and crosses of any grey, size and place, on black."""
    images, kinds = [], rng.integers(4, size=n)
    for kind in kinds:
        canvas = Image.new("L", (84, 84))
        draw = ImageDraw.Draw(canvas)
        r, grey = rng.uniform(12, 30), int(rng.integers(110, 256))
        x, y = rng.uniform(r + 2, 82 - r, 2)
        if kind == 0:
            draw.ellipse((x - r, y - r, x + r, y + r), fill=grey)
        elif kind == 1:
            draw.rectangle((x - r, y - r, x + r, y + r), fill=grey)
        elif kind == 2:
            draw.polygon((x - r, y + r, x + r, y + r, x, y - r), fill=grey)
        else:
            draw.rectangle((x - r, y - r / 3, x + r, y + r / 3), fill=grey)
            draw.rectangle((x - r / 3, y - r, x + r / 3, y + r), fill=grey)
        images.append(np.asarray(canvas.resize((28, 28), Image.Resampling.BOX)))
    return np.stack(images)[..., None], kinds


# ---- architectures -------------------------------------------------------------------------------------------------


def dense_images(latent_dim, seeds, hidden=(256, 256), norm=False):
    """Dense networks for images; with `norm`, batch norm in G and one layer more."""
    inits = [np.random.default_rng(s) for s in seeds]

    def units(x, n, rng, norm=False):
        init = keras.initializers.HeNormal(seed=int(rng.integers(2**31)))
        x = layers.Dense(n, use_bias=not norm, kernel_initializer=init)(x)
        x = layers.BatchNormalization(momentum=0.9)(x) if norm else x
        return layers.LeakyReLU(negative_slope=0.2)(x)

    x = z = keras.Input((latent_dim,))
    for n in hidden:
        x = units(x, n, inits[0], norm)
    init = keras.initializers.GlorotNormal(seed=int(inits[0].integers(2**31)))
    x = layers.Dense(784, activation="tanh", kernel_initializer=init)(x)
    generator = keras.Model(z, layers.Reshape((28, 28, 1))(x), name="generator")
    x = images = keras.Input((28, 28, 1))
    x = layers.Flatten()(x)
    for n in hidden[::-1]:
        x = units(x, n, inits[1])
    init = keras.initializers.GlorotNormal(seed=int(inits[1].integers(2**31)))
    return generator, keras.Model(images, layers.Dense(1, kernel_initializer=init)(x), name="discriminator")


def dense_points(latent_dim, seeds):
    """Three hidden layers of 64 units with LeakyReLU in each network."""
    networks = []
    for n_in, n_out, seed in ((latent_dim, 2, seeds[0]), (2, 1, seeds[1])):
        rng = np.random.default_rng(seed)
        x = start = keras.Input((n_in,))
        for _ in range(3):
            x = layers.Dense(
                64, kernel_initializer=keras.initializers.HeNormal(seed=int(rng.integers(2**31)))
            )(x)
            x = layers.LeakyReLU(negative_slope=0.2)(x)
        networks.append(keras.Model(start, layers.Dense(n_out)(x)))
    return networks


@dataclasses.dataclass(frozen=True)
class Architecture:
    """Two networks and a schedule with which they usually learn."""

    build: object
    steps: int
    rates: tuple[float, float]
    batch: int = 32
    latent_dim: int = 32
    norm: bool = False  # batch norm in D


ARCHITECTURES = {
    "practices": Architecture(
        lambda d, s: (practices.generator(d, s[0]), practices.discriminator(s[1])), 600, (1e-3, 2e-3), norm=True
    ),
    "dense": Architecture(lambda d, s: dense_images(d, s), 3000, (5e-4, 5e-4)),
    "points_wide": Architecture(
        lambda d, s: (dense.generator("wide", d, seed=s[0]), dense.discriminator("wide", seed=s[1])),
        4000, (2e-3, 5e-4), batch=256, latent_dim=2,
    ),
    "dcgan": Architecture(
        lambda d, s: (dcgan.generator("laptop", d, s[0]), dcgan.discriminator("laptop", s[1])),
        500, (5e-4, 1e-3), norm=True,
    ),
    "dense_norm": Architecture(
        lambda d, s: dense_images(d, s, (128, 256, 384), norm=True), 3000, (2e-4, 5e-4)
    ),
    "points_deep": Architecture(dense_points, 4000, (1e-3, 1e-3), batch=512, latent_dim=16),
}  # fmt: skip


# ---- interventions -------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Settings:
    """How a run is trained."""

    steps: int
    d_rate: float
    g_rate: float
    latent_dim: int
    batch: int
    beta_1: float = 0.5
    fade: bool = True
    sgd: bool = False
    g_sgd: bool = False
    train_on: int | None = None
    d_batches: str = "separate"
    d_steps: int = 1
    loss: str = "non_saturating"
    smoothing: float = 0.0


def _tiny(n, s):
    return {"train_on": n, "batch": min(16, n)}


# Name: what is done, and what it changes.
KINDS = {
    "none": ("nothing", lambda s: {}),
    "constant": ("rates that do not fade, half as high", lambda s: {"fade": False, "d_rate": s.d_rate / 2, "g_rate": s.g_rate / 2}),
    "smooth": ("real target 0.9", lambda s: {"smoothing": 0.1}),
    "latent_1": ("one latent number", lambda s: {"latent_dim": 1}),
    "g_fast": ("G's rate ten times as high, β₁ 0.9", lambda s: {"g_rate": 10 * s.g_rate, "beta_1": 0.9, "fade": False}),
    "d_slow": ("D's rate a fiftieth", lambda s: {"d_rate": s.d_rate / 50, "fade": False}),
    "joint": ("real and generated in one batch, batch norm in D", lambda s: {"d_batches": "joint"}),
    "d_fast": ("D's rate thirty times as high", lambda s: {"d_rate": 30 * s.d_rate, "beta_1": 0.9, "fade": False}),
    "g_slow": ("G's rate a hundredth, D's three times as high", lambda s: {"g_rate": s.g_rate / 100, "d_rate": 3 * s.d_rate}),
    "default_adam": ("Adam's defaults for both", lambda s: {"d_rate": 1e-3, "g_rate": 1e-3, "beta_1": 0.9, "fade": False}),
    "nan": ("plain gradient descent, rate 10⁶", lambda s: {"sgd": True, "d_rate": 1e6, "g_rate": 1e6, "steps": 150}),
    "minimax": ("minimax loss, G by gradient descent, D five updates a step",
                lambda s: {"loss": "minimax", "g_sgd": True, "d_steps": 5, "steps": max(400, s.steps // 3)}),
    "descent": ("the same with the non-saturating loss",
                lambda s: {"g_sgd": True, "d_steps": 5, "steps": max(400, s.steps // 3)}),
    "tiny_8": ("8 training samples", functools.partial(_tiny, 8)),
    "tiny_16": ("16 training samples", functools.partial(_tiny, 16)),
    "tiny_48": ("48 training samples", functools.partial(_tiny, 48)),
    "early": ("stopped after 60 steps", lambda s: {"steps": 60}),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Run:
    half: str
    data: str
    architecture: str
    kind: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.data}-{self.architecture}-{self.kind}-{self.seed}"

    @property
    def settings(self) -> Settings:
        a = ARCHITECTURES[self.architecture]
        plain = Settings(a.steps, *a.rates, a.latent_dim, a.batch)
        return dataclasses.replace(plain, **KINDS[self.kind][1](plain))


def train(run: Run) -> tuple[training.GAN, dict[str, np.ndarray], np.ndarray, float]:
    """The trained GAN, its metrics step by step, what it was trained on, and the median of `gradient_ratio` over the last tenth."""
    s = run.settings
    seeds = np.random.default_rng(run.seed).integers(2**31, size=4).tolist()
    samples = real(run.data)[0]
    if s.train_on:
        samples = samples[np.random.default_rng(seeds[3]).choice(len(samples), s.train_on, replace=False)]
    gan = training.GAN(*ARCHITECTURES[run.architecture].build(s.latent_dim, seeds), seed=seeds[2])
    optimizers = []
    for rate in (s.d_rate, s.g_rate):
        schedule = keras.optimizers.schedules.CosineDecay(rate, s.steps) if s.fade else rate
        optimizers.append(
            keras.optimizers.SGD(rate) if s.sgd else keras.optimizers.Adam(schedule, beta_1=s.beta_1)
        )
    if s.g_sgd:  # Adam divides by the gradient's size, and hides that it vanishes
        optimizers[1] = keras.optimizers.SGD(0.01)
    gan.compile(
        *optimizers, loss=s.loss, d_batches=s.d_batches, d_steps=s.d_steps, label_smoothing=s.smoothing
    )
    # Not fit(): on one core Keras's input pipeline can keep it waiting, at its end, for as long again as it trained.
    size = min(s.batch * s.d_steps, len(samples) // s.d_steps * s.d_steps)
    walk, logs = Batches(Feed({"images": samples}), size, s.steps, gan.seed), []
    slopes = []
    for step in range(s.steps):
        logs.append(gan.train_on_batch(*walk[step], return_dict=True))
        if s.loss == "minimax" and step >= 0.9 * s.steps and step % 5 == 0:
            slopes.append(gradient_ratio(gan))
    losses = {name: np.array([float(log[name]) for log in logs], "float32") for name in logs[0]}
    return gan, losses, samples, float(np.median(slopes)) if slopes else 1.0


# ---- outcomes: nothing here is what `diagnose` looks at ------------------------------------------------------------


def spoilt(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Images in [-1, 1], blurred and noisy by chance."""
    x = images / 127.5 - 1
    blur = rng.uniform(0, 1.2)
    x = gaussian_filter(x, (0, blur, blur, 0)) if rng.random() < 0.5 else x
    x = x + rng.uniform(0, 0.5, (len(x), 1, 1, 1)) * rng.standard_normal(x.shape)
    stray = rng.random(x.shape) < rng.uniform(0, 0.15, (len(x), 1, 1, 1))
    return np.where(stray, rng.uniform(-1, 1, x.shape), x).clip(-1, 1).astype("float32")


def junk(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What no image of the data looks like, in [-1, 1]: shuffled pixels or patches, mixtures, blobs, blocks, flat grey."""
    x, kind = images / 127.5 - 1, rng.integers(6)
    n, side, _ = x.shape[:3]
    if kind == 0:
        x = rng.permuted(x.reshape(n, -1), axis=1).reshape(x.shape)
    elif kind == 1:
        patch = int(rng.choice([4, 7]))
        k = side // patch
        pieces = x.reshape(n, k, patch, k, patch).transpose(0, 1, 3, 2, 4).reshape(n, k * k, patch, patch)
        pieces = pieces[:, rng.permutation(k * k)]
        x = pieces.reshape(n, k, k, patch, patch).transpose(0, 1, 3, 2, 4).reshape(x.shape)
    elif kind == 2:
        x = np.mean([rng.permutation(x) for _ in range(int(rng.integers(3, 8)))], axis=0)
    elif kind == 3:
        blobs = gaussian_filter(rng.standard_normal(x.shape), (0, *[rng.uniform(0, 2.5)] * 2, 0))
        x = np.tanh(rng.uniform(0.5, 4) * blobs / blobs.std() + rng.uniform(-1.5, 0.5))
    elif kind == 4:
        by = int(rng.choice([2, 4, 7]))
        coarse = rng.choice([-1.0, 1.0], (n, side // by, side // by, 1), p=[0.6, 0.4])
        x = coarse.repeat(by, axis=1).repeat(by, axis=2)
    else:
        x = rng.uniform(-1, 1, (n, 1, 1, 1)) + rng.uniform(0, 0.5) * rng.standard_normal(x.shape)
    return x.clip(-1, 1).astype("float32")


@functools.cache
def judge(name: str) -> keras.Model:
    """Images to logits and features: a small classifier of the data's classes and of junk.

    It is trained on spoilt images of the classes: stray pixels and blur alone should not make an image junk.
    """
    file = RUNS / f"judge-{name}.weights.h5"
    images, labels = labelled(name)
    classes = int(labels.max()) + 1
    network = metrics.classifiers.small_convnet((28, 28, 1), classes + 1)
    if file.exists():
        network.load_weights(file)
    else:
        keras.utils.set_random_seed(0)
        rng, steps = np.random.default_rng(0), 600
        rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
        network.compile(
            keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        )
        for _ in range(steps):
            rows = rng.integers(2000, len(images), 80)
            good, bad = images[rows[:64]], images[rows[64:]]
            network.train_on_batch(
                np.concatenate([spoilt(good, rng), spoilt(127.5 * (junk(bad, rng) + 1), rng)]),
                np.concatenate([labels[rows[:64]], np.full(16, classes)]),
            )
        said = network.predict(images[:2000] / 127.5 - 1, verbose=0).argmax(axis=1)
        spoiled = network.predict(spoilt(images[:2000], rng), verbose=0).argmax(axis=1)
        bad = network.predict(
            np.concatenate([junk(images[i : i + 100], rng) for i in range(0, 2000, 100)]), verbose=0
        )
        print(
            f"judge of {name}: of held-out images {(said == labels[:2000]).mean():.1%} right, {(said == classes).mean():.1%} called "
            f"junk, {(spoiled == classes).mean():.1%} if spoilt; {(bad.argmax(axis=1) == classes).mean():.1%} of junk called junk",
            flush=True,
        )
        network.save_weights(file)
    return keras.Model(network.input, [network.output, network.get_layer("features").output])


def seen(name: str, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the judge says: float32 (n, classes + 1) logits, junk last, and (n, 64) features."""
    return judge(name).predict(images / np.float32(127.5) - 1, batch_size=250, verbose=0)


def hit(samples: np.ndarray, held_out: np.ndarray) -> int:
    """How many held-out images are the nearest to some sample."""
    return len(np.unique(metrics.nearest(samples, held_out).indices))


def outcome_of_images(name: str, samples: np.ndarray, trained_on: np.ndarray) -> dict[str, float]:
    """Three numbers from a frozen classifier, samples against images that were not trained on.

    like: share of the samples that it does not call junk. variety: how many of 1,000 held-out images are, among its features, the
    nearest to some sample; 1 is as many as for training images. copying: distance to the nearest training image, over that
    to the nearest of as many held-out ones; 1 without copying.
    """
    train, others = real(name)
    logits, x = seen(name, samples)
    held_out, few = seen(name, others)[1], seen(name, trained_on[:1000])[1]
    to = [np.median(metrics.nearest(x, among).distances) for among in (few, held_out[1000 : 1000 + len(few)])]
    return {
        "like": float((logits.argmax(axis=1) < logits.shape[1] - 1).mean()),
        "variety": hit(x, held_out[:1000]) / hit(seen(name, train[:1000])[1], held_out[:1000]),
        "copying": float(to[0] / max(to[1], 1e-9)),
    }


def outcome_of_points(name: str, samples: np.ndarray, trained_on: np.ndarray) -> dict[str, float]:
    """The same three from the distribution that the points were drawn from.

    like: share of the samples on it. variety: share of its pieces that are reached (`metrics.on_curve`). copying: distance to
    the nearest training point, over that to the nearest of as many other points.
    """
    score, few = metrics.on_curve(samples, name), trained_on[:2000]
    to = [np.median(metrics.nearest(samples, among).distances) for among in (few, real(name)[1][: len(few)])]
    return {
        "like": score.on_curve,
        "variety": score.coverage,
        "copying": float(to[0] / max(to[1], 1e-9)),
    }


def gradient_ratio(gan: training.GAN) -> float:
    """Norm of the generator's gradient with its own loss, over the norm with the non-saturating one, for the same 256 latents."""
    z = latent.sample(256, gan.latent_dim, seed=1)
    norms = []
    for loss in (gan.loss_name, "non_saturating"):

        def value(loss=loss):
            logits = gan.discriminator(gan.generator(z, training=True), training=True)
            return keras.ops.mean(training.losses.LOSSES[loss].generator(logits)), {}

        own = gan.generator.trainable_variables
        mine = {id(v) for v in own}
        others = [v for v in [*gan.trainable_variables, *gan.non_trainable_variables] if id(v) not in mine]
        _, gradients = backend.value_and_grad(value, own, others)
        norms.append(np.sqrt(sum(float(keras.ops.sum(keras.ops.square(g))) for g in gradients)))
    return norms[0] / max(norms[1], 1e-30)


# ---- runs ----------------------------------------------------------------------------------------------------------


def runs(half: str) -> list[Run]:
    """All runs of a half. Kinds that no architecture survives, or that are decided by counting steps, run on few of them."""
    found = []
    for dataset, architecture in HALVES[half]:
        first = (dataset, architecture) in (HALVES[half][0], HALVES[half][-1])
        for kind in KINDS:
            if kind in ("nan", "early") and not first:
                continue
            if kind == "joint" and not ARCHITECTURES[architecture].norm:
                continue
            if kind.startswith("tiny") and architecture.startswith("points"):
                continue  # on a plane a smooth generator draws the way between them
            seeds = (1, 2) if kind == "none" else (1,)
            found += [Run(half, dataset, architecture, kind, seed) for seed in seeds]
    return found


def perform(run: Run) -> None:
    """Train, measure the outcome, store."""
    start = time.process_time()
    keras.backend.clear_session()
    gan, losses, trained_on, gradient = train(run)
    try:
        samples = gan.generate(SAMPLES, seed=0)
        lost = not np.isfinite(samples).all()
    except ValueError:  # the weights are no numbers any more
        lost = True
    arrays = dict(losses)
    if lost:
        outcome = {"lost": True}
    else:
        look = outcome_of_points if samples.ndim == 2 else outcome_of_images
        outcome = look(run.data, samples, trained_on) | {"gradient": gradient}
        outcome = {name: round(float(value), 4) for name, value in outcome.items()}
        arrays |= {"samples": samples, "reference": trained_on[:REFERENCE]}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    write(RUNS / f"{run.name}.npz", content.getvalue())
    record = dataclasses.asdict(run) | {
        "settings": dataclasses.asdict(run.settings),
        "outcome": outcome,
        "seconds": round(time.process_time() - start, 1),
    }
    write(RUNS / f"{run.name}.json", json.dumps(record).encode())
    print(f"{run.name:<34} {record['seconds']:>6.1f} s  {outcome}", flush=True)


# ---- labels and verdicts -------------------------------------------------------------------------------------------

LIKE, UNLIKE = 0.55, 0.35  # share of samples that look like the data
COPIED = 0.5  # distance to the training samples, over that to others
VANISHED = 0.1  # the gradient of the minimax loss, over that of the non-saturating one
VARIED, ALIKE = {"images": 0.25, "points": 0.7}, {"images": 0.15, "points": 0.5}


def label(record: dict) -> str | None:
    """What a run is, from what was done to it and what came out; None if that lies in between."""
    outcome, kind = record["outcome"], record["kind"]
    if outcome.get("lost"):
        return "convergence failure"
    if kind == "early" and outcome["like"] < LIKE:
        return "not enough evidence"
    if kind == "minimax" and outcome["gradient"] < VANISHED:
        return "vanishing generator gradient"
    if outcome["like"] <= UNLIKE:
        return "convergence failure"
    if outcome["like"] < LIKE or kind == "early":
        return None
    if kind.startswith("tiny") and outcome["copying"] < COPIED:
        return "memorising"
    of = "points" if record["architecture"].startswith("points") else "images"
    if outcome["variety"] <= ALIKE[of]:
        return "mode collapse"
    return "stable" if outcome["variety"] >= VARIED[of] else None


def judged(half: str) -> list[dict]:
    """The records of a half with their labels and verdicts."""
    found = []
    for run in runs(half):
        file = RUNS / f"{run.name}.json"
        if not file.exists():
            raise SystemExit(f"{run.name} was not run yet: run without --table first.")
        record = json.loads(file.read_text())
        with np.load(RUNS / f"{run.name}.npz") as arrays:
            losses = {name: arrays[name] for name in arrays.files if arrays[name].ndim == 1}
            images = (arrays["samples"], arrays["reference"]) if "samples" in arrays.files else ()
        verdict = diagnosis.diagnose(losses, *images)
        record |= {
            "label": label(record),
            "verdict": verdict.verdict,
            "evidence": {e.name: round(e.value, 3) for e in verdict.evidence},
        }
        found.append(record)
    return found


def confusion(records: list[dict]) -> dict[str, dict[str, int]]:
    """How many runs of each label got each verdict."""
    table = {name: dict.fromkeys(diagnosis.VERDICTS, 0) for name in diagnosis.VERDICTS}
    for record in records:
        if record["label"] is not None:
            table[record["label"]][record["verdict"]] += 1
    return table


def summary(records: list[dict]) -> dict:
    """Accuracy over the runs with a label, and what it rests on."""
    with_label = [r for r in records if r["label"] is not None]
    right = sum(r["label"] == r["verdict"] for r in with_label)
    table = confusion(records)
    return {
        "runs": len(records),
        "without_label": len(records) - len(with_label),
        "right": right,
        "accuracy": round(right / max(1, len(with_label)), 4),
        "confusion": table,
    }


def show(half: str) -> None:
    records = judged(half)
    for r in records:
        mark = " " if r["label"] is None else "." if r["label"] == r["verdict"] else "X"
        outcome = " ".join(f"{name} {value:.2f}" for name, value in r["outcome"].items())
        print(f"{mark} {r['data']}-{r['architecture']}-{r['kind']}-{r['seed']}".ljust(36), end="")
        print(f"{r['label'] or '-':<29}{r['verdict']:<29}{outcome}")
    total = summary(records)
    print(
        f"{half}: {total['right']} of {total['runs'] - total['without_label']} right ({total['accuracy']:.1%}), ",
        end="",
    )
    print(f"{total['without_label']} more without a label")


def ship() -> None:
    """Write labels, verdicts and both tables into the package."""
    halves = {half: judged(half) for half in HALVES}
    record = {
        "commit": commit(),
        "machine": computer(),
        "halves": {half: summary(records) for half, records in halves.items()},
        "minutes_of_one_core": round(sum(r["seconds"] for rs in halves.values() for r in rs) / 60, 1),
        "variants": {name: {"label": what} for name, (what, _) in KINDS.items()},
        "runs": [
            {
                name: r[name]
                for name in (
                    "half",
                    "data",
                    "architecture",
                    "kind",
                    "seed",
                    "outcome",
                    "label",
                    "verdict",
                    "evidence",
                )
            }
            for records in halves.values()
            for r in records
        ],
    }
    write(results.FOLDER / "diagnosis.json", (json.dumps(record, indent=1) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=list(HALVES))
    parser.add_argument("--only", default="", help="runs whose name has this text")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    if arguments.ship:
        return ship()
    if arguments.table:
        for half in [arguments.half] if arguments.half else HALVES:
            show(half)
        return None
    chosen = [
        run
        for half in ([arguments.half] if arguments.half else HALVES)
        for run in runs(half)
        if arguments.only in run.name
    ]
    RUNS.mkdir(parents=True, exist_ok=True)
    for run in chosen:
        if not (RUNS / f"{run.name}.json").exists():
            perform(run)


if __name__ == "__main__":
    main()
