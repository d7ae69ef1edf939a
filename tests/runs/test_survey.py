"""What is said of a folder before anything is trained: each kind of bad input has a clear word."""

import os
import shutil

from gan_lessons import runs
from gan_lessons.data import DataError
from gan_lessons.runs import surveying

import numpy as np
import pytest
from PIL import Image

from tests.runs.tiny import pictures


def survey(folder, size=32, **options):
    return runs.survey(folder, size, verbose=False, **options)


def test_a_folder_in_colour(tmp_path):
    found = survey(pictures(tmp_path / "spots"))
    assert found.pictures.images.shape == (30, 32, 32, 3) and found.classes == ()
    assert str(found).splitlines() == [
        "30 pictures of 32 × 32 pixels, cropped to a square in the middle of 32.",
        "They are in colour: three channels are trained.",
    ]


def test_a_grey_folder_has_one_channel_also_where_it_is_saved_in_colour(tmp_path):
    pictures(tmp_path, grey=True)
    for path in sorted(tmp_path.iterdir())[:10]:
        Image.open(path).convert("RGB").save(path.with_suffix(".jpg"), quality=95)
        path.unlink()
    found = survey(tmp_path)
    assert found.channels == 1 and "All are grey" in str(found)
    pictures(tmp_path, n=1, seed=5)
    assert survey(tmp_path).channels == 3, "one coloured picture is enough"


def test_size_is_chosen_from_the_pictures(tmp_path):
    small, large = pictures(tmp_path / "small", size=40), pictures(tmp_path / "large", size=90)
    assert runs.survey(small).size == 32 and runs.survey(large).size == 64
    assert "30 are smaller than 128 pixels and are enlarged" in str(runs.survey(large, 128))
    with pytest.raises(ValueError, match="size is 50; choose one of 32, 64, 128"):
        runs.survey(large, 50)


def test_one_picture_of_another_size_is_named(tmp_path):
    pictures(tmp_path)
    Image.effect_noise((200, 50), 90).save(tmp_path / "odd.png")
    assert "31 pictures of 32 × 32 pixels, all but odd.png (200 × 50)" in str(survey(tmp_path))


def test_folders_are_classes_if_each_holds_enough(tmp_path):
    pictures(tmp_path / "a", 12), pictures(tmp_path / "b" / "deep" / "er", 15, seed=1)
    found = survey(tmp_path)
    assert found.classes == ("a", "b") and np.bincount(found.pictures.labels).tolist() == [12, 15]
    assert "a (12), b (15)" in str(found)
    assert survey(tmp_path, classes=False).classes == ()
    pictures(tmp_path / "c", 3, seed=2)
    assert survey(tmp_path).classes == () and "c holds 3 pictures (at least 10 make a class)" in str(
        survey(tmp_path)
    )
    pictures(tmp_path, 1, seed=3)
    assert "as 1 pictures lie beside them" in str(survey(tmp_path))


def test_equal_pictures_count_once(tmp_path):
    pictures(tmp_path)
    for i in range(4):
        shutil.copy(tmp_path / "spot 000.png", tmp_path / f"again {i}.png")
    found = survey(tmp_path)
    assert len(found.pictures) == 30 and "4 equal another picture and are left out" in str(found)


def test_odd_pictures_are_read(tmp_path):
    """16 bits, transparency, EXIF, links, deep folders: what `data.images` reads, the survey keeps."""
    pictures(tmp_path / "far" / "down" / "below")
    rng = np.random.default_rng(9)
    Image.fromarray(rng.integers(0, 65_536, (40, 40), dtype=np.uint16)).save(tmp_path / "deep.png")
    Image.fromarray(rng.integers(0, 256, (40, 40, 4), dtype=np.uint8)).save(tmp_path / "clear.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)).save(
        tmp_path / "turned.jpg", exif=exif
    )
    outside = pictures(tmp_path.parent / f"{tmp_path.name}_outside", 2, seed=4)
    os.symlink(outside, tmp_path / "linked")
    assert len(survey(tmp_path).pictures) == 35


def test_broken_files_are_named_and_left_out(tmp_path):
    pictures(tmp_path)
    (tmp_path / "empty.jpg").touch()
    whole = (tmp_path / "spot 000.png").read_bytes()
    (tmp_path / "torn.png").write_bytes(whole[:60])
    (tmp_path / "notes.txt").write_text("not a word about this one")
    words = str(survey(tmp_path))
    assert "2 of 32 files" in words and "empty.jpg (the file is empty)" in words and "torn.png" in words
    assert "notes" not in words


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda f: None, "not there; a folder of images is expected"),
        (lambda f: f.touch(), "is a file"),
        (lambda f: f.mkdir(), "holds no images"),
        (lambda f: pictures(f, 19), "holds 19 different pictures that can be read; at least 20 are needed"),
        (lambda f: [(f / f"{i}.jpg").write_bytes(b"broken") for i in range(30) if f.mkdir(exist_ok=True) is None], "can be used"),
        (lambda f: [(f / f"{i}.mp4").write_bytes(b"film") for i in range(30) if f.mkdir(exist_ok=True) is None], "30 are films"),
    ],
    ids=["nothing", "file", "empty", "few", "broken", "films"],
)  # fmt: skip
def test_what_cannot_be_trained_on_is_refused_with_the_reason(tmp_path, make, message):
    make(tmp_path / "given")
    with pytest.raises(DataError, match=message):
        survey(tmp_path / "given")


def test_films_beside_pictures_are_named(tmp_path):
    pictures(tmp_path)
    (tmp_path / "holiday.MOV").write_bytes(b"film")
    assert "1 are films, which are not read: holiday.MOV" in str(survey(tmp_path))


def test_pictures_that_are_all_alike(tmp_path):
    one = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    for i in range(30):
        nearly = one.copy()
        nearly[0, i] += 1
        Image.fromarray(nearly).save(tmp_path / f"{i}.png")
    with pytest.raises(DataError, match="all alike"):
        survey(tmp_path)
    for path in tmp_path.iterdir():
        Image.fromarray(one).save(path)
    with pytest.raises(DataError, match="all alike"):
        survey(tmp_path)


def test_one_picture_alone_is_too_few_and_not_too_much_alike(tmp_path):
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)).save(
        tmp_path / "1.png"
    )
    with pytest.raises(DataError, match="1 different pictures that can be read; at least 20"):
        survey(tmp_path)


def test_more_than_memory_holds(tmp_path, monkeypatch):
    pictures(tmp_path)
    monkeypatch.setattr(surveying, "MOST_BYTES", 50_000)
    with pytest.raises(
        ValueError, match="they stay in memory; give a smaller size, or a folder with at most 16"
    ):
        survey(tmp_path)
