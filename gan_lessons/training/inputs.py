"""What `fit` accepts, sorted by role and checked before the first step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gan_lessons import arrays as kinds
from gan_lessons import backend

import keras
import numpy as np
from keras import ops


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
    x = ops.convert_to_numpy(x) if ops.is_tensor(x) else x
    if isinstance(x, tuple | list):
        x = tuple(ops.convert_to_numpy(a) if ops.is_tensor(a) else a for a in x)
    if y is not None and isinstance(x, tuple | list) and len(x) > 1:
        raise ValueError(
            f"y was given beside {len(x)} arrays; give all of them in x, in the order {_list(roles)}."
        )
    if isinstance(x, Mapping):
        given = dict(x)
    elif isinstance(getattr(x, "arrays", None), Mapping):
        given, together, transform = dict(x.arrays), x.together, x.transform
    elif hasattr(x, "images") and hasattr(x, "labels"):
        given = {"images": x.images, "labels": x.labels}
    elif isinstance(x, np.ndarray) or (
        isinstance(x, tuple | list) and len(x) and all(isinstance(a, np.ndarray) for a in x)
    ):
        given = _in_order([x] if isinstance(x, np.ndarray) else list(x), y, roles, name)
        y = None
    else:
        return None
    if y is not None:
        if "labels" not in roles:
            raise ValueError(
                f"y was given beside {type(x).__name__}, and {name} trains on {_list(roles)} alone."
            )
        given["labels"] = y
    given = {role: np.asarray(a) for role, a in given.items()}
    if missing := [role for role in roles if role not in given]:
        raise ValueError(
            f"{name} trains on {_list(roles)}; {_list(given)} was given, so {_list(missing)} is missing. "
            f"Give a pair ({', '.join(roles)}), a dict with these names, or a data set that has them."
        )
    _check_lengths(given, together)
    if "labels" in given and "labels" not in roles:  # a Dataset's labels: not used, and not wrong unnoticed
        kinds.check_labels(given["labels"], len(given["labels"]))
    wanted = {
        role: given[role].astype("float32") if given[role].dtype == "float64" else given[role]
        for role in roles
    }
    found = Feed(wanted, together, transform)
    _check(found, roles)
    return found


def _in_order(arrays, y, roles, name) -> dict:
    arrays = arrays if y is None else [*arrays[:1], np.asarray(y)]
    names = [*roles, *(["labels"] if list(roles) == ["images"] else [])]
    if len(arrays) > len(names):
        raise ValueError(
            f"{len(arrays)} arrays were given; {name} trains on {_list(roles)}. Give no more than these."
        )
    return dict(zip(names, arrays, strict=False))


def _check_lengths(given: dict, together: bool) -> None:
    lengths = [len(a) if a.ndim else None for a in given.values()]
    if None in lengths or (together and len(set(lengths)) > 1):
        more = (
            " Domains of their own lengths are data.Unpaired(a, b)."
            if len(given) == 2 and "a" in given
            else ""
        )
        raise ValueError(
            f"Arrays with shapes {[a.shape for a in given.values()]} were given; their first axes must be equal.{more}"
        )
    for role, a in given.items():
        if not len(a):
            raise ValueError(f"The data are empty: {role} has shape {a.shape}.")


def _check(found: Feed, roles: Mapping) -> None:
    for role, kind in roles.items():
        a = found.arrays[role]
        if found.transform is None:
            kind.check(role, a)
        else:  # crops change the shape: ranges are checked on all rows, shapes on what a batch gets
            (kinds.Samples() if isinstance(kind, kinds.Samples) else kind).check(role, a)
    if found.transform is not None:
        check_batch(found.examples(1).values(), roles, "This objective")


def check_batch(batch, roles: Mapping, name: str) -> None:
    """Raise ValueError unless these arrays, in the order of the roles, can be trained on."""
    if len(batch) < len(roles):
        raise ValueError(f"{name} trains on {_list(roles)}; a batch has {len(batch)} arrays.")
    for (role, kind), a in zip(roles.items(), batch, strict=False):
        kind.check(role, a)


def first_batch(x) -> tuple[np.ndarray, ...] | None:
    """The first batch of a tf.data.Dataset or PyDataset as arrays; None where a look would consume it."""
    if backend.is_tf_dataset(x):
        batch = next(iter(x), None)
    elif isinstance(x, keras.utils.PyDataset):
        batch = x[0]
    else:
        return None
    if batch is None:
        raise ValueError("The data set is empty: it gives no batch.")
    batch = batch if isinstance(batch, tuple | list) else (batch,)
    return tuple(ops.convert_to_numpy(part) for part in batch)


def _list(names) -> str:
    return " and ".join(names)
