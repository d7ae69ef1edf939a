"""Checkpoints as scripts for the live figures of the site, and what Keras makes of fixed inputs, to check them by.

    python tools/live_weights.py mnist-dcgan --out site/_build/weights

writes mnist-dcgan.js, which sets `live_weights["mnist-dcgan"]`; with --checks also mnist-dcgan.check.js, for tests. Without names: all
that site/live/figures.toml asks for. A page that was opened from a disk may not fetch files, but it may load scripts.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import sys
import tomllib
from pathlib import Path

from gan_lessons import data, files, latent, metrics, pretrained
from gan_lessons.models import blocks, style_layers, stylegan
from gan_lessons.pretrained import packing

import keras
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import live_export

FIGURES = Path(__file__).resolve().parents[1] / "site" / "live" / "figures.toml"
TILES = (82, 40, 48, 30, 104, 136)  # of the earth's test set: those of chapter 23
DIRECTIONS = 6
FACES = (
    "smile",
    "hair_length",
    "skin",
    "glasses",
    "yaw",
    "backdrop",
)  # what the sliders of chapter 9 are named after


def asked_for() -> list[str]:
    """The names that the figures ask for, each once."""
    figures = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    return list(dict.fromkeys(name for figure in figures.values() for name in figure["weights"]))


def exported(name: str) -> tuple[str, str]:
    """The two scripts of a checkpoint, or of the tiles ("earth-tiles"): its weights, and its check."""
    if name == "earth-tiles":
        arrays = live_export.Arrays()
        tiles = data.earth.load("test", size=64).pairs("satellite", "relief").rows(list(TILES))
        extras = {side: arrays.add(getattr(tiles, side)) for side in ("source", "target")}
        return _script("live_weights", name, _container({}, extras, arrays)), _script("live_checks", name, [])
    about, generator = pretrained.entry(name), pretrained.load(name)
    arrays = live_export.Arrays(_packed(name, generator))
    parts = {"generator": generator}
    if about.network["family"] == "stylegan":
        parts = dict(zip(("mapping", "synthesis"), stylegan.parts(generator), strict=True))
    networks = {part: live_export.network(model, arrays) for part, model in parts.items()}
    extras = {key: arrays.add(values) for key, values in _extras(name, generator).items()}
    _quiet(parts.values())
    checks = [{"network": part, **_checked(model)} for part, model in parts.items()]
    weights = {"about": {"draws": about.draws, "chapter": about.chapter}} | _container(
        networks, extras, arrays
    )
    return _script("live_weights", name, weights), _script("live_checks", name, checks)


def _container(networks, extras, arrays) -> dict:
    return {"networks": networks, "extras": extras, "arrays": arrays.about, "data": arrays.text()}


def _packed(name: str, generator: keras.Model) -> dict[int, tuple]:
    """The arrays of the checkpoint's file by the variable that they belong to: integers and scales, or float16."""
    record = pretrained.record(name)
    step = record["best_step"] if "best_step" in record else pretrained.steps(name)[-1]
    path = pretrained.FOLDER / name / f"step_{step:06d}.npz"
    with np.load(io.BytesIO(packing.read(path, record["stages"][str(step)]["sha256"]))) as arrays:
        found = dict(arrays)
    return {id(v): (found[f"w{i:02d}"], found.get(f"s{i:02d}")) for i, v in enumerate(generator.weights)}


def _extras(name: str, generator: keras.Model) -> dict[str, np.ndarray]:
    """What the sliders of a figure move along."""
    if name == "mnist-dcgan":
        return {"directions": latent.principal_directions(generator, DIRECTIONS)}
    if name == "faces-dcgan":
        z = latent.sample(1000, 100, seed=9)
        read = metrics.face_reader().read(latent.pictures(generator, z))
        known = {
            key: read[key] if read[key].dtype.kind == "f" else 1.0 * (read[key] != "none") for key in FACES
        }
        found = latent.attribute_directions(z, known, conditional=True)
        return {"directions": np.stack([found[key].vector for key in FACES])}
    if name == "faces-stylegan":
        return {"mean": latent.Styles(generator).mean()}
    return {}


def _quiet(models) -> None:
    """Switch off what draws random numbers: Keras's are not the kernel's."""
    for model in models:
        for layer in model.layers:
            if isinstance(layer, blocks.LastingDropout):
                layer.rate = 0.0
            elif isinstance(layer, style_layers.Noise):
                layer.level.assign(0.0)


def _checked(model: keras.Model) -> dict:
    """Fixed inputs, two of each, and the outputs."""
    random, inputs = np.random.default_rng(26), {}
    for tensor in model.inputs:
        shape = (2, *tensor.shape[1:])
        if tensor.name == "labels":
            values = np.array([[3], [7]])
        elif len(shape) == 4:  # images: smooth ones, in [-1, 1]
            tiles = data.earth.load("test", size=shape[1]).pairs("relief", "satellite").rows(list(TILES[:2]))
            values = _signed(tiles.source)
        else:
            values = random.standard_normal(shape)
        inputs[tensor.name] = np.asarray(values, np.float32)
    given = list(inputs.values())
    output = keras.ops.convert_to_numpy(model(given if len(given) > 1 else given[0]))
    return {"inputs": {key: _tensor(values) for key, values in inputs.items()}, "output": _tensor(output)}


def _signed(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32) / 127.5 - 1.0


def _tensor(values: np.ndarray) -> dict:
    return {"shape": list(values.shape), "data": base64.b64encode(np.float32(values).tobytes()).decode()}


def _script(table: str, name: str, value) -> str:
    return f"(window.{table} ||= {{}})[{json.dumps(name)}] = {json.dumps(value, separators=(',', ':'))};\n"


def write(names: list[str], out: Path, checks: bool = False) -> None:
    """Write the script of each name into a folder, and with `checks` the inputs and outputs that it is checked by.

    Raises
    ------
    ValueError
        If a name is neither a checkpoint nor "earth-tiles", or a network has a layer that the kernel has not. Unknown names are told
        before anything is written.
    OSError
        If the folder cannot be written to.
    """
    known = [*pretrained.names(), "earth-tiles"]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(
            f"There is no checkpoint {', '.join(map(repr, unknown))}; choose of {', '.join(known)}."
        )
    files.writable(out)
    for name in names:
        for ending, script in list(zip((".js", ".check.js"), exported(name), strict=True))[: 1 + checks]:
            files.write(out / f"{name}{ending}", script.encode())
            print(f"{out / name}{ending}: {len(script) / 1e6:.2f} MB", flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "names", nargs="*", help="checkpoints; default: those that site/live/figures.toml asks for"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder of the scripts")
    parser.add_argument("--checks", action="store_true", help="also what Keras makes of fixed inputs")
    given = parser.parse_args(arguments)
    try:
        write(given.names or asked_for(), given.out, given.checks)
    except (ValueError, OSError) as error:
        print(f"live_weights: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
