"""Every test here starts with no data but the bundled samples, no network, and a Keras cache of its own.

The `small` fixture makes "mnist", "fashion_mnist" and "cifar10" tiny sets of random images with hashes of their own,
and puts their downloads on a port of this machine where nothing listens.
"""

import gzip
import io
import os
import pickle
import tarfile
from dataclasses import replace

from gan_lessons import data
from gan_lessons.data import sources

import numpy as np
import pytest

COUNTS = (20, 10)
DEAD = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch, tmp_path):
    monkeypatch.delenv("GAN_LESSONS_DATA", raising=False)
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(sources, "SYSTEM", tmp_path / "system")
    monkeypatch.setattr(data, "_failed", {})


class Small:
    """Tiny stand-ins for the full sets, and the files they would lie in."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch
        self.arrays = {}
        rng = np.random.default_rng(0)
        for name, spec in list(sources.SETS.items()):
            arrays = {}
            for split, n in zip(sources.SPLITS, COUNTS, strict=True):
                size = spec.shape if spec.shape[2] == 3 else spec.shape[:2]
                arrays[f"x_{split}"] = rng.integers(0, 256, (n, *size), np.uint8)
                arrays[f"y_{split}"] = rng.permutation(n).astype(np.uint8) % 10
            if name == "cifar10":  # Keras gives its labels as a column
                arrays = {k: a[:, None] if a.ndim == 1 else a for k, a in arrays.items()}
            self.arrays[name] = arrays
            hashes = {**spec.sha256, **{key: sources.digest(array) for key, array in arrays.items()}}
            self.change(name, counts=COUNTS, sha256=hashes)
        self.serve_from(DEAD)

    def change(self, name, **fields):
        self.monkeypatch.setitem(sources.SETS, name, replace(sources.SETS[name], **fields))

    def serve_from(self, address):
        for name, spec in list(sources.SETS.items()):
            files = [replace(f, url=address + f.url.rsplit("/", 1)[-1], sha256=None) for f in spec.files]
            self.change(name, files=tuple(files))

    def npz(self, folder, name, **changed):
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / f"{name}.npz", **{**self.arrays[name], **changed})
        return folder / f"{name}.npz"

    def idx(self, folder, name="fashion_mnist"):
        folder.mkdir(parents=True, exist_ok=True)
        for key, array in self.arrays[name].items():
            kind = "images-idx3" if key[0] == "x" else "labels-idx1"
            stem = "train" if key.endswith("train") else "t10k"
            head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
            (folder / f"{stem}-{kind}-ubyte.gz").write_bytes(gzip.compress(head + array.tobytes()))
        return folder

    def batches(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        arrays = self.arrays["cifar10"]
        images, labels = np.split(arrays["x_train"], 5), np.split(arrays["y_train"], 5)
        for i in range(5):
            (folder / f"data_batch_{i + 1}").write_bytes(batch_pickle(images[i], labels[i]))
        (folder / "test_batch").write_bytes(batch_pickle(arrays["x_test"], arrays["y_test"]))
        return folder

    def bomb(self, path):
        """A pickle that makes the folder ``path`` when it is loaded by pickle's own rules."""
        return pickle.dumps({b"data": Bomb(path), b"labels": [0]}, protocol=2)

    def site(self, folder):
        """What the download servers hold: each file under the last part of its address."""
        self.npz(folder, "mnist")
        self.idx(folder)
        self.batches(folder / "cifar-10-batches-py")
        with tarfile.open(folder / "cifar-10-python.tar.gz", "w:gz") as archive:
            archive.add(folder / "cifar-10-batches-py", "cifar-10-batches-py")
        return folder


def batch_pickle(images, labels):
    """A CIFAR-10 batch, byte for byte in the manner in which Python 2 pickled it: strings are byte strings."""
    rows = images.transpose(0, 3, 1, 2).reshape(len(images), -1)
    out = io.BytesIO()

    def text(value):
        out.write(b"U" + bytes([len(value)]) + value)  # SHORT_BINSTRING

    def number(value):
        out.write(b"J" + int(value).to_bytes(4, "little"))  # BININT

    out.write(b"\x80\x02}(")  # protocol 2, empty dict, mark
    text(b"batch_label"), text(b"training batch 1 of 5")
    text(b"labels"), out.write(b"](")
    for label in labels.ravel():
        number(label)
    out.write(b"e")
    text(b"data")
    out.write(b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n")
    number(0), out.write(b"\x85")
    text(b"b"), out.write(b"\x87R(")
    number(1), number(rows.shape[0]), number(rows.shape[1]), out.write(b"\x86")
    out.write(b"cnumpy\ndtype\n")
    text(b"u1"), number(0), number(1), out.write(b"\x87R(")
    number(3), text(b"|"), out.write(b"NNN")
    out.write(b"J\xff\xff\xff\xffJ\xff\xff\xff\xff")
    number(0), out.write(b"tb\x89")  # tuple, BUILD the dtype, False
    raw = rows.tobytes()
    out.write(b"T" + len(raw).to_bytes(4, "little") + raw + b"tb")  # BINSTRING, tuple, BUILD the array
    text(b"filenames"), out.write(b"](")
    for i in range(len(images)):
        text(b"image_%d.png" % i)
    out.write(b"eu.")  # list, dict items, stop
    return out.getvalue()


class Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.fixture
def small(monkeypatch):
    return Small(monkeypatch)
