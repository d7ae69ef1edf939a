import numpy as np
import pytest

from gan_lessons.grading import check  # isort: skip


class Clever(np.ndarray):
    """An array that equals everything."""

    def __eq__(self, other):
        return True

    def __le__(self, other):
        return np.ones(self.shape, bool)


class Pretender:
    """Says that it comes from TensorFlow."""

    __module__ = "tensorflow.python"

    def __array__(self, *args, **kwargs):
        return np.array([1.0, 2.0])


@pytest.mark.parametrize("value", [[1, 2.5], (1, 2.5), np.array([1, 2.5]), [np.float32(1), np.float64(2.5)]])
def test_what_holds_numbers_is_an_array(value):
    got = check.array(value, (2,))
    assert type(got) is np.ndarray and got.tolist() == [1, 2.5]


def test_tensors_are_arrays_too():
    import keras

    assert check.array(keras.ops.ones((2, 3)), (2, None)).shape == (2, 3)
    assert check.array(keras.Variable([1.0, 2.0])).tolist() == [1, 2]


def test_a_copy_is_looked_at():
    value = np.zeros(3)
    check.array(value)[0] = 1
    assert value[0] == 0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, r"it is None \(is a return missing\?\)"),
        ({1, 2}, "of type set"),
        ("12", "of type str"),
        (object(), "of type object"),
        ([1, "2"], "no numbers"),
        (np.array(["a"]), "dtype is <U1"),
        (np.array([None]), "dtype is object"),
        (np.zeros(3).view(Clever), "of type Clever"),
        (np.zeros(2), r"has shape \(2,\); it should be \(3,\)"),
        (np.zeros((3, 1)), r"has shape \(3, 1\); it should be \(3,\)"),
    ],
)
def test_what_is_no_array_is_named(value, message):
    with pytest.raises(AssertionError, match=message):
        check.array(value, (3,))


def test_clever_objects_are_read_and_not_asked():
    with pytest.raises(AssertionError, match="1 is right"):
        check.close(Pretender(), [1.0, 1.0])
    with pytest.raises(AssertionError, match="of type Clever"):
        check.close(np.zeros(2).view(Clever), [0, 0])


@pytest.mark.parametrize("value", [3, 3.0, np.float32(3), np.array(3), np.int64(3)])
def test_numbers(value):
    assert check.number(value) == 3 and type(check.number(value)) is float
    assert check.whole(value) == 3 and type(check.whole(value)) is int
    check.same(value, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check.number(np.nan), "should be finite"),
        (lambda: check.number([3]), r"one number; it has shape \(1,\)"),
        (lambda: check.whole(2.5), "2.5; it should be a whole number"),
        (lambda: check.same(2, 3, "Count again."), "is 2, and that is not right. Count again."),
        (lambda: check.same("3", 3), "of type str"),
        (lambda: check.same({"a"}, {"a", "b"}), "that is not right"),
        (lambda: check.choice("D", ("a", "b")), "it is 'D'|is 'D'; it should be one of 'a', 'b'"),
        (lambda: check.choice(1, ("a", "b")), "is 1; it should be one of"),
        (lambda: check.choices("ab", "ab"), "should be a set of words"),
        (lambda: check.choices(["a", "c"], "ab"), "a word of your answer is 'c'"),
        (lambda: check.close([1, 2, 4], [1, 2, 3], "Mind the end."), r"1 of 3 places; at \[2\] it is 4 where 3 is right. Mind the end."),
        (lambda: check.close(2, 3), "is 2 where 3 is right"),
        (lambda: check.close(np.nan, 3), "nan where 3"),
        (lambda: check.close(np.nan, np.nan), "came out as NaN"),
        (lambda: check.close(np.inf, -np.inf), "inf where -inf"),
        (lambda: check.close([1.0], 1.0), "has shape"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(call, message):
    with pytest.raises(AssertionError, match=message):
        call()


def test_what_is_right_passes():
    check.close([1, np.inf, 2 + 1e-6], [1, np.inf, 2])
    check.close(True, 1)
    check.same(check.choices([" A", "b"], "abc"), {"a", "b"})
    check.same(check.choice("B ", "ab"), "b")
    check.same(True, True)


def test_networks():
    import keras

    right = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    assert check.network(right, (3,), (2,), 8) is right
    two = keras.Model([right.inputs[0], keras.Input((1,))], [right.outputs[0]])
    check.network(two, [(3,), (1,)], (2,))
    for wrong, message in (
        (keras.Sequential([keras.layers.Dense(2)]), "does it start with keras.Input"),
        (keras.layers.Dense(2), "of type Dense"),
        (keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]), r"input shapes \[\(4,\)\]"),
        (
            keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, use_bias=False)]),
            "6 parameters; 8 is right",
        ),
    ):
        with pytest.raises(AssertionError, match=message):
            check.network(wrong, (3,), (2,), 8)

    class Sly(keras.Model):
        def count_params(self):
            return 8

    with pytest.raises(AssertionError, match="of type Sly"):
        check.network(Sly(), (3,), (2,), 8)
