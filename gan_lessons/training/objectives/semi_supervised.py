"""The semi-supervised GAN: a discriminator that learns from many images, and from the labels of a few, which class is which."""

from __future__ import annotations

import base64
import dataclasses
import zlib

from gan_lessons import backend, numeric
from gan_lessons.arrays import check_labels, to_unit_range
from gan_lessons.models import semi_supervised
from gan_lessons.training import checks
from gan_lessons.training.objectives.acgan import cross_entropy_of_classes
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.networks import check_declared
from gan_lessons.training.players import Player

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class SemiSupervisedGAN(GAN):
    """A GAN whose discriminator is also shown a few labelled images, and becomes a classifier (arXiv 1606.01583, 1606.03498).

    Every image that `fit` is given helps to tell real from generated, and no label of it is used; the few images with
    labels are given here, and are drawn from again and again. Both tasks share the discriminator's features.

    Parameters
    ----------
    generator : keras.Model
        Latents (n, latent_dim) to samples.
    discriminator : keras.Model
        Samples to [source logit (n, 1), class logits (n, n_classes), features (n, f)], as `models.semi_supervised` builds it.
    images : ndarray
        The labelled samples (n, ...), uint8 for images: all labels that may be used. A saved model holds them, so that it can go on.
    labels : ndarray
        Their classes: integers (n,) or (n, 1), from 0; each class at least once.
    seed : int, optional
        Seed of latents, of the draws from the labelled samples, of label flips and batch order.

    Raises
    ------
    ValueError
        If the networks do not fit together, or the labelled samples do not fit them.

    Examples
    --------
    >>> from gan_lessons import data, models, training
    >>> digits = data.load("mnist")
    >>> known, _ = training.labelled_subset(digits, 100, seed=1)
    >>> family = models.semi_supervised
    >>> gan = training.SemiSupervisedGAN(family.generator(), family.discriminator(), known.images, known.labels, seed=2)
    >>> gan.compile()
    >>> history = gan.fit(digits.images, batch_size=50, epochs=1, steps_per_epoch=10)
    >>> classes = gan.classify(data.load("mnist", "test").images)  # int32 (10000,)
    """

    metric_names = (*GAN.metric_names, "supervised_loss", "supervised_acc")
    outputs_of_d = (3,)

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        images: np.ndarray,
        labels: np.ndarray,
        seed: int | None = None,
        **kwargs,
    ):
        check_declared(generator=generator, discriminator=discriminator)
        heads = [tuple(x.shape[1:]) for x in discriminator.outputs]
        if len(heads) != 3 or any(len(head) != 1 for head in heads):
            raise ValueError(
                f"The discriminator's outputs have shapes {heads}; a SemiSupervisedGAN needs [(1,), (n_classes,), (f,)]: one logit "
                "for real or generated, then one for each class, then the features."
            )
        super().__init__(generator, discriminator, seed, **kwargs)
        self.n_classes = heads[1][0]
        images = numeric.array("images", images, finite=False, bools=True)
        labels = numeric.array("labels", labels, finite=False, bools=True)
        self._check_labelled(images, labels)
        self.labelled_images, self.labels = images, labels.reshape(-1).astype("int32")
        self._logits = backend.compiled(semi_supervised.classifier(discriminator))

    def compile(
        self,
        *args,
        labelled_batch: int = 50,
        supervised_weight: float = 1.0,
        feature_matching: bool = False,
        **kwargs,
    ) -> None:
        """Set how the game is played.

        Parameters
        ----------
        *args, **kwargs
            As for `GAN.compile`. With `d_batches="alternate"` the labelled samples have an update of their own, the first, as in
            chapter 20; the optimiser is the same.
        labelled_batch : int
            Labelled samples in an update, drawn with replacement.
        supervised_weight : float
            What one nat of the class loss counts beside one nat of the source loss.
        feature_matching : bool
            The generator's aim. False: that its samples are taken for real. True: that the discriminator's features have the same mean over
            its samples as over real ones (arXiv 1606.03498); `g_loss` is then the squared distance of the two means, and `loss` is not
            used. Not for a discriminator with batch norm, as that of the recipe "laptop": the two kinds of samples go through it apart,
            each batch loses its own mean there, and little is left to match.
        """
        labelled_batch = numeric.whole("labelled_batch", labelled_batch, most=1_000_000)
        checks.shared_out("labelled_batch", labelled_batch, backend.replicas_of(self))
        supervised_weight = numeric.real("supervised_weight", supervised_weight, least=0.0)
        feature_matching = numeric.flag("feature_matching", feature_matching)
        self.labelled_batch, self.supervised_weight = labelled_batch, supervised_weight
        self.feature_matching = feature_matching
        super().compile(*args, **kwargs)

    # ---- the objective -----------------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        d, g = super().players()
        losses = [self.supervised_loss, *d.losses] if self.d_batches == "alternate" else d.losses
        return [dataclasses.replace(d, losses=losses), g]

    def d_loss(self, batch: dict):
        loss, logs = super().d_loss(batch)
        supervised, more = self.supervised_loss(batch)
        return loss + supervised, logs | more

    def supervised_loss(self, batch: dict):
        """The weighted class loss on labelled samples drawn anew, and its logs, unweighted."""
        samples, labels = self.labelled(self.labelled_batch // backend.replicas())
        classes = self.judged(self.seen(samples), labels)[1]
        loss = ops.mean(cross_entropy_of_classes(classes, labels))
        right = ops.equal(ops.cast(ops.argmax(classes, axis=-1, keepdims=True), "int32"), labels)
        return self.supervised_weight * loss, {
            "supervised_loss": loss,
            "supervised_acc": ops.mean(ops.cast(right, "float32")),
        }

    def labelled(self, n: int) -> tuple:
        """n labelled samples, drawn anew with replacement, and their labels (n, 1), as tensors."""
        rows = keras.random.randint((n,), 0, len(self.labels), seed=self.random)
        samples = to_unit_range(ops.take(ops.convert_to_tensor(self.labelled_images), rows, axis=0))
        return samples, ops.take(ops.convert_to_tensor(self.labels), rows)[:, None]

    def loss_of_d(self, outputs, side: str, labels=None):
        return super().loss_of_d(outputs[0], side)

    def g_loss(self, batch: dict):
        if not self.feature_matching:
            return super().g_loss(batch)
        real = ops.stop_gradient(ops.mean(self.judged(self.seen(batch["images"]), None)[2], axis=0))
        latents, labels = self.inputs_of_g(batch)
        fake = ops.mean(self.judged(self.seen(self.generated(latents, labels)), labels)[2], axis=0)
        real, fake = (backend.mean_of_replicas(mean) for mean in (real, fake))
        loss = ops.sum(ops.square(fake - real))
        return loss, {"g_loss": loss}

    def loss_of_g(self, outputs, labels=None):
        return super().loss_of_g(outputs[0])

    # ---- use ---------------------------------------------------------------------------------------------------

    def class_logits(self, samples: np.ndarray, batch_size: int = 256) -> np.ndarray:
        """What the discriminator's class head says, in inference mode.

        Parameters
        ----------
        samples : ndarray
            As `fit` takes them: images uint8 (n, height, width, channels) or float32 in [-1, 1].
        batch_size : int
            Samples computed at a time; bounds the memory.

        Returns
        -------
        ndarray
            float32 (n, n_classes).

        Raises
        ------
        ValueError
            If the samples do not fit the discriminator.
        """
        backend.sync(self)
        samples = numeric.array("samples", samples, finite=False, bools=True)
        batch_size = numeric.whole("batch_size", batch_size)
        self.roles()["images"].check("images", samples)
        parts = [samples[i : i + batch_size] for i in range(0, len(samples), batch_size)]
        return np.concatenate([self._logits(to_unit_range(ops.convert_to_tensor(part))) for part in parts])

    def classify(self, samples: np.ndarray, batch_size: int = 256) -> np.ndarray:
        """The likeliest class of each sample: int32 (n,). Parameters and errors as for `class_logits`."""
        return self.class_logits(samples, batch_size).argmax(axis=1).astype("int32")

    # ---- checks and saving -------------------------------------------------------------------------------------

    def _check_labelled(self, images, labels):
        counts = [len(a) if a.ndim else 0 for a in (images, labels)]
        if not all(counts):
            raise ValueError(
                f"{counts[0]} labelled images with {counts[1]} labels were given; give at least one of each of the "
                f"{self.n_classes} classes (training.labelled_subset draws them). Without labels, train a GAN."
            )
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images were given with {len(labels)} labels; give one for each.")
        self.roles()["images"].check("images", images)
        check_labels(labels, len(images), self.n_classes)
        missing = sorted(set(range(self.n_classes)) - set(labels.reshape(-1).tolist()))
        if missing:
            raise ValueError(
                f"There is no labelled image of the classes {missing}, so they could never be named. Give at least one "
                f"of each of the {self.n_classes} classes, or build a discriminator with fewer (n_classes)."
            )

    def get_config(self):
        return {
            **super().get_config(),
            "images": _packed(self.labelled_images),
            "labels": self.labels.tolist(),
        }

    @classmethod
    def from_config(cls, config):
        labels = np.asarray(config["labels"], "int32")
        return super().from_config(config | {"images": _unpacked(config["images"]), "labels": labels})

    def get_compile_config(self):
        config = super().get_compile_config()
        if config is None:
            return None
        return config | {
            "labelled_batch": self.labelled_batch,
            "supervised_weight": self.supervised_weight,
            "feature_matching": self.feature_matching,
        }


def labelled_subset(dataset, n_labels: int, seed: int | None = None, n_validation: int = 0) -> tuple:
    """A few images with their labels, as equally many of each class as can be, drawn without replacement.

    Parameters
    ----------
    dataset : Dataset
    n_labels : int
        The label budget: how many labels may be used, those for validation among them. If the classes cannot share them equally, those
        that get one more are drawn: of 25 labels five of ten classes have 3, the others 2.
    seed : int, optional
        One seed gives one draw.
    n_validation : int
        How many of them are set aside to choose by: a multiple of the number of classes. At least one of each class must
        remain to learn from.

    Returns
    -------
    Dataset, Dataset or None
        To learn from (n_labels - n_validation), and to choose by; no image is in both. None without validation. Classes
        are in random order. The same seed and `n_labels` draw the same images, whatever part of them is for validation.

    Raises
    ------
    ValueError
        If there are too few labels for the classes, `n_validation` is no such multiple, or a class has too few images.
    """
    n_labels = numeric.whole("n_labels", n_labels, least=-(10**9))
    n_validation = numeric.whole("n_validation", n_validation, least=-(10**9))
    counts = np.bincount(dataset.labels, minlength=len(dataset.class_names))
    n_classes = len(counts)
    if n_validation % n_classes or n_validation < 0:
        raise ValueError(
            f"n_validation is {n_validation}; it must be a multiple of the {n_classes} classes, as each gets equally many. "
            f"{n_classes} is one."
        )
    held = n_validation // n_classes
    rng = numeric.rng(seed)
    if n_labels < n_validation + n_classes:
        kept = f" and {n_validation} of them are for validation" if n_validation else ""
        raise ValueError(
            f"n_labels is {n_labels}{kept}; at least one of each of the {n_classes} classes must remain to learn from: give "
            f"n_labels of {n_validation + n_classes} or more."
        )
    rows = [rng.permutation(np.flatnonzero(dataset.labels == k)) for k in range(n_classes)]
    each = np.full(n_classes, n_labels // n_classes)
    each[rng.permutation(n_classes)[: n_labels % n_classes]] += 1
    if (short := counts - each).min() < 0:
        k = int(short.argmin())
        raise ValueError(
            f"n_labels is {n_labels}, {each[k]} of class {k}, but there are only {counts[k]} images of it; "
            f"ask for at most {counts.min() * n_classes}."
        )
    rows = [row[:n] for row, n in zip(rows, each, strict=True)]
    learn, choose = (np.concatenate(part) for part in ([r[held:] for r in rows], [r[:held] for r in rows]))
    return dataset.rows(rng.permutation(learn)), dataset.rows(rng.permutation(choose)) if held else None


def _packed(a: np.ndarray) -> dict:
    """An array as text, for a config."""
    text = base64.b64encode(zlib.compress(np.ascontiguousarray(a).tobytes())).decode()
    return {"shape": list(a.shape), "dtype": a.dtype.name, "zlib_base64": text}


def _unpacked(packed: dict) -> np.ndarray:
    flat = np.frombuffer(zlib.decompress(base64.b64decode(packed["zlib_base64"])), packed["dtype"])
    return flat.reshape(packed["shape"])
