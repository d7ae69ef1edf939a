"""What the stages of a checkpoint are scored by, and which of them is best; `scored_by` in the catalogue names one."""

from functools import partial

from gan_lessons import data, metrics, plots, pretrained, sampling, scoring

import numpy as np

from translations import classes_of, pairs_of  # isort: skip

SCORED = 5000  # samples of the generators with labels, 500 of each class


class Judge:
    """What they have in common: what is drawn, and what real images score beside it."""

    n = 1000
    control = None

    def draw(self, network, n: int | None = None, seed: int = 0) -> np.ndarray:
        return scoring.draw(network, n or self.n, seed)

    def beside(self) -> dict:
        """Scores of what any checkpoint of this kind is to be compared with, by name."""
        return {} if self.control is None else {"real_images": self.scores(self.control)}


class ByDigits(Judge):
    """Legible digits of every class, and their likeness to real ones. (What is said of real ones is in the classifier's own record.)"""

    n = SCORED

    def __init__(self):
        self.classifier = metrics.classifier("mnist")
        self.features = self.classifier.features(data.load("mnist", "test").images)
        self.words = (
            f"{SCORED:,} samples (seed 0) and the 'mnist' classifier (test accuracy {self.classifier.record['scores']['accuracy']:.2%}). "
            "legible: share that it is more than 90 % sure of (metrics.legibility); rarest_class: the least share of a class; frechet: "
            f"metrics.frechet_distance of its features to those of the {len(self.features):,} test images. The best stage has the least frechet"
        )

    def scores(self, images: np.ndarray) -> dict:
        result = metrics.legibility(images)
        return {
            "legible": round(result.share, 4),
            "rarest_class": round(result.smallest_class_share, 4),
            "frechet": round(
                float(metrics.frechet_distance(self.classifier.features(images), self.features)), 3
            ),
        }

    def rank(self, scores: dict) -> float:
        return -scores["frechet"]


class ByPhotographs(Judge):
    """Fréchet distance to the test photographs: a classifier of photographs is too often unsure to rank by."""

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


class ByFaces(Judge):
    """Fréchet distance of what the face reader reads to what it reads in drawn faces that nothing was trained on."""

    def __init__(self, size: int = 80):
        self.reader = metrics.face_reader()
        self.real = self.reader.features(data.faces.drawn_faces(2000, seed=2, size=size).images)
        self.control = data.faces.drawn_faces(1000, seed=3, size=size).images
        self.words = (
            "frechet: metrics.frechet_distance of what metrics.face_reader reads (numbers, and probabilities of words) in "
            "1,000 samples (seed 0) to what it reads in 2,000 drawn faces that were not trained on; less is better "
            "(real_images: of 1,000 drawn faces). The best stage has the least"
        )

    def scores(self, images: np.ndarray) -> dict:
        return {"frechet": round(float(metrics.frechet_distance(self.reader.features(images), self.real)), 4)}

    def rank(self, scores: dict) -> float:
        return -scores["frechet"]


class ByCodes(Judge):
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


class ByClasses(Judge):
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


class ByPairs(Judge):
    """Held-out pairs: how far each translation is from the right one, and how far their textures are from those of the right ones."""

    n = 1000  # at most

    def __init__(self, about: pretrained.Entry, backward: bool = False):
        self.train, self.test = (pairs_of(about, split) for split in ("train", "test"))
        if backward:
            self.train, self.test = self.train.reversed(), self.test.reversed()
        self.source, self.target = self.test.source[: self.n], self.test.target[: self.n]
        self.words = (
            f"metrics.translation_score of the translations of {len(self.source):,} held-out images. mean_error: mean absolute error in levels of 255; "
            "similarity: SSIM, 1 is equal; texture: kernel distance of patches, less is nearer. Beside them the translators of "
            "metrics.references. Only the last step is kept: nothing was chosen by these"
        )

    def draw(self, network, n: int | None = None, seed: int = 0) -> np.ndarray:
        sampler = sampling.of(network)
        rows = np.random.default_rng(seed).permutation(len(self.source))[:n] if n else slice(None)
        (inputs,) = sampler.inputs(len(self.source[rows]), source=self.source[rows])
        return plots.to_uint8(sampler.outputs([inputs], batch_size=50, noise=seed))

    def scores(self, images: np.ndarray) -> dict:
        found = metrics.translation_score(images, self.target)
        return {
            "mean_error": round(found.error, 3),
            "similarity": round(found.similarity, 4),
            "texture": round(found.texture.value, 5),
        }

    def beside(self) -> dict:
        made = metrics.references(self.train, self.source)
        return {name.replace(" ", "_"): self.scores(images) for name, images in made.items()}

    def rank(self, scores: dict) -> float:
        return -scores["mean_error"]


