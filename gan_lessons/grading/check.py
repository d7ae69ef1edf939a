"""What the tests of an exercise call: each looks at an answer and says what is wrong with it.

An answer is turned into plain NumPy or plain Python first, so that an object with an `__eq__` of its own cannot pass for a number.

    from gan_lessons.grading import check

    check.close(slerp(a, b, 0.5), [0.0, 1.0], hint="Did you divide by sin(angle)?")
"""

from __future__ import annotations

import functools

import numpy as np

NUMBERS = (bool, int, float)


def array(value, shape: tuple | None = None, what: str = "your result") -> np.ndarray:
    """An answer that should be an array, as a plain copy.

    Parameters
    ----------
    value : object
        A NumPy array or number, a list of numbers, or a tensor of the backend.
    shape : tuple of int or None, optional
        What its shape must be; None in it stands for any length.
    what : str
        Its name in messages.

    Returns
    -------
    ndarray

    Raises
    ------
    AssertionError
        If it is none of these, or of another shape.
    """
    kind = type(value)
    if kind in (list, tuple, *NUMBERS) or issubclass(kind, np.generic):
        if kind in (list, tuple) and not _plain(value):
            raise AssertionError(f"{what} holds things that are no numbers: {_short(value)}.")
        plain = np.array(value)
    elif kind is np.ndarray:
        plain = value.copy()
    elif _is_tensor(kind):
        import keras

        plain = np.array(keras.ops.convert_to_numpy(value))
    else:
        raise AssertionError(f"{what} should be an array; it is {_a(kind)}.")
    if plain.dtype.kind not in "biuf":
        raise AssertionError(f"{what} should hold numbers; its dtype is {plain.dtype}.")
    if shape is not None and (
        plain.ndim != len(shape) or any(n not in (None, m) for n, m in zip(shape, plain.shape, strict=True))
    ):
        wanted = (
            "(" + ", ".join("any" if n is None else str(n) for n in shape) + ("," * (len(shape) == 1)) + ")"
        )
        raise AssertionError(f"{what} has shape {plain.shape}; it should be {wanted}.")
    return plain


def number(value, what: str = "your result") -> float:
    """An answer that should be one number, as a float.

    Raises
    ------
    AssertionError
        If it is no number, not finite, or more than one.
    """
    plain = array(value, what=what)
    if plain.ndim:
        raise AssertionError(f"{what} should be one number; it has shape {plain.shape}.")
    result = float(plain)
    if not np.isfinite(result):
        raise AssertionError(f"{what} is {result}; it should be finite.")
    return result


def whole(value, what: str = "your result") -> int:
    """An answer that should be a whole number, as an int.

    Raises
    ------
    AssertionError
        If it is not.
    """
    result = number(value, what)
    if result != round(result):
        raise AssertionError(f"{what} is {result}; it should be a whole number.")
    return round(result)


def choice(value, options, what: str = "your answer") -> str:
    """An answer that should be one of some words, in small letters.

    Raises
    ------
    AssertionError
        If it is not.
    """
    if type(value) is not str or value.strip().lower() not in options:
        raise AssertionError(
            f"{what} is {_short(value)}; it should be one of {', '.join(map(repr, options))}."
        )
    return value.strip().lower()


def choices(value, options, what: str = "your answer") -> set[str]:
    """An answer that should be a list or set of some words, as a set.

    Raises
    ------
    AssertionError
        If it is no list or set, or holds anything else.
    """
    if type(value) not in (list, tuple, set, frozenset):
        raise AssertionError(f"{what} should be a set of words like {{'a', 'c'}}; it is {_a(type(value))}.")
    return {choice(word, options, f"a word of {what}") for word in value}


def same(got, want, hint: str = "", what: str = "your result") -> None:
    """Raise AssertionError unless two numbers, words, truths or sets of them are equal."""
    if type(want) in NUMBERS or isinstance(want, np.generic):
        equal = number(got, what) == float(want)
    else:
        equal = type(got) is type(want) and got == want
    if not equal:
        raise AssertionError(_message(f"{what} is {_short(got)}, and that is not right.", hint))


