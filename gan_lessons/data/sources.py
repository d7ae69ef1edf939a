"""Where data sets lie on a machine, and how each copy is read and checked.

A *copy* is one place that holds one data set: the folder named by ``GAN_LESSONS_DATA``, Keras's cache, the
operating system's folder, or the sample in this package. Reading a copy gives its arrays whole and right, or
raises a `DataError` that names the file: every array must have the expected dtype and shape, and the SHA-256 of
the original. No file is ever unpickled by pickle's own rules, so a hostile file cannot run code.
"""

import gzip
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gan_lessons.numeric import shown

import numpy as np

SPLITS = ("train", "test")
SAMPLES = Path(__file__).parent / "samples"
SYSTEM = Path("/usr/share/datasets")
_HOST = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


class DataError(ValueError):
    """A data set cannot be read, checked, downloaded or written. The message says which file, and what to do."""


@dataclass(frozen=True)
class File:
    """One file of a download, as Keras names it: ``get_file`` turns these fields into its arguments."""

    url: str
    folder: str = "datasets"
    extract_to: str | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Spec:
    """What a data set is. ``counts`` and ``sample_counts`` hold (train, test); shape is (height, width, channels)."""

    title: str
    shape: tuple[int, int, int]
    counts: tuple[int, int]
    sample_counts: tuple[int, int]
    class_names: tuple[str, ...]
    sha256: dict[str, str]
    files: tuple[File, ...]
    megabytes: int
    sheets: int = 1  # files that the bundled training images are spread over, none above 4 MB

    def count(self, split: str, sample: bool = False) -> int:
        """Images in a split of the full set, or of the bundled sample."""
        return (self.sample_counts if sample else self.counts)[SPLITS.index(split)]

    def sheets_of(self, name: str, split: str) -> list[str]:
        """The files of a split of the bundled sample, in the order of its images."""
        if split == "train" and self.sheets > 1:
            return [f"{name}_train_{i}.png" for i in range(1, self.sheets + 1)]
        return [f"{name}_{split}.png"]


# SHA-256 of each array's bytes: x_* and y_* of the full set as Keras returns it, *.png of the images in the bundled sheets of a split.
SETS = {
    "mnist": Spec(
        title="MNIST",
        shape=(28, 28, 1),
        counts=(60_000, 10_000),
        sample_counts=(6_000, 1_000),
        class_names=tuple("0123456789"),
        sha256={
            "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
            "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
            "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
            "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
            "mnist_train.png": "40cf0731ff302ba25c58234db76bffacabb06f1b82e950b9b9f6631326f2fbbc",
            "mnist_test.png": "c0e38d740a2073ab365a594b2055724ec189502a8693c4c1c7bc0927cbd7aeb9",
        },
        files=(
            File(
                _HOST + "mnist.npz",
                sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
            ),
        ),
        megabytes=11,
    ),
    "fashion_mnist": Spec(
        title="Fashion-MNIST",
        shape=(28, 28, 1),
        counts=(60_000, 10_000),
        sample_counts=(6_000, 1_000),
        class_names=(
            *("T-shirt/top", "trouser", "pullover", "dress", "coat"),
            *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
        ),
        sha256={
            "x_train": "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
            "y_train": "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
            "x_test": "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
            "y_test": "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
            "fashion_mnist_train.png": "9bda9a702e35d54a855b8d42a0c290db35c86c002a1db76e48332729149d48c2",
            "fashion_mnist_test.png": "a278f48c72e71b1148b0215e971a34b3408544c49770efd102e77d7491ae0263",
        },
        files=tuple(
            File(f"{_HOST}{part}.gz", folder="datasets/fashion-mnist")
            for part in (
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte",
            )
        ),
        megabytes=31,
    ),
    "cifar10": Spec(
        title="CIFAR-10",
        shape=(32, 32, 3),
        counts=(50_000, 10_000),
        sample_counts=(2_500, 500),
        class_names=(
            *("airplane", "automobile", "bird", "cat", "deer"),
            *("dog", "frog", "horse", "ship", "truck"),
        ),
        sha256={
            "x_train": "47af8b02cfcfb6cdf3dbbd1969ad7f1b70f4413f6f80f437b020ee4e5bc8304a",
            "y_train": "2b7cd2f24487317614016b72ffd53071c3062f592f0eb300c18a770d41ae1253",
            "x_test": "f9b1e2130bab680db56eb06d886f7f1ad0f1183907ceff4659d1735c890f5b04",
            "y_test": "cec8a24a1e92aa2ecaa0bbd3dbfa86bf6cd8759fbd209a832824c8cf0afca9d5",
            "cifar10_train.png": "392d76c91947bca455bd542b7df5155dca97cf1471c99f4b62b17d5df64f1919",
            "cifar10_test.png": "fba0a5694209c11bead5fb863e498deb60aaedb934b6a0075da0f2091964a2f9",
        },
        files=(
            File(
                "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
                extract_to="cifar-10-batches-py-target",
                sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
            ),
        ),
        megabytes=171,
        sheets=2,
    ),
}

