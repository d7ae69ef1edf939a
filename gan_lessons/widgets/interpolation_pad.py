"""A map between two or four points of the latent space, to wander about in: along arcs or straight through."""

from __future__ import annotations

import time
from collections.abc import Sequence

from gan_lessons import latent, plots, sampling
from gan_lessons.widgets import parts
from gan_lessons.widgets.base import DrawnBeside, Latest, framed, sides

import ipywidgets as ipw
import numpy as np

_WAYS = {"arc (SLERP)": latent.slerp, "straight line (LERP)": latent.lerp}
_ARC, _LINE = _WAYS
_STEPS = 60  # of the sliders: all faces of the map, and all steps of a walk, stand on one
_LEG = 30  # steps of a walk from one corner to the next


class InterpolationPad(DrawnBeside):
    """See `interpolation_pad`.

    Attributes
    ----------
    points : ndarray (2 or 4, latent_dim), float32
        The points at the ends, or at the corners: top left, top right, bottom left, bottom right. Assign to it for others.
    position : (float, float)
        Where one stands: across and down, 0 to 1 each, in steps of 1/60. Assign to it to go elsewhere.
    way : str
        "arc (SLERP)" or "straight line (LERP)". Assign to it to change.
    z : ndarray (latent_dim,), float32
        The point that is shown.
    array : ndarray (h, w) or (h, w, 3), uint8
        Its picture.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took, without the map.
    """

    def __init__(self, generator, points=4, names=None, seed=0, width=280, map_width=385, **given):
        self._run = draw = sampling.of(generator).of_latents(**given)
        self._d = draw.latent_dim
        self._seed = seed
        self._random = np.random.default_rng(seed)
        if isinstance(points, int | np.integer) and points in (2, 4):
            points = latent.sample(int(points), self._d, self._random)
        self._points = self._first = _checked(points, self._d)
        n = len(self._points)
        self._names = [str(name) for name in ("ABCD"[:n] if names is None else names)]
        if len(self._names) != n:
            raise ValueError(f"{n} points and {len(self._names)} names; give one name for each point.")
        self.drawn, self.milliseconds = 0, 0.0
        self._by_hand = True
        self._maps: dict[str, np.ndarray] = {}  # of the present points, by way
        self._mapped: tuple = (None, None)  # the points and the way whose map is shown
        self._latest = Latest(self._draw, self._show_error)

        h, w = sides(draw)
        self._scale = max(1, round(width / w))
        self._run(self._points[:1])  # the first call is slow: it must not count as the first picture's time
        self.image = ipw.Image(format="png", **framed(w * self._scale, h * self._scale))
        self.status = ipw.HTML()
        rows, cols = (7, 7) if n == 4 else (1, 7)
        self._map_scale = parts.sheet_scale(map_width, cols, w)
        self.map = parts.Sheet(
            rows,
            cols,
            map_width,
            (h, w),
            [f"face-{row}-{col}" for row in range(rows) for col in range(cols)],
            ["go here"] * (rows * cols),
            self._clicked,
        )
        self._across = self._slider("horizontal", 0.5)
        self._up = self._slider("vertical", 0.5)  # up, not down: the arrow keys go where they point
        self._way = ipw.ToggleButtons(
            options=list(_WAYS),
            tooltips=[
                "around the origin: the length stays typical",
                "through the inside: the length shrinks",
            ],
            style={"button_width": "auto"},
        )
        buttons = [
            parts.button("new", "New faces", "random", "other random points at the ends", self.new_points),
            parts.button("first", "First faces", "undo", "back to the first points", self.first_points),
        ]
        self._legs = [0, 1, 0] if n == 2 else [0, 1, 3, 2, 0]
        self._play, self._walk, walk = parts.walk(_LEG * (len(self._legs) - 1))
        shown = self.image, self.status, self._across, self._up, self._way
        for widget, name in zip(shown, ("image", "status", "across", "up", "way"), strict=True):
            widget.add_class(f"gl-{name}")
        # The sliders' ends stand where the middles of the outer faces are: half a face from the rim.
        self._across.layout.margin = f"0 {50 / cols:.2f}%"
        column = ipw.VBox(
            [self.map, self._across],
            layout={"width": f"{map_width}px", "max_width": "100%", "min_width": "0", "overflow": "visible"},
        )
        piece = map_width / cols * h / w
        self._up.layout = {
            "width": "32px",
            "height": f"{(rows - 1) * piece:.0f}px",
            "margin": f"{piece / 2:.0f}px 0 0",
            "flex": "none",
            "overflow": "visible",
        }
        super().__init__(
            [
                ipw.VBox([self.image, self.status], layout={"flex": "none", "overflow": "visible"}),
                ipw.VBox(
                    [
                        ipw.HBox(([self._up] if n == 4 else []) + [column], layout={"overflow": "visible"}),
                        self._way,
                        ipw.HBox(buttons),
                        walk,
                    ],
                    layout={"flex": "0 1 440px", "min_width": "300px", "grid_gap": "6px"},
                ),
            ],
            "gl-interpolation-pad",
        )
        self._draw(self._chosen())  # here, so that a generator that cannot be shown says so at once
        for control in (self._across, self._up):
            control.observe(self._slid, "value")
        self._way.observe(lambda change: self._latest.put(self._chosen()), "value")
        self._walk.observe(self._walked, "value")

    @staticmethod
    def _slider(orientation, value):
        # Whole numbers: the page rounds others to whole steps, and sends them back as if the reader had moved.
        return ipw.IntSlider(
            round(value * _STEPS),
            min=0,
            max=_STEPS,
            orientation=orientation,
            readout=False,
            layout={"width": "auto"},
        )

    # ---- where one stands, and what moves it ----------------------------------------------------------------------

    @property
    def points(self) -> np.ndarray:
        return self._points.copy()

    @points.setter
    def points(self, points: np.ndarray) -> None:
        points = _checked(points, self._d)
        if len(points) != len(self._points):
            raise ValueError(f"{len(points)} points; this widget was made for {len(self._points)}.")
        self._points = points
        self._latest.put(self._chosen())

    @property
    def position(self) -> tuple[float, float]:
        down = _STEPS - self._up.value if len(self._points) == 4 else 0
        return self._across.value / _STEPS, down / _STEPS

    @position.setter
    def position(self, position: tuple[float, float]) -> None:
        across, down = (float(p) for p in position)
        if not (0 <= across <= 1 and 0 <= down <= 1):
            raise ValueError(f"position is {position}; across and down lie between 0 and 1.")
        self._stand(across, down)
        self._set(self._walk, 0)

    @property
    def way(self) -> str:
        return self._way.value

    @way.setter
    def way(self, way: str) -> None:
        if way not in _WAYS:
            raise ValueError(f"way is {way!r}; expected one of {', '.join(map(repr, _WAYS))}.")
        self._way.value = way

    @property
    def z(self) -> np.ndarray:
        return between(self._points, *self.position, self.way)

    def new_points(self) -> None:
        """Other random points at the ends."""
        self.points = latent.sample(len(self._points), self._d, self._random)

    def first_points(self) -> None:
        """Back to the points with which the widget was made."""
        self.points = self._first

    def _chosen(self):
        return self._points, self.way, self.position

    def _stand(self, across, down):
        self._set(self._across, round(across * _STEPS))
        self._set(self._up, _STEPS - round(down * _STEPS))
        self._latest.put(self._chosen())

    def _set(self, widget, value):
        self._by_hand = False
        try:
            widget.value = value
        finally:
            self._by_hand = True

    def _slid(self, change):
        if self._by_hand:
            self._set(self._walk, 0)
            self._latest.put(self._chosen())

    def _clicked(self, i):
        row, col = divmod(i, self.map.cols)
        self.position = (col / (self.map.cols - 1), row / max(1, self.map.rows - 1))

    def _walked(self, change):
        if not self._by_hand:
            return
        leg, step = divmod(change["new"], _LEG)
        a, b = self._legs[leg], self._legs[min(leg + 1, len(self._legs) - 1)]
        part = step / _LEG
        self._stand(*(float((1 - part) * p + part * q) for p, q in zip(_place(a), _place(b), strict=True)))

    # ---- the picture ----------------------------------------------------------------------------------------------

    def _draw(self, chosen):
        begin = time.perf_counter()
        points, way, (across, down) = chosen
        z = between(points, across, down, way)
        self.array = plots.grid_image(plots.to_uint8(self._run(z[None])), scale=self._scale)
        self.image.value = plots.png(self.array)
        self.milliseconds = 1000 * (time.perf_counter() - begin)
        old_points, old_way = self._mapped
        if old_points is not points:
            self._maps.clear()
        if way not in self._maps:
            rows, cols = self.map.rows, self.map.cols
            images = latent.pictures(self._run, mesh(points, rows, cols, way).reshape(-1, self._d))
            self._maps[way] = plots.grid_image(images, rows, cols, gap=0, scale=self._map_scale)
        if old_points is not points or old_way != way:
            self.map.show(self._maps[way])
            self._mapped = (points, way)
        self.map.mark(self._marks(across, down))
        self.drawn += 1
        # After the images: who sees this text sees the images that it belongs to.
        self.status.value = self._words(points, way, across, down)

    def _marks(self, across, down):
        height, width = self.map.piece
        rows, cols = self.map.rows, self.map.cols
        letters = ""
        for i, name in enumerate(self._names):
            right, lower = _place(i)
            x = right * (cols * width - parts.badge_width(name) - 6) + 3
            y = lower * ((rows - 1) * height) + 3
            letters += parts.badge(x, y, name)
        x, y = (0.5 + across * (cols - 1)) * width, (0.5 + down * (rows - 1)) * height
        ring = "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="24" fill="none" stroke="{colour}" stroke-width="{thick}"/>'
            for colour, thick in (("white", 15), (plots.GENERATED, 8))
        )
        return letters + ring

    def _words(self, points, way, across, down):
        lengths = {name: float(np.linalg.norm(between(points, across, down, name))) for name in _WAYS}
        low, high = parts.typical(self._d)
        here = lengths[way]
        where = f"across {across:.2f}" + (f", down {down:.2f}" if len(points) == 4 else "")
        verdict = (
            "as a random draw" if low <= here <= high else "shorter than" if here < low else "longer than"
        )
        verdict += "" if low <= here <= high else " nearly all draws"
        return (
            f'<div data-drawn="{self.drawn}" style="line-height: 1.5">{where}<br>'
            f"length of z: <b>{here:.1f}</b>, {verdict}"
            f"{_gauge(lengths, way, low, high)}drawn in {self.milliseconds:.0f} ms</div>"
        )

    def still(self) -> plots.Picture:
        """The map between four points, or both ways between two, as a figure."""
        if len(self._points) == 4:
            images = latent.pictures(self._run, mesh(self._points, 7, 7, self.way).reshape(-1, self._d))
            return plots.grid(
                images, 7, 7, title=f"Four points in the corners, and what lies between them: {self.way}"
            )
        rows, labels = [], []
        for way in _WAYS:
            z = mesh(self._points, 1, 9, way)[0]
            rows.append(latent.pictures(self._run, z))
            labels.append(f"{way.split(' (')[0].split()[-1]}\n|z| ≥ {np.linalg.norm(z, axis=1).min():.1f}")
        title = "From one point to another: along the arc, and on the straight line"
        return plots.strip(rows, labels, title=title, columns=[f"{t:.3g}" for t in np.linspace(0, 1, 9)])


