from gan_lessons import widgets

import numpy as np
import pytest

from tests.widgets.small import shown

RNG = np.random.default_rng(0)
VERSIONS = {
    "source": RNG.integers(0, 256, (3, 8, 10, 1), dtype="uint8"),
    "translation <b>": RNG.integers(0, 256, (3, 8, 10, 3), dtype="uint8"),
    "truth": RNG.uniform(-1, 1, (3, 8, 10, 3)).astype("float32"),
}


@pytest.fixture
def box():
    return widgets.curtain(VERSIONS, width=20)


def large(images, i):
    return images[i].repeat(2, 0).repeat(2, 1)


def test_one_version_is_left_of_the_edge_and_the_other_right_of_it(box):
    box.find("which").value = 2
    for at, edge in ((0, 0), (30, 6), (100, 20)):
        box.find("curtain").value = at
        left, right = large(VERSIONS["source"].repeat(3, 3), 1), large(VERSIONS["translation <b>"], 1)
        picture = shown(box.image)
        assert np.array_equal(picture, box.array) and picture.shape == (16, 20, 3)
        assert np.array_equal(picture[:, : max(edge - 1, 0)], left[:, : max(edge - 1, 0)])
        assert np.array_equal(picture[:, edge + 1 :], right[:, edge + 1 :])
        assert (picture[:, edge - 1 : edge + 1] == 255).all() == (0 < edge < 20) or edge == 0


def test_any_two_versions_can_be_chosen_and_their_difference_is_said(box):
    box.find("left").value = "truth"
    box.find("curtain").value = 100
    truth = np.rint((VERSIONS["truth"] + 1) * 127.5).astype("uint8")
    assert np.array_equal(shown(box.image), large(truth, 0))
    error = np.abs(truth[0].astype(int) - VERSIONS["translation <b>"][0]).mean()
    assert f"differ by {error:.1f} of 255" in box.status.value and "&lt;b&gt;" in box.status.value


def test_a_page_without_a_kernel_shows_all_versions(box):
    data, metadata = box._repr_mimebundle_()[0]["image/png"], box._repr_mimebundle_()[1]["image/png"]
    assert len(data) > 500 and "source, translation <b>, truth" in metadata["alt"]


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        ({"one": VERSIONS["truth"]}, "two or more"),
        ([VERSIONS["truth"]] * 2, "give a dict"),
        ({"a": VERSIONS["truth"], "b": VERSIONS["truth"][:2]}, "must be equal"),
    ],
)
def test_what_does_not_fit_is_refused(versions, message):
    with pytest.raises(ValueError, match=message):
        widgets.curtain(versions)
