"""A set of real pictures that you thin out, choose from and cover with noise, beside its Inception Score and the score's two parts."""

from __future__ import annotations

from gan_lessons import numeric, plots
from gan_lessons.metrics.classifiers import judge_of
from gan_lessons.metrics.inception_score import score_of_group
from gan_lessons.plots.canvas import DENSITY
from gan_lessons.plots.style import pixel_font
from gan_lessons.widgets.redrawn import Redrawn, as_figure

import ipywidgets as ipw
import numpy as np
from PIL import Image, ImageDraw

SIZE = 1_000  # pictures in the set
NOISE = (0, 10, 20, 40, 60, 80, 120)  # standard deviation, in levels of 0 to 255
EACH = (1, 2, 3, 5, 10, 20, 50, 100)  # different pictures of each class
CHOICES = ("at random", "the surest first")
_COLUMNS = 12  # pictures shown of each class
_BARS = ("classes in use", "÷ hesitates between", "= score")


def parts(probabilities: np.ndarray) -> tuple[float, float]:
    """Classes in use, and classes that an image hesitates between, of probabilities (n, classes): the score is their quotient."""
    p = probabilities.astype("float64")

    def entropy(rows):
        return -(rows * np.log(rows, out=np.zeros_like(rows), where=rows > 0)).sum(axis=-1)

    return float(np.exp(entropy(p.mean(axis=0)))), float(np.exp(entropy(p).mean()))


class ScoreBench(Redrawn):
    """See `score_bench`.

    Attributes
    ----------
    score, in_use, hesitates : float
        The score of the set that is shown, and its parts.
    untouched : float
        The score of the set as it was at first.
    different : int
        How many different pictures the set holds.
    """

    DENSITY, FRAMED = DENSITY, False

    def __init__(self, images, labels, extractor="mnist", seed=0):
        rng = numeric.rng(seed)
        reader = judge_of(extractor)
        self._images, self._place = _drawn(plots.to_uint8(images), np.asarray(labels), reader.classes, rng)
        self._each = tuple(k for k in EACH if k < self._place.shape[1]) + self._place.shape[1:]
        noise = rng.standard_normal(self._images.shape, "float32")
        self._noisy = [np.rint(self._images + level * noise).clip(0, 255).astype("uint8") for level in NOISE]
        self._read = [reader.probabilities(noisy) for noisy in self._noisy]
        own = self._read[0][self._place, np.arange(len(self._place))[:, None]]
        surest = np.take_along_axis(self._place, np.argsort(-own, axis=1, kind="stable"), axis=1)
        self._orders = dict(zip(CHOICES, (self._place, surest), strict=True))
        self._beyond, self.untouched = [], 0.0
        wide = {"layout": {"width": "auto"}, "style": {"description_width": "150px"}}
        classes = len(self._place)
        self._classes = ipw.IntSlider(value=classes, min=1, max=classes, description="classes in use", **wide)
        self._different = ipw.SelectionSlider(
            options=self._each, value=self._each[-1], description="different of each", **wide
        )
        self._choice = ipw.ToggleButtons(
            options=CHOICES, value=CHOICES[0], description="chosen", style={"button_width": "auto"}
        )
        self._noise = ipw.SelectionSlider(options=NOISE, value=0, description="noise", **wide)
        controls = {"classes": self._classes, "different": self._different, "choice": self._choice}
        super().__init__(controls | {"noise": self._noise}, "gl-score-bench")

    def _settings(self):
        return self._classes.value, self._different.value, self._choice.value, self._noise.value

    def rows(self, classes: int, different: int, choice: str) -> np.ndarray:
        """Which pictures the set holds, (SIZE,), class by class; each is repeated as often as it takes."""
        order = self._orders[choice][:classes, :different]
        sizes = [len(part) for part in np.array_split(np.empty(SIZE), classes)]
        return np.concatenate([np.resize(row, size) for row, size in zip(order, sizes, strict=True)])

    def _made(self, settings):
        classes, different, choice, noise = settings
        rows, level = self.rows(classes, different, choice), NOISE.index(noise)
        p = self._read[level][rows]
        self.score = score_of_group(p)
        self.in_use, self.hesitates = parts(p)
        self.different = len(np.unique(rows))
        self.untouched = self.untouched or self.score
        if round(self.score, 2) > round(self.untouched, 2):
            self._beyond.append((self.different, noise))
        beyond = "No set scored higher than that so far."
        if self._beyond:
            fewest, noisiest = (
                tops(of) for tops, of in zip((min, max), zip(*self._beyond, strict=True), strict=True)
            )
            beyond = f"Scored higher than that, so far: with as few as {fewest:,} different pictures, with noise up to {noisiest}"
        text = (
            f"<b>{self.in_use:.2f}</b> classes in use ÷ <b>{self.hesitates:.2f}</b> that an image hesitates between<br>"
            f"= Inception Score <b>{self.score:.2f}</b>; the set as it was: {self.untouched:.2f}<br>"
            f"<b>{self.different:,}</b> different pictures among {SIZE:,}<br>{beyond}"
        )
        return self._picture(level, settings), text

    def _picture(self, level, settings):
        classes, different, choice, _ = settings
        order = self._orders[choice][:classes, :different]
        shown = self._noisy[level][[np.resize(row, _COLUMNS) for row in order]]
        empty = np.zeros((len(self._place) - classes, *shown.shape[1:]), "uint8")
        shown = np.concatenate([shown, empty]).reshape(-1, *shown.shape[2:])
        tiles = plots.grid_image(shown, len(self._place), _COLUMNS, scale=DENSITY)
        tiles = tiles if tiles.ndim == 3 else tiles[..., None].repeat(3, axis=2)
        bars = Image.new("RGB", (tiles.shape[1], 100 * DENSITY), "white")
        self._draw_bars(ImageDraw.Draw(bars), bars.size[0] - 6 * DENSITY)
        return np.concatenate([tiles, np.asarray(bars)])

    def _draw_bars(self, draw, right):
        small, left = pixel_font(12 * DENSITY), 134 * DENSITY
        most = len(self._place)
        values = self.in_use, self.hesitates, self.score
        for i, (name, value) in enumerate(zip(_BARS, values, strict=True)):
            top = (10 + 26 * i) * DENSITY
            middle, end = top + 9 * DENSITY, left + (right - left) * value / most
            draw.text((0, middle), name, fill=plots.INK, font=small, anchor="lm")
            draw.rectangle((left, top, right, top + 18 * DENSITY), fill="#F0F0F0")
            draw.rectangle((left, top, end, top + 18 * DENSITY), fill="#B9B9B9" if i < 2 else plots.FAINT)
            inside = value > most / 2
            draw.text(
                (end + (-5 if inside else 5) * DENSITY, middle), f"{value:.2f}", font=small,
                fill="white" if inside and i == 2 else plots.INK, anchor="rm" if inside else "lm",
            )  # fmt: skip
        at, low = left + (right - left) * self.untouched / most, 80 * DENSITY
        draw.line((at, 58 * DENSITY, at, low + 4 * DENSITY), fill=plots.REAL, width=2 * DENSITY)
        words = f"the set as it was: {self.untouched:.2f}"
        draw.text((at, low + 4 * DENSITY), words, fill=plots.REAL, font=small, anchor="ra")

    def still(self) -> plots.Picture:
        """The set that is shown and its score, as a figure."""
        title = (
            f"{SIZE:,} pictures, {self.different:,} of them different: {self.in_use:.2f} classes in use ÷ {self.hesitates:.2f} "
            f"that an image hesitates between = Inception Score {self.score:.2f}"
        )
        return as_figure(self.array, title)


