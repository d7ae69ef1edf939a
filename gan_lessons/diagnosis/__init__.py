"""What goes wrong in this training? A verdict from its losses and its samples, with the numbers that it rests on.

    curves = callbacks.Curves()
    gan.fit(images, ..., callbacks=[curves])
    print(diagnosis.diagnose(curves, gan.generate(1000), images))

Losses alone show when one player has won. They cannot show that a generator draws few kinds of images or copies its training
set: both can have the losses of a healthy game. So without samples and real ones there is no verdict "stable".

The thresholds were set on the recorded runs of chapter 10 (`results.load("failure_modes")`), on checkpoints, and on trials of a
benchmark. On its other trainings, of eight objectives, and on its sets made by hand, which no threshold was set on, 81 of 84 verdicts are
right, and 38 of 41 of those on mode collapse; of the trainings alone 29 of 32 (`python benchmarks/diagnosis.py`; `results.load("diagnosis")`
has every one with its evidence). There it has what a learner gives it, a data set whose classes it can count. Classes that are missing from
images of which it knows none show only as regions.
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
    LEFT_OUT_OF_CLASSES,
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
    STARVED_SURELY,
    SURE,
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
    "LEFT_OUT_OF_CLASSES",
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
    "STARVED_SURELY",
    "SURE",
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
