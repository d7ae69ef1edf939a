"""How good is a saved generator? Its scores beside those of real images; `gan-lessons score` prints them.

Here `metrics`, `data` and `pretrained` meet, which know nothing of each other.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gan_lessons import data, metrics, plots, pretrained, sampling
from gan_lessons.metrics.face_reading import LEAST, MOST
from gan_lessons.metrics.scorecard import write

import keras
import numpy as np

TITLES = {"higher": "higher is better", "lower": "lower is better", "near 1": "about 1 is best"}
BETTER = {"Frechet distance": "lower", "kernel distance": "lower", "density": "near 1"}


@dataclass(frozen=True)
class Truth:
    """The real images that a generator is scored against; made by `truth`.

    Attributes
    ----------
    images : ndarray
        uint8 (n, h, w, c): what is scored against.
    others : ndarray
        uint8 (n, h, w, c): other real images. Their scores are the floor.
    words : str
        What these are.
    extractor : str
        The usual extractor for them.
    """

    images: np.ndarray
    others: np.ndarray
    words: str
    extractor: str


def truth(name: str, n: int, shape: tuple[int, int, int], verbose: bool = False) -> Truth:
    """Real images to score against, `n` of them or as many as there are, and as many others.

    Parameters
    ----------
    name : str
        A data set of `data.load`: its test images, and training images as the others. "faces": faces drawn for this. Or a
        folder of images: one half of them, and the other half.
    n : int
        At least 10.
    shape : (int, int, int)
        Height, width and channels of the generator's images.

    Raises
    ------
    ValueError
        If there is no such data set or folder, n is below 10, or the images have another shape than the generator's.
    """
    if n < 10:
        raise ValueError(f"{n} images were asked for; scores need at least 10, and 5,000 to be worth much.")
    if name in data.names():
        test, train = (data.load(name, split, verbose=verbose) for split in ("test", "train"))
        # At random: the two halves of MNIST's test images come from different writers.
        images, others = (_some(x.images, min(n, len(test.images))) for x in (test, train))
        found = Truth(images, others, f"test images of {name} ({test.source})", name)
    elif name == "faces":
        if shape[0] != shape[1] or shape[2] != 3 or not LEAST <= shape[0] <= MOST:
            raise ValueError(
                f"The generator draws {shape}; drawn faces are square and in colour, {LEAST} to {MOST} pixels a side."
            )
        images, others = (data.faces.drawn_faces(n, seed=seed, size=shape[0]).images for seed in (2, 3))
        found = Truth(images, others, "drawn faces that nothing was trained on", "faces")
    elif os.path.isdir(name):
        mine = data.images(name, size=shape[:2], grey=shape[2] == 1, verbose=verbose).images
        n = min(n, len(mine) // 2)
        images, others = np.split(_some(mine, 2 * n), 2)
        found = Truth(images, others, "images of your folder", "inception")
    else:
        raise ValueError(
            f"There is no data set and no folder {name!r}. Choose one of {', '.join([*data.names(), 'faces'])}, or give the "
            "path of a folder of images."
        )
    if found.images.shape[1:] != shape:
        raise ValueError(f"The generator draws {shape}; {found.words} are {found.images.shape[1:]}.")
    return found


def _some(images: np.ndarray, n: int) -> np.ndarray:
    return images[np.random.default_rng(0).permutation(len(images))[:n]]


def generator(saved: str | os.PathLike, step: int | None = None) -> keras.Model:
    """A generator from a file of Keras (its own, or that of a whole game: the network that its sampler shows), or the name of a
    checkpoint of this package.

    Raises
    ------
    ValueError
        If it is none of these, or does not turn latents into images.
    """
    if str(saved) in pretrained.names():
        return pretrained.load(str(saved), step)
    if step is not None:
        raise ValueError(f"Only a checkpoint of this package has steps; {str(saved)!r} is none.")
    path = Path(saved)
    if not path.is_file() or path.suffix != ".keras":
        raise ValueError(
            f"{str(saved)!r} is no .keras file and no checkpoint; checkpoints: {', '.join(pretrained.names())}. "
            "Save a generator with generator.save('mine.keras')."
        )
    from gan_lessons import training  # noqa: F401  it registers the classes that a file may name

    try:
        model = keras.saving.load_model(path, compile=False)
    except Exception as error:
        raise ValueError(
            f"{path.name} cannot be read as a Keras model ({type(error).__name__}: {str(error).splitlines()[0]}). "
            "Layers of your own must be registered: keras.saving.register_keras_serializable()."
        ) from error
    try:
        sampler = sampling.of(model if hasattr(model, "sampler") else getattr(model, "generator", model))
        sampler.of_latents()
        if len(sampler.shape) != 3 or None in sampler.shape:
            raise ValueError(f"The samples of {sampler.network.name!r} have shape {sampler.shape}.")
    except (ValueError, NotImplementedError) as error:
        raise ValueError(
            f"{path.name}: expected latents (n, latent_dim), and perhaps labels (n, 1) or codes, to images (n, h, w, c). {error}"
        ) from None
    return sampler.network


def labels_of(model, n: int, seed: int = 0) -> np.ndarray | None:
    """What `draw` tells a generator beside its latents; None if it takes nothing else.

    Labels: the classes in turn, int32 (n, 1). Codes: the values of the categorical code in turn, and continuous codes drawn from the
    seed, float32 (n, k).
    """
    rest = sampling.of(model).inputs(n, seed)[1:]
    return rest[0] if rest else None


def draw(model, n: int, seed: int = 0) -> np.ndarray:
    """`n` images of a generator, uint8, from latents of one seed; one of each class in turn, if it is told the class or a code.

    Parameters
    ----------
    model : keras.Model or Sampler
        A generator, or a game in training: the network that its sampler shows.
    n : int
    seed : int
        Of the latents.

    Raises
    ------
    ValueError
        If they are not finite, or do not lie in [-1, 1] as tanh makes them.
    """
    sampler = sampling.of(model)
    # In parts of 100: other parts round otherwise, and the scores that were written down are those of these images.
    return plots.to_uint8(sampler.outputs(sampler.inputs(n, seed), batch_size=100, noise=seed))


def beside_real(
    model, real: Truth, extractor: str | metrics.Extractor | None = None, seed: int = 0
) -> tuple[metrics.Scorecard, metrics.Scorecard]:
    """The scores of a generator's images, and those of as many other real images.

    Parameters
    ----------
    model : keras.Model or Sampler
        As for `draw`.
    real : Truth
    extractor : str or Extractor, optional
        See `metrics.extractor`. Default: the one of the data.
    seed : int
        Of the latents.

    Returns
    -------
    Scorecard, Scorecard
    """
    reader = metrics.extractor(extractor or real.extractor)
    drawn = draw(model, len(real.images), seed)
    return metrics.scorecard(real.images, drawn, reader), metrics.scorecard(real.images, real.others, reader)


def report(
    saved: str | os.PathLike,
    name: str,
    extractor: str | None = None,
    n: int = 5000,
    seed: int = 0,
    step: int | None = None,
) -> str:
    """A table of the scores of a saved generator, beside those of as many real images.

    Parameters
    ----------
    saved, step
        As for `generator`.
    name : str
        As for `truth`.
    extractor : str, optional
        See `metrics.extractor`. Default: the one of the data.
    n : int
        Images to score; fewer if there are fewer real ones.
    seed : int
        Of the latents.

    Returns
    -------
    str
        In ASCII, for any terminal.

    Raises
    ------
    ValueError
        Before anything is drawn, if what was given does not fit together.
    """
    model = generator(saved, step)
    real = truth(name, n, sampling.of(model).shape)
    return table(
        f"{Path(saved).name}{'' if step is None else f', step {step:,}'}", model, real, extractor, seed
    )


def table(
    title: str, model, real: Truth, extractor: str | metrics.Extractor | None = None, seed: int = 0
) -> str:
    """The scores of a generator beside those of as many real images, in ASCII.

    Parameters
    ----------
    title : str
        What the generator is.
    model, real, extractor, seed
        As for `beside_real`.
    """
    n = len(real.images)
    cards = beside_real(model, real, extractor, seed)
    ours, floor = (card.rows() for card in cards)
    lines = [
        f"{title}: {n:,} images (seed {seed}) against {n:,} {real.words}",
        f"read by {cards[0].extractor!r}, {cards[0].frechet.dimensions:,} features",
        "",
        f"{'':<17} {'generated':<20} {'as many real ones':<20}",
    ]
    for what, values in ours.items():
        better = TITLES[BETTER.get(what, "higher")]
        lines.append(f"{what:<17} {write(*values):<20} {write(*floor[what]):<20} {better}")
    return "\n".join([*lines, "", "Compare only scores of one extractor and of equal n."])
