"""Train the checkpoints that come with the course, and write them with a record of how.

    python benchmarks/train_pretrained.py mnist-dcgan [--steps 12000] [--score]
    python benchmarks/train_pretrained.py cifar10-dcgan [--steps 10000] [--score]
    python benchmarks/train_pretrained.py faces-dcgan [--steps 4500] [--score]
    python benchmarks/train_pretrained.py fashion-dcgan | fashion-cgan | fashion-acgan | mnist-acgan [--steps 8000] [--score]
    python benchmarks/train_pretrained.py mnist-infogan [--steps 6000] [--score]
    python benchmarks/train_pretrained.py mnist-lsgan [--steps 8000] | mnist-wgan | mnist-wgan-gp [--steps 3000] [--score]
    python benchmarks/train_pretrained.py mnist-sgan [--steps 3000] [--score]

The full data must be there (GAN_LESSONS_DATA or Keras's cache); faces are drawn. The generator is kept at stages of
training; each is scored. Nothing in `gan_lessons/pretrained` changes before training is done.

The record of a GAN of chapters 15 and 16 has a trace, too: after every epoch what its losses were on average, and the Fréchet
distance of 2,000 samples, to see whether the one says anything of the other. That of chapter 20 has, after every epoch, the accuracy of
its classifier on the test images, too: nothing is chosen by it, the last step is kept.
"""

import argparse
import datetime
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import gan_lessons as gl
from gan_lessons import callbacks, data, machine, metrics, models, pretrained, scoring, training

import keras
import numpy as np

from common import commit, computer, write  # isort: skip

SEED = 1
LABELS = 100  # that the semi-supervised GAN is told
SCORED = 5000  # samples of the generators with labels, 500 of each class


class Keep(keras.callbacks.Callback):
    """Keep the generator at chosen steps: its packed weights, and what it draws in full precision."""

    def __init__(self, stages: set[int]):
        super().__init__()
        self.stages, self.step, self.kept = stages, 0, {}

    def on_train_begin(self, logs=None):
        if 0 in self.stages:
            self.keep()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step in self.stages:
            self.keep()

    def keep(self):
        gl.backend.sync(self.model)
        images = self.model.generate(1000, seed=0)
        self.kept[self.step] = (pretrained.pack(self.model.generator), images)
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


def train(name: str, steps: int) -> None:
    what = CHECKPOINTS[name]
    images = what.data()
    if len(images) < what.images:
        raise SystemExit(
            f"A checkpoint is trained on the full set of {what.images:,} images; {len(images):,} were found."
        )
    made_at, on = commit(), computer()  # now: the tree may change while it trains
    gan, options = what.recipe(steps=steps, seed=SEED)
    keep = Keep({s for s in what.stages if s < steps} | {steps})
    traces = [Trace(images.name)] if what.trace else []
    start = time.perf_counter()
    history = gan.fit(images, **options, verbose=2, callbacks=[keep, *traces, callbacks.StopOnNaN()]).history
    record = {
        "name": name,
        "network": what.network,
        "made_by": "benchmarks/train_pretrained.py",
        "date": datetime.date.today().isoformat(),
        "commit": made_at,
        "data": f"{images.name}, {len(images):,} training images",
        "backend": f"{keras.backend.backend()}, keras {keras.__version__}",
        "seed": SEED,
        "steps": keep.step,
        "batch_size": options["batch_size"],
        "seconds": round(time.perf_counter() - start),
        "machine": on,
        "devices": machine.facts(devices=True)["devices"],
        "budget": f"{steps:,} steps: {what.budget}",
        "last_epoch": {key: round(float(values[-1]), 4) for key, values in history.items()},
        "stages": {
            str(step): {"sha256": hashlib.sha256(content).hexdigest()}
            for step, (content, _) in keep.kept.items()
        },
    }
    if traces:
        record["trace"] = traces[0].rows
    classifier = None
    if isinstance(gan, training.SemiSupervisedGAN):
        gl.backend.sync(gan)
        classifier = pretrained.pack(models.semi_supervised.classifier(gan.discriminator))
        n = len(gan.labels)
        record["classifier"] = {
            "network": {"family": "semi_supervised", "recipe": what.network["recipe"], "kind": "stacked"},
            "labels": n,
            "labels_drawn_by": f"training.labelled_subset(..., {n}, seed={SEED}); no other label was used",
            "step": keep.step,
            "sha256": hashlib.sha256(classifier).hexdigest(),
        }
    folder = pretrained.FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npz"):
        old.unlink()
    for step, (content, _) in keep.kept.items():
        write(folder / f"step_{step:06d}.npz", content)
    if classifier:
        write(folder / pretrained.CLASSIFIER, classifier)
    save(record)
    worst = max(
        int(np.abs(draw(name, step).astype(int) - drawn).max()) for step, (_, drawn) in keep.kept.items()
    )
    record["half_precision_error"] = f"at most {worst} of 255 in any pixel of 1,000 images a stage"
    save(record)


