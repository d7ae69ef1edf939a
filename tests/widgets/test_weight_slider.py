import base64
import io

from gan_lessons import data, metrics, plots, widgets

import keras
import numpy as np
import pytest
from PIL import Image

from tests import generators
from tests.widgets.small import shown

RNG = np.random.default_rng(0)


def dimmed(share, made=3):
    """A translator that multiplies images in [-1, 1] by a number."""
    image = keras.Input((12, 12, 3))
    layer = keras.layers.Conv2D(made, 1, use_bias=False)
    network = keras.Model(image, layer(image))
    layer.set_weights([np.full((1, 1, 3, made), 0, np.float32) + share * np.eye(3, made, dtype=np.float32)])
    return network


@pytest.fixture(scope="module")
def networks():
    return {10: dimmed(0.5), 0: dimmed(0.0), 100: dimmed(1.0)}


@pytest.fixture(scope="module")
def pairs():
    source, target = RNG.integers(0, 256, (2, 5, 12, 12, 3), np.uint8)
    return data.Paired(source, target)


@pytest.fixture
def box(networks, pairs):
    return widgets.weight_slider(networks, pairs, shown=2, name="λ <b>", width=48)


def made(share, images):
    return plots.to_uint8((images / np.float32(127.5) - 1) * np.float32(share))


def test_the_slider_shows_source_translation_and_truth(box, pairs):
    assert box.weight == 100.0 and box.find("weight").options == (("0", 0.0), ("10", 10.0), ("100", 100.0))
    for weight, share in ((0, 0.0), (10, 0.5), (100, 1.0)):
        box.find("weight").value = weight
        few = pairs.rows(slice(2))
        rows = np.concatenate([few.source, made(share, few.source), few.target])
        assert np.array_equal(shown(box.image), plots.grid_image(rows, 3, 2, scale=2))
        assert np.array_equal(shown(box.image), box.array)
        box.settle()
        assert f'data-drawn="{weight}-scored"' in box.status.value


def test_each_network_is_scored_once_when_it_is_first_chosen(box, pairs, monkeypatch):
    box.settle()
    assert list(box.scores) == [100.0]
    assert box.status.value.count("<td>–</td>") == 2 * 3, "two lines wait"
    calls = []
    real = metrics.translation_score
    monkeypatch.setattr(metrics, "translation_score", lambda *a, **k: calls.append(a) or real(*a, **k))
    for weight in (10, 100, 10):
        box.weight = weight
        box.settle()
    assert len(calls) == 1 and set(box.scores) == {10.0, 100.0}
    expected = real(made(0.5, pairs.source), pairs.target, seed=0)
    assert box.score(10) == expected and len(calls) == 1, "of all pairs"
    for words in (
        f"<b>{expected.error:.1f}</b>",
        f"<b>{expected.similarity:.3f}</b>",
        f"<b>{expected.texture.value:.3f}</b>",
    ):
        assert words in box.status.value
    assert "λ &lt;b&gt;" in box.status.value and "All 5 pairs count" in box.status.value


def test_what_goes_wrong_while_scoring_is_said(box, monkeypatch):
    box.settle()
    monkeypatch.setattr(metrics, "translation_score", lambda *a, **k: 1 / 0)
    box.weight = 0
    with pytest.raises(ZeroDivisionError):
        box.settle()
    assert "ZeroDivisionError" in box.status.value


def test_grey_photographs_stand_beside_their_colours(pairs):
    image = keras.Input((12, 12, 1))
    networks = {w: keras.Model(image, keras.layers.Conv2D(3, 1)(image)) for w in (1, 2)}
    photographs = data.Paired(pairs.source[..., :1].copy(), pairs.target)
    box = widgets.weight_slider(networks, photographs, shown=1, width=16)
    assert np.array_equal(box.array[:12], photographs.source[0].repeat(3, 2))


def test_a_page_without_a_kernel_shows_every_weight(box):
    picture = box.still()
    labels = [label.get_text() for label in picture.axes[0].get_yticklabels()]
    assert labels == ["source", "λ <b> = 0", "λ <b> = 10", "λ <b> = 100", "true"]
    bundle, _ = box._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 300


def test_what_does_not_fit_is_refused(networks, pairs, box):
    small = pairs.rows(slice(5))
    small = data.Paired(small.source[:, :8, :8].copy(), small.target[:, :8, :8].copy())
    for given, among, options, message in (
        ({1: networks[10]}, pairs, {}, "two or more"),
        ([*networks.values()], pairs, {}, "give a dict"),
        (networks | {-1: networks[0]}, pairs, {}, "a weight is -1"),
        (networks | {"much": networks[0]}, pairs, {}, "a weight is 'much'"),
        (networks, pairs.source, {}, "held-out pairs"),
        (networks, small, {}, "at least 11 pixels"),
        (networks | {5: generators.plain()}, pairs, {}, "one that translates images"),
        (networks | {5: generators.u_net()}, pairs, {}, "source has shape"),
        (networks | {5: dimmed(1.0, made=1)}, pairs, {}, "weight 5 makes images of 1 channels"),
        (networks, pairs, {"shown": 6}, "shown is 6"),
        (networks, pairs, {"seed": -1}, "seed is -1"),
    ):
        with pytest.raises(ValueError, match=message):
            widgets.weight_slider(given, among, **options)
    for weight, message in ((5, "there are: 0, 10, 100"), ("10", "weight is '10'; expected a finite number")):
        with pytest.raises(ValueError, match=message):
            box.weight = weight
