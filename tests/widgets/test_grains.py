from gan_lessons import widgets
from gan_lessons.widgets.grains import REAL_GRAINS, best_critic

import numpy as np
import pytest
from scipy.stats import wasserstein_distance


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("bound", [1.0, 0.3])
def test_the_best_critic_reads_the_distance_and_keeps_to_its_slope(seed, bound):
    generated = np.random.default_rng(seed).integers(0, 21, 4) / 2
    places, scores = best_critic(REAL_GRAINS, generated, bound)
    real, fake = (np.interp(pile, places, scores).mean() for pile in (REAL_GRAINS, generated))
    assert real - fake == pytest.approx(bound * wasserstein_distance(REAL_GRAINS, generated))
    assert np.abs(np.diff(scores) / np.diff(places)).max() <= bound + 1e-9


def test_every_control_draws_another_picture():
    widget = widgets.grains()
    seen = [widget.image.value]
    for i in range(1, 5):
        widget.find(f"grain-{i}").value = 5.0 + i / 2
        seen.append(widget.image.value)
    widget.find("bound").value = 0.5
    seen.append(widget.image.value)
    assert len(set(seen)) == len(seen) == widget.drawn
    assert widget.distance == pytest.approx(wasserstein_distance(REAL_GRAINS, widget.generated))
    assert widget.reading == pytest.approx(widget.distance / 2)
    assert f"it reads <b>{widget.reading:.3f}" in widget.status.value


def test_on_each_other_the_piles_are_nothing_apart_and_a_page_without_a_kernel_says_so():
    widget = widgets.grains((7, 6, 2, 1))
    assert widget.distance == widget.reading == 0
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"] and "it reads 0.00" in metadata["image/png"]["alt"]


@pytest.mark.parametrize("generated", [(1, 2, 3), (1, 2, 3, 11)])
def test_what_does_not_fit_is_refused(generated):
    with pytest.raises(ValueError, match="generated"):
        widgets.grains(generated)
