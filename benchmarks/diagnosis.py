"""The bar for `diagnosis.diagnose`: trainings of eight objectives and sets made by hand, none of which a threshold was set on.

    python benchmarks/diagnosis.py --trials        # other seeds, to set thresholds on
    python benchmarks/diagnosis.py                 # trains what is not there yet, makes the sets, prints the table
    python benchmarks/diagnosis.py --ship          # writes the record into the package

The truth of a made set is how it was made. That of a training comes from what was done to it and from class counts, by the judges of
`judges.py`, which `diagnose` does not have: a class is missing if it has less than a fifth of its share among 1,000 samples.
Two classes missing, or more, are a mode collapse, and in a training that was shown some classes only, one; none missing, with variety,
is stable. In between, and where none is missing of a training that was shown some, there is no label, and the table says how many were
left out. These rules, the list of runs and the list of sets were fixed before any threshold.
"""

import argparse
import dataclasses
import io
import json
import time
from pathlib import Path

from gan_lessons import backend, callbacks, data, diagnosis, latent, metrics, results, training
from gan_lessons.models import dcgan
from gan_lessons.training import recipes

import keras
import numpy as np
from scipy.ndimage import gaussian_filter

from common import commit, computer, write  # isort: skip
from judges import hit, junk, labelled, real, seen  # isort: skip

RUNS = Path(__file__).parent / "runs" / "diagnosis"
SAMPLES = 1000
ONE = 0.05  # of the real images' distances: all samples are one image, whatever it looks like
LIKE, UNLIKE = 0.55, 0.35  # share of samples that look like the data
VANISHED = 0.1  # the gradient of the minimax loss, over that of the non-saturating one
MISSING = 0.2  # of a class's share
COPIED = 0.5  # distance to the training samples, over that to others
VARIED, ALIKE = 0.25, 0.15  # of the held-out images that are hit, over that of training images

# ---- trainings -----------------------------------------------------------------------------------------------------


def _gan(steps, seed, **game):
    return recipes.dcgan("laptop", steps, seed, **game)


OBJECTIVES = {
    "non_saturating": _gan,
    "hinge": lambda steps, seed, **game: _gan(steps, seed, loss="hinge", **game),
    "least_squares": lambda steps, seed, **game: recipes.lsgan("laptop", steps, seed, **game),
    "wgan_gp": lambda steps, seed, **game: recipes.wgan("laptop", steps, seed, penalty=10.0, **game),
    "conditional": lambda steps, seed: recipes.conditional("laptop", steps, seed),
    "acgan": lambda steps, seed: recipes.acgan("laptop", steps, seed),
    "infogan": lambda steps, seed: recipes.infogan("laptop", steps, seed),
    "semi_supervised": lambda steps, seed, known: recipes.semi_supervised("laptop", steps, *known, seed),
}
CLASSIFIERS = {"mnist": "mnist", "fashion": "fashion_mnist"}  # the package's; the judges are others
WITH_LABELS = ("conditional", "acgan")


@dataclasses.dataclass(frozen=True)
class Run:
    """One training: which objective, on what, and what was done to it.

    kind: "none"; "classes": it is shown only so many classes, and compared with all; "tiny": it is shown only so many images, and
    compared with these; "g_slow": G's rate a hundredth, D's three times as high; "minimax": with this loss, G by gradient descent, D
    five updates a step; "early": stopped after 60 steps; "nan": plain gradient descent at rate 10⁶.
    """

    objective: str
    data: str
    kind: str
    n: int
    seed: int

    @property
    def name(self) -> str:
        return f"{self.objective}-{self.data}-{self.kind}{self.n or ''}-{self.seed}"

    @property
    def steps(self) -> int:
        of_kind = {"early": 60, "nan": 120, "minimax": 600, "g_slow": 400, "tiny": 2500}
        return of_kind.get(self.kind) or {"wgan_gp": 600, "infogan": 1500}.get(self.objective, 1000)


