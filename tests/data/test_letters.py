"""Letters in two styles: registered, whole, and no held-out letter in any of its forms among those for training."""

import shutil
import unicodedata
from pathlib import Path

from gan_lessons.data import DataError, letters

import matplotlib
import numpy as np
import pytest


@pytest.fixture(scope="module")
def both():
    return {split: letters.load(split, verbose=False) for split in ("train", "test")}


def test_two_styles_of_one_character_in_one_place(both, capsys):
    train, test = both["train"], both["test"]
    assert len(train) > 2000 and 0.1 < len(test) / (len(train) + len(test)) < 0.25
    for images in (train.source, train.target):
        assert images.dtype == np.uint8 and images.shape[1:] == (32, 32, 1) and not images.flags.writeable
        assert images.max(axis=(1, 2, 3)).min() > 100, "no blank image"
        for border in (images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]):
            assert border.max() == 0, "nothing is cut off"
    # Row by row the ink of both lies in about one place, and they are not the same.
    centres = []
    for images in (train.source, train.target):
        ink = images[..., 0].astype(float)
        weight = ink.sum(axis=(1, 2))
        centres.append([(ink.sum(axis=k) * np.arange(32)).sum(axis=1) / weight for k in (2, 1)])
    assert np.abs(np.array(centres[0]) - centres[1]).mean() < 1
    assert not (train.source == train.target).all(axis=(1, 2, 3)).any()
    assert letters.load("test").source.tobytes() == test.source.tobytes()
    assert capsys.readouterr().out.startswith(f"Letters, test: {len(test)} images of ")


@pytest.mark.parametrize("family", ["EeÉéĒĘęẾΕЕеЁё", "AaÀāẶΑΆАа", "OoØøŐΟоОό", "Iiıİ", "xXХх", "uÜų", "мМM"])
def test_a_letter_is_itself_in_any_case_mark_and_alphabet(family):
    assert len({letters.letter_of(character) for character in family}) == 1


def test_held_out_letters_are_in_no_form_among_those_for_training(both):
    train, test = ({letters.letter_of(c) for c in both[split].characters} for split in ("train", "test"))
    assert not train & test and len(test) >= 15
    bases = [
        {unicodedata.normalize("NFD", c)[0].casefold() for c in both[split].characters} for split in both
    ]
    assert not bases[0] & bases[1]
    looks = [{image.tobytes() for image in both[split].source} for split in both]
    assert not looks[0] & looks[1]
    alphabets = {unicodedata.name(c).split()[0] for c in both["test"].characters}
    assert alphabets >= {"LATIN", "GREEK", "CYRILLIC", "DIGIT"}


def test_without_pairs_no_letter_is_in_both_domains(both):
    train = both["train"]
    two = train.unpaired(seed=3, enlarge=(34, 34))
    assert len(two.a) + len(two.b) == len(train) == len(two.truth) and two.enlarge == (34, 34)
    assert min(len(two.a), len(two.b)) > 0.3 * len(train)
    order = {image.tobytes(): letters.letter_of(c) for image, c in zip(train.source, train.characters, strict=True)}  # fmt: skip
    order |= {image.tobytes(): letters.letter_of(c) for image, c in zip(train.target, train.characters, strict=True)}  # fmt: skip
    assert not {order[image.tobytes()] for image in two.a} & {order[image.tobytes()] for image in two.b}


def test_copying_and_new_colours_are_poor_translators(both):
    (a, b), (test_a, test_b) = ((d.source.astype(int), d.target.astype(float)) for d in both.values())
    ink = test_b.mean()
    table = np.array([np.median(b[a == v]) for v in range(256)])
    assert np.abs(test_a - test_b).mean() > 0.6 * ink
    assert np.abs(table[test_a] - test_b).mean() > 0.6 * ink


def test_a_character_that_a_font_lacks_is_left_out():
    lacking = set(letters.characters_of("sans")) - set(letters.characters_of("mono"))
    assert lacking
    drawn = letters.load("test", 16, "mono", "sans", verbose=False)
    assert not lacking & set(drawn.characters) and drawn.styles == ("mono", "sans")


def test_bad_options_are_named():
    for options in ({"split": "val"}, {"size": 15}, {"size": 32.0}, {"source": "comic"}, {"target": None}, {"verbose": 1}):  # fmt: skip
        with pytest.raises(ValueError, match=next(iter(options))):
            letters.load(**options)
    with pytest.raises(ValueError, match="give two styles"):
        letters.load(source="mono", target="mono")


def test_missing_and_damaged_fonts_are_named(monkeypatch, tmp_path):
    fonts = tmp_path / "fonts" / "ttf"
    fonts.mkdir(parents=True)
    shutil.copy(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / letters.STYLES["sans"], fonts)
    monkeypatch.setattr(matplotlib, "get_data_path", lambda: str(tmp_path))
    with pytest.raises(DataError, match=r"DejaVuSerif-BoldItalic\.ttf is not there.*Reinstall matplotlib"):
        letters.load(verbose=False)
    (fonts / "DejaVuSerif-BoldItalic.ttf").write_bytes(b"<html>")
    with pytest.raises(DataError, match=r"DejaVuSerif-BoldItalic\.ttf is no font.*Reinstall matplotlib"):
        letters.load(verbose=False)