Arrays = tuple[np.ndarray, np.ndarray]


def spec(name: str) -> Spec:
    """The `Spec` of a data set; ValueError if there is none of that name."""
    if not isinstance(name, str) or name not in SETS:
        raise ValueError(
            f"There is no data set {shown(name)}; there are {', '.join(map(repr, SETS))}. Pairs of images: data.earth.load."
        )
    return SETS[name]


@dataclass(frozen=True)
class Copy:
    """One copy of a data set on this machine.

    ``place`` says in words where it is (without a path, so that it may stand in a notebook), ``path`` is the file or
    folder, ``remedy`` what to do if it is damaged. ``strict`` copies were put there by the user on purpose: damage in
    one is an error, where any other copy is passed over with a warning.
    """

    name: str
    place: str
    path: Path
    reader: Callable[[Path, str], Arrays]
    remedy: str
    strict: bool = False
    sample: bool = False

    def read(self, split: str) -> Arrays:
        """Images, uint8 (n, height, width, channels), and labels, (n,), of a split; `DataError` if damaged."""
        try:
            images, labels = self.reader(self.path, split)
            self._check(split, images, labels)
        except DataError as error:
            raise DataError(f"{error}. {self.remedy}") from error.__cause__
        return np.ascontiguousarray(images).reshape(-1, *spec(self.name).shape), labels.reshape(-1)

    def _check(self, split: str, images: np.ndarray, labels: np.ndarray) -> None:
        full = spec(self.name)
        n = full.count(split, self.sample)
        *size, channels = full.shape
        image_shapes = [(n, *size), (n, *size, 1)] if channels == 1 else [(n, *size, channels)]
        checks = [(f"x_{split}", images, image_shapes), (f"y_{split}", labels, [(n,), (n, 1)])]
        if self.sample:  # its labels follow from the order of its images
            checks = [(f"{self.name}_{split}.png", images, image_shapes)]
        for key, array, shapes in checks:
            if array.dtype != np.uint8 or array.shape not in shapes:
                raise DataError(
                    f"{self.path}: {key} is {array.dtype} {array.shape}, expected uint8 {shapes[0]}"
                )
        for key, array, _ in checks:
            if digest(array) != full.sha256[key]:
                raise DataError(f"{self.path}: {key} is not the original (its SHA-256 differs)")


def digest(array: np.ndarray) -> str:
    """SHA-256 of an array's bytes in C order, in hexadecimal."""
    return hashlib.sha256(np.ascontiguousarray(array)).hexdigest()


def copies(name: str) -> Iterator[Copy]:
    """Every copy of a full data set that lies on this machine, in the order in which `load` tries them.

    Only asks which files are there; reads none. Raises `DataError` if ``GAN_LESSONS_DATA`` is no folder.
    """
    spec(name)
    if own := os.environ.get("GAN_LESSONS_DATA"):
        folder = Path(own).expanduser()
        if not folder.is_dir():
            raise DataError(
                f"GAN_LESSONS_DATA is {own!r}, which is no folder. Set it to a folder that holds .npz files, or unset it."
            )
        if os.path.lexists(folder / f"{name}.npz"):
            remedy = "Put a whole file in its place, or move it away: then the next source is used."
            yield Copy(name, "folder in GAN_LESSONS_DATA", folder / f"{name}.npz", _npz, remedy, strict=True)
    yield from cached(name, keras_home())
    if name == "fashion_mnist" and os.path.exists(SYSTEM / "fashion-mnist"):
        remedy = "Reinstall the system package dataset-fashion-mnist."
        yield Copy(name, "system package", SYSTEM / "fashion-mnist", _idx_folder, remedy)


def cached(name: str, home: Path) -> Iterator[Copy]:
    """The copies that Keras keeps below ``home``. Earlier versions of Keras put CIFAR-10 elsewhere: all are found."""
    places = {
        "mnist": [("mnist.npz", _npz)],
        "fashion_mnist": [("fashion-mnist", _idx_folder)],
        "cifar10": [
            ("cifar-10-batches-py-target/cifar-10-batches-py", _batches),
            ("cifar-10-batches-py_extracted/cifar-10-batches-py", _batches),
            ("cifar-10-batches-py", _batches),
        ],
    }
    for place, reader in places[name]:
        path = home / "datasets" / place
        if os.path.lexists(path):
            remedy = f"`gan-lessons data fetch {name}` downloads it anew; or delete it."
            yield Copy(name, "Keras cache", path, reader, remedy)