def plan(trials: bool) -> list[Run]:
    """The trainings; trials are a few others, on the other data set, with seeds of their own."""
    healthy = [
        ("non_saturating", "mnist"), ("non_saturating", "fashion"), ("hinge", "fashion"), ("least_squares", "mnist"),
        ("wgan_gp", "mnist"), ("conditional", "fashion"), ("acgan", "mnist"), ("infogan", "mnist"), ("semi_supervised", "mnist"),
    ]  # fmt: skip
    classes = [
        ("non_saturating", "mnist", 3), ("hinge", "mnist", 7), ("least_squares", "fashion", 3), ("wgan_gp", "fashion", 7),
        ("conditional", "mnist", 3), ("acgan", "fashion", 7), ("infogan", "fashion", 3), ("infogan", "mnist", 7),
        ("non_saturating", "fashion", 7), ("least_squares", "mnist", 3),
    ]  # fmt: skip
    tiny = [
        ("non_saturating", "mnist", 16),
        ("hinge", "fashion", 16),
        ("least_squares", "fashion", 24),
        ("infogan", "mnist", 16),
    ]
    rest = [
        ("non_saturating", "fashion", "g_slow"), ("least_squares", "mnist", "g_slow"), ("hinge", "mnist", "g_slow"),
        ("non_saturating", "mnist", "minimax"), ("non_saturating", "fashion", "minimax"),
        ("acgan", "mnist", "early"), ("infogan", "fashion", "early"), ("non_saturating", "mnist", "early"),
        ("least_squares", "mnist", "nan"), ("non_saturating", "fashion", "nan"),
    ]  # fmt: skip
    runs = [Run(o, d, "none", 0, 21) for o, d in healthy]
    runs += [Run(o, d, "classes", n, 22) for o, d, n in classes]
    runs += [Run(o, d, "tiny", n, 23) for o, d, n in tiny]
    runs += [Run(o, d, kind, 0, 24) for o, d, kind in rest]
    if not trials:
        return runs
    other = {"mnist": "fashion", "fashion": "mnist"}
    return [dataclasses.replace(r, data=other[r.data], seed=r.seed + 100) for r in runs[:23:3]]


def train(run: Run):
    """The trained game, its losses step by step, what it was trained on, and the gradient's size for "minimax"."""
    images, labels = (a[2000:] for a in labelled(run.data))
    rng = np.random.default_rng(run.seed)
    if run.kind == "classes":
        keep = np.isin(labels, rng.choice(10, run.n, replace=False))
        images, labels = images[keep], labels[keep]
    if run.kind == "tiny":
        rows = rng.choice(len(images), run.n, replace=False)
        images, labels = images[rows], labels[rows]
    known = []
    if run.objective == "semi_supervised":  # the first hundred, in random order
        known = [(images[:100], labels[:100])]
    game, fit = OBJECTIVES[run.objective](run.steps, run.seed, *known)
    slopes = []
    if run.kind in ("g_slow", "nan"):
        adam, sgd = (lambda rate: keras.optimizers.Adam(rate, 0.5)), keras.optimizers.SGD
        both = (sgd(1e6), sgd(1e6)) if run.kind == "nan" else (adam(1.5e-3), adam(1e-5))
        game.compile(*both, loss=game.loss_name)
    if run.kind == "minimax":
        game = training.GAN(
            dcgan.generator("laptop", 100, run.seed),
            dcgan.discriminator("laptop", run.seed + 1),
            seed=run.seed,
        )
        game.compile(keras.optimizers.Adam(1e-3, 0.5), keras.optimizers.SGD(0.01), loss="minimax", d_steps=5)
        look = keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda step, logs: (
                slopes.append(gradient_ratio(game)) if step > run.steps - 40 else None
            )
        )
    given = images
    if run.objective in WITH_LABELS:
        given = (images, labels)
    curves = callbacks.Curves(show=False)
    fit = {"batch_size": min(64, run.n or 64) if run.kind == "tiny" else fit["batch_size"]}
    game.fit(
        given,
        **fit,
        epochs=1,
        steps_per_epoch=run.steps,
        verbose=0,
        callbacks=[curves, look] if run.kind == "minimax" else [curves],
    )
    return game, curves, images, float(np.median(slopes)) if slopes else 1.0


