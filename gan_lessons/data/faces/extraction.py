"""Cuts the faces out of a folder of photographs, with the detector of the package mtcnn (Zhang et al. 2016, arXiv:1604.02878).

Tens of thousands of photographs take hours, so nothing done is lost. Faces are appended to ``<out>.part``, which begins
with room for the header of a ``.npy`` file; after each batch, one line about it is appended to ``<out>.progress``. A later call goes on
after the last line whose faces are all there. At the end the header is written and the file takes its name: what is
called ``<out>`` is always whole. Memory holds one batch of photographs, whatever their number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from gan_lessons.data.contents import listing, look, printable
from gan_lessons.data.dataset import Dataset
from gan_lessons.data.faces.work import Work, finished
from gan_lessons.data.folders import checked_count
from gan_lessons.data.pictures import open_picture
from gan_lessons.data.progress import Counter
from gan_lessons.data.sources import DataError
from gan_lessons.files import path_of
from gan_lessons.numeric import choice, real, whole

import numpy as np
from PIL import Image

BATCH = 32  # photographs of one shape that the detector sees together
LOOKED_AT = 1024  # longest side in pixels of what the detector sees; faces are cut from the full photograph
PIXELS = 2_000_000  # that the detector sees together; it needs some 200 bytes for each
_NO_FACE, _FAINT, _SMALL = "no face found", "no face is sure enough", "every face is too small"
_UNREADABLE = "not readable"
HINT = (
    " (If there are some: faces are found upright, not on their side, neither very small nor in two tones.)"
)


class Detector(Protocol):
    """What `extract_faces` asks of a detector; ``mtcnn.MTCNN()`` is one."""

    def detect_faces(self, images: list[np.ndarray]) -> list[list[dict]]:
        """For each image, uint8 (h, w, 3), the faces in it: "box" (left, top, width, height) and "confidence"."""


def extract_faces(
    folder: str | os.PathLike,
    out: str | os.PathLike,
    *,
    size: int = 80,
    choose: str = "largest",
    margin: float = 0.2,
    confidence: float = 0.9,
    smallest: int = 20,
    n: int | None = None,
    detector: Detector | None = None,
    verbose: bool = True,
) -> Dataset:
    """Cut one face out of each photograph in a folder, and keep them in a ``.npy`` file.

    A face becomes a square around its box, moved to where it fits into the photograph, so that nothing is stretched.
    Interrupt it when you like: the same call goes on where it was. If ``out`` is there already, made in the same way from the same
    folder, it is only read.

    Detectors find upright faces. Turn photographs that lie on their side and have no EXIF tag; enlarge very small ones. Of pictures in
    two tones, without grey, they find few.

    Parameters
    ----------
    folder : path
        Photographs, in folders below as well. Those that cannot be read, and those without a face, are left out.
    out : path
        The file to write, ``.npy``: uint8 (n, size, size, 3). Beside it, ``<out>.json`` lists for each face its photograph,
        and the photographs left out with the reason.
    size : int
        Height and width of a face in pixels.
    choose : {"largest", "confident"}
        Which face, if there are several.
    margin : float
        How much longer the square is than the longer side of the detector's box, which ends at forehead and chin: 0.2 is
        a fifth.
    confidence : float
        Leave out what the detector is less sure of, 0 to 1.
    smallest : int
        Leave out faces whose box is narrower than so many pixels of the photograph.
    n : int, optional
        Look at the first so many photographs only.
    detector : Detector, optional
        An object with mtcnn's method ``detect_faces``. Without one, mtcnn is used: ``pip install "gan_lessons[faces]"``.
        Reckon with 20 to 200 ms a photograph.
    verbose : bool
        Show how far it is, and say at the end how many were left out and why.

    Returns
    -------
    Dataset
        Its images stay in the file and are read as they are needed: 50,000 faces of 80 × 80 are 0.96 GB there, and
        next to nothing in memory.

    Raises
    ------
    DataError
        If there is no photograph or no face; if mtcnn is missing; if ``out`` or the files beside it were made in another way, from
        another folder, or are damaged; if another process is at work on it.
    ValueError
        If an argument makes no sense.

    Warns
    -----
    UserWarning
        If photographs were added to the folder, or changed, since they were looked at.
    """
    _check(size, choose, margin, confidence, smallest)
    out = path_of("out", out, "a file that ends in .npy")
    if out.suffix != ".npy":
        raise ValueError(f"out is {str(out)!r}; a file that ends in .npy is expected.")
    if not out.parent.is_dir():
        raise DataError(f"{out.parent} is no folder, so {out.name} cannot be written there. Make it first.")
    root = path_of("folder", folder, "a folder of photographs").resolve()
    n = checked_count(n)
    how = {"size": int(size), "choose": choose, "margin": float(margin), "confidence": float(confidence)}
    how |= {"smallest": int(smallest), "folder": str(root), "n": n}
    if not out.exists():
        paths, passed = look(root)
        paths = paths[:n]
        work = Work(out, how)
        left = [path for path in paths if path.relative_to(root).as_posix() not in work.seen]
        if left and detector is None:
            detector = _mtcnn()
        counter = Counter(len(paths), "photographs", verbose, done=len(paths) - len(left))
        try:
            with work:
                for name, reason in passed.items():
                    work.skip(Path(name).as_posix(), reason)
                for batch, seen in _batches(left, root, work):
                    work.add(*_faces_of(batch, detector, how))
                    counter.add(seen)
        finally:
            counter.close()
        work.finish()
    faces, record = finished(out, how, n)
    if verbose:
        print(_summary(out.name, record))
    name = printable(root.name or "photographs")
    return Dataset(
        faces, np.zeros(len(faces), np.int32), name, f"photographs in {name!r}", "train", ("face",)
    )


def _check(size, choose, margin, confidence, smallest) -> None:
    whole("size", size, most=1024), choice("choose", choose, ("largest", "confident"))
    real("margin", margin, least=0, most=3), real("confidence", confidence, least=0, most=1)
    whole("smallest", smallest)


def _mtcnn() -> Detector:
    for package in ("mtcnn", "tensorflow"):
        if find_spec(package) is None:
            raise DataError(
                f'Finding faces needs the package {package}, which is not installed: pip install "gan_lessons[faces]". '
                "For photographs that show the face alone, data.images needs no detector."
            )
    from mtcnn import MTCNN

    return MTCNN()


class _Photograph:
    """A photograph in memory: whole, as the detector sees it, and how much smaller that is."""

    def __init__(self, name: str, picture: Image.Image):
        self.name, self.picture = name, picture
        self.scale = min(1.0, LOOKED_AT / max(picture.size))
        seen = picture
        if self.scale < 1:
            width, height = (max(1, round(side * self.scale)) for side in picture.size)
            seen = picture.resize((width, height), Image.Resampling.BILINEAR)
        self.seen = np.array(seen)  # its own memory: mtcnn may write into it
        whole = picture.width * picture.height
        self.cost = max(
            self.seen.shape[0] * self.seen.shape[1], whole // 12
        )  # pixels that count for `PIXELS`


def _batches(paths: list[Path], root: Path, work: Work) -> Iterator[tuple[list[_Photograph], int]]:
    """Photographs of one shape, few enough for memory, and how many files were looked at for them.

    Unreadable ones are put down as left out.
    """
    batch, pixels, seen = [], 0, 0
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            photograph = _Photograph(name, open_picture(path))
        except (OSError, ValueError) as error:
            work.skip(name, str(error))
            seen += 1
            continue
        full = len(batch) == BATCH or pixels + photograph.cost > PIXELS
        if batch and (full or photograph.seen.shape != batch[0].seen.shape):
            yield batch, seen
            batch, pixels, seen = [], 0, 0
        batch.append(photograph)
        seen += 1
        pixels += photograph.cost
    yield batch, seen


def _faces_of(batch: list[_Photograph], detector: Detector, how: dict):
    """The names and faces of a batch, and why other photographs have none."""
    names, faces, skipped = [], [], {}
    for photograph, found in zip(batch, _detect([p.seen for p in batch], detector), strict=True):
        if isinstance(found, Exception):
            skipped[photograph.name] = f"the detector failed: {type(found).__name__}: {found}"
            continue
        box, problem = _best(found, photograph.scale, how)
        if problem:
            skipped[photograph.name] = problem
            continue
        square = square_around(box, photograph.picture.size, how["margin"])
        face = photograph.picture.resize((how["size"],) * 2, Image.Resampling.LANCZOS, box=square)
        names.append(photograph.name)
        faces.append(np.asarray(face))
    return names, faces, skipped


def _detect(images: list[np.ndarray], detector: Detector) -> list:
    """What the detector finds in each image; an exception in place of that where it fails.

    One image that upsets mtcnn 1.0 makes the whole batch come back empty, or fail. So such a batch is taken apart.
    """
    try:
        found = detector.detect_faces(images) if images else []
    except Exception as error:
        if len(images) == 1:
            return [error]
        found = []
    if len(images) > 1 and not any(len(faces) for faces in found):
        return [_detect([image], detector)[0] for image in images]
    return [found[i] if i < len(found) else [] for i in range(len(images))]


def _best(found: list[dict], scale: float, how: dict) -> tuple[list[float] | None, str]:
    """The box of the chosen face in pixels of the photograph, or why there is none."""
    faces = [([float(x) / scale for x in face["box"]], float(face["confidence"])) for face in found]
    if not faces:
        return None, _NO_FACE
    faces = [(box, sure) for box, sure in faces if sure >= how["confidence"]]
    if not faces:
        return None, _FAINT
    faces = [(box, sure) for box, sure in faces if min(box[2:]) >= how["smallest"]]
    if not faces:
        return None, _SMALL
    largest = how["choose"] == "largest"
    return max(faces, key=lambda face: face[0][2] * face[0][3] if largest else face[1])[0], ""


def square_around(
    box: list[float], size: tuple[int, int], margin: float
) -> tuple[float, float, float, float]:
    """A square with the middle of a box, longer by ``margin`` than its longer side; moved or shrunk to fit inside.

    ``box`` is (left, top, width, height), ``size`` the picture's (width, height); the result is (left, top, right, bottom).
    """
    left, top, width, height = box
    side = min(max(width, height) * (1 + margin), *size)
    left = min(max(left + width / 2 - side / 2, 0.0), size[0] - side)
    top = min(max(top + height / 2 - side / 2, 0.0), size[1] - side)
    return left, top, left + side, top + side


def _summary(name: str, record: dict) -> str:
    kept, left_out = len(record["photographs"]), record["left out"]
    reasons: dict[str, list[str]] = {}
    for photograph, reason in left_out.items():
        usual = reason in (_NO_FACE, _FAINT, _SMALL)
        reasons.setdefault(reason if usual else _UNREADABLE, []).append(photograph)
    text = f"{name}: {kept:,} faces from {kept + len(left_out):,} photographs."
    for reason, names in reasons.items():
        files = listing((each, left_out[each] if reason == _UNREADABLE else "") for each in names)
        text += f"\n  {len(names):,} left out, {reason}: {files}.{HINT if reason == _NO_FACE else ''}"
    return text
