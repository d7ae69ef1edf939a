"""Weights as bytes: how near what comes back is, how small it is, and that nothing but plain arrays is read."""

import io

import gan_lessons as gl  # noqa: F401
from gan_lessons.pretrained import packing

import numpy as np
import pytest

RNG = np.random.default_rng(0)
WEIGHTS = [
    RNG.normal(0, 0.02, (64, 256)).astype("float32"),  # the largest
    RNG.normal(0, 1e-7, 256).astype("float32"),  # a vector, too small for half precision
    RNG.normal(0, 3, (4, 4, 8, 32)).astype("float32"),  # a quarter of its weights
    RNG.normal(0, 0.1, (2, 2, 1, 8)).astype("float32"),  # few
    np.zeros((3, 5), "float32"),
]


@pytest.mark.parametrize("levels", [1, 7, 30, 127, 128, 500])
def test_every_kernel_comes_back_within_half_a_step(levels):
    back = packing.unpack(packing.pack(WEIGHTS, levels))
    assert [w.shape for w in back] == [w.shape for w in WEIGHTS] and {w.dtype.name for w in back} == {
        "float32"
    }
    for w, b in zip(WEIGHTS, back, strict=True):
        if w.ndim == 1:
            assert np.array_equal(w, b)
            continue
        most = np.abs(w).max(axis=tuple(range(w.ndim - 1)))  # of each output
        of = levels * (WEIGHTS[0].size / w.size) ** 0.5
        step = most / min(of, 127 if levels <= 127 else 32_767)
        assert (
            np.abs(w - b) <= np.maximum(0.501 * step, np.abs(w) / 2048)
        ).all()  # or as half precision has it
    assert np.array_equal(back[4], WEIGHTS[4])


def test_the_fewer_weights_the_finer_and_the_fewest_in_half_precision():
    with np.load(io.BytesIO(packing.pack(WEIGHTS, 20))) as arrays:
        assert arrays["w00"].dtype == arrays["w02"].dtype == np.int8 and arrays["w03"].dtype == np.float16
        assert np.abs(arrays["w00"]).max() == 20 and np.abs(arrays["w02"]).max() == 40
        assert arrays["s00"].shape == (1, 256) and arrays["s00"].dtype == np.float32


def test_one_that_is_not_small_stays_within_a_byte():
    with np.load(io.BytesIO(packing.pack(WEIGHTS, 100))) as arrays:
        assert arrays["w02"].dtype == np.int8 and np.abs(arrays["w02"]).max() == 127
        assert arrays["w03"].dtype == np.float16


def test_more_levels_than_a_byte_has_take_two():
    with np.load(io.BytesIO(packing.pack(WEIGHTS, 300))) as arrays:
        assert arrays["w00"].dtype == arrays["w02"].dtype == np.int16 and np.abs(arrays["w00"]).max() == 300
        assert arrays["w03"].dtype == np.float16


def test_fewer_levels_are_smaller():
    sizes = [len(packing.pack(WEIGHTS, levels)) for levels in (7, 15, 31, 63, 127, 500)]
    assert sizes == sorted(sizes) and sizes[0] < 0.7 * sizes[-2]
    assert sizes[-2] < 0.4 * sum(w.nbytes for w in WEIGHTS)


@pytest.mark.parametrize("levels", [0, 32_768, 2.0, True, "7", None])
def test_levels_that_are_none(levels):
    with pytest.raises(ValueError, match="levels"):
        packing.pack(WEIGHTS, levels)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e6])
def test_weights_that_cannot_be_packed(value):
    small = WEIGHTS[3].copy()
    small[0, 0, 0, 0] = value
    with pytest.raises(ValueError, match="weight 3 is"):
        packing.pack([*WEIGHTS[:3], small])


def test_what_was_pickled_is_never_read(tmp_path):
    buffer = io.BytesIO()
    np.savez(buffer, w00=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        packing.unpack(buffer.getvalue())
