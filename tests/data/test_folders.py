import warnings

from gan_lessons import data
from gan_lessons.data import folders, progress

import numpy as np
import pytest
from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def save(path, size=(40, 30), colour=RED, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, **options)
    return path


@pytest.fixture
def pets(tmp_path):
    """Two kinds of pets, and beside them what a real folder holds as well."""
    for i in range(3):
        save(tmp_path / "pets" / "cat" / f"{i}.png", colour=RED)
    save(tmp_path / "pets" / "dog" / "puppies" / "a.JPG", colour=BLUE, quality=95)
    save(tmp_path / "pets" / "dog" / "b.bmp", colour=BLUE)
    save(tmp_path / "pets" / "cat" / ".hidden.png")
    save(tmp_path / "pets" / ".checkpoints" / "0.png")
    (tmp_path / "pets" / "notes.txt").write_text("not an image, and not named like one")
    return tmp_path / "pets"


def test_a_folder_becomes_a_dataset(pets, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        images = data.images(pets, 16)
    assert isinstance(images, data.Dataset)
    assert images.images.shape == (5, 16, 16, 3) and images.labels.tolist() == [0] * 5
    assert images.class_names == ("pets",) and images.name == "pets"
    assert capsys.readouterr().out == "pets: 5 images of 16 × 16.\n"
    assert np.abs(images.images[0, 8, 8].astype(int) - RED).max() <= 1
    assert np.abs(images.images[4, 8, 8].astype(int) - BLUE).max() <= 4


def test_labels_by_the_folders_below(pets, capsys):
    images = data.images(str(pets), (8, 12), by_folder=True)
    assert images.images.shape == (5, 8, 12, 3)
    assert images.labels.tolist() == [0, 0, 0, 1, 1] and images.class_names == ("cat", "dog")
    assert "5 images of 8 × 12, 2 classes." in capsys.readouterr().out
    save(pets / "stray.png")
    with pytest.raises(data.DataError, match=r"stray.png lies in no folder below .*leave by_folder out"):
        data.images(pets, 8, by_folder=True)


def test_crop_cuts_both_sides_and_pad_keeps_all(tmp_path):
    wide = np.zeros((20, 60, 3), np.uint8)
    wide[:, :20], wide[:, 20:40], wide[:, 40:] = RED, (0, 255, 0), BLUE
    (tmp_path / "w").mkdir()
    Image.fromarray(wide).save(tmp_path / "w" / "wide.png")
    cropped = data.images(tmp_path / "w", 20, verbose=False).images[0]
    assert (cropped[:, 2:-2] == (0, 255, 0)).all()
    padded = data.images(tmp_path / "w", 60, fit="pad", fill=7, verbose=False).images[0]
    assert (padded[:19] == 7).all() and (padded[41:] == 7).all()
    np.testing.assert_array_equal(padded[20:40], wide)
    grey = data.images(tmp_path / "w", 60, fit="pad", fill=7, grey=True, verbose=False).images
    assert grey.shape == (1, 60, 60, 1) and grey[0, 0, 0, 0] == 7


@pytest.mark.parametrize("orientation, corner", [(1, (0, 0)), (3, (-1, -1)), (6, (0, -1)), (8, (-1, 0))])
def test_photographs_are_turned_upright(tmp_path, orientation, corner):
    picture = Image.new("RGB", (64, 64), "black")
    picture.paste("white", (0, 0, 32, 32))
    exif = Image.Exif()
    exif[0x0112] = orientation
    (tmp_path / "p").mkdir()
    picture.save(tmp_path / "p" / "a.jpg", exif=exif, quality=95)
    upright = data.images(tmp_path / "p", 32, verbose=False).images[0]
    for place in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert (upright[place].mean() > 200) == (place == corner), place


def test_every_mode_of_pillow_becomes_colour_or_grey(tmp_path):
    folder = tmp_path / "modes"
    folder.mkdir()
    half = Image.fromarray(np.full((8, 8), 128, np.uint8))
    half.save(folder / "a_grey.png")
    Image.fromarray(np.full((8, 8), 128 * 257, np.uint16)).save(folder / "b_16bit.png")
    half.convert("RGBA").save(folder / "c_rgba.png")
    half.convert("CMYK").save(folder / "d_cmyk.jpg", quality=95)
    half.convert("P").save(folder / "e_palette.png")
    half.convert("P").save(folder / "f.gif", save_all=True, append_images=[Image.new("P", (8, 8))])
    for grey in (False, True):
        images = data.images(folder, 8, grey=grey, verbose=False).images
        assert images.shape == (6, 8, 8, 1 if grey else 3)
        assert np.abs(images.astype(int) - 128).max() <= 3
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(folder / "a_clear.png")
    assert (data.images(folder, 8, verbose=False).images[0] == 255).all()


def test_broken_files_are_counted_and_named(pets):
    whole = save(pets / "cat" / "whole.jpg", size=(300, 300)).read_bytes()
    (pets / "cat" / "cut.jpg").write_bytes(whole[:-400])
    (pets / "cat" / "empty.png").write_bytes(b"")
    (pets / "cat" / "text.png").write_text("hello")
    (pets / "dog" / "phone.heic").write_bytes(b"\x00\x00\x00\x18ftypheic")
    Image.fromarray(np.zeros((4, 4), np.float32)).save(pets / "dog" / "depth.tif")
    with pytest.warns(UserWarning) as seen:
        images = data.images(pets, 8, by_folder=True, verbose=False)
    assert images.labels.tolist() == [0, 0, 0, 0, 1, 1]
    (message,) = [str(w.message) for w in seen]
    assert message.startswith("5 of 11 files of pets are not used: cat/cut.jpg (")
    for part in (
        "truncated",
        "cat/empty.png (the file is empty)",
        "cat/text.png (not an image",
        "dog/phone.heic (not an",
        "dog/depth.tif (its pixels are fractions",
    ):
        assert part in message, part
    assert seen[0].filename == __file__


def test_many_broken_files_are_not_all_named(tmp_path):
    save(tmp_path / "p" / "good.png")
    for i in range(30):
        (tmp_path / "p" / f"{i:02}.png").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"30 of 31 files.*09.png \(the file is empty\) and 20 more\."):
        data.images(tmp_path / "p", 8)
    (tmp_path / "p" / "good.png").unlink()
    with pytest.raises(data.DataError, match=r"None of the 30 files of p can be used: 00\.png"):
        data.images(tmp_path / "p", 8)


