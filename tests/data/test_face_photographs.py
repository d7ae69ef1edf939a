"""CelebA from archives and folders made here in its form; Labeled Faces in the Wild with a stand-in for scikit-learn."""

import io
import sys
import types
import warnings
import zipfile

from gan_lessons import data
from gan_lessons.data.faces import Faces, celeba, lfw, photographs

import numpy as np
import pytest
from PIL import Image

ATTRIBUTES = ("Eyeglasses", "Male", "Smiling")
VALUES = np.array([[1, -1, 1], [-1, -1, 1], [1, 1, -1], [-1, 1, -1], [1, 1, 1]])
NAMES = [f"{i:06}.jpg" for i in range(1, 6)]


def jpeg(grey, size=(178, 218)):
    picture = Image.new("RGB", size, (grey,) * 3)
    picture.paste("black", (25, 57, 27, 59))  # the upper left corner of the square
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=98, subsampling=0)
    return file.getvalue()


JPEGS = {name: jpeg(100 + 20 * i) for i, name in enumerate(NAMES)}
TXT = (
    "5\n"
    + "  ".join(ATTRIBUTES)
    + " \n"
    + "\n".join(name + " " + " ".join(f"{v:2}" for v in row) for name, row in zip(NAMES, VALUES, strict=True))
)
CSV = (
    "image_id,"
    + ",".join(ATTRIBUTES)
    + "\n"
    + "\n".join(name + "," + ",".join(map(str, row)) for name, row in zip(NAMES, VALUES, strict=True))
)


def folder(path):
    (path / "img_align_celeba").mkdir(parents=True)
    for name, content in JPEGS.items():
        (path / "img_align_celeba" / name).write_bytes(content)
    return path / "img_align_celeba"


def archive(path, inside="img_align_celeba/", **more):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("__MACOSX/img_align_celeba/._000001.jpg", b"not a photograph")
        for name, content in reversed(JPEGS.items()):
            file.writestr(inside + name, content)
        for name, content in more.items():
            file.writestr(name.replace("__", "."), content)
    return path


def check(faces, n=5, attributes=True):
    assert faces.images.shape == (n, 80, 80, 3)
    greys = faces.images[:, 40, 40, 0].astype(int)
    assert np.abs(greys - np.arange(100, 200, 20)[:n]).max() <= 2
    assert (faces.images[:, 0, 0] < 80).all() and (faces.images[:, 4, 4] > 90).all()
    assert isinstance(faces, Faces) == attributes
    if attributes:
        assert faces.attributes.dtype == np.dtype([(name, bool) for name in ATTRIBUTES])
        np.testing.assert_array_equal(np.array(faces.attributes.tolist()), VALUES[:n] == 1)


def test_the_official_archive_with_the_table_beside_it(tmp_path, capsys):
    path = archive(tmp_path / "img_align_celeba.zip")
    check(celeba(path), attributes=False)
    assert capsys.readouterr().out == "CelebA: 5 faces of 80 × 80, no file of attributes.\n"
    (tmp_path / "Anno").mkdir()
    (tmp_path / "Anno" / "list_attr_celeba.txt").write_text(TXT)
    check(celeba(str(path)))
    assert "5 faces of 80 × 80, attributes from list_attr_celeba.txt." in capsys.readouterr().out
    check(celeba(tmp_path, verbose=False))  # the folder that holds the archive
    assert capsys.readouterr().out == ""


def test_kaggles_archive_has_the_table_inside(tmp_path):
    path = archive(
        tmp_path / "archive.zip", inside="img_align_celeba/img_align_celeba/", list_attr_celeba__csv=CSV
    )
    check(celeba(path, verbose=False))


@pytest.mark.parametrize("table", [("list_attr_celeba.txt", TXT), ("list_attr_celeba.csv", CSV)])
@pytest.mark.parametrize("within", [True, False])
def test_a_folder_with_the_table_in_it_or_beside_it(tmp_path, table, within):
    images = folder(tmp_path)
    ((images if within else tmp_path) / table[0]).write_text(table[1])
    check(celeba(images, verbose=False))
    check(celeba(tmp_path, n=3, verbose=False), n=3)


def test_attributes_become_labels(tmp_path):
    folder(tmp_path)
    (tmp_path / "list_attr_celeba.csv").write_text(CSV)
    faces = celeba(tmp_path, verbose=False).labelled("Smiling")
    assert faces.labels.tolist() == [1, 1, 0, 0, 1] and faces.class_names == ("no", "yes")
    assert faces.only(0).attributes["Male"].tolist() == [True, True]


def test_a_damaged_photograph_is_named_and_takes_its_attributes_along(tmp_path):
    images = folder(tmp_path)
    (images / NAMES[1]).write_bytes(JPEGS[NAMES[1]][:-200])
    (images / NAMES[3]).write_bytes(jpeg(160, size=(500, 400)))
    (tmp_path / "list_attr_celeba.txt").write_text(TXT)
    message = (
        r"2 of 5 files of CelebA are not used: 000002.jpg \(.*truncated.*000004.jpg \(500 × 400 pixels, not"
    )
    with pytest.warns(UserWarning, match=message):
        faces = celeba(tmp_path)
    np.testing.assert_array_equal(np.array(faces.attributes.tolist()), VALUES[[0, 2, 4]] == 1)


