from gan_lessons import widgets
from gan_lessons.training import losses
from gan_lessons.widgets.pulled_point import _SIZE, MOVES

import keras
import numpy as np
import pytest

PAIRS = {"cross-entropy": losses.LOSSES["non_saturating"], "least squares": losses.LOSSES["least_squares"]}
REAL, FAKE = (np.random.default_rng(0).normal([x, 0], 0.4, (50, 2)) for x in (1.5, -1.5))


def straight(slope):
    """A discriminator that says slope * x."""
    d = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    d.set_weights([np.array([[slope], [0.0]]), np.zeros(1)])
    return d


@pytest.fixture(scope="module")
def widget():
    networks = {name: dict.fromkeys(PAIRS, straight(slope)) for name, slope in (("a", 0.5), ("b", 0.25))}
    return widgets.pulled_point(networks, PAIRS, REAL, FAKE)


def test_the_pulls_are_minus_the_slopes_of_the_losses(widget):
    o = 0.5 * 6.0
    assert widget.pull(0, (6, 3)) == pytest.approx([0.5 / (1 + np.exp(o)), 0], abs=1e-5)  # 1 - sigmoid(o)
    assert widget.pull(1, (6, 3)) == pytest.approx([0.5 * 2 * (1 - o), 0], abs=1e-5)
    assert "D says 3.00; pull 2.000" in widget.status.value


def test_let_go_it_comes_to_where_d_says_1_with_least_squares_alone(widget):
    widget.let_go()
    widget.settle()
    assert [len(path) for path in widget.paths] == [MOVES + 1] * 2
    assert widget.paths[0][-1, 0] > 6 and widget.paths[1][-1, 0] == pytest.approx(2.0, abs=0.05)
    assert widget.nearest(REAL[3] + [0, 1e-9]) < 1e-6
    widget.find("up").value = 2.0
    assert [len(path) for path in widget.paths] == [1, 1]


def test_a_press_a_drag_and_another_d_redraw(widget):
    pictures = [widget.array]
    widget._pad._spoken({"new": "1 0,0"})
    pictures.append(widget.array)
    assert (widget.find("across").value, widget.find("up").value) == pytest.approx((-3.5, 6.5), abs=0.06)
    widget._pad._spoken({"new": f"1 0,0 {_SIZE // 2},{_SIZE // 2}"})
    assert (widget.find("across").value, widget.find("up").value) == pytest.approx((3, 0), abs=0.06)
    pictures.append(widget.array)
    widget.find("which").value = "b"
    pictures.append(widget.array)
    assert len({picture.tobytes() for picture in pictures}) == 4
    widget.find("which").value = "a"


def test_a_page_without_a_kernel_has_a_picture_and_what_does_not_fit_is_refused(widget):
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"] and "two losses pull" in metadata["image/png"]["alt"]
    with pytest.raises(ValueError, match="at is"):
        widgets.pulled_point({"a": dict.fromkeys(PAIRS, straight(1))}, PAIRS, REAL, FAKE, (20, 0))
    with pytest.raises(ValueError, match="'a' has not one network"):
        widgets.pulled_point({"a": {"least squares": straight(1)}}, PAIRS, REAL, FAKE)
    with pytest.raises(ValueError, match="two losses"):
        widgets.pulled_point({}, PAIRS, REAL, FAKE)