def score(name: str) -> None:
    """Score every stage as it lies on disk, and say in the record which is best."""
    record = pretrained.record(name)
    by = CHECKPOINTS[name].judge()
    for step in pretrained.steps(name):
        record["stages"][str(step)] |= (scores := by.scores(draw(name, step, by.n)))
        print(f"step {step:>6,}: {scores}")
    if by.control is not None:
        record["real_images"] = by.scores(by.control)
        print(f"as many real images: {record['real_images']}")
    if "classifier" in record:
        test = data.load("mnist", "test")
        images = test.images.astype("float32") / 127.5 - 1
        right = gl.backend.compiled(pretrained.classifier(name))(images).argmax(axis=1) == test.labels
        record["classifier"] |= {"test_accuracy": round(float(right.mean()), 4), "test_images": len(test)}
        print(f"the classifier as it lies on disk: {right.mean():.2%} of {len(test):,} test images")
    record["best_step"] = max(pretrained.steps(name), key=lambda step: by.rank(record["stages"][str(step)]))
    record["scores_by"] = by.words
    save(record)
    print(
        f"{record['steps']:,} steps in {record['seconds'] / 60:.1f} minutes; best at {record['best_step']:,}"
    )


class ByDigits:
    """Legible digits of every class."""

    n = 1000
    control = None  # what it says of real digits is in the classifier's own record

    def __init__(self):
        accuracy = metrics.classifier("mnist").record["scores"]["accuracy"]
        self.words = (
            f"metrics.legibility: share of 1,000 samples (seed 0) that the 'mnist' classifier (test accuracy {accuracy:.2%}) "
            "is more than 90 % sure of; rarest_class: the least share of a class among the 1,000"
        )

    def scores(self, images: np.ndarray) -> dict:
        result = metrics.legibility(images)
        return {
            "legible": round(result.share, 4),
            "rarest_class": round(result.smallest_class_share, 4),
        }

    def rank(self, scores: dict) -> tuple:
        # A collapsed generator may draw perfect ones: first every class has to be there.
        return scores["rarest_class"] >= 0.04, scores["legible"]


class ByPhotographs:
    """Fréchet distance to the test photographs: a classifier of photographs is too often unsure to rank by."""

    n = 1000

    def __init__(self):
        self.classifier = metrics.classifier("cifar10")
        self.real = self.classifier.features(data.load("cifar10", "test").images)
        self.control = data.load("cifar10").images[:1000]
        self.words = (
            f"1,000 samples (seed 0) and the 'cifar10' classifier (test accuracy {self.classifier.record['scores']['accuracy']:.2%}). "
            f"frechet: metrics.frechet_distance of its features to those of the {len(self.real):,} test photographs, less is "
            "better (real_images: of 1,000 training photographs); legible: share that it is more than "
            "90 % sure of; rarest_class: the least share of a class among the 1,000. The best stage has the least frechet"
        )

    def scores(self, images: np.ndarray) -> dict:
        result = metrics.legibility(images, "cifar10")
        return {
            "frechet": round(float(metrics.frechet_distance(self.classifier.features(images), self.real)), 4),
            "legible": round(result.share, 4),
            "rarest_class": round(result.smallest_class_share, 4),
        }

    def rank(self, scores: dict) -> float:
        return -scores["frechet"]


class ByFaces:
    """Fréchet distance of what the face reader reads to what it reads in drawn faces that nothing was trained on."""

    n = 1000

    def __init__(self):
        self.reader = metrics.face_reader()
        self.real = self.reader.features(data.faces.drawn_faces(2000, seed=2).images)
        self.control = data.faces.drawn_faces(1000, seed=3).images
        self.words = (
            "frechet: metrics.frechet_distance of what metrics.face_reader reads (numbers, and probabilities of words) in "
            "1,000 samples (seed 0) to what it reads in 2,000 drawn faces that were not trained on; less is better "
            "(real_images: of 1,000 drawn faces). The best stage has the least"
        )

    def scores(self, images: np.ndarray) -> dict:
        return {"frechet": round(float(metrics.frechet_distance(self.reader.features(images), self.real)), 4)}

    def rank(self, scores: dict) -> float:
        return -scores["frechet"]


