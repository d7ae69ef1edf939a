"""A few faces on their way to being pictures: the tools that paint them, and what several parts of a face share."""

from __future__ import annotations

from gan_lessons.data.faces.shapes import (
    HAIR,
    IRIS,
    SKIN,
    F,
    clip01,
    colour_along,
    ellipse,
    mix,
    named_colours,
    wave,
)

import numpy as np

ZOOM = 1.1  # how large a head is


class Block:
    """The pictures of a few faces, the places of all pixels on them, and their shared colours and shapes."""

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
        self.skin_rgb = colour_along(SKIN, t["skin"])
        self.hair_rgb = named_colours(HAIR, t["hair_colour"])
        self.iris_rgb = named_colours(IRIS, t["eye_colour"])
        self.dark_skin = self.skin_rgb * np.array([0.78, 0.66, 0.62], F)
        self.line = self.skin_rgb * np.array([0.45, 0.32, 0.30], F)

    def shapes(self):
        u, v = self.u, self.v
        self.a = F(0.395) + F(0.165) * self.face_width
        top = F(0.62)
        down = np.maximum(v, F(0))
        # The jaw: below the middle an oval is drawn in or let out sideways.
        out = 1 + (self.jaw - F(0.45)) * F(1.35) * down * (F(1.25) - down)
        self.head_d = ellipse((u - self.fx * F(0.12)) / out, v - F(0.02), self.a, F(0.64))
        s = self.table["hair_length"][:, None, None]
        self.bald = s < F(0.02)
        longer = clip01((s - F(0.3)) / F(0.3))
        curls = self.curl
        bend = wave(v * F(1.7) + F(0.2)) * F(0.16)
        self.wiggle = wave(u * F(3.1) + bend + v * F(0.4)) * wave(v * F(2.7) + u * u + F(0.25))
        volume = (
            F(0.015) + F(0.13) * np.minimum(s, F(0.45)) + F(0.045) * longer + F(0.10) * curls + F(0.03) * s
        )
        width = self.a + volume + F(0.015)
        self.hair_end = np.where(
            s < F(0.45), mix(F(-0.08), F(0.16), s / F(0.45)), mix(F(0.28), F(1.05), (s - F(0.45)) / F(0.55))
        )
        flare = (
            1
            + F(0.12) * longer * np.maximum(v, F(0))
            - (1 - longer) * F(0.42) * np.maximum(v + F(0.32), F(0))
        )
        arch = ellipse(
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
        self.opening = ellipse(skew, up, w, high) + self.wiggle * (F(0.04) * curls)
        hem = F(-0.40) + F(0.22) * self.fringe + F(0.1) * np.abs(u - side)
        strands = wave(u * F(3.5) + side * 2) * F(0.022)
        fringe = (v - hem - strands - self.fy * F(0.5)) * F(0.9)
        fringe = np.where(self.fringe > F(0.5), fringe, F(1))
        self.front_d = np.maximum(self.hair_d, np.minimum(-self.opening, fringe))
