"""What a run is judged by: the kernel distance of its samples to pictures that were held out, read by a frozen network."""

from __future__ import annotations

import functools
import warnings

from gan_lessons import metrics

import numpy as np

SAMPLES = 500
AT_ONCE = 25  # of them that are drawn in one go
SIDE = 32  # what the network reads


@functools.cache
def reader() -> metrics.FunctionExtractor:
    """The classifier of CIFAR-10, as an extractor of features of any square pictures of 32, 64, 128, … pixels, grey or colour.

    They are averaged down to 32 pixels first, so it sees shapes and colours, and no detail that is finer than that.
    """
    classifier = metrics.classifier("cifar10")
    return metrics.FunctionExtractor("cifar10 at 32 px", lambda images: classifier.features(smaller(images)))


def smaller(images: np.ndarray) -> np.ndarray:
    """uint8 (n, s, s, 1 or 3), s a multiple of 32, averaged down to uint8 (n, 32, 32, 3)."""
    n, s, _, c = images.shape
    k = s // SIDE
    if k > 1:
        blocks = images.reshape(n, SIDE, k, SIDE, k, c)
        images = np.rint(blocks.mean(axis=(2, 4), dtype="float32")).astype(np.uint8)
    return np.repeat(images, 3, axis=3) if c == 1 else images


class Judge:
    """The kernel distance of images to the pictures that were held out: 0 is as close as other real ones, in expectation.

    Parameters
    ----------
    held_out : ndarray
        uint8 (n, s, s, c), at least 4.
    """

    def __init__(self, held_out: np.ndarray):
        self.extractor = reader()
        self.features = self.extractor.features(held_out)

    def __call__(self, images: np.ndarray) -> float:
        return self.of_features(self.extractor.features(images))

    def of_features(self, features: np.ndarray) -> float:
        """The same of features that were read before."""
        fewest = min(len(features), len(self.features), 1000)
        # Each subset has all the rows of the smaller set; of the larger one it takes its turn.
        subsets = 1 if len(features) == len(self.features) == fewest else 50
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a few hundred rows are rough is said in the verdict
            found = metrics.kernel_distance(
                features, self.features, self.extractor.name, subsets=subsets, subset_size=fewest
            )
        return float(found)
