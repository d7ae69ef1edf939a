import os
import struct
import warnings
import zlib

from gan_lessons import data
from gan_lessons.data import contents, progress

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
    (pets / "cat" / "0.png").write_bytes(b"")
    with pytest.warns(UserWarning, match="1 of 5 files of pets are not used: cat/0.png"):
        assert len(data.images(pets, 8, n=4, verbose=False)) == 4, "a broken file does not count"
    with pytest.warns(UserWarning, match="1 of 5"):
        assert len(data.images(pets, 8, n=99, verbose=False)) == 4


def test_n_of_classes_is_an_equal_share_of_each(tmp_path):
    for name, count in (("a", 5), ("b", 1), ("c", 3)):
        for i in range(count):
            save(tmp_path / "p" / name / f"{i}.png", colour=(10 * i + 20,) * 3)
    some = data.images(tmp_path / "p", 8, by_folder=True, n=6, verbose=False)
    assert some.class_names == ("a", "b", "c") and some.labels.tolist() == [0, 0, 0, 1, 2, 2]
    assert some.images[:, 4, 4, 0].tolist() == [20, 30, 40, 20, 20, 30], "the first ones of each"
    (tmp_path / "p" / "c" / "0.png").write_bytes(b"")
    with pytest.warns(UserWarning, match="c/0.png"):
        some = data.images(tmp_path / "p", 8, by_folder=True, n=3, verbose=False)
    assert some.labels.tolist() == [0, 1, 2], "the next one of its class takes the place of a broken one"
    with pytest.raises(ValueError, match=r"n is 2, and .* has 3 classes: a, b, c"):
        data.images(tmp_path / "p", 8, by_folder=True, n=2)


def test_classes_without_an_image_are_named(pets):
    (pets / "owl").mkdir()
    (pets / "eel").mkdir()
    (pets / "eel" / "0.png").write_bytes(b"")
    with pytest.warns(
        UserWarning, match=r"eel/0.png.* No image was read in eel, owl, which is no class"
    ) as said:
        images = data.images(pets, 8, by_folder=True, verbose=False)
    assert images.class_names == ("cat", "dog") and len(said) == 1


# ---- depth ------------------------------------------------------------------------------------------------------

RAMP = np.linspace(0, 1, 64).reshape(8, 8)


def grey_levels(folder):
    return data.images(folder, 8, grey=True, verbose=False).images[..., 0].astype(int)


@pytest.mark.parametrize(
    "name, top, dtype, white",
    [
        ("a.png", 65_535, "uint16", None),
        ("a.png", 4095, "uint16", 4095),
        ("a.png", 255, "uint16", 255),
        ("a.tif", 1023, ">u2", 1023),
        ("a.tif", 255, "int32", 255),
        ("a.tif", 65_535, "int32", 65_535),
        ("a.jp2", 4095, "uint16", 4095),
    ],
)
def test_white_is_found_or_guessed_and_said(tmp_path, name, top, dtype, white):
    Image.fromarray(np.rint(RAMP * top).astype(dtype)).save(tmp_path / name)
    if white is None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            levels = grey_levels(tmp_path)
    else:
        with pytest.warns(
            UserWarning, match=f"{white:,} was taken for it, as no pixel is above: {name}"
        ) as said:
            levels = grey_levels(tmp_path)
        assert len(said) == 1
    assert np.abs(levels[0] - 255 * RAMP).max() <= 1


def test_white_is_the_same_in_all_pictures_of_a_folder(tmp_path):
    Image.fromarray((RAMP * 4095).astype("uint16")).save(tmp_path / "a.png")
    Image.fromarray((RAMP * 200).astype("uint16")).save(tmp_path / "b.png")
    with pytest.warns(UserWarning, match="2 are 16-bit and do not say what is white; 4,095 was taken"):
        levels = grey_levels(tmp_path)
    assert levels[0].max() == 255 and 11 <= levels[1].max() <= 13
    Image.fromarray((RAMP * 65_535).astype("uint16")).save(tmp_path / "c.png")
    with pytest.warns(UserWarning, match="2 are nearly black, no pixel above 16 of 255: a.png, b.png"):
        assert grey_levels(tmp_path)[:, 7, 7].tolist() == [16, 1, 255]


