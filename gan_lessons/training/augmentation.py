"""Few pictures: what the discriminator is shown of an image is changed at random, so that it cannot learn the training set by heart.

Real *and* generated images are changed in the same ways, in the updates of both players, and the generator's gradient flows through the
changes (arXiv 2006.10738). So it never learns to draw a changed image: only D sees them. Each change is linear in the image, and
made of operations that TensorFlow, JAX and PyTorch share.
"""

from __future__ import annotations

import contextlib

from gan_lessons import backend, numeric
from gan_lessons.training.state import State

import keras
from keras import ops

WAYS = ("diff", "adaptive")
REMEMBERED = 256  # real images whose verdicts steer p; four batches of 64 in the paper


@keras.saving.register_keras_serializable(package="gan_lessons")
class DiffAugment(State):
    """Colour, translation and cutout (arXiv 2006.10738), all of them in every image.

    The default amounts are the paper's. An objective that is given one (`GAN.compile(augment=…)`) shows its discriminator
    nothing else. An augmentation of your own is a subclass with its own `seen`.

    Parameters
    ----------
    colour : bool
        Brightness up to half of full white more or less, saturation from none to twice as much, contrast from half to one and a half.
    translation : float
        The longest way an image is moved, as a share of its side, 0 to below 1. What comes in at the edge is grey.
    cutout : float
        The side of a grey square, as a share of the image's, 0 to 1; its middle may be anywhere.

    Raises
    ------
    ValueError
        If a share is out of its range, or `colour` is no switch.
    """

    logs: tuple[str, ...] = ()  # names of what `follow` logs

    def __init__(self, colour: bool = True, translation: float = 1 / 8, cutout: float = 1 / 2):
        colour = numeric.flag("colour", colour)
        translation = numeric.real("translation", translation, least=0.0, below=1.0)
        cutout = numeric.real("cutout", cutout, least=0.0, most=1.0)
        super().__init__(name="augmentation")
        self.colour, self.translation, self.cutout = colour, translation, cutout

    @property
    def probability(self):
        """With which probability each change is made, as a number or a scalar tensor."""
        return 1.0

    def seen(self, images, random):
        """What the discriminator is shown.

        Parameters
        ----------
        images : tensor
            float32 (n, height, width, channels) in [-1, 1]. The result may lie beyond.
        random : keras.random.SeedGenerator
            The game's own, whose state is saved: a resumed run draws what an unbroken one would.

        Returns
        -------
        tensor of the same shape
        """
        if self.colour:
            images = self._recoloured(images, random)
        if self.translation:
            images = self._moved(images, random)
        return self._cut(images, random) if self.cutout else images

    def follow(self, logits, boundary: float = 0.0) -> dict:
        """Told the logits of real images in each of D's updates; logs of the names in `logs`."""
        return {}

    def get_config(self):
        return {name: getattr(self, name) for name in ("colour", "translation", "cutout")}

    # ---- the changes -------------------------------------------------------------------------------------------

    def _chosen(self, images, random):
        """Which images a change is made to: 1 or 0, float32 (n, 1, 1)."""
        drawn = keras.random.uniform((ops.shape(images)[0], 1, 1), seed=random)
        return ops.cast(drawn < self.probability, "float32")

    def _recoloured(self, images, random):
        def amount(low, high, neutral):
            drawn = keras.random.uniform((ops.shape(images)[0], 1, 1), low, high, seed=random)
            return (neutral + self._chosen(images, random) * (drawn - neutral))[..., None]

        images = images + amount(-0.5, 0.5, 0.0)
        if images.shape[-1] > 1:
            grey = ops.mean(images, axis=-1, keepdims=True)
            images = grey + (images - grey) * amount(0.0, 2.0, 1.0)
        middle = ops.mean(images, axis=(1, 2, 3), keepdims=True)
        return middle + (images - middle) * amount(0.5, 1.5, 1.0)

    def _moved(self, images, random):
        n, (height, width, channels) = ops.shape(images)[0], images.shape[1:]
        chosen = ops.cast(self._chosen(images, random), "int32")
        rows, columns = (
            _shifts(side, chosen * _whole(random, n, -most, most))
            for side, most in ((s, round(s * self.translation)) for s in (height, width))
        )
        # A row of the result is a row of the image, or nothing: matrices of ones and zeros, whose gradient needs no scatter.
        moved = ops.matmul(rows, ops.reshape(images, (-1, height, width * channels)))
        moved = ops.transpose(ops.reshape(moved, (-1, height, width, channels)), (0, 2, 1, 3))
        moved = ops.matmul(columns, ops.reshape(moved, (-1, width, height * channels)))
        return ops.transpose(ops.reshape(moved, (-1, width, height, channels)), (0, 2, 1, 3))

    def _cut(self, images, random):
        n, (height, width) = ops.shape(images)[0], images.shape[1:3]
        rows, columns = (
            _inside(side, round(side * self.cutout), _whole(random, n, 0, side)) for side in (height, width)
        )
        square = ops.transpose(rows, (0, 2, 1)) * columns
        return images * (1.0 - self._chosen(images, random) * square)[..., None]


