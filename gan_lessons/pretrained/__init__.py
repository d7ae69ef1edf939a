"""Generators trained by this code, each with a record of how: exploring need not wait for training.

A checkpoint is a folder `<name>/` with `record.json` and one `step_NNNNNN.npz` for each stage of training that was
kept. The record names data, steps, seconds, backend, seed, machine, commit, and the scores of each stage.
Of a semi-supervised GAN the classifier is kept, too, in `classifier.npz`. `benchmarks/train_pretrained.py` makes them.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import keras
import numpy as np

FOLDER = Path(__file__).parent
CLASSIFIER = "classifier.npz"


def names() -> list[str]:
    """The checkpoints that are here."""
    return sorted(path.parent.name for path in FOLDER.glob("*/record.json"))


def record(name: str) -> dict:
    """How a checkpoint was made: data, steps, seconds, machine, and the scores of each stage.

    Raises
    ------
    ValueError
        If there is no checkpoint of that name.
    """
    if name not in names():
        raise ValueError(f"There is no checkpoint {name!r}; choose one of {names()}.")
    return json.loads((FOLDER / name / "record.json").read_text(encoding="utf-8"))


def steps(name: str) -> list[int]:
    """The stages of training that were kept, in steps; 0 is the untrained generator."""
    return sorted(int(step) for step in record(name)["stages"])


def load(name: str, step: int | None = None) -> keras.Model:
    """A trained generator.

    Parameters
    ----------
    name : str
        Each draws from 100 latent numbers, those of chapters 17 and 19 with labels from a label, too.

        - "mnist-dcgan": digits, 28 x 28 pixels (chapter 7);
        - "cifar10-dcgan": photographs in colour, 32 x 32 pixels (chapter 8);
        - "faces-dcgan": drawn faces in colour, 80 x 80 pixels (chapter 9);
        - "fashion-dcgan": clothes, 28 x 28 pixels (chapter 17, the unconditional twin);
        - "fashion-cgan": clothes of the class that is asked for (chapter 17);
        - "mnist-lsgan": digits, by the least squares loss (chapter 15);
        - "mnist-wgan", "mnist-wgan-gp": digits, by a critic with clipped weights, and with a gradient penalty (chapter 16);
        - "mnist-infogan": digits, from 62 latent numbers, a code of ten values and two continuous codes (chapter 18);
        - "fashion-acgan", "mnist-acgan": clothes, and digits, of the class that is asked for (chapter 19);
        - "mnist-sgan": digits, by a GAN that was told the class of 100 of them (chapter 20; `classifier` has what it was trained for).
    step : int, optional
        An earlier stage of the same run, one of `steps(name)`. Default: the stage that the record calls best.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim), or this and labels int32 (n, 1) or codes float32 (n, 12), to float32 images in [-1, 1]. Its own
        copy: training it changes nobody else's.

    Raises
    ------
    ValueError
        If there is no such checkpoint or stage, or its file is damaged.
    """
    about = record(name)
    stage = str(about["best_step"] if step is None else step)
    if stage not in about["stages"]:
        raise ValueError(f"{name!r} was not kept at step {stage}; choose one of {steps(name)}.")
    return _filled(
        build(about["network"]), FOLDER / name / _file(int(stage)), about["stages"][stage]["sha256"]
    )


def classifier(name: str) -> keras.Model:
    """The classifier that a semi-supervised GAN was trained for: the part of its discriminator that names the class.

    Parameters
    ----------
    name : "mnist-sgan"
        As for `load`; `record(name)["classifier"]` says how many labels it saw, and its accuracy on the test images.

    Returns
    -------
    keras.Model
        float32 images in [-1, 1] to class logits (n, n_classes); its own copy, after the last step of training.

    Raises
    ------
    ValueError
        If there is no such checkpoint, it has no classifier, or the file is damaged.
    """
    from gan_lessons import models

    about = record(name).get("classifier")
    if about is None:
        with_one = [other for other in names() if "classifier" in record(other)]
        raise ValueError(f"{name!r} has no classifier; choose one of {with_one}.")
    options = dict(about["network"])
    family = getattr(models, options.pop("family"))
    network = family.classifier(family.discriminator(**options))
    return _filled(network, FOLDER / name / CLASSIFIER, about["sha256"])


def build(network: dict) -> keras.Model:
    """The untrained generator that a record describes: {"family": ..., "recipe": ..., "latent_dim": ...}."""
    from gan_lessons import models

    options = dict(network)
    return getattr(models, options.pop("family")).generator(**options)


def pack(network: keras.Model) -> bytes:
    """A network's weights as the bytes of an .npz: kernels in half precision, vectors in full.

    Batch norm's variances may be too small for half precision, and vectors take no room.
    """
    buffer = io.BytesIO()
    weights = {
        f"w{i:02d}": w.astype("float16") if w.ndim > 1 else w for i, w in enumerate(network.get_weights())
    }
    np.savez_compressed(buffer, **weights)
    return buffer.getvalue()


def _filled(network: keras.Model, path: Path, sha256: str) -> keras.Model:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(
            f"{path.name} of {path.parent.name!r} is damaged: its SHA-256 is not the record's. Reinstall gan_lessons."
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        network.set_weights([arrays[f"w{i:02d}"].astype("float32") for i in range(len(arrays.files))])
    return network


def _file(step: int) -> str:
    return f"step_{step:06d}.npz"
