"""What is given to functions that compute: numbers of every kind and layout, and what is no number at all."""

import copy
import math
import traceback
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import gan_lessons

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

PACKAGE = str(Path(gan_lessons.__file__).parent)
counts = st.integers(1, 6)
seeds = st.integers(0, 2**32)


def floats(low=-1e3, high=1e3):
    return st.floats(low, high, allow_nan=False, width=64, allow_subnormal=False)


@st.composite
def arrays(draw, shape, low=-1e3, high=1e3, dtypes=("f8", "f4", ">f8", "i4", "u1")):
    """Real numbers of some type, in one of the layouts that NumPy has: turned, by columns, read-only, a piece of another."""
    dtype = np.dtype(draw(st.sampled_from(dtypes)))
    shape = draw(shape) if hasattr(shape, "example") else shape
    if dtype.kind == "f":
        width = 32 if dtype.itemsize == 4 else 64
        elements = st.floats(np.float32(low), np.float32(high), width=width, allow_subnormal=False)
    else:
        elements = st.integers(
            max(math.ceil(low), np.iinfo(dtype).min), min(math.floor(high), np.iinfo(dtype).max)
        )
    a = draw(hnp.arrays(dtype, shape, elements=elements))
    layout = draw(st.sampled_from(("plain", "turned", "columns", "read-only", "piece", "list")))
    if layout == "turned":
        return np.ascontiguousarray(a[..., ::-1])[..., ::-1]
    if layout == "columns":
        return np.asfortranarray(a)
    if layout == "piece":
        return np.repeat(a, 2, axis=-1)[..., ::2]
    if layout == "read-only":
        a.setflags(write=False)
    return a.tolist() if layout == "list" else a


# What must always be refused where an array of finite real numbers is wanted. Each makes it of a good one.
NEVER = {
    "masked": lambda a: np.ma.masked_array(a, np.arange(a.size).reshape(a.shape) % 2 == 0),
    "masked in a list": lambda a: [np.ma.masked_array(row, True) for row in np.atleast_2d(a)],
    "NaN": lambda a: _spoilt(a, np.nan),
    "infinity": lambda a: _spoilt(a, np.inf),
    "complex": lambda a: a + 1j,
    "complex without an imaginary part": lambda a: a + 0j,
    "structured": lambda a: np.zeros(a.shape, [("x", "f8"), ("y", "f8")]),
    "dates": lambda a: np.zeros(a.shape, "M8[D]"),
    "times": lambda a: np.zeros(a.shape, "m8[s]"),
    "objects": lambda a: a.astype(object),
    "decimals": lambda a: np.vectorize(Decimal, otypes=[object])(a),
    "words": lambda a: a.astype(str),
    "bytes": lambda a: a.astype("S9"),
    "a word": lambda a: "1.5",
    "None": lambda a: None,
    "None among numbers": lambda a: [None, *np.atleast_1d(a).tolist()],
    "ragged": lambda a: [[1.0, 2.0], [3.0]],
    "true and false": lambda a: a > 0,
    "true": lambda a: True,
    "beyond double precision": lambda a: a.astype("g") * np.longdouble("1e4000") + np.longdouble("1e4000"),
    "a dict": lambda a: {"a": 1},
    "a function": lambda a: abs,
    "a date": lambda a: date(2020, 1, 1),
}
if np.finfo("g").maxexp <= 1024:  # where long doubles are doubles
    del NEVER["beyond double precision"]
# What may be refused or computed with, but must never end in NaN or in somebody else's error.
PERHAPS = {
    "empty": lambda a: np.zeros((0, *a.shape[1:])),
    "an empty list": lambda a: [],
    "one number": lambda a: np.array(1.5),
    "huge": lambda a: a * 1e200,
    "next to overflow": lambda a: np.sign(a) * 1.7e308,
    "tiny": lambda a: a * 1e-200,
    "subnormal": lambda a: np.sign(a) * 5e-324,
    "half precision": lambda a: np.clip(a, -6e4, 6e4).astype("f2"),
    "bytes of whole numbers": lambda a: np.abs(a).clip(0, 255).astype("u1"),
    "the largest whole numbers": lambda a: np.full(a.shape, 2**63 - 1),
    "all equal": lambda a: np.full(a.shape, 3.0),
    "zeros": lambda a: np.zeros(a.shape),
    "an axis more": lambda a: a[None],
    "an axis less": lambda a: a.ravel()[:3],
    "equal rows": lambda a: np.repeat(a[:1], len(a), axis=0) if a.ndim else a,
}
NO_COUNTS = (
    True,
    4.5,
    3.0,
    "3",
    None,
    math.nan,
    -1,
    1e30,
    10**30,
    10**400,
    [2],
    1j,
    np.ma.masked,
    np.ones(3, int),
)
NO_NUMBERS = (True, "0.5", None, math.nan, math.inf, 1j, [0.5], 10**400, np.ma.masked, Decimal("0.5"))
NO_SEEDS = (True, -1, 2.5, "a", math.nan, [1, -1], {}, 1j)
NO_WORDS = ("other", 3, None, ["same"], np.array(["same", "valid"]), True)


def _spoilt(a, value):
    a = np.array(a, float)
    a.flat[-1] = value
    return a


def same(a, b) -> bool:
    """Whether two arguments are the same, of whatever kind they are."""
    try:
        return a is b or bool(np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True))
    except Exception:  # dates, words and the like have no NaN; others are no arrays
        return repr(a) == repr(b)


def holds_only_finite(x) -> bool:
    if isinstance(x, dict):
        return all(map(holds_only_finite, x.values()))
    if isinstance(x, list | tuple):
        return all(map(holds_only_finite, x))
    if is_dataclass(x):
        return all(holds_only_finite(getattr(x, field.name)) for field in fields(x))
    a = np.asarray(x)
    return a.dtype.kind not in "fc" or bool(np.isfinite(a).all())


def refuses_or_is_finite(function, arguments: dict, named: str, must_refuse: bool) -> None:
    """Call it: either it raises an error of its own that names the argument, or all of the result is finite."""
    before = copy.deepcopy({k: v for k, v in arguments.items() if isinstance(v, np.ndarray | list)})
    try:
        result = function(**arguments)
    except (ValueError, TypeError) as error:
        where = traceback.extract_tb(error.__traceback__)[-1].filename
        assert where.startswith(PACKAGE), f"raised in {where}: {error}"
        assert not must_refuse or named.lower() in str(error).lower(), f"does not name {named}: {error}"
    else:
        assert not must_refuse, f"accepted, and gave {result}"
        assert holds_only_finite(result), f"gave {result}"
    for name, value in before.items():
        assert same(value, arguments[name]), f"{name} was written into"
