"""Everything but the detector itself runs with a stand-in, which finds bright green rectangles."""

import json
import mmap
import os
from importlib.util import find_spec

from gan_lessons import data
from gan_lessons.data.faces import extract_faces, extraction, work

import numpy as np
import pytest
from PIL import Image


class Greens:
    """Finds rectangles of green; the brighter, the surer. Keeps count of what it was asked."""

    def __init__(self, fail_at=None, fails_on=None):
        self.calls, self.fail_at, self.fails_on = [], fail_at, fails_on

    def detect_faces(self, images):
        assert isinstance(images, list) and len({image.shape for image in images}) == 1
        assert all(image.dtype == np.uint8 and image.shape[2] == 3 for image in images)
        self.calls.append(len(images))
        if self.fail_at is not None and len(self.calls) > self.fail_at:
            raise KeyboardInterrupt
        if self.fails_on and any((image == self.fails_on).all() for image in images):
            raise ValueError("upset")
        return [self.find(image.astype(int)) for image in images]

    def find(self, image):
        faces = []
        for level in (255, 245, 150):
            ys, xs = np.nonzero(
                (np.abs(image[..., 1] - level) < 4) & (image[..., 0] < 60) & (image[..., 2] < 60)
            )
            if len(ys):
                box = [xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1]
                faces.append({"box": [np.int64(x) for x in box], "confidence": np.float32(level / 255)})
        return faces


def photograph(path, *boxes, size=(120, 100), level=255, ground="gray"):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", size, ground)
    for i, (left, top, width, height) in enumerate(boxes):
        green = level if i == 0 else 245
        picture.paste((0, green, 0), (left, top, left + width, top + height))
    picture.save(path)
    return path


@pytest.fixture
def album(tmp_path):
    folder = tmp_path / "album"
    for i in range(10):
        photograph(folder / f"{i}.png", (30 + i, 20, 30, 40))
    return folder


def record(out):
    return json.loads(out.with_name(out.name + ".json").read_text())


def test_faces_become_a_memory_mapped_dataset(album, tmp_path, capsys):
    out = tmp_path / "faces.npy"
    faces = extract_faces(album, out, size=24, detector=Greens())
    assert isinstance(faces, data.Dataset) and faces.images.shape == (10, 24, 24, 3)
    assert faces.labels.tolist() == [0] * 10 and faces.class_names == ("face",)
    np.testing.assert_array_equal(np.load(out), faces.images)
    array = faces.images
    while isinstance(array.base, np.ndarray):
        array = array.base
    assert isinstance(array.base, mmap.mmap)
    # The square is a fifth longer than the box is high: 48 pixels, in which the box lies in the middle.
    face = faces.images[3].astype(int)
    green = (face[..., 1] > 200) & (face[..., 0] < 60)
    rows, columns = np.flatnonzero(green.any(1)), np.flatnonzero(green.any(0))
    assert (rows[0], rows[-1]) == (2, 21) and (columns[0], columns[-1]) == (5, 18)
    assert record(out)["photographs"] == [f"{i}.png" for i in range(10)]
    assert capsys.readouterr().out == "faces.npy: 10 faces from 10 photographs.\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["album", "faces.npy", "faces.npy.json"]


def test_what_cannot_be_used_is_counted_and_named(album, tmp_path, capsys):
    (album / "empty.jpg").write_bytes(b"")
    (album / "text.png").write_text("hello")
    whole = photograph(album / "x.jpg", (30, 20, 30, 40), size=(300, 300)).read_bytes()
    (album / "cut.jpg").write_bytes(whole[:-300])
    (album / "x.jpg").unlink()
    photograph(album / "landscape.png")
    photograph(album / "faint.png", (30, 20, 30, 40), level=150)
    photograph(album / "far.png", (30, 20, 6, 8))
    out = tmp_path / "faces.npy"
    faces = extract_faces(album, out, detector=Greens())
    assert len(faces) == 10
    left_out = record(out)["left out"]
    assert sorted(left_out) == ["cut.jpg", "empty.jpg", "faint.png", "far.png", "landscape.png", "text.png"]
    printed = capsys.readouterr().out
    assert "10 faces from 16 photographs" in printed
    assert "3 left out, not readable: cut.jpg (image file is truncated" in printed
    assert "1 left out, no face is sure enough: faint.png." in printed
    assert "1 left out, every face is too small: far.png." in printed
    assert "1 left out, no face found: landscape.png." in printed