def outcome(run: Run, samples: np.ndarray, trained_on: np.ndarray) -> dict:
    """By the judge, on images that were not trained on: share that looks real, classes missing, variety, copying."""
    train_, others = real(run.data)
    logits, x = seen(run.data, samples)
    said = logits[:, :-1].argmax(axis=1)
    expected = np.bincount(labelled(run.data)[1], minlength=10) / len(labelled(run.data)[1])
    held_out, few = seen(run.data, others)[1], seen(run.data, trained_on[:1000])[1]
    pixels = samples / 127.5 - 1 if samples.dtype == np.uint8 else samples
    to = [np.median(metrics.nearest(x, among).distances) for among in (few, held_out[1000 : 1000 + len(few)])]
    return {
        "spread": float(pixels.std(axis=0).mean() / (others / 127.5 - 1).std(axis=0).mean()),
        "like": float((logits.argmax(axis=1) < logits.shape[1] - 1).mean()),
        "missing": int((np.bincount(said, minlength=10) / len(samples) < MISSING * expected).sum()),
        "variety": hit(x, held_out[:1000]) / hit(seen(run.data, train_[:1000])[1], held_out[:1000]),
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


def label(record: dict) -> str | None:
    """What a training is; None if its outcome lies in between."""
    found, kind = record["outcome"], record["kind"]
    if found.get("lost"):
        return "convergence failure"
    if kind == "early":
        return "not enough evidence"
    if kind == "minimax" and found["gradient"] < VANISHED:
        return "vanishing generator gradient"
    if found["spread"] < ONE:
        return "mode collapse"
    if found["like"] <= UNLIKE:
        return "convergence failure"
    if found["like"] < LIKE:
        return None
    if kind == "tiny":
        return "memorising" if found["copying"] < COPIED else None
    if found["missing"] >= (1 if kind == "classes" else 2) or found["variety"] <= ALIKE:
        return "mode collapse"
    if kind == "classes":
        return None
    return "stable" if found["missing"] == 0 and found["variety"] >= VARIED else None


def perform(run: Run) -> None:
    """Train, measure the outcome, store."""
    start = time.process_time()
    keras.backend.clear_session()
    game, curves, trained_on, gradient = train(run)
    try:
        samples = game.generate(SAMPLES, seed=0)
        lost = not np.isfinite(samples).all()
    except ValueError:  # the weights are no numbers any more
        lost = True
    arrays = {name: v for name, v in curves.steps.items() if name in ("d_loss_real", "d_loss_fake", "d_loss", "g_loss", "distance")}  # fmt: skip
    found = {"lost": True}
    if not lost:
        found = outcome(run, samples, trained_on) | {"gradient": gradient}
        compared = real(run.data)[0] if run.kind == "classes" else trained_on
        arrays |= {"samples": samples, "reference": compared[:4000]}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    write(RUNS / f"{run.name}.npz", content.getvalue())
    record = dataclasses.asdict(run) | {
        "loss": getattr(game, "loss_name", None),
        "steps": run.steps,
        "outcome": {name: round(float(value), 4) for name, value in found.items()},
        "seconds": round(time.process_time() - start, 1),
    }
    write(RUNS / f"{run.name}.json", json.dumps(record).encode())
    print(f"{run.name:<34} {record['seconds']:>6.1f} s  {record['outcome']}", flush=True)


# ---- sets made by hand ---------------------------------------------------------------------------------------------


def ring(n: int, modes, rng, noise=0.05) -> np.ndarray:
    angle = rng.choice(list(modes), n) * np.pi / 4
    return np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, noise, (n, 2))


