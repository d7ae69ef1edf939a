"""What a drawn face looks like, in words and numbers: a table with one row a face.

Each attribute is a number in a known range or one of a few words. All are drawn independently of one another, so that
every combination occurs, and so that a change in one is a change in nothing else: arithmetic on latent vectors can be
checked against the truth. Some hide others, as in life: sunglasses the eyes, a bald head the fringe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

_SLOTS = 64  # random numbers kept for each face; a new attribute takes a free slot, and the old ones stay as they are


@dataclass(frozen=True)
class Number:
    """An attribute that is a number.

    ``low`` and ``high`` are its range, ``usual`` is what a face has unless told otherwise. ``points`` and ``levels`` are its
    distribution: the share ``points[i]`` of all faces lies below ``levels[i]``, evenly spread in between.
    """

    low: float
    high: float
    usual: float
    meaning: str
    points: tuple[float, ...] = (0.0, 1.0)
    levels: tuple[float, ...] = ()

    def draw(self, u: np.ndarray) -> np.ndarray:
        return np.interp(u, self.points, self.levels or (self.low, self.high))

    def check(self, name: str, values) -> np.ndarray:
        values = np.asarray(values)
        if values.dtype.kind not in "fiub" or not np.all((values >= self.low) & (values <= self.high)):
            raise ValueError(f"{name} is {values}; numbers from {self.low:g} to {self.high:g} are expected.")
        return values.astype(np.float32)


@dataclass(frozen=True)
class Word:
    """An attribute that is one of a few words, each with its share of all faces. The first is the usual one."""

    shares: dict[str, float]
    meaning: str

    @property
    def usual(self) -> str:
        return next(iter(self.shares))

    def draw(self, u: np.ndarray) -> np.ndarray:
        ends = np.cumsum([*self.shares.values()])
        return np.array([*self.shares])[np.searchsorted(ends[:-1], u, side="right")]

    def check(self, name: str, values) -> np.ndarray:
        values = np.asarray(values)
        unknown = sorted({str(value) for value in values.ravel()} - set(self.shares))
        if unknown:
            raise ValueError(
                f"{name} is {', '.join(map(repr, unknown))}; one of {', '.join(map(repr, self.shares))} is expected."
            )
        return values.astype("U10")


ATTRIBUTES: dict[str, Number | Word] = {
    # About half of all faces smile, a tenth look sad; the others are near neutral.
    "smile": Number(-1, 1, 0, "-1 sad, 0 neutral, 1 laughing", (0, 0.1, 0.12, 0.5, 0.52, 1), (-1, -0.4, -0.15, 0.15, 0.5, 1)),
    "glasses": Word({"none": 0.58, "round": 0.16, "square": 0.14, "sun": 0.12}, "what is worn on the nose"),
    "hair_length": Number(0, 1, 0.3, "0 bald, 0.3 short, 0.6 to the chin, 1 over the shoulders", (0, 0.07, 0.071, 0.48, 0.5, 1), (0, 0, 0.15, 0.38, 0.58, 1)),
    "hair_colour": Word({"brown": 0.28, "black": 0.26, "blond": 0.18, "red": 0.12, "grey": 0.1, "blue": 0.06}, "of hair, brows and beard"),
    "curl": Number(0, 1, 0.1, "0 straight, 1 curly", (0, 0.55, 0.6, 1), (0, 0.15, 0.5, 1)),
    "fringe": Number(0, 1, 0.2, "0 the forehead is free, 1 hair down to the brows", (0, 0.6, 0.65, 1), (0, 0.25, 0.7, 1)),
    "parting": Number(-1, 1, 0.4, "where the hair parts: -1 left, 1 right"),
    "skin": Number(0, 1, 0.25, "0 light, 1 dark"),
    "face_width": Number(0, 1, 0.5, "0 slim, 1 broad"),
    "jaw": Number(0, 1, 0.5, "0 pointed, 1 square"),
    "beard": Word({"none": 0.66, "stubble": 0.09, "moustache": 0.07, "goatee": 0.07, "full": 0.11}, "what grows around the mouth"),
    "eye_colour": Word({"brown": 0.45, "blue": 0.25, "green": 0.2, "grey": 0.1}, "of the irises"),
    "eye_size": Number(0, 1, 0.5, "0 small, 1 large"),
    "gaze": Number(-1, 1, 0, "where the eyes look: -1 left, 1 right", (0, 0.25, 0.75, 1), (-1, -0.15, 0.15, 1)),
    "brows": Number(0, 1, 0.45, "0 thin, 1 thick"),
    "nose": Number(0, 1, 0.5, "0 small, 1 large"),
    "lips": Number(0, 1, 0.4, "0 thin and pale, 1 full and red"),
    "freckles": Word({"no": 0.85, "yes": 0.15}, "on the cheeks"),
    "earrings": Word({"no": 0.75, "yes": 0.25}, "in both ears"),
    "clothes": Number(0, 1, 0.6, "the colour of the shirt, once around the colour wheel"),
    "background": Number(0, 1, 0.55, "its colour, once around the colour wheel"),
    "backdrop": Number(0, 1, 0.7, "0 a dark background, 1 a light one"),
    "yaw": Number(-1, 1, 0, "the head turns: -1 to the left of the picture, 1 to its right"),
    "pitch": Number(-1, 1, 0, "the head nods: -1 up, 1 down"),
    "tilt": Number(-1, 1, 0, "the head leans: -1 to the left of the picture, 1 to its right"),
    "bun": Word({"no": 0.84, "yes": 0.16}, "of hair, on top of the head"),
    "light": Number(-1, 1, -0.5, "where the light comes from: -1 left, 1 right"),
}  # fmt: skip

DTYPE = np.dtype([(name, "U10" if isinstance(a, Word) else np.float32) for name, a in ATTRIBUTES.items()])


def draw_table(n: int, seed: int, start: int = 0) -> np.ndarray:
    """The attributes of faces ``start`` to ``start + n - 1`` of a seed: a structured array (n,)."""
    bits = np.random.PCG64(seed)
    bits.advance(start * _SLOTS)
    u = (bits.random_raw(n * _SLOTS) >> 11).reshape(n, _SLOTS) * 2.0**-53
    table = np.empty(n, DTYPE)
    for slot, (name, attribute) in enumerate(ATTRIBUTES.items()):
        table[name] = attribute.draw(u[:, slot])
    return table


def face_table(attributes: np.ndarray | Mapping | None = None, **changes) -> np.ndarray:
    """A table of attributes from what you say; everything else is as usual.

    Parameters
    ----------
    attributes : structured array (n,) or mapping, optional
        Rows of another table, or values by name. What is missing gets its usual value.
    **changes
        Values that replace those: each one value, or n of them. See `ATTRIBUTES` for names, ranges and words.

    Returns
    -------
    structured array (n,)
        With a field for each of `ATTRIBUTES`: float32, or str.

    Raises
    ------
    ValueError
        For an unknown name, a value out of range, or lengths that do not fit one another.
    """
    if attributes is None:
        given = {}
    elif isinstance(attributes, np.ndarray | np.void) and attributes.dtype.names:
        given = {name: attributes[name] for name in attributes.dtype.names}
    elif isinstance(attributes, Mapping):
        given = dict(attributes)
    else:
        raise ValueError(
            f"attributes is of type {type(attributes).__name__}; rows of a table of faces or a mapping are expected, "
            'such as {"smile": 1, "glasses": "round"}.'
        )
    given |= changes
    unknown = sorted(set(given) - set(ATTRIBUTES))
    if unknown:
        raise ValueError(f"A face has no {', '.join(unknown)}; it has {', '.join(ATTRIBUTES)}.")
    values = {name: ATTRIBUTES[name].check(name, value) for name, value in given.items()}
    lengths = {name: len(value) if value.ndim else 1 for name, value in values.items()}
    n = max((k for k in lengths.values() if k != 1), default=1)
    wrong = {
        name: values[name].shape for name, k in lengths.items() if values[name].ndim > 1 or k not in (1, n)
    }
    if wrong or 0 in lengths.values():
        raise ValueError(
            f"Attributes come one for all faces, or one a face; these do not fit one another: {wrong or lengths}."
        )
    table = np.empty(n, DTYPE)
    for name, attribute in ATTRIBUTES.items():
        table[name] = values.get(name, attribute.usual)
    return table
