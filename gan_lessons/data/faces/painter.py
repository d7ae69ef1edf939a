"""Paints faces from their attributes: flat shapes, laid over one another from the back to the front.

Each shape is a *signed distance*: for every pixel, how far it lies outside (positive) or inside (negative). A pixel is
covered where that is negative, and a pixel's width around zero is the soft edge. All faces of a block are painted at
once, one shape after another, each in a *window* of the picture that is sure to hold it. Lengths are in half widths of
the picture; u runs to the right and v down, from the middle of the face.

Only sums, products, quotients and square roots are taken of pixels, and these are exact by IEEE 754: a face is the same, bit for
bit, in any block and on any machine.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

ZOOM = 1.1  # how large a head is
BLOCK = 16  # faces at a time: few enough to stay in a core's cache

F = np.float32
SKIN = np.array(
    [(255, 226, 204), (247, 205, 172), (227, 174, 130), (190, 132, 90), (138, 88, 58), (92, 58, 42)], F
) / F(255)
HAIR = {
    "brown": (98, 62, 38), "black": (38, 32, 36), "blond": (232, 190, 104), "red": (190, 84, 38),
    "grey": (186, 186, 192), "blue": (72, 112, 196),
}  # fmt: skip
IRIS = {"brown": (104, 64, 34), "blue": (66, 130, 196), "green": (82, 140, 84), "grey": (122, 136, 146)}
WHEEL = np.array(  # equally bright colours, once around
    [(222, 96, 92), (226, 138, 72), (214, 176, 76), (124, 176, 92), (72, 172, 146), (74, 150, 204), (112, 118, 206),
     (166, 108, 196), (214, 100, 150), (222, 96, 92)], F,
) / F(255)  # fmt: skip
WHITE = np.ones(3, F)


def paint(table: np.ndarray, size: int) -> np.ndarray:
    """Paint one face a row of a `face_table`: uint8 (n, size, size, 3)."""
    images = np.empty((len(table), size, size, 3), np.uint8)

    def block(start: int) -> None:
        rows = slice(start, start + BLOCK)
        images[rows] = _Block(table[rows], size).image()

    with ThreadPoolExecutor(
        min(4, os.cpu_count() or 1)
    ) as threads:  # NumPy lets go of the lock on large arrays
        list(threads.map(block, range(0, len(table), BLOCK)))
    return images


def _mix(a, b, t):
    return a + (b - a) * t


def _clip01(x):
    return np.clip(x, F(0), F(1))


def _along(colours: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Colours (n, 3) at places t (n,) in [0, 1] along a row of colours."""
    place = t * F(len(colours) - 1)
    i = np.minimum(place.astype(int), len(colours) - 2)
    return _mix(colours[i], colours[i + 1], (place - i.astype(F))[:, None])


def _named(colours: dict[str, tuple[int, int, int]], names: np.ndarray) -> np.ndarray:
    return np.array([colours[name] for name in names], F) / F(255)


def _length(x, y):
    s = x * x
    s += y * y
    return np.sqrt(s, out=s)


def _ellipse(x, y, a, b):
    """Signed distance to an ellipse, exact on its edge."""
    x, y = x * (1 / a), y * (1 / b)
    k = _length(x, y)
    x *= 1 / a
    y *= 1 / b
    slope = _length(x, y)
    slope += F(1e-4)  # in the middle there is no way out
    d = k - 1
    d *= k
    d /= slope
    return d


def _box(x, y, a, b, r):
    """Signed distance to a rectangle of half widths a and b with corners of radius r."""
    x, y = np.abs(x) - (a - r), np.abs(y) - (b - r)
    outside, inside = np.maximum(x, F(0)), np.minimum(np.maximum(x, y), F(0))
    y = np.maximum(y, F(0))
    return np.sqrt(outside * outside + y * y) + inside - r


def _wave(x):
    """A wave between -1 and 1 of period 1, made of parabolas."""
    t = x - np.rint(x)
    height = np.abs(t)
    height *= -16
    height += 8
    t *= height
    return t


