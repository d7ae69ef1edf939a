"""Truncated latents: the distribution that drawing again would give."""

from gan_lessons import latent

import numpy as np
import pytest
from scipy import stats


@pytest.mark.parametrize("threshold", [0.04, 0.5, 1.0, 2.5])
def test_it_is_the_distribution_of_drawing_again(threshold):
    given = latent.sample(200, 100, seed=1)
    found = latent.truncate(given, threshold)
    again = np.random.default_rng(2).standard_normal(600_000)
    again = again[np.abs(again) <= threshold]
    assert found.shape == given.shape and found.dtype == np.float32
    assert np.abs(found).max() <= threshold
    assert stats.ks_2samp(found.ravel(), again).pvalue > 1e-3
    assert np.array_equal(np.argsort(found[0]), np.argsort(given[0]))
    assert np.allclose(latent.truncate(-given, threshold), -found)


def test_a_wide_threshold_changes_nothing_and_a_narrow_one_is_smooth():
    z = latent.sample(10, 50, seed=0)
    assert np.array_equal(latent.truncate(z, np.inf), z)
    assert np.allclose(latent.truncate(z, 30.0), z, atol=1e-4)
    a, b = latent.truncate(z, 0.70), latent.truncate(z, 0.71)
    assert 0 < np.abs(a - b).max() < 0.02
    assert np.isfinite(latent.truncate([[-38.0, 38.0, 0.0]], 9.0)).all()


@pytest.mark.parametrize("threshold", [0.0, -1.0, np.nan, "1", None, True, -np.inf])
def test_a_threshold_that_is_none_is_refused(threshold):
    with pytest.raises(ValueError, match=r"^threshold is "):
        latent.truncate(np.zeros((1, 2)), threshold)


@pytest.mark.parametrize("z", [[[np.nan]], [[np.inf]], "z", np.ma.masked_array([[1.0]], mask=[[True]])])
def test_latents_that_are_none_are_refused(z):
    with pytest.raises(ValueError, match="z"):
        latent.truncate(z, 1.0)
