"""Images with their labels, in the one form that everything in this course takes."""

from dataclasses import dataclass, replace

import numpy as np


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
        return self.rows(slice(n))

    def only(self, *classes: int) -> "Dataset":
        """The images of some classes, in their order; labels and class_names stay as they are."""
        numbers = range(len(self.class_names))
        if not classes or not set(classes) <= set(numbers):
            raise ValueError(f"classes are {classes}; one or more of 0 to {numbers[-1]} are expected.")
        chosen = np.isin(self.labels, classes)
        if not chosen.any():
            raise ValueError(f"There is no image of {classes} in {self!r}.")
        return self.rows(chosen)

    def rows(self, index: slice | np.ndarray) -> "Dataset":
        """Some of the images: a slice, a mask (n,), or their numbers in the order wanted."""
        images = self.images[index]
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"This picks images of shape {images.shape}; a slice, a mask or an array of numbers that picks at "
                "least one image is expected."
            )
        return replace(self, images=images, labels=self.labels[index], **self._beside(index))

    def _beside(self, index) -> dict[str, np.ndarray]:
        """The same part of what a subclass keeps beside images and labels."""
        return {}
