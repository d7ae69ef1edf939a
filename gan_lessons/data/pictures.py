"""One picture from a file: upright, whole, with 8 bits a pixel; or the reason why not."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image, ImageOps

# What Pillow reads as pictures. Not EPS, which it hands to another program, nor scientific arrays, nor films.
FORMATS = (
    *("AVIF", "BMP", "DIB", "GIF", "ICO", "JPEG", "JPEG2000", "PCX", "PNG", "PPM", "PSD"),
    *("QOI", "SGI", "SUN", "TGA", "TIFF", "WEBP", "XBM"),
)
# Those that a file without a telling name can be known by. Raw photographs begin like TIFF, and hold a small preview.
SURE = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "WEBP")
_TGA = (
    ".tga",
    ".icb",
    ".vda",
    ".vst",
)  # the only format without a mark of its own: almost anything would pass for it
_BITS = (8, 10, 12, 14, 16, 24, 31)


class UnknownWhite(ValueError):
    """A picture of more than 8 bits a pixel that does not say which value is white, and is dark if all of them count."""

    def __init__(self, kind: str, brightest: int):
        super().__init__(
            f"its {kind} pixels go up to {brightest:,} only, so what is white is not known; save it with 8 bits a pixel"
        )
        self.kind = kind


class Whites:
    """Which value is white in the pictures of a folder that do not say it: the largest of as many bits as they all use together.

    The first reading of each such picture puts down its brightest value and raises `UnknownWhite` if that is low; once all of
    them are seen, `settled` is set, and they are read again.
    """

    def __init__(self):
        self.brightest: dict[str, int] = {}
        self.settled = False

    def of(self, kind: str, brightest: int) -> int:
        """White, for pictures of a kind: "16-bit", say."""
        self.brightest[kind] = max(brightest, self.brightest.get(kind, 0))
        bits = next(bits for bits in _BITS if self.brightest[kind] < 2**bits)
        if not self.settled and kind != "16-bit colour" and brightest == 0:
            return 255  # black, whatever white is
        if not self.settled and (bits < 16 or kind == "32-bit"):
            raise UnknownWhite(kind, brightest)
        return 2**bits - 1

    def guessed(self) -> dict[str, int]:
        """What was taken for white, by kind, where the files do not say it."""
        whites = {kind: 2 ** next(b for b in _BITS if top < 2**b) - 1 for kind, top in self.brightest.items()}
        return {kind: white for kind, white in whites.items() if white < 65_535 or kind == "32-bit"}


def open_picture(
    file: Path | IO[bytes],
    grey: bool = False,
    at_least: tuple[int, int] | None = None,
    whites: Whites | None = None,
) -> Image.Image:
    """Read one picture upright and whole, as Pillow's mode "RGB" or "L".

    A JPEG may come smaller than it is, but not below ``at_least`` (width, height): that saves most of the time.
    Raises OSError or ValueError, with a reason to show, if it cannot be read; `UnknownWhite`, as `Whites` says.
    """
    try:
        if isinstance(file, Path) and file.stat().st_size == 0:
            raise OSError("the file is empty")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's: large pictures, odd tags
            if isinstance(file, Path):
                _check_sums(file)
            return _flat(_upright(file, at_least), grey, whites or Whites())
    except Image.UnidentifiedImageError:
        raise OSError("not an image, or of a kind that Pillow cannot read") from None
    except (OSError, ValueError):
        raise
    except Exception as error:  # damaged files make decoders raise almost anything
        raise OSError(f"{type(error).__name__}: {error}") from error


def is_picture(file: Path) -> bool:
    """Whether a file without a telling name is a picture, by how it begins."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.open(file, formats=_known(SURE)).close()
        return True
    except Image.DecompressionBombError:
        return True
    except Exception:  # as above
        return False


def _known(formats) -> list[str]:
    Image.init()
    return [name for name in formats if name in Image.OPEN]  # not every Pillow has AVIF


def _check_sums(file: Path) -> None:
    # Pillow looks at the check sums of a PNG's pixels only if it is asked to, and then cannot read on.
    with open(file, "rb") as content:
        if content.read(8) == b"\x89PNG\r\n\x1a\n":
            content.seek(0)
            with Image.open(content, formats=["PNG"]) as picture:
                picture.verify()


def _upright(file, at_least) -> Image.Image:
    named_tga = isinstance(file, Path) and file.suffix.lower() in _TGA
    formats = [name for name in FORMATS if name != "TGA" or named_tga]
    with Image.open(file, formats=_known(formats)) as picture:
        if at_least:
            picture.draft(None, (max(at_least),) * 2)
        facts = {"deep": any(";16" in str(tile[3]) for tile in picture.tile), "format": picture.format}
        if picture.format == "TIFF":
            bits, signs, ink = (picture.tag_v2.get(tag) for tag in (258, 339, 262))
            facts |= {"bits": max(bits or (1,)), "negative": ink == 0}
            if signs and 2 in signs and facts["bits"] == 8:
                raise ValueError("its pixels may lie below 0; save it with values from 0 to 255")
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    upright.info["facts"] = facts
    return upright


def _flat(picture: Image.Image, grey: bool, whites: Whites) -> Image.Image:
    """8 bits a pixel, transparent pixels white, one channel or three."""
    facts = picture.info.pop("facts")
    if picture.mode == "F":
        raise OSError("its pixels are fractions, with no known white; save it with values from 0 to 255")
    if picture.mode.startswith("I"):
        return _of_integers(picture, facts, whites).convert("L" if grey else "RGB")
    if facts["deep"]:
        _check_depth(picture, whites)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    return picture.convert("L" if grey else "RGB")


def _check_depth(picture: Image.Image, whites: Whites) -> None:
    """ValueError if this comes out nearly black, or transparent: of 16-bit colours Pillow keeps only the upper 8 bits."""
    brightest = max(high for _, high in picture.convert("RGB").getextrema())
    opaque = picture.getchannel("A").getextrema()[1] if "A" in picture.getbands() else 255
    white = whites.of("16-bit colour", 256 * brightest + 255)
    if white < 65_535 or 0 < opaque < 64:
        used = 8 + max(brightest, opaque if opaque < 64 else 0).bit_length()
        raise ValueError(
            f"its colours have 16 bits and use the lower {used} only; save it with 8 bits a channel"
        )


def _of_integers(picture: Image.Image, facts: dict, whites: Whites) -> Image.Image:
    """A picture of one channel of 16 or 32 bits, which Pillow would clip at 255."""
    values = np.asarray(picture).astype(np.int64)
    if values.min() < 0:
        raise ValueError("its pixels lie below 0, or beyond 31 bits; save it with values from 0 to 255")
    bits = facts.get("bits", 16)
    if facts.get("negative"):
        if bits > 16:
            raise ValueError(
                "its 32-bit pixels are a negative with no known white; save it with values from 0 to 255"
            )
        values = 2**bits - 1 - values  # Pillow does that only for 8 bits
    if facts["format"] == "PPM":  # says what white is, and Pillow has brought it here
        white = 65_535
    elif facts.get("negative") or bits < 16:
        white = 2**bits - 1
    else:
        white = whites.of("16-bit" if bits == 16 else "32-bit", int(values.max()))
    scaled = ((values * 255 + white // 2) // white).clip(0, 255).astype(np.uint8)
    clear = picture.info.get("transparency")
    if isinstance(clear, int):
        scaled[values == clear] = 255
    return Image.fromarray(scaled)
