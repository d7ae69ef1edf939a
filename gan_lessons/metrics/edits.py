"""Did an edit in latent space give what it should, and what else did it change? Read from the faces before and after."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from gan_lessons import numeric

import numpy as np

from .face_reading import FaceReader, face_reader

SENSIBLE_N = 100


@dataclass(frozen=True, eq=False)
class EditScore:
    """How an edit turned out; made by :func:`edit_score`.

    Attributes
    ----------
    reader : str
        Name of the reader.
    n : int
        Number of edited faces.
    wanted : dict
        What they should look like.
    share, share_error : float
        Share of the edited faces that do, in [0, 1], and its standard error from the sample size alone.
    by_luck : float
        The same share of typical faces: what no edit at all would give.
    faces : float
        Share of the edited images that are faces at all, in [0, 1]. What is none never counts as success.
    drift, drift_error : float
        How much the attributes changed that nobody wanted to change, on average over them, and its standard error. 0:
        not at all. 1: as if each edited face were some other face, drawn at random.
    drifts : dict of str to float
        The same for each of them, the largest first.
    shifts : dict of str to float
        For those that are numbers (and no circles) the mean change with its sign, in standard deviations of typical faces. A
        large drift with a small shift is chance; a large shift says that the attribute is entangled with the edit.
    """

    reader: str
    n: int
    wanted: dict
    share: float
    share_error: float
    by_luck: float
    faces: float
    drift: float
    drift_error: float
    drifts: dict[str, float]
    shifts: dict[str, float]

    def __str__(self) -> str:
        most = next(iter(self.drifts))
        return (
            f"works {self.share:.1%} ± {self.share_error:.1%} (by luck {self.by_luck:.1%}), "
            f"drift {self.drift:.2f} ± {self.drift_error:.2f}, most of {most} ({self.drifts[most]:.2f}) "
            f"[reader {self.reader!r}, n = {self.n:,}]"
        )


def edit_score(
    before: np.ndarray,
    after: np.ndarray,
    typical: np.ndarray,
    wanted: dict,
    others: list[str] | None = None,
    reader: FaceReader | None = None,
) -> EditScore:
    """How often an edit works, and how far the rest of the face drifts.

        sums = latent.arithmetic(a, b, c)  # n times "smiling, glasses" - "neutral, glasses" + "neutral, without"
        metrics.edit_score(draw(latent.average(c)), draw(sums), draw(z), {"smile": (0.5, 1), "glasses": "none"})

    Success alone does not see that another person came out; drift alone does not see that nothing happened.

    Parameters
    ----------
    before, after : ndarray (n, 80, 80, 3)
        The same faces before and after the edit: uint8 in 0..255, or float32 in [-1, 1]. Below 100 a warning says that the
        numbers are rough.
    typical : ndarray (m, 80, 80, 3)
        Random faces of the same generator, 2 or more and best some hundreds. Differences between them are the unit of drift.
    wanted : dict
        By attribute what the edited face should have: (low, high) for a number, ends included, a word, or a list of
        words. For example ``{"smile": (0.5, 1), "glasses": "none"}``.
    others : list of str, optional
        The attributes that should stay; otherwise all that the reader reads and `wanted` does not name. An attribute in
        which typical faces do not differ is left out.
    reader : FaceReader, optional
        Otherwise :func:`face_reader`.

    Returns
    -------
    EditScore

    Raises
    ------
    ValueError
        If the reader does not read an attribute or know a word, if `before` and `after` differ in number, if `typical` has
        fewer than 2 faces, or if the images are not what the reader reads.
    """
    reader = face_reader() if reader is None else reader
    if not isinstance(wanted, dict) or not isinstance(others, list | tuple | None):
        raise ValueError(
            f"Given wanted={numeric.shown(wanted)} and others={numeric.shown(others)}; expected a dict and a list of names."
        )
    known = [*reader.numbers, *reader.words]
    others = [name for name in known if name not in wanted] if others is None else list(others)
    unknown = sorted(name for name in map(str, [*wanted, *others]) if name not in known)
    if unknown or not wanted:
        raise ValueError(
            f"Given {unknown or 'nothing wanted'}; expected some of what is read: {', '.join(known)}."
        )
    for name, value in wanted.items():
        _check(name, value, reader)
    before, after, typical = (
        numeric.array(name, images, finite=False)
        for name, images in (("before", before), ("after", after), ("typical", typical))
    )
    if not (before.ndim and after.ndim and typical.ndim):
        raise ValueError("Given numbers as faces; expected images (n, 80, 80, 3).")
    if len(before) != len(after) or len(typical) < 2:
        raise ValueError(
            f"Given {len(before)} faces before, {len(after)} after and {len(typical)} typical ones; "
            "expected as many after as before, and at least 2 typical ones."
        )
    n = len(after)
    if n < SENSIBLE_N:
        warnings.warn(
            f"A score from {n} edits is rough: its standard error can be as large as {0.5 / np.sqrt(n):.1%}. "
            f"Edit at least {SENSIBLE_N} faces.",
            stacklevel=2,
        )
    start, end, usual = (reader.read(images) for images in (before, after, typical))
    is_face, usual_is_face = (reader.probabilities(images)["face"] > 0.5 for images in (after, typical))
    works = np.all([is_face, *(_has(end[name], value) for name, value in wanted.items())], axis=0)
    luck = np.all([usual_is_face, *(_has(usual[name], value) for name, value in wanted.items())], axis=0)

    changes = {}
    for name in others:
        circle = name in reader.circles
        unit = _random_difference(usual[name], circle)
        if unit > 0:
            changes[name] = _difference(start[name], end[name], circle) / unit
    if not changes:
        raise ValueError(f"The typical faces do not differ in {', '.join(others) or 'anything asked for'}.")
    each = np.mean(list(changes.values()), axis=0)
    drifts = sorted(((name, float(change.mean())) for name, change in changes.items()), key=lambda d: -d[1])
    shifts = {
        name: float((end[name] - start[name]).mean() / usual[name].std())
        for name, _ in drifts
        if name in reader.numbers and name not in reader.circles
    }
    share = float(works.mean())
    return EditScore(
        reader=reader.name,
        n=n,
        wanted=dict(wanted),
        share=share,
        share_error=float(np.sqrt(share * (1 - share) / n)),
        by_luck=float(luck.mean()),
        faces=float(is_face.mean()),
        drift=float(each.mean()),
        drift_error=float(each.std() / np.sqrt(n)),
        drifts=dict(drifts),
        shifts=shifts,
    )


def _check(name: str, value, reader: FaceReader) -> None:
    if name in reader.words:
        words = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else []
        if not words or not all(word in reader.words[name] for word in map(str, words)):
            raise ValueError(f"{name} is wanted as {value!r}; expected of {', '.join(reader.words[name])}.")
        return
    low, high = reader.numbers[name]
    try:
        interval = numeric.array(name, value)
        fits = interval.shape == (2,) and interval[0] <= interval[1]
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} is wanted as {value!r}; expected (low, high), between {low:g} and {high:g}."
        )


def _has(values: np.ndarray, value) -> np.ndarray:
    if values.dtype.kind == "U":
        return np.isin(values, [value] if isinstance(value, str) else list(value))
    return (values >= value[0]) & (values <= value[1])


def _difference(one: np.ndarray, other: np.ndarray, circle: bool) -> np.ndarray:
    """How far apart two lists of values are, one by one; of words, whether they differ."""
    if one.dtype.kind == "U":
        return (one != other).astype(np.float64)
    apart = np.abs(one.astype(np.float64) - other)
    return np.minimum(apart, 1 - apart) if circle else apart


def _random_difference(values: np.ndarray, circle: bool) -> float:
    """The mean difference between two values that are drawn from these at random: each with up to 20 others."""
    some = range(1, min(len(values), 21))
    return float(np.mean([_difference(values, np.roll(values, k), circle).mean() for k in some]))
