"""Does it pay to grow, and what do the parts do? Drawn faces of 32 pixels, from 4 pixels up (chapter 28).

    python benchmarks/growing.py [--steps 1600] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/growing.py --table | --ship
    python benchmarks/growing.py --time

`--steps` are those of the growing network, a quarter at each size. The first group compares it with others for the same time: who does not
grow gets as many steps as cost the same. MILLISECONDS has what a step costs at each size, measured in turn, in one process, beforehand
(`--time` prints it). Time for building and tracing the networks is not counted, for either.

The second group leaves out one part at a time, for as many steps. It has a baseline of its own, trained beside it: so each run says on
which machine and at which commit. The recipe's rate was chosen with all parts. Without runtime scaling a second rate is tried, RATE:
with it a step of Adam moves a weight in use of the widest convolutions (3 x 3 x 48 inputs) as far as in the baseline.

Eight times on the way, at equal moments, 1,000 images of the averaged generator are enlarged to 80 pixels (bicubic, from whatever size they
have then) and read by the course's reader of faces, beside 2,000 held-out faces that were drawn at 32 pixels and enlarged in the same way.
The last ones of the second group have precision, recall and coverage as well, of what the reader reads.
"""

import dataclasses
import math
import sys
import time

import gan_lessons as gl
from gan_lessons import data, metrics
from gan_lessons.data.sizes import resized
from gan_lessons.training import recipes

import keras
import numpy as np

from common import commit, computer  # isort: skip
from studies import Study, in_turn  # isort: skip

SIZES = (4, 8, 16, 32)
SIZE, FACES, N, MOMENTS = SIZES[-1], 20_000, 1000, 8
RATE = round(0.003 * math.sqrt(2 / (3 * 3 * 48)), 5)  # 0.0002

# Name: what it is, the group it belongs to, options.
VARIANTS = {
    "baseline": ("32 pixels from the start", "schedule", {"start": SIZE}),
    "growing": ("4, 8, 16, 32 pixels, new blocks faded in", "schedule", {}),
    "switched": ("4, 8, 16, 32 pixels, new blocks switched in at once", "schedule", {"fade": False}),
    "whole": ("all parts", "parts", {}),
    "no_pixel_norm": ("no pixel norm", "parts", {"pixel_norm": False}),
    "no_minibatch_std": ("no minibatch standard deviation", "parts", {"minibatch_std": False}),
    "no_scaling": ("scaled at the start, not at runtime", "parts", {"equalised": False}),
    "no_scaling_slow": (
        f"scaled at the start, rate {RATE} instead of 0.003",
        "parts",
        {"equalised": False, "rate": RATE},
    ),
}
# What a step costs, with the path past the new block; from --time on one core of an EPYC: medians of five rounds.
MILLISECONDS = {"at once": 104, 4: 12, 8: 29, 16: 65, 32: 107}
SCORES = (("frechet", ".2f"), ("precision", ".2f"), ("recall", ".2f"), ("coverage", ".2f"))


def game_of(variant: str, seed: int, steps: int):
    """A game and its phases; `steps` are those of the networks that grow."""
    options = dict(VARIANTS[variant][2])
    fade, rate = options.pop("fade", True), options.pop("rate", None)
    if rate is not None:
        for player in ("d", "g"):
            options[f"{player}_optimizer"] = keras.optimizers.Adam(rate, 0.0, 0.99)
    if "start" in options:
        steps = round(steps * np.mean([MILLISECONDS[s] for s in SIZES]) / MILLISECONDS["at once"])
    game, phases = recipes.growing("laptop", steps, SIZE, seed, **options)
    return game, [p if fade else dataclasses.replace(p, fade_steps=0) for p in phases]


class Judge:
    """What the reader reads in small images, beside what it reads in held-out faces."""

    def __init__(self):
        self.reader = metrics.face_reader()
        self.real = self.read(data.faces.drawn_faces(2000, seed=2, size=SIZE).images)

    def read(self, images: np.ndarray) -> np.ndarray:
        return self.reader.features(resized(images, 80))

    def score(self, images: np.ndarray) -> float:
        return round(float(metrics.frechet_distance(self.read(images), self.real, groups=0)), 3)

    def fidelity_and_variety(self, images: np.ndarray) -> dict:
        found = metrics.precision_recall(self.real, self.read(images))
        return {name: round(getattr(found, name), 4) for name in ("precision", "recall", "coverage")}


