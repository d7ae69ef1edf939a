"""Faces across and down, and between them their mixtures: some layers have the style of the one, the others of the other."""

from __future__ import annotations

from gan_lessons import latent, numeric, plots
from gan_lessons.widgets import parts, style_places
from gan_lessons.widgets.base import as_seen
from gan_lessons.widgets.redrawn import Redrawn, scale_for

import ipywidgets as ipw
import numpy as np

_APART = 8  # pixels between the sources and their mixtures


class StyleMixing(Redrawn):
    """See `style_mixing`.

    Attributes
    ----------
    places : range
        Those that the faces of the top row give. Assign the first and the last of them to choose others.
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(self, generator, rows=3, cols=3, seed=0, width=400):
        self._rows, self._cols = (
            numeric.whole(name, given, most=8) for name, given in (("rows", rows), ("cols", cols))
        )
        width = numeric.whole("width", width, 16, 2048)
        self._random = np.random.default_rng(numeric.whole("seed", seed, 0, 2**31 - 1))
        self._styles = style_places.styles_of(generator)
        self._n = self._styles.places
        self._bands = style_places.bands(self._n)
        self._width = width
        self._draw_faces()
        first = self._bands["coarse"]
        self._slider = ipw.SelectionRangeSlider(
            options=[(f"{size} px", place) for place, size in enumerate(style_places.pixels(self._n))],
            index=(first[0], first[-1]),
            description="from above",
            layout={"width": "auto"},
        )
        choices = {**self._bands, "all": range(self._n)}
        buttons = [
            parts.button(
                name,
                f"{name.capitalize()}: {style_places.words(places, self._n)}",
                "",
                f"the top row gives these places: {name}",
                lambda places=places: self._choose(places),
            )
            for name, places in choices.items()
        ]
        new = parts.button("new", "New faces", "random", "other random faces", self.new)
        new.layout.align_self = "flex-start"
        controls = {
            "places": self._slider,
            "bands": ipw.HBox(buttons, layout={"flex_flow": "row wrap"}),
            "new": new,
        }
        super().__init__(controls, "gl-style-mixing")

    @property
    def places(self) -> range:
        first, last = self._slider.index
        return range(first, last + 1)

    @places.setter
    def places(self, ends: tuple[int, int]) -> None:
        if not isinstance(ends, tuple | list) or len(ends) != 2:
            raise ValueError(f"places is {numeric.shown(ends)}; give the first and the last, (0, 2).")
        first = numeric.whole("the first place", ends[0], 0, self._n - 1)
        self._slider.index = (first, numeric.whole("the last place", ends[1], first, self._n - 1))

    def new(self) -> None:
        """Draw other faces."""
        self._draw_faces()
        self._redraw()

    def _choose(self, places):
        self._slider.index = (places[0], places[-1])

    def _draw_faces(self):
        z = latent.sample(self._rows + self._cols, self._styles.latent_dim, self._random)
        self._ws = self._styles.of(z)

    def _settings(self):
        return self._ws, self.places

    def _pictures(self, ws, places) -> np.ndarray:
        """All pictures, row by row, uint8 (rows + 1, cols + 1, h, w, 3); the first one is white."""
        down, across = ws[: self._rows], ws[self._rows :]
        lines = np.concatenate([down[:, None], latent.mixed(down, across, places)], axis=1)
        shown = np.concatenate([across, lines.reshape(-1, *ws.shape[1:])])
        (drawn,) = as_seen(self._styles.pictures(shown, batch_size=len(shown)))
        drawn = np.concatenate([np.full_like(drawn[:1], 255), drawn])
        return drawn.reshape(self._rows + 1, self._cols + 1, *drawn.shape[1:])

    def _made(self, settings):
        ws, places = settings
        drawn = self._pictures(ws, places)
        h, w = drawn.shape[2:4]
        scale = scale_for(self._width, (self._cols + 1) * w)
        picture = plots.grid_image(drawn.reshape(-1, h, w, 3), self._rows + 1, self._cols + 1, scale=scale)
        for axis, side in ((0, h), (1, w)):  # the sources a little apart, on the white of the corner
            end = scale * side
            above, below = np.split(picture, [end], axis)
            white = np.full_like(picture.take(range(_APART), axis), 255)
            picture = np.concatenate(
                [above, white, below.take(range(2 * scale, below.shape[axis]), axis)], axis
            )
        others = self._n - len(places)
        text = (
            f"From the face above: <b>{style_places.words(places, self._n)}</b>, {len(places)} of {self._n} places. "
            f"From the face on the left: {f'the other {others}' if others else 'none'}."
        )
        return picture, text

    def still(self) -> plots.Picture:
        """The matrix of mixtures that is shown."""
        drawn = self._pictures(self._ws, self.places)
        return plots.grid(
            drawn.reshape(-1, *drawn.shape[2:]),
            self._rows + 1,
            self._cols + 1,
            title=f"Styles at {style_places.words(self.places, self._n)} from the top row, the others from the left",
        )


def style_mixing(generator, rows: int = 3, cols: int = 3, seed: int = 0, width: int = 400) -> StyleMixing:
    """Mix the styles of faces: choose the places that those above give to the mixtures; the rest comes from those on the left (chapter 29).

    The noise is the network's own, another for each picture of the matrix, and the same whatever is chosen.

    Parameters
    ----------
    generator : keras.Model, Sampler, game or latent.Styles
        Of `models.stylegan`; of a game, the network that it shows.
    rows, cols : int
        Faces on the left and above, up to 8.
    seed : int
        Of the first faces and of those after them.
    width : int
        About how many pixels wide the picture is.

    Returns
    -------
    StyleMixing

    Raises
    ------
    ValueError
        If the generator is of another family, or a number out of range.
    """
    return StyleMixing(generator, rows, cols, seed, width)
