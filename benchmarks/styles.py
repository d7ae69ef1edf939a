"""What do mixed styles cost, and what do they buy? Drawn faces of 16 pixels, with mixing, without it, and with AdaIN (chapter 29).

    python benchmarks/styles.py [--steps 800] [--seeds 1 2 3]     # trains what is not there yet
    python benchmarks/styles.py --table | --ship

Of each generator, as it is averaged at the end, 1,000 images are enlarged to 80 pixels (bicubic) and read by the course's reader of faces,
beside 2,000 held-out faces that were drawn at 16 pixels and enlarged in the same way; and 1,000 more, in which the places from a random
one on have the style of another latent. Path lengths are those of a straight walk between two random w, in grey levels of 255 by which a pixel
moves (root mean square) for each hundredth of the way; and of an arc between two z. `r2` is the share of variance of SEEN attributes
that a linear function of w, or of z, says of what the reader reads, each image being predicted from all others.
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


def path(draw, start: np.ndarray, end: np.ndarray) -> float:
    """Grey levels by which a pixel moves in a hundredth of the way; both points have the same noise."""
    moved = draw(end) - draw(start)
    return round(float(np.sqrt((moved**2).mean()) * 127.5 * 0.01 / STEP), 3)


def scores(game, judge: Judge) -> tuple[dict, np.ndarray]:
    styles = latent.Styles(game)
    z, others = latent.sample(N, styles.latent_dim, seed=0), latent.sample(N, styles.latent_dim, seed=1)
    ws, other_ws = styles.of(z), styles.of(others)
    rng = np.random.default_rng(2)
    place = rng.integers(1, styles.places, (N, 1, 1))
    mixed = np.where(np.arange(styles.places)[None, :, None] >= place, other_ws, ws)
    images = to_bytes(styles.pictures(ws))
    said = judge.attributes(images)
    way = rng.uniform(0, 1 - STEP, (N, 1)).astype("float32")
    w, other_w = ws[:, 0], other_ws[:, 0]

    def of_w(w):
        return styles.pictures(np.repeat(w[:, None], styles.places, axis=1))

    def at(t):
        return np.stack([latent.slerp(a, b, float(x)) for a, b, x in zip(z, others, t[:, 0], strict=True)])

    fits = {
        name: np.mean([d.r2 for d in latent.attribute_directions(points, said).values()])
        for name, points in (("w", w), ("z", z))
    }
    return {
        "frechet": judge.score(images),
        "frechet_mixed": judge.score(to_bytes(styles.pictures(mixed))),
        "path_w": path(of_w, w + way * (other_w - w), w + (way + STEP) * (other_w - w)),
        "path_z": path(lambda z: of_w(styles.of(z)[:, 0]), at(way), at(way + STEP)),
        "r2_w": round(float(fits["w"]), 4),
        "r2_z": round(float(fits["z"]), 4),
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
