from gan_lessons import games, plots

import numpy as np
import pytest
from matplotlib.figure import Figure

LR = 0.2


def move(points):
    return games.simultaneous(points, LR)


def test_the_sign_of_v_has_the_two_colours():
    image = plots.game_image(np.zeros((1, 2)), lambda points: points, size=300).astype(int)
    for (row, column), bluer in (
        ((90, 210), True),
        ((90, 90), False),
        ((210, 90), True),
        ((210, 210), False),
    ):
        red, _, blue = image[row, column]
        assert bool(blue > red) is bluer, (row, column)


def test_arrows_point_where_a_step_goes():
    still = plots.game_image(np.zeros((1, 2)), lambda points: points, size=300)
    assert not np.array_equal(still, plots.game_image(np.zeros((1, 2)), move, size=300))
    left = plots.game_image(np.zeros((1, 2)), lambda points: points - (1, 0), size=300)
    right = plots.game_image(np.zeros((1, 2)), lambda points: points - (-1, 0), size=300)
    assert not np.array_equal(left, right)


def test_the_present_point_is_marked_where_it_is():
    image = plots.game_image(np.array([[1.5, 1.0], [-1.5, 1.5]]), lambda points: points, size=300)
    assert image[75, 75].max() < 60  # x = -1.5 and y = 1.5 on axes from -3 to 3
    assert image[225, 225].min() > 120


def test_points_that_ran_away_do_no_harm():
    path = games.play("simultaneous", lr=1.0, steps=200)
    assert plots.game_image(path, move).shape == (380, 380, 3)
    assert plots.distance_image(games.distances(path)).shape == (150, 380, 3)
    plots.game_image(np.array([[1.0, 1.0], [np.nan, np.inf]]), move)


@pytest.mark.parametrize("distances", [[1.0], [0.0, 0.0], [1e-300, 1.0], [1.0, np.inf, np.nan], [1e-9] * 500])
def test_any_distance_can_be_drawn(distances):
    assert plots.distance_image(distances, 200, 100).shape == (100, 200, 3)


def test_a_growing_distance_is_a_rising_line():
    image = plots.distance_image(1.5 ** np.arange(21.0)).astype(int).sum(axis=2)
    dark = image[25:125, 66:372] < 150  # beneath the heading, to the right of the labels
    rows = [np.flatnonzero(column).mean() for column in dark.T if column.any()]
    assert rows[0] > rows[-1] + 40 and np.all(np.diff(rows) <= 4)


def test_paths_and_distances_of_several_games():
    paths = {rule: games.play(rule, lr=LR, steps=30) for rule in games.RULES}
    plane, curve = plots.game_paths(paths, "The rule decides").axes
    for line, path in zip(curve.get_lines(), paths.values(), strict=True):
        np.testing.assert_allclose(line.get_ydata(), games.distances(path))
    np.testing.assert_allclose(plane.get_lines()[1].get_xydata(), paths["alternating"])
    looks = {(line.get_color(), str(line._dash_pattern)) for line in curve.get_lines()}
    assert len(looks) == 6 and curve.get_yscale() == "log" and curve.get_xlabel() and plane.get_ylabel()
    assert plots.game_paths({"one": paths["friction"]}, ax=Figure().subplots(1, 2)) is None


def test_too_many_games_are_refused():
    for n in (0, 7):
        with pytest.raises(ValueError, match=f"{n} games"):
            plots.game_paths({str(i): np.ones((2, 2)) for i in range(n)})


def test_arrows_of_a_field_point_where_the_players_want_to_go():
    path = games.play("simultaneous", lr=LR, steps=20)
    two = {"round": (lambda p: p[:, ::-1] * (-1, 1), path), "still": (np.zeros_like, path[:5])}
    first, second = plots.game_fields(two, "Round and round").axes
    arrows = first.collections[0]
    np.testing.assert_allclose(arrows.U * arrows.X + arrows.V * arrows.Y, 0, atol=1e-9)  # across the radius
    assert np.all(arrows.V[arrows.X > 0.1] > 0)  # anticlockwise
    assert np.hypot(arrows.U, arrows.V).max() < 1 and not np.any(second.collections[0].U)
    np.testing.assert_allclose(first.get_lines()[0].get_xydata(), path)
    assert first.get_title("left") == "round" and first.get_ylabel() and first.get_xlabel()


def test_a_figure_has_one_to_four_fields():
    for n in (0, 5):
        with pytest.raises(ValueError, match=f"{n} games"):
            plots.game_fields({str(i): (np.zeros_like, np.ones((2, 2))) for i in range(n)})
