"""Which checkpoints there are, how each is trained, and what it may weigh: `catalogue.toml`, read and checked."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path

TABLE = "catalogue.toml"
PARTS = ("discriminator", "classifier", "backward", "resume")
RESUMED = 6  # games that may be kept whole: each weighs as much as six checkpoints
_KINDS = {"int": int, "str": str, "dict": dict, "dict | None": dict, "bool": bool, "tuple[int, ...]": list}
_KINDS |= {"tuple[str, ...]": list, "int | None": int, "float": float}


@dataclass(frozen=True)
class Entry:
    """A checkpoint, as `catalogue.toml` has it; there it says what each field is for."""

    name: str
    chapter: int
    draws: str
    data: str
    network: dict
    recipe: dict
    steps: int
    time: str
    stages: tuple[int, ...]
    scored_by: str
    discriminator: dict | None = None
    labels: int | None = None
    pairs: tuple[str, ...] = ()
    jitter: float = 0.0
    parts: tuple[str, ...] = ()
    trace: bool = False


@dataclass(frozen=True)
class Budget:
    """What the wheel may weigh, in MB: at most `now`, and `all_chapters` when all are there; `file` is the most of any one.

    `package` is the share of everything but checkpoints, `chapters` the share of the checkpoints of each chapter. A share for several
    chapters ("21 to 29") is for those to come.
    """

    now: float
    all_chapters: float
    file: float
    package: float
    chapters: dict[str, float] = field(default_factory=dict)

    def share(self, chapter: int) -> float:
        """What the checkpoints of a chapter may weigh, in MB; ValueError if it has no share."""
        try:
            return self.chapters[f"{chapter:02d}"]
        except KeyError:
            raise ValueError(
                f"Chapter {chapter} has no share of the budget. Give it one in {TABLE}, [budget.chapters], out of that of the "
                "chapters to come."
            ) from None


@functools.lru_cache
def read(folder: Path) -> tuple[dict[str, Entry], Budget]:
    """The entries by name in the order of the file, and the budget.

    Raises
    ------
    ValueError
        If an entry lacks a field, has one too many or of another type, its stages are not in order or lack the last step, a part is
        unknown or lacks what it needs, a chapter has no share, the shares are more than the budget, or more than six entries are kept
        whole.
    """
    table = tomllib.loads((folder / TABLE).read_text(encoding="utf-8"))
    budget = Budget(**table.pop("budget"))
    entries = {name: _entry(name, values) for name, values in table.items()}
    for entry in entries.values():
        budget.share(entry.chapter)
    _check_shares(budget)
    whole = [entry.name for entry in entries.values() if "resume" in entry.parts]
    if len(whole) > RESUMED:
        raise ValueError(
            f"{len(whole)} entries are to be kept with their whole game ({', '.join(whole)}); at most {RESUMED} may be. Take "
            f'"resume" out of the parts of {len(whole) - RESUMED}.'
        )
    return entries, budget


def _entry(name: str, values: dict) -> Entry:
    known = {f.name: f for f in fields(Entry) if f.name != "name"}
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or not isinstance(values, dict):
        raise ValueError(
            f"{TABLE}: {name!r} is no name of a checkpoint; expected words of small letters and digits, joined by '-'."
        )
    missing = [key for key, f in known.items() if f.default is MISSING and key not in values]
    if missing or not set(values) <= set(known):
        raise ValueError(
            f"{TABLE}: {name!r} lacks {missing} and has {sorted(set(values) - set(known))} that nothing is known of; the fields are "
            f"{', '.join(known)}."
        )
    for key, value in values.items():
        if type(value) is not _KINDS[known[key].type]:
            raise ValueError(
                f"{TABLE}: {key} of {name!r} is {value!r}; expected {_KINDS[known[key].type].__name__}."
            )
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    entry = Entry(
        name, **values | {"recipe": {k: None if v == "none" else v for k, v in values["recipe"].items()}}
    )
    _check(entry)
    return entry


def _check(entry: Entry) -> None:
    stages, wrong = entry.stages, f"{TABLE}: {entry.name!r}"
    if any(type(s) is not int or s < 0 for s in stages) or list(stages) != sorted(set(stages)):
        raise ValueError(
            f"{wrong} has the stages {list(stages)}; expected steps from 0 on, in order, each once."
        )
    if entry.steps < 1 or stages[-1:] != (entry.steps,):
        raise ValueError(
            f"{wrong} has the stages {list(stages)}; the last must be that of its {entry.steps} steps."
        )
    if len(set(entry.parts)) < len(entry.parts) or not set(entry.parts) <= set(PARTS):
        raise ValueError(
            f"{wrong} has the parts {list(entry.parts)}; expected some of {list(PARTS)}, each once."
        )
    if {"discriminator", "classifier"} & set(entry.parts) and entry.discriminator is None:
        raise ValueError(
            f"{wrong} keeps a {entry.parts[0]}, but does not say of what network: give `discriminator` its options."
        )
    if "backward" in entry.parts and len(entry.pairs) != 2:
        raise ValueError(
            f"{wrong} keeps the way back; expected `pairs` of two domains, not {list(entry.pairs)}."
        )
    if not 0.0 <= entry.jitter <= 1.0 or (entry.jitter and not entry.pairs):
        raise ValueError(
            f"{wrong} has the jitter {entry.jitter}; expected a share of its steps, 0.0 to 1.0, and `pairs`."
        )
    for key, at in (("family", entry.network), ("name", entry.recipe)):
        if not isinstance(at.get(key), str):
            raise ValueError(f"{wrong} has a {'network' if at is entry.network else 'recipe'} without {key}.")


def _check_shares(budget: Budget) -> None:
    coming = {key: share for key, share in budget.chapters.items() if not re.fullmatch(r"\d\d", key)}
    total = budget.package + sum(budget.chapters.values())
    for what, used, most in (
        ("now", total - sum(coming.values()), budget.now),
        ("with all chapters", total, budget.all_chapters),
    ):
        if used > most + 1e-9:
            raise ValueError(
                f"{TABLE}: the shares are {used:.1f} MB {what}; the wheel may weigh {most:g} MB."
            )