class ByDomain(Judge):
    """Two classes without pairs: which class a classifier takes the translations for, and how near they are to real images of the target."""

    def __init__(self, about: pretrained.Entry, backward: bool = False):
        test, names = classes_of(about, "test"), data.load(about.data, "test", verbose=False).class_names
        (self.source, self.target), (a, b) = (test.a, test.b), about.pairs
        if backward:
            self.source, self.target, a, b = self.target, self.source, b, a
        self.of, self.to = names.index(a), names.index(b)
        self.classifier = metrics.classifier(about.data)
        self.real = self.classifier.features(self.target)
        self.words = (
            f"translations of {len(self.source):,} test images and the {about.data!r} classifier (test accuracy "
            f"{self.classifier.record['scores']['accuracy']:.2%}). target, source: shares that it takes for the class translated to, and from; "
            "frechet: metrics.frechet_distance of its features to those of as many real test images of the target, less is nearer; change: "
            "mean absolute difference to the source in levels of 255. untouched: the sources themselves; real: the target's test images "
            "(frechet: one half of them to the other). Only the last step is kept: nothing was chosen by these"
        )

    def draw(self, network, n: int | None = None, seed: int = 0) -> np.ndarray:
        sampler = sampling.of(network)
        rows = np.random.default_rng(seed).permutation(len(self.source))[:n] if n else slice(None)
        (inputs,) = sampler.inputs(len(self.source[rows]), source=self.source[rows])
        return plots.to_uint8(sampler.outputs([inputs], batch_size=50, noise=seed))

    def scores(self, images: np.ndarray) -> dict:
        found = self.shares(images)
        found["frechet"] = round(
            float(metrics.frechet_distance(self.classifier.features(images), self.real)), 3
        )
        found["change"] = round(float(np.abs(images.astype(int) - self.source).mean()), 3)
        return found

    def shares(self, images: np.ndarray) -> dict:
        taken = self.classifier.predict(images)
        return {
            "target": round(float((taken == self.to).mean()), 4),
            "source": round(float((taken == self.of).mean()), 4),
        }

    def beside(self) -> dict:
        half = len(self.real) // 2
        spread = metrics.frechet_distance(self.real[:half], self.real[half:])
        real = {**self.shares(self.target), "frechet": round(float(spread), 3)}
        return {"untouched": self.scores(self.source), "real": real}

    def rank(self, scores: dict) -> float:
        return scores["target"]


JUDGES = {
    "digits": ByDigits,
    "photographs": ByPhotographs,
    "codes": ByCodes,
    "classes": ByClasses,
    "likeness": partial(ByClasses, labelled=False),
}


def judge(about: pretrained.Entry, backward: bool = False):
    """What scores the checkpoints of an entry; `backward`: those of the way back."""
    if about.scored_by in ("pairs", "domain"):
        return {"pairs": ByPairs, "domain": ByDomain}[about.scored_by](about, backward)
    if about.scored_by == "faces":
        return ByFaces(about.network.get("size", 80))
    return (
        JUDGES[about.scored_by](about.data)
        if about.scored_by in ("classes", "likeness")
        else JUDGES[about.scored_by]()
    )