def test_largest_or_most_confident(tmp_path):
    # On the left small and sure, on the right large and less so.
    photograph(tmp_path / "a" / "two.png", (5, 5, 20, 20), (60, 30, 40, 50))
    sizes = {}
    for choose in ("largest", "confident"):
        face = extract_faces(
            tmp_path / "a",
            tmp_path / f"{choose}.npy",
            choose=choose,
            margin=0,
            detector=Greens(),
            verbose=False,
        ).images[0]
        sizes[choose] = int(face[40, 40, 1])
    assert sizes == {"largest": 245, "confident": 255}


def test_the_square_fits_into_the_photograph_without_stretching():
    assert extraction.square_around([40, 30, 20, 40], (200, 100), 0.5) == (20, 20, 80, 80)
    assert extraction.square_around([-5, 0, 20, 40], (200, 100), 0.5) == (0, 0, 60, 60)
    assert extraction.square_around([190, 80, 20, 40], (200, 100), 0.5) == (140, 40, 200, 100)
    assert extraction.square_around([40, 0, 80, 100], (200, 100), 0.5) == (30, 0, 130, 100)


def test_large_photographs_are_searched_small_and_cut_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "LOOKED_AT", 60)
    picture = photograph(tmp_path / "a" / "large.png", (300, 200, 120, 120), size=(600, 400))
    with Image.open(picture) as large:
        large.paste((0, 0, 255), (358, 200, 362, 320))  # a blue line that a tenth of the size would blur
        large.save(picture)
    face = extract_faces(
        tmp_path / "a", tmp_path / "f.npy", size=120, margin=0, detector=Greens(), verbose=False
    )
    blue = (face.images[0][..., 2] > 190) & (face.images[0][..., 1] < 65)
    assert 3 * 120 <= blue.sum() <= 5 * 120


def test_photographs_come_in_batches_of_one_shape(tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "BATCH", 4)
    for i in range(6):
        photograph(tmp_path / "a" / f"{i}.png", (30, 20, 30, 40))
    photograph(tmp_path / "a" / "6.png", (30, 20, 30, 40), size=(90, 90))
    photograph(tmp_path / "a" / "7.png", (30, 20, 30, 40), size=(91, 90))
    detector = Greens()
    assert len(extract_faces(tmp_path / "a", tmp_path / "f.npy", detector=detector, verbose=False)) == 8
    assert detector.calls == [4, 2, 1, 1]
    monkeypatch.setattr(extraction, "PIXELS", 120 * 100 * 2)
    detector = Greens()
    extract_faces(tmp_path / "a", tmp_path / "g.npy", detector=detector, verbose=False)
    assert detector.calls == [2, 2, 2, 1, 1]


def test_an_interrupted_call_goes_on_where_it_was(album, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(extraction, "BATCH", 3)
    (album / "4x.png").write_bytes(b"")
    whole = extract_faces(album, tmp_path / "whole.npy", detector=Greens(), verbose=False)
    out = tmp_path / "faces.npy"
    with pytest.raises(KeyboardInterrupt):
        extract_faces(album, out, detector=Greens(fail_at=2), verbose=False)
    assert not out.exists() and not out.with_name("faces.npy.json").exists()
    detector = Greens()
    faces = extract_faces(album, out, detector=detector)
    assert detector.calls == [3, 1]  # six were done
    np.testing.assert_array_equal(faces.images, whole.images)
    assert record(out)["photographs"] == record(tmp_path / "whole.npy")["photographs"]
    assert record(out)["left out"] == {"4x.png": "the file is empty"}
    assert "10 faces from 11 photographs" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["line", "faces", "extra", "nothing there"])
