"""Two domains of images: paired, row by row, or unpaired, each with an order and a length of its own."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.data.dataset import Dataset, own, sealed
from gan_lessons.data.jitter import Jitter

import numpy as np

_RED, _GREEN, _BLUE = 299, 587, 114  # thousandths of the luminance of ITU-R BT.601


class _Domains:
    """What both have in common. `arrays`, `together` and `transform` are what training asks for; the arrays are read-only."""

    together: bool

    def __init__(self, arrays: dict[str, np.ndarray], enlarge, crop, flip: bool):
        for role, a in arrays.items():
            _check(role, a)
        self.jitter = Jitter(enlarge, crop, flip).check(arrays)
        self.arrays = {role: own(a) for role, a in arrays.items()}

    @property
    def enlarge(self) -> tuple[int, int] | None:
        """Height and width to which images are enlarged in training, before they are cropped."""
        return self.jitter.enlarge

    @property
    def crop(self) -> tuple[int, int] | None:
        """Height and width of the random parts that training gets."""
        return self.jitter.crop

    @property
    def flip(self) -> bool:
        """Whether half of the images are mirrored in training."""
        return self.jitter.flip

    @property
    def transform(self):
        """Random changes of the rows of one batch, by role; None if there are none."""
        return self._changed if self.jitter else None

    def _changed(self, rows: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
        changed, drawn = {}, None
        for role, images in rows.items():
            if drawn is None or not self.together:
                drawn = self.jitter.draw(*images.shape[:3], rng)
            changed[role] = self.jitter.apply(images, drawn)
        return changed


def _check(role: str, a) -> None:
    if not isinstance(a, np.ndarray) or a.dtype != np.uint8 or a.ndim != 4 or 0 in a.shape:
        raise ValueError(
            f"{role} has dtype {getattr(a, 'dtype', type(a).__name__)} and shape {getattr(a, 'shape', '()')}; uint8 images (n, height, "
            "width, channels) with at least one image are expected, of a Dataset its images. Images in [-1, 1] become that with "
            "np.rint((x + 1) * 127.5).astype(np.uint8)."
        )
    if isinstance(a, np.ma.MaskedArray):
        raise ValueError(f"{role} is a masked array, and the mask would be lost. Give {role}.filled(value).")
    if role != "source" and a.shape[3] not in (1, 3):
        raise ValueError(
            f"{role} has {a.shape[3]} channels; images to make are grey (1) or RGB (3). Of RGBA lay the pixels on a ground first; "
            "several images stacked on their channels can only be a source."
        )


class Paired(_Domains):
    """Pairs: row i of the source shows the same as row i of the target, as Pix2Pix needs (arXiv 1611.07004).

    The paper's jitter is ``enlarge=(286, 286)``, ``flip=True`` for images of 256 pixels: each pair is enlarged, and a random part
    of the size before is left, perhaps mirrored.

    Parameters
    ----------
    source, target : ndarray
        uint8 (n, height, width, channels), of one n, height and width. The target is grey (1 channel) or RGB (3); a source may have
        any number, so several images can be given as one: ``np.concatenate([a, b], axis=-1)``.
    crop : (int, int), optional
        Height and width of a random part of each pair, the same part of both, drawn anew in each step of training.
    flip : bool
        Whether half of the pairs are mirrored, both of a pair or neither, drawn anew in each step.
    enlarge : (int, int), optional
        Height and width to which each pair is enlarged (bilinearly) before it is cropped; without ``crop`` a part of the size before
        is left.

    Raises
    ------
    ValueError
        If the two do not fit together, or are one and the same array.

    Examples
    --------
    >>> pairs = Paired(photographs, maps, enlarge=(72, 72), flip=True)
    >>> history = gan.fit(pairs, batch_size=16, epochs=10)
    """

    together = True

    def __init__(
        self,
        source: np.ndarray,
        target: np.ndarray,
        crop: tuple[int, int] | None = None,
        flip: bool = False,
        enlarge: tuple[int, int] | None = None,
    ):
        super().__init__({"source": source, "target": target}, enlarge, crop, flip)
        if source.shape[:3] != target.shape[:3]:
            raise ValueError(
                f"source has shape {source.shape} and target {target.shape}; a pair is two images of one size, so n, height and width "
                "must be equal. Domains without pairs are Unpaired(a, b)."
            )
        if _same(source, target):
            raise ValueError(
                "source and target are one and the same array, and copying would be the perfect translation. Give the images to "
                "translate and those they should become."
            )
        self.source, self.target = self.arrays.values()

    def __len__(self) -> int:
        return len(self.source)

    def __repr__(self) -> str:
        return f"<Paired: {len(self):,} pairs {self.source.shape[1:]} to {self.target.shape[1:]}>"

    def reversed(self) -> Paired:
        """The other direction: what was the target is translated into what was the source. The jitter stays."""
        return Paired(self.target, self.source, self.crop, self.flip, self.enlarge)

    def rows(self, index: slice | np.ndarray) -> Paired:
        """Some of the pairs: a slice, a mask (n,), or their numbers in the order wanted. The jitter stays.

        Raises
        ------
        ValueError
            If it is something else, picks no pair, or one that is not there.
        """
        index = _index("index", index, len(self))
        return Paired(
            sealed(self.source[index]), sealed(self.target[index]), self.crop, self.flip, self.enlarge
        )

    def hidden(self, halves: tuple[np.ndarray, np.ndarray] | None = None, seed: int = 0) -> Unpaired:
        """The same images as two domains without pairs, for a model that must do without; the pairs can still score it.

        The sources of some rows and the targets of *others*: no image of one domain has its counterpart in the other, so nothing can be
        learned by matching. The jitter stays, drawn for each domain apart.

        Parameters
        ----------
        halves : (ndarray, ndarray), optional
            Which rows give their source and which their target: masks (n,), or numbers. None: half of the rows each, drawn at random.
        seed : int
            Of that draw.

        Returns
        -------
        Unpaired
            ``a`` are sources, ``b`` targets; ``truth`` is this object.

        Raises
        ------
        ValueError
            If a row is in both halves, a half is empty, or there is but one pair.
        """
        if halves is None:
            order = numeric.rng(seed).permutation(len(self))
            halves = np.sort(order[: (len(self) + 1) // 2]), np.sort(order[(len(self) + 1) // 2 :])
        elif not isinstance(halves, tuple | list) or len(halves) != 2:
            raise ValueError(
                f"halves is {numeric.shown(halves)}; two are expected: of which rows the source is taken, and of which the target."
            )
        first, second = (
            np.arange(len(self))[_index(f"halves[{i}]", half, len(self))] for i, half in enumerate(halves)
        )
        if both := len(np.intersect1d(first, second)):
            raise ValueError(
                f"{both:,} rows are in both halves; each may be in one, or its pair could be seen."
            )
        jitter = {"crop": self.crop, "flip": self.flip, "enlarge": self.enlarge}
        return Unpaired(sealed(self.source[first]), sealed(self.target[second]), **jitter, truth=self)


class Unpaired(_Domains):
    """Two domains of images that nobody has paired, as CycleGAN takes them (arXiv 1703.10593).

    In training each domain is walked through in an order of its own; where one is shorter, its images come more often.

    Parameters
    ----------
    a, b : ndarray
        uint8 (n, height, width, channels), each of its own n, grey (1 channel) or RGB (3).
    crop : (int, int), optional
        Height and width of a random part of each image, drawn anew in each step of training.
    flip : bool
        Whether half of the images are mirrored, drawn anew in each step.
    enlarge : (int, int), optional
        Height and width to which each image is enlarged (bilinearly) before it is cropped; without ``crop`` a part of the size before
        is left.
    truth : Paired, optional
        Pairs that are hidden in training, to score with (see `Paired.hidden`).

    Raises
    ------
    ValueError
        If they are no such images, or one and the same array.
    """

    together = False

    def __init__(
        self,
        a: np.ndarray,
        b: np.ndarray,
        crop: tuple[int, int] | None = None,
        flip: bool = False,
        enlarge: tuple[int, int] | None = None,
        truth: Paired | None = None,
    ):
        super().__init__({"a": a, "b": b}, enlarge, crop, flip)
        if _same(a, b):
            raise ValueError("a and b are one and the same array; give the images of two domains.")
        if truth is not None and not isinstance(truth, Paired):
            raise ValueError(f"truth is {numeric.shown(truth)}; expected a Paired, or None.")
        self.a, self.b = self.arrays.values()
        self.truth = truth

    def __len__(self) -> int:
        return max(len(self.a), len(self.b))

    def __repr__(self) -> str:
        return f"<Unpaired: {len(self.a):,} images {self.a.shape[1:]} and {len(self.b):,} images {self.b.shape[1:]}>"


def colouring(dataset: Dataset, **jitter) -> Paired:
    """Pairs of the grey and the coloured version of each image: colours to be found again.

    Grey is the luminance of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, rounded, as Pillow has it.

    Parameters
    ----------
    dataset : Dataset
        Of images with 3 channels, such as CIFAR-10.
    **jitter
        ``crop``, ``flip`` and ``enlarge`` of `Paired`.

    Returns
    -------
    Paired
        ``source`` uint8 (n, height, width, 1), ``target`` uint8 (n, height, width, 3): the images themselves.

    Raises
    ------
    ValueError
        If it is no Dataset, or its images have one channel.
    """
    if not isinstance(dataset, Dataset):
        raise ValueError(f"dataset is {numeric.shown(dataset)}; expected a Dataset, as data.load gives it.")
    if dataset.images.shape[3] != 3:
        raise ValueError(f"{dataset!r} is grey already; colours to be found again need 3 channels.")
    return Paired(sealed(_luminance(dataset.images)), dataset.images, **jitter)


def two_classes(dataset: Dataset, a: str | int, b: str | int, **jitter) -> Unpaired:
    """Two classes of a data set as two domains: horses and deer, which nobody can have paired.

    Parameters
    ----------
    dataset : Dataset
        Such as CIFAR-10.
    a, b : str or int
        Two of its ``class_names``, or their numbers.
    **jitter
        ``crop``, ``flip`` and ``enlarge`` of `Unpaired`.

    Returns
    -------
    Unpaired
        ``a`` and ``b``, uint8 (n, height, width, channels), each of its own n, in the order of the data set; without truth.

    Raises
    ------
    ValueError
        If it is no Dataset, has no such classes or no image of one, or both are the same.
    """
    if not isinstance(dataset, Dataset):
        raise ValueError(f"dataset is {numeric.shown(dataset)}; expected a Dataset, as data.load gives it.")
    names = dataset.class_names
    numbers = [
        names.index(numeric.choice(key, each, names))
        if isinstance(each, str)
        else numeric.whole(key, each, 0, len(names) - 1)
        for key, each in (("a", a), ("b", b))
    ]
    if numbers[0] == numbers[1]:
        raise ValueError(f"a and b are both {names[numbers[0]]!r}; give two classes of {list(names)}.")
    return Unpaired(*(dataset.only(number).images for number in numbers), **jitter)


def _luminance(images: np.ndarray) -> np.ndarray:
    grey = np.empty((*images.shape[:3], 1), np.uint8)
    for start in range(0, len(images), 1000):  # sums need four times the room
        red, green, blue = np.moveaxis(images[start : start + 1000].astype(np.uint32), 3, 0)
        grey[start : start + 1000, ..., 0] = (_RED * red + _GREEN * green + _BLUE * blue + 500) // 1000
    return grey


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return (a.ctypes.data, a.shape, a.strides) == (b.ctypes.data, b.shape, b.strides)


def _index(name: str, index, n: int) -> slice | np.ndarray:
    """A slice, a mask (n,) or numbers of rows; ValueError if it is none, or picks nothing."""
    try:
        if not isinstance(index, slice):
            index = numeric.array(name, index, ndim=1, bools=True)
            if index.dtype.kind not in "bui" or not len(index):
                raise IndexError("it is none of these, or empty")
        if not len(np.arange(n)[index]):
            raise IndexError("it picks none")
    except (TypeError, IndexError, ValueError) as error:
        raise ValueError(
            f"{name} is {numeric.shown(index)}; a slice, a mask ({n},) of true and false, or numbers of rows below {n} are expected "
            f"({error})."
        ) from None
    return index
