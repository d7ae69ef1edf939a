"""Faces as a `Dataset` that also knows what each face looks like."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gan_lessons.data.dataset import Dataset, own
from gan_lessons.numeric import shown

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Faces(Dataset):
    """A `Dataset` of faces with a table of attributes.

    ``labels`` are 0 and ``class_names`` is ("face",), unless `labelled` chose an attribute.

    Attributes
    ----------
    attributes : structured array (n,)
        One row an image, one field an attribute: ``faces.attributes["smile"]`` is an array (n,). Read-only.
    """

    attributes: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        table = self.attributes
        if not isinstance(table, np.ndarray) or isinstance(table, np.ma.MaskedArray):
            raise ValueError(f"attributes is {shown(table)}; a structured array without a mask is expected.")
        if table.shape != self.labels.shape or not table.dtype.names:
            raise ValueError(
                f"attributes are {table.dtype} {table.shape}; a structured array with one row an image, "
                f"{self.labels.shape}, is expected."
            )
        object.__setattr__(self, "attributes", own(table))

    def _beside(self, index) -> dict[str, np.ndarray]:
        return {"attributes": self.attributes[index]}

    def labelled(self, name: str) -> Faces:
        """The same faces with an attribute in words (or one that is true or false) as their label.

        ``class_names`` are then the words that occur, in alphabetical order, or ("no", "yes").
        """
        fields = [f for f in self.attributes.dtype.names if self.attributes.dtype[f].kind in "Ub"]
        if name not in fields:
            raise ValueError(f"{name!r} is no attribute in words; there are {', '.join(fields)}.")
        values = self.attributes[name]
        if values.dtype.kind == "b":
            return replace(self, labels=values.astype(np.int32), class_names=("no", "yes"))
        words, labels = np.unique(values, return_inverse=True)
        return replace(self, labels=labels, class_names=tuple(words.tolist()))
