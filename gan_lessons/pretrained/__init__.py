"""Generators trained by this code, each with a record of how: exploring need not wait for training.

`catalogue.toml` says which there are. A checkpoint is a folder `<name>/` with `record.json` and `step_NNNNNN.npz` for each stage of
training that is kept; some have `discriminator.npz`, `classifier.npz`, or the whole game in `resume_0.npz` and so on. The record has
what was measured: data, steps, seconds, backend, seed, machine, commit, and the scores of the stages as they lie here, and of some that
were scored but not kept. `benchmarks/train_pretrained.py` makes them.
"""

from __future__ import annotations

import json
from pathlib import Path

from gan_lessons import numeric
from gan_lessons.pretrained import catalogue, games, packing
from gan_lessons.pretrained.catalogue import Budget, Entry

import keras

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The checkpoints, in the order of their chapters."""
    return list(catalogue.read(FOLDER)[0])


def budget() -> Budget:
    """What the wheel and each chapter's checkpoints may weigh."""
    return catalogue.read(FOLDER)[1]


def entry(name: str) -> Entry:
    """A checkpoint as the catalogue has it: network, recipe, data, stages, parts.

    Raises
    ------
    ValueError
        If there is no checkpoint of that name.
    """
    if not isinstance(name, str) or name not in names():
        raise ValueError(f"There is no checkpoint {name!r}; choose one of {names()}.")
    return catalogue.read(FOLDER)[0][name]


def record(name: str) -> dict:
    """How a checkpoint was made: network, data, steps, seconds, machine, and the scores of its stages.

    Raises
    ------
    ValueError
        If there is no checkpoint of that name, or its record cannot be read.
    """
    about = entry(name)
    try:
        measured = json.loads((FOLDER / name / "record.json").read_text(encoding="utf-8"))
        return {"name": name, "network": dict(about.network), **measured}
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(
            f"record.json of {name!r} cannot be read ({type(error).__name__}). Reinstall gan_lessons; if the entry is new, train it: "
            f"python benchmarks/train_pretrained.py {name}"
        ) from error


def steps(name: str) -> list[int]:
    """The stages of training that are kept, in steps; 0 is the untrained generator."""
    return list(entry(name).stages)


def files(name: str) -> list[Path]:
    """The files of a checkpoint: its record, a file for each stage, and those of its other parts."""
    about, measured = entry(name), record(name)
    found = ["record.json", *(_stage(step) for step in about.stages)]
    for part in about.parts:
        found += _pieces(measured.get(part, {})) if part == "resume" else [f"{part}.npz"]
    return [FOLDER / name / file for file in found]


def load(name: str, step: int | None = None) -> keras.Model:
    """A trained generator.

    Parameters
    ----------
    name : str
        Those of chapters 7 to 20 draw from 100 latent numbers where nothing else is said, those of chapters 17, 19 and 27 from a label, too.

        - "mnist-dcgan": digits, 28 x 28 pixels (chapter 7)
        - "cifar10-dcgan": photographs in colour, 32 x 32 pixels (chapter 8)
        - "faces-dcgan": drawn faces in colour, 80 x 80 pixels (chapter 9)
        - "mnist-lsgan": digits, by the least squares loss (chapter 15)
        - "mnist-wgan": digits, by a critic with clipped weights (chapter 16)
        - "mnist-wgan-gp": digits, by a critic with a gradient penalty (chapter 16)
        - "fashion-dcgan": clothes, 28 x 28 pixels, the unconditional twin of fashion-cgan (chapter 17)
        - "fashion-cgan": clothes of the class that is asked for (chapter 17)
        - "mnist-infogan": digits, from 62 latent numbers, a code of ten values and two continuous codes (chapter 18)
        - "fashion-acgan": clothes of the class that is asked for, which D names (chapter 19)
        - "mnist-acgan": digits of the class that is asked for, which D names (chapter 19)
        - "mnist-sgan": digits, by a GAN that was told the class of 100 of them; the classifier is what it was trained for (chapter 20)
        - "topographic-relief": relief maps, 64 x 64 pixels, from topographic ones (chapter 23)
        - "satellite-relief": relief maps, 64 x 64 pixels, from satellite pictures (chapter 23)
        - "relief-satellite": satellite pictures, 64 x 64 pixels, from relief maps (chapter 23)
        - "letters": letters in bold italics with serifs, 32 x 32 pixels, from upright ones without (chapter 23)
        - "colouring": photographs in colour, 32 x 32 pixels, from grey ones (chapter 23)
        - "relief-l1-0": relief maps, 32 x 32 pixels, from satellite pictures; trained with 0 as the weight of L1 (chapter 23)
        - "relief-l1-1": relief maps, 32 x 32 pixels, from satellite pictures; trained with 1 as the weight of L1 (chapter 23)
        - "relief-l1-10": relief maps, 32 x 32 pixels, from satellite pictures; trained with 10 as the weight of L1 (chapter 23)
        - "relief-l1-100": relief maps, 32 x 32 pixels, from satellite pictures; trained with 100 as the weight of L1 (chapter 23)
        - "relief-l1-1000": relief maps, 32 x 32 pixels, from satellite pictures; trained with 1000 as the weight of L1 (chapter 23)
        - "maps-cyclegan": relief maps, 32 x 32 pixels, from satellite pictures, and back, learned without pairs (chapter 26)
        - "horse-deer": deer from photographs of horses, 32 x 32 pixels, and back, learned without pairs (chapter 26)
        - "automobile-truck": trucks from photographs of automobiles, 32 x 32 pixels, and back, learned without pairs (chapter 26)
        - "cifar10-biggan": photographs in colour of the class that is asked for, 32 x 32 pixels, from 96 latent numbers (chapter 27)
        - "faces-growing": drawn faces in colour, 64 x 64 pixels, from 64 latent numbers, by a network that grew from 4 pixels (chapter 28)
        - "faces-stylegan": drawn faces in colour, 64 x 64 pixels, from 128 latent numbers (chapter 29)
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
        If there is no such checkpoint or stage, or a file is missing or damaged.
    """
    about, measured = entry(name), record(name)
    step = measured.get("best_step", about.steps) if step is None else numeric.whole("step", step, least=0)
    if step not in about.stages:
        raise ValueError(f"{name!r} was not kept at step {step}; choose one of {steps(name)}.")
    weights = _weights(name, _stage(step), measured.get("stages", {}).get(str(step)))
    return _filled(generator(about), weights)


