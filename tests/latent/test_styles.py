"""Styles: truncation, mixtures, and pictures of them."""

from gan_lessons import latent, models, sampling

import numpy as np
import pytest

RNG = np.random.default_rng(0)
WS = RNG.standard_normal((3, 5, 2)).astype("float32")


@pytest.fixture(scope="module")
def generator():
    return models.stylegan.generator("laptop", 8, 1, latent_dim=4, seed=1)


def test_pictures_of_the_styles_of_latents_are_those_of_the_generator(generator):
    styles, z = latent.Styles(generator), latent.sample(5, 4, seed=0)
    assert (styles.places, styles.w_dim, styles.latent_dim) == (3, 4, 4)
    ws = styles.of(z)
    assert ws.shape == (5, 3, 4) and (ws == ws[:, :1]).all()
    expected = sampling.of(generator).outputs([z])
    assert styles.pictures(ws, batch_size=2) == pytest.approx(expected, abs=1e-5)
    assert styles.mean(50, seed=1) == pytest.approx(
        styles.of(latent.sample(50, 4, 1))[:, 0].mean(axis=0), abs=1e-5
    )
    with pytest.raises(ValueError, match=r"ws have shape \(5, 4\)"):
        styles.pictures(z)
    with pytest.raises(ValueError, match="no mapping"):
        latent.Styles(models.dense.generator())


def test_truncation_draws_towards_the_mean_at_the_places_that_are_named():
    mean = np.array([1.0, -1.0], "float32")
    assert np.array_equal(latent.truncated(WS, mean, 1.0), WS)
    assert np.array_equal(latent.truncated(WS, mean, 0.0), np.broadcast_to(mean, WS.shape))
    half = latent.truncated(WS, mean, 0.5, places=[0, 2])
    assert np.allclose(half[:, [0, 2]], (WS[:, [0, 2]] + mean) / 2) and np.array_equal(half[:, 1], WS[:, 1])
    for bad in ({"places": [5]}, {"psi": np.nan}, {"mean": [1.0]}):
        with pytest.raises(ValueError, match=r"a place is 5|psi is nan|mean \(1,\)"):
            latent.truncated(**{"ws": WS, "mean": mean, "psi": 0.5, **bad})


def test_a_mixture_has_the_named_places_from_its_column():
    matrix = latent.mixed(WS[:2], WS, places=[3, 4])
    assert matrix.shape == (2, 3, 5, 2)
    assert np.array_equal(matrix[1, 2], np.concatenate([WS[1, :3], WS[2, 3:]]))
    with pytest.raises(ValueError, match="places and w_dim must be equal"):
        latent.mixed(WS, WS[:, :4], places=[0])
