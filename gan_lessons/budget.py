"""How long a lesson may train: ``smoke``, ``quick`` or ``full``.

The environment variable ``GAN_LESSONS_BUDGET`` says which; without it the budget is ``quick``.

========= ==================================================================================================
``smoke`` a few steps: proves that a notebook runs, teaches nothing
``quick`` what two CPU cores do in about three minutes a training cell
``full``  the whole training, for a GPU or a patient evening
========= ==================================================================================================

A lesson asks for its length and never looks at the machine itself::

    gan.fit(digits, steps_per_epoch=budget.steps(full=23_400, quick=900))

Budgets count steps (updates), not epochs: an epoch of a bundled sample is a tenth of an epoch of the full set,
a step is the same work on both.
"""

import math
import os
from typing import TypeVar

from gan_lessons import numeric

T = TypeVar("T")

VARIABLE = "GAN_LESSONS_BUDGET"
NAMES = ("smoke", "quick", "full")


def name() -> str:
    """Return the budget in force: ``"smoke"``, ``"quick"`` (the default) or ``"full"``.

    Raises
    ------
    ValueError
        If ``GAN_LESSONS_BUDGET`` holds anything else.
    """
    given = os.environ.get(VARIABLE, "")
    chosen = given.strip().lower() or "quick"
    if chosen not in NAMES:
        raise ValueError(
            f"{VARIABLE} is {given!r}; expected one of {', '.join(NAMES)}. "
            f"Set it to one of these, or unset it for quick, and restart the kernel."
        )
    return chosen


def choose(*, full: T, quick: T, smoke: T) -> T:
    """Return the value that belongs to the budget in force.

    Parameters
    ----------
    full, quick, smoke
        The value at each budget, of any one type: a recipe's name, a number of samples, a tuple of sizes.

    Raises
    ------
    ValueError
        If ``GAN_LESSONS_BUDGET`` names no budget.

    Examples
    --------
    >>> recipe = choose(full="classic", quick="laptop", smoke="laptop")
    """
    return {"full": full, "quick": quick, "smoke": smoke}[name()]


def steps(*, full: int, quick: int, smoke: int | None = None) -> int:
    """Return how many training steps to take at the budget in force.

    Parameters
    ----------
    full, quick
        Steps (updates) at each budget, at least 1 and at most a thousand million.
    smoke
        Steps at ``smoke``; by default 4, or ``quick`` if that is fewer.

    Raises
    ------
    ValueError
        If a number of steps is below 1 or above a thousand million, or ``GAN_LESSONS_BUDGET`` names no budget.
    TypeError
        If a number of steps is no integer.

    Examples
    --------
    >>> steps(full=23_400, quick=900) in (23_400, 900, 4)
    True
    """
    given = {"full": _count("full", full), "quick": _count("quick", quick)}
    given["smoke"] = min(given["quick"], 4) if smoke is None else _count("smoke", smoke)
    return choose(**given)


def _count(budget: str, value) -> int:
    try:
        return numeric.whole(budget, value)
    except ValueError:
        given = f"steps(...) was given {budget}={numeric.shown(value)}; expected"
        try:
            numeric.whole(budget, value, least=-math.inf, most=math.inf)
        except ValueError:
            raise TypeError(f"{given} a whole number of steps. Use int(...) or //.") from None
        raise ValueError(
            f"{given} at least 1 and at most {numeric.LARGEST_COUNT:,}. Budgets count steps, not epochs."
        ) from None
