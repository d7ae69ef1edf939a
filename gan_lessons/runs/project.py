"""A new project: a folder with all that a generator of one's own needs, small enough to read."""

from __future__ import annotations

import os
import re
from pathlib import Path

from gan_lessons import files
from gan_lessons.runs.card import TEXT
from gan_lessons.runs.sliders import as_notebook, code, text

README = """\
# {name}

A generator of pictures, trained with gan_lessons.

1. Put pictures into `data/`: some hundreds of one kind, at least 20. Folders in it become classes if each holds 10 or more.
2. `python train.py` trains: it says first how long that will take. Ctrl-C stops, the same command goes on.
3. `python evaluate.py` scores what it draws against pictures that it never saw, and draws samples into `samples.png`.
4. `jupyter lab explore.ipynb` opens sliders.
5. Fill in `MODEL_CARD.md`. Its table is filled in by `train.py`.

`run/` holds everything that training makes, and a small copy of the pictures: do not publish it if you may not publish them.
"""
DATA = "Pictures go here: JPEG, PNG, WebP, TIFF and others, also in folders.\n"
TRAIN = '''\
"""Train, or go on where it was stopped."""

import gan_lessons as gl

OPTIONS = {"size": None, "minutes": 60}  # None: chosen from the pictures. help(gl.runs.train) lists all of them.

if __name__ == "__main__":
    try:
        run = gl.runs.train("data", "run", **OPTIONS)
    except (gl.runs.Stopped, gl.runs.Diverged, gl.data.DataError, ValueError, OSError) as reason:
        raise SystemExit(str(reason)) from None
    gl.runs.card(run, "MODEL_CARD.md")
'''
EVALUATE = '''\
"""Score what the generator draws, and draw some of it."""

import gan_lessons as gl

if __name__ == "__main__":
    try:
        run = gl.runs.Run("run")
        gl.runs.sample(run, "samples.png", n=64, seed=1)
        print((run.folder / "verdict.md").read_text(encoding="utf-8"))
        print(gl.runs.scores(run))
    except (gl.data.DataError, ValueError, OSError) as reason:
        raise SystemExit(str(reason)) from None
'''
IGNORED = "data/*\n!data/README.md\nrun/\nsamples.png\n"
CELLS = (
    text("# What does it draw?", "", "After `python train.py`. Run all cells."),
    code(
        "import gan_lessons as gl",
        "",
        'run = gl.runs.Run("run")',
        "generator = run.generator()",
        "gl.widgets.latent_sliders(generator)",
    ),
    text("Samples, and beside them pictures that it was trained on:"),
    code("gl.plots.grid(gl.sampling.of(generator).generate(36, seed=1))"),
    code("gl.plots.grid(run.pictures()[0][:36])"),
)


def new(name: str | os.PathLike) -> list[Path]:
    """Write the files of a new project.

    Parameters
    ----------
    name : path
        A folder that is not there yet, or is empty. Its last part is the project's name.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ValueError
        If the name is none, or the folder holds something.
    OSError
        If it cannot be written.
    """
    folder = files.path_of("NAME", name, "a new folder")
    title = folder.resolve().name
    if not re.fullmatch(r"[\w .-]+", title):
        raise ValueError(f"NAME is {title!r}; letters, digits, spaces, '.', '-' and '_' make a name.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is there and not empty; give another name.")
    contents = {
        "README.md": README.format(name=title),
        "data/README.md": DATA,
        "train.py": TRAIN,
        "evaluate.py": EVALUATE,
        "explore.ipynb": as_notebook(CELLS),
        "MODEL_CARD.md": TEXT.replace("# Model card", f"# Model card: {title}", 1),
        ".gitignore": IGNORED,
    }
    for path, content in contents.items():
        files.writable((folder / path).parent)
        files.write(folder / path, content.encode())
    return [folder / path for path in contents]
