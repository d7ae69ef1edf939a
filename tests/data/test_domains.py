"""Double images and two folders, from folders and archives: what is read, and what is said of what cannot be."""

import io
import random
import tarfile
import warnings
import zipfile

from gan_lessons import data
from gan_lessons.data import DataError, archives

import numpy as np
import pytest
from PIL import Image

LEFT, RIGHT = (200, 30, 40), (20, 60, 220)


def double(k, width=24, height=12):
    picture = Image.new("RGB", (width, height), RIGHT)
    picture.paste((LEFT[0] - 10 * k, *LEFT[1:]), (0, 0, width // 2, height))
    return picture


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def maps():
    """Files of a small `maps`: its splits tell themselves apart by how red their left halves are."""
    files = {f"maps/train/{k}.png": png(double(k)) for k in (1, 2, 10)}
    return files | {f"maps/val/{k}.png": png(double(9)) for k in (1, 2)}


def zebras():
    pictures = {"trainA": 20, "trainB": 60, "testA": 110, "testB": 160}
    counts = {"trainA": 3, "trainB": 2, "testA": 1, "testB": 2}
    return {
        f"h2z/{folder}/n{k}_{k}.png": png(Image.new("RGB", (16, 16), (shade + k,) * 3))
        for folder, shade in pictures.items()
        for k in range(counts[folder])
    }


def put(tmp_path, files, kind):
    """The files as a folder or an archive; its path."""
    if kind == "folder":
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
        return tmp_path
    path = tmp_path / f"data.{kind}"
    names = list(files)
    random.Random(1).shuffle(names)  # archives keep the order in which a file system gave them
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, files[name])
    else:
        with tarfile.open(path, "w" if kind == "tar" else "w:gz") as archive:
            for name in names:
                about = tarfile.TarInfo(name)
                about.size = len(files[name])
                archive.addfile(about, io.BytesIO(files[name]))
    return path


KINDS = ("folder", "zip", "tar", "tar.gz")


@pytest.mark.parametrize("kind", KINDS)
def test_double_images_become_pairs_in_order_and_either_half_is_the_source(kind, tmp_path, capsys):
    path = put(tmp_path, maps(), kind)
    pairs = data.paired_images(path, "train", 6, source="left", enlarge=(8, 8), flip=True)
    assert capsys.readouterr().out == f"{'maps/train' if kind != 'folder' else tmp_path.name + '/maps/train'}: 3 pairs of 6 × 6, left to right.\n"  # fmt: skip
    assert pairs.source.shape == pairs.target.shape == (3, 6, 6, 3) and pairs.enlarge == (8, 8) and pairs.flip
    assert pairs.source[:, 3, 3, 0].tolist() == [190, 100, 180], "1.png, 10.png, 2.png"
    assert (pairs.target == RIGHT).all()
    back = data.paired_images(path, "val", (6, 5), source="right", grey=True, verbose=False)
    assert back.source.shape == (2, 6, 5, 1) and back.source[0, 0, 0, 0] != back.target[0, 0, 0, 0]
    assert data.paired_images(path, "train", 6, source="left", n=2, verbose=False).source[:, 0, 0, 0].tolist() == [190, 100]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_two_folders_become_domains_and_splits_are_never_mixed(kind, tmp_path, capsys):
    path = put(tmp_path, zebras(), kind)
    two = data.unpaired_images(path, "train", 8, crop=(6, 6))
    assert "3 of" in capsys.readouterr().out and two.crop == (6, 6)
    assert two.a[:, 0, 0, 0].tolist() == [20, 21, 22] and two.b[:, 0, 0, 0].tolist() == [60, 61]
    held_out = data.unpaired_images(path, "test", 8, n=1, verbose=False)
    assert held_out.a[:, 0, 0, 0].tolist() == [110] and held_out.b[:, 0, 0, 0].tolist() == [160]


def test_the_split_s_own_folder_will_do(tmp_path):
    path = put(tmp_path, maps(), "folder") / "maps" / "val"
    assert len(data.paired_images(path, "val", 6, source="left", verbose=False)) == 2
    with pytest.raises(DataError, match=r"no folder 'train' with images. Folders with images: val \(2\)"):
        data.paired_images(path, "train", 6, source="left")


def test_grey_colour_and_transparency_are_read_by_one_rule_as_images_has_it(tmp_path):
    clear = Image.new("RGBA", (24, 12), (0, 0, 0, 0))
    files = {
        "d/train/a.png": png(Image.new("L", (24, 12), 77)),
        "d/train/b.png": png(clear),
        "d/train/c.png": png(double(0)),
    }
    path = put(tmp_path, files, "folder") / "d"
    pairs = data.paired_images(path, "train", 6, source="left", verbose=False)
    assert pairs.source[:, 0, 0].tolist() == [[77] * 3, [255] * 3, list(LEFT)]
    assert (
        data.images(path, (6, 12), verbose=False).images[:, 0, 0].tolist() == pairs.source[:, 0, 0].tolist()
    )


def test_halves_are_averaged_down_not_picked(tmp_path):
    stripes = np.zeros((64, 128, 3), np.uint8)
    stripes[:, ::2] = 255
    path = put(tmp_path, {"d/train/a.png": png(Image.fromarray(stripes))}, "folder")
    pairs = data.paired_images(path, "train", 8, source="left", verbose=False)
    assert np.abs(pairs.source.astype(int) - 127).max() < 20


@pytest.mark.parametrize("kind", ["folder", "tar.gz"])
def test_what_is_not_two_images_is_named(kind, tmp_path):
    files = maps() | {
        "maps/train/odd.png": png(double(0, 25)),
        "maps/train/single.png": png(double(0, 12)),
        "maps/train/torn.png": png(double(0))[:40],
        "maps/train/notes.txt": b"of whom",
        "maps/train/film.mp4": b"moving",
        "maps/val/unrelated.png": b"torn, but in another split",
    }
    with pytest.warns(UserWarning) as said:
        pairs = data.paired_images(put(tmp_path, files, kind), "train", 6, source="left", verbose=False)
    (text,) = (str(each.message) for each in said)
    assert len(pairs) == 3 and text.startswith("4 of 7 files")
    for part in (
        "odd.png (its width is 25, which has no two halves)",
        "single.png (its halves are 6 × 12 pixels, of quite another shape than 6 × 6)",
        "torn.png (",
        "film.mp4 (not an image",
    ):
        assert part in text
    assert "unrelated" not in text and "notes" not in text


def test_nothing_that_can_be_used_is_an_error(tmp_path):
    path = put(tmp_path, {"d/train/a.png": png(double(0, 25))}, "folder")
    with pytest.raises(DataError, match=r"None of the 1 files of .*a.png \(its width is 25"):
        data.paired_images(path, "train", 6, source="left")


@pytest.mark.parametrize("kind", ["folder", "zip", "tar.gz"])
def test_a_missing_split_or_domain_is_named_with_those_that_are_there(kind, tmp_path):
    path = put(tmp_path, zebras() | {"h2z/valA/x.png": b"no", "h2z/valB/notes.txt": b"no"}, kind)
    for read in (
        lambda: data.paired_images(path, "train", 8, source="left"),
        lambda: data.unpaired_images(path, "dev", 8),
        lambda: data.unpaired_images(path, "val", 8),
    ):
        with pytest.raises(
            DataError, match=r"testA \(1\), testB \(2\), trainA \(3\), trainB \(2\)|None of the 1"
        ):
            read()
    with pytest.raises(DataError, match="no folder 'valB'"):
        data.unpaired_images(path, "val", 8)


def test_two_folders_of_one_name_are_not_guessed_at(tmp_path):
    path = put(tmp_path, maps() | {"facades/train/1.png": png(double(0))}, "zip")
    with pytest.raises(DataError, match="more than one folder 'train': facades/train, maps/train"):
        data.paired_images(path, "train", 6, source="left")


# ---- archives ---------------------------------------------------------------------------------------------------


def read(path):
    return data.paired_images(path, "train", 6, source="left", verbose=False)


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_a_download_that_stopped_early_is_refused_wherever_it_stopped(kind, tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (40, 80, 3), dtype=np.uint8)
    path = put(
        tmp_path, maps() | {f"maps/train/{k}.png": png(Image.fromarray(noise)) for k in range(3)}, kind
    )
    whole = path.read_bytes()
    used = len(whole) if kind != "tar" else len(whole.rstrip(b"\0"))
    for length in (*range(60, used, max(1, used // 40)), used - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(DataError, match=r"no whole archive|no archive|end mark"):
            read(path)


def test_a_damaged_header_in_the_middle_is_not_taken_for_the_end(tmp_path):
    path = put(tmp_path, maps(), "tar")
    content = bytearray(path.read_bytes())
    second = content.index(b"maps/", 512)
    content[second + 150] ^= 255  # in its check sum
    path.write_bytes(content)
    with pytest.raises(DataError, match="before its end mark"):
        read(path)


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html>\n<p>404", b"\n <html><body>", b"\xef\xbb\xbf<?xml version='1.0'?>"]
)
@pytest.mark.parametrize("name", ["maps.tar.gz", "maps.zip"])
def test_a_web_page_by_the_name_of_an_archive_is_called_one(page, name, tmp_path):
    (tmp_path / name).write_bytes(page)
    with pytest.raises(DataError, match=r"is a web page and no archive.*Download it anew"):
        read(tmp_path / name)


def test_what_is_nothing_is_refused(tmp_path):
    (tmp_path / "empty.zip").touch()
    (tmp_path / "words.tar.gz").write_bytes(b"hello" * 200)
    zipfile.ZipFile(tmp_path / "none.zip", "w").close()
    for name, message in (
        ("empty.zip", "is empty"),
        ("words.tar.gz", "no archive"),
        ("none.zip", r"no folder 'train' with images. Folders with images: none"),
        ("nowhere", "is not there"),
    ):
        with pytest.raises(DataError, match=message):
            read(tmp_path / name)


def test_a_member_that_is_damaged_is_named_and_the_others_read(tmp_path):
    path = put(tmp_path, maps(), "zip")
    content = bytearray(path.read_bytes())
    at = content.index(maps()["maps/train/10.png"])
    content[at + 50] ^= 255
    path.write_bytes(content)
    with pytest.warns(UserWarning, match=r"1 of 3 files.*10\.png \(damaged in the archive: Bad CRC"):
        assert len(read(path)) == 2


def test_an_encrypted_member_is_named(tmp_path):
    path = put(tmp_path, {"maps/train/1.png": png(double(1))}, "zip")
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag "encrypted"
        content[content.index(mark) + at] |= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"1\.png \(damaged in the archive: .*encrypted"):
        read(path)


def test_links_and_names_that_lead_out_are_not_followed(tmp_path):
    outside = tmp_path / "secret.png"
    outside.write_bytes(png(double(9)))
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        good = png(double(1))
        about = tarfile.TarInfo("./maps/train/good.png")
        about.size = len(good)
        archive.addfile(about, io.BytesIO(good))
        for name, kind, target in (
            ("maps/train/soft.png", tarfile.SYMTYPE, str(outside)),
            ("maps/train/hard.png", tarfile.LNKTYPE, "maps/train/good.png"),
            ("maps/train/pipe.png", tarfile.FIFOTYPE, ""),
        ):
            about = tarfile.TarInfo(name)
            about.type, about.linkname = kind, target
            archive.addfile(about)
        for name in ("../train/up.png", "/maps/train/root.png"):
            about = tarfile.TarInfo(name)
            about.size = len(good)
            archive.addfile(about, io.BytesIO(good))
    before = sorted(tmp_path.rglob("*"))
    with pytest.warns(UserWarning, match=r"hard\.png \(a link.*pipe\.png \(no file\), soft\.png \(a link"):
        pairs = read(path)
    assert len(pairs) == 1 and sorted(tmp_path.rglob("*")) == before, "nothing is written"
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("maps/train/good.png", good)
        archive.writestr("maps/../train/up.png", good)
        about = zipfile.ZipInfo("maps/train/soft.png")
        about.external_attr = 0o120777 << 16
        archive.writestr(about, str(outside))
    with pytest.warns(UserWarning, match=r"soft\.png \(a link"):
        assert len(read(tmp_path / "evil.zip")) == 1


def test_more_than_the_limits_is_not_read(monkeypatch, tmp_path):
    path = put(tmp_path, maps() | {"maps/train/big.png": bytes(5000)}, "tar.gz")
    monkeypatch.setattr(archives, "LARGEST_FILE", 4000)
    with pytest.warns(UserWarning, match=r"big\.png \(larger than"):
        assert len(read(path)) == 3
    path = put(tmp_path, {"maps/train/1.png": bytes(5000)}, "zip")
    content = path.read_bytes().replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    path.write_bytes(content)  # it says that it is small
    with pytest.raises(DataError, match=r"1\.png \(damaged|no whole archive"):
        read(path)
    monkeypatch.setattr(archives, "LARGEST_ARCHIVE", 4000)
    with pytest.raises(DataError, match="Unpack what is needed"):
        read(tmp_path / "data.tar.gz")


def test_hidden_files_of_an_archive_are_passed_over(tmp_path):
    path = put(tmp_path, maps() | {"__MACOSX/maps/train/._1.png": b"x", "maps/train/.DS_Store": b"x"}, "zip")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(read(path)) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"split": ""}, "split is ''"),
        ({"split": "../x"}, "split is '../x'"),
        ({"split": None}, "split is None"),
        ({"size": 0}, "size is 0"),
        ({"source": "both"}, "source is 'both'"),
        ({"grey": 1}, "grey is 1"),
        ({"n": 0}, "n is 0"),
        ({"crop": (9, 9)}, "crop is"),
        ({"flip": "no"}, "flip is 'no'"),
        ({"enlarge": (4, 4)}, "enlarge is"),
        ({"verbose": "no"}, "verbose is 'no'"),
        ({"path": ""}, "path is ''"),
        ({"path": 3}, "path is 3"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_read(options, message, monkeypatch):
    for module in (archives, data.domains):
        monkeypatch.setattr(module, "opened", None)
    given = {"path": "nowhere", "size": 6, "source": "left"} | options
    with pytest.raises(ValueError, match=message):
        data.paired_images(**given)
    if "source" not in options:
        given.pop("source")
        with pytest.raises(ValueError, match=message):
            data.unpaired_images(**given)
