"""The numbers that a verdict rests on, and from where on they speak for a failure."""

from __future__ import annotations

from dataclasses import dataclass

MIN_STEPS = 100  # chapter 10: erratic until then, also in runs that go well
WINDOW = 0.1  # the last tenth of the steps: single batches jump
PATIENCE = 300  # until then samples that resemble nothing may still become something
FLAT = 0.05  # the minimax loss's slope for a D that is 95 % sure; it is 0.5 for one that guesses
EQUAL = 0.05  # of the real images' distances: below it all samples are one
ALIKE = 0.5  # the recorded runs that work: 0.95 and 0.96 of the real images' distances
THIN = 0.33  # the recorded runs that work: 1.1 of the real images' dimensions; with one latent number 0.14
COPIES = 0.6  # copies with a little noise: 0.55; other real images 1.07; the recorded runs that work: 1.2
COPIES_POINTS = 0.25  # in few dimensions chance alone brings other real points to 0.6
COPIED_FEW = 0.3  # of the real ones that as many copies, each of any real one, would be copies of
FAR_POINTS = 0.1  # of the mean distance between real points
NEAR = (
    0.05  # of the mean distance between real points: a real point is covered if a sample is as near as that
)
FAR = 1.6  # above it samples resemble nothing real: joint batches 2.3 and more
UNCOVERED = 0.7  # of points. 0.97 are expected from samples as good as real ones
FEW_DIMENSIONS = 10  # up to here neighbours say what is covered; beyond, regions say it
TWIN = 0.2  # of the distance between real neighbours: nearer samples are one and the same
TWINS = 0.9  # share of the samples with a twin; hardly any real image has one
ROUGH = 5.0  # times the real images' differences between neighbouring pixels; shuffled pixels of photographs have 10
STARVED = 0.2  # of the samples that its share of the real ones promises: a region with fewer is hardly drawn
STARVED_CLASS = 0.1  # the same of a class, which a classifier gives some of its neighbours' images to
STARVED_SURELY = 0.2  # the same among what it is sure of
SURE = 0.9  # probability; poor images are seldom given more, and those that are tell nothing of the others
LEFT_OUT = 0.125  # of the real ones lie in such regions: 0.15 to 0.25 where 3 of 10 classes are never drawn
LEFT_OUT_OF_CLASSES = 0.3  # likewise, where a classifier found every class
PIXELS = 1024  # numbers of an image, at most: larger ones are averaged down
ROWS = 1000  # samples that are looked at; more would take longer and change little
NUMBERS = (
    8_000_000  # of the real ones that they are compared with: a copy is seen only beside what it is a copy of
)

# What is read of a history: losses of a discriminator, on both sides or their mean, and of a generator; of a critic its distance.
ROLES = ("d_loss_real", "d_loss_fake", "d_loss", "g_loss", "distance")


@dataclass(frozen=True)
class Evidence:
    """One number that a verdict rests on.

    Attributes
    ----------
    name : str
    value : float
    usual : str
        What it is in a training that goes well.
    says : str
        What this value means.
    """

    name: str
    value: float
    usual: str
    says: str

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.3g} (usual: {self.usual}). {self.says}"