def score_bench(images, labels, extractor: str = "mnist", seed: int = 0) -> ScoreBench:
    """Change a set of a thousand real pictures, and see its Inception Score, the score's two parts, and the pictures (chapter 12).

    Four controls: how many classes are in use, how many different pictures of each (which are repeated until the set is full), whether
    these are chosen at random or by how sure the classifier is of them, and how much noise covers them. All pictures are
    read once, at first, at each level of noise; then each move costs a few milliseconds.

    Parameters
    ----------
    images : ndarray (n, h, w, c)
        Real images that the classifier takes, uint8 or float in [-1, 1].
    labels : array-like (n,)
        Their classes, whole numbers from 0. Up to 100 of each class are drawn, as many of each.
    extractor : str or Classifier
        What reads them; it must know classes.
    seed : int
        Of the draw and of the noise.

    Returns
    -------
    ScoreBench
        `find("classes")`, `find("different")`, `find("choice")` and `find("noise")` are its controls.

    Raises
    ------
    ValueError
        If there is not one label for each image, a class of the classifier has no image, or no classifier has that name.
    """
    return ScoreBench(images, labels, extractor, seed)


def _drawn(images, labels, classes, rng) -> tuple[np.ndarray, np.ndarray]:
    """Pictures of all classes, and which of them belong to each class: (classes, as many of each)."""
    if labels.shape != (len(images),):
        raise ValueError(f"{len(images)} images and labels of shape {labels.shape}; give one label for each.")
    found = [rng.permutation(np.flatnonzero(labels == k)) for k in range(classes)]
    each = min(EACH[-1], *(len(rows) for rows in found))
    if not each:
        missing = next(k for k, rows in enumerate(found) if not len(rows))
        raise ValueError(f"No image has the label {missing}; give some of each of the {classes} classes.")
    images = images[np.concatenate([rows[:each] for rows in found])]
    return images, np.arange(classes * each).reshape(classes, each)