class _Block:
    """A few faces on their way to being pictures."""

    def __init__(self, table: np.ndarray, size: int):
        self.table, self.n, self.size = table, len(table), size
        self.pixel = F(2 / size / ZOOM)
        axis = ((np.arange(size, dtype=F) + F(0.5)) * F(2 / size) - 1) * F(1 / ZOOM)
        self.axis = axis
        self.x, self.y = np.meshgrid(axis, axis)
        self.x, self.y = self.x[None], self.y[None]
        self.rgb = np.empty((self.n, 3, size, size), F)
        for name in table.dtype.names:
            if table[name].dtype == F:
                setattr(self, name, table[name][:, None, None])
        t = self.tilt * F(0.07)  # half the angle's tangent
        cos, sin = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        neck = F(0.75)  # what the head leans around
        y = self.y - neck
        self.u = cos * self.x + sin * y
        self.v = cos * y - sin * self.x + (neck - F(0.06))
        t = self.yaw * F(0.17)
        self.turn, self.toward = 2 * t / (1 + t * t), (1 - t * t) / (1 + t * t)  # sine and cosine
        self.fx = self.turn * F(0.5)  # the middle of the face, and where its features lie
        self.fy = self.pitch * F(0.07)

    def image(self) -> np.ndarray:
        """All faces, uint8 (n, size, size, 3)."""
        self.colours()
        self.shapes()
        self.backdrop_()
        self.hair_behind()
        self.body()
        self.ears()
        self.head()
        self.beard()
        self.mouth()
        self.nose_()
        self.eyes()
        self.hair_before()
        self.brows_()
        self.glasses()
        return np.rint(_clip01(self.rgb) * F(255)).astype(np.uint8).transpose(0, 2, 3, 1)

    # -- tools

    def window(self, top, bottom, left=-1.0, right=1.0):
        """The part of the picture between these lines, as an index of the last two axes."""
        rows = np.searchsorted(self.axis, (top, bottom))
        columns = np.searchsorted(self.axis, (left, right))
        return ..., slice(*rows), slice(*columns)

    def cover(self, distance, soft=1.0):
        """How much of each pixel a shape covers, 0 to 1; its edge is ``soft`` pixels wide."""
        covered = distance * (-1 / (self.pixel * F(soft)))
        covered += F(0.5)
        return np.clip(covered, F(0), F(1), out=covered)

    def lay(self, window, alpha, colour, shade=None, who=slice(None)):
        """Lay a colour over the pictures: (3,), (n, 3) or (n, 3, h, w); ``shade`` makes it lighter or darker."""
        colour = np.asarray(colour, F)
        if colour.ndim < 4:
            colour = colour.reshape(-1, 3, 1, 1)
        if shade is not None:
            colour = colour * shade[:, None]
        below = self.rgb[(who, *window)]
        change = colour - below
        change *= alpha[:, None]
        below += change
        if not isinstance(who, slice):  # then `below` is a copy
            self.rgb[(who, *window)] = below

    def some(self, mask):
        """The faces of a mask as an index, or None if there are none."""
        return np.flatnonzero(mask) if mask.any() else None

    # -- colours and shapes that several parts share

    def colours(self):
        t = self.table
        self.skin_rgb = _along(SKIN, t["skin"])
        self.hair_rgb = _named(HAIR, t["hair_colour"])
        self.iris_rgb = _named(IRIS, t["eye_colour"])
        self.dark_skin = self.skin_rgb * np.array([0.78, 0.66, 0.62], F)
        self.line = self.skin_rgb * np.array([0.45, 0.32, 0.30], F)

    def shapes(self):
        u, v = self.u, self.v
        self.a = F(0.395) + F(0.165) * self.face_width
        top = F(0.62)
        down = np.maximum(v, F(0))
        # The jaw: below the middle an oval is drawn in or let out sideways.
        out = 1 + (self.jaw - F(0.45)) * F(1.35) * down * (F(1.25) - down)
        self.head_d = _ellipse((u - self.fx * F(0.12)) / out, v - F(0.02), self.a, F(0.64))
        s = self.table["hair_length"][:, None, None]
        self.bald = s < F(0.02)
        longer = _clip01((s - F(0.3)) / F(0.3))
        curls = self.curl
        bend = _wave(v * F(1.7) + F(0.2)) * F(0.16)
        self.wiggle = _wave(u * F(3.1) + bend + v * F(0.4)) * _wave(v * F(2.7) + u * u + F(0.25))
        volume = (
            F(0.015) + F(0.13) * np.minimum(s, F(0.45)) + F(0.045) * longer + F(0.10) * curls + F(0.03) * s
        )
        width = self.a + volume + F(0.015)
        self.hair_end = np.where(
            s < F(0.45), _mix(F(-0.08), F(0.16), s / F(0.45)), _mix(F(0.28), F(1.05), (s - F(0.45)) / F(0.55))
        )
        flare = (
            1
            + F(0.12) * longer * np.maximum(v, F(0))
            - (1 - longer) * F(0.42) * np.maximum(v + F(0.32), F(0))
        )
        arch = _ellipse(
            (u - self.fx * F(0.06)) / flare, np.minimum(v + F(0.05), F(0)), width, top + F(0.02) + volume
        )
        arch = arch + self.wiggle * (F(0.055) * curls)
        end = (v - self.hair_end) + F(0.25) * (np.abs(u) - width) * longer
        end = end + self.wiggle * F(0.05)
        # Rounded where the side meets the end.
        inner_x, inner_y = np.maximum(arch + F(0.12), F(0)), np.maximum(end + F(0.12), F(0))
        self.hair_d = (
            np.minimum(np.maximum(arch, end) + F(0.12), F(0))
            + np.sqrt(inner_x * inner_x + inner_y * inner_y)
            - F(0.12)
        )
        self.hair_d = np.where(self.bald, F(1), self.hair_d)
        self.arch = arch
        # The opening through which the face looks.
        side = self.parting * np.where(self.fringe > F(0.5), F(0.05), F(0.16))
        high = F(0.47) - F(0.2) * np.minimum(self.fringe, F(0.4)) - F(0.06) * self.pitch
        w = self.a * (F(0.90) - F(0.03) * longer)
        up = np.minimum(v - F(0.02), F(0))
        skew = (u - self.fx * F(0.8)) + side * up * F(2.2)
        self.opening = _ellipse(skew, up, w, high) + self.wiggle * (F(0.04) * curls)
        hem = F(-0.40) + F(0.22) * self.fringe + F(0.1) * np.abs(u - side)
        strands = _wave(u * F(3.5) + side * 2) * F(0.022)
        fringe = (v - hem - strands - self.fy * F(0.5)) * F(0.9)
        fringe = np.where(self.fringe > F(0.5), fringe, F(1))
        self.front_d = np.maximum(self.hair_d, np.minimum(-self.opening, fringe))

    # -- parts

    def backdrop_(self):
        t = self.table
        base = _along(WHEEL, t["background"])
        level = t["backdrop"][:, None]
        base = _mix(base * F(0.55), _mix(base, WHITE, F(0.62)), level)[:, :, None, None]
        side = self.light * self.x * 2
        glow = F(1.0) - F(0.10) * self.y + F(0.06) * side
        r = self.x * self.x + (self.y + F(0.1)) * (self.y + F(0.1))
        glow = glow - F(0.07) * r
        self.rgb[:] = base * glow[:, None]

    def body(self):
        w = self.window(0.3, 1.0)
        x, y = self.x[w], self.y[w]
        shirt = _along(WHEEL, self.table["clothes"]) * F(0.88)
        width = F(0.66) + F(0.12) * self.face_width
        d = _box(x, y - F(1.16), width, F(0.42), F(0.36))
        shade = F(1.05) - F(0.25) * x * x + F(0.08) * self.light * x
        self.lay(w, self.cover(d), shirt, shade)
        # Neck and neckline, then the shadow of the chin.
        neck_w = self.a * F(0.48)
        mid = _mix(self.u[w], x, F(0.5))
        neck = np.maximum(np.abs(mid) - neck_w, y - F(0.80))
        scoop = _ellipse(x, y - F(0.76), neck_w * F(1.22), F(0.19))
        skin = np.minimum(neck, scoop)
        collar = scoop - F(0.035)
        self.lay(w, self.cover(collar), shirt, np.broadcast_to(F(0.78), x.shape))
        self.lay(w, self.cover(skin), self.skin_rgb * np.array([0.93, 0.89, 0.87], F))
        under = _ellipse(self.u[w] - self.fx * F(0.3), self.v[w] - F(0.12), self.a * F(0.9), F(0.66))
        self.lay(w, self.cover(np.maximum(under, skin), 3) * F(0.75), self.dark_skin)

    def ears(self):
        ring = self.some(self.table["earrings"] == "yes")
        for side in (-1, 1):
            w = self.window(-0.35, 0.55, *((-0.85, -0.2) if side < 0 else (0.2, 0.85)))
            u = self.u[w] - (side * (self.a + F(0.015)) - self.turn * F(0.08))
            v = self.v[w] - F(0.05) - self.fy * F(0.4)
            d = _ellipse(u, v, F(0.085), F(0.135))
            self.lay(w, self.cover(d), self.skin_rgb, np.broadcast_to(F(0.94), d.shape))
            self.lay(w, self.cover(d + F(0.045), 2) * F(0.6), self.dark_skin)
            if ring is not None:
                u, v = u[ring] - side * F(0.025), v[ring] - F(0.18)
                d = np.sqrt(u * u + v * v) - F(0.036)
                self.lay(w, self.cover(d), (0.96, 0.80, 0.32), who=ring)

    def head(self):
        w = self.window(-0.72, 0.82, -0.75, 0.75)
        u, v, d = self.u[w], self.v[w], self.head_d[w]
        # Light from one side, and the edge turning away.
        lit = F(1.0) + F(0.20) * self.light * u - F(0.03) * v
        edge = _clip01(1 + d * F(5.5))
        lit = lit - F(0.13) * edge * edge
        self.lay(w, self.cover(d), self.skin_rgb, lit)
        # Cheeks.
        w = self.window(-0.05, 0.55, -0.75, 0.75)
        u, v = self.u[w] - self.fx, self.v[w] - F(0.20) - self.fy
        near = np.abs(u) - F(0.27) * self.toward
        r = (near * near + v * v) * F(42)
        glow = 1 / (1 + r * r) * (F(0.20) + F(0.18) * np.maximum(self.smile, F(0)))
        rosy = self.skin_rgb * np.array([1.0, 0.66, 0.62], F)
        on_face = self.cover(self.head_d[w])
        self.lay(w, glow * on_face, rosy)
        who = self.some(self.table["freckles"] == "yes")
        if who is not None:
            u, v, near = u[who], v[who], near[who]
            dots = _wave(u * F(5.3) + v * F(2.1) + F(0.3)) * _wave(v * F(5.9) - u * F(2.7) + F(0.1))
            spots = _clip01((dots - F(0.45)) * F(4)) * _clip01(F(1.6) - r[who]) * on_face[who]
            self.lay(w, spots * F(0.5), self.line[who] * F(1.4), who=who)
        # The hair's shadow on the forehead.
        w = self.window(-0.75, 0.4, -0.75, 0.75)
        shadow = self.cover(self.front_d[w] - F(0.02), 4) * self.cover(self.head_d[w]) * F(0.5)
        self.lay(w, shadow, self.dark_skin)

    def beard(self):
        kind = self.table["beard"]
        who = self.some(kind != "none")
        if who is None:
            return
        w = self.window(-0.2, 0.98, -0.8, 0.8)
        kind = kind[who]
        u, v = self.u[who][w], self.v[who][w]
        fx, fy, a = self.fx[who], self.fy[who], self.a[who]
        s = (u - fx * F(0.5)) / a
        line = F(0.27) + fy - F(0.34) * s * s * s * s
        full = np.maximum(self.head_d[who][w] - F(0.03), line - v)
        x, y = u - fx, v - fy
        smile = self.smile[who]
        t = x / (F(0.2) + F(0.03) * smile)
        band = np.abs(y - (F(0.30) + (F(0.05) - F(0.05) * smile) * t * t)) - F(0.062) * (1 - t * t)
        moustache = band * F(0.8)
        goatee = np.minimum(_ellipse(x, y - F(0.56), F(0.17), F(0.15)), moustache)
        which = kind[:, None, None]
        d = np.where(
            which == "moustache", moustache, np.where(which == "goatee", goatee, np.minimum(full, moustache))
        )
        stubble = which == "stubble"
        texture = (
            F(0.97)
            + F(0.07) * _wave(u * F(6) * (F(1.6) - v) + F(0.12) * _wave(v * 5))
            + F(0.10) * self.light[who] * u
        )
        alpha = self.cover(d, 2) * np.where(stubble, F(0.38), F(0.95))
        colour = _mix(self.hair_rgb, self.skin_rgb, F(0.1))[who] * F(0.92)
        self.lay(w, alpha, colour, texture, who=who)

    def mouth(self):
        w = self.window(0.1, 0.85, -0.6, 0.6)
        u, v = self.u[w] - self.fx * F(1.05), self.v[w] - self.fy
        smile, full = self.smile, self.lips
        glad, laugh = np.maximum(smile, F(0)), np.maximum(smile - F(0.42), F(0)) * F(1 / 0.58)
        width = (F(0.155) + F(0.065) * glad) * self.toward
        t = u / width
        bow = 1 - t * t
        middle = F(0.41) + F(0.015) * glad - (smile * F(0.085)) * (t * t - F(0.55))
        opened = laugh * F(0.125) * bow
        upper, lower = F(0.022) + F(0.026) * full, F(0.026) + F(0.038) * full
        cupid = upper * bow * (F(0.82) + F(0.9) * np.abs(t) * (1 - np.abs(t)))
        lip = np.maximum((middle - cupid) - v, v - (middle + opened + lower * bow)) * F(0.9)
        lip = np.maximum(lip, np.abs(u) - width * F(1.02))
        red = _mix(
            self.skin_rgb * np.array([0.86, 0.60, 0.56], F),
            self.skin_rgb * F(0.35) + np.array([0.46, 0.06, 0.12], F),
            self.table["lips"][:, None],
        )
        self.lay(w, self.cover(lip, 1.3), red)
        # Below the lip, a little shadow.
        chin = _ellipse(u, v - (F(0.41) + F(0.16) + F(0.08) * laugh), F(0.10), F(0.028))
        self.lay(w, self.cover(chin, 3) * F(0.22), self.dark_skin)
        gap = np.maximum(middle - v, v - (middle + opened)) * F(0.9)
        hole = self.cover(gap) * _clip01(laugh * 8)
        self.lay(w, hole, np.array([0.36, 0.08, 0.10], F))
        teeth = np.maximum(gap + F(0.004), v - (middle + opened * F(0.62)))
        self.lay(w, self.cover(teeth) * _clip01(laugh * 8), (0.98, 0.97, 0.94))
        line = np.maximum(np.abs(v - middle) - F(0.010), np.abs(u) - width * F(1.04))
        self.lay(w, self.cover(line, 1.5) * F(0.85) * (1 - F(0.8) * _clip01(laugh * 4)), self.line)
        # Dimples where a smile ends.
        ends = np.abs(u) - width * F(1.12)
        dv = v - (F(0.41) - smile * F(0.04))
        dimple = np.sqrt(ends * ends * 6 + dv * dv) - F(0.05)
        self.lay(w, self.cover(dimple, 2) * glad * F(0.35), self.dark_skin)

    def nose_(self):
        w = self.window(-0.35, 0.5, -0.6, 0.6)
        size = self.nose
        u, v = self.u[w] - self.fx * F(1.25), self.v[w] - self.fy
        tip = F(0.165) + F(0.06) * size
        wide = F(0.042) + F(0.062) * size
        # The side away from the light is in shadow.
        away = np.where(self.light < 0, F(1), F(-1))
        ridge = np.abs(u - away * (F(0.045) + F(0.12) * np.maximum(v, F(0)))) - F(0.022)
        ridge = np.maximum(ridge, np.maximum(F(-0.12) - v, v - tip))
        self.lay(w, self.cover(ridge, 3.5) * (F(0.25) + F(0.2) * np.abs(self.light)), self.dark_skin)
        t = u / wide
        under = np.abs(v - (tip + F(0.028) - F(0.045) * t * t)) - F(0.012)
        under = np.maximum(under, np.abs(u) - wide)
        self.lay(w, self.cover(under, 1.8) * F(0.72), self.line * F(1.25))
        du, dv = u + away * F(0.012), v - (tip - F(0.035))
        r = (du * du + dv * dv) * F(420)
        self.lay(w, F(0.33) / (1 + r * r), _mix(self.skin_rgb, WHITE, F(0.75)))

    def eye(self, side):
        """Middle (u, v) and half width of an eye, turned with the head."""
        across = F(0.42)
        along = np.sqrt(
            1 - across * across
        )  # the eye lies on a round head: sine and cosine of (angle + turn)
        u = F(0.5) * (side * across * self.toward + along * self.turn)
        narrow = (along * self.toward - side * across * self.turn) / along
        return u, F(-0.05) + self.fy, narrow

    def eyes(self):
        for side in (-1, 1):
            left, right = (-0.75, 0.25) if side < 0 else (-0.25, 0.75)
            w = self.window(-0.4, 0.3, left, right)
            eu, ev, narrow = self.eye(side)
            width = (F(0.108) + F(0.022) * self.eye_size) * narrow
            u, v = self.u[w] - eu, self.v[w] - ev
            t = u / width
            bow = 1 - t * t
            glad, sad = np.maximum(self.smile, F(0)), np.maximum(-self.smile, F(0))
            tall = F(0.054) + F(0.046) * self.eye_size
            lean = u * side * (F(-0.06) + F(0.2) * sad)
            upper = -tall * bow + lean
            lower = (tall * F(0.80) - glad * F(0.022)) * bow + lean
            d = np.maximum(upper - v, v - lower) * F(0.85)
            inside = self.cover(d)
            # A soft socket, the white, the iris.
            socket = _ellipse(u, v + F(0.015), width * F(1.3), tall * F(1.6))
            self.lay(w, self.cover(socket, 5) * F(0.20), self.dark_skin)
            self.lay(w, inside, (0.985, 0.98, 0.97))
            iu, iv = u - self.gaze * F(0.042) - self.turn * F(0.02), v + F(0.008)
            r = np.sqrt(iu * iu + iv * iv)
            iris = F(0.058) + F(0.012) * self.eye_size
            self.lay(w, inside * self.cover(r - iris), self.iris_rgb, F(0.78) + np.maximum(iv, F(0)) * F(9))
            self.lay(w, inside * self.cover(r - F(0.028)), (0.06, 0.05, 0.06))
            hu, hv = iu + F(0.022), iv + F(0.022)
            self.lay(w, inside * self.cover(np.sqrt(hu * hu + hv * hv) - F(0.018)), WHITE)
            # The lid and its lashes, thickest outside.
            lash = F(0.013) + F(0.010) * _clip01(t * side)
            lid = np.maximum(np.abs(v - upper + F(0.006)) - lash, np.abs(u) - width * F(1.06))
            self.lay(w, self.cover(lid, 1.4) * F(0.92), self.line * F(0.6))
            crease = np.maximum(np.abs(v - lower - F(0.012)) - F(0.006), np.abs(u) - width * F(0.8))
            self.lay(w, self.cover(crease, 2) * (F(0.22) + F(0.25) * glad), self.dark_skin * F(0.9))

    def brows_(self):
        colour = _mix(self.hair_rgb * F(0.62), self.line, F(0.25))
        for side in (-1, 1):
            left, right = (-0.8, 0.25) if side < 0 else (-0.25, 0.8)
            w = self.window(-0.55, 0.15, left, right)
            eu, ev, narrow = self.eye(side)
            width = F(0.135) * narrow
            sad, glad = np.maximum(-self.smile, F(0)), np.maximum(self.smile, F(0))
            u, v = (
                self.u[w] - eu * F(1.03),
                self.v[w] - (ev - F(0.155) - F(0.02) * self.eye_size - F(0.025) * glad),
            )
            t = u / width
            outward = t * side
            curve = F(0.030) * t * t - F(0.006) * outward + sad * F(0.035) * outward
            thick = (F(0.013) + F(0.020) * self.brows) * (F(1.05) - F(0.45) * outward)
            d = np.maximum(np.abs(v - curve) - thick, np.abs(u) - width)
            self.lay(w, self.cover(d, 1.6) * F(0.93), colour)

    def hair_behind(self):
        w = self.window(-1.0, 1.0)
        self.lay(w, self.cover(self.hair_d), self.hair_rgb * F(0.66), F(1) + F(0.08) * self.wiggle)
        who = self.some((self.table["bun"] == "yes") & ~self.bald[:, 0, 0])
        if who is not None:
            w = self.window(-1.0, -0.2, -0.6, 0.6)
            u, v = (
                self.u[who][w] - self.fx[who] * F(0.1),
                self.v[who][w] + F(0.77) + F(0.09) * (self.curl[who] + self.hair_length[who]),
            )
            bun = _ellipse(u, v, F(0.19), F(0.155)) + self.wiggle[who][w] * (F(0.05) * self.curl[who])
            shade = F(0.90) - F(1.1) * v * u + F(0.5) * self.light[who] * u - F(0.9) * v
            self.lay(w, self.cover(bun), self.hair_rgb[who], shade, who=who)

    def hair_before(self):
        u, v = self.u, self.v
        inside = -self.arch
        strands = _wave(u * F(5.5) * (F(1.25) - F(0.35) * v) + self.parting)
        shade = F(0.97) + F(0.055) * strands * (1 - self.curl) + F(0.085) * self.curl * self.wiggle
        shade = shade + F(0.12) * self.light * u
        # A band of light around the crown.
        band = (inside - F(0.15)) * F(11)
        gleam = 1 / (1 + band * band) * _clip01(F(0.9) - v * F(1.2)) * _clip01(F(0.55) + self.light * u * 2)
        colour = self.hair_rgb[:, :, None, None] * shade[:, None]
        glow = _mix(self.hair_rgb, WHITE, F(0.45))[:, :, None, None]
        colour += (F(0.55) * gleam)[:, None] * (glow - colour)
        self.lay(self.window(-1, 1), self.cover(self.front_d), colour)

    def glasses(self):
        kind = self.table["glasses"]
        who = self.some(kind != "none")
        if who is None:
            return
        kind = kind[who][:, None, None]
        w = self.window(-0.5, 0.45, -0.85, 0.85)
        u, v = self.u[who][w], self.v[who][w]
        sun, square = kind == "sun", kind == "square"
        rim = np.full(v.shape, F(1))
        glass = rim.copy()
        for side in (-1, 1):
            eu, ev, narrow = self.eye(side)
            eu, ev, narrow = eu[who], ev[who], narrow[who]
            x, y = (u - eu) / narrow, v - ev - F(0.012)
            x = x * np.where(sun, 1 + F(0.35) * y, F(1))  # sunglasses narrow downwards
            half = np.where(sun, F(0.178), np.where(square, F(0.172), F(0.158)))
            tall = np.where(sun, F(0.142), np.where(square, F(0.118), F(0.158)))
            corner = np.where(sun, F(0.10), np.where(square, F(0.035), F(0.156)))
            lens = _box(x, y, half, tall, corner)
            glass = np.minimum(glass, lens)
            # The arm to the ear.
            arm = np.maximum(
                np.abs(v - ev + F(0.03)) - F(0.014),
                np.maximum(half * narrow - side * (u - eu), side * u - self.a[who] - F(0.02)),
            )
            rim = np.minimum(rim, arm)
        thick = np.where(kind == "round", F(0.015), F(0.02))
        rim = np.minimum(rim, np.abs(glass) - thick)
        ev = self.fy[who] - F(0.05)
        middle = u - self.fx[who] * F(1.1)
        bridge = np.maximum(
            np.abs(v - ev + F(0.03) - middle * middle * 3) - F(0.014), np.abs(middle) - F(0.075)
        )
        rim = np.minimum(rim, np.maximum(bridge, -glass))
        dark = np.where(sun, F(0.93), F(0.10))[..., 0, 0]
        tint = np.where(sun[..., 0], np.array([0.13, 0.12, 0.16], F), np.array([0.86, 0.94, 1.0], F))
        fade = np.where(sun, F(1) + np.maximum(v - ev, F(-0.1)) * 3, F(1))
        self.lay(w, self.cover(glass) * dark[:, None, None], tint, fade, who=who)
        streak = np.maximum(
            np.abs(_wave((u * F(0.9) + v * F(0.9)) * F(1.35) + F(0.12))) * F(0.5) - F(0.10), glass + F(0.03)
        )
        self.lay(w, self.cover(streak, 1.5) * np.where(sun, F(0.22), F(0.20)), WHITE, who=who)
        frame = {"round": (0.72, 0.52, 0.22), "square": (0.13, 0.13, 0.17), "sun": (0.10, 0.09, 0.11)}
        colour = np.array([frame[k] for k in kind[:, 0, 0]], F)
        self.lay(w, self.cover(rim), colour, who=who)
