"""What a GAN of this course imitates: MNIST, Fashion-MNIST and CIFAR-10, from wherever the machine has them, and pairs of images.

    digits = gan_lessons.data.load("mnist")
    mine = gan_lessons.data.images("photographs", size=64)

`load` says which source it used. A full set is always checked against the SHA-256 of the original arrays; a
machine without one, and without a network, gets the sample that comes with this package. `images` reads any folder of
images; `examples` has one to begin with. `faces` has drawn faces, which need no source, and photographed ones; `curves` has points in the plane.

    tiles = gan_lessons.data.earth.load("train", size=32).pairs("satellite", "relief")

`Paired` and `Unpaired` hold two domains of images. `earth` has satellite pictures and maps, `letters` the same letters in two styles;
`colouring` makes pairs of grey and colour, `two_classes` makes domains of horses and deer; `paired_images` and `unpaired_images` read your own, from folders or archives.
"""

import warnings

from gan_lessons.data import curves, earth, examples, faces, letters, sources
from gan_lessons.data.dataset import Dataset, sealed
from gan_lessons.data.domains import paired_images, unpaired_images
from gan_lessons.data.downloads import download
from gan_lessons.data.folders import images
from gan_lessons.data.pairs import Paired, Unpaired, colouring, two_classes
from gan_lessons.data.sources import DataError
from gan_lessons.numeric import shown

__all__ = [
    "DataError",
    "Dataset",
    "Paired",
    "Unpaired",
    "colouring",
    "curves",
    "download",
    "earth",
    "examples",
    "faces",
    "images",
    "letters",
    "load",
    "names",
    "paired_images",
    "two_classes",
    "unpaired_images",
]


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
    if not isinstance(split, str) or split not in sources.SPLITS:
        raise ValueError(
            f"There is no split {shown(split)}; there are {', '.join(map(repr, sources.SPLITS))}."
        )
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
    return Dataset(sealed(images), labels, name, copy.place, split, spec.class_names)


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
