"""What do mixed styles cost, and what do they buy? Drawn faces of 16 pixels, with mixing, without it, and with AdaIN (chapter 29).

    python benchmarks/styles.py [--steps 800] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/styles.py --table | --ship

Of each generator, as it is averaged at the end, 1,000 images are enlarged to 80 pixels (bicubic) and read by the course's reader of faces,
beside 2,000 held-out faces that were drawn at 16 pixels and enlarged in the same way; and 1,000 more, in which the places from a random
one on have the style of another latent. Path lengths are those of a straight walk between two random w, in grey levels of 255 by which a pixel
moves (root mean square) for each hundredth of the way; and of an arc between two z. A generator whose images differ little has short paths
for nothing, so each is also divided by a hundredth of the distance of the images at the two ends, `apart`: `detour` is 1 if an image changes
straight and evenly on its way, and never less but for the sampling. `r2` is the share of variance of SEEN attributes that a linear function
of w, or of z, says of what the reader reads, each image being predicted from all others.
"""

import time

import gan_lessons as gl
from gan_lessons import data, latent, metrics
from gan_lessons.data.sizes import resized
from gan_lessons.training import recipes

import numpy as np

from studies import Study  # isort: skip

SIZE, FACES, N = 16, 20_000, 1000
STEP = 0.01  # of the way between two points
SEEN = ("smile", "hair_length", "skin", "yaw", "tilt", "backdrop", "light", "face_width")

# Name: what it is, the group it belongs to, options.
VARIANTS = {
    "baseline": ("modulation, 90 % of the images mixed", "styles", {}),
    "unmixed": ("modulation, no image mixed", "styles", {"mixing": 0.0}),
    "adain": ("AdaIN, 90 % of the images mixed", "styles", {"style": "adain"}),
}
SCORES = (
    ("frechet", ".2f"),
    ("frechet_mixed", ".2f"),
    ("path_w", ".2f"),
    ("path_z", ".2f"),
    ("apart", ".1f"),
    ("detour_w", ".2f"),
    ("detour_z", ".2f"),
    ("r2_w", ".3f"),
    ("r2_z", ".3f"),
)


class Judge:
    """What the reader says of small images, and how far that is from what it says of held-out faces."""

    def __init__(self):
        self.reader = metrics.face_reader()
        self.real = self.reader.features(resized(data.faces.drawn_faces(2000, seed=2, size=SIZE).images, 80))

    def score(self, images: np.ndarray) -> float:
        features = self.reader.features(resized(images, 80))
        return round(float(metrics.frechet_distance(features, self.real, groups=0)), 3)

    def attributes(self, images: np.ndarray) -> dict[str, np.ndarray]:
        said = self.reader.read(resized(images, 80))
        return {name: said[name] for name in SEEN}


def to_bytes(images: np.ndarray) -> np.ndarray:
    return np.rint((images + 1) * 127.5).astype("uint8")


def gap(some: np.ndarray, others: np.ndarray) -> float:
    """Grey levels between the pixels of two lots of pictures, root mean square."""
    return float(np.sqrt(((some - others) ** 2).mean()) * 127.5)


def walks(styles: latent.Styles, z: np.ndarray, other_z: np.ndarray, way: np.ndarray) -> dict:
    """How far the images move at these places of the way, (n, 1): straight from w to w, and along an arc from z to z."""
    w, other_w = styles.of(z)[:, 0], styles.of(other_z)[:, 0]

    def drawn(w):  # the same noise for image i, wherever it is
        return styles.pictures(np.repeat(w[:, None], styles.places, axis=1))

    def straight(t):
        return drawn(w + t * (other_w - w))

    def arc(t):
        points = [latent.slerp(a, b, float(x)) for a, b, x in zip(z, other_z, t[:, 0], strict=True)]
        return drawn(styles.of(np.stack(points))[:, 0])

    apart = gap(drawn(w), drawn(other_w))
    found = {"apart": round(apart, 3)}
    for name, at in (("w", straight), ("z", arc)):
        moved = gap(at(way), at(way + STEP)) / STEP
        found |= {f"path_{name}": round(moved / 100, 3), f"detour_{name}": round(moved / apart, 3)}
    return found


def scores(game, judge: Judge) -> tuple[dict, np.ndarray]:
    styles = latent.Styles(game)
    z, others = latent.sample(N, styles.latent_dim, seed=0), latent.sample(N, styles.latent_dim, seed=1)
    ws, rng = styles.of(z), np.random.default_rng(2)
    place = rng.integers(1, styles.places, (N, 1, 1))
    mixed = np.where(np.arange(styles.places)[None, :, None] >= place, styles.of(others), ws)
    images = to_bytes(styles.pictures(ws))
    said = judge.attributes(images)
    fits = {
        f"r2_{name}": np.mean([d.r2 for d in latent.attribute_directions(points, said).values()])
        for name, points in (("w", ws[:, 0]), ("z", z))
    }
    return {
        "frechet": judge.score(images),
        "frechet_mixed": judge.score(to_bytes(styles.pictures(mixed))),
        **walks(styles, z, others, rng.uniform(0, 1 - STEP, (N, 1)).astype("float32")),
        **{name: round(float(fit), 4) for name, fit in fits.items()},
    }, images


def run(variant: str, seed: int, steps: int) -> tuple[dict, np.ndarray]:
    game, options = recipes.stylegan("laptop", steps, SIZE, seed, **VARIANTS[variant][2])
    faces = data.faces.drawn_faces(FACES, seed=0, size=SIZE)
    start = time.process_time()
    game.fit(faces, **options, verbose=0)
    seconds = time.process_time() - start
    gl.backend.sync(game)
    found, images = scores(game, Judge())
    return {**found, "seconds_of_one_core": round(seconds)}, images


def references() -> dict:
    """What as many other drawn faces score."""
    return {"real faces": {"frechet": Judge().score(data.faces.drawn_faces(N, seed=3, size=SIZE).images)}}


STUDY = Study(
    name="styles",
    variants=VARIANTS,
    scores=SCORES,
    shown=tuple(range(16)),
    about={
        "data": f"{FACES:,} drawn faces of {SIZE} pixels",
        "batch_size": 16,
        "scored_by": f"{N:,} images of the averaged generator, enlarged to 80 pixels, and metrics.face_reader",
    },
    run=run,
    references=references,
)

if __name__ == "__main__":
    STUDY.main(__doc__, steps=800)
