"""Samples stand above their nearest training pictures, the likeliest copy first."""

from gan_lessons import metrics, plots

import numpy as np
import pytest
from matplotlib.text import Text


def test_samples_above_their_nearest_training_pictures():
    drawn = np.random.default_rng(0).integers(0, 256, (60, 16, 16, 3), dtype="uint8")
    samples, training = np.concatenate([drawn[40:50], drawn[:2]]), drawn[:20]
    found = metrics.memorising(samples, training, drawn[20:40])
    picture = plots.beside_training(samples, training, found, cols=4)
    (ax,) = picture.axes
    assert [t.get_text() for t in ax.get_yticklabels()] == ["sample", "nearest"]
    above = [t.get_text() for t in ax.get_xticklabels()]
    assert len(above) == 4 and [t.endswith("*") for t in above] == [True, True, False, False]
    shown = ax.images[0].get_array()
    assert np.array_equal(shown[:16, :16], shown[-16:, :16]), "the copy and its original"
    assert not np.array_equal(shown[:16, -16:], shown[-16:, -16:])
    titled = plots.beside_training(samples, training, found, title="two copies")
    for shown, title in ((picture, "Copies: 17% of the samples"), (titled, "two copies")):
        assert any(title in text.get_text() for text in shown.findobj(Text))
    with pytest.raises(
        ValueError, match="Given 12 samples and 19 training pictures; found was made of 12 and 20"
    ):
        plots.beside_training(samples, training[1:], found)
