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

from gan_lessons.data.faces.head import Head
from gan_lessons.data.faces.shapes import WHEEL, WHITE, F, box, clip01, colour_along, ellipse, mix, wave

import numpy as np

BLOCK = 16  # faces at a time: few enough to stay in a core's cache


def paint(table: np.ndarray, size: int) -> np.ndarray:
    """Paint one face a row of a `face_table`: uint8 (n, size, size, 3)."""
    images = np.empty((len(table), size, size, 3), np.uint8)

    def block(start: int) -> None:
        rows = slice(start, start + BLOCK)
        images[rows] = _Faces(table[rows], size).image()

    with ThreadPoolExecutor(
        min(4, os.cpu_count() or 1)
    ) as threads:  # NumPy lets go of the lock on large arrays
        list(threads.map(block, range(0, len(table), BLOCK)))
    return images


class _Faces(Head):
    """A few faces as whole pictures: the head with what is behind it, below it and before it."""

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
        return np.rint(clip01(self.rgb) * F(255)).astype(np.uint8).transpose(0, 2, 3, 1)

    def backdrop_(self):
        t = self.table
        base = colour_along(WHEEL, t["background"])
        level = t["backdrop"][:, None]
        base = mix(base * F(0.55), mix(base, WHITE, F(0.62)), level)[:, :, None, None]
        side = self.light * self.x * 2
        glow = F(1.0) - F(0.10) * self.y + F(0.06) * side
        r = self.x * self.x + (self.y + F(0.1)) * (self.y + F(0.1))
        glow = glow - F(0.07) * r
        self.rgb[:] = base * glow[:, None]

    def body(self):
        w = self.window(0.3, 1.0)
        x, y = self.x[w], self.y[w]
        shirt = colour_along(WHEEL, self.table["clothes"]) * F(0.88)
        width = F(0.66) + F(0.12) * self.face_width
        d = box(x, y - F(1.16), width, F(0.42), F(0.36))
        shade = F(1.05) - F(0.25) * x * x + F(0.08) * self.light * x
        self.lay(w, self.cover(d), shirt, shade)
        # Neck and neckline, then the shadow of the chin.
        neck_w = self.a * F(0.48)
        mid = mix(self.u[w], x, F(0.5))
        neck = np.maximum(np.abs(mid) - neck_w, y - F(0.80))
        scoop = ellipse(x, y - F(0.76), neck_w * F(1.22), F(0.19))
        skin = np.minimum(neck, scoop)
        collar = scoop - F(0.035)
        self.lay(w, self.cover(collar), shirt, np.broadcast_to(F(0.78), x.shape))
        self.lay(w, self.cover(skin), self.skin_rgb * np.array([0.93, 0.89, 0.87], F))
        under = ellipse(self.u[w] - self.fx * F(0.3), self.v[w] - F(0.12), self.a * F(0.9), F(0.66))
        self.lay(w, self.cover(np.maximum(under, skin), 3) * F(0.75), self.dark_skin)

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
            bun = ellipse(u, v, F(0.19), F(0.155)) + self.wiggle[who][w] * (F(0.05) * self.curl[who])
            shade = F(0.90) - F(1.1) * v * u + F(0.5) * self.light[who] * u - F(0.9) * v
            self.lay(w, self.cover(bun), self.hair_rgb[who], shade, who=who)

    def hair_before(self):
        u, v = self.u, self.v
        inside = -self.arch
        strands = wave(u * F(5.5) * (F(1.25) - F(0.35) * v) + self.parting)
        shade = F(0.97) + F(0.055) * strands * (1 - self.curl) + F(0.085) * self.curl * self.wiggle
        shade = shade + F(0.12) * self.light * u
        # A band of light around the crown.
        band = (inside - F(0.15)) * F(11)
        gleam = 1 / (1 + band * band) * clip01(F(0.9) - v * F(1.2)) * clip01(F(0.55) + self.light * u * 2)
        colour = self.hair_rgb[:, :, None, None] * shade[:, None]
        glow = mix(self.hair_rgb, WHITE, F(0.45))[:, :, None, None]
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
            lens = box(x, y, half, tall, corner)
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
            np.abs(wave((u * F(0.9) + v * F(0.9)) * F(1.35) + F(0.12))) * F(0.5) - F(0.10), glass + F(0.03)
        )
        self.lay(w, self.cover(streak, 1.5) * np.where(sun, F(0.22), F(0.20)), WHITE, who=who)
        frame = {"round": (0.72, 0.52, 0.22), "square": (0.13, 0.13, 0.17), "sun": (0.10, 0.09, 0.11)}
        colour = np.array([frame[k] for k in kind[:, 0, 0]], F)
        self.lay(w, self.cover(rim), colour, who=who)