def test_formats_that_say_what_is_white_are_believed(tmp_path):
    values = np.rint(RAMP * 4095).astype(">u2")
    (tmp_path / "a.pgm").write_bytes(b"P5 8 8 4095\n" + values.tobytes())
    (tmp_path / "b.pgm").write_bytes(b"P5 8 8 15\n" + np.rint(RAMP * 15).astype("u1").tobytes())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        levels = grey_levels(tmp_path)
    assert np.abs(levels[0] - 255 * RAMP).max() <= 1 and set(levels[1].ravel()) == set(range(0, 256, 17))


def png(values, colour_type, depth=16, transparent=b""):
    """A PNG of 16 bits, as Pillow cannot write it."""
    height, width = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    head = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"tRNS", transparent), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c))
        for k, c in chunks
        if c or k != b"tRNS"
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_deep_colours_come_out_right_or_not_at_all(tmp_path):
    colours = np.repeat(np.rint(RAMP * 65_535)[..., None], 3, 2)
    (tmp_path / "a.png").write_bytes(png(colours, 2))
    assert np.abs(grey_levels(tmp_path)[0] - 255 * RAMP).max() <= 1
    (tmp_path / "a.png").write_bytes(png(colours // 16, 2))
    with pytest.raises(data.DataError, match=r"a\.png .its colours have 16 bits and use the lower 12 only"):
        grey_levels(tmp_path)
    opaque = np.dstack([colours // 16, np.full((8, 8), 4095)])
    (tmp_path / "b.png").write_bytes(png(colours, 2))
    (tmp_path / "a.png").write_bytes(png(opaque, 6))
    with pytest.warns(UserWarning, match=r"a\.png .its colours have 16 bits and use the lower 12 only"):
        assert len(grey_levels(tmp_path)) == 1


def test_a_transparent_value_of_16_bits_is_white(tmp_path):
    (tmp_path / "a.png").write_bytes(png(np.rint(RAMP * 65_535), 0, transparent=struct.pack(">H", 0)))
    levels = grey_levels(tmp_path)[0]
    assert levels[0, 0] == 255 and levels[0, 1] == 4


@pytest.mark.parametrize(
    "values, reason",
    [
        (RAMP.astype("float32"), "fractions, with no known white; save it"),
        ((RAMP * 255).astype("float32"), "fractions, with no known white; save it"),
        ((RAMP * 255 - 100).astype("int32"), "below 0"),
    ],
)
def test_values_without_a_known_range_are_refused(tmp_path, values, reason):
    Image.fromarray(values).save(tmp_path / "a.tif")
    with pytest.raises(data.DataError, match=reason):
        grey_levels(tmp_path)


# ---- what lies in a folder --------------------------------------------------------------------------------------


def test_many_formats_by_any_name(tmp_path):
    picture = Image.new("RGB", (8, 8), RED)
    kinds = ("png", "ppm", "jp2", "tga", "bmp", "webp", "gif", "tiff", "ico", "pcx", "qoi", "sgi")
    for kind in kinds:
        picture.save(tmp_path / f"x.{kind}", **({"lossless": True} if kind == "webp" else {}))
    (tmp_path / "x.png").rename(tmp_path / "named wrongly.jpg")
    (tmp_path / "x.gif").rename(tmp_path / "without a name for its kind")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        images = data.images(tmp_path, 8, verbose=False).images
    assert len(images) == len(kinds) and np.abs(images.astype(int) - RED).max() <= 1


def test_what_is_no_image_is_named_and_what_lies_beside_images_is_not(tmp_path):
    folder = tmp_path / "p"
    save(folder / "a.png")
    for name in ("notes.txt", "labels.csv", "LICENSE", "Thumbs.db", ".DS_Store", "__MACOSX/._a.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"something")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data.images(folder, 8)
    for name in ("b.heic", "c.npy", "d.zip", "line\nbreak.mp4"):
        (folder / name).write_bytes(b"something")
    Image.new("RGB", (8, 8)).save(folder / "raw.tif")
    (folder / "raw.tif").rename(folder / "raw.dng")  # a raw photograph holds a small preview in a TIFF
    with pytest.warns(UserWarning) as said:
        data.images(folder, 8)
    (message,) = [str(each.message) for each in said]
    assert message.startswith("5 of 6 files of p are not used: b.heic (not an image, or of a kind")
    for name in ("c.npy (", "d.zip (", r"line\nbreak.mp4 (", "raw.dng ("):
        assert name in message
    for path in folder.iterdir():
        if path.name != "c.npy" and path.is_file():
            path.unlink()
    with pytest.raises(data.DataError, match=r"holds no images .*What lies there: c.npy \(not an image"):
        data.images(folder, 8)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_links_are_followed_and_loops_and_pipes_named(tmp_path):
    save(tmp_path / "elsewhere" / "cats" / "1.png")
    folder = tmp_path / "p"
    (folder / "dog").mkdir(parents=True)
    (folder / "cat").symlink_to(tmp_path / "elsewhere" / "cats")
    (folder / "dog" / "2.png").symlink_to(tmp_path / "elsewhere" / "cats" / "1.png")
    (folder / "dog" / "3.png").symlink_to("nowhere")
    (folder / "dog" / "all").symlink_to(folder)
    os.mkfifo(folder / "dog" / "4.png")
    with pytest.warns(UserWarning) as said:
        images = data.images(folder, 8, by_folder=True, verbose=False)
    assert images.class_names == ("cat", "dog") and images.labels.tolist() == [0, 1]
    (message,) = [str(each.message) for each in said]
    assert message.startswith(
        "3 of 5 files of p are not used: dog/3.png (a link to nothing), dog/4.png (no file)"
    )
    assert "dog/all (a link to a folder that it lies in)" in message


@pytest.mark.parametrize("name", ["a.png", "named wrongly.jpg"])
def test_a_flipped_bit_in_a_png_is_found(tmp_path, name):
    noise = np.random.default_rng(0).integers(0, 256, (8, 8, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / name, "png")
    whole = (tmp_path / name).read_bytes()
    for place in range(45, len(whole) - 12, 5):
        (tmp_path / name).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(data.DataError, match="None of the 1 files"):
            data.images(tmp_path, 8)


def test_thin_pictures_are_padded_and_large_ones_read_without_another_warning(tmp_path, monkeypatch):
    save(tmp_path / "a.png", size=(400, 1))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 300)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        padded = data.images(tmp_path, 16, fit="pad", fill=7, verbose=False).images[0]
    assert (padded[7] == RED).all() and (padded[0] == 7).all()
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(data.DataError, match=r"a\.png .DecompressionBombError"):
        data.images(tmp_path, 16)


@pytest.mark.skipif(os.name == "nt", reason="names that are no text")
def test_names_that_cannot_be_printed(tmp_path, capsys):
    folder = tmp_path / os.fsdecode(b"p\xff")
    save(folder / os.fsdecode(b"\xfe") / "a.png")
    images = data.images(folder, 8, by_folder=True)
    assert images.class_names == (r"\udcfe",) and images.name == r"p\udcff"
    assert capsys.readouterr().out.isascii() is False and repr(images).encode()


@pytest.mark.parametrize("folder", ["", "  ", None, 3, b"pets", ["pets"], "a\0b"])
def test_what_is_no_folder_is_refused(tmp_path, monkeypatch, folder):
    save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"folder is .*; the path of a folder of images is expected"):
        data.images(folder, 8)


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
        ({"size": True}, "size is True"),
        ({"size": "8"}, "size is '8'"),
        ({"size": 8, "n": True}, "n is True"),
        ({"size": 8, "n": 2.5}, "n is 2.5"),
        ({"size": 8, "fill": True}, "fill is True"),
        ({"size": 8, "grey": "no"}, "grey is 'no'"),
        ({"size": 8, "by_folder": 1}, "by_folder is 1"),
        ({"size": 8, "fit": "stretch"}, "fit is 'stretch'; expected 'crop' or 'pad'"),
        ({"size": 8, "fill": 300}, "fill is 300; expected a whole number from 0 to 255"),
        ({"size": 8, "n": 0}, "n is 0; expected a whole number of at least 1"),
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
    assert contents.listing([("a", "why"), ("b", "")]) == "a (why), b"
    assert contents.listing([(str(i), "") for i in range(1012)]).endswith("9 and 1,002 more")