@keras.saving.register_keras_serializable(package="gan_lessons")
class AdaptiveAugment(DiffAugment):
    """The same changes, each made with a probability p that follows how sure the discriminator is (arXiv 2006.06676).

    D that has learned the training set by heart calls nearly all real images real. The mean sign of its logits on them, from -1 to 1, is held
    at `target`: above it p rises, below it falls, always at one speed. A `target` of 0.6 is d_acc_real = 0.8. The sign is a running
    mean over some 256 images.

    Parameters
    ----------
    target : float
        Between -1 and 1; 0.6 in the paper.
    images_per_unit : int
        Over how many real images p can rise from 0 to 1. The paper's 500,000 are a fiftieth of its training; a training of an hour sees
        fewer altogether.
    **changes
        As for `DiffAugment`.

    Attributes
    ----------
    p : keras.Variable
        From 0, where it starts, to 1. Logged as "augment_p".
    sign : keras.Variable
        The running mean.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    logs = ("augment_p",)

    def __init__(self, target: float = 0.6, images_per_unit: int = 20_000, **changes):
        target = numeric.real("target", target, above=-1.0, below=1.0)
        images_per_unit = numeric.whole("images_per_unit", images_per_unit)
        super().__init__(**changes)
        self.target, self.images_per_unit = target, images_per_unit
        self.p, self.sign = (
            self.add_weight((), "zeros", "float32", trainable=False, name=name, aggregation="mean")
            for name in ("p", "sign")
        )

    @property
    def probability(self):
        return self.p.value

    def follow(self, logits, boundary: float = 0.0) -> dict:
        n = ops.cast(ops.shape(logits)[0] * backend.replicas(), "float32")
        new = backend.mean_of_replicas(ops.mean(ops.sign(ops.stop_gradient(logits) - boundary)))
        sign = self.sign + ops.minimum(1.0, n / REMEMBERED) * (new - self.sign)
        step = ops.sign(sign - self.target) * n / self.images_per_unit
        self.sign.assign(sign)
        self.p.assign(ops.clip(self.p + step, 0.0, 1.0))
        return {"augment_p": self.p.value}

    def get_config(self):
        own = {"target": self.target, "images_per_unit": self.images_per_unit}
        return {**own, **super().get_config()}


class Augmented:
    """What an objective has that may augment: `seen` for its losses, which ask the discriminator for nothing else.

    Attributes
    ----------
    augment : DiffAugment or None
    flips : bool
    """

    augment: DiffAugment | None = None
    flips = False

    def seen(self, samples):
        """What the discriminator sees of samples, real or generated: themselves, or what `augment` makes of them."""
        return samples if self.augment is None else self.augment.seen(samples, self.random)

    def with_flips(self, batch: dict) -> dict:
        """A batch whose real images are mirrored, or not, if `flips` says so."""
        if not self.flips:
            return batch
        images = batch["images"]
        turned = keras.random.uniform((ops.shape(images)[0], 1, 1, 1), seed=self.random) < 0.5
        return {**batch, "images": ops.where(turned, ops.flip(images, axis=2), images)}

    @contextlib.contextmanager
    def augmenting(self, new: DiffAugment | None):
        """Go over to another augmentation, unless what is done meanwhile fails."""
        old = self.augment
        self._exchange_augment(old, new)
        try:
            yield
        except Exception:
            self._exchange_augment(new, old)
            raise

    def _exchange_augment(self, old, new):
        if old is new:
            return
        if old is not None:
            backend.forget(self, old)
        self.augment = new


def augmentation_of(augment) -> DiffAugment | None:
    """The augmentation that an option of `compile` names.

    Raises
    ------
    ValueError
        If it names none.
    """
    if augment is None or isinstance(augment, DiffAugment):
        return augment
    if not isinstance(augment, str) or augment not in WAYS:
        raise ValueError(
            f"augment is {numeric.shown(augment)}; choose one of {WAYS}, None for none, or give a training.DiffAugment or "
            "training.AdaptiveAugment."
        )
    return DiffAugment() if augment == "diff" else AdaptiveAugment()


def _whole(random, n, low: int, high: int):
    """One whole number an image, from low to high: int32 (n, 1, 1)."""
    return keras.random.randint((n, 1, 1), low, high + 1, seed=random)


def _shifts(side: int, by):
    """Matrices (n, side, side) that move the rows of an image by so many (n, 1, 1)."""
    places = ops.arange(side, dtype="int32")
    return ops.cast(ops.equal(places[None, None, :], places[None, :, None] - by), "float32")


def _inside(side: int, length: int, middle):
    """Which of the places along a side lie in a stretch around its middle (n, 1, 1): 1 or 0, float32 (n, 1, side)."""
    places = ops.arange(side, dtype="int32")[None, None, :] - (middle - length // 2)
    return ops.cast(ops.logical_and(places >= 0, places < length), "float32")
