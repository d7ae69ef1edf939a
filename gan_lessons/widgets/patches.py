"""Choose a verdict of a judge of patches, and see which pixels it depends on."""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons import plots
from gan_lessons.models import patchgan, receptive_field
from gan_lessons.plots.upsampling import MARK
from gan_lessons.widgets.base import WithPicture

import ipywidgets as ipw
import numpy as np
from matplotlib.colors import to_rgb

_MARK = np.rint(255 * np.array(to_rgb(MARK))).astype(np.uint8)
_OUTSIDE, _CELL, _LINE = 235, 250, 205  # greys: beyond the rim; a verdict; between verdicts
_MAP = 160  # least pixels of the map's picture


class Patches(WithPicture):
    """See `patches`.

    Attributes
    ----------
    place : (int, int)
        Row and column of the verdict that is chosen.
    array, map_array : ndarray (h, w, 3), uint8
        The two pictures that are shown.
    """

    def __init__(self, image, sees: Sequence[int] = (1, 16, 34, 70, 142)):
        image = np.asarray(image)
        (self._image,) = plots.to_uint8(image[None])
        if self._image.shape[0] != self._image.shape[1] or self._image.shape[2] != 3:
            raise ValueError(f"the image has shape {image.shape}; a square one in colour is expected.")
        if not len(sees):
            raise ValueError("sees is empty; give at least one patch, such as (16, 70).")
        size = len(self._image)
        self._fields, self._sides = {}, {}
        for patch in sees:
            judge = patchgan.discriminator(patch, size, width=1, seed=0)  # its width changes no field
            self._fields[patch] = receptive_field.last(judge)
            self._sides[patch] = judge.output_shape[1]
        corners = [self._fields[p].square((i, i))[0] for p in sees for i in (0, self._sides[p] - 1)]
        self._rim = min(size, max(max(-rows.start, rows.stop - size) for rows in corners) + 8)
        self._patch = ipw.ToggleButtons(
            options=[(f"{patch} px", patch) for patch in self._fields],
            description="patch",
            style={"button_width": "64px"},
        )
        self._row, self._column = (
            ipw.IntSlider(description=name, max=1, layout={"width": "auto", "min_width": "280px"})
            for name in ("row", "column")
        )
        self.image, self.map = (
            ipw.Image(format="png", layout={"margin": "0", "flex": "none"}) for _ in range(2)
        )
        self.status = ipw.HTML()
        controls = {"patch": self._patch, "row": self._row, "column": self._column}
        shown = {"image": self.image, "map": self.map, "status": self.status}
        for name, control in (controls | shown).items():
            control.add_class(f"gl-{name}")
        right = ipw.VBox(
            [*controls.values(), self.status, self.map], layout={"flex": "0 1 420px", "grid_gap": "8px"}
        )
        super().__init__([self.image, right], "gl-patches")
        self._patch.observe(self._choose, "value")
        for slider in (self._row, self._column):
            slider.observe(self._draw, "value")
        self._choose()

    @property
    def place(self) -> tuple[int, int]:
        return self._row.value, self._column.value

    def _choose(self, change=None) -> None:
        """Another patch: its map has another size, so begin in its middle."""
        side = self._sides[self._patch.value]
        for slider in (self._row, self._column):
            slider.unobserve(self._draw, "value")
            slider.max = side - 1
            slider.value = side // 2
            slider.observe(self._draw, "value")
        self._draw()

    def _draw(self, change=None) -> None:
        patch, place = self._patch.value, self.place
        self.array, within = self._over(patch, place)
        self.map_array = self._verdicts(patch, place)
        for widget, array in ((self.image, self.array), (self.map, self.map_array)):
            widget.value = plots.png(array)
            widget.height, widget.width = array.shape[:2]
        share = within / self._image[..., 0].size
        side, whole = self._sides[patch], within == patch**2
        self.status.value = (
            f'<div data-place="{patch}-{place[0]}-{place[1]}" style="line-height: 1.5">One of {side} × {side} verdicts. It sees '
            f"<b>{within:,} pixels</b> of the image, {share:.1%} of it. "
            + ("Its whole square lies within." if whole else "Part of its square lies beyond the rim.")
            + "</div>"
        )

    def _over(self, patch: int, place: tuple[int, int]) -> tuple[np.ndarray, int]:
        """The image on a ground, with the square around what the verdict sees; and how many pixels of the image are in it."""
        rim, size = self._rim, len(self._image)
        canvas = np.full((size + 2 * rim, size + 2 * rim, 3), _OUTSIDE, np.uint8)
        faint = 255 - (255 - self._image.astype(float)) * 0.45
        canvas[rim : rim + size, rim : rim + size] = faint.round()
        ends = [
            (min(max(s.start, -rim), size + rim), min(max(s.stop, -rim), size + rim))
            for s in self._fields[patch].square(place)
        ]
        (top, bottom), (left, right) = ends
        seen = slice(max(top, 0), min(bottom, size)), slice(max(left, 0), min(right, size))
        canvas[tuple(slice(s.start + rim, s.stop + rim) for s in seen)] = self._image[seen]
        outer = slice(max(top + rim - 2, 0), bottom + rim + 2), slice(max(left + rim - 2, 0), right + rim + 2)
        inside = canvas[top + rim : bottom + rim, left + rim : right + rim].copy()
        canvas[outer] = _MARK
        canvas[top + rim : bottom + rim, left + rim : right + rim] = inside
        return canvas, (seen[0].stop - seen[0].start) * (seen[1].stop - seen[1].start)

    def _verdicts(self, patch: int, place: tuple[int, int]) -> np.ndarray:
        """The map of verdicts as a chart, the chosen one marked."""
        side = self._sides[patch]
        scale = max(1, round(_MAP / side))
        chart = np.full((side * scale, side * scale, 3), _CELL, np.uint8)
        if scale > 2:
            chart[::scale] = chart[:, ::scale] = _LINE
        at = [max(0, i * scale - (scale < 4)) for i in place]
        reach = max(scale, 3)
        chart[at[0] : at[0] + reach, at[1] : at[1] + reach] = _MARK
        return chart

    def still(self) -> plots.Picture:
        """For each patch, what the verdict in the middle of its map sees."""
        within = slice(self._rim, self._rim + len(self._image))
        middle = {
            f"patch {patch}: {side} × {side}": self._over(patch, (side // 2, side // 2))[0][within, within]
            for patch, side in self._sides.items()
        }
        return plots.panels(
            middle, "What the verdict in the middle sees, for each patch and its map of verdicts"
        )


def patches(image: np.ndarray, sees: Sequence[int] = (1, 16, 34, 70, 142)) -> Patches:
    """Choose a verdict by its row and column, and see which pixels of the image it depends on.

    What a verdict sees is computed from the layers of `models.patchgan.discriminator`.

    Parameters
    ----------
    image : array-like (size, size, 3)
        uint8, or float in [-1, 1].
    sees : sequence of int
        The patches to choose from, as `models.patchgan.discriminator` takes them; the first is shown first.

    Returns
    -------
    Patches

    Raises
    ------
    ValueError
        If the image is not square or has no colours, or is too small for a patch.
    """
    return Patches(image, sees)
