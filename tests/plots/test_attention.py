"""Where places look."""

from gan_lessons import plots
from gan_lessons.plots.receptive import overlaid

import numpy as np
import pytest

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (2, 8, 8, 3), dtype="uint8")
SHARES = RNG.dirichlet(np.ones(4), (2, 4, 4)).reshape(2, 4, 4, 2, 2)


def test_a_row_for_each_image_and_a_panel_for_each_place():
    picture = plots.looks(IMAGES, SHARES, [(0, 0), (3, 1)], title="A finding")
    assert len(picture.axes) == 6
    panel = picture.axes[5]  # of the second image and place
    expected = overlaid(IMAGES[1], np.kron(SHARES[1, 3, 1], np.ones((4, 4))))
    assert np.array_equal(panel.images[0].get_array(), expected)
    assert [x.item() for x in (panel.lines[0].get_xdata()[0], panel.lines[0].get_ydata()[0])] == [2.5, 6.5]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shares": SHARES[:1]}, "Given 2 images"),
        ({"places": []}, "and 0 places"),
        ({"places": [(4, 0)]}, "4 rows and 4 columns"),
        ({"shares": 2 * SHARES}, "do not sum to 1"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        plots.looks(**{"images": IMAGES, "shares": SHARES, "places": [(0, 0)], **change})
