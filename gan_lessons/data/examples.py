"""Folders of pictures that come with the course, for lessons on pictures of your own."""

from __future__ import annotations

from pathlib import Path

from gan_lessons.numeric import choice

SAMPLES = Path(__file__).parent / "samples"
FOLDERS = {"emoji faces": "emoji_faces"}


def folder(name: str) -> Path:
    """Where a folder of pictures lies that came with this package; read it like one of yours, and copy it before you change it.

    Parameters
    ----------
    name : {"emoji faces"}
        "emoji faces": 119 faces, 64 × 64 pixels with transparency, of the set Twemoji (CC BY 4.0; `samples/README.md` says more).

    Returns
    -------
    Path
        For `data.images` or `gan-lessons train`.

    Raises
    ------
    ValueError
        If there is no folder of this name.
    """
    return SAMPLES / FOLDERS[choice("name", name, tuple(FOLDERS))]