def test_n_reads_the_first_ones(pets):
    assert len(data.images(pets, 8, n=2, verbose=False)) == 2


def test_a_large_jpeg_keeps_its_detail(tmp_path):
    stripes = np.zeros((512, 512), np.uint8)
    stripes[:, (np.arange(512) // 16) % 2 == 0] = 255
    (tmp_path / "p").mkdir()
    Image.fromarray(stripes).save(tmp_path / "p" / "a.jpg", quality=95)
    read = data.images(tmp_path / "p", 64, grey=True, verbose=False).images[0, :, :, 0].astype(int)
    expected = np.asarray(Image.fromarray(stripes).resize((64, 64), Image.Resampling.LANCZOS), int)
    assert np.abs(read - expected).mean() < 4


@pytest.mark.parametrize(
    "options, message",
    [
        ({"size": 0}, "size is 0; a number of pixels from 1 to 4096, or"),
        ({"size": (8, 8, 3)}, r"size is \(8, 8, 3\)"),
        ({"size": 8.5}, "size is 8.5"),
        ({"size": 8, "fit": "stretch"}, "fit is 'stretch'; 'crop' or 'pad'"),
        ({"size": 8, "fill": 300}, "fill is 300; a grey value from 0 to 255"),
        ({"size": 8, "n": 0}, "n is 0; a whole number of at least 1"),
    ],
)
def test_wrong_arguments_are_refused_first(pets, options, message):
    with pytest.raises(ValueError, match=message):
        data.images(pets, **options)


def test_a_folder_that_is_none_or_empty_says_so(tmp_path):
    with pytest.raises(data.DataError, match=r"nowhere is not there; a folder of images"):
        data.images(tmp_path / "nowhere", 8)
    file = save(tmp_path / "a.png")
    with pytest.raises(data.DataError, match=r"a.png is a file; a folder"):
        data.images(file, 8)
    (tmp_path / "empty").mkdir()
    with pytest.raises(data.DataError, match=r"empty holds no images \(.bmp, "):
        data.images(tmp_path / "empty", 8)


def test_the_counting_line(capsys, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", -1)
    monkeypatch.setattr(progress, "EVERY", -1)
    assert list(progress.counted("abc", 3, "files")) == ["a", "b", "c"]
    lines = capsys.readouterr().out.split("\r")
    assert [line.split(",")[0] for line in lines[1:]] == [
        "1 of 3 files",
        "2 of 3 files",
        "3 of 3 files",
        "3 of 3 files",
    ]
    assert lines[-1].endswith("\n")
    list(progress.counted("abc", 3, "files", verbose=False))
    monkeypatch.setattr(progress, "PATIENCE", 60)
    list(progress.counted("abc", 3, "files"))
    assert capsys.readouterr().out == ""
    assert [progress._duration(s) for s in (1.4, 119, 120, 7200)] == ["1 s", "119 s", "2 min", "2 h"]


def test_names_are_listed_up_to_a_limit():
    assert folders.listing([("a", "why"), ("b", "")]) == "a (why), b"
    assert folders.listing([(str(i), "") for i in range(1012)]).endswith("9 and 1,002 more")
