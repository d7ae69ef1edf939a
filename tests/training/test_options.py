"""How a game may not be set up: each option, each part of an objective, refused by name before anything is changed."""

import math

import gan_lessons as gl
from gan_lessons import training

import keras
import numpy as np
import pytest

from tests.training import course_games
from tests.training.games import FourPlayers, discriminator, gan, generator

WHOLE = (0, -1, 2.5, "3", True, math.nan, 10**30, [1])
REAL = (-1, math.nan, math.inf, "0.1", True, [0.1, 0.1, 0.1])
SWITCH = (1, "yes", None)
OPTIONS = {
    "d_steps": (*WHOLE, None),
    "g_batch": WHOLE,
    "label_flips": (*REAL, 0.5, None),
    "label_smoothing": (*REAL, 0.5, (0.1, math.nan), (0.1,), None, "ab"),
    "reuse_fakes": SWITCH,
    "loss": ("Hinge", 1, None, ["hinge"], np.array(["hinge", "minimax"])),
    "d_batches": ("together", 1, None, ["joint"]),
    "d_optimizer": ("adm", 1e-3, keras.optimizers.Adam, object(), [keras.optimizers.Adam()]),
    "schedules": ([1], "abc", 3),
    "steps_per_execution": (0, "2"),
    "run_eagerly": ("yes",),
}


@pytest.fixture(scope="module")
def games():
    critic = training.WGAN(generator(), discriminator(), seed=0)
    told = training.ACGAN(course_games.told_generator(), course_games.naming_discriminator(), seed=0)
    coded = training.InfoGAN(course_games.coded_generator(), course_games.reading_discriminator(), seed=0)
    return {"gan": gan(), "critic": critic, "told": told, "coded": coded}


@pytest.mark.parametrize("name", OPTIONS)
def test_options_of_a_game(games, name):
    game = games["gan"]
    before = game.get_compile_config()
    for value in OPTIONS[name]:
        with pytest.raises(ValueError, match=f"^{name} is "):
            game.compile(**{name: value})
        assert game.get_compile_config() == before, "nothing is changed"


@pytest.mark.parametrize(
    ("game", "name", "values"),
    [
        ("critic", "clip", (*REAL, 0.0)),
        ("critic", "penalty", (*REAL, 0.0)),
        ("critic", "d_steps", WHOLE),
        ("told", "class_weight", (*REAL, None)),
        ("told", "fake_class_weight", REAL),
        ("coded", "mi_weight", (*REAL, None)),
        ("coded", "continuous_weight", (*REAL, None)),
        ("coded", "trunk_learns", SWITCH),
    ],
)
def test_options_of_its_relatives(games, game, name, values):
    for value in values:
        with pytest.raises(
            ValueError, match=r"(fake_)?class_weight is" if name == "class_weight" else f"^{name} is "
        ):
            games[game].compile(**{name: value})


def test_learning_rates_and_schedules(games):
    game, schedules = games["gan"], keras.optimizers.schedules
    for rate in (math.nan, -1e-3, math.inf, schedules.ExponentialDecay(-1.0, 10, 0.9)):
        with pytest.raises(ValueError, match="The learning rate of 'd' is "):
            game.compile(keras.optimizers.SGD(rate))
    for rate in (math.nan, -1.0):
        with pytest.raises(ValueError, match="The schedule of 'g' at step 0 is"):
            game.compile(schedules={"g": schedules.ExponentialDecay(rate, 10, 0.9)})
    game.compile(keras.optimizers.SGD(0.0), schedules={"g": schedules.ExponentialDecay(0.1, 10, 0.9)})
    with pytest.raises(ValueError, match="optimizers is 'adam'; give a dict"):
        training.Adversarial.compile(FourPlayers(), "adam")


def test_options_of_keras_that_mean_nothing(games):
    for options in ({"metrics": ["accuracy"]}, {"loss_weights": [1.0]}, {"d_step": 2}):
        with pytest.raises(TypeError, match=f"takes no {next(iter(options))}"):
            games["gan"].compile(**options)


def test_a_game_that_could_not_be_compiled_says_so():
    game = training.GAN(generator(), discriminator(), seed=0)
    with pytest.raises(ValueError, match="learning rate"):
        game.compile(keras.optimizers.SGD(-1.0))
    with pytest.raises(ValueError, match="not compiled"):
        game.fit(np.zeros((8, 2), "float32"))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("wgan", {"penalty": 3.0, "d_steps": 2}),
        ("acgan", {"class_weight": 3.0}),
        ("infogan", {"mi_weight": 3.0}),
        ("semi-supervised", {"labelled_batch": 3}),
        ("pix2pix", {"l1_weight": 3.0, "adversarial_weight": 0.0}),
        ("cycle", {"cycle_weight": 3.0, "identity_weight": 0.0}),
    ],
)
def test_a_game_that_is_refused_at_the_end_keeps_all_its_options(name, options):
    game, _ = course_games.ALL[name]()
    before, names = game.get_compile_config(), tuple(game.metric_names)
    for wrong in ({"schedules": {"nobody": 1}}, {"jit_compile": "yes"}, {"optimiser": 1}):
        with pytest.raises((ValueError, TypeError)):
            game.compile(**options, **wrong)
        assert game.get_compile_config() == before and tuple(game.metric_names) == names
    game.compile(**options)
    assert game.get_compile_config() != before


def test_seeds_and_classes():
    for seed in (-1, 2.5, "3", True, math.nan, 2**32, [1]):
        with pytest.raises(ValueError, match=r"^seed is "):
            training.GAN(generator(), discriminator(), seed=seed)
    networks = course_games.told_generator(), course_games.told_discriminator()
    for n, message in (
        (True, "n_classes is True"),
        (2.5, "n_classes is"),
        (1, "at least 2"),
        (4, "knows 3 classes"),
    ):
        with pytest.raises(ValueError, match=message):
            training.ConditionalGAN(*networks, n_classes=n)
    assert training.ConditionalGAN(*networks, n_classes=2).n_classes == 2


def test_parts_of_an_objective():
    network = generator()
    for decay in (1.0, -0.1, math.nan, "0.9", True, None):
        with pytest.raises(ValueError, match=r"^decay is "):
            training.Average(network, decay)
    with pytest.raises(TypeError, match=r"^network is "):
        training.Average(0.999, network)
    for n in WHOLE:
        with pytest.raises(ValueError, match=r"^every is "):
            training.Lazy(len, n)
        with pytest.raises(ValueError, match=r"^size is "):
            training.Pool((2,), n)
        with pytest.raises(ValueError, match=r"^updates is "):
            training.Player("d", [network], [len], n)
    for shape in (2, "ab", (0,), (2.5,), None):
        with pytest.raises(ValueError, match=r"^shape is "):
            training.Pool(shape)
    with pytest.raises(ValueError, match=r"The pool would be an array of .* GB"):
        training.Pool((1000, 1000, 3), 10_000)
    with pytest.raises(ValueError, match=r"^seed is "):
        training.Pool((2,), seed="1")


def test_recipes():
    for options in (
        {"steps": 0},
        {"steps": 2.5},
        {"epochs": "3"},
        {"latent_dim": 0},
        {"seed": -1},
        {"seed": "1"},
    ):
        with pytest.raises(ValueError, match=f"^{next(iter(options))} is "):
            gl.training.recipes.wgan(**({"recipe": "laptop", "steps": 10} | options))
    with pytest.raises(ValueError, match=r"^change is "):
        gl.training.recipes.failure_modes(["stable"])