def sample(name: str) -> Copy:
    """The sample of a data set that comes with this package."""
    spec(name)
    return Copy(name, "sample in gan_lessons", SAMPLES, _sheets(name), "Reinstall gan_lessons.", sample=True)


def keras_home() -> Path:
    """Keras's own folder, found by Keras's rules but without importing it (that would load a backend)."""
    if home := os.environ.get("KERAS_HOME"):
        return Path(home).expanduser()
    user = os.path.expanduser("~")
    return Path(user if os.access(user, os.W_OK) else "/tmp") / ".keras"


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    # A damaged file can make gzip, zipfile, zlib, pickle, PIL and NumPy raise almost anything.
    try:
        yield
    except Exception as error:
        raise DataError(f"{path} cannot be read ({type(error).__name__}: {error})") from error


def _npz(path: Path, split: str) -> Arrays:
    with _reading(path), open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
        return arrays[f"x_{split}"], arrays[f"y_{split}"]


def _idx_folder(folder: Path, split: str) -> Arrays:
    stem = {"train": "train", "test": "t10k"}[split]
    return _idx(folder / f"{stem}-images-idx3-ubyte.gz"), _idx(folder / f"{stem}-labels-idx1-ubyte.gz")


def _idx(path: Path) -> np.ndarray:
    # IDX: two zero bytes, 8 for uint8, the number of axes, each axis's length (32 bits, big-endian), the values.
    with _reading(path), gzip.open(path) as file:
        head = file.read(4)
        if head[:3] != b"\x00\x00\x08":
            raise ValueError(f"not an IDX file of uint8: it begins with {head!r}")
        shape = np.frombuffer(file.read(4 * head[3]), ">u4").tolist()
        return np.frombuffer(file.read(), np.uint8).reshape(shape)


def _batches(folder: Path, split: str) -> Arrays:
    parts = [f"data_batch_{i}" for i in range(1, 6)] if split == "train" else ["test_batch"]
    images, labels = zip(*(_batch(folder / part) for part in parts), strict=True)
    return np.concatenate(images).transpose(0, 2, 3, 1), np.concatenate(labels)


def _batch(path: Path) -> Arrays:
    with _reading(path), open(path, "rb") as file:
        batch = _BatchUnpickler(file, encoding="bytes").load()
        *_, values = batch[b"data"].state
        return np.frombuffer(values, np.uint8).reshape(-1, 3, 32, 32), np.array(batch[b"labels"], np.uint8)


class _Remains:
    """Stands in for every object in a CIFAR-10 batch: does nothing, keeps the state that an array would get."""

    def __init__(self, *_):
        self.state = ()

    def __setstate__(self, state):
        self.state = state


class _BatchUnpickler(pickle.Unpickler):
    """Reads the pickles that CIFAR-10 is published as, and calls nothing but `_Remains`."""

    def find_class(self, module, name):
        if (module, name) in {
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy", "ndarray"),
            ("numpy", "dtype"),
        }:
            return _Remains
        raise pickle.UnpicklingError(f"a CIFAR-10 batch has no {module}.{name}")


def _sheets(name: str) -> Callable[[Path, str], Arrays]:
    """A reader for the bundled sheets: rows of images side by side, classes 0 to 9 in turn."""

    def read(folder: Path, split: str) -> Arrays:
        images = np.concatenate(
            [_sheet(folder / file, spec(name)) for file in spec(name).sheets_of(name, split)]
        )
        return images, (np.arange(len(images)) % len(spec(name).class_names)).astype(np.uint8)

    return read


def _sheet(path: Path, about: Spec) -> np.ndarray:
    from PIL import Image

    height, width, channels = about.shape
    with _reading(path), Image.open(path) as picture:
        sheet = np.asarray(picture)
        rows, columns = sheet.shape[0] // height, sheet.shape[1] // width
        tiles = sheet.reshape(rows, height, columns, width, channels).swapaxes(1, 2)
        return tiles.reshape(-1, height, width, channels)


def offline() -> bool:
    """Whether GAN_LESSONS_OFFLINE forbids downloads ("" and "0" do not)."""
    return os.environ.get("GAN_LESSONS_OFFLINE", "") not in ("", "0")
