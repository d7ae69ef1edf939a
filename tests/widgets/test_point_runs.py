import base64
import io

from gan_lessons import plots, widgets

import ipywidgets as ipw
import numpy as np
import pytest
from PIL import Image, ImageColor

from tests.widgets.small import shown

RNG = np.random.default_rng(0)
RIGHT = RNG.uniform(-1, 1, (60, 2))
LABELS = np.arange(60) % 3
MADE = {"exact <b>": np.repeat(RIGHT[:, None], 3, axis=1), "shifted": RIGHT[:, None] + [[[3.0, 4.0], [0.3, 0.4]]]}  # fmt: skip
SCORES = {"cycle error": {"exact <b>": [0.1, 0.2, 0.3], "shifted": [0.4, 0.5]}}


@pytest.fixture
def runs():
    return widgets.point_runs(MADE, RIGHT, LABELS, SCORES)


def has(array, colour):
    return (array == ImageColor.getrgb(colour)).all(axis=-1).any()


def test_a_discriminator_sees_two_kinds_of_points_and_we_see_where_they_came_from(runs):
    runs.find("run").value = "shifted"
    assert has(runs.array, plots.REAL) and has(runs.array, plots.GENERATED)
    runs.find("view").value = "where from"
    assert not has(runs.array, plots.REAL) and not has(runs.array, plots.GENERATED)
    assert all(has(runs.array, colour) == (i < 3) for i, colour in enumerate(plots.labelled.LABEL_COLOURS))
    np.testing.assert_array_equal(shown(runs.image), runs.array)


def test_arrows_and_the_error_wait_until_the_answers_are_asked_for(runs):
    runs.find("run").value = "shifted"
    runs.find("view").value = "where from"
    before = runs.array
    assert "right answers" not in runs.status.value.split(">", 1)[1]
    runs.find("view").value = "right answers"
    assert "5.000" in runs.status.value and not np.array_equal(before, runs.array)
    runs.find("seed").value = 2
    assert "0.500" in runs.status.value


def test_scores_are_those_of_the_run_and_the_seed(runs):
    runs.find("seed").value = 3
    assert "cycle error: <b>0.300</b>" in runs.status.value
    runs.find("run").value = "shifted"
    assert runs.find("seed").value == 2, "this run has two seeds"
    assert "cycle error: <b>0.500</b>" in runs.status.value
    assert 'data-drawn="shifted 2 what D sees"' in runs.status.value


def test_every_run_may_have_its_own_answers():
    runs = widgets.point_runs(MADE, {"exact <b>": RIGHT, "shifted": RIGHT + np.array([3.0, 4.0])}, LABELS)
    assert runs.error("shifted") == pytest.approx([0.0, np.hypot(2.7, 3.6)])


def test_a_page_without_a_kernel_shows_all_runs(runs):
    data, metadata = runs._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).width > 400
    assert "exact <b>: 0.00" in metadata["image/png"]["alt"] and "shifted: 5.00" in metadata["image/png"]["alt"]  # fmt: skip


def test_every_control_can_be_found_by_its_class(runs):
    for name, kind in {"run": ipw.Dropdown, "seed": ipw.IntSlider, "view": ipw.ToggleButtons}.items():
        assert isinstance(runs.find(name), kind)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (({}, RIGHT, LABELS), "dict of runs"),
        (({"a": RIGHT}, RIGHT, LABELS), r"'a' has shape \(60, 2\)"),
        ((MADE, RIGHT, LABELS[:5]), r"labels \(5,\)"),
        ((MADE, RIGHT, LABELS + 3), "from 0 to 4"),
        ((MADE, RIGHT[:5], LABELS), r"have shape \(5, 2\)"),
        ((MADE, {"shifted": RIGHT}, LABELS), "exact"),
        ((MADE, RIGHT, LABELS, {"cycle error": {"shifted": [1, 2]}}), "each of its 3 seeds"),
    ],
)
def test_what_does_not_fit_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        widgets.point_runs(*given)
