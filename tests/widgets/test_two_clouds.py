import io
import re

from gan_lessons import metrics, widgets

import ipywidgets as ipw
import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def widget():
    return widgets.two_clouds(seed=3)


def numbers(widget):
    return [
        float(x.replace(",", "")) for x in re.findall(r"\d[\d,]*\.\d+", widget.status.value.split(">", 1)[1])
    ]


def test_the_two_terms_are_those_of_the_known_gaussians(widget):
    assert numbers(widget)[:3] == [9, 0, 9]
    widget.find("apart").value = 0
    widget.find("turn").value = 90
    assert numbers(widget)[:3] == [0, 1.62, 1.62]  # 2 (1.5 - 0.6)²
    widget.find("turn").value = 180
    widget.find("stretch").value = 2
    assert numbers(widget)[:3] == [0, 2.25, 2.25]  # (3 - 1.5)²
    widget.find("apart").value = 1.5
    assert numbers(widget)[:3] == [2.25, 2.25, 4.5]


def test_what_is_measured_is_what_the_points_give(widget):
    widget.find("n").value = 1_000
    found = metrics.frechet_distance(widget.real, widget.generated, groups=0).value
    assert widget.measured == pytest.approx(found) and numbers(widget)[3] == pytest.approx(found, abs=0.006)


def test_few_points_of_equal_gaussians_are_apart_and_many_are_not(widget):
    widget.find("apart").value = 0
    widget.find("n").value = 5
    few = widget.measured
    widget.find("n").value = 10_000
    assert widget.distance == pytest.approx(0, abs=1e-9)
    assert few > 0.1 > 0.01 > widget.measured


def test_the_points_have_the_covariance_of_their_gaussian(widget):
    widget.find("turn").value, widget.find("n").value = 30, 10_000
    assert np.cov(widget.generated, rowvar=False) == pytest.approx(widget.covariance, abs=0.1)


def test_every_control_draws_another_picture(widget):
    seen = [widget.image.value]
    for name, value in (("apart", 1.0), ("stretch", 0.5), ("turn", 45), ("n", 30)):
        widget.find(name).value = value
        seen.append(widget.image.value)
    assert len(set(seen)) == 5 and widget.drawn == 5
    shown = np.asarray(Image.open(io.BytesIO(widget.image.value)))
    np.testing.assert_array_equal(shown, widget.array)


def test_every_control_has_a_class_for_tests(widget):
    todo, controls = [widget], []
    while todo:
        part = todo.pop()
        todo += getattr(part, "children", ())
        if not isinstance(part, ipw.Box):
            controls.append(part)
    assert len(controls) == 7  # with the names for those who hear the page
    assert all(any(c.startswith("gl-") for c in control._dom_classes) for control in controls)


def test_a_page_without_a_kernel_shows_the_clouds(widget):
    data, metadata = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert "Fréchet distance 9.00" in metadata["image/png"]["alt"]
