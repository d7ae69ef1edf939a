"""What can go into a generator: latents, labels, codes, images. Each kind draws itself, and checks what is given in its place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gan_lessons import latent, numeric
from gan_lessons.arrays import check_labels, check_samples

import numpy as np


@dataclass(frozen=True)
class Latents:
    """Draws from the standard normal distribution, float32 (n, dim).

    Parameters
    ----------
    dim : int or tuple of int
        How many numbers for one sample.
    name : str
        A generator with two latents needs two names.
    """

    dim: int | tuple[int, ...]
    name: str = "latents"

    def drawn(self, n: int, seed, examples: Mapping) -> np.ndarray:
        shape = self.dim if isinstance(self.dim, tuple) else (self.dim,)
        # Those of one name are the same points for every generator that has so many numbers.
        seed = seed if self.name == "latents" or seed is None else [seed, *self.name.encode()]
        return latent.sample(n * math.prod(shape[:-1]), shape[-1], seed).reshape(n, *shape)

    def checked(self, given, n: int) -> np.ndarray:
        shape = self.dim if isinstance(self.dim, tuple) else (self.dim,)
        z = numeric.array(self.name, given, dtype=np.float32)
        if z.shape != (n, *shape):
            raise ValueError(
                f"{self.name} have shape {z.shape}; this generator takes {', '.join(map(str, ('n', *shape))).join('()')}, here with n = {n}."
            )
        return z


@dataclass(frozen=True)
class Labels:
    """Classes, int32 (n, 1). If none are given, they are the classes in turn: 0, 1, 2, …

    Parameters
    ----------
    n_classes : int
    name : str
    """

    n_classes: int
    name: str = "labels"

    def drawn(self, n: int, seed, examples: Mapping) -> np.ndarray:
        return (np.arange(n, dtype="int32") % self.n_classes)[:, None]

    def checked(self, given, n: int) -> np.ndarray:
        labels = numeric.array(self.name, given, finite=False)
        labels = np.full(n, labels) if labels.ndim == 0 else labels
        check_labels(labels, n, self.n_classes)
        return labels.reshape(-1, 1).astype("int32")


@dataclass(frozen=True)
class Codes:
    """The codes of an InfoGAN, float32 (n, n_classes + n_continuous): a one-hot vector, then numbers in [-1, 1].

    Give whole numbers, and the rest under the name "continuous". If they are not given, the values of the categorical code come in turn,
    and the continuous codes are drawn uniformly from [-1, 1].

    Parameters
    ----------
    n_classes, n_continuous : int
    """

    n_classes: int
    n_continuous: int
    name: str = "codes"

    def drawn(self, n: int, seed, examples: Mapping, continuous=None) -> np.ndarray:
        return self.checked(np.arange(n) % self.n_classes, n, continuous, seed)

    def checked(self, given, n: int, continuous=None, seed=None) -> np.ndarray:
        from gan_lessons.models.infogan import code_vectors

        codes = numeric.array(self.name, given, finite=False)
        codes = np.full(n, codes) if codes.ndim == 0 else codes
        if len(codes) != n:
            raise ValueError(
                f"{len(codes)} codes were given for {n} samples; give one for each, or one for all."
            )
        if codes.ndim == 2 and codes.shape[1] == self.n_classes + self.n_continuous and continuous is None:
            return numeric.array(self.name, codes, dtype="float32")  # as this class makes them
        return code_vectors(codes, continuous, self.n_classes, self.n_continuous, seed)


@dataclass(frozen=True)
class Sources:
    """Images to be translated, uint8 or float in [-1, 1] (n, height, width, channels).

    If none are given, they are drawn from examples: some of the images that the game was trained on.

    Parameters
    ----------
    shape : (int, int, int)
    name : str
        The role that they have in training ("source", "a").
    """

    shape: tuple[int | None, ...]
    name: str = "source"

    def drawn(self, n: int, seed, examples: Mapping) -> np.ndarray:
        images = examples.get(self.name)
        if images is None:
            raise ValueError(
                f"This generator translates images, and there are none yet: give them, {self.name}=images, or train first."
            )
        if n <= len(images):
            rows = np.sort(np.random.default_rng(seed).permutation(len(images))[:n])
        else:
            rows = np.arange(n) % len(images)
        return self.checked(images[rows], n)

    def checked(self, given, n: int) -> np.ndarray:
        images = numeric.array(self.name, given, finite=False, bools=True)
        fit = images.ndim == len(self.shape) + 1 and len(images) == n
        if not fit or any(
            not size or want not in (None, size)
            for size, want in zip(images.shape[1:], self.shape, strict=True)
        ):
            wanted = ", ".join("any" if size is None else str(size) for size in self.shape)
            raise ValueError(
                f"{self.name} has shape {images.shape}; this generator takes ({n}, {wanted}), one for each sample."
            )
        check_samples(images)
        return (
            images.astype("float32") / 127.5 - 1.0 if images.dtype == np.uint8 else images.astype("float32")
        )
