import hashlib

from gan_lessons.data import Dataset, faces
from gan_lessons.data.faces import painter

import numpy as np
import pytest

WORDS = {name: a for name, a in faces.ATTRIBUTES.items() if hasattr(a, "shares")}
NUMBERS = {name: a for name, a in faces.ATTRIBUTES.items() if name not in WORDS}


@pytest.fixture(scope="module")
def drawn():
    return faces.drawn_faces(100, seed=3)


def test_a_face_depends_on_seed_and_number_only(drawn):
    few = faces.drawn_faces(10, seed=3)
    np.testing.assert_array_equal(few.images, drawn.images[:10])
    assert (few.attributes == drawn.attributes[:10]).all()
    later = faces.drawn_faces(7, seed=3, start=61)  # in other company, and at another place in its block
    np.testing.assert_array_equal(later.images, drawn.images[61:68])
    assert (later.attributes == drawn.attributes[61:68]).all()
    assert (faces.drawn_faces(10, seed=4).images != few.images).mean() > 0.5


def test_faces_are_the_same_on_every_machine(drawn):
    # Checkpoints are trained on these. If you change the renderer on purpose, write down the new value.
    digest = hashlib.sha256(drawn.images.tobytes()).hexdigest()
    assert digest == "94bd4d377f0505e3f90e5c428afc3b283ac32691cb2896aa8ecb0d248857c2d5"


def test_they_are_a_dataset_with_a_table(drawn):
    assert isinstance(drawn, Dataset) and len(drawn) == 100
    assert drawn.images.shape == (100, 80, 80, 3) and drawn.images.dtype == np.uint8
    assert drawn.labels.tolist() == [0] * 100 and drawn.class_names == ("face",)
    assert drawn.attributes.shape == (100,) and drawn.attributes.dtype.names == tuple(faces.ATTRIBUTES)
    smiling = drawn.rows(drawn.attributes["smile"] > 0.5)
    assert 20 < len(smiling) < 80 and smiling.attributes["smile"].min() > 0.5
    assert drawn.take(5).attributes.shape == (5,)
    with pytest.raises(ValueError, match="read-only"):
        drawn.attributes["smile"][0] = 1


def test_labels_by_an_attribute(drawn):
    by = drawn.labelled("glasses")
    assert by.class_names == ("none", "round", "square", "sun")
    assert [by.class_names[i] for i in by.labels] == drawn.attributes["glasses"].tolist()
    assert by.only(3).attributes["glasses"].tolist() == ["sun"] * len(by.only(3))
    with pytest.raises(ValueError, match="'smile' is no attribute in words; there are glasses"):
        drawn.labelled("smile")


def test_drawing_the_table_draws_the_faces(drawn):
    np.testing.assert_array_equal(faces.draw_faces(drawn.attributes), drawn.images)
    row = drawn.attributes[4]
    np.testing.assert_array_equal(faces.draw_faces(row)[0], drawn.images[4])
    np.testing.assert_array_equal(faces.draw_faces({k: row[k] for k in row.dtype.names})[0], drawn.images[4])


def test_attributes_follow_their_distribution_and_are_independent():
    from gan_lessons.data.faces.attributes import draw_table

    table = draw_table(20_000, seed=0)
    for name, attribute in WORDS.items():
        for word, share in attribute.shares.items():
            assert abs((table[name] == word).mean() - share) < 0.015, (name, word)
        assert sum(attribute.shares.values()) == pytest.approx(1)
    for name, attribute in NUMBERS.items():
        assert attribute.low <= table[name].min() and table[name].max() <= attribute.high
        assert np.ptp(table[name]) > 0.99 * (attribute.high - attribute.low), name
        below = [
            (table[name] <= level).mean() for level in attribute.levels or (attribute.low, attribute.high)
        ]
        points = np.array(attribute.points)
        # Where a level is shared by several points, up to the last of them lies at or below it.
        levels = np.array(attribute.levels or (attribute.low, attribute.high))
        expected = [points[levels <= level].max() for level in levels]
        np.testing.assert_allclose(below, expected, atol=0.015, err_msg=name)
    columns = [table[name] for name in NUMBERS] + [table[n] == w for n, a in WORDS.items() for w in a.shares]
    names = [*NUMBERS, *(n for n, a in WORDS.items() for _ in a.shares)]
    related = np.abs(np.corrcoef(np.array(columns, float)))
    related[np.array(names)[:, None] == np.array(names)] = 0  # the words of one attribute exclude one another
    assert related.max() < 0.05


