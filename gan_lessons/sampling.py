"""What a generator takes, and which network is shown: said once for every game.

Every generator turns some arrays into samples: latents; latents and labels, or codes; images to be translated; two latents. A `Sampler`
names these, draws the ones that are not given, and checks the ones that are. Generating, callbacks, widgets, scores and checkpoints
see only samplers, so what works for one kind of generator works for all::

    sampler = gan.sampler                  # of a game in training, or
    sampler = sampling.of(generator)       # of a network alone
    inputs = sampler.inputs(25, seed=0, labels=3)
    images = sampler.draw(inputs)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gan_lessons import backend, latent
from gan_lessons.arrays import check_labels, check_samples, to_uint8

import keras
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
        z = np.asarray(given, np.float32)
        if z.shape != (n, *shape):
            raise ValueError(
                f"{self.name} have shape {z.shape}; this generator takes {', '.join(map(str, ('n', *shape))).join('()')}, here with n = {n}."
            )
        if not np.isfinite(z).all():
            raise ValueError(f"{self.name} hold NaN or infinity; give numbers, as latent.sample draws them.")
        return z


@dataclass(frozen=True)
class Labels:
    """Classes, int32 (n, 1). Not given, they are the classes in turn: 0, 1, 2, …

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
        labels = np.asarray(given)
        labels = np.full(n, labels) if labels.ndim == 0 else labels
        check_labels(labels, n, self.n_classes)
        return labels.reshape(-1, 1).astype("int32")


@dataclass(frozen=True)
class Codes:
    """The codes of an InfoGAN, float32 (n, n_classes + n_continuous): a one-hot vector, then numbers in [-1, 1].

    Given are whole numbers, and under the name "continuous" the rest. Not given, the values of the categorical code come in turn, and
    the continuous codes are drawn evenly from [-1, 1].

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

        codes = np.asarray(given)
        codes = np.full(n, codes) if codes.ndim == 0 else codes
        if len(codes) != n:
            raise ValueError(
                f"{len(codes)} codes were given for {n} samples; give one for each, or one for all."
            )
        if codes.ndim == 2 and codes.shape[1] == self.n_classes + self.n_continuous and continuous is None:
            return codes.astype("float32")  # vectors, as this class makes them
        return code_vectors(codes, continuous, self.n_classes, self.n_continuous, seed)


@dataclass(frozen=True)
class Sources:
    """Images to be translated, uint8 or float in [-1, 1] (n, height, width, channels).

    Not given, they are drawn from examples: some of those that the game was trained on.

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
        images = np.asarray(given)
        if len(images) != n or images.ndim != len(self.shape) + 1 or any(
            want not in (None, size) for size, want in zip(images.shape[1:], self.shape, strict=True)
        ):
            wanted = ", ".join("any" if size is None else str(size) for size in self.shape)
            raise ValueError(
                f"{self.name} has shape {images.shape}; this generator takes ({n}, {wanted}), one for each sample."
            )
        check_samples(images)
        return images.astype("float32") / 127.5 - 1.0 if images.dtype == np.uint8 else images.astype("float32")


