"""Pictures of one's own through a translator of the course: files in, files out."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path

from gan_lessons import files, numeric, pretrained, sampling
from gan_lessons.data.contents import list_images
from gan_lessons.data.folders import read_all
from gan_lessons.data.pictures import Whites, open_picture

import keras
import numpy as np
from PIL import Image, ImageOps


def names() -> list[str]:
    """The checkpoints that translate one picture into another."""
    return [name for name in pretrained.names() if len(pretrained.entry(name).pairs) == 2]


def translate(
    name: str, given: str | os.PathLike, out: str | os.PathLike, *, backward: bool = False, seed: int = 0
) -> list[Path]:
    """Translate a picture, or all pictures of a folder.

    A picture is cropped to a square in its middle and scaled to the size that the network was trained on; grey networks see it grey.

    Parameters
    ----------
    name : str
        One of `names()`.
    given : path
        A picture, or a folder of pictures and of folders of them.
    out : path
        For a picture a file that ends in .png, or a folder; for a folder another folder, which gets a .png beside each name.
    backward : bool
        From the second domain to the first, of a checkpoint that goes both ways.
    seed : int
        Of the generator's noise, if it has any.

    Returns
    -------
    list of Path
        What was written, each file in full or not at all.

    Raises
    ------
    ValueError
        If there is no such translator, it has no way back, or the paths do not fit.
    DataError
        If nothing can be read.

    Warns
    -----
    UserWarning
        Pictures that cannot be read are named and left out.
    """
    if name not in names():
        raise ValueError(f"There is no translator {numeric.shown(name)}; there are {names()}.")
    seed = numeric.whole("seed", seed, 0, 2**31 - 1)
    pictures, written = _places(given, out)
    network = pretrained.backward(name) if numeric.flag("backward", backward) else pretrained.load(name)
    source, kept = _read(network, pictures)
    made = sampling.of(network).draw([source], batch_size=50, noise=seed)
    for number, image in zip(kept, made, strict=True):
        content = io.BytesIO()
        Image.fromarray(image.squeeze(-1) if image.shape[-1] == 1 else image).save(content, "PNG")
        written[number].parent.mkdir(parents=True, exist_ok=True)
        files.write(written[number], content.getvalue())
    return [written[number] for number in kept]


def _places(given, out) -> tuple[list[Path], list[Path]]:
    """Where each picture is, and where its translation goes. Nothing is written yet."""
    given, out = (
        files.path_of("IN", given, "a picture, or a folder of pictures,"),
        files.path_of("OUT", out, "what is written"),
    )
    if given.is_dir():
        if out.is_file():
            raise ValueError(f"{given} is a folder and {out} a file; give a folder for the translations.")
        if out.exists() and out.samefile(given):
            raise ValueError(
                f"{out} is where the pictures are, and they would be overwritten; give another folder."
            )
        pictures = list_images(given)
        return pictures, [out / Path(f"{picture.relative_to(given)}.png") for picture in pictures]
    if not given.exists():
        raise ValueError(f"{given} is neither a picture nor a folder; give the path of one.")
    if out.is_dir():
        return [given], [out / f"{given.name}.png"]
    if out.suffix.lower() != ".png":
        raise ValueError(f"{out} does not end in .png; translations are written as PNG.")
    if out.exists() and out.samefile(given):
        raise ValueError(f"{out} is the picture itself, which would be overwritten; give another name.")
    return [given], [out]


def _read(network: keras.Model, pictures: list[Path]) -> tuple[np.ndarray, list[int]]:
    """The pictures as the network takes them, float32 in [-1, 1], and their numbers."""
    height, width, channels = network.inputs[0].shape[1:]

    def prepare(path: Path, whites: Whites) -> np.ndarray:
        picture = open_picture(path, channels == 1, (2 * width, 2 * height), whites)
        fitted = np.asarray(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))
        return fitted.reshape(height, width, channels)

    array, kept, words = read_all(
        pictures,
        [path.name for path in pictures],
        prepare,
        (height, width, channels),
        "pictures",
        verbose=False,
    )
    if words:
        warnings.warn(" ".join(words), stacklevel=3)
    return array.astype("float32") / 127.5 - 1.0, kept
