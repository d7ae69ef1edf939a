"""Small random changes of a batch of uint8 images in training: enlarged, cropped back, mirrored."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons.numeric import flag, shown, whole

import numpy as np

LARGEST = 4096  # pixels a side


@dataclass(frozen=True)
class Jitter:
    """What is drawn anew for each image; checked against the images by :meth:`check`.

    Attributes
    ----------
    enlarge, crop : (int, int) or None
        Height and width to enlarge to, and of the part that is left.
    flip : bool
        Whether half of the images are mirrored.
    """

    enlarge: tuple[int, int] | None = None
    crop: tuple[int, int] | None = None
    flip: bool = False

    def __bool__(self) -> bool:
        return bool(self.enlarge or self.crop or self.flip)

    def check(self, arrays: dict[str, np.ndarray]) -> Jitter:
        """The same in plain numbers; ValueError if it does not fit the images, arrays (n, height, width, channels)."""
        enlarge, crop = self.enlarge, self.crop
        for role, a in arrays.items():
            size = a.shape[1:3]
            if self.enlarge is not None:
                enlarge = _pair(
                    self.enlarge,
                    size,
                    (LARGEST, LARGEST),
                    f"enlarge is {shown(self.enlarge)} and {role} has images of {size[0]} x {size[1]} pixels; give (height, width), at "
                    f"least as large as the images and at most {LARGEST}. What is left of that is crop, by default the size before.",
                )
                size = enlarge
            if self.crop is not None:
                more = " enlarged to" if self.enlarge is not None else " of"
                crop = _pair(
                    self.crop,
                    (1, 1),
                    size,
                    f"crop is {shown(self.crop)} and {role} has images{more} {size[0]} x {size[1]} pixels; give (height, width), at "
                    "most as large as the images.",
                )
        return Jitter(enlarge, crop, flag("flip", self.flip))

    def draw(self, n: int, height: int, width: int, rng: np.random.Generator) -> tuple:
        """For n images of a size: height and width of what is left, its upper left corners, and which are mirrored."""
        within = self.enlarge or (height, width)
        h, w = self.crop or (height, width)
        tops, lefts = rng.integers(within[0] - h + 1, size=n), rng.integers(within[1] - w + 1, size=n)
        mirrored = rng.random(n) < 0.5 if self.flip else np.zeros(n, bool)
        return h, w, tops, lefts, mirrored

    def apply(self, images: np.ndarray, drawn: tuple) -> np.ndarray:
        """Images (n, height, width, channels), changed as was drawn."""
        h, w, tops, lefts, mirrored = drawn
        if self.enlarge is None:
            parts = [x[t : t + h, s : s + w] for x, t, s in zip(images, tops, lefts, strict=True)]
        else:
            rows = _between(images.shape[1], self.enlarge[0])
            columns = _between(images.shape[2], self.enlarge[1])
            parts = [
                _enlarged(x, [r[t : t + h] for r in rows], [c[s : s + w] for c in columns])
                for x, t, s in zip(images, tops, lefts, strict=True)
            ]
        changed = np.stack(parts)
        changed[mirrored] = changed[mirrored, :, ::-1]
        return changed


def _pair(given, least: tuple[int, int], most: tuple[int, int], message: str) -> tuple[int, int]:
    try:
        height, width = given
        return whole("height", height, least[0], most[0]), whole("width", width, least[1], most[1])
    except (TypeError, ValueError):
        raise ValueError(message) from None


def _between(small: int, large: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each of `large` pixels, the two of `small` that it lies between, and the share of the second.

    Centres of pixels are half a pixel from the border, which is repeated beyond; so Pillow and TensorFlow enlarge.
    """
    at = np.clip((np.arange(large) + 0.5) * (small / large) - 0.5, 0, small - 1)
    first = np.floor(at).astype(int)
    return first, np.minimum(first + 1, small - 1), (at - first).astype(np.float32)


def _enlarged(image: np.ndarray, rows, columns) -> np.ndarray:
    """Some rows and columns of one image, bilinearly enlarged: no more is computed than is left."""
    (above, below, down), (left, right, across) = rows, columns
    down, across = down[:, None, None], across[:, None]
    tall = image[above] * (1 - down) + image[below] * down
    return np.rint(tall[:, left] * (1 - across) + tall[:, right] * across).astype(np.uint8)
