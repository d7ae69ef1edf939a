"""What `fit` accepts, sorted by role and checked before the first step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gan_lessons import arrays as kinds
from gan_lessons import numeric

import numpy as np


@dataclass(frozen=True)
class Feed:
    """Arrays by role, and how a batch is made of them.

    Parameters
    ----------
    arrays : dict of str to ndarray
    together : bool
        Whether row i of one belongs to row i of the others. If not, each has an order and a length of its own.
    transform : callable, optional
        `transform(rows, rng) -> rows`: a dict of the rows of one batch, by role, and a numpy.random.Generator for what it draws.
    """

    arrays: dict[str, np.ndarray]
    together: bool = True
    transform: Callable | None = None

    def rows(self, chosen: Mapping[str, np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        rows = {role: a[chosen[role]] for role, a in self.arrays.items()}
        rows = self.transform(rows, rng) if self.transform else rows
        return tuple(rows[role] for role in self.arrays)

    def examples(self, n: int) -> dict[str, np.ndarray]:
        """Rows as a batch gets them: all, without a copy, or the first n where they are cropped or mirrored."""
        if self.transform is None:
            return dict(self.arrays)
        first = {role: np.arange(min(n, len(a))) for role, a in self.arrays.items()}
        return dict(zip(self.arrays, self.rows(first, np.random.default_rng(0)), strict=True))

    @property
    def length(self) -> int:
        """Samples in one pass: those of the longest array."""
        return max(len(a) for a in self.arrays.values())


def feed(x, y, roles: Mapping[str, object], name: str) -> Feed | None:
    """What was given to `fit`, by role; None for anything that brings its own batches.

    Parameters
    ----------
    x, y
        As `fit` takes them.
    roles : mapping of str to Samples or Labels
        What the objective trains on.
    name : str
        The objective, for errors.

    Raises
    ------
    ValueError
        If roles are missing, lengths differ, or an array is none that can be trained on.
    """
    together, transform = True, None
    if isinstance(x, Mapping):
        given = dict(x)
    elif isinstance(getattr(x, "arrays", None), Mapping):
        given, together, transform = dict(x.arrays), x.together, x.transform
    elif hasattr(x, "images") and hasattr(x, "labels"):
        given = {"images": x.images, "labels": x.labels}
    elif hasattr(x, "__array__"):
        given = (x,)
    elif isinstance(x, tuple | list) and len(x) and hasattr(x[0], "__array__"):
        given = tuple(x)
    elif hasattr(x, "__iter__") and not isinstance(x, tuple | list | str | bytes | set):
        return None
    else:
        raise ValueError(
            f"The data are {numeric.shown(x)}. Give arrays ({listed(roles)}), a data set, or what brings its own batches: a "
            "tf.data.Dataset, a keras.utils.PyDataset, a DataLoader, a generator."
        )
    if y is not None:
        if isinstance(given, dict) or len(given) > 1:
            raise ValueError(
                f"y was given beside {len(given)} arrays; give all of them in x, in the order {listed(roles)}."
            )
        given = (*given, y)
    given = by_role(given, roles, name)
    unread = {role: given.pop(role) for role in list(given) if role not in roles}
    given = {role: _array(role, given[role]) for role in roles}
    _check_lengths(
        {**given, **{role: a for role, a in unread.items() if hasattr(a, "shape") or hasattr(a, "__len__")}},
        together,
    )
    found = Feed(given, together, transform)
    _check(found, roles)
    return found


def by_role(given: tuple | Mapping, roles: Mapping, name: str) -> dict:
    """What was given in the order of the roles, or by name, by role. Labels may be given to a game of images that reads none.

    Raises
    ------
    ValueError
        If a role is missing, or something is given that is none.
    """
    names = [*roles, *(["labels"] if list(roles) == ["images"] else [])]
    if isinstance(given, Mapping):
        given = dict(given)
    elif len(given) > len(names):
        raise ValueError(
            f"{len(given)} arrays were given; {name} trains on {listed(roles)}. Give no more than these: weights of samples are not used, "
            "and many samples in a list become one array with np.stack."
        )
    else:
        given = dict(zip(names, given, strict=False))
    if missing := [role for role in roles if given.get(role) is None]:
        there = [role for role in given if given[role] is not None]
        raise ValueError(
            f"{name} trains on {listed(roles)}; {listed(there) or 'nothing'} was given, so {listed(missing)} is missing. "
            f"Give a pair ({', '.join(roles)}), a dict with these names, or a data set that has them."
        )
    if unknown := [role for role in given if role not in names]:
        raise ValueError(f"{listed(unknown)} was given; {name} trains on {listed(roles)}. Leave it out.")
    return {role: value for role, value in given.items() if value is not None}


def _array(role, value) -> np.ndarray:
    a = numeric.array(role, value, finite=False, bools=True)
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused as such
        return a.astype("float32") if a.dtype == "float64" else a


def _check_lengths(given: dict, together: bool) -> None:
    shapes = [np.shape(a) if hasattr(a, "shape") else (len(a),) for a in given.values()]
    if () in shapes or (together and len({shape[0] for shape in shapes}) > 1):
        more = (
            " Domains of their own lengths are data.Unpaired(a, b)."
            if len(given) == 2 and "a" in given
            else ""
        )
        raise ValueError(f"Arrays with shapes {shapes} were given; their first axes must be equal.{more}")
    for role, shape in zip(given, shapes, strict=True):
        if not shape[0]:
            raise ValueError(f"The data are empty: {role} has shape {shape}.")


def _check(found: Feed, roles: Mapping) -> None:
    for role, kind in roles.items():
        a = found.arrays[role]
        if found.transform is None:
            kind.check(role, a)
        else:  # crops change the shape: ranges are checked on all rows, shapes on what a batch gets
            (kinds.Samples() if isinstance(kind, kinds.Samples) else kind).check(role, a)
    if found.transform is not None:
        for (role, kind), a in zip(roles.items(), found.examples(1).values(), strict=True):
            kind.check(role, a)


def listed(names) -> str:
    return " and ".join(map(str, names))
