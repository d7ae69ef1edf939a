"""What a reader of attributes says of pictures, as bars and as a table in HTML.

A reader is an object such as `metrics.face_reader()`: its `read(images)` takes uint8 images (n, h, w, c) and gives a
dictionary of attribute name to array (n,), numbers or words. If it has `probabilities(images)`, names of words to arrays
(n, words), the bars say how sure it is of its word.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from gan_lessons import plots

import numpy as np

_TRACK = "var(--jp-layout-color3, #D8D8D8)"


def read(reader, images: np.ndarray) -> dict[str, np.ndarray]:
    """Attribute name to array (n,): float for numbers, str for words."""
    return {name: np.asarray(values) for name, values in reader.read(images).items()}


def sureness(reader, images: np.ndarray) -> dict[str, float]:
    """How probable the reader's word is for the first image, for each attribute of words; empty if it does not say."""
    if not hasattr(reader, "probabilities"):
        return {}
    return {name: float(np.max(np.asarray(p)[0])) for name, p in reader.probabilities(images).items()}


def ranges(reader) -> dict[str, tuple[float, float]]:
    """The range (low, high) of each number, as far as the reader says (`reader.numbers`)."""
    return dict(getattr(reader, "numbers", {}))


def span(known: Mapping[str, tuple[float, float]], name: str, *values: float) -> tuple[float, float]:
    """The range of a number: the one that is known, or [-1, 1] and what else there is."""
    return known[name] if name in known else (min(-1.0, *values), max(1.0, *values))


def is_word(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "US"


def number(value: float) -> str:
    """Two decimals and a sign."""
    return f"{float(value):+.2f}".replace("-", "−")


def bars(
    now: Mapping[str, Any],
    before: Mapping[str, Any],
    sure: Mapping[str, float],
    known: Mapping[str, tuple[float, float]],
    first: Sequence[str] = (),
) -> str:
    """A small bar for each attribute: filled to what is read now, with a line where it was before.

    Parameters
    ----------
    now, before : mapping of name to a number or a word
    sure : mapping of name to float
        Probability of the word, for words.
    known : mapping of name to (low, high)
        Range of the numbers.
    first : sequence of str
        Attributes that come first, in bold: those with a slider.
    """
    order = [name for name in first if name in now] + [name for name in now if name not in first]
    rows = "".join(
        _bar(name, now[name], before.get(name), sure.get(name), known, name in first) for name in order
    )
    return f'<div style="columns: 2 210px; column-gap: 22px; line-height: 1.5">{rows}</div>'


def _bar(name, now, before, sure, known, bold):
    def part(left, right, colour, top=0):
        return (
            f'<span style="position: absolute; top: {top}px; bottom: {top}px; left: {100 * left:.1f}%; '
            f'width: {100 * (right - left):.1f}%; background: {colour}"></span>'
        )

    if is_word(now):
        changed = before is not None and str(now) != str(before)
        fill = part(0, 1.0 if sure is None else sure, plots.GENERATED)
        words = html.escape(str(now))
        words = f"<b>{words}</b>" if changed else words
        said = f"{words}, was {html.escape(str(before))}" if changed else words
    else:
        low, high = span(known, name, float(now), *([] if before is None else [float(before)]))

        def at(value):
            return float(np.clip((float(value) - low) / (high - low), 0, 1))

        zero = at(0) if low < 0 < high else 0.0
        fill = part(min(zero, at(now)), max(zero, at(now)), plots.GENERATED)
        if before is not None:
            fill += (
                f'<span style="position: absolute; top: -3px; bottom: -3px; left: calc({100 * at(before):.1f}% - 1px); '
                'width: 2px; background: currentColor"></span>'
            )
        words = said = number(now)
        if before is not None:
            said += f", was {number(before)}"
    label = html.escape(name.replace("_", " "))
    return (
        f'<div data-attribute="{html.escape(name)}" title="{label}: {said.replace("<b>", "").replace("</b>", "")}" '
        'style="display: flex; align-items: center; gap: 6px; break-inside: avoid; white-space: nowrap">'
        f'<span style="flex: 0 0 84px">{f"<b>{label}</b>" if bold else label}</span>'
        f'<span style="flex: 1 1 40px; position: relative; height: 7px; background: {_TRACK}">{fill}</span>'
        f'<span style="flex: 0 0 76px; overflow: hidden; text-overflow: ellipsis">{words}</span></div>'
    )


def table(
    columns: Sequence[str],
    readings: Mapping[str, Sequence],
    known: Mapping[str, tuple[float, float]],
    bold: str,
    like: str,
) -> str:
    """What is read of several pictures, one a column; in bold what differs between two of them.

    Parameters
    ----------
    columns : sequence of str
        Name of each picture.
    readings : mapping of attribute to a sequence with one value, or None, for each column
    known : mapping of name to (low, high)
        Range of the numbers.
    bold, like : str
        Column whose values are bold where they differ from those of the other: another word, or a number that moved by
        more than a tenth of its range.
    """
    i, j = columns.index(bold), columns.index(like)

    def differ(name, a, b):
        if a is None or b is None:
            return False
        if is_word(a):
            return str(a) != str(b)
        low, high = span(known, name, float(a), float(b))
        return abs(float(a) - float(b)) > 0.1 * (high - low)

    def cell(name, k, value, changed):
        words = "–" if value is None else html.escape(str(value)) if is_word(value) else number(value)
        words = f"<b>{words}</b>" if changed and k == i else words
        return f'<td style="text-align: right; padding: 0 0 0 12px">{words}</td>'

    head = "".join(
        f'<th style="text-align: right; padding: 0 0 0 12px; font-weight: 600">{html.escape(c)}</th>'
        for c in columns
    )
    rows = "".join(
        f'<tr data-attribute="{html.escape(name)}"><td>{html.escape(name.replace("_", " "))}</td>'
        + "".join(cell(name, k, v, differ(name, values[i], values[j])) for k, v in enumerate(values))
        + "</tr>"
        for name, values in readings.items()
    )
    return (
        f'<table style="border-collapse: collapse; line-height: 1.35"><tr><td></td>{head}</tr>{rows}</table>'
    )
