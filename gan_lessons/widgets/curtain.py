"""Two versions of one image under a curtain: what is before it, what is behind it."""

from __future__ import annotations

import html
from collections.abc import Mapping

from gan_lessons import numeric, plots
from gan_lessons.widgets.base import WithPicture, framed

import ipywidgets as ipw
import numpy as np

EDGE = 2  # pixels of the curtain's edge


class Curtain(WithPicture):
    """See `curtain`.

    Attributes
    ----------
    array : ndarray (h, w, 3), uint8
        The picture that is shown.
    """

    def __init__(self, versions: Mapping[str, np.ndarray], width: int = 384):
        self.versions = _checked(versions)
        first = next(iter(self.versions.values()))
        self._scale = max(1, round(numeric.whole("width", width, 16, 4096) / first.shape[2]))
        names, n = list(self.versions), len(first)
        self.image = ipw.Image(
            format="png", **framed(first.shape[2] * self._scale, first.shape[1] * self._scale)
        )
        wide = {"width": "auto", "min_width": "280px"}
        self._at = ipw.FloatSlider(
            50, min=0, max=100, step=1, readout=False, description="curtain", layout=wide
        )
        self._which = ipw.IntSlider(1, min=1, max=n, description="image", layout=wide, disabled=n == 1)
        self._left = ipw.Dropdown(options=names, value=names[0], description="left", layout=wide)
        self._right = ipw.Dropdown(options=names, value=names[1], description="right", layout=wide)
        self.status = ipw.HTML()
        parts = {
            "image": self.image,
            "curtain": self._at,
            "which": self._which,
            "left": self._left,
            "right": self._right,
        }
        for name, part in (parts | {"status": self.status}).items():
            part.add_class(f"gl-{name}")
        controls = [self._at, self._which, self._left, self._right, self.status]
        super().__init__(
            [self.image, ipw.VBox(controls, layout={"flex": "0 1 380px", "grid_gap": "8px"})],
            "gl-curtain-box",
        )
        for part in controls[:-1]:
            part.observe(self._show, "value")
        self._show()

    def _show(self, change=None):
        i, names = self._which.value - 1, (self._left.value, self._right.value)
        left, right = (self.versions[name][i].repeat(self._scale, 0).repeat(self._scale, 1) for name in names)
        edge = round(self._at.value / 100 * left.shape[1])
        self.array = np.concatenate([left[:, :edge], right[:, edge:]], axis=1)
        if 0 < edge < left.shape[1]:
            self.array[:, max(0, edge - EDGE // 2) : edge + EDGE // 2] = 255
        self.image.value = plots.png(self.array)
        error = np.abs(left.astype(int) - right).mean()
        self.status.value = (
            f'<div data-drawn="{i}-{edge}" style="line-height: 1.5"><b>{html.escape(names[0])}</b> on the left, '
            f"<b>{html.escape(names[1])}</b> on the right. They differ by {error:.1f} of 255 levels, on average.</div>"
        )

    def still(self) -> plots.Picture:
        """The first images, a row for each version."""
        images = [x[:8] for x in self.versions.values()]
        return plots.grid(
            np.concatenate(images),
            rows=len(images),
            cols=len(images[0]),
            title=f"From top to bottom: {', '.join(self.versions)}",
        )


def _checked(versions) -> dict[str, np.ndarray]:
    if not isinstance(versions, Mapping) or len(versions) < 2:
        raise ValueError(
            f"versions is {numeric.shown(versions)}; give a dict with two or more: {{'source': images, 'translation': images}}."
        )
    found = {str(name): plots.to_uint8(images) for name, images in versions.items()}
    shapes = {name: x.shape for name, x in found.items()}
    if len({shape[:3] for shape in shapes.values()}) > 1:
        raise ValueError(f"The versions have shapes {shapes}; number, height and width must be equal.")
    return {name: x.repeat(3, axis=3) if x.shape[3] == 1 else x for name, x in found.items()}


def curtain(versions: Mapping[str, np.ndarray], width: int = 384) -> Curtain:
    """Pull a curtain over an image, from one version of it to another.

    Parameters
    ----------
    versions : dict of str to array-like (n, h, w, c)
        Two or more: sources, translations, what they should have been. uint8, or float in [-1, 1], of one n, height and width, grey or in
        colour. The first two are shown at first.
    width : int
        About how many pixels wide an image is shown.

    Returns
    -------
    Curtain

    Raises
    ------
    ValueError
        If there are fewer than two, or their shapes do not fit together.
    """
    return Curtain(versions, width)