def close(
    got, want, hint: str = "", what: str = "your result", rtol: float = 1e-4, atol: float = 1e-5
) -> None:
    """Raise AssertionError unless two arrays (or numbers) agree, shapes included.

    Parameters
    ----------
    got : object
        The answer; see `array`.
    want : array-like
        The right one.
    hint : str
        What a learner might think of who got it wrong.
    what : str
        The answer's name in messages.
    rtol, atol : float
        How far it may be off: ``atol + rtol * |want|``.
    """
    want = np.asarray(want, float)
    plain = array(got, want.shape, what).astype(float)
    with np.errstate(invalid="ignore"):  # inf less inf
        near = (np.abs(plain - want) <= atol + rtol * np.abs(want)) & np.isfinite(want)
    if np.isnan(want).any():
        raise AssertionError(f"{what} cannot be compared: what is right came out as NaN.")
    wrong = ~near & (plain != want)
    if wrong.any():
        if want.ndim:
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            where = f"{what} is wrong in {wrong.sum():,} of {want.size:,} places; at {list(place)} it is {plain[place]:.6g}"
            target = want[place]
        else:
            where, target = f"{what} is {float(plain):.6g}", want
        raise AssertionError(_message(f"{where} where {float(target):.6g} is right.", hint))


def network(value, inputs, outputs, parameters: int | None = None, what: str = "your network"):
    """An answer that should be a network of Keras, returned as it is.

    Parameters
    ----------
    value : object
    inputs, outputs : tuple, or list of tuples
        Shapes without the first axis, as in ``(28, 28, 1)``; a list where there are several.
    parameters : int, optional
        How many there must be.

    Returns
    -------
    keras.Model

    Raises
    ------
    AssertionError
        If it is no `keras.Model` built by `keras.Model` or `keras.Sequential`, or has other shapes or another size.
    """
    from gan_lessons.grading.wire import RemoteNetwork  # stands for one where the judge runs

    import keras

    known = (keras.Model, keras.Sequential, RemoteNetwork)
    if type(value) not in known and type(value) is not _functional():
        raise AssertionError(
            f"{what} should be made with keras.Model or keras.Sequential; it is {_a(type(value))}."
        )
    for side, wanted in (("input", inputs), ("output", outputs)):
        try:
            tensors = getattr(value, side + "s")
        except (AttributeError, ValueError):
            raise AssertionError(f"{what} has no {side} yet; does it start with keras.Input?") from None
        shapes = [tuple(tensor.shape[1:]) for tensor in tensors]
        wanted = [tuple(shape) for shape in (wanted if isinstance(wanted, list) else [wanted])]
        if shapes != wanted:
            raise AssertionError(
                f"{what} has {side} shapes {shapes} after the batch axis; they should be {wanted}."
            )
    if parameters is not None and value.count_params() != parameters:
        raise AssertionError(f"{what} has {value.count_params():,} parameters; {parameters:,} is right.")
    return value


@functools.cache
def _functional() -> type:
    """The class of what `keras.Model(inputs, outputs)` makes, which has no public name."""
    import keras

    x = keras.Input((1,), name="known")  # with names of their own, they count in no name that Keras makes
    return type(keras.Model(x, x, name="known"))


def _is_tensor(kind: type) -> bool:
    """Whether this is a tensor of TensorFlow, JAX or PyTorch, or a variable; nothing that a notebook defines."""
    return kind.__module__.split(".")[0] in ("tensorflow", "jaxlib", "jax", "torch", "keras")


def _plain(value) -> bool:
    if type(value) in (list, tuple):
        return all(_plain(item) for item in value)
    return type(value) in NUMBERS or isinstance(value, np.generic) or type(value) is np.ndarray


def _message(text: str, hint: str) -> str:
    return f"{text} {hint}".strip()


def _a(kind: type) -> str:
    return "None (is a return missing?)" if kind is type(None) else f"of type {kind.__name__}"


def _short(value) -> str:
    text = repr(value) if type(value) in (*NUMBERS, str, list, tuple, set, type(None)) else _a(type(value))
    return text if len(text) <= 80 else text[:77] + "..."
