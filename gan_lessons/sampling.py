"""What a generator takes, and which network is shown, stated once for every game.

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
from collections.abc import Sequence

from gan_lessons import backend, numeric
from gan_lessons.arrays import to_uint8
from gan_lessons.generator_inputs import Codes, Labels, Latents, Sources

import keras
import numpy as np

__all__ = ["Codes", "Labels", "Latents", "Sampler", "Sources", "of"]


class Sampler:
    """A network that makes samples, and what goes into it.

    Parameters
    ----------
    network : keras.Model
        The one that is shown: the generator, or its average. It has one output.
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
        Where source images come from when none are given.

    Raises
    ------
    ValueError
        If `takes` does not match the network's inputs one to one, or the network has several outputs.
    """

    def __init__(self, network: keras.Model, takes: Sequence, model: keras.Model | None = None):
        inputs = _inputs_of(network)
        if len(takes) != len(inputs) or len({part.name for part in takes}) < len(takes):
            raise ValueError(
                f"The network {network.name!r} has {len(inputs)} inputs, and {[part.name for part in takes]} go in: name one "
                "for each, by different names."
            )
        if len(network.outputs) != 1:
            raise ValueError(
                f"The network {network.name!r} has {len(network.outputs)} outputs; a generator has one, its samples. Make one of them "
                "the output: keras.Model(network.inputs, network.outputs[0])."
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
            what = "images to translate" if isinstance(first, Sources) else first.name
            raise ValueError(
                f"The network {self.network.name!r} takes {what} of shape {tuple(self.network.inputs[0].shape)}, no latent vectors "
                "(n, latent_dim)."
            )
        return first.dim

    def inputs(self, n: int, seed: int | None = None, **given) -> list[np.ndarray]:
        """The network's inputs for `n` samples.

        Parameters
        ----------
        n : int
            At least 1.
        seed : int, optional
            Seed of whatever is not given. One seed gives one set.
        **given
            By name: latents (n, latent_dim), labels (one, or one for each sample), codes, continuous, source images.

        Returns
        -------
        list of ndarray
            One for each of the network's inputs.

        Raises
        ------
        ValueError
            If something with another name, shape or range was given.
        """
        n = numeric.whole("n, the number of samples,", n)
        seed = None if seed is None else numeric.whole("seed", seed, 0, math.inf)
        given = {name: value for name, value in given.items() if value is not None}
        if unknown := [name for name in given if name not in self.names]:
            raise ValueError(
                f"This generator takes {' and '.join(self.names)}; it was given {' and '.join(unknown)}"
                + (
                    ", and is unconditional: it takes none."
                    if unknown == ["labels"] and len(self.takes) == 1
                    else "."
                )
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
        """The network's outputs for these inputs, in inference mode and unscaled: float32; those of images are clipped to [-1, 1].

        Parameters
        ----------
        inputs : sequence of ndarray
            As `inputs` makes them.
        batch_size : int
            Samples computed at a time; bounds the memory.
        noise : int
            Seed of the layers, if there are any, that draw noise in inference as well. What they draw also depends on `batch_size`.

        Raises
        ------
        ValueError
            If these do not fit the network's inputs.
        """
        batch_size, noise = (
            numeric.whole("batch_size", batch_size),
            numeric.whole("noise", noise, 0, math.inf),
        )
        inputs = [numeric.array("an input", x, finite=False) for x in inputs]
        sizes = {x.shape[:1] for x in inputs}
        if len(sizes) != 1 or sizes <= {(), (0,)}:
            raise ValueError(
                f"Inputs of shape {', '.join(str(x.shape) for x in inputs) or 'none'} were given; give one array for each of "
                f"{' and '.join(part.name for part in self.takes)}, as many rows in each and at least one."
            )
        parts = [
            self._computed([x[i : i + batch_size] for x in inputs], noise + i)
            for i in range(0, len(inputs[0]), batch_size)
        ]
        return np.concatenate(parts)

    def _computed(self, inputs, noise=0):
        if self.model is not None:
            backend.sync(self.model)
        try:
            samples = self._run(*inputs, noise=noise)
            # A generator without a last tanh leaves the range of images now and then. (What is not finite is left to be found.)
            drawn = len(self.shape) == 3 and np.isfinite(samples).all()
            return np.clip(samples, -1.0, 1.0) if drawn else samples
        except ValueError:
            raise
        except Exception as error:
            # A network for images of any size may not fit some: only its layers know, and each backend says so in its own way.
            if any(isinstance(part, Sources) and None in part.shape for part in self.takes):
                raise ValueError(
                    f"The network {self.network.name!r} failed on inputs of shape {', '.join(str(x.shape) for x in inputs)}; "
                    "most networks for images of any size need multiples of their strides (8, 16, 256)."
                ) from error
            raise

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
        batch_size = numeric.whole("batch_size", batch_size)
        inputs = self.inputs(n, seed, **given)
        return self.draw(
            inputs, batch_size, int(np.random.default_rng().integers(2**31)) if seed is None else seed
        )

    def of_latents(self, **given):
        """The network as a function of latents alone: every other input is fixed.

        Parameters
        ----------
        **given
            What else goes in, one for all samples: `labels=3`. What is not given is what the first of several samples would have.

        Returns
        -------
        callable
            `f(z) -> ndarray`: float32 (n, latent_dim) to what the network makes of it, float32, as `outputs`. It has the attributes `latent_dim` and
            `shape` (of one sample). Layers that draw noise draw the same at each call.

        Raises
        ------
        ValueError
            If the network takes no latent vector, or what was given does not fit.
        """
        d = self.latent_dim
        if self.takes[0].name in given:
            raise ValueError(f"{self.takes[0].name} are what the function takes; give what else goes in.")
        given = {name: np.asarray(value)[None] if np.ndim(value) else value for name, value in given.items()}
        rest = self.inputs(1, 0, **given)[1:]

        def run(z: np.ndarray) -> np.ndarray:
            z = numeric.array("z", z, dtype="float32")
            return self._computed([z, *(np.repeat(x, len(z) if z.ndim else 1, axis=0) for x in rest)])

        run.latent_dim, run.shape = d, self.shape
        return run


def of(generator) -> Sampler:
    """The sampler of a game, or of a generator alone: what it takes is read from its inputs.

    Parameters
    ----------
    generator : keras.Model or Sampler
        With `sampler`, as a game has it, or a network that takes latents, latents and labels, latents and codes, two latents, or
        images. A sampler is returned as it is.

    Raises
    ------
    ValueError
        If it takes something else, or is none of these.
    """
    if isinstance(generator, Sampler):
        return generator
    if hasattr(generator, "sampler"):
        return generator.sampler
    from gan_lessons import models

    shapes = [tuple(x.shape[1:]) for x in _inputs_of(generator)]
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


def _inputs_of(network) -> list:
    if not isinstance(network, keras.Model):
        raise ValueError(
            f"{network!r} is no generator; give a network (keras.Model), a game in training, or a sampling.Sampler."
        )
    # A Sequential without Input, or a class of one's own, has none yet.
    inputs = getattr(network, "inputs", None)
    if not inputs:
        raise ValueError(
            f"The network {network.name!r} does not say what it takes; build it with keras.Input: keras.Model(inputs, outputs), or a "
            "Sequential that begins with it."
        )
    return inputs
