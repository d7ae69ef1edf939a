"""A head and what is on it: ears, skin, beard, mouth, nose, eyes and brows."""

from __future__ import annotations

from gan_lessons.data.faces.block import Block
from gan_lessons.data.faces.shapes import WHITE, F, clip01, ellipse, mix, wave

import numpy as np


class Head(Block):
    """Paints the parts of a head, each over what is there; their order is the painter's."""

    def ears(self):
        ring = self.some(self.table["earrings"] == "yes")
        for side in (-1, 1):
            w = self.window(-0.35, 0.55, *((-0.85, -0.2) if side < 0 else (0.2, 0.85)))
            u = self.u[w] - (side * (self.a + F(0.015)) - self.turn * F(0.08))
            v = self.v[w] - F(0.05) - self.fy * F(0.4)
            d = ellipse(u, v, F(0.085), F(0.135))
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
        edge = clip01(1 + d * F(5.5))
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
            dots = wave(u * F(5.3) + v * F(2.1) + F(0.3)) * wave(v * F(5.9) - u * F(2.7) + F(0.1))
            spots = clip01((dots - F(0.45)) * F(4)) * clip01(F(1.6) - r[who]) * on_face[who]
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
        goatee = np.minimum(ellipse(x, y - F(0.56), F(0.17), F(0.15)), moustache)
        which = kind[:, None, None]
        d = np.where(
            which == "moustache", moustache, np.where(which == "goatee", goatee, np.minimum(full, moustache))
        )
        stubble = which == "stubble"
        texture = (
            F(0.97)
            + F(0.07) * wave(u * F(6) * (F(1.6) - v) + F(0.12) * wave(v * 5))
            + F(0.10) * self.light[who] * u
        )
        alpha = self.cover(d, 2) * np.where(stubble, F(0.38), F(0.95))
        colour = mix(self.hair_rgb, self.skin_rgb, F(0.1))[who] * F(0.92)
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
        red = mix(
            self.skin_rgb * np.array([0.86, 0.60, 0.56], F),
            self.skin_rgb * F(0.35) + np.array([0.46, 0.06, 0.12], F),
            self.table["lips"][:, None],
        )
        self.lay(w, self.cover(lip, 1.3), red)
        # Below the lip, a little shadow.
        chin = ellipse(u, v - (F(0.41) + F(0.16) + F(0.08) * laugh), F(0.10), F(0.028))
        self.lay(w, self.cover(chin, 3) * F(0.22), self.dark_skin)
        gap = np.maximum(middle - v, v - (middle + opened)) * F(0.9)
        hole = self.cover(gap) * clip01(laugh * 8)
        self.lay(w, hole, np.array([0.36, 0.08, 0.10], F))
        teeth = np.maximum(gap + F(0.004), v - (middle + opened * F(0.62)))
        self.lay(w, self.cover(teeth) * clip01(laugh * 8), (0.98, 0.97, 0.94))
        line = np.maximum(np.abs(v - middle) - F(0.010), np.abs(u) - width * F(1.04))
        self.lay(w, self.cover(line, 1.5) * F(0.85) * (1 - F(0.8) * clip01(laugh * 4)), self.line)
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
        self.lay(w, F(0.33) / (1 + r * r), mix(self.skin_rgb, WHITE, F(0.75)))

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
            socket = ellipse(u, v + F(0.015), width * F(1.3), tall * F(1.6))
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
            lash = F(0.013) + F(0.010) * clip01(t * side)
            lid = np.maximum(np.abs(v - upper + F(0.006)) - lash, np.abs(u) - width * F(1.06))
            self.lay(w, self.cover(lid, 1.4) * F(0.92), self.line * F(0.6))
            crease = np.maximum(np.abs(v - lower - F(0.012)) - F(0.006), np.abs(u) - width * F(0.8))
            self.lay(w, self.cover(crease, 2) * (F(0.22) + F(0.25) * glad), self.dark_skin * F(0.9))

    def brows_(self):
        colour = mix(self.hair_rgb * F(0.62), self.line, F(0.25))
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
