"""A model card (arXiv 1810.03993): what its author has to say, and between two marks what the record of the run says."""

from __future__ import annotations

import json
import os
from pathlib import Path

from gan_lessons import files
from gan_lessons.runs.folder import RECORD, Run
from gan_lessons.runs.trial import clock

BEGIN, END = "<!-- record: filled in by training -->", "<!-- end of record -->"
TEXT = f"""\
# Model card

Lines in italics are yours to replace.

## What it draws, and what for

*One sentence. Who is to use it, and what it is not for.*

## The pictures

*Where they come from, who made them, and what their licences allow. May a generator be trained on them, and its samples be shown, or sold?*

*Do they show people? A generator of faces can draw somebody whom it saw: ask those who are in the pictures, or leave them out.*

## The training

{BEGIN}

Not trained yet.

{END}

## What to mind

*What it draws badly, whom or what the pictures leave out, and how you noticed.*

A sample may resemble a picture that it was trained on. Before you publish samples, look at their nearest neighbours among the pictures.

## Whom to ask

*A name, an address.*
"""


def card(run: Run, out: str | os.PathLike) -> Path:
    """Fill the record of a run into a model card; what stands outside of the marks stays.

    Parameters
    ----------
    run : Run
        Finished.
    out : path
        Ends in .md. If it is not there, or has no marks, the record is set into a new card, or behind what is there.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If the run has no record yet.
    """
    out = files.place("card", out, ".md")
    try:
        record = json.loads((run.folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ValueError(f"{run.folder} has no record yet: it is written at the end of training.") from None
    text = out.read_text(encoding="utf-8") if out.exists() else TEXT
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        before, after = f"{text.rstrip()}\n\n", "\n"
    files.write(out, f"{before}{BEGIN}\n\n{_of(record)}\n\n{END}{after}".encode())
    return out


def _of(record: dict) -> str:
    of, distance = record["settings"], record["kernel_distance"]
    rows = {
        "trained": f"{record['date']}, {record['steps']:,} steps of {of['batch_size']} pictures in {clock(record['seconds'])}",
        "pictures": f"{of['training']:,}, and {of['held_out']:,} held out; {of['size']} × {of['size']} pixels, "
        + ("grey" if of["channels"] == 1 else "colour"),
        "classes": ", ".join(of["classes"]) or "none",
        "augmentation": f"{of['augment'] or 'none'}{', mirrored' if of['flips'] else ''}",
        "started from": of["start"] or "nothing",
        "game": f"{record['game']}; " + ", ".join(f"{k} {n:,}" for k, n in record["parameters"].items()),
        "kernel distance": f"{distance['best']:.4g} ({record['begun_with']} {distance['begun_with']:.4g}, real pictures {distance['real']:.4g}), "
        f"{record['samples']} samples against those held out, read by {record['extractor']!r}",
        "copies": f"{record['memorising']['share']:.1%} of the samples are near-copies of a training picture "
        f"({record['memorising']['held_out']:.1%} of held-out pictures would be called so)",
        "verdict": record["verdict"],
        "software": f"gan_lessons {record['gan_lessons']}, {record['machine']['backend']}, "
        + ", ".join(f"{k} {v}" for k, v in record["machine"]["versions"].items()),
    }
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())])