def test_a_crash_in_the_middle_of_writing_loses_one_batch_at_most(album, tmp_path, monkeypatch, damage):
    monkeypatch.setattr(extraction, "BATCH", 3)
    whole = extract_faces(album, tmp_path / "whole.npy", detector=Greens(), verbose=False)
    out = tmp_path / "faces.npy"
    with pytest.raises(KeyboardInterrupt):
        extract_faces(album, out, detector=Greens(fail_at=2), verbose=False)
    part, progress = tmp_path / "faces.npy.part", tmp_path / "faces.npy.progress"
    if damage == "line":
        progress.write_text(progress.read_text()[:-20])
    elif damage == "faces":
        part.write_bytes(part.read_bytes()[:-100])
    elif damage == "extra":
        part.write_bytes(part.read_bytes() + b"x" * 5000)
    else:
        part.unlink()
    detector = Greens()
    faces = extract_faces(album, out, detector=detector, verbose=False)
    assert sum(detector.calls) == {"line": 7, "faces": 7, "extra": 4, "nothing there": 10}[damage]
    np.testing.assert_array_equal(faces.images, whole.images)
    assert record(out) == record(tmp_path / "whole.npy")
    assert not part.exists() and not progress.exists()


def test_unfinished_work_of_another_kind_is_not_mixed_in(album, tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "BATCH", 3)
    with pytest.raises(KeyboardInterrupt):
        extract_faces(album, tmp_path / "f.npy", detector=Greens(fail_at=1), verbose=False)
    with pytest.raises(
        data.DataError, match=r"progress belongs to work done in another way: size was 80 and is 64.*delete"
    ):
        extract_faces(album, tmp_path / "f.npy", size=64, detector=Greens())


def test_a_finished_file_is_read_and_never_overwritten(album, tmp_path):
    out = tmp_path / "faces.npy"
    extract_faces(album, out, detector=Greens(), verbose=False)
    detector = Greens()
    assert len(extract_faces(album, out, detector=detector, verbose=False)) == 10
    assert detector.calls == []
    with pytest.raises(
        data.DataError, match=r"is there already, made in another way: margin was 0\.2 and is 0\.5"
    ):
        extract_faces(album, out, margin=0.5, detector=detector)
    photograph(album / "new.png", (30, 20, 30, 40))
    with pytest.warns(UserWarning, match="1 photographs in .* were never looked at for faces.npy: new.png"):
        extract_faces(album, out, detector=detector, verbose=False)
    (tmp_path / "mine.npy").write_bytes(b"precious")
    with pytest.raises(data.DataError, match=r"mine.npy is there already, but not the record"):
        extract_faces(album, tmp_path / "mine.npy", detector=detector)
    assert (tmp_path / "mine.npy").read_bytes() == b"precious"


def test_another_folder_of_the_same_name_is_another_folder(album, tmp_path):
    other = tmp_path / "else" / "album"
    for i in range(10):
        photograph(other / f"{i}.png", (60, 20, 30, 40))
    out = tmp_path / "faces.npy"
    extract_faces(album, out, detector=Greens(), verbose=False)
    with pytest.raises(data.DataError, match=r"another way: folder was '.*album' and is '.*else.album'"):
        extract_faces(other, out, detector=Greens())
    with pytest.raises(data.DataError, match=r"nowhere is not there; a folder of photographs"):
        extract_faces(tmp_path / "nowhere", out, detector=Greens())
    album.rename(tmp_path / "gone")
    assert len(extract_faces(album, out, verbose=False)) == 10, (
        "what is finished needs the photographs no more"
    )