class ByCodes:
    """Likeness to real digits, and what the codes turned out to mean; the two continuous codes are drawn."""

    n = SCORED

    def __init__(self):
        self.classifier = metrics.classifier("mnist")
        self.features = self.classifier.features(data.load("mnist", "test").images)
        train = data.load("mnist")
        rows = np.random.default_rng(1).permutation(len(train.images))[:SCORED]
        self.control = train.images[rows]
        self.words = (
            f"{SCORED:,} samples (seed 0, the values of the categorical code in turn) and the 'mnist' classifier (test accuracy "
            f"{self.classifier.record['scores']['accuracy']:.2%}). frechet: metrics.frechet_distance of its features to those of the "
            f"{len(self.features):,} test images, less is better; purity: share of the samples that are of their code's most frequent "
            "digit, one_to_one: share that agree with the best pairing of codes and digits, nats: mutual information of code and digit, "
            "at most ln 10 = 2.303 (metrics.code_table). real_images: of as many training images. The best stage has the least frechet"
        )

    def scores(self, images: np.ndarray) -> dict:
        frechet = metrics.frechet_distance(self.classifier.features(images), self.features)
        found = {"frechet": round(float(frechet), 3)}
        if images is not self.control:
            codes = np.arange(len(images)) % 10
            table = metrics.code_table(codes, self.classifier.predict(images), 10, 10)
            found |= {
                "purity": round(table.purity, 4),
                "one_to_one": round(table.accuracy, 4),
                "nats": round(table.mutual_information, 3),
            }
        return found

    def rank(self, scores: dict) -> float:
        return -scores["frechet"]


class ByClasses:
    """Agreement with the label and variety within each class, and the Fréchet distance of everything."""

    n = SCORED

    def __init__(self, of: str, labelled: bool = True):
        self.of, self.labelled, test = of, labelled, data.load(of, "test")
        # At random: MNIST's test images are sorted by who wrote them.
        order = np.random.default_rng(0).permutation(len(test.images))
        self.real, self.labels = test.images[order], test.labels[order]
        self.classifier = metrics.classifier(of)
        self.features = self.classifier.features(self.real)
        train = data.load(of)
        rows = np.random.default_rng(1).permutation(len(train.images))[:SCORED]
        self.control, self.control_labels = train.images[rows], train.labels[rows]
        self.words = (
            f"{SCORED:,} samples (seed 0{', the classes in turn' if labelled else ''}) and the {of!r} classifier (test accuracy "
            f"{self.classifier.record['scores']['accuracy']:.2%}). frechet: metrics.frechet_distance of its features to those of the "
            f"{len(self.real):,} test images, less is better; "
            + (
                "agreement: share that it puts into the class asked for, diversity: mean "
                "distance of two images of a class as a share of that of real ones, mean and least over the classes (metrics.by_class). "
                if labelled
                else ""
            )
            + "real_images: of as many training images. The best stage has the least frechet"
        )

    def scores(self, images: np.ndarray) -> dict:
        labels = self.control_labels if images is self.control else np.arange(len(images)) % 10
        frechet = metrics.frechet_distance(self.classifier.features(images), self.features)
        found = {"frechet": round(float(frechet), 3)}
        if self.labelled:
            result = metrics.by_class(self.real, self.labels, images, labels, self.classifier)
            found |= {
                "agreement": round(result.mean_agreement, 4),
                "diversity": round(result.mean_diversity, 4),
                "least_diversity": round(float(result.diversity.min()), 4),
            }
        return found

    def rank(self, scores: dict) -> float:
        return -scores["frechet"]


def draw(name: str, step: int, n: int = 1000) -> np.ndarray:
    """Images, uint8, from the latents that `GAN.generate(n, seed=0)` draws."""
    return scoring.draw(pretrained.load(name, step), n, seed=0)


def save(record: dict) -> None:
    write(pretrained.FOLDER / record["name"] / "record.json", (json.dumps(record, indent=2) + "\n").encode())


@dataclass(frozen=True)
class Checkpoint:
    """What is trained, on what, for how long, and what it is scored by."""

    network: dict
    recipe: Callable
    data: Callable
    images: int
    steps: int
    stages: tuple[int, ...]
    budget: str
    judge: Callable
    trace: bool = False


WITH_LABELS = {
    "images": 60_000,
    "steps": 8_000,
    "stages": (1_000,),
    "budget": "what one core does in about ten minutes",
}

OTHER_LOSSES = {
    "data": partial(data.load, "mnist"),
    "images": 60_000,
    "stages": (),
    "judge": partial(ByClasses, "mnist", labelled=False),
    "trace": True,
}


