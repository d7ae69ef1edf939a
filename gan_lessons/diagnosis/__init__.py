"""What goes wrong in this training? A verdict from its losses and its samples, with the numbers that it rests on.

    curves = callbacks.Curves()
    gan.fit(images, ..., callbacks=[curves])
    print(diagnosis.diagnose(curves, gan.generate(1000), images))

Losses alone show when one player has won. They cannot show that a generator draws few kinds of images or copies its training
set: both can have the losses of a healthy game. So without samples and real ones there is no verdict "stable".

The thresholds were set on the recorded runs of chapter 10 (`results.load("failure_modes")`) and on one half of a benchmark's 149
small trainings. On the other half, with other data sets and architectures, 74 of 82 verdicts are right: nearly all on stable
trainings and on convergence failures, but only 6 of 11 on mode collapse (`python benchmarks/diagnosis.py`; `results.load("diagnosis")`
has every run with its evidence).
"""

from gan_lessons.diagnosis.evidence import (
    ALIKE,
    COPIED_FEW,
    COPIES,
    COPIES_POINTS,
    EQUAL,
    FAR,
    FAR_POINTS,
    FEW_DIMENSIONS,
    FLAT,
    LEFT_OUT,
    MIN_STEPS,
    NEAR,
    NUMBERS,
    PATIENCE,
    PIXELS,
    ROLES,
    ROUGH,
    ROWS,
    STARVED,
    STARVED_CLASS,
    THIN,
    TWIN,
    TWINS,
    UNCOVERED,
    WINDOW,
    Evidence,
)
from gan_lessons.diagnosis.losses import SCALES, recent
from gan_lessons.diagnosis.samples import covered, effective_dimensions
from gan_lessons.diagnosis.verdict import ADVICE, VERDICTS, Diagnosis, diagnose

__all__ = [
    "ADVICE",
    "ALIKE",
    "COPIED_FEW",
    "COPIES",
    "COPIES_POINTS",
    "EQUAL",
    "FAR",
    "FAR_POINTS",
    "FEW_DIMENSIONS",
    "FLAT",
    "LEFT_OUT",
    "MIN_STEPS",
    "NEAR",
    "NUMBERS",
    "PATIENCE",
    "PIXELS",
    "ROLES",
    "ROUGH",
    "ROWS",
    "SCALES",
    "STARVED",
    "STARVED_CLASS",
    "THIN",
    "TWIN",
    "TWINS",
    "UNCOVERED",
    "VERDICTS",
    "WINDOW",
    "Diagnosis",
    "Evidence",
    "covered",
    "diagnose",
    "effective_dimensions",
    "recent",
]
