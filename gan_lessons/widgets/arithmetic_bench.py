"""Sums with faces: pick some for A, for B and for C, and see A - B + C."""

from __future__ import annotations

import html
import time
from collections.abc import Mapping, Sequence

from gan_lessons import latent, plots, sampling
from gan_lessons.plots.arithmetic import GROUP_COLOURS, arithmetic_figure
from gan_lessons.widgets import parts, readings
from gan_lessons.widgets.arithmetic_controls import COLS, OWN, Controls
from gan_lessons.widgets.arithmetic_groups import LETTERS, RESULT, parse, pools, three
from gan_lessons.widgets.base import Latest, sides

import numpy as np


class ArithmeticBench(Controls):
    """See `arithmetic_bench`.

    Attributes
    ----------
    points : ndarray (n, latent_dim), float32
        The latent points of the sheet's faces.
    chosen : dict of "A", "B", "C" to list of int
        Which faces are in each group, by their numbers on the sheet. Assign to it to choose others.
    sums : dict of str to ndarray (latent_dim,), float32
        The means of the groups that have a face, and "A − B + C" if all three have; on the shell if that is asked for.
    readings : dict of str to list
        What the reader says of the means and of the result, in the order A, B, C, result; None where there is no picture.
    array : ndarray (h, w) or (h, w, 3), uint8
        The picture of A − B + C; white while a group is empty.
    drawn, milliseconds : int, float
        How many times the pictures were drawn, and how long the last time took.
    """

    def __init__(
        self,
        generator,
        groups=None,
        reader=None,
        presets=None,
        show=None,
        seed=0,
        n=40,
        width=448,
        result_width=240,
        **given,
    ):
        self._run = draw = sampling.of(generator).of_latents(**given)
        self._d = draw.latent_dim
        self._random = np.random.default_rng(seed)
        self._pools = None if groups is None else pools(groups, self._d)
        self._reader, self._shown = reader, None if show is None else list(show)
        self.names = list(self._pools) if self._pools else list(LETTERS)
        self.drawn, self.milliseconds = 0, 0.0
        self.readings: dict[str, list] = {}
        self.sums: dict[str, np.ndarray] = {}
        self._message = ""
        self._by_hand = True
        self._sheet_shown: np.ndarray | None = None
        self._latest = Latest(self._draw, self._show_error)
        self.points = self._deal() if self._pools else latent.sample(_whole("n", n), self._d, self._random)
        self._presets = {
            str(name): dict(zip(LETTERS, three(numbers, len(self.points)), strict=True))
            for name, numbers in (presets or {}).items()
        }
        if self._pools and not presets:
            first = {c: self._row(k)[:3] for k, c in enumerate(LETTERS)}
        else:
            first = next(iter(self._presets.values()), {c: [] for c in LETTERS})
        self._chosen = {c: list(numbers) for c, numbers in first.items()}
        self._run(self.points[:1])  # the first call is slow: it must not count as the first picture's time
        super().__init__(
            len(self.points), sides(draw), list(self._presets), bool(self._pools), width, result_width
        )
        self._draw(self._state())  # here, so that a generator or reader that does not fit says so at once
        self._texts_follow()
        for c, text in self._texts.items():
            text.observe(lambda change, c=c: self._typed(c, change["new"]), "value")
        self._preset.observe(self._preset_chosen, "value")
        self._shell.observe(lambda change: self._latest.put(self._state()), "value")

    # ---- the groups, and what changes them ------------------------------------------------------------------------

    @property
    def chosen(self) -> dict[str, list[int]]:
        return {c: list(numbers) for c, numbers in self._chosen.items()}

    @chosen.setter
    def chosen(self, chosen: Mapping[str, Sequence[int]]) -> None:
        if set(chosen) != set(LETTERS):
            raise ValueError(f"chosen has {', '.join(map(repr, chosen))}; give numbers for 'A', 'B' and 'C'.")
        numbers = three([chosen[c] for c in LETTERS], len(self.points))
        self._choose(dict(zip(LETTERS, numbers, strict=True)))

    def clear(self) -> None:
        """Empty all groups."""
        self._choose({c: [] for c in LETTERS})

    def other_faces(self) -> None:
        """Other faces of the same groups on the sheet; the same places are chosen. Without given groups nothing happens."""
        if self._pools:
            self.points = self._deal()
            self._choose(self._chosen, keep_preset=True)

    def _deal(self):
        return np.concatenate(
            [pool[self._random.permutation(len(pool))[: self._per_row]] for pool in self._pools.values()]
        )

    @property
    def _per_row(self):
        return min(COLS, *(len(pool) for pool in self._pools.values()))

    def _row(self, k):
        return list(range(k * self._per_row, (k + 1) * self._per_row))

    def _choose(self, chosen, message="", keep_preset=False):
        self._chosen, self._message = {c: list(numbers) for c, numbers in chosen.items()}, message
        if not keep_preset:
            self._set(self._preset, next((p for p, c in self._presets.items() if c == self._chosen), OWN))
        self._texts_follow()
        self._latest.put(self._state())

    def _texts_follow(self):
        for c, numbers in self._chosen.items():
            self._set(self._texts[c], ", ".join(map(str, numbers)))

    def _clicked(self, i):
        c = LETTERS[i // self._per_row] if self._pools else self._target.value
        numbers = self._chosen[c]
        self._choose(self._chosen | {c: [j for j in numbers if j != i] if i in numbers else [*numbers, i]})

    def _typed(self, c, text):
        if not self._by_hand:
            return
        try:
            numbers = parse(text, len(self.points))
        except ValueError as error:  # said in the widget; the text stays as it is, to be put right
            self._message = f"{c}: {error}"
            self._latest.put(self._state())
            return
        self._choose(self._chosen | {c: numbers})

    def _preset_chosen(self, change):
        if self._by_hand and change["new"] in self._presets:
            self._choose(self._presets[change["new"]], keep_preset=True)

    def _set(self, widget, value):
        self._by_hand = False
        try:
            widget.value = value
        finally:
            self._by_hand = True

    def _state(self):
        return self.points, self._chosen, self._shell.value, self._message

    # ---- the pictures ---------------------------------------------------------------------------------------------

    def _draw(self, state):
        begin = time.perf_counter()
        points, chosen, shell, message = state
        raw = {c: latent.average(points[numbers]) for c, numbers in chosen.items() if numbers}
        if len(raw) == 3:
            raw[RESULT] = latent.arithmetic(*(points[chosen[c]] for c in LETTERS))
        sums = {name: latent.to_shell(z) if shell else z for name, z in raw.items()}
        images = plots.to_uint8(self._run(np.stack([*sums.values()]))) if sums else None
        images = dict(zip(sums, images if sums else (), strict=True))
        if points is not self._sheet_shown:
            sheet = latent.pictures(self._run, points)
            self.sheet.show(
                plots.grid_image(sheet, self.sheet.rows, self.sheet.cols, gap=0, scale=self._scale)
            )
            self._sheet_shown = points
        self.sheet.mark(self._marks(chosen))
        for name, picture in self._pictures.items():
            self._show_picture(name, picture, images.get(name))
            self._captions[name].value = self._caption(name, chosen, raw, shell)
        self._table.value = self._read(images)
        self.sums = sums
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        self.drawn += 1
        # After the images: who sees this text sees the images that it belongs to.
        self.status.value = self._words(raw, shell, message)

    def _marks(self, chosen):
        rings = numbers = badges = ""
        height, width = self.sheet.piece
        for i in range(len(self.points)):
            x, y = self.sheet.corner(i)
            groups = [c for c in LETTERS if i in chosen[c]]
            for k, c in enumerate(groups):
                inset = 4 + 7 * k
                rings += (
                    f'<rect x="{x + inset:g}" y="{y + inset:g}" width="{width - 2 * inset:g}" '
                    f'height="{height - 2 * inset:g}" fill="none" stroke="{GROUP_COLOURS[c]}" stroke-width="7"/>'
                )
                badges += parts.badge(x + width - 31 - 29 * k, y + 4, c, GROUP_COLOURS[c])
            numbers += (
                f'<text x="{x + 10:g}" y="{y + 27:g}" font-size="22" fill="#222222" stroke="white" stroke-width="5" '
                f'paint-order="stroke">{i}</text>'
            )
        return rings + numbers + badges

    def _caption(self, name, chosen, raw, shell):
        title = f"<b>{name}</b>"
        if name not in raw:
            return f"{title}<br>empty" if name != RESULT else title
        length = f"length {np.linalg.norm(raw[name]):.1f}"
        if shell:
            length += f" → {np.sqrt(self._d):.1f}"
        many = "" if name == RESULT else f"mean of {len(chosen[name])}<br>"
        if name == RESULT:
            return f'<div style="line-height: 1.35">{title}, {length}</div>'
        return f'<div style="line-height: 1.35">{title}, {many}{length}</div>'

    def _words(self, raw, shell, message):
        lines = []
        if message:
            lines.append(
                f'<b style="color: var(--jp-error-color1, #B00020)" data-message="1">{html.escape(message)}</b>'
            )
        if self._pools:
            lines.append(
                "; ".join(f"{c}: {html.escape(name)}" for c, name in zip(LETTERS, self.names, strict=True))
            )
        if RESULT not in raw:
            empty = [c for c in LETTERS if c not in raw]
            lines.append(f"Choose at least one face for {' and '.join(empty)}.")
        else:
            low, high = parts.typical(self._d)
            length = float(np.linalg.norm(raw[RESULT]))
            verdict = (
                "within" if low <= length <= high else "<b>below</b>" if length < low else "<b>above</b>"
            )
            lines.append(
                f"The result's length is {length:.1f}: {verdict} that of nearly all draws ({parts.typical_words(self._d)})"
                + (f"; shown at {np.sqrt(self._d):.1f}." if shell else ".")
            )
        return f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{"<br>".join(lines)}</div>'

    def _read(self, images):
        if self._reader is None or not images:
            self.readings = {}
            return ""
        read = readings.read(self._reader, np.stack([*images.values()]))
        wanted = list(read) if self._shown is None else self._shown
        missing = [name for name in wanted if name not in read]
        if missing:
            raise ValueError(f"the reader says nothing of {', '.join(missing)}; it reads {', '.join(read)}.")
        at = {name: i for i, name in enumerate(images)}
        columns = [*LETTERS, RESULT]
        self.readings = {
            name: [read[name][at[column]] if column in at else None for column in columns] for name in wanted
        }
        table = readings.table(columns, self.readings, readings.ranges(self._reader), bold=RESULT, like="C")
        return f"What the reader sees; in bold, where the result differs from C:{table}"

    def still(self) -> plots.Picture:
        """The faces of each group, their means, and the result, as a figure."""
        chosen = {c: numbers for c, numbers in self._chosen.items() if numbers}
        if len(chosen) < 3:
            images = latent.pictures(self._run, self.points)
            labels = list(range(len(images)))
            return plots.grid(
                images,
                cols=self.sheet.cols,
                labels=labels,
                title="The sheet: choose some for A, for B and for C",
            )
        shell = self._shell.value
        means = [latent.average(self.points[numbers], shell) for numbers in chosen.values()]
        result = latent.arithmetic(*(self.points[numbers] for numbers in chosen.values()), renormalise=shell)
        drawn = latent.pictures(self._run, np.stack([*means, result]))
        members = [latent.pictures(self._run, self.points[numbers[:6]]) for numbers in chosen.values()]
        return arithmetic_figure(
            members,
            drawn[:3],
            drawn[3],
            names=self.names if self._pools else None,
            title="A − B + C, with the means of the groups" + (", put back on the shell" if shell else ""),
        )


def arithmetic_bench(
    generator,
    groups: Mapping[str, np.ndarray] | None = None,
    reader=None,
    presets: Mapping[str, Sequence[Sequence[int]]] | None = None,
    show: Sequence[str] | None = None,
    seed: int = 0,
    n: int = 40,
    width: int = 448,
    result_width: int = 240,
    **given,
) -> ArithmeticBench:
    """Pick faces for A, for B and for C, and see what the sum of their means, A - B + C, becomes.

    The sheet shows numbered samples. Click one to put it into a group or to take it out, or write the numbers into the
    field of the group. Beside it stand the pictures of the three means (`latent.average`), that of A - B + C
    (`latent.arithmetic`; Radford, Metz and Chintala, arXiv 1511.06434), and their lengths.

    Parameters
    ----------
    generator : keras.Model or Sampler
        Latents (n, latent_dim), and perhaps labels or codes, to images (n, h, w, 1 or 3) in [-1, 1]. Or a game in training:
        the network that its sampler shows.
    groups : mapping of three names to arrays (m, latent_dim), optional
        From which A, B and C are to be chosen: the sheet has a line for each, with up to eight of its points, the first
        three of which are chosen; a button deals others. By default the sheet shows `n` random points, each for any group.
    reader : object, optional
        What reads attributes off a picture, such as `metrics.face_reader()`: `read(images)` takes uint8 (n, h, w, c) and
        gives a dictionary of name to array (n,). A table then says what it sees.
    presets : mapping of name to three sequences of int, optional
        Ready choices: the numbers, from 0, for A, B and C. The first is shown at first.
    show : sequence of str, optional
        Which attributes stand in the table, in this order; by default all that the reader reads.
    seed : int
        Seed of the sheet.
    n : int
        How many samples it has, if no groups are given.
    width, result_width : int
        About how many pixels wide the sheet and the picture of the result are.
    **given
        What the generator takes beside latents, one for all pictures: `labels=3`, `codes=2`, `continuous=[0.5, -1]`. Default:
        class 0, or code 0.

    Returns
    -------
    ArithmeticBench

    Raises
    ------
    ValueError
        If the generator takes no latent vectors (it translates images, say), or what is given does not fit; if
        there are not three groups with points of this latent space; if a preset is not three lists of numbers on the
        sheet; if the reader does not read what is to be shown; or if the generator's output is no image in [-1, 1].
    """
    return ArithmeticBench(generator, groups, reader, presets, show, seed, n, width, result_width, **given)


def _whole(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} is {value!r}; give a whole number of at least 1.")
    return int(value)