def interpolation_pad(
    generator,
    points: int | np.ndarray = 4,
    names: Sequence[str] | None = None,
    seed: int = 0,
    width: int = 280,
    map_width: int = 385,
    **given,
) -> InterpolationPad:
    """Wander about between two or four points of the latent space, along arcs or straight through.

    The map shows what the generator draws between the points; a ring marks where one stands. Click a face of the map, or
    move the sliders at its sides with the mouse or with the arrow keys. Beside it stands the picture of that place, and
    the length of its z by either way: an arc (SLERP, White, arXiv 1609.04468) keeps it typical, a straight line (LERP)
    does not.

    Parameters
    ----------
    generator : keras.Model or Sampler
        Latents (n, latent_dim), and perhaps labels or codes, to images (n, h, w, 1 or 3) in [-1, 1]. Or a game in training:
        the network that its sampler shows.
    points : array-like (2, latent_dim) or (4, latent_dim), or 2 or 4
        The ends of a line, or the corners of a square: top left, top right, bottom left, bottom right. A number draws as
        many at random.
    names : sequence of str, optional
        One short name for each point, written on the map; default A, B, C, D.
    seed : int
        Seed of random points.
    width : int
        About how many pixels wide the picture is; whole multiples of its own size.
    map_width : int
        How many pixels wide the map is.
    **given
        What the generator takes beside latents, one for all pictures: `labels=3`, `codes=2`, `continuous=[0.5, -1]`. Default:
        class 0, or code 0.

    Returns
    -------
    InterpolationPad

    Raises
    ------
    ValueError
        If the generator takes no latent vectors (it translates images, say), or what is given does not fit; if
        there are not two or four points of its latent space, or not one name for each; or if its output is no image in [-1, 1].
    """
    return InterpolationPad(generator, points, names, seed, width, map_width, **given)


