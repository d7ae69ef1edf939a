"""The checks that every function which computes shares: what they refuse, what they say, and what they leave alone."""

import math
import subprocess
import sys

from gan_lessons import numeric

import numpy as np
import pytest

NOT_NUMBERS = {
    "masked": np.ma.masked_array([1.0, 2.0], [False, True]),
    "masked, in a list": [np.ma.masked_array([1.0, 2.0], [False, True]), [1.0, 2.0]],
    "the masked constant": [1.0, np.ma.masked],
    "complex": np.array([1 + 1j]),
    "structured": np.zeros(2, [("a", float)]),
    "void": np.zeros(2, "V8"),
    "dates": np.array(["2020-01-01"], "datetime64[D]"),
    "times": np.array([1], "timedelta64[s]"),
    "objects": np.array([1, 2], object),
    "words": ["1", "2"],
    "a word": "12",
    "bytes": np.array([b"a"]),
    "None": None,
    "None among numbers": [1.0, None],
    "true and false": [True, False],
    "true among numbers": [1.0, True],
    "ragged": [[1.0, 2.0], [3.0]],
    "a dict": {"a": 1},
    "a set": {1, 2},
    "a function": abs,
    "a whole number beyond all types": [10**400],
}


@pytest.mark.parametrize("value", NOT_NUMBERS.values(), ids=NOT_NUMBERS)
def test_what_holds_no_real_numbers_is_refused_by_name(value):
    with pytest.raises(ValueError, match=r"^points (is|holds) "):
        numeric.array("points", value)


@pytest.mark.parametrize(
    "value", [[1.0, np.nan, np.inf], np.array([0, np.inf, 1], np.float16), [np.longdouble("1e4000"), 1]]
)
def test_what_is_not_finite_is_refused_and_placed(value):
    where = 0 if np.isinf(np.float64(value[0])) else 1
    with pytest.raises(ValueError, match=rf"points is .*at \[{where}\]"):
        numeric.array("points", value, dtype=np.float64)
    assert numeric.array("points", value, dtype=np.float64, finite=False).shape == (len(value),)


def test_numbers_keep_their_type_their_memory_and_their_axes():
    for a in (
        np.arange(4, dtype=np.uint8),
        np.ones((2, 3), np.float16, "F")[:, ::-1],
        np.float64(3),
        np.empty((0, 2)),
    ):
        assert numeric.array("a", a).dtype == a.dtype
        assert np.shares_memory(numeric.array("a", a), a) == (np.ndim(a) > 0 and np.size(a) > 0)
    assert numeric.array("a", [True], bools=True).dtype == bool
    with pytest.raises(ValueError, match=r"a has shape \(2,\); expected 2 or 3 axes"):
        numeric.array("a", [1, 2], ndim=(2, 3))


def test_tensors_of_every_backend_become_arrays():
    import keras
    import tensorflow as tf

    for tensor in (
        tf.constant([1.0, 2.0]),
        tf.Variable([1.0, 2.0]),
        keras.Variable([1.0, 2.0]),
        tf.constant([1, 2]),
    ):
        assert numeric.array("z", tensor).tolist() == [1, 2]
    half = numeric.array("z", tf.constant([1.0, 2.5], tf.bfloat16))
    assert half.dtype == np.float32
    assert half.tolist() == [1, 2.5]
    with pytest.raises(ValueError, match=r"z is .*does not become an array"):
        numeric.array("z", keras.KerasTensor((2, 2)))
    with pytest.raises(ValueError, match="z is "):
        numeric.array("z", tf.ragged.constant([[1.0], [1.0, 2.0]]))
    assert numeric.whole("n", tf.constant(3)) == 3


