"""Letters in two styles, drawn from the DejaVu fonts that Matplotlib brings: pairs whose shapes must change.

    letters = gan_lessons.data.letters.load("train")
    pairs = letters.pairs()            # DejaVu Sans to DejaVu Serif Bold Italic

Held out are whole letters with everything made of them, so a model meets shapes it was never shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from gan_lessons.data.dataset import sealed
from gan_lessons.data.pairs import Paired, Unpaired
from gan_lessons.data.sources import SPLITS, DataError
from gan_lessons.numeric import choice, flag, rng, whole

import numpy as np
from PIL import Image, ImageDraw, ImageFont

STYLES = {
    "sans": "DejaVuSans.ttf",
    "sans bold": "DejaVuSans-Bold.ttf",
    "sans oblique": "DejaVuSans-Oblique.ttf",
    "sans bold oblique": "DejaVuSans-BoldOblique.ttf",
    "mono": "DejaVuSansMono.ttf",
    "mono bold": "DejaVuSansMono-Bold.ttf",
    "mono oblique": "DejaVuSansMono-Oblique.ttf",
    "mono bold oblique": "DejaVuSansMono-BoldOblique.ttf",
    "serif": "DejaVuSerif.ttf",
    "serif bold": "DejaVuSerif-Bold.ttf",
    "serif italic": "DejaVuSerif-Italic.ttf",
    "serif bold italic": "DejaVuSerif-BoldItalic.ttf",
}
# Digits and Latin; more Latin; Greek, Cyrillic; Latin with two marks.
BLOCKS = (range(0x30, 0x7B), range(0xC0, 0x250), range(0x370, 0x530), range(0x1E00, 0x1F00))
EMS = (0.55, 0.65, 0.75)  # height of a line, as a share of the image's side
BASELINE = 0.72  # of the side, from above
SHIFT = 0.06  # of the side, at most, in every direction
EVERY, FIRST = (
    7,
    3,
)  # of all letters, in the order of their codes, every seventh is held out, from the fourth on
_SAME = re.compile(r" WITH .*|\b(?:SMALL|CAPITAL|DOTLESS|BARRED|FINAL|SHORT) ")  # what makes no new letter


@dataclass(frozen=True, eq=False, repr=False)
class Letters:
    """Letters in two styles; made by :func:`load`.

    Attributes
    ----------
    source, target : numpy.ndarray
        uint8 (n, size, size, 1), white on black, read-only; row i of both shows the same character, as large and in the same place.
    characters : tuple of str
        Which.
    styles : tuple of str
        Of source and target.
    split : str
        "train" or "test".
    """

    source: np.ndarray
    target: np.ndarray
    characters: tuple[str, ...]
    styles: tuple[str, str]
    split: str

    def __len__(self) -> int:
        return len(self.characters)

    def __repr__(self) -> str:
        return (
            f"<Letters, {self.split}: {len(self):,} images {self.source.shape[1:]} of {len(set(self.characters)):,} characters, "
            f"{self.styles[0]} to {self.styles[1]}>"
        )

    def pairs(self, **jitter) -> Paired:
        """As pairs; ``jitter`` is ``crop``, ``flip`` and ``enlarge`` of `Paired`. (Mirrored letters are none.)"""
        return Paired(self.source, self.target, **jitter)

    def unpaired(self, seed: int = 0, **jitter) -> Unpaired:
        """As domains without pairs: half of the letters in one style, the others in the other. ``truth`` are all pairs.

        Parameters
        ----------
        seed : int
            Of the draw of the halves.
        **jitter
            ``crop``, ``flip`` and ``enlarge`` of `Unpaired`.
        """
        names = np.array([letter_of(character) for character in self.characters])
        kinds, counts = np.unique(names, return_counts=True)
        order = rng(seed).permutation(len(kinds))
        first = kinds[order[np.cumsum(counts[order]) <= len(self) / 2]]
        mask = np.isin(names, first)
        return self.pairs(**jitter).hidden((mask, ~mask))


def load(
    split: str = "train",
    size: int = 32,
    source: str = "sans",
    target: str = "serif bold italic",
    verbose: bool = True,
) -> Letters:
    """Draw the letters of a split: Latin, Greek and Cyrillic, with and without marks, and digits, each in up to three sizes.

    Every seventh letter is held out for testing, with both its cases, all marks, and those of other alphabets that look the same: with
    E go e, É, ę, the Greek Ε and the Cyrillic Е. Characters that one of the fonts lacks are left out, and what would not fit into
    the image. Sizes and places vary a little, the same for both of a pair, and are the same in every call.

    Parameters
    ----------
    split : {"train", "test"}
    size : int
        Pixels a side, 16 to 256.
    source, target : str
        Two of "sans", "mono" and "serif", each also "bold", "oblique" and "bold oblique" ("serif": "italic"), as `STYLES` has them.
        The default pair changes width, slant and serifs, so that neither copying nor new colours come near.
    verbose : bool
        Print one line.

    Returns
    -------
    Letters

    Raises
    ------
    ValueError
        If there is no such split or style, the styles are one, or the size is out of range.
    DataError
        If a font is missing or damaged.
    """
    choice("split", split, SPLITS)
    size = whole("size", size, least=16, most=256)
    for name, style in (("source", source), ("target", target)):
        choice(name, style, tuple(STYLES))
    flag("verbose", verbose)
    if source == target:
        raise ValueError(f"source and target are both {source!r}; give two styles.")
    fonts = [_fonts(style, size) for style in (source, target)]
    known = set(characters_of(source)) & set(characters_of(target))
    out = held_out()
    wanted = [c for c in sorted(known) if (letter_of(c) in out) == (split == "test")]
    drawn, names = [], []
    for character in wanted:
        place = np.random.default_rng(ord(character))
        for small, large in zip(*fonts, strict=True):
            shift = place.integers(-round(SHIFT * size), round(SHIFT * size) + 1, size=2)
            at = (size / 2 + int(shift[0]), round(BASELINE * size) + int(shift[1]))
            pair = [_draw(character, font, at, size) for font in (small, large)]
            if all(image is not None for image in pair):
                drawn.append(pair)
                names.append(character)
    images = np.array(drawn, np.uint8)[..., None]
    found = Letters(
        sealed(np.ascontiguousarray(images[:, 0])),
        sealed(np.ascontiguousarray(images[:, 1])),
        tuple(names),
        (source, target),
        split,
    )
    if verbose:
        print(
            f"Letters, {split}: {len(found):,} images of {len(set(names)):,} characters, {source} to {target}."
        )
    return found


def letter_of(character: str) -> str:
    """The letter that a character belongs to, whatever its case and marks and in whichever alphabet it looks so."""
    return _letters()[character]


@cache
def held_out() -> frozenset[str]:
    """The letters for testing."""
    first = {}  # character of each letter, in the order of the codes
    for character, letter in sorted(_letters().items()):
        first.setdefault(letter, character)
    return frozenset(list(first)[FIRST::EVERY])


@cache
def _letters() -> dict[str, str]:
    """The letter of each character of the widest font: by its name, and by its looks, as A, Greek Α and Cyrillic А are one drawing."""
    named = {}
    for character in characters_of("sans"):
        base = next(c for c in unicodedata.normalize("NFKD", character) if _is_letter(c))
        named[character] = _SAME.sub("", unicodedata.name(base))
    looks: dict[bytes, str] = {}
    same: dict[str, str] = {}  # of each name another one, of a letter with the same drawing

    def root(name: str) -> str:
        while name in same:
            name = same[name]
        return name

    font = _font("sans", 40)
    for character, name in sorted(named.items()):
        drawing = _draw(character, font, (48, 64), 96)
        if drawing is not None:
            other = looks.setdefault(drawing.tobytes(), name)
            if root(other) != root(name):
                same[root(name)] = root(other)
    return {character: root(name) for character, name in named.items()}


@cache
def characters_of(style: str) -> tuple[str, ...]:
    """The letters and digits of the blocks that the font of a style has, ligatures and digraphs left out."""
    from matplotlib.ft2font import FT2Font

    path = _path(style)
    try:
        known = FT2Font(str(path)).get_charmap()
    except (OSError, RuntimeError) as error:
        raise DataError(f"{path} is no font that can be read ({error}). Reinstall matplotlib.") from error
    found = []
    for code in (code for block in BLOCKS for code in block if code in known):
        parts = [c for c in unicodedata.normalize("NFKD", chr(code)) if unicodedata.category(c)[0] != "M"]
        if _is_letter(chr(code)) and len(parts) == 1 and _is_letter(parts[0]):
            found.append(chr(code))
    return tuple(found)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character) in ("Lu", "Ll", "Nd")


def _path(style: str) -> Path:
    import matplotlib

    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / STYLES[style]
    if not path.is_file():
        raise DataError(f"{path} is not there; Matplotlib brings it. Reinstall matplotlib.")
    return path


def _font(style: str, pixels: int) -> ImageFont.FreeTypeFont:
    path = _path(style)
    try:
        # From memory: of a path that is no font, Pillow takes a system font of that name.
        return ImageFont.truetype(BytesIO(path.read_bytes()), pixels, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise DataError(f"{path} is no font that can be read ({error}). Reinstall matplotlib.") from error


def _fonts(style: str, size: int) -> list[ImageFont.FreeTypeFont]:
    return [_font(style, round(em * size)) for em in EMS]


def _draw(character: str, font: ImageFont.FreeTypeFont, at: tuple, size: int) -> np.ndarray | None:
    """One character, uint8 (size, size), its middle and its baseline at a point; None if it is blank or does not fit."""
    left, top, right, bottom = font.getbbox(character, anchor="ms")
    x, y = at
    if x + left < 1 or y + top < 1 or x + right > size - 1 or y + bottom > size - 1:
        return None
    image = Image.new("L", (size, size))
    ImageDraw.Draw(image).text(at, character, fill=255, font=font, anchor="ms")
    drawn = np.asarray(image)
    return drawn if drawn.any() else None
