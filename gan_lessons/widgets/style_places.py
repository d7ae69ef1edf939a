"""The places of a style generator in plain words: the pixels at which each of them acts, coarse, middle and fine."""

from __future__ import annotations

from gan_lessons import latent

import numpy as np


def styles_of(generator) -> latent.Styles:
    """The generator as functions of styles; one that is such already, and traced perhaps, as it is."""
    return generator if isinstance(generator, latent.Styles) else latent.Styles(generator)


def pixels(places: int) -> list[int]:
    """Height and width of the image at each place: 4, 8, 8, 16, 16, …"""
    return [4 * 2 ** ((place + 1) // 2) for place in range(places)]


def words(chosen, places: int) -> str:
    """ "4–8 px": at which sizes these places act; neighbours, in order."""
    at = pixels(places)
    low, high = at[chosen[0]], at[chosen[-1]]
    return f"{low} px" if low == high else f"{low}–{high} px"


def bands(places: int) -> dict[str, range]:
    """Coarse, middle and fine places: the sizes in three parts, as equal as can be, coarse ones first if they are not."""
    at = pixels(places)
    found = {}
    for name, sizes in zip(("coarse", "middle", "fine"), np.array_split(sorted(set(at)), 3), strict=True):
        if len(sizes):
            first = at.index(sizes[0])
            found[name] = range(first, first + sum(size in sizes for size in at))
    return found
