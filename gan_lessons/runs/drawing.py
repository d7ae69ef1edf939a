"""What a trained run draws: samples in files, and their scores."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from gan_lessons import files, numeric, plots, sampling, scoring
from gan_lessons.runs.folder import Run
from gan_lessons.runs.judge import reader
from gan_lessons.runs.verdict import drawn
from gan_lessons.runs.watching import grid

import numpy as np

FEW = 500  # pictures, below which scores are rough


def sample(
    run: Run, out: str | os.PathLike, n: int = 64, *, seed: int = 0, of: str | None = None
) -> list[Path]:
    """Draw samples of a run's best generator.

    Parameters
    ----------
    run : Run
    out : path
        A file that ends in .png for a grid; anything else is a folder, which gets a file for each.
    n : int
    seed : int
        Of the latents: the same seed, the same pictures.
    of : str, optional
        A class of the run. Default: the classes in turn.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ValueError
        If the run knows no such class, or a number is none.
    OSError
        If it cannot be written.
    """
    n = numeric.whole("n", n, most=100_000)
    out = files.path_of("OUT", out, "a .png, or a folder,")
    labels = None if of is None else _number(run, of)
    generator = run.generator()
    whole = out.suffix.lower() == ".png"
    if whole and out.is_dir():
        raise ValueError(f"{out} is a folder; give the path of a file that ends in .png.")
    files.writable(out.parent if whole else out)
    given = {} if labels is None else {"labels": labels}
    images = plots.to_uint8(drawn(sampling.of(generator), n, numeric.whole("seed", seed, 0), **given))
    if whole:
        cols = len(run.settings.classes) if labels is None and 1 < len(run.settings.classes) <= 12 else None
        files.write(out, grid(images, cols))
        return [out]
    digits = len(str(n - 1))
    written = [out / f"{seed}_{i:0{digits}}.png" for i in range(n)]
    for path, image in zip(written, images, strict=True):
        files.write(path, plots.png(np.squeeze(image, -1) if image.shape[-1] == 1 else image))
    return written


def _number(run: Run, of: str) -> int:
    known = run.settings.classes
    if of in known:
        return known.index(of)
    what = f"its classes are {', '.join(known)}" if known else "it was trained without classes"
    raise ValueError(f"{run.folder} draws no {of!r}: {what}.")


def scores(run: Run, extractor: str | None = None, n: int = 5000, seed: int = 1) -> str:
    """A table of scores of the best generator against the pictures that were held out, beside those trained on.

    Parameters
    ----------
    run : Run
    extractor : str, optional
        See `metrics.extractor`. Default: the run's own, CIFAR-10's classifier at 32 pixels.
    n : int
        Images at most; there are as many as were held out.
    seed : int
        Of the latents. The best generator was chosen by those of seed 0.

    Raises
    ------
    ValueError
        If n is below 10, or the extractor cannot read the pictures.
    """
    held_out, training = (run.pictures(which)[0] for which in ("held_out", "training"))
    held_out = held_out[:n]
    some = training[np.random.default_rng(0).permutation(len(training))[: len(held_out)]]
    real = scoring.Truth(held_out, some, "pictures that were held out", "")
    title = f"{run.folder.resolve().name}, best generator"
    with warnings.catch_warnings():
        if len(held_out) < FEW:  # said once, in place of a warning from each score
            warnings.simplefilter("ignore")
        table = scoring.table(title, run.generator(), real, extractor or reader(), seed)
    return f"{table}\nFrom so few pictures they are rough." if len(held_out) < FEW else table