def between(points: np.ndarray, across: float, down: float, way: str = _ARC) -> np.ndarray:
    """The point at this place of the map: (d,), float32."""
    return _at(points, np.array([across]), np.array([down]), way)[0, 0]


def mesh(points: np.ndarray, rows: int, cols: int, way: str = _ARC) -> np.ndarray:
    """Points evenly spaced over the map: (rows, cols, d), float32; along arcs those of `latent.grid`."""
    return _at(points, np.linspace(0, 1, cols), np.linspace(0, 1, rows), way)


def _at(points, across, down, way):
    step = _WAYS[way]
    if len(points) == 2:
        return step(*points, across)[None]
    edges = step(points[:2], points[2:], down)
    return np.swapaxes(step(edges[:, 0], edges[:, 1], across), 0, 1)


def _place(corner: int) -> tuple[int, int]:
    """Where a corner lies: across and down, 0 or 1 each."""
    return corner % 2, corner // 2


def _checked(points, d: int) -> np.ndarray:
    points = np.array(points, np.float32)  # a copy: who changes his array later does not change the map
    if points.shape not in ((2, d), (4, d)) or not np.isfinite(points).all():
        raise ValueError(
            f"points have shape {points.shape}; give two or four finite points of this generator's latent space, (2, {d}) "
            f"or (4, {d}), or the number 2 or 4."
        )
    return points


