"""Which practices does a small DCGAN need? Take one away, or add one, and count the digits that can be read.

    python benchmarks/heuristics.py [--seeds 1 2 3] [--steps 700] [--variants …]      # trains what is not there yet
    python benchmarks/heuristics.py --table [NAME]                                    # prints the table
    python benchmarks/heuristics.py --ship [NAME] [--steps 700]                       # puts the result into the package

The baseline is `models.practices` as it stands. Each variant changes one thing. Runs of one seed share initial weights
(where the variant leaves the layer as it is), latents and the order of the data, so that variants are compared with the baseline
seed by seed. Each run appends one line to a file (variant, seed, scores, seconds) as it ends; what is there is not run again,
so that an interrupted benchmark goes on. Seed after seed is done, every variant before the next seed.

The package has two results: "heuristics", all variants at 700 steps, and "heuristics_long", some of them at 1,400.

2,000 samples are scored by the frozen MNIST classifier: the share that it is more than 90 % sure of, its mean confidence,
the share of all that is surely of the rarest class, and how even the classes are (the exponential of the entropy of the legible samples' classes: 10 if
all are equally frequent, 1 if there is only one).
"""

import argparse
import collections
import io
import json
import time
from pathlib import Path

from gan_lessons import data, latent, metrics, plots, results, training
from gan_lessons.models import practices
from gan_lessons.training.batches import Batches
from gan_lessons.training.inputs import Feed

import keras
import numpy as np
from keras import ops

from common import commit, computer, write  # isort: skip

RUNS = Path(__file__).parent / "runs" / "heuristics"
BATCH, D_RATE, G_RATE = 32, 1e-3, 2e-3
SAMPLES, SHOWN = 2000, 20


class UniformLatents(training.GAN):
    """Latents from U[-1, 1], as DCGANs often have them, in training and when drawing."""

    half_width = 1.0

    def latents(self, n):
        return keras.random.uniform((n, self.latent_dim), -self.half_width, self.half_width, seed=self.random)


class WideUniformLatents(UniformLatents):
    """Uniform with variance 1, like the Gaussian."""

    half_width = 3**0.5


class NoisyTargets(training.GAN):
    """Targets drawn anew for each sample: U[0.7, 1.2] for real, U[0, 0.3] for generated ones."""

    for_real, for_generated = (0.7, 1.2), (0.0, 0.3)

    def discriminator_loss(self, logits, targets):
        u = keras.random.uniform(ops.shape(logits), seed=self.random)
        (low, high), (least, most) = self.for_real, self.for_generated
        noisy = ops.where(targets > 0.5, low + (high - low) * u, least + (most - least) * u)
        return ops.softplus(logits) - noisy * logits


class NoisyOnes(NoisyTargets):
    """As noisy for real ones as the mean 0.9 allows without going above 1: U[0.8, 1]; 0 for generated ones."""

    for_real, for_generated = (0.8, 1.0), (0.0, 0.0)


