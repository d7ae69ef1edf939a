"""Which source is used, what is said, and what happens when one is damaged."""

import gzip
import os
import shutil
import subprocess
import sys
import time
import warnings

from gan_lessons import data
from gan_lessons.data import DataError, examples, sources
from gan_lessons.data.earth import originals

import numpy as np
import pytest


@pytest.mark.parametrize("name", data.names())
@pytest.mark.parametrize("split", sources.SPLITS)
def test_bundled_sample_is_real_balanced_and_said(name, split, capsys):
    images = data.load(name, split)
    expected = {"mnist": (6_000, 1_000), "fashion_mnist": (6_000, 1_000), "cifar10": (2_500, 500)}
    assert len(images) == expected[name][sources.SPLITS.index(split)]
    assert images.images.shape[1:] == sources.SETS[name].shape
    assert set(np.bincount(images.labels)) == {len(images) // 10}
    assert images.source == "sample in gan_lessons" and images.name == name and images.split == split
    assert len(images.class_names) == 10
    assert len(np.unique(images.images.reshape(len(images), -1), axis=0)) > 0.99 * len(images)
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    full = 50_000 if (name, split) == ("cifar10", "train") else 60_000 if split == "train" else 10_000
    assert f"{len(images):,} of {full:,} images, from the sample in gan_lessons" in printed
    assert "GAN_LESSONS_OFFLINE is set" in printed and f"gan-lessons data fetch {name}" in printed


def test_sample_labels_belong_to_their_images():
    # Nearest class mean, from train to test: chance would be 10 %.
    for name, least in (("mnist", 0.75), ("fashion_mnist", 0.6), ("cifar10", 0.2)):
        train, test = (data.load(name, split, verbose=False) for split in sources.SPLITS)
        means = np.stack([train.only(c).images.mean(axis=0).ravel() for c in range(10)])
        flat = test.images.reshape(len(test), -1)
        nearest = ((flat[:, None] - means[None]) ** 2).sum(axis=2).argmin(axis=1)
        assert (nearest == test.labels).mean() > least


def test_samples_are_small_and_documented():
    assert sum(f.stat().st_size for f in sources.SAMPLES.rglob("*") if f.is_file()) < 15e6
    readme = (sources.SAMPLES / "README.md").read_text()
    sheets = {
        file
        for name in data.names()
        for split in sources.SPLITS
        for file in sources.SETS[name].sheets_of(name, split)
    }
    sheets |= {originals.CHART[0], *originals.BUNDLED}
    folders = set(examples.FOLDERS.values())
    assert {f.name for f in sources.SAMPLES.iterdir()} == sheets | folders | {"README.md"}
    assert all(f"`{folder}`" in readme for folder in folders)
    for file in sheets:
        assert f"`{file}`" in readme and (sources.SAMPLES / file).stat().st_size <= 4e6


def test_of_two_sheets_neither_may_be_missing_or_in_the_other_s_place(monkeypatch, tmp_path):
    first, second = sources.SETS["cifar10"].sheets_of("cifar10", "train")
    monkeypatch.setattr(sources, "SAMPLES", shutil.copytree(sources.SAMPLES, tmp_path / "samples"))
    (sources.SAMPLES / second).rename(sources.SAMPLES / "aside")
    with pytest.raises(DataError, match=r"cifar10_train_2\.png cannot be read.*Reinstall gan_lessons"):
        data.load("cifar10")
    (sources.SAMPLES / first).rename(sources.SAMPLES / second)
    (sources.SAMPLES / "aside").rename(sources.SAMPLES / first)
    with pytest.raises(DataError, match=r"cifar10_train\.png is not the original"):
        data.load("cifar10")


def test_verbose_false_prints_nothing(capsys):
    data.load("mnist", verbose=False)
    assert capsys.readouterr() == ("", "")


def test_unknown_name_and_split_list_what_exists():
    with pytest.raises(ValueError, match=r"'mnits'.*'mnist', 'fashion_mnist', 'cifar10'"):
        data.load("mnits")
    with pytest.raises(ValueError, match=r"'validation'.*'train', 'test'"):
        data.load("mnist", "validation")


def place(small, where, name, monkeypatch, tmp_path):
    """Put a copy of a small set where one of the sources looks."""
    cache = tmp_path / "keras" / "datasets"
    if where == "folder in GAN_LESSONS_DATA":
        monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path / "own"))
        return small.npz(tmp_path / "own", name)
    if where == "system package":
        return small.idx(tmp_path / "system" / "fashion-mnist")
    return {
        "mnist": lambda: small.npz(cache, "mnist"),
        "fashion_mnist": lambda: small.idx(cache / "fashion-mnist"),
        "cifar10": lambda: small.batches(cache / "cifar-10-batches-py-target" / "cifar-10-batches-py"),
    }[name]()


