"""From a picture back to its w."""

from gan_lessons import latent, models

import numpy as np
import pytest


@pytest.fixture(scope="module")
def styles():
    return latent.Styles(models.stylegan.generator("laptop", 16, 1, latent_dim=4, seed=1))


def rms(a, b):
    return np.sqrt(((a - b) ** 2).mean(axis=(1, 2, 3)))


def test_a_generated_picture_is_found_again(styles):
    ws = styles.of(latent.sample(3, 4, seed=3))
    pictures = styles.pictures(ws)
    at_mean = styles.pictures(np.broadcast_to(styles.mean(1000), ws.shape))
    found = latent.project(styles, pictures, steps=150)
    assert found.shape == ws.shape and found.dtype == np.float32
    assert (found == found[:, :1]).all(), "one w at all places"
    assert (rms(styles.pictures(found), pictures) < 0.1 * rms(at_mean, pictures)).all()
    alone = latent.project(styles, np.rint((pictures[1:2] + 1) * 127.5).astype("uint8"), steps=150)
    assert alone[0] == pytest.approx(found[1], abs=0.1), "each by itself; bytes are the same pictures"


def test_with_a_w_at_each_place_a_mixture_is_found_that_no_single_w_draws(styles):
    rows, cols = styles.of(latent.sample(2, 4, seed=5))[:, None]
    mixture = styles.pictures(latent.mixed(rows, cols, [0, 1])[0])
    one = latent.project(styles, mixture, steps=100)
    each = latent.project(styles, mixture, steps=100, each_place=True)
    assert not np.allclose(each, each[:, :1])
    assert (rms(styles.pictures(each), mixture) < 0.5 * rms(styles.pictures(one), mixture)).all()


def test_one_seed_gives_one_result(styles):
    picture = styles.pictures(styles.of(latent.sample(1, 4, seed=3)))
    first, again, other = (latent.project(styles, picture, steps=3, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_what_it_cannot_look_for_is_refused(styles):
    picture = np.zeros((1, 16, 16, 1))
    for bad, text in (
        ({"images": picture[0]}, r"images have shape \(16, 16, 1\); this generator draws \(n, 16, 16, 1\)"),
        ({"images": picture[:0]}, "images have shape"),
        ({"images": picture + 2}, r"from 2\.0 to 2\.0; give uint8, or floats"),
        ({"images": picture.astype(int)}, "images are int64"),
        ({"steps": 0}, "steps"),
        ({"rate": 0.0}, "rate"),
        ({"each_place": 1}, "each_place"),
        ({"seed": -1}, "seed"),
    ):
        with pytest.raises(ValueError, match=text):
            latent.project(**{"generator": styles, "images": picture, **bad})
    with pytest.raises(ValueError, match="no mapping"):
        latent.project(models.dense.generator(), picture)