def test_photographs_that_were_changed_since_are_named(album, tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "BATCH", 3)
    out = tmp_path / "faces.npy"
    with pytest.raises(KeyboardInterrupt):
        extract_faces(album, out, detector=Greens(fail_at=1), verbose=False)
    photograph(album / "1.png", (60, 20, 30, 50))
    with pytest.warns(
        UserWarning, match="1 photographs in .* were changed since .* 1.png. Move faces.npy.progress"
    ):
        extract_faces(album, out, detector=Greens(), verbose=False)
    with pytest.warns(
        UserWarning, match=r"were changed since they were looked at: 1\.png. Move faces.npy away"
    ):
        extract_faces(album, out, detector=Greens(), verbose=False)


def test_a_finished_file_that_was_cut_is_refused(album, tmp_path):
    out = tmp_path / "faces.npy"
    extract_faces(album, out, detector=Greens(), verbose=False)
    out.write_bytes(out.read_bytes()[:-100])
    with pytest.raises(data.DataError, match=r"faces.npy is not whole .*Delete it"):
        extract_faces(album, out, detector=Greens())


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_two_at_work_on_one_file_do_not_mix(album, tmp_path):
    class Second(Greens):
        def detect_faces(self, images):
            with pytest.raises(data.DataError, match=r"Another process is at work on .*faces.npy"):
                extract_faces(album, tmp_path / "faces.npy", detector=Greens(), verbose=False)
            return super().detect_faces(images)

    assert len(extract_faces(album, tmp_path / "faces.npy", detector=Second(), verbose=False)) == 10


def test_no_face_says_what_is_not_found(album, tmp_path, capsys):
    photograph(album / "landscape.png")
    extract_faces(album, tmp_path / "f.npy", detector=Greens())
    assert (
        "landscape.png. (If there are some: faces are found upright, not on their side"
        in capsys.readouterr().out
    )


def test_one_photograph_that_upsets_the_detector_spoils_no_other(album, tmp_path):
    photograph(album / "5x.png", ground=(9, 9, 9))
    faces = extract_faces(album, tmp_path / "f.npy", detector=Greens(fails_on=9), verbose=False)
    assert len(faces) == 10
    assert record(tmp_path / "f.npy")["left out"] == {"5x.png": "the detector failed: ValueError: upset"}


def test_a_batch_that_comes_back_empty_is_taken_apart(album, tmp_path):
    class OneByOne(Greens):
        def detect_faces(self, images):
            found = super().detect_faces(images)
            return found if len(images) == 1 else []  # as mtcnn does where one image upsets it

    assert len(extract_faces(album, tmp_path / "f.npy", detector=OneByOne(), verbose=False)) == 10


def test_no_face_at_all_leaves_nothing_behind(tmp_path):
    photograph(tmp_path / "a" / "landscape.png")
    with pytest.raises(
        data.DataError, match=r"no face in 1 photographs: landscape.png \(no face found\). Nothing was kept"
    ):
        extract_faces(tmp_path / "a", tmp_path / "f.npy", detector=Greens())
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_n_looks_at_the_first_ones(album, tmp_path):
    assert len(extract_faces(album, tmp_path / "f.npy", n=4, detector=Greens(), verbose=False)) == 4


@pytest.mark.parametrize("shape", [(1, 80, 80, 3), (50_000, 80, 80, 3), (9_999_999, 1024, 1024, 3)])
def test_the_header_is_numpys_own(shape, tmp_path):
    import io

    header = work.header(shape)
    assert len(header) == work.HEADER
    file = io.BytesIO(header)
    assert np.lib.format.read_magic(file) == (1, 0)
    assert np.lib.format.read_array_header_1_0(file) == (shape, False, np.dtype("u1"))
    assert file.tell() == work.HEADER


