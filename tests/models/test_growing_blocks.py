"""Pixel norm, the spread of a minibatch and the fade, each by what defines it."""

import gan_lessons  # noqa: F401
from gan_lessons.models.growing_blocks import FadeIn, MinibatchStd, PixelNorm

import numpy as np
import pytest
from keras import ops

RNG = np.random.default_rng(0)


def array(layer, x):
    return ops.convert_to_numpy(layer(ops.convert_to_tensor(x.astype("float32"))))


@pytest.mark.parametrize("shape", [(4, 9), (2, 3, 5, 7)])
def test_pixel_norm_leaves_a_mean_square_of_1_in_each_pixel(shape):
    x = 30.0 * RNG.standard_normal(shape) + 5.0
    out = array(PixelNorm(), x)
    assert np.mean(out**2, axis=-1) == pytest.approx(1.0, abs=1e-4)
    assert out / out[..., :1] == pytest.approx(x / x[..., :1], rel=1e-3), "the direction stays"


def test_the_spread_is_one_map_and_0_for_equal_images():
    x = RNG.standard_normal((6, 4, 4, 3))
    out = array(MinibatchStd(), x)
    assert out.shape == (6, 4, 4, 4) and np.allclose(out[..., :3], x, atol=1e-6)
    assert out[..., 3] == pytest.approx(x.std(axis=0).mean(), abs=1e-5)
    assert array(MinibatchStd(), np.repeat(x[:1], 5, axis=0))[..., 3] == pytest.approx(0.0, abs=2e-4)


@pytest.mark.parametrize("n", [8, 10, 3])
def test_groups_are_neighbours_and_the_last_may_be_smaller(n):
    x = RNG.standard_normal((n, 4, 4, 2)) * np.arange(1, n + 1)[:, None, None, None]
    found = array(MinibatchStd(4), x)[:, 0, 0, 2]
    for i in range(n):
        group = x[i // 4 * 4 : i // 4 * 4 + 4]
        assert found[i] == pytest.approx(group.std(axis=0).mean(), abs=1e-4)


def test_the_fade_is_the_old_path_exactly_and_then_the_new():
    old, new = (ops.convert_to_tensor(RNG.standard_normal((2, 3)).astype("float32")) for _ in range(2))
    fade = FadeIn()
    assert np.array_equal(ops.convert_to_numpy(fade([old, new])), ops.convert_to_numpy(old))
    fade.alpha.assign(1.0)
    assert np.array_equal(ops.convert_to_numpy(fade([old, new])), ops.convert_to_numpy(new))
    fade.alpha.assign(0.25)
    assert np.allclose(ops.convert_to_numpy(fade([old, new])), ops.convert_to_numpy(0.75 * old + 0.25 * new))
    assert fade.trainable_variables == [] and FadeIn.from_config(fade.get_config()).start == 0.0
    with pytest.raises(ValueError, match=r"alpha is 1\.5"):
        FadeIn(1.5)