def _gauge(lengths: dict[str, float], way: str, low: float, high: float) -> str:
    """The lengths by both ways on one scale, with the typical ones shaded, in SVG."""
    top = max(1.25 * high, *lengths.values())
    shapes = {  # by shape, too: a disc for the arc, a diamond for the line
        _ARC: '<circle cx="{x:.1f}" cy="27" r="6"',
        _LINE: '<path d="M{x:.1f} 19l8 8l-8 8l-8 -8z"',
    }

    def x(value):
        return 10 + 290 * value / top

    marks = ""
    for name in sorted(_WAYS, key=lambda name: name == way):  # the chosen one last, on top
        ink = plots.GENERATED if name == way else "currentColor"
        fill = ink if name == way else "none"
        marks += (
            shapes[name].format(x=x(lengths[name])) + f' fill="{fill}" stroke="{ink}" stroke-width="1.6"/>'
        )
    by = f"● arc {lengths[_ARC]:.1f}, ◆ straight line {lengths[_LINE]:.1f}"
    typical = f"shaded: nearly all random draws, {low:.1f} to {high:.1f}"
    return (
        f'<svg viewBox="0 0 310 46" width="310" style="display: block; max-width: 100%" role="img" '
        f'aria-label="{by}; {typical}">'
        f'<rect x="{x(low):.1f}" y="14" width="{x(high) - x(low):.1f}" height="26" fill="currentColor" opacity="0.16"/>'
        f'<path d="M10 27H300M10 22v10M300 22v10" stroke="currentColor" fill="none" opacity="0.7"/>{marks}</svg>'
        f"{by}<br>{typical}<br>"
    )
