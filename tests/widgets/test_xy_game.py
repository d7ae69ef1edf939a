import base64
import io
import math

from gan_lessons import games, plots, widgets

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def game():
    return widgets.xy_game(size=120)


def shown(image):
    return np.asarray(Image.open(io.BytesIO(image.value)))


def draws(game, act):
    """Whether `act` leads to another picture."""
    before, drawn = shown(game.image), game.drawn
    act()
    game.settle()
    assert game.drawn > drawn
    np.testing.assert_array_equal(shown(game.image), game.array)
    return not np.array_equal(before, game.array)


def test_buttons_step_and_go_back(game):
    first = game.array
    for name, step in (("step", 1), ("ten", 11), ("step", 12)):
        assert draws(game, game.find(f"{name}-button").click)
        assert game.step == step == len(game.path) - 1
    np.testing.assert_allclose(game.path, games.play("simultaneous", (1.5, 1.0), 0.2, 12))
    assert draws(game, game.find("reset-button").click) and game.step == 0
    np.testing.assert_array_equal(game.array, first)


def test_the_last_step_is_the_last(game):
    game.step = 195
    game.find("ten-button").click()
    assert game.step == 200
    game.settle()
    assert np.isfinite(game.path).all() and "left the picture" in game.status.value


@pytest.mark.parametrize("rule", games.RULES)
def test_every_rule_plays_what_games_plays(game, rule):
    game.find("rule").value = rule
    game.step, game.find("lr").value = 25, 0.3
    game.find("start-x").value = -2.0
    game.settle()
    np.testing.assert_allclose(game.path, games.play(rule, (-2.0, 1.0), 0.3, 25, 0.5))
    assert f"distance <b>{np.linalg.norm(game.path[-1]):.3g}</b>" in game.status.value
    assert game.find("friction").disabled is (rule != "friction")


def test_the_text_says_what_the_rule_does_to_the_distance(game):
    game.step = 7

    def text(rule, lr):
        game.find("rule").value, game.find("lr").value = rule, lr
        game.settle()
        return game.status.value

    said = text("simultaneous", 0.4)
    assert f"<b>{math.sqrt(1 + 0.4**2):.4f}</b>: it <b>grows</b>" in said and "√(1 + 0.40²)" in said
    assert f"This step: × {math.sqrt(1 + 0.4**2):.4f}." in said
    low, high = games.orbit((1.5, 1.0), 0.4)
    assert f"between {low:.3g} and {high:.3g}" in text("alternating", 0.4)
    assert "closes in" in text("averaged", 0.4)
    for rule in ("friction", "extragradient", "optimistic"):
        said = text(rule, 0.4)
        assert f"<b>{games.growth(rule, 0.4):.4f}</b>: it <b>shrinks</b>." in said
    assert "<b>grows</b>: too large a step" in text("optimistic", 0.8)


def test_friction_counts_for_its_rule_only(game):
    game.step = 9
    game.find("rule").value = "friction"
    game.settle()
    assert draws(game, lambda: setattr(game.find("friction"), "value", 1.0))
    np.testing.assert_allclose(game.path, games.play("friction", (1.5, 1.0), 0.2, 9, strength=1.0))


def test_at_the_equilibrium_nobody_moves():
    game = widgets.xy_game(start=(0, 0), step=5, size=120)
    assert "nobody moves" in game.status.value and not game.path.any()


def test_the_curve_follows(game):
    before = shown(game.curve)
    game.step = 30
    game.settle()
    assert not np.array_equal(before, shown(game.curve))


def test_the_text_comes_after_the_pictures_that_it_belongs_to(game):
    order = []
    for name in ("image", "distance", "status"):
        game.find(name).observe(lambda change, name=name: order.append(name), "value")
    game.find("step-button").click()
    game.settle()
    assert order[-1] == "status" and set(order) == {"image", "distance", "status"}


def test_a_page_without_a_kernel_shows_all_rules(game):
    data, metadata = game._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == game.model_id
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("L"))
    assert picture.std() > 20
    assert "learning rate 0.2" in metadata["image/png"]["alt"]
    _, curve = game.still().axes
    assert [text.get_text() for text in curve.get_legend().get_texts()] == list(games.RULES)


def test_what_goes_wrong_while_drawing_is_shown(game, monkeypatch):
    monkeypatch.setattr(plots, "game_image", lambda *args: 1 / 0)
    game.find("step-button").click()
    with pytest.raises(ZeroDivisionError):
        game.settle()
    assert "ZeroDivisionError" in game.status.value


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"rule": "both"}, "expected 'simultaneous' or"),
        ({"lr": 0.0}, r"lr is 0\.0"),
        ({"lr": 1.5}, r"lr is 1\.5.*sliders go from 0\.02 to 1\.0"),
        ({"friction": 2.0}, r"friction 2\.0"),
        ({"start": (9, 0)}, r"start \(9, 0\)"),
        ({"start": (1, 0, 0)}, "two finite numbers"),
        ({"step": 201}, "step is 201; the widget shows 0 to 200"),
        ({"step": 2.5}, r"step is 2\.5"),
    ],
)
def test_what_cannot_be_played_is_refused(options, says):
    with pytest.raises(ValueError, match=says):
        widgets.xy_game(**options)


def test_a_step_that_does_not_exist_is_refused(game):
    with pytest.raises(ValueError, match="step is -1"):
        game.step = -1
