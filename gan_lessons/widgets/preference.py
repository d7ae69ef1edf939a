"""Which do you prefer? Two images from hidden sources, for a moment; then win rates with their intervals."""

from __future__ import annotations

import base64
import html
import math
import time
from collections.abc import Mapping
from itertools import combinations

from gan_lessons import metrics, plots
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np

TIMES = {"0.25 s": 0.25, "0.5 s": 0.5, "1 s": 1.0, "2 s": 2.0, "as long as I like": math.inf}
BLANK = 0.4  # seconds between an answer and the next pair, so that each pair is seen to begin
_GAP = 24
_SHOWN = 12  # pairs in the still picture

# The page itself covers the images again: a message from the kernel would come late, and never equally late. An animation
# that keeps nothing before and after its time leaves an image as it is otherwise: not there.
_STYLE = "<style>@keyframes gl-glimpse { from { opacity: 1 } to { opacity: 1 } }</style>"


class Preference(WithPicture):
    """See `preference`.

    Attributes
    ----------
    judgements : list of (str, str)
        For each pair judged so far, the source that was preferred and the other one.
    trial : int
        The number of the pair that is on show, from 0; `n` when all are judged.
    """

    def __init__(
        self, models, n=24, seconds=0.5, seed=0, sheet=1, question="Which do you prefer?", width=196
    ):
        self._sets = _checked(models)
        self.names = list(self._sets)
        self.n, self._sheet = _whole("n", n), _whole("sheet", sheet)
        self.seconds = math.inf if seconds is None else float(seconds)
        if not self.seconds > 0:
            raise ValueError(
                f"seconds is {seconds!r}; give a number above 0, or None for as long as one likes."
            )
        self._seed, self._question = seed, str(question)
        pairs = list(combinations(range(len(self.names)), 2))
        if self.n % len(pairs):
            raise ValueError(
                f"n is {self.n}; with {len(self.names)} sources there are {len(pairs)} pairs to compare equally often. "
                f"Give a multiple of {len(pairs)}."
            )
        self._games = self.n // len(pairs)
        needed = self._games * (len(self.names) - 1) * self._sheet
        for name, images in self._sets.items():
            if len(images) < needed:
                raise ValueError(
                    f"{name!r} has {len(images)} images; {self.n} pairs of sheets of {self._sheet} need {needed} of each, "
                    "so that none is shown twice. Give more images, or a smaller n."
                )
        cols = math.ceil(math.sqrt(self._sheet))
        self._scale = max(1, round(width / (cols * next(iter(self._sets.values())).shape[2])))
        self._build()
        self._deal()

    def _build(self):
        times = {**TIMES}
        if self.seconds not in times.values():
            times = {f"{self.seconds:g} s": self.seconds, **times}
        self._time = ipw.Dropdown(
            options=list(times.items()),
            value=self.seconds,
            description="shown for",
            layout={"width": "auto"},
        )
        self._pair, self.status = ipw.HTML(), ipw.HTML()
        self._keys = ipw.IntSlider(
            min=-1,
            max=1,
            description="← keys →",
            readout=False,
            layout={"width": "auto"},
            tooltip="Tab or click here, then the arrow keys choose",
        )
        self._buttons = {}
        for name, text, icon, act in (
            ("left", "Left", "arrow-left", lambda _: self._pressed("left")),
            ("right", "Right", "arrow-right", lambda _: self._pressed("right")),
            ("start", "Start", "play", lambda _: self.start()),
        ):
            self._buttons[name] = ipw.Button(description=text, icon=icon, layout={"flex": "1 1 90px"})
            self._buttons[name].on_click(act)
            self._buttons[name].add_class(f"gl-{name}")
        for control, name in (
            (self._time, "seconds"),
            (self._pair, "pair"),
            (self._keys, "keys"),
            (self.status, "status"),
        ):
            control.add_class(f"gl-{name}")
        choose = ipw.HBox([self._buttons["left"], self._buttons["right"]])
        super().__init__(
            [
                ipw.VBox([self._pair, choose, self._keys], layout={"flex": "none", "max_width": "100%"}),
                ipw.VBox(
                    [ipw.HBox([self._time, self._buttons["start"]]), self.status],
                    layout={"flex": "1 1 300px", "max_width": "520px", "grid_gap": "8px"},
                ),
            ],
            "gl-preference",
        )
        self._time.observe(self._retimed, "value")
        self._keys.observe(self._key, "value")

    # ---- the test ---------------------------------------------------------------------------------------------------

    def _deal(self):
        rng = np.random.default_rng(self._seed)
        order = []
        for a, b in combinations(range(len(self.names)), 2):
            # Each side as often as the other: who always says "left" then prefers nobody.
            turned = np.arange(self._games) % 2 == rng.integers(2)
            order += [(b, a) if turn else (a, b) for turn in turned]
        self._order = [order[i] for i in rng.permutation(self.n)]
        queues = [iter(rng.permutation(len(images))) for images in self._sets.values()]
        self._picks = [
            tuple([int(next(queues[side])) for _ in range(self._sheet)] for side in sides)
            for sides in self._order
        ]
        self.judgements: list[tuple[str, str]] = []
        self._running = False
        self._show()

    def start(self) -> None:
        """Show the first pair. If the test is under way or over, begin again with other images."""
        if self._running or self.judgements:
            self._seed += 1
            self._deal()
        self._running = True
        self._show()

    def choose(self, side: str) -> None:
        """Prefer the image on the "left" or on the "right" and go on. Before the start and after the end nothing happens.

        Raises
        ------
        ValueError
            If it is neither.
        """
        if side not in ("left", "right"):
            raise ValueError(f'side is {side!r}; choose "left" or "right".')
        if not self._running:
            return
        left, right = (self.names[i] for i in self._order[self.trial])
        self.judgements.append((left, right) if side == "left" else (right, left))
        self._running = self.trial < self.n
        self._show()

    @property
    def trial(self) -> int:
        return len(self.judgements)

    @property
    def done(self) -> bool:
        return self.trial == self.n

    @property
    def result(self) -> metrics.Preferences:
        """Win rates of the judgements so far. Looking before the end, and stopping when it pleases, spoils a test."""
        return metrics.preferences(self.names, self.judgements)

    @property
    def pair(self) -> tuple[np.ndarray, np.ndarray]:
        """What is on show, left and right: (sheet, h, w, c), uint8 each; after the end, the last pair."""
        i = min(self.trial, self.n - 1)
        left, right = (
            self._sets[self.names[source]][picks]
            for source, picks in zip(self._order[i], self._picks[i], strict=True)
        )
        return left, right

    def _pressed(self, side):
        # A key that is held down presses its button again and again; what was not seen cannot be preferred.
        if time.monotonic() - self._since >= BLANK:
            self.choose(side)

    def _key(self, change):
        if change["new"]:
            self._keys.value = 0
            self._pressed("left" if change["new"] < 0 else "right")

    def _retimed(self, change):
        self.seconds = change["new"]
        if self._running or self.judgements:  # one test, one time
            self._seed += 1
            self._deal()

    # ---- what is seen -----------------------------------------------------------------------------------------------

    def _show(self):
        self._since = time.monotonic()
        self._pair.value = self._pictures()
        for name in ("left", "right"):
            self._buttons[name].disabled = not self._running
        self._keys.disabled = not self._running
        self._buttons["start"].description = "Start again" if self._running or self.judgements else "Start"
        state = "running" if self._running else "done" if self.done else "waiting"
        self.status.value = (
            f'<div role="status" data-trial="{self.trial}" data-state="{state}" style="line-height: 1.5">'
            f"{self._words()}</div>"
        )

    def _pictures(self):
        sides = []
        for name, images in zip(("left", "right"), self.pair, strict=True):
            array = self._array(images)
            size = f"width: {array.shape[1]}px; height: {array.shape[0]}px"
            inner = ""
            if self._running:
                if math.isinf(self.seconds):
                    glimpse = f"1ms linear {BLANK}s forwards"
                else:
                    glimpse = f"{self.seconds}s linear {BLANK}s"
                data = base64.b64encode(plots.png(array)).decode()
                inner = (
                    f'<img class="gl-{name}-image" alt="{name}" src="data:image/png;base64,{data}" '
                    f'style="display: block; opacity: 0; animation: gl-glimpse {glimpse}; {size}">'
                )
            sides.append(
                f'<div style="{size}; border: 3px solid {plots.FAINT}; box-sizing: content-box; '
                f'background: repeating-linear-gradient(45deg, #DDD 0 8px, #EEE 8px 16px)">{inner}</div>'
            )
        return f'{_STYLE}<div style="display: flex; flex-wrap: wrap; gap: {_GAP}px">{"".join(sides)}</div>'

    def _array(self, images):
        cols = math.ceil(math.sqrt(self._sheet))
        return plots.grid_image(images, cols=cols, scale=self._scale)

    def _words(self):
        question = f"<b>{html.escape(self._question)}</b>"
        if self.done:
            return self._result_words()
        if not self._running:
            return (
                f"{question}<br>{self.n} pairs, each shown for "
                f"{'as long as you like' if math.isinf(self.seconds) else f'{self.seconds:g} s'}, then covered. Choose by a "
                "button, or put the focus on the slider below the images and use ← and →. "
                "Nothing is said about your answers before the end: judges learn from that, and the last pairs would be "
                "another test than the first. Press <b>Start</b>."
            )
        return f"{question}<br>Pair {self.trial + 1} of {self.n}. If you cannot tell, guess."

    def _result_words(self):
        found = self.result
        rows = "".join(
            f"<tr><td style='text-align: left'>{html.escape(name)}</td><td>{rate.value:.0%}</td>"
            f"<td>{rate.low:.0%} to {rate.high:.0%}</td><td>{_bar(rate)}</td></tr>"
            for name, rate in found.rates.items()
        )
        said = "<br>".join(html.escape(sentence) for sentence in found.sentences)
        return (
            f"That was all: <b>{found.n} judgements</b> by one judge."
            "<table style='border-spacing: 10px 2px'><tr><th></th><th>preferred</th><th>95 % interval (Wilson)</th>"
            f"<th></th></tr>{rows}</table>{said}"
        )

    def still(self) -> plots.Picture:
        """The first pairs without their sources; once all are judged, the win rates."""
        if self.done:
            return plots.win_rates(
                self.result.rates, title=f"What was preferred, in {self.n} judgements by one judge"
            )
        shown = min(_SHOWN, self.n)
        rows = []
        for side in (0, 1):
            sheets = []
            for sides, picks in list(zip(self._order, self._picks, strict=True))[:shown]:
                images = self._sets[self.names[sides[side]]][picks[side]]
                array = plots.grid_image(images, cols=math.ceil(math.sqrt(self._sheet)))
                sheets.append(255 - array[..., None] if array.ndim == 2 else array)
            rows.append(np.stack(sheets))
        return plots.strip(
            rows,
            ["left", "right"],
            cols=shown,
            columns=range(1, shown + 1),
            title=f"{self._question} Choose left or right in each pair; the sources are hidden",
        )