OWN, CACHE, OS = "folder in GAN_LESSONS_DATA", "Keras cache", "system package"


@pytest.mark.parametrize(
    ("where", "name"),
    [*((w, n) for w in (OWN, CACHE) for n in ("mnist", "fashion_mnist", "cifar10")), (OS, "fashion_mnist")],
)
def test_every_source_gives_the_same_arrays(where, name, small, monkeypatch, tmp_path, capsys):
    place(small, where, name, monkeypatch, tmp_path)
    for split, n in (("train", 20), ("test", 10)):
        loaded = data.load(name, split)
        arrays = small.arrays[name]
        assert np.array_equal(loaded.images, arrays[f"x_{split}"].reshape(n, *sources.SETS[name].shape))
        assert np.array_equal(loaded.labels, arrays[f"y_{split}"].ravel())
        assert loaded.source == where
        assert loaded.images.flags.c_contiguous
        title = sources.SETS[name].title
        assert capsys.readouterr().out == f"{title}, {split}: all {n} images, from the {where}.\n"


@pytest.mark.parametrize(
    "folder", ["cifar-10-batches-py", "cifar-10-batches-py_extracted/cifar-10-batches-py"]
)
def test_finds_where_other_keras_versions_put_cifar10(folder, small, tmp_path):
    small.batches(tmp_path / "keras" / "datasets" / folder)
    assert len(data.load("cifar10")) == 20


def test_sources_come_in_order(small, monkeypatch, tmp_path):
    used = []
    for where in (OS, CACHE, OWN):  # from the last to the first
        place(small, where, "fashion_mnist", monkeypatch, tmp_path)
        used.append(data.load("fashion_mnist").source)
    assert used == [OS, CACHE, OWN]


def test_own_folder_without_this_set_is_passed_over(small, monkeypatch, tmp_path):
    place(small, OWN, "mnist", monkeypatch, tmp_path)
    place(small, CACHE, "cifar10", monkeypatch, tmp_path)
    assert data.load("cifar10").source == CACHE


def test_own_folder_that_does_not_exist(monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"nowhere', which is no folder. Set it"):
        data.load("mnist")


# --- damage -------------------------------------------------------------------------------------------------


