"""A game that grows: the fade follows the clock, real images are blended alike, and the recipe runs through all sizes."""

from gan_lessons import models, training
from gan_lessons.training import recipes

import numpy as np
import pytest
from keras import ops

from tests.training.course_games import images


def tiny(full_size=16, **options):
    game = training.GrowingGAN(
        models.progressive.generator("laptop", 4, 1, latent_dim=3, seed=1),
        models.progressive.discriminator("laptop", 4, 1, seed=1),
        seed=3,
        full_size=full_size,
        **options,
    )
    game.compile(d_batches="separate")
    return game


def grow(game, fade_steps):
    networks = (models.progressive.grown(n, seed=1) for n in (game.generator, game.discriminator))
    game.grow(*networks, fade_steps=fade_steps)


@pytest.fixture
def game():
    return tiny(average=0.5)


def test_real_images_are_averaged_down_and_blended_with_the_same_alpha(game):
    x = ops.convert_to_tensor(np.random.default_rng(0).uniform(-1, 1, (2, 16, 16, 1)).astype("float32"))
    whole = ops.convert_to_numpy(x)
    at = {s: whole.reshape(2, s, 16 // s, s, 16 // s, 1).mean(axis=(2, 4)) for s in (4, 8)}
    assert np.allclose(ops.convert_to_numpy(game.prepare((x,))["images"]), at[4], atol=1e-6)
    game.steps.assign(10)
    grow(game, 4)
    small = at[4].repeat(2, 1).repeat(2, 2)
    for step, alpha in ((10, 0.0), (11, 0.25), (14, 1.0), (20, 1.0)):
        game.steps.assign(step)
        found = ops.convert_to_numpy(game.prepare((x,))["images"])
        assert np.allclose(found, (1 - alpha) * small + alpha * at[8], atol=1e-6)
        for network in (game.generator, game.discriminator):
            assert float(models.progressive.fade(network).alpha) == game.alpha == alpha


def test_the_average_keeps_what_it_had_of_the_layers_that_stay(game):
    conv = game.generator.get_layer("conv_4").kernel
    conv.assign(conv + 1.0)
    before = game.averaged.network.get_layer("conv_4").get_weights()
    shown = game.generate(2, seed=0)
    grow(game, 3)
    after = game.averaged.network.get_layer("conv_4").get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    assert game.averaged.source() is game.generator and game.averaged.decay == 0.5
    assert float(game.averaged.followed) == 0.0
    assert np.array_equal(game.generate(2, seed=0), shown.repeat(2, 1).repeat(2, 2))


def test_it_settles_once_the_fade_is_over_and_not_before(game):
    grow(game, 3)
    for early in (game.settle, lambda: grow(game, 3)):
        with pytest.raises(ValueError, match=r"α is 0\.00"):
            early()
    game.steps.assign(3)
    game.prepare((ops.zeros((2, 16, 16, 1)),))
    game.averaged.follow()
    before = game.generate(3, seed=0)
    game.settle()
    assert models.progressive.fade(game.generator) is None and game.size == 8
    assert np.array_equal(game.generate(3, seed=0), before) and float(game.averaged.followed) == 1.0


def test_images_of_another_size_and_sizes_that_do_not_fit_are_refused(game):
    with pytest.raises(ValueError, match=r"has shape \(8, 8, 1\); this game takes \(16, 16, 1\)"):
        game.fit(images(size=8), batch_size=4, verbose=0)
    with pytest.raises(ValueError, match="4 pixels; full_size is 6"):
        tiny(6)
    with pytest.raises(ValueError, match="fade_steps is -1"):
        grow(game, -1)
    assert game.size == 4


def test_a_game_without_the_parts_grows_without_them():
    without = {"pixel_norm": False, "minibatch_std": False, "equalised": False}
    game, phases = recipes.growing("laptop", 14, size=8, seed=1, latent_dim=3, channels=1, **without)
    game.steps.assign(phases[0].steps)
    phases[1].enter(game)
    layers = [*game.generator.layers, *game.discriminator.layers, *game.averaged.network.layers]
    kinds = [type(layer).__name__ for layer in layers]
    assert kinds.count("PixelNorm") == 2 and "MinibatchStd" not in kinds, "both of them norm latents"
    assert {layer.equalised for layer in layers if hasattr(layer, "equalised")} == {False}


def test_the_recipe_runs_through_all_sizes():
    game, phases = recipes.growing(
        "laptop", 14, size=8, seed=1, latent_dim=3, channels=1, average=0.9, r1=0.0
    )
    assert [(p.size, p.fade_steps, p.steps) for p in phases] == [(4, 0, 7), (8, 3, 7)]
    assert sum(p.steps for p in recipes.growing("laptop", 3000, size=32, channels=1)[1]) == 3000
    at_once, (only,) = recipes.growing("laptop", 30, size=8, channels=1, start=8)
    assert at_once.size == 8 and (only.size, only.fade_steps, only.steps) == (8, 0, 30)
    with pytest.raises(ValueError, match="start is 16"):
        recipes.growing("laptop", 30, size=8, channels=1, start=16)
    with pytest.raises(ValueError, match="The game has 4 pixels, and this phase 16"):
        recipes.growing("laptop", 30, size=16, channels=1)[1][-1].enter(game)
    game.run_eagerly = True  # a few steps take less time than tracing
    for phase in phases:
        game.fit(images(size=8), verbose=0, **phase.enter(game))
    assert game.step_number == 14 and game.alpha == 1.0 and game.size == 8
    assert game.generate(2, seed=0).shape == (2, 8, 8, 1)
    for steps, size in ((3, 8), (100, 4), (100, 12)):
        with pytest.raises(ValueError, match=r"^(steps|size) is "):
            recipes.growing("laptop", steps, size=size, channels=1)