# Where each attribute shows on the usual face, as rows and columns of the picture: (top, bottom, left, right).
SHOWS = {
    "smile": (25, 75, 15, 65), "glasses": (28, 55, 10, 70), "hair_length": (0, 80, 5, 75), "hair_colour": (3, 58, 10, 70),
    "curl": (0, 50, 5, 75), "fringe": (10, 45, 15, 65), "parting": (8, 55, 12, 68), "skin": (5, 80, 10, 70),
    "face_width": (5, 80, 0, 80), "jaw": (30, 76, 12, 68), "beard": (30, 76, 12, 68), "eye_colour": (33, 48, 22, 58),
    "eye_size": (25, 55, 20, 60), "gaze": (33, 48, 22, 58), "brows": (25, 42, 18, 62), "nose": (36, 56, 30, 50),
    "lips": (52, 68, 28, 52), "freckles": (38, 62, 16, 64), "earrings": (40, 56, 10, 70), "clothes": (66, 80, 0, 80),
    "background": (0, 80, 0, 80), "backdrop": (0, 80, 0, 80), "yaw": (5, 78, 8, 72), "pitch": (12, 72, 12, 68),
    "tilt": (0, 80, 5, 75), "bun": (0, 20, 25, 55), "light": (0, 80, 0, 80),
}  # fmt: skip


@pytest.mark.parametrize("name", faces.ATTRIBUTES)
def test_each_attribute_shows_and_only_where_it_belongs(name):
    attribute = faces.ATTRIBUTES[name]
    # Colours are looked for where others do not cover them.
    values = (
        list(attribute.shares) if name in WORDS else [attribute.low, (attribute.low + attribute.high) / 2]
    )
    values += [] if name in WORDS else [attribute.high * 0.999]  # the wheel of colours ends where it begins
    if name in ("clothes", "background"):
        values = [0, 0.33, 0.66]
    images = faces.draw_faces({name: values, "skin": 0.1} if name != "skin" else {name: values}).astype(int)
    top, bottom, left, right = SHOWS[name]
    for one, a in enumerate(images):
        for b in images[one + 1 :]:
            change = np.abs(a - b).max(axis=2)
            assert (change > 12).sum() >= 6, "too little to see"
            change[top:bottom, left:right] = 0
            assert change.max() <= 2, np.argwhere(change > 2)


def test_a_bald_head_has_no_fringe_and_a_laugh_has_teeth():
    np.testing.assert_array_equal(
        faces.draw_faces(hair_length=0, fringe=0), faces.draw_faces(hair_length=0, fringe=1)
    )
    white = [
        (image[52:68, 25:55].min(axis=2) > 200).sum() for image in faces.draw_faces(smile=[0, 1], skin=0.5)
    ]
    assert white[0] == 0 and white[1] > 20


@pytest.mark.parametrize("size", [16, 33, 128])
def test_every_size_shows_the_same_face(size):
    from PIL import Image

    small = faces.draw_faces(skin=0.3, hair_length=0.9, size=size)[0]
    assert small.shape == (size, size, 3)
    usual = Image.fromarray(faces.draw_faces(skin=0.3, hair_length=0.9)[0]).resize(
        (16, 16), Image.Resampling.BOX
    )
    same = Image.fromarray(small).resize((16, 16), Image.Resampling.BOX)
    assert np.abs(np.asarray(usual, int) - np.asarray(same, int)).mean() < 9


def test_the_size_of_a_block_changes_nothing(drawn, monkeypatch):
    monkeypatch.setattr(painter, "BLOCK", 3)
    np.testing.assert_array_equal(painter.paint(drawn.attributes[:8], 80), drawn.images[:8])


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 0, "seed": 1}, "n is 0; expected a whole number of at least 1"),
        ({"n": 2.5, "seed": 1}, "n is 2.5"),
        ({"n": 1, "seed": -1}, "seed is -1"),
        ({"n": 1, "seed": 1, "start": -3}, "start is -3"),
        ({"n": 1, "seed": 1, "size": 8}, "size is 8; expected a whole number from 16 to 256"),
    ],
)
def test_wrong_numbers_are_refused_before_drawing(arguments, message):
    with pytest.raises(ValueError, match=message):
        faces.drawn_faces(**arguments)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"smiel": 1}, "A face has no smiel; it has smile, glasses"),
        ({"smile": 1.5}, "smile is 1.5; numbers from -1 to 1 are expected"),
        ({"smile": float("nan")}, "smile is nan"),
        ({"smile": "a lot"}, "smile is a lot; numbers"),
        ({"glasses": ["none", "monocle"]}, "glasses is 'monocle'; one of 'none', 'round', 'square', 'sun'"),
        ({"smile": [0, 1], "skin": [0, 0.5, 1]}, "do not fit one another"),
        ({"smile": []}, "do not fit one another"),
        ({"smile": [[0, 1]]}, "do not fit one another"),
        ({"attributes": [1, 2]}, "attributes is of type list; rows of a table of faces or a mapping"),
    ],
)
def test_wrong_attributes_are_named_with_what_is_possible(changes, message):
    with pytest.raises(ValueError, match=message):
        faces.draw_faces(**changes)


def test_changes_of_a_row_repeat_the_row(drawn):
    table = faces.face_table(drawn.attributes[:1], smile=[-1, 0, 1], glasses="sun")
    assert table["smile"].tolist() == [-1, 0, 1] and table["glasses"].tolist() == ["sun"] * 3
    assert table["skin"].tolist() == [drawn.attributes["skin"][0]] * 3
    assert drawn.attributes["glasses"][0] == faces.drawn_faces(1, seed=3).attributes["glasses"][0]
