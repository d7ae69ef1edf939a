"""Mixing, path lengths and the recipe of a StyleGAN, on images of 8 x 8 pixels."""

from gan_lessons import backend, models, training
from gan_lessons.training import recipes

import numpy as np
import pytest
from keras import ops


def tiny(**options):
    game = training.StyleGAN(
        models.stylegan.generator("laptop", 8, 1, latent_dim=4, seed=1),
        models.stylegan.discriminator("laptop", 8, 1, seed=2),
        seed=3,
        average=0.9,
    )
    game.compile(**options)
    return game


@pytest.fixture(scope="module")
def game():
    return tiny(path_length=2.0, path_every=2, r1=1.0, r1_every=2)


def places_of_each_image(game, n=400):
    """What the synthesis network is given in training: (n, places, w_dim)."""
    given = []
    game.run, run = lambda network, x: (given.append(x), run(network, x))[1], game.run
    try:
        game.generated(game.latents(n), None)
    finally:
        game.run = run
    return ops.convert_to_numpy(given[-1])


@pytest.mark.parametrize(("mixing", "share"), [(0.0, 0.0), (0.9, 0.9), (1.0, 1.0)])
def test_so_many_images_have_two_latents_from_a_random_place_on(game, mixing, share):
    game.mixing = mixing
    ws = places_of_each_image(game)
    changes = (ws[:, 1:] != ws[:, :-1]).any(axis=2)
    assert set(changes.sum(axis=1)) <= {0, 1}, "it changes once at most"
    assert changes.any(axis=1).mean() == pytest.approx(share, abs=0.05)
    if mixing == 1.0:
        assert changes.mean(axis=0) == pytest.approx(0.5, abs=0.1), "at each of the two places as often"


def test_the_path_length_is_that_of_a_small_step_in_w(game):
    synthesis = models.stylegan.parts(game.generator)[1]
    rng, eps = np.random.default_rng(0), 1e-2
    ws = rng.standard_normal((1, 3, 4)).astype("float32")
    direction = rng.standard_normal((1, 8, 8, 1)).astype("float32")
    steps = eps * np.eye(12, dtype="float32").reshape(12, 3, 4)
    moved = (synthesis(ws + steps) - synthesis(ws - steps)) / (2 * eps)
    slopes = (ops.convert_to_numpy(moved).reshape(12, 64) @ direction.ravel() / 8.0).reshape(3, 4)
    found = game.path_lengths(ops.convert_to_tensor(ws), ops.convert_to_tensor(direction))
    assert ops.convert_to_numpy(found) == pytest.approx(np.sqrt((slopes**2).sum(axis=1).mean()), rel=0.02)


def test_the_mean_length_follows_and_the_mapping_learns_from_it(game):
    before = float(game.mean_length)
    batch = {"images": ops.zeros((4, 8, 8, 1))}
    (loss, logs), gradients = backend.value_and_grad(
        lambda: game.path(batch), game.generator.trainable_variables, []
    )
    assert float(game.mean_length) == pytest.approx(before + 0.01 * (float(logs["path_length"]) - before))
    by_name = {
        v.path: None if g is None else float(ops.sum(ops.abs(g)))
        for v, g in zip(game.generator.trainable_variables, gradients, strict=True)
    }
    assert all(by_name[path] > 0 for path in by_name if "mapping" not in path and path.endswith("kernel"))
    assert any(by_name[v.path] for v in models.stylegan.parts(game.generator)[0].trainable_variables)
    assert float(loss) >= 0


def test_what_it_cannot_play_with_is_refused():
    with pytest.raises(ValueError, match="no mapping and synthesis"):
        training.StyleGAN(
            models.dcgan_colour.generator("laptop"), models.dcgan_colour.discriminator("laptop")
        )
    for option in ({"mixing": 1.5}, {"path_length": -1.0}, {"path_every": 0}, {"d_batches": "joint"}):
        with pytest.raises(ValueError, match=f"^{next(iter(option))} is "):
            tiny(**option)


def test_the_recipe():
    game, options = recipes.stylegan("laptop", 40, 16, seed=1, latent_dim=8)
    assert options == {"batch_size": 16, "epochs": 20, "steps_per_epoch": 2}
    assert game.generator.output_shape == (None, 16, 16, 3) and game.d_batches == "separate"
    assert (game.mixing, game.path_length, game.r1_every) == (0.9, 0.0, 16) and game.r1 > 0
    assert game.sampler.network is game.averaged.network
    assert [float(o.learning_rate) for o in game.optimizers.values()] == pytest.approx([5e-3, 5e-3])
    again, _ = recipes.stylegan("laptop", 40, 16, seed=1, latent_dim=8)
    for a, b in zip(game.generator.get_weights(), again.generator.get_weights(), strict=True):
        assert np.array_equal(a, b)


def test_the_recipe_may_slow_down():
    game, _ = recipes.stylegan("laptop", 40, 16, seed=1, latent_dim=8, slow_after=3)
    for player in ("d", "g"):
        assert [float(game.schedules[player](step)) for step in (0, 3, 4)] == pytest.approx(
            [5e-3, 5e-3, 1e-3]
        )
    with pytest.raises(ValueError, match=r"^slow_after is 0"):
        recipes.stylegan("laptop", 40, 16, slow_after=0)