# What each variant is called, which practice it is about, and the arguments of the parts that it changes.
VARIANTS = {
    "baseline": ("nothing", "", {}),
    "max_pool": ("max pooling in D, no strides", "1", {"d": {"downsample": "max_pool"}}),
    "resize": ("resize and convolve (3 × 3) in G", "2", {"g": {"upsample": "resize"}}),
    "relu_d": ("ReLU in D", "3", {"d": {"activation": "relu"}}),
    "leaky_g": ("LeakyReLU in G too", "3", {"g": {"activation": "leaky_relu"}}),
    "norm_g_only": ("batch norm in G only", "4", {"d": {"norm": False}}),
    "norm_d_only": ("batch norm in D only", "4", {"g": {"norm": False}}),
    "norm_none": ("no batch norm", "4", {"g": {"norm": False}, "d": {"norm": False}}),
    "init_glorot": ("Glorot initial weights", "5", {n: {"initializer": "glorot"} for n in "gd"}),
    "init_wide": ("initial weights N(0, 0.05)", "5", {n: {"initializer": "wide"} for n in "gd"}),
    "init_shared": ("one initialiser for all layers", "5", {"shared": True}),
    "beta_09": ("Adam's β₁ 0.9", "6", {"beta_1": 0.9}),
    "rate_2e-4": ("learning rates 2e-4", "6", {"rates": (2e-4, 2e-4)}),
    "rates_equal": ("D's learning rate as high as G's", "6", {"rates": (G_RATE, G_RATE)}),
    "uniform": ("uniform latents, U[-1, 1]", "8", {"gan": UniformLatents}),
    "uniform_wide": ("uniform latents with variance 1", "8", {"gan": WideUniformLatents}),
    "norm_joint": ("real and generated in one batch", "9", {"game": {"d_batches": "joint"}}),
    # An optimiser's own schedule counts its updates, two a step here: D's rate would be zero from the middle on.
    "alternate": ("two updates of D a step", "9", {"game": {"d_batches": "alternate"}, "d_fades": 1.0}),
    "smooth_one": ("real target 0.9", "10", {"game": {"label_smoothing": 0.1}}),
    "smooth_two": ("targets 0.9 and 0.1", "10", {"game": {"label_smoothing": (0.1, 0.1)}}),
    "smooth_noisy": ("targets U[0.7, 1.2] and U[0, 0.3]", "10", {"gan": NoisyTargets}),
    "flips": ("5 % of the labels flipped", "11", {"game": {"label_flips": 0.05}}),
    "dropout": ("dropout 0.3 in D", "", {"d": {"dropout": 0.3}}),
    "minimax": ("minimax loss for G", "", {"game": {"loss": "minimax"}}),
}

# Asked for by name only, and no part of the package's records: each changes one thing of a variant that changes several.
CONTROLS = {
    "alternate_by_update": (
        "two updates of D, its rate zero after half",
        "9",
        {"game": {"d_batches": "alternate"}},
    ),
    "d_fades_early": ("D's rate is zero after half of the steps", "", {"d_fades": 0.5}),
    "rates_1e-3": ("both learning rates 1e-3", "6", {"rates": (D_RATE, D_RATE)}),
    "rates_low": ("learning rates 1e-4 and 2e-4", "6", {"rates": (1e-4, 2e-4)}),
    "smooth_mean": ("targets 0.95 and 0.15", "10", {"game": {"label_smoothing": (0.05, 0.15)}}),
    "smooth_ones": ("real targets U[0.8, 1]", "10", {"gan": NoisyOnes}),
}


def build(variant: dict, steps: int, seed: int) -> training.GAN:
    """The GAN of a variant, compiled."""
    seeds = np.random.default_rng(seed).integers(2**31, size=3).tolist()
    g, d = dict(variant.get("g", {})), dict(variant.get("d", {}))
    if variant.get("shared"):
        g["initializer"] = d["initializer"] = keras.initializers.RandomNormal(stddev=0.02, seed=seeds[0])
    gan = variant.get("gan", training.GAN)(
        practices.generator(seed=seeds[0], **g), practices.discriminator(seed=seeds[1], **d), seed=seeds[2]
    )
    d_adam, g_adam = (
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(rate, steps), beta_1=variant.get("beta_1", 0.5)
        )
        for rate in variant.get("rates", (D_RATE, G_RATE))
    )
    game = {"d_batches": "separate", **variant.get("game", {})}
    if "d_fades" in variant:  # after which share of the steps its rate is zero, by the game's clock
        ends = keras.optimizers.schedules.CosineDecay(D_RATE, round(variant["d_fades"] * steps))
        d_adam, game["schedules"] = keras.optimizers.Adam(D_RATE, beta_1=0.5), {"d": ends}
    gan.compile(d_adam, g_adam, **game)
    return gan


def samples(gan: training.GAN) -> np.ndarray:
    """Samples from the latents that the variant trains with, uint8 (n, 28, 28, 1)."""
    if not isinstance(gan, UniformLatents):
        return gan.generate(SAMPLES, seed=0)
    z = np.random.default_rng(0).uniform(-gan.half_width, gan.half_width, (SAMPLES, gan.latent_dim))
    return plots.to_uint8(latent.pictures(gan.generator, z.astype("float32")))


