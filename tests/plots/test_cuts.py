from gan_lessons import plots

import numpy as np
import pytest

PHOTOGRAPH = np.random.default_rng(0).integers(0, 255, (60, 100, 3), np.uint8)


def test_each_box_is_cut_out_and_resized_to_a_square():
    boxes = {"all of it": (0, 0, 100, 60), "as it is": (10, 5, 50, 45)}
    picture = plots.cuts(PHOTOGRAPH, boxes, size=40, title="Two cuts", found=(-8, 5, 50, 45))
    whole, stretched, same = picture.axes
    assert stretched.images[0].get_array().shape == (40, 40, 3)
    np.testing.assert_array_equal(same.images[0].get_array(), PHOTOGRAPH[5:45, 10:50])
    assert [ax.get_title("left") for ax in (stretched, same)] == list(boxes)
    assert [ax.get_xlabel() for ax in (stretched, same)] == ["100 × 60 pixels", "40 × 40 pixels"]
    assert whole.patches[0].get_xy() == (-8, 5) and whole.get_xlim() == (-8, 100), (
        "the box is seen to its end"
    )


@pytest.mark.parametrize("box", [(-1, 0, 10, 10), (0, 0, 101, 10), (0, 20, 10, 20), (9, 0, 4, 10)])
def test_a_box_that_cannot_be_cut_is_refused(box):
    with pytest.raises(ValueError, match=r"'wrong' is .* 100 × 60"):
        plots.cuts(PHOTOGRAPH, {"wrong": box})
