"""A whole game as a few files: networks, averages, optimisers, clock and random states, exactly as `game.save` keeps them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

PIECE = 3_900_000  # bytes of the game in one file, which then has less than 4 MB even if nothing can be compressed


def take_apart(game: keras.Model, size: int = PIECE) -> list[bytes]:
    """A game as the bytes of one .npz or several.

    Parameters
    ----------
    game : keras.Model
        Compiled; of classes that Keras can load (its own, this package's, registered ones).
    size : int
        The most bytes of the game in one of them.

    Returns
    -------
    list of bytes
        For `put_together`.
    """
    with tempfile.TemporaryDirectory() as folder:
        game.save(Path(folder) / "game.keras")
        content = (Path(folder) / "game.keras").read_bytes()
    pieces = []
    for start in range(0, len(content), size):
        buffer = io.BytesIO()
        np.savez_compressed(buffer, piece=np.frombuffer(content[start : start + size], np.uint8))
        pieces.append(buffer.getvalue())
    return pieces


def put_together(pieces: Sequence[bytes]) -> keras.Model:
    """The game that `take_apart` took apart, compiled, at the step where it was."""
    from gan_lessons import training  # noqa: F401  it registers the classes that a file may name

    content = b""
    for piece in pieces:
        with np.load(io.BytesIO(piece), allow_pickle=False) as arrays:
            content += arrays["piece"].tobytes()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "game.keras").write_bytes(content)
        return keras.saving.load_model(Path(folder) / "game.keras")
