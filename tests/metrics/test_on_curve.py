from gan_lessons import metrics
from gan_lessons.data import curves

import numpy as np
import pytest


@pytest.mark.parametrize("name", curves.names())
def test_real_samples_get_full_marks(name):
    score = metrics.on_curve(curves.load(name).sample(2000, seed=5), name)
    assert score.on_curve > 0.97 and score.coverage == 1
    assert score.piece_shares.sum() == pytest.approx(score.on_curve)
    assert (score.curve, score.n) == (name, 2000)


def test_distance_alone_does_not_see_collapse_and_coverage_does():
    half = curves.load("parabola").at(np.random.default_rng(0).uniform(0.5, 1, 2000))
    score = metrics.on_curve(half, "parabola")
    assert score.distance < 1e-5 and score.on_curve == 1
    assert score.coverage == pytest.approx(0.5)
    one = metrics.on_curve(np.tile([[0.0, 0.0]], (1000, 1)), "parabola")
    assert one.distance == pytest.approx(0, abs=1e-9) and one.coverage == 1 / 20


def test_noise_off_the_curve_does_not_count_as_coverage():
    curve = curves.load("circle")
    score = metrics.on_curve(1.5 * curve.sample(1000, seed=0), curve)
    assert score.coverage == 0 and score.on_curve == 0
    assert score.distance == pytest.approx(0.25, abs=1e-4)
    assert score.distance_error < 1e-4


def test_a_piece_is_reached_from_a_quarter_of_its_fair_share_on():
    ring = curves.load("ring")
    fair = 1000
    for share, covered in ((0.20, 7 / 8), (0.30, 1.0)):
        counts = [fair] * 7 + [int(share * fair)]
        points = np.repeat(ring.nodes, counts, axis=0)
        assert metrics.on_curve(points, ring).coverage == covered


def test_a_small_sample_warns_and_the_score_says_what_it_is():
    with pytest.warns(UserWarning, match="A score from 100 points is rough"):
        score = metrics.on_curve(curves.load("sine").sample(100, seed=0), "sine")
    assert str(score).endswith("[sine, n = 100]")
    with pytest.raises(ValueError, match="no curve"):
        metrics.on_curve(np.zeros((600, 2)), "line")
