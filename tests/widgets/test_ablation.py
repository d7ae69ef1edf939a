import base64
import io

from gan_lessons import plots, widgets

import ipywidgets as ipw
import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def samples():
    rng = np.random.default_rng(0)
    shapes = {"baseline": 5, "a": 3, "b": 3}  # the baseline has more seeds
    return {name: rng.integers(0, 256, (n, 20, 28, 28, 1), np.uint8) for name, n in shapes.items()}


@pytest.fixture
def record():
    scores = {"baseline": [0.3, 0.34, 0.26, 0.3, 0.3], "a": [0.1, 0.12, 0.09], "b": [0.31, 0.3, 0.3]}
    runs = [
        {"variant": name, "seed": i + 1, "legible": v}
        for name, own in scores.items()
        for i, v in enumerate(own)
    ]
    labels = {"baseline": "nothing", "a": "<A>", "b": "B"}
    return {"runs": runs, "seeds": [1, 2, 3, 4, 5], "variants": {n: {"label": v} for n, v in labels.items()}}


@pytest.fixture
def explorer(record, samples):
    return widgets.ablation(record, samples)


def shown(explorer):
    return np.asarray(Image.open(io.BytesIO(explorer.image.value)))


def halves(explorer):
    picture = shown(explorer)
    middle = (len(picture) - 20) // 2
    return picture[:middle], picture[-middle:]


def expected(images):
    return plots.grid_image(images, cols=10, scale=2)


def test_it_shows_the_baseline_above_and_the_variant_below(explorer, samples):
    assert explorer.find("variant").options == (("<A>", "a"), ("B", "b")), "the baseline is no variant"
    for variant, seed in (("a", 1), ("b", 1), ("b", 3)):
        explorer.find("variant").value = variant
        explorer.find("seed").value = seed
        above, below = halves(explorer)
        np.testing.assert_array_equal(above, expected(samples["baseline"][seed - 1]))
        np.testing.assert_array_equal(below, expected(samples[variant][seed - 1]))
        assert (explorer.variant, explorer.seed) == (variant, seed)


def test_only_seeds_of_every_variant_can_be_chosen(explorer):
    assert explorer.find("seed").options == (1, 2, 3)


def test_the_scores_can_be_hidden_until_one_has_decided(explorer):
    words = explorer.find("status")
    assert "30.0%" in words.value and "10.0%" in words.value and "<b>worse</b>" in words.value
    assert "&lt;A&gt;" in words.value and "<A>" not in words.value
    explorer.find("scores").value = False
    assert "%" not in words.value and "worse" not in words.value
    explorer.find("variant").value = "b"
    assert "%" not in words.value, "and they stay hidden"
    explorer.find("scores").value = True
    assert "<b>cannot tell</b>" in words.value


def test_it_says_which_one_it_shows(explorer):
    explorer.find("variant").value = "b"
    explorer.find("seed").value = 2
    assert 'data-drawn="b 2"' in explorer.find("status").value


def test_a_page_without_a_kernel_shows_a_picture(explorer):
    bundle, _ = explorer._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 500


def test_every_control_can_be_found_by_its_class(explorer):
    for name, kind in {"variant": ipw.Dropdown, "seed": ipw.ToggleButtons, "scores": ipw.Checkbox}.items():
        assert isinstance(explorer.find(name), kind)


def test_an_unknown_variant_and_missing_samples_are_refused(record, samples):
    with pytest.raises(ValueError, match="'c'; there are: a, b"):
        widgets.ablation(record, samples, variant="c")
    del samples["b"]
    with pytest.raises(ValueError, match="'b'"):
        widgets.ablation(record, samples)


def test_the_shipped_runs_can_be_shown():
    explorer = widgets.ablation(variant="relu_d")
    assert explorer.variant == "relu_d" and shown(explorer).std() > 10