def preference(
    models: Mapping[str, np.ndarray],
    n: int = 24,
    seconds: float | None = 0.5,
    seed: int = 0,
    sheet: int = 1,
    question: str = "Which do you prefer?",
    width: int = 196,
) -> Preference:
    """A test of preference: two images at a time from hidden sources, shown for a moment; which is better?

    Each pair of sources is compared equally often, each source stands on each side (nearly) equally often, and no image comes
    twice. Nothing is said about the answers before the end, because judges improve with feedback (Salimans and others, arXiv
    1606.03498). Then each source has its win rate with a 95 % Wilson interval, and a sentence says whether that decides.

    Parameters
    ----------
    models : mapping of name to array-like (m, h, w, c)
        At least two sources of images of one shape: uint8, or float in [-1, 1]. One of them may be real images. The names
        are told at the end.
    n : int
        How many judgements; a multiple of the number of pairs of sources.
    seconds : float or None
        For how long a pair is shown before it is covered, at first; None: until the answer.
    seed : int
        Seed of order, sides and images.
    sheet : int
        How many images each side shows: 1, or 4, 9, ... in a square. A sheet lets variety be judged too.
    question : str
        What the judge is asked. It matters: ask for one thing.
    width : int
        About how many pixels wide a side is.

    Returns
    -------
    Preference
        `.result` is a `metrics.Preferences`.

    Raises
    ------
    ValueError
        If there are fewer than two sources, their shapes differ, there are too few images, or n is no such multiple.
    """
    return Preference(models, n, seconds, seed, sheet, question, width)


def _bar(rate) -> str:
    """The interval, the rate and the mark of 50 %, in SVG."""
    x = [f"{4 + 112 * share:.1f}" for share in (rate.low, rate.high, rate.value)]
    return (
        '<svg viewBox="0 0 120 16" width="120" height="16" aria-hidden="true"><g stroke="currentColor" fill="currentColor">'
        '<line x1="60" x2="60" y1="0" y2="16" stroke-dasharray="2 2" opacity="0.6"/>'
        f'<line x1="{x[0]}" x2="{x[1]}" y1="8" y2="8" stroke-width="2"/><circle cx="{x[2]}" cy="8" r="3.5"/></g></svg>'
    )


def _checked(models) -> dict[str, np.ndarray]:
    sets = {str(name): plots.to_uint8(images) for name, images in dict(models).items()}
    if len(sets) < 2:
        raise ValueError(f"Given {len(sets)} source of images; a comparison needs at least two.")
    shapes = {name: images.shape[1:] for name, images in sets.items()}
    if len(set(shapes.values())) > 1:
        raise ValueError(
            f"The sources have images of shapes {shapes}; give images of one shape, or the shape gives them away."
        )
    return sets


def _whole(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} is {value!r}; give a whole number of at least 1.")
    return int(value)
