import io
import re

from gan_lessons import plots, widgets
from gan_lessons.training import losses
from gan_lessons.widgets.loss_slider import slopes

import numpy as np
import pytest
from keras import ops
from PIL import Image

PAIRS = {name.replace("_", "-" if "non" in name else " "): pair for name, pair in losses.LOSSES.items()}
PAIRS["Wasserstein"] = losses.WASSERSTEIN


@pytest.fixture
def widget():
    return widgets.loss_slider()


@pytest.mark.parametrize("o", [-3.0, -0.5, 0.0, 0.3, 2.0])
def test_its_slopes_are_those_of_the_packages_losses(o):
    found, h = slopes(o), 1e-3
    assert set(found) == set(PAIRS)
    for name, pair in PAIRS.items():
        for slope, f in zip(found[name], (pair.real, pair.fake, pair.generator), strict=True):
            ends = [float(ops.convert_to_numpy(f(np.array([[x]])))[0, 0]) for x in (o - h, o + h)]
            assert slope == pytest.approx((ends[1] - ends[0]) / (2 * h), abs=2e-3), name


def test_the_slider_draws_another_picture_and_the_table_says_the_slopes(widget):
    seen = [widget.image.value]
    for o in (0.0, 3.0):
        widget.find("output").value = o
        seen.append(widget.image.value)
    assert len(set(seen)) == 3 and widget.drawn == 3
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(seen[-1]))), widget.array)
    squares = re.search(r"least squares</td>(.*?)<tr|least squares</td>(.*)", widget.status.value).group(0)
    assert re.findall(r"[+-]\d\.\d\d", squares)[:3] == ["+4.00", "+6.00", "+4.00"]


def test_gs_arrow_points_to_where_its_loss_falls(widget):
    black = np.array([int(plots.INK[i : i + 2], 16) for i in (1, 3, 5)])
    sides = []
    for o in (-2.0, 3.0):
        widget.output = o
        height, width = widget.array.shape[:2]
        row = widget.array[2 * height // 5 + height // 10 : 3 * height // 5]  # least squares, below its name
        across = np.nonzero((np.abs(row.astype(int) - black).sum(axis=2) < 30).any(axis=0))[0]
        here = (o + 4.6) / 9.2 * width
        sides.append(across.mean() - here)
    assert sides[0] > 20 and sides[1] < -20


def test_what_is_out_of_range_is_refused_and_a_page_without_a_kernel_has_a_picture(widget):
    with pytest.raises(ValueError, match="output"):
        widgets.loss_slider(5)
    with pytest.raises(ValueError, match="output"):
        widget.output = -4.5
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"] and "Who pulls" in metadata["image/png"]["alt"]
