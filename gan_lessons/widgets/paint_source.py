"""Paint into a source picture, and see what becomes of its translation."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from gan_lessons import numeric, plots, sampling
from gan_lessons.widgets import palette, parts
from gan_lessons.widgets.base import DrawnBeside, Latest, as_seen, translator
from gan_lessons.widgets.pointer import Place, Pointer, outline

import ipywidgets as ipw
import numpy as np
from scipy.ndimage import binary_dilation

CHANGED = 8  # of 255 levels: a pixel that differs by more, in some channel, has changed
UNDO = 50  # strokes of a picture that can be taken back
_MARK = (255, 0, 160)  # around what the keyboard would paint


class PaintSource(DrawnBeside):
    """See `paint_source`.

    Attributes
    ----------
    brushes : dict of str to tuple of int
        The colours to choose from.
    source, painted, translation : ndarray (h, w, c), uint8
        Of the picture that is chosen: as it was given, as it is now, and what the network makes of that.
    array : ndarray (h', w', 3), uint8
        The painted picture as it is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took, with its translation.
    """

    def __init__(self, network, sources, brushes=None, target=None, seed=0, width=256):
        self._sampler, self._sources = translator(network, sources)
        self._target = _checked_target(target, self._sources, self._sampler)
        self._seed = numeric.whole("seed", seed, 0, 2**31 - 1)
        n, h, w, channels = self._sources.shape
        self._scale = max(1, round(numeric.whole("width", width, 16, 2048) / w))
        self._beside = np.zeros((1, 1, 1, max(channels, self._sampler.shape[2])), np.uint8)
        self.brushes = _checked_brushes(brushes, self._sources, self._seen)
        self._painted = self._sources.copy()
        self._before: list[list[np.ndarray]] = [[] for _ in range(n)]  # each picture before each stroke
        self._stroke = None  # the number of the one that is being painted
        self._keys = False  # whether it is shown where the keyboard would paint
        self._first: dict[int, np.ndarray] = {}  # translations of the pictures as they were given
        self.drawn, self.milliseconds = 0, 0.0
        self._latest = Latest(self._draw, self._show_error)

        size = w * self._scale, h * self._scale
        self._pad = Pointer((h, w), size, self._touched)
        self._made, self._true = (
            ipw.Image(
                format="png",
                layout={
                    "width": f"{size[0]}px",
                    "max_width": "100%",
                    "margin": "0",
                    "border": f"1px solid {colour}",
                },
            )
            for colour in (plots.GENERATED, plots.REAL)
        )
        self.status = ipw.HTML()
        shades = self._seen(np.array([*self.brushes.values()], np.uint8)[:, None, None])[:, 0, 0]
        self._brush = palette.Swatches(dict(zip(self.brushes, shades.tolist(), strict=True)))
        self._size = self._slider("brush", 1, max(1, min(h, w) // 4), min(3, max(1, min(h, w) // 8)))
        self._which = self._slider("picture", 1, n, 1)
        self._row, self._column = (
            self._slider("row", 0, h - 1, h // 2),
            self._slider("column", 0, w - 1, w // 2),
        )
        dab = parts.button("dab", "Paint here", "paint-brush", "one dab at this row and column", self._dab)
        undo = parts.button("undo", "Undo", "undo", "take the last stroke back", self.undo)
        reset = parts.button("reset", "Reset", "refresh", "the picture as it was", self.reset)
        named = {
            "translation": self._made,
            "truth": self._true,
            "status": self.status,
            "size": self._size,
            "picture": self._which,
            "row": self._row,
            "column": self._column,
        }
        for name, widget in named.items():
            widget.add_class(f"gl-{name}")
        shown = [("paint here", self._pad), ("its translation", self._made)]
        shown += [("the true one, without paint", self._true)] if self._target is not None else []
        pictures = [
            ipw.VBox([ipw.Label(text), widget], layout={"max_width": "100%", "overflow": "visible"})
            for text, widget in shown
        ]
        controls = [
            self._brush,
            self._size,
            ipw.HBox([undo, reset]),
            self._which,
            self.status,
            ipw.Label("With the keyboard:"),
            self._row,
            self._column,
            ipw.HBox([dab]),
        ]
        super().__init__(
            [
                *pictures,
                ipw.VBox(controls, layout={"flex": "0 1 380px", "min_width": "280px", "grid_gap": "4px"}),
            ],
            "gl-paint-source",
        )
        self._draw(self._state())  # here, so that a network that cannot be shown says so at once
        for slider in (self._which, self._row, self._column, self._size):
            slider.observe(self._moved, "value")

    @staticmethod
    def _slider(description: str, least: int, most: int, value: int) -> ipw.IntSlider:
        layout = {"width": "auto"}
        return ipw.IntSlider(
            value, min=least, max=most, description=description, layout=layout, disabled=least == most
        )

    # ---- painting -------------------------------------------------------------------------------------------------

    @property
    def _i(self) -> int:
        return self._which.value - 1

    @property
    def source(self) -> np.ndarray:
        return self._sources[self._i]

    @property
    def painted(self) -> np.ndarray:
        return self._painted[self._i]

    @property
    def translation(self) -> np.ndarray:
        return self._translated(self.painted)

    def paint(self, places: Sequence[Place], brush: str | None = None, size: int | None = None) -> None:
        """Paint one stroke, straight from place to place.

        Parameters
        ----------
        places : sequence of (row, column)
            At least one, from the upper left corner.
        brush : str, optional
            The name of a colour. Default: the chosen one.
        size : int, optional
            Pixels across. Default: what the slider says.

        Raises
        ------
        ValueError
            If a place lies outside the picture, or there is no such brush.
        """
        h, w, _ = self.source.shape
        places = numeric.array("places", places, ndim=2)
        if places.shape[1:] != (2,) or not len(places) or places.dtype.kind not in "iu":
            raise ValueError(
                f"places have shape {places.shape} and dtype {places.dtype}; give (row, column) in whole numbers."
            )
        if places.min() < 0 or (places >= (h, w)).any():
            raise ValueError(
                f"places reach from {places.min(0)} to {places.max(0)}; rows lie below {h}, columns below {w}."
            )
        if brush is not None and brush not in self.brushes:
            raise ValueError(
                f"there is no brush {numeric.shown(brush)}; there are: {', '.join(self.brushes)}."
            )
        size = self._size.value if size is None else numeric.whole("size", size, 1, max(h, w))
        self._keep()
        self._lay([places.tolist()], brush or self._brush.value, size)

    def undo(self) -> None:
        """Take the last stroke on this picture back."""
        if self._before[self._i]:
            self._painted[self._i] = self._before[self._i].pop()
        self._stroke = None
        self._latest.put(self._state())

    def reset(self) -> None:
        """Show the picture as it was given; `undo` brings the paint back."""
        self._keep()
        self._painted[self._i] = self.source
        self._latest.put(self._state())

    def _keep(self) -> None:
        self._before[self._i] = [*self._before[self._i], self.painted.copy()][-UNDO:]
        self._stroke = None

    def _touched(self, number: int, pieces: list[list[Place]]) -> None:
        """A stroke of the mouse, as far as it has come: it replaces its own beginning."""
        if number != self._stroke:
            self._keep()
            self._stroke = number
        self._painted[self._i] = self._before[self._i][-1]
        self._keys = False
        self._lay(pieces, self._brush.value, self._size.value)

    def _dab(self) -> None:
        self._keys = True
        self.paint([(self._row.value, self._column.value)])

    def _lay(self, pieces, brush: str, size: int) -> None:
        self._painted[self._i][covered(self.source.shape[:2], pieces, size)] = self.brushes[brush]
        self._latest.put(self._state())

    def _moved(self, change) -> None:
        self._keys = change["owner"] is not self._which
        self._stroke = None
        self._latest.put(self._state())

    # ---- the pictures ---------------------------------------------------------------------------------------------

    def _state(self):
        place = (self._row.value, self._column.value) if self._keys else None
        return self._i, self.painted.copy(), place, self._size.value

    def _draw(self, state) -> None:
        i, painted, place, size = state
        begin = time.perf_counter()
        self.array = self._large(painted)
        if place is not None:
            here = covered(painted.shape[:2], [[place]], size)
            outline(self.array, here.repeat(self._scale, 0).repeat(self._scale, 1), _MARK)
        self._pad.show(self.array)  # first: the paint should follow the hand
        made = self._translated(painted)
        self._made.value = plots.png(self._large(made))
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        if i not in self._first:
            fresh = np.array_equal(painted, self._sources[i])
            self._first[i] = made if fresh else self._translated(self._sources[i])
        if self._target is not None:
            self._true.value = plots.png(self._large(self._target[i]))
        self.drawn += 1
        # After the pictures: who sees this text sees the pictures that it belongs to.
        words = self._words(i, painted, made)
        self.status.value = f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{words}</div>'

    def _words(self, i: int, painted: np.ndarray, made: np.ndarray) -> str:
        here = (painted != self._sources[i]).any(-1)
        if not here.any():
            return "Nothing is painted yet. Press and drag in the picture on the left."
        gaps = np.abs(made.astype(int) - self._first[i]).max(-1)
        changed = gaps > CHANGED
        beyond = int((changed & ~here).sum())
        return (
            f"<b>{here.sum():,}</b> of {here.size:,} pixels of the source are painted over. In the translation "
            f"<b>{changed.sum():,}</b> pixels have changed by more than {CHANGED} of 255 levels, {beyond:,} of them where there is no "
            "paint."
        )

    def _translated(self, image: np.ndarray) -> np.ndarray:
        return self._sampler.draw(
            self._sampler.inputs(1, **{self._sampler.names[0]: image[None]}), noise=self._seed
        )[0]

    def _seen(self, images: np.ndarray) -> np.ndarray:
        """Sources or translations as they are shown beside each other."""
        return as_seen(images, self._beside)[0]

    def _large(self, image: np.ndarray) -> np.ndarray:
        return self._seen(image[None])[0].repeat(self._scale, 0).repeat(self._scale, 1)

    def still(self) -> plots.Picture:
        """The picture that is chosen and its translation, before and after painting; the true one, if it is known."""
        shown = {"source": self.source, "its translation": self._translated(self.source)}
        if (self.painted != self.source).any():
            shown |= {"painted": self.painted, "its translation now": self.translation}
        if self._target is not None:
            shown["the true one, without paint"] = self._target[self._i]
        shown = {name: self._seen(image[None])[0] for name, image in shown.items()}
        return plots.panels(shown, "Paint into the source, and the network translates what you painted")


def paint_source(
    network,
    sources: np.ndarray,
    brushes: Mapping[str, int | Sequence[int]] | None = None,
    target: np.ndarray | None = None,
    seed: int = 0,
    width: int = 256,
) -> PaintSource:
    """Paint into a source picture, and see its translation at once: press and drag, or row, column and a button.

    In code `PaintSource.paint` does the same, for a page that should show some paint from the beginning. Grey pictures that become grey ones are
    drawn dark on white, as in every figure.

    Parameters
    ----------
    network : keras.Model or Sampler
        Images (n, h, w, 1 or 3) in [-1, 1] to images (n, h, w, 1 or 3). Or a game in training: the network that its sampler shows.
    sources : array-like (n, h, w, 1 or 3)
        The pictures to choose from, uint8, or float in [-1, 1].
    brushes : mapping of name to colour, optional
        A level from 0 to 255 for each channel of the source: ``{"sea": (10, 30, 80)}``, of grey ones a number. Default: the most frequent
        colours of the sources.
    target : array-like (n, h, w, 1 or 3), optional
        The true translations, to compare.
    seed : int
        Of the network's noise, if it has any: each translation has the same.
    width : int
        About how many pixels wide each picture is shown.

    Returns
    -------
    PaintSource

    Raises
    ------
    ValueError
        If the network translates no images, or sources, brushes or target do not fit it.
    """
    return PaintSource(network, sources, brushes, target, seed, width)


def covered(shape: tuple[int, int], pieces: Sequence[Sequence[Place]], size: int) -> np.ndarray:
    """Which pixels a round brush, `size` pixels across, covers on straight lines from place to place: bool (h, w)."""
    touched = np.zeros(shape, bool)
    for places in pieces:
        for here, there in zip(places, [*places[1:], places[-1]], strict=True):
            steps = max(abs(there[0] - here[0]), abs(there[1] - here[1])) + 1
            rows, columns = np.linspace(here, there, steps).round().astype(int).T
            touched[rows, columns] = True
    across = np.arange(size) - (size - 1) / 2
    return binary_dilation(touched, np.hypot(across[:, None], across) <= size / 2)


def _checked_target(target, sources: np.ndarray, sampler: sampling.Sampler) -> np.ndarray | None:
    if target is None:
        return None
    target = plots.to_uint8(target)
    wanted = (*sources.shape[:3], sampler.shape[2])
    if target.shape != wanted:
        raise ValueError(
            f"target has shape {target.shape}; the true translations of the sources are {wanted}."
        )
    return target


def _checked_brushes(brushes, sources: np.ndarray, seen) -> dict[str, palette.Colour]:
    channels = sources.shape[3]
    if brushes is None:
        ground, *others = palette.frequent(sources)
        colours = [*others, ground]  # not first: ground that is painted on ground is not seen
        shades = seen(np.array(colours, np.uint8)[:, None, None])[:, 0, 0].tolist()
        return dict(zip(palette.names(shades), colours, strict=True))
    if not isinstance(brushes, Mapping) or not brushes:
        raise ValueError(
            f"brushes is {numeric.shown(brushes)}; give a dict of at least one colour: {{'sea': (10, 30, 80)}}."
        )
    found = {}
    for name, colour in brushes.items():
        levels = numeric.array(f"brush {name!r}", colour, ndim=(0, 1)).reshape(-1)
        if len(levels) != channels or levels.dtype.kind not in "iu" or levels.min() < 0 or levels.max() > 255:
            raise ValueError(
                f"brush {name!r} is {numeric.shown(colour)}; a whole number from 0 to 255 is expected for each of the source's {channels} "
                "channels."
            )
        found[str(name)] = tuple(levels.tolist())
    return found
