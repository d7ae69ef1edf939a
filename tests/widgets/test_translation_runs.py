import base64
import io

from gan_lessons import data, plots, widgets

import ipywidgets as ipw
import numpy as np
import pytest
from PIL import Image

SCORES = {"baseline": (11.0, 0.7, 0.01), "l1": (9.0, 0.75, 0.2)}


@pytest.fixture(scope="module")
def pairs():
    rng = np.random.default_rng(0)
    source, target = rng.integers(0, 256, (2, 4, 12, 12, 3), np.uint8)
    return data.Paired(source, target)


@pytest.fixture(scope="module")
def samples():
    rng = np.random.default_rng(1)
    return {name: rng.integers(0, 256, (2, 4, 12, 12, 3), np.uint8) for name in SCORES}


@pytest.fixture(scope="module")
def record():
    runs = [
        {"variant": name, "seed": seed, "error": e + seed, "similarity": s, "texture": t}
        for name, (e, s, t) in SCORES.items()
        for seed in (5, 6)
    ]
    variants = {"baseline": {"label": "L1 & cGAN"}, "l1": {"label": "L1 alone"}}
    return {"runs": runs, "seeds": [5, 6], "shown": [1, 2, 3, 4], "variants": variants}


@pytest.fixture
def runs(pairs, record, samples):
    return widgets.translation_runs(pairs, record, samples)


def test_it_shows_sources_translations_and_true_targets(runs, pairs, samples):
    for variant, seed in (("baseline", 5), ("l1", 5), ("l1", 6)):
        runs.find("variant").value = variant
        runs.find("seed").value = seed
        made = samples[variant][seed - 5]
        rows = np.concatenate([pairs.source, made, pairs.target])
        shown = np.asarray(Image.open(io.BytesIO(runs.image.value)))
        np.testing.assert_array_equal(shown, plots.grid_image(rows, 3, 4, scale=3))
        assert f'data-drawn="{variant} {seed}"' in runs.status.value
        assert (runs.variant, runs.seed) == (variant, seed)


def test_the_rulers_can_be_hidden_until_one_has_decided(runs):
    assert "L1 &amp; cGAN" in runs.status.value and "16.0" in runs.status.value
    assert "16.5 ± 0.7" in runs.status.value, "of both seeds"
    runs.find("scores").value = False
    runs.find("variant").value = "l1"
    assert "SSIM" not in runs.status.value and "." in runs.status.value
    runs.find("scores").value = True
    assert "14.5 ± 0.7" in runs.status.value and "0.200" in runs.status.value


def test_a_page_without_a_kernel_shows_a_picture(runs):
    bundle, _ = runs._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 400


def test_every_control_can_be_found_by_its_class(runs):
    kinds = {"variant": ipw.SelectionSlider, "seed": ipw.ToggleButtons, "scores": ipw.Checkbox}
    for name, kind in kinds.items():
        assert isinstance(runs.find(name), kind)


def test_unknown_variants_missing_samples_and_other_pairs_are_refused(pairs, record, samples):
    with pytest.raises(ValueError, match="'c'; there are: baseline, l1"):
        widgets.translation_runs(pairs, record, samples, variant="c")
    with pytest.raises(ValueError, match="'l1'"):
        widgets.translation_runs(pairs, record, {"baseline": samples["baseline"]})
    for other in (pairs.rows(slice(3)), pairs.source):
        with pytest.raises(ValueError, match="held-out"):
            widgets.translation_runs(other, record, samples)