def semi_supervised(steps: int, seed: int) -> tuple[training.SemiSupervisedGAN, dict]:
    """The laptop recipe of chapter 20, told a few labels that are drawn with the same seed."""
    known, _ = training.labelled_subset(data.load("mnist"), LABELS, seed=seed)
    return training.recipes.semi_supervised("laptop", steps, known.images, known.labels, seed, epochs=10)


CHECKPOINTS = {
    "mnist-dcgan": Checkpoint(
        network={"family": "dcgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.dcgan, "laptop"),
        data=partial(data.load, "mnist"),
        images=60_000,
        steps=12_000,
        stages=(0, 500, 1_000, 2_000, 5_000, 10_000),
        budget="what two cores do in about ten minutes",
        judge=ByDigits,
    ),
    "cifar10-dcgan": Checkpoint(
        network={"family": "dcgan_colour", "recipe": "laptop", "size": 32, "latent_dim": 100},
        recipe=partial(training.recipes.dcgan_colour, "laptop", size=32),
        data=partial(data.load, "cifar10"),
        images=50_000,
        steps=10_000,
        stages=(0, 250, 1_000, 2_500, 5_000, 7_500),
        budget="what one core does in about an hour",
        judge=ByPhotographs,
    ),
    "faces-dcgan": Checkpoint(
        network={"family": "dcgan_colour", "recipe": "laptop", "size": 80, "latent_dim": 100},
        recipe=partial(training.recipes.dcgan_colour, "laptop", size=80),
        data=partial(data.faces.drawn_faces, 50_000, seed=0),
        images=50_000,
        steps=4_500,
        stages=(0, 200, 1_000, 2_500),
        budget="what one core does in about an hour",
        judge=ByFaces,
    ),
    "fashion-dcgan": Checkpoint(
        network={"family": "dcgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.conditional, "laptop", n_classes=None),
        data=partial(data.load, "fashion_mnist"),
        judge=partial(ByClasses, "fashion_mnist", labelled=False),
        **WITH_LABELS,
    ),
    "fashion-cgan": Checkpoint(
        network={"family": "conditional", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.conditional, "laptop"),
        data=partial(data.load, "fashion_mnist"),
        judge=partial(ByClasses, "fashion_mnist"),
        **WITH_LABELS,
    ),
    "fashion-acgan": Checkpoint(
        network={"family": "acgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.acgan, "laptop"),
        data=partial(data.load, "fashion_mnist"),
        judge=partial(ByClasses, "fashion_mnist"),
        **WITH_LABELS,
    ),
    "mnist-acgan": Checkpoint(
        network={"family": "acgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.acgan, "laptop"),
        data=partial(data.load, "mnist"),
        judge=partial(ByClasses, "mnist"),
        **WITH_LABELS,
    ),
    "mnist-infogan": Checkpoint(
        network={
            "family": "infogan",
            "recipe": "laptop",
            "latent_dim": 62,
            "n_classes": 10,
            "n_continuous": 2,
        },
        recipe=partial(training.recipes.infogan, "laptop"),
        data=partial(data.load, "mnist"),
        judge=ByCodes,
        **WITH_LABELS | {"steps": 6_000, "budget": "what one core does in a quarter of an hour"},
    ),
    "mnist-lsgan": Checkpoint(
        network={"family": "lsgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.lsgan, "laptop"),
        steps=8_000,
        budget="what one core does in about ten minutes",
        **OTHER_LOSSES,
    ),
    "mnist-wgan": Checkpoint(
        network={"family": "wgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.wgan, "laptop"),
        steps=3_000,
        budget="what one core does in about ten minutes",
        **OTHER_LOSSES,
    ),
    "mnist-wgan-gp": Checkpoint(
        network={"family": "wgan", "recipe": "laptop", "latent_dim": 100},
        recipe=partial(training.recipes.wgan, "laptop", penalty=10.0),
        steps=3_000,
        budget="what one core does in about twenty minutes",
        **OTHER_LOSSES,
    ),
    "mnist-sgan": Checkpoint(
        network={"family": "semi_supervised", "recipe": "laptop", "latent_dim": 100},
        recipe=semi_supervised,
        steps=3_000,
        budget="what one core does in about five minutes",
        **OTHER_LOSSES,
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=[*CHECKPOINTS])
    parser.add_argument("--steps", type=int, help="default: as many as the shipped one had")
    parser.add_argument("--score", action="store_true", help="only score the stages that are there")
    arguments = parser.parse_args()
    if not arguments.score:
        train(arguments.name, arguments.steps or CHECKPOINTS[arguments.name].steps)
    score(arguments.name)


if __name__ == "__main__":
    main()