class WithGradients:
    """As a tensor of PyTorch that has gradients: it becomes an array only after detach()."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError(
            "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
        )

    def detach(self):
        return self

    def cpu(self):
        return np.array([1.0, 2.0])


def test_a_tensor_with_gradients_is_detached_and_one_in_a_list_refused():
    assert numeric.array("z", WithGradients()).tolist() == [1, 2]
    with pytest.raises(ValueError, match=r"z is .*requires grad"):
        numeric.array("z", [WithGradients(), WithGradients()])


def test_single_precision_is_refused_to_numbers_beyond_it():
    assert numeric.single("z", np.array([1.0, 1e38])).dtype == np.float32
    with pytest.raises(ValueError, match=r"z is too large for float32: 1e\+200 at \[1\]"):
        numeric.single("z", np.array([1.0, 1e200]))


NO_COUNTS = [True, np.True_, np.array(True), 4.5, 4.0, "3", None, math.nan, -1, 0, 1e30, 10**30, 10**5000]
NO_COUNTS += [[3], np.array([3]), 1j, np.ma.masked]


@pytest.mark.parametrize("value", NO_COUNTS, ids=range(len(NO_COUNTS)))
def test_what_is_no_count_is_refused(value):
    with pytest.raises(ValueError, match=r"^n is .*expected a whole number of at least 1"):
        numeric.whole("n", value)
    with pytest.raises(ValueError, match=r"^n is .*expected a whole number from 2 to 9"):
        numeric.whole("n", value, 2, 9)


def test_whole_numbers_of_every_library_are_counts():
    for value in (3, np.int8(3), np.uint64(3), np.array(3)):
        assert type(numeric.whole("n", value)) is int
        assert numeric.whole("n", value, 3, 3) == 3


@pytest.mark.parametrize(
    "value",
    ["0.5", None, True, math.nan, math.inf, 1j, [0.5], np.array([0.5]), 10**400, np.ma.masked, 1.0, -1],
)
def test_what_is_no_real_number_within_bounds_is_refused(value):
    with pytest.raises(ValueError, match=r"^t is .*expected a finite number of at least 0 and below 1"):
        numeric.real("t", value, least=0, below=1)


def test_real_numbers_of_every_library_pass():
    for value in (0.5, np.float16(0.5), np.array(0.5)):
        assert type(numeric.real("t", value)) is float
        assert numeric.real("t", value, above=0.4, most=0.5) == 0.5


@pytest.mark.parametrize(
    "value", [-1, 2.5, "a", True, [1, -1], [1, "a"], [], [None], np.nan, 1j, np.ma.masked, {}]
)
def test_what_is_no_seed_is_refused(value):
    with pytest.raises(ValueError, match=r"^seed is .*expected a whole number of at least 0"):
        numeric.rng(value)


def test_seeds_give_what_numpy_gives_for_them():
    for value in (0, np.int64(7), 10**30, [1, 2], np.array([1, 2]), np.random.SeedSequence(3)):
        assert numeric.rng(value).random() == np.random.default_rng(value).random()
    own = np.random.default_rng(0)
    assert numeric.rng(own) is own
    assert numeric.rng(None).random() != numeric.rng(None).random()


def test_flags_and_choices():
    assert numeric.flag("on", np.True_) is True
    for value in (1, "no", None, np.array([True])):
        with pytest.raises(ValueError, match=r"^on is .*expected True or False"):
            numeric.flag("on", value)
    assert numeric.choice("way", "a", ("a", "b")) == "a"
    for value in ("c", None, ["a"], np.array(["a", "b"])):
        with pytest.raises(ValueError, match=r"^way is .*expected 'a' or 'b'"):
            numeric.choice("way", value, ("a", "b"))


def test_impossible_memory_is_refused():
    numeric.check_room("the points", 2**20, 100)
    with pytest.raises(
        ValueError, match="the points would be an array of 1,000,000 × 1,000,000 numbers, 7,451 GB"
    ):
        numeric.check_room("the points", 10**6, 10**6)


def test_what_is_given_is_shown_in_few_words():
    class Sour:
        def __repr__(self):
            raise RuntimeError

    for value in (10**5000, "x" * 1000, np.ones((3, 3)), Sour(), list(range(1000))):
        assert len(numeric.shown(value)) < 100
        assert "\n" not in numeric.shown(value)
    assert numeric.shown(3) == "3"


def test_it_imports_no_backend():
    code = "import sys, gan_lessons.numeric; print([m for m in ('keras', 'tensorflow', 'scipy') if m in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