def made(trials: bool):
    """Sets with their truth: (kind, name, truth, samples, reference). The losses beside them are those of a game that goes well."""
    rng = np.random.default_rng(100 if trials else 200)
    for name in ("mnist", "fashion_mnist", "cifar10"):
        train_, test = (data.load(name, split, verbose=False) for split in ("train", "test"))
        reference = dataclasses.replace(train_, images=train_.images[:10_000], labels=train_.labels[:10_000])

        def pick(classes, n=SAMPLES, test=test):
            rows = np.flatnonzero(np.isin(test.labels, classes))
            return test.images[rng.choice(rows, n, replace=len(rows) < n)]

        for i in range(3):
            yield "as varied", f"{name} {i}", "stable", _worn(pick(range(10)), i, rng), reference
        for i in range(3):
            some = rng.choice(10, 3, replace=False)
            yield "3 of 10 classes", f"{name} {some}", "mode collapse", _worn(pick(some), i, rng), reference
            some = rng.choice(10, 7, replace=False)
            yield "7 of 10 classes", f"{name} {some}", "mode collapse", _worn(pick(some), i, rng), reference
        twenty = pick(range(10), 20)
        yield "20 images × 50", name, "mode collapse", np.repeat(twenty, 50, axis=0), reference
        twenty = train_.images[rng.choice(10_000, 20)]
        yield (
            "20 images × 50",
            f"{name}, of the training set",
            "mode collapse",
            np.repeat(twenty, 50, axis=0),
            reference,
        )
        one = np.repeat(pick(range(10), 1), SAMPLES, axis=0)
        yield "one image", name, "mode collapse", one, reference
        few = reference.images[:300]
        copies = (
            few[rng.integers(300, size=SAMPLES)] / 127.5 - 1 + rng.normal(0, 0.02, (SAMPLES, *few.shape[1:]))
        )
        yield "copies", name, "memorising", copies.clip(-1, 1).astype("float32"), few
        copies = reference.images[rng.integers(10_000, size=SAMPLES)]
        yield "copies", f"{name}, of 10,000", "memorising", copies, reference
        pixels = pick(range(10)).reshape(SAMPLES, -1)
        shuffled = rng.permuted(pixels, axis=1).reshape(SAMPLES, *test.images.shape[1:])
        yield "no images", f"{name}, shuffled pixels", "convergence failure", shuffled, reference
        if name != "cifar10":
            yield "no images", f"{name}, junk", "convergence failure", junk(pick(range(10)), rng), reference
    points = ring(2000, range(8), rng)
    yield "as varied", "ring", "stable", ring(SAMPLES, range(8), rng), points
    for modes in ((0, 1, 2), (0, 2, 4, 6), (0,)):
        yield "points in some modes", str(modes), "mode collapse", ring(SAMPLES, modes, rng), points
    yield "points elsewhere", "ring × 3", "convergence failure", 3 * ring(SAMPLES, range(8), rng), points


def _worn(images: np.ndarray, i: int, rng) -> np.ndarray:
    """The first as they are, the second a little blurred, the third a little noisy: no generator draws perfectly."""
    if i == 0:
        return images
    x = images / 127.5 - 1
    x = gaussian_filter(x, (0, 0.6, 0.6, 0)) if i == 1 else x + rng.normal(0, 0.1, x.shape)
    return x.clip(-1, 1).astype("float32")


def healthy_losses() -> dict[str, np.ndarray]:
    kept = results.run("failure_modes", "stable", 1)
    return {name: kept[name] for name in ("d_loss_real", "d_loss_fake", "g_loss")}


# ---- verdicts ------------------------------------------------------------------------------------------------------


