import re

from gan_lessons import models, widgets
from gan_lessons.widgets.label_game import MOST
from gan_lessons.widgets.label_points import _GAP, _SIZE

import keras
import numpy as np
import pytest

layers = keras.layers


def half_circles(n, seed):
    rng = np.random.default_rng(seed)
    angle, k = rng.uniform(0, np.pi, n), rng.integers(0, 2, n)
    x = np.where(k == 0, np.cos(angle), 1 - np.cos(angle)) - 0.5
    y = np.where(k == 0, np.sin(angle), 0.5 - np.sin(angle)) - 0.25
    return np.stack([x, y], axis=1) + rng.normal(0, 0.08, (n, 2)), k


def networks(seed, n_classes=2):
    keras.utils.set_random_seed(seed)
    z, x = keras.Input((2,)), keras.Input((2,))
    anywhere = keras.Model(z, layers.Dense(2, use_bias=False)(layers.Activation("tanh")(z)))
    anywhere.set_weights([np.diag([2.0, 1.3])])
    features = layers.Dense(64, activation="leaky_relu")(layers.Dense(64, activation="leaky_relu")(x))
    classes = layers.Dense(n_classes)(features)
    return anywhere, keras.Model(x, [models.semi_supervised.source_logit(classes), classes, features])


POINTS, CLASSES = half_circles(2000, 0)
NEW = half_circles(1000, 1)
MIDDLES = [(-0.5, 0.75), (0.5, -0.75)]


@pytest.fixture(scope="module")
def made():
    return widgets.label_points(networks, POINTS, *NEW, alone=20, steps=20)


@pytest.fixture
def widget(made):
    made.clear()
    made._class.value = 0
    return made


def press(widget, number, row, column):
    widget._pad._spoken({"new": f"{number} {row},{column} {row},{column}"})


def test_two_labels_in_the_middles_are_enough_beside_the_other_points_and_not_alone(made):
    shown = made.array
    made._updates = 200, 1200
    try:
        alone, both = made.tried(MIDDLES, [0, 1])
    finally:
        made._updates = 20, 20
    assert 0.7 < alone < 0.92 and both > 0.98
    assert made.array is shown and not made.labels


def test_the_shares_are_those_of_the_networks_and_come_again_whatever_was_trained_between(widget):
    for point, k in zip(MIDDLES, (0, 1), strict=True):
        widget.label(widget.nearest(*point), k)
    widget.settle()
    assert (
        widget.update == 20
        and widget.right[1] == (widget._game.classify(NEW[0].astype("float32")) == NEW[1]).mean()
    )
    assert f"{widget.right[0]:.1%}" in widget.status.value and f"{widget.right[1]:.1%}" in widget.status.value
    before = list(widget.right)
    assert widget.tried([(0, 0), (1, 0)], [1, 0]) != tuple(before)
    assert widget.tried(MIDDLES, [0, 1]) == tuple(before)
    assert widget.tried(MIDDLES, [0, 1], seed=1) != tuple(before)


def test_other_labels_need_no_new_trace(widget, monkeypatch):
    game, calls = widget._game, []
    widget.tried(MIDDLES, [0, 1])
    old = type(game).labelled
    monkeypatch.setattr(type(game), "labelled", lambda self, n: (calls.append(n), old(self, n))[1])
    widget.tried([*MIDDLES, (1, 0)], [0, 1, 1])
    assert not calls


def test_only_labelled_points_are_drawn_each_with_its_class(widget):
    game, places = widget._game, np.array([[0, 0], [1, 1], [2, 2]], np.float32)
    game.begin(0, places, np.array([1, 0, 1], np.int32))
    found, labels = (keras.ops.convert_to_numpy(x) for x in game.labelled(300))
    assert labels.shape == (300, 1) and set(found[:, 0]) == {0, 1, 2}
    np.testing.assert_array_equal(labels[:, 0], np.array([1, 0, 1])[found[:, 0].astype(int)])


def test_a_press_in_either_picture_labels_the_nearest_point_once(widget):
    row, column = round((1.35 - 0.75) / 2.7 * _SIZE), round(1.5 / 4 * _SIZE)
    press(widget, 1, row, column)
    point = widget.nearest(-0.5, 0.75)
    assert widget.labels == {point: 0} and "both classes" in widget.status.value
    press(widget, 1, 5, 5)  # the same press, dragged on
    press(widget, 2, row, _SIZE + _GAP // 2)  # between the pictures
    assert widget.labels == {point: 0}
    widget._class.value = 1
    press(widget, 3, row, _SIZE + _GAP + column)
    assert widget.labels == {point: 1}  # another class for the same point
    press(widget, 4, _SIZE - 1, _SIZE - 1)
    assert len(widget.labels) == 2 and widget.right == [None, None]  # both of class 1: nothing to train
    widget.undo()
    assert widget.labels == {point: 1}
    widget.clear()
    widget.undo()
    assert widget.labels == {}


def test_the_keyboard_rings_a_point_and_labels_it(widget):
    before = widget.array
    widget.find("across").value, widget.find("up").value = 0.5, -0.75
    widget._class.value = 1
    assert (widget.array != before).any()
    widget.find("here").click()
    assert widget.labels == {widget.nearest(0.5, -0.75): 1}


def test_a_picture_shows_both_borders_and_the_page_without_a_kernel_has_it(widget):
    empty = widget.array
    assert "0 points have a label" in widget._repr_mimebundle_()[1]["image/png"]["alt"]
    for point, k in zip(MIDDLES, (0, 1), strict=True):
        widget.label(widget.nearest(*point), k)
    widget.settle()
    half = widget.array.shape[1] // 2
    corner = np.s_[-40:, :40]
    assert (widget.array[:, :half][corner] != empty[:, :half][corner]).any()
    assert (widget.array[:, -half:][corner] != empty[:, -half:][corner]).any()
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"] and re.search(r"2 points .* labels alone \d+%", metadata["image/png"]["alt"])


def test_a_failure_in_training_is_said(widget, monkeypatch):
    monkeypatch.setattr(widget._game, "towards_1", lambda points: 1 / 0)
    widget.label(0, 0)
    widget.label(1, 1)
    with pytest.raises(ZeroDivisionError):
        widget.settle()
    assert "ZeroDivisionError" in widget.status.value


def test_what_does_not_fit_is_refused(widget):
    for point, k in ((600, 0), (-1, 0), (0, 2)):
        with pytest.raises(ValueError, match="expected a whole number"):
            widget.label(point, k)
    widget.labels |= {i: 0 for i in range(MOST)}
    with pytest.raises(ValueError, match="labels"):
        widget.label(599, 0)
    press(widget, 9, 5, 5)  # a click says nothing and does nothing
    assert len(widget.labels) == MOST
    with pytest.raises(ValueError, match="expected"):
        widgets.label_points(networks, POINTS[:, :1], *NEW)
    with pytest.raises(ValueError, match="expected"):
        widgets.label_points(networks, POINTS, NEW[0], NEW[1][:-1])
    with pytest.raises(ValueError, match="steps"):
        widgets.label_points(networks, POINTS, *NEW, steps=0)
    with pytest.raises(ValueError, match="3 classes"):
        widgets.label_points(lambda seed: networks(seed, 3), POINTS, *NEW)
