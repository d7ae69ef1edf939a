"""Images with their labels, in the one form that everything in this course takes."""

from dataclasses import dataclass, replace

from gan_lessons.data import sizes
from gan_lessons.numeric import array, shown, whole

import numpy as np


def own(a: np.ndarray) -> np.ndarray:
    """The same numbers, read-only, in memory that nobody can write to through another array: a copy if need be."""
    part = a
    while isinstance(part, np.ndarray):
        if part.flags.writeable:
            a = a.copy()
            a.flags.writeable = False  # or it would be copied again the next time
            break
        part = part.base  # of a view; what a file is mapped to has no more
    a = a.view()  # so that a caller's own array is left as it is
    a.flags.writeable = False
    return a


def sealed(a: np.ndarray) -> np.ndarray:
    """An array that nobody else has, closed to writing with all that it is a view of: `own` need not copy it then."""
    part = a
    while isinstance(part, np.ndarray):
        part.flags.writeable = False
        part = part.base
    return a


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Images with their labels. Immutable: the arrays are read-only, and copied if somebody else could still write to them.

    Attributes
    ----------
    images : numpy.ndarray
        uint8, 0 to 255, of shape (n, height, width, channels) with 1 or 3 channels; n is at least 1.
    labels : numpy.ndarray
        int32, of shape (n,), each an index into ``class_names``. Other integers are converted.
    name, source, split : str
        What this is, where it came from (in words, not a path), and "train" or "test".
    class_names : tuple of str
        A list becomes one.

    Raises
    ------
    ValueError
        If an array does not fit this description; the message says what was given and what to do.
    """

    images: np.ndarray
    labels: np.ndarray
    name: str
    source: str
    split: str
    class_names: tuple[str, ...]

    def __post_init__(self):
        images = self.images if isinstance(self.images, np.ndarray) else np.asarray(self.images)
        if isinstance(images, np.ma.MaskedArray):
            raise ValueError(
                "images are a masked array, and the mask would be lost. Give images.filled(value)."
            )
        names = self.class_names
        if (
            not isinstance(names, tuple | list)
            or not names
            or not all(isinstance(name, str) for name in names)
        ):
            raise ValueError(
                f"class_names is {shown(names)}; a tuple with one name for each class is expected."
            )
        object.__setattr__(self, "class_names", tuple(map(str, names)))
        labels = array("labels", self.labels, finite=False, bools=True)
        if images.dtype != np.uint8:
            raise ValueError(
                f"images are {images.dtype}; uint8 from 0 to 255 is expected. Images in [-1, 1] become that "
                "with np.rint((x + 1) * 127.5).astype(np.uint8)."
            )
        if images.ndim != 4 or images.shape[3] not in (1, 3) or 0 in images.shape:
            raise ValueError(
                f"images have shape {images.shape}; (n, height, width, 1 or 3) with at least one image is "
                "expected. Grey images get their last axis with images[..., None]."
            )
        if labels.shape != images.shape[:1]:
            raise ValueError(
                f"labels have shape {labels.shape}; one label an image is expected, {images.shape[:1]}. "
                "A column of labels becomes that with labels.ravel()."
            )
        if not np.issubdtype(labels.dtype, np.integer):
            raise ValueError(f"labels are {labels.dtype}; integers that number the classes are expected.")
        if labels.min() < 0 or labels.max() >= len(self.class_names):
            raise ValueError(
                f"labels run from {labels.min()} to {labels.max()}; 0 to {len(self.class_names) - 1} is "
                "expected, as class_names has that many names. Add the missing names, or correct the labels."
            )
        object.__setattr__(self, "images", own(np.asarray(images)))
        object.__setattr__(self, "labels", own(sealed(labels.astype(np.int32))))

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        return (
            f"<Dataset {self.name!r}, {self.split}: {len(self):,} images {self.images.shape[1:]}, "
            f"{len(self.class_names)} classes, from the {self.source}>"
        )

    def take(self, n: int) -> "Dataset":
        """The first ``n`` images, 1 <= n <= len(self); ValueError if there are not so many."""
        try:
            n = whole("n", n, most=len(self))
        except ValueError:
            raise ValueError(
                f"n is {shown(n)}; there are {len(self):,} images, so 1 to {len(self)} can be taken."
            ) from None
        return self.rows(slice(n))

    def only(self, *classes: int) -> "Dataset":
        """The images of some classes, in their order; labels and class_names stay as they are.

        Raises
        ------
        ValueError
            If these are no numbers of classes, or there is no image of one of them.
        """
        last = len(self.class_names) - 1
        try:
            numbers = [whole("class", each, least=0, most=last) for each in classes]
        except ValueError:
            numbers = []
        if not numbers:
            raise ValueError(
                f"classes are {shown(classes)}; one or more of 0 to {last} are expected: only(0, 1)."
            )
        if missing := sorted(set(numbers) - set(self.labels.tolist())):
            raise ValueError(f"There is no image of {tuple(missing)} in {self!r}.")
        return self.rows(np.isin(self.labels, numbers))

    def rows(self, index: slice | np.ndarray) -> "Dataset":
        """Some of the images: a slice, a mask (n,), or their numbers in the order wanted.

        Raises
        ------
        ValueError
            If it is something else, picks no image, or one that is not there.
        """
        if not isinstance(index, slice):
            index = self._checked(index)
        try:
            images, labels = self.images[index], self.labels[index]
        except (TypeError, IndexError) as error:  # a slice of words, a number that is too large
            raise ValueError(f"rows cannot be picked by {shown(index)}: {error}.") from None
        if not len(images):
            raise ValueError(
                f"{shown(index)} picks no image; a part of {len(self):,} with at least one is expected."
            )
        return replace(self, images=sealed(images), labels=labels, **self._beside(index))

    def resized(self, size: int) -> "Dataset":
        """The same images, ``size`` pixels high and wide; see `sizes.resized`."""
        return replace(self, images=sealed(sizes.resized(self.images, size)))

    def framed(self, size: int, value: int = 0) -> "Dataset":
        """The same images in a rim of one value, ``size`` pixels high and wide; see `sizes.framed`."""
        return replace(self, images=sealed(sizes.framed(self.images, size, value)))

    def _checked(self, index) -> np.ndarray:
        found = None if isinstance(index, np.ma.MaskedArray) else np.asarray(index)
        if (
            found is None
            or found.ndim != 1
            or not (
                np.issubdtype(found.dtype, np.integer) or (found.dtype == bool and len(found) == len(self))
            )
        ):
            raise ValueError(
                f"rows cannot be picked by {shown(index)}; a slice, a mask ({len(self)},) of true and false, or an array of whole "
                "numbers is expected."
            )
        return found

    def _beside(self, index) -> dict[str, np.ndarray]:
        """The same part of what a subclass keeps beside images and labels."""
        return {}
