"""Makes the bundled samples: the sheets in ``gan_lessons/data/samples``, from the full sets.

    python benchmarks/make_samples.py

From each class, the same number of images is drawn at random (seed below) from the full split. A sheet shows them
row by row, classes 0 to 9 in turn, so that column and label agree and no label needs storing; PNG keeps every value.
Running this again gives the same images. It ends with what `gan_lessons.data.sources` must list as their SHA-256.
"""

from gan_lessons import data
from gan_lessons.data import sources

import numpy as np
from PIL import Image

SEED = 7
COLUMNS = 100


def chosen(labels: np.ndarray, n: int, classes: int) -> np.ndarray:
    """Indices of ``n`` images, as many of each class, ordered so that the classes take turns."""
    rng = np.random.default_rng(SEED)
    per_class = [
        np.sort(rng.choice(np.flatnonzero(labels == c), n // classes, replace=False)) for c in range(classes)
    ]
    return np.stack(per_class, axis=1).ravel()


def sheet(images: np.ndarray) -> np.ndarray:
    """Images (n, h, w, c) as one picture of COLUMNS images a row."""
    n, h, w, c = images.shape
    return images.reshape(n // COLUMNS, COLUMNS, h, w, c).swapaxes(1, 2).reshape(-1, COLUMNS * w, c)


def main() -> None:
    for name, spec in sources.SETS.items():
        for split in sources.SPLITS:
            full = data.load(name, split, verbose=False)
            if len(full) != spec.count(split):
                raise SystemExit(f"{name}: the full set is needed. gan-lessons data fetch {name}")
            n = spec.count(split, sample=True)
            images = full.images[chosen(full.labels, n, len(spec.class_names))]
            print(f'"{name}_{split}.png": "{sources.digest(images)}",  # {n:,} images')
            files = spec.sheets_of(name, split)
            for file, rows in zip(files, np.array_split(np.arange(n // COLUMNS), len(files)), strict=True):
                picture = sheet(images[rows[0] * COLUMNS : (rows[-1] + 1) * COLUMNS])
                picture = picture[..., 0] if picture.shape[2] == 1 else picture
                Image.fromarray(picture).save(sources.SAMPLES / file, optimize=True)
                print(f"    {file}: {(sources.SAMPLES / file).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
