"""What every function that computes asks of what it is given: real numbers, counts, seeds. Nothing passes silently that is none.

Each check has the name of what was given first, for the error, and returns the value in a form to go on with. All raise ValueError
before any work is done. It stands beneath everything and imports no backend; tensors of any backend are turned into arrays.
"""

from __future__ import annotations

import math
import numbers
import operator

import numpy as np

LARGEST_COUNT = 10**9  # nothing in this course is counted further
LARGEST_BYTES = 2**30  # of one array; Binder gives 2 GB for all of them
_FILL = "Give .filled(value), or leave out what is masked: .compressed()."


def array(
    name: str, value, *, dtype=None, ndim: int | tuple[int, ...] | None = None, finite=True, bools=False
) -> np.ndarray:
    """An array of real numbers.

    Parameters
    ----------
    name : str
        What was given, for the error.
    value : array-like
        Numbers, lists of them, an array, a tensor of any backend (one that has gradients is detached).
    dtype : dtype, optional
        What to turn it into; otherwise it keeps its own (bfloat16 and its like, which NumPy does not know, become float32,
        and long doubles float64).
    ndim : int or tuple of int, optional
        How many axes it may have.
    finite : bool
        Whether NaN and infinity are refused, and numbers too large for `dtype`.
    bools : bool
        Whether true and false pass.

    Returns
    -------
    ndarray
        It may share memory with what was given: never write into it.

    Raises
    ------
    ValueError
        If it is masked, complex, structured, of dates, words or objects, ragged, of another number of axes, or not finite.
    """
    _check_members(name, value, bools)
    if hasattr(value, "detach") and hasattr(value, "cpu"):  # PyTorch refuses tensors with gradients
        value = value.detach().cpu()
    try:
        a = np.asarray(value)
    except Exception as error:  # each kind of tensor and array-like has its own
        reason = " ".join(str(error).split())[:150]
        raise ValueError(
            f"{name} is {shown(value)}, which does not become an array ({reason}). Give an array of numbers; rows must be of one "
            "length."
        ) from None
    if a.dtype.kind == "V" and a.dtype.type is not np.void:
        a = a.astype(np.float32)
    if a.dtype.kind not in ("biuf" if bools else "iuf"):
        what = shown(value) if a.dtype.kind == "O" else f"an array of {_KINDS.get(a.dtype.kind, a.dtype)}"
        raise ValueError(f"{name} is {what}; expected an array of real numbers.")
    if ndim is not None and a.ndim not in (ndim if isinstance(ndim, tuple) else (ndim,)):
        wanted = " or ".join(map(str, ndim)) if isinstance(ndim, tuple) else ndim
        raise ValueError(f"{name} has shape {a.shape}; expected {wanted} axes.")
    before = a
    if dtype is None and a.dtype.kind == "f" and a.dtype.itemsize > 8:
        dtype = np.float64  # what is longer gains nothing, and its largest numbers are lost sooner or later
    if dtype is not None:
        with np.errstate(over="ignore"):
            a = a.astype(dtype, copy=False)
    if finite:
        check_finite(name, a, before)
    return a


def check_finite(name: str, a: np.ndarray, before: np.ndarray | None = None) -> None:
    """Raise ValueError if numbers are NaN or infinite, perhaps only since they were made smaller from `before`."""
    if a.dtype.kind not in "fc" or np.isfinite(a).all():
        return
    wrong = np.argwhere(~np.isfinite(a))
    at = f" at {wrong[0].tolist()}" if a.ndim else ""
    first = before[tuple(wrong[0])] if before is not None else a[tuple(wrong[0])]
    many = f"{len(wrong):,} of {a.size:,} numbers are" if a.size > 1 else "it is"
    if np.isfinite(first):
        raise ValueError(
            f"{name} is too large for {a.dtype}: {first:g}{at}. Divide it by a number first; the largest is {np.finfo(a.dtype).max:.3g}."
        )
    raise ValueError(
        f"{name} is not finite: {many} NaN or infinity, the first{at} ({first}). Leave these out, or look for where they come from."
    )


def single(name: str, a: np.ndarray) -> np.ndarray:
    """A finite result in single precision; ValueError if it is too large for that."""
    return array(name, a, dtype=np.float32)