def test_damage_inside_an_archive_is_named(tmp_path):
    path = archive(tmp_path / "img_align_celeba.zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"/000003.jpg") + 400] ^= 255
    path.write_bytes(content)
    with pytest.warns(
        UserWarning, match=r"1 of 5 files .*000003.jpg \(damaged in the archive: Bad CRC"
    ) as seen:
        assert len(celeba(path)) == 4
    assert seen[0].filename == __file__
    path.write_bytes(content[:-300])
    with pytest.raises(
        data.DataError, match=r"img_align_celeba.zip is no whole archive \(File is not a zip file\)"
    ):
        celeba(path)


def test_what_is_not_celeba_says_so(tmp_path):
    with pytest.raises(data.DataError, match=r"celeba\.zip is not there; CelebA's archive"):
        celeba(tmp_path / "celeba.zip")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday.jpg").write_bytes(JPEGS[NAMES[0]])
    with pytest.raises(data.DataError, match=r"photos holds no photograph with a name like 000001\.jpg"):
        celeba(tmp_path / "photos")
    (tmp_path / "photos" / "000001.jpg").write_bytes(jpeg(100, size=(400, 500)))
    with pytest.raises(
        data.DataError, match=r"None of the 1 files of CelebA can be used.*400 × 500 pixels, not the 178"
    ):
        celeba(tmp_path / "photos")


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", "it is empty"),
        (TXT[:-60], "does not hold 3 times|no row for"),
        (TXT.replace(NAMES[2], "000099.jpg"), "no row for 000003.jpg"),
        (TXT.replace(" 1", " x", 1), "invalid literal"),
        (TXT.replace(" 1", " 7", 1), "does not hold 3 times -1 or 1"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path, text, problem):
    folder(tmp_path)
    (tmp_path / "list_attr_celeba.txt").write_text(text)
    with pytest.raises(
        data.DataError, match=f"list_attr_celeba.txt is not CelebA's table.*({problem}).*move it away"
    ):
        celeba(tmp_path, verbose=False)


@pytest.mark.parametrize("function", [celeba, lfw])
def test_wrong_numbers_are_refused_first(function):
    arguments = ("nowhere",) if function is celeba else ()
    with pytest.raises(ValueError, match="n is 0"):
        function(*arguments, n=0)
    with pytest.raises(ValueError, match="size is 0; expected a whole number from 1 to 1,024"):
        function(*arguments, size=0)


class ScikitLearn:
    """Its fetcher, and the folder that it fills: as scikit-learn 1.9 does it, with two people."""

    def __init__(self, home, monkeypatch):
        self.home, self.asked = home, []
        self.broken = None
        module, package = types.ModuleType("sklearn.datasets"), types.ModuleType("sklearn")
        module.fetch_lfw_people, module.get_data_home = (
            self.fetch_lfw_people,
            lambda home=None: home or str(self.home),
        )
        package.datasets = module
        monkeypatch.setitem(sys.modules, "sklearn", package)
        monkeypatch.setitem(sys.modules, "sklearn.datasets", module)
        monkeypatch.setattr(photographs, "_LFW_COUNT", 3)

    def fetch_lfw_people(self, *, data_home, min_faces_per_person, download_if_missing):
        self.asked.append(download_if_missing)
        folder = self.home / "lfw_home" / "lfw_funneled"
        if not folder.exists():
            if not download_if_missing:
                raise OSError("pairs.txt is missing")
            if self.broken:
                raise self.broken
            for person, grey in (("Ada_Lovelace", 90), ("Emmy_Noether", 150), ("Emmy_Noether", 200)):
                (folder / person).mkdir(parents=True, exist_ok=True)
                Image.new("RGB", (250, 250), (grey,) * 3).save(folder / person / f"{person}_{grey:04}.jpg")
            (folder / "pairs_01.txt").write_text("Ada_Lovelace")
        raise ValueError(f"min_faces_per_person={min_faces_per_person} is too restrictive")


@pytest.fixture
def scikit(tmp_path, monkeypatch):
    return ScikitLearn(tmp_path / "scikit", monkeypatch)


def test_lfw_downloads_once_and_says_its_size_first(scikit, monkeypatch, capsys):
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "0")
    faces = lfw()
    assert faces.images.shape == (3, 80, 80, 3)
    assert faces.class_names == ("Ada Lovelace", "Emmy Noether") and faces.labels.tolist() == [0, 1, 1]
    assert np.abs(faces.images[:, 40, 40, 0].astype(int) - (90, 150, 200)).max() <= 2
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Labeled Faces in the Wild: downloading about 200 MB")
    assert out[1] == "Labeled Faces in the Wild: 3 faces of 2 people, 80 × 80."
    assert scikit.asked == [False, True]
    assert len(lfw(n=1, size=32, verbose=False)) == 1
    assert scikit.asked == [False, True, False]
    assert capsys.readouterr().out == ""


def test_lfw_never_downloads_offline(scikit):
    with pytest.raises(data.DataError, match="not on this machine, and GAN_LESSONS_OFFLINE is set; unset it"):
        lfw()
    assert scikit.asked == [False]


def test_lfw_offline_uses_what_is_there(scikit, monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "")
    lfw(verbose=False)
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(lfw(verbose=False)) == 3
    monkeypatch.setattr(photographs, "_LFW_COUNT", 13_233)
    with pytest.warns(UserWarning, match="holds 3 photographs, where there should be 13,233"):
        lfw(verbose=False)


def test_lfw_without_a_network(scikit, monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "")
    scikit.broken = OSError("<urlopen error name resolution>")
    with pytest.raises(
        data.DataError, match=r"cannot download Labeled Faces in the Wild .*name resolution.*drawn_faces"
    ):
        lfw()


def test_lfw_without_scikit_learn_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(
        data.DataError, match=r"scikit-learn, which is not installed.*pip install scikit-learn.*drawn_faces"
    ):
        lfw()
