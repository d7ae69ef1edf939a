"""From latent points to pictures."""

from __future__ import annotations

from gan_lessons import numeric

import numpy as np


def pictures(generator, z: np.ndarray, batch_size: int = 100, labels: np.ndarray | None = None) -> np.ndarray:
    """A generator's output for many latent points, in pieces that keep memory small.

    Parameters
    ----------
    generator : keras.Model, Sampler or callable
        A generator, a game in training, or its sampler; it runs in inference mode. Or what makes pictures of points:
        `sampling.of(generator).of_latents()` and `backend.compiled(generator)` save tracing the network again.
    z : ndarray (n, d), float32
    batch_size : int
        At most this many at a time: a DCGAN holds about 1 MB of activations for each 28×28 picture.
    labels : int or ndarray (n,) or (n, 1), int, optional
        The classes, for a generator that takes them as its second input, or the codes (n, k) for one that takes these. Not given, it
        draws all points as class 0. A callable is given them as they are.

    Returns
    -------
    ndarray (n, h, w, c), float32
        As the generator gives them, [-1, 1] for tanh.

    Raises
    ------
    ValueError
        If there is no point, one is not finite, the generator takes no latent vectors or no labels, or these do not fit; if the
        pictures are not finite.
    """
    z, batch_size = numeric.array("z", z), numeric.whole("batch_size", batch_size)
    if z.ndim < 2 or not z.size:
        raise ValueError(f"z has shape {z.shape}; give points (n, d), n at least 1.")
    return numeric.array("The generator's output", _pictures(generator, z, batch_size, labels))


def _pictures(generator, z, batch_size, labels):
    if _is_generator(generator):
        from gan_lessons import sampling  # here, so that drawing points and walking need no backend

        sampler = sampling.of(generator)
        if labels is not None:
            second = sampler.takes[1].name if len(sampler.takes) == 2 else "labels"
            given = {sampler.takes[0].name: z, second: labels}
            return sampler.outputs(sampler.inputs(len(z), 0, **given), batch_size)
    run = as_function(generator)
    if not callable(run):
        raise ValueError(
            f"{numeric.shown(run)} is no generator; give a network, a game, a sampler or a function of latents."
        )
    d = getattr(run, "latent_dim", None)
    if isinstance(d, int) and z.shape[1:] != (d,):
        raise ValueError(f"z has shape {z.shape}; this function takes points (n, {d}).")
    more = []
    if labels is not None:
        labels = numeric.array("labels", labels)
        if labels.ndim and len(labels) != len(z):
            raise ValueError(
                f"labels have shape {labels.shape}; give one for each of the {len(z)} points, or one for all."
            )
        more = [labels if labels.ndim else np.full(len(z), labels)]
    parts = []
    for i in range(0, len(z), batch_size):
        inputs = [x[i : i + batch_size] for x in (z, *more)]
        parts.append(numeric.array("The generator's output", run(*inputs), finite=False))
        if (
            not parts[-1].ndim
            or len(parts[-1]) != len(inputs[0])
            or parts[-1].shape[1:] != parts[0].shape[1:]
        ):
            raise ValueError(
                f"The generator's output has shape {parts[-1].shape} for {len(inputs[0])} points; expected one picture for each, all of "
                "one shape."
            )
    return np.concatenate(parts)


def as_function(generator, **given):
    """What makes pictures of latent points alone.

    Parameters
    ----------
    generator : keras.Model, Sampler or callable
        A generator, a game in training, or its sampler. A callable is returned as it is.
    **given
        What else a generator takes, as for `sampling.Sampler.of_latents`.

    Raises
    ------
    ValueError
        If the generator takes no latent vectors, or what is given does not fit.
    """
    if _is_generator(generator):
        from gan_lessons import sampling

        return sampling.of(generator).of_latents(**given)
    if given:
        raise ValueError(
            f"{' and '.join(given)} cannot be given with a function of latents; give the generator."
        )
    return generator


def _is_generator(x) -> bool:
    """Whether this is a network, a game or a sampler, and no other callable."""
    return hasattr(x, "inputs") or hasattr(x, "sampler")
