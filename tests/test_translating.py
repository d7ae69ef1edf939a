"""Translators as checkpoints, and pictures of one's own through them, at the terminal, too."""

from gan_lessons import cli, pretrained, sampling, translating
from gan_lessons.data import DataError

import numpy as np
import pytest
from PIL import Image

from tests.pretrained import translator

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogue")
    translator.write(folder)
    return folder


@pytest.fixture(autouse=True)
def small(folder, monkeypatch):
    monkeypatch.setattr(pretrained, "FOLDER", folder)


@pytest.fixture
def pictures(tmp_path):
    """Five in two folders, one of them grey, one of another shape, and one that is none."""
    places = {"a.png": (8, 8, 3), "b/c.jpg": (20, 30, 3), "b/d.png": (8, 8), "a.jpg": (8, 8, 3)}
    for name, shape in places.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(RNG.integers(0, 256, shape, dtype="uint8")).save(tmp_path / "in" / name)
    return tmp_path / "in"


def test_a_translator_and_its_way_back_are_read_from_their_files():
    x = RNG.uniform(-1, 1, (2, 8, 8, 3)).astype("float32")
    assert {path.name for path in pretrained.files("there")} == {
        "record.json",
        "step_000004.npz",
        "backward.npz",
    }
    there, back = translator.networks()
    for loaded, kept, given in (
        (pretrained.load("there"), there, x[..., :1]),
        (pretrained.backward("there"), back, x),
    ):
        drawn = [sampling.of(network).draw([given], noise=1) for network in (loaded, kept)]
        assert drawn[0].shape == (2, 8, 8, 4 - given.shape[-1])
        assert np.abs(drawn[0].astype(int) - drawn[1]).max() <= 2  # weights of 8 bits
    with pytest.raises(ValueError, match=r"'one-way' has no way back; choose one of \['there'\]"):
        pretrained.backward("one-way")


def test_a_picture_becomes_what_the_network_makes_of_it(pictures, tmp_path):
    assert translating.names() == ["there"]
    (written,) = translating.translate("there", pictures / "b/d.png", tmp_path / "out.png", seed=3)
    source = np.asarray(Image.open(pictures / "b/d.png"))[None, ..., None] / np.float32(127.5) - 1
    expected = sampling.of(pretrained.load("there")).draw([source], noise=3)[0]
    assert np.array_equal(np.asarray(Image.open(written)), expected)
    translating.translate("there", pictures / "a.png", tmp_path / "back.png", backward=True)
    assert Image.open(tmp_path / "back.png").mode == "L"
    (into,) = translating.translate("there", pictures / "a.png", tmp_path)
    assert into == tmp_path / "a.png.png"


def test_a_folder_becomes_a_folder_and_broken_files_are_named(pictures, tmp_path):
    (pictures / "b" / "broken.png").write_bytes(b"no picture")
    with pytest.warns(UserWarning, match=r"broken\.png"):
        written = translating.translate("there", pictures, tmp_path / "out")
    names = sorted(str(path.relative_to(tmp_path / "out")) for path in written)
    assert names == ["a.jpg.png", "a.png.png", "b/c.jpg.png", "b/d.png.png"]
    assert all(Image.open(path).size == (8, 8) for path in written)


@pytest.mark.parametrize(
    ("name", "given", "out", "message"),
    [
        ("one-way", "in/a.png", "o.png", r"no translator 'one-way'; there are \['there'\]"),
        ("there", "in/none.png", "o.png", "neither a picture nor a folder"),
        ("there", "in/a.png", "o.gif", r"does not end in \.png"),
        ("there", "in/a.png", "in/a.png", "is the picture itself"),
        ("there", "in", "in", "they would be overwritten"),
        ("there", "in", "in/a.png", "give a folder"),
    ],
)
def test_paths_that_do_not_fit_are_refused_and_nothing_is_written(
    pictures, tmp_path, name, given, out, message
):
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(ValueError, match=message):
        translating.translate(name, tmp_path / given, tmp_path / out)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_nothing_that_can_be_read(tmp_path):
    (tmp_path / "x.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"x\.png"):
        translating.translate("there", tmp_path / "x.png", tmp_path / "o.png")
    assert not (tmp_path / "o.png").exists()


def test_at_the_terminal(pictures, tmp_path, capsys):
    assert cli.main(["translate", "there", str(pictures / "a.png"), str(tmp_path / "o.png")]) == 0
    assert capsys.readouterr().out == f"1 written: {tmp_path / 'o.png'}\n"
    assert cli.main(["translate", "elsewhere", str(pictures), str(tmp_path / "out")]) != 0
    assert "no translator 'elsewhere'" in capsys.readouterr().err
