"""A run's generator for use without this package: as a file of Keras, or of ONNX."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from gan_lessons import files, models, sampling
from gan_lessons.runs.folder import Run
from gan_lessons.runs.plain import plain
from gan_lessons.runs.verdict import drawn

import keras
import numpy as np

TOLERANCE = 1e-4  # of images in [-1, 1]
NEEDS = ("tf2onnx", "onnxruntime")


def export(run: Run, out: str | os.PathLike) -> tuple[Path, float]:
    """Write the best generator in layers of Keras alone, and see that it draws the same.

    Parameters
    ----------
    run : Run
    out : path
        Ends in .keras, for `keras.saving.load_model` without this package; or in .onnx.

    Returns
    -------
    Path, float
        What was written, and the largest difference of a pixel in [-1, 1] to what the run's generator draws (without the noise of a
        StyleGAN, which is left out).

    Raises
    ------
    ValueError
        If the ending is another, or the generator has a layer that Keras has no equal of.
    ImportError
        If ONNX is asked for and tf2onnx or onnxruntime is missing.
    RuntimeError
        If the copy draws something else.
    """
    out = files.path_of("OUT", out, "a file that ends in .keras or .onnx")
    if out.suffix not in (".keras", ".onnx"):
        raise ValueError(f"{out} ends neither in .keras nor in .onnx: choose one.")
    files.place("OUT", out, out.suffix)
    if out.suffix == ".onnx" and (missing := [name for name in NEEDS if find_spec(name) is None]):
        raise ImportError(
            f"an .onnx needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed: pip install tf2onnx "
            "onnxruntime"
        )
    generator = run.generator()
    if {layer.name for layer in generator.layers} >= {"mapping", "synthesis"}:
        models.stylegan.noise_levels(generator, 0.0)
    inputs = sampling.of(generator).inputs(16, seed=0)
    wanted, copy = drawn(generator, 16, seed=0), plain(generator)
    found = {}

    def write(part: Path) -> None:
        found["images"] = (_keras if out.suffix == ".keras" else _onnx)(copy, part, inputs)
        found["error"] = float(np.abs(found["images"] - wanted).max())
        if not found["error"] <= TOLERANCE:
            raise RuntimeError(
                f"the copy draws other pictures: a pixel differs by {found['error']:.2g} of 2, and {TOLERANCE:g} is allowed"
            )

    files.in_full(out, write)
    return out, found["error"]


def _keras(copy: keras.Model, part: Path, inputs: list[np.ndarray]) -> np.ndarray:
    copy.save(part)
    read = keras.saving.load_model(part, compile=False)
    return keras.ops.convert_to_numpy(read(inputs if len(inputs) > 1 else inputs[0]))


def _onnx(copy: keras.Model, part: Path, inputs: list[np.ndarray]) -> np.ndarray:
    import onnxruntime

    copy(inputs if len(inputs) > 1 else inputs[0])  # Keras exports what was called before
    copy.export(part, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(part, providers=["CPUExecutionProvider"])
    return session.run(None, {known.name: x for known, x in zip(session.get_inputs(), inputs, strict=True)})[
        0
    ]