def judged(trials: bool) -> list[dict]:
    """Every training and every set with its label and verdict."""
    found = []
    for run in plan(trials):
        record = json.loads((RUNS / f"{run.name}.json").read_text())
        with np.load(RUNS / f"{run.name}.npz") as arrays:
            losses = {name: arrays[name] for name in arrays.files if arrays[name].ndim == 1}
            pair = (arrays["samples"], arrays["reference"]) if "samples" in arrays.files else ()
        loss = record["loss"] if record["loss"] in diagnosis.SCALES else None
        of_set = CLASSIFIERS[record["data"]] if pair else None  # as it is of a Dataset, which learners give
        found.append(
            record
            | {"what": "training", "name": run.name, "label": label(record)}
            | _said(losses, *pair, loss=loss, classifier=of_set)
        )
    for kind, name, truth, samples, reference in made(trials):
        about = {"what": "made", "kind": kind, "name": f"{kind}: {name}", "label": truth}
        found.append(about | _said(healthy_losses(), samples, reference))
    return found


def _said(*given, **options) -> dict:
    verdict = diagnosis.diagnose(*given, **options)
    return {
        "verdict": verdict.verdict,
        "why": verdict.why,
        "evidence": {e.name: round(float(e.value), 3) for e in verdict.evidence},
    }


def show(records: list[dict]) -> None:
    for r in records:
        mark = " " if r["label"] is None else "." if r["label"] == r["verdict"] else "X"
        what = " ".join(f"{k} {v:.2f}" for k, v in r.get("outcome", {}).items())
        print(f"{mark} {r['name']:<44}{r['label'] or '-':<30}{r['verdict']:<30}{what}")
        if mark == "X":
            print("     ", r["why"], r["evidence"])
    for what in ("training", "made"):
        table = summary([r for r in records if r["what"] == what])
        print(
            f"{what}: {table['right']} of {table['labelled']} right, {table['without_label']} without a label"
        )
    table = summary(records)
    print(f"\nall: {table['right']} of {table['labelled']} right ({table['right'] / table['labelled']:.1%})")
    names = [v for v in diagnosis.VERDICTS if any(v in (r["label"], r["verdict"]) for r in records)]
    print(f"{'label, verdict':<30}" + "".join(f"{n[:14]:>16}" for n in names))
    for n in names:
        print(f"{n:<30}" + "".join(f"{table['confusion'][n][m]:>16}" for m in names))


def confusion(records: list[dict]) -> dict[str, dict[str, int]]:
    """How many runs of each label got each verdict."""
    table = {name: dict.fromkeys(diagnosis.VERDICTS, 0) for name in diagnosis.VERDICTS}
    for record in records:
        if record["label"] is not None:
            table[record["label"]][record["verdict"]] += 1
    return table


def summary(records: list[dict]) -> dict:
    labelled_ = [r for r in records if r["label"] is not None]
    return {
        "right": sum(r["label"] == r["verdict"] for r in labelled_),
        "labelled": len(labelled_),
        "without_label": len(records) - len(labelled_),
        "confusion": confusion(records),
    }


def ship(records: list[dict]) -> None:
    keep = ("what", "kind", "name", "objective", "data", "seed", "outcome", "label", "verdict", "evidence")
    record = {
        "commit": commit(),
        "machine": computer(),
        "summary": {
            what: summary([r for r in records if r["what"] == what]) for what in ("training", "made")
        },
        "minutes_of_one_core": round(sum(r.get("seconds", 0) for r in records) / 60, 1),
        "runs": [{k: r[k] for k in keep if k in r} for r in records],
    }
    write(results.FOLDER / "diagnosis.json", (json.dumps(record, indent=1) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", action="store_true")
    parser.add_argument("--ship", action="store_true")
    arguments = parser.parse_args()
    RUNS.mkdir(parents=True, exist_ok=True)
    for run in plan(arguments.trials):
        if not (RUNS / f"{run.name}.json").exists():
            perform(run)
    records = judged(arguments.trials)
    show(records)
    if arguments.ship:
        ship(records)


if __name__ == "__main__":
    main()