class Watch(keras.callbacks.Callback):
    """Scores at chosen steps, and the time that they took."""

    def __init__(self, seconds_at: dict[int, float]):
        super().__init__()
        self.judge, self.seconds_at, self.step, self.curve, self.spent = Judge(), seconds_at, 0, [], 0.0

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step in self.seconds_at:
            start = time.process_time()
            gl.backend.sync(self.model)
            images = self.model.generate(N, seed=0)
            seconds = round(self.seconds_at[self.step], 1)
            row = {"step": self.step, "seconds": seconds, "size": images.shape[1]}
            self.curve.append({**row, "frechet": self.judge.score(images)})
            self.spent += time.process_time() - start


def moments(phases) -> dict[int, float]:
    """The steps after which an eighth of the time, two eighths, … have passed, and the seconds till then."""
    costs = [MILLISECONDS[p.size if len(phases) > 1 else "at once"] for p in phases]
    seconds = np.cumsum(np.repeat(costs, [p.steps for p in phases])) / 1000
    steps = [int(np.searchsorted(seconds, seconds[-1] * k / MOMENTS - 1e-9)) for k in range(1, MOMENTS + 1)]
    return {min(s, len(seconds) - 1) + 1: float(seconds[min(s, len(seconds) - 1)]) for s in steps}


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    start = time.process_time()
    game, phases = game_of(variant, seed, steps)
    faces, watch = data.faces.drawn_faces(FACES, seed=0, size=SIZE), Watch(moments(phases))
    before = time.process_time()
    for phase in phases:
        game.fit(faces, **phase.enter(game), verbose=0, callbacks=[watch])
    seconds = time.process_time() - before - watch.spent
    images = game.generate(N, seed=0)
    found = {
        "frechet": watch.curve[-1]["frechet"],
        "curve": watch.curve,
        "own_steps": sum(p.steps for p in phases),
        "seconds_of_one_core": round(seconds),
    }
    if VARIANTS[variant][1] == "parts":
        found |= watch.judge.fidelity_and_variety(images)
        found |= {"commit": commit(), "machine": computer()}
    print(f"{time.process_time() - start:.0f} s in all", flush=True)
    return found, images


def references() -> dict:
    """What other faces score: as many drawn at 32 pixels, and the same averaged down to fewer."""
    judge, images = Judge(), data.faces.drawn_faces(N, seed=3, size=SIZE).images
    found = {"real faces": images, **{f"real faces at {s} pixels": resized(images, s) for s in (16, 8, 4)}}
    return {
        name: {"frechet": judge.score(some), **judge.fidelity_and_variety(some)}
        for name, some in found.items()
    }


def milliseconds(steps: int = 12) -> None:
    """Print what a step costs at each size, measured in turn."""
    faces, plays = data.faces.drawn_faces(500, seed=0, size=SIZE), {}
    for name in MILLISECONDS:
        start = SIZE if name == "at once" else max(4, name // 2)
        game, phases = recipes.growing("laptop", 1000, SIZE, 1, start=start)
        if name != "at once":
            next(p for p in phases if p.size == name).enter(game)
        plays[name] = lambda n, game=game: game.fit(
            faces, batch_size=16, epochs=1, steps_per_epoch=n, verbose=0
        )
    print({name: round(each) for name, each in in_turn(plays, steps).items()})


STUDY = Study(
    name="growing",
    variants=VARIANTS,
    scores=SCORES,
    shown=tuple(range(8)),
    about={
        "data": f"{FACES:,} drawn faces of {SIZE} pixels",
        "batch_size": 16,
        "scored_by": f"{N:,} images of the averaged generator, enlarged to 80 pixels, and metrics.face_reader",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    if "--time" in sys.argv:
        milliseconds()
    else:
        STUDY.main(__doc__, steps=1600)
