"""Be the discriminator: real or generated, one image after another, with the score that a statistician would give."""

from __future__ import annotations

import math

from gan_lessons import plots
from gan_lessons.widgets.base import WithPicture, framed

import ipywidgets as ipw
import numpy as np


class Judge(WithPicture):
    """See `judge`.

    Attributes
    ----------
    answers : list of bool
        For each image judged so far, whether the answer was right.
    array : ndarray (h, w) or (h, w, 3), uint8
        The picture that is shown.
    """

    def __init__(self, real, generated, rounds: int = 20, seed: int = 0, width: int = 196):
        self._sets = {True: plots.to_uint8(real), False: plots.to_uint8(generated)}
        if self._sets[True].shape[1:] != self._sets[False].shape[1:]:
            raise ValueError(
                f"Real images have shape {self._sets[True].shape[1:]}, generated ones {self._sets[False].shape[1:]}; "
                "give images of one shape, or the shape gives them away."
            )
        fewest = min(len(images) for images in self._sets.values())
        if not 1 <= rounds <= fewest:
            raise ValueError(
                f"rounds is {rounds}; with {fewest} images of one kind it must lie between 1 and {fewest}."
            )
        self._rounds, self._seed = rounds, seed
        h, w = self._sets[True].shape[1:3]
        self._scale = max(1, round(width / w))
        frame = framed(w * self._scale, h * self._scale)
        frame["layout"]["border"] = f"3px solid {plots.FAINT}"  # neither colour: that is the question
        self.image = ipw.Image(format="png", **frame)
        self.status = ipw.HTML()
        self._buttons = {}
        for name, text, tooltip in (
            ("real", "Real", "from the data set"),
            ("generated", "Generated", "computed by a network"),
            ("again", "Start again", "other images"),
        ):
            button = ipw.Button(description=text, tooltip=tooltip, layout={"width": "auto"})
            button.add_class(f"gl-{name}")
            self._buttons[name] = button
        self._buttons["real"].on_click(lambda _: self.answer(True))
        self._buttons["generated"].on_click(lambda _: self.answer(False))
        self._buttons["again"].on_click(lambda _: self.restart())
        for widget, name in ((self.image, "image"), (self.status, "status")):
            widget.add_class(f"gl-{name}")
        super().__init__(
            [
                self.image,
                ipw.VBox(
                    [ipw.HBox([*self._buttons.values()]), self.status],
                    layout={"flex": "0 1 440px", "grid_gap": "8px"},
                ),
            ],
            "gl-judge",
        )
        self._start()

    def _start(self):
        rng = np.random.default_rng(self._seed)
        # A coin for each image, so that no count of what has passed helps with what is to come.
        self._truth = rng.random(self._rounds) < 0.5
        self._pick = {kind: rng.permutation(len(images)) for kind, images in self._sets.items()}
        self.answers: list[bool] = []
        self._said = "Is this image real or generated?"
        self._show()

    def restart(self) -> None:
        """Begin again with other images."""
        self._seed += 1
        self._start()

    def answer(self, real: bool) -> None:
        """Judge the image that is shown, and go on to the next one. After the last one nothing happens."""
        if self.done:
            return
        truth = bool(self._truth[len(self.answers)])
        self.answers.append(real == truth)
        verdict = "Right" if self.answers[-1] else "No"
        self._said = f"{verdict}: it was <b>{'real' if truth else 'generated'}</b>."
        self._show()

    @property
    def done(self) -> bool:
        return len(self.answers) == self._rounds

    @property
    def images(self) -> np.ndarray:
        """All images of this round in the order in which they come, uint8 (rounds, h, w, c), for another judge."""
        return np.stack([self._image(i) for i in range(self._rounds)])

    @property
    def truth(self) -> np.ndarray:
        """Which of them are real, bool (rounds,)."""
        return self._truth.copy()

    @property
    def chance(self) -> float:
        """How often somebody who throws a coin would be right at least as often as the reader was."""
        n, right = len(self.answers), sum(self.answers)
        return sum(math.comb(n, k) for k in range(right, n + 1)) / 2**n

    def _image(self, i):
        kind = bool(self._truth[i])
        return self._sets[kind][self._pick[kind][i]]

    def _show(self):
        n = len(self.answers)
        self.array = plots.grid_image(self._image(min(n, self._rounds - 1))[None], scale=self._scale)
        self.image.value = plots.png(self.array)
        for name in ("real", "generated"):
            self._buttons[name].disabled = self.done
        words = self._said
        if n:
            share = sum(self.answers) / n
            error = math.sqrt(share * (1 - share) / n)
            words += f"<br>{sum(self.answers)} of {n} right: {share:.0%} ± {error:.0%}. Guessing gives 50 %."
        if self.done:
            words += (
                f"<br>That was all. A coin would do at least as well with a probability of <b>{self.chance:.0%}</b>"
                + (
                    ": you can tell them apart."
                    if self.chance < 0.05
                    else ": on this evidence you cannot tell them apart."
                )
            )
        else:
            words += f"<br>Image {n + 1} of {self._rounds}."
        self.status.value = f'<div data-answers="{n}" style="line-height: 1.6">{words}</div>'

    def still(self) -> plots.Picture:
        """The images in the order in which they come, without the answers."""
        return plots.grid(
            self.images,
            cols=min(10, self._rounds),
            title="Real or generated? Decide for each, then ask the widget",
        )


def judge(
    real: np.ndarray, generated: np.ndarray, rounds: int = 20, seed: int = 0, width: int = 196
) -> Judge:
    """You are the discriminator: real or generated?

    Each image is chosen by a coin, from the real or from the generated ones. The score comes with its standard error, and at
    the end with the probability that a coin would have done as well.

    Parameters
    ----------
    real, generated : array-like (n, h, w, c)
        uint8, or float in [-1, 1]; of one shape, at least `rounds` of each.
    rounds : int
        How many images to judge.
    seed : int
        Seed of the order.
    width : int
        About how many pixels wide an image is shown.

    Returns
    -------
    Judge

    Raises
    ------
    ValueError
        If the shapes differ or there are too few images.
    """
    return Judge(real, generated, rounds, seed, width)
