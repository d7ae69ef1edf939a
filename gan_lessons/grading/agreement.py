"""Whether an answer and the reference solution agree on many inputs, drawn by hypothesis.

For hidden tests of tasks that are functions. Hypothesis tries what people forget: empty, equal, negative and large values, ties,
sizes of one. What it may draw is the task's own text: an input that the text rules out proves nothing.
"""

from __future__ import annotations

import copy
import inspect
import numbers

from gan_lessons.grading import check

import numpy as np


def agrees(
    answer, solution, *inputs, seed: int, examples: int = 30, what: str = "your result", rtol: float = 1e-4,
    atol: float = 1e-5, **keywords,
) -> None:  # fmt: skip
    """Raise AssertionError unless two functions agree, in what they return and in the ValueErrors they raise.

    Parameters
    ----------
    answer, solution : callable
    *inputs, **keywords : hypothesis strategies
        One for each argument; or a single one of `Arguments`, where arguments depend on each other. Arguments that the solution
        gives a default are passed by name, since the text names them; all others by their place, so that an answer may call them
        otherwise.
    seed : int
        Which inputs are drawn.
    examples : int
        How many.
    what : str
        The result's name in messages.
    rtol, atol : float
        See `check.close`. Numbers and arrays are compared so; words, truths and whole numbers that are keys exactly.
    """
    import hypothesis
    from hypothesis import HealthCheck, Phase

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @hypothesis.given(
        hypothesis.strategies.tuples(*inputs), hypothesis.strategies.fixed_dictionaries(keywords)
    )
    def try_one(arguments, words):
        if len(arguments) == 1 and isinstance(arguments[0], Arguments):
            arguments = arguments[0].values
        arguments, words = _by_place(solution, arguments, words)
        try:
            want = solution(*copy.deepcopy(arguments), **copy.deepcopy(words))
        except ValueError:
            try:
                answer(*arguments, **words)
            except ValueError:
                return
            raise AssertionError(f"{what}: {_shown(arguments, words)} should raise a ValueError.") from None
        before = copy.deepcopy((arguments, words))
        got = answer(*arguments, **words)
        _compare(got, want, what, rtol, atol)
        if not _same((arguments, words), before):
            raise AssertionError(f"{what}: your function changes an argument that it is given.")

    try_one()


def _by_place(solution, arguments: tuple, words: dict) -> tuple[tuple, dict]:
    """The same call, with names only where there is a default."""
    try:
        parameters = list(inspect.signature(solution).parameters.values())[len(arguments) :]
    except (TypeError, ValueError):  # a function of C has no signature
        return arguments, words
    words, placed = dict(words), list(arguments)
    for parameter in parameters:
        if parameter.name not in words or parameter.default is not parameter.empty:
            break
        placed.append(words.pop(parameter.name))
    return tuple(placed), words


class Arguments:
    """All arguments of one call, drawn together: ``agrees(f, g, strategy.map(lambda t: Arguments(*t)), seed=1)``."""

    def __init__(self, *values):
        self.values = values

    def __deepcopy__(self, memo):
        return Arguments(*copy.deepcopy(self.values, memo))


def _compare(got, want, what: str, rtol: float, atol: float) -> None:
    if isinstance(want, (str, bool, np.bool_, set, frozenset)) or want is None:
        if isinstance(want, np.bool_) or type(want) is bool:
            check.same(got, bool(want), what=what)
        else:
            check.same(got, want, what=what)
    elif isinstance(want, dict):
        if type(got) is not dict or set(got) != set(want):
            raise AssertionError(f"{what} should be a dictionary with the keys {sorted(map(str, want))}.")
        for name in want:
            _compare(got[name], want[name], f"{what}[{name!r}]", rtol, atol)
    elif isinstance(want, (tuple, list)) and not all(isinstance(one, numbers.Number) for one in want):
        if type(got) not in (tuple, list) or len(got) != len(want):
            raise AssertionError(f"{what} should have {len(want)} parts.")
        for i, (one, other) in enumerate(zip(got, want, strict=True)):
            _compare(one, other, f"part {i} of {what}", rtol, atol)
    elif isinstance(want, (tuple, list)):
        check.close(list(got) if type(got) is tuple else got, want, what=what, rtol=rtol, atol=atol)
    elif isinstance(want, (numbers.Integral, np.ndarray)) and np.asarray(want).dtype.kind in "iu":
        check.close(got, want, what=what, rtol=0, atol=atol)  # a whole number is right or wrong
    elif isinstance(want, (numbers.Number, np.ndarray)):
        check.close(got, want, what=what, rtol=rtol, atol=atol)
    else:  # an object of the task's own that is passed in and comes back
        return


def _same(now, before) -> bool:
    """Whether an argument is what it was; NaN is NaN."""
    if isinstance(before, np.ndarray):
        return now.shape == before.shape and now.tobytes() == before.tobytes()
    if isinstance(before, (list, tuple)):
        return len(now) == len(before) and all(map(_same, now, before))
    if isinstance(before, dict):
        return now.keys() == before.keys() and all(_same(now[name], before[name]) for name in before)
    return True  # a number, a word, or an object of the test's own


def _shown(arguments, words) -> str:
    text = ", ".join([*map(repr, arguments), *(f"{name}={value!r}" for name, value in words.items())])
    return f"({text})" if len(text) < 200 else "one of the inputs"