def run(name: str, seed: int, steps: int, digits) -> tuple[dict, np.ndarray]:
    """Train one variant with one seed; returns its line for the file, and a few samples."""
    gan = build((VARIANTS | CONTROLS)[name][2], steps, seed)
    start = time.perf_counter()
    # Not fit(): on one core Keras's input pipeline can keep it waiting, at its end, for as long again as it trained.
    walk, logs = Batches(Feed({"images": digits.images}), BATCH, steps, gan.seed), []
    for step in range(steps):
        logs.append(gan.train_on_batch(*walk[step], return_dict=True))
    seconds = time.perf_counter() - start
    images = samples(gan)
    score = metrics.legibility(images)
    line = {
        "variant": name,
        "seed": seed,
        "steps": steps,
        "legible": round(score.share, 4),
        "confidence": round(score.mean_confidence, 4),
        "rarest": round(score.smallest_class_share, 4),
        "classes": round(results.effective_classes(score.class_shares), 2),
        "class_shares": [round(s, 4) for s in score.class_shares.tolist()],
        "last_steps": {k: round(float(np.mean([log[k] for log in logs[-100:]])), 3) for k in logs[-1]},
        "seconds": round(seconds, 1),
    }
    return line, images[:SHOWN]


def ship(runs: list[dict], name: str) -> None:
    """Write the runs and their samples into the package, with what they depend on: variants with three seeds or more."""
    times = collections.Counter(line["variant"] for line in runs)
    runs = [line for line in runs if line["variant"] in VARIANTS and times[line["variant"]] >= 3]
    runs.sort(key=lambda line: (list(VARIANTS).index(line["variant"]), line["seed"]))
    record = {
        "command": f"python benchmarks/heuristics.py --steps {runs[0]['steps']}",
        **json.loads((RUNS / "about.json").read_text()),
        "batch_size": BATCH,
        "steps": runs[0]["steps"],
        "learning_rates": {"d": D_RATE, "g": G_RATE, "schedule": "cosine, to 0"},
        "samples": SAMPLES,
        "score": "MNIST classifier, confidence > 0.9",
        "seeds": sorted({line["seed"] for line in runs}),
        "variants": {
            name: {"label": label, "practice": p}
            for name, (label, p, _) in VARIANTS.items()
            if times[name] >= 3
        },
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)[:-2]
    lines = ",\n  ".join(json.dumps({k: v for k, v in line.items() if k != "steps"}) for line in runs)
    write(results.FOLDER / f"{name}.json", f'{text},\n "runs": [\n  {lines}\n ]\n}}\n'.encode())
    shown = {
        variant: np.stack(
            [
                np.load(RUNS / f"{variant}_{r['seed']}_{r['steps']}.npy")
                for r in runs
                if r["variant"] == variant
            ]
        )
        for variant in record["variants"]
    }
    content = io.BytesIO()  # 16 greys are enough
    np.savez_compressed(content, **{variant: images & 0xF0 for variant, images in shown.items()})
    write(results.FOLDER / f"{name}.npz", content.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=[*VARIANTS, *CONTROLS])
    parser.add_argument("--table", nargs="?", const="heuristics", metavar="NAME")
    parser.add_argument("--ship", nargs="?", const="heuristics", metavar="NAME")
    arguments = parser.parse_args()
    if arguments.table:
        print(results.table(results.load(arguments.table)))
        return
    RUNS.mkdir(parents=True, exist_ok=True)
    file = RUNS / "runs.jsonl"
    done = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    if arguments.ship:
        ship([line for line in done if line["steps"] == arguments.steps], arguments.ship)
        return
    there = {(line["variant"], line["seed"], line["steps"]) for line in done}
    digits = data.load("mnist")
    about = {
        "commit": commit(),
        "machine": computer(),
        "data": f"MNIST, {len(digits.images):,} training images",
    }
    (RUNS / "about.json").write_text(json.dumps(about, indent=1))
    for seed in arguments.seeds:
        for name in arguments.variants:
            if (name, seed, arguments.steps) in there:
                continue
            keras.backend.clear_session()
            line, shown = run(name, seed, arguments.steps, digits)
            write(RUNS / f"{name}_{seed}_{arguments.steps}.png", plots.png(plots.grid_image(shown, cols=10)))
            np.save(RUNS / f"{name}_{seed}_{arguments.steps}.npy", shown)
            with file.open("a") as lines:
                lines.write(json.dumps(line) + "\n")
            print(
                json.dumps(
                    {k: line[k] for k in ("variant", "seed", "legible", "rarest", "classes", "seconds")}
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()
