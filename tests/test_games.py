"""The bilinear game: what each rule does to the distance, by theory and by playing it."""

import math
import subprocess
import sys

from gan_lessons import games

import numpy as np
import pytest

RATES = pytest.mark.parametrize("lr", [0.01, 0.1, 0.3, 0.5, 0.9])
START = (1.3, -0.4)


@pytest.fixture(scope="module")
def points():
    return np.random.default_rng(0).normal(size=(50, 2))


def test_gradients_are_those_of_the_product(points):
    eps = 1e-6
    for k in (0, 1):
        shift = np.zeros(2)
        shift[k] = eps
        slope = (np.prod(points + shift, axis=1) - np.prod(points - shift, axis=1)) / (2 * eps)
        np.testing.assert_allclose(games.gradients(points)[:, k], slope, atol=1e-8)


def test_each_player_alone_moves_the_value_its_own_way(points):
    x, y = points.T
    after = games.simultaneous(points, 0.1)
    assert np.all(after[:, 0] * y <= x * y) and np.all(x * after[:, 1] >= x * y)


@RATES
def test_simultaneous_steps_grow_by_exactly_the_same_factor_everywhere(points, lr):
    factor = games.distances(games.simultaneous(points, lr)) / games.distances(points)
    np.testing.assert_allclose(factor, math.sqrt(1 + lr**2), rtol=1e-13)
    assert games.growth("simultaneous", lr) == pytest.approx(math.sqrt(1 + lr**2))


@RATES
def test_alternating_steps_keep_their_ellipse(points, lr):
    def kept(p):
        return p[..., 0] ** 2 + p[..., 1] ** 2 + lr * p[..., 0] * p[..., 1]

    np.testing.assert_allclose(kept(games.alternating(points, lr)), kept(points), rtol=1e-12, atol=1e-14)
    path = games.play("alternating", START, lr, 3000)
    low, high = games.orbit(START, lr)
    distance = games.distances(path)
    assert low - 1e-9 <= distance.min() and distance.max() <= high + 1e-9
    assert distance.min() == pytest.approx(low, rel=0.02) and distance.max() == pytest.approx(high, rel=0.02)


def test_in_alternating_steps_the_maximiser_moves_first():
    np.testing.assert_allclose(games.alternating((1.0, 0.0), 0.5), (0.75, 0.5))


@RATES
@pytest.mark.parametrize("rule", [r for r in games.RULES if r != "averaged"])
def test_the_factor_is_the_one_that_playing_shows(rule, lr):
    path = games.distances(games.play(rule, START, lr, 600, strength=0.5))
    shown = math.exp(np.polyfit(np.arange(300, 600), np.log(path[300:-1]), 1)[0])
    assert shown == pytest.approx(games.growth(rule, lr, strength=0.5), abs=2e-3)


@pytest.mark.parametrize(
    ("rule", "limit", "strength"),
    [
        ("extragradient", 1.0, 0.0),
        ("optimistic", 1 / math.sqrt(3), 0.0),
        ("friction", 2 * 0.5 / 1.25, 0.5),
        ("friction", 1.0, 1.0),
    ],
)
def test_a_cure_works_up_to_the_learning_rate_that_its_text_gives(rule, limit, strength):
    for lr, works in ((limit * 0.5, True), (limit * 0.98, True), (limit * 1.02, False)):
        assert (games.growth(rule, lr, strength) < 1) is works
        end = games.distances(games.play(rule, START, lr, 2000, strength))[-1]
        assert (end < 1e-3) if works else (end > 10)


def test_one_step_of_the_extragradient_has_its_factor_everywhere(points):
    factor = games.distances(games.extragradient(points, 0.4)) / games.distances(points)
    np.testing.assert_allclose(factor, math.sqrt(1 - 0.4**2 + 0.4**4))


