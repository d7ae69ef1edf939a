"""Two domains of images: paired, row by row, or unpaired, each with an order and a length of its own."""

from __future__ import annotations

from gan_lessons.data.dataset import own
from gan_lessons.numeric import flag, shown, whole

import numpy as np


class _Domains:
    """What both have in common. `arrays`, `together` and `transform` are what training asks for; the arrays are read-only."""

    together: bool

    def __init__(self, arrays: dict[str, np.ndarray], crop: tuple[int, int] | None, flip: bool):
        for role, a in arrays.items():
            _check(role, a)
        self.crop, self.flip = None if crop is None else _checked_crop(crop, arrays), flag("flip", flip)
        self.arrays = {role: own(a) for role, a in arrays.items()}

    @property
    def transform(self):
        """Random crops and flips of the rows of one batch, by role; None if there are none."""
        return self._changed if self.crop or self.flip else None

    def _changed(self, rows: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
        changed, draws = {}, None
        for role, images in rows.items():
            n, height, width = images.shape[:3]
            if draws is None or not self.together:
                h, w = self.crop or (height, width)
                tops, lefts = rng.integers(height - h + 1, size=n), rng.integers(width - w + 1, size=n)
                mirrored = rng.random(n) < 0.5 if self.flip else np.zeros(n, bool)
                draws = tops, lefts, mirrored
            tops, lefts, mirrored = draws
            cut = np.stack(
                [x[t : t + h, left : left + w] for x, t, left in zip(images, tops, lefts, strict=True)]
            )
            cut[mirrored] = cut[mirrored, :, ::-1]
            changed[role] = cut
        return changed


def _check(role: str, a) -> None:
    if not isinstance(a, np.ndarray) or a.dtype != np.uint8 or a.ndim != 4 or 0 in a.shape:
        raise ValueError(
            f"{role} has dtype {getattr(a, 'dtype', type(a).__name__)} and shape {getattr(a, 'shape', '()')}; uint8 images (n, height, "
            "width, channels) with at least one image are expected, of a Dataset its images. Images in [-1, 1] become that with "
            "np.rint((x + 1) * 127.5).astype(np.uint8)."
        )
    if isinstance(a, np.ma.MaskedArray):
        raise ValueError(f"{role} is a masked array, and the mask would be lost. Give {role}.filled(value).")


def _checked_crop(crop, arrays: dict[str, np.ndarray]) -> tuple[int, int]:
    for role, a in arrays.items():
        try:
            height, width = crop
            pair = whole("crop", height, most=a.shape[1]), whole("crop", width, most=a.shape[2])
        except (TypeError, ValueError):
            raise ValueError(
                f"crop is {shown(crop)} and {role} has images of {a.shape[1]} x {a.shape[2]} pixels; give (height, width), at most "
                "as large as the images."
            ) from None
    return pair


class Paired(_Domains):
    """Pairs: row i of the source shows the same as row i of the target, as Pix2Pix needs (arXiv 1611.07004).

    Parameters
    ----------
    source, target : ndarray
        uint8 (n, height, width, channels), of one n, height and width; channels may differ.
    crop : (int, int), optional
        Height and width of a random part of each pair, the same part of both, drawn anew in each step of training.
    flip : bool
        Whether half of the pairs are mirrored, both of a pair or neither, drawn anew in each step.

    Raises
    ------
    ValueError
        If the two do not fit together.

    Examples
    --------
    >>> pairs = Paired(photographs, maps, crop=(64, 64), flip=True)
    >>> history = gan.fit(pairs, batch_size=16, epochs=10)
    """

    together = True

    def __init__(
        self,
        source: np.ndarray,
        target: np.ndarray,
        crop: tuple[int, int] | None = None,
        flip: bool = False,
    ):
        super().__init__({"source": source, "target": target}, crop, flip)
        self.source, self.target = self.arrays.values()
        if source.shape[:3] != target.shape[:3]:
            raise ValueError(
                f"source has shape {source.shape} and target {target.shape}; a pair is two images of one size, so n, height and width "
                "must be equal. Domains without pairs are Unpaired(a, b)."
            )

    def __len__(self) -> int:
        return len(self.source)

    def __repr__(self) -> str:
        return f"<Paired: {len(self):,} pairs {self.source.shape[1:]} to {self.target.shape[1:]}>"


class Unpaired(_Domains):
    """Two domains of images that nobody has paired, as CycleGAN takes them (arXiv 1703.10593).

    In training each domain is walked through in an order of its own; where one is shorter, its images come more often.

    Parameters
    ----------
    a, b : ndarray
        uint8 (n, height, width, channels), each of its own n.
    crop : (int, int), optional
        Height and width of a random part of each image, drawn anew in each step of training.
    flip : bool
        Whether half of the images are mirrored, drawn anew in each step.

    Raises
    ------
    ValueError
        If they are no such images.
    """

    together = False

    def __init__(self, a: np.ndarray, b: np.ndarray, crop: tuple[int, int] | None = None, flip: bool = False):
        super().__init__({"a": a, "b": b}, crop, flip)
        self.a, self.b = self.arrays.values()

    def __len__(self) -> int:
        return max(len(self.a), len(self.b))

    def __repr__(self) -> str:
        return f"<Unpaired: {len(self.a):,} images {self.a.shape[1:]} and {len(self.b):,} images {self.b.shape[1:]}>"
