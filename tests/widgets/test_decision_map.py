import base64
import io
import itertools
import re

from gan_lessons import plots, widgets

import ipywidgets as ipw
import numpy as np
import pytest
from PIL import Image

RNG = np.random.default_rng(0)
POINTS = RNG.normal(size=(40, 2))
POINTS[:, 0] += np.copysign(0.3, POINTS[:, 0])  # a gap about the line, wider than a cell of the map
LABELS = (POINTS[:, 0] > 0).astype(int)
EPOCHS = [0, 10, 50]
SIDE = 16


def turned(angle, sharp):
    return 1 / (1 + np.exp(-sharp * plots.plane(POINTS, SIDE) @ [np.cos(angle), np.sin(angle)]))


TRAININGS = {
    (units, seed): [turned(seed + 1 / (1 + epoch), units * (1 + epoch) / 9) for epoch in EPOCHS]
    for units, seed in itertools.product((2, 16), (0, 1, 5))
}


@pytest.fixture
def widget():
    return widgets.decision_map(POINTS, LABELS, TRAININGS, EPOCHS, width=128)


def shown(widget):
    return np.asarray(Image.open(io.BytesIO(widget.image.value)))


def test_every_combination_of_controls_shows_its_own_map(widget):
    seen = []
    for units, seed, i in itertools.product((2, 16), (0, 1, 5), range(3)):
        widget.find("units").value, widget.find("seed").value, widget.find("epoch").value = units, seed, i
        expected = plots.decision_image(TRAININGS[units, seed][i], POINTS, LABELS, 128)
        np.testing.assert_array_equal(shown(widget), expected)
        assert f'data-drawn="{units}-{seed}-{EPOCHS[i]}"' in widget.status.value
        seen.append(shown(widget).tobytes())
    assert len(set(seen)) == len(seen)


def test_the_status_counts_the_points_that_lie_on_their_side(widget):
    widget.find("units").value = 16
    seen = set()
    for seed, (i, epoch) in itertools.product((0, 5), enumerate(EPOCHS)):
        widget.find("seed").value, widget.find("epoch").value = seed, i
        angle = seed + 1 / (1 + epoch)
        right = np.mean((POINTS @ [np.cos(angle), np.sin(angle)] > 0) == LABELS)
        shown_share = float(re.search(r"<b>(\d+)%</b> of the 40 points", widget.status.value)[1]) / 100
        assert shown_share == pytest.approx(
            right, abs=0.051
        )  # a coarse map: one or two points may be undecided
        seen.add(shown_share)
    assert len(seen) >= 4


def test_the_choices_are_those_that_were_trained(widget):
    assert [label for label, _ in widget.find("units").options] == ["2", "16"]
    assert [label for label, _ in widget.find("seed").options] == ["0", "1", "5"]
    assert [label for label, _ in widget.find("epoch").options] == ["0", "10", "50"]


def test_every_control_has_a_class_for_tests(widget):
    todo, controls = [widget], []
    while todo:
        part = todo.pop()
        todo += getattr(part, "children", ())
        if not isinstance(part, ipw.Box):
            controls.append(part)
    assert len(controls) == 6  # with the names for those who hear the page
    assert all(any(c.startswith("gl-") for c in control._dom_classes) for control in controls)


def test_a_page_without_a_kernel_shows_a_row_for_each_number_of_units(widget):
    data, metadata = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("L"))
    assert picture.std() > 20 and "Decision maps" in data["text/plain"] == metadata["image/png"]["alt"]
    axes = widget.still().axes
    assert [ax.get_ylabel() for ax in axes if ax.get_ylabel()] == ["2 units", "16 units"]
    assert [ax.get_title() for ax in axes[:3]] == ["epoch 0", "epoch 10", "epoch 50"]


def test_trainings_that_do_not_fit_are_refused():
    for trainings, epochs, says in (
        ({}, EPOCHS, "0 trainings"),
        (TRAININGS, EPOCHS[:2], r"\[3\] maps for 2 epochs"),
        ({k: v for k, v in TRAININGS.items() if k != (2, 5)}, EPOCHS, r"none for \(units, seed\) = \(2, 5\)"),
        ({(2, 0): [np.full(256, 7.0)]}, [0], "from 7 to 7"),
    ):
        with pytest.raises(ValueError, match=says):
            widgets.decision_map(POINTS, LABELS, trainings, epochs)