def test_friction_is_consensus_optimisation(points):
    """Half the squared length of the gradients is (x² + y²)/2; its slope is the point itself."""
    eps, lr, strength = 1e-6, 0.1, 0.7
    slope = np.stack(
        [
            ((games.gradients(points + d) ** 2).sum(1) - (games.gradients(points - d) ** 2).sum(1)) / 4 / eps
            for d in np.eye(2) * eps
        ],
        axis=1,
    )
    by_hand = games.simultaneous(points, lr) - lr * strength * slope
    np.testing.assert_allclose(games.friction(points, lr, strength), by_hand, atol=1e-8)
    np.testing.assert_array_equal(games.friction(points, lr, 0.0), games.simultaneous(points, lr))


def test_the_average_rests_although_the_game_does_not():
    average = games.distances(games.play("averaged", START, 0.2, 4000))
    assert games.distances(games.play("alternating", START, 0.2, 4000)).min() > 1
    assert average[-1] < 0.01 * average[0]
    np.testing.assert_allclose(
        games.play("averaged", START, 0.2, 7)[-1],
        games.play("alternating", START, 0.2, 7).mean(axis=0),
    )


def test_alternating_steps_run_away_from_a_rate_of_two():
    assert games.growth("alternating", 1.99) == 1.0 < games.growth("alternating", 2.1)
    assert games.distances(games.play("alternating", START, 2.1, 100))[-1] > 1e3
    with pytest.raises(ValueError, match="bounded below 2"):
        games.orbit(START, 2.0)


def test_the_equilibrium_stays_where_it_is():
    for rule in games.RULES:
        np.testing.assert_array_equal(games.play(rule, (0, 0), 0.3, 5), np.zeros((6, 2)))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"rule": "both"}, "'both'; expected 'simultaneous' or"),
        ({"lr": 0}, "lr is 0; expected a finite number above 0"),
        ({"lr": float("nan")}, "lr is nan"),
        ({"lr": "fast"}, "lr is 'fast'"),
        ({"steps": -1}, "steps is -1"),
        ({"steps": 2.5}, r"steps is 2\.5"),
        ({"strength": -0.1}, r"strength is -0\.1"),
        ({"start": (1, 2, 3)}, "two finite numbers"),
        ({"start": (1, float("inf"))}, "two finite numbers"),
        ({"start": "here"}, "two finite numbers"),
    ],
)
def test_bad_parameters_are_named(options, says):
    with pytest.raises(ValueError, match=says):
        games.play(**{"rule": "simultaneous", "steps": 3, **options})


def test_points_have_two_coordinates():
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        games.simultaneous((1, 2, 3), 0.1)


def test_the_game_needs_no_backend():
    code = "import sys, gan_lessons as gl; gl.games.play('optimistic'); print('keras' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_game_that_leaves_the_range_of_floats_says_when():
    with pytest.raises(ValueError, match=r"after 308 of 1,000 steps.*smaller lr"):
        games.play("simultaneous", (1.0, 0.0), 10.0, 1000)
    with pytest.raises(ValueError, match="leaves the range of floats"):
        games.extragradient((1e300, 1.0), 1e200)
    with pytest.raises(ValueError, match="leaves the range of floats"):
        games.growth("extragradient", 1e200)


def test_far_and_near_points_keep_their_distances():
    for scale in (1e300, 1e-300):
        assert games.distances((3 * scale, 4 * scale)) == pytest.approx(5 * scale)
        short, long = games.orbit((scale, scale), 1.0)
        assert short == pytest.approx(np.sqrt(2) * scale) and long == pytest.approx(np.sqrt(6) * scale)


def test_the_factors_are_exact_where_two_eigenvalues_meet():
    assert games.growth("optimistic", 0.5) == pytest.approx(np.sqrt(0.5), rel=1e-15)
    assert games.growth("alternating", 2 + 1e-9) == pytest.approx(1 + 2 * np.sqrt(1e-9), rel=1e-8)


def test_too_many_steps_are_refused_at_once():
    for steps in (10**30, 10**9, 1e30, True):
        with pytest.raises(ValueError, match=r"steps is .* from 0 to 100,000"):
            games.play("friction", steps=steps)
