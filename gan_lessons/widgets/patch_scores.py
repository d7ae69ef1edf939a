"""What a judge of patches says of each place of a true and of a made image, and what it sees there."""

from __future__ import annotations

import html
from collections.abc import Mapping

from gan_lessons import backend, numeric, plots
from gan_lessons.models import receptive_field
from gan_lessons.plots.upsampling import MARK
from gan_lessons.widgets.base import WithPicture, as_seen
from gan_lessons.widgets.pointer import Place, Pointer, outline

import ipywidgets as ipw
import numpy as np
from matplotlib.colors import to_rgb

_MARK = np.rint(255 * np.array(to_rgb(MARK))).astype(np.uint8)
_OUTSIDE = 235  # the grey beyond an image's rim
_GAP = 2  # pixels of the image between two images
_BATCH = 32
_FULL = 98  # percent of the scores are drawn weaker than at full strength


class PatchScores(WithPicture):
    """See `patch_scores`.

    Attributes
    ----------
    scores : dict of str to ndarray (n, side, side), float32
        The judge's logits for each version of the images, less `undecided`.
    place : (int, int)
        Row and column of the verdict that is chosen.
    array, seen_array : ndarray (h, w, 3), uint8
        The images under their maps; and what the chosen verdict sees.
    """

    def __init__(self, discriminator, source, images, undecided=0.0, width=320):
        given, sets = _checked(discriminator, source, images)
        self._field = receptive_field.last(discriminator)
        undecided = numeric.real("undecided", undecided)
        first = next(iter(sets.values()))
        n, h, w, _ = first.shape
        self._scale = max(1, round(numeric.whole("width", width, 16, 2048) / w))
        run = backend.compiled(discriminator)
        self.scores = {
            name: np.concatenate(
                [
                    run(*(x[i : i + _BATCH] / np.float32(127.5) - 1 for x in [*given, version]))[..., 0]
                    for i in range(0, n, _BATCH)
                ]
            )
            - np.float32(undecided)
            for name, version in sets.items()
        }
        every = np.concatenate([scores.ravel() for scores in self.scores.values()])
        if not np.isfinite(every).all():
            raise ValueError(
                "The judge's logits are not finite: its weights are lost. Load or train another."
            )
        self._largest = float(np.percentile(np.abs(every), _FULL)) or 1.0
        self._shown = dict(
            zip([*(["source"] * len(given)), *sets], as_seen(*given, *sets.values()), strict=True)
        )
        sides = self.scores[next(iter(sets))].shape[1:]
        self._nearest = [self._nearest_of(axis, size, sides[axis]) for axis, size in enumerate((h, w))]

        columns = len(sets) * (w + _GAP) - _GAP
        self._pad = Pointer((h, columns), (columns * self._scale, h * self._scale), self._touched)
        self._seen = ipw.Image(format="png", layout={"max_width": "100%", "margin": "0"})
        self._opacity = ipw.FloatSlider(
            0.6, min=0, max=1, step=0.05, description="opacity", layout={"width": "auto"}
        )
        self._which, self._row, self._column = (
            ipw.IntSlider(value, min=low, max=high, description=name, disabled=low == high, layout={"width": "auto"})
            for name, low, high, value in (
                ("image", 1, n, 1),
                ("row", 0, sides[0] - 1, sides[0] // 2),
                ("column", 0, sides[1] - 1, sides[1] // 2),
            )
        )  # fmt: skip
        self.status = ipw.HTML()
        controls = {"opacity": self._opacity, "which": self._which, "row": self._row, "column": self._column}
        for name, part in (controls | {"status": self.status, "seen": self._seen}).items():
            part.add_class(f"gl-{name}")
        names = " | ".join(html.escape(name) for name in sets)
        left = [ipw.HTML(f"From left to right: <b>{names}</b>"), self._pad, ipw.HTML(_legend(self._largest))]
        right = [*controls.values(), self.status, self._seen]
        super().__init__(
            [
                ipw.VBox(left, layout={"max_width": "100%", "overflow": "visible"}),
                ipw.VBox(right, layout={"flex": "0 1 420px", "min_width": "280px", "grid_gap": "4px"}),
            ],
            "gl-patch-scores",
        )
        for control in controls.values():
            control.observe(self._show, "value")
        self._show()

    @property
    def place(self) -> Place:
        return self._row.value, self._column.value

    def _nearest_of(self, axis: int, size: int, verdicts: int) -> np.ndarray:
        """For each row (or column) of pixels, the verdict in whose square's middle it lies nearest."""
        middle = self._field.start[axis] + (self._field.side - 1) / 2
        return np.floor((np.arange(size) - middle) / self._field.jump + 0.5).clip(0, verdicts - 1).astype(int)

    def _touched(self, number: int, pieces: list[list[Place]]) -> None:
        row, column = pieces[-1][-1]
        width = len(self._nearest[1])
        column = min(column % (width + _GAP), width - 1)
        self._row.value, self._column.value = int(self._nearest[0][row]), int(self._nearest[1][column])

    def _show(self, change=None) -> None:
        i, place = self._which.value - 1, self.place
        rows, columns = self._field.square(place)
        k = self._scale
        tiles = []
        for name in self.scores:
            tile = self._under(name, i, self._opacity.value).repeat(k, 0).repeat(k, 1)
            sees = np.zeros(tile.shape[:2], bool)
            sees[tuple(slice(max(s.start, 0) * k, s.stop * k) for s in (rows, columns))] = True
            outline(tile, sees, _MARK, thick=2)
            tiles += [tile, np.full((len(tile), _GAP * k, 3), 255, np.uint8)]
        self.array = np.concatenate(tiles[:-1], axis=1)
        self._pad.show(self.array)
        self.seen_array = self._squares(i, rows, columns)
        self._seen.value = plots.png(self.seen_array)
        self._seen.layout.width = f"{self.seen_array.shape[1]}px"
        # After the pictures: who sees this text sees the pictures that it belongs to.
        self.status.value = f'<div data-drawn="{i}-{place[0]}-{place[1]}-{self._opacity.value:.2f}" style="line-height: 1.5">{self._words(i, place)}</div>'

    def _under(self, name: str, i: int, opacity: float) -> np.ndarray:
        """An image under its map, each pixel in the colour of the verdict that is nearest."""
        scores = self.scores[name][i][self._nearest[0]][:, self._nearest[1]]
        return plots.scored(self._shown[name][i], scores, self._largest, opacity)

    def _squares(self, i: int, rows: slice, columns: slice) -> np.ndarray:
        """What the verdict sees of the source and of each version, side by side; grey beyond the rim."""
        side, (h, w) = self._field.side, (len(nearest) for nearest in self._nearest)
        inside = (
            slice(max(rows.start, 0), min(rows.stop, h)),
            slice(max(columns.start, 0), min(columns.stop, w)),
        )
        at = tuple(
            slice(s.start - o.start, s.stop - o.start) for s, o in zip(inside, (rows, columns), strict=True)
        )
        squares = np.full((len(self._shown), side, side, 3), _OUTSIDE, np.uint8)
        for square, images in zip(squares, self._shown.values(), strict=True):
            square[at] = images[i][inside]
        return plots.grid_image(squares, rows=1, gap=_GAP, scale=max(1, round(130 / side)))

    def _words(self, i: int, place: Place) -> str:
        square = self._field.square(place)
        within = [
            max(0, min(s.stop, len(n)) - max(s.start, 0)) for s, n in zip(square, self._nearest, strict=True)
        ]
        side = self._field.side
        clipped = "" if within == [side, side] else f", {within[0]} × {within[1]} of them within the image"
        lines = [
            f"<b>{html.escape(name)}</b>: {_signed(scores[i][place])}, {_called(scores[i][place])}; mean of its map {_signed(scores[i].mean())}, "
            f"{(scores[i] > 0).mean():.0%} of it “real”"
            for name, scores in self.scores.items()
        ]
        map_side = " × ".join(str(n) for n in next(iter(self.scores.values())).shape[1:])
        return (
            f"Row {place[0]}, column {place[1]} of {map_side} verdicts: it sees {side} × {side} pixels{clipped}.<br>"
            + "<br>".join(lines)
            + f"<br>What it sees, of {', '.join(html.escape(name) for name in self._shown)}:"
        )

    def still(self) -> plots.Picture:
        """Each version of the image, alone and under its map of scores."""
        i = self._which.value - 1
        shown = {}
        for name, scores in self.scores.items():
            shown[name] = self._shown[name][i]
            shown[f"{name}: {scores[i].mean():+.1f} on average"] = self._under(name, i, 0.6)
        return plots.panels(
            shown, "The judge's scores of each place: blue “real”, vermilion “generated”, white undecided"
        )


def patch_scores(
    discriminator,
    source: np.ndarray | None,
    images: Mapping[str, np.ndarray],
    undecided: float = 0.0,
    width: int = 320,
) -> PatchScores:
    """Lay a judge's map of logits over true and made images, and look at what each verdict sees.

    A colour lies where the middle of a verdict's square is: blue for "real", vermilion for "generated", white for undecided. Choose a verdict by
    its row and column, or point at it. The judge runs as after training.

    Parameters
    ----------
    discriminator : keras.Model
        Images (n, h, w, c) in [-1, 1], or pairs of them, source and target, to logits (n, side, side, 1), such as
        `models.patchgan.discriminator` or `pretrained.discriminator` give it.
    source : array-like (n, h, w, c), optional
        uint8, or float in [-1, 1]. None for a judge that is told nothing of the source.
    images : mapping of name to array-like (n, h, w, c)
        The versions to be judged: ``{"true": target, "made": translation}``; uint8, or float in [-1, 1].
    undecided : float
        The logit that says neither: 0, but 0.5 of a judge that was trained by least squares to say 1 and 0.
    width : int
        About how many pixels wide each image is shown.

    Returns
    -------
    PatchScores

    Raises
    ------
    ValueError
        If the network is no judge of patches, its receptive field cannot be computed, or the images do not fit it.
    """
    return PatchScores(discriminator, source, images, undecided, width)


def _called(score: float) -> str:
    return "“real”" if score > 0 else "“generated”" if score < 0 else "undecided"


def _signed(score: float) -> str:
    return f"{score:+.2g}".replace("-", "−")


def _legend(largest: float) -> str:
    return (
        f'<div style="display: flex; gap: 8px; line-height: 1.5"><span>“generated” −{largest:.2g}</span><span style="flex: 1; max-width: 160px; '
        f'border: 1px solid {plots.FAINT}; background: linear-gradient(to right, {plots.GENERATED}, white, {plots.REAL})"></span>'
        f"<span>+{largest:.2g} “real”</span></div>"
    )


def _checked(judge, source, images) -> tuple[list[np.ndarray], dict[str, np.ndarray]]:
    """What the judge is given beside each version, nothing or the sources, and the versions: uint8."""
    receptive_field.last(judge)  # refuses what is no network
    if not isinstance(images, Mapping) or not images:
        raise ValueError(
            f"images is {numeric.shown(images)}; give a dict: {{'true': target, 'made': translation}}."
        )
    if len(judge.outputs) != 1 or len(judge.outputs[0].shape) != 4 or judge.outputs[0].shape[-1] != 1:
        raise ValueError(
            f"The outputs of {judge.name!r} have shapes {[tuple(x.shape) for x in judge.outputs]}; a judge of patches gives a map of logits "
            "(n, side, side, 1)."
        )
    wanted = [tuple(x.shape[1:]) for x in judge.inputs]
    if len(wanted) != (1 if source is None else 2):
        raise ValueError(
            f"{judge.name!r} takes {len(wanted)} images at a time and source is {numeric.shown(source)}; give the sources to a judge of pairs "
            "only."
        )
    sets = {} if source is None else {"source": plots.to_uint8(source)}
    sets |= {str(name): plots.to_uint8(version) for name, version in images.items()}
    if "source" in images:
        raise ValueError("one of the images is called 'source'; give it another name.")
    n = len(next(iter(sets.values())))
    for name, version in sets.items():
        shape = wanted[0] if name == "source" else wanted[-1]
        if version.shape != (n, *shape):
            raise ValueError(f"{name!r} has shape {version.shape}; {judge.name!r} takes {(n, *shape)} here.")
    return ([sets.pop("source")] if source is not None else []), sets
