"""What a GAN of this course imitates: MNIST, Fashion-MNIST and CIFAR-10, from wherever the machine has them.

    digits = gan_lessons.data.load("mnist")

`load` says which source it used. A full set is always checked against the SHA-256 of the original arrays; a
machine without one, and without a network, gets the sample that comes with this package. `data.curves` has points in the plane that need no source at all.
"""

import warnings
from dataclasses import dataclass, replace

from gan_lessons.data import curves, sources
from gan_lessons.data.downloads import download
from gan_lessons.data.sources import DataError

import numpy as np

__all__ = ["DataError", "Dataset", "curves", "download", "load", "names"]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Images with their labels. Immutable: the arrays are read-only.

    Attributes
    ----------
    images : numpy.ndarray
        uint8, 0 to 255, of shape (n, height, width, channels) with 1 or 3 channels; n is at least 1.
    labels : numpy.ndarray
        int32, of shape (n,), each an index into ``class_names``. Other integers are converted.
    name, source, split : str
        What this is, where it came from (in words, not a path), and "train" or "test".
    class_names : tuple of str

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
        images, labels = np.asarray(self.images), np.asarray(self.labels)
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
        for field, array in (("images", images), ("labels", labels.astype(np.int32))):
            array = array.view()  # so that the caller's own array stays writable
            array.flags.writeable = False
            object.__setattr__(self, field, array)

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        return (
            f"<Dataset {self.name!r}, {self.split}: {len(self):,} images {self.images.shape[1:]}, "
            f"{len(self.class_names)} classes, from the {self.source}>"
        )

    def take(self, n: int) -> "Dataset":
        """The first ``n`` images, 1 <= n <= len(self)."""
        if not 1 <= n <= len(self):
            raise ValueError(f"n is {n}; there are {len(self):,} images, so 1 to {len(self)} can be taken.")
        return replace(self, images=self.images[:n], labels=self.labels[:n])

    def only(self, *classes: int) -> "Dataset":
        """The images of some classes, in their order; labels and class_names stay as they are."""
        numbers = range(len(self.class_names))
        if not classes or not set(classes) <= set(numbers):
            raise ValueError(f"classes are {classes}; one or more of 0 to {numbers[-1]} are expected.")
        chosen = np.isin(self.labels, classes)
        if not chosen.any():
            raise ValueError(f"There is no image of {classes} in {self!r}.")
        return replace(self, images=self.images[chosen], labels=self.labels[chosen])


def names() -> tuple[str, ...]:
    """The data sets that `load` knows."""
    return tuple(sources.SETS)


def load(name: str, split: str = "train", verbose: bool = True) -> Dataset:
    """Load a data set from the best source that this machine has.

    The sources, in order: the folder in ``GAN_LESSONS_DATA`` (``<name>.npz`` with Keras's arrays x_train, y_train,
    x_test, y_test); Keras's cache; the operating system's folder; a download through Keras, unless
    ``GAN_LESSONS_OFFLINE`` is set; the balanced sample in this package (6,000 images of MNIST and Fashion-MNIST,
    2,500 of CIFAR-10, and test images of their own).

    Parameters
    ----------
    name : {"mnist", "fashion_mnist", "cifar10"}
    split : {"train", "test"}
    verbose : bool
        Print one line: which source was used, and how many images that is. A download says its size first.

    Returns
    -------
    Dataset
        The whole split, or that of the bundled sample.

    Raises
    ------
    DataError
        If ``GAN_LESSONS_DATA`` is no folder or its file is damaged (you put it there, so it is not passed over),
        or if the bundled sample is damaged.
    ValueError
        If there is no such data set or split.

    Warns
    -----
    UserWarning
        A damaged copy in Keras's cache or the system's folder is named with its remedy, and the next source used.
    """
    spec = sources.spec(name)
    if split not in sources.SPLITS:
        raise ValueError(f"There is no split {split!r}; there are {', '.join(map(repr, sources.SPLITS))}.")
    why = ""
    if (found := _first_whole(name, split)) is None:
        try:
            copy = _download_once(name, verbose)
        except DataError as error:
            copy, why = sources.sample(name), str(error)
        found = copy, copy.read(split)
    copy, (images, labels) = found
    if verbose:
        count = f"{len(images):,} of {spec.count(split):,}" if copy.sample else f"all {len(images):,}"
        more = f" No full set here: {why} To get it: gan-lessons data fetch {name}" if why else ""
        print(f"{spec.title}, {split}: {count} images, from the {copy.place}.{more}")
    return Dataset(images, labels, name, copy.place, split, spec.class_names)


def _first_whole(name: str, split: str) -> tuple[sources.Copy, sources.Arrays] | None:
    for copy in sources.copies(name):
        try:
            return copy, copy.read(split)
        except DataError as error:
            if copy.strict:
                raise
            warnings.warn(f"{error} It is not used.", stacklevel=3)
    return None


_failed: dict[str, str] = {}  # a lesson loads often; it waits for an absent network once


def _download_once(name: str, verbose: bool) -> sources.Copy:
    if name in _failed and not sources.offline():
        raise DataError(_failed[name])
    try:
        return download(name, verbose)
    except DataError as error:
        if not sources.offline():
            _failed[name] = str(error)
        raise