def spoil_npz(kind, small, file):
    name, x = "mnist", small.arrays["mnist"]["x_train"]
    if kind == "truncated":
        file.write_bytes(file.read_bytes()[:-300])
    elif kind == "truncated early":
        file.write_bytes(file.read_bytes()[:50])
    elif kind == "empty":
        file.write_bytes(b"")
    elif kind == "one bit":
        raw = bytearray(file.read_bytes())
        raw[len(raw) // 3] ^= 1
        file.write_bytes(raw)
    elif kind == "wrong hash":
        changed = x.copy()
        changed[0, 0, 0] ^= 1
        small.npz(file.parent, name, x_train=changed)
    elif kind == "wrong shape":
        small.npz(file.parent, name, x_train=x[:-1])
    elif kind == "flat":
        small.npz(file.parent, name, x_train=x.reshape(len(x), -1))
    elif kind == "wrong dtype":
        small.npz(file.parent, name, x_train=x.astype(np.float32))
    elif kind == "objects":
        small.npz(file.parent, name, x_train=x.astype(object))
    elif kind == "missing array":
        np.savez(file, x_train=x)
    elif kind == "text":
        file.write_text("<html>Please log in to the wireless network</html>")
    elif kind == "pickle":
        file.write_bytes(small.bomb(file.parent / "bomb"))
    elif kind == "folder":
        file.unlink()
        file.mkdir()
    elif kind == "labels":
        small.npz(file.parent, name, y_train=small.arrays[name]["y_train"][::-1])


NPZ_DAMAGE = {
    "truncated": "cannot be read",
    "truncated early": "cannot be read",
    "empty": "cannot be read",
    "one bit": "cannot be read|not the original",
    "wrong hash": "x_train is not the original",
    "wrong shape": r"x_train is uint8 \(19, 28, 28\), expected uint8 \(20, 28, 28\)",
    "flat": r"x_train is uint8 \(20, 784\), expected",
    "wrong dtype": r"x_train is float32 \(20, 28, 28\), expected uint8",
    "objects": "cannot be read.*allow_pickle=False",
    "missing array": "cannot be read.*y_train",
    "text": "cannot be read",
    "pickle": "cannot be read",
    "folder": "cannot be read",
    "labels": "y_train is not the original",
}


@pytest.mark.parametrize("kind", NPZ_DAMAGE)
def test_damage_in_the_own_folder_is_an_error(kind, small, monkeypatch, tmp_path):
    file = place(small, OWN, "mnist", monkeypatch, tmp_path)
    assert data.load("mnist").source == OWN
    spoil_npz(kind, small, file)
    with pytest.raises(DataError, match=NPZ_DAMAGE[kind]) as caught:
        data.load("mnist")
    assert str(file) in str(caught.value) and "Put a whole file in its place" in str(caught.value)
    assert not (file.parent / "bomb").exists()


@pytest.mark.parametrize("kind", NPZ_DAMAGE)
def test_damage_in_the_cache_is_a_warning_and_the_next_source(kind, small, monkeypatch, tmp_path):
    file = place(small, CACHE, "mnist", monkeypatch, tmp_path)
    spoil_npz(kind, small, file)
    with pytest.warns(UserWarning, match=NPZ_DAMAGE[kind]) as caught:
        digits = data.load("mnist")
    assert digits.source == "sample in gan_lessons" and len(digits) == 6_000
    (warning,) = caught  # and no other, such as a file left open
    assert str(file) in str(warning.message)
    assert "gan-lessons data fetch mnist" in str(warning.message)
    assert warning.filename == __file__


def spoil_idx(kind, folder):
    file = folder / "train-images-idx3-ubyte.gz"
    if kind == "truncated":
        file.write_bytes(file.read_bytes()[:-100])
    elif kind == "missing":
        file.unlink()
    elif kind == "no gzip":
        file.write_bytes(b"<html></html>")
    elif kind == "other file":
        file.write_bytes((folder / "train-labels-idx1-ubyte.gz").read_bytes())
    elif kind == "not idx":
        file.write_bytes(gzip.compress(b"\x00\x00\x0d\x01junk"))
    return file


@pytest.mark.parametrize("where", [CACHE, OS])
@pytest.mark.parametrize("kind", ["truncated", "missing", "no gzip", "other file", "not idx"])
def test_damaged_idx_files(where, kind, small, monkeypatch, tmp_path):
    folder = place(small, where, "fashion_mnist", monkeypatch, tmp_path)
    file = spoil_idx(kind, folder)
    with pytest.warns(UserWarning) as caught:
        assert data.load("fashion_mnist").source == "sample in gan_lessons"
    message = str(caught[0].message)
    assert str(folder if kind == "other file" else file) in message
    assert ("Reinstall the system package" if where == OS else "gan-lessons data fetch") in message
    assert len(data.load("fashion_mnist", "test")) == 10  # the other split is whole


@pytest.mark.parametrize("kind", ["truncated", "missing", "other batch", "bomb", "wrong type"])
def test_damaged_batches(kind, small, monkeypatch, tmp_path):
    folder = place(small, CACHE, "cifar10", monkeypatch, tmp_path)
    file = folder / "data_batch_3"
    raw = file.read_bytes()
    if kind == "missing":
        file.unlink()
    else:
        file.write_bytes(
            {
                "truncated": raw[:-40],
                "other batch": (folder / "data_batch_2").read_bytes(),
                "bomb": small.bomb(tmp_path / "bomb"),
                "wrong type": b"\x80\x02K\x01.",
            }[kind]
        )
    with pytest.warns(UserWarning) as caught:
        assert data.load("cifar10").source == "sample in gan_lessons"
    assert str(folder if kind == "other batch" else file) in str(caught[0].message)
    assert not (tmp_path / "bomb").exists()


def test_damaged_sample_is_an_error(monkeypatch, tmp_path):
    for split in sources.SPLITS:
        raw = (sources.SAMPLES / f"mnist_{split}.png").read_bytes()
        (tmp_path / f"mnist_{split}.png").write_bytes(raw[: len(raw) // 2])
    monkeypatch.setattr(sources, "SAMPLES", tmp_path)
    with pytest.raises(DataError, match=r"mnist_train\.png cannot be read.*Reinstall gan_lessons"):
        data.load("mnist")
    (tmp_path / "mnist_train.png").write_bytes((tmp_path / "mnist_test.png").read_bytes()[:0])
    with pytest.raises(DataError, match=r"mnist_train\.png cannot be read"):
        data.load("mnist")


def test_altered_sample_is_an_error(monkeypatch, tmp_path):
    from PIL import Image

    sheet = np.array(Image.open(sources.SAMPLES / "mnist_test.png"))
    sheet[100, 100] ^= 1
    Image.fromarray(sheet).save(tmp_path / "mnist_test.png")
    monkeypatch.setattr(sources, "SAMPLES", tmp_path)
    with pytest.raises(DataError, match=r"mnist_test\.png is not the original"):
        data.load("mnist", "test")


def test_random_damage_is_always_named_and_never_loaded(small, monkeypatch, tmp_path):
    rng = np.random.default_rng(1)
    files = [
        place(small, OWN, "mnist", monkeypatch, tmp_path),
        small.idx(tmp_path / "keras" / "datasets" / "fashion-mnist") / "train-images-idx3-ubyte.gz",
        small.batches(tmp_path / "keras" / "datasets" / "cifar-10-batches-py") / "data_batch_1",
    ]
    for name, file in zip(("mnist", "fashion_mnist", "cifar10"), files, strict=True):
        whole = file.read_bytes()
        (copy,) = sources.copies(name)
        expected = copy.read("train")[0]
        refused = 0
        for _ in range(60):
            raw = bytearray(whole)
            if rng.random() < 0.3:
                del raw[rng.integers(len(raw)) :]
            else:
                for at in rng.integers(0, len(raw), 3):
                    raw[at] = rng.integers(256)
            file.write_bytes(raw)
            try:
                assert np.array_equal(
                    copy.read("train")[0], expected
                )  # the damage touched nothing that counts
            except DataError as error:
                refused += 1
                assert str(tmp_path) in str(error)
        assert refused > 30


# --- cost ---------------------------------------------------------------------------------------------------


def test_importing_data_imports_no_backend():
    code = "import sys, gan_lessons.data, gan_lessons.cli, gan_lessons.machine; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert {"keras", "tensorflow", "jax", "torch"}.isdisjoint(loaded.split())


full = pytest.mark.skipif(not os.environ.get("GAN_LESSONS_DATA"), reason="GAN_LESSONS_DATA is not set")
OWN_FOLDER = os.environ.get("GAN_LESSONS_DATA")


@full
@pytest.mark.parametrize("name", data.names())
def test_full_sets_of_this_machine(name, monkeypatch):
    if not os.path.exists(os.path.join(OWN_FOLDER, f"{name}.npz")):
        pytest.skip(f"{name}.npz is not in GAN_LESSONS_DATA")
    monkeypatch.setenv("GAN_LESSONS_DATA", OWN_FOLDER)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for split in sources.SPLITS:
            images = data.load(name, split, verbose=False)
            assert len(images) == sources.SETS[name].count(split)
            assert images.source == OWN
            sample = sources.sample(name).read(split)[0]
            assert sample[0].tobytes() in {image.tobytes() for image in images.images}


@full
def test_a_check_costs_little(monkeypatch):
    images = np.zeros((50_000, 32, 32, 3), np.uint8)
    start = time.perf_counter()
    sources.digest(images)
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("name", [["mnist"], None, 3, {"mnist": 1}, "MNIST", ""])
def test_what_is_no_name_of_a_set_is_refused(name):
    with pytest.raises(ValueError, match=r"There is no data set .*; there are 'mnist'"):
        data.load(name)
    with pytest.raises(ValueError, match="There is no split"):
        data.load("mnist", name)