def test_memory_does_not_grow_with_the_number_of_photographs(tmp_path):
    import tracemalloc

    class Anywhere:
        def detect_faces(self, images):
            return [[{"box": [10, 10, 40, 40], "confidence": 1.0}] for _ in images]

    for i in range(300):
        photograph(tmp_path / "a" / f"{i:03}.bmp", size=(60, 60))
    peaks = []
    for n in (60, 300):
        tracemalloc.start()
        extract_faces(
            tmp_path / "a", tmp_path / f"{n}.npy", n=n, size=128, detector=Anywhere(), verbose=False
        )
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_000_000  # the faces themselves would be another 11.8 MB


@pytest.mark.parametrize(
    "options, message",
    [
        ({"size": 0}, "size is 0; expected a whole number from 1 to 1,024"),
        ({"choose": "first"}, "choose is 'first'; expected 'largest' or 'confident'"),
        ({"margin": -1}, "margin is -1"),
        ({"confidence": 90}, "confidence is 90; expected a finite number"),
        ({"smallest": 0}, "smallest is 0"),
        ({"n": 0}, "n is 0"),
        ({"n": True}, "n is True"),
        ({"margin": float("nan")}, "margin is nan"),
        ({"out": ""}, "out is ''"),
        ({"out": "faces.npz"}, "out is 'faces.npz'; a file that ends in .npy"),
        ({"out": "nowhere/faces.npy"}, "nowhere is no folder"),
    ],
)
def test_wrong_arguments_are_refused_first(album, tmp_path, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=message):
        extract_faces(album, options.pop("out", "f.npy"), **options)
    assert [p.name for p in tmp_path.iterdir()] == ["album"]


@pytest.mark.parametrize("missing", ["mtcnn", "tensorflow"])
def test_a_missing_package_is_named_with_the_remedy(album, tmp_path, monkeypatch, missing):
    monkeypatch.setattr(extraction, "find_spec", lambda name: None if name == missing else True)
    message = rf'needs the package {missing}, which is not installed: pip install "gan_lessons\[faces\]"'
    with pytest.raises(data.DataError, match=message):
        extract_faces(album, tmp_path / "f.npy")
    assert [p.name for p in tmp_path.iterdir()] == ["album"]


@pytest.mark.skipif(
    find_spec("mtcnn") is None, reason='mtcnn is not installed: pip install "gan_lessons[faces]"'
)
def test_mtcnn_finds_the_astronaut(tmp_path, capsys):
    from skimage.data import astronaut

    picture = Image.fromarray(astronaut())
    (tmp_path / "a").mkdir()
    picture.save(tmp_path / "a" / "colour.png")
    picture.convert("L").save(tmp_path / "a" / "grey.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.rotate(90, expand=True).save(tmp_path / "a" / "lying.jpg", exif=exif, quality=95)
    picture.crop((190, 70, 300, 512)).save(tmp_path / "a" / "border.png")
    picture.resize((1500, 1500)).save(tmp_path / "a" / "large.jpg", quality=95)
    noise = np.random.default_rng(0).integers(0, 256, (512, 512, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "a" / "noise.png")
    Image.new("RGB", (300, 5)).save(tmp_path / "a" / "thin.png")
    faces = extract_faces(tmp_path / "a", tmp_path / "f.npy")
    assert record(tmp_path / "f.npy")["photographs"] == [
        "border.png",
        "colour.png",
        "grey.png",
        "large.jpg",
        "lying.jpg",
    ]
    assert record(tmp_path / "f.npy")["left out"] == dict.fromkeys(("noise.png", "thin.png"), "no face found")
    _, colour, grey, large, lying = faces.images.astype(float)
    expected = picture.resize((80, 80), Image.Resampling.LANCZOS, box=(159, 53, 288, 182))
    assert np.abs(colour - np.asarray(expected, float)).mean() < 20
    assert np.abs(lying - colour).mean() < 20 and np.abs(large - colour).mean() < 20
    assert np.abs(grey.mean(axis=2) - colour @ (0.299, 0.587, 0.114)).mean() < 20
