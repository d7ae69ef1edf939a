"""The recipes of chapters 7, 8 and 9 are what they say."""

import inspect

from gan_lessons import models, training
from gan_lessons.training import recipes

import keras
import numpy as np
import pytest


@pytest.mark.parametrize("recipe", ["classic", "laptop"])
@pytest.mark.parametrize("steps", [1, 7, 50, 4000])
def test_as_many_steps_as_asked_for_to_a_multiple_of_the_epochs(recipe, steps):
    gan, options = recipes.dcgan(recipe, steps, seed=1)
    trained = options["epochs"] * options["steps_per_epoch"]
    assert abs(trained - steps) <= options["epochs"] / 2
    assert hasattr(gan, "averaged") == (recipe == "laptop")


def test_the_chapters_schedule():
    gan, options = recipes.dcgan("classic", 23_400)
    assert options == {"batch_size": 128, "epochs": 20, "steps_per_epoch": 1170}
    assert gan.g_batch == 256 and gan.d_batches == "joint"
    for optimizer in gan.optimizers.values():
        assert float(optimizer.learning_rate) == pytest.approx(2e-4) and optimizer.beta_1 == 0.5


@pytest.mark.parametrize(("size", "steps"), [(32, 78_000), (80, 39_000)])
def test_the_chapters_schedule_in_colour(size, steps):
    gan, options = recipes.dcgan_colour("classic", steps, size)
    assert options == {"batch_size": 64, "epochs": 20, "steps_per_epoch": steps // 20}
    assert gan.g_batch == 128 and gan.d_batches == "alternate"
    assert gan.generator.output_shape == (None, size, size, 3)
    for optimizer in gan.optimizers.values():
        assert float(optimizer.learning_rate) == pytest.approx(2e-4) and optimizer.beta_1 == 0.5


def test_the_laptop_in_colour_shows_real_and_generated_images_apart():
    gan, options = recipes.dcgan_colour("laptop", 40, 80)
    assert gan.d_batches == "separate" and options == {"batch_size": 64, "epochs": 20, "steps_per_epoch": 2}
    rates = [float(gan.optimizers[player].learning_rate) for player in ("d", "g")]
    assert rates == pytest.approx([5e-4, 1e-3])


@pytest.mark.parametrize("name", ["dcgan", "lsgan", "conditional", "acgan", "infogan"])
def test_the_laptop_shows_an_average_of_the_generator(name):
    recipe = getattr(recipes, name)
    gan, _ = recipe("laptop", 4, seed=1, average=0.9)
    assert gan.sampler.network is gan.averaged.network is not gan.generator
    assert gan.averaged.decay == 0.9
    without, _ = recipe("laptop", 4, seed=1, average=None)
    assert without.sampler.network is without.generator


@pytest.mark.parametrize("name", ["acgan", "dcgan_colour"])
def test_rates_can_fade_as_some_checkpoints_were_trained(name):
    gan, options = getattr(recipes, name)("laptop", 20, seed=1, average=None, fade=True)
    assert not hasattr(gan, "averaged")
    rates = [float(gan.optimizers[player].learning_rate) for player in ("d", "g")]
    assert rates == pytest.approx([5e-4, 1e-3])
    for optimizer in gan.optimizers.values():
        optimizer.iterations.assign(options["epochs"] * options["steps_per_epoch"])
        assert float(optimizer.learning_rate) == pytest.approx(0.0, abs=1e-9), "the rate has faded out"


def test_one_thing_can_be_changed():
    gan, _ = recipes.dcgan("laptop", 5, latent_dim=10, label_smoothing=0.1)
    assert gan.latent_dim == 10 and gan.label_smoothing == (0.1, 0.0) and gan.d_batches == "separate"
    assert recipes.dcgan("laptop", 5, d_batches="joint")[0].d_batches == "joint"


def test_one_seed_one_gan():
    weights = [recipes.dcgan("laptop", 5, seed=seed)[0].generator.get_weights() for seed in (1, 1, 2)]
    assert all(np.array_equal(a, b) for a, b in zip(weights[0], weights[1], strict=True))
    assert not np.array_equal(weights[0][0], weights[2][0])
    a, b = (recipes.dcgan_colour("laptop", 5, seed=1)[0].get_weights() for _ in range(2))
    assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_bad_numbers():
    with pytest.raises(ValueError, match="steps is 0"):
        recipes.dcgan("laptop", 0)
    with pytest.raises(ValueError, match="epochs is 0"):
        recipes.dcgan("laptop", 5, epochs=0)
    with pytest.raises(ValueError, match="size is 28"):
        recipes.dcgan_colour("laptop", 5, size=28)
    with pytest.raises(ValueError, match="recipe is 'cloud'"):
        recipes.dcgan_colour("cloud", 5)


@pytest.mark.parametrize(
    "network",
    [
        getattr(family, name)
        for family in (getattr(models, family) for family in models.__all__)
        for name in ("generator", "discriminator", "critic")
        if hasattr(family, name) and "recipe" in inspect.signature(getattr(family, name)).parameters
    ],
    ids=lambda network: f"{network.__module__}.{network.__name__}",
)
def test_the_old_name_of_the_classic_networks_is_refused_and_the_new_one_said(network):
    with pytest.raises(ValueError, match="recipe is 'chapter'; it is called 'classic' now"):
        network("chapter")
    with pytest.raises(ValueError, match="recipe is 'cloud'; choose one of"):
        network("cloud")


@pytest.mark.parametrize(
    "name",
    [name for name in recipes.__all__ if "recipe" in getattr(getattr(recipes, name), "__annotations__", ())],
)
def test_the_old_name_of_the_classic_recipe_is_refused_and_the_new_one_said(name):
    others = {"semi_supervised": {"images": None, "labels": None}}.get(name, {})
    with pytest.raises(ValueError, match="recipe is 'chapter'; it is called 'classic' now"):
        getattr(recipes, name)(recipe="chapter", steps=5, **others)


@pytest.mark.parametrize("change", list(recipes.CHANGES))
def test_the_four_runs_of_chapter_10_differ_in_one_thing(change):
    gan, options = recipes.failure_modes(change, "laptop", seed=1)
    assert options == {"batch_size": 64, "epochs": 10, "steps_per_epoch": 45}
    adam = gan.optimizers["d"]
    found = {
        "latent_1": gan.latent_dim == 1,
        "joint_batches": gan.d_batches == "joint",
        "default_adam": (float(adam.learning_rate), adam.beta_1) == (pytest.approx(1e-3), 0.9),
    }
    assert found == {name: name == change for name in found}
    assert gan.g_batch == 128


def test_an_unknown_change_is_refused():
    with pytest.raises(ValueError, match="change is 'overfit'"):
        recipes.failure_modes("overfit")


@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_the_recipes_with_labels(recipe):
    gan, options = recipes.conditional(recipe, 40, seed=1, epochs=4)
    assert isinstance(gan, training.ConditionalGAN) and gan.n_classes == 10
    twin, _ = recipes.conditional(recipe, 40, seed=1, n_classes=None)
    assert type(twin) is training.GAN
    aux, aux_options = recipes.acgan(recipe, 40, seed=1, epochs=4)
    assert isinstance(aux, training.ACGAN)
    assert options == {"batch_size": 64, "epochs": 4, "steps_per_epoch": 10}
    if recipe == "classic":
        assert (gan.d_batches, gan.g_batch) == ("alternate", 128), "64 real, 64 generated, then 128 for G"
        assert (aux.d_batches, aux.g_batch, aux_options["batch_size"]) == ("alternate", 64, 32)
        assert aux.fake_class_weight == aux.class_weight == 1.0
    else:
        assert (gan.d_batches, aux.d_batches, aux.fake_class_weight) == ("separate", "separate", 0.0)


@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_the_recipes_with_codes(recipe):
    gan, options = recipes.infogan(recipe, 40, seed=1, epochs=4)
    assert isinstance(gan, training.InfoGAN) and gan.n_classes == 10 and gan.latent_dim == 62
    assert gan.mi_weight == gan.continuous_weight == 1.0
    if recipe == "classic":
        assert (gan.d_batches, gan.g_batch, options["batch_size"]) == ("alternate", 64, 32)
        assert (gan.n_continuous, gan.trunk_learns) == (0, False)
    else:
        assert (gan.d_batches, options["batch_size"]) == ("separate", 64)
        assert (gan.n_continuous, gan.trunk_learns) == (2, True)


@pytest.mark.parametrize("recipe", ["classic", "paper", "laptop"])
def test_the_recipes_of_translation(recipe, monkeypatch):
    monkeypatch.setattr(
        keras.initializers.RandomNormal,
        "__call__",
        lambda self, shape, dtype=None, **_: keras.ops.zeros(shape, dtype),
    )  # only their shapes are looked at
    game, fit = recipes.pix2pix(recipe, 40, seed=1, epochs=4, size=64)
    sees = {"classic": 142, "paper": 70, "laptop": 34}[recipe]
    assert models.receptive_field.side(game.discriminator) == sees and game.conditional
    assert fit == {"batch_size": 8 if recipe == "laptop" else 1, "epochs": 4, "steps_per_epoch": 10}
    assert (game.l1_weight, game.loss_name) == (100.0, "non_saturating")
    assert bool(game.schedules) == (recipe == "laptop")
    norms = {
        type(layer).__name__ for layer in game.generator.layers if "Normalization" in type(layer).__name__
    }
    assert norms == {"BatchNormalization" if recipe == "classic" else "GroupNormalization"}
    game, fit = recipes.cyclegan(recipe, 40, seed=1, epochs=4, size=32)
    assert models.receptive_field.side(game.d_a) == sees and fit["batch_size"] == (
        4 if recipe == "laptop" else 1
    )
    assert (game.cycle_weight, game.identity_weight, game.pool_size) == (10.0, 5.0, 50)
    assert set(game.schedules) == (set() if recipe == "classic" else {"g", "d_a", "d_b"})


def test_a_recipe_for_translation_can_be_played_otherwise():
    game, _ = recipes.pix2pix(
        "laptop", 4, size=32, channels=(1, 3), sees=16, conditional=False, skips=False, adversarial_weight=0.0
    )
    assert game.metric_names == ("l1",) and set(game.schedules) == {"g"} and not game.conditional
    assert models.receptive_field.side(game.discriminator) == 16
    assert not any(isinstance(layer, keras.layers.Concatenate) for layer in game.generator.layers)
    game, _ = recipes.cyclegan("laptop", 4, size=32, channels=(1, 3), pool_size=0, identity_weight=0.0)
    assert game.b_to_a.output_shape == (None, 32, 32, 1) and game.d_b.input_shape == (None, 32, 32, 3)
    for make, message in (
        (lambda: recipes.pix2pix("small", 4), "recipe is 'small'"),
        (lambda: recipes.cyclegan("laptop", 0), "steps"),
    ):
        with pytest.raises(ValueError, match=message):
            make()
