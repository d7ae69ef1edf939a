"""Where the tiles of the Earth lie, which of them have land, and which are for testing. A picture is its rows from TOP to BOTTOM."""

from __future__ import annotations

import numpy as np

TILE = 64  # pixels of a picture of 5400 x 2700: 4.27 degrees
HALF = TILE // 2
COLUMNS = 84
TOP, BOTTOM = 64, 35 * 64  # 85.7° N and 59.3° S. Further south nearly every tile is one white field
LAND = 0.1  # a tile has more land than this share
SEA_BLUE = (
    40  # by how much blue exceeds red at sea in the topographic map; next to no pixel lies between 20 and 50
)
PERIOD, FIRST_TEST, TEST = 14, 5, 2  # of every 14 columns the 5th and 6th, counted from 0, are for testing
STRIPE = 3 * TILE  # of one domain, where pairs are hidden


def is_land(topographic: np.ndarray) -> np.ndarray:
    """Where there is land, ice included: true and false, without the last axis. Seas and lakes are blue on this map, in its shadows too."""
    return topographic[..., 2].astype(np.int16) - topographic[..., 0] < SEA_BLUE


def test_columns() -> np.ndarray:
    """Which columns of tiles are for testing, (84,): six bands of 8.5° of longitude, 60° apart, the first from 158.7° W on."""
    return (np.arange(COLUMNS) - FIRST_TEST) % PERIOD < TEST


def corners(split: str) -> np.ndarray:
    """Upper left corners, (n, 2) rows and columns, of all tiles of a split, with land or without.

    Tiles for training overlap by half of their side, for more of them; those for testing do not. None reaches into the other split.
    """
    if split == "test":
        tops = np.arange(TOP, BOTTOM, TILE)
        lefts = TILE * np.flatnonzero(test_columns())
    else:
        tops = np.arange(TOP, BOTTOM - HALF, HALF)
        free = np.repeat(~test_columns(), 2)
        lefts = HALF * np.flatnonzero(free[:-1] & free[1:])
    return np.stack(np.meshgrid(tops, lefts, indexing="ij"), axis=-1).reshape(-1, 2)


def land_shares(topographic: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The share of land in each tile, (n,)."""
    return is_land(cut(topographic, places)).mean(axis=(1, 2))


def chosen(places: np.ndarray, chart: np.ndarray) -> np.ndarray:
    """Those of the places that a chart marks: one pixel for each corner that a tile may have, half a tile apart, true or false."""
    return places[chart[(places[:, 0] - TOP) // HALF, places[:, 1] // HALF]]


def cut(picture: np.ndarray, places: np.ndarray, size: int = TILE) -> np.ndarray:
    """The tiles, uint8 (n, size, size, 3), of the rows from TOP to BOTTOM of a picture. A size of 32 halves the scale.

    So the places stay, and coasts and mountain ranges have room in 32 pixels; and the blocks of the pictures' JPEG, plain to see at full
    scale, are averaged away. Quarters of the places at full scale would show little but one colour.
    """
    shrink = TILE // size
    if shrink == 2:
        picture = halved(picture)
    return np.stack(
        [picture[(top - TOP) // shrink :, left // shrink :][:size, :size] for top, left in places]
    )


def halved(picture: np.ndarray) -> np.ndarray:
    """Of every four pixels the mean, rounded."""
    wide = picture[::2].astype(np.uint16) + picture[1::2]
    return ((wide[:, ::2] + wide[:, 1::2] + 2) // 4).astype(np.uint8)


def two_domains(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which places are for the first and for the second domain where pairs are to be hidden: two masks (n,).

    Stripes of three columns take turns; a tile across the border of two is in neither, so no pixel is in both.
    """
    left, right = places[:, 1], places[:, 1] + TILE - 1
    inside = left // STRIPE == right // STRIPE
    return inside & (left // STRIPE % 2 == 0), inside & (left // STRIPE % 2 == 1)
