"""What to watch while a GAN trains: samples, curves, the best generator so far, and two guards.

All are `keras.callbacks.Callback`s for a game of `training`, or a model with a `generator`::

    progress = callbacks.Progress()
    gan.fit(digits, epochs=5, verbose=0, callbacks=[progress, callbacks.StopOnNaN()])

Steps are counted from 1 over the whole of training, also over several calls of `fit`.
"""

from gan_lessons.callbacks.checkpoint import BestCheckpoint
from gan_lessons.callbacks.curves import Curves
from gan_lessons.callbacks.diagnose import Diagnose
from gan_lessons.callbacks.guards import StopOnFailure, StopOnNaN
from gan_lessons.callbacks.progress import Progress
from gan_lessons.callbacks.samples import SampleGrid

__all__ = ["BestCheckpoint", "Curves", "Diagnose", "Progress", "SampleGrid", "StopOnFailure", "StopOnNaN"]