def whole(name: str, value, least: int = 1, most: int = LARGEST_COUNT) -> int:
    """A whole number, Python's or of an array library, from `least` to `most`; true, false, 3.0 and "3" are none."""
    kind = str(getattr(value, "dtype", type(value).__name__))
    try:
        if "bool" in kind or isinstance(value, np.ma.MaskedArray):
            raise TypeError
        number = operator.index(value)
    except Exception:  # tensors have their own
        number = None
    if number is None or not least <= number <= most:
        wanted = f"of at least {least:,}" if most >= LARGEST_COUNT else f"from {least:,} to {most:,}"
        large = f" and at most {most:,}" if number is not None and number > most >= LARGEST_COUNT else ""
        raise ValueError(f"{name} is {shown(value)}; expected a whole number {wanted}{large}.")
    return number


def real(
    name: str,
    value,
    *,
    above: float = -math.inf,
    least: float = -math.inf,
    below: float = math.inf,
    most: float = math.inf,
) -> float:
    """One finite real number within its bounds; true, false and "0.5" are none."""
    try:
        plain = isinstance(value, numbers.Real) and not isinstance(value, bool)
        number = float(value if plain else array(name, value, ndim=0))
    except (ValueError, OverflowError):
        number = math.nan
    if not (math.isfinite(number) and above < number < below and least <= number <= most):
        bounds = (("above", above), ("of at least", least), ("below", below), ("at most", most))
        wanted = " and ".join(f"{word} {bound:g}" for word, bound in bounds if math.isfinite(bound))
        raise ValueError(f"{name} is {shown(value)}; expected a finite number{wanted and ' ' + wanted}.")
    return number


def rng(value, name: str = "seed") -> np.random.Generator:
    """A random generator from a seed: a whole number of at least 0, several of them, None for a new one, or NumPy's own kinds."""
    if not isinstance(value, np.random.Generator | np.random.BitGenerator | np.random.SeedSequence | None):
        several = isinstance(value, list | tuple) or (type(value) is np.ndarray and value.ndim == 1)
        try:
            if several and len(value):
                value = [whole(name, number, least=0, most=math.inf) for number in value]
            else:
                value = whole(name, value, least=0, most=math.inf)
        except ValueError:
            raise ValueError(
                f"{name} is {shown(value)}; expected a whole number of at least 0, a numpy.random.Generator, or None for other "
                "numbers at each call."
            ) from None
    return np.random.default_rng(value)


def flag(name: str, value) -> bool:
    """True or False."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise ValueError(f"{name} is {shown(value)}; expected True or False.")


def choice(name: str, value, choices) -> str:
    """One of a few words."""
    if isinstance(value, str) and value in choices:
        return value
    raise ValueError(f"{name} is {shown(value)}; expected {' or '.join(map(repr, choices))}.")


def check_room(what: str, *shape: int, itemsize: int = 8) -> None:
    """Raise ValueError if an array of this shape would fill the memory of a small machine."""
    size = math.prod(shape) * itemsize
    if size > LARGEST_BYTES:
        raise ValueError(
            f"{what} would be an array of {' × '.join(f'{n:,}' for n in shape)} numbers, {size / 2**30:,.0f} GB; ask for at most "
            f"{LARGEST_BYTES / 2**30:.0f} GB at a time."
        )


def shown(value) -> str:
    """What was given, in a few words."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"a {type(value).__name__} of shape {value.shape} and dtype {value.dtype}"
    try:
        text = repr(value)
    except Exception:  # a whole number of more digits than Python prints, or an object that cannot be shown
        text = ""
    return text if 0 < len(text) <= 80 and "\n" not in text else f"a {type(value).__name__}"


_KINDS = {"b": "true and false", "c": "complex numbers", "U": "words", "S": "bytes", "V": "records"}
_KINDS |= {"M": "dates", "m": "lengths of time"}


def _check_members(name: str, value, bools: bool, depth: int = 0) -> None:
    """Masks, and true and false among numbers, are lost when lists become an array."""
    if isinstance(value, list | tuple) and depth < 32:
        for member in value:
            _check_members(name, member, bools, depth + 1)
    elif isinstance(value, np.ma.MaskedArray):
        raise ValueError(f"{name} is a masked array, and the mask would be lost. {_FILL}")
    elif isinstance(value, bool | np.bool_) and not bools:
        raise ValueError(
            f"{name} holds {value}; expected real numbers. True and false become 1 and 0 by int(…)."
        )
