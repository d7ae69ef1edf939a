"""From a folder of your own pictures to a trained generator: what `gan-lessons train` and its companions do.

    from gan_lessons import runs

    run = runs.train("my_pictures", "my_run")       # goes on by itself where it was stopped
    images = gl.sampling.of(run.generator()).generate(25, seed=0)

A run is a folder: `settings.json` (how it is trained), `pictures.npz` (what it is trained on, and what is held out), `state_a.keras` and
`state_b.keras` (the whole game, in two generations), `best.keras` (the generator with the best score), `samples/`, `log.csv`, and at the
end `record.json`, `verdict.md`, `nearest.png` (samples beside the
training pictures nearest to them) and `card.md`, a model card to be filled in.
"""

from gan_lessons.runs.card import card
from gan_lessons.runs.drawing import sample, scores
from gan_lessons.runs.exporting import export
from gan_lessons.runs.folder import Run
from gan_lessons.runs.project import new
from gan_lessons.runs.settings import Settings
from gan_lessons.runs.sliders import notebook
from gan_lessons.runs.state import Damaged
from gan_lessons.runs.surveying import Survey, survey
from gan_lessons.runs.training import Diverged, Stopped, train

__all__ = [
    "Damaged",
    "Diverged",
    "Run",
    "Settings",
    "Stopped",
    "Survey",
    "card",
    "export",
    "new",
    "notebook",
    "sample",
    "scores",
    "survey",
    "train",
]
