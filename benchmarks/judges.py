"""Judges of 28 x 28 images for benchmarks: small classifiers of a data set's classes and of junk, which the package does not have.

They are trained when they are first asked, in about a minute, on images that a training benchmark leaves out.
"""

import functools
from pathlib import Path

from gan_lessons import data, metrics

import keras
import numpy as np
from scipy.ndimage import gaussian_filter

FOLDER = Path(__file__).parent / "runs" / "judges"
HELD_OUT = 2000  # images that nothing is trained on
SETS = {"mnist": "mnist", "fashion": "fashion_mnist"}


@functools.cache
def labelled(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Images uint8 (n, 28, 28, 1) in random order, and what they show: int (n,). The first `HELD_OUT` are for judging."""
    given = data.load(SETS[name], verbose=False)
    order = np.random.default_rng(0).permutation(len(given.images))
    return given.images[order], given.labels[order]


def real(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Images to train on, and the others."""
    images = labelled(name)[0]
    return images[HELD_OUT:], images[:HELD_OUT]


def spoilt(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Images in [-1, 1], blurred and noisy by chance."""
    x = images / 127.5 - 1
    blur = rng.uniform(0, 1.2)
    x = gaussian_filter(x, (0, blur, blur, 0)) if rng.random() < 0.5 else x
    x = x + rng.uniform(0, 0.5, (len(x), 1, 1, 1)) * rng.standard_normal(x.shape)
    stray = rng.random(x.shape) < rng.uniform(0, 0.15, (len(x), 1, 1, 1))
    return np.where(stray, rng.uniform(-1, 1, x.shape), x).clip(-1, 1).astype("float32")


def junk(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What no image of the data looks like, in [-1, 1]: shuffled pixels or patches, mixtures, blobs, blocks, flat grey."""
    x, kind = images / 127.5 - 1, rng.integers(6)
    n, side, _ = x.shape[:3]
    if kind == 0:
        x = rng.permuted(x.reshape(n, -1), axis=1).reshape(x.shape)
    elif kind == 1:
        patch = int(rng.choice([4, 7]))
        k = side // patch
        pieces = x.reshape(n, k, patch, k, patch).transpose(0, 1, 3, 2, 4).reshape(n, k * k, patch, patch)
        pieces = pieces[:, rng.permutation(k * k)]
        x = pieces.reshape(n, k, k, patch, patch).transpose(0, 1, 3, 2, 4).reshape(x.shape)
    elif kind == 2:
        x = np.mean([rng.permutation(x) for _ in range(int(rng.integers(3, 8)))], axis=0)
    elif kind == 3:
        blobs = gaussian_filter(rng.standard_normal(x.shape), (0, *[rng.uniform(0, 2.5)] * 2, 0))
        x = np.tanh(rng.uniform(0.5, 4) * blobs / blobs.std() + rng.uniform(-1.5, 0.5))
    elif kind == 4:
        by = int(rng.choice([2, 4, 7]))
        coarse = rng.choice([-1.0, 1.0], (n, side // by, side // by, 1), p=[0.6, 0.4])
        x = coarse.repeat(by, axis=1).repeat(by, axis=2)
    else:
        x = rng.uniform(-1, 1, (n, 1, 1, 1)) + rng.uniform(0, 0.5) * rng.standard_normal(x.shape)
    return x.clip(-1, 1).astype("float32")


@functools.cache
def judge(name: str) -> keras.Model:
    """Images to logits and features: a small classifier of the data's classes and of junk.

    It is trained on spoilt images of the classes: stray pixels and blur alone should not make an image junk.
    """
    file = FOLDER / f"judge-{name}.weights.h5"
    images, labels = labelled(name)
    classes = int(labels.max()) + 1
    network = metrics.classifiers.small_convnet((28, 28, 1), classes + 1)
    if file.exists():
        network.load_weights(file)
    else:
        keras.utils.set_random_seed(0)
        rng, steps = np.random.default_rng(0), 600
        rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
        network.compile(
            keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        )
        for _ in range(steps):
            rows = rng.integers(HELD_OUT, len(images), 80)
            good, bad = images[rows[:64]], images[rows[64:]]
            network.train_on_batch(
                np.concatenate([spoilt(good, rng), spoilt(127.5 * (junk(bad, rng) + 1), rng)]),
                np.concatenate([labels[rows[:64]], np.full(16, classes)]),
            )
        said = network.predict(images[:HELD_OUT] / 127.5 - 1, verbose=0).argmax(axis=1)
        spoiled = network.predict(spoilt(images[:HELD_OUT], rng), verbose=0).argmax(axis=1)
        bad = network.predict(
            np.concatenate([junk(images[i : i + 100], rng) for i in range(0, HELD_OUT, 100)]), verbose=0
        )
        print(
            f"judge of {name}: of held-out images {(said == labels[:HELD_OUT]).mean():.1%} right, {(said == classes).mean():.1%} called "
            f"junk, {(spoiled == classes).mean():.1%} if spoilt; {(bad.argmax(axis=1) == classes).mean():.1%} of junk called junk",
            flush=True,
        )
        FOLDER.mkdir(parents=True, exist_ok=True)
        network.save_weights(file)
    return keras.Model(network.input, [network.output, network.get_layer("features").output])


def seen(name: str, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the judge says: float32 (n, classes + 1) logits, junk last, and (n, 64) features."""
    return judge(name).predict(images / np.float32(127.5) - 1, batch_size=250, verbose=0)


def hit(samples: np.ndarray, held_out: np.ndarray) -> int:
    """How many held-out images are the nearest to some sample."""
    return len(np.unique(metrics.nearest(samples, held_out).indices))
