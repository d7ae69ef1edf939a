import io

from gan_lessons import widgets

import numpy as np
import pytest
from PIL import Image

IMAGE = np.random.default_rng(0).integers(0, 120, (64, 64, 3), np.uint8)


@pytest.fixture
def patches():
    return widgets.patches(IMAGE, (16, 1, 34))


def seen(widget):
    """Which pixels of the image are shown as they are; the others are faint, so lighter."""
    rim = (len(widget.array) - len(IMAGE)) // 2
    assert (np.asarray(Image.open(io.BytesIO(widget.image.value))) == widget.array).all()
    return (widget.array[rim : rim + 64, rim : rim + 64] == IMAGE).all(-1)


def spans(mask):
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    assert mask.sum() == len(rows) * len(columns)
    return (rows[0], rows[-1] + 1), (columns[0], columns[-1] + 1)


def test_it_begins_in_the_middle_and_moves_by_the_jump(patches):
    assert patches.place == (16, 16) and spans(seen(patches)) == ((27, 43), (27, 43))
    patches.find("column").value = 17
    assert spans(seen(patches)) == ((27, 43), (29, 45))
    assert "One of 32 × 32 verdicts" in patches.status.value and "<b>256 pixels</b>" in patches.status.value
    assert "6.2% of it" in patches.status.value and "lies within" in patches.status.value


def test_at_the_corner_only_what_lies_within_counts(patches):
    for name in ("row", "column"):
        patches.find(name).value = 0
    assert spans(seen(patches)) == ((0, 11), (0, 11))
    assert "<b>121 pixels</b>" in patches.status.value and "beyond the rim" in patches.status.value


def test_another_patch_has_another_map(patches):
    patches.find("row").value = patches.find("row").max
    patches.find("patch").value = 34
    assert patches.place == (8, 8) and patches.find("row").max == 15
    assert np.ptp(spans(seen(patches))[0]) == 34
    patches.find("patch").value = 1
    assert patches.place == (32, 32) and spans(seen(patches)) == ((32, 33), (32, 33))


def test_the_map_marks_the_chosen_verdict(patches):
    purple = (patches.map_array == (0x8E, 0x3A, 0x97)).all(-1)
    assert patches.map_array.shape == (160, 160, 3) and spans(purple) == ((80, 85), (80, 85))


def test_bad_input_is_named():
    for image, sees, message in (
        (IMAGE[:32], (1,), "square one in colour"),
        (IMAGE[..., :1], (1,), "square one in colour"),
        (IMAGE, (), "sees is empty"),
        (IMAGE, (71,), "sees is 71"),
        (IMAGE[:16, :16], (142,), "size is 16"),
    ):
        with pytest.raises(ValueError, match=message):
            widgets.patches(image, sees)


def test_the_still_names_each_patch(patches):
    names = [ax.get_title(loc="left") for ax in patches.still().axes]
    assert names == ["patch 16: 32 × 32", "patch 1: 64 × 64", "patch 34: 16 × 16"]