class Sampler:
    """A network that makes samples, and what goes into it.

    Parameters
    ----------
    network : keras.Model
        The one that is shown: the generator, or its average.
    takes : sequence of Latents, Labels, Codes or Sources
        One for each of the network's inputs, in their order.
    model : keras.Model, optional
        The game in training that the network belongs to.

    Attributes
    ----------
    names : tuple of str
        What can be given.
    shape : tuple of int
        Of one sample.
    examples : dict of str to ndarray
        Where sources come from that are not given.

    Raises
    ------
    ValueError
        If there are more or fewer of them than the network has inputs.
    """

    def __init__(self, network: keras.Model, takes: Sequence, model: keras.Model | None = None):
        if len(takes) != len(network.inputs) or len({part.name for part in takes}) < len(takes):
            raise ValueError(
                f"The network {network.name!r} has {len(network.inputs)} inputs, and {[part.name for part in takes]} go in: name one "
                "for each, by different names."
            )
        self.network, self.takes, self.model = network, tuple(takes), model
        self.examples: dict[str, np.ndarray] = {}
        self._run = backend.compiled(network)

    @property
    def names(self) -> tuple[str, ...]:
        names = [part.name for part in self.takes]
        return tuple(names + (["continuous"] if any(isinstance(p, Codes) for p in self.takes) else []))

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.network.outputs[0].shape[1:])

    @property
    def latent_dim(self) -> int:
        """Numbers of a latent vector.

        Raises
        ------
        ValueError
            If the network takes no latent vector.
        """
        first = self.takes[0]
        if not isinstance(first, Latents) or not isinstance(first.dim, int):
            raise ValueError(
                f"The network {self.network.name!r} takes {' and '.join(self.names)}, no latent vectors (n, latent_dim)."
            )
        return first.dim

    def inputs(self, n: int, seed: int | None = None, **given) -> list[np.ndarray]:
        """What goes in for `n` samples.

        Parameters
        ----------
        n : int
            At least 1.
        seed : int, optional
            Of what is not given. One seed gives one set.
        **given
            By name: latents (n, latent_dim), labels (one, or one for each sample), codes, continuous, source images.

        Returns
        -------
        list of ndarray
            One for each of the network's inputs.

        Raises
        ------
        ValueError
            If something of another name, shape or range was given.
        """
        if n < 1:
            raise ValueError(f"{n} samples were asked for; ask for at least 1.")
        given = {name: value for name, value in given.items() if value is not None}
        if unknown := [name for name in given if name not in self.names]:
            raise ValueError(
                f"This generator takes {' and '.join(self.names)}; it was given {' and '.join(unknown)}"
                + (", and is unconditional: it takes none." if unknown == ["labels"] and len(self.takes) == 1 else ".")
            )
        made = []
        for part in self.takes:
            more = {}
            if isinstance(part, Codes):
                more = {"continuous": given.get("continuous")}
                more |= {"seed": seed} if part.name in given else {}
            if part.name in given:
                made.append(part.checked(given[part.name], n, **more))
            else:
                made.append(part.drawn(n, seed, self.examples, **more))
        return made

    def outputs(self, inputs: Sequence[np.ndarray], batch_size: int = 256, noise: int = 0) -> np.ndarray:
        """What the network makes of these, in inference mode and as it gives it: float32, [-1, 1] for tanh.

        Parameters
        ----------
        inputs : sequence of ndarray
            As `inputs` makes them.
        batch_size : int
            Samples computed at a time; bounds the memory.
        noise : int
            Seed of the layers that draw noise in inference, too; no others do.
        """
        if self.model is not None:
            backend.sync(self.model)
        n = len(inputs[0])
        parts = [
            self._run(*(x[i : i + batch_size] for x in inputs), noise=noise + i)
            for i in range(0, n, batch_size)
        ]
        return np.concatenate(parts)

    def draw(self, inputs: Sequence[np.ndarray], batch_size: int = 256, noise: int = 0) -> np.ndarray:
        """Samples in the form in which data are given: uint8 for images, else float32.

        Raises
        ------
        ValueError
            If they are not finite.
        """
        samples = self.outputs(inputs, batch_size, noise)
        if not np.isfinite(samples).all():
            raise ValueError(
                "The generator's samples are not finite: its weights are lost. Build it anew, or load a checkpoint, and "
                "train with a smaller learning rate."
            )
        return to_uint8(samples) if samples.ndim == 4 else samples

    def generate(self, n: int, seed: int | None = None, batch_size: int = 256, **given) -> np.ndarray:
        """Draw `n` samples: `draw` of `inputs`. Errors as for these."""
        noise = int(np.random.default_rng().integers(2**31)) if seed is None else seed
        return self.draw(self.inputs(n, seed, **given), batch_size, noise)

    def of_latents(self, **given):
        """The network as a function of latents alone: every other input is fixed.

        Parameters
        ----------
        **given
            What else goes in, one for all samples: `labels=3`. Not given, it is what the first of several samples would have.

        Returns
        -------
        callable
            `f(z) -> ndarray`: float32 (n, latent_dim) to what the network makes of it, float32. It has the attribute `latent_dim`.

        Raises
        ------
        ValueError
            If the network takes no latent vector, or what was given does not fit.
        """
        d = self.latent_dim
        given = {name: np.asarray(value)[None] if np.ndim(value) else value for name, value in given.items()}
        rest = self.inputs(1, 0, **given)[1:]

        def run(z: np.ndarray) -> np.ndarray:
            return self._run(z, *(np.repeat(x, len(z), axis=0) for x in rest))

        run.latent_dim = d
        return run


def of(generator) -> Sampler:
    """The sampler of a game, or of a generator alone: what it takes is read from its inputs.

    Parameters
    ----------
    generator : keras.Model
        With `sampler`, as a game has it, or a network that takes latents, latents and labels, latents and codes, two latents, or
        images.

    Raises
    ------
    ValueError
        If it takes something else.
    """
    if isinstance(generator, Sampler):
        return generator
    if hasattr(generator, "sampler"):
        return generator.sampler
    from gan_lessons import models

    shapes = [tuple(x.shape[1:]) for x in generator.inputs]
    if len(shapes) == 1 and len(shapes[0]) == 3:
        return Sampler(generator, [Sources(shapes[0])])
    latents = [Latents(shapes[0][0])] if len(shapes[0]) == 1 and shapes[0][0] else []
    if latents and len(shapes) == 1:
        return Sampler(generator, latents)
    if latents and len(shapes) == 2:
        if codes := models.infogan.sizes(generator):
            return Sampler(generator, [*latents, Codes(*codes)])
        if "int" in keras.backend.standardize_dtype(generator.inputs[1].dtype) or shapes[1] == (1,):
            return Sampler(generator, [*latents, Labels(models.labels.classes_of(generator))])
        if shapes[1] == shapes[0]:
            return Sampler(generator, [*latents, Latents(shapes[1][0], "latents_2")])
    raise ValueError(
        f"The inputs of {generator.name!r} have shapes {shapes}; a generator takes latents (latent_dim,), perhaps with labels (1,), with "
        "codes or with second latents, or images (height, width, channels)."
    )
