"""A notebook made from a run: its samples, and sliders through its latent space."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from gan_lessons import files
from gan_lessons.runs.folder import Run

NAME = "sliders.ipynb"


def notebook(run: Run, out: str | os.PathLike | None = None) -> Path:
    """Write a notebook that opens a run.

    Parameters
    ----------
    run : Run
    out : path, optional
        Ends in .ipynb. Default: `sliders.ipynb` in the run's folder.

    Returns
    -------
    Path

    Raises
    ------
    ValueError, OSError
        As for `files.place`.
    """
    out = files.place("OUT", run.folder / NAME if out is None else out, ".ipynb")
    here = os.path.relpath(run.folder.resolve(), out.parent.resolve())
    of = run.settings
    cells = [
        text(
            f"# Sliders of {run.folder.resolve().name}",
            "",
            f"Pictures of {of.size} × {of.size} pixels, trained on {of.training:,}. Run all cells: the first takes some seconds.",
        ),
        code(
            "import gan_lessons as gl",
            "",
            f"run = gl.runs.Run({here!r})",
            "generator = run.generator()",
            "gl.widgets.latent_sliders(generator)",
        ),
        text("Another seed, other pictures:"),
        code("gl.plots.grid(gl.sampling.of(generator).generate(36, seed=1))"),
    ]
    if of.classes:
        cells.insert(2, text("The same point as each class:"))
        cells.insert(3, code(f"gl.widgets.class_sliders(generator, {of.classes!r})"))
    files.write(out, as_notebook(cells).encode())
    return out


def as_notebook(cells: Sequence[dict]) -> str:
    """Cells as the text of a notebook."""
    content = {
        "cells": [{**cell, "id": f"cell-{i}"} for i, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def text(*lines: str) -> dict:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": "\n".join(lines)}


def code(*lines: str) -> dict:
    """A cell of Python, not run yet."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "\n".join(lines),
    }