def discriminator(name: str) -> keras.Model:
    """The discriminator, or critic, of a checkpoint whose catalogue entry keeps it.

    Returns
    -------
    keras.Model
        float32 images in [-1, 1] (and labels, if it is told them) to logits, as `models` describes its family. Its own copy, as it was
        after the last step.

    Raises
    ------
    ValueError
        If there is no such checkpoint, its discriminator was not kept, or a file is missing or damaged.
    """
    weights = _weights(name, "discriminator.npz", _part(name, "discriminator"))
    return _filled(_discriminator(entry(name)), weights)


def backward(name: str) -> keras.Model:
    """The generator of the way back, from the second domain to the first, of a CycleGAN.

    Parameters
    ----------
    name : str
        As for `load`, which has the generator of the way there.

    Returns
    -------
    keras.Model
        float32 images in [-1, 1] of the second domain to float32 images of the first. Its own copy, after the last step of training.

    Raises
    ------
    ValueError
        If there is no such checkpoint, it goes one way only, or a file is missing or damaged.
    """
    weights = _weights(name, "backward.npz", _part(name, "backward"))
    return _filled(generator(entry(name), backward=True), weights)


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
        If there is no such checkpoint, it has no classifier, or a file is missing or damaged.
    """
    weights = _weights(name, "classifier.npz", _part(name, "classifier"))
    return _filled(_family(entry(name)).classifier(_discriminator(entry(name))), weights)


def resume(name: str) -> keras.Model:
    """The whole game of a checkpoint as it was after its last step: networks, averages, optimisers, clock and random states.

    Go on with `fit`, with the data and the batch size of the record; the walk through the data continues where it was.

    Returns
    -------
    keras.Model
        Compiled; its own copy.

    Raises
    ------
    ValueError
        If there is no such checkpoint, its game was not kept, or a file is missing or damaged.
    """
    about = _part(name, "resume")
    pieces = [
        _content(name, file, {"sha256": sha256})
        for file, sha256 in zip(_pieces(about), about["sha256"], strict=True)
    ]
    return games.put_together(pieces)


def _part(name: str, part: str) -> dict:
    """What the record says of a part; ValueError, with those that have one, if it was not kept."""
    if part not in entry(name).parts:
        having = [other for other in names() if part in entry(other).parts]
        what = {"resume": "game to go on with", "backward": "way back"}.get(part, part)
        remedy = f"choose one of {having}" if having else "no checkpoint keeps one"
        raise ValueError(f"{name!r} has no {what}; {remedy}.")
    about = record(name).get(part)
    if not about or not about.get("sha256"):
        raise ValueError(_untrained(name, part))
    return about


def generator(about: Entry, backward: bool = False) -> keras.Model:
    """The untrained generator of an entry of the catalogue, or that of the way back."""
    options = {key: value for key, value in about.network.items() if key != "family"}
    if backward and "channels" in options:
        options["channels"] = options["channels"][::-1]
    return _family(about).generator(**options)


def _family(about: Entry, family: str | None = None):
    from gan_lessons import models

    return getattr(models, family or about.network["family"])


def _discriminator(about: Entry) -> keras.Model:
    options = dict(about.discriminator)
    family = _family(about, options.pop("family", None))
    make = getattr(family, "discriminator", None) or family.critic
    return make(**options)


def _weights(name: str, file: str, about: dict | None) -> list:
    return packing.unpack(_content(name, file, about))


def _content(name: str, file: str, about: dict | None) -> bytes:
    if not about or "sha256" not in about:
        raise ValueError(_untrained(name, file))
    return packing.read(FOLDER / name / file, about["sha256"])


def _untrained(name: str, what: str) -> str:
    return f"The record of {name!r} knows no {what}, which the catalogue says it has. Train it: python benchmarks/train_pretrained.py {name}"


def _filled(network: keras.Model, weights: list) -> keras.Model:
    network.set_weights(weights)
    return network


def _stage(step: int) -> str:
    return f"step_{step:06d}.npz"


def _pieces(about: dict) -> list[str]:
    return [f"resume_{i}.npz" for i in range(len(about.get("sha256", ())))]
